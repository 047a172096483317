//! The forms in which dates and times are written.
//!
//! Each form that people read takes the language, and all forms of a date have the same
//! shape. What machines read has none: see [`iso`] and [`iso_time`].

use super::{AsOf, Date, Point, Time, TimeOfDay, Weekday, WeekdayNames, era};
use crate::language::Language;
use jiff::civil::DateTime;
use std::fmt;

/// 2024年4月9日 / `9 April 2024`
pub fn long(date: Date, language: Language) -> String {
    match language {
        Language::Japanese => format!("{}年{}", date.year(), short(date, language)),
        Language::English => format!("{} {}", short(date, language), date.year()),
    }
}

/// 2024年4月9日17:00 / `9 April 2024, 17:00`; of a whole day, the day.
pub fn long_point(point: Point, language: Language) -> String {
    with_time(long(point.date, language), point.time, language)
}

/// A day in some form with the time behind it, if there is one.
pub fn with_time(day: String, time: Option<Time>, language: Language) -> String {
    match (time, language) {
        (None, _) => day,
        (Some(at), Language::Japanese) => format!("{day}{}", time_text(at)),
        (Some(at), Language::English) => format!("{day}, {}", time_text(at)),
    }
}

/// A day, or a minute of one, in a message. Both sentences of a message take the same values, so
/// the form is chosen where it is written: `{}` is as ISO 8601 has it, `{:#}` as a Japanese office
/// does, 2024年4月9日（火）17:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated(Point);

impl Dated {
    /// In a language.
    pub fn in_language(self, language: Language) -> String {
        match language {
            Language::Japanese => format!("{self:#}"),
            Language::English => self.to_string(),
        }
    }
}

impl From<Point> for Dated {
    fn from(point: Point) -> Self {
        Self(point)
    }
}

impl From<Date> for Dated {
    fn from(date: Date) -> Self {
        Self(Point::day(date))
    }
}

/// A moment is written as short as it can be: midnight is the day alone.
impl From<DateTime> for Dated {
    fn from(moment: DateTime) -> Self {
        let time = Some(moment.time()).filter(|time| *time != Time::midnight());
        let date = moment.date();
        Self(Point { date, time })
    }
}

impl From<AsOf> for Dated {
    fn from(as_of: AsOf) -> Self {
        as_of.moment().into()
    }
}

impl fmt::Display for Dated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Point { date, time } = self.0;
        if !f.alternate() {
            return self.0.fmt(f);
        }
        let day = weekday(date, Language::Japanese);
        f.write_str(&with_time(day, time, Language::Japanese))
    }
}

/// 4月9日 / `9 April`
pub fn short(date: Date, language: Language) -> String {
    match language {
        Language::Japanese => format!("{}月{}日", date.month(), date.day()),
        Language::English => format!("{} {}", date.day(), english_month(date)),
    }
}

/// 2024年4月9日（火） / `Tuesday 9 April 2024`
pub fn weekday(date: Date, language: Language) -> String {
    let day = date.weekday();
    match language {
        Language::Japanese => format!(
            "{}（{}）",
            long(date, language),
            short_weekday_name(day, language)
        ),
        Language::English => {
            format!("{} {}", weekday_name(day, language), long(date, language))
        }
    }
}

/// 4月9日（火） / `Tue 9 April`
pub fn short_weekday(date: Date, language: Language) -> String {
    let day = short_weekday_name(date.weekday(), language);
    match language {
        Language::Japanese => format!("{}（{day}）", short(date, language)),
        Language::English => format!("{day} {}", short(date, language)),
    }
}

/// 令和6年4月9日 / `9 April 2024`: eras are not used in English, nor for the days before 明治.
pub fn era(date: Date, language: Language) -> String {
    match (language, era::of(date)) {
        (Language::Japanese, Some(year)) => format!("{year}{}", short(date, language)),
        (Language::Japanese, None) | (Language::English, _) => long(date, language),
    }
}

/// `2024/04/09` in both languages.
pub fn numeric(date: Date, _language: Language) -> String {
    format!("{:04}/{:02}/{:02}", date.year(), date.month(), date.day())
}

/// `2024-04-09`, as ISO 8601 and the `datetime` of HTML want it.
pub fn iso(date: Date) -> String {
    date.to_string()
}

/// `9:00` in both languages. Seconds are not written.
pub fn time(time: Time, _language: Language) -> String {
    time_text(time)
}

fn time_text(time: Time) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

/// `9:00`, `24:00` in both languages.
pub fn time_of_day(time: TimeOfDay, _language: Language) -> String {
    let minutes = time.minutes();
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// `09:00`, as ISO 8601 and the `datetime` of HTML want it. Seconds are not written.
pub fn iso_time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// 火曜日 / `Tuesday`
pub const fn weekday_name(weekday: Weekday, language: Language) -> &'static str {
    let names = WeekdayNames::of(weekday);
    match language {
        Language::Japanese => names.japanese,
        Language::English => names.english,
    }
}

/// 火 / `Tue`
pub const fn short_weekday_name(weekday: Weekday, language: Language) -> &'static str {
    let names = WeekdayNames::of(weekday);
    match language {
        Language::Japanese => names.short_japanese(),
        Language::English => names.short_english(),
    }
}

fn english_month(date: Date) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    MONTHS[usize::from(date.month().unsigned_abs()) - 1]
}

#[cfg(test)]
mod tests {
    use super::super::test_days::{day, days};
    use super::super::{parse_iso, parse_time};
    use super::Language::{English, Japanese};
    use super::*;

    #[test]
    fn a_date_has_its_forms() {
        let date = day("2024-04-09");
        for (form, japanese, english) in [
            (
                long as fn(Date, Language) -> String,
                "2024年4月9日",
                "9 April 2024",
            ),
            (short, "4月9日", "9 April"),
            (weekday, "2024年4月9日（火）", "Tuesday 9 April 2024"),
            (short_weekday, "4月9日（火）", "Tue 9 April"),
            (super::era, "令和6年4月9日", "9 April 2024"),
            (numeric, "2024/04/09", "2024/04/09"),
        ] {
            assert_eq!(form(date, Japanese), japanese);
            assert_eq!(form(date, English), english);
        }
        assert_eq!(iso(date), "2024-04-09");
    }

    #[test]
    fn messages_write_days_in_both_languages() {
        for (point, iso, japanese) in [
            ("2024-04-09", "2024-04-09", "2024年4月9日（火）"),
            (
                "2024-04-09T09:05",
                "2024-04-09T09:05",
                "2024年4月9日（火）9:05",
            ),
        ] {
            let dated = Dated::from(Point::parse(point).unwrap());
            assert_eq!(format!("{dated} {dated:#}"), format!("{iso} {japanese}"));
            assert_eq!(dated.in_language(English), iso);
            assert_eq!(dated.in_language(Japanese), japanese);
        }
        let midnight = day("2024-04-09").to_datetime(Time::midnight());
        assert_eq!(Dated::from(midnight).to_string(), "2024-04-09");
    }

    #[test]
    fn the_first_year_of_an_era_has_no_number() {
        assert_eq!(super::era(day("2019-05-01"), Japanese), "令和元年5月1日");
        assert_eq!(super::era(day("2019-04-30"), Japanese), "平成31年4月30日");
    }

    #[test]
    fn before_the_eras_the_year_is_written() {
        let date = jiff::civil::date(1868, 1, 24);
        assert_eq!(super::era(date, Japanese), "1868年1月24日");
    }

    #[test]
    fn every_weekday_and_month_has_its_name() {
        let week = days("2024-04-08", "2024-04-14").map(Date::weekday);
        let names: Vec<_> = week
            .map(|day| {
                assert!(weekday_name(day, Japanese).ends_with("曜日"));
                assert!(weekday_name(day, English).ends_with("day"));
                (
                    short_weekday_name(day, Japanese),
                    short_weekday_name(day, English),
                )
            })
            .collect();
        assert_eq!(
            names,
            [
                ("月", "Mon"),
                ("火", "Tue"),
                ("水", "Wed"),
                ("木", "Thu"),
                ("金", "Fri"),
                ("土", "Sat"),
                ("日", "Sun"),
            ]
        );
        assert_eq!(short(day("2024-01-31"), English), "31 January");
        assert_eq!(short(day("2024-12-01"), English), "1 December");
    }

    #[test]
    fn iso_forms_can_be_read_back() {
        for date in days("2023-12-25", "2024-03-05") {
            assert_eq!(parse_iso(&iso(date)), Some(date));
        }
        for (text, form, iso) in [("9:00", "9:00", "09:00"), ("17:05", "17:05", "17:05")] {
            let read = parse_time(text).unwrap();
            assert_eq!(time(read, Japanese), form);
            assert_eq!(time(read, English), form);
            assert_eq!(iso_time(read), iso);
            assert_eq!(parse_time(iso), Some(read));
        }
        assert_eq!(time(parse_time("0:00").unwrap(), Japanese), "0:00");
    }
}
