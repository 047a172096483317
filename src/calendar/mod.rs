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
mod time_of_day;
mod weekdays;
mod zone;

pub use arithmetic::{
    YEARS, add_days, add_months, add_weeks, date, days_between, guess, last_day_of_month,
    parse_iso, parse_time,
};
pub use business::{Calendar, ClosedReason, Closure};
pub use duration::{Direction, Duration, Unit};
pub use jiff::civil::{Date, Time, Weekday};
pub use opening::{Nth, Opening, OpeningDay, TimeRange, quarter_of};
pub use time_of_day::TimeOfDay;
pub use weekdays::{WEEK, WeekdayNames};
pub use zone::Zone;

use std::fmt;

/// The day a build speaks for.
///
/// A date of its own type, so that it cannot be swapped with one that a page talks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AsOf(Date);

impl AsOf {
    /// Speaks for this day.
    pub const fn new(date: Date) -> Self {
        Self(date)
    }

    /// The day itself.
    pub const fn date(self) -> Date {
        self.0
    }
}

/// As in ISO 8601: `2024-04-10`.
impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
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
