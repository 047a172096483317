//! The numbers of lists: a page counts on from the first of them.

use super::Report;
use crate::diag::{Diagnostic, code, text};
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
}

impl List {
    /// An item begins, with `marker` at `range`.
    pub(super) fn add(&mut self, marker: &str, range: Range<usize>) {
        let mut characters = marker.chars();
        let Some(sign) = characters.next_back() else {
            return;
        };
        if let Ok(value) = characters.as_str().parse() {
            self.numbers.push(Number { value, sign, range });
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
        for (at, number) in (0_u64..).zip(&self.numbers) {
            if was_told {
                // The sign is another than that of the item before, which begins a list.
                begin = (number.value, at);
                was_told = false;
            } else if number.value != begin.0 + (at - begin.1) {
                report.tell(number.finding(report, first.value + at));
                was_told = true;
            }
        }
    }
}

impl Number {
    fn finding(&self, report: &Report<'_>, shown: u64) -> Diagnostic {
        let Self { value, sign, range } = self;
        let next = shown + 1;
        let other = if *sign == '.' { ')' } else { '.' };
        let message = text!(
            "「{value}{sign}」は、ページでは「{shown}.」と表示されます",
            "`{value}{sign}` is shown as `{shown}.` on the page"
        );
        let finding = report.new_finding(code::LOST_TEXT, range, message);
        finding.help(text!(
            "続けて数えるなら、ここから「{shown}{sign}」「{next}{sign}」と順に書いてください。「{value}」のまま見せるときは「{value}{other}」と書くと、そこから別の一覧になります",
            "to count on, write `{shown}{sign}`, `{next}{sign}` from here on; to keep the number, write `{value}{other}`, which begins another list"
        ))
    }
}
