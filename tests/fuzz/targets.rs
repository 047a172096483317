//! What is tried, and what must hold of any input.

use annai::build::{self, Build, Options};
use annai::calendar::{AsOf, parse_iso};
use annai::diag::Diagnostic;
use annai::disk::{self, MANIFEST, PublishError, PublishOptions, RealDisk, Refusal};
use annai::fix::fix as mend;
use annai::literal::read;
use annai::memo::Cache;
use annai::output::{Output, Outputs};
use annai::path::OutputPath;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

const CONFIG: &str = "[site]\ntitle = \"案内\"\ntheme = \"spec\"\n\n\
    [facts.renewal]\nlabel = \"受付期間\"\nwindow = { start = 2024-03-04, end = 2024-04-09 }\n";
const HOME: &str = "+++\ntitle = \"家\"\n+++\n[a](a.md)と{{ renewal.end }}\n";
const PAGE: &str = "+++\ntitle = \"頁\"\n+++\n![図](p.svg)\n";

thread_local! {
    /// What is read once for all inputs, and what a build keeps of the last one.
    static KEPT: RefCell<(Vec<Arc<Source>>, Cache)> = RefCell::new((theme(), Cache::default()));
}

fn theme() -> Vec<Arc<Source>> {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs/theme/templates");
    let templates = fs::read_dir(theme).unwrap().map(Result::unwrap);
    templates
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            let path = format!("themes/spec/templates/{name}");
            source(&path, &fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn source(path: &str, bytes: &[u8]) -> Arc<Source> {
    Arc::new(Source::new(SourceId::new(path), bytes.to_vec()))
}

fn options() -> Options {
    Options::new(AsOf::new(parse_iso("2024-03-10").unwrap()))
}

/// A site with one file of another content.
fn snapshot(theme: &[Arc<Source>], path: &str, bytes: &[u8]) -> Snapshot {
    let rest = [
        ("site.toml", CONFIG),
        ("content/index.md", HOME),
        ("content/a.md", PAGE),
        (
            "content/p.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        ),
    ];
    let rest = rest.map(|(path, text)| source(path, text.as_bytes()));
    let files = rest.into_iter().chain(theme.iter().cloned());
    Snapshot::new(files.chain([source(path, bytes)]), Vec::new())
}

/// Builds a site with one file of another content; every place of every finding is one.
fn built(path: &str, bytes: &[u8]) -> Build {
    KEPT.with_borrow_mut(|(theme, cache)| {
        let snapshot = snapshot(theme, path, bytes);
        let built = build::build(&snapshot, &options(), cache);
        check_places(&snapshot, &built.diagnostics);
        built
    })
}

fn check_places(snapshot: &Snapshot, found: &[Diagnostic]) {
    for one in found {
        let labels = one.labels.iter().map(|label| &label.place);
        let fix = one.fix.iter().map(|fix| &fix.place);
        for place in [&one.place].into_iter().chain(labels).chain(fix) {
            let Some(source) = snapshot.get(place.source.as_str()) else {
                continue;
            };
            let span = place.span;
            assert!(
                span.start <= span.end && span.end <= source.bytes().len(),
                "{one:?}"
            );
            if let Ok(text) = std::str::from_utf8(source.bytes()) {
                assert!(text.get(span.start..span.end).is_some(), "{one:?}");
            }
        }
    }
}

/// `site.toml`.
pub(crate) fn config(input: &[u8]) {
    built("site.toml", input);
}

/// Front matter and body of a page.
pub(crate) fn page(input: &[u8]) {
    built("content/a.md", input);
}

/// The expressions of facts: one follows from the input, and a promise is made of it.
pub(crate) fn facts(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let typed: String = text.chars().flat_map(char::escape_default).collect();
    let typed = typed.replace("\\'", "'").replace("\\u{", "\\U");
    let config = format!(
        "{CONFIG}[facts.b]\nlabel = \"日\"\ndate = \"\"\"{typed}\"\"\"\n\
         [[promises]]\nthat = '''{text}'''\nfor = \"x in renewal\"\nbecause = \"x\"\n"
    );
    built("site.toml", config.as_bytes());
    let page = format!(
        "+++\ntitle = \"t\"\npublish_until = '''{text}'''\n+++\n{{{{ {text} }}}}\n\n:::before {text}\na\n:::\n"
    );
    built("content/a.md", page.as_bytes());
}

/// Values in running text: what is found lies in order, apart, and on the borders of characters.
pub(crate) fn literal(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut end = 0;
    for literal in read(&text) {
        assert!(literal.span.start >= end, "{literal:?}");
        assert!(literal.span.end > literal.span.start, "{literal:?}");
        let slice = text.get(literal.span.start..literal.span.end);
        let is_whole = slice.is_some_and(|slice| !slice.contains(['\u{FFFC}', '\n']));
        assert!(is_whole, "{literal:?}");
        end = literal.span.end;
    }
}

/// A picture: what is published of it has nothing that runs, and is published again as it is.
pub(crate) fn svg(input: &[u8]) {
    let published = |bytes: &[u8]| {
        let built = built("content/p.svg", bytes);
        let outputs = (!built.has_errors()).then_some(built.outputs)?;
        let mut pictures = outputs.iter();
        let picture = pictures.find(|(path, _)| path.as_str() == "p.svg");
        picture.map(|(_, output)| output.bytes().to_vec())
    };
    let Some(bytes) = published(input) else {
        return;
    };
    let text = String::from_utf8(bytes.clone()).unwrap().to_lowercase();
    for forbidden in ["<script", "<foreignobject", "<!doctype", "<!entity"] {
        assert!(!text.contains(forbidden), "{forbidden} is published");
    }
    assert_eq!(
        published(&bytes),
        Some(bytes),
        "published again, it is another"
    );
}

/// What `check --fix` does to a page: it stays text, and there is nothing more to do.
pub(crate) fn fix(input: &[u8]) {
    let once = |bytes: &[u8]| {
        KEPT.with_borrow_mut(|(theme, _)| {
            let snapshot = snapshot(theme, "content/a.md", bytes);
            let fixed = mend(snapshot, &options(), &mut Cache::default());
            let mut files = fixed.files.into_iter();
            let page = files.find(|file| file.source.as_str() == "content/a.md");
            page.map(|file| file.new.to_vec())
        })
    };
    if let Some(mended) = once(input) {
        assert!(std::str::from_utf8(&mended).is_ok());
        assert_eq!(once(&mended), None, "there is more to mend");
    }
}

/// A folder of a site that has been published.
pub(crate) struct Folder {
    folder: TempDir,
    outputs: Outputs,
    manifest: Vec<u8>,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        // An empty one would be waited for.
        fs::write(folder.path().join("site.toml"), "#").unwrap();
        let files = ["index.html", "faq/期限/index.html", "assets/a.css"];
        let outputs = files.map(|path| (OutputPath::parse(path).unwrap(), Output::new(*b"x")));
        let outputs: Outputs = outputs.into_iter().collect();
        let mut made = Self {
            folder,
            outputs,
            manifest: Vec::new(),
        };
        disk::publish(&made.outputs, &made.options(), &RealDisk).unwrap();
        made.manifest = fs::read(made.path()).unwrap();
        made
    }

    fn options(&self) -> PublishOptions {
        PublishOptions {
            root: self.folder.path().to_owned(),
            output: self.folder.path().join("public"),
            tool_version: "0.0.0".to_owned(),
            forbidden: Vec::new(),
        }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("public").join(MANIFEST)
    }

    /// A manifest that is not as annai writes it is no manifest.
    pub(crate) fn manifest(&self, input: &[u8]) {
        let input = if input == b"(as it was published)" {
            &self.manifest
        } else {
            input
        };
        fs::write(self.path(), input).unwrap();
        let options = self.options();
        let snapshot = disk::load(&options.root, &options.output).unwrap();
        let rehearsed = disk::rehearse(&self.outputs, &options, &RealDisk);
        if input == self.manifest {
            assert!(snapshot.last_publish().has("faq/期限/index.html"));
            rehearsed.unwrap();
        } else {
            let is_refused = matches!(
                rehearsed,
                Err(PublishError::Refused {
                    refusal: Refusal::Manifest | Refusal::Foreign(_),
                    ..
                })
            );
            assert!(is_refused, "{rehearsed:?}");
        }
    }
}
