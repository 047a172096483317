//! Cuts out of a source what is shown of it: a few whole lines, or a window of a long one.
//!
//! The work for one excerpt depends on the width of the terminal and not on the length of
//! the source, so that ten thousand findings in a line of two megabytes are no trouble.

use super::files::File;
use super::visible;
use crate::source::Span;
use std::ops::{Range, RangeInclusive};

/// More lines than this are not shown in one piece.
const MOST_LINES: usize = 8;

/// What stands where a line was cut. Not `…`, which East Asian terminals may draw in two
/// cells, so that carets would be off.
const ELLIPSIS: &str = "...";

/// Lines of one source with some spans to point at.
pub(super) struct Excerpt<'a> {
    file: &'a File<'a>,
    width: usize,
    lines: RangeInclusive<usize>,
    spans: Vec<Span>,
    is_cut: bool,
}

/// An excerpt as it is shown.
pub(super) struct Drawing {
    /// The number of its first line.
    pub(super) first_line: usize,
    /// Its lines, fit to be shown, each with a line end.
    pub(super) text: String,
    /// The bytes of `text` to point at, in the order in which the spans came.
    pub(super) marks: Vec<Range<usize>>,
}

impl<'a> Excerpt<'a> {
    /// The lines that `span` is in, as far as `width` cells hold them. Of a span over many
    /// lines, or over lines that are too long, the part in its first line stands for all.
    pub(super) fn new(file: &'a File<'a>, span: Span, width: usize) -> Self {
        let (mut span, mut lines) = lines_of(file, span);
        let first = *lines.start();
        if !can_show(file, &lines, width) {
            span.end = span.end.min(file.line(first).end);
            lines = first..=first;
        }
        Self {
            file,
            width,
            spans: vec![span],
            is_cut: !can_show(file, &lines, width),
            lines,
        }
    }

    /// Takes another span of the same file in, if it is near; else says so by `false`.
    pub(super) fn join(&mut self, span: Span) -> bool {
        let (span, lines) = lines_of(self.file, span);
        let first = *lines.start().min(self.lines.start());
        let last = *lines.end().max(self.lines.end());
        if self.is_cut || !can_show(self.file, &(first..=last), self.width) {
            return false;
        }
        self.lines = first..=last;
        self.spans.push(span);
        true
    }

    /// Makes it fit to be shown.
    pub(super) fn draw(&self) -> Drawing {
        if self.is_cut {
            return self.draw_window();
        }
        let mut text = String::new();
        let mut marks = vec![0..0; self.spans.len()];
        for number in self.lines.clone() {
            let line = self.file.line(number);
            let shown = |until: usize| {
                let before = self.file.slice(Span::new(line.start, until));
                text.len() + visible::line(before).len()
            };
            for (mark, span) in marks.iter_mut().zip(&self.spans) {
                if (line.start..=line.end).contains(&span.start) {
                    mark.start = shown(span.start);
                }
                if (line.start..=line.end).contains(&span.end) {
                    mark.end = shown(span.end);
                }
            }
            text.push_str(&visible::line(self.file.slice(line)));
            text.push('\n');
        }
        Drawing {
            first_line: *self.lines.start(),
            text,
            marks,
        }
    }

    /// A window of one long line: three quarters for the span and what follows it, the
    /// rest for what comes before.
    fn draw_window(&self) -> Drawing {
        let span = self.spans[0];
        let line = self.file.line(*self.lines.start());
        let room = self.width.saturating_sub(2 * ELLIPSIS.len());
        let after = self.file.slice(Span::new(span.start, line.end));
        let (length, taken) = fitting(after.chars(), room - room / 4);
        let before = self.file.slice(Span::new(line.start, span.start));
        let (back, _) = fitting(before.chars().rev(), room - taken);
        let window = Span::new(span.start - back, span.start + length);

        let ellipsis = |cut: bool| if cut { ELLIPSIS } else { "" };
        let shown = |start, end| visible::line(self.file.slice(Span::new(start, end)));
        let mut text = ellipsis(window.start > line.start).to_owned();
        text += &shown(window.start, span.start);
        let start = text.len();
        let end = start + shown(span.start, span.end.min(window.end)).len();
        text += &shown(span.start, window.end);
        text += ellipsis(window.end < line.end);
        text.push('\n');
        Drawing {
            first_line: *self.lines.start(),
            text,
            marks: vec![Range { start, end }],
        }
    }
}

/// A span without the line ends at its borders, and the lines it is in.
fn lines_of(file: &File<'_>, span: Span) -> (Span, RangeInclusive<usize>) {
    let span = file.trim(span);
    let first = file.position(span.start).line;
    // A span that ends with a line end does not reach into the next line.
    let last = file
        .position(span.end.saturating_sub(1).max(span.start))
        .line;
    let within = |offset: usize, line: Span| offset.clamp(line.start, line.end);
    let start = within(span.start, file.line(first));
    let end = within(span.end, file.line(last)).max(start);
    (Span::new(start, end), first..=last)
}

fn can_show(file: &File<'_>, lines: &RangeInclusive<usize>, width: usize) -> bool {
    let fits = |line: usize| {
        let text = file.slice(file.line(line));
        fitting(text.chars(), width).0 == text.len()
    };
    lines.end() - lines.start() < MOST_LINES && lines.clone().all(fits)
}

/// How many bytes of `characters` fit into `room` cells, and how many cells they take.
fn fitting(characters: impl Iterator<Item = char>, room: usize) -> (usize, usize) {
    let (mut bytes, mut taken) = (0, 0);
    for character in characters {
        let cells = visible::cells(character);
        if taken + cells > room {
            break;
        }
        taken += cells;
        bytes += character.len_utf8();
    }
    (bytes, taken)
}
