//! The days of the week and their names: the only table of them.

use super::Weekday;

/// A day of the week with its names.
#[derive(Debug)]
pub struct WeekdayNames {
    /// The day.
    pub weekday: Weekday,
    /// `monday`, as files of a site say it.
    pub key: &'static str,
    /// 月曜日
    pub japanese: &'static str,
    /// `Monday`
    pub english: &'static str,
    /// How Japanese writes it in one character beside the plain one: in brackets, in a circle.
    pub signs: [char; 2],
}

/// The week, from Monday on.
pub const WEEK: [WeekdayNames; 7] = [
    names(Weekday::Monday, "monday", "月曜日", "Monday", ['㈪', '㊊']),
    names(
        Weekday::Tuesday,
        "tuesday",
        "火曜日",
        "Tuesday",
        ['㈫', '㊋'],
    ),
    names(
        Weekday::Wednesday,
        "wednesday",
        "水曜日",
        "Wednesday",
        ['㈬', '㊌'],
    ),
    names(
        Weekday::Thursday,
        "thursday",
        "木曜日",
        "Thursday",
        ['㈭', '㊍'],
    ),
    names(Weekday::Friday, "friday", "金曜日", "Friday", ['㈮', '㊎']),
    names(
        Weekday::Saturday,
        "saturday",
        "土曜日",
        "Saturday",
        ['㈯', '㊏'],
    ),
    names(Weekday::Sunday, "sunday", "日曜日", "Sunday", ['㈰', '㊐']),
];

const fn names(
    weekday: Weekday,
    key: &'static str,
    japanese: &'static str,
    english: &'static str,
    signs: [char; 2],
) -> WeekdayNames {
    WeekdayNames {
        weekday,
        key,
        japanese,
        english,
        signs,
    }
}

impl WeekdayNames {
    /// The names of a day of the week.
    pub const fn of(weekday: Weekday) -> &'static Self {
        &WEEK[weekday.to_monday_zero_offset() as usize]
    }

    /// 月
    pub const fn short_japanese(&self) -> &'static str {
        // One character.
        self.japanese.split_at(3).0
    }

    /// `Mon`
    pub const fn short_english(&self) -> &'static str {
        self.english.split_at(3).0
    }

    /// `Mo`, as schema.org and the iCalendar of RFC 5545 (there in capitals) name the days.
    pub const fn iso(&self) -> &'static str {
        self.english.split_at(2).0
    }

    /// Reads the name of a day of the week in lower case: `wednesday`, `wednesdays`, `wed`, 水,
    /// 水曜, 水曜日.
    pub fn read(name: &str) -> Option<Weekday> {
        if let Some((day, "")) = Self::take_japanese(name) {
            return Some(day);
        }
        let name = name.strip_suffix('s').unwrap_or(name);
        let is_name = |day: &&Self| name == day.key || name.len() == 3 && day.key.starts_with(name);
        WEEK.iter().find(is_name).map(|day| day.weekday)
    }

    /// Takes 水, 水曜 or 水曜日 from the beginning of a text, and what is left.
    pub fn take_japanese(text: &str) -> Option<(Weekday, &str)> {
        let mut week = WEEK.iter();
        let names = week.find(|day| text.starts_with(day.short_japanese()))?;
        let behind = &text[names.short_japanese().len()..];
        let full = behind.strip_prefix("曜日");
        let rest = full.or(behind.strip_prefix('曜')).unwrap_or(behind);
        Some((names.weekday, rest))
    }
}
