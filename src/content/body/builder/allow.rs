//! Comments that allow findings: what each covers.
//!
//! It is the block that the comment stands in, or the block right below where it stands alone.
//! A list item is one block with all that is in it, and so is the row of a table.

use super::Builder;
use super::frame::{Frame, Open};
use crate::diag::{Allowance, Comment};
use crate::source::Span;
use pulldown_cmark::Tag;

impl Builder<'_> {
    /// A comment.
    pub(super) fn comment(&mut self, span: Span) {
        let (text, offset) = (self.masked.source(), self.masked.offset());
        let comment = span.shifted_back(offset);
        let read = Allowance::read(
            Comment::Markdown,
            self.source,
            (text, offset),
            comment,
            &mut self.diagnostics,
        );
        let Some(allowance) = read else { return };
        self.allowances.push(allowance);
        let index = self.allowances.len() - 1;
        let at = self.block_around();
        let frame = &mut self.frames[at];
        match frame.open {
            // Whether it stands alone is known at the end of the block.
            Open::Root | Open::Directive(_) | Open::Tag(Tag::HtmlBlock | Tag::BlockQuote(_)) => {
                frame.waiting.push(index);
            }
            Open::Tag(_) | Open::Element(_) => self.allowances[index].covered = frame.span,
        }
    }

    /// The innermost block that is open.
    fn block_around(&self) -> usize {
        let innermost = self.frames.iter().rposition(is_block).unwrap_or(0);
        let around = innermost.checked_sub(1).map(|at| &self.frames[at].open);
        match around {
            Some(Open::Tag(
                Tag::Item | Tag::DefinitionListDefinition | Tag::FootnoteDefinition(_),
            )) => innermost - 1,
            _ => innermost,
        }
    }

    /// A block begins: it is what the allowances above it were waiting for.
    pub(super) fn begin_block(&mut self, span: Span) -> Vec<usize> {
        let waiting = std::mem::take(&mut self.top().waiting);
        self.cover(&waiting, span);
        waiting
    }

    /// Text that is on no page stands between two blocks: it is what the allowances right above
    /// it were waiting for.
    pub(super) fn pass_line(&mut self, line: Span) {
        if !self.top().waiting.is_empty() {
            self.begin_block(line);
        }
    }

    pub(super) fn cover(&mut self, allowances: &[usize], span: Span) {
        for &index in allowances {
            self.allowances[index].covered = span;
        }
    }

    /// The directive on top ends: what covers it covers it to there.
    pub(super) fn end_covered(&mut self, end: usize) {
        for index in std::mem::take(&mut self.top().covering) {
            self.allowances[index].covered.end = end;
        }
    }
}

fn is_block(frame: &Frame<'_>) -> bool {
    match &frame.open {
        Open::Root => true,
        Open::Element(_) => false,
        // In a tight list, running text stands in it without a paragraph.
        Open::Directive(_) => frame.inlines.is_empty(),
        Open::Tag(tag) => !matches!(
            tag,
            Tag::TableCell
                | Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
    }
}
