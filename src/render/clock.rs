//! What a page has to know to be right at the moment of reading, long after it was built.

use crate::calendar::{ClosedReason, Date, add_days, format, holidays, iso_moment};
use crate::facts::{OnHolidays, Opening};
use crate::site::Site;
use serde::Serialize;

/// Days and hours, for the script of the theme.
#[derive(Debug, Serialize)]
pub(super) struct ClockView {
    /// The zone whose midnight begins a day.
    zone: String,
    /// The moment from which on the page says what it says, on the day that it speaks for.
    as_of: String,
    /// The first moment at which the page may no longer be true.
    stale_from: Option<String>,
    /// When somebody is there.
    opening: Option<OpeningView>,
}

/// When somebody is there.
#[derive(Debug, Serialize)]
struct OpeningView {
    /// From: `09:00`.
    open: String,
    /// To: `17:00`.
    close: String,
    /// Days of the week on which nobody is, from 0 (Sunday), with spaces between.
    closed_weekdays: String,
    /// Other days on which nobody is, with spaces between.
    closed_days: String,
    /// Days on which somebody is, whatever day they are, with spaces between.
    open_days: String,
    /// The last day for which all this is known.
    known_until: String,
}

impl ClockView {
    pub(super) fn of(site: &Site) -> Self {
        let opening = site.frame.opening.as_ref();
        let dateline = site.dateline();
        Self {
            zone: site.config.zone.name().to_owned(),
            as_of: iso_moment(dateline.since),
            stale_from: dateline.stale_from.map(iso_moment),
            opening: opening.map(|opening| OpeningView::of(site, opening)),
        }
    }
}

impl OpeningView {
    fn of(site: &Site, opening: &Opening) -> Self {
        let calendar = &site.config.calendar;
        let last_year = holidays::last_official_year(site.as_of);
        let days = || days_of(last_year - 1, last_year);
        let is_closed = |day: &Date| match calendar.closed_reason(*day) {
            Some(ClosedReason::Closure(_)) => true,
            Some(ClosedReason::Holiday(_)) => opening.holidays == OnHolidays::Closed,
            Some(ClosedReason::Weekend(_)) | None => false,
        };
        let weekdays = &opening.closed_weekdays;
        let closed = days().filter(|day| !weekdays.contains(&day.weekday()) && is_closed(day));
        let open = days().filter(|day| calendar.open.contains(day));
        let weekdays = weekdays
            .iter()
            .map(|day| day.to_sunday_zero_offset().to_string());
        let join = |days: &mut dyn Iterator<Item = Date>| {
            let days: Vec<String> = days.map(format::iso).collect();
            days.join(" ")
        };
        Self {
            open: format::iso_time(opening.open),
            close: format::iso_time(opening.close),
            closed_weekdays: weekdays.collect::<Vec<_>>().join(" "),
            closed_days: join(&mut closed.into_iter()),
            open_days: join(&mut open.into_iter()),
            known_until: format!("{last_year:04}-12-31"),
        }
    }
}

/// The days of some years.
fn days_of(first: i16, last: i16) -> impl Iterator<Item = Date> {
    let start = crate::calendar::parse_iso(&format!("{first:04}-01-01"));
    std::iter::successors(start, |day| add_days(*day, 1)).take_while(move |day| day.year() <= last)
}
