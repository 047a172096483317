//! `sitemap.xml` (sitemaps.org, version 0.9). There is none for a site that does not know
//! its own address.

use super::text_file;
use crate::calendar::format;
use crate::render::html::{attribute, escape};
use crate::render::languages::{Alternate, alternates};
use crate::render::{Channel, Jobs};
use crate::site::{Page, Site};
use crate::theme::Theme;

pub(super) const CHANNEL: Channel = Channel {
    name: "sitemap",
    files,
};

fn files(site: &Site, _: &Theme, jobs: &mut Jobs) {
    let Some(base) = &site.config.base_url else {
        return;
    };
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
        .to_owned();
    if !site.config.others.is_empty() {
        // https://developers.google.com/search/docs/specialty/international/localized-versions
        text.push_str(" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"");
    }
    text.push_str(">\n");
    for (id, page) in site.pages() {
        entry(site, base, page, &alternates(site, id), &mut text);
    }
    text.push_str("</urlset>\n");
    text_file(site, jobs, "sitemap.xml", text);
}

fn entry(site: &Site, base: &str, page: &Page, alternates: &[Alternate], text: &mut String) {
    text.push_str("<url><loc>");
    escape(base, text);
    escape(page.url.as_str(), text);
    text.push_str("</loc>");
    let updated = page.document.front.updated;
    let days = [updated, page.date].into_iter().flatten();
    // Search engines mistrust a site whose pages were changed on a day that has not come.
    if let Some(date) = days.filter(|day| *day <= site.as_of.date()).max() {
        text.push_str("<lastmod>");
        text.push_str(&format::iso(date));
        text.push_str("</lastmod>");
    }
    for alternate in alternates {
        text.push_str("<xhtml:link rel=\"alternate\"");
        attribute("hreflang", alternate.hreflang, text);
        attribute("href", &alternate.href, text);
        text.push_str("/>");
    }
    text.push_str("</url>\n");
}
