//! A page of the present that speaks of something that is over.

use super::{Check, Rule};
use crate::calendar::DateTime;
use crate::diag::{Diagnostic, code, text};
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

fn check(site: &Site, now: DateTime, diagnostics: &mut Vec<Diagnostic>) {
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
        .filter(|(_, page)| page.is_evergreen())
        .filter_map(|(_, page)| finding(page, &over))
        .collect();
    diagnostics.extend(found);
}

fn finding(page: &Page, over: &BTreeMap<&str, &Stated>) -> Option<Diagnostic> {
    // In a state the past is spoken of on purpose, or not at all.
    let in_states = &page.document.mentions.in_states;
    let mut places = page.uses().iter().filter_map(|used| {
        let stated = over.get(used.key.as_str())?;
        (!in_states.contains(&used.place.span)).then_some((used, *stated))
    });
    let (first, stated) = places.next()?;
    let (key, label, last) = (&stated.key, &stated.label, stated.last()?);
    let diagnostic = Diagnostic::new(
        code::PAST_DATE,
        first.place.clone(),
        text!(
            "「{label}」は {last} に終わっていますが、このページは今のこととして書いています",
            "`{key}` ended on {last}, and this page speaks of it as if it were to come"
        ),
    );
    let more: Vec<(&Use, &Stated)> = places.take(MOST_SHOWN).collect();
    let diagnostic = more
        .into_iter()
        .fold(diagnostic, |diagnostic, (used, stated)| {
            let (label, name) = (&stated.label, &used.name);
            diagnostic.label(
                used.place.clone(),
                text!("ここにも「{label}」があります", "`{name}` stands here too"),
            )
        });
    // The time up to a day, or that of a window.
    let time = if stated.fact.date().is_some() {
        "until"
    } else {
        "during"
    };
    Some(diagnostic.help(text!(
        "文を「:::{time} {key}」や「:::after {key}」で囲むか、site.toml の [[cycles]] に次の日付を書いてください（役目を終えたページなら publish_until）",
        "put it into `:::{time} {key}` or `:::after {key}`, or state the next days in `[[cycles]]`; a page that has done its work takes `publish_until`"
    )))
}
