//! What a page has to know to be right at the moment of reading, long after it was built.

use crate::calendar::{
    Date, Opening, TimeRange, WEEK, Weekday, add_days, add_months, format, iso_moment, quarter_of,
};
use crate::facts::Stated;
use crate::site::Site;
use serde::Serialize;

/// How long a page knows when somebody is there, from the beginning of its quarter of a year.
const KNOWN_MONTHS: i32 = 12;

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

/// When somebody is there: `09:00-12:00,13:00-17:00` for a day, nothing for one that is closed.
#[derive(Debug, Serialize)]
struct OpeningView {
    /// The days of a week, from Sunday on, with `/` between.
    week: String,
    /// The days that are not like those of their week, with spaces between: `2024-05-03` is
    /// closed, `2024-05-04=10:00-12:00` is open at these times.
    exceptions: String,
    /// The last day for which all this is known.
    known_until: String,
}

impl ClockView {
    pub(super) fn of(site: &Site) -> Self {
        let stated = site.frame.opening.as_ref();
        let dateline = site.dateline();
        Self {
            zone: site.config.zone.name().to_owned(),
            as_of: iso_moment(dateline.since),
            stale_from: dateline.stale_from.map(iso_moment),
            opening: stated.and_then(|stated| OpeningView::of(site, stated)),
        }
    }
}

impl OpeningView {
    /// What holds from the beginning of the quarter of a year for a year, so that the pages of
    /// a quarter are the same; no longer than the fact has its value.
    fn of(site: &Site, stated: &Stated) -> Option<Self> {
        let opening = stated.fact.opening()?;
        let today = site.as_of.date();
        let first = quarter_of(today);
        let end = add_months(first, KNOWN_MONTHS)?;
        let calendar = site.timeline.calendar();
        let mut known_until = first;
        let mut exceptions = Vec::new();
        let days = std::iter::successors(Some(first), |day| add_days(*day, 1));
        for day in days.take_while(|day| *day < end) {
            if day > today && in_force(site, &stated.key, day) != Some(opening) {
                break;
            }
            known_until = day;
            let ranges = opening.on(day, calendar);
            if ranges != opening.weekly(day.weekday()) {
                let hours = if ranges.is_empty() { "" } else { "=" };
                exceptions.push(format!("{}{hours}{}", format::iso(day), written(ranges)));
            }
        }
        let mut week = WEEK.map(|names| names.weekday);
        week.sort_by_key(|day| day.to_sunday_zero_offset());
        let week = week.map(|day: Weekday| written(opening.weekly(day)));
        Some(Self {
            week: week.join("/"),
            exceptions: exceptions.join(" "),
            known_until: format::iso(known_until),
        })
    }
}

/// What the fact says on a day.
fn in_force<'a>(site: &'a Site, key: &str, day: Date) -> Option<&'a Opening> {
    site.timeline.on(day)?.facts.stated(key)?.fact.opening()
}

fn written(ranges: &[TimeRange]) -> String {
    let ranges: Vec<String> = ranges.iter().map(TimeRange::to_string).collect();
    ranges.join(",")
}
