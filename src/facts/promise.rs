//! Promises: what must be true of facts together.
//!
//! ```text
//! that = left comparison right        comparison = < <= > >= == !=
//! for  = name "in" window             the promise is tried for every day of the window
//! ```

use super::evaluate::{Days as Written, Derivation, Named, Omit, Question, Way};
use super::kinds::day;
use super::{Expression, Facts, Period};
use crate::calendar::format::Dated;
use crate::calendar::{AsOf, Calendar, Date, Point, add_days};
use crate::diag::{Diagnostic, Place, Severity, Text, code, text};
use crate::language::Language;
use crate::source::{SourceId, Span};
use crate::value::{Key, Node, Reader, Shape, Type, Value};
use std::collections::BTreeMap;

/// How many days are tried for all promises together, a business day that is counted as one more:
/// a second or two. A window up to the year 9999 has a fifth of it.
const MAX_TRIED_DAYS: u64 = 15_000_000;

/// What is left of the days that can be tried.
#[derive(Debug)]
pub struct Trials(u64);

impl Default for Trials {
    fn default() -> Self {
        Self(MAX_TRIED_DAYS)
    }
}

/// `[[promises]]`
pub const PROMISE: Shape = Shape::of(&[
    Key::new(
        "that",
        Type::Text,
        "約束の式",
        "what must be true",
        &["\"renewal.end < license_expiry\""],
    )
    .required(),
    Key::new(
        "because",
        Type::Text,
        "約束の理由",
        "why it must be true",
        &["\"受付は、有効期限より前に終わらなければなりません\""],
    ),
    Key::new(
        "for",
        Type::Text,
        "期間のすべての日で試すとき: その日の名前と、期間",
        "to try every day of a window: what to call the day, and the window",
        &["\"applied in renewal\""],
    ),
    Key::new(
        "accept",
        Type::Text,
        "承知のうえで崩れたままにする理由",
        "why it is left broken",
        &["\"通知は「頃」と明記しているため\""],
    ),
]);

/// A promise as it is written.
#[derive(Clone, Debug)]
pub struct Promise {
    /// Where it says what must be true.
    span: Span,
    /// What must be true; none where it cannot be read.
    that: Option<That>,
    because: Option<String>,
    range: Option<Range>,
    accept: Option<String>,
}

/// Two days and how they must lie to each other.
#[derive(Clone, Debug)]
struct That {
    left: Expression,
    comparison: Comparison,
    right: Expression,
}

/// The days that it is tried for.
#[derive(Clone, Debug)]
struct Range {
    span: Span,
    /// What each day is called, and the window; none where it cannot be read.
    names: Option<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Before,
    NotAfter,
    After,
    NotBefore,
    Same,
    Different,
}

/// How comparisons are written; the longer first.
const COMPARISONS: [(&str, Comparison); 10] = [
    ("<=", Comparison::NotAfter),
    (">=", Comparison::NotBefore),
    ("==", Comparison::Same),
    ("!=", Comparison::Different),
    ("≦", Comparison::NotAfter),
    ("≧", Comparison::NotBefore),
    ("<", Comparison::Before),
    (">", Comparison::After),
    ("＜", Comparison::Before),
    ("＞", Comparison::After),
];

impl Promise {
    /// Reads one table of `[[promises]]`.
    pub fn read(mut reader: Reader<'_, '_>) -> Option<Self> {
        let that = reader.node("that");
        let because = reader.get("because");
        let range = reader.node("for");
        let accept = reader.get("accept");
        reader.finish();
        let that = that?;
        Some(Self {
            span: that.span,
            that: That::read(that),
            because,
            range: range.map(Range::read),
            accept,
        })
    }

    /// What the names in it begin with: the keys or labels of facts, and the name that it gives
    /// to the day that is tried.
    pub fn heads(&self) -> Vec<&str> {
        let sides = self.that.iter().flat_map(|that| [&that.left, &that.right]);
        let mut heads: Vec<&str> = sides.flat_map(Expression::heads).collect();
        let names = self.range.as_ref().and_then(|range| range.names.as_ref());
        heads.extend(names.map(|(_, window)| window.as_str()));
        heads
    }

    /// What is wrong with the promise, or with its facts: nothing where it is kept.
    pub fn check(
        &self,
        facts: &Facts,
        source: &SourceId,
        calendar: &Calendar,
        as_of: AsOf,
        trials: &mut Trials,
    ) -> Vec<Diagnostic> {
        let mut court = Court {
            promise: self,
            facts,
            source,
            calendar,
            as_of,
            trials,
            diagnostics: Vec::new(),
        };
        court.judge();
        court.diagnostics
    }
}

/// Judges one promise.
struct Court<'a> {
    promise: &'a Promise,
    facts: &'a Facts,
    source: &'a SourceId,
    calendar: &'a Calendar,
    as_of: AsOf,
    trials: &'a mut Trials,
    diagnostics: Vec<Diagnostic>,
}

/// The days that it is tried for.
struct Days<'a> {
    /// What each is called.
    name: &'a str,
    /// The window that they are of.
    window: &'a str,
    span: Span,
    first: Date,
    last: Date,
}

impl Days<'_> {
    fn all(&self) -> impl Iterator<Item = Date> {
        let days = std::iter::successors(Some(self.first), |day| add_days(*day, 1));
        days.take_while(|day| *day <= self.last)
    }
}

struct Breach {
    left: Derivation,
    right: Derivation,
}

impl<'a> Court<'a> {
    fn judge(&mut self) {
        let promise = self.promise;
        let Some(that) = &promise.that else {
            self.unreadable(promise.span);
            return;
        };
        let days = match &promise.range {
            None => None,
            Some(range) => match self.days(range) {
                Some(days) => Some(days),
                None => return,
            },
        };
        let first = days.as_ref().map(|days| days.first);
        let sides = (self.way(&that.left, first), self.way(&that.right, first));
        let (Some(left), Some(right)) = sides else {
            return;
        };
        let worst = match days {
            None => self.once(that, &left, &right),
            Some(days) => self.every_day(that, &left, &right, &days),
        };
        if let Some(worst) = worst {
            self.report(that.comparison, &worst);
        }
    }

    /// Tries it for the facts as they are.
    fn once(&mut self, that: &That, left: &Way<'_>, right: &Way<'_>) -> Option<Breach> {
        let mut lead = |side: &Expression, way: &Way<'_>| {
            let question = self.question(side);
            let derivation = way.derivation(way.start);
            match &derivation {
                Ok(derivation) => question.note_unofficial(derivation, &mut self.diagnostics),
                Err(at) => self.diagnostics.push(question.nowhere(*at)),
            }
            derivation.ok()
        };
        let (left, right) = (lead(&that.left, left), lead(&that.right, right));
        breach(that.comparison, left?, right?)
    }

    /// Tries it for each of some days, and finds the worst.
    fn every_day(
        &mut self,
        that: &That,
        left: &Way<'a>,
        right: &Way<'a>,
        days: &Days<'a>,
    ) -> Option<Breach> {
        let sides = [(&that.left, left), (&that.right, right)];
        let start = |way: &Way<'_>, day: Date| {
            let is_tried = way.name.as_deref() == Some(days.name);
            if is_tried { Point::day(day) } else { way.start }
        };
        let costs = left.length().saturating_add(right.length());
        let mut worst: Option<(i64, Date)> = None;
        let mut unofficial: BTreeMap<i16, &Expression> = BTreeMap::new();
        for day in days.all() {
            let Some(rest) = self.trials.0.checked_sub(costs) else {
                self.diagnostics.push(self.not_tried(day, days));
                break;
            };
            self.trials.0 = rest;
            let mut points = [Point::day(day); 2];
            for (point, (side, way)) in points.iter_mut().zip(sides) {
                *point = match way.point(start(way, day)) {
                    Ok(point) => point,
                    // It would be so for all that follow.
                    Err(at) => {
                        self.diagnostics.push(self.question(side).nowhere(at));
                        return None;
                    }
                };
                if way.counts_business_days() {
                    unofficial.entry(point.date.year()).or_insert(side);
                }
            }
            let minutes = points[0].minutes_after(points[1]);
            let by = minutes.abs();
            let is_worse = worst.is_none_or(|(worst, _)| by > worst);
            if !that.comparison.holds(minutes) && is_worse {
                worst = Some((by, day));
            }
        }
        for (year, side) in unofficial {
            let note = self.question(side).unofficial_year(year);
            self.diagnostics.extend(note);
        }
        let (_, day) = worst?;
        let lead = |way: &Way<'_>| way.derivation(start(way, day)).ok();
        breach(that.comparison, lead(left)?, lead(right)?)
    }

    /// The days of `applied in renewal`.
    fn days(&mut self, range: &'a Range) -> Option<Days<'a>> {
        let Some((name, window)) = &range.names else {
            self.unreadable(range.span);
            return None;
        };
        let place = Place::new(self.source, range.span);
        let fact = match self.facts.find(window) {
            Ok(found) => found.fact,
            Err(missing) => {
                self.diagnostics.extend(missing.diagnostic(window, place));
                return None;
            }
        };
        let message = match fact.period() {
            Some(Period {
                start: Some(start),
                end: Some(end),
            }) => {
                return Some(Days {
                    name,
                    window,
                    span: range.span,
                    first: start.date,
                    last: end.date,
                });
            }
            Some(_) => text!(
                "「{window}」は始まりか終わりが決まっていないので、すべての日では試せません",
                "`{window}` has no start or no end, so not every day of it can be tried"
            ),
            None => text!(
                "「{window}」は期間ではありません",
                "`{window}` is not a window"
            ),
        };
        let diagnostic = Diagnostic::new(code::WRONG_KIND, place, message);
        self.diagnostics.push(diagnostic.help(text!(
            "始まりと終わりの決まった期間を「applied in renewal」のように書いてください",
            "name a window with a start and an end, like `applied in renewal`"
        )));
        None
    }

    /// What Japanese messages call a day that is tried: 「受付期間」のうち.
    fn within(&self) -> String {
        let names = self.promise.range.as_ref();
        let window = names.and_then(|range| Some(&range.names.as_ref()?.1));
        let found = window.and_then(|window| self.facts.find(window).ok());
        found.map_or_else(String::new, |found| {
            format!("「{}」のうち", found.stated.label)
        })
    }

    fn question<'e>(&self, expression: &'e Expression) -> Question<'e>
    where
        'a: 'e,
    {
        Question {
            expression,
            source: self.source,
            calendar: self.calendar,
            as_of: self.as_of,
            omit: Omit::Here,
        }
    }

    /// How the day is arrived at that one side says; `first` is the first of those that are tried.
    fn way(&mut self, expression: &'a Expression, first: Option<Date>) -> Option<Way<'a>> {
        let names = self.promise.range.as_ref();
        let names = names.and_then(|range| range.names.as_ref());
        let tried = names.zip(first).map(|((name, _), day)| (name, day));
        let facts = self.facts;
        let within = self.within();
        let mut lookup = |name: &str, place: Place, diagnostics: &mut Vec<Diagnostic>| {
            if let Some((_, date)) = tried.filter(|(tried, _)| *tried == name) {
                return Some(Named {
                    fact: day(date),
                    label: within.clone(),
                });
            }
            match facts.named(name) {
                Ok(named) => Some(named),
                Err(missing) => {
                    diagnostics.extend(missing.diagnostic(name, place));
                    None
                }
            }
        };
        let question = self.question(expression);
        question.way(&mut lookup, &mut self.diagnostics)
    }

    /// The finding for days that there is no time to try.
    fn not_tried(&self, from: Date, days: &Days<'_>) -> Diagnostic {
        let (window, from, last) = (days.window, Dated::from(from), Dated::from(days.last));
        let message = text!(
            "「{window}」の日が多すぎるため、{from:#}から{last:#}までは試していません",
            "there are too many days in `{window}`: from {from} to {last}, the promise is not tried"
        );
        let place = Place::new(self.source, days.span);
        Diagnostic::new(code::INVALID_VALUE, place, message).help(text!(
            "期間を短くするか、for を使う約束を減らしてください",
            "make the window shorter, or write fewer promises with `for`"
        ))
    }

    fn report(&mut self, comparison: Comparison, breach: &Breach) {
        let promise = self.promise;
        let counts = breach.left.counts_business_days() || breach.right.counts_business_days();
        let days = if counts {
            Written::Named
        } else {
            Written::Plain
        };
        let words = |language| {
            let left = breach.left.words(language, days);
            (left, breach.right.words(language, days))
        };
        let (left, right) = words(Language::Japanese);
        let relation = comparison.broken();
        let japanese = format!(
            "約束が守られません: {left} は、{right} {}",
            relation.japanese
        );
        let (left, right) = words(Language::English);
        let english = format!(
            "this promise is broken: {left}, {} {right}",
            relation.english
        );
        let place = Place::new(self.source, promise.span);
        let message = Text { japanese, english };
        let mut diagnostic = Diagnostic::new(code::BROKEN_PROMISE, place, message);
        let because = promise.because.as_deref().unwrap_or_default();
        diagnostic.help = Some(text!(
            "[facts] の日付か、約束の式を直してください。承知のうえで残すときは、accept に理由を書きます",
            "change a day in `[facts]`, or the promise; to leave it so, say why in `accept`"
        ));
        if !because.is_empty()
            && let Some(help) = &mut diagnostic.help
        {
            help.japanese = format!("{}。約束の理由: {because}", help.japanese);
            help.english = format!("{}; why it was promised: {because}", help.english);
        }
        if let Some(reason) = &promise.accept {
            diagnostic.severity = Severity::Note;
            diagnostic.help = Some(text!("承知のうえです: {reason}", "accepted: {reason}"));
        }
        self.diagnostics.push(diagnostic);
    }

    fn unreadable(&mut self, span: Span) {
        let place = Place::new(self.source, span);
        self.diagnostics.push(
            Diagnostic::new(
                code::INVALID_EXPRESSION,
                place,
                text!(
                    "約束として読み取れません",
                    "this cannot be read as a promise"
                ),
            )
            .help(text!(
                "that は「renewal.end < license_expiry」、for は「applied in renewal」の形で書いてください",
                "write `that` like `renewal.end < license_expiry`, and `for` like `applied in renewal`"
            )),
        );
    }
}

impl Comparison {
    /// Whether it holds where the left side lies so many minutes after the right one.
    const fn holds(self, minutes: i64) -> bool {
        match self {
            Self::Before => minutes < 0,
            Self::NotAfter => minutes <= 0,
            Self::After => minutes > 0,
            Self::NotBefore => minutes >= 0,
            Self::Same => minutes == 0,
            Self::Different => minutes != 0,
        }
    }

    /// How the left side lies to the right one where the promise is broken.
    fn broken(self) -> Text {
        match self {
            Self::Before => text!("より前ではありません", "not before"),
            Self::NotAfter => text!("より後です", "after"),
            Self::After => text!("より後ではありません", "not after"),
            Self::NotBefore => text!("より前です", "before"),
            Self::Same => text!("と同じではありません", "not the same as"),
            Self::Different => text!("と同じです", "the same as"),
        }
    }
}

impl That {
    fn read(node: &Node) -> Option<Self> {
        let Value::String(text) = &node.value else {
            return None;
        };
        COMPARISONS.iter().find_map(|(sign, comparison)| {
            let at = text.find(sign)?;
            let right = Span::new(at + sign.len(), text.len());
            Some(Self {
                left: side(node, text, Span::new(0, at)),
                comparison: *comparison,
                right: side(node, text, right),
            })
        })
    }
}

impl Range {
    fn read(node: &Node) -> Self {
        let names = match &node.value {
            Value::String(text) => text.split_once(" in "),
            _ => None,
        };
        let names = names.map(|(name, window)| (name.trim().to_owned(), window.trim().to_owned()));
        let span = node.span;
        Self { span, names }
    }
}

fn breach(comparison: Comparison, left: Derivation, right: Derivation) -> Option<Breach> {
    let minutes = left.point.minutes_after(right.point);
    if comparison.holds(minutes) {
        return None;
    }
    Some(Breach { left, right })
}

/// One side, without the space around it.
fn side(node: &Node, text: &str, span: Span) -> Expression {
    let inside = span.slice(text);
    let start = span.start + inside.len() - inside.trim_start().len();
    let trimmed = inside.trim();
    Expression::of(Node {
        value: Value::String(trimmed.to_owned()),
        span: node.part(Span::new(start, start + trimmed.len())),
        verbatim: node.verbatim.map(|at| at + start),
    })
}
