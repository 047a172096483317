//! What depends on the day: which facts a page speaks with, whether it is shown, which of
//! its states is true.

use crate::calendar::format::Dated;
use crate::calendar::{AsOf, Calendar, Date, DateTime, Point, iso_moment};
use crate::content::Document;
use crate::content::body::{State, When};
use crate::diag::{Diagnostic, Place, code, text};
use crate::facts::{Expression, InForce, Period, Timeline, backwards};
use crate::source::{SourceId, Span};
use std::fmt;

/// The time from one moment up to another, which does not belong to it; an end that is not
/// given is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Interval {
    /// Its first moment.
    pub from: Option<DateTime>,
    /// The first moment after it.
    pub until: Option<DateTime>,
}

impl Interval {
    /// From the beginning of one point to the end of another.
    fn of(from: Option<Point>, until: Option<Point>) -> Self {
        Self {
            from: from.map(Point::start),
            until: until.and_then(Point::end),
        }
    }

    /// Whether a moment lies in it.
    pub fn contains(self, moment: DateTime) -> bool {
        self.from.is_none_or(|from| from <= moment) && self.until.is_none_or(|until| moment < until)
    }

    /// Whether no moment lies in it.
    fn is_empty(self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if until <= from)
    }

    /// The moments at which something begins or ends.
    pub fn changes(self) -> impl Iterator<Item = DateTime> {
        self.from.into_iter().chain(self.until)
    }
}

/// As in ISO 8601, with a `/` between the two moments and nothing for an open end. Midnight is
/// the day alone: `2024-03-04/2024-04-10`, `2024-03-04/2024-04-09T17:00`.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = |moment: Option<DateTime>| moment.map(iso_moment).unwrap_or_default();
        write!(f, "{}/{}", moment(self.from), moment(self.until))
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
    /// It will be, from the beginning of that: the later of `publish_from` and the date of news.
    From(Point),
    /// It is, but it has been over since the end of that.
    Over(Point),
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

    /// The last point at which it was not over, if it is.
    pub const fn over_since(self) -> Option<Point> {
        match self {
            Self::Over(last) => Some(last),
            Self::Shown | Self::Draft | Self::From(_) => None,
        }
    }
}

/// Neighbouring states, of which one is true on any day.
#[derive(Clone, Debug, Hash)]
pub struct StateGroup {
    /// Each with the place of its first line and the time in which it is true.
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
        let own = self.own_visibility(document, in_force);
        let Some(original) = original.filter(|_| !own.is_hidden()) else {
            return own;
        };
        let original = self.told(|almanac| almanac.visibility(original, None));
        match own {
            Visibility::Over(_) if !original.is_hidden() => own,
            _ => original,
        }
    }

    fn own_visibility(&mut self, document: &Document, in_force: InForce<'_>) -> Visibility {
        let front = &document.front;
        let from = self.point(front.publish_from.as_ref(), in_force);
        let until = self.point(front.publish_until.as_ref(), in_force);
        let span = front
            .publish_until
            .as_ref()
            .map_or(front.span, Expression::span);
        self.interval(from, until, span);
        self.point(front.review_by.as_ref(), in_force);
        let now = self.as_of.moment();
        match (published_from(from, document), until) {
            _ if front.draft => Visibility::Draft,
            (Some(from), _) if now < from.start() => Visibility::From(from),
            (_, Some(last)) if last.end().is_some_and(|end| end <= now) => Visibility::Over(last),
            _ => Visibility::Shown,
        }
    }

    /// The time from one point to another, both included. `span` is where they are stated.
    pub(super) fn interval_of(
        &mut self,
        from: Option<&Expression>,
        until: Option<&Expression>,
        in_force: InForce<'_>,
        span: Span,
    ) -> Interval {
        let span = until.map_or(span, Expression::span);
        let (from, until) = (self.point(from, in_force), self.point(until, in_force));
        self.interval(from, until, span)
    }

    /// The time from one point to another, both included; that it ends before it begins is
    /// reported at `span`.
    fn interval(&mut self, from: Option<Point>, until: Option<Point>, span: Span) -> Interval {
        let interval = Interval::of(from, until);
        if let (Some(from), Some(until)) = (from, until)
            && interval.is_empty()
        {
            let place = Place::new(self.source, span);
            let message = backwards(from, until);
            let diagnostic = Diagnostic::new(code::INVALID_VALUE, place, message);
            self.diagnostics.push(diagnostic.help(text!(
                "始まりか終わりの日付を直してください。時刻のない終わりは、その日いっぱいです",
                "change one of the two; an end without a time is the end of that day"
            )));
        }
        interval
    }

    /// The time in which the page is shown and not over; for a translation that names none, that
    /// of its `original`.
    pub(super) fn shown(&mut self, document: &Document, original: Option<&Document>) -> Interval {
        let front = &document.front;
        let names_none = front.publish_from.is_none() && front.publish_until.is_none();
        if let Some(original) = original.filter(|_| names_none) {
            return self.shown(original, None);
        }
        self.told(|almanac| {
            let in_force = almanac.in_force(document, original);
            let from = almanac.point(front.publish_from.as_ref(), in_force);
            Interval::of(
                published_from(from, document),
                almanac.point(front.publish_until.as_ref(), in_force),
            )
        })
    }

    /// When the page is to be reviewed.
    pub(super) fn review_by(
        &mut self,
        document: &Document,
        in_force: InForce<'_>,
    ) -> Option<Point> {
        self.told(|almanac| almanac.point(document.front.review_by.as_ref(), in_force))
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
                let interval = self.state_interval(state, in_force);
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

    /// The time of one state; none for [`When::Otherwise`] and where it cannot be told.
    fn state_interval(&mut self, state: &State, in_force: InForce<'_>) -> Option<Interval> {
        let subject = state.subject.as_ref()?;
        let Period { start, end } = self.period(subject, in_force)?;
        let interval = match state.when {
            When::Before => Interval {
                from: None,
                until: Some(
                    start
                        .map(Point::start)
                        .or_else(|| self.no_end(subject, END_START))?,
                ),
            },
            When::During => Interval::of(start, end),
            When::After => Interval {
                from: Some(match end {
                    Some(end) => end.end()?,
                    None => self.no_end(subject, END_LAST)?,
                }),
                until: None,
            },
            When::From => Interval::of(start, None),
            When::Until => Interval::of(None, end),
            When::Otherwise => return None,
        };
        if interval.is_empty() {
            self.diagnostics.push(moment_only(subject, self.source));
            return None;
        }
        Some(interval)
    }

    /// Reports that a state needs an end that its subject does not have.
    fn no_end<T>(&mut self, subject: &Expression, end: End) -> Option<T> {
        let (place, subject) = (Place::new(self.source, subject.span()), subject.text());
        let End { japanese, english } = end;
        self.diagnostics.push(
            Diagnostic::new(
                code::WRONG_KIND,
                place,
                text!(
                    "「{subject}」には{japanese}がないので、この囲みは一度も表示されません",
                    "`{subject}` has no {english}, so this block never shows"
                ),
            )
            .help(text!(
                "この囲みを消すか、site.toml の「{subject}」に{japanese}を書いてください",
                "take the block out, or state the {english} of `{subject}` in site.toml"
            )),
        );
        None
    }

    /// The time that a state speaks of.
    fn period(&mut self, subject: &Expression, in_force: InForce<'_>) -> Option<Period> {
        if let Ok(found) = in_force.facts.find(subject.text())
            && let Some(period) = found.fact.period()
        {
            return Some(period);
        }
        let point = self.point(Some(subject), in_force)?;
        Some(Period {
            start: Some(point),
            end: Some(point),
        })
    }

    fn point(&mut self, day: Option<&Expression>, in_force: InForce<'_>) -> Option<Point> {
        let derivation = in_force.facts.date(
            day?,
            self.source,
            self.calendar,
            self.as_of,
            &mut self.diagnostics,
        );
        derivation.map(|derivation| derivation.point)
    }
}

/// From when a page is shown: the later of its `publish_from` and the date of news.
fn published_from(from: Option<Point>, document: &Document) -> Option<Point> {
    let date = document.front.date.map(Point::day);
    from.into_iter()
        .chain(date)
        .max_by_key(|point| point.start())
}

/// What one end of a period is called.
#[derive(Clone, Copy)]
struct End {
    japanese: &'static str,
    english: &'static str,
}

const END_START: End = End {
    japanese: "始まり（start）",
    english: "start",
};

const END_LAST: End = End {
    japanese: "終わり（end）",
    english: "end",
};

/// The finding for the time between a minute and itself.
fn moment_only(subject: &Expression, source: &SourceId) -> Diagnostic {
    let (place, subject) = (Place::new(source, subject.span()), subject.text());
    Diagnostic::new(
        code::WRONG_KIND,
        place,
        text!(
            "「{subject}」は長さのない時刻なので、「during」の囲みは一度も表示されません",
            "`{subject}` is a minute, so a block `during` it never shows"
        ),
    )
    .help(text!(
        "その時刻までなら「until {subject}」、その時刻からなら「from {subject}」と書いてください",
        "write `until {subject}` for the time before it, `from {subject}` for the time after it"
    ))
}

/// The time that none of `intervals` holds.
fn complement(intervals: &[Interval]) -> Vec<Interval> {
    let mut sorted = intervals.to_vec();
    sorted.sort_by_key(|interval| interval.from);
    let mut left = Vec::new();
    // The first moment that nothing has been seen to hold; none before all others.
    let mut open: Option<DateTime> = None;
    for interval in sorted {
        if let Some(from) = interval.from
            && open.is_none_or(|open| open < from)
        {
            left.push(Interval {
                from: open,
                until: Some(from),
            });
        }
        let Some(until) = interval.until else {
            return left;
        };
        open = Some(open.map_or(until, |open| open.max(until)));
    }
    left.push(Interval {
        from: open,
        until: None,
    });
    left
}

/// The finding for a day on which nothing is in force.
pub(super) fn no_cycle(day: Date, place: Place) -> Diagnostic {
    let day = Dated::from(day);
    Diagnostic::new(
        code::NO_CYCLE,
        place,
        text!(
            "{day:#}を含む年度（cycles）がありません",
            "no cycle is in force on {day}"
        ),
    )
    .help(text!(
        "site.toml の [[cycles]] に、この日を含む年度を加えてください",
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

    /// The whole days from one to another.
    fn interval(from: &str, until: &str) -> Interval {
        Interval::of(Point::parse(from), Point::parse(until))
    }

    #[test]
    fn what_has_a_time_ends_as_it_comes() {
        let window = interval("2024-03-04", "2024-04-09T17:00");
        assert_eq!(window.to_string(), "2024-03-04/2024-04-09T17:00");
        let at = |text| Point::parse(text).unwrap().start();
        assert!(window.contains(at("2024-04-09T16:59")));
        assert!(!window.contains(at("2024-04-09T17:00")));
        let days = interval("2024-03-04", "2024-04-09");
        assert_eq!(days.to_string(), "2024-03-04/2024-04-10");
        assert!(days.contains(at("2024-04-09T23:59")));
        assert!(!days.contains(at("2024-03-03T23:59")));
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
