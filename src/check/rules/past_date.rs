//! A page of the present that speaks of something that is over.

use super::{Check, Moment, Rule};
use crate::calendar::DateTime;
use crate::calendar::format::Dated;
use crate::content::Role;
use crate::diag::{Diagnostic, Text, code, text};
use crate::facts::Stated;
use crate::site::{Page, Site, Use};
use rayon::prelude::*;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: code::PAST_DATE,
    check: Check::Moment(check),
};

/// How many places beside the first a finding shows.
const MOST_SHOWN: usize = 3;

fn check(site: &Site, moment: Moment, diagnostics: &mut Vec<Diagnostic>) {
    let now = moment.at();
    // An evergreen page speaks with what is in force today. A member is over with the whole: the
    // first day of a window is no news of the past while the window is open.
    let is_over = |stated: &&Stated| stated.is_over(now);
    let facts = site.in_force().facts.iter().map(|stated| &**stated);
    let over: BTreeMap<&str, &Stated> = facts
        .filter(is_over)
        .map(|stated| (stated.key.as_str(), stated))
        .collect();
    if over.is_empty() {
        return;
    }
    let found: Vec<Diagnostic> = site
        .par_pages()
        .filter(|(_, page)| page.is_evergreen() && may_have_news(page, moment, &over))
        .flat_map_iter(|(_, page)| findings(page, &over, now))
        .collect();
    diagnostics.extend(found);
}

/// Whether something may become wrong in a page at a moment: a fact that it speaks of is over with
/// it, or another of its states is shown.
fn may_have_news(page: &Page, moment: Moment, over: &BTreeMap<&str, &Stated>) -> bool {
    let Moment::News(at) = moment else {
        return true;
    };
    let is_new = |used: &Use| {
        let stated = over.get(used.key.as_str());
        stated.is_some_and(|stated| stated.over_from() == Some(at))
    };
    let states = page.states().iter().flat_map(|group| &group.states);
    let mut times = states.flat_map(|(_, times)| times);
    times.any(|time| time.changes().any(|change| change == at)) || page.uses().iter().any(is_new)
}

/// One finding for the page, and one for each place that is allowed, which must not hide the
/// others.
fn findings(page: &Page, over: &BTreeMap<&str, &Stated>, now: DateTime) -> Vec<Diagnostic> {
    let places = page.uses().iter().filter_map(|used| {
        let stated = over.get(used.key.as_str())?;
        (!is_told(page, used, stated, now)).then_some((used, *stated))
    });
    let (allowed, others): (Vec<_>, Vec<_>) = places.partition(|(used, _)| is_allowed(page, used));
    let each = allowed
        .chunks(1)
        .chain((!others.is_empty()).then_some(&others[..]));
    each.filter_map(|places| finding(page, places)).collect()
}

fn is_allowed(page: &Page, used: &Use) -> bool {
    let start = used.place.span.start;
    let mut allowances = page.document.allowances.iter();
    allowances.any(|one| {
        let covered = one.covered.start..one.covered.end;
        one.codes.contains(&code::PAST_DATE) && covered.contains(&start)
    })
}

fn finding(page: &Page, places: &[(&Use, &Stated)]) -> Option<Diagnostic> {
    let ((first, stated), more) = places.split_first()?;
    let diagnostic = Diagnostic::new(code::PAST_DATE, first.place.clone(), message(stated)?);
    let more = more.iter().take(MOST_SHOWN);
    let diagnostic = more.fold(diagnostic, |diagnostic, (used, _)| {
        let place = used.place.clone();
        diagnostic.label(place, text!("ここにもあります", "and here"))
    });
    Some(diagnostic.help(cure(page, first, stated)))
}

/// Whether the page says that what it speaks of is over: in a state the past is spoken of on
/// purpose, or not at all; and a state under the same heading is read with it. A description
/// is read alone, in lists and by search engines.
fn is_told(page: &Page, used: &Use, stated: &Stated, now: DateTime) -> bool {
    let place = used.place.span;
    let Some(last) = stated.last() else {
        return true;
    };
    let mentions = &page.document.mentions;
    let stands_alone = mentions.roles.get(&place) == Some(&Role::Line);
    page.is_in_states(place, None)
        || !stands_alone && page.shows_end_beside(place, &stated.key, last, now)
}

fn message(stated: &Stated) -> Option<Text> {
    let (key, label, last) = (&stated.key, &stated.label, Dated::from(stated.last()?));
    Some(if stated.fact.date().is_some() {
        text!(
            "「{label}」の{last:#}は過ぎていますが、このページでは、まだ過ぎていないように書かれています",
            "`{key}` has passed ({last}), and this page speaks of it as if it were to come"
        )
    } else {
        text!(
            "「{label}」は{last:#}に終わっていますが、このページでは、まだ終わっていないように書かれています",
            "`{key}` ended on {last}, and this page speaks of it as if it had not"
        )
    })
}

fn cure(page: &Page, used: &Use, stated: &Stated) -> Text {
    let key = &stated.key;
    let is_date = stated.fact.date().is_some();
    let role = page.document.mentions.roles.get(&used.place.span);
    let first = if matches!(role, Some(Role::Title | Role::Line)) {
        text!(
            "題名や説明の文は時期によって変わりませんので、ここから日付を外してください",
            "titles and descriptions do not change with the time: take it out of here"
        )
    } else if is_date {
        text!(
            "「:::until {key}」（この日まで）と「:::after {key}」（過ぎた後）で、時期ごとに書き分けてください",
            "say it for each time, in `:::until {key}` and `:::after {key}`"
        )
    } else if stated
        .fact
        .period()
        .is_some_and(|period| period.start.is_none())
    {
        text!(
            "「:::until {key}」「:::after {key}」で、時期ごとに書き分けてください",
            "say it for each time, in `:::until {key}` and `:::after {key}`"
        )
    } else {
        text!(
            "「:::before {key}」「:::during {key}」「:::after {key}」で、時期ごとに書き分けてください",
            "say it for each time, in `:::before {key}`, `:::during {key}` and `:::after {key}`"
        )
    };
    // A window that has closed never stays true; a day since when something is so does.
    let others = if is_date {
        text!(
            "次の日付が決まっていれば site.toml の [[cycles]] に書き、「…から」のように過ぎても正しい日付なら [facts.{key}] に past = true と書きます。役目を終えたページには publish_until を書きます",
            "the next day goes into `[[cycles]]`, a day since when something is so takes `past = true` in `[facts.{key}]`, and a page that has done its work takes `publish_until`"
        )
    } else {
        text!(
            "次の期間が決まっていれば site.toml の [[cycles]] に書きます。役目を終えたページには publish_until を書きます",
            "the next days go into `[[cycles]]`, and a page that has done its work takes `publish_until`"
        )
    };
    Text {
        japanese: format!("{}。{}", first.japanese, others.japanese),
        english: format!("{}; {}", first.english, others.english),
    }
}
