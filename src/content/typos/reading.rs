//! What a text is to its reader: the structures with their places, and the words. Two readings
//! of one text, before and after a correction, tell whether the correction is one.

use crate::content::fidelity::Parsed;
use crate::content::mask::{Hidden, Masked, mask};
use crate::source::Span;
use crate::typos::Corrected;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use std::cell::OnceCell;
use std::ops::Range;

/// How often a block reaches into the next at most, as far as it is followed.
const MAX_STEPS: usize = 4;

/// What a proposal may bring about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Break,
    Code,
    Comment,
    Emphasis,
    Fence,
    Footnote,
    Heading,
    Html,
    Id,
    Image,
    Item,
    Link,
    Paragraph,
    Quote,
    Reference,
    Row,
    Rule,
    Strike,
    Strong,
    Table,
}

/// A structure of a kind, where it starts in the text as it was typed, and in how many list
/// items, if it is one itself.
pub(super) type Structure = (Kind, usize, usize);

/// A text that has been read.
pub(super) struct Reading {
    structures: Vec<Structure>,
    /// For each byte, whether it is shown as a word.
    shown: Vec<bool>,
    /// The blocks that stand in no other.
    blocks: Vec<Span>,
    /// How many blocks are open, and how many of them are list items.
    depth: usize,
    items: usize,
    against: OnceCell<Differences>,
}

/// What is different from the reading before. Places are those of the original, in order.
struct Differences {
    structures: Vec<Structure>,
    /// Where a structure is lost, or a letter or digit is shown that was not, or not any more.
    lost: Vec<usize>,
}

impl Reading {
    /// Reads a text.
    pub(super) fn parse(text: &str) -> Self {
        let masked = mask(text, 0);
        Self::of(&masked, &Parsed::read(&masked).events)
    }

    /// What the events of a text say.
    pub(super) fn of(masked: &Masked<'_>, events: &[(Event<'_>, Range<usize>)]) -> Self {
        let mut reading = Self {
            structures: Vec::new(),
            shown: vec![false; masked.source().len()],
            blocks: Vec::new(),
            depth: 0,
            items: 0,
            against: OnceCell::new(),
        };
        for (event, range) in events {
            let span = masked.span(range.clone()).shifted_back(masked.offset());
            reading.event(event, span, masked.source());
        }
        for token in &masked.tokens {
            let span = token.span.shifted_back(masked.offset());
            if matches!(token.hidden, Hidden::Reference(_) | Hidden::Conditional(_)) {
                reading.structures.push((Kind::Reference, span.start, 0));
            }
        }
        reading.structures.sort_unstable();
        reading
    }

    fn event(&mut self, event: &Event<'_>, span: Span, text: &str) {
        let kind = match event {
            Event::Start(tag) => return self.start(tag, span, text),
            Event::End(tag) => {
                self.depth -= 1;
                self.items -= usize::from(*tag == TagEnd::Item);
                return;
            }
            Event::Text(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.shown[span.start..span.end].fill(true);
                return;
            }
            Event::Code(_) => {
                self.shown[span.start..span.end].fill(true);
                Kind::Code
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                self.show_around_tags(span, text);
                let name = html.trim_start_matches('<').to_ascii_lowercase();
                if html.trim_start().starts_with("<!--") {
                    Kind::Comment
                } else if name.starts_with("br") {
                    Kind::Break
                } else {
                    Kind::Html
                }
            }
            Event::FootnoteReference(_) => Kind::Footnote,
            Event::HardBreak => Kind::Break,
            Event::Rule => {
                self.block(span);
                Kind::Rule
            }
            Event::SoftBreak | Event::TaskListMarker(_) => return,
        };
        self.add(kind, span, text);
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span, text: &str) {
        self.block(span);
        self.depth += 1;
        self.items += usize::from(*tag == Tag::Item);
        let kind = match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading { id, .. } => {
                if id.is_some() {
                    self.add(Kind::Id, span, text);
                }
                Kind::Heading
            }
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => Kind::Fence,
            Tag::Item => Kind::Item,
            Tag::FootnoteDefinition(_) => Kind::Footnote,
            Tag::Table(_) => Kind::Table,
            Tag::TableRow => Kind::Row,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough => Kind::Strike,
            Tag::Link { .. } => Kind::Link,
            Tag::Image { .. } => Kind::Image,
            // Indented code is what nobody types on purpose without its being words.
            _ => return,
        };
        self.add(kind, span, text);
    }

    /// Words may stand beside the tags of a block of HTML.
    fn show_around_tags(&mut self, span: Span, text: &str) {
        let mut at = span.start;
        while at < span.end {
            let rest = Span::new(at, span.end).slice(text);
            let end = if rest.starts_with("<!--") { "-->" } else { ">" };
            let length = if rest.starts_with('<') {
                rest.find(end).map_or(rest.len(), |found| found + end.len())
            } else {
                let length = rest.find('<').unwrap_or(rest.len());
                self.shown[at..at + length].fill(true);
                length
            };
            at += length;
        }
    }

    fn block(&mut self, span: Span) {
        if self.depth == 0 {
            self.blocks.push(span);
        }
    }

    fn add(&mut self, kind: Kind, span: Span, text: &str) {
        // How much of its indentation belongs to a block depends on what is around it.
        let blank = span
            .slice(text)
            .bytes()
            .take_while(|&byte| byte == b' ' || byte == b'\t');
        let start = if kind == Kind::Break {
            0
        } else {
            blank.count()
        };
        let depth = if kind == Kind::Item { self.items } else { 0 };
        self.structures.push((kind, span.start + start, depth));
    }

    /// Whether the structures are there once `corrected` is read as `self`, each at its place of
    /// the original; any depth will do for one that is expected at depth 0.
    pub(super) fn has(
        &self,
        expected: &[Structure],
        before: &Self,
        corrected: &Corrected<'_>,
        hidden: &[Span],
    ) -> bool {
        let found = &self.against(before, corrected, hidden).structures;
        expected.iter().all(|&(kind, at, depth)| {
            let at = settled(corrected, at);
            let next = found.partition_point(|other| *other < (kind, at, depth));
            let is_there = |other: &Structure| {
                (other.0, other.1) == (kind, at) && (depth == 0 || other.2 == depth)
            };
            found.get(next).is_some_and(is_there)
        })
    }

    /// Whether nothing is lost by a correction at `place`: in `within`, or else in all blocks
    /// that it touches or makes.
    pub(super) fn keeps(
        &self,
        place: Span,
        within: Option<Span>,
        before: &Self,
        corrected: &Corrected<'_>,
        hidden: &[Span],
    ) -> bool {
        let part = within.unwrap_or_else(|| self.reach(place, before, corrected));
        let lost = &self.against(before, corrected, hidden).lost;
        let first = lost.partition_point(|&at| at < part.start);
        lost.get(first).is_none_or(|&at| at >= part.end)
    }

    /// How far a correction may have an effect. What was one block with it may be part of
    /// another now, and that have taken in the next.
    fn reach(&self, place: Span, before: &Self, corrected: &Corrected<'_>) -> Span {
        let mut part = place;
        for _ in 0..MAX_STEPS {
            let old = around(&before.blocks, part);
            let start = corrected.corrected_offset(old.start);
            let end = corrected.corrected_offset(old.end);
            let new = around(&self.blocks, Span::new(start, end.max(start)));
            let next = Span::new(
                old.start.min(corrected.original_offset(new.start)),
                old.end.max(corrected.original_offset(new.end)),
            );
            if next == part {
                break;
            }
            part = next;
        }
        part
    }

    fn against(&self, before: &Self, corrected: &Corrected<'_>, hidden: &[Span]) -> &Differences {
        self.against.get_or_init(|| {
            let mut structures = self.structures.clone();
            for one in &mut structures {
                one.1 = corrected.original_offset(one.1);
            }
            structures.sort_unstable();
            let is_lost = |one: &&Structure| {
                let there = (one.0, settled(corrected, one.1), one.2);
                one.0 != Kind::Paragraph && structures.binary_search(&there).is_err()
            };
            let lost = before.structures.iter().filter(is_lost);
            let mut lost: Vec<usize> = lost.map(|one| one.1).collect();
            for (old, new) in corrected.unchanged() {
                let characters = old.slice(corrected.original).char_indices();
                let is_other =
                    |at: usize| before.shown[old.start + at] != self.shown[new.start + at];
                let others = characters.filter(|&(at, c)| c.is_alphanumeric() && is_other(at));
                lost.extend(others.map(|(at, _)| old.start + at));
            }
            lost.retain(|&at| {
                let next = hidden.partition_point(|span| span.start <= at);
                next == 0 || at >= hidden[next - 1].end
            });
            lost.sort_unstable();
            Differences { structures, lost }
        })
    }
}

/// The place of the original that what starts at `at` is said to start at once it is corrected.
fn settled(corrected: &Corrected<'_>, at: usize) -> usize {
    corrected.original_offset(corrected.corrected_offset(at))
}

/// The blocks that a place touches.
fn around(blocks: &[Span], place: Span) -> Span {
    let first = blocks.partition_point(|block| block.end < place.start);
    let last = blocks.partition_point(|block| block.start <= place.end);
    let start = blocks.get(first).map_or(place.start, |block| block.start);
    let end = blocks[..last].last().map_or(place.end, |block| block.end);
    Span::new(start.min(place.start), end.max(place.end))
}
