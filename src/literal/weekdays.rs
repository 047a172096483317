//! The day of the week beside a date.

use super::cursor::Cursor;
use super::english;
use crate::calendar::{WEEK, Weekday};

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
    let day = WEEK.iter().find(|day| day.signs.contains(&c))?;
    cursor.bump();
    Some(day.weekday)
}

fn plain(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    let c = cursor.peek()?;
    let day = WEEK.iter().find(|day| day.japanese.starts_with(c))?;
    cursor.bump();
    Some(day.weekday)
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
