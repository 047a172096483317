//! Making dates and counting with them, inside the years that annai accepts.

use super::era;
use super::{Date, Point, Time};
use jiff::Span;
use std::ops::RangeInclusive;

/// The years a date of a site may have. Every maker of dates in [`calendar`](super) answers
/// `None` outside them, so an overflow is an answer and never a panic.
pub const YEARS: RangeInclusive<i16> = 1970..=9999;

/// The day of that year, month (1–12) and day of the month, if there is one.
pub fn date(year: u16, month: u8, day: u8) -> Option<Date> {
    let date = Date::new(
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    );
    within_years(date.ok()?)
}

/// That many days later, or earlier when negative.
pub fn add_days(date: Date, days: i32) -> Option<Date> {
    add(date, Span::new().try_days(days).ok()?)
}

/// How many days `to` lies after `from`; negative where it lies before.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// That many times seven days later, or earlier when negative.
pub fn add_weeks(date: Date, weeks: i32) -> Option<Date> {
    add_days(date, weeks.checked_mul(7)?)
}

/// The same day of the month that many months later, or earlier when negative.
///
/// A month that has no such day gives its last one: a month after 31 January is 29 February
/// 2024, and a month before 31 March likewise. So going forth and back may not return to
/// where it began.
pub fn add_months(date: Date, months: i32) -> Option<Date> {
    add(date, Span::new().try_months(months).ok()?)
}

/// The last day of the date's month.
pub fn last_day_of_month(date: Date) -> Option<Date> {
    within_years(date.last_of_month())
}

/// Reads `2024-04-09`: four, two and two ASCII digits, and a day that exists.
pub fn parse_iso(text: &str) -> Option<Date> {
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text.as_bytes() else {
        return None;
    };
    let year = u16::from(two_digits(y0, y1)?) * 100 + u16::from(two_digits(y2, y3)?);
    date(year, two_digits(m0, m1)?, two_digits(d0, d1)?)
}

/// Reads a day as people write it, perhaps with a time: `2024/4/9`, `2024年4月9日17時`,
/// `２０２４－４－９`, `令和6年4月9日`, `R6.4.9`. For what somebody may have meant, not for what they
/// said; nothing else may stand beside it but the day of the week.
pub fn guess(text: &str) -> Option<Point> {
    let folded: String = unicode_normalization::UnicodeNormalization::nfkc(text).collect();
    // The day of the week.
    let (day, rest) = folded.split_once('(').unwrap_or((&folded, ")"));
    let folded = format!("{day} {}", rest.split_once(')')?.1);
    let (era, folded) = match era::named_at_start(&folded) {
        Some((era, rest)) => (Some(era), rest.replacen('元', "1", 1)),
        None => (None, folded),
    };
    let is_part = |c: char| c.is_ascii_digit() || " 年月日時分午後前/.-:".contains(c);
    if !folded.chars().all(is_part) {
        return None;
    }
    let numbers: Vec<u16> = folded
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map_while(|part| part.parse().ok())
        .collect();
    let (day, time) = match numbers[..] {
        [year, month, day] => ([year, month, day], None),
        [year, month, day, hour] if folded.contains('時') => ([year, month, day], Some((hour, 0))),
        [year, month, day, hour, minute] => ([year, month, day], Some((hour, minute))),
        _ => return None,
    };
    let [year, month, day] = day;
    let (month, day) = (month.try_into().ok()?, day.try_into().ok()?);
    let date = match era {
        Some(era) => era::date(era, year, month, day)?,
        None => date(year, month, day)?,
    };
    let Some((hour, minute)) = time else {
        return Some(Point::day(date));
    };
    let is_later = hour < 12 && folded.contains("午後");
    let hour = i8::try_from(if is_later { hour + 12 } else { hour }).ok()?;
    let time = Time::new(hour, minute.try_into().ok()?, 0, 0).ok()?;
    Some(Point {
        date,
        time: Some(time),
    })
}

/// Reads `09:00` and `9:00`, from `00:00` to `23:59`, in ASCII digits.
pub fn parse_time(text: &str) -> Option<Time> {
    let (hour, minute) = match *text.as_bytes() {
        [h, b':', m0, m1] => (two_digits(b'0', h)?, two_digits(m0, m1)?),
        [h0, h1, b':', m0, m1] => (two_digits(h0, h1)?, two_digits(m0, m1)?),
        _ => return None,
    };
    Time::new(hour.try_into().ok()?, minute.try_into().ok()?, 0, 0).ok()
}

/// The date itself, unless its year is not in [`YEARS`].
pub(super) fn within_years(date: Date) -> Option<Date> {
    YEARS.contains(&date.year()).then_some(date)
}

fn add(date: Date, span: Span) -> Option<Date> {
    within_years(date.checked_add(span).ok()?)
}

fn two_digits(tens: u8, ones: u8) -> Option<u8> {
    let both_digits = tens.is_ascii_digit() && ones.is_ascii_digit();
    both_digits.then(|| (tens - b'0') * 10 + (ones - b'0'))
}

#[cfg(test)]
mod tests {
    use super::super::test_days::{any_date, day};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_of_an_era_can_be_guessed() {
        let guessed = |text| guess(text).map(|point| point.to_string());
        assert_eq!(guessed("令和8年11月24日").as_deref(), Some("2026-11-24"));
        assert_eq!(guessed("令和元年５月１日").as_deref(), Some("2019-05-01"));
        assert_eq!(guessed("平成31年5月1日"), None);
    }

    #[test]
    fn a_date_that_does_not_exist_is_none() {
        assert_eq!(date(2024, 2, 29), Some(day("2024-02-29")));
        for (year, month, day) in [
            (2023, 2, 29),
            (2024, 4, 31),
            (2024, 0, 1),
            (2024, 13, 1),
            (2024, 1, 0),
            (2024, 1, 255),
            (2024, 255, 1),
        ] {
            assert_eq!(date(year, month, day), None, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn years_have_bounds() {
        assert!(date(1970, 1, 1).is_some());
        assert_eq!(date(1969, 12, 31), None);
        assert!(date(9999, 12, 31).is_some());
        assert_eq!(date(10000, 1, 1), None);
        assert_eq!(date(u16::MAX, 1, 1), None);
    }

    #[test]
    fn counting_past_the_bounds_is_none() {
        let (first, last) = (day("1970-01-01"), day("9999-12-31"));
        assert_eq!(add_days(first, -1), None);
        assert_eq!(add_days(last, 1), None);
        assert_eq!(add_weeks(first, -1), None);
        assert_eq!(add_months(last, 1), None);
        assert_eq!(add_months(first, -1), None);
        for extreme in [i32::MIN, i32::MAX] {
            assert_eq!(add_days(first, extreme), None);
            assert_eq!(add_weeks(first, extreme), None);
            assert_eq!(add_months(first, extreme), None);
        }
        assert_eq!(last_day_of_month(last), Some(last));
        assert_eq!(last_day_of_month(jiff::civil::date(1969, 12, 1)), None);
    }

    #[test]
    fn months_end_where_they_end() {
        let months = |from, count| add_months(day(from), count);
        assert_eq!(months("2024-01-31", 1), Some(day("2024-02-29")));
        assert_eq!(months("2023-01-31", 1), Some(day("2023-02-28")));
        assert_eq!(months("2024-03-31", -1), Some(day("2024-02-29")));
        assert_eq!(months("2024-11-30", 3), Some(day("2025-02-28")));
        assert_eq!(months("2024-02-29", 12), Some(day("2025-02-28")));
        assert_eq!(
            last_day_of_month(day("2024-02-01")),
            Some(day("2024-02-29"))
        );
    }

    #[test]
    fn iso_dates_are_read_strictly() {
        assert_eq!(parse_iso("2024-04-09"), date(2024, 4, 9));
        for text in [
            "",
            "2024-4-9",
            "2024-04-9",
            "2024/04/09",
            "20240409",
            "+2024-04-09",
            "2024-04-09 ",
            " 2024-04-09",
            "2024-04-09T00:00",
            "２０２４-04-09",
            "2024-02-30",
            "1969-12-31",
            "-024-04-09",
            "2024-+4-09",
            "19:5-04-09",
        ] {
            assert_eq!(parse_iso(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_read_strictly() {
        let time = |hour, minute| Some(jiff::civil::time(hour, minute, 0, 0));
        assert_eq!(parse_time("09:00"), time(9, 0));
        assert_eq!(parse_time("9:00"), time(9, 0));
        assert_eq!(parse_time("0:00"), time(0, 0));
        assert_eq!(parse_time("23:59"), time(23, 59));
        for text in [
            "", "9", "9:0", "24:00", "23:60", "009:00", ":00", "09:00:00", "-9:00", "９:00",
            "9：00", "9.00", " 9:00", "9:00 ",
        ] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn days_forth_and_back_return(from in any_date(), days in -100_000i32..100_000) {
            if let Some(to) = add_days(from, days) {
                prop_assert_eq!(add_days(to, -days), Some(from));
            }
        }

        #[test]
        fn a_week_is_seven_days(from in any_date(), weeks in -10_000i32..10_000) {
            prop_assert_eq!(add_weeks(from, weeks), add_days(from, weeks * 7));
        }

        #[test]
        fn months_keep_the_day_or_end(from in any_date(), months in -2_000i32..2_000) {
            if let Some(to) = add_months(from, months) {
                prop_assert!(to.day() == from.day() || (
                    to.day() < from.day() && Some(to) == last_day_of_month(to)
                ));
                let count = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
                prop_assert_eq!(count(to) - count(from), months);
            }
        }

        #[test]
        fn reading_what_was_printed_returns(from in any_date()) {
            prop_assert_eq!(parse_iso(&from.to_string()), Some(from));
        }

        #[test]
        fn no_text_makes_reading_panic(text in any::<String>(), digits in "[0-9:-]{0,11}") {
            for text in [text, digits] {
                if let Some(read) = parse_iso(&text) {
                    prop_assert_eq!(read.to_string(), text.clone());
                }
                if let Some(read) = parse_time(&text) {
                    let hour = text.split(':').next().and_then(|hour| hour.parse().ok());
                    prop_assert_eq!(hour, Some(read.hour()));
                }
            }
        }
    }
}
