//! Days that come back: every Monday, the third Wednesday, the 15th, the last day.

use super::weekday_of_month::{Ordinal, bare, folded, ordinal, split};
use super::{
    Date, Weekday, WeekdayNames, WeekdayOfMonth, add_days, add_months, format, last_day_of_month,
};
use crate::language::Language;

/// Days that come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recurrence {
    /// Every week.
    Weekly(Weekday),
    /// A day of the week, once a month.
    Monthly(WeekdayOfMonth),
    /// A day of the month, from 1 to 31; in months that have it.
    DayOfMonth(u8),
    /// The last day of the month.
    LastDay,
}

/// Why a text names no days that come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRecurrence {
    /// It cannot be read.
    Unreadable,
    /// There is no such day in any month: the sixth Monday, the 32nd.
    Impossible,
}

impl Recurrence {
    /// Reads `every monday`, `3rd wednesday`, `15th`, `last day`, 毎週月曜, 第3水曜日, 毎月15日,
    /// 毎月末日, in any width and case.
    ///
    /// # Errors
    /// That it is no such name, or that of a day that no month has.
    pub fn parse(text: &str) -> Result<Self, NoRecurrence> {
        let text = folded(text);
        if let Some(day) = weekly(&text) {
            return Ok(Self::Weekly(day));
        }
        if let Some((ordinal, weekday)) = split(&text) {
            let day = WeekdayOfMonth::of(ordinal, weekday);
            return day.map(Self::Monthly).ok_or(NoRecurrence::Impossible);
        }
        match day_of_month(&text).ok_or(NoRecurrence::Unreadable)? {
            Ordinal::Last => Ok(Self::LastDay),
            Ordinal::Number(number) => u8::try_from(number)
                .ok()
                .filter(|number| (1..=31).contains(number))
                .map(Self::DayOfMonth)
                .ok_or(NoRecurrence::Impossible),
        }
    }

    /// The first such day that is not before `date`.
    pub fn next_on_or_after(self, date: Date) -> Option<Date> {
        match self {
            Self::Weekly(day) => {
                let days = (0..7).filter_map(|days| add_days(date, days));
                days.into_iter().find(|date| date.weekday() == day)
            }
            Self::Monthly(day) => day.next_on_or_after(date),
            Self::DayOfMonth(day) => {
                let day = i8::try_from(day).ok()?;
                // A month that lacks the day is followed by one that has it; one more for the
                // month that has begun.
                let months = (0..=2).filter_map(|months| add_months(date, months));
                months
                    .filter_map(|month| Date::new(month.year(), month.month(), day).ok())
                    .find(|day| *day >= date)
            }
            Self::LastDay => last_day_of_month(date),
        }
    }

    /// 毎月第3水曜日 / `the third Wednesday of each month`
    pub fn words(self, language: Language) -> String {
        match (self, language) {
            (Self::Weekly(day), Language::Japanese) => {
                format!("毎週{}", format::weekday_name(day, language))
            }
            (Self::Weekly(day), Language::English) => {
                format!("every {}", format::weekday_name(day, language))
            }
            (Self::Monthly(day), Language::Japanese) => format!("毎月{}", day.words(language)),
            (Self::Monthly(day), Language::English) => {
                format!("the {} of each month", day.words(language))
            }
            (Self::DayOfMonth(day), Language::Japanese) => format!("毎月{day}日"),
            (Self::DayOfMonth(day), Language::English) => {
                format!("the {day}{} of each month", ending(day))
            }
            (Self::LastDay, Language::Japanese) => "毎月末日".to_owned(),
            (Self::LastDay, Language::English) => "the last day of each month".to_owned(),
        }
    }
}

fn weekly(text: &str) -> Option<Weekday> {
    let day = text
        .strip_prefix("every ")
        .or_else(|| text.strip_prefix("毎週"))?;
    WeekdayNames::read(day.trim_start())
}

/// Reads `15th`, `last day`, 15日, 末日.
fn day_of_month(text: &str) -> Option<Ordinal> {
    let text = bare(text);
    if ["末日", "月末", "末"].contains(&text) {
        return Some(Ordinal::Last);
    }
    if let Some(digits) = text.strip_suffix('日') {
        return digits.trim_end().parse().ok().map(Ordinal::Number);
    }
    match text.strip_suffix(" day") {
        Some(word) => ordinal(word),
        // "last" alone says not of what.
        None => ordinal(text).filter(|ordinal| *ordinal != Ordinal::Last),
    }
}

fn ending(day: u8) -> &'static str {
    match (day / 10, day % 10) {
        (1, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_days::{any_date, day};
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Recurrence {
        Recurrence::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"))
    }

    #[test]
    fn days_are_read_and_said_in_both_languages() {
        for (english, japanese, said, written) in [
            ("every monday", "毎週月曜", "every Monday", "毎週月曜日"),
            (
                "3rd wednesday",
                "第３水曜",
                "the third Wednesday of each month",
                "毎月第3水曜日",
            ),
            (
                "last friday",
                "最終金曜日",
                "the last Friday of each month",
                "毎月最終金曜日",
            ),
            ("15th", "毎月15日", "the 15th of each month", "毎月15日"),
            ("22nd", "毎月２２日", "the 22nd of each month", "毎月22日"),
            (
                "last day",
                "毎月末日",
                "the last day of each month",
                "毎月末日",
            ),
        ] {
            assert_eq!(parse(english), parse(japanese), "{english}");
            assert_eq!(parse(english).words(Language::English), said);
            assert_eq!(parse(english).words(Language::Japanese), written);
            assert_eq!(parse(said), parse(written));
        }
    }

    #[test]
    fn what_no_month_has_is_told_from_what_cannot_be_read() {
        for text in ["6th monday", "第6月曜", "32nd", "毎月32日", "0th"] {
            assert_eq!(
                Recurrence::parse(text),
                Err(NoRecurrence::Impossible),
                "{text}"
            );
        }
        for text in ["", "monthly", "monday", "月曜", "last", "15", "毎週"] {
            assert_eq!(
                Recurrence::parse(text),
                Err(NoRecurrence::Unreadable),
                "{text}"
            );
        }
    }

    #[test]
    fn a_day_that_a_month_lacks_is_in_the_next() {
        let next = |text, from| parse(text).next_on_or_after(day(from));
        assert_eq!(next("31st", "2024-02-01"), Some(day("2024-03-31")));
        assert_eq!(next("31st", "2024-04-01"), Some(day("2024-05-31")));
        assert_eq!(next("30th", "2024-01-31"), Some(day("2024-03-30")));
        assert_eq!(next("last day", "2024-02-29"), Some(day("2024-02-29")));
        assert_eq!(next("every monday", "2024-04-09"), Some(day("2024-04-15")));
        assert_eq!(next("every monday", "9999-12-31"), None);
    }

    proptest! {
        #[test]
        fn the_next_day_is_its_own_next(date in any_date(), of_month in 1u8..=31) {
            for one in [Recurrence::DayOfMonth(of_month), Recurrence::LastDay] {
                if let Some(next) = one.next_on_or_after(date) {
                    prop_assert!(date <= next);
                    prop_assert_eq!(one.next_on_or_after(next), Some(next));
                }
            }
        }
    }
}
