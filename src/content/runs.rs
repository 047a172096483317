//! Running text as a visitor reads it: markup left out, lines joined, and for each part of
//! it the place in the source that it comes from.

use super::Document;
use super::body::{Block, Body, Definition, Element, Image, Inline, Link, State, Words};
use super::form::Form;
use super::front_matter::FrontMatter;
use super::phrase::{Phrase, Piece};
use super::reference::Reference;
use crate::source::Span;

/// What stands in a run for something that is no words: a fact, a picture, code.
pub const OBJECT: char = '\u{FFFC}';

/// Text that is read in one go: a paragraph, a heading, a cell, an alternative text.
#[derive(Debug, Default)]
pub struct Run<'a> {
    /// The words.
    pub text: String,
    /// The facts that it refers to, each with its place in `text`.
    pub references: Vec<(usize, &'a Reference)>,
    /// The run that says what this one is about, by its place among the runs of the
    /// document: the heading above, the first cell of the row, the term that is defined.
    pub about: Option<usize>,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// Whether it is there on some days only.
    pub is_passing: bool,
    /// Whether it is no words but where a link leads.
    pub is_address: bool,
    /// The words of the source, each with its place in `text`.
    pieces: Vec<(usize, Span)>,
    /// The parts of `text` that are labels of definitions too, in order.
    labels: Vec<Span>,
    /// The parts of `text` that stand in `<…>`, which make them links.
    angled: Vec<Span>,
}

impl<'a> Run<'a> {
    /// A line of its own.
    pub fn of_phrase(phrase: &'a Phrase) -> Self {
        let mut run = Self::default();
        run.add_pieces(&phrase.pieces);
        run
    }

    /// Words as they stand in the source at `span`.
    pub fn of_words(text: impl Into<String>, span: Span) -> Self {
        let mut run = Self::default();
        run.add(&text.into(), span);
        run
    }

    /// The place in the source of a part of the text, with the brackets that make a link of it:
    /// a reference is one by itself, and would be none in them.
    pub fn place(&self, part: Span) -> Span {
        let (first, last) = (
            self.piece(part.start),
            self.piece(part.end.saturating_sub(1)),
        );
        let start = self.source(first, part.start, |span| span.start);
        let end = self.source(last, part.end, |span| span.end);
        if self.angled.contains(&part) {
            return Span::new(start.saturating_sub(1), end + 1);
        }
        Span::new(start, end)
    }

    /// The place in the source where a reference can take the place of a part of the text: it
    /// stands there as it is, without markup, escapes or line ends within, behind nothing that
    /// would make something else of the braces, and no definition is found by it.
    pub fn replaceable(&self, part: Span) -> Option<Span> {
        if self.needs_space_before(part) || self.is_label(part) {
            return None;
        }
        let place = self.place(part);
        let brackets = if self.angled.contains(&part) {
            "<>"
        } else {
            ""
        };
        let length = part.end - part.start + brackets.len();
        let is_exact = (self.piece(part.start)..=self.piece(part.end.saturating_sub(1)))
            .all(|piece| self.is_exact(piece));
        (is_exact && place.end.checked_sub(place.start) == Some(length)).then_some(place)
    }

    /// Whether the sign before a part of the text would make something else of the braces of a
    /// reference.
    pub fn needs_space_before(&self, part: Span) -> bool {
        self.text[..part.start].ends_with(['\\', '{'])
    }

    /// The facts referred to in a part of the text.
    pub fn references_in(&self, part: Span) -> impl Iterator<Item = &'a Reference> {
        let first = self.references.partition_point(|(at, _)| *at < part.start);
        let rest = self.references[first..].iter();
        rest.take_while(move |(at, _)| *at < part.end)
            .map(|(_, reference)| *reference)
    }

    fn is_label(&self, part: Span) -> bool {
        let next = self.labels.partition_point(|label| label.end <= part.start);
        let next = self.labels.get(next);
        next.is_some_and(|label| label.start < part.end)
    }

    fn piece(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|(start, _)| *start <= at);
        next.saturating_sub(1)
    }

    fn piece_length(&self, piece: usize) -> usize {
        let next = self.pieces.get(piece + 1);
        next.map_or(self.text.len(), |(start, _)| *start) - self.pieces[piece].0
    }

    /// Whether a piece stands in the source as it does here.
    fn is_exact(&self, piece: usize) -> bool {
        let span = self.pieces[piece].1;
        span.end - span.start == self.piece_length(piece)
    }

    fn source(&self, piece: usize, at: usize, end: impl Fn(Span) -> usize) -> usize {
        let (start, span) = self.pieces[piece];
        if self.is_exact(piece) {
            return span.start + at - start;
        }
        end(span)
    }

    fn add(&mut self, text: &str, span: Span) {
        if !text.is_empty() {
            self.pieces.push((self.text.len(), span));
            self.text.push_str(text);
        }
    }

    fn add_object(&mut self, span: Span) {
        self.add("\u{FFFC}", span);
    }

    fn add_pieces(&mut self, pieces: &'a [Piece]) {
        for piece in pieces {
            match piece {
                Piece::Words(words) => self.add(&words.text, words.span),
                Piece::Fact(reference) => self.add_reference(reference),
            }
        }
    }

    fn add_reference(&mut self, reference: &'a Reference) {
        self.references.push((self.text.len(), reference));
        self.add_object(reference.span);
    }
}

impl Document {
    /// All that a person wrote in it for others to read: the front matter's lines first,
    /// then the body in reading order. Code is left out.
    pub fn runs(&self) -> Vec<Run<'_>> {
        let mut collector = Collector::default();
        collector.front(&self.front);
        collector.body(&self.body);
        collector.runs
    }

    /// The body as [`Document::runs`] has it.
    pub fn body_runs(&self) -> Vec<Run<'_>> {
        let mut collector = Collector::default();
        collector.body(&self.body);
        collector.runs
    }
}

/// What stands inside of running text and is read by itself.
enum Inside<'a> {
    Image(&'a Image),
    States(&'a [State]),
    /// Its title, and a number that it dials.
    Link(&'a Link),
}

#[derive(Default)]
struct Collector<'a> {
    runs: Vec<Run<'a>>,
    /// What the next run is about.
    about: Option<usize>,
    /// Where the source has been read up to.
    at: usize,
    /// Whether this is there on some days only.
    is_passing: bool,
}

impl<'a> Collector<'a> {
    fn front(&mut self, front: &'a FrontMatter) {
        let title = front.question.as_ref().or(front.title.as_ref());
        let others = [
            front.title.as_ref().filter(|_| front.question.is_some()),
            front.description.as_ref(),
            front.category.as_ref(),
        ];
        for phrase in others.into_iter().flatten() {
            self.push(Run::of_phrase(phrase));
        }
        for phrase in front.form.iter().flat_map(Form::phrases) {
            self.push(Run::of_phrase(phrase));
        }
        if let Some(title) = title {
            self.about = self.push(Run::of_phrase(title));
        }
    }

    fn body(&mut self, body: &'a Body) {
        self.blocks(&body.blocks);
        for footnote in &body.footnotes {
            self.blocks(&footnote.blocks);
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading(heading) => {
                self.about = self.text(&heading.content);
                if let Some(heading) = self.about {
                    self.runs[heading].is_heading = true;
                }
            }
            Block::Paragraph(content) | Block::Plain(content) => {
                self.text(content);
            }
            Block::List(list) => list.items.iter().for_each(|item| self.blocks(item)),
            Block::Quote(inner) | Block::Alert(_, inner) | Block::Period(inner) => {
                self.blocks(inner)
            }
            Block::Code(_) | Block::Rule => {}
            Block::Table(table) => {
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    self.row(row);
                }
            }
            Block::Definitions(definitions) => self.definitions(definitions),
            Block::Details(details) => {
                let outer = self.about;
                self.about = self.text(&details.summary);
                self.blocks(&details.blocks);
                self.about = outer;
            }
            Block::States(states) => self.states(states),
            Block::Figure(figure) => {
                self.image(&figure.image);
                for callout in &figure.callouts {
                    self.text(&callout.content);
                }
                self.text(&figure.caption);
            }
        }
    }

    /// The first cell of a row says what the others are about.
    fn row(&mut self, cells: &'a [Vec<Inline>]) {
        let outer = self.about;
        if let Some((first, rest)) = cells.split_first() {
            self.about = self.text(first);
            for cell in rest {
                self.text(cell);
            }
        }
        self.about = outer;
    }

    fn definitions(&mut self, definitions: &'a [Definition]) {
        let outer = self.about;
        for definition in definitions {
            match definition {
                Definition::Term(content) => self.about = self.text(content),
                Definition::Meaning(blocks) => self.blocks(blocks),
            }
        }
        self.about = outer;
    }

    fn states(&mut self, states: &'a [State]) {
        let outer = std::mem::replace(&mut self.is_passing, true);
        for state in states {
            self.blocks(&state.blocks);
        }
        self.is_passing = outer;
    }

    fn image(&mut self, image: &'a Image) {
        let alt = self.text(&image.alt);
        if let Some(alt) = alt.filter(|_| image.is_label) {
            let run = &mut self.runs[alt];
            run.labels.push(Span::new(0, run.text.len()));
        }
        self.title(&image.title);
    }

    fn title(&mut self, pieces: &'a [Piece]) {
        let mut run = Run::default();
        run.add_pieces(pieces);
        self.push(run);
    }

    /// A number that is dialled is written for the telephone, but it is written; and so is an
    /// address that is not shown.
    fn target(&mut self, link: &'a Link) {
        let [Piece::Words(words)] = &link.target[..] else {
            return;
        };
        let has = |scheme: &str| words.text.starts_with(scheme);
        if has("tel:") {
            self.push(Run::of_words(&words.text, link.target_span));
        } else if ["mailto:", "http:", "https:"].into_iter().any(has) && !link.shows_target() {
            let run = Run::of_words(&words.text, link.target_span);
            self.push(Run {
                is_address: true,
                ..run
            });
        }
    }

    /// Running text as a run of its own; what stands inside of it comes behind it.
    fn text(&mut self, content: &'a [Inline]) -> Option<usize> {
        let mut run = Run::default();
        let mut inside = Vec::new();
        self.inlines(content, &mut run, &mut inside);
        let pushed = self.push(run);
        for inside in inside {
            match inside {
                Inside::Image(image) => self.image(image),
                Inside::States(states) => self.states(states),
                Inside::Link(link) => {
                    self.target(link);
                    self.title(&link.title);
                }
            }
        }
        pushed
    }

    fn inlines(&mut self, content: &'a [Inline], run: &mut Run<'a>, inside: &mut Vec<Inside<'a>>) {
        for inline in content {
            match inline {
                Inline::Text(Words { text, span }) => {
                    run.add(text, *span);
                    self.at = span.end;
                }
                Inline::Fact(reference) => {
                    run.add_reference(reference);
                    self.at = reference.span.end;
                }
                Inline::Code(_) | Inline::FootnoteReference(_) | Inline::Task { .. } => {
                    run.add_object(Span::new(self.at, self.at))
                }
                Inline::Image(image) => {
                    run.add_object(Span::new(self.at, self.at));
                    inside.push(Inside::Image(image));
                }
                Inline::States(states) => {
                    run.add_object(Span::new(self.at, self.at));
                    inside.push(Inside::States(states));
                }
                Inline::SoftBreak | Inline::HardBreak => {
                    run.add("\n", Span::new(self.at, self.at));
                }
                Inline::BreakOpportunity | Inline::Element(Element::Rt | Element::Rp, _) => {}
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strikethrough(inner)
                | Inline::Element(_, inner) => self.inlines(inner, run, inside),
                Inline::Link(link) => {
                    let start = run.text.len();
                    self.inlines(&link.content, run, inside);
                    if link.is_bracketed() {
                        run.angled.push(Span::new(start, run.text.len()));
                    }
                    if link.is_label {
                        run.labels.push(Span::new(start, run.text.len()));
                    }
                    inside.push(Inside::Link(link));
                }
            }
        }
    }

    /// Keeps a run that says something; returns its place.
    fn push(&mut self, mut run: Run<'a>) -> Option<usize> {
        if run.text.is_empty() {
            return None;
        }
        run.about = self.about;
        run.is_passing = self.is_passing;
        self.runs.push(run);
        Some(self.runs.len() - 1)
    }
}
