//! What stands at the end of a heading and is not shown: `{…}` and `#`.

use super::{Report, Walk};
use crate::diag::text;
use std::ops::Range;

/// A heading ends. Behind its words may stand its id and, if it has signs before it, as many
/// signs as these.
pub(super) fn close(walk: &mut Walk<'_>, level: usize, range: &Range<usize>) {
    let text = walk.text();
    let typed = &text[range.clone()];
    let signs = typed.len() - typed.trim_start_matches('#').len();
    let start = (range.start + signs).max(walk.shown).min(range.end);
    walk.shown = range.end;
    let rest = &text[start..range.end];
    // Below, there may be the line that makes a heading of it.
    let line = rest.lines().next().unwrap_or_default();
    let mut at = start + line.len() - line.trim_start().len();
    let mut tail = line.trim();
    while let Some(length) = next(tail) {
        let piece = at..at + length;
        if tail.starts_with('#') {
            if length != level || signs == 0 {
                closing_signs(&mut walk.report, &piece);
            }
        } else {
            braces(&mut walk.report, &piece, &tail[..length]);
        }
        walk.claim(piece);
        let behind = &tail[length..];
        at += tail.len() - behind.trim_start().len();
        tail = behind.trim_start();
    }
}

/// How long the piece is that a tail begins with.
fn next(tail: &str) -> Option<usize> {
    if tail.starts_with('{') {
        return tail.find('}').map(|at| at + 1);
    }
    let length = tail.len() - tail.trim_start_matches('#').len();
    (length > 0).then_some(length)
}

fn closing_signs(report: &mut Report<'_>, piece: &Range<usize>) {
    let signs = report.typed(piece);
    let finding = report.lost(piece).help(text!(
        "「\\{signs}」と書いてください。見出しの記号のつもりなら消してください",
        "write `\\{signs}`; if it was meant to close the heading, take it out"
    ));
    report.tell(finding.suggest(format!("\\{signs}")));
}

fn braces(report: &mut Report<'_>, piece: &Range<usize>, typed: &str) {
    let words = typed.trim_matches(['{', '}']).trim();
    let is_id = words.len() > 1 && words.starts_with('#') && !words.contains(char::is_whitespace);
    if is_id {
        return;
    }
    // A backslash before the first sign alone would leave the last one what it is.
    let typed = report.typed(piece);
    let shown = format!("\\{}\\}}", typed.strip_suffix('}').unwrap_or(typed));
    let finding = report.lost(piece);
    let finding = match words.split_whitespace().find(|word| word.starts_with('#')) {
        Some(id) if id.len() > 1 => finding
            .help(text!(
                "「{{{id}}}」とだけ書いてください。見出しの後ろのかっこで効くのは、リンクの行き先になる名前だけです",
                "write `{{{id}}}` and no more: behind a heading, only the name that links lead to has an effect"
            ))
            .suggest(format!("{{{id}}}")),
        _ => finding
            .help(text!(
                "見せるときは「{shown}」と書いてください。見出しの後ろのかっこで効くのは、リンクの行き先になる「{{#名前}}」だけです",
                "to show it, write `{shown}`: behind a heading, only `{{#name}}`, which links lead to, has an effect"
            ))
            .suggest(shown),
    };
    report.tell(finding);
}
