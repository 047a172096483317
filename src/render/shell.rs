//! What many pages share: header, footer, words, assets. Rendered once for each language,
//! each depth of folders and each entry of the menu, never once a page.

use super::POLICY;
use super::clock::ClockView;
use super::html::{Links, line_html, title_html};
use super::view::{DateView, Step};
use crate::config::BannerKind;
use crate::diag::Diagnostic;
use crate::hash::{Hash, Hasher};
use crate::language::Language;
use crate::site::{Banner, Interval, NavigationEntry, Page, PageId, Site};
use crate::theme::{Shared, Theme};
use crate::web::Base;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Which shell a page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum ShellKey {
    /// That of pages so many folders deep, below that entry of the menu.
    Page {
        /// The language of the page.
        language: Language,
        /// How many folders lie between the page and the root.
        depth: usize,
        /// The page that the entry of the menu leads to.
        current: Option<PageId>,
    },
    /// That of a page in a language that may be shown at any address: its links begin at the
    /// root.
    Anywhere(Language),
}

/// A shell, ready to be put around pages.
#[derive(Clone, Debug)]
pub(super) struct Shell {
    /// What templates see.
    pub shared: Shared,
    /// The hash of it.
    pub hash: Hash,
}

#[derive(Serialize)]
struct ShellView<'a> {
    lang: &'static str,
    root: &'a str,
    home: String,
    words: &'a BTreeMap<String, String>,
    site: SiteView<'a>,
    as_of: DateView,
    clock: &'a ClockView,
    phone_html: Option<String>,
    hours_html: Option<String>,
    assets: BTreeMap<&'a str, &'a str>,
    csp: &'static str,
    navigation: Vec<Entry<'a>>,
    footer_links: Vec<Entry<'a>>,
    banners: Vec<BannerView>,
    header: String,
    footer: String,
}

#[derive(Serialize)]
struct SiteView<'a> {
    title: &'a str,
    description: Option<&'a str>,
    operator: Option<&'a str>,
    base_url: Option<&'a str>,
}

#[derive(Serialize)]
struct Entry<'a> {
    label: Cow<'a, str>,
    href: String,
    current: bool,
}

/// What every page says above its text on some days.
#[derive(Serialize)]
struct BannerView {
    /// The language it is written in, where that is not the page's.
    lang: Option<&'static str>,
    kind: &'static str,
    title_html: String,
    text_html: Option<String>,
    link: Option<Step>,
    /// The time in which it is there, from one moment up to another: `2024-03-04/2024-04-10`.
    shown: String,
    /// Whether the day of the build is none of them.
    hidden: bool,
}

impl ShellKey {
    /// The shell of a page.
    pub(super) fn of(site: &Site, id: PageId, page: &Page) -> Self {
        let in_menu = |id: &PageId| {
            let navigation = &site.frame_in(page.language).navigation;
            navigation.iter().any(|entry| entry.page == *id)
        };
        let mut next = Some(id);
        while let Some(id) = next.filter(|id| !in_menu(id)) {
            next = site.page(id).parent;
        }
        Self::Page {
            language: page.language,
            depth: page.url.depth(),
            current: next,
        }
    }

    fn language(self) -> Language {
        match self {
            Self::Page { language, .. } | Self::Anywhere(language) => language,
        }
    }

    fn root(self, site: &Site) -> String {
        match self {
            Self::Page { depth, .. } => "../".repeat(depth),
            Self::Anywhere(_) => Base::new(site.config.base_url.as_deref())
                .folder()
                .to_owned(),
        }
    }
}

impl Shell {
    /// Renders the shell of that key.
    ///
    /// # Errors
    /// What is wrong with a template.
    pub(super) fn render(
        site: &Site,
        theme: &Theme,
        clock: &ClockView,
        key: ShellKey,
    ) -> Result<Self, Box<Diagnostic>> {
        let root = key.root(site);
        let mut view = view(site, theme, clock, key, &root);
        let bare = theme.share(&view)?;
        let none: BTreeMap<&str, &str> = BTreeMap::new();
        view.header = theme.render("header.html", &bare, &none)?;
        view.footer = theme.render("footer.html", &bare, &none)?;
        let mut hasher = Hasher::default();
        hasher.part(theme.hash().as_bytes());
        let json = serde_json::to_vec(&view).expect("a view holds strings and lists only");
        hasher.part(&json);
        Ok(Self {
            shared: theme.share(&view)?,
            hash: hasher.finish(),
        })
    }
}

fn view<'a>(
    site: &'a Site,
    theme: &'a Theme,
    clock: &'a ClockView,
    key: ShellKey,
    root: &'a str,
) -> ShellView<'a> {
    let language = key.language();
    let frame = site.frame_in(language);
    let current = match key {
        ShellKey::Page { current, .. } => current,
        ShellKey::Anywhere(_) => None,
    };
    let href = |page: PageId| below(root, site.page(page).url.as_str());
    let entry = |entry: &'a NavigationEntry| {
        let label = entry.label.as_deref().map(Cow::Borrowed);
        Entry {
            label: label.unwrap_or_else(|| site.page(entry.page).title.text().into()),
            href: href(entry.page),
            current: current == Some(entry.page),
        }
    };
    let home = site.home_in(language);
    ShellView {
        lang: language.tag(),
        root,
        // Without a home page there is no site to show; that has been reported.
        home: home.map_or_else(|| below(root, "/"), href),
        words: theme.words(language),
        site: SiteView {
            title: &frame.title,
            description: frame.description.as_deref(),
            operator: frame.operator.as_deref(),
            base_url: site.config.base_url.as_deref(),
        },
        as_of: DateView::new(site.dateline().day, language),
        clock,
        phone_html: frame
            .phone
            .as_ref()
            .map(|line| line_html(line, language, Links::Allowed)),
        hours_html: frame
            .hours
            .as_ref()
            .map(|line| line_html(line, language, Links::Allowed)),
        assets: theme
            .assets()
            .iter()
            .map(|asset| (asset.key.as_str(), asset.path.as_str()))
            .collect(),
        csp: POLICY,
        navigation: frame.navigation.iter().map(entry).collect(),
        footer_links: frame.footer.iter().map(entry).collect(),
        banners: banners(site, language, href),
        header: String::new(),
        footer: String::new(),
    }
}

/// The address of a page as it is written into one from which `root` leads to the root.
fn below(root: &str, url: &str) -> String {
    let href = format!("{root}{}", &url[1..]);
    if href.is_empty() {
        "./".to_owned()
    } else {
        href
    }
}

/// The banners that are there on the day of the build or will be, by what matters most.
fn banners(site: &Site, language: Language, href: impl Fn(PageId) -> String) -> Vec<BannerView> {
    let now = site.as_of.moment();
    let is_over = |shown: &Interval| shown.until.is_some_and(|until| until <= now);
    let mut banners: Vec<&Banner> = site.frame.banners.iter().collect();
    banners.retain(|banner| !is_over(&banner.shown));
    banners.sort_by_key(|banner| banner.kind != BannerKind::Emergency);
    let view = |banner: &Banner| BannerView {
        lang: (language != site.config.language).then(|| site.config.language.tag()),
        kind: banner.kind.name(),
        title_html: title_html(&banner.title, site.config.language),
        text_html: banner
            .text
            .as_ref()
            .map(|text| line_html(text, site.config.language, Links::Allowed)),
        link: banner.link.map(|page| Step {
            title: site.page(page).title.text(),
            href: href(page),
        }),
        shown: banner.shown.to_string(),
        hidden: !banner.shown.contains(now),
    };
    banners.into_iter().map(view).collect()
}
