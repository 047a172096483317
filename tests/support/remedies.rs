//! What comes of the remedies of a case, made one by one.

use crate::case::{shown, snapshot};
use crate::suite::Case;
use annai::build::{self, Options};
use annai::calendar::AsOf;
use annai::diag::{Diagnostic, Place, code};
use annai::fix;
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The mechanical fixes that the proof does not let pass: none is to be called mechanical.
pub(crate) fn refused(case: &Case, as_of: AsOf, theme: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let options = Options::new(case.as_of().unwrap_or(as_of));
    let snapshot = snapshot(case, &shown(case), theme);
    let mut cache = Cache::default();
    let before = build::build(&snapshot, &options, &mut cache);
    let mut held = before.diagnostics.clone();
    fix::hold(&snapshot, &mut held, &options, &mut cache);
    let pairs = before.diagnostics.iter().zip(&held);
    let refused = pairs.filter(|(one, other)| one.fix != other.fix);
    refused
        .map(|(one, _)| format!("{}: {} => {:?}", one.code, one.message.english, one.fix))
        .collect()
}

/// What is told to be typed and does not cure in one round: the finding is still there, or an
/// error has come where it was typed. What is wrong among several lines that could not be read is
/// found when they can.
pub(crate) fn uncured(case: &Case, as_of: AsOf, theme: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let options = Options::new(case.as_of().unwrap_or(as_of));
    let snapshot = snapshot(case, &shown(case), theme);
    let mut cache = Cache::default();
    let found = build::build(&snapshot, &options, &mut cache).diagnostics;
    let mut wrong = Vec::new();
    for one in &found {
        let Some((place, text)) = typed(one) else {
            continue;
        };
        let Some(typed) = with(&snapshot, &place, &text) else {
            continue;
        };
        let now = build::build(&typed, &options, &mut cache).diagnostics;
        let edit = Edit { place, text };
        let left = now.iter().find(|other| edit.is_left(one, other));
        let is_block = one.code == code::SYNTAX && edit.text.trim().contains('\n');
        let mut new = now.iter().filter(|other| other.is_error() && !is_block);
        let new = new.find(|other| edit.is_at(other) && !edit.was_there(&found, other));
        if let Some(other) = left.or(new) {
            let (text, said) = (edit.text, &other.message.english);
            wrong.push(format!(
                "{}: `{text}` gives {}: {said}",
                one.code, other.code
            ));
        }
    }
    wrong
}

/// What a finding says should be typed, and where: what its fix puts there, or else what its
/// help quotes, if that is no example.
fn typed(one: &Diagnostic) -> Option<(Place, String)> {
    if let Some(fix) = &one.fix {
        return Some((fix.place.clone(), fix.replacement.clone()));
    }
    let help = one.help.as_ref()?.english.strip_prefix("write ")?;
    let quote = help
        .chars()
        .next()
        .filter(|first| ['`', '"'].contains(first))?;
    let (text, behind) = help[1..].split_once(quote)?;
    // A mark for words to be filled in, a line of a whole example, or one way of several.
    let is_example = text.contains('…') || EXAMPLES.contains(&text);
    let is_whole = behind.is_empty() || behind.starts_with([';', ',']);
    (!is_example && is_whole).then(|| (one.place.clone(), text.to_owned()))
}

/// What helps quote to show how a line is written.
const EXAMPLES: [&str; 2] = [
    "hours = { open = \"09:00\", close = \"17:00\" }",
    "key = \"text\"",
];

/// Something that was typed.
struct Edit {
    place: Place,
    text: String,
}

impl Edit {
    /// Where a place was before.
    fn origin(&self, place: &Place) -> Span {
        let old = self.place.span;
        let end = old.start + self.text.len();
        let back = |at: usize, inside: usize| match at {
            at if place.source != self.place.source || at <= old.start => at,
            at if at >= end => at - end + old.end,
            _ => inside,
        };
        let span = place.span;
        Span::new(back(span.start, old.start), back(span.end, old.end))
    }

    /// Whether a finding is one that was to be mended.
    fn is_left(&self, one: &Diagnostic, other: &Diagnostic) -> bool {
        other.code == one.code
            && other.place.source == one.place.source
            && self.origin(&other.place).start == one.place.span.start
    }

    /// Whether a finding is about what was typed.
    fn is_at(&self, other: &Diagnostic) -> bool {
        let (place, span) = (self.origin(&other.place), self.place.span);
        other.place.source == self.place.source
            && place.start <= span.end
            && span.start <= place.end
    }

    fn was_there(&self, found: &[Diagnostic], other: &Diagnostic) -> bool {
        let place = self.origin(&other.place);
        found.iter().any(|known| {
            let span = known.place.span;
            let is_there = place.start <= span.end && span.start <= place.end;
            let is_alike = known.code == other.code && known.place.source == other.place.source;
            is_alike && (is_there || known.message == other.message)
        })
    }
}

/// A site in which somebody has typed something.
fn with(snapshot: &Snapshot, place: &Place, text: &str) -> Option<Snapshot> {
    let source = snapshot.get(place.source.as_str())?;
    let mut bytes = source.bytes().to_vec();
    bytes.splice(place.span.start..place.span.end, text.bytes());
    let source = Source::new(source.id().clone(), bytes);
    Some(snapshot.with([Arc::new(source)]))
}
