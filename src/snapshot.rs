//! Every input of a build, read once and immutable from then on.

use crate::diag::Diagnostic;
use crate::source::{Source, SourceId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The input files of a site by their path below its root, and what was wrong with those
/// that could not be read. A clone shares all of it.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// In the order of their paths, each once.
    sources: Arc<Vec<Arc<Source>>>,
    diagnostics: Arc<Vec<Diagnostic>>,
    last_publish: LastPublish,
}

/// The pages that were published last time, by the paths of their files, as far as that is known.
/// Of those that may be gone now there are the files, too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastPublish(Arc<BTreeMap<String, Option<Arc<[u8]>>>>);

impl LastPublish {
    /// A publish of these pages.
    pub fn new(pages: impl IntoIterator<Item = (String, Option<Arc<[u8]>>)>) -> Self {
        Self(Arc::new(pages.into_iter().collect()))
    }

    /// Whether nothing is known of one.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there was a page at that path.
    pub fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// The pages, by path.
    pub fn pages(&self) -> impl Iterator<Item = (&str, Option<&[u8]>)> {
        let pages = self.0.iter();
        pages.map(|(path, html)| (path.as_str(), html.as_deref()))
    }

    /// The file of the page at a path, where it was read.
    pub fn html(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.0.get(path)?.as_ref()
    }
}

impl Snapshot {
    /// A snapshot of these files. Of two files with one name the later counts.
    pub fn new(
        sources: impl IntoIterator<Item = Arc<Source>>,
        diagnostics: Vec<Diagnostic>,
    ) -> Self {
        let sources = sources.into_iter();
        let sources: BTreeMap<SourceId, Arc<Source>> = sources
            .map(|source| (source.id().clone(), source))
            .collect();
        Self {
            sources: Arc::new(sources.into_values().collect()),
            diagnostics: Arc::new(diagnostics),
            last_publish: LastPublish::default(),
        }
    }

    /// The same after that publish.
    #[must_use]
    pub fn after(mut self, last_publish: LastPublish) -> Self {
        self.last_publish = last_publish;
        self
    }

    /// The same with more that was wrong.
    #[must_use]
    pub fn and(mut self, found: Vec<Diagnostic>) -> Self {
        Arc::make_mut(&mut self.diagnostics).extend(found);
        self
    }

    /// The pages of the last publish.
    pub fn last_publish(&self) -> &LastPublish {
        &self.last_publish
    }

    /// The same with these files in the place of those of their names.
    #[must_use]
    pub fn with(&self, sources: impl IntoIterator<Item = Arc<Source>>) -> Self {
        let mut snapshot = self.clone();
        let all = Arc::make_mut(&mut snapshot.sources);
        for source in sources {
            match all.binary_search_by(|known| known.id().cmp(source.id())) {
                Ok(at) => all[at] = source,
                Err(at) => all.insert(at, source),
            }
        }
        snapshot
    }

    /// The file at `path` below the root.
    pub fn get(&self, path: &str) -> Option<&Arc<Source>> {
        let sources = &self.sources;
        let found = sources.binary_search_by(|source| source.id().as_str().cmp(path));
        found.ok().map(|at| &sources[at])
    }

    /// All files, by path.
    pub fn sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.sources.iter()
    }

    /// The files below a folder such as `content/`, by path.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = &Arc<Source>> {
        let sources = &self.sources;
        let start = sources.partition_point(|source| source.id().as_str() < folder);
        let below = &sources[start..];
        let count = below.partition_point(|source| source.id().as_str().starts_with(folder));
        below[..count].iter()
    }

    /// Whether nothing has changed since `earlier`, from which this one was made.
    pub fn is_still(&self, earlier: &Self) -> bool {
        let mut pairs = self.sources.iter().zip(earlier.sources.iter());
        self.sources.len() == earlier.sources.len()
            && pairs.all(|(now, then)| Arc::ptr_eq(now, then))
            && self.diagnostics == earlier.diagnostics
            && self.last_publish == earlier.last_publish
    }

    /// The files that were changed, made or taken away since `earlier`, from which this one was
    /// made, by path.
    pub fn changes_since(&self, earlier: &Self) -> Vec<SourceId> {
        let mut changes = Vec::new();
        let mut then = earlier.sources.iter().peekable();
        for now in self.sources.iter() {
            let is_before = |gone: &&Arc<Source>| !Arc::ptr_eq(gone, now) && gone.id() < now.id();
            while let Some(gone) = then.next_if(is_before) {
                changes.push(gone.id().clone());
            }
            let then = then.next_if(|then| then.id() == now.id());
            if !then.is_some_and(|then| Arc::ptr_eq(then, now)) {
                changes.push(now.id().clone());
            }
        }
        changes.extend(then.map(|gone| gone.id().clone()));
        changes
    }

    /// What was wrong with files that could not be taken in.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}
