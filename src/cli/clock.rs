//! Which day it is, and what the time is. The only reader of the clock.

use annai::calendar::{AsOf, Date, Zone};
use std::time::{SystemTime, UNIX_EPOCH};

/// The day to build for: the one that was asked for, else that of `SOURCE_DATE_EPOCH`
/// (reproducible-builds.org), else today in `zone`.
///
/// # Errors
/// What is wrong with `SOURCE_DATE_EPOCH`.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the only reader of the clock"
)]
pub(super) fn as_of(asked: Option<Date>, zone: &Zone) -> Result<AsOf, String> {
    if let Some(date) = asked {
        return Ok(AsOf::new(date));
    }
    let seconds = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(epoch) => epoch.parse().map_err(|_| epoch)?,
        Err(_) => self::seconds(),
    };
    zone.date_at(seconds).ok_or_else(|| seconds.to_string())
}

/// This moment, in seconds since 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the only reader of the clock"
)]
pub(super) fn seconds() -> i64 {
    since_1970(SystemTime::now())
}

fn since_1970(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |s| -s),
    }
}
