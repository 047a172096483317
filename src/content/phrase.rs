//! A line of text that may refer to facts: a title, a label, the target of a link.

use super::body::Words;
use super::reference::{self, Conditional, Found, Reference};
use super::ruby;
use crate::diag::{Diagnostic, Place, code, text};
use crate::source::Span;
use crate::value::{Node, Reader};

/// Text with references to facts in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    /// Its pieces, in order.
    pub pieces: Vec<Piece>,
    /// Where it stands.
    pub span: Span,
}

/// A piece of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(Words),
    /// A fact.
    Fact(Reference),
}

impl Phrase {
    /// Reads the string at `key`; references in it that are not well-formed are findings.
    pub fn optional(reader: &mut Reader<'_, '_>, key: &'static str) -> Option<Self> {
        let node = reader.node(key)?;
        Self::read(reader, node)
    }

    /// Reads the string at `node`; references in it that are not well-formed are findings.
    pub fn read(reader: &mut Reader<'_, '_>, node: &Node) -> Option<Self> {
        let text: String = reader.read(node)?;
        let place = |span| node.part(span);
        let (pieces, malformed) = cut(&text, place, |part| without_ruby(&text, part, place));
        for span in malformed {
            let place = reader.place(span);
            reader.report(malformed_reference(place));
        }
        Some(Self {
            pieces,
            span: node.span,
        })
    }

    /// Words that refer to nothing.
    pub fn plain(words: impl Into<String>, span: Span) -> Self {
        let text = words.into();
        Self {
            pieces: vec![Piece::Words(Words { text, span })],
            span,
        }
    }

    /// The references in it.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Words(_) => None,
            Piece::Fact(reference) => Some(reference),
        })
    }

    /// Whether there is nothing to read in it.
    pub fn is_blank(&self) -> bool {
        self.pieces.iter().all(|piece| match piece {
            Piece::Words(words) => words.text.trim().is_empty(),
            Piece::Fact(_) => false,
        })
    }
}

/// Cuts `text` at its references; `place` turns offsets in `text` into offsets in its
/// source. Also returns where references are not well-formed.
pub(super) fn pieces(text: &str, place: impl Fn(Span) -> Span) -> (Vec<Piece>, Vec<Span>) {
    let words = |part: Span| words(part.slice(text), place(part)).into_iter().collect();
    cut(text, &place, words)
}

/// A line of its own has no ruby: the reading stands in brackets behind its words.
fn without_ruby(text: &str, part: Span, place: impl Fn(Span) -> Span) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let within = part.slice(text);
    let mut from = 0;
    for found in ruby::scan(within) {
        let span = found.span();
        let before = Span::new(from, span.start);
        pieces.extend(words(
            before.slice(within),
            place(before.shifted(part.start)),
        ));
        let said = ruby::plain(within, &found);
        pieces.extend(words(&said, place(span.shifted(part.start))));
        from = span.end;
    }
    let rest = Span::new(from, within.len());
    pieces.extend(words(rest.slice(within), place(rest.shifted(part.start))));
    pieces
}

fn words(words: &str, span: Span) -> Option<Piece> {
    let text = words.to_owned();
    (!text.is_empty()).then_some(Piece::Words(Words { text, span }))
}

/// As [`pieces`]; `plain` gives the pieces of a part that refers to nothing.
fn cut(
    text: &str,
    place: impl Fn(Span) -> Span,
    plain: impl Fn(Span) -> Vec<Piece>,
) -> (Vec<Piece>, Vec<Span>) {
    let mut pieces = Vec::new();
    let mut malformed = Vec::new();
    let mut from = 0;
    for found in reference::scan(text) {
        let span = found.span();
        pieces.extend(plain(Span::new(from, span.start)));
        from = span.end;
        match found {
            Found::Escaped(_) => pieces.extend(words("{{", place(span))),
            // A line of its own has one value for all days.
            Found::Malformed(span) | Found::Conditional(Conditional { span, .. }) => {
                pieces.extend(plain(span));
                malformed.push(place(span));
            }
            Found::Reference(reference) => {
                pieces.push(Piece::Fact(Reference {
                    span: place(reference.span),
                    name_span: place(reference.name_span),
                    form_span: place(reference.form_span),
                    ..reference
                }));
            }
        }
    }
    pieces.extend(plain(Span::new(from, text.len())));
    (pieces, malformed)
}

/// The finding for `{{` that is no reference.
pub(super) fn malformed_reference(place: Place) -> Diagnostic {
    Diagnostic::new(
        code::INVALID_REFERENCE,
        place,
        text!(
            "「{{{{」の後を、事実の名前として読み取れません",
            "what follows `{{{{` is not a reference to a fact"
        ),
    )
    .help(text!(
        "「{{{{ renewal.end }}}}」の形で一行のうちに閉じてください。記号そのものを書くときは「\\{{{{」とします",
        "close it on the same line, like `{{{{ renewal.end }}}}`; for the braces themselves write `\\{{{{`"
    ))
}

/// The same for braces as they are written: of three on each side two are right.
pub(super) fn mended_reference(place: Place, written: &str) -> Diagnostic {
    let finding = malformed_reference(place);
    let inside = written.strip_prefix("{{{");
    let name = inside.and_then(|inside| inside.strip_suffix("}}}"));
    match name.map(str::trim) {
        Some(name) if !name.is_empty() && !name.contains(['{', '}']) => {
            let right = format!("{{{{ {name} }}}}");
            finding
                .help(text!("「{right}」と書いてください", "write `{right}`"))
                .suggest(right)
        }
        _ => finding,
    }
}
