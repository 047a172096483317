//! Years of eras, in all their abbreviations, and the same year told twice.

use super::cursor::Cursor;
use crate::calendar::era::Era;

/// How an era is written. A letter or a single character is one only right before a number.
const NAMES: [(&str, Era); 21] = [
    ("令和", Era::Reiwa),
    ("平成", Era::Heisei),
    ("昭和", Era::Showa),
    ("大正", Era::Taisho),
    ("明治", Era::Meiji),
    ("㋿", Era::Reiwa),
    ("㍻", Era::Heisei),
    ("㍼", Era::Showa),
    ("㍽", Era::Taisho),
    ("㍾", Era::Meiji),
    ("令", Era::Reiwa),
    ("平", Era::Heisei),
    ("昭", Era::Showa),
    ("r", Era::Reiwa),
    ("h", Era::Heisei),
    ("s", Era::Showa),
    ("t", Era::Taisho),
    ("m", Era::Meiji),
    ("r.", Era::Reiwa),
    ("h.", Era::Heisei),
    ("s.", Era::Showa),
];

/// A year, and what is known of how it is written.
#[derive(Clone, Copy)]
pub(super) struct Year {
    /// Of the Western calendar.
    pub(super) value: i16,
    /// Where it begins, the name of an era included.
    pub(super) start: usize,
    /// Whether 年 stands behind it.
    pub(super) marked: bool,
    /// Whether it is counted in an era.
    pub(super) of_era: bool,
    /// Whether the same year stands in brackets and is another one.
    pub(super) differs: bool,
}

impl Year {
    /// Takes a year: 2024年, 令和6年, 2024（令和6）年. The cursor stands on its number; the
    /// name of an era stands before.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Option<Self> {
        let mut ahead = *cursor;
        let era = behind(*cursor);
        let start = era.map_or(cursor.at(), |(_, start)| start);
        let value = match era {
            Some((era, _)) => year_of(era, &mut ahead)?,
            None => western(&mut ahead)?,
        };
        let mut other = bracketed(&mut ahead);
        let mut after = ahead;
        after.gap();
        let marked = after.eat('年');
        if marked {
            ahead = after;
            other = other.or_else(|| bracketed(&mut ahead));
        }
        *cursor = ahead;
        let differs = other.is_some_and(|other| other != value);
        // Of two years the one that needs no counting is meant.
        let western = other.filter(|_| era.is_some()).unwrap_or(value);
        Some(Self {
            value: western,
            start,
            marked,
            of_era: era.is_some(),
            differs,
        })
    }
}

/// The era whose name ends before the cursor, and where that begins.
fn behind(cursor: Cursor<'_>) -> Option<(Era, usize)> {
    let mut named = cursor;
    named.gap_back();
    if !named.before().is_some_and(ends_name) {
        return None;
    }
    NAMES.iter().find_map(|&(name, era)| {
        let mut back = cursor;
        if !name.is_ascii() {
            back.gap_back();
        }
        let found = back.back_over(name) && (!name.is_ascii() || is_letter_of_era(back));
        found.then_some((era, back.at()))
    })
}

/// Whether the name of an era may end with `c`: most numbers have none before them.
fn ends_name(c: char) -> bool {
    let spelled = matches!(c, '和' | '成' | '正' | '治' | '令' | '平' | '昭');
    let squared = matches!(c, '㋿' | '㍻' | '㍼' | '㍽' | '㍾');
    spelled || squared || matches!(c, 'R' | 'H' | 'S' | 'T' | 'M' | '.')
}

/// Whether the letter on which the cursor stands is a capital and no part of a word.
fn is_letter_of_era(cursor: Cursor<'_>) -> bool {
    let capital = cursor.peek().is_some_and(|c| c.is_ascii_uppercase());
    let glued = |c: char| c.is_ascii_alphanumeric() || "-._/".contains(c);
    capital && !cursor.before().is_some_and(glued)
}

/// The year of the Western calendar that the number ahead, or 元, is in the era.
///
/// Years past the end of an era are counted on: 平成36年 was printed when nobody knew better.
fn year_of(era: Era, cursor: &mut Cursor<'_>) -> Option<i16> {
    let year = if cursor.eat('元') {
        1
    } else {
        cursor.number()?.within(1, 99)?
    };
    Some(era.first_day().year() + i16::from(year) - 1)
}

fn western(cursor: &mut Cursor<'_>) -> Option<i16> {
    let number = cursor.number()?;
    let whole = number.digits == 4 || number.digits == 0;
    let value = i16::try_from(number.value).ok()?;
    (whole && (1_000..=9_999).contains(&value)).then_some(value)
}

/// Takes a year in brackets: （令和6年）, (2024), （R6）.
fn bracketed(cursor: &mut Cursor<'_>) -> Option<i16> {
    let mut ahead = *cursor;
    ahead.gap();
    if !ahead.eat('(') {
        return None;
    }
    ahead.gap();
    let era = NAMES.iter().find(|(name, _)| ahead.eat_word(name));
    ahead.gap();
    let year = match era {
        Some(&(_, era)) => year_of(era, &mut ahead)?,
        None => western(&mut ahead)?,
    };
    ahead.gap();
    ahead.eat('年');
    ahead.gap();
    ahead.eat(')').then(|| {
        *cursor = ahead;
        year
    })
}
