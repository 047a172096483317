//! The body of a document: a tree of blocks and inlines, with names where facts go.
//!
//! The tree is what everyone after the parser works on: pages, checks, search. It holds no
//! HTML but the few elements it has a name for, so nothing an editor types can become
//! markup that we did not write.

mod builder;
mod html;
mod ids;
mod inlines;
mod refused;
mod visit;

pub(super) use builder::code_language;
pub use builder::parse;
pub use inlines::plain_text;
pub use visit::Seen;
pub(super) use visit::{blocks as visit_blocks, inlines as visit_inlines};

pub use super::when::When;

use super::phrase::Piece;
use super::reference::Reference;
use crate::facts::Expression;
use crate::source::Span;

/// A parsed body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Its footnotes, in the order of their first reference.
    pub footnotes: Vec<Footnote>,
}

impl Body {
    /// Whether there is nothing to read in it.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty() && self.footnotes.is_empty()
    }
}

/// A block.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// Text of a tight list's item: a paragraph without space around it.
    Plain(Vec<Inline>),
    /// A list.
    List(List),
    /// A quotation.
    Quote(Vec<Block>),
    /// A period: its days, and what is true before, during and after it.
    Period(Vec<Block>),
    /// A note that stands out.
    Alert(AlertKind, Vec<Block>),
    /// Code.
    Code(Code),
    /// A table.
    Table(Table),
    /// A thematic break.
    Rule,
    /// Terms with their definitions.
    Definitions(Vec<Definition>),
    /// Something that opens.
    Details(Details),
    /// A picture with callouts.
    Figure(Figure),
    /// Neighbouring blocks of which one is true at any time.
    States(Vec<State>),
}

/// Blocks that are true at some times only.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// When.
    pub when: When,
    /// Of what: a fact or an expression; nothing for [`When::Otherwise`].
    pub subject: Option<Expression>,
    /// What is true then.
    pub blocks: Vec<Block>,
    /// The first line.
    pub span: Span,
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// From 1 to 6.
    pub level: u8,
    /// What links to it name; unique within the document.
    pub id: String,
    /// Whether the editor gave the id.
    pub explicit: bool,
    /// What it says.
    pub content: Vec<Inline>,
    /// The whole heading.
    pub span: Span,
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    /// Its items.
    pub items: Vec<Vec<Block>>,
    /// How it is shown.
    pub look: Look,
    /// The whole list.
    pub span: Span,
}

/// How a list is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// As lists are.
    Plain,
    /// As a procedure.
    Steps,
    /// As links that are as large as what most visitors come for.
    Doors,
}

/// What an alert is about, after GitHub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertKind {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
}

impl AlertKind {
    /// Its name, as in the class of its element.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }
}

/// A block of code. What stands in it is never touched.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// The language, if it is a plain word.
    pub language: Option<String>,
    /// The code, with `\n` at the end of each line.
    pub text: String,
}

/// The alignment of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As the page has it.
    None,
    /// Left.
    Left,
    /// Centre.
    Center,
    /// Right.
    Right,
}

/// A cell of a table.
pub type Cell = Vec<Inline>;

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// One for each column.
    pub alignments: Vec<Alignment>,
    /// The first row.
    pub head: Vec<Cell>,
    /// The other rows.
    pub rows: Vec<Vec<Cell>>,
}

/// Part of a list of definitions.
#[derive(Clone, Debug, PartialEq)]
pub enum Definition {
    /// What is defined.
    Term(Vec<Inline>),
    /// What it means.
    Meaning(Vec<Block>),
}

/// Something that opens.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// What is seen while it is closed.
    pub summary: Vec<Inline>,
    /// What is seen when it is open.
    pub blocks: Vec<Block>,
}

/// A picture with text that belongs to places in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The picture.
    pub image: Image,
    /// The callouts, in reading order.
    pub callouts: Vec<Callout>,
    /// What stands below it.
    pub caption: Vec<Inline>,
}

/// Text that belongs to a place in a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Callout {
    /// From the left edge, in hundredths of the width.
    pub left: f64,
    /// From the upper edge, in hundredths of the height.
    pub top: f64,
    /// What it says.
    pub content: Vec<Inline>,
}

/// A footnote.
#[derive(Clone, Debug, PartialEq)]
pub struct Footnote {
    /// Its name in the source.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The whole definition.
    pub span: Span,
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Words.
    Text(Words),
    /// A fact.
    Fact(Reference),
    /// Code. What stands in it is never touched.
    Code(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// No longer valid.
    Strikethrough(Vec<Inline>),
    /// One of the HTML elements that may be typed.
    Element(Element, Vec<Inline>),
    /// A link.
    Link(Link),
    /// A picture.
    Image(Image),
    /// A line end in the source that counts as a space.
    SoftBreak,
    /// A line end that shows.
    HardBreak,
    /// Where a line may end.
    BreakOpportunity,
    /// Neighbouring states in running text, of which one is true at any time; each holds one
    /// block of running text.
    States(Vec<State>),
    /// A reference to the footnote of that number, from 1.
    FootnoteReference(usize),
    /// The box of a task.
    Task {
        /// Whether it is done.
        done: bool,
    },
}

/// Words as they are read, and where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Where they stand; longer or shorter than the words where the source has escapes or
    /// entities.
    pub span: Span,
}

/// The HTML elements that an editor may type; none takes attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// Words with a reading.
    Ruby,
    /// The reading.
    Rt,
    /// What stands around the reading where rubies are not known.
    Rp,
    /// A key or a button.
    Kbd,
    /// Below the line.
    Sub,
    /// Above the line.
    Sup,
}

impl Element {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Ruby,
        Self::Rt,
        Self::Rp,
        Self::Kbd,
        Self::Sub,
        Self::Sup,
    ];

    /// The name of its tag.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ruby => "ruby",
            Self::Rt => "rt",
            Self::Rp => "rp",
            Self::Kbd => "kbd",
            Self::Sub => "sub",
            Self::Sup => "sup",
        }
    }
}

/// A link.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Where it leads, as it was typed.
    pub target: Vec<Piece>,
    /// What is shown when one points at it.
    pub title: Vec<Piece>,
    /// What it says.
    pub content: Vec<Inline>,
    /// Whether what it says is the label of a definition too: `[words]` with `[words]: /a/`
    /// elsewhere. With other words it would lead nowhere.
    pub is_label: bool,
    /// The whole link.
    pub span: Span,
    /// The target, or the whole link where the target stands elsewhere.
    pub target_span: Span,
}

impl Link {
    /// Whether what it says is where it leads, in `<…>`.
    pub fn shows_target(&self) -> bool {
        match (&self.content[..], &self.target[..]) {
            ([Inline::Text(said)], [.., Piece::Words(target)]) => {
                let length = self.span.end - self.span.start;
                said.text == target.text && length == said.text.len() + "<>".len()
            }
            _ => false,
        }
    }
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// Where the file is, as it was typed.
    pub target: Vec<Piece>,
    /// What is shown when one points at it.
    pub title: Vec<Piece>,
    /// What is read where it cannot be seen.
    pub alt: Vec<Inline>,
    /// Whether that is the label of a definition too, as with links.
    pub is_label: bool,
    /// The whole picture.
    pub span: Span,
    /// The target, or the whole picture where the target stands elsewhere.
    pub target_span: Span,
}
