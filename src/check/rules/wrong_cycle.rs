//! News that were written before their cycle begins: they speak of what was over on their own
//! day, although a later cycle states it anew.

use super::{Check, Rule};
use crate::calendar::DateTime;
use crate::calendar::format::Dated;
use crate::content::Role;
use crate::diag::{Diagnostic, Text, code, text};
use crate::facts::{Cycle, Stated};
use crate::site::{Page, Site, Use};

pub(super) const RULE: Rule = Rule {
    code: code::WRONG_CYCLE,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    if site.timeline.cycles().is_empty() {
        return;
    }
    for page in site.pages.iter().filter(|page| !page.names_cycle()) {
        diagnostics.extend(finding(site, page));
    }
}

/// The finding for the first such fact of a page: one line mends them all.
fn finding(site: &Site, page: &Page) -> Option<Diagnostic> {
    let date = page.date?;
    let day = DateTime::from(date);
    let later = site.timeline.cycles().iter();
    let later: Vec<&Cycle> = later.filter(|cycle| cycle.from > date).collect();
    let mut uses = page.uses().iter();
    let (used, stated, cycle) = uses.find_map(|used| {
        let stated = page.in_force.stated(&used.key)?;
        // In a state the past is spoken of on purpose.
        let is_told = stated.is_over(day) && !page.is_in_states(used.place.span, None);
        let cycle = later.iter().find(|cycle| states_anew(cycle, stated))?;
        is_told.then_some((used, stated, *cycle))
    })?;
    diagnostic(page, used, stated, cycle)
}

/// Whether a cycle moves what a fact speaks of.
fn states_anew(cycle: &Cycle, stated: &Stated) -> bool {
    let anew = cycle.facts.stated(&stated.key);
    anew.is_some_and(|anew| anew.last() != stated.last())
}

fn diagnostic(page: &Page, used: &Use, stated: &Stated, cycle: &Cycle) -> Option<Diagnostic> {
    let (label, key, name) = (&stated.label, &stated.key, &cycle.name);
    let (written, last) = (Dated::from(page.date?), Dated::from(stated.last()?));
    let diagnostic = Diagnostic::new(
        code::WRONG_CYCLE,
        used.place.clone(),
        text!(
            "「{label}」は{last:#}に終わっています。このお知らせの日付は{written:#}で、年度「{name}」には新しい日付があります",
            "`{key}` was over on {last}, before the day of this page ({written}), and the cycle `{name}` states it anew"
        ),
    )
    .label(
        cycle.place.clone(),
        text!("年度「{name}」はここです", "the cycle `{name}` is here"),
    );
    Some(diagnostic.help(cure(page, used, key, name)))
}

fn cure(page: &Page, used: &Use, key: &str, name: &str) -> Text {
    let role = page.document.mentions.roles.get(&used.place.span);
    // Titles and descriptions do not change with the time.
    if matches!(role, Some(Role::Title | Role::Line)) {
        return text!(
            "年度「{name}」のお知らせなら、先頭の「+++」の間に「cycle = \"{name}\"」の行を加えてください。終わったことを伝えるなら、ここから日付を外します",
            "if it speaks of the cycle `{name}`, add a line `cycle = \"{name}\"` between the `+++` lines; if it speaks of what is over, take the date out of here"
        );
    }
    text!(
        "年度「{name}」のお知らせなら、先頭の「+++」の間に「cycle = \"{name}\"」の行を加えてください。終わったことを伝える文なら、「:::after {key}」で囲みます",
        "if it speaks of the cycle `{name}`, add a line `cycle = \"{name}\"` between the `+++` lines; if it speaks of what is over, put it into `:::after {key}`"
    )
}
