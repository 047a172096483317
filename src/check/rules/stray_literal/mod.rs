//! A date, a time, a telephone number, a duration, a sum or a name typed into the text although
//! a fact states it: a copy that will not follow the fact, or something that contradicts it.

mod compound;
mod context;
mod difference;
mod finding;
mod name;
mod state;

use super::{Check, Rule};
use crate::calendar::{Date, Weekday};
use crate::check::lexicon::{Entry, Lexicon};
use crate::check::writing::Writing;
use crate::content::Run;
use crate::diag::{Diagnostic, code};
use crate::facts::{Difference, Form, Match};
use crate::literal::{self, Cue, Literal, RangeEnd, Value};
use crate::source::Span;
use context::Context;
use difference::{size, speaks_for_itself};

pub(super) const RULE: Rule = Rule {
    code: code::STRAY_LITERAL,
    check: Check::Writing(check),
};

fn check(writing: &Writing<'_>, diagnostics: &mut Vec<Diagnostic>) {
    state::check(writing, diagnostics);
    for run in writing.runs {
        if !run.is_address {
            name::check(writing, run, diagnostics);
        }
        let literals = literal::read_all(&run.text);
        let mut at = 0;
        while at < literals.len() {
            let judge = Judge {
                writing,
                run,
                literals: &literals,
                at,
            };
            if let Some((found, end)) = judge.compound().or_else(|| judge.address()) {
                diagnostics.push(found);
                let rest = literals[at..].iter();
                at += rest.take_while(|one| one.span.start < end).count();
            } else if let Some(found) = judge.range() {
                diagnostics.push(found);
                at += 2;
            } else {
                diagnostics.extend(judge.single());
                at += 1;
            }
        }
    }
}

/// Judges the literal at `at`.
struct Judge<'a> {
    writing: &'a Writing<'a>,
    run: &'a Run<'a>,
    literals: &'a [Literal],
    at: usize,
}

/// A fact that says what a literal says.
#[derive(Clone, Copy)]
struct Copy<'a> {
    entry: &'a Entry,
    form: Form,
    /// What of the text says it.
    span: Span,
    score: f32,
    /// Whether all that the fact says stands there.
    is_whole: bool,
}

impl<'a> Judge<'a> {
    fn lexicon(&self) -> &'a Lexicon {
        self.writing.lexicon
    }

    fn literal(&self) -> &'a Literal {
        &self.literals[self.at]
    }

    /// A range that some fact states as a whole.
    fn range(&self) -> Option<Diagnostic> {
        let [first, last, ..] = &self.literals[self.at..] else {
            return None;
        };
        let is_range = first.range == Some(RangeEnd::Start) && last.range == Some(RangeEnd::End);
        let between = Span::new(first.span.end, last.span.start).slice(&self.run.text);
        // から … まで is two words for the two ends, which no fact prints.
        if !is_range || between.chars().any(char::is_alphabetic) || contradicts(first, last) {
            return None;
        }
        let span = Span::new(first.span.start, last.span.end);
        let context = Context::of(self.writing.runs, self.run, span);
        let mut copies = Vec::new();
        for entry in &self.lexicon().entries {
            let ends = &self.lexicon().entries;
            let form = entry.ends.iter().find_map(|(start, end)| {
                let first = ends[*start].fact.matches(first);
                match (first, ends[*end].fact.matches(last)) {
                    (Match::Same(form), Match::Same(_)) => Some(form),
                    _ => None,
                }
            });
            if let Some(form) = form {
                copies.push(Copy {
                    entry,
                    form: entry.in_form(form).map_or(Form::Default, |_| form),
                    span,
                    score: context.score(entry),
                    is_whole: true,
                });
            }
        }
        best_first(&mut copies);
        if wrong_weekday(first, self.day_of(first, &copies, 0)).is_some()
            || wrong_weekday(last, self.day_of(last, &copies, 1)).is_some()
        {
            return None;
        }
        self.copy(&copies)
    }

    /// The day that an end of a range of the best of the facts is.
    fn day_of(&self, literal: &Literal, copies: &[Copy<'_>], end: usize) -> Option<Date> {
        let Value::Date(_) = literal.value else {
            return None;
        };
        // What goes from day to day has one range.
        let ends = copies.first()?.entry.ends.first()?;
        let at = if end == 0 { ends.0 } else { ends.1 };
        self.lexicon().entries[at].fact.date()
    }

    /// What is wrong with the literal by itself.
    fn single(&self) -> Option<Diagnostic> {
        let literal = self.literal();
        if let Some(flaw) = literal.flaw {
            return Some(self.flawed(flaw));
        }
        let own_day = self.writing.own_day.filter(|day| is_day(literal, *day));
        if let Some(day) = own_day {
            return wrong_weekday(literal, Some(day)).map(|_| self.weekday(day, None));
        }
        let context = Context::of(self.writing.runs, self.run, literal.span);
        let copies = self.copies(&context);
        if let Some(first) = copies.first() {
            let day = first.entry.fact.date();
            if let Some(day) = wrong_weekday(literal, day) {
                return Some(self.weekday(day, Some(first)));
            }
            return self.copy(&copies);
        }
        if let Some((entry, difference)) = self.closest(&context) {
            let added = literal.addition.as_ref().map(|addition| addition.span);
            let is_added = matches!(difference, Difference::Tax | Difference::Extension);
            let span = added.filter(|_| is_added).unwrap_or(literal.span);
            return Some(self.conflict(span, entry, difference));
        }
        if let Some(day) = self.probable_day() {
            return Some(self.weekday(day, None));
        }
        // Where others are reached is not for the site to state.
        let is_own = !matches!(
            literal.value,
            Value::Email(_) | Value::Url(_) | Value::Postal { .. } | Value::Lot(_)
        );
        (is_own && self.lexicon().tells_unknown).then(|| self.unknown())
    }

    /// The facts that say what the literal says, the most likely first.
    fn copies(&self, context: &Context<'_>) -> Vec<Copy<'a>> {
        let literal = self.literal();
        let is_time = matches!(literal.value, Value::Time(_));
        let of_day = self.facts_of_day_before();
        let mut copies: Vec<Copy<'a>> = Vec::new();
        for entry in &self.lexicon().entries {
            let (form, span) = match (entry.fact.matches(literal), &literal.addition) {
                (Match::Same(form), _) => (form, literal.span),
                (Match::Whole(form), Some(addition)) => (form, addition.span),
                _ => continue,
            };
            let score = context.score(entry);
            // An hour by itself may be the hour of anything.
            let is_of_day = of_day.iter().any(|day| day.key == entry.key);
            let is_doubtful = is_time && !is_of_day && (literal.range.is_none() || entry.is_part);
            // Several opening times of one fact are the same copy of it.
            let is_known = copies.iter().any(|copy| copy.entry.name == entry.name);
            if !is_known && (!is_doubtful || context::is_near(score)) {
                copies.push(Copy {
                    entry,
                    form,
                    span,
                    score,
                    is_whole: true,
                });
            }
        }
        best_first(&mut copies);
        copies
    }

    /// The fact that the literal contradicts.
    fn closest(&self, context: &Context<'_>) -> Option<(&'a Entry, Difference)> {
        let literal = self.literal();
        let mut partner = self.facts_of_other_end();
        partner.extend(self.facts_of_day_before());
        let mut close: Vec<(&Entry, Difference, f32)> = Vec::new();
        for entry in &self.lexicon().entries {
            let Match::Close(difference) = entry.fact.matches(literal) else {
                continue;
            };
            let score = context.score(entry);
            // What the other end says already is not what this end should say.
            if partner.iter().any(|other| std::ptr::eq(*other, entry)) {
                continue;
            }
            let is_near =
                context::is_near(score) || partner.iter().any(|other| other.key == entry.key);
            if is_near || speaks_for_itself(difference) || is_told_as(literal, entry, score) {
                close.push((entry, difference, score));
            }
        }
        let nearest = close.into_iter().min_by(|a, b| {
            let by_size = size(a.1).cmp(&size(b.1));
            by_size.then(b.2.total_cmp(&a.2))
        });
        nearest.map(|(entry, difference, _)| (entry, difference))
    }

    /// Of a time right behind a day, the facts that say the day: 4月9日17:00.
    fn facts_of_day_before(&self) -> Vec<&'a Entry> {
        let literal = self.literal();
        let before = self.at.checked_sub(1).map(|at| &self.literals[at]);
        let before = before.filter(|before| {
            let between = Span::new(before.span.end, literal.span.start).slice(&self.run.text);
            let is_day = matches!(before.value, Value::Date(_));
            is_day && matches!(literal.value, Value::Time(_)) && is_joint(between)
        });
        before.map_or_else(Vec::new, |before| self.facts_that_say(before))
    }

    /// The facts that the other end of the range says.
    fn facts_of_other_end(&self) -> Vec<&'a Entry> {
        let other = match self.literal().range {
            Some(RangeEnd::Start) => self.literals.get(self.at + 1),
            Some(RangeEnd::End) => self.at.checked_sub(1).map(|at| &self.literals[at]),
            None => None,
        };
        other.map_or_else(Vec::new, |other| self.facts_that_say(other))
    }

    fn facts_that_say(&self, literal: &Literal) -> Vec<&'a Entry> {
        let entries = self.lexicon().entries.iter();
        entries
            .filter(|entry| matches!(entry.fact.matches(literal), Match::Same(_)))
            .collect()
    }

    /// The day that a date which no fact states must be, if its day of the week is wrong for
    /// that.
    fn probable_day(&self) -> Option<Date> {
        let literal = self.literal();
        let Value::Date(day) = literal.value else {
            return None;
        };
        let years = match (day.year, self.writing.own_day) {
            (Some(year), _) => vec![year],
            // News at the end of a year speak of the next one.
            (None, Some(own)) => vec![own.year(), own.year() + 1],
            (None, None) => return None,
        };
        let days: Vec<Date> = years.iter().filter_map(|year| day.in_year(*year)).collect();
        let all_wrong = days
            .iter()
            .all(|day| wrong_weekday(literal, Some(*day)).is_some());
        days.first().copied().filter(|_| all_wrong)
    }
}

/// Whether only that stands between a day and its time of day.
fn is_joint(between: &str) -> bool {
    matches!(between.trim(), "" | "の" | "," | "、" | "at")
}

/// Puts the most likely fact first.
fn best_first(copies: &mut [Copy<'_>]) {
    copies.sort_by(|a, b| b.score.total_cmp(&a.score));
}

/// Whether a literal is that day.
fn is_day(literal: &Literal, date: Date) -> bool {
    let Value::Date(day) = literal.value else {
        return false;
    };
    (day.month, day.day) == (date.month(), date.day())
        && day.year.is_none_or(|year| year == date.year())
}

/// The day, where the literal names another day of the week than its.
fn wrong_weekday(literal: &Literal, day: Option<Date>) -> Option<Date> {
    let typed: Weekday = literal.weekday?;
    day.filter(|day| day.weekday() != typed)
}

/// Whether something in one of the two is wrong by itself.
fn contradicts(first: &Literal, last: &Literal) -> bool {
    first.flaw.is_some() || last.flaw.is_some()
}

/// Whether a day is said to be such an end as the entry is: 締切は4月8日です, 受付は4月8日まで.
fn is_told_as(literal: &Literal, entry: &Entry, score: f32) -> bool {
    if !matches!(literal.value, Value::Date(_)) || literal.range.is_some() {
        return false;
    }
    let is_about_it = score > 0.0;
    match entry.side {
        Some(RangeEnd::End) if literal.cues.has(Cue::Deadline) => true,
        Some(RangeEnd::End) => literal.cues.has(Cue::Until) && is_about_it,
        Some(RangeEnd::Start) => literal.cues.has(Cue::From) && is_about_it,
        None => false,
    }
}
