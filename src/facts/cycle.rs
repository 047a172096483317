//! Cycles: next year's dates do not rewrite last year's news.
//!
//! `[facts]` holds the values that are in force until the first cycle begins; each cycle starts
//! from what was in force before it and states what changes. A first cycle that changes nothing
//! gives `[facts]` a name and a first day; before it nothing is in force, and that is an error,
//! never a silent guess.

use super::closures::{Pass, Reach};
use super::definition::{self, Definition, FACTS};
use super::restated::{kind_of, other_kind, with_value};
use super::{Facts, Kind, backwards, left_out, scope};
use crate::calendar::format::Dated;
use crate::calendar::{AsOf, Calendar, Date, DateTime, Point};
use crate::diag::{Checked, Diagnostic, Place, code, text};
use crate::near::near_misses;
use crate::source::{SourceId, Span};
use crate::value::{self, Entry, Key, Node, Reader, Shape, Spanned, Table, Type, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// `[[cycles]]`
pub const CYCLE: Shape = Shape::of(&[
    Key::new(
        "name",
        Type::Text,
        "年度などの名前",
        "what the cycle is called",
        &["\"2025\""],
    )
    .required(),
    Key::new(
        "from",
        Type::Date,
        "この日から、新しい値になります",
        "its first day",
        &["2025-02-01"],
    )
    .required(),
    Key::new(
        "until",
        Type::Date,
        "この日まで（省くと、次の年度が始まるまで）",
        "its last day; without it, the cycle lasts until the next one begins",
        &["2026-01-31"],
    ),
    Key::new(
        "facts",
        Type::Table(&Shape::open(".", Type::Anything)),
        "変わる事実だけを書きます（書かない事実は、前の値のままです）",
        "the facts that change with it; the others keep the value they had before",
        &[],
    ),
]);

/// A cycle with the values that are in force in it.
#[derive(Clone, Debug)]
pub struct Cycle {
    /// Its name.
    pub name: String,
    /// Where it is stated.
    pub place: Place,
    /// Its first day.
    pub from: Date,
    /// Its last day; none where it lasts until the next one begins.
    pub until: Option<Date>,
    /// Its values.
    pub facts: Arc<Facts>,
    /// The keys of the facts that it gives another value.
    pub(super) restated: BTreeSet<String>,
}

impl Cycle {
    /// The first moment after its last day, where it states one.
    pub fn over_from(&self) -> Option<DateTime> {
        Point::day(self.until?).end()
    }

    /// Whether it changes any value.
    pub(super) fn changes(&self) -> bool {
        !self.restated.is_empty()
    }
}

/// The values of all times.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    base: Arc<Facts>,
    /// By their first day.
    cycles: Vec<Cycle>,
    /// When the office is closed.
    calendar: Calendar,
}

/// What is in force on a day.
#[derive(Clone, Copy, Debug)]
pub struct InForce<'a> {
    /// The values.
    pub facts: &'a Arc<Facts>,
    /// The cycle; none before the first.
    pub cycle: Option<&'a Cycle>,
}

impl InForce<'_> {
    /// Whether two are the same cycle.
    pub fn is_same(&self, other: &InForce<'_>) -> bool {
        Arc::ptr_eq(self.facts, other.facts)
    }
}

impl Timeline {
    /// What is in force on a day; nothing where the cycles leave the day out.
    pub fn on(&self, date: Date) -> Option<InForce<'_>> {
        let begun = self.cycles.partition_point(|cycle| cycle.from <= date);
        match self.cycles[..begun].last() {
            Some(cycle) if cycle.until.is_some_and(|until| until < date) => None,
            Some(cycle) => Some(in_force(cycle)),
            None if self.cycles.first().is_some_and(|first| !first.changes()) => None,
            None => Some(self.base()),
        }
    }

    /// The cycle of that name.
    pub fn named(&self, name: &str) -> Option<InForce<'_>> {
        self.cycles
            .iter()
            .find(|cycle| cycle.name == name)
            .map(in_force)
    }

    /// What `[facts]` says itself.
    pub fn base(&self) -> InForce<'_> {
        InForce {
            facts: &self.base,
            cycle: None,
        }
    }

    /// The cycles, by their first day.
    pub fn cycles(&self) -> &[Cycle] {
        &self.cycles
    }

    /// All values that there are at some time: of `[facts]`, if they are ever in force, and of
    /// each cycle.
    pub fn all(&self) -> impl Iterator<Item = InForce<'_>> {
        let base_is_used = self.cycles.first().is_none_or(Cycle::changes);
        let base = base_is_used.then(|| self.base());
        base.into_iter().chain(self.cycles.iter().map(in_force))
    }

    /// The keys and labels of the facts that go by the day for which they are resolved, as the
    /// next of days that come back does, and of those derived from them.
    pub fn by_day(&self) -> BTreeSet<&str> {
        let cycles = self.cycles.iter().map(|cycle| &cycle.facts);
        let all = std::iter::once(&self.base).chain(cycles);
        let stated = all.flat_map(|facts| facts.iter().filter(|one| facts.goes_by_day(one)));
        stated
            .flat_map(|one| [one.key.as_str(), one.label.as_str()])
            .collect()
    }

    /// When the office is closed, by the closures of all times.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }
}

pub(super) const fn in_force(cycle: &Cycle) -> InForce<'_> {
    InForce {
        facts: &cycle.facts,
        cycle: Some(cycle),
    }
}

/// What `site.toml` says of facts, unread.
#[derive(Clone, Copy, Debug)]
pub struct Statements<'a> {
    /// The file.
    pub source: &'a SourceId,
    /// Whether all of it could be read.
    pub is_whole: bool,
    /// `[facts]`
    pub facts: Option<&'a Node>,
    /// `[[cycles]]`
    pub cycles: Option<&'a Node>,
    /// The days on which the office is open all the same.
    pub open: &'a [Date],
    /// The day of the build.
    pub as_of: AsOf,
}

impl Statements<'_> {
    /// Gives every fact its value, in every cycle.
    ///
    /// Closures come first, because business days depend on those of all times. What is wrong
    /// with them is told with all the others.
    pub fn resolve(self) -> Checked<Timeline> {
        let mut calendar = Calendar {
            closed: Vec::new(),
            open: self.open.to_vec(),
        };
        let closures = self.timeline(Pass {
            calendar: &calendar,
            reach: Reach::Closures,
        });
        calendar.closed = closures.value.closed_days();
        let mut all = self.timeline(Pass {
            calendar: &calendar,
            reach: Reach::All,
        });
        all.value.calendar = calendar;
        all
    }

    fn timeline(self, pass: Pass<'_>) -> Checked<Timeline> {
        let mut diagnostics = Vec::new();
        let empty = empty_table();
        let facts = self.facts.unwrap_or(&empty);
        let definitions = definition::read(self.source, facts, &mut diagnostics);
        let base = scope::resolve(&definitions, self, pass).unpack(&mut diagnostics);
        let example = || {
            text!(
                "「[[cycles]]」の行を書き、その下に「name = \"令和7年度\"」「from = 2025-04-01」のように一行ずつ書いてください",
                "write a line `[[cycles]]`, and below it lines like `name = \"2025\"` and `from = 2025-04-01`"
            )
        };
        let list = self.cycles.into_iter();
        let list = list.flat_map(|list| value::items(self.source, list, example, &mut diagnostics));
        let list: Vec<&Node> = list.collect();
        let mut written: Vec<Written<'_>> = list
            .into_iter()
            .map(|node| self.written(node, &mut diagnostics))
            .collect();
        written.sort_by_key(|one| one.from);
        let mut cycles = Vec::new();
        let mut before = definitions.clone();
        for one in written {
            // A cycle of no known day is read for its mistakes, and comes before no other.
            let chain = if one.from.is_some() {
                &before
            } else {
                &definitions
            };
            let (changed, restated) = self.changed(&one, chain, &mut diagnostics);
            let facts = scope::resolve(&changed, self, pass).unpack(&mut diagnostics);
            if one.from.is_some() {
                before = changed;
            }
            cycles.extend(one.cycle(facts, restated));
        }
        check_overlaps(&cycles, &mut diagnostics);
        left_out::check(&cycles, &mut diagnostics);
        let base = Arc::new(base);
        let timeline = Timeline {
            base,
            cycles,
            calendar: Calendar::default(),
        };
        Checked::new(timeline, diagnostics)
    }

    fn written<'n>(&self, node: &'n Node, diagnostics: &mut Vec<Diagnostic>) -> Written<'n>
    where
        Self: 'n,
    {
        let mut reader = Reader::new(self.source, node, &CYCLE, diagnostics);
        let written = Written {
            place: Place::new(self.source, head(node)),
            name: reader.get("name"),
            from: reader.get("from"),
            until: reader.spanned("until"),
            facts: reader.node("facts"),
        };
        reader.finish();
        if let (Some(from), Some(until)) = (written.from, &written.until)
            && until.value < from
        {
            let place = Place::new(self.source, until.span);
            let message = backwards(from, until.value);
            let diagnostic = Diagnostic::new(code::INVALID_VALUE, place, message);
            diagnostics.push(diagnostic.help(text!(
                "from か until を直してください。until は、その日を含みます",
                "change `from` or `until`, which is the last day of the cycle"
            )));
        }
        written
    }

    /// The definitions of before with what a cycle states anew, and the keys of that: what is
    /// wrong with them does not make it a cycle that changes nothing.
    fn changed<'a>(
        self,
        written: &Written<'_>,
        before: &[Definition<'a>],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Vec<Definition<'a>>, BTreeSet<String>) {
        let (mut changed, mut restated) = (before.to_vec(), BTreeSet::new());
        let Some(node) = written.facts else {
            return (changed, restated);
        };
        let entries = Reader::new(self.source, node, &FACTS, diagnostics).entries();
        for entry in entries {
            let key = entry.key.as_str();
            let named = |one: &Definition<'_>| one.key == key || one.label == Some(key);
            let Some(at) = before.iter().position(named) else {
                diagnostics.push(self.unknown(entry, before, entries));
                restated.insert(entry.key.clone());
                continue;
            };
            restated.insert(before[at].key.to_owned());
            // That it has none is told where the fact is stated.
            let Some(own) = kind_of(&before[at].node) else {
                continue;
            };
            if let Some(other) = other_kind(own, entry) {
                diagnostics.push(self.another_kind(own, other, entry));
                continue;
            }
            changed[at].node = Arc::new(with_value(&before[at].node, own, entry));
            changed[at].key_span = entry.key_span;
        }
        (changed, restated)
    }

    fn another_kind(self, own: &Kind, other: &str, entry: &Entry) -> Diagnostic {
        let (name, own) = (&entry.key, own.name);
        Diagnostic::new(
            code::WRONG_KIND,
            Place::new(self.source, entry.key_span),
            text!(
                "「{name}」の種類は {own} です。{other} に変えることはできません",
                "`{name}` is a fact of the kind `{own}`; a cycle cannot make it one of the kind `{other}`"
            ),
        )
        .help(text!(
            "「facts.{name} = …」に {own} の新しい値を書くか、新しい名前の事実を [facts] に加えてください",
            "give it a new value of the kind `{own}`, or state a fact of another name in `[facts]`"
        ))
    }

    fn unknown(
        self,
        entry: &Entry,
        definitions: &[Definition<'_>],
        beside: &[Entry],
    ) -> Diagnostic {
        let name = &entry.key;
        // One that stands here already would stand here twice.
        let is_unset = |key: &&str| beside.iter().all(|one| one.key != *key);
        let known = definitions.iter().map(|one| one.key);
        let near = near_misses(name, known.filter(is_unset));
        let place = Place::new(self.source, entry.key_span);
        let diagnostic = Diagnostic::new(
            code::UNKNOWN_FACT,
            place,
            text!(
                "「{name}」という名前は登録されていません",
                "there is no fact `{name}`"
            ),
        );
        match near.first() {
            Some(near) => diagnostic
                .help(text!(
                    "「{near}」ではありませんか",
                    "did you mean `{near}`?"
                ))
                .suggest(*near),
            None => diagnostic.help(text!(
                "先に [facts] に書いてください。ここには、変わる値だけを書きます",
                "state it in `[facts]` first; a cycle holds only what changes"
            )),
        }
    }
}

/// A cycle as it is written.
struct Written<'n> {
    place: Place,
    name: Option<String>,
    from: Option<Date>,
    until: Option<Spanned<Date>>,
    facts: Option<&'n Node>,
}

impl Written<'_> {
    /// The cycle with its values; none where it has no name or no first day.
    fn cycle(self, facts: Facts, restated: BTreeSet<String>) -> Option<Cycle> {
        let from = self.from?;
        Some(Cycle {
            name: self.name?,
            place: self.place,
            from,
            // One before it, which has been told, would put nothing in force.
            until: self.until.map(|until| until.value).filter(|it| *it >= from),
            facts: Arc::new(facts),
            restated,
        })
    }
}

fn check_overlaps(cycles: &[Cycle], diagnostics: &mut Vec<Diagnostic>) {
    for pair in cycles.windows(2) {
        let (first, second) = (&pair[0], &pair[1]);
        let same_start = first.from == second.from;
        let runs_over = first.until.is_some_and(|until| until >= second.from);
        if !same_start && !runs_over {
            continue;
        }
        let (a, b, day) = (&first.name, &second.name, Dated::from(second.from));
        let diagnostic = Diagnostic::new(
            code::CYCLE_OVERLAP,
            second.place.clone(),
            text!(
                "年度「{a}」と「{b}」の期間が、{day:#}から重なっています",
                "the cycles `{a}` and `{b}` are both in force on {day}"
            ),
        );
        diagnostics.push(
            diagnostic
                .label(
                    first.place.clone(),
                    text!("年度「{a}」はここです", "`{a}` is here"),
                )
                .help(text!(
                    "どちらかの from か until の日付を直してください",
                    "change `from` or `until` of one of them"
                )),
        );
    }
}

/// The first line of a table.
fn head(node: &Node) -> Span {
    match &node.value {
        Value::Table(table) => table.entries.first().map_or(node.span, |first| {
            if node.span.end > node.span.start {
                node.span
            } else {
                first.key_span
            }
        }),
        _ => node.span,
    }
}

const fn empty_table() -> Node {
    Node {
        value: Value::Table(Table {
            entries: Vec::new(),
        }),
        span: Span::new(0, 0),
        verbatim: None,
    }
}
