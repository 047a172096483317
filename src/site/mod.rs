//! The site: documents with addresses, facts with values, links with targets.
//!
//! Everything here is immutable once it is resolved; rules and channels only look.

mod address;
mod children;
mod fingerprint;
mod frame;
mod link;
mod print;
mod resolve;
mod resolved;

pub use self::fingerprint::Fingerprint;
pub use self::frame::{Frame, NavigationEntry};
pub use self::link::Target;
pub use self::print::{Line, LinePart, Printed, Use};
pub use self::resolve::resolve;
pub use self::resolved::Resolved;

use crate::calendar::AsOf;
use crate::config::Config;
use crate::content::{Document, PageKind};
use crate::diag::Place;
use crate::facts::Facts;
use crate::path::UrlPath;
use crate::source::{Source, Span};
use std::sync::Arc;

/// A resolved site.
#[derive(Debug)]
pub struct Site {
    /// What `site.toml` says.
    pub config: Config,
    /// The day it speaks for.
    pub as_of: AsOf,
    /// The facts, with their values on that day.
    pub facts: Facts,
    /// What surrounds every page.
    pub frame: Frame,
    /// The pages, in the order of their files. Drafts are not among them.
    pub pages: Vec<Page>,
    /// The files beside the pages: pictures, downloads.
    pub files: Vec<File>,
    /// Former addresses.
    pub aliases: Vec<Alias>,
    home: Option<PageId>,
    /// The uses of facts in what surrounds the pages.
    uses: Vec<Use>,
}

/// Which page: its place in [`Site::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(usize);

/// Which file: its place in [`Site::files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(usize);

/// Something that has an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// A page.
    Page(PageId),
    /// A file.
    File(FileId),
    /// A page that is not published yet.
    Draft,
}

/// A document with an address.
#[derive(Debug)]
pub struct Page {
    /// The document.
    pub document: Arc<Document>,
    /// Its address.
    pub url: UrlPath,
    /// What kind of page it is.
    pub kind: PageKind,
    /// Whether it is the page of a folder.
    pub is_index: bool,
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
    /// The facts it refers to, by the place of the reference.
    facts: Vec<(Span, Arc<Printed>)>,
    /// Where its links lead, by the place of the target.
    targets: Vec<(Span, Target)>,
    uses: Vec<Use>,
}

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub struct File {
    /// The file.
    pub source: Arc<Source>,
    /// Its address.
    pub url: UrlPath,
    /// Width and height in pixels, of a picture.
    pub size: Option<(u32, u32)>,
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

    /// The pages with their ids.
    pub fn pages(&self) -> impl Iterator<Item = (PageId, &Page)> {
        self.pages
            .iter()
            .enumerate()
            .map(|(index, page)| (PageId(index), page))
    }

    /// Every use of a fact: first what surrounds the pages, then by file.
    pub fn uses(&self) -> impl Iterator<Item = &Use> {
        let pages = self.pages.iter().flat_map(|page| &page.uses);
        self.uses.iter().chain(pages)
    }

    /// The home page.
    pub fn home(&self) -> Option<PageId> {
        self.home
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

    /// Whether a link can lead to `#id` of `page`.
    pub fn has_anchor(&self, page: &Page, id: &str) -> bool {
        let shows_questions = page.is_index && page.children_kind == PageKind::Faq;
        let headings = &page.document.mentions.headings;
        headings.iter().any(|heading| heading.id == id)
            || shows_questions && self.question_anchors(page).any(|known| known == id)
    }

    /// The ids of the questions on the page of their section.
    pub fn question_anchors(&self, page: &Page) -> impl Iterator<Item = &str> {
        page.children.iter().map(|child| self.page(*child).name())
    }
}

impl Page {
    /// The last part of its address.
    pub fn name(&self) -> &str {
        let url = self.url.as_str().trim_end_matches('/');
        url.rsplit('/').next().unwrap_or_default()
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
