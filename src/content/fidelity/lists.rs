//! The numbers of lists: a page counts on from the first of them.

use super::Report;
use crate::diag::{Diagnostic, Text, code, text};
use std::ops::Range;

/// A list that is open.
#[derive(Default)]
pub(super) struct List {
    numbers: Vec<Number>,
}

/// The number before an item.
struct Number {
    value: u64,
    /// What stands behind it: `.` or `)`.
    sign: char,
    range: Range<usize>,
    /// How many spaces stand before it.
    indent: usize,
}

impl List {
    /// An item begins, with `marker` at `range` behind so many spaces.
    pub(super) fn add(&mut self, marker: &str, range: Range<usize>, indent: usize) {
        let mut characters = marker.chars();
        let Some(sign) = characters.next_back() else {
            return;
        };
        if let Ok(value) = characters.as_str().parse() {
            self.numbers.push(Number {
                value,
                sign,
                range,
                indent,
            });
        }
    }

    /// The list ends: tells the numbers that the page shows otherwise.
    pub(super) fn close(&self, report: &mut Report<'_>) {
        // Whoever writes `1.` before each item lets the page count.
        if self.numbers.iter().all(|number| number.value == 1) {
            return;
        }
        let Some(first) = self.numbers.first() else {
            return;
        };
        // Where the list would begin if all that has been told were mended.
        let mut begin = (first.value, 0);
        let mut was_told = false;
        let mut outer = first;
        for (at, number) in (0_u64..).zip(&self.numbers) {
            if was_told {
                // The sign is another than that of the item before, which begins a list.
                begin = (number.value, at);
                was_told = false;
            } else if number.value != begin.0 + (at - begin.1) {
                let finding = number.finding(report, first.value + at);
                report.tell(finding.help(number.help(first.value + at, outer)));
                was_told = true;
            }
            if number.indent <= outer.indent {
                outer = number;
            }
        }
    }
}

impl Number {
    fn finding(&self, report: &Report<'_>, shown: u64) -> Diagnostic {
        let Self {
            value, sign, range, ..
        } = self;
        let message = text!(
            "「{value}{sign}」は、ページでは「{shown}.」と表示されます",
            "`{value}{sign}` is shown as `{shown}.` on the page"
        );
        report.new_finding(code::LOST_TEXT, range, message)
    }

    fn help(&self, shown: u64, outer: &Self) -> Text {
        let Self { value, sign, .. } = self;
        if *value == 1 && self.indent > outer.indent {
            // The words of the item above begin there.
            let width = outer.indent + outer.range.len() + 1;
            return text!(
                "上の項目の中の番号なら、この行から下の項目の先頭を、半角の空白 {width} 個にしてください",
                "to number the parts of the item above, begin this line and those below with {width} spaces"
            );
        }
        let next = shown + 1;
        let other = if *sign == '.' { ')' } else { '.' };
        text!(
            "続けて数えるなら、ここから「{shown}{sign}」「{next}{sign}」と順に書いてください。「{value}」のまま見せるときは「{value}{other}」と書くと、そこから別の一覧になります",
            "to count on, write `{shown}{sign}`, `{next}{sign}` from here on; to keep the number, write `{value}{other}`, which begins another list"
        )
    }
}
