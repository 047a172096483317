//! The same question twice: a copy that somebody began to change, or forgot.

use super::lone_translation::title;
use super::{Check, Rule};
use crate::calendar::Date;
use crate::content::PageKind;
use crate::diag::{Diagnostic, code, text};
use crate::japanese::fold::fold;
use crate::language::Language;
use crate::site::{Page, PageId, Site};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: code::DUPLICATE_QUESTION,
    check: Check::Site(check),
};

/// What pages have in common that say the same: questions wherever they stand, news of one day,
/// other pages of one section.
type Key = (Language, PageKind, Option<PageId>, Option<Date>, String);

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut pages: BTreeMap<Key, Vec<&Page>> = BTreeMap::new();
    let present = site
        .pages
        .iter()
        .filter(|page| !page.is_index && page.past_cycle.is_none() && page.over_since.is_none());
    for page in present {
        let folded = fold(&page.title.text()).into_text();
        if !folded.is_empty() {
            let (parent, date) = match page.kind {
                PageKind::Faq => (None, None),
                PageKind::Announcement => (page.parent, page.date),
                PageKind::Page | PageKind::Procedure | PageKind::Contact => (page.parent, None),
            };
            let key = (page.language, page.kind, parent, date, folded);
            pages.entry(key).or_default().push(page);
        }
    }
    for mut same in pages.into_values().filter(|same| same.len() > 1) {
        // A copy has a longer name: `fee2.md` of `fee.md`.
        same.sort_by_key(|page| {
            let path = page.document.source.as_str();
            (path.len(), path)
        });
        let (first, copies) = (same[0], &same[1..]);
        diagnostics.extend(copies.iter().map(|copy| finding(first, copy)));
    }
}

fn finding(first: &Page, copy: &Page) -> Diagnostic {
    let source = &first.document.source;
    let message = if copy.kind == PageKind::Faq {
        text!(
            "{source} と同じ質問です",
            "this is the same question as in {source}"
        )
    } else {
        text!(
            "{source} と同じ題名です",
            "this has the same title as {source}"
        )
    };
    Diagnostic::new(code::DUPLICATE_QUESTION, title(copy), message)
        .label(
            title(first),
            text!("こちらにもあります", "the other is here"),
        )
        .help(text!(
            "コピーなら、どちらかを削除してください。別のことなら、違いが分かる言葉に変えます",
            "delete one if it is a copy; if it is about something else, say so in its words"
        ))
}
