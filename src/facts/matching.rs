//! What a literal in running text has to do with a fact.

use super::Form;
use crate::calendar::{Date, days_between};
use crate::literal::Day;

/// What a literal has to do with a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// Nothing.
    None,
    /// It says what the fact says; printed in this form, the fact says as much.
    Same(Form),
    /// The same, together with what stands beside the literal and belongs to it.
    Whole(Form),
    /// It says something else, but hardly by chance.
    Close(Difference),
}

/// In what a literal is not the fact it is close to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The same day of another year.
    Year,
    /// So many days later; earlier, where it is negative.
    Days(i32),
    /// So many minutes later; earlier, where it is negative.
    Minutes(i32),
    /// So many digits of a number of the same length.
    Digits(usize),
    /// The same count of another unit.
    Unit,
    /// Another count of the same unit.
    Count,
    /// Another sum.
    Sum,
    /// The same sum with the other word for the tax.
    Tax,
    /// Another extension of the same telephone.
    Extension,
    /// A letter of an address.
    Letter,
    /// Another host of the same name.
    Host,
    /// Another last number of the same address.
    Lot,
    /// Other days that come back.
    Recurrence,
}

/// As many days may lie between a date and the one that was meant.
const NEAR_DAYS: i32 = 3;

/// What a day in a text has to do with a date.
pub(super) fn day(date: Date, day: Day, has_weekday: bool) -> Match {
    let is_day = (day.month, day.day) == (date.month(), date.day());
    match day.year {
        None if is_day && has_weekday => Match::Same(Form::ShortWeekday),
        None if is_day => Match::Same(Form::Short),
        Some(year) if is_day && year == date.year() && has_weekday => Match::Same(Form::Weekday),
        Some(year) if is_day && year == date.year() => Match::Same(Form::Default),
        Some(_) if is_day => Match::Close(Difference::Year),
        Some(year) => near(date, day, [year]),
        // Around New Year it may be a day of the year before or after.
        None => near(date, day, [date.year() - 1, date.year(), date.year() + 1]),
    }
}

/// How far a day of one of these years is from `date`, if that is near.
fn near(date: Date, day: Day, years: impl IntoIterator<Item = i16>) -> Match {
    let apart = years.into_iter().filter_map(|year| {
        let other = day.in_year(year)?;
        Some(days_between(date, other))
    });
    match apart.min_by_key(|days| days.abs()) {
        Some(days) if days.abs() <= NEAR_DAYS => Match::Close(Difference::Days(days)),
        Some(_) | None => Match::None,
    }
}

/// In how many places two numbers of the same length differ.
pub(super) fn digits(one: &str, other: &str) -> Option<usize> {
    let pairs = one.bytes().zip(other.bytes());
    (one.len() == other.len()).then(|| pairs.filter(|(a, b)| a != b).count())
}
