//! Rows that have more cells than the head of their table.

use super::Walk;
use crate::diag::text;
use std::ops::Range;

const BAR: u8 = b'|';

/// A row ends. The parser drops what stands behind its last column.
pub(super) fn close_row(walk: &mut Walk<'_>, range: &Range<usize>) {
    let rest = walk.shown.max(range.start).min(range.end)..range.end;
    walk.shown = range.end;
    let typed = &walk.text()[rest.clone()];
    let is_margin = |c: char| c.is_whitespace() || c == '|';
    let lead = typed.len() - typed.trim_start_matches(is_margin).len();
    let lost = rest.start + lead..rest.start + typed.trim_end_matches(is_margin).len();
    if lost.is_empty() {
        return;
    }
    walk.claim(rest);
    let surplus = 1 + bars(&walk.text()[lost.clone()]).count();
    let row = range.start..range.start + walk.text()[range.clone()].trim_end().len();
    let report = &mut walk.report;
    let columns = walk.columns;
    let finding = report.lost(&lost);
    let Some(right) = spelled_out(report.typed(&row), surplus) else {
        let finding = finding.help(text!(
            "見出しの欄は {columns} つです。欄を分けるのではない「|」は「\\|」と書くか「〜」に変え、欄を増やすときは見出しの行と「|---|」の行にも加えてください",
            "the head has {columns} columns: write a bar that parts no cells as `\\|`, or add a column to the head and to the line `|---|`"
        ));
        report.tell(finding);
        return;
    };
    let quote = if right.contains('`') { '"' } else { '`' };
    let help = text!(
        "「{right}」と書いてください。欄を増やすときは、見出しの行と「|---|」の行にも加えます",
        "write {quote}{right}{quote}; for one more column, add it to the head and to the line `|---|` too"
    );
    // What mends it is the bar, which stands before what is lost.
    let place = report.place(&lost);
    let mut finding = finding.help(help);
    finding.place = report.place(&row);
    let mut finding = finding.suggest(right);
    finding.place = place;
    report.tell(finding);
}

/// The row with backslashes before the bars that part no cells, if one can tell which these are:
/// those in code, and those with no space around them where others have.
fn spelled_out(row: &str, surplus: usize) -> Option<String> {
    let bytes = row.as_bytes();
    let is_part_of_word = |at: usize| {
        let is_word =
            |byte: Option<&u8>| byte.is_some_and(|b| *b != BAR && !b.is_ascii_whitespace());
        at > 0 && is_word(bytes.get(at - 1)) && is_word(bytes.get(at + 1))
    };
    let mut ticks = 0;
    let mut counted = 0;
    let mut within = Vec::new();
    for at in bars(row) {
        ticks += row[counted..at].matches('`').count();
        counted = at;
        let is_in_code = ticks % 2 == 1 && row[at..].contains('`');
        if is_in_code || is_part_of_word(at) {
            within.push(at);
        }
    }
    if within.len() != surplus {
        return None;
    }
    let mut right = String::with_capacity(row.len() + surplus);
    let mut from = 0;
    for at in within {
        right.push_str(&row[from..at]);
        right.push('\\');
        from = at;
    }
    Some(right + &row[from..])
}

/// Where the bars of a row stand that part cells.
fn bars(row: &str) -> impl Iterator<Item = usize> {
    let mut is_escaped = false;
    row.bytes().enumerate().filter_map(move |(at, byte)| {
        let is_bar = byte == BAR && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_bar.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_within_words_and_code_are_told_from_those_between_cells() {
        let rows = [
            ("| 電話 | 9:30|16:30 |", 1, Some("| 電話 | 9:30\\|16:30 |")),
            ("| 命令 | `a|b` を |", 1, Some("| 命令 | `a\\|b` を |")),
            ("|甲|乙|丙|", 1, None),
            ("| 甲 | 乙 | 丙 |", 1, None),
        ];
        for (row, surplus, right) in rows {
            assert_eq!(spelled_out(row, surplus).as_deref(), right, "{row}");
        }
    }
}
