//! Cycles: next year's dates do not rewrite last year's news.
//!
//! `[facts]` holds the values that are in force until the first cycle begins; each cycle starts
//! from what was in force before it and states what changes. A first cycle that changes nothing
//! gives `[facts]` a name and a first day; before it nothing is in force, and that is an error,
//! never a silent guess.

use super::closures::{Pass, Reach};
use super::definition::{self, Definition, FACTS};
use super::restated::{kind_of, other_kind, with_value};
use super::{Facts, Kind, Scope, Stated, backwards, left_out};
use crate::calendar::format::Dated;
use crate::calendar::{AsOf, Calendar, Date, DateTime, Point};
use crate::diag::{Checked, Diagnostic, Place, code, text};
use crate::near::NearIndex;
use crate::source::{SourceId, Span};
use crate::value::{self, Entry, Key, Node, Reader, Shape, Spanned, Table, Type, Value};
use std::cell::OnceCell;
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

/// How much all cycles may hold: a fact that is as it was before takes 1, one of its own so much
/// as below. All together they take less than 200 MB.
const MAX_SIZE: usize = 8_000_000;
const SIZE_OF_OWN: usize = 64;
/// More cycles are for no office.
const MAX_CYCLES: usize = 1_000;

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
    /// Those of its facts that are not the same as before it: what it states anew, and what is
    /// derived from that; by their keys.
    pub(super) own: Vec<Arc<Stated>>,
}

impl Cycle {
    /// The first moment after its last day, where it states one.
    pub fn over_from(&self) -> Option<DateTime> {
        Point::day(self.until?).end()
    }

    /// Whether the fact of that key is not the same as before it.
    pub fn is_own(&self, key: &str) -> bool {
        let found = self.own.binary_search_by(|one| (*one.key).cmp(key));
        found.is_ok()
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
    in_question: BTreeSet<String>,
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

    /// The facts of `[facts]` and of all cycles, each once that several have.
    pub fn statements(&self) -> impl Iterator<Item = &Arc<Stated>> {
        let cycles = self.cycles.iter().flat_map(|cycle| &cycle.own);
        self.base.iter().chain(cycles)
    }

    /// Whether something is wrong that leaves it open whether the fact is used.
    pub fn is_in_question(&self, key: &str) -> bool {
        self.in_question.contains(key)
    }

    /// The keys and labels of the facts that go by the day for which they are resolved, as the
    /// next of days that come back does, and of those derived from them.
    pub fn by_day(&self) -> BTreeSet<&str> {
        let stated = self.statements().filter(|one| one.goes_by_day);
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
        let calendar = Calendar::new(Vec::new(), self.open.to_vec());
        let closures = self.timeline(Pass {
            calendar: &calendar,
            reach: Reach::Closures,
        });
        let calendar = Calendar::new(closures.value.closed_days(), self.open.to_vec());
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
        let mut scope = Scope::new(definitions, self, pass);
        let base = Arc::new(scope.facts());
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
        let cycles = self.cycles(written, &mut scope, &mut diagnostics);
        check_overlaps(&cycles, &mut diagnostics);
        left_out::check(&cycles, &mut diagnostics);
        let timeline = Timeline {
            base,
            cycles,
            calendar: Calendar::default(),
            in_question: scope.finish().unpack(&mut diagnostics),
        };
        Checked::new(timeline, diagnostics)
    }

    /// The cycles with their values. Each holds what is other in it than before it; of more than
    /// a computer can hold the first.
    fn cycles<'a>(
        self,
        written: Vec<Written<'a>>,
        scope: &mut Scope<'a>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Cycle> {
        let mut cycles = Vec::new();
        let mut size = 0;
        for one in written {
            let (changed, restated) = self.changed(&one, scope, diagnostics);
            let before = scope.restate(changed);
            let own = scope.read_again(&before);
            size += scope.definitions().len() + own.len() * SIZE_OF_OWN;
            if size > MAX_SIZE || cycles.len() == MAX_CYCLES {
                diagnostics.push(too_many(&one));
                break;
            }
            let facts = scope.facts();
            // A cycle of no known day is read for its mistakes, and comes before no other.
            if one.from.is_none() {
                scope.restore(before);
            }
            cycles.extend(one.cycle(facts, restated, own));
        }
        cycles
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

    /// The definitions that a cycle states anew, with their places, and the keys of all that it
    /// names: what is wrong with them does not make it a cycle that changes nothing.
    fn changed<'a>(
        self,
        written: &Written<'_>,
        scope: &Scope<'a>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Vec<(usize, Definition<'a>)>, BTreeSet<String>) {
        let (mut changed, mut restated) = (Vec::new(), BTreeSet::new());
        let Some(node) = written.facts else {
            return (changed, restated);
        };
        let before = scope.definitions();
        let entries = Reader::new(self.source, node, &FACTS, diagnostics).entries();
        let near = OnceCell::new();
        for entry in entries {
            let Some(at) = scope.named(&entry.key) else {
                let near = near.get_or_init(|| unset(before, entries));
                diagnostics.push(self.unknown(entry, near));
                restated.insert(entry.key.clone());
                continue;
            };
            let definition = &before[at];
            restated.insert(definition.key.to_owned());
            // That it has none is told where the fact is stated.
            let Some(own) = kind_of(&definition.node) else {
                continue;
            };
            if let Some(other) = other_kind(own, entry) {
                diagnostics.push(self.another_kind(own, other, entry));
                continue;
            }
            let definition = Definition {
                node: Arc::new(with_value(&definition.node, own, entry)),
                key_span: entry.key_span,
                ..definition.clone()
            };
            changed.push((at, definition));
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

    fn unknown(self, entry: &Entry, unset: &NearIndex) -> Diagnostic {
        let name = &entry.key;
        let near = unset.find(name);
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
    fn cycle(
        self,
        facts: Facts,
        restated: BTreeSet<String>,
        own: Vec<Arc<Stated>>,
    ) -> Option<Cycle> {
        let from = self.from?;
        Some(Cycle {
            name: self.name?,
            place: self.place,
            from,
            // One before it, which has been told, would put nothing in force.
            until: self.until.map(|until| until.value).filter(|it| *it >= from),
            facts: Arc::new(facts),
            restated,
            own,
        })
    }
}

/// The facts that a cycle does not name: one that stands there already would stand there twice.
fn unset(definitions: &[Definition<'_>], entries: &[Entry]) -> NearIndex {
    let named: BTreeSet<&str> = entries.iter().map(|one| one.key.as_str()).collect();
    let known = definitions.iter().map(|one| one.key);
    NearIndex::new(known.filter(|key| !named.contains(key)))
}

fn too_many(first: &Written<'_>) -> Diagnostic {
    let message = text!(
        "年度と事実が多すぎるため、この年度から後は読まれません",
        "there are too many cycles and facts: from this cycle on, nothing is read"
    );
    Diagnostic::new(code::INVALID_VALUE, first.place.clone(), message).help(text!(
        "終わった年度を [[cycles]] から消してください",
        "take cycles that are over out of `[[cycles]]`"
    ))
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
