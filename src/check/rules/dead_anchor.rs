//! A link to a part of a page that the page does not have.

use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, code, text};
use crate::near::near_misses;
use crate::site::{Page, Site, Target};

pub(super) const RULE: Rule = Rule {
    code: code::DEAD_ANCHOR,
    check: Check::Site(check),
};

/// How many headings a finding names: a page may have thousands.
const MOST_SHOWN: usize = 12;

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for page in &site.pages {
        for (span, target) in page.targets() {
            let (other, id) = match target {
                Target::Here(id) => (page, id),
                Target::Page {
                    page: other,
                    fragment: Some(id),
                } => (site.page(*other), id),
                _ => continue,
            };
            if !site.has_anchor(other, id) {
                let place = Place::new(&page.document.source, span);
                diagnostics.push(finding(place, other, id));
            }
        }
    }
}

fn finding(place: Place, page: &Page, id: &str) -> Diagnostic {
    let source = &page.document.source;
    let headings = &page.document.mentions.headings;
    let known: Vec<&str> = headings.iter().map(|heading| heading.id.as_str()).collect();
    let near = near_misses(id, known.iter().copied());
    let diagnostic = Diagnostic::new(
        code::DEAD_ANCHOR,
        place,
        text!(
            "{source} に「#{id}」という見出しはありません",
            "{source} has no part `#{id}`"
        ),
    );
    if let [only] = near[..] {
        return diagnostic.help(text!(
            "「#{only}」ではありませんか",
            "did you mean `#{only}`?"
        ));
    }
    let mut shown = known[..known.len().min(MOST_SHOWN)].join(", #");
    if known.len() > MOST_SHOWN {
        shown.push_str(", …");
    }
    let known = shown;
    if known.is_empty() {
        return diagnostic.help(text!(
            "リンク先の見出しの後ろに「{{#{id}}}」を付けてください",
            "put `{{#{id}}}` behind the heading it should lead to"
        ));
    }
    diagnostic.help(text!(
        "あるのは: #{known}。見出しの後ろに「{{#{id}}}」を付けることもできます",
        "it has: #{known}; or put `{{#{id}}}` behind a heading"
    ))
}
