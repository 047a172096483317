//! A text with its slips mended, and what is to be said of them.

use super::words::Words;
use super::{Slip, slips};
use crate::diag::Text;
use std::ops::Range;

/// The longest line, in characters, that is written out as it should be.
const LONGEST: usize = 200;

/// A text with its slips mended.
#[derive(Clone, Debug)]
pub(in crate::value) struct Mended {
    /// The text.
    pub(in crate::value) text: String,
    /// What is to be said, at most once for a line.
    pub(in crate::value) findings: Vec<Finding>,
    /// The places in `text` at which values are not what their author wrote, in order.
    pub(in crate::value) spoilt: Vec<Range<usize>>,
    /// Whether text in three quotes goes on to the end, which the parser then finds as well.
    pub(in crate::value) ends_open: bool,
    /// The edits that led to it, in order: places in the original, and in `text`.
    pub(in crate::value) edits: Vec<(Range<usize>, Range<usize>)>,
}

/// What is to be said of the slips of a line.
#[derive(Clone, Debug)]
pub(in crate::value) struct Finding {
    /// The first of them, in the original.
    pub(in crate::value) at: Range<usize>,
    /// What it is.
    pub(in crate::value) message: Text,
    /// What to do.
    pub(in crate::value) help: Text,
    /// What mends the whole line, where that is sure: bytes of the original, and what belongs
    /// there.
    pub(in crate::value) fix: Option<(Range<usize>, String)>,
}

impl Mended {
    /// Where in the original a byte of the mended text stands; in what was put there, the
    /// start of what was there before.
    pub(in crate::value) fn original(&self, at: usize) -> usize {
        let before = self.edits.partition_point(|(_, mended)| mended.end <= at);
        let (from, to) = match before.checked_sub(1) {
            Some(last) => (self.edits[last].0.end, self.edits[last].1.end),
            None => (0, 0),
        };
        match self.edits.get(before) {
            Some((original, mended)) if mended.start <= at => original.start,
            _ => from + (at - to),
        }
    }
}

/// Finds the slips of a text and mends them.
pub(in crate::value) fn mend(original: &str) -> Mended {
    let slips = slips(original);
    let mut mended = Mended {
        text: String::with_capacity(original.len()),
        findings: Vec::new(),
        spoilt: Vec::new(),
        ends_open: slips
            .last()
            .is_some_and(|slip| slip.mistake.is_never_closed()),
        edits: Vec::with_capacity(slips.len()),
    };
    let mut at = 0;
    for slip in &slips {
        mended.text.push_str(&original[at..slip.at.start]);
        let start = mended.text.len();
        mended.text.push_str(&slip.meant);
        let place = start..mended.text.len();
        if slip.mistake.spoils_value() {
            mended.spoilt.push(place.clone());
        }
        mended.edits.push((slip.at.clone(), place));
        at = slip.at.end;
    }
    mended.text.push_str(&original[at..]);
    let is_same_line = |a: &Slip, b: &Slip| !original[a.at.end..b.at.start].contains('\n');
    for line in slips.chunk_by(is_same_line) {
        mended.findings.push(finding(original, line));
    }
    mended
}

fn finding(original: &str, slips: &[Slip]) -> Finding {
    let (first, last) = (&slips[0], &slips[slips.len() - 1]);
    let changed = first.at.start..last.at.end;
    let meant = meant(original, slips);
    let is_certain = slips.iter().all(|slip| slip.is_certain);
    let Words { message, help } = first.mistake.words();
    let start = original[..changed.start].rfind('\n').map_or(0, |at| at + 1);
    let end = original[changed.end..].find('\n');
    let end = end.map_or(original.len(), |at| changed.end + at);
    let before = &original[start..changed.start];
    let line = format!("{before}{meant}{}", &original[changed.end..end]);
    let line = line.trim();
    let help = if is_certain && line.is_empty() {
        crate::text!(
            "この行の空白を消してください",
            "delete the spaces on this line"
        )
    } else if is_certain && !meant.contains('\n') && line.chars().count() <= LONGEST {
        crate::text!(
            "この行を「{line}」と書いてください",
            "write the line as `{line}`"
        )
    } else {
        help
    };
    Finding {
        at: first.at.clone(),
        message,
        help,
        fix: is_certain.then_some((changed, meant)),
    }
}

/// What belongs between the first and the last slip, both included.
fn meant(original: &str, slips: &[Slip]) -> String {
    let mut meant = String::new();
    let mut at = slips[0].at.start;
    for slip in slips {
        meant.push_str(&original[at..slip.at.start]);
        meant.push_str(&slip.meant);
        at = slip.at.end;
    }
    meant
}
