//! Which day it is, what the time is, and how long the work takes. The only reader of the clock.

use annai::calendar::{AsOf, DateTime, Zone};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The moment to build for: the one that was asked for, else that of `SOURCE_DATE_EPOCH`
/// (reproducible-builds.org), else now in `zone`, to the minute.
///
/// # Errors
/// What is wrong with `SOURCE_DATE_EPOCH`.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the only reader of the clock"
)]
pub(super) fn as_of(asked: Option<DateTime>, zone: &Zone) -> Result<AsOf, String> {
    if let Some(moment) = asked {
        return Ok(AsOf::new(moment));
    }
    let seconds = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(epoch) => epoch.parse().map_err(|_| epoch)?,
        Err(_) => self::seconds(),
    };
    zone.minute_at(seconds).ok_or_else(|| seconds.to_string())
}

/// Measures how long the work takes.
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    /// Begins to measure.
    #[expect(
        clippy::disallowed_methods,
        reason = "the program tells how long it took"
    )]
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    /// The milliseconds since then.
    pub(super) fn milliseconds(&self) -> u128 {
        self.0.elapsed().as_millis()
    }

    /// The seconds since then, with two decimals.
    pub(super) fn seconds(&self) -> String {
        format!("{:.2}", self.0.elapsed().as_secs_f64())
    }
}

/// The time by which the disk tells whether a file is at rest.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the only reader of the clock"
)]
pub(super) fn now() -> SystemTime {
    SystemTime::now()
}

/// The time of day in a zone: `09:05:30`.
pub(super) fn time_of_day(zone: &Zone) -> String {
    let time = zone.time_at(seconds());
    time.map_or_else(String::new, |time| time.to_string())
}

/// This moment, in seconds since 1970.
pub(super) fn seconds() -> i64 {
    since_1970(now())
}

fn since_1970(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |s| -s),
    }
}
