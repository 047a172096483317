//! What was meant as a sign of Markdown and is none: full-width signs, spaces where none may be
//! or none where one must be, marks of lists and rows of tables that the parser takes for words.
//!
//! The modules below propose what may have been meant, from the running text alone: code, raw
//! HTML, references to facts and what the parser made into markup is hidden from them, byte
//! for byte, so that places stay true. Whether a proposal is one is for the parser to say: all
//! are made, the text is read again, and those stay by which the structure comes about that
//! they name, no other is lost or moved, and all words are shown as before. All of it is linear
//! in the length of the text, and a text without proposals is not read again.

mod emphasis;
mod indented;
mod links;
mod lists;
mod marks;
mod page;
mod reading;
mod signs;
mod starts;
mod tables;
pub(super) mod target;

use self::page::Page;
use self::reading::{Kind, Reading, Structure};
use super::mask::Masked;
use crate::diag::{Code, Diagnostic, Severity, Text, code};
use crate::source::{SourceId, Span};
use crate::typos::{self, Corrected, Edit, Proposal};
use pulldown_cmark::Event;
use std::ops::Range;

/// A proposal and what has to come of it. Places are bytes of the text below the front matter.
struct Wanted {
    proposal: Proposal,
    /// The structures that have to be there.
    expected: Vec<Structure>,
    /// Where words may go: into the target of a link, a comment, the name of a fact.
    hidden: Option<Span>,
    /// The text on which alone it has an effect, if it makes no block.
    within: Option<Span>,
    /// Whether it is told even if it does not help, and what is to be said then.
    stays: Option<Option<Text>>,
}

impl AsRef<Proposal> for Wanted {
    fn as_ref(&self) -> &Proposal {
        &self.proposal
    }
}

impl Wanted {
    /// A mistake at `span` that an input method made.
    fn new(severity: Severity, span: Span, message: Text, edits: Vec<Edit>) -> Self {
        let mut proposal = Proposal::new(code::IME_SLIP, span, message, edits);
        proposal.severity = severity;
        Self {
            proposal,
            expected: Vec::new(),
            hidden: None,
            within: None,
            stays: None,
        }
    }

    /// The same of another kind, and as grave as that.
    fn code(mut self, code: Code) -> Self {
        self.proposal.code = code;
        self.proposal.severity = code.severity();
        self
    }

    /// Lost markup rather than a slip of an input method, if `is_lost` says so.
    fn lost_if(self, is_lost: bool) -> Self {
        if is_lost {
            self.code(code::LOST_MARKUP)
        } else {
            self
        }
    }

    fn showing(mut self, shown: Span) -> Self {
        self.proposal.shown = shown;
        self
    }

    fn right(mut self, right: String) -> Self {
        self.proposal.right = Some(right);
        self
    }

    fn advice(mut self, advice: Text) -> Self {
        self.proposal.advice = Some(advice);
        self
    }

    fn expecting(mut self, kind: Kind, at: usize) -> Self {
        self.expected.push((kind, at, 0));
        self
    }

    fn hiding(mut self, hidden: Span) -> Self {
        self.hidden = Some(hidden);
        self
    }

    fn within(mut self, part: Span) -> Self {
        self.within = Some(part);
        self
    }

    /// Told with its advice even if the correction does not help.
    fn staying(mut self) -> Self {
        self.stays = Some(self.proposal.advice.clone());
        self
    }

    /// Told with `advice` even if the correction does not help.
    fn or_else(mut self, advice: Text) -> Self {
        self.stays = Some(Some(advice));
        self
    }

    /// What is told where the correction does not help.
    fn spoken(mut self) -> Option<Self> {
        self.proposal.advice = self.stays.take()?;
        self.proposal.edits.clear();
        self.proposal.right = None;
        Some(self)
    }
}

/// The signs that are none in a text that has been masked and cut into events.
pub(super) fn find(
    source: &SourceId,
    masked: &Masked<'_>,
    events: &[(Event<'_>, Range<usize>)],
) -> Vec<Diagnostic> {
    let mut page = Page::read(masked, events);
    let mut wanted = Vec::new();
    starts::propose(&mut page, &mut wanted);
    tables::propose(&page, &mut wanted);
    links::propose(&page, &mut wanted);
    indented::propose(&page, &mut wanted);
    for block in &page.blocks {
        if !block.kind.is_verbatim() {
            signs::propose(&page, block, &mut wanted);
        }
        emphasis::propose(&page, block, &mut wanted);
    }
    if wanted.is_empty() {
        return Vec::new();
    }
    part_crossing(&mut wanted);
    let trial = Trial {
        text: page.text,
        before: Reading::of(masked, events),
        hidden: hidden(&wanted),
    };
    // What can be made without anybody looking at it is proved without the rest.
    let (certain, others): (Vec<_>, Vec<_>) =
        wanted.into_iter().partition(|one| one.proposal.is_certain);
    let (certain, mut spoken) = trial.run(certain);
    let (others, more) = trial.run(others);
    spoken.extend(more);
    let findings = |told: &[Wanted]| -> Vec<Diagnostic> {
        let corrected = Corrected::new(page.text, told.iter().map(AsRef::as_ref));
        told.iter()
            .map(|one| typos::finding(&one.proposal, &corrected, source, masked.offset()))
            .collect()
    };
    [certain, others, spoken]
        .iter()
        .flat_map(|told| findings(told))
        .collect()
}

/// A text, and what is read in it as it is.
struct Trial<'a> {
    text: &'a str,
    before: Reading,
    hidden: Vec<Span>,
}

impl Trial<'_> {
    /// The proposals that make the page better, and what is told of the others.
    fn run(&self, wanted: Vec<Wanted>) -> (Vec<Wanted>, Vec<Wanted>) {
        let tried = typos::try_out(
            self.text,
            wanted,
            Reading::parse,
            |one, corrected, reading| {
                let Some(hull) = one.proposal.hull() else {
                    return true;
                };
                reading.has(&one.expected, &self.before, corrected, &self.hidden)
                    && reading.keeps(hull, one.within, &self.before, corrected, &self.hidden)
            },
        );
        let spoken = tried.refused.into_iter().filter_map(Wanted::spoken);
        (tried.kept, spoken.collect())
    }
}

/// Of two corrections that lie across each other, the second is made another time: else the
/// first could not be made alone.
fn part_crossing(wanted: &mut [Wanted]) {
    let mut hulls: Vec<(Span, usize)> = wanted
        .iter()
        .enumerate()
        .filter_map(|(at, one)| Some((one.proposal.hull()?, at)))
        .collect();
    hulls.sort_unstable_by_key(|(hull, at)| (hull.start, usize::MAX - hull.end, *at));
    let mut open: Vec<Span> = Vec::new();
    for (hull, at) in hulls {
        while open.pop_if(|outer| outer.end <= hull.start).is_some() {}
        if open.last().is_some_and(|outer| outer.end < hull.end) {
            wanted[at].proposal.edits.clear();
        } else {
            open.push(hull);
        }
    }
}

/// Where words may go by any of the proposals, by place and without overlaps.
fn hidden(wanted: &[Wanted]) -> Vec<Span> {
    let mut hidden: Vec<Span> = wanted.iter().filter_map(|one| one.hidden).collect();
    hidden.sort_unstable();
    hidden.dedup_by(|next, last| {
        let overlaps = next.start < last.end;
        last.end = if overlaps {
            last.end.max(next.end)
        } else {
            last.end
        };
        overlaps
    });
    hidden
}
