//! Words that are shown as code because they are indented.

use super::page::{Indented, Page};
use super::reading::Kind;
use super::{Wanted, marks};
use crate::diag::{Severity, text};
use crate::japanese::width::is_wide;
use crate::source::Span;
use crate::typos::Edit;
use crate::width::is_blank;

pub(super) fn propose(page: &Page<'_>, wanted: &mut Vec<Wanted>) {
    for block in &page.indented {
        let Some(first) = block.lines.first() else {
            continue;
        };
        if !block
            .lines
            .iter()
            .any(|line| is_sentence(line.slice(page.text)))
        {
            continue;
        }
        let typed = first.slice(page.text).trim_end();
        let span = Span::new(first.start, first.start + typed.len());
        let message = text!(
            "行の先頭の空白のため、文が入力例の枠（等幅の文字）で表示されます",
            "the indentation makes this code: visitors see the words in a box, in letters of one width"
        );
        let edits = edits(page, block);
        let start = edits.first().map_or(span.start, |edit| edit.span.start);
        let one = Wanted::new(Severity::Warning, span, message, edits);
        let one = one.right(typed.trim().to_owned()).advice(text!(
            "行の先頭の空白を取ります",
            "take out the space at the beginning of the line"
        ));
        let kind = match marks::read(typed.trim_start()) {
            _ if typed.trim_start().starts_with('|') => Kind::Table,
            Some(mark) if matches!(mark.what, marks::What::Bullet | marks::What::Number) => {
                Kind::Item
            }
            Some(mark) if mark.what == marks::What::Quote => Kind::Quote,
            _ => Kind::Paragraph,
        };
        wanted.push(one.expecting(kind, start).staying());
    }
}

/// Whether a line is Japanese in whole sentences, or with a mark of Markdown before it.
fn is_sentence(line: &str) -> bool {
    let is_marked = ["- ", "> ", "|"].iter().any(|mark| line.starts_with(mark));
    line.contains(['。', '、']) || is_marked && line.contains(is_wide)
}

/// Takes out the indentation; nothing where it may be that of a list.
fn edits(page: &Page<'_>, block: &Indented) -> Vec<Edit> {
    if block.is_nested {
        return Vec::new();
    }
    let edit = |line: &Span| {
        let before = page.text[..line.start].trim_end_matches([' ', '\t']);
        let typed = line.slice(page.text).trim_end();
        let words = typed.trim_start_matches(is_blank);
        Edit::new(
            Span::new(before.len(), line.start + typed.len() - words.len()),
            "",
        )
    };
    let edits = block.lines.iter().map(edit);
    edits
        .filter(|edit| !edit.span.slice(page.text).is_empty())
        .collect()
}
