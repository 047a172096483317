//! A cycle that begins while what it states anew still goes on: the site would speak of the next
//! time as if this one were over.

use super::{Check, Rule};
use crate::calendar::format::Dated;
use crate::calendar::{DateTime, Point, add_days};
use crate::diag::{Diagnostic, code, text};
use crate::facts::{Cycle, Stated};
use crate::site::Site;

pub(super) const RULE: Rule = Rule {
    code: code::EARLY_CYCLE,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let now = site.as_of.moment();
    let Some(cycle) = site.in_force().cycle else {
        return;
    };
    let day_before = add_days(cycle.from, -1);
    let Some(before) = day_before.and_then(|day| site.timeline.on(day)) else {
        return;
    };
    // One day mends them all: that after the last to end.
    let cut_short = before.facts.iter().filter_map(|stated| {
        let end = end_of_cut(stated, cycle)?;
        (DateTime::from(cycle.from) <= now && now < end.end()?).then_some((end, stated))
    });
    if let Some((end, stated)) = cut_short.max_by_key(|(end, _)| end.end()) {
        diagnostics.push(finding(cycle, stated, end));
    }
}

/// When a fact ends that goes on as a cycle begins, where the cycle puts off its beginning.
fn end_of_cut(stated: &Stated, cycle: &Cycle) -> Option<Point> {
    let turn = DateTime::from(cycle.from);
    let old = stated.fact.period()?;
    let new = cycle.facts.stated(&stated.key)?.fact.period()?;
    let has_begun = old.start.is_none_or(|start| start.start() < turn);
    let goes_on = old.end?.end()? > turn;
    let is_put_off = new.start?.start() > turn;
    (has_begun && goes_on && is_put_off && !stated.is_history).then_some(old.end?)
}

fn finding(cycle: &Cycle, stated: &Stated, end: Point) -> Diagnostic {
    let (name, from, next) = (&cycle.name, Dated::from(cycle.from), add_days(end.date, 1));
    let end = Dated::from(end);
    let (key, label) = (&stated.key, &stated.label);
    let diagnostic = Diagnostic::new(
        code::EARLY_CYCLE,
        cycle.place.clone(),
        text!(
            "年度「{name}」は{from:#}に始まりますが、「{label}」は{end:#}まで続きます。その間、サイトには次の日付だけが表示されます",
            "the cycle `{name}` begins on {from}, while `{key}` goes on until {end}: only the next days would be shown"
        ),
    )
    .label(
        stated.place.clone(),
        text!("続いている「{label}」はここです", "this still goes on"),
    );
    match next {
        None => diagnostic,
        Some(next) => diagnostic.help(text!(
            "「from = {next}」か、それより後の日にしてください",
            "let `from` be {next} or a later day"
        )),
    }
}
