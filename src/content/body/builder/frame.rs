//! What is open while events come in.

use super::super::inlines::join_lines;
use super::super::{Block, Cell, Definition, Element, Inline};
use crate::content::directives::Opening;
use crate::source::Span;
use pulldown_cmark::Tag;

/// Something open, with what it holds so far.
pub(super) struct Frame<'a> {
    pub(super) open: Open<'a>,
    pub(super) blocks: Vec<Block>,
    pub(super) inlines: Vec<Inline>,
    pub(super) cells: Vec<Cell>,
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) items: Vec<Vec<Block>>,
    pub(super) definitions: Vec<Definition>,
    /// The allowances in it that wait for the next block.
    pub(super) waiting: Vec<usize>,
    /// Those that cover it, if it is a directive.
    pub(super) covering: Vec<usize>,
    pub(super) span: Span,
}

pub(super) enum Open<'a> {
    Root,
    Tag(Tag<'a>),
    Element(Element),
    Directive(Opening),
}

impl<'a> Frame<'a> {
    pub(super) fn new(open: Open<'a>, span: Span) -> Self {
        Self {
            open,
            blocks: Vec::new(),
            inlines: Vec::new(),
            cells: Vec::new(),
            rows: Vec::new(),
            items: Vec::new(),
            definitions: Vec::new(),
            waiting: Vec::new(),
            covering: Vec::new(),
            span,
        }
    }

    /// Its blocks, with running text that stands among them as a block of its own.
    pub(super) fn into_blocks(mut self) -> Vec<Block> {
        self.flush();
        self.blocks.shrink_to_fit();
        self.blocks
    }

    /// A directive's first line and its blocks.
    pub(super) fn into_directive(mut self) -> (Opening, Vec<Block>) {
        let open = std::mem::replace(&mut self.open, Open::Root);
        let opening = match open {
            Open::Directive(opening) => opening,
            Open::Root | Open::Tag(_) | Open::Element(_) => Opening::unknown(Span::default()),
        };
        (opening, self.into_blocks())
    }

    pub(super) fn flush(&mut self) {
        if !self.inlines.is_empty() {
            let inlines = std::mem::take(&mut self.inlines);
            self.blocks.push(Block::Plain(finished(inlines)));
        }
    }
}

/// Running text that is complete. Most of it is one piece, and a vector that grows has room for
/// four: what is kept for as long as the site is takes no more than it needs.
pub(super) fn finished(mut inlines: Vec<Inline>) -> Vec<Inline> {
    join_lines(&mut inlines);
    inlines.shrink_to_fit();
    inlines
}
