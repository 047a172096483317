//! Two elements of a published page with one id: a link or a label leads to the first only
//! (JIS X 8341-3:2016, 4.1.1).
//!
//! The content's own ids are compared when it is parsed, where each has a place. This looks at
//! the page as a whole: ids of the theme, of several answers in one page.

use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, code, text};
use std::collections::HashSet;

pub(super) const RULE: Rule = Rule {
    code: code::DUPLICATE_ID,
    check: Check::Page(check),
};

fn check(html: &str, place: &Place, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = HashSet::new();
    for (at, opening) in html.match_indices(" id=\"") {
        let rest = &html[at + opening.len()..];
        let Some(id) = rest.split('"').next() else {
            continue;
        };
        // Within a tag; what is text has its quotes escaped.
        if seen.insert(id) {
            continue;
        }
        diagnostics.push(
            Diagnostic::new(
                code::DUPLICATE_ID,
                place.clone(),
                text!(
                    "できあがったページに、同じ「#{id}」が二つあります",
                    "the published page has `#{id}` twice"
                ),
            )
            .help(text!(
                "見出しの {{#…}} を別の名前に変えるか、テンプレートの id を確かめてください",
                "give a heading another {{#…}}, or look for the id in the templates"
            )),
        );
    }
}
