//! Rows that should be a table: with full-width bars, without the row of dashes, without an empty
//! line before them, or with tabs as a spreadsheet copies them.

use super::page::{Block, HIDDEN, Kind, Line, Page, Row};
use super::reading;
use super::{Wanted, marks};
use crate::diag::{Severity, Text, code, text};
use crate::source::Span;
use crate::typos::Edit;
use crate::width::{is_blank, is_dash, sign};

const BARS: [char; 2] = ['|', '｜'];

pub(super) fn propose(page: &Page<'_>, wanted: &mut Vec<Wanted>) {
    let (has_bars, has_tabs) = (page.has(&['|']), page.has(&['\t']));
    for block in &page.blocks {
        if block.kind != Kind::Paragraph {
            continue;
        }
        if has_bars {
            look_for_table(page, block, wanted);
        }
        if has_tabs {
            look_for_cells(page, block, wanted);
        }
    }
    for row in page.rows.iter().filter(|_| page.has_wide(&['|'])) {
        look_at_row(page, row, wanted);
    }
}

/// The first lines of a block beside each other that `is_row` holds for.
fn rows(block: &Block, is_row: impl Fn(&Line) -> bool) -> Option<&[Line]> {
    let first = block.lines.iter().position(&is_row)?;
    let rows = &block.lines[first..];
    let end = rows
        .iter()
        .position(|line| !is_row(line))
        .unwrap_or(rows.len());
    (end > 1).then(|| &rows[..end])
}

/// A paragraph whose lines look like the rows of a table.
fn look_for_table(page: &Page<'_>, block: &Block, wanted: &mut Vec<Wanted>) {
    let is_row = |line: &Line| {
        let seen = page.seen(line.span).trim_matches(is_blank);
        seen.starts_with(BARS) && seen.matches(BARS).count() > 1
    };
    let Some(lines) = rows(block, is_row) else {
        return;
    };
    let seen: Vec<&str> = lines.iter().map(|line| page.seen(line.span)).collect();
    let count = columns(seen[0]);
    let has_rule = is_rule(seen[1]);
    let is_even = seen.iter().all(|row| columns(row) == count);
    let are_wide = seen.iter().any(|row| row.contains('｜')) || has_rule && !seen[1].is_ascii();
    if !are_wide && !has_rule && !is_even {
        return;
    }
    let (message, advice) = said(are_wide);
    let head = seen[0].trim().replace('｜', "|");
    // In a table that is half-width only the row of dashes is missing or wrong.
    let right = if are_wide && !head.contains(HIDDEN) {
        head
    } else {
        format!("|{}", "---|".repeat(count))
    };
    let mut edits = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if at == 1 && has_rule {
            edits.push(Edit::new(line.span, rule(seen[1], count)));
        } else {
            edits.extend(bars(page, line.span));
        }
        if at == 0 && !has_rule {
            edits.push(rule_row(page, line, count));
        }
    }
    let fits = has_rule && seen[2..].iter().all(|row| columns(row) <= count);
    if !is_even && !fits {
        edits.clear();
    }
    let one = Wanted::new(Severity::Error, lines[0].span, message, edits);
    let one = one.advice(advice).right(right);
    let one = one.table(page, block, lines, 1 + usize::from(has_rule));
    let one = one.lost_if(!are_wide);
    let is_sure = has_rule || are_wide;
    wanted.push(if is_sure { one.staying() } else { one });
}

/// What is said of a table that is none, and what to do.
fn said(are_wide: bool) -> (Text, Text) {
    let (bar, lead) = if are_wide {
        ("｜", "縦線「|」も、2行目の「|---|---|」も半角で書き")
    } else {
        ("|", "2行目に「|---|---|」の行を入れ")
    };
    let message = text!(
        "表にならず、「{bar}」が文字のまま続けて表示されます",
        "this is no table: visitors see the bars, and the rows run together"
    );
    let english = if are_wide { "half-width bars, " } else { "" };
    let advice = text!(
        "{lead}、表の前に空の行を入れます",
        "{english}`|---|---|` as the second row, and an empty line before the table"
    );
    (message, advice)
}

/// Lines with as many tabs each.
fn look_for_cells(page: &Page<'_>, block: &Block, wanted: &mut Vec<Wanted>) {
    let row = |line: &Line| Span::new(line.span.start, page.line_end(line.span.end));
    let tabs = |line: &Line| {
        let seen = page.seen(line.span);
        // A tab stands behind the marks of a list, too, and means nothing at the end of a line.
        let mark = marks::read(seen).map_or(0, |mark| mark.length);
        let is_cells = !seen[..mark].contains('\t') && seen.trim().contains('\t');
        let count = || row(line).slice(page.text).matches('\t').count();
        if is_cells { count() } else { 0 }
    };
    let Some(most) = block.lines.iter().map(tabs).find(|&count| count > 0) else {
        return;
    };
    let Some(lines) = rows(block, |line| tabs(line) == most) else {
        return;
    };
    let mut edits = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let part = row(line);
        edits.push(Edit::new(Span::new(part.start, part.start), "| "));
        for (place, c) in part.slice(page.text).char_indices() {
            let place = Span::new(part.start + place, part.start + place + c.len_utf8());
            match c {
                '\t' => edits.push(Edit::new(place, " | ")),
                '|' if !page.text[..place.start].ends_with('\\') => {
                    edits.push(Edit::new(place, "\\|"))
                }
                _ => {}
            }
        }
        edits.push(Edit::new(Span::new(part.end, part.end), " |"));
        if at == 0 {
            edits.push(rule_row(page, line, most + 1));
        }
    }
    let message = text!(
        "表にならず、タブで区切った文字が一行に続けて表示されます",
        "this is no table: what the tabs part is shown as one line"
    );
    let one = Wanted::new(Severity::Error, lines[0].span, message, edits);
    let mut one = one.code(code::LOST_MARKUP).table(page, block, lines, 1);
    // Whether the first row is the head, only its author knows.
    one.proposal.is_certain = false;
    let shown = row(&lines[0]);
    wanted.push(one.showing(shown).advice(text!(
        "表は、各行を「|」で区切り、2行目に「|---|---|」の行を入れます",
        "the cells of a table stand between `|`, and the second row is `|---|---|`"
    )));
}

impl Wanted {
    /// A table of the lines of a block, of which `skipped` are above its rows, that stands apart
    /// from the words of its paragraph.
    fn table(mut self, page: &Page<'_>, block: &Block, lines: &[Line], skipped: usize) -> Self {
        let (Some(head), Some(last)) = (lines.first(), lines.last()) else {
            return self;
        };
        if !self.proposal.edits.is_empty() {
            let behind = block
                .lines
                .iter()
                .find(|line| line.span.start > last.span.start);
            let is_first = block.lines[0].span == head.span;
            let before = (!is_first).then_some(head);
            let edits = &mut self.proposal.edits;
            edits.splice(..0, before.map(|line| page.blank_before(line)));
            edits.extend(behind.map(|line| page.blank_before(line)));
        }
        let expecting = |one: Self, line: &Line| one.expecting(reading::Kind::Row, line.span.start);
        let one = self.expecting(reading::Kind::Table, head.span.start);
        lines[skipped..].iter().fold(one, expecting)
    }
}

/// The row of dashes below the head.
fn rule_row(page: &Page<'_>, head: &Line, count: usize) -> Edit {
    let end = page.line_end(head.span.end);
    let margin = page.margin(head).slice(page.text);
    let margin: String = margin
        .chars()
        .map(|c| if is_blank(c) || c == '>' { c } else { ' ' })
        .collect();
    let feed = page.line_feed(end + 1);
    Edit::new(
        Span::new(end, end),
        format!("{feed}{margin}|{}", "---|".repeat(count)),
    )
}

/// The row of a real table.
fn look_at_row(page: &Page<'_>, row: &Row, wanted: &mut Vec<Wanted>) {
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
    wanted.push(Wanted::new(
        Severity::Error,
        span,
        message,
        bars(page, span),
    ));
}

/// Half-width bars, and no blank before the first.
fn bars(page: &Page<'_>, span: Span) -> Vec<Edit> {
    let seen = page.seen(span);
    let lead = seen.len() - seen.trim_start_matches(is_blank).len();
    let mut edits = vec![Edit::new(Span::new(span.start, span.start + lead), "")];
    edits.retain(|edit| edit.span.start < edit.span.end);
    let bars = seen.match_indices('｜');
    edits.extend(bars.map(|(at, bar)| {
        let start = span.start + at;
        Edit::new(Span::new(start, start + bar.len()), "|")
    }));
    edits
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
    let is_sign = |c: char| is_dash(c) || is_blank(c) || ":：|｜".contains(c);
    row.contains(is_dash) && row.chars().all(is_sign)
}

/// The row of dashes as it has to be, with as many cells as the head has.
fn rule(row: &str, count: usize) -> String {
    let row: String = row.chars().map(|c| sign(c).unwrap_or(' ')).collect();
    let row = row.trim();
    let missing = count.saturating_sub(columns(row));
    if columns(row) > count {
        return format!("|{}", "---|".repeat(count));
    }
    let closed = if missing > 0 && !row.ends_with('|') {
        "|"
    } else {
        ""
    };
    format!("{row}{closed}{}", "---|".repeat(missing))
}
