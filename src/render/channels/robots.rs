//! `robots.txt` (RFC 9309).

use super::text_file;
use crate::render::{Channel, Jobs};
use crate::site::Site;
use crate::theme::Theme;

pub(super) const CHANNEL: Channel = Channel {
    name: "robots",
    files,
};

fn files(site: &Site, _: &Theme, jobs: &mut Jobs) {
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(base) = &site.config.base_url {
        text.push_str(&format!("\nSitemap: {base}/sitemap.xml\n"));
    }
    text_file(site, jobs, "robots.txt", text);
}
