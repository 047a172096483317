//! What is done with running text once it is complete.

use super::{Element, Inline};
use crate::japanese::width;

/// The words of a text as one reads them aloud: no markup, no readings of rubies, and for
/// each fact what `fact` says.
pub fn plain_text(inlines: &[Inline], fact: &mut dyn FnMut(&super::Reference) -> String) -> String {
    let mut text = String::new();
    write_plain(inlines, fact, &mut text);
    text
}

fn write_plain(
    inlines: &[Inline],
    fact: &mut dyn FnMut(&super::Reference) -> String,
    into: &mut String,
) {
    for inline in inlines {
        match inline {
            Inline::Text(words) => into.push_str(&words.text),
            Inline::Fact(reference) => into.push_str(&fact(reference)),
            Inline::Code(code) => into.push_str(code),
            Inline::Element(Element::Rt | Element::Rp, _)
            | Inline::BreakOpportunity
            | Inline::States(_)
            | Inline::FootnoteReference(_)
            | Inline::Task { .. } => {}
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Element(_, inner) => write_plain(inner, fact, into),
            Inline::Link(link) => write_plain(&link.content, fact, into),
            Inline::Image(image) => write_plain(&image.alt, fact, into),
            Inline::SoftBreak | Inline::HardBreak => into.push(' '),
        }
    }
}

/// What stands at one end of a piece of text, as far as a line end beside it cares.
#[derive(Clone, Copy)]
enum Edge {
    Character(char),
    /// A fact: its value is not known here, but in Japanese it begins and ends without space.
    Fact,
    /// Nothing that one could tell.
    Unknown,
}

/// Takes out the line ends that stand between two wide characters: Japanese is written
/// without spaces, and a browser would draw one.
pub(super) fn join_lines(inlines: &mut Vec<Inline>) {
    let mut drop = Vec::new();
    for (at, inline) in inlines.iter().enumerate() {
        if !matches!(inline, Inline::SoftBreak) {
            continue;
        }
        let before = inlines[..at].last().map_or(Edge::Unknown, last);
        let after = inlines.get(at + 1).map_or(Edge::Unknown, first);
        if joins(before, after) {
            drop.push(at);
        }
    }
    let mut drop = drop.into_iter().peekable();
    let mut at = 0;
    inlines.retain(|_| {
        let dropped = drop.next_if_eq(&at).is_some();
        at += 1;
        !dropped
    });
}

fn joins(before: Edge, after: Edge) -> bool {
    match (before, after) {
        (Edge::Character(before), Edge::Character(after)) => width::joins(before, after),
        (Edge::Character(one), Edge::Fact) | (Edge::Fact, Edge::Character(one)) => {
            width::is_wide(one)
        }
        (Edge::Fact, Edge::Fact) => true,
        (Edge::Unknown, _) | (_, Edge::Unknown) => false,
    }
}

fn first(inline: &Inline) -> Edge {
    match inline {
        Inline::Text(words) => character(words.text.chars().next()),
        Inline::Fact(_) => Edge::Fact,
        other => inside(other).first().map_or(Edge::Unknown, first),
    }
}

fn last(inline: &Inline) -> Edge {
    match inline {
        Inline::Text(words) => character(words.text.chars().next_back()),
        Inline::Fact(_) => Edge::Fact,
        other => inside(other).last().map_or(Edge::Unknown, last),
    }
}

fn character(character: Option<char>) -> Edge {
    character.map_or(Edge::Unknown, Edge::Character)
}

/// What is inside of markup that takes no room of its own.
fn inside(inline: &Inline) -> &[Inline] {
    match inline {
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Strikethrough(content)
        | Inline::Element(_, content) => content,
        Inline::Link(link) => &link.content,
        Inline::Text(_)
        | Inline::Fact(_)
        | Inline::Code(_)
        | Inline::Image(_)
        | Inline::SoftBreak
        | Inline::HardBreak
        | Inline::BreakOpportunity
        | Inline::States(_)
        | Inline::FootnoteReference(_)
        | Inline::Task { .. } => &[],
    }
}
