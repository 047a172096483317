//! Gives every fact its value, those it is derived from first.

use super::closures::Pass;
use super::cycle::Statements;
use super::definition::Definition;
use super::evaluate::{Derivation, Named, Omit, Question};
use super::kinds::LABEL;
use super::{Expression, Facts, KINDS, Kind, Missing, Stated, WINDOW, closures};
use crate::calendar::{AsOf, Calendar, Date, Point, format};
use crate::diag::{Checked, Diagnostic, Place, Text, code, text};
use crate::near::near_misses;
use crate::source::SourceId;
use crate::value::{
    About, Entry, FromNode, Node, Others, Reader, Shape, Spanned, Table, Type, Value,
};
use std::collections::{BTreeMap, BTreeSet};

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
        in_question: BTreeSet::new(),
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
    let facts = Facts::new(stated, failed, scope.in_question, statements.is_whole);
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
    /// Facts of which something is wrong, or that one asked for which failed.
    in_question: BTreeSet<String>,
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
    /// What the build speaks for.
    pub fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// The point that `node` says: a date, perhaps with a time, or an expression over other
    /// facts.
    pub fn point(&mut self, node: &Node, reader: &mut Reader<'_, '_>) -> Option<Point> {
        let question = Question {
            expression: &Expression::of(node.clone()),
            source: reader.source(),
            calendar: self.calendar,
            as_of: self.as_of,
            omit: match (reader.optional_key(node), self.open.last()) {
                (Some(key), _) => Omit::Key(key),
                (None, Some(open)) => Omit::Fact(open.key),
                (None, None) => Omit::Here,
            },
        };
        let derivation = question.answer(
            &mut |name, place, diagnostics| self.fact(name, place, diagnostics),
            reader.diagnostics(),
        )?;
        let point = derivation.point;
        if let Some(open) = self.open.last_mut() {
            if derivation.counts_business_days() {
                open.counted = Some(reader.place(node.span));
            }
            if derivation.is_derived() {
                open.derivations.push(derivation);
            }
        }
        Some(point)
    }

    /// The day that `node` says, for what goes by whole days. A time that is written there would
    /// be lost: that is reported, with what to do `instead`.
    pub fn day(
        &mut self,
        node: &Node,
        instead: impl FnOnce(Point) -> Text,
        reader: &mut Reader<'_, '_>,
    ) -> Option<Date> {
        let point = self.point(node, reader)?;
        let written = Point::from_node(node);
        if let Some(time) = written.and_then(|written| written.time) {
            let time = format::iso_time(time);
            let place = reader.place(node.span);
            reader.report(
                Diagnostic::new(
                    code::INVALID_VALUE,
                    place,
                    text!(
                        "ここには日だけを書きます。時刻（{time}）は使われません",
                        "only a day belongs here; the time ({time}) would be lost"
                    ),
                )
                .help(instead(point)),
            );
            return None;
        }
        Some(point.date)
    }

    /// The key of the window of that name. To name a window is not to be derived from it.
    pub fn window(&self, name: &Spanned<String>, reader: &mut Reader<'_, '_>) -> Option<String> {
        let named = |one: &&Definition<'_>| one.key == name.value || one.label == Some(&name.value);
        let found = self.definitions.iter().find(named);
        if let Some(found) = found.filter(|found| found.is(&WINDOW)) {
            return Some(found.key.to_owned());
        }
        if found.is_some() || self.is_whole {
            let windows = self.definitions.iter().filter(|one| one.is(&WINDOW));
            let windows: Vec<&str> = windows.map(|window| window.key).collect();
            let place = reader.place(name.span);
            reader.report(no_window(&name.value, found.is_some(), &windows, place));
        }
        None
    }

    /// The fact of that name, read now if it was not before.
    fn fact(
        &mut self,
        name: &str,
        place: Place,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Named> {
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
        match Named::of(stated, member) {
            Ok(named) => Some(named),
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
            let state = match stated {
                Some(stated) => State::Read(Stated {
                    derived_from: open.asked,
                    derivations: open.derivations,
                    ..stated
                }),
                None => {
                    self.in_question.extend(open.asked);
                    let named = definitions
                        .iter()
                        .filter(|one| names(&definition.node, one));
                    self.in_question.extend(named.map(|one| one.key.to_owned()));
                    State::Failed
                }
            };
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
        let mut reader = Reader::new(source, &definition.node, shape, &mut diagnostics);
        if !matches!(definition.node.value, Value::Table(_)) {
            let remedy = by_itself(definition);
            for diagnostic in reader.diagnostics() {
                diagnostic.help = Some(remedy.clone());
            }
        }
        let label = reader.get::<String>("label");
        let fact = kind.and_then(|kind| (kind.read)(&mut reader, self));
        // Only what has days can lie in the past.
        let may_be_past = shape.key("past").is_some();
        let past = may_be_past.then(|| reader.get("past")).flatten();
        reader.check_keys();
        if diagnostics.iter().any(Diagnostic::is_error) {
            self.in_question.insert(definition.key.to_owned());
        }
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

/// Whether a text in the node speaks of a fact, in an expression that can be read or not.
fn names(node: &Node, fact: &Definition<'_>) -> bool {
    match &node.value {
        Value::String(text) => {
            let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            let is_named = |word: &str| word == fact.key || fact.label == Some(word);
            words.into_iter().any(is_named)
        }
        Value::Table(table) => table.entries.iter().any(|entry| names(&entry.node, fact)),
        _ => false,
    }
}

/// What to write for a fact that is only a value: `fee = 3300`.
fn by_itself(definition: &Definition<'_>) -> Text {
    let kind = match &definition.node.value {
        Value::Integer(_) | Value::Float(_) => "amount",
        Value::Date(_) | Value::DateTime(_) => "date",
        Value::Time(_) => "time",
        _ => "text",
    };
    let kind = KINDS.iter().find(|one| one.name == kind);
    let key = kind.and_then(|kind| kind.shape.key(kind.name));
    let example = key.and_then(|key| Some((key.name, key.examples.first()?)));
    let (name, example) = example.unwrap_or(("text", &"\"…\""));
    let key = definition.key;
    text!(
        "「[facts.{key}]」の行を書き、その下に「label = \"日本語の名前\"」と「{name} = {example}」のような行を書いてください",
        "write a line `[facts.{key}]`, and below it lines like `label = \"its name\"` and `{name} = {example}`"
    )
}

/// A fact of no kind: what keys other than the label would be for is not known.
const UNKNOWN: Shape = Shape {
    keys: &[LABEL],
    others: Some(Others {
        names: ".",
        values: Type::Anything,
    }),
    needs_any: false,
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
    let place = Place::new(source, definition.key_span);
    diagnostics.push(if named.is_empty() {
        match stranger(table) {
            Some(entry) => unknown_kind(entry, source),
            None => no_value(definition.key, place),
        }
    } else {
        let key = definition.key;
        let names: Vec<&str> = named.iter().map(|kind| kind.name).collect();
        let (japanese, english) = (names.join("・"), names.join(", "));
        Diagnostic::new(
            code::MISSING_KEY,
            place,
            text!(
                "「{key}」に値が二つ以上あります",
                "the fact `{key}` has more than one value"
            ),
        )
        .help(text!(
            "{japanese} のうち一つだけを残してください",
            "keep one of: {english}"
        ))
    });
    None
}

fn no_window(name: &str, is_fact: bool, windows: &[&str], place: Place) -> Diagnostic {
    let diagnostic = if is_fact {
        let message = text!(
            "「{name}」は期間（window）ではありません",
            "`{name}` is not a window"
        );
        Diagnostic::new(code::WRONG_KIND, place, message)
    } else {
        let message = text!(
            "「{name}」という期間（window）はありません",
            "there is no window `{name}`"
        );
        Diagnostic::new(code::UNKNOWN_FACT, place, message)
    };
    if windows.is_empty() {
        return diagnostic.help(text!(
            "[facts] に期間（window = {{ start = …, end = … }}）を書くか、この行を消してください",
            "state a window (`window = {{ start = …, end = … }}`) in `[facts]`, or take this line out"
        ));
    }
    let windows = windows.join(", ");
    diagnostic.help(text!(
        "次のどれかを書いてください: {windows}",
        "write one of: {windows}"
    ))
}

/// What facts of some kinds have beside their value.
const BESIDES: [&str; 5] = ["label", "not", "past", "ja", "en"];

/// The key that most likely was to say the value.
fn stranger(table: &Table) -> Option<&Entry> {
    let entries = table.entries.iter();
    entries
        .filter(|entry| !BESIDES.contains(&entry.key.as_str()))
        .find(|entry| near_misses(&entry.key, BESIDES).is_empty())
}

fn no_value(key: &str, place: Place) -> Diagnostic {
    let message = text!("「{key}」に値がありません", "the fact `{key}` has no value");
    Diagnostic::new(code::MISSING_KEY, place, message).help(what_there_is())
}

fn unknown_kind(entry: &Entry, source: &SourceId) -> Diagnostic {
    let name = &entry.key;
    let place = Place::new(source, entry.key_span);
    let message = text!(
        "「{name}」という種類はありません",
        "there is no kind of fact `{name}`"
    );
    let diagnostic = Diagnostic::new(code::UNKNOWN_KEY, place, message);
    let kinds = || KINDS.iter().map(|kind| kind.name);
    let near = || near_misses(name, kinds()).into_iter().next();
    if let Some(near) = synonym(name).or_else(near) {
        let (japanese, english) = did_you_mean(near);
        return diagnostic.help(Text { japanese, english }).suggest(near);
    }
    // `datetime` is no slip of the finger.
    let all = what_there_is();
    match kinds().find(|kind| name.starts_with(kind) || name.ends_with(kind)) {
        Some(part) => {
            let (japanese, english) = did_you_mean(part);
            diagnostic.help(Text {
                japanese: format!("{japanese}。{}", all.japanese),
                english: format!("{english} {}", all.english),
            })
        }
        None => diagnostic.help(all),
    }
}

/// The kind that goes by that name elsewhere.
fn synonym(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
    Some(match name {
        "tel" | "telephone" | "phone_number" | "tel_no" | "mobile" => "phone",
        "facsimile" | "fax_number" => "fax",
        "mail" | "e_mail" | "e-mail" | "mail_address" | "email_address" => "email",
        "link" | "website" | "web" | "web_site" | "homepage" | "site" | "uri" => "url",
        "price" | "fee" | "cost" | "charge" | "yen" | "money" => "amount",
        "period" | "range" | "term_of" | "span" => "window",
        "holiday" | "holidays" | "closed" | "vacation" => "closure",
        "open_hours" | "opening_hours" | "business_hours" | "times" => "hours",
        "day" | "datetime" | "date_time" | "deadline" | "due" => "date",
        "count" | "quantity" | "integer" => "number",
        "word" | "wording" => "term",
        "string" | "note" | "description" => "text",
        "place" | "location" | "addr" => "address",
        "weekly" | "monthly" | "repeat" | "every" => "recurring",
        "length" | "days" => "duration",
        _ => return None,
    })
}

fn did_you_mean(kind: &str) -> (String, String) {
    let about = about(kind);
    (
        format!("「{kind}」（{}）ではありませんか", about.japanese),
        format!("did you mean `{kind}` ({})?", about.english),
    )
}

/// Every kind, and what it is for.
fn what_there_is() -> Text {
    let kinds = KINDS.iter().map(|kind| (kind.name, about(kind.name)));
    let (japanese, english): (Vec<_>, Vec<_>) = kinds
        .map(|(name, about)| {
            let (japanese, english) = (about.japanese, about.english);
            (
                format!("{name}（{japanese}）"),
                format!("{name} ({english})"),
            )
        })
        .unzip();
    let (japanese, english) = (japanese.join("、"), english.join("; "));
    text!(
        "次のうち一つを書いてください: {japanese}",
        "give one of: {english}"
    )
}

/// What the kind of that name is for.
fn about(name: &str) -> About {
    let kind = KINDS.iter().find(|kind| kind.name == name);
    let key = kind.and_then(|kind| kind.shape.key(name));
    key.expect("a kind has a key of its own name").about
}

fn circular(circle: &[&str], place: Place) -> Diagnostic {
    let mut names = circle.to_vec();
    names.extend(circle.first());
    let path = names.join(" → ");
    Diagnostic::new(
        code::FACT_CIRCLE,
        place,
        text!(
            "互いを元に計算しているため、値が決まりません: {path}",
            "these facts are derived from each other: {path}"
        ),
    )
    .help(text!(
        "どれか一つに、日付をそのまま書いてください",
        "give one of them a date of its own"
    ))
}
