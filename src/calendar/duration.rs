//! Lengths of time, in the units people count in.

use super::{Calendar, Point, add_days, add_minutes, add_months, add_weeks};
use crate::language::Language;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 分
    Minutes,
    /// 時間
    Hours,
    /// 日
    Days,
    /// 営業日: days on which the office works.
    BusinessDays,
    /// 週間
    Weeks,
    /// か月
    Months,
}

/// How each unit is written: singular and plural in English, then Japanese, the first of
/// them the one that is printed.
const NAMES: [(Unit, &str, &str, &[&str]); 6] = [
    (Unit::Minutes, "minute", "minutes", &["分", "分間"]),
    (Unit::Hours, "hour", "hours", &["時間"]),
    (Unit::Days, "day", "days", &["日", "日間"]),
    (
        Unit::BusinessDays,
        "business day",
        "business days",
        &["営業日"],
    ),
    (Unit::Weeks, "week", "weeks", &["週間", "週"]),
    (
        Unit::Months,
        "month",
        "months",
        &["か月", "ヶ月", "カ月", "ケ月", "箇月", "ヵ月"],
    ),
];

/// So many of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// Whether a duration is added or taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the future.
    After,
    /// Towards the past.
    Before,
}

impl Duration {
    /// Reads `2 business days`, `2営業日`, `２ 営業日`.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = unicode_normalization::UnicodeNormalization::nfkc(text).collect();
        let text = text.trim();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let count = text[..digits].parse().ok()?;
        let unit = Unit::parse(&text[digits..])?;
        Some(Self { count, unit })
    }

    /// The point so far from another. What counts days leads to a whole day, whatever time it
    /// starts from: a day after 17:00 on the ninth is the tenth. What counts hours needs a time
    /// to start from. `None` where there is none, or where the calendar ends.
    pub fn from_point(
        self,
        point: Point,
        direction: Direction,
        calendar: &Calendar,
    ) -> Option<Point> {
        let count = i32::try_from(self.count).ok()?;
        let count = match direction {
            Direction::After => count,
            Direction::Before => -count,
        };
        let date = point.date;
        let day = match self.unit {
            Unit::Minutes => return minutes_from(point, i64::from(count)),
            Unit::Hours => return minutes_from(point, i64::from(count) * 60),
            Unit::Days => add_days(date, count),
            Unit::BusinessDays => calendar.add_business_days(date, count),
            Unit::Weeks => add_weeks(date, count),
            Unit::Months => add_months(date, count),
        };
        day.map(Point::day)
    }

    /// In words: 2営業日, `2 business days`.
    pub fn words(self, language: Language) -> String {
        let count = self.count;
        let (_, singular, plural, japanese) = self.unit.names();
        match language {
            Language::Japanese => format!("{count}{}", japanese[0]),
            Language::English if count == 1 => format!("{count} {singular}"),
            Language::English => format!("{count} {plural}"),
        }
    }

    /// In the form of ISO 8601, which knows no business days: those are days there.
    pub fn iso(self) -> String {
        let count = self.count;
        match self.unit {
            Unit::Minutes => format!("PT{count}M"),
            Unit::Hours => format!("PT{count}H"),
            Unit::Days | Unit::BusinessDays => format!("P{count}D"),
            Unit::Weeks => format!("P{count}W"),
            Unit::Months => format!("P{count}M"),
        }
    }
}

fn minutes_from(point: Point, minutes: i64) -> Option<Point> {
    point.time?;
    let moment = add_minutes(point.start(), minutes)?;
    Some(Point {
        date: moment.date(),
        time: Some(moment.time()),
    })
}

impl Unit {
    /// Reads the name of a unit in either language.
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let name = words.join(" ");
        NAMES
            .iter()
            .find(|(_, singular, plural, japanese)| {
                name == *singular || name == *plural || japanese.contains(&name.as_str())
            })
            .map(|(unit, ..)| *unit)
    }

    fn names(self) -> (Self, &'static str, &'static str, &'static [&'static str]) {
        *NAMES
            .iter()
            .find(|(unit, ..)| *unit == self)
            .expect("every unit stands in the table")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        let two = Some(Duration {
            count: 2,
            unit: Unit::BusinessDays,
        });
        for text in [
            "2 business days",
            "2営業日",
            "２ 営業日",
            " 2  business  days ",
        ] {
            assert_eq!(Duration::parse(text), two, "{text}");
        }
        assert_eq!(Duration::parse("two days"), None);
        assert_eq!(Duration::parse("2"), None);
        assert_eq!(Duration::parse("2 dya"), None);
    }

    #[test]
    fn every_unit_is_named() {
        for (unit, ..) in NAMES {
            assert_eq!(unit.names().0, unit);
        }
    }
}
