//! A page that nobody finds: no way leads to it from the home page, in the site as it is
//! published.

use super::{Check, Rule};
use crate::check::Published;
use crate::content::PageKind;
use crate::diag::{Diagnostic, Place, code, text};
use crate::path::OutputPath;
use crate::site::{Page, Site};
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: code::ORPHAN_PAGE,
    check: Check::Published(check),
};

fn check(published: &Published<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(reached) = &published.survey.reached else {
        return;
    };
    let files = published.files.iter().zip(reached);
    let missed: BTreeSet<_> = files
        .filter(|(file, is_reached)| file.page.is_some() && !**is_reached)
        .map(|(file, _)| &file.path)
        .collect();
    if missed.is_empty() {
        return;
    }
    // One that is over, or of a past year, was taken from the menus on purpose: it is there for
    // those who have its address in a letter.
    let is_present = |page: &&Page| page.over_since.is_none() && page.past_cycle.is_none();
    let site = published.site;
    for page in site.pages.iter().filter(is_present) {
        if missed.contains(&page.path) && !is_told_in_section(site, page, &missed) {
            diagnostics.push(finding(site, page));
        }
    }
}

/// Whether all of a page stands in that of its section, as questions do, and that is found.
fn is_told_in_section(site: &Site, page: &Page, missed: &BTreeSet<&OutputPath>) -> bool {
    let section = page.parent.map(|section| site.page(section));
    section.is_some_and(|section| {
        section.children_kind == PageKind::Faq && !missed.contains(&section.path)
    })
}

fn finding(site: &Site, page: &Page) -> Diagnostic {
    let source = &page.document.source;
    let folder = |path: &str| {
        path.rsplit_once('/')
            .map_or("", |(above, _)| above)
            .to_owned()
    };
    let section = page.parent.map(|parent| &site.page(parent).document.source);
    let own = folder(source.as_str());
    let has_index = page.is_index || section.is_some_and(|index| folder(index.as_str()) == own);
    let diagnostic = Diagnostic::new(
        code::ORPHAN_PAGE,
        Place::file(source),
        text!(
            "トップページからこのページへ行くリンクがありません",
            "no link leads from the home page to this one"
        ),
    );
    if !has_index {
        return diagnostic.help(text!(
            "「{own}/index.md」を作ってメニューなどからリンクするか、関係のあるページの文章からこのページへリンクしてください",
            "make a file `{own}/index.md` that others lead to, or link to this page from another one"
        ));
    }
    diagnostic.help(text!(
        "関係のあるページの文章から、このページへリンクしてください（公開しないときは draft = true）",
        "link to it from a page it belongs to; `draft = true` keeps it from being published"
    ))
}
