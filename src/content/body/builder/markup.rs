//! The little HTML there may be: in running text, and as blocks.

use super::frame::{Frame, Open, finished};
use super::{Builder, DEEPEST};
use crate::content::body::html::{self, Html, Piece};
use crate::content::body::refused::{Refused, Remedy};
use crate::content::body::{Element, Inline};
use crate::diag::{Diagnostic, Place, code, text};
use crate::source::Span;
use pulldown_cmark::Tag;

/// Lines of an HTML block, which the parser hands out one by one although a tag or a comment
/// may go over several.
#[derive(Default)]
pub(super) struct HtmlLines {
    text: String,
    /// Where each line starts in `text`, and where it stands in the source.
    places: Vec<(usize, Span)>,
    /// Whether the last line leaves a comment open.
    in_comment: bool,
}

impl HtmlLines {
    fn push(&mut self, line: &str, span: Span) {
        self.in_comment = html::leaves_comment_open(line, self.in_comment);
        self.places.push((self.text.len(), span));
        self.text.push_str(line);
    }

    /// The place in the source of a byte of the text.
    fn place(&self, at: usize) -> usize {
        let next = self.places.partition_point(|&(start, _)| start <= at);
        let (start, span) = self.places[next.saturating_sub(1)];
        (span.start + at - start).min(span.end)
    }
}

impl Builder<'_> {
    /// A line of an HTML block.
    pub(super) fn html_line(&mut self, html: &str, span: Span) {
        match self.masked.fence(html) {
            Some((token, _)) if !self.html.in_comment => {
                self.finish_html();
                self.fence(token);
            }
            _ => {
                let original = self.masked.restore(html);
                self.html.push(&original, span);
            }
        }
    }

    /// The HTML block ends.
    pub(super) fn finish_html(&mut self) {
        let lines = std::mem::take(&mut self.html);
        for piece in html::pieces(&lines.text) {
            self.markup(piece, |at| lines.place(at));
        }
    }

    /// HTML in running text.
    pub(super) fn inline_html(&mut self, html: &str, span: Span) {
        if let Some((token, _)) = self.masked.fence(html) {
            self.fence(token);
            return;
        }
        let original = self.masked.restore(html);
        for piece in html::pieces(&original) {
            self.markup(piece, |at| span.start + at);
        }
    }

    /// A piece of HTML; `place` tells where a byte of that stands in the source.
    fn markup(&mut self, piece: Piece, place: impl Fn(usize) -> usize) {
        let Span { start, end } = piece.span;
        let span = Span::new(place(start), place(end));
        match piece.html {
            Html::Text(words) => self.markup_words(&words, span.end, |at| place(start + at)),
            Html::Comment => self.comment(span),
            Html::OpenComment => self.report(
                code::RAW_HTML,
                Span::new(span.start, span.start + "<!--".len()),
                text!(
                    "コメントが「-->」で閉じられていません",
                    "this comment is not closed with `-->`"
                ),
            ),
            Html::LineBreak => self.push(Inline::HardBreak),
            Html::BreakOpportunity => self.push(Inline::BreakOpportunity),
            Html::Open(_) if self.frames.len() >= DEEPEST => {
                self.report_depth(span);
                self.skipped_elements += 1;
            }
            Html::Close(_) if self.skipped_elements > 0 => self.skipped_elements -= 1,
            Html::Open(element) => {
                self.frames.push(Frame::new(Open::Element(element), span));
            }
            Html::Close(element) => self.end_element(element, span),
            Html::Refused(tag) if self.is_end_of_refused(&tag) => {}
            Html::Refused(tag) => self.refuse(&tag, span),
        }
    }

    fn refuse(&mut self, tag: &str, span: Span) {
        let source = self.masked.source();
        let place = span.shifted_back(self.masked.offset());
        // The parser takes the marks of a quotation out of the middle of a tag.
        let is_verbatim = place.slice(source) == tag;
        let is_html_block = |frame: &Frame<'_>| matches!(frame.open, Open::Tag(Tag::HtmlBlock));
        let before = source.get(..place.start).unwrap_or_default();
        let behind = source.get(place.end..).unwrap_or_default();
        let is_inline = !self.frames.iter().any(is_html_block);
        let refused = Refused::new(before, tag, behind, is_inline);
        let Remedy { help, fix } = refused.remedy();
        let place = |span: Span| Place::new(self.source, span);
        let message = text!(
            "HTML の「{tag}」は使えません",
            "`{tag}` cannot be used here"
        );
        let new = |span: Span| Diagnostic::new(code::RAW_HTML, place(span), message).help(help);
        // What mends it reaches to the end tag.
        let mut finding = match fix.filter(|_| is_verbatim) {
            Some(fix) => new(Span::new(span.start, span.start + fix.length)).replace_with(fix.text),
            None => new(span),
        };
        finding.place = place(span);
        self.diagnostics.push(finding);
    }

    /// Words between tags, which end at `end`: their line ends are those of a paragraph. The
    /// source may have more than them between two lines: the `\r` of a line end, the marks of a
    /// quotation.
    fn markup_words(&mut self, words: &str, end: usize, place: impl Fn(usize) -> usize) {
        let mut at = 0;
        for line in words.split_inclusive('\n') {
            let text = line.trim_end_matches(['\n', '\r']);
            let start = place(at).min(end);
            let span = Span::new(start, (start + text.len()).min(end));
            self.push_words(text.to_owned(), span);
            if text.len() < line.len() {
                self.push(Inline::SoftBreak);
            }
            at += line.len();
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
        let Open::Element(element) = frame.open else {
            return;
        };
        if frame.blocks.is_empty() {
            self.push(Inline::Element(element, finished(frame.inlines)));
            return;
        }
        // It is not closed where it should be, and holds what is no running text.
        for block in frame.into_blocks() {
            self.push_block(block);
        }
    }
}
