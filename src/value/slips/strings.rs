//! Text in quotes, or what should be.

use super::signs::{closing, ends_before, is_quote};
use super::words::Mistake;
use super::{Scanner, Within};

/// The longest text, in characters, that is looked for between quotes that are not TOML's: a
/// bound on how often a long line is searched.
const LONGEST: usize = 200;

impl Scanner<'_> {
    /// Text in double quotes, on one line.
    pub(super) fn string(&mut self, within: Within) {
        let line = self.rest_of_line();
        let mut wide = None;
        let mut characters = line.char_indices().skip(1);
        let mut escapes = Vec::new();
        let mut close = None;
        while let Some((at, c)) = characters.next() {
            let behind = &line[at + c.len_utf8()..];
            match c {
                '"' => {
                    close = Some(at);
                    break;
                }
                '\\' => {
                    if !is_escape(behind) {
                        escapes.push(at);
                    }
                    if behind.starts_with(['"', '\\']) {
                        characters.next();
                    }
                }
                _ if wide.is_none() && is_quote(c) && ends_before(behind) => wide = Some((at, c)),
                _ => {}
            }
        }
        let is_sure = close.is_some_and(|at| ends_before(&line[at + 1..]));
        let (start, length) = (self.at, line.len());
        for at in escapes {
            let written = self.text[start + at + 1..].chars().next();
            let mistake = Mistake::Backslash(written.unwrap_or(' '));
            self.slip(start + at..start + at + 1, "\\\\", mistake);
        }
        match (wide, close) {
            (Some((at, c)), _) if !is_sure => {
                let end = start + at + c.len_utf8();
                self.slip(start + at..end, "\"", Mistake::Wide(c, '"'));
                self.pass(end - start);
            }
            (_, Some(at)) => self.pass(at + 1),
            (_, None) => {
                self.not_closed(within, '"');
                self.pass(length);
            }
        }
    }

    /// Text in single quotes, on one line.
    pub(super) fn literal(&mut self, within: Within) {
        let line = self.rest_of_line();
        let length = line.len();
        match line[1..].find('\'') {
            Some(at) => self.pass(at + 2),
            None => {
                self.not_closed(within, '\'');
                self.pass(length);
            }
        }
    }

    /// Text in three quotes, on any number of lines.
    pub(super) fn long_string(&mut self, quotes: &'static str) {
        let rest = self.rest();
        match rest[3..].find(quotes) {
            Some(at) => {
                let end = 3 + at + 3;
                // Two quotes more may stand in it, at its end.
                let more = rest[end..].bytes().take(2);
                let more = more.take_while(|byte| *byte == quotes.as_bytes()[0]);
                self.pass(end + more.count());
            }
            None => {
                let (at, length) = (self.at, rest.len());
                self.guess(at..at + 3, quotes, Mistake::NeverClosed(quotes));
                self.pass(length);
            }
        }
    }

    /// Text in quotes that are not TOML's. False where none is there.
    pub(super) fn foreign_string(&mut self) -> bool {
        let line = self.rest_of_line();
        let Some(open) = line.chars().next() else {
            return false;
        };
        let Some(closes) = closing(open) else {
            return false;
        };
        let inside = &line[open.len_utf8()..];
        let Some((length, close)) = inside
            .char_indices()
            .take(LONGEST)
            .find(|(_, c)| closes(*c))
        else {
            return false;
        };
        let end = open.len_utf8() + length + close.len_utf8();
        let words = &inside[..length];
        if !ends_before(&line[end..]) || words.contains(['"', '\\']) {
            return false;
        }
        let (meant, at) = (format!("\"{words}\""), self.at);
        self.slip(at..at + end, meant, Mistake::ForeignQuotes(open, close));
        self.pass(end);
        true
    }

    /// A quote that the line does not close is closed at its end, before a comment and, among
    /// others, before closing brackets.
    fn not_closed(&mut self, within: Within, quote: char) {
        let line = self.rest_of_line();
        let comment = line.find(" #").unwrap_or(line.len());
        let mut words = line[..comment].trim_end();
        let is_sure = comment == line.len() && !words.contains(['#', ',', ']', '}']);
        if within == Within::Brackets {
            words = words.trim_end_matches([' ', ',', ']', '}']);
        }
        let end = self.at + words.len().max(1);
        let mistake = Mistake::NoClosingQuote;
        if is_sure {
            self.slip(end..end, quote, mistake);
        } else {
            self.guess(end..end, quote, mistake);
        }
    }
}

/// Whether TOML has an escape that goes on like this behind the `\`.
fn is_escape(behind: &str) -> bool {
    let mut characters = behind.chars();
    let digits = match characters.next() {
        Some('b' | 't' | 'n' | 'f' | 'r' | 'e' | '"' | '\\') => return true,
        Some('x') => 2,
        Some('u') => 4,
        Some('U') => 8,
        _ => return false,
    };
    let hexadecimal = characters.take(digits).take_while(char::is_ascii_hexdigit);
    hexadecimal.count() == digits
}
