//! The days of the equinoxes in Japan.

/// One of the two.
#[derive(Clone, Copy)]
pub(super) enum Equinox {
    /// In March.
    Vernal,
    /// In September.
    Autumnal,
}

impl Equinox {
    /// The day in March or September on which it falls in Japan, from 1900 to 2099.
    ///
    /// The approximation of 『新こよみ便利帳』 (暦計算研究会 編, 恒星社厚生閣), in millionths of a
    /// day: an equinox comes 0.242194 days later from year to year, and a leap day sets it
    /// back. The book fits one start to the years up to 1979 and one to those from 1980. Its
    /// start for 2100 to 2150 is left out, being a day off in September 2107.
    pub(super) fn day(self, year: i16) -> i8 {
        let start: i64 = match (self, year) {
            (Self::Vernal, ..1980) => 20_835_700,
            (Self::Vernal, 1980..) => 20_843_100,
            (Self::Autumnal, ..1980) => 23_258_800,
            (Self::Autumnal, 1980..) => 23_248_800,
        };
        let years = i64::from(year) - 1980;
        let leap_days = years.div_euclid(4);
        let day = (start + 242_194 * years).div_euclid(1_000_000) - leap_days;
        i8::try_from(day).expect("it drifts by a day in 128 years, and a date has four digits")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The days on which they change their habits, and two that come within twelve
    /// minutes of midnight, by Meeus, *Astronomical Algorithms*, chapter 27.
    #[test]
    fn they_are_those_of_the_sky() {
        for (year, day) in [
            (1970, 21),
            (1979, 21),
            (1980, 20),
            (2026, 20),
            (2092, 19),
            (2099, 20),
        ] {
            assert_eq!(Equinox::Vernal.day(year), day, "March {year}");
        }
        for (year, day) in [
            (1970, 23),
            (1979, 24),
            (1980, 23),
            (2012, 22),
            (2074, 23),
            (2099, 23),
        ] {
            assert_eq!(Equinox::Autumnal.day(year), day, "September {year}");
        }
    }

    #[test]
    fn no_year_of_a_date_is_too_far() {
        for year in [-9999, 9999] {
            Equinox::Vernal.day(year);
            Equinox::Autumnal.day(year);
        }
    }
}
