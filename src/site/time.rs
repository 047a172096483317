//! What depends on the day: which facts a page speaks with, whether it is shown, which of
//! its states is true.

use crate::calendar::{AsOf, Calendar, Date, add_days, format};
use crate::content::Document;
use crate::content::body::{State, When};
use crate::diag::{Diagnostic, Place, code, text};
use crate::facts::{InForce, Timeline};
use crate::source::{SourceId, Span};
use crate::value::{Node, Value};
use std::fmt;

/// Some days, both ends included; an end that is not given is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
}

impl Interval {
    /// Whether a day is one of them.
    pub fn contains(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// The days on which something begins or has just ended.
    pub fn changes(self) -> impl Iterator<Item = Date> {
        let after = self.until.and_then(|until| add_days(until, 1));
        self.from.into_iter().chain(after)
    }
}

/// As in ISO 8601-2: both days with a `/` between them, an open end with nothing.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |day: Option<Date>| day.map(format::iso).unwrap_or_default();
        write!(f, "{}/{}", day(self.from), day(self.until))
    }
}

/// Whether a page is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// It is.
    #[default]
    Shown,
    /// It is a draft.
    Draft,
    /// It will be, from that day on: the later of `publish_from` and the date of the news.
    From(Date),
    /// It is, but it has been over since that day.
    Over(Date),
}

impl Visibility {
    /// Whether visitors do not see the page.
    pub const fn is_hidden(self) -> bool {
        match self {
            Self::Draft | Self::From(_) => true,
            Self::Shown | Self::Over(_) => false,
        }
    }

    /// What a page is called that visitors do not see.
    pub const fn name_of_hidden(self) -> Option<&'static str> {
        match self {
            Self::Draft => Some("draft"),
            Self::From(_) => Some("upcoming"),
            Self::Shown | Self::Over(_) => None,
        }
    }

    /// The day since which it is over, if it is.
    pub const fn over_since(self) -> Option<Date> {
        match self {
            Self::Over(day) => Some(day),
            Self::Shown | Self::Draft | Self::From(_) => None,
        }
    }
}

/// Neighbouring states, of which one is true on any day.
#[derive(Clone, Debug, Hash)]
pub struct StateGroup {
    /// Each with the place of its first line and the days on which it is true.
    pub states: Vec<(Span, Vec<Interval>)>,
}

/// Reads the days of one file.
pub(super) struct Almanac<'a> {
    pub(super) timeline: &'a Timeline,
    pub(super) calendar: &'a Calendar,
    pub(super) as_of: AsOf,
    pub(super) source: &'a SourceId,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Almanac<'a> {
    /// What is in force for a page: the cycle that it names, else that of its own day, else
    /// that of the day of the build. Where there is none, that is reported, and the facts as
    /// such serve until it is mended.
    ///
    /// A translation is of the cycle and the day of its `original` unless it says otherwise.
    pub(super) fn in_force(
        &mut self,
        document: &Document,
        original: Option<&Document>,
    ) -> InForce<'a> {
        let front = &document.front;
        if let Some(original) = original.filter(|_| front.cycle.is_none() && front.date.is_none()) {
            return self.told(|almanac| almanac.in_force(original, None));
        }
        if let Some(name) = &front.cycle {
            return self.timeline.named(&name.value).unwrap_or_else(|| {
                let place = Place::new(self.source, name.span);
                self.diagnostics
                    .push(unknown_cycle(&name.value, place, self.timeline));
                self.timeline.base()
            });
        }
        let day = front.date.unwrap_or(self.as_of.date());
        match self.timeline.on(day) {
            Some(in_force) => in_force,
            None => {
                // For the day of the build that is reported once, for the whole site.
                if front.date.is_some() {
                    let place = Place::new(self.source, front.span);
                    self.diagnostics.push(no_cycle(day, place));
                }
                self.timeline.base()
            }
        }
    }

    /// Whether a page is shown on the day of the build: a translation only with its `original`.
    pub(super) fn visibility(
        &mut self,
        document: &Document,
        original: Option<&Document>,
    ) -> Visibility {
        let in_force = self.in_force(document, original);
        match (self.own_visibility(document, in_force), original) {
            (Visibility::Shown, Some(original)) => {
                self.told(|almanac| almanac.visibility(original, None))
            }
            (visibility, _) => visibility,
        }
    }

    fn own_visibility(&mut self, document: &Document, in_force: InForce<'_>) -> Visibility {
        let front = &document.front;
        let Interval { from, until } = self.days(
            front.publish_from.as_ref(),
            front.publish_until.as_ref(),
            in_force,
            front.span,
        );
        self.day(front.review_by.as_ref(), in_force);
        let today = self.as_of.date();
        match (from.max(front.date), until) {
            _ if front.draft => Visibility::Draft,
            (Some(from), _) if today < from => Visibility::From(from),
            (_, Some(until)) if until < today => Visibility::Over(until),
            _ => Visibility::Shown,
        }
    }

    /// The days from one to another, both included. `span` is where they are stated.
    pub(super) fn days(
        &mut self,
        from: Option<&Node>,
        until: Option<&Node>,
        in_force: InForce<'_>,
        span: Span,
    ) -> Interval {
        let span = until.map_or(span, |node| node.span);
        let days = Interval {
            from: self.day(from, in_force),
            until: self.day(until, in_force),
        };
        if let (Some(from), Some(until)) = (days.from, days.until)
            && until < from
        {
            self.diagnostics.push(Diagnostic::new(
                code::INVALID_VALUE,
                Place::new(self.source, span),
                text!(
                    "終わり（{until}）が始まり（{from}）より前です",
                    "the end ({until}) is before the start ({from})"
                ),
            ));
        }
        days
    }

    /// The days on which the page is shown; for a translation that names none, those of its
    /// `original`.
    pub(super) fn shown(&mut self, document: &Document, original: Option<&Document>) -> Interval {
        let front = &document.front;
        let names_none = front.publish_from.is_none() && front.publish_until.is_none();
        if let Some(original) = original.filter(|_| names_none) {
            return self.shown(original, None);
        }
        self.told(|almanac| {
            let in_force = almanac.in_force(document, original);
            let from = almanac.day(front.publish_from.as_ref(), in_force);
            Interval {
                from: from.max(front.date),
                until: almanac.day(front.publish_until.as_ref(), in_force),
            }
        })
    }

    /// The day on which the page is to be reviewed.
    pub(super) fn review_by(&mut self, document: &Document, in_force: InForce<'_>) -> Option<Date> {
        self.told(|almanac| almanac.day(document.front.review_by.as_ref(), in_force))
    }

    /// What is asked again: what is wrong has been told with the visibility, or belongs to
    /// another document, which tells it.
    fn told<T>(&mut self, ask: impl FnOnce(&mut Self) -> T) -> T {
        let reported = self.diagnostics.len();
        let answer = ask(self);
        self.diagnostics.truncate(reported);
        answer
    }

    /// The states of neighbouring blocks.
    pub(super) fn states(&mut self, states: &[State], in_force: InForce<'_>) -> StateGroup {
        let mut group: Vec<(Span, Vec<Interval>)> = states
            .iter()
            .map(|state| {
                let interval = self.interval(state, in_force);
                (state.span, interval.into_iter().collect())
            })
            .collect();
        let stated: Vec<Interval> = group.iter().flat_map(|(_, days)| days.clone()).collect();
        let rest = complement(&stated);
        for (state, (_, days)) in states.iter().zip(&mut group) {
            if state.when == When::Otherwise {
                days.clone_from(&rest);
            }
        }
        StateGroup { states: group }
    }

    /// The days of one state; none for [`When::Otherwise`] and where it cannot be told.
    fn interval(&mut self, state: &State, in_force: InForce<'_>) -> Option<Interval> {
        if state.when == When::Otherwise {
            return None;
        }
        let (start, end) = self.subject(state, in_force)?;
        let (from, until) = match state.when {
            When::Before => (None, Some(add_days(start, -1)?)),
            When::During => (Some(start), Some(end)),
            When::After => (Some(add_days(end, 1)?), None),
            When::From => (Some(start), None),
            When::Until => (None, Some(end)),
            When::Otherwise => return None,
        };
        Some(Interval { from, until })
    }

    /// The first and the last day of what a state speaks of.
    fn subject(&mut self, state: &State, in_force: InForce<'_>) -> Option<(Date, Date)> {
        if let Ok(found) = in_force.facts.find(&state.subject) {
            let members = found.fact.members();
            let day = |name: &str| {
                let member = members.iter().find(|member| member.name == name)?;
                member.fact.date()
            };
            if let (Some(start), Some(end)) = (day("start"), day("end")) {
                return Some((start, end));
            }
        }
        let node = Node {
            value: Value::String(state.subject.clone()),
            span: state.subject_span,
            verbatim: Some(state.subject_span.start),
        };
        let day = self.day(Some(&node), in_force)?;
        Some((day, day))
    }

    fn day(&mut self, node: Option<&Node>, in_force: InForce<'_>) -> Option<Date> {
        let derivation = in_force.facts.date(
            node?,
            self.source,
            self.calendar,
            self.as_of,
            &mut self.diagnostics,
        );
        derivation.map(|derivation| derivation.date)
    }
}

/// The days that none of `intervals` holds.
fn complement(intervals: &[Interval]) -> Vec<Interval> {
    let mut sorted = intervals.to_vec();
    sorted.sort_by_key(|interval| interval.from);
    let mut left = Vec::new();
    // The first day that nothing has been seen to hold; none once all later days are held.
    let mut open: Option<Option<Date>> = Some(None);
    for interval in sorted {
        let Some(start) = open else {
            break;
        };
        if let Some(from) = interval.from
            && start.is_none_or(|start| start < from)
            && let Some(until) = add_days(from, -1)
        {
            left.push(Interval {
                from: start,
                until: Some(until),
            });
        }
        open = match interval.until {
            None => None,
            Some(until) => {
                let next = add_days(until, 1);
                next.map(|next| Some(start.map_or(next, |start| start.max(next))))
            }
        };
    }
    if let Some(from) = open {
        left.push(Interval { from, until: None });
    }
    left
}

/// The finding for a day on which nothing is in force.
pub(super) fn no_cycle(day: Date, place: Place) -> Diagnostic {
    Diagnostic::new(
        code::NO_CYCLE,
        place,
        text!(
            "{day} に使える年度（cycles）がありません",
            "no cycle is in force on {day}"
        ),
    )
    .help(text!(
        "site.toml の [[cycles]] に、この日を含むものを加えてください",
        "add a cycle to `[[cycles]]` in site.toml that holds this day"
    ))
}

fn unknown_cycle(name: &str, place: Place, timeline: &Timeline) -> Diagnostic {
    let known: Vec<&str> = timeline
        .cycles()
        .iter()
        .map(|cycle| cycle.name.as_str())
        .collect();
    let known = known.join(", ");
    let diagnostic = Diagnostic::new(
        code::NO_CYCLE,
        place,
        text!(
            "「{name}」という年度（cycles）はありません",
            "there is no cycle `{name}`"
        ),
    );
    if known.is_empty() {
        return diagnostic.help(text!(
            "site.toml に [[cycles]] がありません。この行を消してください",
            "site.toml states no cycles; take this line out"
        ));
    }
    diagnostic.help(text!("あるのは: {known}", "there are: {known}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_iso;

    fn interval(from: &str, until: &str) -> Interval {
        Interval {
            from: parse_iso(from),
            until: parse_iso(until),
        }
    }

    #[test]
    fn the_complement_holds_all_other_days() {
        let window = interval("2024-03-04", "2024-04-09");
        assert_eq!(
            complement(&[window]),
            [interval("", "2024-03-03"), interval("2024-04-10", "")]
        );
        assert_eq!(complement(&[]), [interval("", "")]);
        assert_eq!(complement(&[interval("", "")]), []);
        let two = [
            interval("2024-03-01", ""),
            interval("2024-01-01", "2024-04-01"),
        ];
        assert_eq!(complement(&two), [interval("", "2023-12-31")]);
    }
}
