//! Days: 2024年4月9日, 令和6年4月9日, 2024/4/9, 4月9日, 4/9（火）, April 9, 2024.

use super::cursor::Cursor;
use super::era::Year;
use super::place::{Place, Reading, ends};
use super::{Day, Flaw, Literal, Value, cues, english, ranges, times, vague, weekdays};
use crate::calendar::{Date, Weekday};
use std::ops::RangeInclusive;

/// The years that may be written with dashes, points or nothing: others are numbers.
const PLAIN_YEARS: RangeInclusive<i16> = 1_800..=2_199;

/// Words before a number with points that make it a version.
const VERSIONS: [&str; 6] = ["バージョン", "ver", "ver.", "version", "rev", "rev."];

/// A year without a leap day says of no day that it does not exist.
const LEAP_YEAR: i16 = 2024;

/// Reads a day of which the first number stands at the place.
pub(super) fn read(place: Place<'_>) -> Option<Reading> {
    of_year(place)
        .or_else(|| of_month(None, place.cursor(), place.start))
        .or_else(|| with_slash(place))
        .or_else(|| month_first(place))
        .or_else(|| day_first(place))
        .or_else(|| rest_of_range(place))
}

/// What keeps the day from existing.
pub(super) fn flaw(day: Day) -> Option<Flaw> {
    let year = day.year.unwrap_or(LEAP_YEAR);
    Date::new(year, day.month, day.day)
        .is_err()
        .then_some(Flaw::Impossible)
}

/// The literal of a day.
fn literal(day: Day, start: usize, end: usize) -> Literal {
    let mut literal = Literal::new(Value::Date(day), start, end);
    literal.flaw = flaw(day);
    literal
}

fn day_of(year: Option<i16>, month: i8, day: i8) -> Day {
    Day { year, month, day }
}

/// A day that begins with its year.
fn of_year(place: Place<'_>) -> Option<Reading> {
    let mut cursor = place.cursor();
    let year = Year::read(&mut cursor)?;
    let mut reading = if year.marked {
        cursor.gap();
        of_month(Some(year.value), cursor, year.start)?
    } else {
        with_separators(place, year, cursor)?
    };
    if year.differs {
        reading.first.flaw = Some(Flaw::YearsDiffer);
    }
    Some(reading)
}

/// A day from its month on, in Japanese: 4月9日, ㋃㏨; 4月9～12日; or the vague 4月上旬.
fn of_month(year: Option<i16>, mut cursor: Cursor<'_>, start: usize) -> Option<Reading> {
    let month = month(&mut cursor)?;
    if vague::part_of_month(&mut cursor) {
        return Some(Reading::new(Value::Vague, start, cursor.at()));
    }
    cursor.gap();
    let mut alone = cursor;
    if let Some(day) = day(&mut alone) {
        let weekday = weekdays::behind(&mut alone);
        let literal = literal(day_of(year, month, day), start, alone.at());
        return Some(Reading::of(literal.on(weekday)));
    }
    let first = cursor.number()?.within(1, 31)?;
    let end = cursor.at();
    if !ranges::mark(&mut cursor) {
        return None;
    }
    let last_start = cursor.at();
    let last = day(&mut cursor).filter(|&last| last > first)?;
    let weekday = weekdays::behind(&mut cursor);
    let last = literal(day_of(year, month, last), last_start, cursor.at()).on(weekday);
    let first = literal(day_of(year, month, first), start, end);
    Some(Reading::of(first).to(last))
}

/// Takes a month: 4月, ㋃.
fn month(cursor: &mut Cursor<'_>) -> Option<i8> {
    if let Some(month) = squared(cursor, '㋀'..='㋋') {
        return Some(month);
    }
    let mut ahead = *cursor;
    let month = ahead.number()?.within(1, 12)?;
    ahead.gap();
    ahead.eat('月').then(|| {
        *cursor = ahead;
        month
    })
}

/// Takes a day: 9日, ㏨.
fn day(cursor: &mut Cursor<'_>) -> Option<i8> {
    if let Some(day) = squared(cursor, '㏠'..='㏾') {
        return Some(day);
    }
    let mut ahead = *cursor;
    let day = ahead.number()?.within(1, 31)?;
    ahead.gap();
    (ahead.eat('日') && ahead.peek() != Some('間')).then(|| {
        *cursor = ahead;
        day
    })
}

/// Takes one of the characters, and says the how manieth it is.
fn squared(cursor: &mut Cursor<'_>, forms: RangeInclusive<char>) -> Option<i8> {
    let c = cursor.peek().filter(|c| forms.contains(c))?;
    cursor.bump();
    i8::try_from(c as u32 - *forms.start() as u32 + 1).ok()
}

/// A day after its year, between equal signs: 2024/4/9, 2024-04-09, R6.4.9.
fn with_separators(place: Place<'_>, year: Year, mut cursor: Cursor<'_>) -> Option<Reading> {
    let plain = year.of_era || PLAIN_YEARS.contains(&year.value);
    if !plain || !place.is_free(year.start) {
        return None;
    }
    let separator = separator(&mut cursor)?;
    if separator == '.' && place.follows(year.start, &VERSIONS) {
        return None;
    }
    let month = cursor.digits()?.within(1, 12)?;
    let same = self::separator(&mut cursor) == Some(separator);
    let day = cursor.digits()?.within(1, 31)?;
    if !same || !ends(cursor) && !goes_on(cursor, separator) {
        return None;
    }
    let day = day_of(Some(year.value), month, day);
    let weekday = weekdays::behind(&mut cursor);
    let literal = literal(day, year.start, cursor.at());
    Some(Reading::of(literal.on(weekday)))
}

fn separator(cursor: &mut Cursor<'_>) -> Option<char> {
    if cursor.dash() {
        return Some('-');
    }
    ['/', '.'].into_iter().find(|&sign| cursor.eat(sign))
}

/// Whether something may follow that would otherwise make the date a part of a name: a time
/// of day behind `T`, or the last end of a range behind a dash.
fn goes_on(mut cursor: Cursor<'_>, separator: char) -> bool {
    if cursor.eat('T') {
        return times::is_digital(cursor);
    }
    separator != '-'
        && cursor.dash()
        && cursor.digits().is_some()
        && self::separator(&mut cursor) == Some(separator)
}

/// A day with a stroke, if something says that it is one: 4/9（火）, 4/9まで, 4/9～4/12.
fn with_slash(place: Place<'_>) -> Option<Reading> {
    let mut cursor = place.cursor();
    let (month, day) = month_and_day(&mut cursor)?;
    if !place.is_free(place.start) {
        return None;
    }
    let mut end = cursor;
    let weekday = weekdays::behind(&mut end);
    let told = weekday.is_some()
        || place.linked_date(place.start).is_some()
        || cues::tell_a_day(place, end)
        || begins_range(end)
        || times::follows(end);
    let free = weekday.is_some() || ends(cursor) || begins_range(cursor);
    (told && free).then(|| {
        let literal = literal(day_of(None, month, day), place.start, end.at());
        Reading::of(literal.on(weekday))
    })
}

/// Takes 4/9.
fn month_and_day(cursor: &mut Cursor<'_>) -> Option<(i8, i8)> {
    let month = cursor.digits()?.within(1, 12)?;
    if !cursor.eat('/') {
        return None;
    }
    let day = cursor.digits()?.within(1, 31)?;
    Some((month, day))
}

fn begins_range(mut cursor: Cursor<'_>) -> bool {
    ranges::mark(&mut cursor) && month_and_day(&mut cursor).is_some() && ends(cursor)
}

/// A day in English that begins with its month: `April 9, 2024`, `Apr. 9–12`.
fn month_first(place: Place<'_>) -> Option<Reading> {
    let mut back = place.cursor();
    back.gap_back();
    if !place.is_free(place.start) && back.before() != Some('.') {
        return None;
    }
    let (month, before) = english::month_before(&mut back)?;
    let mut cursor = place.cursor();
    let first = ordinal(&mut cursor)?;
    let first_end = cursor.at();
    let last = second_day(&mut cursor, first);
    let year = comma_year(&mut cursor);
    let mut end = cursor;
    let weekday = weekdays::behind(&mut end).or(before);
    if !ends(end) {
        return None;
    }
    Some(english_days(
        Days {
            year,
            month,
            first,
            last,
        },
        back.at()..first_end,
        end.at(),
        weekday,
    ))
}

/// A day in English that begins with its number: `9 April 2024`, `9–12 Apr`.
fn day_first(place: Place<'_>) -> Option<Reading> {
    let mut cursor = place.cursor();
    let first = ordinal(&mut cursor)?;
    let first_end = cursor.at();
    let last = second_day(&mut cursor, first);
    cursor.gap();
    cursor.eat_word("of ");
    cursor.eat('-');
    let month = english::month(&mut cursor)?;
    if !place.is_free(place.start) {
        return None;
    }
    let mut back = place.cursor();
    let before = english::weekday_before(&mut back);
    let year = comma_year(&mut cursor);
    let mut end = cursor;
    let weekday = weekdays::behind(&mut end).or(before);
    let first_end = if last.is_some() { first_end } else { end.at() };
    ends(end).then(|| {
        let days = Days {
            year,
            month,
            first,
            last,
        };
        english_days(days, back.at()..first_end, end.at(), weekday)
    })
}

/// One day of a month, or two.
struct Days {
    year: Option<i16>,
    month: i8,
    first: i8,
    /// The last of a range, and where it begins.
    last: Option<(i8, usize)>,
}

fn english_days(
    days: Days,
    first: std::ops::Range<usize>,
    end: usize,
    weekday: Option<Weekday>,
) -> Reading {
    let day = |number| day_of(days.year, days.month, number);
    match days.last {
        None => Reading::of(literal(day(days.first), first.start, end).on(weekday)),
        Some((number, start)) => Reading::of(literal(day(days.first), first.start, first.end))
            .to(literal(day(number), start, end)),
    }
}

/// Takes the number of a day: `9`, `9th`.
fn ordinal(cursor: &mut Cursor<'_>) -> Option<i8> {
    let day = cursor.digits()?.within(1, 31)?;
    cursor.eat_any(&["st", "nd", "rd", "th"]);
    Some(day)
}

/// Takes the last day of a range within one month, and says where it begins.
fn second_day(cursor: &mut Cursor<'_>, first: i8) -> Option<(i8, usize)> {
    let mut ahead = *cursor;
    if !ranges::dash(&mut ahead) {
        return None;
    }
    let start = ahead.at();
    let last = ordinal(&mut ahead).filter(|&last| last > first)?;
    *cursor = ahead;
    Some((last, start))
}

/// Takes a year behind a comma, a blank or a dash.
fn comma_year(cursor: &mut Cursor<'_>) -> Option<i16> {
    let mut ahead = *cursor;
    let mut apart = ahead.eat(',');
    apart |= ahead.eat(' ') || ahead.eat('-');
    ahead.gap();
    let number = ahead.digits().filter(|number| number.digits == 4)?;
    let year = i16::try_from(number.value).ok()?;
    (apart && PLAIN_YEARS.contains(&year) && ends(ahead)).then(|| {
        *cursor = ahead;
        year
    })
}

/// The last day of a range that leaves its month to the first: 3月4日～9日, 4/9（火）～12（金）.
fn rest_of_range(place: Place<'_>) -> Option<Reading> {
    let mut cursor = place.cursor();
    let mut bare = cursor;
    let number = match day(&mut cursor) {
        Some(number) => number,
        None => bare.digits()?.within(1, 31)?,
    };
    let called = cursor.at() > place.start;
    if !called {
        cursor = bare;
    }
    let (_, from) = place.linked_date(place.start)?;
    let counts = cursor.eat_any(&["以内", "後", "前", "目", "程度"]);
    let weekday = weekdays::behind(&mut cursor);
    let day = day_of(from.year, from.month, number);
    let told = number > from.day && !counts && (called || weekday.is_some());
    told.then(|| Reading::of(literal(day, place.start, cursor.at()).on(weekday)))
}
