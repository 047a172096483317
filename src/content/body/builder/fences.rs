//! Lines that begin with `:::`: where a directive begins and ends.

use super::Builder;
use super::frame::{Frame, Open};
use crate::content::directives::{Content, Fenced, Opening, known_names};
use crate::content::mask::Token;
use crate::content::phrase::{self, malformed_reference};
use crate::diag::{Diagnostic, Place, code, text};
use crate::near::near_misses;
use crate::source::Span;
use pulldown_cmark::Tag;

impl Builder<'_> {
    /// A line that begins with `:::`.
    pub(super) fn fence(&mut self, token: &Token) {
        if self.skipped > 0 {
            self.flattened_fence(token);
            return;
        }
        // It stands in an HTML block of its own, whose frame is on top and stays there.
        let is_html = |frame: &mut Frame<'_>| matches!(frame.open, Open::Tag(Tag::HtmlBlock));
        let Some(html) = self.frames.pop_if(is_html) else {
            self.report_with_help(
                code::INVALID_DIRECTIVE,
                token.span,
                text!(
                    "「:::」の行がほかの文の途中にあります",
                    "a `:::` line stands inside of other text"
                ),
                text!("前に空の行を入れてください", "put an empty line before it"),
            );
            return;
        };
        match Fenced::read(&token.original, token.span) {
            Fenced::Open(opening) => self.open_directive(opening, token),
            Fenced::Unknown { name, span, .. } if self.is_words_behind_end(&name) => {
                self.report_words_behind_end(span, token);
                self.end_directive(token.span);
            }
            Fenced::Unknown {
                name,
                span,
                argument_span,
            } => {
                self.report_unknown_directive(&name, span);
                // Its end must not close something else.
                self.open_directive(Opening::unknown(argument_span), token);
            }
            Fenced::Close => self.end_directive(token.span),
        }
        self.frames.push(html);
    }

    /// A line in what is nested too deep, which has been reported.
    fn flattened_fence(&mut self, token: &Token) {
        match Fenced::read(&token.original, token.span) {
            Fenced::Open(Opening { argument_span, .. }) => {
                self.skipped_directives += 1;
                self.flattened_line(argument_span);
            }
            Fenced::Unknown { span, .. } => {
                self.skipped_directives += 1;
                self.flattened_line(Span::new(span.start, token.span.end));
            }
            Fenced::Close => self.end_directive(token.span),
        }
    }

    fn flattened_line(&mut self, span: Span) {
        let words = self.masked.source_slice(span).to_owned();
        self.push_words(words, span);
    }

    fn open_directive(&mut self, mut opening: Opening, token: &Token) {
        let start = opening.argument_span.start;
        let argument = opening
            .argument_span
            .shifted_back(token.span.start)
            .slice(&token.original);
        let (pieces, malformed) = phrase::pieces(argument, |part| part.shifted(start));
        for span in malformed {
            let place = Place::new(self.source, span);
            self.diagnostics.push(malformed_reference(place));
        }
        opening.argument = pieces;
        self.push_directive(opening, token);
    }

    /// Whether what stands behind `:::` is rather a word about what ends there than a name.
    fn is_words_behind_end(&self, name: &str) -> bool {
        let open = self.frames.last().map(|frame| &frame.open);
        let is_in_directive = matches!(open, Some(Open::Directive(_)));
        let is_word = !name.is_ascii() || name.starts_with('/') || name == "end";
        is_in_directive && is_word && near_misses(name, known_names()).is_empty()
    }

    fn report_words_behind_end(&mut self, span: Span, token: &Token) {
        let span = Span::new(span.start, token.span.end);
        self.report_with_help(
            code::LOST_TEXT,
            span,
            text!(
                "終わりの「:::」の後ろの言葉は表示されません",
                "what stands behind the `:::` that ends a directive is nowhere on the page"
            ),
            text!(
                "終わりの行には「:::」だけを書いてください。見せる言葉は、次の行に書きます",
                "write `:::` and no more on this line, and the words below it"
            ),
        );
    }

    fn report_unknown_directive(&mut self, name: &str, span: Span) {
        let near = near_misses(name, known_names());
        let help = match near.first() {
            Some(near) => text!("「{near}」ではありませんか", "did you mean `{near}`?"),
            None => {
                let known = known_names().collect::<Vec<_>>().join(", ");
                text!("使えるのは: {known}", "it can be: {known}")
            }
        };
        let place = Place::new(self.source, span);
        let message = text!(
            "「:::{name}」という囲みはありません",
            "there is no directive `:::{name}`"
        );
        self.diagnostics
            .push(Diagnostic::new(code::UNKNOWN_DIRECTIVE, place, message).help(help));
    }

    fn push_directive(&mut self, opening: Opening, token: &Token) {
        let mut frame = Frame::new(Open::Directive(opening), token.span);
        frame.covering = self.begin_block(token.span);
        self.top().flush();
        self.frames.push(frame);
    }

    fn end_directive(&mut self, span: Span) {
        if self.skipped_directives > 0 {
            self.skipped_directives -= 1;
            return;
        }
        if matches!(self.frames.last(), Some(frame) if matches!(frame.open, Open::Directive(_))) {
            self.end_covered(span.end);
            self.close_directive();
            return;
        }
        self.report_with_help(
            code::INVALID_DIRECTIVE,
            span,
            text!(
                "この「:::」に対応する始まりがありません",
                "this `:::` ends nothing"
            ),
            text!(
                "「:::steps」のような始まりの行が、同じ深さ（字下げ）にあるか確かめてください",
                "look for its beginning, like `:::steps`, with the same indentation"
            ),
        );
    }

    pub(super) fn close_directive(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let span = frame.span;
        let Open::Directive(_) = &frame.open else {
            self.frames.push(frame);
            return;
        };
        let (opening, blocks) = frame.into_directive();
        let content = Content {
            source: self.source,
            argument: opening.argument,
            argument_span: opening.argument_span,
            blocks,
            span,
        };
        let blocks = (opening.lower)(content, &mut self.diagnostics);
        for block in blocks {
            self.push_block(block);
        }
    }
}
