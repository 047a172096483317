//! The keys that front matter must have, and those it may not have.

use super::address::Addressed;
use super::print::Printer;
use crate::content::{Document, FRONT_MATTER, PageKind};
use crate::diag::{Diagnostic, Place, code, text};
use crate::near::near_misses;
use crate::source::Span;

/// Reports what is missing and what does not belong in the front matter of a page. A translation
/// has the day of its `original`.
pub(super) fn check(
    addressed: &Addressed,
    original: Option<&Document>,
    kind: PageKind,
    printer: &mut Printer<'_>,
) {
    if !addressed.document.is_whole {
        return;
    }
    let front = &addressed.document.front;
    let source = &addressed.document.source;
    let name = kind.name();
    for key in kind.required() {
        let is_inherited = *key == "date" && original.is_some_and(|one| one.front.date.is_some());
        if !is_inherited && !has(&front.given, key) {
            let place = Place::new(source, front.span);
            let diagnostic = Diagnostic::new(
                code::MISSING_KEY,
                place,
                text!(
                    "「{key}」がありません（種類が {name} のページには必要です）",
                    "`{key}` is missing; a page of the kind `{name}` needs it"
                ),
            );
            let example = FRONT_MATTER.key(key).and_then(|key| key.examples.first());
            let example = example.unwrap_or(&"\"…\"");
            printer.diagnostics.push(diagnostic.help(text!(
                "先頭の「+++」の間に「{key} = {example}」のような行を加えてください",
                "add a line like `{key} = {example}` between the `+++` lines"
            )));
        }
    }
    for line in [&front.title, &front.question, &front.category] {
        let Some(line) = line.as_ref().filter(|line| line.is_blank()) else {
            continue;
        };
        let place = Place::new(source, line.span);
        printer.diagnostics.push(blank(place));
    }
    for (key, span) in &front.given {
        if kind.admits(key) && (key != "children" || addressed.is_index) {
            continue;
        }
        let place = Place::new(source, *span);
        let diagnostic = Diagnostic::new(
            code::WRONG_KIND,
            place,
            text!(
                "「{key}」は、種類が {name} のこのページでは使えません",
                "`{key}` does not belong to this page of the kind `{name}`"
            ),
        );
        printer
            .diagnostics
            .push(diagnostic.help(match key.as_str() {
                "title" => text!("代わりに question に書きます", "write it as `question`"),
                _ => text!(
                    "この行を消すか、kind を変えてください",
                    "delete the line, or change `kind`"
                ),
            }));
    }
}

/// Whether a key is given: one that was mistyped has been reported as unknown.
fn has(given: &[(String, Span)], key: &str) -> bool {
    let is_meant =
        |given: &str| FRONT_MATTER.key(given).is_none() && !near_misses(given, [key]).is_empty();
    let mut given = given.iter().map(|(given, _)| given.as_str());
    given.any(|given| given == key || is_meant(given))
}

/// The finding for words that are not there.
pub(super) fn blank(place: Place) -> Diagnostic {
    let message = text!("何も書かれていません", "there are no words in it");
    Diagnostic::new(code::INVALID_VALUE, place, message).help(text!(
        "読む人に見える言葉を書いてください",
        "write the words that visitors read"
    ))
}
