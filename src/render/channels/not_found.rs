//! `404.html`: what is shown at an address where nothing is. There is one for each language,
//! because hosts look for the nearest above the address.

use crate::diag::Place;
use crate::language::Language;
use crate::path::{OutputPath, UrlPath};
use crate::render::languages::languages;
use crate::render::shell::ShellKey;
use crate::render::shown::Shown;
use crate::render::view::{PageView, View};
use crate::render::{Channel, Jobs};
use crate::site::Site;
use crate::theme::Theme;
use crate::web::Base;

pub(super) const CHANNEL: Channel = Channel {
    name: "not-found",
    files,
};

fn files(site: &Site, _: &Theme, jobs: &mut Jobs) {
    for language in site.config.languages() {
        let name = if language == site.config.language {
            "404.html".to_owned()
        } else {
            format!("{}/404.html", language.tag())
        };
        let path = OutputPath::parse(&name).expect("our own names can be stored everywhere");
        let place = Place::file(&site.config.source);
        let url = UrlPath::of_file(&path);
        let mut shown = Shown::default();
        // The title is a word of the theme, which is part of the shell.
        for other in site.config.languages() {
            shown.cards(site.home_in(other));
        }
        jobs.page(
            path,
            place,
            ("not-found.html", ShellKey::Anywhere(language)),
            shown,
            move |site, theme| View {
                page: page(site, theme, language, &url),
                section: None,
                latest: Vec::new(),
                form: None,
            },
        );
    }
}

fn page<'a>(site: &'a Site, theme: &'a Theme, language: Language, url: &UrlPath) -> PageView<'a> {
    let root = Base::new(site.config.base_url.as_deref());
    let root = root.folder();
    PageView {
        languages: languages(
            site,
            theme,
            language,
            |_| None,
            |url| format!("{root}{}", &url.as_str()[1..]),
        ),
        ..PageView::of_no_document(theme.word(language, "not_found_title"), url)
    }
}
