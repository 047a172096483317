//! What is searched for: pairs of characters, single characters of titles, words in Latin
//! letters, and days.

use crate::calendar::Date;
use crate::literal::Day;
use std::fmt;

/// A pair of neighbouring characters of a folded text, a single one, a word, or a day.
///
/// Forty-two bits: twenty-one for each character. The first character of a day is U+0001,
/// which no folded text holds; its other bits are twelve for the year, four for the month and
/// five for the day, each of which may be left open as 0. A word is a number from where no
/// characters are any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(u64);

/// How much a page is about a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Its text has it.
    Text,
    /// Its text has it again and again.
    Often,
    /// A heading, its description or its keywords have it.
    Heading,
    /// Its title has it.
    Title,
}

impl Weight {
    /// All of them, the lightest first.
    pub const ALL: [Self; 4] = [Self::Text, Self::Often, Self::Heading, Self::Title];
}

const HALF: u32 = 21;
const DAY: u64 = 1 << HALF;
const WORD: u64 = 0x11_0000 << HALF;

/// A word in Latin letters: its first eight, for more there is no room, and what comes after
/// them seldom tells two words apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// In base 27, of which 0 is no letter.
    letters: u64,
}

impl Word {
    /// How many letters count.
    const LONGEST: u32 = 8;
    const BASE: u64 = 27;

    /// Appends a letter from a to z.
    pub fn push(&mut self, letter: char) {
        if self.letters < Self::BASE.pow(Self::LONGEST - 1) {
            self.letters = self.letters * Self::BASE + (letter as u64 & 31);
        }
    }

    /// Whether there are no letters.
    pub fn is_empty(self) -> bool {
        self.letters == 0
    }
}

impl Term {
    /// Two neighbours.
    pub fn pair(first: char, second: char) -> Self {
        Self(u64::from(first) << HALF | u64::from(second))
    }

    /// A single character.
    pub fn single(only: char) -> Self {
        Self(u64::from(only) << HALF)
    }

    /// A word, which is not empty.
    pub fn word(word: Word) -> Self {
        Self(WORD + word.letters)
    }

    /// Whether it is a word.
    pub fn is_word(self) -> bool {
        self.0 > WORD
    }

    /// The ways to ask for a date: the day with and without its year, the month, the year.
    pub fn of_date(date: Date) -> [Self; 4] {
        let (year, month, day) = (date.year() as u64, date.month() as u64, date.day() as u64);
        [
            Self::day(year, month, day),
            Self::day(0, month, day),
            Self::day(year, month, 0),
            Self::day(year, 0, 0),
        ]
    }

    /// The ways to ask for a day that is written without a year, or with one.
    pub fn of_day(day: Day) -> Vec<Self> {
        let year = day.year.and_then(|year| day.in_year(year));
        match year {
            Some(date) => Self::of_date(date).to_vec(),
            None => vec![Self::day(0, day.month as u64, day.day as u64)],
        }
    }

    fn day(year: u64, month: u64, day: u64) -> Self {
        Self(DAY | (year & 0xFFF) << 9 | (month & 0xF) << 5 | day & 0x1F)
    }

    /// Its bits, of which the upper twenty-two are not set.
    pub(super) fn bits(self) -> u64 {
        self.0
    }

    pub(super) fn of_bits(bits: u64) -> Self {
        Self(bits)
    }
}

/// As a browser writes it: `期限`, `期`, `notice`, `#2024-4-9`, `#-4-9`, `#2024-4`, `#2024`.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_word() {
            let letters = self.0 - WORD;
            let digits = (0..Word::LONGEST).rev();
            let digits = digits.map(|at| letters / Word::BASE.pow(at) % Word::BASE);
            return digits.filter(|digit| *digit > 0).try_for_each(|digit| {
                fmt::Write::write_char(f, char::from(b'a' - 1 + digit as u8))
            });
        }
        let half = |bits: u64| char::from_u32((bits & (DAY - 1)) as u32);
        if self.0 >> HALF != 1 {
            let both = [half(self.0 >> HALF), half(self.0)];
            let both = both.into_iter().flatten().filter(|c| *c != '\0');
            return both
                .into_iter()
                .try_for_each(|c| fmt::Write::write_char(f, c));
        }
        f.write_str("#")?;
        let (year, month, day) = (self.0 >> 9 & 0xFFF, self.0 >> 5 & 0xF, self.0 & 0x1F);
        if year > 0 {
            write!(f, "{year}")?;
        }
        for part in [month, day] {
            if part > 0 {
                write!(f, "-{part}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(letters: &str) -> Term {
        let mut word = Word::default();
        letters.chars().for_each(|letter| word.push(letter));
        Term::word(word)
    }

    #[test]
    fn a_word_is_written_with_its_first_eight_letters() {
        for (letters, written) in [
            ("a", "a"),
            ("z", "z"),
            ("qr", "qr"),
            ("aaaaaaaa", "aaaaaaaa"),
            ("zzzzzzzzz", "zzzzzzzz"),
            ("internationalisation", "internat"),
        ] {
            assert_eq!(word(letters).to_string(), written);
            assert!(word(letters).is_word());
        }
    }

    #[test]
    fn no_term_is_another() {
        let date = crate::calendar::parse_iso("2024-04-09").unwrap();
        let others = [
            Term::pair('q', 'r'),
            Term::pair('\u{10FFFF}', '\u{10FFFF}'),
            Term::single('a'),
            Term::of_date(date)[0],
        ];
        for other in others {
            assert!(!other.is_word());
            assert_eq!(Term::of_bits(other.bits()), other);
        }
        // Where the number of a term is cut off.
        assert!(word("zzzzzzzz").bits() < 1 << 42);
        assert!(word("zzzzzzzz") > word("zzzzzzz"));
    }
}
