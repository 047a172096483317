//! Bytes of a source as text: UTF-8, with or without a byte order mark, and nothing in it
//! that a reader cannot see.

mod oddities;

pub use self::oddities::{Found, report};

use crate::diag::{Diagnostic, Place, code, text};
use crate::source::{Source, Span};
use std::borrow::Cow;

/// The text of a source and where it starts: behind the byte order mark, if there is one.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    /// The text. Where a lone carriage return ends a line, as old programs have it, there is a line
    /// feed instead, which is as long.
    pub text: Cow<'a, str>,
    /// How many bytes stand before it.
    pub offset: usize,
}

/// Decodes a source. `None`, with a finding, where it is not UTF-8; characters that must not
/// stand in a text are findings too.
pub fn decode<'a>(source: &'a Source, diagnostics: &mut Vec<Diagnostic>) -> Option<Decoded<'a>> {
    let bytes: &[u8] = source.bytes();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            diagnostics.push(bad_encoding(source, error.valid_up_to()));
            return None;
        }
    };
    let without_mark = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let offset = text.len() - without_mark.len();
    let place = |span: Span| Place::new(source.id(), span.shifted(offset));
    oddities::report_lines(without_mark, &place, diagnostics);
    Some(Decoded {
        text: with_line_feeds(without_mark),
        offset,
    })
}

/// A text whose lines end with a line feed, be there a carriage return before it or not. Of the
/// same length.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let mut returns = text.match_indices('\r').peekable();
    if returns.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let is_lone = |at: &usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    let lone: Vec<usize> = returns.map(|(at, _)| at).filter(is_lone).collect();
    if lone.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut start = 0;
    for at in lone {
        out.push_str(&text[start..at]);
        out.push('\n');
        start = at + 1;
    }
    out.push_str(&text[start..]);
    Cow::Owned(out)
}

fn bad_encoding(source: &Source, at: usize) -> Diagnostic {
    let bytes = source.bytes();
    let line = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
    let guess = match bytes.get(..2) {
        Some([0xFF, 0xFE] | [0xFE, 0xFF]) => "UTF-16",
        _ if looks_like_shift_jis(&bytes[at..]) => "Shift_JIS",
        _ => "?",
    };
    let place = Place::new(source.id(), Span::new(at, at + 1));
    let message = if guess == "?" {
        text!(
            "文字コードが UTF-8 ではありません（{line}行目、{at}バイト目）",
            "this file is not UTF-8 (line {line}, byte {at})"
        )
    } else {
        text!(
            "文字コードが UTF-8 ではなく {guess} のようです（{line}行目、{at}バイト目）",
            "this file is not UTF-8 but looks like {guess} (line {line}, byte {at})"
        )
    };
    Diagnostic::new(code::BAD_ENCODING, place, message).help(text!(
        "エディターの「名前を付けて保存」で、文字コードに UTF-8 を選んで保存し直してください",
        "save it again with the encoding UTF-8 (\"Save as\" in most editors)"
    ))
}

/// Whether bytes that are no UTF-8 begin with a character of Shift_JIS (JIS X 0208:1997,
/// annex 1): a lead byte and a trail byte, or a half-width katakana.
fn looks_like_shift_jis(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0x81..=0x9F | 0xE0..=0xFC, 0x40..=0x7E | 0x80..=0xFC, ..] | [0xA1..=0xDF, ..]
    )
}
