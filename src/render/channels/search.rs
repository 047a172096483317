//! The page that visitors search on. Its index is [`crate::search`].

use crate::diag::Place;
use crate::path::UrlPath;
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

fn files<'a>(site: &'a Site, theme: &'a Theme, jobs: &mut Jobs<'a>) {
    if !theme.has(TEMPLATE) {
        return;
    }
    let url = UrlPath::page(&["search"]).expect("our own names can be stored everywhere");
    let shell = ShellKey::Page {
        depth: url.depth(),
        current: None,
    };
    let title = theme.word("search_title");
    jobs.page(
        url.output(),
        Place::file(&site.config.source),
        (TEMPLATE, shell),
        // The title is a word of the theme, which is part of the shell.
        Shown::default(),
        move || View {
            page: PageView::of_no_document(title, "/search/"),
            section: None,
            latest: Vec::new(),
        },
    );
}
