//! What follows from another mistake is not told as a second one.

use crate::diag::{Diagnostic, code};
use crate::snapshot::Snapshot;

/// Takes out of all that was found what follows from other findings: a file that no page leads to
/// is no mistake by itself where a page names it and has an error, such as a link that is none.
pub fn without_consequences(diagnostics: &mut Vec<Diagnostic>, snapshot: &Snapshot) {
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
