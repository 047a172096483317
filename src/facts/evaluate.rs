//! Expressions become days, and remember how.

use super::expression::{Amount, Function, Operand, Problem, Step};
use super::{Expression, Fact, Facts, Missing, Stated};
use crate::calendar::format::{self, Dated};
use crate::calendar::{self, AsOf, Calendar, Direction, Duration, Point, Unit, holidays};
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::language::Language;
use crate::source::{SourceId, Span};
use crate::value::{FromNode, is_undecided, leave_out};
use std::sync::Arc;

/// How days are written in arithmetic: in English, for Japanese names the day of the week of any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// `2024-04-09`
    Plain,
    /// With the day of the week.
    Named,
}

/// What a name in an expression leads to.
pub(super) struct Named {
    pub(super) fact: Arc<dyn Fact>,
    /// What Japanese messages call it: 受付期間の終了.
    pub(super) label: String,
}

impl Named {
    /// A fact, or a member of one (`end`, `end.time`).
    pub(super) fn of(stated: &Stated, members: Option<&str>) -> Result<Self, Missing> {
        let fact = match members {
            Some(members) => super::member_of(stated, members)?.1,
            None => Arc::clone(&stated.fact),
        };
        let members = members.into_iter().flat_map(|members| members.split('.'));
        let mut within = Arc::clone(&stated.fact);
        let mut label = stated.label.clone();
        for wanted in members.map(str::trim) {
            let members = within.members();
            let is_meant = |one: &&super::Member| wanted == one.name || wanted == one.japanese;
            let Some(member) = members.iter().find(is_meant) else {
                break;
            };
            label = format!("{label}の{}", member.japanese);
            within = Arc::clone(&member.fact);
        }
        Ok(Self { fact, label })
    }
}

/// How a day was arrived at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derivation {
    /// The name that it starts from; none where a day is given.
    pub name: Option<String>,
    /// What Japanese messages call that name: 受付期間の終了.
    label: Option<String>,
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

    /// The arithmetic: `renewal.end 2024-04-09 + 1 day = 2024-04-10`; 受付期間の終了
    /// 2024年4月9日（火） + 1日 = 2024年4月10日（水）.
    pub fn words(&self, language: Language, days: Days) -> String {
        let day = |point: Point| {
            let day = Dated::from(point).in_language(language);
            match (days, language) {
                (Days::Plain, _) | (Days::Named, Language::Japanese) => day,
                (Days::Named, Language::English) => {
                    let name = format::short_weekday_name(point.date.weekday(), language);
                    format!("{day} ({name})")
                }
            }
        };
        let name = match language {
            Language::Japanese => self.label.as_ref().or(self.name.as_ref()),
            Language::English => self.name.as_ref(),
        };
        let mut words = match name {
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

/// How one gets from a day to another.
#[derive(Clone, Debug)]
pub(super) struct Way<'a> {
    calendar: &'a Calendar,
    /// The name that it starts from; none where a day is given.
    pub(super) name: Option<String>,
    label: Option<String>,
    /// The point that it starts from.
    pub(super) start: Point,
    function: Function,
    /// Where the expression stands.
    from: Span,
    /// With their places.
    steps: Vec<(Direction, Duration, Span)>,
}

impl Way<'_> {
    /// Where it leads from a point; where it leads nowhere, the place of the step that does.
    pub(super) fn point(&self, start: Point) -> Result<Point, Span> {
        let point = match self.function {
            Function::Itself => Some(start),
            Function::LastDayOfMonth => calendar::last_day_of_month(start.date).map(Point::day),
            Function::NextBusinessDay => {
                let next = self.calendar.next_business_day_after(start.date);
                next.map(Point::day)
            }
        };
        let mut point = point.ok_or(self.from)?;
        for (direction, duration, place) in &self.steps {
            let next = duration.from_point(point, *direction, self.calendar);
            point = next.ok_or(*place)?;
        }
        Ok(point)
    }

    /// The same with all that there is to tell of it.
    pub(super) fn derivation(&self, start: Point) -> Result<Derivation, Span> {
        let steps = self.steps.iter();
        Ok(Derivation {
            name: self.name.clone(),
            label: self.label.clone(),
            start,
            function: self.function,
            steps: steps.map(|(direction, by, _)| (*direction, *by)).collect(),
            point: self.point(start)?,
        })
    }

    /// Whether it depends on which days are business days.
    pub(super) fn counts_business_days(&self) -> bool {
        let mut steps = self.steps.iter();
        self.function == Function::NextBusinessDay
            || steps.any(|(_, by, _)| by.unit == Unit::BusinessDays)
    }

    /// How many days have to be looked at to go it.
    pub(super) fn length(&self) -> u64 {
        let counted = self.steps.iter();
        let counted = counted.filter(|(_, by, _)| by.unit == Unit::BusinessDays);
        1 + counted.map(|(_, by, _)| u64::from(by.count)).sum::<u64>()
    }
}

/// What day does an expression say?
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) expression: &'a Expression,
    pub(super) source: &'a SourceId,
    pub(super) calendar: &'a Calendar,
    pub(super) as_of: AsOf,
    /// What can be left out until the day is known.
    pub(super) omit: Omit<'a>,
}

/// What can be left out where a day is not known yet.
#[derive(Clone, Copy)]
pub(super) enum Omit<'a> {
    /// The key that the expression stands at.
    Key(&'a str),
    /// The fact of that key, which is nothing without the day.
    Fact(&'a str),
    /// The place where the expression stands, whatever that is.
    Here,
}

/// Where a name leads; what is wrong with it is reported.
type Lookup<'a> = dyn FnMut(&str, Place, &mut Vec<Diagnostic>) -> Option<Named> + 'a;

impl<'a> Question<'a> {
    /// The day, and how it was arrived at; what keeps it from being told is reported.
    pub(super) fn answer(
        self,
        lookup: &mut Lookup<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Derivation> {
        let way = self.way(lookup, diagnostics)?;
        let derivation = match way.derivation(way.start) {
            Ok(derivation) => derivation,
            Err(at) => {
                diagnostics.push(self.nowhere(at));
                return None;
            }
        };
        self.note_unofficial(&derivation, diagnostics);
        Some(derivation)
    }

    /// How the day is arrived at. What keeps it from being told is reported, but that the way
    /// leads nowhere.
    pub(super) fn way(
        self,
        lookup: &mut Lookup<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Way<'a>> {
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
        let (name, label, start) = self.operand(&formula.operand, lookup, diagnostics)?;
        let mut steps = Vec::new();
        for step in &formula.steps {
            let duration = self.amount(step, lookup, diagnostics)?;
            steps.push((step.direction, duration, self.expression.part(step.span)));
        }
        Some(Way {
            calendar: self.calendar,
            name,
            label,
            start,
            function: formula.function,
            from: self.expression.span(),
            steps,
        })
    }

    fn operand(
        self,
        operand: &Operand,
        lookup: &mut Lookup<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<(Option<String>, Option<String>, Point)> {
        let name = match operand {
            Operand::Point(point, _) => return Some((None, None, *point)),
            Operand::Name(name) => name,
        };
        let place = self.place(self.expression.part(name.span));
        let reported = diagnostics.len();
        let found = lookup(&name.name, place.clone(), diagnostics);
        // What was taken for a name may have been meant for a day.
        let text = self.expression.text();
        for missing in diagnostics.iter_mut().skip(reported) {
            if is_undecided(text) {
                missing.help = Some(self.undecided());
            } else if let Some(meant) = calendar::guess(text) {
                missing.help = Some(write(meant));
            }
        }
        let Named { fact, label } = found?;
        let Some(point) = fact.point() else {
            let members = fact.members();
            let names: Vec<String> = members
                .iter()
                .map(|member| format!("{}.{}", name.name, member.name))
                .collect();
            diagnostics.push(not_a(&name.name, place, true, &names));
            return None;
        };
        Some((Some(name.name.clone()), Some(label), point))
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
        let duration = lookup(name, place.clone(), diagnostics)?.fact.duration();
        if duration.is_none() {
            diagnostics.push(not_a(name, place, false, &[]));
        }
        duration
    }

    /// Business days beyond the last year whose holidays are official may still move.
    pub(super) fn note_unofficial(
        self,
        derivation: &Derivation,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let last = holidays::last_official_year(self.as_of);
        let date = derivation.point.date;
        if !derivation.counts_business_days() || date.year() <= last {
            return;
        }
        let date = Dated::from(date);
        diagnostics.push(self.unofficial(text!(
            "{date:#}は営業日を数えて決めた日ですが、この年の祝日はまだ公表されていません（公表済みは{last}年まで）",
            "{date} counts business days of a year whose holidays are not official yet \
             (official up to {last})"
        )));
    }

    /// The note for many days of one year, which count business days.
    pub(super) fn unofficial_year(self, year: i16) -> Option<Diagnostic> {
        let last = holidays::last_official_year(self.as_of);
        (year > last).then(|| {
            self.unofficial(text!(
                "{year}年の営業日を数えて決める日がありますが、この年の祝日はまだ公表されていません（公表済みは{last}年まで）",
                "business days of {year} are counted here, a year whose holidays are not official yet \
                 (official up to {last})"
            ))
        })
    }

    fn unofficial(self, message: Text) -> Diagnostic {
        let place = self.place(self.expression.span());
        Diagnostic::new(code::UNOFFICIAL_HOLIDAY, place, message).help(text!(
            "今は、このままでかまいません。祝日が公表された後に annai を新しい版にして、日付が変わらないか確かめてください",
            "leave it for now; when the holidays are official, get a new version of annai and see whether the day is another"
        ))
    }

    /// The finding for a way that leads nowhere from `span` on.
    pub(super) fn nowhere(self, span: Span) -> Diagnostic {
        let diagnostic = Diagnostic::new(
            code::INVALID_VALUE,
            self.place(span),
            text!(
                "この計算では日付が決まりません（時刻のない日付に時間を足しているか、西暦9999年を超えています）",
                "this does not lead to a date: hours are added to a day without a time, or the calendar ends"
            ),
        );
        diagnostic.help(text!(
            "「+ 2 days」のように日数で書くか、時間は「2024-04-09T17:00」のような時刻のある日付に足してください",
            "count days, like `+ 2 days`, or add hours to a day with a time, like `2024-04-09T17:00`"
        ))
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
                text!("日付が書かれていません", "the expression is empty"),
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
                no_length(written(span).trim()),
                self.expression.part(span),
            ),
            Problem::Words(span) => (
                code::INVALID_EXPRESSION,
                text!(
                    "「{written}」を日付として読み取れません",
                    "`{written}` is not an expression for a date",
                    written = written(span)
                ),
                self.expression.part(span),
            ),
        };
        let diagnostic = Diagnostic::new(code, self.place(span), message);
        if is_undecided(text) {
            return Some(diagnostic.help(self.undecided()));
        }
        let is_day = matches!(problem, Problem::ImpossibleDate(_) | Problem::Words(_));
        if let Some(meant) = calendar::guess(text).filter(|_| is_day) {
            // The quotes may go with it.
            let mut diagnostic = diagnostic
                .help(write(meant))
                .replace_with(meant.to_string());
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
            "「2024-04-09」の形の日付か、「renewal.end + 1 day」「受付期間.終了 + 2営業日」のような計算を書いてください",
            "write a date like `2024-04-09`, or `renewal.end + 1 day`, `renewal.end + 2 business days`"
        )))
    }

    /// What to do about words such as 未定.
    fn undecided(self) -> Text {
        match self.omit {
            Omit::Key(key) => leave_out(key),
            Omit::Fact(key) => text!(
                "決まるまでは、[facts.{key}] とその下の行を消し、文章でも使わないでください",
                "delete `[facts.{key}]` with the lines below it, and do not refer to it, until it is known"
            ),
            Omit::Here => text!(
                "決まっていない日付は書けません。決まるまでは、この日付を書くところを消してください",
                "a day that is not known yet cannot be written: delete it until it is"
            ),
        }
    }

    fn no_date(self) -> Diagnostic {
        let Text { japanese, english } = Point::expected();
        Diagnostic::new(
            code::WRONG_TYPE,
            self.place(self.expression.span()),
            text!("ここには{japanese}を書きます", "{english} belongs here"),
        )
        .help(text!(
            "「2024-04-09」か「2024-04-09T17:00」の形で書いてください。時刻を書かなければ、その日いっぱいです",
            "write a day like `2024-04-09` or `2024-04-09T17:00`; without a time it is all of that day"
        ))
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
            omit: Omit::Here,
        };
        let mut lookup =
            |name: &str, place: Place, diagnostics: &mut Vec<Diagnostic>| match self.named(name) {
                Ok(named) => Some(named),
                Err(missing) => {
                    diagnostics.extend(missing.diagnostic(name, place));
                    None
                }
            };
        question.answer(&mut lookup, diagnostics)
    }

    /// What a name in an expression leads to.
    pub(super) fn named(&self, name: &str) -> Result<Named, Missing> {
        let found = self.find(name)?;
        Named::of(
            &found.stated,
            name.split_once('.').map(|(_, members)| members),
        )
    }
}

fn no_length(written: &str) -> Text {
    if written.is_empty() {
        return text!("日数が書かれていません", "there is no length of time");
    }
    text!(
        "「{written}」を日数として読み取れません",
        "`{written}` is not a length of time"
    )
}

fn write(meant: Point) -> Text {
    text!("「{meant}」と書いてください", "write `{meant}`")
}

/// The finding for a fact that is no day, or no length of time.
fn not_a(name: &str, place: Place, is_day: bool, members: &[String]) -> Diagnostic {
    let wanted = if is_day {
        text!("日付", "a date")
    } else {
        text!("日数や時間の長さ", "a duration")
    };
    let message = Text {
        japanese: format!("「{name}」は{}ではありません", wanted.japanese),
        english: format!("`{name}` is not {}", wanted.english),
    };
    let diagnostic = Diagnostic::new(code::WRONG_KIND, place, message);
    if members.is_empty() {
        return diagnostic.help(if is_day {
            text!(
                "日付か期間の名前を、「renewal.end」「受付期間.終了」のように書いてください",
                "name a day, like `renewal.end`"
            )
        } else {
            text!(
                "「2営業日」のように書くか、日数（duration）の事実の名前を書いてください",
                "write it like `2 business days`, or name a fact of the kind `duration`"
            )
        });
    }
    let members = members.join("」か「");
    let english = members.replace("」か「", ", ");
    diagnostic.help(text!(
        "「{members}」ではありませんか",
        "did you mean {english}?"
    ))
}
