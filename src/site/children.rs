//! Sections: which page belongs to which, of what kind it is, and in what order they stand.

use super::address::Addressed;
use super::{Page, PageId};
use crate::content::PageKind;
use crate::language::Language;
use std::cmp::Reverse;
use std::collections::HashMap;

/// For each page: the page of its section, and the kind that section gives it.
pub(super) struct Families {
    pub(super) parents: Vec<Option<PageId>>,
    pub(super) kinds: Vec<PageKind>,
}

pub(super) fn families(pages: &[Addressed]) -> Families {
    let indexes: HashMap<(Language, &str), PageId> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| page.is_index)
        .map(|(index, page)| ((page.language, folder(page)), PageId(index)))
        .collect();
    let parents: Vec<Option<PageId>> = pages
        .iter()
        .map(|page| {
            let own = folder(page);
            // The page of a folder belongs to the folder above, any other to its own.
            let start = if page.is_index { above(own)? } else { own };
            std::iter::successors(Some(start), |folder| above(folder))
                .find_map(|folder| indexes.get(&(page.language, folder)).copied())
        })
        .collect();
    let kind_of = |index: usize| {
        let page = &pages[index];
        let from_section = || {
            let parent = parents[index].filter(|_| !page.is_index)?;
            children_kind(&pages[parent.0], pages)
        };
        page.document.front.kind.or_else(from_section)
    };
    let kinds = (0..pages.len())
        .map(|index| {
            // A translation is what its original is, unless it says otherwise itself.
            let original = pages[index].original;
            let own = pages[index].document.front.kind;
            let kind =
                own.or_else(|| original.map_or_else(|| kind_of(index), |one| kind_of(one.0)));
            kind.unwrap_or_default()
        })
        .collect();
    Families { parents, kinds }
}

/// The kind that the pages of a section are of.
pub(super) fn children_kind(section: &Addressed, pages: &[Addressed]) -> Option<PageKind> {
    section.given(pages, |front| {
        front.children.as_ref().map(|kind| kind.value)
    })
}

/// Gives each section its pages, in their order, and each page its neighbours.
pub(super) fn arrange(pages: &mut [Page]) {
    let mut children: Vec<Vec<PageId>> = pages.iter().map(|_| Vec::new()).collect();
    for (index, page) in pages.iter().enumerate() {
        if let Some(parent) = page.parent {
            children[parent.0].push(PageId(index));
        }
    }
    for list in &mut children {
        list.sort_by(|a, b| order(&pages[a.0]).cmp(&order(&pages[b.0])));
    }
    for (index, list) in children.into_iter().enumerate() {
        for pair in list.windows(2) {
            pages[pair[0].0].next = Some(pair[1]);
            pages[pair[1].0].previous = Some(pair[0]);
        }
        pages[index].children = list;
    }
}

/// News by date, the newest first; all else by `order`, then by address.
fn order(page: &Page) -> impl Ord + '_ {
    let date = page.date.filter(|_| page.kind == PageKind::Announcement);
    (
        Reverse(date),
        page.order.unwrap_or(i64::MAX),
        page.url.as_str(),
    )
}

/// The folder of a page's file: `content/faq`.
fn folder(page: &Addressed) -> &str {
    above(page.document.source.as_str()).unwrap_or_default()
}

fn above(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(above, _)| above)
}
