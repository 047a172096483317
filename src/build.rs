//! The build: one pure function from a snapshot to the files of the site and what is wrong.

use crate::calendar::{AsOf, Zone};
use crate::check;
use crate::config::{self, Config};
use crate::content::{self, Document};
use crate::diag::{self, Checked, Diagnostic, Place, code, text};
use crate::memo::{Cache, Parsed};
use crate::output::Outputs;
use crate::render;
use crate::site;
use crate::snapshot::Snapshot;
use crate::source::SourceId;
use crate::theme::Theme;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// What a build depends on beside its snapshot.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The day that the site speaks for.
    pub as_of: AsOf,
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
    theme: Option<Arc<Theme>>,
}

impl Build {
    /// Whether something is so wrong that nothing may be published.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// The bytes of a file that a finding points into, where the snapshot does not have it:
    /// a template that is built in.
    pub fn source(&self, id: &SourceId) -> Option<&[u8]> {
        let source = self.theme.as_ref()?.source(id)?;
        Some(source.bytes())
    }
}

/// Builds the site that `snapshot` holds. Equal snapshots and options give equal builds,
/// whatever the cache holds and on however many cores.
pub fn build(snapshot: &Snapshot, options: &Options, cache: &mut Cache) -> Build {
    let mut diagnostics = snapshot.diagnostics().to_vec();
    let mut built = Build::default();
    let config = config::parse(snapshot).unpack(&mut diagnostics);
    // The documents are parsed even without a config: all mistakes are shown at once.
    let documents = documents(snapshot, cache, &mut diagnostics);
    if let Some(config) = config {
        let theme = Theme::load(snapshot, &config.theme.value, config.language);
        let is_sound = theme.diagnostics.iter().all(|one| !one.is_error());
        let theme = theme.unpack(&mut diagnostics);
        if theme.is_none() {
            let known = Theme::known(snapshot);
            diagnostics.push(config::missing_theme(&config, &known));
        }
        let site = site::resolve(snapshot, config, documents, options.as_of);
        let site = site.unpack(&mut diagnostics);
        diagnostics.extend(check::site(&site));
        built.pages = site.pages.len();
        built.theme = theme.map(Arc::new);
        // Templates that could not be read would be missed by every page.
        if let Some(theme) = built.theme.as_ref().filter(|_| is_sound) {
            let outputs = render::render(&site, theme, check::page, cache);
            built.outputs = outputs.unpack(&mut diagnostics);
        }
    } else if !diagnostics.iter().any(is_about_config) {
        diagnostics.push(missing_config());
    }
    diag::sort(&mut diagnostics);
    built.diagnostics = diagnostics;
    built
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
    let sources: Vec<_> = snapshot
        .below("content/")
        .filter(|source| source.id().as_str().ends_with(".md"))
        .collect();
    let kept = &cache.documents;
    let parsed: Vec<Parsed> = sources
        .par_iter()
        .map(|source| match kept.get(source.id()) {
            Some((hash, document)) if *hash == source.hash() => Arc::clone(document),
            _ => {
                let mut parsed = content::parse(source);
                parsed.diagnostics.extend(check::document(&parsed.value));
                Arc::new(Checked::new(Arc::new(parsed.value), parsed.diagnostics))
            }
        })
        .collect();
    let mut documents = Vec::with_capacity(parsed.len());
    let mut keep = HashMap::with_capacity(parsed.len());
    for (source, parsed) in sources.iter().zip(parsed) {
        diagnostics.extend_from_slice(&parsed.diagnostics);
        documents.push(Arc::clone(&parsed.value));
        keep.insert(source.id().clone(), (source.hash(), parsed));
    }
    cache.documents = keep;
    documents
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
