//! Sections: which page belongs to which, of what kind it is, and in what order they stand.

use super::address::Addressed;
use super::{Page, PageId};
use crate::content::PageKind;
use std::cmp::Reverse;
use std::collections::HashMap;

/// For each page: the page of its section, and the kind that section gives it.
pub(super) struct Families {
    pub(super) parents: Vec<Option<PageId>>,
    pub(super) kinds: Vec<PageKind>,
}

pub(super) fn families(pages: &[Addressed]) -> Families {
    let indexes: HashMap<&str, PageId> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| page.is_index)
        .map(|(index, page)| (folder(page), PageId(index)))
        .collect();
    let parents: Vec<Option<PageId>> = pages
        .iter()
        .map(|page| {
            let own = folder(page);
            // The page of a folder belongs to the folder above, any other to its own.
            let start = if page.is_index { above(own)? } else { own };
            std::iter::successors(Some(start), |folder| above(folder))
                .find_map(|folder| indexes.get(folder).copied())
        })
        .collect();
    let kinds = pages
        .iter()
        .zip(&parents)
        .map(|(page, parent)| {
            let front = &page.document.front;
            let given = front.kind;
            let from_section = || {
                let parent = parent.filter(|_| !page.is_index)?;
                let children = &pages[parent.0].document.front.children;
                children.as_ref().map(|kind| kind.value)
            };
            given.or_else(from_section).unwrap_or_default()
        })
        .collect();
    Families { parents, kinds }
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
    let front = &page.document.front;
    let date = front.date.filter(|_| page.kind == PageKind::Announcement);
    (
        Reverse(date),
        front.order.unwrap_or(i64::MAX),
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
