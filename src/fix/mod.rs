//! Makes the mechanical fixes of findings in the texts of a snapshot, in memory, and proves that
//! they keep the meaning.
//!
//! A fix may bring the next one to light, so a site is built and mended in rounds, until
//! nothing mechanical is left. All that no fix covers stays as it is, byte for byte: marks,
//! line ends, a missing one at the end.
//!
//! A fix is mechanical only if the pages say the same after it in the same structure, or in the
//! one that it is there to make, if its finding is gone and if no other has come. Where that is
//! not so, fixes are tried in smaller groups; those that fail are not made, and are proposals.

mod attempt;
mod edits;
mod meaning;
mod outline;
mod proof;

use self::attempt::{Attempt, Plan, Start};
use self::proof::guilty;
use crate::build::{self, Build, Options};
use crate::diag::{Applicability, Diagnostic, Place};
use crate::memo::Cache;
use crate::snapshot::Snapshot;
use crate::source::{SourceId, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How often groups of fixes are tried before the rest of them is left.
const MAX_TRIALS: usize = 24;

/// How often the site is mended again after fixes that were not made.
const MAX_PASSES: usize = 3;

/// A file that fixes have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedFile {
    /// Which one.
    pub source: SourceId,
    /// Its bytes as the snapshot had them.
    pub old: Arc<[u8]>,
    /// Its bytes now.
    pub new: Arc<[u8]>,
    /// How many fixes were made.
    pub fixes: usize,
}

/// A site with its fixes made.
#[derive(Debug)]
pub struct Fixed {
    /// The files that differ, by path.
    pub files: Vec<FixedFile>,
    /// The sources with all fixes made.
    pub snapshot: Snapshot,
    /// What is built from these, with the findings that remain.
    pub build: Build,
}

/// Builds the site and makes the mechanical fixes of what is found, until none is left.
///
/// Of fixes that overlap the first by place is made; the others come in the next round, if
/// they still make sense. A file that fixes lead round in a circle stays as it was, and the
/// findings with it. A fix that does not keep the meaning is not made, and is a proposal.
pub fn fix(snapshot: Snapshot, options: &Options, cache: &mut Cache) -> Fixed {
    let build = build::build(&snapshot, options, cache);
    let mut passes = Passes::new(snapshot, build, options, cache);
    propose(&mut passes.build.diagnostics, |_| true);
    Fixed {
        files: passes.files(),
        snapshot: passes.snapshot,
        build: passes.build,
    }
}

/// Makes proposals of the mechanical fixes in `diagnostics` that [`fix`] would not make: those
/// of a build of `snapshot` for the same moment. Builds only where there are any; `cache` is that
/// of the site as it is, then.
pub fn hold(
    snapshot: &Snapshot,
    diagnostics: &mut [Diagnostic],
    options: &Options,
    cache: &mut Cache,
) {
    if count(snapshot, diagnostics) == 0 {
        return;
    }
    let build = build::build(snapshot, options, cache);
    let passes = Passes::new(snapshot.clone(), build, options, cache);
    let left = by_file(&passes.snapshot, &passes.build.diagnostics);
    let left: BTreeSet<(&SourceId, Span, &str)> = left
        .values()
        .flatten()
        .map(|one| {
            (
                &one.place.source,
                passes.origin(&one.place),
                one.code.name(),
            )
        })
        .collect();
    propose(diagnostics, |one| {
        let key = (&one.place.source, one.place.span, one.code.name());
        left.contains(&key)
    });
    build::build(snapshot, options, cache);
}

/// How many findings have a fix that [`fix`] would make.
pub fn count(snapshot: &Snapshot, diagnostics: &[Diagnostic]) -> usize {
    let files = by_file(snapshot, diagnostics);
    files.values().map(Vec::len).sum()
}

/// The findings with mechanical fixes by file, as far as there is something to replace: the file
/// is one of the site (a theme that is built in is not), it is UTF-8, and it has these bytes.
fn by_file<'a>(
    snapshot: &Snapshot,
    diagnostics: &'a [Diagnostic],
) -> BTreeMap<&'a SourceId, Vec<&'a Diagnostic>> {
    let mut files: BTreeMap<_, Vec<&Diagnostic>> = BTreeMap::new();
    // What will be found later is mended when it is.
    let now = diagnostics.iter().filter(|one| one.from.is_none());
    for (finding, fix) in now.filter_map(|one| Some((one, one.mechanical_fix()?))) {
        files.entry(&fix.place.source).or_default().push(finding);
    }
    files.retain(|id, findings| {
        let source = snapshot.get(id.as_str());
        let text = source.and_then(|source| std::str::from_utf8(source.bytes()).ok());
        // One that changes nothing would come again in every round.
        findings.retain(|one| {
            one.fix.as_ref().is_some_and(|fix| {
                let span = fix.place.span;
                let old = text.and_then(|text| text.get(span.start..span.end));
                old.is_some_and(|old| old != fix.replacement)
            })
        });
        !findings.is_empty()
    });
    files
}

/// Makes proposals of some mechanical fixes.
fn propose(diagnostics: &mut [Diagnostic], is_refused: impl Fn(&Diagnostic) -> bool) {
    for one in diagnostics {
        if one.mechanical_fix().is_none() || !is_refused(one) {
            continue;
        }
        if let Some(fix) = &mut one.fix {
            fix.applicability = Applicability::Guess;
        }
    }
}

/// A site as it is after all fixes. Where some are not made, what the others have made of the
/// site is mended again, so that a second run would find nothing to do.
struct Passes {
    attempts: Vec<Attempt>,
    snapshot: Snapshot,
    build: Build,
}

impl Passes {
    fn new(snapshot: Snapshot, build: Build, options: &Options, cache: &mut Cache) -> Self {
        let mut passes = Self {
            attempts: Vec::new(),
            snapshot,
            build,
        };
        for _ in 0..MAX_PASSES {
            if count(&passes.snapshot, &passes.build.diagnostics) == 0 {
                break;
            }
            let start = Start::new(passes.snapshot.clone(), passes.build, cache);
            let (attempt, build) = proven(&start, options, cache);
            passes.build = build;
            if attempt.is_unchanged() {
                break;
            }
            passes.snapshot = attempt.snapshot.clone();
            passes.attempts.push(attempt);
        }
        passes
    }

    /// The files that differ, by path.
    fn files(&self) -> Vec<FixedFile> {
        let mut files: BTreeMap<SourceId, FixedFile> = BTreeMap::new();
        for file in self.attempts.iter().flat_map(Attempt::files) {
            match files.get_mut(&file.source) {
                Some(known) => {
                    known.new = file.new;
                    known.fixes += file.fixes;
                }
                None => drop(files.insert(file.source.clone(), file)),
            }
        }
        let is_changed = |file: &FixedFile| file.old != file.new;
        files.into_values().filter(is_changed).collect()
    }

    /// Where a place was before all fixes.
    fn origin(&self, place: &Place) -> Span {
        let mut place = place.clone();
        for attempt in self.attempts.iter().rev() {
            place.span = attempt.origin(&place);
        }
        place.span
    }
}

/// The fixes of one file that are looked for one that fails.
#[derive(Default)]
struct Search {
    accepted: BTreeSet<attempt::Key>,
    /// Groups to be tried, the next one last.
    waiting: Vec<Vec<attempt::Key>>,
}

impl Search {
    fn new(keys: Vec<attempt::Key>) -> Self {
        let mut search = Self::default();
        search.split(keys);
        search
    }

    /// Has the halves of a group that failed tried; a single one is not made.
    fn split(&mut self, mut keys: Vec<attempt::Key>) {
        if keys.len() > 1 {
            let second = keys.split_off(keys.len() / 2);
            self.waiting.extend([second, keys]);
        }
    }
}

/// The site with all fixes made that keep the meaning.
fn proven(start: &Start, options: &Options, cache: &mut Cache) -> (Attempt, Build) {
    let mut plan = Plan::default();
    let first = start.attempt(&plan, options, cache);
    let mut found = guilty(start, &first.0, &first.1, cache);
    if found.is_empty() {
        return first;
    }
    let mut searches: BTreeMap<SourceId, Search> = BTreeMap::new();
    for _ in 0..MAX_TRIALS {
        for id in std::mem::take(&mut found) {
            let search = || Search::new(start.keys(&id));
            searches.entry(id.clone()).or_insert_with(search);
        }
        let mut tried = Vec::new();
        for (id, search) in &mut searches {
            let group = search.waiting.pop().unwrap_or_default();
            let keys = search.accepted.iter().chain(&group).copied().collect();
            plan.only.insert(id.clone(), keys);
            tried.push((id.clone(), group));
        }
        if tried.iter().all(|(_, group)| group.is_empty()) {
            break;
        }
        let (attempt, build) = start.attempt(&plan, options, cache);
        found = guilty(start, &attempt, &build, cache);
        for (id, group) in tried {
            let search = searches.entry(id.clone()).or_default();
            if found.remove(&id) {
                search.split(group);
            } else {
                search.accepted.extend(group);
            }
        }
    }
    for (id, search) in searches {
        plan.only.insert(id, search.accepted);
    }
    settled(start, plan, options, cache)
}

/// What comes of a plan. Files that fail even so are left as they were.
fn settled(
    start: &Start,
    mut plan: Plan,
    options: &Options,
    cache: &mut Cache,
) -> (Attempt, Build) {
    loop {
        let (attempt, build) = start.attempt(&plan, options, cache);
        let found = guilty(start, &attempt, &build, cache);
        if found.is_empty() || attempt.is_unchanged() {
            return (attempt, build);
        }
        plan.left.extend(found);
    }
}
