//! Running text: words, facts among them, targets of links, the little HTML there may be.

use super::Builder;
use super::frame::{Frame, Open, finished};
use crate::content::body::html::{self, Html};
use crate::content::body::{Element, Inline, Words};
use crate::content::mask::Hidden;
use crate::content::phrase::{self, Piece, malformed_reference};
use crate::diag::{Place, code, text};
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
                Hidden::Braces => self.push_words("{{".to_owned(), span),
                Hidden::Malformed => {
                    let place = Place::new(self.source, span);
                    self.diagnostics.push(malformed_reference(place));
                    self.push_words(original.clone(), span);
                }
                Hidden::Fence => self.push_words(original.clone(), span),
            }
        }
        self.plain(words, from..words.len(), range, verbatim);
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

    fn push_words(&mut self, text: String, span: Span) {
        if !text.is_empty() {
            self.push(Inline::Text(Words { text, span }));
        }
    }

    /// The pieces of a target or a title.
    pub(super) fn pieces(&mut self, text: &str, span: Span) -> Vec<Piece> {
        let original = self.masked.restore(text);
        let at = self.find(span, &original);
        let place = |part: Span| at.map_or(span, |at| part.shifted(at));
        let (pieces, malformed) = phrase::pieces(&original, place);
        for span in malformed {
            self.diagnostics
                .push(malformed_reference(Place::new(self.source, span)));
        }
        pieces
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
                Piece::Words(words) => words.as_str(),
                Piece::Fact(reference) => self.masked.source_slice(reference.span),
            })
            .collect();
        match self.find(span, &typed) {
            Some(at) if !typed.is_empty() => Span::new(at, at + typed.len()),
            _ => span,
        }
    }

    pub(super) fn html(&mut self, html: &str, span: Span) {
        if let Some((token, _)) = self.masked.fence(html) {
            self.fence(token);
            return;
        }
        let original = self.masked.restore(html);
        for piece in html::pieces(&original) {
            let place = piece.span.shifted(span.start);
            match piece.html {
                Html::Text(words) => self.push_words(words, place),
                Html::Comment => {}
                Html::LineBreak => self.push(Inline::HardBreak),
                Html::BreakOpportunity => self.push(Inline::BreakOpportunity),
                Html::Open(element) => {
                    self.frames.push(Frame::new(Open::Element(element), place));
                }
                Html::Close(element) => self.end_element(element, place),
                Html::Refused(tag) if self.is_end_of_refused(&tag) => {}
                Html::Refused(tag) => self.report_with_help(
                    code::RAW_HTML,
                    place,
                    text!("HTML の「{tag}」は使えません", "`{tag}` cannot be used here"),
                    text!(
                        "Markdown の書き方を使ってください。使える HTML は br・ruby・rt・rp・kbd・sub・sup・wbr だけで、属性は付けられません",
                        "use Markdown; the only HTML is br, ruby, rt, rp, kbd, sub, sup and wbr, without attributes"
                    ),
                ),
            }
        }
    }

    /// Whether `tag` ends an element whose beginning was refused; otherwise remembers it.
    fn is_end_of_refused(&mut self, tag: &str) -> bool {
        let name: String = tag
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let is_end = tag.starts_with("</");
        !self.refused.insert(name) && is_end
    }

    fn end_element(&mut self, element: Element, span: Span) {
        let open = self.frames.last().map(|frame| &frame.open);
        if matches!(open, Some(Open::Element(top)) if *top == element) {
            self.close_element();
            return;
        }
        let name = element.name();
        self.report(
            code::RAW_HTML,
            span,
            text!(
                "</{name}> に対応する <{name}> がありません",
                "`</{name}>` closes nothing"
            ),
        );
    }

    pub(super) fn close_element(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        if let Open::Element(element) = frame.open {
            self.push(Inline::Element(element, finished(frame.inlines)));
        }
    }
}
