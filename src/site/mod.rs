//! The site: documents with addresses, facts with values, links with targets.
//!
//! Everything here is immutable once it is resolved; rules and channels only look.

mod address;
mod banner;
mod beside;
mod changes;
mod children;
mod file;
mod fingerprint;
mod frame;
mod home;
mod id;
mod keys;
mod link;
mod names;
mod nearby;
mod outside;
mod print;
mod resolve;
mod resolved;
mod time;
mod translation;

pub use self::banner::Banner;
pub use self::file::{File, NameUse, Referrer, Refusal, Refused, Smaller};
pub use self::fingerprint::Fingerprint;
pub use self::frame::{Frame, NavigationEntry};
pub use self::id::{FileId, HiddenId, PageId, RefusedId, Resource};
pub use self::link::{Target, path_from, relative};
pub use self::names::{is_page, original, portable};
pub use self::print::{Line, LinePart, Printed, Use};
pub use self::resolve::{Audience, Dateline, Day, resolve};
pub use self::resolved::{Resolved, Standing};
pub use self::time::{Interval, StateGroup, Visibility};

use self::nearby::Folders;
use crate::calendar::{AsOf, Date, Point};
use crate::config::Config;
use crate::content::{Document, Layout, PageKind};
use crate::diag::Place;
use crate::facts::{Facts, InForce, Timeline};
use crate::language::Language;
use crate::path::{OutputPath, UrlPath};
use crate::source::{SourceId, Span};
use rayon::prelude::*;
use std::sync::Arc;

/// A resolved site.
#[derive(Debug)]
pub struct Site {
    /// What `site.toml` says.
    pub config: Config,
    /// The moment it speaks for.
    pub as_of: AsOf,
    dateline: Option<Dateline>,
    /// The facts with their values, of all times.
    pub timeline: Timeline,
    /// What surrounds every page.
    pub frame: Frame,
    /// The same in each of the other languages.
    frames: Vec<(Language, Frame)>,
    /// The pages, in the order of their files. Those that visitors do not see are among them
    /// only where the site is made for [`Audience::Editors`].
    pub pages: Vec<Page>,
    /// The files beside the pages: pictures, downloads. Those that no page leads to are among
    /// them.
    pub files: Vec<File>,
    /// Former addresses.
    pub aliases: Vec<Alias>,
    /// The pages that are left out.
    pub hidden: Vec<Hidden>,
    /// The files and pages that are there and cannot be published.
    pub refused: Vec<Refused>,
    /// The home page of each language, that of the site's own first.
    homes: Vec<(Language, Option<PageId>)>,
    /// The uses of facts in what surrounds the pages.
    uses: Vec<Use>,
    standing: Standing,
}

/// A page that is not shown.
#[derive(Debug)]
pub struct Hidden {
    /// The document.
    pub document: Arc<Document>,
    /// The address that it would have.
    pub url: Option<UrlPath>,
    /// Why not.
    pub visibility: Visibility,
    /// Where its links lead, by the place of the target.
    targets: Vec<(Span, Target)>,
}

/// A document with an address.
#[derive(Debug)]
pub struct Page {
    /// The document.
    pub document: Arc<Document>,
    /// Its address.
    pub url: UrlPath,
    /// The file that answers there.
    pub path: OutputPath,
    /// What kind of page it is.
    pub kind: PageKind,
    /// Whether it is the page of a folder.
    pub is_index: bool,
    /// The language it is in.
    pub language: Language,
    /// Whether it should be a translation of a page that is not there.
    pub is_lone: bool,
    /// The page that it is a translation of.
    pub original: Option<PageId>,
    /// The pages that are translations of it.
    pub translations: Vec<PageId>,
    /// The day of an announcement.
    pub date: Option<Date>,
    /// Its place among its neighbours.
    pub order: Option<i64>,
    layout: Option<Layout>,
    /// Whether it says of which cycle it speaks.
    names_cycle: bool,
    /// What it is called; of a question, the question.
    pub title: Line,
    /// What it is about.
    pub description: Option<String>,
    /// The heading under which a question stands.
    pub category: Option<String>,
    /// The page of the section it belongs to; the home page belongs to none.
    pub parent: Option<PageId>,
    /// Of a section's page: its pages, in their order.
    pub children: Vec<PageId>,
    /// Of a section's page: the kind its pages are of.
    pub children_kind: PageKind,
    /// The one before it in its section.
    pub previous: Option<PageId>,
    /// The one after it in its section.
    pub next: Option<PageId>,
    /// What it is made of.
    pub fingerprint: Fingerprint,
    /// The facts that it speaks with: those of its cycle, of its own day or of the day of the
    /// build.
    pub in_force: Arc<Facts>,
    /// The facts it refers to, by the place of the reference.
    facts: Vec<(Span, Arc<Printed>)>,
    /// Where its links lead, by the place of the target.
    targets: Vec<(Span, Target)>,
    uses: Vec<Use>,
    /// Its states, in reading order.
    states: Vec<StateGroup>,
    /// The cycle it speaks of, where that is not the one in force on the day of the build.
    pub past_cycle: Option<String>,
    /// Whether visitors see it.
    pub visibility: Visibility,
    /// The last point at which it was not over, where it is.
    pub over_since: Option<Point>,
    /// When somebody has to look whether it is still true.
    pub review_by: Option<Point>,
    /// The time in which it is shown and not over.
    pub shown: Interval,
}

/// A former address.
#[derive(Debug)]
pub struct Alias {
    /// The address.
    pub url: UrlPath,
    /// The page that is meant.
    pub page: PageId,
    /// Where it is stated.
    pub place: Place,
}

impl Site {
    /// The page of that id.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0]
    }

    /// The file of that id.
    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.0]
    }

    /// The full address of a page or file, where the site has one.
    pub fn canonical(&self, url: &UrlPath) -> Option<String> {
        let base = self.config.base_url.as_ref()?;
        Some(format!("{base}{url}"))
    }

    /// The page that is not shown, of that id.
    pub fn hidden(&self, id: HiddenId) -> &Hidden {
        &self.hidden[id.0]
    }

    /// The file that cannot be published, of that id.
    pub fn refused(&self, id: RefusedId) -> &Refused {
        &self.refused[id.0]
    }

    /// The pages with their ids.
    pub fn pages(&self) -> impl Iterator<Item = (PageId, &Page)> {
        self.pages
            .iter()
            .enumerate()
            .map(|(index, page)| (PageId(index), page))
    }

    /// The pages with their ids, for work on all cores, in their order.
    pub fn par_pages(&self) -> impl ParallelIterator<Item = (PageId, &Page)> {
        let pages = self.pages.par_iter().enumerate();
        pages.map(|(index, page)| (PageId(index), page))
    }

    /// Every use of a fact: first what surrounds the pages, then by file.
    pub fn uses(&self) -> impl Iterator<Item = &Use> {
        let pages = self.pages.iter().flat_map(|page| &page.uses);
        self.uses.iter().chain(pages)
    }

    /// The page that a file is.
    pub fn page_of(&self, source: &SourceId) -> Option<PageId> {
        let found = self
            .pages
            .binary_search_by(|page| page.document.source.cmp(source));
        found.ok().map(PageId)
    }

    /// The first folder of a path below the root of the site that is not there; the whole path where
    /// all of them are.
    pub fn missing_part<'a>(&self, path: &'a str) -> &'a str {
        let pages = self.pages.iter().map(|page| &page.document.source);
        let files = self.files.iter().map(|file| file.source.id());
        let hidden = self.hidden.iter().map(|page| &page.document.source);
        let refused = self.refused.iter().map(|one| &one.source);
        let all = pages.chain(files).chain(hidden).chain(refused);
        let folders = || Folders::of(all.map(SourceId::as_str));
        self.standing.folders(folders).missing_part(path)
    }

    /// Whether a file would be a home page that is not there, which has been told.
    pub fn is_missing_home(&self, file: &OutputPath) -> bool {
        let mut missing = self.homes.iter().filter(|(_, page)| page.is_none());
        missing.any(|(language, _)| {
            let name = if *language == self.config.language {
                "index.html".to_owned()
            } else {
                format!("{}/index.html", language.tag())
            };
            file.as_str() == name
        })
    }

    /// The pages from the home page down to the parent of `page`.
    pub fn ancestors(&self, page: &Page) -> Vec<PageId> {
        let mut ancestors = Vec::new();
        let mut next = page.parent;
        while let Some(id) = next {
            ancestors.push(id);
            next = self.page(id).parent;
        }
        ancestors.reverse();
        ancestors
    }

    /// What is true today, for a page of a past cycle: the newest page of its kind in its
    /// section that speaks of the present, else the home page.
    pub fn current(&self, page: &Page) -> Option<PageId> {
        let section = page.parent.map(|parent| self.page(parent));
        let siblings = section.map_or(&[][..], |section| &section.children);
        let present = siblings.iter().copied().find(|id| {
            let other = self.page(*id);
            other.past_cycle.is_none() && other.over_since.is_none() && other.kind == page.kind
        });
        present.or_else(|| self.home_in(page.language))
    }

    /// Where its pages stand, to compare with that of the site before it.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// What its pages say of the build.
    pub fn dateline(&self) -> Dateline {
        self.dateline.unwrap_or_else(|| Dateline {
            day: self.as_of.date(),
            since: self.unchanged_since(),
            stale_from: self.next_change(),
        })
    }

    /// What is in force on the day of the build.
    pub fn in_force(&self) -> InForce<'_> {
        let today = self.timeline.on(self.as_of.date());
        today.unwrap_or_else(|| self.timeline.base())
    }

    /// Whether a link of a page that visitors see leads to a draft that only editors see.
    pub fn leads_to_draft(&self, from: &Page, target: &Target) -> bool {
        let to_draft = matches!(target, Target::Page { page, .. }
            if self.page(*page).visibility == Visibility::Draft);
        to_draft && !from.visibility.is_hidden()
    }

    /// What links can lead to on a page behind `#`: its headings, and the questions that it shows.
    pub fn anchors<'a>(&'a self, page: &'a Page) -> impl Iterator<Item = &'a str> {
        let shows_questions = page.is_index && page.children_kind == PageKind::Faq;
        let questions = page.children.iter().filter(move |_| shows_questions);
        let questions = questions.map(|child| self.page(*child).name());
        let headings = page.document.mentions.headings.iter();
        headings.map(|heading| &*heading.id).chain(questions)
    }
}

impl Page {
    /// The last part of its address.
    pub fn name(&self) -> &str {
        let url = self.url.as_str().trim_end_matches('/');
        url.rsplit('/').next().unwrap_or_default()
    }

    /// How it is laid out, if not as its kind is.
    pub fn layout(&self) -> Option<Layout> {
        self.layout
    }

    /// Whether it says itself of which cycle it speaks.
    pub fn names_cycle(&self) -> bool {
        self.names_cycle
    }

    /// Its states, in reading order.
    pub fn states(&self) -> &[StateGroup] {
        &self.states
    }

    /// The time in which the state whose first line stands at `span` is true.
    pub fn state(&self, span: Span) -> &[Interval] {
        let mut states = self.states.iter().flat_map(|group| &group.states);
        states
            .find(|(place, _)| *place == span)
            .map_or(&[], |(_, times)| times)
    }

    /// Its uses of facts, in reading order; those of the front matter first.
    pub fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// Whether it speaks of the present: it is no news, belongs to no cycle of its own or of the
    /// past, and is not over.
    pub fn is_evergreen(&self) -> bool {
        self.kind != PageKind::Announcement
            && !self.names_cycle
            && self.past_cycle.is_none()
            && self.over_since.is_none()
    }

    /// The fact that the reference at `span` prints.
    pub fn fact(&self, span: Span) -> Option<&Arc<Printed>> {
        let at = self.facts.binary_search_by_key(&span, |(span, _)| *span);
        at.ok().map(|at| &self.facts[at].1)
    }

    /// Where the link whose target stands at `span` leads.
    pub fn target(&self, span: Span) -> Option<&Target> {
        let at = self.targets.binary_search_by_key(&span, |(span, _)| *span);
        at.ok().map(|at| &self.targets[at].1)
    }

    /// Where all its links lead, in the order of their places.
    pub fn targets(&self) -> impl Iterator<Item = (Span, &Target)> {
        self.targets.iter().map(|(span, target)| (*span, target))
    }
}
