//! `:::name`: blocks that Markdown has no signs for. A new one is one file here and two
//! lines below.
//!
//! A directive turns what stands between its lines into blocks that everyone knows; what
//! comes after the parser never hears of it.

mod details;
mod doors;
mod figure;
mod period;
mod state;
mod steps;

use super::body::{Block, Inline};
use super::phrase::Piece;
use crate::diag::{Code, Diagnostic, Place, Text, code, text};
use crate::source::{SourceId, Span};

/// Every directive.
pub const DIRECTIVES: &[Directive] = &[
    details::DIRECTIVE,
    doors::DIRECTIVE,
    figure::DIRECTIVE,
    period::DIRECTIVE,
    state::AFTER,
    state::BEFORE,
    state::DURING,
    state::FROM,
    state::OTHERWISE,
    state::UNTIL,
    steps::DIRECTIVE,
];

/// A directive.
#[derive(Clone, Copy)]
pub struct Directive {
    /// Its name: `steps`.
    pub name: &'static str,
    /// Its Japanese name.
    pub japanese: &'static str,
    /// Whether what stands behind the name is shown as its heading.
    pub has_heading: bool,
    /// Makes blocks of what stands between its lines. What is wrong is reported, and the
    /// blocks come back as they were, so that nothing is lost.
    pub lower: fn(Content<'_>, &mut Vec<Diagnostic>) -> Vec<Block>,
}

/// What stands between the lines of a directive.
pub struct Content<'a> {
    /// The file.
    pub source: &'a SourceId,
    /// What stands behind the name.
    pub argument: Vec<Piece>,
    /// Where that stands.
    pub argument_span: Span,
    /// The blocks.
    pub blocks: Vec<Block>,
    /// The first line.
    pub span: Span,
}

impl Content<'_> {
    fn problem(&self, message: Text) -> Diagnostic {
        self.problem_at(code::INVALID_DIRECTIVE, self.span, message)
    }

    fn problem_at(&self, code: Code, span: Span, message: Text) -> Diagnostic {
        Diagnostic::new(code, Place::new(self.source, span), message)
    }

    /// Reports what stands behind the name of a directive that takes nothing there.
    fn refuse_argument(&self, diagnostics: &mut Vec<Diagnostic>) {
        if self.argument.is_empty() {
            return;
        }
        let message = text!(
            "「:::」の行の、名前の後ろの言葉は表示されません",
            "what stands behind the name of this directive is nowhere on the page"
        );
        let finding = self.problem_at(code::LOST_TEXT, self.argument_span, message);
        diagnostics.push(finding.help(text!(
            "「:::」の行には名前だけを書き、言葉は上の行に見出しや文として書いてください",
            "write the name and no more, and the words as a heading or a sentence above it"
        )));
    }

    /// What stands behind the name, as running text.
    fn argument_inlines(&self) -> Vec<Inline> {
        inlines(&self.argument)
    }
}

/// A line that begins with `:::`.
pub(super) enum Fenced {
    /// A directive begins.
    Open(Opening),
    /// A directive ends.
    Close,
    /// Something else begins.
    Unknown {
        name: String,
        span: Span,
        /// What stands behind the name.
        argument_span: Span,
    },
}

/// The first line of a directive.
pub(super) struct Opening {
    pub(super) name: &'static str,
    pub(super) has_heading: bool,
    pub(super) lower: fn(Content<'_>, &mut Vec<Diagnostic>) -> Vec<Block>,
    pub(super) argument: Vec<Piece>,
    pub(super) argument_span: Span,
}

impl Opening {
    /// A directive that does not exist: what stands in it stays as it is, below the words at
    /// `argument_span`.
    pub(super) fn unknown(argument_span: Span) -> Self {
        Self {
            name: "",
            has_heading: false,
            lower: |content, _| {
                let mut blocks = content.blocks;
                if !content.argument.is_empty() {
                    blocks.insert(0, Block::Plain(inlines(&content.argument)));
                }
                blocks
            },
            argument: Vec::new(),
            argument_span,
        }
    }
}

fn inlines(pieces: &[Piece]) -> Vec<Inline> {
    let inline = |piece: &Piece| match piece {
        Piece::Words(words) => Inline::Text(words.clone()),
        Piece::Fact(reference) => Inline::Fact(reference.clone()),
    };
    pieces.iter().map(inline).collect()
}

impl Fenced {
    /// Reads a line that stands at `span`.
    pub(super) fn read(line: &str, span: Span) -> Self {
        let name_and_argument = line.trim_start_matches([':', '：']);
        let start = line.len() - name_and_argument.len();
        let lead = name_and_argument.len() - name_and_argument.trim_start().len();
        let rest = name_and_argument.trim();
        if rest.is_empty() {
            return Self::Close;
        }
        let name = rest.split_whitespace().next().unwrap_or_default();
        let name_start = span.start + start + lead;
        let argument = rest[name.len()..].trim_start();
        let argument_start = name_start + rest.len() - argument.len();
        let argument_span = Span::new(argument_start, argument_start + argument.len());
        let found = DIRECTIVES
            .iter()
            .find(|directive| directive.name == name || directive.japanese == name);
        match found {
            Some(directive) => Self::Open(Opening {
                name: directive.name,
                has_heading: directive.has_heading,
                lower: directive.lower,
                argument: Vec::new(),
                argument_span,
            }),
            None => Self::Unknown {
                name: name.to_owned(),
                span: Span::new(name_start, name_start + name.len()),
                argument_span,
            },
        }
    }
}

/// The names of all directives, in both languages.
pub(super) fn known_names() -> impl Iterator<Item = &'static str> {
    let names = |directive: &'static Directive| [directive.name, directive.japanese];
    DIRECTIVES.iter().flat_map(names)
}
