//! A pasted table as the lines of a Markdown table.

use super::Writer;
use super::elements::{End, Kind, Token};
use crate::content::body::refused::tag;
use std::ops::Range;

/// A cell that goes over more columns or rows is no cell of a table.
const MOST_SPANNED: usize = 50;

/// Longer cells are not said again in each row that they go over.
const LONGEST_REPEATED: usize = 60;

/// A row in the making: what is above it in cells that go over several rows is filled in.
#[derive(Default)]
struct Grid {
    rows: Vec<Vec<String>>,
    /// For each column the cell that goes on from the row above, and over how many rows more.
    hanging: Vec<Option<(String, usize)>>,
    /// How many cells there are in the source.
    written: usize,
    /// How many there are with those that go over several places.
    filled: usize,
}

impl Writer<'_> {
    /// The blocks of a table: what it is called, and its lines.
    pub(super) fn table(
        &mut self,
        content: Range<usize>,
        tokens: Range<usize>,
    ) -> Option<Vec<String>> {
        let mut grid = Grid::default();
        let mut blocks = Vec::new();
        let (mut at, mut next) = (content.start, tokens.start);
        while next < tokens.end {
            let token = &self.tokens[next];
            self.nothing(at..token.span.start)?;
            (at, next) = (token.span.end, next + 1);
            match (token.kind, token.name.as_str()) {
                (Kind::Open, "thead" | "tbody" | "tfoot" | "colgroup") => {
                    token.end?;
                }
                (Kind::Open, "caption") => {
                    let end = token.end?;
                    let words = self.running(at..end.content, next..end.next)?;
                    self.is_certain = false;
                    blocks.push(words);
                    (at, next) = (end.whole, end.next);
                }
                (Kind::Open, "tr") => {
                    let end = token.end?;
                    self.row(at..end.content, next..end.next, &mut grid)?;
                    (at, next) = (end.whole, end.next);
                }
                (Kind::Close, "thead" | "tbody" | "tfoot" | "colgroup" | "table")
                | (Kind::Void, "col")
                | (Kind::Mark, _) => {}
                (Kind::Comment, _) => self.comment(token),
                (Kind::Open | Kind::Close | Kind::Void, _) => return None,
            }
        }
        blocks.retain(|caption| !caption.is_empty());
        blocks.push(grid.lines()?);
        Some(blocks)
    }

    /// Whether nothing is read in a part of the source.
    pub(super) fn nothing(&self, part: Range<usize>) -> Option<()> {
        let words = self.source.get(part)?;
        let is_nothing = |c: char| c.is_whitespace() || self.is_quoted && c == '>';
        words.chars().all(is_nothing).then_some(())
    }

    fn row(&mut self, content: Range<usize>, tokens: Range<usize>, grid: &mut Grid) -> Option<()> {
        let mut row = Vec::new();
        let (mut at, mut next) = (content.start, tokens.start);
        while next < tokens.end {
            let token = &self.tokens[next];
            self.nothing(at..token.span.start)?;
            (at, next) = (token.span.end, next + 1);
            match (token.kind, token.name.as_str()) {
                (Kind::Open, "td" | "th") => {
                    let End {
                        content,
                        whole,
                        next: behind,
                    } = token.end?;
                    let text = self.cell(at..content, next..behind)?;
                    let columns = self.spanned(token, "colspan")?;
                    let rows = self.spanned(token, "rowspan")?;
                    grid.cell(&mut row, text, columns, rows)?;
                    (at, next) = (whole, behind);
                }
                (Kind::Close, "tr") | (Kind::Mark, _) => {}
                (Kind::Comment, _) => self.comment(token),
                (Kind::Open | Kind::Close | Kind::Void, _) => return None,
            }
        }
        grid.end_row(row);
        Some(())
    }

    /// Over how many columns or rows a cell goes.
    fn spanned(&mut self, token: &Token, attribute: &str) -> Option<usize> {
        let tag = token.span.slice(self.source);
        if !tag.to_ascii_lowercase().contains(attribute) {
            return Some(1);
        }
        let attributes = tag::attributes(tag)?;
        let value = attributes.iter().find(|(name, _)| name == attribute);
        let Some((_, value)) = value else {
            return Some(1);
        };
        let count: usize = value.trim().parse().ok()?;
        self.is_certain &= count == 1;
        (1..=MOST_SPANNED).contains(&count).then_some(count)
    }

    /// What a cell says, on one line.
    pub(super) fn cell(&mut self, content: Range<usize>, tokens: Range<usize>) -> Option<String> {
        let mut parts = Vec::new();
        let (mut from, mut first, mut next) = (content.start, tokens.start, tokens.start);
        while next < tokens.end {
            let token = &self.tokens[next];
            let Some(end) = token.end.filter(|_| self.is_block(next)) else {
                next = token.end.map_or(next + 1, |end| end.next);
                continue;
            };
            parts.push(self.running(from..token.span.start, first..next)?);
            let inner = (token.span.end..end.content, next + 1..end.next);
            match token.name.as_str() {
                "ul" | "ol" => parts.extend(self.items(token, inner.0, inner.1)?),
                name if super::is_container(name) || super::is_look(name) => {
                    parts.push(self.cell(inner.0, inner.1)?);
                }
                _ => return None,
            }
            (from, first, next) = (end.whole, end.next, end.next);
        }
        parts.push(self.running(from..content.end.max(from), first..tokens.end)?);
        parts.retain(|part| !part.is_empty());
        Some(parts.join("<br>"))
    }

    /// The items of a list in a cell, where there can be no list.
    fn items(
        &mut self,
        list: &Token,
        content: Range<usize>,
        tokens: Range<usize>,
    ) -> Option<Vec<String>> {
        self.is_certain = false;
        let mut items = Vec::new();
        let (mut at, mut next) = (content.start, tokens.start);
        while next < tokens.end {
            let token = &self.tokens[next];
            self.nothing(at..token.span.start)?;
            (at, next) = (token.span.end, next + 1);
            match (token.kind, token.name.as_str()) {
                (Kind::Open, "li") => {
                    let end = token.end?;
                    let text = self.cell(at..end.content, next..end.next)?;
                    let mark = match list.name.as_str() {
                        "ol" => format!("{}\\. ", items.len() + 1),
                        _ => "・".to_owned(),
                    };
                    items.push(format!("{mark}{text}"));
                    (at, next) = (end.whole, end.next);
                }
                (Kind::Close, "ul" | "ol") | (Kind::Mark, _) => {}
                _ => return None,
            }
        }
        Some(items)
    }
}

impl Grid {
    fn cell(
        &mut self,
        row: &mut Vec<String>,
        text: String,
        columns: usize,
        rows: usize,
    ) -> Option<()> {
        self.written += 1;
        self.fill(row);
        for column in 0..columns {
            let is_said = column == 0;
            let at = row.len();
            row.push(if is_said { text.clone() } else { String::new() });
            if rows > 1 {
                self.hanging
                    .resize_with(self.hanging.len().max(at + 1), || None);
                let is_short = text.chars().count() <= LONGEST_REPEATED;
                let again = text.clone();
                let again = Some(again)
                    .filter(|_| is_said && is_short)
                    .unwrap_or_default();
                self.hanging[at] = Some((again, rows - 1));
            }
            self.filled += rows;
        }
        // Cells that go over many places must not make much of little.
        (self.filled <= self.written * 8 + 64).then_some(())
    }

    /// Puts in what goes on from the row above at the end of `row`.
    fn fill(&mut self, row: &mut Vec<String>) {
        while let Some(hanging) = self.hanging.get_mut(row.len()) {
            let Some((text, rows)) = hanging.take() else {
                return;
            };
            *hanging = (rows > 1).then(|| (text.clone(), rows - 1));
            row.push(text);
        }
    }

    fn end_row(&mut self, mut row: Vec<String>) {
        self.fill(&mut row);
        // Rows without words only hold the widths of columns.
        if row.iter().any(|cell| !cell.is_empty()) {
            self.rows.push(row);
        }
    }

    fn lines(self) -> Option<String> {
        let columns = self.rows.iter().map(Vec::len).max()?;
        // Many short rows below one long one are no table either.
        let cells = columns * self.rows.len();
        if cells > self.filled * 8 + 64 {
            return None;
        }
        let mut lines: Vec<String> = self.rows.iter().map(|row| line(row, columns)).collect();
        lines.insert(1, format!("|{}", "---|".repeat(columns)));
        Some(lines.join("\n"))
    }
}

fn line(row: &[String], columns: usize) -> String {
    let empty = String::new();
    let cells = row.iter().chain(std::iter::repeat(&empty)).take(columns);
    let cells = cells.map(|cell| match cell.as_str() {
        "" => " |".to_owned(),
        cell => format!(" {cell} |"),
    });
    format!("|{}", cells.collect::<String>())
}
