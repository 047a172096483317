//! Neighbouring states of which none, or more than one, is true on some day.

use super::{Check, Rule};
use crate::calendar::DateTime;
use crate::calendar::format::Dated;
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
    if let ([(span, days)], [state]) = (&group.states[..], typed)
        && state.when == When::Otherwise
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
        "表示されない時期があれば、その時期の囲みか「:::otherwise」を加えてください。重なる時期があれば、どちらかの日付を直してください",
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
        "ほかの囲みだけで、すべての日に文が表示されます。この囲みを消してください",
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
fn between(times: &[(Interval, Span)]) -> Option<(Text, Span)> {
    times.windows(2).find_map(|pair| {
        let ((first, _), (second, span)) = (pair[0], pair[1]);
        match (first.until, second.from) {
            (Some(end), Some(from)) if from > end => Some((gap(end), span)),
            (Some(end), Some(from)) if from == end => None,
            (_, Some(from)) => Some((overlap(from), span)),
            (end, None) => Some((overlap_before(end), span)),
        }
    })
}

fn after(times: &[(Interval, Span)]) -> Option<(Text, Span)> {
    let (last, span) = times.last()?;
    Some((gap(last.until?), *span))
}

fn gap_before(moment: DateTime) -> Text {
    let moment = Dated::from(moment);
    text!(
        "{moment:#}より前には、どの囲みも表示されません",
        "before {moment} none of these blocks shows"
    )
}

fn gap(moment: DateTime) -> Text {
    let moment = Dated::from(moment);
    text!(
        "{moment:#}からは、どの囲みも表示されません",
        "from {moment} on none of these blocks shows"
    )
}

fn overlap(moment: DateTime) -> Text {
    let moment = Dated::from(moment);
    text!(
        "{moment:#}からは、二つ以上の囲みが表示されます",
        "from {moment} on more than one of these blocks shows"
    )
}

/// Two that have both been true from the beginning; until when, where it ends.
fn overlap_before(end: Option<DateTime>) -> Text {
    match end.map(Dated::from) {
        Some(end) => text!(
            "{end:#}より前には、二つ以上の囲みが表示されます",
            "before {end} more than one of these blocks shows"
        ),
        None => text!(
            "いつも、二つ以上の囲みが表示されます",
            "more than one of these blocks shows always"
        ),
    }
}
