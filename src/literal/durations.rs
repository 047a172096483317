//! Lengths of time: 2営業日, 48時間以内, 翌営業日, `within 2 business days`.
//!
//! A business day is always one. 3日, 3日間, 24時間 say only how long something takes; they
//! are read where a word beside them makes a deadline of them: 以内, 後, 前, 程度.

use super::cursor::{Cursor, Number};
use super::fold::is_kanji;
use super::place::{Place, Reading};
use super::{Literal, Value, ranges};
use crate::calendar::{Duration, Unit};

/// The units, longer names first, and whether each needs a word beside it.
const UNITS: [(&str, Unit, Need); 25] = [
    ("営業日", Unit::BusinessDays, Need::Nothing),
    ("日間", Unit::Days, Need::Word),
    ("日", Unit::Days, Need::Word),
    ("時間", Unit::Hours, Need::Word),
    ("分間", Unit::Minutes, Need::Word),
    ("分", Unit::Minutes, Need::Word),
    ("週間", Unit::Weeks, Need::Word),
    ("週", Unit::Weeks, Need::Word),
    ("か月", Unit::Months, Need::Word),
    ("ヶ月", Unit::Months, Need::Word),
    ("カ月", Unit::Months, Need::Word),
    ("ケ月", Unit::Months, Need::Word),
    ("ヵ月", Unit::Months, Need::Word),
    ("ｶ月", Unit::Months, Need::Word),
    ("箇月", Unit::Months, Need::Word),
    ("個月", Unit::Months, Need::Word),
    ("business day", Unit::BusinessDays, Need::Nothing),
    ("working day", Unit::BusinessDays, Need::Nothing),
    ("calendar day", Unit::Days, Need::English),
    ("day", Unit::Days, Need::English),
    ("hour", Unit::Hours, Need::English),
    ("minute", Unit::Minutes, Need::English),
    ("week", Unit::Weeks, Need::English),
    ("month", Unit::Months, Need::English),
    ("min", Unit::Minutes, Need::English),
];

/// What must stand beside a length of time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Nothing,
    Word,
    English,
}

/// The words behind it that make a deadline of it.
const BEHIND: [&str; 13] = [
    "以内",
    "前後",
    "後",
    "前",
    "程度",
    "ほど",
    "くらい",
    "ぐらい",
    "以上",
    "未満",
    "経過",
    "弱",
    "強",
];

const ENGLISH_BEFORE: [&str; 3] = ["within", "in", "after"];

const ENGLISH_BEHIND: [&str; 6] = ["after", "before", "later", "ago", "prior", "in advance"];

/// Reads a length of time whose number stands at the place.
pub(super) fn read(place: Place<'_>) -> Option<Reading> {
    if !place.is_free(place.start) || is_rest_of_longer(place) {
        return None;
    }
    let mut cursor = place.cursor();
    let first = count(&mut cursor)?;
    let first_end = cursor.at();
    let mut between = cursor;
    let last = if ranges::mark(&mut between) {
        let start = between.at();
        cursor = between;
        Some((count(&mut cursor)?, start))
    } else {
        None
    };
    let unit = unit(place, &mut cursor)?;
    let length = |count| Value::Duration(Duration { count, unit });
    Some(match last {
        None => Reading::new(length(first), start(place, unit), cursor.at()),
        Some((last, start)) => Reading::new(length(first), place.start, first_end)
            .to(Literal::new(length(last), start, cursor.at())),
    })
}

/// Where the literal begins: 中2日 with its 中.
fn start(place: Place<'_>, unit: Unit) -> usize {
    let mut back = place.cursor();
    if unit == Unit::Days && between_days(place) {
        back.back();
    }
    back.at()
}

fn count(cursor: &mut Cursor<'_>) -> Option<u32> {
    let Number { value, digits } = cursor.number()?;
    let sensible = (1..10_000).contains(&value) && digits <= 4;
    sensible.then(|| u32::try_from(value).ok()).flatten()
}

/// Takes the unit, if what it needs stands beside.
fn unit(place: Place<'_>, cursor: &mut Cursor<'_>) -> Option<Unit> {
    cursor.gap();
    let &(name, unit, need) = UNITS.iter().find(|(name, ..)| cursor.eat_word(name))?;
    if name.is_ascii() && !ends_word(cursor) {
        return None;
    }
    if unit == Unit::Months && need == Need::Word {
        cursor.eat('間');
    }
    let met = match need {
        Need::Nothing => cursor.peek() != Some('目'),
        Need::Word => behind(*cursor) || unit == Unit::Days && between_days(place),
        Need::English => english(place, *cursor),
    };
    met.then_some(unit)
}

/// Whether a word behind makes a deadline of it.
fn behind(mut cursor: Cursor<'_>) -> bool {
    cursor.gap();
    // 後半, 前半, 後日 are other words.
    cursor.eat_any(&BEHIND) && !matches!(cursor.peek(), Some('半' | '日'))
}

/// Whether 中 stands before, as in 中2日: that many days lie between.
fn between_days(place: Place<'_>) -> bool {
    let mut back = place.cursor();
    back.back_over("中") && !back.before().is_some_and(is_kanji)
}

/// Takes the ending of the plural, and says whether the word ends there.
fn ends_word(cursor: &mut Cursor<'_>) -> bool {
    cursor.eat_word("s");
    !cursor.peek().is_some_and(|c| c.is_ascii_alphanumeric())
}

/// Whether a word beside it makes a deadline of it in English.
fn english(place: Place<'_>, mut cursor: Cursor<'_>) -> bool {
    cursor.gap();
    place.follows(place.start, &ENGLISH_BEFORE) || cursor.eat_any(&ENGLISH_BEHIND)
}

/// Whether it is the smaller part of a length: 2時間30分以内 is not 30分.
fn is_rest_of_longer(place: Place<'_>) -> bool {
    place.follows(place.start, &["時間", "時間と", "か月", "ヶ月", "日と"])
}

/// Reads 翌営業日 and 翌々営業日 at the place.
pub(super) fn next_day(place: Place<'_>) -> Option<Reading> {
    let mut cursor = place.cursor();
    cursor.eat('翌');
    let count = if cursor.eat_any(&["々", "翌"]) {
        2
    } else {
        1
    };
    let unit = Unit::BusinessDays;
    cursor.eat_word("営業日").then(|| {
        let value = Value::Duration(Duration { count, unit });
        Reading::new(value, place.start, cursor.at())
    })
}
