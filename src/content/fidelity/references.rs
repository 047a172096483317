//! `[words][label]` and `[words][]` whose label nobody defines: they stay as they were typed.

use super::Walk;
use super::parsed::Parsed;
use crate::diag::{code, text};
use crate::near::{folded, near_misses};

/// Of a shorter label, every other is one letter off.
const MIN_GUESSED_CHARACTERS: usize = 3;
/// Among so many labels at most the nearest is looked for.
const MAX_COMPARED_LABELS: usize = 50;

pub(super) fn tell(walk: &mut Walk<'_>, parsed: &Parsed<'_>) {
    let labels = parsed.definitions.iter().take(MAX_COMPARED_LABELS);
    let labels: Vec<&str> = labels.map(|one| one.label.as_str()).collect();
    for range in &parsed.undefined {
        let report = &mut walk.report;
        let Some((words, label)) = parts(report.typed(range)) else {
            continue;
        };
        if is_number(words) && is_number(label) {
            // Two sources of a sentence.
            continue;
        }
        let message = text!(
            "リンクにならず、かっこが文字のまま表示されます",
            "this is no link: visitors see the brackets"
        );
        let finding = report.new_finding(code::LOST_MARKUP, range, message);
        let wanted = if label.is_empty() { words } else { label };
        let near = near_misses(wanted, labels.iter().copied());
        let is_long = wanted.chars().count() >= MIN_GUESSED_CHARACTERS;
        let is_near = |near: &&&str| is_long || folded(near) == folded(wanted);
        let Some(near) = near.first().filter(is_near) else {
            report.tell(finding.help(text!(
                "「[{words}](行き先)」の形で、行き先のファイルやアドレスを書いてください。かっこを見せるときは「\\[」と書きます",
                "write the file or the address that it leads to: `[{words}](target)`; to show the brackets, write `\\[`"
            )));
            continue;
        };
        let right = format!("[{words}][{near}]");
        let help = text!("「{right}」と書いてください", "write `{right}`");
        let mut finding = finding.help(help).suggest(right);
        let mut compared = parsed.definitions.iter().take(MAX_COMPARED_LABELS);
        let definition = compared.find(|one| one.label == *near);
        let mended = definition.filter(|one| one.has_target);
        if let Some(definition) = mended {
            let label = text!("行き先はここです", "the target is here");
            finding = finding.label(report.place(&definition.range), label);
        }
        report.tell(finding);
        if let Some(definition) = mended {
            // It has a use once this is mended.
            walk.claim(definition.range.clone());
        }
    }
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
