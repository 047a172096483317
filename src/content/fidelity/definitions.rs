//! Lines that look like the definition of a target, `[label]: target`, and are on no page.

use super::parsed::Parsed;
use super::{Report, Walk};
use crate::diag::text;
use std::collections::HashSet;
use std::ops::Range;

/// Claims the definitions that a link or a picture uses.
pub(super) fn claim_used(walk: &mut Walk<'_>, parsed: &Parsed<'_>) {
    let mut used = HashSet::new();
    for (_, definition) in &parsed.uses {
        if used.insert(definition.start) {
            walk.claim(definition.clone());
        }
    }
}

/// Tells what is lost with definitions that nobody uses, one for each; whether there is one.
pub(super) fn tell(report: &mut Report<'_>, lost: &Range<usize>) -> bool {
    let text = &report.masked.text[lost.clone()];
    if label(text).is_none() {
        return false;
    }
    let mut from = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let lead = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        if at > 0 && label(&line[lead..]).is_some() {
            tell_one(report, lost.start + from..lost.start + at);
            from = at + lead;
        }
        at += line.len();
    }
    tell_one(report, lost.start + from..lost.end);
    true
}

fn tell_one(report: &mut Report<'_>, range: Range<usize>) {
    let text = &report.masked.text[range.clone()];
    let range = range.start..range.start + text.trim_end_matches(|c: char| c.is_whitespace() || c == '>').len();
    let typed = report.typed(&range);
    let Some(label) = label(typed) else { return };
    let finding = report.lost(&range).help(text!(
        "「\\{label}:」と書くか、「：」を全角で書いてください。このままでは、リンクの行き先を決める行になります",
        "write `\\{label}:`, as it stands this defines the target of a link; if that is what it is for, \
         write the link as `[words](target)`"
    ));
    report.tell(finding.suggest(format!("\\{typed}")));
}

/// The `[label]` that a definition begins with.
fn label(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('[')?;
    let mut is_escaped = false;
    let end = inside.find(|c: char| {
        let is_end = !is_escaped && (c == ']' || c == '[');
        is_escaped = c == '\\' && !is_escaped;
        is_end
    })?;
    let is_label = inside[end..].starts_with("]:");
    is_label.then(|| &text[..end + 2])
}
