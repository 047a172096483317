//! A fact that nothing refers to: it will be forgotten when it changes.

use super::{Check, Rule};
use crate::diag::{Diagnostic, code, text};
use crate::site::Site;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: code::UNUSED_FACT,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let facts = site.timeline.base().facts;
    let keyed = facts.iter().map(|stated| (stated.key.as_str(), stated));
    let mut unused: BTreeMap<&str, _> = keyed.collect();
    for used in facts.iter().flat_map(|stated| &stated.derived_from) {
        unused.remove(used.as_str());
    }
    // There are many uses of few facts: most often the first pages use them all.
    for used in site.uses() {
        if unused.is_empty() {
            return;
        }
        unused.remove(used.key.as_str());
    }
    for (key, stated) in unused {
        let label = &stated.label;
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
