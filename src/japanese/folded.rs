//! A folded text with a map back to the source it was made from.

use super::okurigana::{self, Verbs};
use std::ops::Range;

/// A folded text, and where each part of it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    pub(super) text: String,
    /// Ascending in all three offsets; they cover `text` without a gap.
    pub(super) pieces: Vec<Piece>,
}

/// A part of the folded text that begins at `at` and ends where the next one begins, and the
/// part of the source it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) at: usize,
    pub(super) start: usize,
    /// Takes in what was dropped but belongs to the last character: ー and marks.
    pub(super) end: usize,
    /// Whether characters correspond one by one, each as long as its source.
    pub(super) is_even: bool,
}

impl Folded {
    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The folded text alone.
    pub fn into_text(self) -> String {
        self.text
    }

    /// The bytes of the source that the bytes `range` of the folded text come from, begun and
    /// ended between two characters. A ー or mark that was dropped belongs to the character
    /// before it; other dropped characters count only between others. Where one spelling was
    /// replaced by another, all of it counts. Bounds beyond the text mean its end.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = match self.piece(range.start) {
            Some((piece, end)) if range.start < end => piece.source_start(range.start),
            Some((piece, _)) => piece.end,
            None => 0,
        };
        let end = match self.piece(range.end.saturating_sub(1)) {
            Some((piece, end)) => piece.source_end(range.end, end),
            None => 0,
        };
        start..if range.is_empty() { start } else { end }
    }

    /// Whether the source can be parted where the folded text is parted at `at`, which lies
    /// between two characters.
    pub(super) fn parts_at(&self, at: usize) -> bool {
        match self.piece(at) {
            Some((piece, end)) => piece.is_even || at == piece.at || at >= end,
            None => true,
        }
    }

    /// The piece that holds the byte `at`, or the last one, and where it ends.
    fn piece(&self, at: usize) -> Option<(Piece, usize)> {
        let next = self.pieces.partition_point(|piece| piece.at <= at);
        let piece = *self.pieces.get(next.checked_sub(1)?)?;
        let end = self
            .pieces
            .get(next)
            .map_or(self.text.len(), |next| next.at);
        Some((piece, end))
    }

    /// With the words that begin at some of `beginnings`, which ascend, in full spelling.
    pub(super) fn with_full_okurigana(self, beginnings: &[usize], verbs: Verbs) -> Self {
        let mut full = Self {
            text: String::with_capacity(self.text.len() + beginnings.len()),
            pieces: Vec::with_capacity(self.pieces.len() + beginnings.len()),
        };
        let mut done = 0;
        // Where the last word ended, replaced or not.
        let mut after = 0;
        for &at in beginnings {
            if at < after {
                continue;
            }
            let Some((length, spelling)) = okurigana::longest(&self.text[at..], verbs) else {
                continue;
            };
            after = at + length;
            if self.text[at..after] != *spelling {
                full.copy(&self, done..at);
                let source = self.source(at..after);
                full.pieces.push(Piece {
                    at: full.text.len(),
                    start: source.start,
                    end: source.end,
                    is_even: false,
                });
                full.text.push_str(spelling);
                done = after;
            }
        }
        if done == 0 {
            return self;
        }
        full.copy(&self, done..self.text.len());
        full
    }

    /// Appends the bytes `range` of `other`, with their pieces.
    fn copy(&mut self, other: &Self, range: Range<usize>) {
        let first = other
            .pieces
            .partition_point(|piece| piece.at <= range.start);
        let mut pieces = other.pieces[first.saturating_sub(1)..].iter().peekable();
        while let Some(piece) = pieces.next().filter(|piece| piece.at < range.end) {
            let end = pieces.peek().map_or(other.text.len(), |next| next.at);
            let from = range.start.max(piece.at);
            let to = range.end.min(end);
            if from < to {
                self.pieces.push(Piece {
                    at: self.text.len() + from - range.start,
                    start: piece.source_start(from),
                    end: piece.source_end(to, end),
                    is_even: piece.is_even,
                });
            }
        }
        self.text.push_str(&other.text[range]);
    }
}

impl Piece {
    /// Where in the source begins what begins at `at` in this piece.
    fn source_start(&self, at: usize) -> usize {
        self.start + if self.is_even { at - self.at } else { 0 }
    }

    /// Where in the source ends what ends at `at` in this piece, which itself ends at `end`.
    fn source_end(&self, at: usize, end: usize) -> usize {
        if self.is_even && at < end {
            self.source_start(at)
        } else {
            self.end
        }
    }
}
