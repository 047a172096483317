//! Where a value may begin, and what is known there.

use super::cursor::Cursor;
use super::{Day, Literal, Span, Value, ranges};
use crate::calendar::Weekday;

/// A place at which a value may begin: at its first number.
#[derive(Clone, Copy)]
pub(super) struct Place<'r> {
    pub(super) text: &'r str,
    /// Where the last value ends; nothing before it is read again.
    pub(super) floor: usize,
    pub(super) start: usize,
    /// The values so far.
    pub(super) found: &'r [Literal],
}

/// One value, or the two ends of a range that share a unit: 3～5営業日.
pub(super) struct Reading {
    pub(super) first: Literal,
    pub(super) last: Option<Literal>,
}

impl Reading {
    /// A single value at these bytes.
    pub(super) fn new(value: Value, start: usize, end: usize) -> Self {
        Self::of(Literal::new(value, start, end))
    }

    /// A single literal.
    pub(super) fn of(first: Literal) -> Self {
        Self { first, last: None }
    }

    /// With the last end of a range behind it.
    pub(super) fn to(mut self, last: Literal) -> Self {
        self.last = Some(last);
        self
    }
}

impl Literal {
    /// A value at these bytes, of which nothing else is known.
    pub(super) fn new(value: Value, start: usize, end: usize) -> Self {
        Self {
            value,
            span: Span::new(start, end),
            weekday: None,
            range: None,
            cues: super::Cues::default(),
            addition: None,
            flaw: None,
        }
    }

    /// With the day of the week that stands beside it.
    pub(super) fn on(mut self, weekday: Option<Weekday>) -> Self {
        self.weekday = weekday;
        self
    }
}

impl<'r> Place<'r> {
    /// A place of which nothing before it is known.
    pub(super) const fn alone(text: &'r str, start: usize) -> Self {
        Self {
            text,
            floor: 0,
            start,
            found: &[],
        }
    }

    /// A cursor that stands on it.
    pub(super) fn cursor(self) -> Cursor<'r> {
        Cursor::new(self.text, self.floor, self.start)
    }

    /// Which of the values so far is the first end of a range of which `start` would be the
    /// last.
    pub(super) fn linked(self, start: usize) -> Option<usize> {
        let at = self.found.len().checked_sub(1)?;
        let last = &self.found[at];
        let between = Cursor::new(self.text, last.span.end, last.span.end);
        (last.range.is_none() && ranges::links(between, start)).then_some(at)
    }

    /// Which date is the first end of a range of which a day that begins at `start` would be
    /// the last: the value before, or the one before its time of day.
    pub(super) fn linked_date(self, start: usize) -> Option<(usize, Day)> {
        let at = self.linked(start)?;
        let of_time = matches!(self.found[at].value, Value::Time(_));
        let date_at = at.checked_sub(usize::from(of_time))?;
        let date = &self.found[date_at];
        let Value::Date(day) = date.value else {
            return None;
        };
        let whole = !of_time || date.range.is_none() && adjoin(self.text, date, &self.found[at]);
        whole.then_some((date_at, day))
    }

    /// Whether a run of letters and digits may begin at `start`: no name of something goes
    /// on there, such as Ver.2024 or 8341-3.
    pub(super) fn is_free(self, start: usize) -> bool {
        let mut back = Cursor::new(self.text, self.floor, start);
        let glue = match back.before() {
            Some(c) if c.is_ascii_alphanumeric() || "_@".contains(c) => return false,
            Some(c @ ('.' | '-' | '/' | ',' | ':' | 'ー')) => c,
            _ => return true,
        };
        back.back();
        let letters = "./-".contains(glue);
        !back
            .before()
            .is_some_and(|c| c.is_ascii_digit() || letters && c.is_ascii_alphabetic())
    }

    /// Whether one of the words stands before `start`, with a blank between at most; a word
    /// of letters is no part of another.
    pub(super) fn follows(self, start: usize, words: &[&str]) -> bool {
        let mut before = Cursor::new(self.text, self.floor, start);
        before.gap_back();
        words.iter().any(|word| {
            let mut back = before;
            let letter = |c: char| c.is_ascii_alphanumeric();
            back.back_over(word) && !(word.is_ascii() && back.before().is_some_and(letter))
        })
    }
}

/// Whether a run of letters and digits may end at the cursor.
pub(super) fn ends(mut cursor: Cursor<'_>) -> bool {
    let glue = match cursor.peek() {
        Some(c) if c.is_ascii_alphanumeric() || "_@%".contains(c) => return false,
        Some(c @ ('.' | '-' | '/' | ',' | ':' | 'ー')) => c,
        _ => return true,
    };
    cursor.bump();
    let letters = "./-_".contains(glue);
    !cursor
        .peek()
        .is_some_and(|c| c.is_ascii_digit() || letters && c.is_ascii_alphabetic())
}

/// Whether the time of day stands right behind the date.
pub(super) fn adjoin(text: &str, date: &Literal, time: &Literal) -> bool {
    let mut between = Cursor::new(text, date.span.end, date.span.end);
    between.gap();
    between.eat_any(&["の", "、", ",", "t"]);
    between.gap();
    between.at() == time.span.start
}
