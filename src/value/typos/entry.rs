//! Headers, keys, and the brackets that hold values.

use super::words::Mistake;
use super::{Scanner, Within, before_comment, is_bare_key, is_equals, is_gap, narrow, scalar};
use crate::diag::text;
use crate::value::toml::{DEEPEST, is_document};
use crate::width::sign;

impl Scanner<'_> {
    /// `[facts.renewal]`, on a line of its own.
    pub(super) fn header(&mut self) {
        let written = before_comment(self.rest_of_line());
        let is = |c: char, bracket| sign(c) == Some(bracket);
        let inside = written.trim_start_matches(|c| is(c, '['));
        let opening = written[..written.len() - inside.len()].chars().count();
        let name = inside.trim_end_matches(|c| is(c, ']'));
        let closing = inside[name.len()..].chars().count();
        self.put_right(written, name, opening.max(closing).min(2));
    }

    /// Puts a header right whose brackets are to be so many.
    fn put_right(&mut self, written: &str, name: &str, count: usize) {
        let name = narrow(name);
        let meant = format!("{}{}{}", "[".repeat(count), name.trim(), "]".repeat(count));
        if is_bare_key(name.trim()) && !is_document(written) {
            self.slip(self.at, written.len(), meant, Mistake::header());
        }
        self.pass(written.len());
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
        let ends = |c: char| match within {
            Within::Line => is_equals(c),
            // As far as is needed and no further: there may be a great many keys on the line.
            Within::Brackets => matches!(sign(c), Some('=' | ',' | '}')),
        };
        let end = line[quoted..].find(ends).map(|at| at + quoted);
        let equals = end.filter(|at| line[*at..].starts_with(is_equals));
        let equals = equals.filter(|at| !line[quoted..*at].contains(['"', '#', '＃']));
        let area = match within {
            Within::Line => line,
            Within::Brackets => &line[..end.unwrap_or(line.len())],
        };
        let colon = || {
            let at = area.find([':', '：'])?;
            is_bare_key(narrow(&area[..at]).trim()).then_some(at)
        };
        let Some(end) = equals.or_else(colon) else {
            self.no_sign(area, within);
            return false;
        };
        let written = line[..end].trim_end_matches(is_gap);
        let key = narrow(written);
        if !is_bare_key(written) && is_bare_key(&key) {
            let message = text!(
                "項目の名前が全角です",
                "this key is written in full-width letters"
            );
            let mistake = Mistake::of_sign(Mistake::not_narrow(written, message));
            self.slip(self.at, written.len(), key, mistake);
        }
        if within == Within::Line {
            self.key = written;
        }
        self.pass(written.len());
        self.blanks();
        self.separator();
        true
    }

    fn separator(&mut self) {
        let Some(c) = self.peek() else { return };
        if !is_equals(c) {
            let is_close = !self.rest()[c.len_utf8()..].starts_with(is_gap);
            let meant = if is_close { " = " } else { " =" };
            let message = text!(
                "項目と値の間が「{c}」になっています（ここに入るのは「=」です）",
                "`{c}` stands between key and value, where `=` belongs"
            );
            self.slip(self.at, c.len_utf8(), meant, Mistake::of_sign(message));
            self.pass(c.len_utf8());
            self.blanks();
            return;
        }
        self.pass_sign('=');
        let start = self.at;
        self.blanks();
        if let Some(second) = self.peek().filter(|c| is_equals(*c)) {
            let is_plain = self.text[start..self.at].is_ascii();
            let from = if is_plain { start } else { self.at };
            self.pass(second.len_utf8());
            let message = text!("「=」が二つ続いています", "there is a second `=`");
            self.slip(from, self.at - from, "", Mistake::of_sign(message));
            self.blanks();
        }
    }

    /// Something that has no `=`.
    fn no_sign(&mut self, area: &str, within: Within) {
        let written = area.trim_end_matches(is_gap);
        if within == Within::Brackets {
            self.pass(written.len().max(1));
            return;
        }
        let value = written.find(['"', '\'']).unwrap_or(0);
        let key = written[..value].trim_end();
        let name = written.trim_end_matches(|c| sign(c) == Some(']'));
        if is_bare_key(key) {
            let message = text!(
                "項目と値の間に「=」がありません",
                "there is no `=` between key and value"
            );
            let length = value - key.len();
            self.slip(
                self.at + key.len(),
                length,
                " = ",
                Mistake::of_sign(message),
            );
            self.pass(value);
            self.value(Within::Line);
        } else if name.len() < written.len() && is_bare_key(&narrow(name)) {
            let count = written[name.len()..].chars().count().min(2);
            self.put_right(written, name, count);
        } else {
            let mistake = Mistake::no_entry(written);
            self.slip(self.at, written.len(), format!("# {written}"), mistake);
            self.pass(written.len());
        }
    }

    fn value(&mut self, within: Within) {
        let rest = self.rest();
        match rest.chars().next() {
            None | Some('\n' | '\r' | '#' | '＃') => {
                self.slip(self.last, 0, "", Mistake::no_value());
            }
            Some('"') if rest.starts_with("\"\"\"") => self.long_string("\"\"\""),
            Some('\'') if rest.starts_with("'''") => self.long_string("'''"),
            Some('"') => self.string(within),
            Some('\'') => self.literal(within),
            Some(c) => match sign(c) {
                Some('[') if self.depth < DEEPEST => self.brackets('[', ']'),
                Some('{') if self.depth < DEEPEST => self.brackets('{', '}'),
                _ if self.foreign_string() => {}
                _ => self.bare(within),
            },
        }
    }

    /// A value without quotes.
    fn bare(&mut self, within: Within) {
        let line = self.rest_of_line();
        let ends = |c: char| match within {
            Within::Line => sign(c) == Some('#'),
            Within::Brackets => matches!(sign(c), Some('#' | ',' | ']' | '}' | '=')),
        };
        let end = line.find(ends).unwrap_or(line.len());
        let mut written = line[..end].trim_end_matches(is_gap);
        // `start = 2024-03-04 end = 2024-04-09`: a comma is missing before the second key.
        if line[end..].starts_with(is_equals) {
            let value = &written[..written.rfind(is_gap).unwrap_or(0)];
            written = value.trim_end_matches(is_gap);
        }
        if let Some((meant, mistake)) = scalar::meant(written, self.key) {
            self.slip(self.at, written.len(), meant, mistake);
        }
        // Even where nothing can be read, it goes on.
        let next = self.peek().map_or(0, char::len_utf8);
        self.pass(written.len().max(next));
    }

    /// What stands between brackets, on any number of lines.
    fn brackets(&mut self, open: char, close: char) {
        self.depth += 1;
        self.pass_sign(open);
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
            match sign(c).unwrap_or(c) {
                '\n' | '\r' | '#' => {
                    self.end_of_line();
                    self.begins_anew = self.begins_anew(open == '[' || needs_comma);
                }
                bracket if bracket == close => {
                    self.pass_sign(close);
                    return;
                }
                ',' => {
                    self.comma(c);
                    needs_comma = false;
                }
                // The bracket of another kind closes what is around this.
                ']' | '}' => {
                    self.bracket_missing(start, close);
                    return;
                }
                _ => {
                    if needs_comma {
                        let message = text!(
                            "値と値の間に「,」がありません",
                            "there is no comma between these two"
                        );
                        self.slip(self.last, 0, ",", Mistake::of_sign(message));
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

    fn comma(&mut self, c: char) {
        if c != ',' {
            self.slip(self.at, c.len_utf8(), ", ", Mistake::wide(c, ','));
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
        self.slip(self.last, 0, meant, Mistake::no_closing_bracket(close));
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
        let key = line.split(is_equals).next().unwrap_or_default();
        is_key_foreign && key.len() < line.len() && is_bare_key(key.trim())
    }
}

/// The length of a quoted key at the start of a line.
fn quoted_length(area: &str) -> usize {
    let quote = area.chars().next().filter(|c| matches!(c, '"' | '\''));
    let close = quote.and_then(|quote| area[1..].find(quote));
    close.map_or(0, |at| at + 2)
}
