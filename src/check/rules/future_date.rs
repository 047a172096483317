//! A date that lies further ahead than anybody plans, or in the wrong order: most likely a slip of
//! the keyboard.

use super::{Check, Rule};
use crate::calendar::{Date, add_months, format};
use crate::content::Document;
use crate::diag::{Diagnostic, Place, code, text};
use crate::language::Language::{English, Japanese};
use crate::site::Site;

pub(super) const RULE: Rule = Rule {
    code: code::FUTURE_DATE,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let today = site.as_of.date();
    let shown = site.pages.iter().map(|page| (&*page.document, page.date));
    let hidden = site.hidden.iter();
    let hidden = hidden.map(|page| (&*page.document, page.document.front.date));
    for (document, date) in shown.chain(hidden) {
        diagnostics.extend(far_ahead(document, today));
        diagnostics.extend(updated(document, date, today));
    }
}

fn far_ahead(document: &Document, today: Date) -> Option<Diagnostic> {
    let next_year = add_months(today, 12)?;
    let date = document.front.date.filter(|date| *date > next_year)?;
    let (japanese, english) = (format::weekday(date, Japanese), format::long(date, English));
    let diagnostic = Diagnostic::new(
        code::FUTURE_DATE,
        place(document, "date"),
        text!(
            "date が1年より先の日付です。このお知らせは、{japanese}まで公開されません",
            "`date` is more than a year ahead: this is not shown before {english}"
        ),
    );
    Some(diagnostic.help(text!(
        "年を確かめてください。このままでよいときは、この上の行に「# allow: future-date 理由」と書きます",
        "look at the year; if it is right, write `# allow: future-date reason` above this line"
    )))
}

/// `date` is that of an announcement, which a translation has from its original.
fn updated(document: &Document, date: Option<Date>, today: Date) -> Option<Diagnostic> {
    let updated = document.front.updated?;
    let place = place(document, "updated");
    let message = match date.filter(|date| updated < *date) {
        Some(date) => {
            let (japanese, english) =
                (format::weekday(date, Japanese), format::long(date, English));
            text!(
                "updated が、公開日（date）の{japanese}より前です",
                "`updated` is before the day of publication, {english}"
            )
        }
        None if updated > today => text!(
            "updated が、これから先の日付です",
            "`updated` is a day that has not come"
        ),
        None => return None,
    };
    Some(
        Diagnostic::new(code::FUTURE_DATE, place, message).help(text!(
            "内容を書きかえた日に直すか、この行を消してください",
            "put the day of the last change there, or delete the line"
        )),
    )
}

fn place(document: &Document, key: &str) -> Place {
    let front = &document.front;
    let given = front.given.iter().find(|(given, _)| given == key);
    let span = given.map_or(front.span, |(_, span)| *span);
    Place::new(&document.source, span)
}
