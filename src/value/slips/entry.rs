//! Headers, keys, and the brackets that hold values.

use super::signs::{is_bare_key, narrow, sign};
use super::words::Mistake;
use super::{Scanner, Within, scalar};
use crate::value::toml::{DEEPEST, is_document};

impl Scanner<'_> {
    /// `[facts.renewal]`, on a line of its own.
    pub(super) fn header(&mut self) {
        let line = self.rest_of_line();
        let comment = line.find(['#', '＃']).unwrap_or(line.len());
        let written = line[..comment].trim_end_matches([' ', '\t', '\u{3000}']);
        let is = |c: char, bracket| c == bracket || sign(c) == Some(bracket);
        let inside = written.trim_start_matches(|c| is(c, '['));
        let opening = written[..written.len() - inside.len()].chars().count();
        let name = inside.trim_end_matches(|c| is(c, ']'));
        let closing = inside[name.len()..].chars().count();
        let name = narrow(name);
        let (at, length) = (self.at, written.len());
        let count = opening.max(closing).min(2);
        let meant = format!("{}{}{}", "[".repeat(count), name.trim(), "]".repeat(count));
        let is_plain = is_bare_key(name.trim());
        if is_plain && meant != written && !is_document(written) {
            self.slip(at..at + length, meant, Mistake::Header);
        }
        self.pass(length);
    }

    /// `key = value`, on a line of its own.
    pub(super) fn entry(&mut self) {
        if self.key(Within::Line) {
            self.value(Within::Line);
        }
    }

    /// A key and what stands between it and its value. False where no value follows.
    fn key(&mut self, within: Within) -> bool {
        let line = self.rest_of_line();
        let quoted = quoted_length(line);
        // As far as is needed and no further: there may be a great many keys on the line.
        let ends: &[char] = match within {
            Within::Line => &['=', '＝'],
            Within::Brackets => &['=', '＝', ',', '，', '、', '}', '｝'],
        };
        let end = line[quoted..].find(ends).map(|at| at + quoted);
        let sign = end.filter(|at| line[*at..].starts_with(['=', '＝']));
        let sign = sign.filter(|at| !line[quoted..*at].contains(['"', '#', '＃']));
        let area = match within {
            Within::Line => line,
            Within::Brackets => &line[..end.unwrap_or(line.len())],
        };
        let colon = || {
            let at = area.find([':', '：'])?;
            is_bare_key(narrow(&area[..at]).trim()).then_some(at)
        };
        let Some(end) = sign.or_else(colon) else {
            self.no_sign(area.len(), within);
            return false;
        };
        let written = line[..end].trim_end_matches([' ', '\t', '\u{3000}']);
        let (at, length) = (self.at, written.len());
        if !is_bare_key(written) {
            let key = narrow(written);
            if is_bare_key(&key) {
                self.slip(at..at + length, key, Mistake::WideKey);
            }
        }
        self.pass(length);
        self.blanks();
        self.separator(sign.is_some());
        true
    }

    fn separator(&mut self, is_sign: bool) {
        let Some(c) = self.peek() else { return };
        let at = self.at..self.at + c.len_utf8();
        match c {
            '=' => {}
            '＝' => self.slip(at.clone(), "=", Mistake::Wide(c, '=')),
            _ => {
                let is_close = !self.rest()[c.len_utf8()..].starts_with([' ', '\u{3000}']);
                let meant = if is_close { " = " } else { " =" };
                self.slip(at.clone(), meant, Mistake::Colon(c));
            }
        }
        self.pass(c.len_utf8());
        let start = self.at;
        self.blanks();
        if is_sign && let Some(second @ ('=' | '＝')) = self.peek() {
            let is_wide = self.text[start..self.at].contains('\u{3000}');
            let from = if is_wide { self.at } else { start };
            self.pass(second.len_utf8());
            self.slip(from..self.at, "", Mistake::SecondSign);
            self.blanks();
        }
    }

    /// Something that has no `=`.
    fn no_sign(&mut self, length: usize, within: Within) {
        let area = &self.text[self.at..self.at + length];
        let written = area.trim_end_matches([' ', '\t', '\u{3000}']);
        let start = self.at;
        if within == Within::Brackets {
            self.pass(written.len().max(1));
            return;
        }
        let value = written.find(['"', '\'']).unwrap_or(0);
        let key = written[..value].trim_end();
        let bracketed = written.trim_end_matches([']', '］', '】']);
        if is_bare_key(key) {
            let at = start + key.len();
            self.slip(at..start + value, " = ", Mistake::NoSign);
            self.pass(value);
            self.value(Within::Line);
        } else if bracketed.len() < written.len() && is_bare_key(&narrow(bracketed)) {
            let count = written[bracketed.len()..].chars().count().min(2);
            let (open, close) = ("[".repeat(count), "]".repeat(count));
            let meant = format!("{open}{}{close}", narrow(bracketed));
            let end = start + written.len();
            self.slip(start..end, meant, Mistake::Header);
            self.pass(end - start);
        } else {
            let end = start + written.len();
            let mistake = Mistake::NoEntry(written.to_owned());
            self.guess(start..end, format!("# {written}"), mistake);
            self.pass(end - start);
        }
    }

    fn value(&mut self, within: Within) {
        let rest = self.rest();
        match rest.chars().next() {
            None | Some('\n' | '\r' | '#' | '＃') => {
                let at = self.last..self.last;
                self.guess(at, "", Mistake::NoValue);
            }
            Some('"') if rest.starts_with("\"\"\"") => self.long_string("\"\"\""),
            Some('\'') if rest.starts_with("'''") => self.long_string("'''"),
            Some('"') => self.string(within),
            Some('\'') => self.literal(within),
            Some('[' | '［' | '【') if self.depth < DEEPEST => self.brackets('[', ']'),
            Some('{' | '｛') if self.depth < DEEPEST => self.brackets('{', '}'),
            Some(_) => {
                if !self.foreign_string() {
                    self.bare(within);
                }
            }
        }
    }

    /// A value without quotes.
    fn bare(&mut self, within: Within) {
        let line = self.rest_of_line();
        let ends: &[char] = match within {
            Within::Line => &['#', '＃'],
            Within::Brackets => &['#', '＃', ',', '，', '、', ']', '］', '}', '｝', '=', '＝'],
        };
        let mut written = &line[..line.find(ends).unwrap_or(line.len())];
        // `start = 2024-03-04 end = 2024-04-09`: a comma is missing before the second key.
        if within == Within::Brackets && line[written.len()..].starts_with(['=', '＝']) {
            let key = written.trim_end();
            written = &key[..key.rfind([' ', '\u{3000}']).unwrap_or(0)];
        }
        let written = written.trim_end_matches([' ', '\t', '\u{3000}']);
        let (at, length) = (self.at, written.len());
        if let Some((meant, mistake, is_sure)) = scalar::meant(written) {
            self.slip(at..at + length, meant, mistake);
            if let Some(slip) = self.slips.last_mut() {
                slip.is_certain = is_sure;
            }
        }
        // Even where nothing can be read, it goes on.
        let next = self.peek().map_or(0, char::len_utf8);
        self.pass(length.max(next));
    }

    /// What stands between brackets, on any number of lines.
    fn brackets(&mut self, open: char, close: char) {
        self.depth += 1;
        self.bracket(open);
        self.items(open, close);
        self.depth -= 1;
    }

    fn items(&mut self, open: char, close: char) {
        let start = self.at;
        let mut needs_comma = false;
        loop {
            self.blanks();
            let Some(c) = self.peek().filter(|_| !self.begins_anew) else {
                self.bracket_missing(start, close);
                return;
            };
            match c {
                '\n' | '\r' | '#' | '＃' => {
                    self.end_of_line();
                    self.begins_anew = self.begins_anew(open == '[' || needs_comma);
                }
                _ if c == close || sign(c) == Some(close) => {
                    self.bracket(close);
                    return;
                }
                ',' | '，' | '、' => {
                    self.comma(c);
                    needs_comma = false;
                }
                // The bracket of another kind closes what is around this.
                ']' | '}' | '］' | '｝' => {
                    self.bracket_missing(start, close);
                    return;
                }
                _ => {
                    if needs_comma {
                        let at = self.last..self.last;
                        self.slip(at, ",", Mistake::NoComma);
                    }
                    if open == '[' || self.key(Within::Brackets) {
                        self.blanks();
                        self.value(Within::Brackets);
                    }
                    needs_comma = true;
                }
            }
        }
    }

    fn bracket(&mut self, meant: char) {
        let Some(c) = self.peek() else { return };
        let at = self.at..self.at + c.len_utf8();
        if c != meant {
            self.slip(at, meant, Mistake::Wide(c, meant));
        }
        self.pass(c.len_utf8());
    }

    fn comma(&mut self, c: char) {
        let at = self.at..self.at + c.len_utf8();
        if c != ',' {
            self.slip(at, ", ", Mistake::Wide(c, ','));
        }
        self.pass(c.len_utf8());
    }

    fn bracket_missing(&mut self, start: usize, close: char) {
        let has_lines = self.text[start..self.last.max(start)].contains('\n');
        let meant = match (has_lines, close) {
            (true, _) => format!("\n{close}"),
            (false, '}') => " }".to_owned(),
            (false, _) => close.to_string(),
        };
        let at = self.last..self.last;
        self.slip(at, meant, Mistake::NoClosingBracket(close));
    }

    /// Whether the line at hand begins something else, so that brackets above it were
    /// forgotten. `key =` may stand in a table, but not where a comma is missing.
    fn begins_anew(&mut self, is_key_foreign: bool) -> bool {
        let line = self.rest_of_line();
        if let Some(inside) = line.strip_prefix('[') {
            let name = inside.trim_start_matches('[');
            let name = name.split(']').next().unwrap_or_default();
            return is_bare_key(name) && name.starts_with(|c: char| c.is_ascii_lowercase());
        }
        let key = line.split(['=', '＝']).next().unwrap_or_default();
        is_key_foreign && key.len() < line.len() && is_bare_key(key.trim())
    }
}

/// The length of a quoted key at the start of a line.
fn quoted_length(area: &str) -> usize {
    let quote = area.chars().next().filter(|c| matches!(c, '"' | '\''));
    let close = quote.and_then(|quote| area[1..].find(quote));
    close.map_or(0, |at| at + 2)
}
