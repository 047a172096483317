//! Facts that do not keep what was promised of them, in any cycle.

use super::{Check, Rule};
use crate::diag::{Diagnostic, code};
use crate::site::Site;

pub(super) const RULE: Rule = Rule {
    code: code::BROKEN_PROMISE,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let config = &site.config;
    for promise in &config.promises {
        for in_force in site.timeline.all() {
            diagnostics.extend(promise.check(
                in_force.facts,
                &config.source,
                site.timeline.calendar(),
                site.as_of,
            ));
        }
    }
}
