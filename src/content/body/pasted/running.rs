//! Running text of pasted HTML as Markdown.

use super::Writer;
use super::elements::{Kind, Token};
use crate::content::body::Element;
use crate::content::body::refused::{is_plain, tag};
use crate::content::reference;
use crate::japanese::{emphasis, width};
use std::ops::Range;

/// Elements that change only how their words look.
const LOOKS: [&str; 18] = [
    "span", "font", "u", "ins", "big", "small", "mark", "label", "nobr", "abbr", "acronym", "time",
    "cite", "bdi", "dfn", "var", "center", "o:p",
];

/// What the style of an element says that is more than looks: its words are not shown, or not
/// valid.
const MEANT: [&str; 4] = [
    "display:none",
    "mso-hide",
    "visibility:hidden",
    "line-through",
];

/// Whether an element changes only how its words look.
pub(super) fn is_look(name: &str) -> bool {
    LOOKS.contains(&name)
}

/// The signs that stand for an element.
fn sign(name: &str) -> Option<&'static str> {
    match name {
        "b" | "strong" => Some("**"),
        "i" | "em" => Some("*"),
        "s" | "del" | "strike" => Some("~~"),
        _ => None,
    }
}

/// A line of Markdown in the making. White space is written when something follows it.
#[derive(Default)]
pub(super) struct Line {
    text: String,
    /// What waits at the end.
    space: Space,
    /// Whether it begins with white space, which is not in the text.
    is_apart: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    #[default]
    None,
    /// A line end, which is nothing between Japanese characters.
    LineEnd,
    Blank,
}

impl Line {
    fn blank(&mut self, space: Space) {
        self.is_apart |= self.text.is_empty();
        self.space = self.space.max(space);
    }

    /// Makes way for something that begins with `first`.
    fn before(&mut self, first: char) {
        let space = std::mem::take(&mut self.space);
        let last = self.text.chars().next_back();
        let is_joined =
            space == Space::LineEnd && last.is_some_and(|last| width::joins(last, first));
        let is_after_break = self.text.ends_with("<br>");
        if space != Space::None && last.is_some() && !is_joined && !is_after_break {
            self.text.push(' ');
        }
    }

    fn push(&mut self, written: &str) {
        if let Some(first) = written.chars().next() {
            self.before(first);
            self.text.push_str(written);
        }
    }

    fn last(&self) -> Option<char> {
        match self.space {
            Space::None => self.text.chars().next_back(),
            Space::LineEnd | Space::Blank => Some(' '),
        }
    }
}

impl Writer<'_> {
    /// The running text in a part of the source, whose tokens are these, without the space
    /// around it. Nothing where it cannot be written.
    pub(super) fn running(&mut self, part: Range<usize>, tokens: Range<usize>) -> Option<String> {
        let line = self.line(part, tokens)?;
        let mut text = line.text.as_str();
        // A line break at an end breaks nothing.
        while let Some(rest) = text.strip_suffix("<br>") {
            text = rest.trim_end();
        }
        while let Some(rest) = text.strip_prefix("<br>") {
            text = rest.trim_start();
        }
        Some(text.to_owned())
    }

    fn line(&mut self, part: Range<usize>, tokens: Range<usize>) -> Option<Line> {
        let mut line = Line::default();
        let (mut at, mut next) = (part.start, tokens.start);
        while next < tokens.end {
            let token = &self.tokens[next];
            self.words(at..token.span.start, &mut line);
            (at, next) = (token.span.end, next + 1);
            match token.kind {
                Kind::Comment => self.comment(token),
                Kind::Mark => {}
                Kind::Void => self.void(token, &mut line)?,
                Kind::Open => {
                    let end = token.end?;
                    let sign = sign(&token.name);
                    self.open.extend(sign);
                    let inner = self.line(at..end.content, next..end.next)?;
                    if sign.is_some() {
                        self.open.pop();
                    }
                    self.element(token, inner, end.whole, &mut line)?;
                    (at, next) = (end.whole, end.next);
                }
                // The end tag of what the part is in, or of nothing.
                Kind::Close if token.span.start >= part.end => break,
                Kind::Close => return None,
            }
        }
        self.words(at.min(part.end)..part.end, &mut line);
        Some(line)
    }

    pub(super) fn comment(&mut self, token: &Token) {
        let inside = token.span.slice(self.source);
        let inside = inside.trim_start_matches("<!--").trim_start();
        let is_known = [
            "StartFragment",
            "EndFragment",
            "[if",
            "[endif",
            "[if !supportLists]",
        ]
        .iter()
        .any(|known| inside.starts_with(known));
        self.is_certain &= is_known;
    }

    fn void(&mut self, token: &Token, line: &mut Line) -> Option<()> {
        match token.name.as_str() {
            "br" => {
                line.space = Space::None;
                line.text.push_str("<br>");
            }
            "wbr" => line.push("<wbr>"),
            "img" => {
                let picture = self.picture(token)?;
                line.push(&picture);
            }
            "o:p" | "link" | "meta" | "col" => {}
            _ => return None,
        }
        Some(())
    }

    fn picture(&mut self, token: &Token) -> Option<String> {
        let attributes = tag::attributes(token.span.slice(self.source))?;
        let value = |wanted: &str| {
            let found = attributes.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.as_str())
        };
        let (source, alt) = (value("src")?, value("alt")?);
        let fits = is_plain(source)
            && !source.contains([':', '|'])
            && !alt.trim().is_empty()
            && !alt.contains(['[', ']', '\\', '<', '|', '\n']);
        fits.then(|| format!("![{alt}]({source})"))
    }

    /// An element around `inner`, which ends at `end`.
    fn element(&mut self, token: &Token, inner: Line, end: usize, line: &mut Line) -> Option<()> {
        let written = match token.name.as_str() {
            "b" | "strong" | "i" | "em" | "s" | "del" | "strike" => {
                self.signs(sign(&token.name)?, &inner, end, line)
            }
            "a" => self.link(token, &inner)?,
            "code" | "tt" | "samp" => self.code(&inner)?,
            name if is_look(name) => {
                let tag = token.span.slice(self.source).to_ascii_lowercase();
                let tag: String = tag.split_ascii_whitespace().collect();
                self.is_certain &= !MEANT.iter().any(|meant| tag.contains(meant));
                inner.text.clone()
            }
            name if Element::ALL.iter().any(|element| element.name() == name) => {
                format!("<{name}>{}</{name}>", inner.text)
            }
            _ => return None,
        };
        if inner.is_apart {
            line.blank(Space::LineEnd);
        }
        line.push(&written);
        if inner.space != Space::None {
            line.blank(inner.space);
        }
        Some(())
    }

    fn signs(&mut self, signs: &'static str, inner: &Line, end: usize, line: &Line) -> String {
        // A line break at the end is none of what is marked.
        let words = inner.text.trim_end_matches("<br>");
        let breaks = &inner.text[words.len()..];
        let is_inside = self.open.contains(&signs);
        if words.is_empty() || is_inside {
            return inner.text.clone();
        }
        let before = if inner.is_apart {
            Some(' ')
        } else {
            line.last()
        };
        let after = match inner.space {
            _ if !breaks.is_empty() => Some('<'),
            Space::None => self.next_character(end),
            Space::LineEnd | Space::Blank => Some(' '),
        };
        let is_free = [before, after]
            .iter()
            .flatten()
            .all(|c| !"*~\\_".contains(*c));
        let is_clear =
            !words.starts_with(['*', '~', '<', '\\']) && !words.ends_with(['*', '~', '>']);
        let has_effect = emphasis::has_effect(before, words, after);
        self.is_certain &= is_free && is_clear && has_effect;
        format!("{signs}{words}{signs}{breaks}")
    }

    /// The first character behind `at` that is read.
    fn next_character(&self, at: usize) -> Option<char> {
        let mut at = at;
        let mut next = self.tokens.partition_point(|token| token.span.start < at);
        while let Some(token) = self.tokens.get(next).filter(|one| one.span.start == at) {
            if token.name == "br" {
                return Some('<');
            }
            (at, next) = (token.span.end, next + 1);
        }
        self.source[at..].chars().next()
    }

    fn link(&mut self, token: &Token, inner: &Line) -> Option<String> {
        let attributes = tag::attributes(token.span.slice(self.source))?;
        let target = attributes.iter().find(|(name, _)| name == "href");
        let words = &inner.text;
        let Some((_, target)) = target.filter(|_| !words.is_empty()) else {
            return Some(words.clone());
        };
        let is_picture = words.starts_with("![") && words.matches(['[', ']']).count() == 2;
        let has_brackets = words.contains(['[', ']']) && !is_picture;
        let fits = is_plain(target) && !target.contains('|') && !has_brackets;
        self.is_certain &= fits;
        Some(if fits {
            format!("[{words}]({target})")
        } else {
            words.clone()
        })
    }

    fn code(&self, inner: &Line) -> Option<String> {
        let is_plain = !inner.text.contains(['`', '\\', '&', '<', '|', '{', '*']);
        (is_plain && !inner.text.is_empty()).then(|| format!("`{}`", inner.text))
    }

    /// Words between tags.
    fn words(&mut self, part: Range<usize>, line: &mut Line) {
        let words = &self.source[part];
        if !self.is_html {
            // Markdown is read here, and stays.
            self.is_certain &= !words.contains(['*', '_', '~', '`', '\\', '[', ']', '|']);
            line.raw(words);
            return;
        }
        let mut at = 0;
        for found in reference::scan(words) {
            let span = found.span();
            self.plain(&words[at..span.start], line);
            line.push(span.slice(words));
            at = span.end;
        }
        self.plain(&words[at..], line);
    }

    /// Words that are no reference, with what Markdown would take for signs escaped.
    fn plain(&mut self, words: &str, line: &mut Line) {
        let mut rest = words;
        while let Some(c) = rest.chars().next() {
            let length = c.len_utf8();
            if c.is_ascii_whitespace() {
                let end = rest.find(|c: char| !c.is_ascii_whitespace());
                let space = &rest[..end.unwrap_or(rest.len())];
                let breaks = space.contains(['\n', '\r']);
                line.blank(if breaks { Space::LineEnd } else { Space::Blank });
                rest = &rest[space.len()..];
                if breaks && self.is_quoted {
                    rest = rest.trim_start_matches(['>', ' ']);
                }
                continue;
            }
            if let Some(behind) = without_space(rest) {
                line.blank(Space::Blank);
                rest = behind;
                continue;
            }
            line.before(c);
            if "\\`*_[]~<|{".contains(c) {
                line.text.push('\\');
            }
            line.text.push(c);
            rest = &rest[length..];
        }
    }
}

impl Line {
    /// Words as they stand.
    fn raw(&mut self, words: &str) {
        let inside = words.trim();
        if inside.is_empty() {
            if !words.is_empty() {
                self.blank(Space::Blank);
            }
            return;
        }
        if words.starts_with(char::is_whitespace) {
            self.blank(Space::Blank);
        }
        self.push(inside);
        if words.ends_with(char::is_whitespace) {
            self.blank(Space::Blank);
        }
    }
}

/// What is behind a no-break space, which spreadsheets put into empty cells.
fn without_space(text: &str) -> Option<&str> {
    ["&nbsp;", "&#160;", "&#xA0;", "&#xa0;", "\u{a0}"]
        .iter()
        .find_map(|space| text.strip_prefix(space))
}

/// A paragraph as Markdown reads it: nothing at its beginning is taken for the mark of a block.
pub(super) fn paragraph(text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let at = match text.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => digits,
        Some(b'#' | b'>' | b'-' | b'+' | b'=' | b':') if digits == 0 => 0,
        _ => return text,
    };
    format!("{}\\{}", &text[..at], &text[at..])
}
