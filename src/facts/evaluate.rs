//! Expressions become days, and remember how.

use super::expression::{Amount, Function, Operand, Problem, Step};
use super::{Expression, Fact, Facts};
use crate::calendar::{self, AsOf, Calendar, Direction, Duration, Point, Unit, format, holidays};
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::language::Language;
use crate::source::{SourceId, Span};
use crate::value::FromNode;
use std::sync::Arc;

/// How days are written in arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// `2024-04-09`
    Plain,
    /// With the day of the week.
    Named,
}

/// How a day was arrived at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derivation {
    /// The name that it starts from; none where a day is given.
    pub name: Option<String>,
    /// The point that it starts from.
    pub start: Point,
    function: Function,
    steps: Vec<(Direction, Duration)>,
    /// The point that it leads to.
    pub point: Point,
}

impl Derivation {
    /// Whether there is anything to tell: a day that is given was not arrived at.
    pub fn is_derived(&self) -> bool {
        self.name.is_some() || !self.steps.is_empty() || self.function != Function::Itself
    }

    /// Whether it depends on which days are business days.
    pub fn counts_business_days(&self) -> bool {
        self.function == Function::NextBusinessDay
            || self
                .steps
                .iter()
                .any(|(_, step)| step.unit == Unit::BusinessDays)
    }

    /// The arithmetic: `renewal.end 2024-04-09 + 1 day = 2024-04-10`.
    pub fn words(&self, language: Language, days: Days) -> String {
        let day = |point: Point| {
            let iso = point.to_string();
            let name = format::short_weekday_name(point.date.weekday(), language);
            match (days, language) {
                (Days::Plain, _) => iso,
                (Days::Named, Language::Japanese) => format!("{iso}（{name}）"),
                (Days::Named, Language::English) => format!("{iso} ({name})"),
            }
        };
        let mut words = match &self.name {
            Some(name) => format!("{name} {}", day(self.start)),
            None => day(self.start),
        };
        match (self.function, language) {
            (Function::Itself, _) => {}
            (Function::NextBusinessDay, Language::Japanese) => words.push_str(" の翌営業日"),
            (Function::LastDayOfMonth, Language::Japanese) => words.push_str(" の月の末日"),
            (Function::NextBusinessDay, Language::English) => {
                words = format!("next business day after {words}");
            }
            (Function::LastDayOfMonth, Language::English) => {
                words = format!("last day of month of {words}");
            }
        }
        for (direction, duration) in &self.steps {
            let sign = match direction {
                Direction::After => '+',
                Direction::Before => '-',
            };
            words.push_str(&format!(" {sign} {}", duration.words(language)));
        }
        if !self.steps.is_empty() || self.function != Function::Itself {
            words.push_str(&format!(" = {}", day(self.point)));
        }
        words
    }
}

/// What day does an expression say?
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) expression: &'a Expression,
    pub(super) source: &'a SourceId,
    pub(super) calendar: &'a Calendar,
    pub(super) as_of: AsOf,
}

/// Where a name leads; what is wrong with it is reported.
type Lookup<'a> = dyn FnMut(&str, Place, &mut Vec<Diagnostic>) -> Option<Arc<dyn Fact>> + 'a;

impl Question<'_> {
    /// The day, and how it was arrived at; what keeps it from being told is reported.
    pub(super) fn answer(
        self,
        lookup: &mut Lookup<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Derivation> {
        let formula = match self.expression.read() {
            Ok(formula) => formula,
            Err(problem) => {
                diagnostics.extend(self.unreadable(problem));
                return None;
            }
        };
        if let Operand::Name(name) = &formula.operand
            && calendar::guess(&name.name).is_some()
        {
            diagnostics.extend(self.unreadable(Problem::Words(name.span)));
            return None;
        }
        let (name, start) = self.operand(&formula.operand, lookup, diagnostics)?;
        let mut point = match formula.function {
            Function::Itself => Some(start),
            Function::LastDayOfMonth => calendar::last_day_of_month(start.date).map(Point::day),
            Function::NextBusinessDay => {
                let next = self.calendar.next_business_day_after(start.date);
                next.map(Point::day)
            }
        };
        let mut at = self.expression.span();
        let mut steps = Vec::new();
        for step in &formula.steps {
            let duration = self.amount(step, lookup, diagnostics)?;
            let from = point.or_else(|| self.nowhere(at, diagnostics))?;
            at = self.expression.part(step.span);
            point = duration.from_point(from, step.direction, self.calendar);
            steps.push((step.direction, duration));
        }
        let derivation = Derivation {
            name,
            start,
            function: formula.function,
            steps,
            point: point.or_else(|| self.nowhere(at, diagnostics))?,
        };
        self.note_unofficial(&derivation, diagnostics);
        Some(derivation)
    }

    fn operand(
        self,
        operand: &Operand,
        lookup: &mut Lookup<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<(Option<String>, Point)> {
        let name = match operand {
            Operand::Point(point, _) => return Some((None, *point)),
            Operand::Name(name) => name,
        };
        let place = self.place(self.expression.part(name.span));
        let fact = lookup(&name.name, place.clone(), diagnostics)?;
        let Some(point) = fact.point() else {
            let members = fact.members();
            let names: Vec<String> = members
                .iter()
                .map(|member| format!("{}.{}", name.name, member.name))
                .collect();
            diagnostics.push(not_a(&name.name, place, &text!("日付", "a date"), &names));
            return None;
        };
        Some((Some(name.name.clone()), point))
    }

    fn amount(
        self,
        step: &Step,
        lookup: &mut Lookup<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Duration> {
        let name = match &step.amount {
            Amount::Duration(duration) => return Some(*duration),
            Amount::Name(name) => name,
        };
        let place = self.place(self.expression.part(step.span));
        let duration = lookup(name, place.clone(), diagnostics)?.duration();
        if duration.is_none() {
            let wanted = text!("期間の長さ", "a duration");
            diagnostics.push(not_a(name, place, &wanted, &[]));
        }
        duration
    }

    /// Business days beyond the last year whose holidays are official may still move.
    fn note_unofficial(self, derivation: &Derivation, diagnostics: &mut Vec<Diagnostic>) {
        let last = holidays::last_official_year(self.as_of);
        let date = derivation.point.date;
        if !derivation.counts_business_days() || date.year() <= last {
            return;
        }
        diagnostics.push(Diagnostic::new(
            code::UNOFFICIAL_HOLIDAY,
            self.place(self.expression.span()),
            text!(
                "{date} は、祝日がまだ公表されていない年の営業日計算です（公表済みは {last}年まで）",
                "{date} counts business days of a year whose holidays are not official yet \
                 (official up to {last})"
            ),
        ));
    }

    fn nowhere<T>(self, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<T> {
        diagnostics.push(Diagnostic::new(
            code::INVALID_VALUE,
            self.place(span),
            text!(
                "この計算では日付が決まりません（時刻のない日に時間を足しているか、暦の範囲の外です）",
                "this does not lead to a date: hours are added to a day without a time, or the calendar ends"
            ),
        ));
        None
    }

    /// What is wrong with what cannot be read, unless that has been reported.
    fn unreadable(self, problem: Problem) -> Option<Diagnostic> {
        let text = self.expression.text();
        let written = |span: Span| span.slice(text).to_owned();
        let (code, message, span) = match problem {
            Problem::Broken => return None,
            Problem::Type => return Some(self.no_date()),
            Problem::Empty => (
                code::INVALID_EXPRESSION,
                text!("日付の式が空です", "the expression is empty"),
                self.expression.span(),
            ),
            Problem::ImpossibleDate(span) => (
                code::INVALID_VALUE,
                text!(
                    "「{written}」という日付はありません",
                    "there is no day `{written}`",
                    written = written(span)
                ),
                self.expression.part(span),
            ),
            Problem::Amount(span) => (
                code::INVALID_EXPRESSION,
                text!(
                    "「{written}」を日数として読み取れません",
                    "`{written}` is not a length of time",
                    written = written(span)
                ),
                self.expression.part(span),
            ),
            Problem::Words(span) => (
                code::INVALID_EXPRESSION,
                text!(
                    "「{written}」を日付の式として読み取れません",
                    "`{written}` is not an expression for a date",
                    written = written(span)
                ),
                self.expression.part(span),
            ),
        };
        let diagnostic = Diagnostic::new(code, self.place(span), message);
        let is_day = matches!(problem, Problem::ImpossibleDate(_) | Problem::Words(_));
        if let Some(meant) = calendar::guess(text).filter(|_| is_day) {
            let help = text!("「{meant}」と書いてください", "write `{meant}`");
            // The quotes may go with it.
            let mut diagnostic = diagnostic.help(help).replace_with(meant.to_string());
            if let Some(fix) = &mut diagnostic.fix {
                fix.place = self.place(self.expression.span());
            }
            return Some(diagnostic);
        }
        if matches!(problem, Problem::ImpossibleDate(_)) {
            return Some(diagnostic.help(text!(
                "暦にある日を「2024-04-09」か「2024-04-09T17:00」の形で書いてください。時刻を書かなければ、その日いっぱいです",
                "write a day that exists like `2024-04-09` or `2024-04-09T17:00`; without a time it is all of that day"
            )));
        }
        Some(diagnostic.help(text!(
            "「2024-04-09」の形の日付か、「renewal.end + 1 day」「受付期間.終了 + 2営業日」の形で書いてください",
            "write a date like `2024-04-09`, or `renewal.end + 1 day`, `renewal.end + 2 business days`"
        )))
    }

    fn no_date(self) -> Diagnostic {
        let Text { japanese, english } = Point::expected();
        Diagnostic::new(
            code::WRONG_TYPE,
            self.place(self.expression.span()),
            text!("ここには{japanese}が入ります", "{english} belongs here"),
        )
    }

    fn place(self, span: Span) -> Place {
        Place::new(self.source, span)
    }
}

impl Facts {
    /// The point that an expression says, with the values of these facts. What keeps it from being
    /// told is reported.
    pub fn date(
        &self,
        expression: &Expression,
        source: &SourceId,
        calendar: &Calendar,
        as_of: AsOf,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Derivation> {
        let question = Question {
            expression,
            source,
            calendar,
            as_of,
        };
        let mut lookup =
            |name: &str, place: Place, diagnostics: &mut Vec<Diagnostic>| match self.find(name) {
                Ok(found) => Some(found.fact),
                Err(missing) => {
                    diagnostics.extend(missing.diagnostic(name, place));
                    None
                }
            };
        question.answer(&mut lookup, diagnostics)
    }
}

fn not_a(name: &str, place: Place, wanted: &Text, members: &[String]) -> Diagnostic {
    let message = Text {
        japanese: format!("「{name}」は{}ではありません", wanted.japanese),
        english: format!("`{name}` is not {}", wanted.english),
    };
    let diagnostic = Diagnostic::new(code::WRONG_KIND, place, message);
    if members.is_empty() {
        return diagnostic;
    }
    let members = members.join(", ");
    diagnostic.help(text!("もしかして: {members}", "did you mean {members}?"))
}
