//! Tables whose bars are full-width.

use super::blocks::{Block, Kind, Page, Row};
use super::{Edit, Slip};
use crate::diag::{Severity, text};
use crate::source::Span;

const BARS: [char; 2] = ['|', '｜'];

pub(super) fn find(page: &Page<'_>, slips: &mut Vec<Slip>) {
    for block in &page.blocks {
        if block.kind == Kind::Paragraph {
            look_for_table(page, block, slips);
        }
    }
    for row in &page.rows {
        look_at_row(page, row, slips);
    }
}

/// A paragraph whose lines look like the rows of a table.
fn look_for_table(page: &Page<'_>, block: &Block, slips: &mut Vec<Slip>) {
    let is_row = |line: &&super::blocks::Line| {
        let seen = page.seen(line.span).trim();
        seen.starts_with(BARS) && seen.matches(BARS).count() > 1
    };
    let Some(first) = block.lines.iter().position(|line| is_row(&line)) else {
        return;
    };
    let lines: Vec<Span> = block.lines[first..]
        .iter()
        .take_while(is_row)
        .map(|line| line.span)
        .collect();
    let seen = |at: usize| lines.get(at).map_or("", |span| page.seen(*span));
    let is_wide = |span: &Span| page.seen(*span).contains('｜');
    let has_rule = is_rule(seen(1));
    if lines.len() < 2 || !(lines.iter().any(is_wide) || has_rule && !seen(1).is_ascii()) {
        return;
    }
    let fits = columns(seen(0)) == columns(seen(1));
    let mut edits: Vec<Edit> = Vec::new();
    if first == 0 && has_rule && fits {
        for (at, span) in lines.iter().enumerate() {
            if at == 1 {
                edits.push(Edit::new(*span, rule(seen(1))));
            } else {
                edits.extend(bars(page, *span));
            }
        }
    }
    let span = lines[0];
    let (message, advice) = (
        text!(
            "表にならず、「｜」が文字のまま続けて表示されます",
            "this is no table: visitors see the bars, and the rows run together"
        ),
        text!(
            "縦線「|」も、2行目の「|---|---|」も半角で書き、表の前に空の行を入れます",
            "half-width bars, `|---|---|` as the second row, and an empty line before the table"
        ),
    );
    let right = seen(0).trim().replace('｜', "|");
    let right = if right.contains(super::blocks::HIDDEN) {
        String::from("|---|---|")
    } else {
        right
    };
    let slip = Slip::new(span, Severity::Error, message, edits);
    slips.push(slip.right(right).advice(advice));
}

/// A row of a real table.
fn look_at_row(page: &Page<'_>, row: &Row, slips: &mut Vec<Slip>) {
    if !page.seen(row.span).contains('｜') {
        return;
    }
    let typed = row.span.slice(page.text).trim_end();
    let span = Span::new(row.span.start, row.span.start + typed.len());
    let half = columns(&typed.replace("\\|", "").replace('｜', ""));
    if half >= row.columns || columns(&typed.replace("\\|", "")) != row.columns {
        return;
    }
    let message = text!(
        "「｜」では欄が分かれず、一つの欄に続けて表示されます",
        "`｜` does not part the cells: they are shown as one"
    );
    slips.push(Slip::new(span, Severity::Error, message, bars(page, span)));
}

fn bars(page: &Page<'_>, span: Span) -> Vec<Edit> {
    let bars = page.seen(span).match_indices('｜');
    let edits = bars.map(|(at, bar)| {
        let start = span.start + at;
        Edit::new(Span::new(start, start + bar.len()), "|")
    });
    edits.collect()
}

/// How many cells a row has.
fn columns(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix(BARS).unwrap_or(row);
    let row = row.strip_suffix(BARS).unwrap_or(row);
    row.split(BARS).count()
}

/// Whether a row is the line below the head of a table.
fn is_rule(row: &str) -> bool {
    row.contains(['-', '－', 'ー', '−', '‐', '―', '─'])
        && row.chars().all(|c| "-－ー−‐―─:：|｜ \u{3000}".contains(c))
}

fn rule(row: &str) -> String {
    let narrow = |c: char| match c {
        '｜' => '|',
        '：' => ':',
        '\u{3000}' => ' ',
        '－' | 'ー' | '−' | '‐' | '―' | '─' => '-',
        c => c,
    };
    row.chars().map(narrow).collect()
}
