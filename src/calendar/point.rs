//! A day, or a minute of one: what a fact states, and how the two are compared.

use super::arithmetic::within_years;
use super::{Date, Time, add_days, parse_iso, parse_time};
use jiff::Span;
use jiff::civil::DateTime;
use std::fmt;

/// A point in civil time: a whole day, or the minute of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    /// The day.
    pub date: Date,
    /// The time of day; none where the whole day is meant.
    pub time: Option<Time>,
}

impl Point {
    /// A whole day.
    pub const fn day(date: Date) -> Self {
        Self { date, time: None }
    }

    /// Its first moment.
    pub fn start(self) -> DateTime {
        self.date.to_datetime(self.time.unwrap_or(Time::midnight()))
    }

    /// The first moment after it. A day is over with its last minute; a time of day is over
    /// as it comes: what ends at 17:00 is closed at 17:00. `None` where the calendar ends.
    pub fn end(self) -> Option<DateTime> {
        match self.time {
            Some(_) => Some(self.start()),
            None => add_days(self.date, 1).map(Into::into),
        }
    }

    /// Reads `2024-04-09`, `2024-04-09T17:00` and `2024-04-09 17:00`; seconds only where they
    /// are zero.
    pub fn parse(text: &str) -> Option<Self> {
        let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
            return parse_iso(text).map(Self::day);
        };
        let time = match time.len() {
            8 => time.strip_suffix(":00")?,
            5 => time,
            _ => return None,
        };
        Some(Self {
            date: parse_iso(date)?,
            time: Some(parse_time(time)?),
        })
    }

    /// How many minutes it lies after another; negative where it lies before. Where one of the
    /// two is a whole day, days are compared: 17:00 of a day is neither before nor after it.
    pub fn minutes_after(self, other: Self) -> i64 {
        let (from, to) = match (self.time, other.time) {
            (Some(_), Some(_)) => (other.start(), self.start()),
            (None, _) | (_, None) => (other.date.into(), self.date.into()),
        };
        minutes_between(from, to)
    }
}

/// As in ISO 8601: `2024-04-09`, `2024-04-09T17:00`.
impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time {
            Some(time) => write!(f, "{}T{:02}:{:02}", self.date, time.hour(), time.minute()),
            None => self.date.fmt(f),
        }
    }
}

/// That many minutes later, or earlier when negative.
pub fn add_minutes(moment: DateTime, minutes: i64) -> Option<DateTime> {
    let moment = moment.checked_add(Span::new().try_minutes(minutes).ok()?);
    moment
        .ok()
        .filter(|moment| within_years(moment.date()).is_some())
}

/// How many minutes `to` lies after `from`; negative where it lies before.
pub fn minutes_between(from: DateTime, to: DateTime) -> i64 {
    let days = i64::from(super::days_between(from.date(), to.date()));
    let minutes = |time: Time| i64::from(time.hour()) * 60 + i64::from(time.minute());
    days * 24 * 60 + minutes(to.time()) - minutes(from.time())
}

/// A moment as ISO 8601 writes it, as short as it can be: midnight is the day alone. Moments
/// that are written so are in order as texts, too.
pub fn iso_moment(moment: DateTime) -> String {
    let time = Some(moment.time()).filter(|time| *time != Time::midnight());
    let date = moment.date();
    Point { date, time }.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(text: &str) -> Point {
        Point::parse(text).unwrap()
    }

    #[test]
    fn days_and_minutes_are_read_and_written() {
        for (text, written) in [
            ("2024-04-09", "2024-04-09"),
            ("2024-04-09T17:00", "2024-04-09T17:00"),
            ("2024-04-09 09:05", "2024-04-09T09:05"),
            ("2024-04-09T17:00:00", "2024-04-09T17:00"),
        ] {
            assert_eq!(point(text).to_string(), written);
        }
        for text in [
            "2024-02-30",
            "2024-04-09T",
            "2024-04-09T24:00",
            "2024-04-09T7:00",
            "2024-04-09T17:00:30",
            "2024-04-09T17:00+09:00",
            "17:00",
        ] {
            assert_eq!(Point::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_ends_with_its_last_minute_and_a_minute_as_it_comes() {
        let end = |text| point(text).end().map(iso_moment);
        assert_eq!(end("2024-04-09").as_deref(), Some("2024-04-10"));
        assert_eq!(end("2024-04-09T17:00").as_deref(), Some("2024-04-09T17:00"));
        assert_eq!(end("9999-12-31"), None);
        assert_eq!(iso_moment(point("2024-04-09").start()), "2024-04-09");
    }

    #[test]
    fn a_minute_of_a_day_is_neither_before_nor_after_that_day() {
        for (one, other, minutes) in [
            ("2024-04-09T17:00", "2024-04-09", 0),
            ("2024-04-09", "2024-04-09T17:00", 0),
            ("2024-04-09T17:00", "2024-04-08", 1440),
            ("2024-04-09T17:00", "2024-04-09T16:59", 1),
            ("2024-04-09T00:00", "2024-04-10T00:01", -1441),
        ] {
            assert_eq!(
                point(one).minutes_after(point(other)),
                minutes,
                "{one} {other}"
            );
        }
    }

    #[test]
    fn minutes_are_counted_over_midnight_and_up_to_the_end_of_the_calendar() {
        let moment = |text| point(text).start();
        let eve = add_minutes(moment("2024-03-01"), -1).map(iso_moment);
        assert_eq!(eve.as_deref(), Some("2024-02-29T23:59"));
        assert_eq!(add_minutes(moment("9999-12-31T23:59"), 1), None);
        assert_eq!(add_minutes(moment("1970-01-01"), -1), None);
    }
}
