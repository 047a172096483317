//! Facts: what the site says, stated once.
//!
//! Knows dates and durations, names and values; knows nothing of Markdown, HTML or files.
//! A kind of fact is one entry of [`KINDS`] and one file in `kinds/`; what channels and
//! rules may know of a fact is what [`Fact`] tells them.

mod closures;
mod cycle;
mod definition;
mod evaluate;
mod expression;
mod form;
mod kinds;
mod left_out;
mod matching;
mod missing;
mod part;
mod promise;
mod restated;
mod scope;
mod street;
mod telephone;

pub use self::closures::StatedClosure;
pub use self::cycle::{CYCLE, Cycle, InForce, Statements, Timeline};
pub use self::definition::FACTS;
pub use self::evaluate::{Days, Derivation};
pub use self::expression::Expression;
pub use self::form::Form;
pub use self::kinds::{CLOSURE, EMAIL, HOURS, KINDS, TIME, WINDOW};
pub use self::matching::{Difference, Match};
pub use self::part::{Meaning, Part, plain_text};
pub use self::promise::{PROMISE, Promise, Trials};
pub use self::scope::Scope;
pub use self::street::{Street, Typed};

use crate::calendar::format::Dated;
use crate::calendar::{Date, DateTime, Duration, Opening, Point};
use crate::diag::{Place, Text, text};
use crate::language::Language;
use crate::literal::Literal;
use crate::near::NearIndex;
use crate::value::{Reader, Shape};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A kind of fact: the key that says the value, and how to read it.
#[derive(Clone, Copy)]
pub struct Kind {
    /// The key in `[facts.…]`: `date`, `window`, `phone`.
    pub name: &'static str,
    /// What its table holds.
    pub shape: Shape,
    /// Reads a fact of this kind from its table; what is wrong is reported, with `None`.
    pub read: fn(&mut Reader<'_, '_>, &mut Scope<'_>) -> Option<Arc<dyn Fact>>,
}

/// One fact, whatever its kind.
pub trait Fact: fmt::Debug + Send + Sync {
    /// The fact in print; `None` where this kind has no such form.
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>>;

    /// The forms that have a name and that this kind has.
    fn forms(&self) -> &'static [Form];

    /// Facts that can be reached through this one: the two ends of a window.
    fn members(&self) -> Vec<Member> {
        Vec::new()
    }

    /// The first and the last of the days on which it closes the office, if it does.
    fn closure(&self) -> Option<(Date, Date)> {
        None
    }

    /// What else it states from one end to another, beside what goes from the first of two
    /// members to the second: each opening time, each break.
    fn unnamed_ranges(&self) -> Vec<[Arc<dyn Fact>; 2]> {
        Vec::new()
    }

    /// The names of the members that are its two ends, if it goes from one to the other.
    fn ends(&self) -> Option<[&'static str; 2]> {
        None
    }

    /// The address of a place, if that is what it says.
    fn street(&self) -> Option<&Street> {
        None
    }

    /// The point in time it stands for in an expression.
    fn point(&self) -> Option<Point> {
        None
    }

    /// The day of that.
    fn date(&self) -> Option<Date> {
        self.point().map(|point| point.date)
    }

    /// The time from one point to another, if it is one.
    fn period(&self) -> Option<Period> {
        None
    }

    /// The last point that it speaks of: with the end of that, it is over. None for what never
    /// is.
    fn last(&self) -> Option<Point> {
        match self.period() {
            Some(period) => period.end,
            None => self.point(),
        }
    }

    /// The first day after that of the build on which it says something else by itself.
    fn next_change(&self) -> Option<DateTime> {
        None
    }

    /// When somebody is there, if that is what it says.
    fn opening(&self) -> Option<&Opening> {
        None
    }

    /// The duration it stands for in an expression.
    fn duration(&self) -> Option<Duration> {
        None
    }

    /// Whether it has a print of its own in a language that is not the site's. Days, hours and
    /// numbers have one in every language; words only where somebody has written them.
    fn is_said_in(&self, _language: Language) -> bool {
        true
    }

    /// The key of the window during which alone there is what it names.
    fn during(&self) -> Option<&str> {
        None
    }

    /// How it is spelt in a language, if it is a name.
    fn spelling(&self, _language: Language) -> Option<Spelling<'_>> {
        None
    }

    /// What a value that somebody typed has to do with it.
    fn matches(&self, _literal: &Literal) -> Match {
        Match::None
    }
}

/// The time from one point to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first point; none where it has always been.
    pub start: Option<Point>,
    /// Its last point; none where it lasts until further notice.
    pub end: Option<Point>,
}

/// What is wrong with what ends before it begins, or in the same minute.
pub fn backwards(from: impl Into<Dated>, until: impl Into<Dated>) -> Text {
    let (from, until) = (from.into(), until.into());
    text!(
        "終わりが{until:#}で、始まりの{from:#}より後になっていません",
        "the end ({until}) is not after the start ({from})"
    )
}

/// How a name is spelt.
#[derive(Clone, Copy, Debug)]
pub struct Spelling<'a> {
    /// The right way.
    pub right: &'a str,
    /// Ways that are known to be wrong.
    pub wrong: &'a [String],
}

/// A fact inside a fact.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name after the dot: `start`.
    pub name: &'static str,
    /// Its Japanese name: 開始.
    pub japanese: &'static str,
    /// The fact.
    pub fact: Arc<dyn Fact>,
}

/// A fact with all that `site.toml` says of it.
#[derive(Clone, Debug)]
pub struct Stated {
    /// Its key: `renewal`.
    pub key: String,
    /// What people call it: 受付期間.
    pub label: String,
    /// Where it is stated.
    pub place: Place,
    /// The name of its kind.
    pub kind: &'static str,
    /// The fact.
    pub fact: Arc<dyn Fact>,
    /// Whether it is stated to lie in the past for ever, like the day of a founding: then it
    /// is never over.
    pub is_history: bool,
    /// Keys of the facts that it is derived from.
    pub derived_from: BTreeSet<String>,
    /// How its days were arrived at.
    pub derivations: Vec<Derivation>,
    /// Whether it, or one that it is derived from, goes by the day for which it is resolved.
    pub goes_by_day: bool,
}

/// All facts of a site at some time.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// In the order of their keys. Those that another time has as well are shared with it.
    stated: Vec<Arc<Stated>>,
    known: Arc<Known>,
    /// Whether there may be others that could not even be found.
    has_unread: bool,
}

/// What facts go by: the same for all times at which the same ones have a value.
#[derive(Debug, Default)]
struct Known {
    keys_by_label: BTreeMap<String, String>,
    /// Keys and labels of facts that are stated but could not be read.
    failed: BTreeSet<String>,
    /// Their keys and labels, made where a name leads nowhere.
    near: OnceLock<NearIndex>,
}

impl Stated {
    /// Whether it is of that kind.
    pub fn is(&self, kind: &Kind) -> bool {
        self.kind == kind.name
    }

    /// The last point that it speaks of; none for what is never over.
    pub fn last(&self) -> Option<Point> {
        self.fact.last().filter(|_| !self.is_history)
    }

    /// Whether it is over at a moment.
    pub fn is_over(&self, at: DateTime) -> bool {
        self.over_from().is_some_and(|end| end <= at)
    }

    /// The first moment at which it is over; none for what never is.
    pub fn over_from(&self) -> Option<DateTime> {
        self.last()?.end()
    }
}

/// What a name leads to.
#[derive(Clone, Debug)]
pub struct Found {
    /// The fact that the name starts with.
    pub stated: Arc<Stated>,
    /// The name in keys, whatever it was written with: `renewal.end`.
    pub name: String,
    /// The fact or member that is meant.
    pub fact: Arc<dyn Fact>,
}

/// Why a name leads nowhere, with names that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No fact has that key or label.
    Fact(Vec<String>),
    /// The fact has no such member; these are those it has, in English and Japanese.
    Member(Vec<(&'static str, &'static str)>),
    /// The fact is stated, but could not be read, which has been reported.
    Failed,
}

impl Facts {
    /// All facts, by key.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Stated>> {
        self.stated.iter()
    }

    /// The fact of that key.
    pub fn stated(&self, key: &str) -> Option<&Stated> {
        self.get(key).map(|stated| &**stated)
    }

    fn get(&self, key: &str) -> Option<&Arc<Stated>> {
        let at = self.stated.binary_search_by(|one| (*one.key).cmp(key));
        Some(&self.stated[at.ok()?])
    }

    /// The facts that the one of `key` is derived from, through others too, each once.
    pub fn sources<'a>(&'a self, key: &str) -> impl Iterator<Item = &'a Stated> {
        let derived_from = |key: &str| {
            let stated = self.stated(key);
            stated.map_or_else(Vec::new, |stated| stated.derived_from.iter().collect())
        };
        let mut seen = BTreeSet::new();
        let mut next: Vec<&String> = derived_from(key);
        std::iter::from_fn(move || {
            loop {
                let key = next.pop()?;
                if seen.insert(key) {
                    next.extend(derived_from(key));
                    if let Some(stated) = self.stated(key) {
                        return Some(stated);
                    }
                }
            }
        })
    }

    /// What `name` leads to: a key or a label, then perhaps a dot and a member.
    ///
    /// # Errors
    /// That there is none, with the nearest names.
    pub fn find(&self, name: &str) -> Result<Found, Missing> {
        let (head, members) = match name.split_once('.') {
            Some((head, members)) => (head.trim_end(), Some(members)),
            None => (name, None),
        };
        let known = &self.known;
        let key = known.keys_by_label.get(head).map_or(head, String::as_str);
        let Some(stated) = self.get(key) else {
            if self.has_unread || known.failed.contains(head) {
                return Err(Missing::Failed);
            }
            let keys = self.stated.iter().map(|stated| &stated.key);
            let names = keys.chain(known.keys_by_label.keys()).map(String::as_str);
            let near = known.near.get_or_init(|| NearIndex::new(names));
            let near = near.find(head).into_iter();
            return Err(Missing::Fact(near.map(str::to_owned).collect()));
        };
        let (name, fact) = match members {
            None => (stated.key.clone(), Arc::clone(&stated.fact)),
            Some(members) => member_of(stated, members)?,
        };
        Ok(Found {
            stated: Arc::clone(stated),
            name,
            fact,
        })
    }
}

/// What `wanted` leads to from a fact: a member, or a member of one (`end.time`).
fn member_of(stated: &Stated, wanted: &str) -> Result<(String, Arc<dyn Fact>), Missing> {
    let mut found = (stated.key.clone(), Arc::clone(&stated.fact));
    for wanted in wanted.split('.').map(str::trim) {
        let members = found.1.members();
        let member = members
            .iter()
            .find(|member| wanted == member.name || wanted == member.japanese);
        let Some(member) = member else {
            let names = members.iter().map(|member| (member.name, member.japanese));
            return Err(Missing::Member(names.collect()));
        };
        found = (
            format!("{}.{}", found.0, member.name),
            Arc::clone(&member.fact),
        );
    }
    Ok(found)
}
