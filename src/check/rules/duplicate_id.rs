//! Two elements of a published page with one id: a link or a label leads to the first only
//! (JIS X 8341-3:2016, 4.1.1).
//!
//! The content's own ids are compared when it is parsed, where each has a place. This looks at
//! the page as a whole: ids of the theme, of several answers in one page.

use super::{Check, Rule};
use crate::check::Published;
use crate::diag::{Diagnostic, Place, code, text};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: code::DUPLICATE_ID,
    check: Check::Published(check),
};

fn check(published: &Published<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut pages: BTreeMap<&str, Vec<&Place>> = BTreeMap::new();
    for (page, place) in published.pages() {
        for id in &page.twice {
            pages.entry(id).or_default().push(place);
        }
    }
    for (id, places) in pages {
        // What a template says twice, all its pages say twice: that is one mistake.
        let of_theme = published.in_theme(&[format!("id=\"{id}\"")]);
        match of_theme.filter(|_| places.len() > 1) {
            Some(place) => diagnostics.push(finding(id, place)),
            None => diagnostics.extend(places.into_iter().map(|place| finding(id, place.clone()))),
        }
    }
}

fn finding(id: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        code::DUPLICATE_ID,
        place,
        text!(
            "できあがったページに、同じ「#{id}」が二つあります",
            "the published page has `#{id}` twice"
        ),
    )
    .help(text!(
        "見出しの {{#…}} を別の名前に変えるか、テンプレートの id を確かめてください",
        "give a heading another {{#…}}, or look for the id in the templates"
    ))
}
