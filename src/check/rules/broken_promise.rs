//! Facts that do not keep what was promised of them, in any cycle.

use super::{Check, Rule};
use crate::diag::{Diagnostic, code};
use crate::facts::{Cycle, Promise, Trials};
use crate::site::Site;

pub(super) const RULE: Rule = Rule {
    code: code::BROKEN_PROMISE,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let config = &site.config;
    let mut trials = Trials::default();
    for promise in &config.promises {
        let keys = keys(promise, site);
        let mut is_first = true;
        for in_force in site.timeline.all() {
            // In a cycle that has the same facts it would be kept or broken as before.
            let is_same = |cycle: &Cycle| !keys.iter().any(|key| cycle.is_own(key));
            if !is_first && in_force.cycle.is_some_and(is_same) {
                continue;
            }
            is_first = false;
            diagnostics.extend(promise.check(
                in_force.facts,
                &config.source,
                site.timeline.calendar(),
                site.as_of,
                &mut trials,
            ));
        }
    }
}

/// The keys of the facts that it names, by a key or by a label.
fn keys<'a>(promise: &'a Promise, site: &'a Site) -> Vec<&'a str> {
    let facts = site.timeline.base().facts;
    let key = |head: &'a str| {
        let found = facts.find(head).ok()?;
        facts.stated(&found.stated.key).map(|stated| &*stated.key)
    };
    let heads = promise.heads().into_iter();
    heads.map(|head| key(head).unwrap_or(head)).collect()
}
