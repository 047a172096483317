//! The day of the week beside a date.

use super::cursor::Cursor;
use super::english;
use crate::calendar::Weekday;

/// Each day in its three characters: plain, in brackets, in a circle.
const DAYS: [([char; 3], Weekday); 7] = [
    (['月', '㈪', '㊊'], Weekday::Monday),
    (['火', '㈫', '㊋'], Weekday::Tuesday),
    (['水', '㈬', '㊌'], Weekday::Wednesday),
    (['木', '㈭', '㊍'], Weekday::Thursday),
    (['金', '㈮', '㊎'], Weekday::Friday),
    (['土', '㈯', '㊏'], Weekday::Saturday),
    (['日', '㈰', '㊐'], Weekday::Sunday),
];

/// What may stand behind the day of the week in its brackets.
const HOLIDAYS: [&str; 5] = ["祝日", "祝", "休日", "休", "振休"];

/// Takes the day of the week behind a date: （火）, （火・祝）, 火曜日, ㈫, `(Tue)`.
pub(super) fn behind(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    let mut ahead = *cursor;
    ahead.gap();
    let day = squared(&mut ahead)
        .or_else(|| in_brackets(&mut ahead))
        .or_else(|| spelled(&mut ahead))?;
    holiday(&mut ahead);
    *cursor = ahead;
    Some(day)
}

fn squared(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    let c = cursor.peek()?;
    let (_, day) = DAYS.iter().find(|(forms, _)| forms[1..].contains(&c))?;
    cursor.bump();
    Some(*day)
}

fn plain(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    let c = cursor.peek()?;
    let (_, day) = DAYS.iter().find(|(forms, _)| forms[0] == c)?;
    cursor.bump();
    Some(*day)
}

fn spelled(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    let mut ahead = *cursor;
    let day = plain(&mut ahead)?;
    ahead.eat('曜').then(|| {
        ahead.eat('日');
        *cursor = ahead;
        day
    })
}

fn in_brackets(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    let mut ahead = *cursor;
    let close = match ahead.peek()? {
        '(' => ')',
        '[' => ']',
        '〔' => '〕',
        _ => return None,
    };
    ahead.bump();
    ahead.gap();
    let day = spelled(&mut ahead)
        .or_else(|| plain(&mut ahead))
        .or_else(|| english::weekday(&mut ahead))?;
    ahead.eat_any(&["・", "/", ",", "、", " "]);
    ahead.eat_any(&HOLIDAYS);
    ahead.gap();
    ahead.eat(close).then(|| {
        *cursor = ahead;
        day
    })
}

/// Takes what says that it is a holiday: （祝）, ㈷.
fn holiday(cursor: &mut Cursor<'_>) {
    let mut ahead = *cursor;
    let found = ahead.eat_any(&["㈷", "㊗"])
        || ahead.eat('(') && ahead.eat_any(&HOLIDAYS) && ahead.eat(')');
    if found {
        *cursor = ahead;
    }
}
