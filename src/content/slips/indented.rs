//! Words that are shown as code because they are indented.

use super::blocks::{Indented, Page};
use super::{Edit, Slip};
use crate::diag::{Severity, text};
use crate::source::Span;

pub(super) fn find(page: &Page<'_>, slips: &mut Vec<Slip>) {
    for block in &page.indented {
        let is_sentence = |span: &Span| span.slice(page.text).contains(['。', '、']);
        let Some(first) = block.lines.first() else {
            continue;
        };
        if !block.lines.iter().any(is_sentence) {
            continue;
        }
        let typed = first.slice(page.text).trim_end();
        let span = Span::new(first.start, first.start + typed.len());
        let message = text!(
            "行の先頭の空白のため、文が入力例の枠（等幅の文字）で表示されます",
            "the indentation makes this code: visitors see the words in a box, in letters of one width"
        );
        let slip = Slip::new(span, Severity::Warning, message, edits(page, block));
        slips.push(slip.right(typed.trim().to_owned()).advice(text!(
            "行の先頭の空白を取ります",
            "take out the space at the beginning of the line"
        )));
    }
}

/// Takes out the indentation; nothing where it may be that of a list.
fn edits(page: &Page<'_>, block: &Indented) -> Vec<Edit> {
    if block.is_nested {
        return Vec::new();
    }
    let edit = |line: &Span| {
        let before = page.text[..line.start].trim_end_matches([' ', '\t']);
        let typed = line.slice(page.text).trim_end();
        let end = line.start + typed.len();
        let words = typed.trim_start_matches([' ', '\t', '\u{3000}']);
        Edit::new(Span::new(before.len(), end), words)
    };
    let is_changed = |edit: &Edit| edit.span.slice(page.text) != edit.text;
    block.lines.iter().map(edit).filter(is_changed).collect()
}
