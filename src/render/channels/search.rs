//! The page that visitors search on, in each language. Its index is [`crate::search`].

use crate::diag::Place;
use crate::language::Language;
use crate::path::UrlPath;
use crate::render::html::relative;
use crate::render::languages::languages;
use crate::render::shell::ShellKey;
use crate::render::shown::Shown;
use crate::render::view::{PageView, View};
use crate::render::{Channel, Jobs};
use crate::site::Site;
use crate::theme::Theme;

pub(super) const CHANNEL: Channel = Channel {
    name: "search",
    files,
};

/// Its template: a theme without one has no search.
pub(in crate::render) const TEMPLATE: &str = "search.html";

fn files(site: &Site, theme: &Theme, jobs: &mut Jobs) {
    if !theme.has(TEMPLATE) {
        return;
    }
    for language in site.config.languages() {
        let url = address(site, language);
        let shell = ShellKey::Page {
            language,
            depth: url.depth(),
            current: None,
        };
        let mut shown = Shown::default();
        // The title is a word of the theme, which is part of the shell.
        for other in site.config.languages() {
            shown.cards(site.home_in(other));
        }
        let place = Place::file(&site.config.source);
        jobs.page(
            url.output(),
            place,
            (TEMPLATE, shell),
            shown,
            move |site, theme| {
                let title = theme.word(language, "search_title");
                let href = |to: &UrlPath| relative(&url, to);
                View {
                    page: PageView {
                        languages: languages(site, theme, language, |_| None, href),
                        ..PageView::of_no_document(title, &url)
                    },
                    section: None,
                    latest: Vec::new(),
                    form: None,
                }
            },
        );
    }
}

/// Where the search of a language stands.
fn address(site: &Site, language: Language) -> UrlPath {
    let folder = site.config.folder(language);
    let parts: Vec<&str> = folder.into_iter().chain(["search"]).collect();
    UrlPath::page(&parts).expect("our own names can be stored everywhere")
}
