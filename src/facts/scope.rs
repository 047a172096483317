//! Gives every fact its value, those it is derived from first.

use super::closures::Pass;
use super::cycle::Statements;
use super::definition::Definition;
use super::evaluate::{Derivation, Question};
use super::kinds::LABEL;
use super::{Fact, Facts, KINDS, Kind, Missing, Stated, closures, member_of};
use crate::calendar::{AsOf, Calendar, Date};
use crate::diag::{Checked, Diagnostic, Place, code, text};
use crate::near::near_misses;
use crate::source::SourceId;
use crate::value::{Node, Others, Reader, Shape, Type, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Gives every defined fact its value. What is wrong with those that get none is reported,
/// once each.
pub(super) fn resolve(
    definitions: &[Definition<'_>],
    statements: Statements<'_>,
    pass: Pass<'_>,
) -> Checked<Facts> {
    let mut scope = Scope {
        source: statements.source,
        calendar: pass.calendar,
        as_of: statements.as_of,
        is_whole: statements.is_whole,
        definitions,
        states: BTreeMap::new(),
        open: Vec::new(),
        counting: BTreeSet::new(),
        diagnostics: Vec::new(),
    };
    for definition in definitions.iter().filter(|one| pass.wants(one)) {
        scope.stated(definition.key);
    }
    let mut stated = Vec::new();
    let mut failed = BTreeSet::new();
    for definition in definitions {
        match scope.states.remove(definition.key) {
            Some(State::Read(one)) => stated.push(one),
            Some(State::Failed) | None => {
                failed.insert(definition.key.to_owned());
                failed.extend(definition.label.map(str::to_owned));
            }
        }
    }
    let facts = Facts::new(stated, failed, statements.is_whole);
    Checked::new(facts, scope.diagnostics)
}

/// What a kind needs to know while it reads a fact: the other facts and the calendar.
pub struct Scope<'a> {
    source: &'a SourceId,
    calendar: &'a Calendar,
    as_of: AsOf,
    is_whole: bool,
    definitions: &'a [Definition<'a>],
    states: BTreeMap<&'a str, State>,
    /// The facts that are being read, outermost first.
    open: Vec<Open<'a>>,
    /// The facts that depend on which days are business days.
    counting: BTreeSet<&'a str>,
    diagnostics: Vec<Diagnostic>,
}

/// A fact that is being read.
struct Open<'a> {
    key: &'a str,
    /// The facts it asked for.
    asked: BTreeSet<String>,
    derivations: Vec<Derivation>,
    /// Where it came to depend on which days are business days.
    counted: Option<Place>,
}

enum State {
    Read(Stated),
    /// It could not be read, which has been reported.
    Failed,
}

impl<'a> Scope<'a> {
    /// The day that `node` says: a date, or an expression over other facts.
    pub fn date(&mut self, node: &Node, reader: &mut Reader<'_, '_>) -> Option<Date> {
        let question = Question {
            node,
            source: reader.source(),
            calendar: self.calendar,
            as_of: self.as_of,
        };
        let derivation = question.answer(
            &mut |name, place, diagnostics| self.fact(name, place, diagnostics),
            reader.diagnostics(),
        )?;
        let date = derivation.date;
        if let Some(open) = self.open.last_mut() {
            if derivation.counts_business_days() {
                open.counted = Some(reader.place(node.span));
            }
            if derivation.is_derived() {
                open.derivations.push(derivation);
            }
        }
        Some(date)
    }

    /// The fact of that name, read now if it was not before.
    fn fact(
        &mut self,
        name: &str,
        place: Place,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Arc<dyn Fact>> {
        let (head, member) = match name.split_once('.') {
            Some((head, member)) => (head, Some(member)),
            None => (name, None),
        };
        let definitions = self.definitions;
        let definition = definitions
            .iter()
            .find(|definition| definition.key == head || definition.label == Some(head));
        let Some(definition) = definition else {
            let keys = definitions.iter().map(|definition| definition.key);
            let labels = definitions.iter().filter_map(|definition| definition.label);
            if !self.is_whole {
                return None;
            }
            let near = near_misses(head, keys.chain(labels));
            let near = near.into_iter().map(str::to_owned).collect();
            diagnostics.extend(Missing::Fact(near).diagnostic(name, place));
            return None;
        };
        if let Some(at) = self.open.iter().position(|open| open.key == definition.key) {
            let circle: Vec<&str> = self.open[at..].iter().map(|open| open.key).collect();
            diagnostics.push(circular(&circle, place));
            return None;
        }
        if let Some(open) = self.open.last_mut() {
            open.asked.insert(definition.key.to_owned());
        }
        self.stated(definition.key)?;
        if self.counting.contains(definition.key)
            && let Some(open) = self.open.last_mut()
        {
            open.counted = Some(place.clone());
        }
        let stated = self.stated(definition.key)?;
        let Some(member) = member else {
            return Some(Arc::clone(&stated.fact));
        };
        match member_of(stated, member) {
            Ok((_, fact)) => Some(fact),
            Err(problem) => {
                diagnostics.extend(problem.diagnostic(name, place));
                None
            }
        }
    }

    fn stated(&mut self, key: &str) -> Option<&Stated> {
        let definitions = self.definitions;
        let definition = definitions.iter().find(|one| one.key == key)?;
        if !self.states.contains_key(definition.key) {
            self.open.push(Open {
                key: definition.key,
                asked: BTreeSet::new(),
                derivations: Vec::new(),
                counted: None,
            });
            let stated = self.read(definition);
            let open = self.open.pop().expect("pushed above, and popped only here");
            let stated = stated.filter(|stated| match &open.counted {
                Some(place) if stated.fact.closure().is_some() => {
                    self.diagnostics.push(closures::counts(key, place.clone()));
                    false
                }
                Some(_) => {
                    self.counting.insert(definition.key);
                    true
                }
                None => true,
            });
            let state = stated.map_or(State::Failed, |stated| {
                State::Read(Stated {
                    derived_from: open.asked,
                    derivations: open.derivations,
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
        let kind = kind(definition, source, &mut diagnostics);
        let shape = kind.map_or(&UNKNOWN, |kind| &kind.shape);
        let mut reader = Reader::new(source, definition.node, shape, &mut diagnostics);
        let label = reader.get::<String>("label");
        let fact = kind.and_then(|kind| (kind.read)(&mut reader, self));
        // Only what has days can lie in the past.
        let may_be_past = shape.key("past").is_some();
        let past = may_be_past.then(|| reader.get("past")).flatten();
        reader.check_keys();
        self.diagnostics.append(&mut diagnostics);
        Some(Stated {
            key: definition.key.to_owned(),
            label: label?.trim().to_owned(),
            place: Place::new(source, definition.key_span),
            kind: kind?.name,
            fact: fact?,
            is_history: past.unwrap_or(false),
            derived_from: BTreeSet::new(),
            derivations: Vec::new(),
        })
    }
}

/// A fact of no kind: what keys other than the label would be for is not known.
const UNKNOWN: Shape = Shape {
    keys: &[LABEL],
    others: Some(Others {
        names: ".",
        values: Type::Anything,
    }),
};

/// The kind of fact: exactly one of the keys in the table must be there.
fn kind(
    definition: &Definition<'_>,
    source: &SourceId,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'static Kind> {
    let Value::Table(table) = &definition.node.value else {
        // The reader says that no table stands there.
        return None;
    };
    let is_named = |kind: &&Kind| table.get(kind.name).is_some();
    let named: Vec<&Kind> = KINDS.iter().filter(is_named).collect();
    if let [only] = named[..] {
        return Some(only);
    }
    let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    let key = definition.key;
    let place = Place::new(source, definition.key_span);
    let message = if named.is_empty() {
        text!("「{key}」に値がありません", "the fact `{key}` has no value")
    } else {
        text!(
            "「{key}」に値が二つ以上あります",
            "the fact `{key}` has more than one value"
        )
    };
    let near = table.entries.iter().find_map(|entry| {
        let unknown = !["label", "not", "past"].contains(&entry.key.as_str());
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
    diagnostics.push(Diagnostic::new(code::MISSING_KEY, place, message).help(help));
    None
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
