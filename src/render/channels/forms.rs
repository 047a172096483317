//! `form.json` beside each page with a form: its rules, for whoever receives what it sends.

use crate::diag::Place;
use crate::output::Output;
use crate::path::OutputPath;
use crate::render::form::{FormView, RULES};
use crate::render::{Channel, Jobs};
use crate::site::Site;
use crate::theme::Theme;

pub(super) const CHANNEL: Channel = Channel {
    name: "forms",
    files,
};

fn files(site: &Site, _: &Theme, jobs: &mut Jobs) {
    for (_, page) in site.pages() {
        let Some(form) = FormView::of(site, page) else {
            continue;
        };
        let path = format!("{}{RULES}", &page.url.as_str()[1..]);
        let path = OutputPath::parse(&path).expect("a page's folder takes a name of our own");
        let place = Place::file(&page.document.source);
        jobs.bytes(path, place, Output::new(form.rules.into_bytes()));
    }
}
