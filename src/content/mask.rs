//! Hides what is not Markdown from the Markdown parser, and finds it again.
//!
//! A fact's value may begin or end with punctuation, and `**{{ renewal.end }}**まで` would not
//! be bold; a reference has spaces, which end the target of a link; it may have a `|`, which
//! ends the cell of a table. So each reference is replaced, before parsing, by one
//! private-use character that looks like a letter to CommonMark, and found again in the
//! events by its number. Lines that begin with `:::` become one-line HTML blocks, which end
//! a paragraph and nest in lists as such a line should. Ruby may have a `|` too, and its braces
//! would be attributes at the end of a heading. The same pass places the sentinels
//! that make emphasis work beside Japanese punctuation.

use super::body::autolinks;
use super::reference::{self, Conditional, Found, Reference};
use super::ruby::{self, Ruby};
use crate::japanese::emphasis;
use crate::source::Span;
use std::cell::Cell;

/// The first of the characters that stand for a hidden piece: supplementary private use.
const FIRST: u32 = 0xF_0000;
/// How many pieces one file can hide.
pub(super) const MOST: usize = 65_533;

/// A text ready for the Markdown parser.
pub(super) struct Masked<'a> {
    pub(super) text: String,
    source: &'a str,
    offset: usize,
    pub(super) tokens: Vec<Token>,
    /// Where offsets begin to differ by another constant, in order.
    anchors: Vec<Anchor>,
    /// Which of them was asked for last.
    last_anchor: Cell<usize>,
    /// Whether there were more pieces than can be hidden.
    pub(super) overflow: bool,
}

/// A place from which offsets in the masked text and in the source differ by a constant: behind
/// a mask or a sentinel.
#[derive(Clone, Copy)]
struct Anchor {
    /// In the masked text.
    masked: usize,
    /// In the source.
    original: usize,
    /// Where in the source that begins what lies before this place in the masked text: the start
    /// of what is hidden, for within a mask there is nothing of the source but that as a whole.
    before: usize,
}

/// What a private-use character stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) hidden: Hidden,
    /// The characters as they stand in the source.
    pub(super) original: String,
    pub(super) span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hidden {
    Reference(Reference),
    /// Words that are true at some times only.
    Conditional(Conditional),
    /// `\{{`
    Braces,
    /// `{{` that is no reference.
    Malformed,
    /// Words with their reading; places are those in the original.
    Ruby(Ruby),
    /// `\《`
    Bracket,
    /// A line that begins with `:::`.
    Fence,
    /// A character that must not be taken for something else: one of our own kind that somebody
    /// typed, which has been reported; a sign in an address, which is no markup there.
    Private,
}

/// Hides references and directive lines of `text`, which starts at `offset` in its source.
pub(super) fn mask(text: &str, offset: usize) -> Masked<'_> {
    let mut pieces = fences(text);
    let references = reference::scan(text).into_iter();
    pieces.extend(references.map(|found| token(text, found)));
    let rubies = ruby::scan(text).into_iter();
    pieces.extend(rubies.map(|found| ruby_token(text, found)));
    pieces.extend(private(text));
    let signs = signs_of_addresses(text);
    if pieces.len() + signs.len() <= MOST {
        pieces.extend(signs);
    }
    pieces.sort_by_key(|token| token.span.start);
    let mut end = 0;
    pieces.retain(|token| {
        // A piece within another is hidden with it.
        let is_outside = token.span.start >= end;
        end = end.max(token.span.end);
        is_outside
    });
    let overflow = pieces.len() > MOST;
    pieces.truncate(MOST);
    let hidden = hide(text, pieces);
    with_sentinels(hidden, offset, overflow)
}

impl Masked<'_> {
    /// The span in the source of a range of the masked text.
    pub(super) fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(
            self.original(range.start),
            self.original(range.end).max(self.original(range.start)),
        )
    }

    /// The text as it was typed.
    pub(super) const fn source(&self) -> &str {
        self.source
    }

    /// Where that starts in its source.
    pub(super) const fn offset(&self) -> usize {
        self.offset
    }

    /// What stands at a span of the source.
    pub(super) fn source_slice(&self, span: Span) -> &str {
        span.shifted_back(self.offset).slice(self.source)
    }

    fn original(&self, at: usize) -> usize {
        let next = self.next_anchor(at);
        let anchor = self.anchors[next - 1];
        let found = anchor.original + (at - anchor.masked);
        self.anchors
            .get(next)
            .map_or(found, |next| found.min(next.before))
    }

    /// How many anchors are not behind `at`. Places are asked for about in their order, so that
    /// it is mostly as many as the last time, or one more.
    fn next_anchor(&self, at: usize) -> usize {
        let is_before = |anchor: Option<&Anchor>| anchor.is_some_and(|one| one.masked <= at);
        let last = self.last_anchor.get();
        for next in [last, last + 1] {
            let before = next.checked_sub(1).and_then(|last| self.anchors.get(last));
            if is_before(before) && !is_before(self.anchors.get(next)) {
                self.last_anchor.set(next);
                return next;
            }
        }
        let next = self.anchors.partition_point(|anchor| anchor.masked <= at);
        self.last_anchor.set(next);
        next
    }

    /// The token that a character stands for.
    pub(super) fn token(&self, character: char) -> Option<&Token> {
        let index = u32::from(character).checked_sub(FIRST)?;
        self.tokens.get(usize::try_from(index).ok()?)
    }

    /// The token of the fence that `text` begins with, and how long its mask is.
    pub(super) fn fence(&self, text: &str) -> Option<(&Token, usize)> {
        let character = text.strip_prefix("<?")?.chars().next()?;
        let token = self.token(character)?;
        let length = "<??>".len() + character.len_utf8();
        (token.hidden == Hidden::Fence).then_some((token, length))
    }

    /// The text as it stands in the source: for code, which is never touched.
    pub(super) fn restore(&self, text: &str) -> String {
        let mut restored = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            if let Some((token, length)) = self.fence(rest) {
                restored.push_str(&token.original);
                rest = &rest[length..];
                continue;
            }
            match self.token(character) {
                Some(token) => restored.push_str(&token.original),
                None if character == emphasis::SENTINEL => {}
                None => restored.push(character),
            }
            rest = &rest[character.len_utf8()..];
        }
        restored
    }
}

/// The lines that begin with `:::`, without their indentation and line end.
fn fences(text: &str) -> Vec<Token> {
    let mut fences = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        // They may stand in a quotation.
        let trimmed = line.trim_start_matches([' ', '\t', '>']);
        // What an input method makes of the three colons can mean nothing else.
        if trimmed.starts_with(":::") || trimmed.starts_with("：：：") {
            let from = start + line.len() - trimmed.len();
            let to = start + line.trim_end().len();
            let span = Span::new(from, to);
            fences.push(Token {
                hidden: Hidden::Fence,
                original: span.slice(text).to_owned(),
                span,
            });
        }
        start += line.len();
    }
    fences
}

/// The characters that could be taken for ours.
fn private(text: &str) -> Vec<Token> {
    // Nearly no text has any; the first bytes of those characters are rare.
    if !text.bytes().any(|byte| byte == 0xEE || byte >= 0xF3) {
        return Vec::new();
    }
    let is_ours = |c: char| c == emphasis::SENTINEL || u32::from(c) >= FIRST;
    text.char_indices()
        .filter(|&(_, c)| is_ours(c))
        .map(|(at, c)| Token {
            hidden: Hidden::Private,
            original: c.to_string(),
            span: Span::new(at, at + c.len_utf8()),
        })
        .collect()
}

/// The signs in addresses that would be markup elsewhere.
fn signs_of_addresses(text: &str) -> Vec<Token> {
    let token = |at: usize| {
        let span = Span::new(at, at + 1);
        Token {
            hidden: Hidden::Private,
            original: span.slice(text).to_owned(),
            span,
        }
    };
    autolinks::signs(text).into_iter().map(token).collect()
}

fn token(text: &str, found: Found) -> Token {
    let span = found.span();
    let hidden = match found {
        Found::Reference(reference) => Hidden::Reference(reference),
        Found::Conditional(conditional) => Hidden::Conditional(conditional),
        Found::Escaped(_) => Hidden::Braces,
        Found::Malformed(_) => Hidden::Malformed,
    };
    Token {
        hidden,
        original: span.slice(text).to_owned(),
        span,
    }
}

fn ruby_token(text: &str, found: ruby::Found) -> Token {
    let span = found.span();
    Token {
        hidden: match found {
            ruby::Found::Ruby(ruby) => Hidden::Ruby(ruby.at_start()),
            ruby::Found::Escaped(_) => Hidden::Bracket,
        },
        original: span.slice(text).to_owned(),
        span,
    }
}

fn hide(text: &str, tokens: Vec<Token>) -> Masked<'_> {
    let mut masked = String::with_capacity(text.len());
    let mut anchors = vec![Anchor {
        masked: 0,
        original: 0,
        before: 0,
    }];
    let mut from = 0;
    for (index, token) in tokens.iter().enumerate() {
        masked.push_str(&text[from..token.span.start]);
        let index = u32::try_from(index).expect("at most MOST tokens");
        let character = char::from_u32(FIRST + index).expect("the plane holds MOST characters");
        if token.hidden == Hidden::Fence {
            masked.push_str("<?");
            masked.push(character);
            masked.push_str("?>");
        } else {
            masked.push(character);
        }
        from = token.span.end;
        anchors.push(Anchor {
            masked: masked.len(),
            original: from,
            before: token.span.start,
        });
    }
    masked.push_str(&text[from..]);
    Masked {
        text: masked,
        source: text,
        offset: 0,
        tokens,
        anchors,
        last_anchor: Cell::new(1),
        overflow: false,
    }
}

fn with_sentinels(hidden: Masked<'_>, offset: usize, overflow: bool) -> Masked<'_> {
    let sentinels = emphasis::sentinels(&hidden.text);
    let width = emphasis::SENTINEL.len_utf8();
    let mut text = String::with_capacity(hidden.text.len() + sentinels.len() * width);
    let mut anchors = Vec::with_capacity(hidden.anchors.len() + sentinels.len());
    let mut old = hidden.anchors.iter().copied().peekable();
    let mut from = 0;
    for at in sentinels.into_iter().chain([hidden.text.len()]) {
        while let Some(anchor) = old.next_if(|anchor| anchor.masked <= at) {
            anchors.push(Anchor {
                masked: text.len() + anchor.masked - from,
                original: anchor.original + offset,
                before: anchor.before + offset,
            });
        }
        text.push_str(&hidden.text[from..at]);
        from = at;
        if at < hidden.text.len() {
            let original = hidden.original(at) + offset;
            text.push(emphasis::SENTINEL);
            anchors.push(Anchor {
                masked: text.len(),
                original,
                before: original,
            });
        }
    }
    let shift = |span: Span| span.shifted(offset);
    let mut tokens = hidden.tokens;
    for token in &mut tokens {
        token.span = shift(token.span);
        if let Hidden::Conditional(conditional) = &mut token.hidden {
            conditional.span = shift(conditional.span);
            conditional.subject = shift(conditional.subject);
            conditional.words = shift(conditional.words);
        }
        if let Hidden::Reference(reference) = &mut token.hidden {
            reference.span = shift(reference.span);
            reference.name_span = shift(reference.name_span);
            reference.form_span = shift(reference.form_span);
        }
    }
    Masked {
        text,
        source: hidden.source,
        offset,
        tokens,
        anchors,
        last_anchor: Cell::new(1),
        overflow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_source() {
        let text = "期限は**{{ renewal.end }}**、\n:::steps\n電話は**「{{ phone }}」**まで";
        let masked = mask(text, 100);
        for (at, c) in masked.text.char_indices() {
            let span = masked.span(at..at + c.len_utf8());
            if let Some(token) = masked.token(c) {
                let within = token.span.start <= span.start && span.end <= token.span.end;
                assert!(within, "{span:?} {token:?}");
            } else if c != emphasis::SENTINEL && !"<?>".contains(c) {
                assert_eq!(
                    Span::new(span.start - 100, span.end - 100).slice(text),
                    c.to_string()
                );
            }
        }
        assert_eq!(masked.restore(&masked.text), text);
    }

    #[test]
    fn characters_of_our_own_kind_are_kept_apart() {
        let text = "外\u{f0000}字\u{e000} {{ a\u{f0001} }} `\u{f0001}`";
        let masked = mask(text, 0);
        assert_eq!(masked.tokens.len(), 4);
        assert_eq!(masked.restore(&masked.text), text);
    }

    #[test]
    fn a_directive_hides_its_references() {
        let masked = mask(":::details {{ renewal }}\n", 0);
        assert_eq!(masked.tokens.len(), 1);
        assert_eq!(masked.tokens[0].original, ":::details {{ renewal }}");
    }
}
