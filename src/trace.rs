//! Where the value of a fact comes from, and where it goes: how it was derived, where it is
//! stated, and every place that says it, through the facts that are derived from it too.

use crate::calendar::Date;
use crate::compare::{default_text, derivations};
use crate::content::PageKind;
use crate::diag::Place;
use crate::facts::{Facts, Form, Found, Missing, Stated, plain_text};
use crate::language::Language;
use crate::site::{PageId, Site, Use};
use crate::snapshot::Snapshot;
use crate::source::LineIndex;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A fact with its uses.
#[derive(Debug)]
pub struct Trace<'a> {
    /// The fact.
    pub stated: &'a Stated,
    /// Its key, or the name of the member that was asked for.
    pub name: String,
    /// What is printed of it when no form is named.
    pub value: String,
    /// How its days were arrived at.
    pub derivations: Vec<String>,
    /// Where it is used.
    pub uses: Vec<&'a Use>,
}

/// A value that a fact has from a day on.
#[derive(Debug)]
pub struct Value<'a> {
    /// Its first day; none where it has been so for ever.
    pub from: Option<Date>,
    /// What is printed of it when no form is named.
    pub value: String,
    /// How its days were arrived at.
    pub derivations: Vec<String>,
    /// Where it is stated.
    pub place: &'a Place,
    /// Whether it is the one of the day of the build.
    pub is_now: bool,
    /// The uses that show it today. Pages without a day or a cycle of their own show the value of
    /// the day of the build, and will show a later one by themselves.
    pub uses: Vec<&'a Use>,
}

/// A fact by itself, without its uses.
pub fn stated<'a>(stated: &'a Stated, site: &Site, reader: Language) -> Trace<'a> {
    Trace {
        stated,
        name: stated.key.clone(),
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
        first.value = printed(&found, site);
        first.name.clone_from(&found.name);
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

impl<'a> Trace<'a> {
    /// The values of all times, in their order: a new one begins with each cycle in which
    /// something else is printed, whether it states that or only what that is derived from.
    pub fn history(&self, site: &'a Site, reader: Language) -> Vec<Value<'a>> {
        let mut values: Vec<Value<'a>> = Vec::new();
        let mut numbers: Vec<(&Arc<Facts>, usize)> = Vec::new();
        let today = site.in_force();
        for (from, _, in_force) in site.timeline.periods() {
            let facts = in_force.facts;
            let (Ok(found), Some(stated)) =
                (facts.find(&self.name), facts.stated(&self.stated.key))
            else {
                continue;
            };
            let value = printed(&found, site);
            if values.last().is_none_or(|last| last.value != value) {
                values.push(Value {
                    from,
                    value,
                    derivations: derivations(stated, reader),
                    place: &stated.place,
                    is_now: false,
                    uses: Vec::new(),
                });
            }
            if let Some(last) = values.last_mut() {
                last.is_now |= in_force.is_same(&today);
            }
            numbers.push((facts, values.len() - 1));
        }
        for used in &self.uses {
            let page = site.page_of(&used.place.source);
            let facts = page.map_or(today.facts, |page| &site.page(page).in_force);
            let number = numbers.iter().find(|(one, _)| Arc::ptr_eq(one, facts));
            // What `[facts]` says serves where no cycle is in force, which is an error.
            let number = number.map_or(0, |(_, number)| *number);
            if let Some(value) = values.get_mut(number) {
                value.uses.push(used);
            }
        }
        values
    }
}

fn printed(found: &Found, site: &Site) -> String {
    let parts = found.fact.print(Form::Default, site.config.language);
    parts.as_deref().map(plain_text).unwrap_or_default()
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
