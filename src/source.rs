//! Input files and places in them. Knows nothing of what the files mean.

use crate::hash::Hash;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Which input file: its path below the root of the site, with `/` between the parts
/// (`content/faq/renewal-deadline.md`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(Arc<str>);

impl SourceId {
    /// The file at `path`, which is relative to the root of the site.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// The path below the root of the site.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Finds what is kept of files, for somebody who asks for them in the order in which it is
/// kept: that of their paths. What is passed over is dropped.
pub fn in_order<T>(
    kept: Vec<T>,
    source: impl Fn(&T) -> &SourceId,
) -> impl FnMut(&SourceId) -> Option<T> {
    let mut kept = kept.into_iter().peekable();
    move |id| {
        // Mostly the next one is asked for, and has not only an equal id but the same.
        let next = kept.next_if(|one| source(one) == id);
        next.or_else(|| {
            while kept.next_if(|one| source(one) < id).is_some() {}
            kept.next_if(|one| source(one) == id)
        })
    }
}

/// One input file: its name, its bytes and their hash. Immutable.
#[derive(Clone, Debug)]
pub struct Source {
    id: SourceId,
    bytes: Arc<[u8]>,
    hash: Hash,
}

impl Source {
    /// A file with these bytes.
    pub fn new(id: SourceId, bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        let hash = Hash::of(&bytes);
        Self { id, bytes, hash }
    }

    /// Which file it is.
    pub fn id(&self) -> &SourceId {
        &self.id
    }

    /// Its bytes as they stand on the disk.
    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
    }

    /// The hash of its bytes.
    pub fn hash(&self) -> Hash {
        self.hash
    }
}

/// A range of bytes in one source.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to, but without, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same range, `by` bytes further on.
    pub const fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// The same range, counted from `origin` on, which lies before it.
    pub const fn shifted_back(self, origin: usize) -> Self {
        Self::new(self.start - origin, self.end - origin)
    }

    /// The text it covers; nothing where it lies outside of `text` or inside a character.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// Finds line and column of a byte offset.
///
/// A line ends at `\n`, `\r\n` or a lone `\r`, as CommonMark has it.
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// How many characters begin before each [`STRIDE`]th byte, so that a column far
    /// along a line need not be counted from the start of it.
    counts: Vec<usize>,
}

/// At most how many bytes are counted again to find a column.
const STRIDE: usize = 256;

impl<'a> LineIndex<'a> {
    /// Indexes `text`. Linear in its length.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            let lone_return = byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
            if byte == b'\n' || lone_return {
                starts.push(at + 1);
            }
        }
        let mut counts = vec![0];
        let mut count = 0;
        for chunk in bytes.chunks_exact(STRIDE) {
            count += characters(chunk);
            counts.push(count);
        }
        Self {
            text,
            starts,
            counts,
        }
    }

    /// Line and column of a byte offset, both from 1; the column counts characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.border(offset);
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1];
        (
            line,
            self.characters_before(offset) - self.characters_before(start) + 1,
        )
    }

    /// The last border between characters that is not after `offset`.
    pub fn border(&self, offset: usize) -> usize {
        let mut border = offset.min(self.text.len());
        while !self.text.is_char_boundary(border) {
            border -= 1;
        }
        border
    }

    /// The bytes of a line, counted from 1, without its line end; empty past the last.
    pub fn line(&self, line: usize) -> Span {
        let Some(&start) = self.starts.get(line.saturating_sub(1)) else {
            return Span::new(self.text.len(), self.text.len());
        };
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        let with_end = &self.text[start..end];
        let without = with_end.strip_suffix('\n').unwrap_or(with_end);
        let without = without.strip_suffix('\r').unwrap_or(without);
        Span::new(start, start + without.len())
    }

    fn characters_before(&self, offset: usize) -> usize {
        let known = offset / STRIDE;
        let since = &self.text.as_bytes()[known * STRIDE..offset];
        self.counts[known] + characters(since)
    }
}

/// How many characters of UTF-8 begin in `bytes`.
fn characters(bytes: &[u8]) -> usize {
    let is_start = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    bytes.iter().filter(is_start).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let index = LineIndex::new("期限\n受付は4月");
        assert_eq!(index.position(0), (1, 1));
        assert_eq!(index.position("期限\n受付は".len()), (2, 4));
        assert_eq!(index.position(9999), (2, 6));
    }

    #[test]
    fn every_line_end_counts_once() {
        let index = LineIndex::new("a\r\nb\rc\nd");
        assert_eq!(index.position(3), (2, 1));
        assert_eq!(index.position(5), (3, 1));
        assert_eq!(index.position(7), (4, 1));
    }

    #[test]
    fn columns_far_along_a_line_are_exact() {
        let text = format!("見出し\n{}x", "あa".repeat(1000));
        let index = LineIndex::new(&text);
        assert_eq!(index.position(text.len() - 1), (2, 2001));
        assert_eq!(index.position("見出し\nあ".len() + 4 * 500), (2, 1002));
    }

    #[test]
    fn a_line_is_known_without_its_end() {
        let text = "a\r\nbc\rd\n\n";
        let index = LineIndex::new(text);
        let lines: Vec<&str> = (1..8).map(|line| index.line(line).slice(text)).collect();
        assert_eq!(lines, ["a", "bc", "d", "", "", "", ""]);
    }
}
