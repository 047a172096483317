//! The sources that findings point into, each indexed once.

use crate::diag::{Diagnostic, Place};
use crate::source::{LineIndex, SourceId, Span};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// What some editors on Windows put before the first line.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The sources of some findings.
pub(super) struct Files<'a> {
    files: BTreeMap<SourceId, File<'a>>,
}

/// Where something is: line and column, both from 1.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl<'a> Files<'a> {
    /// Asks `read` once for each source that a finding, its labels or its fix are in.
    pub(super) fn new(
        diagnostics: &[Diagnostic],
        read: &dyn Fn(&SourceId) -> Option<&'a [u8]>,
    ) -> Self {
        let mut files = BTreeMap::new();
        for Place { source, .. } in diagnostics.iter().flat_map(places) {
            if !files.contains_key(source) {
                files.insert(source.clone(), File::new(read(source)));
            }
        }
        Self { files }
    }

    /// The file that a place is in, where there is an excerpt to show: the file is text,
    /// and the place is not the file as a whole.
    pub(super) fn excerptable(&self, place: &Place) -> Option<&File<'a>> {
        let file = self.files.get(&place.source)?;
        (file.is_whole && !is_whole_file(place)).then_some(file)
    }

    /// The text at a place, where the file is text.
    pub(super) fn text(&self, place: &Place) -> &str {
        let file = self.files.get(&place.source);
        file.map_or("", |file| place.span.slice(file.text))
    }

    /// Where a place begins.
    pub(super) fn start(&self, place: &Place) -> Position {
        self.position(place, place.span.start)
    }

    /// Where a place ends: one past its last character.
    pub(super) fn end(&self, place: &Place) -> Position {
        self.position(place, place.span.end.max(place.span.start))
    }

    /// The same places with columns that count UTF-16 code units; nothing for a file as a
    /// whole, or one that is not there.
    pub(super) fn utf16_range(&self, place: &Place) -> Option<(Position, Position)> {
        let file = self.files.get(&place.source)?;
        let known = file.is_there && !is_whole_file(place);
        let end = place.span.end.max(place.span.start);
        known.then(|| {
            (
                file.utf16_position(place.span.start),
                file.utf16_position(end),
            )
        })
    }

    /// The sources, by path.
    pub(super) fn sources(&self) -> impl Iterator<Item = &SourceId> {
        self.files.keys()
    }

    /// `path:line:column`, or the path alone for a file as a whole.
    pub(super) fn address(&self, place: &Place) -> String {
        let path = super::visible::line(place.source.as_str());
        if is_whole_file(place) {
            return path;
        }
        let Position { line, column } = self.start(place);
        format!("{path}:{line}:{column}")
    }

    fn position(&self, place: &Place, offset: usize) -> Position {
        let first = Position { line: 1, column: 1 };
        self.files
            .get(&place.source)
            .map_or(first, |file| file.position(offset))
    }
}

fn places(diagnostic: &Diagnostic) -> impl Iterator<Item = &Place> {
    let labels = diagnostic.labels.iter().map(|label| &label.place);
    let fix = diagnostic.fix.iter().map(|fix| &fix.place);
    std::iter::once(&diagnostic.place).chain(labels).chain(fix)
}

fn is_whole_file(place: &Place) -> bool {
    place.span == Span::default()
}

/// One source: its text up to the first byte that is not UTF-8.
pub(super) struct File<'a> {
    text: &'a str,
    is_there: bool,
    is_whole: bool,
    index: LineIndex<'a>,
    /// Where the characters begin that are two code units in UTF-16: emoji, rare kanji. Only
    /// some formats ask for it.
    pairs: OnceCell<Vec<usize>>,
}

impl<'a> File<'a> {
    fn new(bytes: Option<&'a [u8]>) -> Self {
        // The text before a broken byte is enough to say in which line that byte is.
        let text = bytes.map_or("", |bytes| match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) => bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid()),
        });
        Self {
            text,
            pairs: OnceCell::new(),
            is_there: bytes.is_some(),
            is_whole: bytes.is_some_and(|bytes| bytes.len() == text.len()),
            index: LineIndex::new(text),
        }
    }

    /// The text of a line without its line end, and without the mark before the first.
    pub(super) fn line(&self, line: usize) -> Span {
        let span = self.index.line(line);
        let mark = if line == 1 { self.mark() } else { 0 };
        Span::new(span.start + mark, span.end)
    }

    /// The text that a span covers.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        span.slice(self.text)
    }

    /// A span on the borders of characters, with its end not before its start.
    pub(super) fn trim(&self, span: Span) -> Span {
        let start = self.index.border(span.start);
        Span::new(start, self.index.border(span.end).max(start))
    }

    /// Line and column of an offset. The mark before the first line is no column.
    pub(super) fn position(&self, offset: usize) -> Position {
        let (line, column) = self.index.position(offset);
        let is_after_mark = line == 1 && offset >= self.mark() && self.mark() > 0;
        Position {
            line,
            column: column - usize::from(is_after_mark),
        }
    }

    /// As [`File::position`], with a column that counts UTF-16 code units.
    fn utf16_position(&self, offset: usize) -> Position {
        let Position { line, column } = self.position(offset);
        let pairs = self.pairs.get_or_init(|| pairs(self.text));
        let before = |offset: usize| pairs.partition_point(|&at| at < offset);
        let start = self.index.line(line).start;
        Position {
            line,
            column: column + before(self.index.border(offset)) - before(start),
        }
    }

    fn mark(&self) -> usize {
        let has_mark = self.text.starts_with(BYTE_ORDER_MARK);
        if has_mark { BYTE_ORDER_MARK.len() } else { 0 }
    }
}

/// Where the characters begin that are two code units in UTF-16.
fn pairs(text: &str) -> Vec<usize> {
    let is_pair = |&(_, byte): &(usize, u8)| byte >= 0xF0;
    let pairs = text.bytes().enumerate().filter(is_pair);
    pairs.map(|(at, _)| at).collect()
}
