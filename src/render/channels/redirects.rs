//! Former addresses: a page at each that leads on, and `_redirects` for hosts that can do
//! better (the format of Netlify and Cloudflare Pages).

use super::text_file;
use crate::render::html::relative;
use crate::render::{Channel, Jobs, POLICY};
use crate::site::Site;
use crate::theme::Theme;
use serde_json::json;

pub(super) const CHANNEL: Channel = Channel {
    name: "redirects",
    files,
};

fn files(site: &Site, theme: &Theme, jobs: &mut Jobs) {
    let mut lines = String::new();
    for alias in &site.aliases {
        let page = site.page(alias.page);
        let view = json!({
            "lang": page.language.tag(),
            "title": page.title.text(),
            "href": relative(&alias.url, &page.url),
            "canonical": site.canonical(&page.url),
            "words": theme.words(page.language),
            "csp": POLICY,
        });
        let path = alias.url.output();
        jobs.bare(path, alias.place.clone(), "redirect.html", view);
        // Spaces part the columns of this file.
        let (from, to) = (alias.url.encoded(), page.url.encoded());
        lines.push_str(&format!("{from} {to} 301\n"));
    }
    if !lines.is_empty() {
        text_file(site, jobs, "_redirects", lines);
    }
}
