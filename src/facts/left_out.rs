//! Days that a cycle forgets: next year's window beside last year's deadline.

use super::{Cycle, Stated};
use crate::diag::{Diagnostic, code, text};
use std::sync::Arc;

/// So many forgotten days are named.
const MAX_SHOWN: usize = 12;

/// Looks for days of another year in a cycle: those that are over when it begins, and those
/// that the cycle before stated for itself.
pub(super) fn check(cycles: &[Cycle], diagnostics: &mut Vec<Diagnostic>) {
    let before = std::iter::once(None).chain(cycles.iter().map(Some));
    for (cycle, before) in cycles.iter().zip(before) {
        // That a closure has no successor is told when its time comes, see `missing-closure`.
        let has_days =
            |stated: &&Arc<Stated>| stated.last().is_some() && stated.fact.closure().is_none();
        let (stated, left): (Vec<_>, Vec<_>) = cycle
            .facts
            .iter()
            .filter(has_days)
            .partition(|stated| cycle.restated.contains(&stated.key));
        // A cycle may be about the telephone number only.
        if stated.is_empty() {
            continue;
        }
        let is_old = |stated: &Stated| {
            stated.is_over(cycle.from.into())
                || before.is_some_and(|before| before.restated.contains(&stated.key))
        };
        // What is derived changes by itself.
        let left = left
            .into_iter()
            .filter(|stated| stated.derived_from.is_empty());
        let left: Vec<&Stated> = left
            .map(|stated| &**stated)
            .filter(|stated| is_old(stated))
            .collect();
        if !left.is_empty() {
            diagnostics.push(finding(cycle, &left));
        }
    }
}

fn finding(cycle: &Cycle, left: &[&Stated]) -> Diagnostic {
    let (name, first) = (&cycle.name, &left[0].key);
    let shown = &left[..left.len().min(MAX_SHOWN)];
    let keys: Vec<&str> = shown.iter().map(|stated| &*stated.key).collect();
    let labels: Vec<String> = shown
        .iter()
        .map(|one| format!("「{}」", one.label))
        .collect();
    let (mut japanese, mut english) = (labels.join("・"), keys.join(", "));
    if left.len() > MAX_SHOWN {
        let more = left.len() - MAX_SHOWN;
        japanese.push_str(&format!("など（ほかに{more}件）"));
        english.push_str(&format!(" and {more} more"));
    }
    Diagnostic::new(
        code::PARTIAL_CYCLE,
        cycle.place.clone(),
        text!(
            "年度「{name}」に{japanese}の新しい日付がないため、前の日付のままになります",
            "the cycle `{name}` gives no new day to {english}, which keeps that of another year"
        ),
    )
    .help(text!(
        "「facts.{first} = …」の行に、新しい日付を書き加えてください。年が変わっても変わらない日付なら、[facts.{first}] に「past = true」と書きます",
        "add `facts.{first} = …` to it; a day that stays for ever takes `past = true` in `[facts.{first}]`"
    ))
}
