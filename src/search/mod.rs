//! The index that visitors search: which pages hold which pairs of characters, and which words
//! in Latin letters.
//!
//! A browser folds what somebody types by the same table as [`crate::japanese::fold`], cuts it
//! into pairs of neighbouring characters and ranks the pages that hold them. Words of Japanese
//! are not parted by spaces, and every way of parting them parts 申込フォーム in a page and
//! 申込 in a query differently; pairs meet whatever surrounds them. Words in Latin letters are
//! parted, and few letters make many pairs that say nothing: they are there whole. Their forms,
//! and those that somebody has begun to type, the browser finds among them.
//!
//! The files are scripts that hand their data over, for a page that was double-clicked may load
//! a script and nothing else. A small site has one. A large one has a file for each group of
//! terms, of titles and of texts, so that a search loads only what it asks for; each is named
//! by the hash of what is in it, and `search/index.js` knows the names.
//!
//! What the index knows of ranking is how much a page is about a term ([`Weight`]), and the
//! order in which equals stand. The rest is the browser's, where it runs.

mod files;
mod postings;
mod synonyms;
mod term;
mod unit;

use self::files::Files;
use self::postings::Bucket;
use self::unit::Unit;
use crate::content::PageKind;
use crate::language::Language;
use crate::output::Output;
use crate::path::OutputPath;
use crate::site::{PageId, Site, Standing};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

pub use self::files::FOLDER;
pub use self::term::{Term, Weight};

/// The index of a site. What has not changed since the last one is taken from there.
#[derive(Debug, Default)]
pub struct Index {
    standing: Standing,
    /// The pages that can be found.
    pages: Vec<PageId>,
    /// What can be found in them, in the order in which equals stand.
    units: Vec<Arc<Unit>>,
    /// The postings, by the hash of their term.
    buckets: Vec<Arc<Bucket>>,
    files: Files,
}

/// So many pages may change before all is put together anew: that is faster then.
const FEW: usize = 64;

impl Index {
    /// The index of the pages of `site` in a language; `kept` is that of an earlier build.
    pub fn of(site: &Site, language: Language, kept: &Self) -> Self {
        let standing = site.standing().clone();
        let pages = match kept.standing == standing {
            true => kept.pages.clone(),
            false => pages(site, language),
        };
        let units = units(site, &pages, kept);
        let changed = kept.changed(&units);
        let buckets = match changed.filter(|changed| changed.len() <= FEW) {
            Some(changed) => kept.patched(&units, &changed),
            None => postings::gather(&units),
        };
        let files = Files::of(site, language, (&units, &buckets), kept);
        Self {
            standing,
            pages,
            units,
            buckets,
            files,
        }
    }

    /// Its files, each with its path.
    pub fn files(&self) -> impl Iterator<Item = &(OutputPath, Output)> {
        self.files.all()
    }

    /// The places of the units that are others than here, where there are as many, and as many
    /// buckets for them.
    fn changed(&self, units: &[Arc<Unit>]) -> Option<Vec<usize>> {
        let same =
            self.units.len() == units.len() && self.buckets.len() == postings::bucket_count(units);
        same.then(|| {
            let pairs = self.units.iter().zip(units).enumerate();
            pairs
                .filter(|(_, (old, new))| !Arc::ptr_eq(old, new))
                .map(|(at, _)| at)
                .collect()
        })
    }

    fn patched(&self, units: &[Arc<Unit>], changed: &[usize]) -> Vec<Arc<Bucket>> {
        let pairs = changed
            .iter()
            .map(|&at| (at, &*self.units[at], &*units[at]));
        postings::patch(&self.buckets, pairs)
    }
}

/// What can be found on a site, made anew where it has changed.
fn units(site: &Site, pages: &[PageId], kept: &Index) -> Vec<Arc<Unit>> {
    // A page stands where it stood, unless one was added or taken away.
    let moved: HashMap<unit::Key, &Arc<Unit>> = if pages.len() == kept.units.len() {
        HashMap::new()
    } else {
        kept.units.iter().map(|unit| (unit.key, unit)).collect()
    };
    pages
        .par_iter()
        .enumerate()
        .map(|(at, id)| {
            let page = site.page(*id);
            let key = unit::Key::of(site, page);
            let same = kept.units.get(at).filter(|unit| unit.key == key);
            match same.or_else(|| moved.get(&key).copied()) {
                Some(unit) => Arc::clone(unit),
                None => Arc::new(Unit::of(site, page, key)),
            }
        })
        .collect()
}

/// The pages that can be found: first what to do and whom to ask, then what else stays true,
/// then questions, then news, the newest first; all in the order that the editors gave them.
fn pages(site: &Site, language: Language) -> Vec<PageId> {
    let mut pages: Vec<_> = site
        .pages()
        // A sheet for a letter says what a page says, on paper.
        .filter(|(_, page)| page.language == language && page.layout().is_none())
        .collect();
    pages.sort_by_key(|(_, page)| {
        let front = &page.document.front;
        let is_old = page.past_cycle.is_some() || page.over_since.is_some();
        let rank = match page.kind {
            _ if is_old => 5,
            PageKind::Procedure => 0,
            PageKind::Contact => 1,
            PageKind::Page => 2,
            PageKind::Faq => 3,
            PageKind::Announcement => 4,
        };
        let date = front.date.filter(|_| page.kind == PageKind::Announcement);
        (rank, Reverse(date), front.order)
    });
    pages.into_iter().map(|(id, _)| id).collect()
}
