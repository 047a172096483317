//! What follows from another mistake is not told as a second one.

use crate::diag::{Code, Diagnostic, Text, code};
use crate::snapshot::Snapshot;
use crate::source::{SourceId, Span};
use std::collections::BTreeMap;

/// The errors about something that is not what it should be: an odd character in it is why.
const MISREAD: [Code; 16] = [
    code::BROKEN_LINK,
    code::DEAD_ANCHOR,
    code::INVALID_ALLOWANCE,
    code::INVALID_DIRECTIVE,
    code::INVALID_EXPRESSION,
    code::INVALID_REFERENCE,
    code::INVALID_VALUE,
    code::SYNTAX,
    code::UNKNOWN_DIRECTIVE,
    code::UNKNOWN_FACT,
    code::UNKNOWN_FORM,
    code::UNKNOWN_KEY,
    code::UNKNOWN_LANGUAGE,
    code::UNSAFE_LINK,
    code::WRONG_KIND,
    code::WRONG_TYPE,
];

/// Takes out of all that was found what follows from other findings: a file that no page leads to
/// is no mistake by itself where a page names it and has an error, such as a link that is none.
pub fn without_consequences(diagnostics: &mut Vec<Diagnostic>, snapshot: &Snapshot) {
    explain_by_invisible(diagnostics);
    let is_unlinked = |one: &Diagnostic| one.code == code::UNLINKED_FILE;
    if !diagnostics.iter().any(is_unlinked) {
        return;
    }
    let mut wrong: Vec<_> = diagnostics
        .iter()
        .filter(|one| one.is_error() && one.place.source.as_str().ends_with(".md"))
        .filter_map(|one| snapshot.get(one.place.source.as_str()))
        .collect();
    wrong.dedup_by_key(|source| source.id().clone());
    let texts: Vec<_> = wrong
        .iter()
        .map(|source| String::from_utf8_lossy(source.bytes()))
        .collect();
    diagnostics.retain(|one| {
        let path = one.place.source.as_str();
        let name = path.rsplit('/').next().unwrap_or_default();
        !(is_unlinked(one) && texts.iter().any(|text| text.contains(name)))
    });
}

/// Where something could not be read because of a character that nobody sees, the two are one
/// finding: the error, which says so.
fn explain_by_invisible(diagnostics: &mut Vec<Diagnostic>) {
    let is_odd = |one: &Diagnostic| one.code == code::INVISIBLE_CHARACTER;
    if !diagnostics.iter().any(is_odd) {
        return;
    }
    let (odd, mut others): (Vec<Diagnostic>, Vec<Diagnostic>) =
        std::mem::take(diagnostics).into_iter().partition(is_odd);
    let mut by_file: BTreeMap<SourceId, Vec<(Span, usize)>> = BTreeMap::new();
    for (at, one) in odd.iter().enumerate() {
        let places = by_file.entry(one.place.source.clone()).or_default();
        places.push((one.place.span, at));
    }
    for places in by_file.values_mut() {
        places.sort();
    }
    let mut explains = vec![false; odd.len()];
    for one in others.iter_mut().filter(|one| MISREAD.contains(&one.code)) {
        let span = one.place.span;
        let Some(places) = by_file.get(&one.place.source) else {
            continue;
        };
        let first = places.partition_point(|(place, _)| place.end <= span.start);
        if let Some((_, at)) = places
            .get(first)
            .filter(|(place, _)| place.start < span.end)
        {
            let cause = &odd[*at];
            // What has a fix of its own has said what to type.
            if one.mechanical_fix().is_none() {
                one.labels.clear();
                one.help = Some(because(cause));
                one.fix.clone_from(&cause.fix);
            }
            explains[*at] = true;
        }
    }
    let untold = odd
        .into_iter()
        .zip(explains)
        .filter(|(_, explains)| !explains);
    others.extend(untold.map(|(one, _)| one));
    *diagnostics = others;
}

/// What is wrong and what to do about it, in one.
fn because(cause: &Diagnostic) -> Text {
    let Some(help) = &cause.help else {
        return cause.message.clone();
    };
    Text {
        japanese: format!("{}。{}", cause.message.japanese, help.japanese),
        english: format!("{}: {}", cause.message.english, help.english),
    }
}
