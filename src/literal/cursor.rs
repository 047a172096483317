//! A place in a text, from which one reads on and looks back.

use super::fold::{fold, is_kanji_numeral, kanji_digit, kanji_power};

/// The most blanks between two parts of a value.
const WIDEST_GAP: usize = 3;

/// The most digits of a number that means something; longer ones are names of things.
const LONGEST_NUMBER: usize = 15;

/// A place in a text. Reading folds width; see [`fold`].
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    /// Looking back ends here: what stands before is read already.
    floor: usize,
    at: usize,
}

/// A whole number as it is written.
#[derive(Clone, Copy)]
pub(super) struct Number {
    /// What it says.
    pub(super) value: u64,
    /// How many digits it has, 0 where it is written in kanji.
    pub(super) digits: usize,
}

impl Number {
    /// Its value if it has at most two digits and lies in the range.
    pub(super) fn within(self, least: i8, most: i8) -> Option<i8> {
        let value = i8::try_from(self.value).ok()?;
        (self.digits <= 2 && least <= value && value <= most).then_some(value)
    }
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str, floor: usize, at: usize) -> Self {
        Self { text, floor, at }
    }

    pub(super) fn at(self) -> usize {
        self.at
    }

    /// The next character as it stands.
    pub(super) fn raw(self) -> Option<char> {
        // Most of what is asked for is ASCII, for which there is nothing to decode.
        match self.text.as_bytes().get(self.at) {
            Some(&byte) if byte.is_ascii() => Some(char::from(byte)),
            _ => self.text[self.at..].chars().next(),
        }
    }

    /// The next character, folded.
    pub(super) fn peek(self) -> Option<char> {
        self.raw().map(fold)
    }

    /// Takes the next character.
    pub(super) fn bump(&mut self) {
        self.at += self.raw().map_or(0, char::len_utf8);
    }

    /// Takes the next character if it is `wanted`.
    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.bump();
        }
        found
    }

    /// Takes the word if it comes next, in any width; a word of ASCII is in lower case and
    /// found in any.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        if !self.may_begin(word) {
            return false;
        }
        let mut cursor = *self;
        for wanted in word.chars() {
            if cursor.peek().map(|c| c.to_ascii_lowercase()) != Some(wanted) {
                return false;
            }
            cursor.bump();
        }
        *self = cursor;
        true
    }

    /// Whether the first byte leaves it open that the word comes next. Letters and Japanese
    /// stand for themselves, or in another width in a form that begins with 0xEF.
    fn may_begin(self, word: &str) -> bool {
        let bytes = self.text.as_bytes();
        let (Some(first), Some(here)) = (word.as_bytes().first(), bytes.get(self.at)) else {
            return false;
        };
        let settled = first.is_ascii_alphanumeric() || (0xE3..=0xE9).contains(first);
        !settled || *here == 0xEF || here.to_ascii_lowercase() == *first
    }

    /// Takes the first of the words that comes next.
    pub(super) fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat_word(word))
    }

    /// Takes blanks, if there are any.
    pub(super) fn gap(&mut self) {
        for _ in 0..WIDEST_GAP {
            self.eat(' ');
        }
    }

    /// Takes a dash; a long vowel mark is one before a digit.
    pub(super) fn dash(&mut self) -> bool {
        if self.eat('-') {
            return true;
        }
        let mut cursor = *self;
        let found = cursor.eat('ー') && cursor.peek().is_some_and(|c| c.is_ascii_digit());
        if found {
            *self = cursor;
        }
        found
    }

    /// Takes a number in digits.
    pub(super) fn digits(&mut self) -> Option<Number> {
        let mut cursor = *self;
        let mut number = Number {
            value: 0,
            digits: 0,
        };
        while let Some(digit) = cursor.peek().and_then(|c| c.to_digit(10)) {
            if number.digits == LONGEST_NUMBER {
                return None;
            }
            number.value = number.value * 10 + u64::from(digit);
            number.digits += 1;
            cursor.bump();
        }
        *self = cursor;
        (number.digits > 0).then_some(number)
    }

    /// Takes a number in digits or in kanji below 万: 二〇二四, 二千二十四.
    pub(super) fn number(&mut self) -> Option<Number> {
        if !self.peek().is_some_and(is_kanji_numeral) {
            return self.digits();
        }
        let mut cursor = *self;
        let (mut section, mut digits) = (0, 0);
        for _ in 0..=LONGEST_NUMBER {
            match cursor.peek() {
                Some(c) if kanji_digit(c).is_some() => {
                    digits = digits * 10 + kanji_digit(c)?;
                }
                Some(c) if kanji_power(c).is_some() => {
                    section += kanji_power(c)? * u64::max(digits, 1);
                    digits = 0;
                }
                _ => {
                    *self = cursor;
                    return Some(Number {
                        value: section + digits,
                        digits: 0,
                    });
                }
            }
            cursor.bump();
        }
        None
    }

    /// The character before, folded; none where what is read already ends.
    pub(super) fn before(self) -> Option<char> {
        self.text[self.floor..self.at].chars().next_back().map(fold)
    }

    /// Goes one character back.
    pub(super) fn back(&mut self) {
        let last = self.text[self.floor..self.at].chars().next_back();
        self.at -= last.map_or(0, char::len_utf8);
    }

    /// Goes back over blanks.
    pub(super) fn gap_back(&mut self) {
        for _ in 0..WIDEST_GAP {
            if self.before() == Some(' ') {
                self.back();
            }
        }
    }

    /// Goes back over the word if it stands before; as [`eat_word`](Self::eat_word).
    pub(super) fn back_over(&mut self, word: &str) -> bool {
        let mut cursor = *self;
        for wanted in word.chars().rev() {
            if cursor.before().map(|c| c.to_ascii_lowercase()) != Some(wanted) {
                return false;
            }
            cursor.back();
        }
        *self = cursor;
        true
    }
}
