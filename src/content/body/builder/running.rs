//! Running text: words, facts among them, targets of links.

use super::Builder;
use super::frame::Open;
use crate::content::body::{Block, Inline, State, When, Words};
use crate::content::mask::Hidden;
use crate::content::phrase::{self, Piece, malformed_reference};
use crate::content::reference::Conditional;
use crate::diag::Place;
use crate::facts::Expression;
use crate::japanese::emphasis;
use crate::source::Span;
use pulldown_cmark::Tag;
use std::ops::Range;

impl Builder<'_> {
    pub(super) fn in_code(&self) -> bool {
        let open = self.frames.last().map(|frame| &frame.open);
        matches!(open, Some(Open::Tag(Tag::CodeBlock(_))))
    }

    /// Running text: words, facts, and what was hidden among them.
    pub(super) fn words(&mut self, words: &str, range: &Range<usize>) {
        let verbatim = self.masked.text.get(range.clone()) == Some(words);
        let mut from = 0;
        for (at, character) in words.char_indices() {
            let Some(token) = self.masked.token(character) else {
                continue;
            };
            let (hidden, span, original) = (&token.hidden, token.span, &token.original);
            self.plain(words, from..at, range, verbatim);
            from = at + character.len_utf8();
            match hidden {
                Hidden::Reference(reference) => self.push(Inline::Fact(reference.clone())),
                Hidden::Conditional(conditional) => self.conditional(conditional),
                Hidden::Braces => self.push_words("{{".to_owned(), span),
                Hidden::Malformed => {
                    let place = Place::new(self.source, span);
                    self.diagnostics.push(malformed_reference(place));
                    self.push_words(original.clone(), span);
                }
                Hidden::Fence | Hidden::Private => self.push_words(original.clone(), span),
            }
        }
        self.plain(words, from..words.len(), range, verbatim);
    }

    /// Words that are true at some times only; those beside each other belong together.
    fn conditional(&mut self, conditional: &Conditional) {
        let written = self.masked.source_slice(conditional.words);
        let start = conditional.words.start;
        let (pieces, malformed) = phrase::pieces(written, |part| part.shifted(start));
        for span in malformed {
            let place = Place::new(self.source, span);
            self.diagnostics.push(malformed_reference(place));
        }
        let content = pieces
            .into_iter()
            .map(|piece| match piece {
                Piece::Words(words) => Inline::Text(words),
                Piece::Fact(reference) => Inline::Fact(reference),
            })
            .collect();
        let subject = self.masked.source_slice(conditional.subject);
        let state = State {
            when: conditional.when,
            subject: (conditional.when != When::Otherwise)
                .then(|| Expression::in_text(subject.to_owned(), conditional.subject)),
            blocks: vec![Block::Plain(content)],
            span: conditional.span,
        };
        // Space between two of them is for who reads the source.
        let inlines = &mut self.top().inlines;
        if let [.., Inline::States(_), Inline::Text(words)] = &inlines[..]
            && words.text.trim().is_empty()
        {
            inlines.pop();
        }
        match inlines.last_mut() {
            Some(Inline::States(states)) => states.push(state),
            _ => inlines.push(Inline::States(vec![state])),
        }
    }

    fn plain(&mut self, words: &str, part: Range<usize>, range: &Range<usize>, verbatim: bool) {
        if part.is_empty() {
            return;
        }
        let place = if verbatim {
            range.start + part.start..range.start + part.end
        } else {
            range.clone()
        };
        let span = self.masked.span(place);
        let text = emphasis::strip(&words[part]).into_owned();
        self.push_words(text, span);
    }

    pub(super) fn push_words(&mut self, text: String, span: Span) {
        if !text.is_empty() {
            self.push(Inline::Text(Words { text, span }));
        }
    }

    /// The pieces of a target or a title, where the parser has resolved escapes and entities:
    /// what was hidden in it knows its own place, and words are known to stand within `span`.
    pub(super) fn pieces(&mut self, text: &str, span: Span) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut words = String::new();
        let plain = |text: String| Piece::Words(Words { text, span });
        for character in text.chars() {
            let Some(token) = self.masked.token(character) else {
                words.push(character);
                continue;
            };
            match &token.hidden {
                Hidden::Reference(reference) => {
                    if !words.is_empty() {
                        pieces.push(plain(std::mem::take(&mut words)));
                    }
                    pieces.push(Piece::Fact(reference.clone()));
                }
                Hidden::Braces => words.push_str("{{"),
                // The target of a link has one value for all days.
                Hidden::Malformed | Hidden::Conditional(_) => {
                    words.push_str(&token.original);
                    let place = Place::new(self.source, token.span);
                    self.diagnostics.push(malformed_reference(place));
                }
                Hidden::Fence | Hidden::Private => words.push_str(&token.original),
            }
        }
        let words = emphasis::strip(&words);
        if !words.is_empty() {
            pieces.push(plain(words.into_owned()));
        }
        pieces
    }

    /// The title of a link or the like that is nested too deep to be one: its words stay.
    pub(super) fn flattened_words(&mut self, words: &str, span: Span) {
        for piece in self.pieces(words, span) {
            self.push(match piece {
                Piece::Words(words) => Inline::Text(words),
                Piece::Fact(reference) => Inline::Fact(reference),
            });
        }
    }

    /// Where in the source the characters of a link's target stand.
    fn find(&self, span: Span, original: &str) -> Option<usize> {
        let whole = self.masked.source_slice(span);
        whole.rfind(original).map(|at| span.start + at)
    }

    pub(super) fn target_span(&self, target: &[Piece], span: Span) -> Span {
        let typed: String = target
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.text.as_str(),
                Piece::Fact(reference) => self.masked.source_slice(reference.span),
            })
            .collect();
        match self.find(span, &typed) {
            Some(at) if !typed.is_empty() => Span::new(at, at + typed.len()),
            _ => span,
        }
    }
}
