//! A heading two levels below the one before it: who listens to the page takes it that
//! something is missing (WCAG 2.2, 1.3.1).

use super::{Check, Rule};
use crate::content::Document;
use crate::diag::{Diagnostic, Place, code, text};

pub(super) const RULE: Rule = Rule {
    code: code::HEADING_SKIP,
    check: Check::Document(check),
};

fn check(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    // The title of the page is its heading of the first level.
    let mut before = 1;
    for heading in &document.mentions.headings {
        let level = heading.level;
        let wanted = before + 1;
        let place = Place::new(&document.source, heading.span);
        if level == 1 {
            diagnostics.push(
                Diagnostic::new(
                    code::HEADING_SKIP,
                    place,
                    text!(
                        "「#」一つの見出しは、ページの題名と重なります",
                        "a heading of the first level stands beside the page's title"
                    ),
                )
                .help(text!(
                    "本文の見出しは「##」から始めてください",
                    "begin the headings of the text with `##`"
                )),
            );
        } else if level > wanted {
            let (typed, right) = ("#".repeat(level.into()), "#".repeat(wanted.into()));
            diagnostics.push(
                Diagnostic::new(
                    code::HEADING_SKIP,
                    place,
                    text!(
                        "見出しの段が飛んでいます（「{typed}」の前に「{right}」がありません）",
                        "this heading skips a level: `{typed}` without `{right}` before it"
                    ),
                )
                .help(text!(
                    "「{right}」にしてください",
                    "write it with `{right}`"
                )),
            );
        }
        before = level;
    }
}
