//! Holidays of Japan, by rule.
//!
//! The rules are those of the Act on National Holidays (国民の祝日に関する法律, Act No. 178 of
//! 1948) with its amendments, and of the acts for single occasions. They hold for
//! [`KNOWN`]; what the law will be in a later year nobody knows, which is why a date past
//! [`last_official_year`] deserves a note.

use super::equinox::Equinox;
use super::{AsOf, Date, Weekday};
use crate::language::Language;
use jiff::civil;
use std::ops::RangeInclusive;

/// The years whose holidays these rules give: every amendment since 1970 is in them, and the
/// formula for the equinoxes ends in 2099. Outside there is no holiday.
pub const KNOWN: RangeInclusive<i16> = 1970..=2099;

/// A day off by law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holiday {
    /// A day with a name of its own (国民の祝日), and the days of single occasions, to which
    /// the law gives the same effect.
    National(NationalDay),
    /// 振替休日: the day off for a national holiday on a Sunday (article 3, paragraph 2).
    Substitute(NationalDay),
    /// 国民の休日: a day between two national holidays (article 3, paragraph 3).
    Between,
}

/// A national holiday, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NationalDay {
    japanese: &'static str,
    english: &'static str,
}

impl Holiday {
    /// Its name: 春分の日, 海の日 振替休日, 国民の休日; `Marine Day (observed)`.
    pub fn name(self, language: Language) -> String {
        match (self, language) {
            (Self::National(day), _) => day.name(language).to_owned(),
            (Self::Substitute(day), Language::Japanese) => format!("{} 振替休日", day.japanese),
            (Self::Substitute(day), Language::English) => format!("{} (observed)", day.english),
            (Self::Between, Language::Japanese) => "国民の休日".to_owned(),
            (Self::Between, Language::English) => "Citizens' Holiday".to_owned(),
        }
    }
}

impl NationalDay {
    /// Its name, such as 春分の日 or `Vernal Equinox Day`.
    pub const fn name(self, language: Language) -> &'static str {
        match language {
            Language::Japanese => self.japanese,
            Language::English => self.english,
        }
    }

    const fn named(japanese: &'static str, english: &'static str) -> Self {
        Self { japanese, english }
    }
}

/// The holiday on that day, if it is one.
pub fn on(date: Date) -> Option<Holiday> {
    if !KNOWN.contains(&date.year()) {
        return None;
    }
    national(date)
        .map(Holiday::National)
        .or_else(|| substituted(date).map(Holiday::Substitute))
        .or_else(|| is_between(date).then_some(Holiday::Between))
}

/// The last year whose holidays are all official on that day.
///
/// The law names the equinox days only as such. Their dates are official once the
/// astronomical observatory's almanac (暦要項) has appeared in the gazette, on the first
/// weekday of February of the year before.
pub fn last_official_year(as_of: AsOf) -> i16 {
    let today = as_of.date();
    if today >= almanac_of_next_year(today.year()) {
        today.year() + 1
    } else {
        today.year()
    }
}

fn almanac_of_next_year(year: i16) -> Date {
    let first = civil::date(year, 2, 1);
    match first.weekday() {
        Weekday::Saturday => civil::date(year, 2, 3),
        Weekday::Sunday => civil::date(year, 2, 2),
        _ => first,
    }
}

/// For a day that follows, without a gap of its own, a national holiday on a Sunday: that
/// holiday.
///
/// Since 2007 the day off is the nearest day that is no national holiday; before, the next
/// day. The walk gives both, because no national holiday on a Sunday was followed by another
/// before 2007.
fn substituted(date: Date) -> Option<NationalDay> {
    const SINCE: Date = civil::date(1973, 4, 12);
    if date < SINCE || national(date).is_some() {
        return None;
    }
    let mut before = date.yesterday().ok()?;
    while let Some(holiday) = national(before) {
        if before.weekday() == Weekday::Sunday {
            return Some(holiday);
        }
        before = before.yesterday().ok()?;
    }
    None
}

/// Until 2006 the law excepted Sundays and substitute holidays; since then there has been
/// no such Sunday.
fn is_between(date: Date) -> bool {
    const SINCE: Date = civil::date(1985, 12, 27);
    let is_national = |day: Result<Date, _>| day.is_ok_and(|day| national(day).is_some());
    date >= SINCE
        && date.weekday() != Weekday::Sunday
        && is_national(date.yesterday())
        && is_national(date.tomorrow())
}

/// The national holiday on that day, without what follows from it for its neighbours.
fn national(date: Date) -> Option<NationalDay> {
    let found = match (date.month(), date.day()) {
        (1, 1) => NEW_YEAR,
        (1, _) if is_happy_monday(date, 2, 15, 2000) => COMING_OF_AGE,
        (2, 11) => FOUNDATION,
        (2, 23) if date.year() >= 2020 => EMPEROR,
        (3, day) if day == Equinox::Vernal.day(date.year()) => VERNAL_EQUINOX,
        (4, 29) => twenty_ninth_of_april(date.year()),
        (5, 3) => CONSTITUTION,
        (5, 4) if date.year() >= 2007 => GREENERY,
        (5, 5) => CHILDREN,
        (9, _) if is_happy_monday(date, 3, 15, 2003) => RESPECT_FOR_THE_AGED,
        (9, day) if day == Equinox::Autumnal.day(date.year()) => AUTUMNAL_EQUINOX,
        (11, 3) => CULTURE,
        (11, 23) => LABOUR_THANKSGIVING,
        (12, 23) if (1989..=2018).contains(&date.year()) => EMPEROR,
        _ => return movable(date).or_else(|| single_occasion(date)),
    };
    Some(found)
}

fn twenty_ninth_of_april(year: i16) -> NationalDay {
    match year {
        ..=1988 => EMPEROR,
        1989..=2006 => GREENERY,
        2007.. => SHOWA,
    }
}

/// The three days that the acts for the Olympic Games moved in 2020 and 2021.
fn movable(date: Date) -> Option<NationalDay> {
    let year = date.year();
    match (year, date.month(), date.day()) {
        (2020, 7, 23) | (2021, 7, 22) => Some(MARINE),
        (2020, 7, 24) | (2021, 7, 23) => Some(SPORTS),
        (2020, 8, 10) | (2021, 8, 8) => Some(MOUNTAIN),
        (2020 | 2021, ..) => None,
        (1996.., 7, _) if is_happy_monday(date, 3, 20, 2003) => Some(MARINE),
        (2016.., 8, 11) => Some(MOUNTAIN),
        (_, 10, _) if is_happy_monday(date, 2, 10, 2000) => Some(if year < 2020 {
            HEALTH_AND_SPORTS
        } else {
            SPORTS
        }),
        _ => None,
    }
}

/// Days off by acts of their own: 1989 No. 4, 1990 No. 24, 1993 No. 32, 2018 No. 99.
fn single_occasion(date: Date) -> Option<NationalDay> {
    match (date.year(), date.month(), date.day()) {
        (1989, 2, 24) => Some(FUNERAL),
        (1990, 11, 12) | (2019, 10, 22) => Some(ENTHRONEMENT),
        (1993, 6, 9) => Some(WEDDING),
        (2019, 5, 1) => Some(ACCESSION),
        _ => None,
    }
}

/// Whether the date is the holiday that was moved, in the year `since`, from a fixed day to
/// the n-th Monday of the month.
fn is_happy_monday(date: Date, nth: i8, fixed_day: i8, since: i16) -> bool {
    if date.year() < since {
        return date.day() == fixed_day;
    }
    date.weekday() == Weekday::Monday && (date.day() - 1) / 7 + 1 == nth
}

const NEW_YEAR: NationalDay = NationalDay::named("元日", "New Year's Day");
const COMING_OF_AGE: NationalDay = NationalDay::named("成人の日", "Coming of Age Day");
const FOUNDATION: NationalDay = NationalDay::named("建国記念の日", "National Foundation Day");
const EMPEROR: NationalDay = NationalDay::named("天皇誕生日", "The Emperor's Birthday");
const VERNAL_EQUINOX: NationalDay = NationalDay::named("春分の日", "Vernal Equinox Day");
const SHOWA: NationalDay = NationalDay::named("昭和の日", "Showa Day");
const CONSTITUTION: NationalDay = NationalDay::named("憲法記念日", "Constitution Memorial Day");
const GREENERY: NationalDay = NationalDay::named("みどりの日", "Greenery Day");
const CHILDREN: NationalDay = NationalDay::named("こどもの日", "Children's Day");
const MARINE: NationalDay = NationalDay::named("海の日", "Marine Day");
const MOUNTAIN: NationalDay = NationalDay::named("山の日", "Mountain Day");
const RESPECT_FOR_THE_AGED: NationalDay =
    NationalDay::named("敬老の日", "Respect for the Aged Day");
const AUTUMNAL_EQUINOX: NationalDay = NationalDay::named("秋分の日", "Autumnal Equinox Day");
const HEALTH_AND_SPORTS: NationalDay = NationalDay::named("体育の日", "Health and Sports Day");
const SPORTS: NationalDay = NationalDay::named("スポーツの日", "Sports Day");
const CULTURE: NationalDay = NationalDay::named("文化の日", "Culture Day");
const LABOUR_THANKSGIVING: NationalDay =
    NationalDay::named("勤労感謝の日", "Labour Thanksgiving Day");
const FUNERAL: NationalDay =
    NationalDay::named("昭和天皇の大喪の礼", "Funeral of the Showa Emperor");
const ENTHRONEMENT: NationalDay = NationalDay::named("即位礼正殿の儀", "Enthronement Ceremony");
const WEDDING: NationalDay = NationalDay::named(
    "皇太子徳仁親王の結婚の儀",
    "Wedding of Crown Prince Naruhito",
);
const ACCESSION: NationalDay = NationalDay::named("天皇の即位の日", "Accession of the Emperor");

#[cfg(test)]
mod tests {
    use super::super::test_days::{day, days};
    use super::*;
    use std::collections::BTreeMap;

    const FIXTURE: &str = include_str!("../../tests/data/jp-holidays-2016-2030.tsv");

    fn japanese(date: &str) -> Option<String> {
        on(day(date)).map(|holiday| holiday.name(Language::Japanese))
    }

    #[test]
    fn every_day_from_2016_to_2030_is_as_published() {
        let published: BTreeMap<Date, String> = FIXTURE
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .map(|(date, name)| (day(date), name.to_owned()))
            .collect();
        assert_eq!(published.len(), 273);
        for date in days("2016-01-01", "2030-12-31") {
            let name = on(date).map(|holiday| holiday.name(Language::Japanese));
            assert_eq!(name.as_ref(), published.get(&date), "{date}");
        }
    }

    /// The figures are those of the package `holidays` 0.109 of PyPI, with which every day
    /// from 1970 to 2099 was compared.
    #[test]
    fn every_year_has_its_number_of_days() {
        let count = |year: i16| {
            days(&format!("{year}-01-01"), &format!("{year}-12-31"))
                .filter(|&date| on(date).is_some())
                .count()
        };
        let counts: Vec<usize> = (2031..=2050).map(count).collect();
        assert_eq!(
            counts,
            [
                19, 17, 17, 17, 19, 18, 18, 16, 16, 18, 19, 19, 18, 17, 17, 19, 19, 18, 17, 17
            ]
        );
        assert_eq!(counts.iter().sum::<usize>(), 355);
        assert_eq!((1970..=2099).map(count).sum::<usize>(), 2207);
    }

    #[test]
    fn substitutes_pass_over_the_holidays_that_follow() {
        assert_eq!(
            japanese("2009-05-06").as_deref(),
            Some("憲法記念日 振替休日")
        );
        assert_eq!(
            japanese("2024-05-06").as_deref(),
            Some("こどもの日 振替休日")
        );
        assert_eq!(japanese("2024-08-12").as_deref(), Some("山の日 振替休日"));
        assert_eq!(japanese("2024-08-13"), None);
    }

    #[test]
    fn a_day_between_two_holidays_is_one() {
        let between: Vec<String> = days("2007-01-01", "2060-12-31")
            .filter(|&date| on(date) == Some(Holiday::Between))
            .map(|date| date.to_string())
            .collect();
        assert_eq!(
            between,
            [
                "2009-09-22",
                "2015-09-22",
                "2019-04-30",
                "2019-05-02",
                "2026-09-22",
                "2032-09-21",
                "2037-09-22",
                "2043-09-22",
                "2049-09-21",
                "2054-09-22",
                "2060-09-21",
            ]
        );
    }

    #[test]
    fn earlier_law_is_known_from_1970() {
        for (date, name) in [
            ("1970-04-29", Some("天皇誕生日")),
            ("1973-02-12", None),
            ("1973-04-30", Some("天皇誕生日 振替休日")),
            ("1979-03-21", Some("春分の日")),
            ("1985-05-04", None),
            ("1987-05-04", Some("憲法記念日 振替休日")),
            ("1988-05-04", Some("国民の休日")),
            ("1989-02-24", Some("昭和天皇の大喪の礼")),
            ("1989-04-29", Some("みどりの日")),
            ("1990-11-12", Some("即位礼正殿の儀")),
            ("1993-06-09", Some("皇太子徳仁親王の結婚の儀")),
            ("1995-07-20", None),
            ("1996-07-20", Some("海の日")),
            ("1997-05-04", None),
            ("1999-01-15", Some("成人の日")),
            ("2000-01-10", Some("成人の日")),
            ("2002-09-15", Some("敬老の日")),
            ("2003-09-15", Some("敬老の日")),
            ("2004-09-15", None),
            ("2015-08-11", None),
            ("2019-12-23", None),
            ("2019-02-23", None),
        ] {
            assert_eq!(japanese(date).as_deref(), name, "{date}");
        }
    }

    #[test]
    fn names_are_known_in_english() {
        let english = |date| on(day(date)).map(|holiday| holiday.name(Language::English));
        assert_eq!(english("2024-07-15").as_deref(), Some("Marine Day"));
        assert_eq!(
            english("2024-08-12").as_deref(),
            Some("Mountain Day (observed)")
        );
        assert_eq!(english("2026-09-22").as_deref(), Some("Citizens' Holiday"));
    }

    #[test]
    fn outside_the_known_years_there_is_no_holiday() {
        assert!(on(day("2099-01-01")).is_some());
        assert_eq!(on(day("2100-01-01")), None);
        assert_eq!(on(day("9999-12-31")), None);
        assert_eq!(on(civil::date(1969, 1, 1)), None);
        assert_eq!(on(Date::MIN), None);
    }

    #[test]
    fn a_year_is_official_with_the_almanac_of_the_year_before() {
        let official = |date| last_official_year(AsOf::new(day(date)));
        // 1 February is a Thursday in 2024, a Saturday in 2025 and a Sunday in 2026.
        assert_eq!(official("2024-01-31"), 2024);
        assert_eq!(official("2024-02-01"), 2025);
        assert_eq!(official("2024-12-31"), 2025);
        assert_eq!(official("2025-02-02"), 2025);
        assert_eq!(official("2025-02-03"), 2026);
        assert_eq!(official("2026-02-01"), 2026);
        assert_eq!(official("2026-02-02"), 2027);
    }
}
