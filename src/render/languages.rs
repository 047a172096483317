//! The ways from a page to the same page in the other languages of the site.

use crate::language::Language;
use crate::path::UrlPath;
use crate::site::{Page, PageId, Site};
use crate::theme::Theme;
use serde::Serialize;

/// A language of the site, with the way there.
#[derive(Debug, Serialize)]
pub(super) struct LanguageView<'a> {
    /// Its tag: `en`.
    pub tag: &'static str,
    /// Its name in itself: English.
    pub name: &'static str,
    /// Where it leads, relative to the page it is shown in.
    pub href: String,
    /// Whether this page is in it.
    pub current: bool,
    /// Where it leads to the home page, because this page is not in that language: that, in
    /// that language.
    pub note: Option<&'a str>,
}

/// The same page in a language, for search engines.
#[derive(Debug, Serialize)]
pub(super) struct Alternate {
    /// The tag of the language; `x-default` for those who speak none of them.
    pub hreflang: &'static str,
    /// The full address.
    pub href: String,
}

/// A page that holds more, in another language.
#[derive(Debug, Serialize)]
pub(super) struct Elsewhere<'a> {
    /// What it is called.
    pub title: String,
    /// Its address, relative to the page it is shown in.
    pub href: String,
    /// The tag of its language.
    pub lang: &'static str,
    /// That language as the page calls it: (in Japanese).
    pub language: &'a str,
}

/// The languages of a site that has more than one. `version` finds the page in each, and `href`
/// says how an address is written into the page.
pub(super) fn languages<'a>(
    site: &Site,
    theme: &'a Theme,
    current: Language,
    version: impl Fn(Language) -> Option<PageId>,
    href: impl Fn(&UrlPath) -> String,
) -> Vec<LanguageView<'a>> {
    if site.config.others.is_empty() {
        return Vec::new();
    }
    let view = |language: Language| {
        let own = version(language);
        // Without a home page there is no site to show; that has been reported.
        let page = site.page(own.or_else(|| site.home_in(language))?);
        Some(LanguageView {
            tag: language.tag(),
            name: language.name(),
            href: href(&page.url),
            current: language == current,
            note: match own {
                None if language != current => Some(theme.word(language, "language_home")),
                None | Some(_) => None,
            },
        })
    };
    site.config.languages().filter_map(view).collect()
}

/// The page in each language that it is in, where there are several and the site knows its own
/// address.
pub(super) fn alternates(site: &Site, id: PageId) -> Vec<Alternate> {
    let versions = site.config.languages();
    let versions = versions.filter_map(|language| {
        let page = site.page(site.version(id, language)?);
        let href = site.canonical(&page.url)?;
        Some(Alternate {
            hreflang: language.tag(),
            href,
        })
    });
    let mut alternates: Vec<Alternate> = versions.collect();
    match alternates.first() {
        Some(first) if alternates.len() > 1 => {
            // The first is in the language of the site.
            let href = first.href.clone();
            alternates.push(Alternate {
                hreflang: "x-default",
                href,
            });
        }
        _ => alternates.clear(),
    }
    alternates
}

/// Where the rest of a section is that has not all been translated.
pub(super) fn elsewhere<'a>(
    site: &Site,
    theme: &'a Theme,
    page: &Page,
    href: impl Fn(&UrlPath) -> String,
) -> Option<Elsewhere<'a>> {
    let other = site.page(site.untranslated(page)?);
    Some(Elsewhere {
        title: other.title.text(),
        href: href(&other.url),
        lang: other.language.tag(),
        language: theme.word(page.language, in_language(other.language)),
    })
}

/// The word of a theme that says that something is in a language.
pub(super) const fn in_language(language: Language) -> &'static str {
    match language {
        Language::Japanese => "in_ja",
        Language::English => "in_en",
    }
}
