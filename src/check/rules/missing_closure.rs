//! A closure that comes every year, is over, and has not been stated for the next time.

use super::{Check, Rule};
use crate::calendar::format::{self, Dated};
use crate::calendar::{Date, add_days, add_months, days_between};
use crate::diag::{Diagnostic, code, text};
use crate::facts::StatedClosure;
use crate::site::Site;

pub(super) const RULE: Rule = Rule {
    code: code::MISSING_CLOSURE,
    check: Check::Site(check),
};

/// So many days before its anniversary a closure is missed.
const NOTICE_DAYS: i32 = 60;

/// Two closures of one fact that lie so many days apart are those of two years in a row.
const YEAR_APART: std::ops::RangeInclusive<i32> = 300..=430;

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let today = site.as_of.date();
    let closures = site.timeline.closures();
    for (at, closure) in closures.iter().enumerate() {
        let is_of_fact = |other: &&StatedClosure| other.stated.key == closure.stated.key;
        let is_last = !closures[at + 1..].iter().any(|other| is_of_fact(&other));
        let earlier = closures[..at].iter().filter(is_of_fact);
        let is_yearly = turns_year(closure)
            || earlier
                .into_iter()
                .any(|one| is_a_year_before(one, closure));
        if !is_last || !is_yearly || closure.to >= today || closure.stated.is_history {
            continue;
        }
        let Some((from, to)) = next_time(closure, today) else {
            continue;
        };
        let is_stated = closures.iter().any(|one| one.from <= to && from <= one.to);
        let is_near = add_days(from, -NOTICE_DAYS).is_some_and(|day| day <= today);
        if is_near && !is_stated {
            diagnostics.push(finding(closure, from, to));
        }
    }
}

/// Whether 1 January is one of its days.
fn turns_year(closure: &StatedClosure) -> bool {
    let begins = closure.from.month() == 1 && closure.from.day() == 1;
    begins || closure.from.year() < closure.to.year()
}

fn is_a_year_before(one: &StatedClosure, other: &StatedClosure) -> bool {
    YEAR_APART.contains(&days_between(one.from, other.from))
}

/// Its days in the first year in which they are not over.
fn next_time(closure: &StatedClosure, today: Date) -> Option<(Date, Date)> {
    let years = i32::from(today.year() - closure.to.year());
    (years..=years + 1).find_map(|years| {
        let later = |day| add_months(day, 12 * years);
        let (from, to) = (later(closure.from)?, later(closure.to)?);
        (to >= today).then_some((from, to))
    })
}

fn finding(closure: &StatedClosure, from: Date, to: Date) -> Diagnostic {
    let stated = &closure.stated;
    let (key, label) = (&stated.key, &stated.label);
    let (last, around) = (Dated::from(closure.to), Dated::from(from));
    let (from, to) = (format::iso(from), format::iso(to));
    Diagnostic::new(
        code::MISSING_CLOSURE,
        stated.place.clone(),
        text!(
            "「{label}」は、{last:#}までの休みしか書かれていません。次は{around:#}ごろからのはずです",
            "`{key}` ended on {last}, and there is no closure for the next time, around {around}"
        ),
    )
    .help(text!(
        "[[cycles]] に「facts.{key} = {{ from = {from}, to = {to} }}」のように次の休みを書き足すか、新しい事実として書いてください。もう休まないなら、[facts.{key}] に「past = true」と書きます",
        "add `facts.{key} = {{ from = {from}, to = {to} }}` with the next days off to an entry of `[[cycles]]`, or state them as a new fact; if there are none any more, write `past = true` into `[facts.{key}]`"
    ))
}
