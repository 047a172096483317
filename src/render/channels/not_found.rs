//! `404.html`: what is shown at an address where nothing is.

use crate::content::PageKind;
use crate::diag::Place;
use crate::path::OutputPath;
use crate::render::shell::ShellKey;
use crate::render::shown::Shown;
use crate::render::view::{PageView, View};
use crate::render::{Channel, Jobs};
use crate::site::Site;
use crate::theme::Theme;

pub(super) const CHANNEL: Channel = Channel {
    name: "not-found",
    files,
};

fn files<'a>(site: &'a Site, theme: &'a Theme, jobs: &mut Jobs<'a>) {
    let path = OutputPath::parse("404.html").expect("our own names can be stored everywhere");
    let place = Place::file(&site.config.source);
    let title = theme.word("not_found_title");
    jobs.page(
        path,
        place,
        ("not-found.html", ShellKey::Anywhere),
        // The title is a word of the theme, which is part of the shell.
        Shown::default(),
        move || View {
            page: PageView {
                title: title.to_owned(),
                title_html: String::new(),
                description: None,
                url: "/404.html",
                qr: None,
                canonical: None,
                kind: PageKind::Page.name(),
                body: None,
                date: None,
                updated: None,
                category: None,
                draft: false,
                past_cycle: None,
                over_since: None,
                outline: Vec::new(),
                breadcrumbs: Vec::new(),
                previous: None,
                next: None,
            },
            section: None,
            latest: Vec::new(),
        },
    );
}
