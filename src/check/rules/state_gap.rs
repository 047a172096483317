//! Neighbouring states of which none, or more than one, is true on some day.

use super::{Check, Rule};
use crate::calendar::{Date, add_days};
use crate::content::body::{State, When};
use crate::diag::{Diagnostic, Place, Severity, Text, code, text};
use crate::site::{Interval, Page, Site, StateGroup};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: code::STATE_GAP,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for page in &site.pages {
        let typed = &page.document.mentions.states;
        for (group, typed) in page.states().iter().zip(typed) {
            diagnostics.extend(finding(page, group, typed));
        }
    }
}

fn finding(page: &Page, group: &StateGroup, typed: &[State]) -> Option<Diagnostic> {
    if let [(span, days)] = &group.states[..]
        && days
            .iter()
            .any(|days| days.from.is_none() && days.until.is_none())
    {
        let place = Place::new(&page.document.source, *span);
        return Some(alone(place));
    }
    // One that stands alone comes and goes by itself; one without days has been reported.
    let mut empty = group.states.iter().zip(typed);
    let is_unknown = |((_, days), state): (&(Span, Vec<Interval>), &State)| {
        days.is_empty() && state.when != When::Otherwise
    };
    if group.states.len() < 2 || empty.any(is_unknown) {
        return None;
    }
    let mut days: Vec<(Interval, Span)> = Vec::new();
    for (span, intervals) in &group.states {
        days.extend(intervals.iter().map(|interval| (*interval, *span)));
    }
    days.sort_by_key(|(interval, _)| interval.from);
    let (first, first_span) = *days.first()?;
    let problem = match first.from {
        Some(from) => Some((gap_before(from), first_span)),
        None => between(&days).or_else(|| after(&days)),
    };
    let Some((message, span)) = problem else {
        let needless = group.states.iter().find(|(_, days)| days.is_empty());
        return needless.map(|(span, _)| never(Place::new(&page.document.source, *span)));
    };
    let place = Place::new(&page.document.source, span);
    Some(Diagnostic::new(code::STATE_GAP, place, message).help(text!(
        "足りない時期の囲みを加えるか「:::otherwise」を置き、重なりは日付を直してください",
        "add the missing block or `:::otherwise`; where two overlap, change a day"
    )))
}

/// The finding for `otherwise` beside states that leave no day to it.
fn never(place: Place) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(
        code::STATE_GAP,
        place,
        text!(
            "この「otherwise」は、どの日にも表示されません",
            "this `otherwise` is true on no day"
        ),
    );
    // Visitors miss nothing.
    diagnostic.severity = Severity::Warning;
    diagnostic.help(text!(
        "ほかの囲みですべての日がそろっていますので、この囲みを消してください",
        "its neighbours hold every day; take it out"
    ))
}

/// The finding for `otherwise` without anything that it could be the rest of.
fn alone(place: Place) -> Diagnostic {
    Diagnostic::new(
        code::STATE_GAP,
        place,
        text!(
            "「otherwise」の前に、ほかの時期の文がありません",
            "`otherwise` has no neighbour, and is true always"
        ),
    )
    .help(text!(
        "「during」などのすぐ後ろに置くか、囲みを外してください",
        "put it right behind `during` or the like, or take it out"
    ))
}

/// The first gap or overlap between two neighbours in time.
fn between(days: &[(Interval, Span)]) -> Option<(Text, Span)> {
    days.windows(2).find_map(|pair| {
        let ((first, _), (second, span)) = (pair[0], pair[1]);
        let Some(end) = first.until else {
            let from = second.from.map_or_else(String::new, |day| day.to_string());
            return Some((overlap(&from), span));
        };
        let next = add_days(end, 1)?;
        match second.from {
            Some(from) if from > next => Some((gap(next), span)),
            Some(from) if from < next => Some((overlap(&from.to_string()), span)),
            Some(_) => None,
            None => Some((overlap(&end.to_string()), span)),
        }
    })
}

fn after(days: &[(Interval, Span)]) -> Option<(Text, Span)> {
    let (last, span) = days.last()?;
    let next = add_days(last.until?, 1)?;
    Some((gap(next), *span))
}

fn gap_before(day: Date) -> Text {
    text!(
        "{day} より前の日には、どの囲みも表示されません",
        "before {day} none of these blocks shows"
    )
}

fn gap(day: Date) -> Text {
    text!(
        "{day} には、どの囲みも表示されません",
        "on {day} none of these blocks shows"
    )
}

fn overlap(day: &str) -> Text {
    text!(
        "{day} には、二つ以上の囲みが表示されます",
        "on {day} more than one of these blocks shows"
    )
}
