//! The channels. A new one is one file here and two lines below.

mod assets;
mod forms;
mod headers;
mod not_found;
mod pages;
mod redirects;
mod robots;
mod search;
mod sitemap;

pub(super) use self::search::TEMPLATE as SEARCH;

use super::Channel;

/// Every channel.
pub const CHANNELS: &[Channel] = &[
    pages::CHANNEL,
    assets::CHANNEL,
    headers::CHANNEL,
    forms::CHANNEL,
    not_found::CHANNEL,
    redirects::CHANNEL,
    robots::CHANNEL,
    search::CHANNEL,
    sitemap::CHANNEL,
];

use crate::diag::Place;
use crate::output::Output;
use crate::path::OutputPath;
use crate::render::Jobs;
use crate::site::Site;

/// A text file with a name of our own.
fn text_file(site: &Site, jobs: &mut Jobs, name: &'static str, text: String) {
    let path = OutputPath::parse(name).expect("our own names can be stored everywhere");
    let place = Place::file(&site.config.source);
    jobs.bytes(path, place, Output::new(text.into_bytes()));
}
