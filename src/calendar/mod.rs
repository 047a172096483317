//! Days: holidays of Japan, business days, era years, durations, and the forms in which a date is
//! written.
//!
//! This is the only door to `jiff`. It knows dates, and nothing of facts, files or HTML; it
//! asks no clock and no environment what day or where it is.

pub mod era;
pub mod format;
pub mod holidays;

mod arithmetic;
mod business;
mod duration;
mod equinox;
mod opening;
mod point;
mod recurrence;
mod time_of_day;
mod weekday_of_month;
mod weekdays;
mod zone;

pub use arithmetic::{
    YEARS, add_days, add_months, add_weeks, date, days_between, guess, last_day_of_month,
    parse_iso, parse_time,
};
pub use business::{Calendar, ClosedReason, Closure};
pub use duration::{Direction, Duration, Unit};
pub use jiff::civil::{Date, DateTime, Time, Weekday};
pub use opening::{Opening, OpeningDay, TimeRange, quarter_of};
pub use point::{Point, add_minutes, iso_moment, minutes_between};
pub use recurrence::{NoRecurrence, Recurrence};
pub use time_of_day::TimeOfDay;
pub use weekday_of_month::{WeekdayOfMonth, Which};
pub use weekdays::{WEEK, WeekdayNames};
pub use zone::Zone;

use std::fmt;

/// The moment a build speaks for: a civil date and time in the zone of the site, to the minute.
///
/// A type of its own, so that it cannot be swapped with a moment that a page talks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AsOf(DateTime);

impl AsOf {
    /// Speaks for this moment; for a day, for its first.
    pub fn new(moment: impl Into<DateTime>) -> Self {
        Self(moment.into())
    }

    /// The moment itself.
    pub const fn moment(self) -> DateTime {
        self.0
    }

    /// Its day.
    pub fn date(self) -> Date {
        self.0.date()
    }
}

/// As in ISO 8601, as short as it can be: `2024-04-10`, `2024-04-09T17:00`.
impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&iso_moment(self.0))
    }
}

#[cfg(test)]
mod test_days {
    use super::{Date, add_days, parse_iso};
    use proptest::prelude::Strategy;

    /// A day by its ISO name.
    pub(super) fn day(text: &str) -> Date {
        parse_iso(text).unwrap()
    }

    /// Every day from the first to the last, both included.
    pub(super) fn days(first: &str, last: &str) -> impl Iterator<Item = Date> {
        let last = day(last);
        std::iter::successors(Some(day(first)), |&date| add_days(date, 1))
            .take_while(move |&date| date <= last)
    }

    /// Days of all years that a site may use.
    pub(super) fn any_date() -> impl Strategy<Value = Date> {
        // Days from 1970-01-01 to 9999-12-31.
        (0i32..=2_932_896).prop_map(|days| add_days(day("1970-01-01"), days).unwrap())
    }
}
