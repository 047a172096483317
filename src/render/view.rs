//! What templates see, and nothing else. The theme's authors read these fields: a change
//! here is a change for them.

use super::form::FormView;
use super::html::{Writer, relative, title_html};
use super::languages::{Alternate, Elsewhere, LanguageView, alternates, elsewhere, languages};
use crate::calendar::{Date, Point, format};
use crate::content::PageKind;
use crate::content::body::{Heading, plain_text};
use crate::language::Language;
use crate::path::UrlPath;
use crate::qr::Qr;
use crate::site::{Page, PageId, Site};
use crate::theme::Theme;
use serde::Serialize;
use std::borrow::Cow;

/// The view of a page.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    /// The page itself.
    pub page: PageView<'a>,
    /// Of the page of a section: what is in the section.
    pub section: Option<SectionView<'a>>,
    /// Of the home page: the newest announcements.
    pub latest: Vec<Item<'a>>,
    /// Of a contact page: its form.
    pub form: Option<FormView<'a>>,
}

/// A page.
#[derive(Debug, Serialize)]
pub(super) struct PageView<'a> {
    /// What it is called, as plain text.
    pub title: String,
    /// What it is called, as HTML.
    pub title_html: String,
    /// What it is about.
    pub description: Option<&'a str>,
    /// Its address below the site's.
    pub url: Cow<'a, str>,
    /// Its full address, where the site has one.
    pub canonical: Option<String>,
    /// Of a page for paper: the QR code of its full address.
    pub qr: Option<QrView>,
    /// The name of its kind.
    pub kind: &'static str,
    /// Its body, as HTML.
    pub body: Option<String>,
    /// The day of an announcement.
    pub date: Option<DateView>,
    /// The day of its last change.
    pub updated: Option<DateView>,
    /// The heading under which a question stands.
    pub category: Option<&'a str>,
    /// Where visitors do not see it, the word for that; never in a published page.
    pub unpublished: Option<&'static str>,
    /// Of a page of a past cycle: its name, and where to go instead.
    pub(super) past_cycle: Option<PastCycle<'a>>,
    /// Since when it is over.
    pub over_since: Option<DateView>,
    /// Its headings, where there are enough to choose from.
    pub outline: Vec<OutlineEntry>,
    /// The way from the home page to its parent.
    pub breadcrumbs: Vec<Step>,
    /// The one before it in its section.
    pub previous: Option<Step>,
    /// The one after it.
    pub next: Option<Step>,
    /// Of a site in several languages: each with the way there.
    pub(super) languages: Vec<LanguageView<'a>>,
    /// The page in each language, where it is in several.
    pub(super) alternates: Vec<Alternate>,
    /// Of a section that has not all been translated: where the rest is.
    pub(super) elsewhere: Option<Elsewhere<'a>>,
}

/// A day.
#[derive(Debug, Serialize)]
pub(super) struct DateView {
    /// `2024-04-09`
    pub iso: String,
    /// As people write it.
    pub text: String,
}

impl DateView {
    /// A day in the words of a language.
    pub(super) fn new(date: Date, language: Language) -> Self {
        Self {
            iso: format::iso(date),
            text: format::long(date, language),
        }
    }

    /// A day, or a minute of one, in the words of a language.
    fn of(point: Point, language: Language) -> Self {
        Self {
            iso: point.to_string(),
            text: format::long_point(point, language),
        }
    }
}

/// A QR code, to be drawn as one SVG path.
#[derive(Debug, Serialize)]
pub(super) struct QrView {
    /// How many units wide and high the drawing is.
    pub side: i32,
    /// The `d` of the path.
    pub path: String,
}

/// A cycle that another one has followed.
#[derive(Debug, Serialize)]
pub(super) struct PastCycle<'a> {
    /// Its name; empty where it has none.
    pub name: &'a str,
    /// What is true today.
    pub current: Option<Step>,
}

/// A page that can be gone to.
#[derive(Debug, Serialize)]
pub(super) struct Step {
    /// What it is called.
    pub title: String,
    /// Its address, relative to the page it is shown in.
    pub href: String,
}

/// A heading.
#[derive(Debug, Serialize)]
pub(super) struct OutlineEntry {
    /// Its id.
    pub id: String,
    /// What it says.
    pub title: String,
    /// The headings below it.
    pub children: Vec<OutlineEntry>,
}

/// What is in a section.
#[derive(Debug, Serialize)]
pub(super) struct SectionView<'a> {
    /// Its pages, or those of this page of the list.
    pub children: Vec<Item<'a>>,
    /// Of questions: the same, by category.
    pub categories: Vec<CategoryView<'a>>,
    /// Where the list goes on.
    pub pagination: Option<Pagination>,
}

/// Questions under one heading.
#[derive(Debug, Serialize)]
pub(super) struct CategoryView<'a> {
    /// The heading.
    pub name: &'a str,
    /// Its id.
    pub id: String,
    /// The questions.
    pub children: Vec<Item<'a>>,
}

/// A page in a list.
#[derive(Debug, Serialize)]
pub(super) struct Item<'a> {
    /// What it is called, as plain text.
    pub title: String,
    /// What it is called, as HTML without links.
    pub title_html: String,
    /// Its address, relative to the page it is shown in.
    pub href: String,
    /// What it is about.
    pub description: Option<&'a str>,
    /// The day of an announcement.
    pub date: Option<DateView>,
    /// The heading under which a question stands.
    pub category: Option<&'a str>,
    /// Where visitors do not see it, the word for that; never in a published page.
    pub unpublished: Option<&'static str>,
    /// The name of its kind.
    pub kind: &'static str,
    /// The last part of its address.
    pub id: &'a str,
    /// Of a question in its section's page: the answer, as HTML.
    pub body: Option<String>,
}

/// A list that goes on.
#[derive(Debug, Serialize)]
pub(super) struct Pagination {
    /// Which page of it this is, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// All of them.
    pub pages: Vec<PaginationEntry>,
}

/// A page of a list.
#[derive(Debug, Serialize)]
pub(super) struct PaginationEntry {
    /// Which it is.
    pub number: usize,
    /// Its address, relative to the page it is shown in.
    pub href: String,
    /// Whether it is this one.
    pub current: bool,
}

impl<'a> View<'a> {
    /// The view of a page as such.
    pub(super) fn of(site: &'a Site, theme: &'a Theme, id: PageId) -> Self {
        Self {
            page: PageView::of(site, theme, id),
            section: None,
            latest: Vec::new(),
            form: FormView::of(site, site.page(id)),
        }
    }
}

impl<'a> PageView<'a> {
    fn of(site: &'a Site, theme: &'a Theme, id: PageId) -> Self {
        let page = site.page(id);
        let language = page.language;
        let front = &page.document.front;
        let step = |id: PageId| {
            let other = site.page(id);
            Step {
                title: other.title.text(),
                href: relative(&page.url, &other.url),
            }
        };
        let href = |url: &UrlPath| relative(&page.url, url);
        let has_body = !page.document.body.is_empty();
        Self {
            title: page.title.text(),
            title_html: title_html(&page.title, page.language),
            description: page.description.as_deref(),
            url: page.url.as_str().into(),
            qr: page.layout().and_then(|_| qr(site, page)),
            canonical: site.canonical(&page.url),
            kind: page.kind.name(),
            body: has_body.then(|| Writer::page(site, theme, page)),
            date: page.date.map(|date| DateView::new(date, language)),
            updated: front.updated.map(|date| DateView::new(date, language)),
            category: page.category.as_deref(),
            unpublished: page.visibility.name_of_hidden(),
            past_cycle: page.past_cycle.as_deref().map(|name| PastCycle {
                name,
                current: site.current(page).map(step),
            }),
            over_since: page.over_since.map(|last| DateView::of(last, language)),
            outline: outline(page),
            breadcrumbs: site.ancestors(page).into_iter().map(step).collect(),
            // The pages of the menu stand side by side there already.
            previous: page.previous.filter(|_| !page.is_index).map(step),
            next: page.next.filter(|_| !page.is_index).map(step),
            languages: languages(site, theme, language, |other| site.version(id, other), href),
            alternates: alternates(site, id),
            elsewhere: elsewhere(site, theme, page, href),
        }
    }
}

impl<'a> PageView<'a> {
    /// A page that is made of words of the theme alone.
    pub(super) fn of_no_document(title: &str, url: &UrlPath) -> Self {
        Self {
            title: title.to_owned(),
            title_html: String::new(),
            description: None,
            url: url.to_string().into(),
            qr: None,
            canonical: None,
            kind: PageKind::Page.name(),
            body: None,
            date: None,
            updated: None,
            category: None,
            unpublished: None,
            past_cycle: None,
            over_since: None,
            outline: Vec::new(),
            breadcrumbs: Vec::new(),
            previous: None,
            next: None,
            languages: Vec::new(),
            alternates: Vec::new(),
            elsewhere: None,
        }
    }
}

impl<'a> Item<'a> {
    /// A page in a list that stands in the page at `host`.
    pub(super) fn of(page: &'a Page, host: &UrlPath) -> Self {
        let date = page.date;
        Self {
            title: page.title.text(),
            title_html: title_html(&page.title, page.language),
            href: relative(host, &page.url),
            description: page.description.as_deref(),
            date: date.map(|date| DateView::new(date, page.language)),
            category: page.category.as_deref(),
            unpublished: page.visibility.name_of_hidden(),
            kind: page.kind.name(),
            id: page.name(),
            body: None,
        }
    }
}

fn qr(site: &Site, page: &Page) -> Option<QrView> {
    let Qr { side, path } = Qr::of(&site.canonical(&page.url)?)?;
    Some(QrView { side, path })
}

/// The second-level headings with the third-level ones below them, but for those that are not
/// there on every day; nothing where there are fewer than two to choose from.
fn outline(page: &Page) -> Vec<OutlineEntry> {
    let mut outline: Vec<OutlineEntry> = Vec::new();
    let mentions = &page.document.mentions;
    let lasting = |heading: &&Heading| !mentions.passing.contains(&heading.id);
    for heading in mentions.headings.iter().filter(lasting) {
        let entry = || OutlineEntry {
            id: heading.id.clone(),
            title: plain_text(&heading.content, &mut |reference| {
                let printed = page.fact(reference.span);
                printed.map(|printed| printed.text()).unwrap_or_default()
            }),
            children: Vec::new(),
        };
        match (heading.level, outline.last_mut()) {
            (2, _) => outline.push(entry()),
            (3, Some(above)) => above.children.push(entry()),
            _ => {}
        }
    }
    if outline.len() < 2 || page.kind == PageKind::Faq {
        outline.clear();
    }
    outline
}
