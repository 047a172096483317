//! What follows from another mistake is not told as a second one.

use crate::diag::{Code, Diagnostic, code, text};
use crate::snapshot::Snapshot;
use crate::source::SourceId;
use std::collections::{BTreeMap, BTreeSet};

/// How many places beside the first a finding shows.
const MAX_PLACES_SHOWN: usize = 5;

/// Mistakes that keep a page from saying what facts it speaks of.
const HIDES_A_PAGE: [Code; 8] = [
    code::BAD_ENCODING,
    code::DUPLICATE_URL,
    code::MISSING_FILE,
    code::SYNTAX,
    code::TOO_LARGE,
    code::UNKNOWN_LANGUAGE,
    code::UNPORTABLE_NAME,
    code::UNREADABLE_FILE,
];

/// Takes out of all that was found what follows from other findings.
pub fn without_consequences(diagnostics: &mut Vec<Diagnostic>, snapshot: &Snapshot) {
    without_links_home(diagnostics);
    without_uses_of_lost_pages(diagnostics);
    without_files_of_wrong_pages(diagnostics, snapshot);
}

/// What leads to a home page that is not there.
fn without_links_home(diagnostics: &mut Vec<Diagnostic>) {
    let missing = diagnostics
        .iter()
        .filter(|one| one.code == code::MISSING_FILE);
    let missing = missing.map(|one| one.place.source.as_str());
    let missing: BTreeSet<String> = missing
        .filter_map(|path| path.strip_suffix("/index.md"))
        .map(str::to_owned)
        .collect();
    diagnostics.retain(|one| {
        let cause = one
            .cause
            .as_deref()
            .filter(|_| one.code == code::BROKEN_LINK);
        !cause.is_some_and(|cause| missing.contains(cause))
    });
}

/// A fact may be used in a page of which nobody can tell.
fn without_uses_of_lost_pages(diagnostics: &mut Vec<Diagnostic>) {
    let hides = |one: &Diagnostic| {
        let is_page = one.place.source.as_str().ends_with(".md");
        is_page && one.is_error() && HIDES_A_PAGE.contains(&one.code)
    };
    if diagnostics.iter().any(hides) {
        diagnostics.retain(|one| one.code != code::UNUSED_FACT);
    }
}

/// A file that no page leads to is no mistake by itself where a page names it and has an error,
/// such as a link that is none.
fn without_files_of_wrong_pages(diagnostics: &mut Vec<Diagnostic>, snapshot: &Snapshot) {
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

/// Findings of one code with one cause as one: at the first place, which is that of the site's own
/// file where it has one, with the others beside it. What is allowed is no longer among them.
pub fn merged(found: Vec<Diagnostic>, config: &SourceId) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, one) in found.iter().enumerate() {
        if let Some(cause) = &one.cause {
            let group = groups.entry((one.code.name(), cause)).or_default();
            group.push(at);
        }
    }
    let mut others: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let mut in_config = group
            .iter()
            .filter(|at| found[**at].place.source == *config);
        let first = *in_config.next().unwrap_or(&group[0]);
        others.insert(first, group.into_iter().filter(|at| *at != first).collect());
    }
    if others.is_empty() {
        return found;
    }
    let places: Vec<_> = found.iter().map(|one| one.place.clone()).collect();
    let told_elsewhere: BTreeSet<usize> = others.values().flatten().copied().collect();
    let kept = found.into_iter().enumerate();
    let kept = kept.filter(|(at, _)| !told_elsewhere.contains(at));
    kept.map(|(at, one)| {
        let others = others.get(&at).into_iter().flatten();
        others.take(MAX_PLACES_SHOWN).fold(one, |one, other| {
            one.label(
                places[*other].clone(),
                text!("ここにもあります", "and here"),
            )
        })
    })
    .collect()
}
