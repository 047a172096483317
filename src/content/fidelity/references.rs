//! `[words][label]` and `[words][]` whose label nobody defines: they stay as they were typed.

use super::Report;
use super::parsed::Parsed;
use crate::diag::{code, text};
use crate::near::near_misses;
use std::ops::Range;

/// Among so many labels at most the nearest is looked for.
const MAX_COMPARED_LABELS: usize = 50;

pub(super) fn tell(report: &mut Report<'_>, parsed: &Parsed<'_>) {
    let labels = parsed.definitions.iter().take(MAX_COMPARED_LABELS);
    let labels: Vec<&str> = labels.map(|one| one.label.as_str()).collect();
    for range in &parsed.undefined {
        let typed = report.typed(range);
        let Some((words, label)) = parts(typed) else {
            continue;
        };
        if is_number(words) && is_number(label) {
            // Two sources of a sentence.
            continue;
        }
        let finding = new(report, range);
        let wanted = if label.is_empty() { words } else { label };
        let near = near_misses(wanted, labels.iter().copied());
        let finding = match near.first() {
            Some(near) => finding
                .help(text!(
                    "「[{words}][{near}]」と書いてください",
                    "write `[{words}][{near}]`"
                ))
                .suggest(format!("[{words}][{near}]")),
            None => finding.help(text!(
                "「[{words}](行き先)」の形で、行き先のファイルやアドレスを書いてください。かっこを見せるときは「\\[」と書きます",
                "write the file or the address that it leads to: `[{words}](target)`; to show the brackets, write `\\[`"
            )),
        };
        report.tell(finding);
    }
}

fn new(report: &Report<'_>, range: &Range<usize>) -> crate::diag::Diagnostic {
    let message = text!(
        "リンクにならず、かっこが文字のまま表示されます",
        "this is no link: visitors see the brackets"
    );
    report.new_finding(code::LOST_MARKUP, range, message)
}

/// The words and the label of a reference, which ends with its label.
fn parts(typed: &str) -> Option<(&str, &str)> {
    let typed = typed.strip_prefix('!').unwrap_or(typed);
    let (words, label) = typed.strip_suffix(']')?.rsplit_once("][")?;
    Some((words.strip_prefix('[')?, label))
}

fn is_number(words: &str) -> bool {
    !words.is_empty() && words.chars().all(char::is_numeric)
}
