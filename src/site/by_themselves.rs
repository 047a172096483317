//! The days on which facts say something else by themselves: the next of days that come back.

use super::Site;
use crate::calendar::Date;
use std::collections::BTreeSet;

/// Those of facts that are used.
pub(super) fn changes(site: &Site) -> Vec<Date> {
    let cycles = site.timeline.cycles().iter().map(|cycle| &cycle.facts);
    let all = std::iter::once(site.timeline.base().facts).chain(cycles);
    let stated = all.flat_map(|facts| facts.iter());
    let changes = stated.flat_map(|stated| {
        let members = stated.fact.members().into_iter();
        members.filter_map(|member| {
            let day = member.fact.next_change()?;
            Some((format!("{}.{}", stated.key, member.name), day))
        })
    });
    let changes: Vec<(String, Date)> = changes.collect();
    if changes.is_empty() {
        return Vec::new();
    }
    let used: BTreeSet<&str> = site.uses().map(|used| used.name.as_str()).collect();
    let changes = changes.into_iter();
    changes
        .filter(|(name, _)| used.contains(name.as_str()))
        .map(|(_, day)| day)
        .collect()
}
