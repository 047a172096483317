//! Shows where a case differs from what was found.

use crate::suite::Case;
use std::fmt::Write as _;

/// How many lines are shown around a difference.
const AROUND: usize = 2;

/// A line, and on which side it stands.
enum Line<'a> {
    Both(&'a str),
    Written(&'a str),
    Found(&'a str),
}

/// The differing lines with their places: `-` is written in the case, `+` was found.
pub(crate) fn show(suite: &str, case: &Case, written: &[String], found: &[String]) -> String {
    let mut shown = format!("\n{suite}:{} {}\n", case.line, case.name());
    let lines = compare(written, found);
    let differs: Vec<bool> = lines
        .iter()
        .map(|line| !matches!(line, Line::Both(_)))
        .collect();
    let mut number = case.line;
    for (at, line) in lines.iter().enumerate() {
        let near = at.saturating_sub(AROUND)..(at + AROUND + 1).min(lines.len());
        if differs[near].contains(&true) {
            let _ = match line {
                Line::Both(text) => writeln!(shown, "{number:5}   {text}"),
                Line::Written(text) => writeln!(shown, "{number:5} - {text}"),
                Line::Found(text) => writeln!(shown, "      + {text}"),
            };
        }
        if !matches!(line, Line::Found(_)) {
            number += 1;
        }
    }
    shown
}

/// By the longest common subsequence; cases are short.
fn compare<'a>(written: &'a [String], found: &'a [String]) -> Vec<Line<'a>> {
    let (rows, columns) = (written.len(), found.len());
    let mut common = vec![vec![0_usize; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            common[row][column] = if written[row] == found[column] {
                common[row + 1][column + 1] + 1
            } else {
                common[row + 1][column].max(common[row][column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut lines = Vec::new();
    while row < rows || column < columns {
        if row < rows && column < columns && written[row] == found[column] {
            lines.push(Line::Both(&written[row]));
            row += 1;
            column += 1;
        } else if column == columns
            || row < rows && common[row + 1][column] >= common[row][column + 1]
        {
            lines.push(Line::Written(&written[row]));
            row += 1;
        } else {
            lines.push(Line::Found(&found[column]));
            column += 1;
        }
    }
    lines
}
