//! A day of the week by its place in the month: the third Wednesday, the last Friday.

use super::{Date, Weekday, WeekdayNames, add_months, format};
use crate::language::Language;
use unicode_normalization::UnicodeNormalization;

/// A day of the week by its place in the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WeekdayOfMonth {
    /// Which of them.
    pub which: Which,
    /// The day of the week.
    pub weekday: Weekday,
}

/// Which of the days of one name in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Which {
    /// From 1 to 5. Not every month has a fifth.
    Nth(u8),
    /// The last.
    Last,
}

/// The ordinals of English that are words.
const ORDINALS: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];

/// A fifth Monday comes within four months; one more for the month that has begun.
const MONTHS_AHEAD: i32 = 5;

impl WeekdayOfMonth {
    /// Reads `3rd wednesday`, `last friday`, 第3水曜日, 最終金曜, in any width and case.
    pub fn parse(text: &str) -> Option<Self> {
        let (ordinal, weekday) = split(&folded(text))?;
        Self::of(ordinal, weekday)
    }

    /// That day, if there is a month that has it.
    pub(super) fn of(ordinal: Ordinal, weekday: Weekday) -> Option<Self> {
        let which = match ordinal {
            Ordinal::Last => Which::Last,
            Ordinal::Number(number) => {
                Which::Nth(u8::try_from(number).ok().filter(|n| (1..=5).contains(n))?)
            }
        };
        Some(Self { which, weekday })
    }

    /// Whether the date is such a day.
    pub fn contains(self, date: Date) -> bool {
        self.in_month_of(date) == Some(date)
    }

    /// The first such day that is not before `date`.
    pub fn next_on_or_after(self, date: Date) -> Option<Date> {
        let months = (0..=MONTHS_AHEAD).filter_map(|months| add_months(date, months));
        months
            .filter_map(|month| self.in_month_of(month))
            .find(|day| *day >= date)
    }

    /// 第3水曜日 / `third Wednesday`
    pub fn words(self, language: Language) -> String {
        let weekday = format::weekday_name(self.weekday, language);
        match (self.which, language) {
            (Which::Nth(number), Language::Japanese) => format!("第{number}{weekday}"),
            (Which::Last, Language::Japanese) => format!("最終{weekday}"),
            (Which::Nth(number), Language::English) => {
                let ordinal = ORDINALS[usize::from(number.clamp(1, 5)) - 1];
                format!("{ordinal} {weekday}")
            }
            (Which::Last, Language::English) => format!("last {weekday}"),
        }
    }

    fn in_month_of(self, date: Date) -> Option<Date> {
        let nth = match self.which {
            Which::Nth(number) => i8::try_from(number).ok()?,
            Which::Last => -1,
        };
        date.nth_weekday_of_month(nth, self.weekday).ok()
    }
}

/// A place in the month as it is written, whether a month has so many or not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ordinal {
    Number(u32),
    Last,
}

/// In one width, in lower case, with one blank between words.
pub(super) fn folded(text: &str) -> String {
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The two halves of a folded name: 第6月曜 is none of a month, but has them.
pub(super) fn split(text: &str) -> Option<(Ordinal, Weekday)> {
    let text = bare(text);
    if let Some(rest) = text.strip_prefix("最終") {
        return Some((Ordinal::Last, WeekdayNames::read(rest)?));
    }
    if let Some(rest) = text.strip_prefix('第') {
        let (number, rest) = number(rest)?;
        return Some((Ordinal::Number(number), WeekdayNames::read(rest)?));
    }
    let (first, day) = text.split_once(' ')?;
    Some((ordinal(first)?, WeekdayNames::read(day)?))
}

/// A folded name without what says that the day comes every month: 毎月, `the … of each month`.
pub(super) fn bare(text: &str) -> &str {
    let text = text.strip_prefix("毎月").unwrap_or(text).trim_start();
    let text = text.strip_prefix("the ").unwrap_or(text);
    let behind = [" of each month", " of every month", " of the month"];
    let mut behind = behind.iter();
    behind
        .find_map(|end| text.strip_suffix(end))
        .unwrap_or(text)
}

/// Reads `3rd`, `third`, `last`.
pub(super) fn ordinal(word: &str) -> Option<Ordinal> {
    if word == "last" {
        return Some(Ordinal::Last);
    }
    if let Some(at) = ORDINALS.iter().position(|ordinal| *ordinal == word) {
        return Some(Ordinal::Number(u32::try_from(at).ok()? + 1));
    }
    let endings = ["st", "nd", "rd", "th"];
    let digits = endings.iter().find_map(|end| word.strip_suffix(end))?;
    digits.parse().ok().map(Ordinal::Number)
}

/// Takes a number in digits or a single kanji.
fn number(text: &str) -> Option<(u32, &str)> {
    let first = text.chars().next()?;
    if let Some(at) = "一二三四五六七八九"
        .chars()
        .position(|kanji| kanji == first)
    {
        return Some((u32::try_from(at).ok()? + 1, &text[first.len_utf8()..]));
    }
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    Some((text[..end].parse().ok()?, text[end..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::super::test_days::{any_date, day};
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> WeekdayOfMonth {
        WeekdayOfMonth::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn days_are_read_in_both_languages() {
        let third = WeekdayOfMonth {
            which: Which::Nth(3),
            weekday: Weekday::Wednesday,
        };
        for text in [
            "3rd wednesday",
            "Third Wednesday",
            "the third Wednesday of each month",
            "3rd wed",
            "第3水曜日",
            "第３水曜",
            "第三水",
            "第3 水曜",
            "3rd wednesdays",
            "毎月第3水曜日",
        ] {
            assert_eq!(parse(text), third, "{text}");
        }
        for text in ["last friday", "最終金曜", "毎月最終金曜日"] {
            assert_eq!(parse(text).which, Which::Last, "{text}");
            assert_eq!(parse(text).weekday, Weekday::Friday, "{text}");
        }
        for text in [
            "6th monday",
            "第6月曜",
            "第0月曜",
            "wednesday",
            "3rd",
            "第3",
            "",
        ] {
            assert_eq!(WeekdayOfMonth::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_next_one_may_be_today_or_months_away() {
        let third = parse("3rd wednesday");
        assert_eq!(
            third.next_on_or_after(day("2024-04-17")),
            Some(day("2024-04-17"))
        );
        assert_eq!(
            third.next_on_or_after(day("2024-04-18")),
            Some(day("2024-05-15"))
        );
        let fifth = parse("5th friday");
        assert_eq!(
            fifth.next_on_or_after(day("2024-04-01")),
            Some(day("2024-05-31"))
        );
        let last = parse("last friday");
        assert_eq!(
            last.next_on_or_after(day("2024-01-31")),
            Some(day("2024-02-23"))
        );
        assert!(last.contains(day("2024-02-23")));
        assert!(!last.contains(day("2024-02-16")));
        assert_eq!(
            last.next_on_or_after(day("9999-12-31")),
            Some(day("9999-12-31"))
        );
    }

    #[test]
    fn days_are_said_in_both_languages() {
        for (text, japanese, english) in [
            ("第3水", "第3水曜日", "third Wednesday"),
            ("最終金", "最終金曜日", "last Friday"),
        ] {
            assert_eq!(parse(text).words(Language::Japanese), japanese);
            assert_eq!(parse(text).words(Language::English), english);
            assert_eq!(parse(&parse(text).words(Language::English)), parse(text));
        }
    }

    proptest! {
        #[test]
        fn a_day_has_one_place_and_the_next_is_the_first(date in any_date()) {
            let which = Which::Nth(u8::try_from((date.day() - 1) / 7 + 1).unwrap());
            let own = WeekdayOfMonth { which, weekday: date.weekday() };
            prop_assert!(own.contains(date));
            prop_assert_eq!(own.next_on_or_after(date), Some(date));
        }
    }
}
