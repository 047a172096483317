//! Walks a body, in the order in which it is read.

use super::{Block, Body, Definition, Heading, Image, Inline, State};

/// Something in a body that a visitor is shown.
#[derive(Clone, Copy, Debug)]
pub enum Seen<'a> {
    /// A block, before what is in it.
    Block(&'a Block),
    /// Neighbouring states, before what is in them.
    States(&'a [State]),
    /// A heading, before what it says.
    Heading(&'a Heading),
    /// A piece of running text, before what is in it.
    Inline(&'a Inline),
    /// A picture, in running text or in a figure, before its alternative text.
    Image(&'a Image),
}

impl Body {
    /// Shows every heading and every inline, footnotes last.
    pub fn visit<'a>(&'a self, see: &mut impl FnMut(Seen<'a>)) {
        blocks(&self.blocks, see);
        for footnote in &self.footnotes {
            blocks(&footnote.blocks, see);
        }
    }
}

/// As [`Body::visit`], for some blocks of a body.
pub(in crate::content) fn blocks<'a>(list: &'a [Block], see: &mut impl FnMut(Seen<'a>)) {
    for block in list {
        see(Seen::Block(block));
        match block {
            Block::Heading(heading) => {
                see(Seen::Heading(heading));
                inlines(&heading.content, see);
            }
            Block::Paragraph(content) | Block::Plain(content) => inlines(content, see),
            Block::List(list) => list.items.iter().for_each(|item| blocks(item, see)),
            Block::Quote(inner) | Block::Alert(_, inner) | Block::Period(inner) => {
                blocks(inner, see)
            }
            Block::Code(_) | Block::Rule => {}
            Block::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                    inlines(cell, see);
                }
            }
            Block::Definitions(definitions) => {
                for definition in definitions {
                    match definition {
                        Definition::Term(content) => inlines(content, see),
                        Definition::Meaning(inner) => blocks(inner, see),
                    }
                }
            }
            Block::Details(details) => {
                inlines(&details.summary, see);
                blocks(&details.blocks, see);
            }
            Block::States(states) => {
                see(Seen::States(states));
                states.iter().for_each(|state| blocks(&state.blocks, see));
            }
            Block::Figure(figure) => {
                see(Seen::Image(&figure.image));
                inlines(&figure.image.alt, see);
                for callout in &figure.callouts {
                    inlines(&callout.content, see);
                }
                inlines(&figure.caption, see);
            }
        }
    }
}

/// As [`Body::visit`], for a piece of running text.
pub(in crate::content) fn inlines<'a>(list: &'a [Inline], see: &mut impl FnMut(Seen<'a>)) {
    for inline in list {
        see(Seen::Inline(inline));
        match inline {
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Element(_, inner) => inlines(inner, see),
            Inline::States(states) => {
                see(Seen::States(states));
                states.iter().for_each(|state| blocks(&state.blocks, see));
            }
            Inline::Link(link) => inlines(&link.content, see),
            Inline::Image(image) => {
                see(Seen::Image(image));
                inlines(&image.alt, see);
            }
            Inline::Text(_)
            | Inline::Fact(_)
            | Inline::Code(_)
            | Inline::SoftBreak
            | Inline::HardBreak
            | Inline::BreakOpportunity
            | Inline::FootnoteReference(_)
            | Inline::Task { .. } => {}
        }
    }
}
