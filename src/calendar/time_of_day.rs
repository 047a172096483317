//! A time of day that may be the end of the day.

use super::{Time, parse_time};
use std::fmt;

/// Minutes since midnight, up to 24:00, which ends what lasts until midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// 0:00
    pub const MIDNIGHT: Self = Self(0);
    /// 24:00
    pub const END: Self = Self(24 * 60);

    /// Reads `09:00` and `9:00`, from `00:00` to `24:00`, in ASCII digits.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "24:00" => Some(Self::END),
            _ => parse_time(text).map(Self::from),
        }
    }

    /// The minutes since midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// As a time of its own day; 24:00 is none.
    pub fn time(self) -> Option<Time> {
        let part = |minutes: u16| i8::try_from(minutes).ok();
        Time::new(part(self.0 / 60)?, part(self.0 % 60)?, 0, 0).ok()
    }
}

impl From<Time> for TimeOfDay {
    /// Seconds are not kept.
    fn from(time: Time) -> Self {
        let part = |part: i8| u16::from(part.unsigned_abs());
        Self(part(time.hour()) * 60 + part(time.minute()))
    }
}

/// As in ISO 8601: `09:00`, `24:00`.
impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_24() {
        for text in ["00:00", "09:05", "23:59", "24:00"] {
            assert_eq!(TimeOfDay::parse(text).unwrap().to_string(), text);
        }
        for text in ["24:01", "25:00", "9", "2４:00"] {
            assert_eq!(TimeOfDay::parse(text), None, "{text}");
        }
        assert_eq!(TimeOfDay::END.time(), None);
        assert_eq!(TimeOfDay::MIDNIGHT.time(), parse_time("0:00"));
    }
}
