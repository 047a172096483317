//! The names of months and of days of the week in English.

use super::cursor::Cursor;
use crate::calendar::{WEEK, Weekday};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The longest of the names.
const LONGEST: usize = 9;

/// A word in lower case, with room for the longest name.
struct Word {
    letters: [u8; LONGEST],
    length: usize,
    /// Whether it begins with a capital.
    capital: bool,
}

impl Word {
    fn new() -> Self {
        Self {
            letters: [0; LONGEST],
            length: 0,
            capital: false,
        }
    }

    /// Adds a letter; whether there was room.
    fn push(&mut self, c: char) -> bool {
        let room = self.length < LONGEST;
        if room {
            self.letters[self.length] = c.to_ascii_lowercase() as u8;
            self.length += 1;
        }
        room
    }

    /// Whether it is `name` or its beginning, of at least three letters.
    fn abbreviates(&self, name: &str) -> bool {
        let letters = &self.letters[..self.length];
        let short = self.length == 3 || name == "september" && self.length == 4;
        let whole = self.length == name.len();
        let head = name.as_bytes().get(..self.length);
        (short || whole) && head.is_some_and(|head| head.eq_ignore_ascii_case(letters))
    }
}

/// Takes the word of letters that comes next.
fn word(cursor: &mut Cursor<'_>) -> Option<Word> {
    let mut ahead = *cursor;
    let mut word = Word::new();
    word.capital = ahead.peek()?.is_ascii_uppercase();
    while let Some(c) = ahead.peek().filter(char::is_ascii_alphabetic) {
        if !word.push(c) {
            return None;
        }
        ahead.bump();
    }
    *cursor = ahead;
    Some(word)
}

/// Goes back over the word of letters that stands before.
fn word_before(cursor: &mut Cursor<'_>) -> Option<Word> {
    let mut back = *cursor;
    for _ in 0..LONGEST {
        if !back.before().is_some_and(|c| c.is_ascii_alphabetic()) {
            break;
        }
        back.back();
    }
    let glued = back
        .before()
        .is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let end = cursor.at();
    let mut ahead = back;
    let word = word(&mut ahead)?;
    (!glued && ahead.at() == end && word.length > 0).then(|| {
        *cursor = back;
        word
    })
}

fn month_of(word: &Word) -> Option<i8> {
    let at = MONTHS.iter().position(|name| word.abbreviates(name))?;
    let month = i8::try_from(at + 1).ok()?;
    word.capital.then_some(month)
}

fn weekday_of(word: &Word) -> Option<Weekday> {
    let found = WEEK.iter().find(|day| word.abbreviates(day.english));
    found.map(|day| day.weekday)
}

/// Takes the name of a month, `April`, `Apr.`, `APR`.
pub(super) fn month(cursor: &mut Cursor<'_>) -> Option<i8> {
    let mut ahead = *cursor;
    let month = month_of(&word(&mut ahead)?)?;
    ahead.eat('.');
    *cursor = ahead;
    Some(month)
}

/// Goes back over the name of a month, and over the day of the week before it.
pub(super) fn month_before(cursor: &mut Cursor<'_>) -> Option<(i8, Option<Weekday>)> {
    let mut back = *cursor;
    back.back_over(".");
    let month = month_of(&word_before(&mut back)?)?;
    let weekday = weekday_before(&mut back);
    *cursor = back;
    Some((month, weekday))
}

/// Takes the name of a day of the week.
pub(super) fn weekday(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    let mut ahead = *cursor;
    let day = weekday_of(&word(&mut ahead)?)?;
    ahead.eat('.');
    *cursor = ahead;
    Some(day)
}

/// Goes back over a day of the week and its comma: `Tuesday, `.
pub(super) fn weekday_before(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    let mut back = *cursor;
    back.gap_back();
    back.back_over(",");
    back.back_over(".");
    let day = weekday_of(&word_before(&mut back)?)?;
    *cursor = back;
    Some(day)
}
