//! The build: one pure function from a snapshot to the files of the site and what is wrong.

use crate::calendar::{AsOf, Zone};
use crate::check::{self, Verdict};
use crate::config::{self, Config};
use crate::content::{self, Document};
use crate::diag::{self, Checked, Diagnostic, Place, code, text};
use crate::memo::{Cache, Parsed};
use crate::output::Outputs;
use crate::picture::Gallery;
use crate::render::{self, Published, Rendered};
use crate::site::{self, Audience, Dateline, Day, Site};
use crate::snapshot::{LastPublish, Snapshot};
use crate::source::{Source, SourceId};
use crate::theme::{Loaded, Theme};
use crate::web::Survey;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

/// What a build depends on beside its snapshot.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    day: Day,
}

impl Options {
    /// A build that speaks for a day.
    pub fn new(as_of: AsOf) -> Self {
        Self {
            day: Day {
                as_of,
                dateline: None,
                audience: Audience::Visitors,
            },
        }
    }

    /// Has drafts and pages of a later day among the others, for those who write them. What is
    /// wrong in them counts.
    #[must_use]
    pub fn preview(mut self) -> Self {
        self.day.audience = Audience::Editors;
        self
    }

    /// Has the pages name the day of another build as theirs, and no moment at which they will be
    /// out of date: to compare two moments, what pages say of themselves must be no difference.
    #[must_use]
    pub fn printed_on(self, day: AsOf) -> Self {
        let day = day.date();
        self.with_dateline(Dateline {
            day,
            since: day.into(),
            stale_from: None,
        })
    }

    /// Has the pages say that of their build.
    #[must_use]
    pub fn with_dateline(mut self, dateline: Dateline) -> Self {
        self.day.dateline = Some(dateline);
        self
    }
}

/// What a build makes.
#[derive(Debug, Default)]
pub struct Build {
    /// The files of the site. Complete only where no finding is an error.
    pub outputs: Outputs,
    /// What is wrong, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// How many pages there are.
    pub pages: usize,
    theme: Option<Loaded>,
}

impl Build {
    /// Whether something is so wrong now that nothing may be published.
    pub fn has_errors(&self) -> bool {
        let is_now = |one: &Diagnostic| one.from.is_none();
        self.diagnostics
            .iter()
            .filter(|one| is_now(one))
            .any(Diagnostic::is_error)
    }

    /// Adds what somebody else has found in the same sources, as far as the site wants to know:
    /// judged as if the build had found it. `cache` is that of the build.
    pub fn add(&mut self, found: Vec<Diagnostic>, cache: &Cache) {
        let (found, _) = self.judged(found, cache);
        self.diagnostics.extend(found);
        diag::sort(&mut self.diagnostics);
    }

    /// What the site wants to know of findings in the same sources, and where it allows others.
    pub(crate) fn judged(
        &self,
        mut found: Vec<Diagnostic>,
        cache: &Cache,
    ) -> (Vec<Diagnostic>, Vec<Place>) {
        if found.is_empty() {
            return Default::default();
        }
        diag::sort(&mut found);
        let verdict = verdict(cache, self.theme.as_ref());
        let used = verdict.judge(&mut found);
        (found, verdict.places(&used))
    }

    /// The bytes of a file that a finding points into, where the snapshot does not have it:
    /// a template that is built in.
    pub fn source(&self, id: &SourceId) -> Option<&[u8]> {
        let source = self.theme.as_ref()?.value.source(id)?;
        Some(source.bytes())
    }
}

/// Builds the site that `snapshot` holds. Equal snapshots and options give equal builds,
/// whatever the cache holds and on however many cores.
pub fn build(snapshot: &Snapshot, options: &Options, cache: &mut Cache) -> Build {
    let mut diagnostics = snapshot.diagnostics().to_vec();
    let mut built = Build::default();
    let kept = cache.site.take();
    let config = config::parse(snapshot).unpack(&mut diagnostics);
    // The documents are parsed even without a config: all mistakes are shown at once.
    let documents = documents(snapshot, cache, &mut diagnostics);
    if let Some(config) = config {
        let name = &config.theme.value;
        let languages: Vec<_> = config.languages().collect();
        let theme = Theme::load(snapshot, name, &languages, cache.theme.take());
        match &theme {
            Some(theme) => diagnostics.extend_from_slice(&theme.diagnostics),
            None => {
                let known = Theme::known(snapshot);
                diagnostics.push(config::missing_theme(&config, &known));
            }
        }
        let files = snapshot.below("content/");
        cache.pictures = Gallery::of(files, &cache.pictures);
        let day = options.day;
        let resolved = site::resolve(snapshot, &cache.pictures, config, documents, day, kept);
        diagnostics.extend(resolved.diagnostics());
        built.pages = resolved.site.pages.len();
        let (site, survey) = (&resolved.site, &mut cache.survey);
        let written = theme.as_ref().map(|theme| &theme.value);
        // Templates that could not be read would be missed by every page.
        let is_sound = |theme: &&Loaded| !theme.diagnostics.iter().any(Diagnostic::is_error);
        let sound = theme.as_ref().filter(is_sound).map(|theme| &theme.value);
        let kept = sound.and_then(|_| cache.rendered.take());
        let (found, published) = rayon::join(
            || {
                let mut found = check::site(site);
                found.extend(check::writing(site, written, &mut cache.readings));
                found
            },
            || sound.map(|theme| publish(site, theme, kept, survey, snapshot.last_publish())),
        );
        diagnostics.extend(found);
        if let Some(published) = published {
            let (rendered, outputs) = published.unpack(&mut diagnostics);
            cache.rendered = Some(rendered);
            built.outputs = outputs;
        }
        cache.site = Some(resolved);
        cache.theme.clone_from(&theme);
        built.theme = theme;
    } else if !diagnostics.iter().any(is_about_config) {
        diagnostics.push(missing_config());
    }
    check::without_consequences(&mut diagnostics, snapshot);
    diag::sort(&mut diagnostics);
    let mut judged = verdict(cache, built.theme.as_ref()).pass(diagnostics);
    check::without_keys_of_lost_originals(&mut judged);
    built.diagnostics = check::merged(judged, &SourceId::new(config::FILE));
    built
}

/// Renders a site, and looks at what has come of it.
fn publish(
    site: &Site,
    theme: &Theme,
    kept: Option<Rendered>,
    survey: &mut Option<Arc<Survey>>,
    last: &LastPublish,
) -> Checked<(Rendered, Outputs)> {
    let rendered = render::render(site, theme, kept);
    let Published {
        files,
        places,
        outputs,
    } = &rendered.value.published;
    // Pages that are not there would be missed by every link to them.
    let is_whole = rendered.diagnostics.is_empty();
    let (found, outputs) = rayon::join(
        || is_whole.then(|| check::published(site, theme, files, places, survey, last)),
        || outputs.clone(),
    );
    let mut diagnostics = rendered.diagnostics;
    diagnostics.extend(found.into_iter().flatten());
    Checked::new((rendered.value, outputs), diagnostics)
}

/// What the sources of the last build say about findings.
fn verdict<'a>(cache: &'a Cache, theme: Option<&'a Loaded>) -> Verdict<'a> {
    let documents = cache.documents.iter().map(|parsed| &*parsed.document);
    Verdict::new(documents, cache.site(), theme.map(|theme| &theme.value))
}

/// The zone that decides which day it is, for those who have to know before they build.
pub fn zone(snapshot: &Snapshot) -> Zone {
    let config: Option<Config> = config::parse(snapshot).value;
    config.map_or_else(config::default_zone, |config| config.zone)
}

fn documents(
    snapshot: &Snapshot,
    cache: &mut Cache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<Document>> {
    let mut known = std::mem::take(&mut cache.documents).into_iter().peekable();
    let mut kept = |source: &Arc<Source>| {
        // Almost all sources are the very same; nothing need be read in them to see that.
        let same = known.next_if(|one| Arc::ptr_eq(&one.source, source));
        same.or_else(|| {
            while known.next_if(|one| one.source.id() < source.id()).is_some() {}
            let one = known.next_if(|one| one.source.id() == source.id())?;
            let source = Arc::clone(source);
            (one.source.hash() == source.hash()).then_some(Parsed { source, ..one })
        })
    };
    let sources = snapshot.below("content/");
    let pages = sources.filter(|source| site::is_page(source.id(), snapshot));
    let found: Vec<Result<Parsed, &Arc<Source>>> =
        pages.map(|source| kept(source).ok_or(source)).collect();
    let parsed: Vec<Parsed> = found
        .into_par_iter()
        .map(|found| found.unwrap_or_else(parse))
        .collect();
    for parsed in &parsed {
        diagnostics.extend_from_slice(&parsed.diagnostics);
    }
    let documents = parsed.iter().map(|parsed| Arc::clone(&parsed.document));
    let documents = documents.collect();
    cache.documents = parsed;
    documents
}

/// A fault of our own while a file was read: what unwinding carries.
#[derive(Debug)]
pub struct FaultIn(pub SourceId);

/// Reads a file. A fault carries the name of the file to whoever catches it.
fn reading<T>(source: &Source, read: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| resume_unwind(Box::new(FaultIn(source.id().clone()))))
}

fn parse(source: &Arc<Source>) -> Parsed {
    let parsed = reading(source, || {
        let mut parsed = content::parse(source);
        parsed.diagnostics.extend(check::document(&parsed.value));
        parsed
    });
    Parsed {
        source: Arc::clone(source),
        document: Arc::new(parsed.value),
        diagnostics: parsed.diagnostics,
    }
}

fn is_about_config(diagnostic: &Diagnostic) -> bool {
    diagnostic.place.source.as_str() == config::FILE
}

fn missing_config() -> Diagnostic {
    let source = SourceId::new(config::FILE);
    Diagnostic::new(
        code::MISSING_FILE,
        Place::file(&source),
        text!(
            "設定ファイル site.toml がありません",
            "there is no site.toml"
        ),
    )
    .help(text!(
        "サイトのフォルダーで実行するか、--root で場所を示してください。新しく始めるときは annai new を使います",
        "run it in the site's folder, or name that with --root; `annai new` makes a new site"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_the_file_that_was_read() {
        let source = Source::new(SourceId::new("content/a.md"), Vec::new());
        let fault = catch_unwind(|| reading(&source, || panic!("a fault")));
        let fault = fault.unwrap_err();
        let FaultIn(file) = fault.downcast_ref().unwrap();
        assert_eq!(file.as_str(), "content/a.md");
    }
}
