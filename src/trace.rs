//! Where the value of a fact comes from, and where it goes: how it was derived, where it is
//! stated, and every place that says it, through the facts that are derived from it too.

use crate::compare::{default_text, derivations};
use crate::content::PageKind;
use crate::diag::Place;
use crate::facts::{Facts, Form, Missing, Stated, plain_text};
use crate::language::Language;
use crate::site::{PageId, Site, Use};
use crate::snapshot::Snapshot;
use crate::source::LineIndex;
use std::collections::BTreeSet;

/// A fact with its uses.
#[derive(Debug)]
pub struct Trace<'a> {
    /// The fact.
    pub stated: &'a Stated,
    /// What is printed of it when no form is named.
    pub value: String,
    /// How its days were arrived at.
    pub derivations: Vec<String>,
    /// Where it is used.
    pub uses: Vec<&'a Use>,
}

/// A fact by itself, without its uses.
pub fn stated<'a>(stated: &'a Stated, site: &Site, reader: Language) -> Trace<'a> {
    Trace {
        stated,
        value: default_text(stated, site.config.language),
        derivations: derivations(stated, reader),
        uses: Vec::new(),
    }
}

/// The fact that `name` leads to in `facts`, with its uses, then the facts that are derived from
/// it with theirs. Who asks for a member of a fact, such as the end of a window, gets its value
/// and its uses, and those that print the whole.
///
/// # Errors
/// That there is no such fact.
pub fn trace<'a>(
    name: &str,
    site: &'a Site,
    facts: &'a Facts,
    reader: Language,
) -> Result<Vec<Trace<'a>>, Missing> {
    let found = facts.find(name)?;
    let own = &found.stated.key;
    let is_member = found.name != *own;
    let mut traces: Vec<Trace<'a>> = with_derived(own, facts)
        .into_iter()
        .map(|one| stated(one, site, reader))
        .collect();
    if let Some(first) = traces.first_mut() {
        let parts = found.fact.print(Form::Default, site.config.language);
        first.value = parts.as_deref().map(plain_text).unwrap_or_default();
    }
    for used in site.uses() {
        let is_other = is_member && used.key == *own && used.name != *own;
        if is_other && used.name != found.name {
            continue;
        }
        if let Some(trace) = traces.iter_mut().find(|one| one.stated.key == used.key) {
            trace.uses.push(used);
        }
    }
    Ok(traces)
}

/// The fact of a key, then those that are derived from it, the nearest first.
fn with_derived<'a>(key: &str, facts: &'a Facts) -> Vec<&'a Stated> {
    let mut found: Vec<&Stated> = facts.stated(key).into_iter().collect();
    let mut seen = BTreeSet::from([key]);
    let mut at = 0;
    while let Some(source) = found.get(at) {
        let source = &source.key;
        let derived = facts
            .iter()
            .filter(|other| other.derived_from.contains(source));
        for other in derived {
            if seen.insert(&other.key) {
                found.push(other);
            }
        }
        at += 1;
    }
    found
}

/// The pages that show what stands at a place; none where that surrounds every page.
pub fn pages_of(site: &Site, place: &Place) -> Vec<PageId> {
    let Some(id) = site.page_of(&place.source) else {
        return Vec::new();
    };
    let page = site.page(id);
    // An answer stands in the page of its section, too.
    let section = page.parent.filter(|_| page.kind == PageKind::Faq);
    std::iter::once(id).chain(section).collect()
}

/// Line and column of the beginning of a place, both from 1.
pub fn position(snapshot: &Snapshot, place: &Place) -> (usize, usize) {
    let source = snapshot.get(place.source.as_str());
    let text = source.and_then(|source| std::str::from_utf8(source.bytes()).ok());
    LineIndex::new(text.unwrap_or_default()).position(place.span.start)
}
