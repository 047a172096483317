//! A site with fixes made, round by round.

use super::by_file;
use super::edits::History;
use super::{FixedFile, proof};
use crate::build::{self, Build, Options};
use crate::diag::{Diagnostic, Place};
use crate::memo::Cache;
use crate::snapshot::Snapshot;
use crate::source::{Source, SourceId, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// More rounds than any site of fixes within fixes needs.
const ROUNDS: usize = 10;

/// A fix of a file: what it replaces in the text that the file had first, and the name of its
/// finding's code.
pub(super) type Key = (Span, &'static str);

/// Which fixes are made.
#[derive(Default)]
pub(super) struct Plan {
    /// Of these files, these of the first fixes, and what they bring to light.
    pub(super) only: BTreeMap<SourceId, BTreeSet<Key>>,
    /// These files are left as they are.
    pub(super) left: BTreeSet<SourceId>,
}

/// A site before its fixes.
pub(super) struct Start {
    pub(super) snapshot: Snapshot,
    pub(super) build: Build,
    /// What its facts print.
    pub(super) values: BTreeMap<String, String>,
    /// The first fixes.
    keys: BTreeMap<SourceId, Vec<Key>>,
}

impl Start {
    /// A build of `snapshot`, whose cache is `cache`.
    pub(super) fn new(snapshot: Snapshot, build: Build, cache: &Cache) -> Self {
        let files = by_file(&snapshot, &build.diagnostics).into_iter();
        let keys = files.map(|(id, findings)| {
            let keys = findings.into_iter().filter_map(|one| {
                let span = one.fix.as_ref()?.place.span;
                Some((span, one.code.name()))
            });
            (id.clone(), keys.collect())
        });
        Self {
            keys: keys.collect(),
            values: proof::values(cache),
            snapshot,
            build,
        }
    }

    /// The first fixes of a file.
    pub(super) fn keys(&self, id: &SourceId) -> Vec<Key> {
        self.keys.get(id).cloned().unwrap_or_default()
    }

    /// Makes fixes until none is left that the plan allows.
    pub(super) fn attempt(
        &self,
        plan: &Plan,
        options: &Options,
        cache: &mut Cache,
    ) -> (Attempt, Build) {
        let mut files = BTreeMap::new();
        let mut snapshot = self.snapshot.clone();
        let mut build: Option<Build> = None;
        for _ in 0..ROUNDS {
            let found = build.as_ref().unwrap_or(&self.build);
            let changed = self.round(&snapshot, found, plan, &mut files);
            if changed.is_empty() {
                break;
            }
            snapshot = snapshot.with(changed);
            build = Some(build::build(&snapshot, options, cache));
        }
        // The cache has to be that of the build.
        let build = build.unwrap_or_else(|| build::build(&snapshot, options, cache));
        (Attempt { files, snapshot }, build)
    }

    /// Makes the fixes of one build; gives the files that are to change.
    fn round(
        &self,
        snapshot: &Snapshot,
        build: &Build,
        plan: &Plan,
        files: &mut BTreeMap<SourceId, History>,
    ) -> Vec<Arc<Source>> {
        let findings = by_file(snapshot, &build.diagnostics).into_iter();
        let changed = findings.filter_map(|(id, mut findings)| {
            let source = snapshot.get(id.as_str())?;
            let new = || History::new(source);
            let history = files.entry(id.clone()).or_insert_with(new);
            findings.retain(|one| self.is_planned(plan, id, one, history));
            if history.is_circle() || findings.is_empty() {
                return None;
            }
            history.make(findings)
        });
        changed.collect()
    }

    fn is_planned(&self, plan: &Plan, id: &SourceId, one: &Diagnostic, history: &History) -> bool {
        if plan.left.contains(id) {
            return false;
        }
        let (Some(only), Some(fix)) = (plan.only.get(id), &one.fix) else {
            return true;
        };
        let key = (history.origin(fix.place.span), one.code.name());
        let is_first = || self.keys.get(id).is_some_and(|keys| keys.contains(&key));
        only.contains(&key) || !only.is_empty() && !is_first()
    }
}

/// A site with fixes made.
pub(super) struct Attempt {
    pub(super) files: BTreeMap<SourceId, History>,
    pub(super) snapshot: Snapshot,
}

impl Attempt {
    /// The files that differ, by path.
    pub(super) fn files(&self) -> Vec<FixedFile> {
        self.changed()
            .map(|(id, history)| FixedFile {
                source: id.clone(),
                old: Arc::clone(history.first().bytes()),
                new: Arc::clone(history.last().bytes()),
                fixes: history.made().len(),
            })
            .collect()
    }

    pub(super) fn changed(&self) -> impl Iterator<Item = (&SourceId, &History)> {
        let is_changed = |history: &History| history.first().bytes() != history.last().bytes();
        self.files
            .iter()
            .filter(move |(_, history)| is_changed(history))
    }

    pub(super) fn is_unchanged(&self) -> bool {
        self.changed().next().is_none()
    }

    /// Where a place was before all fixes.
    pub(super) fn origin(&self, place: &Place) -> Span {
        let history = self.files.get(&place.source);
        history.map_or(place.span, |history| history.origin(place.span))
    }
}
