//! A page that somebody wanted to look at again, and the day has come.

use super::{Check, Moment, Rule};
use crate::calendar::format::Dated;
use crate::diag::{Diagnostic, Place, code, text};
use crate::facts::Expression;
use crate::site::Site;

pub(super) const RULE: Rule = Rule {
    code: code::REVIEW_DUE,
    check: Check::Moment(check),
};

fn check(site: &Site, moment: Moment, diagnostics: &mut Vec<Diagnostic>) {
    // It reminds when its day has come, and not before.
    let Moment::All(now) = moment else {
        return;
    };
    // What is over is not read as true any more.
    for page in site.pages.iter().filter(|page| page.over_since.is_none()) {
        let Some(day) = page.review_by.filter(|day| day.start() <= now) else {
            continue;
        };
        let day = Dated::from(day);
        let document = &page.document;
        let stated = document.front.review_by.as_ref();
        let span = stated.map_or(document.front.span, Expression::span);
        diagnostics.push(
            Diagnostic::new(
                code::REVIEW_DUE,
                Place::new(&document.source, span),
                text!(
                    "このページは、{day:#}までに見直すことになっています",
                    "this page was to be reviewed by {day}"
                ),
            )
            .help(text!(
                "内容が今も正しいか確かめてから、review_by を次に見直す日に書きかえてください",
                "see whether it is still true, then put the day of the next review into `review_by`"
            )),
        );
    }
}
