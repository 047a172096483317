//! Gives every fact its value, those it is derived from first.

use super::closures::Pass;
use super::cycle::Statements;
use super::definition::Definition;
use super::evaluate::{Derivation, Named, Omit, Question};
use super::kinds::LABEL;
use super::{Expression, Facts, KINDS, Kind, Known, Missing, Stated, WINDOW, closures};
use crate::calendar::{AsOf, Calendar, Date, Point, format};
use crate::diag::{Checked, Diagnostic, Place, Text, code, text};
use crate::near::{NearIndex, near_misses};
use crate::source::SourceId;
use crate::value::{
    About, Entry, FromNode, Node, Others, Reader, Shape, Spanned, Table, Type, Value,
};
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

/// So many windows are offered for one that is not there.
const MAX_SHOWN_WINDOWS: usize = 12;
/// So many names of a circle are told, at its beginning and at its end.
const MAX_SHOWN_OF_CIRCLE: usize = 8;

/// What a kind needs to know while it reads a fact: the other facts and the calendar.
///
/// Holds the values of one time, and goes on to the next: a cycle changes a few facts, and those
/// that are derived from them. A fact that asks for another one that has no value yet is put off,
/// and read again when that has one: a chain of facts may be of any length.
pub struct Scope<'a> {
    source: &'a SourceId,
    calendar: &'a Calendar,
    as_of: AsOf,
    is_whole: bool,
    definitions: Vec<Definition<'a>>,
    names: Names<'a>,
    /// By the places of their definitions; none while it is not known.
    values: Vec<Option<Valued>>,
    /// The facts that asked for each.
    asked_by: Vec<BTreeSet<usize>>,
    /// The facts that are being read, outermost first.
    path: Vec<Open>,
    /// Where they stand in that.
    depths: HashMap<usize, usize>,
    /// Facts of which something is wrong, or that one asked for which failed.
    in_question: BTreeSet<String>,
    diagnostics: Vec<Diagnostic>,
    known: Arc<Known>,
}

/// What became of a fact.
#[derive(Clone)]
struct Valued {
    /// None where it could not be read, which has been reported.
    stated: Option<Arc<Stated>>,
    /// The facts that it asked for.
    asked: BTreeSet<usize>,
    /// Whether it depends on which days are business days.
    counts: bool,
}

/// A fact that is being read.
struct Open {
    at: usize,
    /// Facts without a value that it asked for.
    waits_for: VecDeque<usize>,
    asked: BTreeSet<usize>,
    derivations: Vec<Derivation>,
    /// Where it came to depend on which days are business days.
    counted: Option<Place>,
    goes_by_day: bool,
}

/// What a cycle took the place of.
pub(super) struct Before<'a> {
    definitions: Vec<(usize, Definition<'a>)>,
    values: Vec<(usize, Option<Valued>)>,
    known: Arc<Known>,
}

impl<'a> Scope<'a> {
    /// Gives every defined fact its value that the pass wants. What is wrong with those that get
    /// none is reported, once each.
    pub(super) fn new(
        definitions: Vec<Definition<'a>>,
        statements: Statements<'a>,
        pass: Pass<'a>,
    ) -> Self {
        let count = definitions.len();
        let mut scope = Scope {
            source: statements.source,
            calendar: pass.calendar,
            as_of: statements.as_of,
            is_whole: statements.is_whole,
            names: Names::of(&definitions),
            values: vec![None; count],
            asked_by: vec![BTreeSet::new(); count],
            path: Vec::new(),
            depths: HashMap::new(),
            in_question: BTreeSet::new(),
            diagnostics: Vec::new(),
            known: Arc::default(),
            definitions,
        };
        for at in 0..count {
            if pass.wants(&scope.definitions[at]) {
                scope.settle(at);
            }
        }
        scope.known = Arc::new(scope.known());
        scope
    }

    /// The definitions that hold now.
    pub(super) fn definitions(&self) -> &[Definition<'a>] {
        &self.definitions
    }

    /// The place of the definition that goes by that name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.names.find(name)
    }

    /// Puts other definitions in the place of some. What depends on them is read again.
    pub(super) fn restate(&mut self, changed: Vec<(usize, Definition<'a>)>) -> Before<'a> {
        let mut before = Before {
            definitions: Vec::new(),
            values: Vec::new(),
            known: Arc::clone(&self.known),
        };
        let mut next: Vec<usize> = Vec::new();
        for (at, definition) in changed {
            let old = std::mem::replace(&mut self.definitions[at], definition);
            before.definitions.push((at, old));
            next.push(at);
        }
        let mut touched = BTreeSet::new();
        while let Some(at) = next.pop() {
            if touched.insert(at) {
                next.extend(&self.asked_by[at]);
            }
        }
        for at in touched {
            let old = self.set(at, None);
            // What was not wanted before is not wanted now.
            if old.is_some() {
                before.values.push((at, old));
            }
        }
        for (at, _) in &before.values {
            self.settle(*at);
        }
        let is_known_otherwise = |(at, old): &(usize, Option<Valued>)| {
            let label = |value: &Option<Valued>| {
                let stated = value.as_ref().and_then(|value| value.stated.as_ref());
                stated.map(|stated| stated.label.clone())
            };
            label(old) != label(&self.values[*at])
        };
        if before.values.iter().any(is_known_otherwise) {
            self.known = Arc::new(self.known());
        }
        before
    }

    /// Takes a cycle back.
    pub(super) fn restore(&mut self, before: Before<'a>) {
        for (at, definition) in before.definitions {
            self.definitions[at] = definition;
        }
        for (at, value) in before.values {
            self.set(at, value);
        }
        self.known = before.known;
    }

    /// The facts that were read again with a cycle, by their keys.
    pub(super) fn read_again(&self, before: &Before<'a>) -> Vec<Arc<Stated>> {
        let values = before.values.iter();
        let mut again: Vec<_> = values.filter_map(|(at, _)| self.value(*at)).collect();
        again.sort_by(|one, other| one.key.cmp(&other.key));
        again
    }

    /// The values that hold now.
    pub(super) fn facts(&self) -> Facts {
        let order = self.names.by_key.iter();
        Facts {
            stated: order.filter_map(|at| self.value(*at)).collect(),
            known: Arc::clone(&self.known),
            has_unread: !self.is_whole,
        }
    }

    /// What all that was read amounts to beside the values: what is wrong, and the facts of which
    /// it cannot be told whether they are used.
    pub(super) fn finish(self) -> Checked<BTreeSet<String>> {
        Checked::new(self.in_question, self.diagnostics)
    }

    fn known(&self) -> Known {
        let mut known = Known::default();
        for (definition, value) in self.definitions.iter().zip(&self.values) {
            let stated = value.as_ref().and_then(|value| value.stated.as_ref());
            match stated {
                Some(stated) => {
                    let (label, key) = (stated.label.clone(), stated.key.clone());
                    known.keys_by_label.insert(label, key);
                }
                None => {
                    known.failed.insert(definition.key.to_owned());
                    known.failed.extend(definition.label.map(str::to_owned));
                }
            }
        }
        known
    }

    fn value(&self, at: usize) -> Option<Arc<Stated>> {
        self.values[at].as_ref()?.stated.clone()
    }

    fn set(&mut self, at: usize, value: Option<Valued>) -> Option<Valued> {
        let old = std::mem::replace(&mut self.values[at], value);
        for asked in old.iter().flat_map(|old| &old.asked) {
            self.asked_by[*asked].remove(&at);
        }
        for asked in self.values[at].iter().flat_map(|new| &new.asked) {
            self.asked_by[*asked].insert(at);
        }
        old
    }

    /// What the build speaks for.
    pub fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// The point that `node` says: a date, perhaps with a time, or an expression over other
    /// facts.
    pub fn point(&mut self, node: &Node, reader: &mut Reader<'_, '_>) -> Option<Point> {
        let expression = Expression::of(node.clone());
        // All of them at once: what waits for one after the other is read as often.
        for name in expression.heads() {
            self.ask(name);
        }
        if self.path.last().is_some_and(Open::waits) {
            return None;
        }
        let key = self.path.last().map(|open| self.definitions[open.at].key);
        let question = Question {
            expression: &expression,
            source: reader.source(),
            calendar: self.calendar,
            as_of: self.as_of,
            omit: match (reader.optional_key(node), key) {
                (Some(key), _) => Omit::Key(key),
                (None, Some(key)) => Omit::Fact(key),
                (None, None) => Omit::Here,
            },
        };
        let derivation = question.answer(
            &mut |name, place, diagnostics| self.fact(name, place, diagnostics),
            reader.diagnostics(),
        )?;
        let point = derivation.point;
        if let Some(open) = self.path.last_mut() {
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
        let found = self.named(&name.value).map(|at| &self.definitions[at]);
        if let Some(found) = found.filter(|found| found.is(&WINDOW)) {
            return Some(found.key.to_owned());
        }
        if found.is_some() || self.is_whole {
            let windows = self.names.windows.iter();
            let mut windows: Vec<&str> = windows.map(|at| self.definitions[*at].key).collect();
            if windows.len() > MAX_SHOWN_WINDOWS {
                windows.truncate(MAX_SHOWN_WINDOWS);
                windows.push("…");
            }
            let place = reader.place(name.span);
            reader.report(no_window(&name.value, found.is_some(), &windows, place));
        }
        None
    }

    /// Notes that the fact that is being read depends on the one of that name, and waits for it
    /// where it has no value yet.
    fn ask(&mut self, name: &str) {
        let Some(at) = self.named(name) else { return };
        let is_put_off = self.values[at].is_none() && !self.depths.contains_key(&at);
        if let Some(open) = self.path.last_mut() {
            open.asked.insert(at);
            if is_put_off {
                open.waits_for.push_back(at);
            }
        }
    }

    /// The fact of that name, which has a value if it can have one.
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
        let Some(at) = self.named(head) else {
            if self.is_whole {
                let near = self.names.near(&self.definitions, head);
                diagnostics.extend(Missing::Fact(near).diagnostic(name, place));
            }
            return None;
        };
        if let Some(depth) = self.depths.get(&at) {
            let circle = self.path[*depth..].iter();
            let circle: Vec<&str> = circle.map(|open| self.definitions[open.at].key).collect();
            diagnostics.push(circular(&circle, place));
            return None;
        }
        let found = self.values[at].as_ref()?;
        let stated = found.stated.as_ref()?;
        if let Some(open) = self.path.last_mut() {
            if found.counts {
                open.counted = Some(place.clone());
            }
            open.goes_by_day |= stated.goes_by_day;
        }
        match Named::of(stated, member) {
            Ok(named) => Some(named),
            Err(problem) => {
                diagnostics.extend(problem.diagnostic(name, place));
                None
            }
        }
    }

    /// Gives a fact its value, and those that it depends on before it.
    fn settle(&mut self, at: usize) {
        self.open(at);
        while let Some(open) = self.path.last_mut() {
            let at = open.at;
            if let Some(wanted) = open.waits_for.pop_front() {
                self.open(wanted);
                continue;
            }
            let mut diagnostics = Vec::new();
            open.asked.clear();
            open.derivations.clear();
            let read = self.read(at, &mut diagnostics);
            if self.path.last().is_some_and(Open::waits) {
                continue;
            }
            let Some(open) = self.path.pop() else { return };
            self.depths.remove(&at);
            self.close(open, read, diagnostics);
        }
    }

    fn open(&mut self, at: usize) {
        // Two may wait for the same.
        if self.values[at].is_some() || self.depths.contains_key(&at) {
            return;
        }
        self.depths.insert(at, self.path.len());
        self.path.push(Open {
            at,
            waits_for: VecDeque::new(),
            asked: BTreeSet::new(),
            derivations: Vec::new(),
            counted: None,
            goes_by_day: false,
        });
    }

    /// Keeps what was read of a fact.
    fn close(&mut self, open: Open, read: Option<Stated>, mut diagnostics: Vec<Diagnostic>) {
        let at = open.at;
        let key = self.definitions[at].key;
        if diagnostics.iter().any(Diagnostic::is_error) {
            self.in_question.insert(key.to_owned());
        }
        let stated = read.filter(|stated| match &open.counted {
            Some(place) if stated.fact.closure().is_some() => {
                diagnostics.push(closures::counts(key, place.clone()));
                false
            }
            _ => true,
        });
        self.diagnostics.append(&mut diagnostics);
        if stated.is_none() {
            let named = self.names.all_in(&self.definitions[at].node);
            let asked = open.asked.iter().copied().chain(named);
            let keys = asked.map(|at| self.definitions[at].key.to_owned());
            self.in_question.extend(keys);
        }
        let stated = stated.map(|stated| {
            let members = stated.fact.members();
            let by_itself = members.iter().any(|one| one.fact.next_change().is_some());
            let asked = open.asked.iter();
            Arc::new(Stated {
                derived_from: asked
                    .map(|at| self.definitions[*at].key.to_owned())
                    .collect(),
                derivations: open.derivations,
                goes_by_day: by_itself || open.goes_by_day,
                ..stated
            })
        });
        let value = Valued {
            stated,
            asked: open.asked,
            counts: open.counted.is_some(),
        };
        self.set(at, Some(value));
    }

    fn read(&mut self, at: usize, diagnostics: &mut Vec<Diagnostic>) -> Option<Stated> {
        let source = self.source;
        let definition = &self.definitions[at].clone();
        let kind = kind(definition, source, diagnostics);
        let shape = kind.map_or(&UNKNOWN, |kind| &kind.shape);
        let mut reader = Reader::new(source, &definition.node, shape, diagnostics);
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
        Some(Stated {
            key: definition.key.to_owned(),
            label: label?.trim().to_owned(),
            place: Place::new(source, definition.key_span),
            kind: kind?.name,
            fact: fact?,
            is_history: past.unwrap_or(false),
            derived_from: BTreeSet::new(),
            derivations: Vec::new(),
            goes_by_day: false,
        })
    }
}

impl Open {
    fn waits(&self) -> bool {
        !self.waits_for.is_empty()
    }
}

/// Where the definitions stand by what they are called.
struct Names<'a> {
    by_name: HashMap<&'a str, Vec<usize>>,
    /// In the order of their keys.
    by_key: Vec<usize>,
    windows: Vec<usize>,
    near: OnceCell<NearIndex>,
}

impl<'a> Names<'a> {
    fn of(definitions: &[Definition<'a>]) -> Self {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, definition) in definitions.iter().enumerate() {
            for name in std::iter::once(definition.key).chain(definition.label) {
                by_name.entry(name).or_default().push(at);
            }
        }
        let mut by_key: Vec<usize> = (0..definitions.len()).collect();
        by_key.sort_by_key(|at| definitions[*at].key);
        let all = definitions.iter().enumerate();
        let windows = all.filter(|(_, one)| one.is(&WINDOW)).map(|(at, _)| at);
        Self {
            by_name,
            by_key,
            windows: windows.collect(),
            near: OnceCell::new(),
        }
    }

    /// The first that goes by that name.
    fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name)?.first().copied()
    }

    fn near(&self, definitions: &[Definition<'a>], name: &str) -> Vec<String> {
        let names = definitions.iter().map(|definition| definition.key);
        let names = names.chain(definitions.iter().filter_map(|definition| definition.label));
        let near = self.near.get_or_init(|| NearIndex::new(names));
        near.find(name).into_iter().map(str::to_owned).collect()
    }

    /// All that a text in the node speaks of, in an expression that can be read or not.
    fn all_in(&self, node: &Node) -> Vec<usize> {
        match &node.value {
            Value::String(text) => {
                let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
                let found = words.filter_map(|word| self.by_name.get(word));
                found.flatten().copied().collect()
            }
            Value::Table(table) => {
                let inner = table.entries.iter();
                inner.flat_map(|entry| self.all_in(&entry.node)).collect()
            }
            _ => Vec::new(),
        }
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
    if names.len() > 2 * MAX_SHOWN_OF_CIRCLE {
        let left_out = MAX_SHOWN_OF_CIRCLE..names.len() - MAX_SHOWN_OF_CIRCLE;
        names.splice(left_out, ["…"]);
    }
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
