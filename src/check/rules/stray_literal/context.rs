//! The words around a literal, and how much they speak of a fact.

use crate::check::lexicon::Entry;
use crate::content::Run;
use crate::source::Span;
use std::collections::HashSet;

/// As far as this, in bytes, a sentence is followed on either side.
const REACH: usize = 240;

/// What ends a sentence.
const ENDS: [char; 6] = ['。', '！', '？', '!', '?', '\n'];

/// The share of a label that has to stand near a literal for the text to speak of the fact.
const NEAR: f32 = 0.75;

/// The words around a literal.
pub(super) struct Context<'a> {
    /// Pairs of neighbouring characters.
    pairs: HashSet<(char, char)>,
    /// The facts that are referred to, as they are named there.
    names: Vec<&'a str>,
}

/// Whether the words around a literal speak of a fact that they have this score for.
pub(super) fn is_near(score: f32) -> bool {
    score >= NEAR
}

impl<'a> Context<'a> {
    /// The sentence that `span` of `run` stands in, and what says what that is about.
    pub(super) fn of(runs: &'a [Run<'a>], run: &'a Run<'a>, span: Span) -> Self {
        let sentence = sentence(&run.text, span);
        let mut pairs = HashSet::new();
        add_pairs(sentence.slice(&run.text), &mut pairs);
        if let Some(about) = run.about {
            let text = &runs[about].text;
            let head = Span::new(0, text.floor_char_boundary(REACH));
            add_pairs(head.slice(text), &mut pairs);
        }
        let names = run.references_in(sentence).map(|one| one.name.as_str());
        Self {
            pairs,
            names: names.collect(),
        }
    }

    /// How much of the fact's label stands there: from nothing, 0, to all of it or a reference
    /// to the fact, 1.
    pub(super) fn score(&self, entry: &Entry) -> f32 {
        let is_named = self.names.iter().any(|name| {
            let head = name.split('.').next().unwrap_or_default().trim_end();
            head == entry.key || head == entry.label
        });
        if is_named {
            return 1.0;
        }
        let (mut all, mut found) = (0.0, 0.0);
        let following = entry.label.chars().skip(1);
        for pair in entry.label.chars().zip(following) {
            all += 1.0;
            if self.pairs.contains(&pair) {
                found += 1.0;
            }
        }
        if all == 0.0 { 0.0 } else { found / all }
    }
}

fn add_pairs(text: &str, pairs: &mut HashSet<(char, char)>) {
    pairs.extend(text.chars().zip(text.chars().skip(1)));
}

/// The sentence around `span`, no longer than [`REACH`] on either side.
fn sentence(text: &str, span: Span) -> Span {
    let first = text.ceil_char_boundary(span.start.saturating_sub(REACH));
    let last = text.floor_char_boundary(span.end.saturating_add(REACH));
    let before = Span::new(first, span.start).slice(text);
    let behind = Span::new(span.end, last).slice(text);
    let start = before.rfind(ENDS).map_or(first, |at| {
        let end = before[at..].chars().next().map_or(0, char::len_utf8);
        first + at + end
    });
    Span::new(start, behind.find(ENDS).map_or(last, |at| span.end + at))
}
