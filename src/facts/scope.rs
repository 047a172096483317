//! Gives every fact its value, those it is derived from first.

use super::definition::{self, Definition};
use super::duration::Duration;
use super::expression::{Amount, Expression, Function, Name, Operand, Problem, Step};
use super::{Fact, Facts, KINDS, Kind, Missing, Stated, member_of};
use crate::calendar::{self, AsOf, Calendar, Date, holidays};
use crate::diag::{Checked, Diagnostic, Place, Text, code, text};
use crate::near::near_misses;
use crate::source::{SourceId, Span};
use crate::value::{Node, Reader, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Resolves `[facts]`. Every fact that could be read is in the value; what is wrong with
/// the others is reported, once each.
pub fn resolve(
    source: &SourceId,
    facts: Option<&Node>,
    calendar: &Calendar,
    as_of: AsOf,
) -> Checked<Facts> {
    let Some(facts) = facts else {
        return Checked::default();
    };
    let mut diagnostics = Vec::new();
    let definitions = definition::read(source, facts, &mut diagnostics);
    let mut scope = Scope {
        source,
        calendar,
        as_of,
        definitions: &definitions,
        states: BTreeMap::new(),
        open: Vec::new(),
        diagnostics,
    };
    for definition in &definitions {
        scope.stated(definition.key);
    }
    let mut stated = Vec::new();
    let mut failed = BTreeSet::new();
    for definition in &definitions {
        match scope.states.remove(definition.key) {
            Some(State::Read(one)) => stated.push(one),
            Some(State::Failed) | None => {
                failed.insert(definition.key.to_owned());
                failed.extend(definition.label.map(str::to_owned));
            }
        }
    }
    Checked::new(Facts::new(stated, failed), scope.diagnostics)
}

/// What a kind needs to know while it reads a fact: the other facts and the calendar.
pub struct Scope<'a> {
    source: &'a SourceId,
    calendar: &'a Calendar,
    as_of: AsOf,
    definitions: &'a [Definition<'a>],
    states: BTreeMap<&'a str, State>,
    /// The facts that are being read, outermost first, each with those it asked for.
    open: Vec<(&'a str, BTreeSet<String>)>,
    diagnostics: Vec<Diagnostic>,
}

enum State {
    Read(Stated),
    /// It could not be read, which has been reported.
    Failed,
}

impl<'a> Scope<'a> {
    /// The day that `node` says: a date, or an expression over other facts.
    pub fn date(&mut self, node: &Node, reader: &mut Reader<'_, '_>) -> Option<Date> {
        let Value::String(text) = &node.value else {
            return reader.read(node);
        };
        let expression = match Expression::parse(text) {
            Ok(expression) => expression,
            Err(problem) => {
                reader.report(bad_expression(&problem, text, node, reader.source()));
                return None;
            }
        };
        let mut date = self.operand(&expression.operand, node, reader)?;
        let mut counts_business_days = false;
        date = match expression.function {
            Function::Itself => date,
            Function::LastDayOfMonth => {
                let last = calendar::last_day_of_month(date);
                last.or_else(|| out_of_calendar(node.span, reader))?
            }
            Function::NextBusinessDay => {
                counts_business_days = true;
                let next = self.calendar.next_business_day_after(date);
                next.or_else(|| out_of_calendar(node.span, reader))?
            }
        };
        for step in &expression.steps {
            let duration = self.amount(step, node, reader)?;
            counts_business_days |= duration.unit == super::Unit::BusinessDays;
            let next = duration.from_date(date, step.direction, self.calendar);
            date = next.or_else(|| out_of_calendar(node.part(step.span), reader))?;
        }
        if counts_business_days {
            self.note_unofficial(date, node, reader);
        }
        Some(date)
    }

    fn operand(
        &mut self,
        operand: &Operand,
        node: &Node,
        reader: &mut Reader<'_, '_>,
    ) -> Option<Date> {
        let name = match operand {
            Operand::Date(date) => return Some(*date),
            Operand::Name(name) => name,
        };
        let fact = self.fact(name, node, reader)?;
        let date = fact.date();
        if date.is_none() {
            let members = fact.members();
            let members = members.iter().map(|member| member.name);
            let names: Vec<String> = members
                .map(|member| format!("{}.{member}", name.name))
                .collect();
            reader.report(not_a(
                &name.name,
                reader.place(node.part(name.span)),
                &text!("日付", "a date"),
                &names,
            ));
        }
        date
    }

    fn amount(
        &mut self,
        step: &Step,
        node: &Node,
        reader: &mut Reader<'_, '_>,
    ) -> Option<Duration> {
        let name = match &step.amount {
            Amount::Duration(duration) => return Some(*duration),
            Amount::Name(name) => Name {
                name: name.clone(),
                span: step.span,
            },
        };
        let duration = self.fact(&name, node, reader)?.duration();
        if duration.is_none() {
            reader.report(not_a(
                &name.name,
                reader.place(node.part(name.span)),
                &text!("期間の長さ", "a duration"),
                &[],
            ));
        }
        duration
    }

    /// The fact of that name, read now if it was not before.
    fn fact(
        &mut self,
        name: &Name,
        node: &Node,
        reader: &mut Reader<'_, '_>,
    ) -> Option<Arc<dyn Fact>> {
        let place = reader.place(node.part(name.span));
        let (head, member) = match name.name.split_once('.') {
            Some((head, member)) => (head, Some(member)),
            None => (name.name.as_str(), None),
        };
        let definitions = self.definitions;
        let definition = definitions
            .iter()
            .find(|definition| definition.key == head || definition.label == Some(head));
        let Some(definition) = definition else {
            let keys = definitions.iter().map(|definition| definition.key);
            let labels = definitions.iter().filter_map(|definition| definition.label);
            let near = near_misses(head, keys.chain(labels));
            let near = near.into_iter().map(str::to_owned).collect();
            let missing = Missing::Fact(near).diagnostic(&name.name, place);
            missing.into_iter().for_each(|one| reader.report(one));
            return None;
        };
        if let Some(at) = self.open.iter().position(|(key, _)| *key == definition.key) {
            let circle: Vec<&str> = self.open[at..].iter().map(|(key, _)| *key).collect();
            reader.report(circular(&circle, place));
            return None;
        }
        if let Some((_, asked)) = self.open.last_mut() {
            asked.insert(definition.key.to_owned());
        }
        let stated = self.stated(definition.key)?;
        let Some(member) = member else {
            return Some(Arc::clone(&stated.fact));
        };
        match member_of(stated, member) {
            Ok((_, fact)) => Some(fact),
            Err(problem) => {
                if let Some(diagnostic) = problem.diagnostic(&name.name, place) {
                    reader.report(diagnostic);
                }
                None
            }
        }
    }

    fn stated(&mut self, key: &str) -> Option<&Stated> {
        let definitions = self.definitions;
        let definition = definitions.iter().find(|one| one.key == key)?;
        if !self.states.contains_key(definition.key) {
            self.open.push((definition.key, BTreeSet::new()));
            let stated = self.read(definition);
            let (_, derived_from) = self.open.pop().expect("pushed three lines above");
            let state = stated.map_or(State::Failed, |stated| {
                State::Read(Stated {
                    derived_from,
                    ..stated
                })
            });
            self.states.insert(definition.key, state);
        }
        match self.states.get(definition.key)? {
            State::Read(stated) => Some(stated),
            State::Failed => None,
        }
    }

    fn read(&mut self, definition: &Definition<'a>) -> Option<Stated> {
        let source = self.source;
        let mut diagnostics = Vec::new();
        let mut reader = Reader::new(source, definition.node, &mut diagnostics);
        let label = reader.required::<String>("label");
        let kind = kind(definition, &mut reader);
        let fact = kind.and_then(|kind| (kind.read)(&mut reader, self));
        match kind {
            Some(_) => reader.finish(),
            // What the other keys are for is not known then.
            None => reader.finish_known(),
        }
        self.diagnostics.append(&mut diagnostics);
        Some(Stated {
            key: definition.key.to_owned(),
            label: label?.trim().to_owned(),
            place: Place::new(source, definition.key_span),
            kind: kind?.name,
            fact: fact?,
            derived_from: BTreeSet::new(),
        })
    }

    /// Business days beyond the last year whose holidays are official may still move.
    fn note_unofficial(&self, date: Date, node: &Node, reader: &mut Reader<'_, '_>) {
        let last = holidays::last_official_year(self.as_of);
        if date.year() <= last {
            return;
        }
        let place = reader.place(node.span);
        reader.report(Diagnostic::new(
            code::UNOFFICIAL_HOLIDAY,
            place,
            text!(
                "{date} は、祝日がまだ公表されていない年の営業日計算です（公表済みは {last}年まで）",
                "{date} counts business days of a year whose holidays are not official yet \
                 (official up to {last})"
            ),
        ));
    }
}

/// The kind of fact: exactly one of the keys in the table must be there.
fn kind(definition: &Definition<'_>, reader: &mut Reader<'_, '_>) -> Option<&'static Kind> {
    let table = reader.entries();
    let named: Vec<&Kind> = KINDS
        .iter()
        .filter(|kind| table.get(kind.name).is_some())
        .collect();
    if let [only] = named[..] {
        return KINDS.iter().find(|kind| kind.name == only.name);
    }
    let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    let key = definition.key;
    let place = reader.place(definition.key_span);
    let message = if named.is_empty() {
        text!("「{key}」に値がありません", "the fact `{key}` has no value")
    } else {
        text!(
            "「{key}」に値が二つ以上あります",
            "the fact `{key}` has more than one value"
        )
    };
    let near = table.entries.iter().find_map(|entry| {
        let unknown = !["label", "not"].contains(&entry.key.as_str());
        let near = near_misses(&entry.key, names.iter().copied());
        near.first().filter(|_| unknown).copied()
    });
    let help = match near {
        Some(near) if named.is_empty() => {
            text!("「{near}」ではありませんか", "did you mean `{near}`?")
        }
        _ => {
            let names = names.join(", ");
            text!(
                "次のうち一つだけを書いてください: {names}",
                "give exactly one of: {names}"
            )
        }
    };
    reader.report(Diagnostic::new(code::MISSING_KEY, place, message).help(help));
    None
}

fn not_a(name: &str, place: Place, wanted: &Text, members: &[String]) -> Diagnostic {
    let message = Text {
        japanese: format!("「{name}」は{}ではありません", wanted.japanese),
        english: format!("`{name}` is not {}", wanted.english),
    };
    let diagnostic = Diagnostic::new(code::WRONG_KIND, place, message);
    if members.is_empty() {
        return diagnostic;
    }
    let members = members.join(", ");
    diagnostic.help(text!("もしかして: {members}", "did you mean {members}?"))
}

fn circular(circle: &[&str], place: Place) -> Diagnostic {
    let mut names = circle.to_vec();
    names.extend(circle.first());
    let path = names.join(" → ");
    Diagnostic::new(
        code::FACT_CIRCLE,
        place,
        text!(
            "事実が互いを元にしていて、値が決まりません: {path}",
            "these facts are derived from each other: {path}"
        ),
    )
    .help(text!(
        "どれか一つに、日付をそのまま書いてください",
        "give one of them a date of its own"
    ))
}

fn out_of_calendar<T>(span: Span, reader: &mut Reader<'_, '_>) -> Option<T> {
    let place = reader.place(span);
    reader.report(Diagnostic::new(
        code::INVALID_VALUE,
        place,
        text!(
            "この計算では日付が決まりません（日より短い単位か、暦の範囲の外です）",
            "this does not lead to a date: the unit is shorter than a day, or the calendar ends"
        ),
    ));
    None
}

fn bad_expression(problem: &Problem, text: &str, node: &Node, source: &SourceId) -> Diagnostic {
    let (code, message, span) = match *problem {
        Problem::Empty => (
            code::INVALID_EXPRESSION,
            text!("日付の式が空です", "the expression is empty"),
            node.span,
        ),
        Problem::ImpossibleDate(span) => {
            let written = span.slice(text);
            let message = text!(
                "「{written}」という日付はありません",
                "there is no day `{written}`"
            );
            (code::INVALID_VALUE, message, node.part(span))
        }
        Problem::Amount(span) => {
            let written = span.slice(text);
            let message = text!(
                "「{written}」を日数として読み取れません",
                "`{written}` is not a length of time"
            );
            (code::INVALID_EXPRESSION, message, node.part(span))
        }
        Problem::Words(span) => {
            let written = span.slice(text);
            let message = text!(
                "「{written}」を日付の式として読み取れません",
                "`{written}` is not an expression for a date"
            );
            (code::INVALID_EXPRESSION, message, node.part(span))
        }
    };
    Diagnostic::new(code, Place::new(source, span), message).help(text!(
        "「2024-04-09」の形の日付か、「renewal.end + 1 day」「受付期間.終了 + 2営業日」の形で書いてください",
        "write a date like `2024-04-09`, or `renewal.end + 1 day`, `renewal.end + 2 business days`"
    ))
}
