//! What is served: one state of the site, immutable. A request looks it up by name, and never
//! reaches the disk.

use annai::diag::Diagnostic;
use annai::output::{Output, Outputs};
use annai::path::OutputPath;
use annai::snapshot::Snapshot;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One state of the site.
#[derive(Debug)]
pub(crate) struct Generation {
    /// Its number, counted from the start of the program.
    pub(crate) number: u64,
    /// The files of the last build without errors.
    pub(crate) outputs: Arc<Outputs>,
    /// Of the pages among them that visitors do not see: why not, in a sentence.
    pub(crate) marks: Arc<BTreeMap<OutputPath, String>>,
    /// What is wrong with the sources as they are now.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The sources, for the excerpts of findings.
    pub(crate) snapshot: Snapshot,
    /// The address of the page whose file was edited last.
    pub(crate) follow: Option<String>,
}

/// What stands at an address.
#[derive(Debug)]
pub(crate) enum Found<'a> {
    /// A file.
    File(&'a OutputPath, &'a Output),
    /// A page whose address lacks the `/` at its end.
    Slash,
    /// Nothing.
    Nothing,
}

impl Generation {
    /// What stands at the path of a request, as it was sent.
    pub(crate) fn find(&self, path: &str) -> Found<'_> {
        let Some(path) = decoded(path) else {
            return Found::Nothing;
        };
        let Some(rest) = path.strip_prefix('/') else {
            return Found::Nothing;
        };
        let is_folder = rest.is_empty() || rest.ends_with('/');
        let name = if is_folder {
            format!("{rest}index.html")
        } else {
            rest.to_owned()
        };
        if let Some((path, output)) = self.file(&name) {
            return Found::File(path, output);
        }
        if !is_folder && self.file(&format!("{rest}/index.html")).is_some() {
            return Found::Slash;
        }
        Found::Nothing
    }

    /// The page that is shown where there is none.
    pub(crate) fn not_found(&self) -> Option<(&OutputPath, &Output)> {
        self.file("404.html")
    }

    fn file(&self, name: &str) -> Option<(&OutputPath, &Output)> {
        let path = OutputPath::parse(name).ok()?;
        self.outputs.get_key_value(&path)
    }
}

/// A path without its percent signs; nothing where that is no text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(bytes).ok()
}
