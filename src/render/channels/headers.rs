//! `_headers`: what static hosts should send along (the format of Netlify and Cloudflare
//! Pages).

use super::text_file;
use crate::render::{Channel, Jobs, POLICY, policy_but_forms};
use crate::site::{Page, Site};
use crate::theme::Theme;

pub(super) const CHANNEL: Channel = Channel {
    name: "headers",
    files,
};

fn files(site: &Site, _: &Theme, jobs: &mut Jobs) {
    // A policy in a page cannot say who may frame it; a header can. Policies only add up, so
    // where a page may send its form elsewhere, it is left to the pages to forbid it.
    let sends = |page: &Page| {
        page.document
            .front
            .form
            .as_ref()?
            .endpoint
            .as_ref()
            .map(drop)
    };
    let policy = match site.pages().find_map(|(_, page)| sends(page)) {
        Some(()) => policy_but_forms(),
        None => POLICY,
    };
    let text = format!(
        "/*\n  \
           Content-Security-Policy: {policy}; frame-ancestors 'none'\n  \
           Referrer-Policy: strict-origin-when-cross-origin\n  \
           X-Content-Type-Options: nosniff\n\
         /assets/*\n  \
           Cache-Control: public, max-age=31536000, immutable\n"
    );
    let saved = site.config.files.iter().map(|ending| saved(ending));
    let text = text + &saved.collect::<String>();
    text_file(site, jobs, "_headers", text);
}

/// What lets nobody open files with that ending where they stand, whatever is in them.
fn saved(ending: &str) -> String {
    format!(
        "/*.{ending}\n  \
           Content-Disposition: attachment\n  \
           Content-Type: application/octet-stream\n"
    )
}
