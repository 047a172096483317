//! What lines of hours say of the same day must not contradict.

use super::{Line, days};
use crate::calendar::OpeningDay;
use crate::diag::{Diagnostic, code, text};
use crate::language::Language;
use crate::source::Span;
use crate::value::{Reader, Spanned};

/// Reports lines that overlap, and days that are open and closed.
pub(super) fn check_lines(
    lines: &[(Line, Span)],
    closed: &[Spanned<OpeningDay>],
    reader: &mut Reader<'_, '_>,
) {
    for (at, (line, span)) in lines.iter().enumerate() {
        let overlaps = |other: &&(Line, Span)| line.overlaps(&other.0);
        if let Some((_, first)) = lines[..at].iter().find(overlaps) {
            report_overlap(*span, *first, reader);
        }
        if let Some(day) = closed.iter().find(|day| line.days.contains(&day.value)) {
            report_closed(*span, day, reader);
        }
    }
}

impl Line {
    /// Whether somebody is there by both lines at the same time of the same day.
    fn overlaps(&self, other: &Self) -> bool {
        let (ranges, others) = (self.ranges(), other.ranges());
        let shares_time = || {
            let mut ranges = ranges.iter();
            ranges.any(|range| others.iter().any(|other| range.overlaps(*other)))
        };
        self.days.iter().any(|day| other.days.contains(day)) && shares_time()
    }
}

fn report_overlap(span: Span, first: Span, reader: &mut Reader<'_, '_>) {
    let (place, first) = (reader.place(span), reader.place(first));
    let message = text!(
        "同じ日の同じ時間に、二つの行があります",
        "two lines hold at the same time of the same day"
    );
    reader.report(
        Diagnostic::new(code::INVALID_VALUE, place, message)
            .label(first, text!("一つめはここです", "the first is here"))
            .help(text!(
                "days か時刻を直して、重ならないようにしてください",
                "change the days or the times of one of them"
            )),
    );
}

fn report_closed(span: Span, day: &Spanned<OpeningDay>, reader: &mut Reader<'_, '_>) {
    let (place, closed) = (reader.place(span), reader.place(day.span));
    let [japanese, english] = [Language::Japanese, Language::English]
        .map(|language| days::closed_in_words(&[day.value], None, language));
    let message = text!(
        "{japanese}の受付時間がありますが、{japanese}は休みにもなっています",
        "these are hours for {english}, stated to be closed as well"
    );
    reader.report(
        Diagnostic::new(code::INVALID_VALUE, place, message)
            .label(closed, text!("休みはここです", "it is closed here"))
            .help(text!(
                "days か closed のどちらかを直してください",
                "change one of the two"
            )),
    );
}
