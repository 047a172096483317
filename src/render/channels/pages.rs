//! The pages themselves, and the lists of sections that go on.

use crate::content::{Layout, PageKind};
use crate::diag::Place;
use crate::language::Language;
use crate::path::UrlPath;
use crate::render::html::{Writer, relative};
use crate::render::languages::{elsewhere, languages};
use crate::render::shell::ShellKey;
use crate::render::shown::Shown;
use crate::render::view::{CategoryView, Item, Pagination, PaginationEntry, SectionView, View};
use crate::render::{Channel, Jobs};
use crate::site::{Page, PageId, Site};
use crate::theme::Theme;
use rayon::prelude::*;
use std::cmp::Reverse;

pub(super) const CHANNEL: Channel = Channel {
    name: "pages",
    files,
};

/// How many announcements stand in one page of their list.
const PER_PAGE: usize = 20;
/// How many announcements the home page shows.
const LATEST: usize = 5;

fn files(site: &Site, _: &Theme, jobs: &mut Jobs) {
    let parts: Vec<Jobs> = site
        .par_pages()
        .fold(Jobs::default, |mut jobs, (id, page)| {
            file(site, id, page, &mut jobs);
            jobs
        })
        .collect();
    for part in parts {
        jobs.append(part);
    }
}

fn file(site: &Site, id: PageId, page: &Page, jobs: &mut Jobs) {
    let is_home = site.home_in(page.language) == Some(id);
    let is_list = page.is_index && page.children_kind == PageKind::Announcement;
    if is_list && !is_home && page.layout().is_none() {
        list(site, id, page, jobs);
        return;
    }
    let place = Place::file(&page.document.source);
    let kind = (template(page, is_home), ShellKey::of(site, id, page));
    let mut shown = Shown::of(site, id, page);
    match page.children_kind {
        PageKind::Faq => shown.whole(page.children.iter().copied()),
        _ => shown.cards(page.children.iter().copied()),
    }
    let latest = if is_home {
        latest(site, page.language)
    } else {
        Vec::new()
    };
    shown.cards(latest.iter().copied());
    jobs.page(page.path.clone(), place, kind, shown, move |site, theme| {
        let mut view = View::of(site, theme, id);
        let page = site.page(id);
        if page.is_index {
            view.section = Some(section(site, theme, page));
        }
        let items = latest.iter().map(|id| site.page(*id));
        view.latest = items.map(|news| Item::of(news, &page.url)).collect();
        view
    });
}

fn template(page: &Page, is_home: bool) -> &'static str {
    match page.layout() {
        Some(Layout::Leaflet) => return "leaflet.html",
        None => {}
    }
    if is_home {
        return "home.html";
    }
    match (page.is_index, page.kind, page.children_kind) {
        (true, PageKind::Page, PageKind::Faq) => "questions.html",
        (true, PageKind::Page, _) => "section.html",
        (_, PageKind::Page, _) => "page.html",
        (_, PageKind::Announcement, _) => "announcement.html",
        (_, PageKind::Faq, _) => "faq.html",
        (_, PageKind::Procedure, _) => "procedure.html",
        (_, PageKind::Contact, _) => "contact.html",
    }
}

fn section<'a>(site: &'a Site, theme: &'a Theme, page: &'a Page) -> SectionView<'a> {
    let children = page.children.iter().map(|id| site.page(*id));
    if page.children_kind != PageKind::Faq {
        return SectionView {
            children: children.map(|child| Item::of(child, &page.url)).collect(),
            categories: Vec::new(),
            pagination: None,
        };
    }
    let mut categories: Vec<CategoryView<'a>> = Vec::new();
    for child in children {
        let mut item = Item::of(child, &page.url);
        item.body = Some(Writer::embedded(site, theme, child, &page.url));
        let name = child.category.as_deref().unwrap_or_default();
        match categories.iter_mut().find(|known| known.name == name) {
            Some(category) => category.children.push(item),
            None => categories.push(CategoryView {
                name,
                id: format!("category-{}", categories.len() + 1),
                children: vec![item],
            }),
        }
    }
    SectionView {
        children: Vec::new(),
        categories,
        pagination: None,
    }
}

fn latest(site: &Site, language: Language) -> Vec<PageId> {
    let mut news: Vec<(PageId, &Page)> = site
        .pages()
        .filter(|(_, page)| {
            page.language == language && page.kind == PageKind::Announcement && !page.is_index
        })
        .collect();
    news.sort_by_key(|(_, page)| (Reverse(page.date), page.url.as_str()));
    news.truncate(LATEST);
    news.into_iter().map(|(id, _)| id).collect()
}

/// The list of announcements: `/news/`, then `/news/page/2/` and so on.
fn list(site: &Site, id: PageId, page: &Page, jobs: &mut Jobs) {
    let count = page.children.len().div_ceil(PER_PAGE).max(1);
    let urls: Vec<UrlPath> = (1..=count).map(|number| list_url(page, number)).collect();
    for number in 1..=count {
        let place = Place::file(&page.document.source);
        let url = urls[number - 1].clone();
        let current = match ShellKey::of(site, id, page) {
            ShellKey::Page { current, .. } => current,
            ShellKey::Anywhere(_) => None,
        };
        let shell = ShellKey::Page {
            language: page.language,
            depth: url.depth(),
            current,
        };
        let mut shown = Shown::of(site, id, page);
        shown.number(number);
        shown.number(count);
        shown.cards(on_list(page, number));
        let urls = urls.clone();
        let template = "announcements.html";
        jobs.page(
            url.output(),
            place,
            (template, shell),
            shown,
            move |site, theme| list_view(site, theme, id, number, &urls),
        );
    }
}

/// The announcements on one page of their list.
fn on_list(page: &Page, number: usize) -> impl Iterator<Item = PageId> {
    let from = (number - 1) * PER_PAGE;
    page.children.iter().skip(from).take(PER_PAGE).copied()
}

fn list_view<'a>(
    site: &'a Site,
    theme: &'a Theme,
    id: PageId,
    number: usize,
    urls: &[UrlPath],
) -> View<'a> {
    let page = site.page(id);
    let url = &urls[number - 1];
    let mut view = View::of(site, theme, id);
    let href = |number: usize| relative(url, &urls[number - 1]);
    if number > 1 {
        // What the section says of itself stands on the first page only.
        view.page.body = None;
        view.page.outline.clear();
        view.page.canonical = site.canonical(url);
        for (step, id) in view.page.breadcrumbs.iter_mut().zip(site.ancestors(page)) {
            step.href = relative(url, &site.page(id).url);
        }
        let to = |other: &UrlPath| relative(url, other);
        let version = |other| site.version(id, other);
        view.page.languages = languages(site, theme, page.language, version, to);
        // The same page of the list in another language does not hold the same.
        view.page.alternates.clear();
        view.page.elsewhere = elsewhere(site, theme, page, to);
    }
    view.section = Some(SectionView {
        children: on_list(page, number)
            .map(|id| Item::of(site.page(id), url))
            .collect(),
        categories: Vec::new(),
        pagination: Some(Pagination {
            number,
            count: urls.len(),
            previous: (number > 1).then(|| href(number - 1)),
            next: (number < urls.len()).then(|| href(number + 1)),
            pages: (1..=urls.len())
                .map(|other| PaginationEntry {
                    number: other,
                    href: href(other),
                    current: other == number,
                })
                .collect(),
        }),
    });
    view
}

fn list_url(page: &Page, number: usize) -> UrlPath {
    if number == 1 {
        return page.url.clone();
    }
    let number = number.to_string();
    let mut parts: Vec<&str> = page.url.as_str().split('/').collect();
    parts.retain(|part| !part.is_empty());
    parts.extend(["page", &number]);
    UrlPath::page(&parts).unwrap_or_else(|_| page.url.clone())
}
