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
            Some((piece, end)) if range.start < end => piece.start + piece.even(range.start),
            Some((piece, _)) => piece.end,
            None => 0,
        };
        let end = match self.piece(range.end.saturating_sub(1)) {
            Some((piece, end)) if piece.is_even && range.end < end => {
                piece.start + piece.even(range.end)
            }
            Some((piece, _)) => piece.end,
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
            text: String::new(),
            pieces: Vec::new(),
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
            let source = other.source(from..range.end.min(end));
            if !source.is_empty() {
                self.pieces.push(Piece {
                    at: self.text.len() + from - range.start,
                    start: source.start,
                    end: source.end,
                    is_even: piece.is_even,
                });
            }
        }
        self.text.push_str(&other.text[range]);
    }
}

impl Piece {
    /// How far `at` lies in the source behind the start of the piece.
    fn even(&self, at: usize) -> usize {
        if self.is_even { at - self.at } else { 0 }
    }
}
