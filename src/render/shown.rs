//! What a page is made of: the key under which the memo keeps it.

use crate::hash::{Hash, Hasher};
use crate::site::{Page, PageId, Site};

/// Everything that a view shows, beside the shell and the template. Whatever a view reads must be
/// named here.
#[derive(Debug, Default)]
pub(super) struct Shown(Vec<Part>);

#[derive(Debug)]
enum Part {
    /// A page with its body.
    Whole(PageId),
    /// What other pages show of a page: title, address, description and the like.
    Card(PageId),
    /// That there is none, or no more.
    End,
    /// A number, such as that of a page of a list.
    Number(usize),
}

impl Shown {
    /// What every page shows: itself, the way to it, its neighbours.
    pub(super) fn of(site: &Site, id: PageId, page: &Page) -> Self {
        // Enough for the pages of a site that is not nested very deeply.
        let mut shown = Self(Vec::with_capacity(12));
        shown.0.push(Part::Whole(id));
        shown.cards(site.ancestors(page));
        shown.cards(page.previous);
        shown.cards(page.next);
        // Where to go in another language.
        let others = site.config.languages();
        for language in others.filter(|language| *language != page.language) {
            let version = site.version(id, language);
            shown.cards(version.or_else(|| site.home_in(language)));
        }
        shown.cards(site.untranslated(page));
        // Where to go from a page of a past cycle.
        shown.cards(page.past_cycle.as_ref().and_then(|_| site.current(page)));
        shown
    }

    /// Cards of pages.
    pub(super) fn cards(&mut self, pages: impl IntoIterator<Item = PageId>) {
        self.0.extend(pages.into_iter().map(Part::Card));
        self.0.push(Part::End);
    }

    /// Pages with their bodies.
    pub(super) fn whole(&mut self, pages: impl IntoIterator<Item = PageId>) {
        self.0.extend(pages.into_iter().map(Part::Whole));
        self.0.push(Part::End);
    }

    /// A number.
    pub(super) fn number(&mut self, number: usize) {
        self.0.push(Part::Number(number));
    }

    /// Whether one of these pages is among them with its body, by their numbers.
    pub(super) fn has_body_of(&self, pages: &[bool]) -> bool {
        self.0.iter().any(|part| match part {
            Part::Whole(id) => pages[id.number()],
            Part::Card(_) | Part::End | Part::Number(_) => false,
        })
    }

    /// The hash of `first` and all this.
    pub(super) fn key(&self, site: &Site, first: &[&[u8]]) -> Hash {
        let mut hasher = Hasher::default();
        for part in first {
            hasher.part(part);
        }
        // One letter for each part, so that they cannot run into each other.
        let mut shown = Vec::with_capacity(self.0.len() * 33);
        for part in &self.0 {
            match part {
                Part::Whole(id) => {
                    shown.push(b'w');
                    shown.extend_from_slice(site.page(*id).fingerprint.whole.as_bytes());
                }
                Part::Card(id) => {
                    shown.push(b'c');
                    shown.extend_from_slice(site.page(*id).fingerprint.card.as_bytes());
                }
                Part::End => shown.push(b'e'),
                Part::Number(number) => {
                    shown.push(b'n');
                    shown.extend_from_slice(&number.to_le_bytes());
                }
            }
        }
        hasher.part(&shown);
        hasher.finish()
    }
}
