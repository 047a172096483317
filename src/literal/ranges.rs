//! From one value to another: what stands between the two ends, and what one end tells about
//! the other.

use super::cursor::Cursor;
use super::{Day, Literal, RangeEnd, Value, dates, times};

/// The words between two ends. Behind a word of English comes a blank.
const WORDS: [&str; 7] = ["から", "より", "至", "to ", "until ", "till ", "through "];

/// What may stand between the first end and the mark.
const AFTER_START: [&str; 4] = ["頃", "ごろ", "付け", "付"];

/// What may stand between the mark and the last end.
const BEFORE_END: [&str; 6] = ["同年", "同月", "翌年", "本年", "翌日", "翌"];

/// Takes the mark of a range: ～, a dash, から, `to`.
pub(super) fn mark(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    ahead.gap();
    let mut found = ahead.eat_any(&WORDS) || ahead.dash();
    ahead.gap();
    found |= ahead.eat('~') || ahead.eat('至');
    ahead.gap();
    if found {
        *cursor = ahead;
    }
    found
}

/// Takes a dash or a wave dash, with blanks around it.
pub(super) fn dash(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    ahead.gap();
    let found = ahead.eat('~') || ahead.dash();
    ahead.gap();
    if found {
        *cursor = ahead;
    }
    found
}

/// Whether nothing but the mark of a range stands between the cursor and `end`.
pub(super) fn links(mut cursor: Cursor<'_>, end: usize) -> bool {
    cursor.eat_any(&AFTER_START);
    if !mark(&mut cursor) {
        return false;
    }
    cursor.eat_any(&BEFORE_END);
    cursor.gap();
    cursor.at() == end
}

/// Makes two literals the ends of a range, if they are of one kind and not yet in another.
pub(super) fn join(first: &mut Literal, last: &mut Literal) {
    match (&mut first.value, &mut last.value) {
        (Value::Date(from), Value::Date(to)) => share_year(from, to),
        (Value::Time(_), Value::Time(_))
        | (Value::Duration(_), Value::Duration(_))
        | (Value::Amount(_), Value::Amount(_)) => {}
        _ => return,
    }
    for literal in [&mut *first, &mut *last] {
        if let Value::Date(day) = literal.value {
            literal.flaw = literal.flaw.or_else(|| dates::flaw(day));
        }
    }
    first.range = Some(RangeEnd::Start);
    last.range = Some(RangeEnd::End);
}

/// Gives the end without a year the one that follows from the other, over New Year too.
fn share_year(from: &mut Day, to: &mut Day) {
    let turns = (to.month, to.day) < (from.month, from.day);
    let turn = i16::from(turns);
    match (from.year, to.year) {
        (Some(year), None) => to.year = year.checked_add(turn),
        (None, Some(year)) => from.year = year.checked_sub(turn),
        _ => {}
    }
}

/// Sets right the half of the day that one end of a range leaves to the other: 午後1時～3時,
/// `1:00–3:00 pm`.
pub(super) fn share_half(text: &str, first: &mut Literal, last: &mut Literal) {
    let named = |literal: &Literal| times::names_half(text, literal.span);
    let (first_named, last_named) = (named(first), named(last));
    let last_ends = times::ends_with_half(text, last.span);
    let (Value::Time(from), Value::Time(to)) = (&mut first.value, &mut last.value) else {
        return;
    };
    if first_named && !last_named && to.hour() < 12 && to <= from {
        *to = times::in_the_afternoon(*to);
    }
    if !first_named && last_ends && from.hour() < 12 && times::in_the_afternoon(*from) < *to {
        *from = times::in_the_afternoon(*from);
    }
}
