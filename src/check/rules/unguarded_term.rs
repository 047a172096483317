//! A page that speaks at all times of what there is during a window only.

use super::{Check, Rule};
use crate::calendar::Point;
use crate::content::PageKind;
use crate::diag::{Diagnostic, code, text};
use crate::facts::{Period, Stated};
use crate::site::{Page, Site, Use};
use rayon::prelude::*;

pub(super) const RULE: Rule = Rule {
    code: code::UNGUARDED_TERM,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut facts = site.timeline.statements();
    if !facts.any(|stated| stated.fact.during().is_some()) {
        return;
    }
    let found: Vec<Vec<Diagnostic>> = site
        .par_pages()
        // A page of a past cycle or that is over says so above its text.
        .filter(|(_, page)| page.over_since.is_none() && page.past_cycle.is_none())
        .map(|(_, page)| findings(page))
        .collect();
    diagnostics.extend(found.into_iter().flatten());
}

fn findings(page: &Page) -> Vec<Diagnostic> {
    let uses = page.uses().iter();
    uses.filter_map(|used| finding(page, used)).collect()
}

/// The finding for one use, whatever the day: what is said outside of the states is said before
/// and after the window too.
fn finding(page: &Page, used: &Use) -> Option<Diagnostic> {
    let term = page.in_force.stated(&used.key)?;
    let window = page.in_force.stated(term.fact.during()?)?;
    let place = used.place.span;
    // What a page or a section is called, it is called at all times.
    let is_name = page.document.mentions.roles.contains_key(&place);
    if is_name || page.is_in_states(place, Some(&window.key)) || is_shown_within(page, window) {
        return None;
    }
    let (key, name, during) = (&term.key, &term.label, &window.key);
    let label = &window.label;
    let message = text!(
        "「{name}」が使えるのは「{label}」の間だけですが、この文はいつでも表示されます",
        "`{key}` can be used during `{during}` only, and this is shown at all times"
    );
    let diagnostic = Diagnostic::new(code::UNGUARDED_TERM, used.place.clone(), message);
    Some(if page.kind == PageKind::Announcement {
        diagnostic.help(text!(
            "「:::until {during}」と「:::after {during}」で、終わるまでと終わった後を書き分けるか、+++ の間に publish_until = \"{during}.end\" と書いてください",
            "say what is so up to the end and after it, in `:::until {during}` and `:::after {during}`; or state `publish_until = \"{during}.end\"` between the `+++` lines"
        ))
    } else {
        // Blocks that never show are none to propose.
        let (japanese, english) = blocks(during, window);
        diagnostic.help(text!(
            "{japanese}で、時期ごとに書き分けてください。文の途中なら「{{{{ during {during}: … }}}}」と書きます",
            "say it for each time, in {english}; within a sentence, write `{{{{ during {during}: … }}}}`"
        ))
    })
}

/// The blocks that a window has a time for, in both languages.
fn blocks(key: &str, window: &Stated) -> (String, String) {
    let period = window.fact.period();
    let has = |end: fn(Period) -> Option<Point>| period.is_none_or(|it| end(it).is_some());
    let (starts, ends) = (has(|it| it.start), has(|it| it.end));
    let names = [("before", starts), ("during", true), ("after", ends)];
    let names = names.into_iter().filter(|(_, has_time)| *has_time);
    let names: Vec<&str> = names.map(|(name, _)| name).collect();
    let japanese = names.iter().map(|name| format!("「:::{name} {key}」"));
    let english: Vec<String> = names
        .iter()
        .map(|name| format!("`:::{name} {key}`"))
        .collect();
    let english = match english.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => english.concat(),
    };
    (japanese.collect(), english)
}

/// Whether the page is over with the window, and is not shown before it. What an announcement
/// says before the window opens, it announces.
fn is_shown_within(page: &Page, window: &Stated) -> bool {
    let Some(Period { start, end }) = window.fact.period() else {
        return false;
    };
    let (from, until) = (page.shown.from, page.shown.until);
    let begins_in_it = start.is_none_or(|start| from.is_some_and(|from| from >= start.start()));
    let end = end.and_then(Point::end);
    let ends_in_it = end.is_none_or(|end| until.is_some_and(|until| until <= end));
    ends_in_it && (begins_in_it || page.kind == PageKind::Announcement)
}
