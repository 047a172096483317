//! A fact that nothing refers to: it will be forgotten when it changes.

use super::{Check, Rule};
use crate::diag::{Diagnostic, code, text};
use crate::site::Site;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: code::UNUSED_FACT,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut used: BTreeSet<&str> = site.uses.iter().map(|used| used.key.as_str()).collect();
    for stated in site.timeline.base().facts.iter() {
        used.extend(stated.derived_from.iter().map(String::as_str));
    }
    for stated in site.timeline.base().facts.iter() {
        let (key, label) = (&stated.key, &stated.label);
        if used.contains(key.as_str()) {
            continue;
        }
        diagnostics.push(
            Diagnostic::new(
                code::UNUSED_FACT,
                stated.place.clone(),
                text!(
                    "「{label}」（{key}）はどこでも使われていません",
                    "nothing refers to `{key}` ({label})"
                ),
            )
            .help(text!(
                "文章の中で「{{{{ {key} }}}}」と書いて使うか、この項目を消してください",
                "refer to it with `{{{{ {key} }}}}`, or delete it"
            )),
        );
    }
}
