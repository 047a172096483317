//! Text in quotes, or what should be.

use super::words::Mistake;
use super::{Scanner, Within, is_gap};
use crate::diag::{Text, text};
use crate::width::sign;

/// The longest text, in characters, that is looked for between quotes that are not TOML's: a
/// bound on how often a long line is searched.
const MAX_QUOTED_CHARACTERS: usize = 200;

impl Scanner<'_> {
    /// Text in double quotes, on one line.
    pub(super) fn string(&mut self, within: Within) {
        let line = self.rest_of_line();
        let mut wide = None;
        let mut close = None;
        // The last quote that ends something, though a `\` stands before it: `"C:\temp\"`.
        let mut escaped = None;
        let mut characters = line.char_indices().skip(1);
        while let Some((at, c)) = characters.next() {
            let behind = &line[at + c.len_utf8()..];
            match c {
                '"' => {
                    close = Some(at);
                    break;
                }
                '\\' if behind.starts_with(['"', '\\']) => {
                    characters.next();
                    if behind.starts_with('"') && ends_before(&behind[1..]) {
                        escaped = Some(at + 1);
                    }
                }
                _ if wide.is_none() && sign(c) == Some('"') && ends_before(behind) => {
                    wide = Some((at, c));
                }
                _ => {}
            }
        }
        let is_sure = close.is_some_and(|at| ends_before(&line[at + 1..]));
        let escaped = escaped.filter(|at| close.is_none() && is_path(&line[1..*at]));
        let end = match (wide, close.or(escaped)) {
            (Some((at, _)), _) if !is_sure => at,
            (_, Some(at)) => at,
            (_, None) => line.len(),
        };
        self.backslashes(&line[1..end]);
        match (wide, close.or(escaped)) {
            (Some((at, c)), _) if !is_sure => {
                self.slip(self.at + at, c.len_utf8(), "\"", Mistake::wide(c, '"'));
                self.pass(at + c.len_utf8());
            }
            (_, Some(at)) => self.pass(at + 1),
            (_, None) => {
                self.not_closed(within, '"');
                self.pass(line.len());
            }
        }
    }

    /// Doubles the `\` of a text that cannot stand there; those of a path all, for none of them
    /// is a sign.
    fn backslashes(&mut self, inside: &str) {
        let start = self.at + 1;
        let is_wrong = |at: &usize| !is_escape(&inside[at + 1..]);
        let alone: Vec<usize> = lone_backslashes(inside).collect();
        let is_path = is_path(inside);
        // Where a path is all that is odd about an entry, it parses, and is told of there.
        if alone.is_empty() || !is_path && !alone.iter().any(is_wrong) {
            return;
        }
        let behind = |at: usize| Mistake::of_value(backslash(&inside[at + 1..]));
        if is_path && inside.starts_with("\\\\") {
            self.slip(start, 0, "\\\\", behind(alone[0]));
        }
        for &at in alone.iter().filter(|at| is_path || is_wrong(at)) {
            self.slip(start + at, 1, "\\\\", behind(at));
        }
    }

    /// Text in single quotes, on one line.
    pub(super) fn literal(&mut self, within: Within) {
        let line = self.rest_of_line();
        match line[1..].find('\'') {
            Some(at) => self.pass(at + 2),
            None => {
                self.not_closed(within, '\'');
                self.pass(line.len());
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
                self.slip(self.at, 3, quotes, Mistake::never_closed(quotes));
                self.pass(rest.len());
            }
        }
    }

    /// Text in quotes that are not TOML's. False where none is there.
    pub(super) fn foreign_string(&mut self) -> bool {
        let line = self.rest_of_line();
        let Some(open) = line.chars().next() else {
            return false;
        };
        let closes = |c: char| match open {
            '「' => c == '」',
            '『' => c == '』',
            '`' | '｀' => sign(c) == Some('`'),
            _ => matches!(sign(open), Some('"' | '\'')) && sign(c) == sign(open),
        };
        let inside = &line[open.len_utf8()..];
        let mut characters = inside.char_indices().take(MAX_QUOTED_CHARACTERS);
        let Some((length, close)) = characters.find(|(_, c)| closes(*c)) else {
            return false;
        };
        let end = open.len_utf8() + length + close.len_utf8();
        let words = &inside[..length];
        let has_signs = words.contains('"') || words.contains('\\') && !is_path(words);
        if has_signs || !ends_before(&line[end..]) {
            return false;
        }
        let words = backslashes_doubled(words);
        let message = text!(
            "文字が「\"」ではなく {open}…{close} で囲まれています",
            "this text stands in `{open}…{close}`, not in `\"…\"`"
        );
        self.slip(
            self.at,
            end,
            format!("\"{words}\""),
            Mistake::of_value(message),
        );
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
        // `"…'`: it is closed, but with a quote of another kind.
        let last = words
            .chars()
            .next_back()
            .filter(|_| words.len() > 1 && is_sure);
        if let Some(last) = last.filter(|c| matches!(sign(*c), Some('"' | '\'')))
            && words.matches(last).count() == 1
        {
            let mut mistake = Mistake::wide(last, quote);
            mistake.spoils_value = true;
            self.slip(end - last.len_utf8(), last.len_utf8(), quote, mistake);
            return;
        }
        self.slip(end, 0, quote, Mistake::no_closing_quote().certain(is_sure));
    }
}

/// Whether text that ends before `rest` ends there without doubt.
fn ends_before(rest: &str) -> bool {
    let next = rest.trim_start_matches(is_gap).chars().next();
    next.is_none_or(|c| matches!(sign(c).unwrap_or(c), '\r' | '\n' | '#' | ',' | ']' | '}'))
}

/// The `\` of a text that do not stand in pairs and are not before a `"`.
fn lone_backslashes(inside: &str) -> impl Iterator<Item = usize> {
    let mut characters = inside.char_indices().peekable();
    std::iter::from_fn(move || {
        while let Some((at, c)) = characters.next() {
            if c == '\\'
                && characters
                    .next_if(|(_, c)| matches!(c, '"' | '\\'))
                    .is_none()
            {
                return Some(at);
            }
        }
        None
    })
}

/// Whether a text with `\` in it is the path of a file on Windows: it has a drive or a server, or
/// names with such signs between them.
pub(in crate::value) fn is_path(inside: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let starts_name = |text: &str| text.starts_with(is_name);
    let is_drive = |(at, _): (usize, &str)| {
        let mut before = inside[..at].chars().rev();
        before.next().is_some_and(|c| c.is_ascii_alphabetic())
            && !before.next().is_some_and(|c| c.is_ascii_alphanumeric())
    };
    let Some(first) = lone_backslashes(inside).next() else {
        return false;
    };
    let server = inside.trim_start_matches('\\');
    let is_server = inside.len() - server.len() >= 2 && starts_name(server);
    let last = lone_backslashes(inside).last().unwrap_or(first);
    let between = &inside[first..last];
    let is_row = !between.is_empty()
        && !between.contains(char::is_whitespace)
        && inside[..first].ends_with(is_name)
        && lone_backslashes(inside).any(|at| {
            let behind = &inside[at + 1..];
            !behind.starts_with('n') && number_escape(behind).is_none()
        });
    is_server || is_row || inside.match_indices(":\\").any(is_drive)
}

/// The first `\` of a text between double quotes that makes another character of what was not
/// meant for it, and what is to be said: any in a path, elsewhere one that makes a tab or the like.
pub(in crate::value) fn lost_backslash(inside: &str) -> Option<(usize, Text)> {
    let is_path = is_path(inside);
    let is_lost = |at: &usize| match inside[at + 1..].chars().next() {
        // The end of a line, in three quotes.
        None | Some(' ' | '\t' | '\r' | '\n') => false,
        Some('n') => is_path,
        Some('u' | 'U' | 'x') => {
            let number = number_escape(&inside[at + 1..]);
            is_path || number.is_some_and(|(c, _)| is_sign(c))
        }
        Some(_) => true,
    };
    let at = lone_backslashes(inside).find(is_lost)?;
    Some((at, backslash(&inside[at + 1..])))
}

/// Whether a character moves or sounds something, as a tab does: one between double quotes was
/// more likely to be a `\`.
pub(in crate::value) const fn is_sign(c: char) -> bool {
    matches!(c, '\u{1}'..='\u{1F}') && c != '\n'
}

/// The character that an escape gives by its number, by what stands behind the `\`, and how long
/// that is: `u202E`.
pub(in crate::value) fn number_escape(behind: &str) -> Option<(char, usize)> {
    let digits = digits(behind.chars().next()?);
    let number = behind.get(1..1 + digits).filter(|_| digits > 0)?;
    let is_hex = number.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = u32::from_str_radix(number, 16).ok().filter(|_| is_hex)?;
    Some((char::from_u32(number)?, 1 + digits))
}

/// How many digits follow in an escape that gives a character by its number.
const fn digits(kind: char) -> usize {
    match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    }
}

/// The text of a path as it stands between double quotes. Pairs are taken for what they are, but
/// before a server, where one who has doubled none of them has typed two.
pub(in crate::value) fn backslashes_doubled(inside: &str) -> String {
    let mut doubled = String::with_capacity(inside.len() * 2);
    if inside.starts_with("\\\\") && lone_backslashes(inside).next().is_some() {
        doubled.push_str("\\\\");
    }
    let mut from = 0;
    for at in lone_backslashes(inside) {
        doubled.push_str(&inside[from..at]);
        doubled.push('\\');
        from = at;
    }
    doubled + &inside[from..]
}

/// What is wrong with a `\` that was to be just that, by what stands behind it.
fn backslash(behind: &str) -> Text {
    let next = behind.chars().next().unwrap_or('"');
    let (japanese, english) = match next {
        _ if !is_escape(behind) => {
            return text!(
                "「\\{next}」は使えません（記号「\\」そのものは「\\\\」と書きます）",
                "`\\{next}` cannot stand here; a backslash itself is written `\\\\`"
            );
        }
        't' => ("タブ", "a tab"),
        'n' => ("改行", "the end of a line"),
        _ => ("別の文字", "another character"),
    };
    text!(
        "「\\{next}」は{japanese}になります（記号「\\」そのものは「\\\\」と書きます）",
        "`\\{next}` means {english}; a backslash itself is written `\\\\`"
    )
}

/// Whether TOML has an escape that goes on like this behind the `\`.
fn is_escape(behind: &str) -> bool {
    let mut characters = behind.chars();
    let Some(kind) = characters.next() else {
        return false;
    };
    let count = digits(kind);
    let hexadecimal = characters.take(count).take_while(char::is_ascii_hexdigit);
    r#"btnfre"\"#.contains(kind) || count > 0 && hexadecimal.count() == count
}
