//! Years of the Japanese eras: 令和6年.

use super::Date;
use super::arithmetic::within_years;
use jiff::civil;
use std::fmt;

/// An era of the Japanese calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治, from 1868-01-25: the day by the Gregorian calendar of the first day of the year
    /// that the edict of October 1868 made its first. Japan has counted days by that
    /// calendar only since 1873, so an earlier date of the era is not what was written then.
    Meiji,
    /// 大正, from 1912-07-30.
    Taisho,
    /// 昭和, from 1926-12-25.
    Showa,
    /// 平成, from 1989-01-08.
    Heisei,
    /// 令和, from 2019-05-01.
    Reiwa,
}

/// A year, counted in its era.
///
/// Prints as 令和6年, and 令和元年 for the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EraYear {
    /// The era.
    pub era: Era,
    /// The year of the era, from 1.
    pub year: u16,
}

impl Era {
    /// All of them, the first one first.
    pub const ALL: [Self; 5] = [
        Self::Meiji,
        Self::Taisho,
        Self::Showa,
        Self::Heisei,
        Self::Reiwa,
    ];

    /// Its name: 令和.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// Its first day. Each era ends with the day before the next one's.
    pub const fn first_day(self) -> Date {
        match self {
            Self::Meiji => civil::date(1868, 1, 25),
            Self::Taisho => civil::date(1912, 7, 30),
            Self::Showa => civil::date(1926, 12, 25),
            Self::Heisei => civil::date(1989, 1, 8),
            Self::Reiwa => civil::date(2019, 5, 1),
        }
    }
}

impl fmt::Display for EraYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.era.name();
        match self.year {
            1 => write!(f, "{name}元年"),
            year => write!(f, "{name}{year}年"),
        }
    }
}

/// The era that a text begins with, and what follows: `令和6年4月9日`, `R6.4.9`.
pub(super) fn named_at_start(text: &str) -> Option<(Era, &str)> {
    Era::ALL.into_iter().rev().find_map(|era| {
        let letter = match era {
            Era::Meiji => ['M', 'm'],
            Era::Taisho => ['T', 't'],
            Era::Showa => ['S', 's'],
            Era::Heisei => ['H', 'h'],
            Era::Reiwa => ['R', 'r'],
        };
        let behind = text.strip_prefix(letter);
        let behind = behind.filter(|rest| {
            rest.trim_start_matches('.')
                .starts_with(|c: char| c.is_ascii_digit())
        });
        let rest = text.strip_prefix(era.name()).or(behind)?;
        Some((era, rest))
    })
}

/// The year of the era that a day is in. `None` before 明治.
pub fn of(date: Date) -> Option<EraYear> {
    let era = Era::ALL
        .into_iter()
        .rev()
        .find(|era| era.first_day() <= date)?;
    let year = date.year() - era.first_day().year() + 1;
    Some(EraYear {
        era,
        year: year.try_into().ok()?,
    })
}

/// The day that is written with a year of an era, such as 令和6年4月9日.
///
/// `None` if there is no such day, if it is not in that era (平成31年5月1日 and 昭和64年1月8日
/// are not), or if it is outside the [`YEARS`](super::YEARS) of a date.
pub fn date(era: Era, year: u16, month: u8, day: u8) -> Option<Date> {
    within_years(day_of_era(era, year, month, day)?)
}

fn day_of_era(era: Era, year: u16, month: u8, day: u8) -> Option<Date> {
    let years_later = i16::try_from(year.checked_sub(1)?).ok()?;
    let date = Date::new(
        era.first_day().year().checked_add(years_later)?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    );
    date.ok()
        .filter(|&date| of(date).is_some_and(|found| found.era == era))
}

#[cfg(test)]
mod tests {
    use super::super::test_days::{day, days};
    use super::*;

    fn written(date: Date) -> Option<String> {
        of(date).map(|year| year.to_string())
    }

    #[test]
    fn an_era_begins_with_its_first_day() {
        for (year, month, first, before, from) in [
            (1868, 1, 25, None, "明治元年"),
            (1912, 7, 30, Some("明治45年"), "大正元年"),
            (1926, 12, 25, Some("大正15年"), "昭和元年"),
            (1989, 1, 8, Some("昭和64年"), "平成元年"),
            (2019, 5, 1, Some("平成31年"), "令和元年"),
        ] {
            let first = civil::date(year, month, first);
            assert_eq!(written(first).as_deref(), Some(from));
            assert_eq!(written(first.yesterday().unwrap()).as_deref(), before);
        }
        assert_eq!(written(day("2024-04-09")).as_deref(), Some("令和6年"));
        assert_eq!(written(day("2019-12-31")).as_deref(), Some("令和元年"));
        assert_eq!(written(day("2020-01-01")).as_deref(), Some("令和2年"));
    }

    #[test]
    fn a_day_of_another_era_is_none() {
        assert_eq!(date(Era::Reiwa, 6, 4, 9), Some(day("2024-04-09")));
        assert_eq!(date(Era::Reiwa, 1, 5, 1), Some(day("2019-05-01")));
        assert_eq!(date(Era::Reiwa, 1, 4, 30), None);
        assert_eq!(date(Era::Heisei, 31, 4, 30), Some(day("2019-04-30")));
        assert_eq!(date(Era::Heisei, 31, 5, 1), None);
        assert_eq!(date(Era::Heisei, 36, 4, 9), None);
        assert_eq!(date(Era::Showa, 64, 1, 7), Some(day("1989-01-07")));
        assert_eq!(date(Era::Showa, 64, 1, 8), None);
    }

    #[test]
    fn a_day_that_does_not_exist_is_none() {
        for (year, month, day) in [
            (0, 4, 9),
            (6, 0, 9),
            (6, 13, 9),
            (6, 4, 31),
            (7, 2, 29),
            (7982, 1, 1),
            (u16::MAX, 4, 9),
        ] {
            assert_eq!(
                date(Era::Reiwa, year, month, day),
                None,
                "{year} {month} {day}"
            );
        }
        assert_eq!(date(Era::Reiwa, 7981, 12, 31), Some(day("9999-12-31")));
    }

    #[test]
    fn years_before_1970_are_none() {
        assert_eq!(date(Era::Showa, 44, 12, 31), None);
        assert_eq!(date(Era::Showa, 45, 1, 1), Some(day("1970-01-01")));
        assert_eq!(date(Era::Taisho, 1, 7, 30), None);
        assert_eq!(
            day_of_era(Era::Taisho, 1, 7, 30),
            Some(civil::date(1912, 7, 30))
        );
        assert_eq!(day_of_era(Era::Taisho, 1, 7, 29), None);
    }

    #[test]
    fn every_day_returns_from_its_era() {
        for date in days("1970-01-01", "2099-12-31") {
            let EraYear { era, year } = of(date).unwrap();
            let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
            assert_eq!(super::date(era, year, month, day), Some(date));
        }
    }
}
