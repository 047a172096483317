//! The place whose midnight begins the day a build speaks for.

use super::AsOf;
use super::arithmetic::within_years;
use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};

/// A time zone of the IANA database, as it was bundled with this program.
///
/// The system's copy and the variable `TZ` are not looked at: a build gives the same day on
/// every machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// Finds a zone by its IANA name, such as `Asia/Tokyo`. Case does not matter.
    pub fn named(name: &str) -> Option<Self> {
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        // The database knows `Etc/Unknown`, and lets it behave as UTC.
        (!zone.is_unknown()).then_some(Self(zone))
    }

    /// Its IANA name, spelt as the database spells it.
    pub fn name(&self) -> &str {
        self.0
            .iana_name()
            .expect("a zone found by its IANA name has one")
    }

    /// The minute it is there at an instant, given in seconds since 1970-01-01T00:00:00Z.
    ///
    /// `None` if its year is not one of [`YEARS`](super::YEARS).
    pub fn minute_at(&self, unix_seconds: i64) -> Option<AsOf> {
        let instant = Timestamp::from_second(unix_seconds).ok()?;
        let now = self.0.to_datetime(instant);
        let minute = now.date().at(now.hour(), now.minute(), 0, 0);
        within_years(minute.date()).map(|_| AsOf::new(minute))
    }

    /// The moment it is in UTC when it is that moment there. Of an hour that comes twice, the
    /// first; of one that is skipped, as if it had not been.
    pub fn in_utc(&self, moment: DateTime) -> Option<DateTime> {
        let instant = self.0.to_timestamp(moment).ok()?;
        Some(TimeZone::UTC.to_datetime(instant))
    }

    /// Whether clocks there skip a moment, as they do where summer time begins.
    pub fn skips(&self, moment: DateTime) -> bool {
        let offset = self.0.to_ambiguous_timestamp(moment).offset();
        matches!(offset, AmbiguousOffset::Gap { .. })
    }

    /// The time of day it is there at such an instant.
    pub fn time_at(&self, unix_seconds: i64) -> Option<Time> {
        let instant = Timestamp::from_second(unix_seconds).ok()?;
        Some(self.0.to_datetime(instant).time())
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_days::day;
    use super::*;

    /// 2024-04-09T15:30:00Z
    const HALF_PAST_MIDNIGHT_IN_JAPAN: i64 = 1_712_676_600;

    fn date_in(zone: &str, unix_seconds: i64) -> Option<AsOf> {
        let now = Zone::named(zone).unwrap().minute_at(unix_seconds);
        now.map(|now| AsOf::new(now.date()))
    }

    #[test]
    fn the_day_depends_on_the_zone() {
        let as_of = |text| Some(AsOf::new(day(text)));
        let at = HALF_PAST_MIDNIGHT_IN_JAPAN;
        assert_eq!(date_in("UTC", at), as_of("2024-04-09"));
        assert_eq!(date_in("Asia/Tokyo", at), as_of("2024-04-10"));
        assert_eq!(date_in("Asia/Tokyo", at - 1_801), as_of("2024-04-09"));
        assert_eq!(date_in("Asia/Tokyo", at - 1_800), as_of("2024-04-10"));
    }

    #[test]
    fn summer_time_is_known() {
        // 2024-07-01T04:30Z and 2024-01-01T04:30Z in New York: -4 and -5 hours.
        let as_of = |text| Some(AsOf::new(day(text)));
        assert_eq!(
            date_in("America/New_York", 1_719_808_200),
            as_of("2024-07-01")
        );
        assert_eq!(
            date_in("America/New_York", 1_704_083_400),
            as_of("2023-12-31")
        );
    }

    #[test]
    fn the_hour_that_summer_time_leaves_out_does_not_exist() {
        let at = |text: &str| super::super::Point::parse(text).unwrap().start();
        let berlin = Zone::named("Europe/Berlin").unwrap();
        assert!(berlin.skips(at("2024-03-31T02:30")));
        assert!(!berlin.skips(at("2024-03-31T03:00")));
        assert!(!berlin.skips(at("2024-10-27T02:30")));
        let summer = berlin.in_utc(at("2024-03-31T03:00")).unwrap();
        assert_eq!(super::super::iso_moment(summer), "2024-03-31T01:00");
        assert!(
            !Zone::named("Asia/Tokyo")
                .unwrap()
                .skips(at("2024-03-31T02:30"))
        );
    }

    #[test]
    fn only_names_of_the_database_are_zones() {
        assert_eq!(Zone::named("asia/tokyo").unwrap().name(), "Asia/Tokyo");
        assert_eq!(Zone::named("utc").unwrap().name(), "UTC");
        for name in [
            "",
            "Tokyo",
            "JST-9",
            "+09:00",
            ":/etc/localtime",
            "/usr/share/zoneinfo/Asia/Tokyo",
            "Etc/Unknown",
        ] {
            assert_eq!(Zone::named(name), None, "{name}");
        }
    }

    #[test]
    fn instants_outside_the_years_are_none() {
        assert_eq!(date_in("UTC", -1), None);
        assert_eq!(date_in("Asia/Tokyo", -1).unwrap().to_string(), "1970-01-01");
        // The database's reach ends a day before the year does.
        assert!(date_in("UTC", 253_402_207_200).is_some());
        assert_eq!(date_in("UTC", i64::MIN), None);
        assert_eq!(date_in("UTC", i64::MAX), None);
    }
}
