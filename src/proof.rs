//! What will be wrong: the site at every moment of the coming time at which something begins or
//! ends.
//!
//! Where there are other pages then, or other values of facts, the site is built; where only
//! other texts of its pages are seen, only what time makes wrong is looked at. Between two
//! moments the site is the same.

use crate::build::{Build, Options, build};
use crate::calendar::format::Dated;
use crate::calendar::{AsOf, DateTime, iso_moment};
use crate::check;
use crate::diag::{self, Code, Diagnostic, Place, Severity, code, text};
use crate::memo::Cache;
use crate::site::Site;
use crate::snapshot::Snapshot;
use crate::source::{SourceId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Findings that are told when their time has come: before that there is nothing to be done.
const OF_THEIR_TIME: [Code; 3] = [
    code::MISSING_CLOSURE,
    code::REVIEW_DUE,
    code::UNUSED_ALLOWANCE,
];

/// How far a site is proven, and what will be wrong up to then.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Up to when.
    pub until: DateTime,
    /// At how many moments, that of the build included.
    pub moments: usize,
    /// What will be wrong and is not wrong yet; each says from when.
    pub diagnostics: Vec<Diagnostic>,
    /// Where something is allowed that the build has not found, and a later moment has.
    needed: BTreeSet<Place>,
}

impl Proof {
    /// Adds what will be wrong to what is. An allowance that will be needed is not unused.
    pub fn add_to(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let is_in = |inner: &Place, outer: &Place| {
            let (inner_span, span) = (inner.span, outer.span);
            inner.source == outer.source
                && span.start <= inner_span.start
                && inner_span.end <= span.end
        };
        diagnostics.retain(|one| {
            let is_needed = self.needed.iter().any(|needed| is_in(&one.place, needed));
            one.code != code::UNUSED_ALLOWANCE || !is_needed
        });
        diagnostics.append(&mut self.diagnostics);
        diag::sort(diagnostics);
    }

    /// The same for those who publish what is right today: nothing of it keeps them from that.
    #[must_use]
    pub fn as_warnings(mut self) -> Self {
        for one in &mut self.diagnostics {
            one.severity = Severity::Warning;
        }
        self
    }
}

/// What makes a site other than it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    /// Other texts of its pages are seen, or a fact is over.
    Texts,
    /// There are other pages, or other values of facts.
    Pages,
}

/// Looks ahead from a build up to a moment, and at each page that waits longer on its day. `cache`
/// is that of the build; it goes ahead, too.
pub fn prove(
    snapshot: &Snapshot,
    from: AsOf,
    until: DateTime,
    built: &Build,
    cache: &mut Cache,
) -> Proof {
    let mut proof = Proof {
        until,
        moments: 1,
        diagnostics: Vec::new(),
        needed: BTreeSet::new(),
    };
    let Some(site) = cache.site() else {
        return proof;
    };
    let dateline = site.dateline();
    let mut seen = Seen::default();
    seen.note(&built.diagnostics);
    let mut ahead = changes(site, from.moment(), until);
    while let Some((at, change)) = ahead.pop_first() {
        proof.moments += 1;
        let found = match change {
            Change::Texts => {
                let found = cache.site().map(|site| check::news(site, at));
                let (found, allowed) = built.judged(found.unwrap_or_default(), cache);
                proof.needed.extend(allowed);
                found
            }
            Change::Pages => {
                let options = Options::new(AsOf::new(at)).with_dateline(dateline);
                let then = build(snapshot, &options, cache);
                if let Some(site) = cache.site() {
                    ahead = changes(site, at, until);
                }
                let then_unused: BTreeSet<&Place> = unused(&then.diagnostics).collect();
                let needed = unused(&built.diagnostics).filter(|one| !then_unused.contains(one));
                proof.needed.extend(needed.cloned());
                then.diagnostics
            }
        };
        let news = seen.news(found).into_iter();
        proof
            .diagnostics
            .extend(news.map(|one| from_then_on(one, at)));
    }
    diag::sort(&mut proof.diagnostics);
    proof
}

/// The moments after `now` up to `until` at which a site changes, or something in it is over; and
/// those beyond at which pages are shown that wait.
fn changes(site: &Site, now: DateTime, until: DateTime) -> BTreeMap<DateTime, Change> {
    let facts = site.in_force().facts.iter();
    let over = facts.filter_map(|stated| stated.over_from());
    let over = over.map(|at| (at, Change::Texts));
    let own = site.changes_by_kind();
    let own = own.map(|(at, is_of_pages)| match is_of_pages {
        true => (at, Change::Pages),
        false => (at, Change::Texts),
    });
    let waiting = site.publications().map(|at| (at, Change::Pages));
    let within = own.chain(over).filter(|(at, _)| *at <= until);
    let mut changes = BTreeMap::new();
    for (at, change) in within.chain(waiting) {
        if now < at {
            let known = changes.entry(at).or_insert(change);
            *known = change.max(*known);
        }
    }
    changes
}

/// Where something is allowed that is not found.
fn unused(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Place> {
    let unused = diagnostics
        .iter()
        .filter(|one| one.code == code::UNUSED_ALLOWANCE);
    unused.map(|one| &one.place)
}

/// What has been found at earlier moments.
#[derive(Default)]
struct Seen(BTreeSet<(SourceId, Span, &'static str)>);

impl Seen {
    fn note(&mut self, found: &[Diagnostic]) {
        for one in found {
            self.is_news(one);
        }
    }

    /// What has not been found before, but for notes and what is told when its time has come.
    fn news(&mut self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut news: Vec<Diagnostic> = found.into_iter().filter(|one| self.is_news(one)).collect();
        news.retain(|one| one.severity != Severity::Note && !OF_THEIR_TIME.contains(&one.code));
        news
    }

    fn is_news(&mut self, one: &Diagnostic) -> bool {
        let key = (one.place.source.clone(), one.place.span, one.code.name());
        self.0.insert(key)
    }
}

/// A finding of a later moment.
fn from_then_on(one: Diagnostic, at: DateTime) -> Diagnostic {
    let moment = Dated::from(at);
    let (japanese, english) = (&one.message.japanese, &one.message.english);
    Diagnostic {
        message: text!("{moment:#}から: {japanese}", "from {moment} on: {english}"),
        from: Some(iso_moment(at)),
        ..one
    }
}
