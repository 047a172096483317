//! `:::period` about something that is no window: the words that the theme adds, 受付中 and the
//! like, would be wrong there.

use super::{Check, Rule};
use crate::content::body::{Block, Seen, State, When};
use crate::diag::{Diagnostic, Place, code, text};
use crate::facts::Found;
use crate::site::{Page, Site};

pub(super) const RULE: Rule = Rule {
    code: code::WRONG_KIND,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for page in &site.pages {
        page.document.body.visit(&mut |seen| {
            if let Seen::Block(Block::Period(blocks)) = seen {
                diagnostics.extend(finding(page, blocks));
            }
        });
    }
}

/// The finding for the first state of a period that says the wrong word.
fn finding(page: &Page, blocks: &[Block]) -> Option<Diagnostic> {
    let states = blocks.iter().flat_map(|block| match block {
        Block::States(states) => states.as_slice(),
        _ => &[],
    });
    let (subject, found) = states
        .filter(|state| says_a_word(state))
        .filter_map(|state| state.subject.as_ref())
        .filter_map(|subject| Some((subject, page.in_force.find(subject.text()).ok()?)))
        .find(|(_, found)| is_other_period(found))?;
    let (name, label) = (subject.text(), &found.stated.label);
    Some(
        Diagnostic::new(
            code::WRONG_KIND,
            Place::new(&page.document.source, subject.span()),
            text!(
                "「:::period」は「受付中」などの言葉を添えるので、受付期間（window）にだけ使えます。「{label}」には合いません",
                "`:::period` adds words such as “Open now”, which are right for a window only and not for `{name}`"
            ),
        )
        .help(text!(
            "「:::period」の行と、それを閉じる「:::」の行を消してください。中の囲みはそのまま使えます",
            "take out the line `:::period` and the `:::` that closes it; the blocks in it may stay"
        )),
    )
}

/// Whether a state is told to be before, in or after an opening.
const fn says_a_word(state: &State) -> bool {
    match state.when {
        When::Before | When::During | When::After => true,
        When::From | When::Until | When::Otherwise => false,
    }
}

/// Whether a fact is a period in which nothing is open.
fn is_other_period(found: &Found) -> bool {
    let is_window = found.fact.ends().is_some() && found.fact.closure().is_none();
    found.fact.period().is_some() && !is_window
}
