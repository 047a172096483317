//! What is served: one state of the site, immutable. A request looks it up by name, and never
//! reaches the disk.

use super::forms::{Forms, forms};
use super::marks::marks;
use annai::build::Build;
use annai::calendar::{AsOf, Zone};
use annai::diag::Diagnostic;
use annai::language::Language;
use annai::output::{Output, Outputs};
use annai::path::{self, OutputPath};
use annai::site::Site;
use annai::snapshot::Snapshot;
use annai::source::SourceId;
use annai::trace;
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
    /// The forms among them that are sent somewhere.
    pub(crate) forms: Arc<Forms>,
    /// What is wrong with the sources as they are now.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The sources, for the excerpts of findings.
    pub(crate) snapshot: Snapshot,
    /// The address of the page whose file was edited last.
    pub(crate) follow: Option<String>,
    /// The day it speaks for.
    pub(crate) as_of: AsOf,
    /// The zone of the site.
    pub(crate) zone: Zone,
    /// Whether the day is one of choice, so that pages must not look at the clock.
    pub(crate) is_of_choice: bool,
    /// Of the files with findings: the pages that are made of them.
    pub(crate) pages: Pages,
}

/// The files of the pages that are made of a source.
pub(crate) type Pages = BTreeMap<SourceId, Vec<OutputPath>>;

/// The pages that are made of the files with findings.
pub(crate) fn pages(diagnostics: &[Diagnostic], site: Option<&Site>) -> Pages {
    let mut pages = Pages::new();
    let Some(site) = site else {
        return pages;
    };
    for Diagnostic { place, .. } in diagnostics {
        if !pages.contains_key(&place.source) {
            let ids = trace::pages_of(site, place).into_iter();
            let paths = ids.map(|id| site.page(id).path.clone()).collect();
            pages.insert(place.source.clone(), paths);
        }
    }
    pages
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
    /// The same sources as of another day. Where they have errors on it, the files are those of
    /// `last`, the state of that day before, as they are for today.
    pub(super) fn on(
        &self,
        as_of: AsOf,
        built: Build,
        site: Option<&Site>,
        language: Language,
        last: Option<&Self>,
    ) -> Self {
        let (outputs, marks, forms) = match last {
            _ if !built.has_errors() => (
                Arc::new(built.outputs),
                Arc::new(site.map(|site| marks(site, language)).unwrap_or_default()),
                Arc::new(site.map(forms).unwrap_or_default()),
            ),
            Some(last) => (
                Arc::clone(&last.outputs),
                Arc::clone(&last.marks),
                Arc::clone(&last.forms),
            ),
            None => Default::default(),
        };
        Self {
            number: self.number,
            outputs,
            marks,
            forms,
            pages: pages(&built.diagnostics, site),
            diagnostics: built.diagnostics,
            snapshot: self.snapshot.clone(),
            follow: None,
            as_of,
            zone: self.zone.clone(),
            is_of_choice: true,
        }
    }

    /// How many errors keep the sources from being published as they are now.
    pub(super) fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|one| one.is_error()).count()
    }

    /// What stands at the path of a request, as it was sent.
    pub(crate) fn find(&self, path: &str) -> Found<'_> {
        let Some(path) = path::decoded(path) else {
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

    /// The page that a reader of an address sees, be it the one that says that there is none.
    pub(super) fn seen(&self, path: &str) -> Option<&Output> {
        match self.find(path) {
            Found::File(_, output) => Some(output),
            Found::Slash => None,
            Found::Nothing => self.not_found().map(|(_, output)| output),
        }
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
