//! Times of day: 9:00, 9時半, 午後5時, 正午, `9am`.
//!
//! 24:00 is read as 0:00 where it ends something, a range or まで, and as nothing elsewhere.
//! 午後12時 is noon, as clocks show it; 午前12時 is either end of the morning, and so vague.

use super::cursor::{Cursor, Number};
use super::fold::{fold, is_kanji_numeral};
use super::place::{Place, Reading, adjoin};
use super::{Cue, Cues, Literal, Span, Value, cues, ranges};
use crate::calendar::Time;

/// Which half of the day is named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    /// 午前, which nobody ends with twelve.
    Morning,
    /// `AM`: it begins with twelve.
    Am,
    /// 午後, `PM`.
    Afternoon,
    /// 夜: from five to twelve.
    Night,
}

/// The words before an hour; the longer ones first.
const BEFORE: [(&str, Half); 10] = [
    ("午前", Half::Morning),
    ("午後", Half::Afternoon),
    ("夕方", Half::Afternoon),
    ("朝", Half::Am),
    ("深夜", Half::Am),
    ("夜", Half::Night),
    ("a.m.", Half::Am),
    ("p.m.", Half::Afternoon),
    ("am", Half::Am),
    ("pm", Half::Afternoon),
];

/// What makes another word of 時.
const NOT_BEHIND_HOUR: &str = "間限点代刻期節々短計給差報折";

/// Hour, minute and second as they are written.
#[derive(Clone, Copy)]
struct Clock {
    hour: i8,
    minute: i8,
    second: i8,
    half: Option<Half>,
}

impl Clock {
    fn at(hour: i8) -> Self {
        Self {
            hour,
            minute: 0,
            second: 0,
            half: None,
        }
    }

    /// The time; `closes` says that it may be the end of a day.
    fn value(self, closes: bool) -> Option<Value> {
        let hour = match (self.half, self.hour) {
            (Some(Half::Morning), 12) => return Some(Value::Vague),
            (Some(Half::Am), 12) => 0,
            (Some(Half::Am | Half::Morning), 13..) => return None,
            (Some(Half::Afternoon), 0..=11) | (Some(Half::Night), 5..=11) => self.hour + 12,
            (Some(Half::Night), 12) => 0,
            (_, 24) if closes && self.minute == 0 && self.second == 0 => 0,
            (_, hour) => hour,
        };
        let time = Time::new(hour, self.minute, self.second, 0);
        time.ok().map(Value::Time)
    }
}

/// Reads a time whose hour stands at the place.
pub(super) fn read(place: Place<'_>) -> Option<Reading> {
    let half = half_before(place.cursor());
    let start = half.map_or(place.start, |(_, start)| start);
    let half = half.map(|(half, _)| half);
    let date = of_date_and_time(place);
    // +09:00 says how far from Greenwich a clock is.
    let offset = place.cursor().before() == Some('+');
    if date.is_none() && !place.is_free(start) || offset {
        return None;
    }
    let mut cursor = place.cursor();
    let mut clock = digital(&mut cursor)
        .filter(|_| !is_ratio(place, cursor))
        .or_else(|| spoken(&mut cursor, half.is_some()))
        .or_else(|| whole_hour(&mut cursor));
    let Some(clock) = &mut clock else {
        return hours_of_one_unit(place, start, half);
    };
    clock.half = half_behind(&mut cursor).or(clock.half).or(half);
    if date == Some(true) {
        skip_offset(&mut cursor);
    }
    if !ends(cursor) {
        return None;
    }
    let closes = || {
        cues::behind(cursor).has(Cue::Until)
            || place
                .linked(start)
                .is_some_and(|at| matches!(place.found[at].value, Value::Time(_)))
    };
    let value = clock.value(clock.hour == 24 && closes())?;
    Some(Reading::new(value, start, cursor.at()))
}

/// Reads 正午 at the place.
pub(super) fn noon(place: Place<'_>) -> Option<Reading> {
    let mut cursor = place.cursor();
    let time = Time::new(12, 0, 0, 0).ok()?;
    cursor
        .eat_word("正午")
        .then(|| Reading::new(Value::Time(time), place.start, cursor.at()))
}

/// Whether a date ends right before, and if so whether with `T`.
fn of_date_and_time(place: Place<'_>) -> Option<bool> {
    let date = place.found.last()?;
    let time = Literal::new(Value::Vague, place.start, place.start);
    let beside = matches!(date.value, Value::Date(_)) && adjoin(place.text, date, &time);
    beside.then(|| place.cursor().before() == Some('T'))
}

/// Takes `Z` or `+09:00`: what the clock shows is what is meant.
fn skip_offset(cursor: &mut Cursor<'_>) {
    let mut ahead = *cursor;
    let signed = ahead.eat('+') || ahead.eat('-');
    if signed && ahead.digits().is_some() {
        if ahead.eat(':') {
            ahead.digits();
        }
        *cursor = ahead;
    } else {
        cursor.eat('Z');
    }
}

fn half_before(mut cursor: Cursor<'_>) -> Option<(Half, usize)> {
    cursor.gap_back();
    let ends = |c| matches!(c, '前' | '後' | '方' | '朝' | '夜' | 'm' | 'M' | '.');
    if !cursor.before().is_some_and(ends) {
        return None;
    }
    let &(word, half) = BEFORE.iter().find(|(word, _)| cursor.back_over(word))?;
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let glued = word.is_ascii() && cursor.before().is_some_and(letters);
    (!glued).then(|| (half, cursor.at()))
}

/// Takes `am`, `p.m.` and their kin.
fn half_behind(cursor: &mut Cursor<'_>) -> Option<Half> {
    let mut ahead = *cursor;
    ahead.gap();
    let (_, half) = BEFORE[6..].iter().find(|(word, _)| ahead.eat_word(word))?;
    let glued = ahead.peek().is_some_and(|c| c.is_ascii_alphanumeric());
    (!glued).then(|| {
        *cursor = ahead;
        *half
    })
}

fn hour(number: Number) -> Option<i8> {
    number.within(0, 24)
}

/// Takes an hour in any form.
fn clock(cursor: &mut Cursor<'_>) -> Option<Clock> {
    digital(cursor)
        .or_else(|| spoken(cursor, false))
        .or_else(|| whole_hour(cursor))
}

/// Takes 9:00 or 9:00:00.
fn digital(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let mut ahead = *cursor;
    let mut clock = Clock::at(hour(ahead.digits()?)?);
    clock.minute = behind_colon(&mut ahead)?;
    if let Some(second) = behind_colon(&mut ahead) {
        clock.second = second;
    }
    *cursor = ahead;
    Some(clock)
}

fn behind_colon(cursor: &mut Cursor<'_>) -> Option<i8> {
    let mut ahead = *cursor;
    if !ahead.eat(':') {
        return None;
    }
    let number = ahead.digits().filter(|number| number.digits == 2)?;
    let value = number.within(0, 59)?;
    *cursor = ahead;
    Some(value)
}

/// Whether 4:30 is a proportion.
fn is_ratio(place: Place<'_>, cursor: Cursor<'_>) -> bool {
    let mut behind = cursor;
    place.follows(place.start, &["比", "比率", "割合"])
        || behind.eat_any(&["の比", "の割合", "の縦横"])
}

/// Takes 9時, 9時半, 9時5分. 一時 alone is "for a while" and 〇時 a blank to fill in.
fn spoken(cursor: &mut Cursor<'_>, half: bool) -> Option<Clock> {
    let mut ahead = *cursor;
    let number = ahead.number()?;
    let mut clock = Clock::at(hour(number)?);
    ahead.gap();
    if !ahead.eat('時') {
        return None;
    }
    let plain = ahead;
    if ahead.eat('半') {
        clock.minute = 30;
    } else if let Some(minute) = unit(&mut ahead, '分') {
        clock.minute = minute;
        clock.second = unit(&mut ahead, '秒').unwrap_or(0);
    }
    let sure = half || ahead.at() > plain.at();
    let bounded = cues::behind(ahead) != Cues::default() || ranges::mark(&mut { ahead });
    let doubtful = number.digits == 0 && number.value <= 1 && !sure && !bounded;
    let another = ahead.peek().is_some_and(|c| NOT_BEHIND_HOUR.contains(c));
    (!doubtful && !another).then(|| {
        *cursor = ahead;
        clock
    })
}

/// Takes a number below 60 and its unit.
fn unit(cursor: &mut Cursor<'_>, unit: char) -> Option<i8> {
    let mut ahead = *cursor;
    ahead.gap();
    let value = ahead.number()?.within(0, 59)?;
    ahead.gap();
    (ahead.eat(unit) && ahead.peek() != Some('間')).then(|| {
        *cursor = ahead;
        value
    })
}

/// Takes an hour that `am` or `pm` follows.
fn whole_hour(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let mut ahead = *cursor;
    let hour = ahead.digits()?.within(1, 12)?;
    half_behind(&mut { ahead })?;
    *cursor = ahead;
    Some(Clock::at(hour))
}

/// Two hours of which only the last has its unit: 9～17時, `9–5pm`.
fn hours_of_one_unit(place: Place<'_>, start: usize, half: Option<Half>) -> Option<Reading> {
    let mut cursor = place.cursor();
    let mut first = Clock::at(hour(cursor.digits()?)?);
    let first_end = cursor.at();
    if !ranges::mark(&mut cursor) {
        return None;
    }
    let last_start = cursor.at();
    let mut last = spoken(&mut cursor, false).or_else(|| whole_hour(&mut cursor))?;
    first.half = half;
    last.half = half_behind(&mut cursor);
    if last.half == Some(Half::Afternoon) && last.hour % 12 <= first.hour {
        first.half = Some(Half::Am);
    } else if half.is_none() {
        first.half = last.half;
    }
    let last = Literal::new(last.value(true)?, last_start, cursor.at());
    let first = first.value(false)?;
    ends(cursor).then(|| Reading::new(first, start, first_end).to(last))
}

/// Whether a time may end at the cursor.
fn ends(cursor: Cursor<'_>) -> bool {
    let mut behind = cursor;
    match cursor.peek() {
        Some(c) if c.is_ascii_alphanumeric() || "_@%".contains(c) => false,
        Some(':' | '.' | ',') => {
            behind.bump();
            !behind.peek().is_some_and(|c| c.is_ascii_digit())
        }
        Some('-' | 'ー') if behind.dash() => {
            let digit = behind.peek().is_some_and(|c| c.is_ascii_digit());
            !digit || clock(&mut behind).is_some()
        }
        _ => true,
    }
}

/// Whether a time of day comes next, behind a blank.
pub(super) fn follows(mut cursor: Cursor<'_>) -> bool {
    if !cursor.eat(' ') {
        return false;
    }
    cursor.gap();
    cursor.eat_any(&["午前", "午後"]);
    digital(&mut cursor).is_some() || spoken(&mut cursor, true).is_some()
}

/// Whether 9:00 comes next.
pub(super) fn is_digital(mut cursor: Cursor<'_>) -> bool {
    digital(&mut cursor).is_some()
}

/// Whether the time at the span says which half of the day it is in: 午後3時, `3pm`, 正午.
pub(super) fn names_half(text: &str, span: Span) -> bool {
    let written = &text[span.start..span.end];
    let number = |c: char| fold(c).is_ascii_digit() || is_kanji_numeral(c);
    !written.starts_with(number) || ends_with_half(text, span)
}

/// Whether `am` or `pm` stands behind the time at the span.
pub(super) fn ends_with_half(text: &str, span: Span) -> bool {
    let last = text[span.start..span.end].chars().next_back().map(fold);
    last.is_some_and(|c| "mM.".contains(c))
}

/// Twelve hours later, for a time of the first half of the day.
pub(super) fn in_the_afternoon(time: Time) -> Time {
    let later = Time::new(time.hour() + 12, time.minute(), time.second(), 0);
    later.unwrap_or(time)
}
