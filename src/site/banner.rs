//! What every page says above its text on some days, with the days.

use super::address::Addresses;
use super::frame::{Pointer, destination};
use super::print::Printer;
use super::time::Almanac;
use super::{Interval, Line, PageId, keys};
use crate::config::{BannerKind, Config};
use crate::diag::Place;
use crate::facts::InForce;

/// What every page says above its text on some days.
#[derive(Debug)]
pub struct Banner {
    /// How much it matters.
    pub kind: BannerKind,
    /// What it is about.
    pub title: Line,
    /// What it says.
    pub text: Option<Line>,
    /// Where it leads.
    pub link: Option<PageId>,
    /// The time in which it is there.
    pub shown: Interval,
}

const POINTER: Pointer = Pointer {
    japanese: "お知らせ（banners）",
    english: "the banner",
};

/// The banners of the site, with the facts in force on the day of the build.
pub(super) fn resolve(
    config: &Config,
    addresses: &Addresses,
    in_force: InForce<'_>,
    printer: &mut Printer<'_>,
    almanac: &mut Almanac<'_>,
) -> Vec<Banner> {
    let mut banners = Vec::new();
    for banner in &config.banners {
        if banner.title.is_blank() {
            let place = Place::new(&config.source, banner.title.span);
            printer.diagnostics.push(keys::blank(place));
        }
        let link = banner.link.as_ref();
        let link = link.and_then(|link| {
            destination(link, &POINTER, config, addresses, &mut printer.diagnostics)
        });
        let shown = almanac.interval_of(
            banner.from.as_ref(),
            banner.until.as_ref(),
            in_force,
            banner.title.span,
        );
        banners.push(Banner {
            kind: banner.kind,
            title: printer.line(&banner.title),
            text: banner.text.as_ref().map(|text| printer.line(text)),
            link,
            shown,
        });
    }
    banners
}
