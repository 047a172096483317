//! The time at which something ends: a time of day, or 24:00.

use super::{Time, format, parse_time};
use crate::language::Language;

/// The time at which something ends. 24:00 is the end of a day, not the beginning of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EndTime {
    /// A time of day.
    At(Time),
    /// 24:00
    Midnight,
}

impl EndTime {
    /// Reads `17:00`, as [`parse_time`] does, and `24:00`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "24:00" {
            return Some(Self::Midnight);
        }
        parse_time(text).map(Self::At)
    }

    /// Whether it lies behind a time of the same day.
    pub fn is_after(self, start: Time) -> bool {
        self > Self::At(start)
    }

    /// `17:00`, `24:00`
    pub fn words(self, language: Language) -> String {
        match self {
            Self::At(time) => format::time(time, language),
            Self::Midnight => "24:00".to_owned(),
        }
    }

    /// `17:00`, `24:00`, as ISO 8601 writes it.
    pub fn iso(self) -> String {
        match self {
            Self::At(time) => format::iso_time(time),
            Self::Midnight => "24:00".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_ends_a_day() {
        let late = parse_time("23:59").unwrap();
        assert!(EndTime::parse("24:00").unwrap().is_after(late));
        assert!(!EndTime::parse("0:00").unwrap().is_after(late));
        assert!(!EndTime::parse("23:59").unwrap().is_after(late));
        assert_eq!(EndTime::parse("24:01"), None);
        assert_eq!(EndTime::parse("25:00"), None);
    }
}
