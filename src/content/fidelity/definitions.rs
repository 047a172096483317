//! Lines that look like the definition of a target, `[label]: target`, and are on no page.

use super::parsed::{Definition, Parsed};
use super::{Report, Walk};
use crate::diag::{Severity, text};
use crate::near::folded;
use std::ops::Range;

/// The label by which people write comments in Markdown that has none.
const COMMENT: &str = "[//]:";

/// Claims the definitions that a link or a picture uses.
pub(super) fn claim_used(walk: &mut Walk<'_>, parsed: &Parsed<'_>) {
    for definition in &parsed.definitions {
        if definition.is_used && definition.leads() {
            walk.claim(definition.range.clone());
        }
    }
}

/// Tells what is lost with definitions that nobody uses, one for each; whether there is one.
pub(super) fn tell(report: &mut Report<'_>, parsed: &Parsed<'_>, lost: &Range<usize>) -> bool {
    let text = &report.masked.text[lost.clone()];
    if label(text).is_none() {
        return false;
    }
    let mut from = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let lead = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        if at > 0 && label(&line[lead..]).is_some() {
            tell_one(report, parsed, lost.start + from..lost.start + at);
            from = at + lead;
        }
        at += line.len();
    }
    tell_one(report, parsed, lost.start + from..lost.end);
    true
}

fn tell_one(report: &mut Report<'_>, parsed: &Parsed<'_>, range: Range<usize>) {
    let text = &report.masked.text[range.clone()];
    let is_margin = |c: char| c.is_whitespace() || c == '>';
    let range = range.start..range.start + text.trim_end_matches(is_margin).len();
    let typed = report.typed(&range);
    let Some(label) = label(typed) else { return };
    let finding = report.lost(&range);
    if label == COMMENT {
        let words = typed[label.len()..].trim().trim_start_matches('#').trim();
        let words = words.trim_matches(['(', ')', '"', '\'']);
        let comment = format!("<!-- {words} -->");
        let help = text!(
            "覚え書きは「{comment}」と書いてください",
            "a comment is written as `{comment}`"
        );
        report.tell(finding.help(help).suggest(comment));
        return;
    }
    let name = &label[1..label.len() - "]:".len()];
    let definition = place_of(parsed, &range);
    let help = match definition {
        Ok(definition) if definition.has_target => text!(
            "この行き先を使うリンクがありません。文の中に「[言葉][{name}]」と書くか、要らなければ行を消してください。行を見せるなら「\\{label}」と書きます",
            "no link uses this target: write `[words][{name}]` where it belongs, or take the line out; to show the line, write `\\{label}`"
        ),
        Err(()) if parsed.labels.contains(&folded(name)) => text!(
            "同じ名前の行が上にあり、こちらは使われません。名前を変えるか、行を消してください。行を見せるなら「\\{label}」と書きます",
            "a line above has the same name, so this one has no effect: give it another name or take it out; to show it, write `\\{label}`"
        ),
        _ => text!(
            "「\\{label}」と書くか、「：」を全角で書いてください。このままでは、リンクの行き先を決める行になります",
            "write `\\{label}`: as it stands, the line is the definition of a link's target"
        ),
    };
    let mut finding = finding.help(help).suggest(format!("\\{typed}"));
    if definition.is_ok_and(|definition| definition.has_target) {
        // No words are missing, as far as one can tell.
        finding.severity = Severity::Warning;
    }
    report.tell(finding);
}

/// The definition that stands there; a second one of the same label is none.
fn place_of<'a>(parsed: &'a Parsed<'_>, range: &Range<usize>) -> Result<&'a Definition, ()> {
    let definitions = &parsed.definitions;
    let found = definitions.binary_search_by_key(&range.start, |one| one.range.start);
    found.map(|at| &definitions[at]).map_err(|_| ())
}

/// The `[label]:` that a definition begins with.
fn label(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('[')?;
    let mut is_escaped = false;
    let end = inside.find(|c: char| {
        let is_end = !is_escaped && (c == ']' || c == '[');
        is_escaped = c == '\\' && !is_escaped;
        is_end
    })?;
    let is_label = inside[end..].starts_with("]:");
    is_label.then(|| &text[..=end + "]:".len()])
}
