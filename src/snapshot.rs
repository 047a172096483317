//! Every input of a build, read once and immutable from then on.

use crate::diag::Diagnostic;
use crate::source::{Source, SourceId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The input files of a site by their path below its root, and what was wrong with those
/// that could not be read.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    sources: BTreeMap<SourceId, Arc<Source>>,
    diagnostics: Vec<Diagnostic>,
}

impl Snapshot {
    /// A snapshot of these files. Of two files with one name the later counts.
    pub fn new(
        sources: impl IntoIterator<Item = Arc<Source>>,
        diagnostics: Vec<Diagnostic>,
    ) -> Self {
        let sources = sources
            .into_iter()
            .map(|source| (source.id().clone(), source))
            .collect();
        Self {
            sources,
            diagnostics,
        }
    }

    /// The same with these files in the place of those of their names.
    #[must_use]
    pub fn with(&self, sources: impl IntoIterator<Item = Arc<Source>>) -> Self {
        let mut snapshot = self.clone();
        let sources = sources.into_iter();
        let named = sources.map(|source| (source.id().clone(), source));
        snapshot.sources.extend(named);
        snapshot
    }

    /// The file at `path` below the root.
    pub fn get(&self, path: &str) -> Option<&Arc<Source>> {
        self.sources.get(path)
    }

    /// All files, by path.
    pub fn sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.sources.values()
    }

    /// The files below a folder such as `content/`, by path.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a Arc<Source>> {
        self.sources
            .range(SourceId::new(folder)..)
            .map(|(_, source)| source)
            .take_while(move |source| source.id().as_str().starts_with(folder))
    }

    /// Whether nothing has changed since `earlier`, from which this one was made.
    pub fn is_still(&self, earlier: &Self) -> bool {
        let mut pairs = self.sources.values().zip(earlier.sources.values());
        self.sources.len() == earlier.sources.len()
            && pairs.all(|(now, then)| Arc::ptr_eq(now, then))
            && self.diagnostics == earlier.diagnostics
    }

    /// The files that were changed, made or taken away since `earlier`, from which this one was
    /// made.
    pub fn changes_since(&self, earlier: &Self) -> Vec<SourceId> {
        let is_new = |source: &&Arc<Source>| {
            let known = earlier.sources.get(source.id());
            known.is_none_or(|known| !Arc::ptr_eq(known, source))
        };
        let is_gone = |id: &&SourceId| !self.sources.contains_key(*id);
        let new = self.sources.values().filter(is_new);
        let gone = earlier.sources.keys().filter(is_gone);
        new.map(|source| source.id()).chain(gone).cloned().collect()
    }

    /// What was wrong with files that could not be taken in.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}
