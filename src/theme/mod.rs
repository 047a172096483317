//! The theme: templates, assets and the words of the templates.
//!
//! The only module that knows the `tera` crate. Templates see the view they are given and
//! nothing else: no files, no clock, no environment.

mod comments;
mod embedded;
mod failure;
mod limits;
mod prose;
mod scripts;
mod styles;

use self::limits::{Counted, Page};
use crate::content::Run;
use crate::diag::{Allowance, Checked, Diagnostic, Place};
use crate::encoding::{Decoded, decode};
use crate::hash::{Hash, Hasher};
use crate::language::Language;
use crate::output::Output;
use crate::path::{OutputPath, UrlPath};
use crate::snapshot::Snapshot;
use crate::source::{Source, SourceId, Span};
use crate::value::{self, Key, Reader, Shape, Type};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Context, Tera};

/// `theme.toml`
const SHAPE: Shape = Shape::of(&[Key::new(
    "words",
    Type::Table(&Shape::open("^[a-z]+$", Type::Table(&WORDS))),
    "テンプレートの言葉（言語ごと）",
    "the words of the templates, by language",
    &[],
)]);

const WORDS: Shape = Shape::open("^[a-z0-9_]+$", Type::Text);

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// Its templates as the engine has them, by name.
    templates: BTreeMap<String, Counted>,
    hash: Hash,
    words: BTreeMap<Language, BTreeMap<String, String>>,
    assets: Vec<Asset>,
    allowances: Vec<Allowance>,
    folder: String,
    sources: BTreeMap<String, Arc<Source>>,
    /// What people wrote, file by file.
    runs: Vec<(SourceId, Vec<Run<'static>>)>,
}

/// A theme, with what is wrong in it.
pub type Loaded = Arc<Checked<Theme>>;

/// A file that pages of the theme need.
#[derive(Clone, Debug)]
pub struct Asset {
    /// What templates call it: its path with `_` for everything that is no letter or digit.
    pub key: String,
    /// Where it is published: its name holds the hash of what is in it.
    pub path: OutputPath,
    /// Its bytes.
    pub output: Output,
}

/// A view that many pages share.
#[derive(Clone, Debug, Default)]
pub struct Shared(Context);

impl Theme {
    /// Loads the theme `name`: the files built into the program, if it is theirs, with those
    /// of `themes/NAME/` before them, with its words in those languages. `None` where there is
    /// no such theme.
    ///
    /// A theme of the same files that is `kept` is not made again.
    pub fn load(
        snapshot: &Snapshot,
        name: &str,
        languages: &[Language],
        kept: Option<Loaded>,
    ) -> Option<Loaded> {
        let folder = format!("themes/{name}/");
        let sources = sources(snapshot, name, &folder);
        if sources.is_empty() {
            return None;
        }
        let mut hasher = Hasher::default();
        for (path, source) in &sources {
            hasher.part(path.as_bytes());
            hasher.part(source.hash().as_bytes());
        }
        hasher.part(folder.as_bytes());
        for language in languages {
            hasher.part(language.tag().as_bytes());
        }
        let hash = hasher.finish();
        if let Some(kept) = kept.filter(|kept| kept.value.hash == hash) {
            return Some(kept);
        }
        let mut diagnostics = Vec::new();
        let mut theme = Self {
            tera: Tera::default(),
            templates: BTreeMap::new(),
            hash,
            words: BTreeMap::new(),
            assets: Vec::new(),
            allowances: Vec::new(),
            folder,
            sources,
            runs: Vec::new(),
        };
        theme.read_words(languages, &mut diagnostics);
        theme.read_assets();
        theme.read_templates(&mut diagnostics);
        Some(Arc::new(Checked::new(theme, diagnostics)))
    }

    /// The names of the themes there are.
    pub fn known(snapshot: &Snapshot) -> Vec<&str> {
        let mut names: Vec<&str> = snapshot
            .below("themes/")
            .filter_map(|source| source.id().as_str().split('/').nth(1))
            .chain([embedded::NAME])
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The hash of all its files.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// The words of its templates in a language of the site.
    pub fn words(&self, language: Language) -> &BTreeMap<String, String> {
        const NONE: &BTreeMap<String, String> = &BTreeMap::new();
        self.words.get(&language).unwrap_or(NONE)
    }

    /// One of its words in a language; its key where the theme does not have it.
    pub fn word<'a>(&'a self, language: Language, key: &'a str) -> &'a str {
        self.words(language).get(key).map_or(key, String::as_str)
    }

    /// Its assets.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// What people wrote in it: its words in the languages of the site, and those of its templates.
    pub fn runs(&self) -> impl Iterator<Item = (&SourceId, &[Run<'static>])> {
        let files = self.runs.iter();
        files.map(|(source, runs)| (source, runs.as_slice()))
    }

    /// What comments in its templates and in `theme.toml` allow.
    pub fn allowances(&self) -> &[Allowance] {
        &self.allowances
    }

    /// Whether it has a template of that name.
    pub fn has(&self, template: &str) -> bool {
        self.sources.contains_key(&format!("templates/{template}"))
    }

    /// Makes a view ready to be shared by many pages.
    ///
    /// # Errors
    /// As [`Theme::render`].
    pub fn share(&self, view: &impl Serialize) -> Result<Shared, Box<Diagnostic>> {
        let context = Context::from_serialize(view);
        context.map(Shared).map_err(|error| self.failed(&error, ""))
    }

    /// Renders a template with a view and what it shares with others.
    ///
    /// # Errors
    /// What is wrong with the template, with its place there.
    pub fn render(
        &self,
        template: &str,
        shared: &Shared,
        view: &impl Serialize,
    ) -> Result<String, Box<Diagnostic>> {
        let rendered = Context::from_serialize(view).and_then(|own| {
            // Values are counted references: nothing that is shared is copied.
            let mut context = shared.0.clone();
            context.extend(own);
            limits::start();
            let mut page = Page::default();
            match self.tera.render_to(template, &context, &mut page) {
                Err(_) if page.is_full() => Ok(Err(self.too_long(template))),
                rendered => rendered.map(|()| Ok(page.into_text().unwrap_or_default())),
            }
        });
        rendered.map_err(|error| self.failed(&error, template))?
    }

    fn too_long(&self, template: &str) -> Box<Diagnostic> {
        let place = Place::file(&self.template(template));
        Box::new(failure::finding(place, &limits::too_long()))
    }

    fn failed(&self, error: &tera::Error, template: &str) -> Box<Diagnostic> {
        let found = failure::diagnostic(error, template, &self.folder);
        Box::new(self.as_written(found))
    }

    /// A finding with its place in the template as it is written.
    fn as_written(&self, mut found: Diagnostic) -> Diagnostic {
        let path = found.place.source.as_str().strip_prefix(&*self.folder);
        let name = path.and_then(|path| path.strip_prefix("templates/"));
        if let Some(counted) = name.and_then(|name| self.templates.get(name)) {
            let Span { start, end } = found.place.span;
            found.place.span = Span::new(counted.original(start), counted.original(end));
        }
        found
    }

    fn template(&self, name: &str) -> SourceId {
        SourceId::new(format!("{}templates/{name}", self.folder))
    }

    /// Its templates and its words, as they are written, by path.
    pub fn texts(&self) -> impl Iterator<Item = &Arc<Source>> {
        let texts = self.sources.iter();
        let texts = texts.filter(|(path, _)| !path.starts_with("assets/"));
        texts.map(|(_, source)| source)
    }

    /// Whether its templates or words lead to a file of the site by its address.
    pub fn names(&self, url: &UrlPath) -> bool {
        let below = url.as_str().trim_start_matches('/');
        // Behind the way to the root, or a `/`; in a `srcset`, there may be a width behind it.
        let begins = |before: &str| {
            before
                .trim_end_matches('/')
                .ends_with(['"', '\'', '}', ',', ' '])
        };
        let ends = |after: &str| after.starts_with(['"', '\'', '?', '#', ' ', ',']);
        self.texts().any(|source| {
            let text = String::from_utf8_lossy(source.bytes());
            let mut found = text.match_indices(below);
            found.any(|(at, _)| begins(&text[..at]) && ends(&text[at + below.len()..]))
        })
    }

    /// A file of the theme that findings may point into.
    pub fn source(&self, id: &SourceId) -> Option<&Arc<Source>> {
        let path = id.as_str().strip_prefix(&self.folder)?;
        self.sources.get(path)
    }

    fn read_words(&mut self, spoken: &[Language], diagnostics: &mut Vec<Diagnostic>) {
        let Some(source) = self.sources.get("theme.toml") else {
            return;
        };
        let Some(decoded) = decode(source, diagnostics) else {
            return;
        };
        let (text, offset) = (&*decoded.text, decoded.offset);
        let allowances = value::allowances(source.id(), text, offset, diagnostics);
        self.allowances.extend(allowances);
        let node = value::parse(source.id(), text, offset).unpack(diagnostics);
        let mut reader = Reader::new(source.id(), &node, &SHAPE, diagnostics);
        let mut runs = Vec::new();
        if let Some(languages) = reader.table("words") {
            let languages = languages.entries().iter();
            let ours = languages.filter_map(|entry| {
                let mut spoken = spoken.iter();
                let language = spoken.find(|language| entry.key == language.tag())?;
                Some((*language, entry))
            });
            for (language, entry) in ours {
                let known = self.words.entry(language).or_default();
                let mut words = Reader::new(source.id(), &entry.node, &WORDS, reader.diagnostics());
                for word in words.entries() {
                    if let Some(text) = words.read::<String>(&word.node) {
                        let whole = Span::new(0, text.len());
                        runs.push(Run::of_words(&text, word.node.part(whole)));
                        known.insert(word.key.clone(), text);
                    }
                }
            }
        }
        self.runs.push((source.id().clone(), runs));
        reader.finish();
    }

    fn read_assets(&mut self) {
        for (path, source) in &self.sources {
            let Some(name) = path.strip_prefix("assets/") else {
                continue;
            };
            let (stem, extension) = match name.rsplit_once('.') {
                Some((stem, extension)) => (stem, format!(".{extension}")),
                None => (name, String::new()),
            };
            let compacted = match (std::str::from_utf8(source.bytes()), extension.as_str()) {
                (Ok(css), ".css") => Some(styles::compact(css)),
                (Ok(js), ".js" | ".mjs") => scripts::compact(js),
                _ => None,
            };
            let output = match compacted {
                Some(text) => Output::new(text.into_bytes()),
                None => Output::new(Arc::clone(source.bytes())),
            };
            let hash = output.hash().short();
            // A name that no system can store is a name that nothing can be published under.
            let Ok(path) = OutputPath::parse(&format!("assets/{stem}.{hash}{extension}")) else {
                continue;
            };
            let key = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
            self.assets.push(Asset {
                key: name.chars().map(key).collect(),
                path,
                output,
            });
        }
    }

    fn read_templates(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let mut templates = Vec::new();
        let before = diagnostics.len();
        for (path, source) in &self.sources {
            let Some(name) = path.strip_prefix("templates/") else {
                continue;
            };
            let Some(decoded) = decode(source, diagnostics) else {
                continue;
            };
            let Decoded { text, offset } = decoded;
            let runs = prose::runs(&text, offset);
            self.runs.push((source.id().clone(), runs));
            let allowances = comments::allowances(source.id(), &text, offset, diagnostics);
            self.allowances.extend(allowances);
            templates.push((name, text));
        }
        let templates: Vec<(&str, &str)> = templates
            .iter()
            .map(|(name, text)| (*name, &**text))
            .collect();
        // One at a time first: the parser stops at the first template with a mistake, and
        // all of them are wanted.
        for (name, text) in &templates {
            if let Some(diagnostic) = failure::syntax(name, text, &self.folder) {
                diagnostics.push(diagnostic);
            }
        }
        if diagnostics[before..].iter().any(Diagnostic::is_error) {
            return;
        }
        let counted = templates.into_iter();
        let counted = counted.map(|(name, text)| (name.to_owned(), Counted::new(text)));
        self.templates = counted.collect();
        if let Some((name, at)) = limits::deepest(&self.templates) {
            let place = Place::new(&self.template(name), Span::new(at, at + "{%".len()));
            diagnostics.push(failure::finding(place, &limits::too_deep()));
            return;
        }
        let texts = self.templates.iter();
        let texts: Vec<_> = texts
            .map(|(name, counted)| (name.as_str(), counted.text.as_str()))
            .collect();
        limits::register(&mut self.tera);
        if let Err(error) = self.tera.add_raw_templates(texts.iter().copied()) {
            let found = failure::diagnostics(&error, &texts, &self.folder).into_iter();
            diagnostics.extend(found.map(|one| self.as_written(one)));
        }
    }
}

/// The files of a theme by their path below its folder.
fn sources(snapshot: &Snapshot, name: &str, folder: &str) -> BTreeMap<String, Arc<Source>> {
    let mut sources = BTreeMap::new();
    if name == embedded::NAME {
        for (path, bytes) in embedded::FILES {
            let id = SourceId::new(format!("{folder}{path}"));
            sources.insert((*path).to_owned(), Arc::new(Source::new(id, *bytes)));
        }
    }
    for source in snapshot.below(folder) {
        let path = source.id().as_str()[folder.len()..].to_owned();
        sources.insert(path, Arc::clone(source));
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_built_in_theme_is_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/helpdesk");
        let mut files: Vec<String> = walkdir::WalkDir::new(&folder)
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path = entry.path().strip_prefix(&folder).unwrap();
                path.to_str().unwrap().replace('\\', "/")
            })
            .collect();
        files.sort();
        let listed: Vec<&str> = embedded::FILES.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, files);
    }
}
