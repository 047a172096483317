//! `sitemap.xml` (sitemaps.org, version 0.9). There is none for a site that does not know
//! its own address.

use super::text_file;
use crate::calendar::format;
use crate::render::html::escape;
use crate::render::{Channel, Jobs};
use crate::site::{Page, Site};
use crate::theme::Theme;

pub(super) const CHANNEL: Channel = Channel {
    name: "sitemap",
    files,
};

fn files<'a>(site: &'a Site, _: &'a Theme, jobs: &mut Jobs<'a>) {
    let Some(base) = &site.config.base_url else {
        return;
    };
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        .to_owned();
    for page in &site.pages {
        entry(base, page, &mut text);
    }
    text.push_str("</urlset>\n");
    text_file(site, jobs, "sitemap.xml", text);
}

fn entry(base: &str, page: &Page, text: &mut String) {
    text.push_str("<url><loc>");
    escape(base, text);
    escape(page.url.as_str(), text);
    text.push_str("</loc>");
    let front = &page.document.front;
    if let Some(date) = front.updated.or(front.date) {
        text.push_str("<lastmod>");
        text.push_str(&format::iso(date));
        text.push_str("</lastmod>");
    }
    text.push_str("</url>\n");
}
