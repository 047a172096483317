//! What was meant as a sign of Markdown or TOML and was typed as something else: a spelling is
//! proposed, the text is read again with it, and the proposal is kept if the reading is better.
//!
//! A [`Proposal`] is data: edits, and what is to be said. Who proposes knows a notation and
//! decides what "better" means for it; here are the edits, the text that they make, the
//! trial and the finding. All of it is linear in the length of the text and the number of
//! proposals.

use crate::diag::{Code, Diagnostic, Place, Severity, Text, text};
use crate::source::{SourceId, Span};

/// How often a text is read again at most: with all proposals, then without those that were
/// refused. What is not confirmed by then is refused.
const MAX_TRIALS: usize = 3;
/// How many characters of the right spelling are typed out in a finding.
const MAX_SHOWN_CHARACTERS: usize = 60;

/// Some bytes, and what to put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; empty where something is missing.
    pub span: Span,
    /// What belongs there.
    pub text: String,
}

impl Edit {
    /// These bytes become `text`.
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { span, text }
    }
}

/// A mistake and a spelling that may be what was meant.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The code of the finding.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// What the finding points at.
    pub span: Span,
    /// What the reader of the page sees, or what cannot be read.
    pub message: Text,
    /// What puts it right, by place and without overlaps. Empty where only words can say it.
    pub edits: Vec<Edit>,
    /// The part of the text that is typed out in the finding with the edits made.
    pub shown: Span,
    /// What is typed out instead of that part; nothing at all if it is empty.
    pub right: Option<String>,
    /// What has to be said beside what is typed out.
    pub advice: Option<Text>,
    /// Whether the edits can be made without anybody looking at them, once they are confirmed.
    pub is_certain: bool,
}

impl Proposal {
    /// A mistake at `span` that `edits` put right without doubt.
    pub fn new(code: Code, span: Span, message: Text, edits: Vec<Edit>) -> Self {
        Self {
            code,
            severity: code.severity(),
            span,
            message,
            edits,
            shown: span,
            right: None,
            advice: None,
            is_certain: true,
        }
    }

    /// From the first byte that is changed to the last.
    pub fn hull(&self) -> Option<Span> {
        let start = self.edits.iter().map(|edit| edit.span.start).min()?;
        let end = self.edits.iter().map(|edit| edit.span.end).max()?;
        Some(Span::new(start, end))
    }
}

impl AsRef<Self> for Proposal {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// A text with edits made, and the way from one to the other.
#[derive(Clone, Debug)]
pub struct Corrected<'a> {
    /// The text as it was typed.
    pub original: &'a str,
    /// The text with the edits made.
    pub text: String,
    /// The places of the edits in both texts, in order.
    edits: Vec<(Span, Span)>,
}

impl<'a> Corrected<'a> {
    /// Makes all edits of the proposals. Of edits that overlap, the first by place is made.
    pub fn new<'p>(original: &'a str, proposals: impl IntoIterator<Item = &'p Proposal>) -> Self {
        let mut edits: Vec<&Edit> = proposals
            .into_iter()
            .flat_map(|proposal| &proposal.edits)
            .collect();
        edits.sort_by_key(|edit| edit.span);
        edits.dedup();
        let mut corrected = Self {
            original,
            text: String::with_capacity(original.len()),
            edits: Vec::with_capacity(edits.len()),
        };
        let mut from = 0;
        for edit in edits {
            if edit.span.start < from {
                continue;
            }
            corrected
                .text
                .push_str(Span::new(from, edit.span.start).slice(original));
            let start = corrected.text.len();
            corrected.text.push_str(&edit.text);
            let place = Span::new(start, corrected.text.len());
            corrected.edits.push((edit.span, place));
            from = edit.span.end;
        }
        corrected
            .text
            .push_str(Span::new(from, original.len()).slice(original));
        corrected
    }

    /// Where a byte of the corrected text stands in the original: for what an edit put there,
    /// the start of what was there before.
    pub fn original_offset(&self, at: usize) -> usize {
        let before = self.edits.partition_point(|(_, new)| new.end <= at);
        match self.edits.get(before) {
            Some((old, new)) if new.start <= at => old.start,
            _ => {
                let (old, new) = self.end_of_edit(before);
                old + (at - new)
            }
        }
    }

    /// Where a byte of the original stands in the corrected text: for what an edit replaced,
    /// the start of what is there now.
    pub fn corrected_offset(&self, at: usize) -> usize {
        let before = self.edits.partition_point(|(old, _)| old.end <= at);
        match self.edits.get(before) {
            Some((old, new)) if old.start <= at => new.start,
            _ => {
                let (old, new) = self.end_of_edit(before);
                new + (at - old)
            }
        }
    }

    /// The parts that no edit touches, each with its place in the original and in the text.
    pub fn unchanged(&self) -> impl Iterator<Item = (Span, Span)> {
        let ends = (self.original.len(), self.text.len());
        let starts = self.edits.iter().map(|(old, new)| (old.start, new.start));
        let mut from = (0, 0);
        let behind = self.edits.iter().map(|(old, new)| (old.end, new.end));
        starts
            .chain([ends])
            .zip(behind.chain([ends]))
            .map(move |((old, new), next)| {
                let part = (Span::new(from.0, old), Span::new(from.1, new));
                from = next;
                part
            })
    }

    /// A part of the original with the edits made that begin and end within it.
    pub fn slice(&self, part: Span) -> String {
        let first = self
            .edits
            .partition_point(|(old, _)| old.start < part.start);
        let mut slice = String::new();
        let mut from = part.start;
        for (old, new) in &self.edits[first..] {
            if old.end > part.end {
                break;
            }
            slice.push_str(Span::new(from, old.start).slice(self.original));
            slice.push_str(new.slice(&self.text));
            from = old.end;
        }
        slice + Span::new(from, part.end).slice(self.original)
    }

    /// The ends of the last of the first `count` edits, in both texts.
    fn end_of_edit(&self, count: usize) -> (usize, usize) {
        match count.checked_sub(1).and_then(|last| self.edits.get(last)) {
            Some((old, new)) => (old.end, new.end),
            None => (0, 0),
        }
    }
}

/// Proposals that were tried.
#[derive(Debug)]
pub struct Tried<P = Proposal> {
    /// Those that the reading confirmed.
    pub kept: Vec<P>,
    /// The others.
    pub refused: Vec<P>,
}

/// Reads a text with the proposals made and keeps those that `is_better` confirms, given the new
/// reading and the corrected text. What one refused proposal did may have kept another from
/// working, so the rest is read again without it.
pub fn try_out<P: AsRef<Proposal>, R>(
    text: &str,
    proposals: Vec<P>,
    mut read: impl FnMut(&str) -> R,
    mut is_better: impl FnMut(&P, &Corrected<'_>, &R) -> bool,
) -> Tried<P> {
    let is_spoken = |proposal: &P| proposal.as_ref().edits.is_empty();
    let mut tried = Tried {
        kept: proposals,
        refused: Vec::new(),
    };
    for _ in 0..MAX_TRIALS {
        if tried.kept.iter().all(is_spoken) {
            return tried;
        }
        let corrected = Corrected::new(text, tried.kept.iter().map(AsRef::as_ref));
        let reading = read(&corrected.text);
        let (kept, refused): (Vec<_>, Vec<_>) = tried
            .kept
            .into_iter()
            .partition(|proposal| is_spoken(proposal) || is_better(proposal, &corrected, &reading));
        let is_settled = refused.is_empty();
        tried.kept = kept;
        tried.refused.extend(refused);
        if is_settled {
            return tried;
        }
    }
    let (kept, refused) = tried.kept.into_iter().partition(is_spoken);
    tried.kept = kept;
    tried.refused.extend::<Vec<_>>(refused);
    tried
}

/// The finding of a proposal. `offset` is where the text starts in its source. What is typed out
/// and what is put there have all edits made that lie within.
pub fn finding(
    proposal: &Proposal,
    corrected: &Corrected<'_>,
    source: &SourceId,
    offset: usize,
) -> Diagnostic {
    let place = |span: Span| Place::new(source, span.shifted(offset));
    let hull = proposal.hull();
    let at = place(hull.unwrap_or(proposal.span));
    let mut finding = Diagnostic::new(proposal.code, at, proposal.message.clone());
    if let Some(hull) = hull {
        let replacement = corrected.slice(hull);
        finding = if proposal.is_certain {
            finding.replace_with(replacement)
        } else {
            finding.suggest(replacement)
        };
    }
    // The edits may lie around the place to look at.
    finding.place = place(proposal.span);
    finding.severity = proposal.severity;
    let right = match &proposal.right {
        Some(right) => Some(right.clone()),
        None => hull.map(|_| corrected.slice(proposal.shown)),
    };
    finding.help = help(right.as_deref(), proposal.advice.as_ref());
    finding
}

/// What to type, and what else there is to say.
pub fn help(right: Option<&str>, advice: Option<&Text>) -> Option<Text> {
    let Some(right) = right.filter(|right| !right.is_empty()).map(shortened) else {
        return advice.cloned();
    };
    // What has backticks in it is not quoted between such.
    let quote = if right.contains('`') { '"' } else { '`' };
    let mut help = text!("「{right}」と書いてください", "write {quote}{right}{quote}");
    if let Some(advice) = advice {
        help.japanese = format!("{}。{}", help.japanese, advice.japanese);
        help.english = format!("{}; {}", help.english, advice.english);
    }
    Some(help)
}

/// The first line of `text`, and not too much of that.
fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim_end();
    let mut characters = line.chars();
    let start: String = characters.by_ref().take(MAX_SHOWN_CHARACTERS).collect();
    let is_whole = characters.next().is_none() && line.len() == text.trim_end().len();
    start + if is_whole { "" } else { "…" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::code;

    fn proposal(edits: &[(usize, usize, &str)]) -> Proposal {
        let edits = edits
            .iter()
            .map(|&(start, end, text)| Edit::new(Span::new(start, end), text))
            .collect();
        Proposal::new(code::IME_SLIP, Span::new(0, 1), Text::same("x"), edits)
    }

    #[test]
    fn places_lead_from_one_text_to_the_other_and_back() {
        let proposals = [
            proposal(&[(1, 2, "XYZ"), (4, 4, "!")]),
            proposal(&[(3, 4, "")]),
        ];
        let corrected = Corrected::new("abcdef", &proposals);
        assert_eq!(corrected.text, "aXYZc!ef");
        let to: Vec<usize> = (0..=6).map(|at| corrected.corrected_offset(at)).collect();
        assert_eq!(to, [0, 1, 4, 5, 6, 7, 8]);
        let back: Vec<usize> = (0..=8).map(|at| corrected.original_offset(at)).collect();
        assert_eq!(back, [0, 1, 1, 1, 2, 4, 4, 5, 6]);
        assert_eq!(corrected.slice(Span::new(1, 5)), "XYZc!e");
        let unchanged: Vec<&str> = corrected
            .unchanged()
            .map(|(old, _)| old.slice("abcdef"))
            .collect();
        let same: Vec<&str> = corrected
            .unchanged()
            .map(|(_, new)| new.slice(&corrected.text))
            .collect();
        assert_eq!(unchanged, ["a", "c", "", "ef"]);
        assert_eq!(same, unchanged);
        assert_eq!(corrected.slice(Span::new(2, 3)), "c");
    }

    #[test]
    fn of_edits_that_overlap_the_first_is_made() {
        let proposals = [proposal(&[(2, 4, "2")]), proposal(&[(1, 3, "1")])];
        assert_eq!(Corrected::new("abcdef", &proposals).text, "a1def");
    }

    #[test]
    fn what_does_not_make_the_reading_better_is_refused() {
        let good = proposal(&[(0, 1, "A")]);
        let bad = proposal(&[(1, 2, "?")]);
        let spoken = proposal(&[]);
        let mut readings = 0;
        let tried = try_out(
            "abc",
            vec![good, bad, spoken],
            |text| {
                readings += 1;
                text.to_owned()
            },
            |one, corrected, reading| {
                let at = corrected.corrected_offset(one.edits[0].span.start);
                reading[at..].starts_with('A')
            },
        );
        assert_eq!(readings, 2);
        assert_eq!((tried.kept.len(), tried.refused.len()), (2, 1));
    }
}
