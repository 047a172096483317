//! `_headers`: what static hosts should send along (the format of Netlify and Cloudflare
//! Pages).

use super::text_file;
use crate::render::{Channel, Jobs, POLICY};
use crate::site::Site;
use crate::theme::Theme;

pub(super) const CHANNEL: Channel = Channel {
    name: "headers",
    files,
};

fn files<'a>(site: &'a Site, _: &'a Theme, jobs: &mut Jobs<'a>) {
    // A policy in a page cannot say who may frame it; a header can.
    let text = format!(
        "/*\n  \
           Content-Security-Policy: {POLICY}; frame-ancestors 'none'\n  \
           Referrer-Policy: strict-origin-when-cross-origin\n  \
           X-Content-Type-Options: nosniff\n\
         /assets/*\n  \
           Cache-Control: public, max-age=31536000, immutable\n"
    );
    text_file(site, jobs, "_headers", text);
}
