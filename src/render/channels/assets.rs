//! The theme's assets, under names that hold the hash of what is in them, and the files
//! beside the pages that somebody leads to, under their own; large pictures in fewer pixels, too.

use crate::diag::Place;
use crate::render::{Channel, Jobs};
use crate::site::Site;
use crate::theme::Theme;

pub(super) const CHANNEL: Channel = Channel {
    name: "assets",
    files,
};

fn files(site: &Site, theme: &Theme, jobs: &mut Jobs) {
    for asset in theme.assets() {
        let place = Place::file(&site.config.source);
        jobs.bytes(asset.path.clone(), place, asset.output.clone());
    }
    for file in site.files.iter().filter(|file| file.is_published(theme)) {
        let place = Place::file(file.source.id());
        jobs.bytes(file.url.output(), place, file.output.clone());
        for smaller in &file.smaller {
            let place = Place::file(file.source.id());
            jobs.bytes(smaller.url.output(), place, smaller.output.clone());
        }
    }
}
