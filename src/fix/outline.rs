//! What the page of a content file says, and how: its letters and digits in the order of the
//! source, and the parts that they stand in.
//!
//! Signs are no part of it: they are what fixes are about. What a sign holds is: the target of a
//! link, the name of a fact, the number of an item. So a sign that comes to be one takes no
//! letters with it, and one that is none any more brings none.

use crate::characters;
use crate::content::body::{
    Block, Definition, Figure, Heading, Image, Inline, Link, List, Look, State, When,
};
use crate::content::{Document, Phrase, Piece, Reference};
use crate::facts::Expression;
use crate::source::Span;
use unicode_normalization::UnicodeNormalization;

/// A letter or digit, in lower case and of the usual width, and the bytes it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) letter: char,
    pub(super) span: Span,
    /// Whether it is part of a sign that says what stands behind it: the number of an item, or
    /// the name of a note that stands out.
    pub(super) is_sign: bool,
}

/// What letters can stand in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Heading(u8),
    /// A paragraph, or the words of an item of a tight list.
    Text,
    List {
        is_ordered: bool,
    },
    Item,
    Quote,
    Alert(&'static str),
    Period,
    CodeBlock,
    Table,
    Row,
    Cell,
    Rule,
    Term,
    Meaning,
    Details,
    Figure,
    States,
    State,
    Footnote,
    Emphasis,
    Strong,
    Strikethrough,
    Element(&'static str),
    Code,
    /// With where it leads.
    Link(String),
    /// With where the picture is.
    Image(String),
    HardBreak,
    FootnoteReference,
    Task,
    /// A reference to a fact.
    Fact,
    /// Where a link leads, or where a picture is, as it was typed.
    Target,
    /// An id that an author gave.
    Id,
}

/// Something in which letters stand: those from `start` up to, but without, `end`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shape {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A reference to a fact, and its letters.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) reference: Reference,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Letters with the parts that they stand in.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    pub(super) letters: Vec<Letter>,
    pub(super) shapes: Vec<Shape>,
    pub(super) facts: Vec<Named>,
}

/// A field of the front matter that is read as text.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) span: Span,
    pub(super) outline: Outline,
    /// Whether characters stand in it that nobody can have meant, like a tab that was the
    /// beginning of a name.
    pub(super) is_garbled: bool,
}

/// The letters and digits of a text, in lower case and of the usual width; of one that only looks
/// like another the one that is meant. The mark of a long vowel is one only behind a kana:
/// elsewhere it stands for a dash.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    let meant = text.chars().map(|c| characters::meant(c).unwrap_or(c));
    let lower = meant.nfkc().flat_map(char::to_lowercase);
    let mut is_behind_kana = false;
    lower.filter(move |&c| {
        let is_long = c == 'ー';
        is_behind_kana = matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ') || is_long && is_behind_kana;
        c.is_alphanumeric() && (!is_long || is_behind_kana)
    })
}

/// The fields of a document that are read as text.
pub(super) fn fields(document: &Document, text: &str) -> Vec<Field> {
    let front = &document.front;
    let phrases = [
        ("title", &front.title),
        ("question", &front.question),
        ("description", &front.description),
        ("category", &front.category),
    ];
    let phrases = phrases.into_iter().filter_map(|(name, phrase)| {
        let phrase = phrase.as_ref()?;
        let mut writer = Writer::new(text);
        writer.phrase(phrase);
        Some(Field {
            name,
            span: phrase.span,
            outline: writer.outline,
            is_garbled: phrase.pieces.iter().any(is_garbled),
        })
    });
    let keywords = front.keywords.iter().map(|keyword| {
        let mut writer = Writer::new(text);
        writer.words(&keyword.value, keyword.span);
        Field {
            name: "keywords",
            span: keyword.span,
            outline: writer.outline,
            is_garbled: keyword.value.contains(char::is_control),
        }
    });
    phrases.chain(keywords).collect()
}

fn is_garbled(piece: &Piece) -> bool {
    matches!(piece, Piece::Words(words) if words.text.contains(char::is_control))
}

/// The other values of the front matter, as far as they could be read.
pub(super) fn values(document: &Document, text: &str) -> Vec<(&'static str, String)> {
    let front = &document.front;
    let dates = [("date", front.date), ("updated", front.updated)];
    let dates = dates.map(|(name, date)| (name, date.map(|date| date.to_string())));
    let words = [
        ("slug", front.slug.as_ref()),
        ("cycle", front.cycle.as_ref()),
    ];
    let words = words.map(|(name, words)| (name, words.map(|words| words.value.clone())));
    let days = [
        ("publish_from", front.publish_from.as_ref()),
        ("publish_until", front.publish_until.as_ref()),
        ("review_by", front.review_by.as_ref()),
    ];
    let typed = |day: &Expression| day.span().slice(text).trim_matches(['"', '\'']).to_owned();
    let days = days.map(|(name, day)| (name, day.map(typed)));
    let others = [
        ("draft", front.draft.then(String::new)),
        ("order", front.order.map(|order| order.to_string())),
        ("kind", front.kind.map(|kind| format!("{kind:?}"))),
    ];
    let all = dates.into_iter().chain(words).chain(days).chain(others);
    all.filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

/// The body of a document, whose file is `text`.
pub(super) fn body(document: &Document, text: &str) -> Outline {
    let mut writer = Writer::new(text);
    writer.labels = document
        .body
        .footnotes
        .iter()
        .map(|note| &*note.label)
        .collect();
    writer.blocks(&document.body.blocks);
    // They are shown in the order of their marks; a mark that is mended may change that.
    let mut notes: Vec<_> = document.body.footnotes.iter().collect();
    notes.sort_by_key(|note| note.span);
    for note in notes {
        writer.within(Kind::Footnote, |writer| {
            writer.at = note.span.start;
            writer.near(&note.label);
            writer.blocks(&note.blocks);
        });
    }
    writer.outline
}

/// So many bytes of signs and space may stand before words whose place is not known.
const AROUND: usize = 256;

struct Writer<'a> {
    text: &'a str,
    labels: Vec<&'a str>,
    outline: Outline,
    /// Where what was written last ends in the source.
    at: usize,
}

impl<'a> Writer<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            labels: Vec::new(),
            outline: Outline::default(),
            at: 0,
        }
    }

    fn within(&mut self, kind: Kind, write: impl FnOnce(&mut Self)) {
        let start = self.outline.letters.len();
        // Outer ones stand before inner ones.
        let at = self.outline.shapes.len();
        self.outline.shapes.push(Shape {
            kind,
            start,
            end: start,
        });
        write(self);
        self.outline.shapes[at].end = self.outline.letters.len();
    }

    fn point(&mut self, kind: Kind) {
        self.within(kind, |_| {});
    }

    /// Words that stand at `span`: letter by letter where they stand there as they are.
    fn words(&mut self, words: &str, span: Span) {
        self.at = span.end;
        if span.slice(self.text) != words {
            return self.letters(words, span);
        }
        let mut from = 0;
        for (at, character) in words.char_indices() {
            // A mark belongs to what it stands behind.
            let next = at + character.len_utf8();
            if words[next..].starts_with(['ー', 'ｰ', 'ﾞ', 'ﾟ', '\u{3099}', '\u{309a}']) {
                continue;
            }
            let place = Span::new(span.start + from, span.start + next);
            self.letters(&words[from..next], place);
            from = next;
        }
    }

    /// Words that stand near behind what was written last, as they are.
    fn near(&mut self, words: &str) {
        let end = self.at + words.len() + AROUND;
        let end = self.text.floor_char_boundary(end.min(self.text.len()));
        self.somewhere(words, Span::new(self.at, end), Span::new(self.at, self.at));
    }

    /// Words that stand somewhere in `room` as they are, or else come from `place`.
    fn somewhere(&mut self, words: &str, room: Span, place: Span) {
        match room.slice(self.text).find(words) {
            Some(at) => {
                let start = room.start + at;
                self.words(words, Span::new(start, start + words.len()));
            }
            None => self.letters(words, place),
        }
    }

    /// Where something leads, which stands at `place`.
    fn typed_target(&mut self, pieces: &[Piece], place: Span) {
        self.within(Kind::Target, |writer| {
            for piece in pieces {
                match piece {
                    Piece::Words(words) => writer.somewhere(&words.text, place, place),
                    Piece::Fact(reference) => writer.fact(reference),
                }
            }
        });
    }

    fn typed_title(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Words(words) => self.near(&words.text),
                Piece::Fact(reference) => self.fact(reference),
            }
        }
    }

    fn code(&mut self, code: &str) {
        code.lines().for_each(|line| self.near(line.trim()));
    }

    fn source(&mut self, span: Span) {
        self.words(span.slice(self.text), span);
    }

    fn letters(&mut self, text: &str, span: Span) {
        let letters = letters(text).map(|letter| Letter {
            letter,
            span,
            is_sign: false,
        });
        self.outline.letters.extend(letters);
    }

    fn fact(&mut self, reference: &Reference) {
        let start = self.outline.letters.len();
        self.within(Kind::Fact, |writer| writer.source(reference.span));
        self.outline.facts.push(Named {
            reference: reference.clone(),
            start,
            end: self.outline.letters.len(),
        });
    }

    fn phrase(&mut self, phrase: &Phrase) {
        self.pieces(&phrase.pieces);
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Words(words) => self.words(&words.text, words.span),
                Piece::Fact(reference) => self.fact(reference),
            }
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(content) | Block::Plain(content) => {
                self.within(Kind::Text, |writer| writer.inlines(content));
            }
            Block::List(list) => self.list(list),
            Block::Quote(inner) => self.within(Kind::Quote, |writer| writer.blocks(inner)),
            Block::Period(inner) => self.within(Kind::Period, |writer| {
                writer.near("period");
                writer.blocks(inner);
            }),
            Block::Alert(kind, inner) => self.within(Kind::Alert(kind.name()), |writer| {
                let start = writer.outline.letters.len();
                writer.near(&kind.name().to_ascii_uppercase());
                writer.sign(start);
                writer.blocks(inner);
            }),
            Block::Code(code) => self.within(Kind::CodeBlock, |writer| {
                writer.near(code.language.as_deref().unwrap_or_default());
                writer.code(&code.text);
            }),
            Block::Table(table) => self.within(Kind::Table, |writer| {
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    writer.within(Kind::Row, |writer| {
                        for cell in row {
                            writer.within(Kind::Cell, |writer| writer.inlines(cell));
                        }
                    });
                }
            }),
            Block::Rule => self.point(Kind::Rule),
            Block::Definitions(definitions) => definitions.iter().for_each(|one| match one {
                Definition::Term(content) => {
                    self.within(Kind::Term, |writer| writer.inlines(content));
                }
                Definition::Meaning(inner) => {
                    self.within(Kind::Meaning, |writer| writer.blocks(inner));
                }
            }),
            Block::Details(details) => self.within(Kind::Details, |writer| {
                writer.near("details");
                writer.within(Kind::Text, |writer| writer.inlines(&details.summary));
                writer.blocks(&details.blocks);
            }),
            Block::Figure(figure) => self.within(Kind::Figure, |writer| writer.figure(figure)),
            Block::States(states) => self.states(states, |state| state.span),
        }
    }

    fn heading(&mut self, heading: &Heading) {
        self.within(Kind::Heading(heading.level), |writer| {
            writer.inlines(&heading.content);
            if heading.explicit {
                writer.within(Kind::Id, |writer| writer.near(&heading.id));
            }
        });
    }

    /// What was written from `start` on is part of a sign.
    fn sign(&mut self, start: usize) {
        for letter in &mut self.outline.letters[start..] {
            letter.is_sign = true;
        }
    }

    /// The number of an item, which stands right before what the item says.
    fn number(&mut self, number: u64, at: usize, write: impl FnOnce(&mut Self)) {
        let start = self.outline.letters.len();
        let at = at.max(self.at);
        self.letters(&number.to_string(), Span::new(at, at));
        self.sign(start);
        let end = self.outline.letters.len();
        write(self);
        if let Some(first) = self
            .outline
            .letters
            .get(end)
            .map(|letter| letter.span.start)
        {
            for letter in &mut self.outline.letters[start..end] {
                letter.span = Span::new(first, first);
            }
        }
    }

    fn list(&mut self, list: &List) {
        let is_ordered = list.start.is_some();
        self.within(Kind::List { is_ordered }, |writer| {
            match list.look {
                Look::Plain => {}
                Look::Steps => writer.near("steps"),
                Look::Doors => writer.near("doors"),
            }
            for (item, number) in list.items.iter().zip(list.start.unwrap_or_default()..) {
                writer.within(Kind::Item, |writer| {
                    if is_ordered {
                        writer.number(number, list.span.start, |writer| writer.blocks(item));
                    } else {
                        writer.blocks(item);
                    }
                });
            }
        });
    }

    fn figure(&mut self, figure: &Figure) {
        self.near("figure");
        self.image(&figure.image);
        for callout in &figure.callouts {
            self.within(Kind::Item, |writer| {
                let place = format!("{},{}", callout.left, callout.top);
                writer.near(&place);
                writer.inlines(&callout.content);
            });
        }
        self.within(Kind::Text, |writer| writer.inlines(&figure.caption));
    }

    /// States, of each of which `head` says where it is told when it is true.
    fn states(&mut self, states: &[State], head: impl Fn(&State) -> Span) {
        self.within(Kind::States, |writer| {
            for state in states {
                writer.within(Kind::State, |writer| {
                    writer.source(head(state));
                    writer.blocks(&state.blocks);
                });
            }
        });
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(words) => self.words(&words.text, words.span),
                Inline::Fact(reference) => self.fact(reference),
                Inline::Code(code) => self.within(Kind::Code, |writer| writer.code(code)),
                Inline::Emphasis(inner) => {
                    self.within(Kind::Emphasis, |writer| writer.inlines(inner));
                }
                Inline::Strong(inner) => self.within(Kind::Strong, |writer| writer.inlines(inner)),
                Inline::Strikethrough(inner) => {
                    self.within(Kind::Strikethrough, |writer| writer.inlines(inner));
                }
                Inline::Element(element, inner) => {
                    let kind = Kind::Element(element.name());
                    self.within(kind, |writer| writer.inlines(inner));
                }
                Inline::Link(link) => self.link(link),
                Inline::Image(image) => self.image(image),
                Inline::HardBreak => self.point(Kind::HardBreak),
                Inline::SoftBreak | Inline::BreakOpportunity => {}
                Inline::States(states) => self.states(states, inline_head),
                Inline::FootnoteReference(number) => self.note(*number),
                Inline::Task { done } => self.within(Kind::Task, |writer| {
                    writer.near(if *done { "x" } else { "" });
                }),
            }
        }
    }

    fn note(&mut self, number: usize) {
        let label = number.checked_sub(1).and_then(|at| self.labels.get(at));
        let label = label.copied().unwrap_or_default();
        self.within(Kind::FootnoteReference, |writer| writer.near(label));
    }

    fn link(&mut self, link: &Link) {
        let kind = Kind::Link(self.target(&link.target));
        self.within(kind, |writer| {
            writer.inlines(&link.content);
            if !link.shows_target() && link.target_span != link.span {
                writer.typed_target(&link.target, link.target_span);
                writer.typed_title(&link.title);
            }
        });
    }

    fn image(&mut self, image: &Image) {
        let kind = Kind::Image(self.target(&image.target));
        self.within(kind, |writer| {
            writer.inlines(&image.alt);
            if image.target_span != image.span {
                writer.typed_target(&image.target, image.target_span);
                writer.typed_title(&image.title);
            }
        });
    }

    fn target(&self, pieces: &[Piece]) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Words(words) => words.text.clone(),
            Piece::Fact(reference) => reference.span.slice(self.text).to_owned(),
        };
        pieces.iter().map(piece).collect()
    }
}

/// Where a state in running text says when it is true.
fn inline_head(state: &State) -> Span {
    let start = state.span.start;
    match &state.subject {
        Some(subject) if state.when != When::Otherwise => Span::new(start, subject.span().end),
        _ => Span::new(start, start),
    }
}
