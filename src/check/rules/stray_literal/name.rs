//! Names that a fact spells: typed as they are, under another name, or misspelt.

use super::finding::{fix, repeats, with_space};
use crate::check::lexicon::Entry;
use crate::check::writing::{Medium, Writing};
use crate::content::Run;
use crate::diag::{Applicability, Diagnostic, Place, Text, code, text};
use crate::facts::Form;
use crate::japanese::terms::HitKind;
use crate::source::Span;

pub(super) fn check(writing: &Writing<'_>, run: &Run<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let lexicon = writing.lexicon;
    if lexicon.names.is_empty() {
        return;
    }
    for hit in lexicon.finder.find(&run.text) {
        let entry = &lexicon.entries[lexicon.names[hit.term]];
        let span = Span::from(hit.span);
        let typed = span.slice(&run.text);
        let message = match hit.kind {
            // A capital that begins a sentence is no reference's to write.
            HitKind::Right if typed != entry.value() => continue,
            HitKind::Right => repeats(typed, entry),
            HitKind::Wrong => renamed(typed, entry),
            HitKind::Near => misspelt(typed, entry),
        };
        let place = Place::new(writing.source, run.place(span));
        let diagnostic = Diagnostic::new(code::STRAY_LITERAL, place, message);
        diagnostics.push(match writing.medium {
            Medium::Content => {
                let reference = entry.reference(Form::Default);
                let help = if run.needs_space_before(span) {
                    with_space(&reference)
                } else {
                    text!("「{reference}」と書いてください", "write `{reference}`")
                };
                let fix = fix(writing, run, span, reference, Applicability::Mechanical);
                Diagnostic { fix, ..diagnostic }.help(help)
            }
            Medium::Theme => diagnostic.help(spelling_of(entry)),
        });
    }
}

fn renamed(typed: &str, entry: &Entry) -> Text {
    let right = entry.value();
    text!(
        "「{typed}」は使わない名前です。正しくは「{right}」です",
        "`{typed}` is a wrong name for `{right}`"
    )
}

fn misspelt(typed: &str, entry: &Entry) -> Text {
    let right = entry.value();
    text!(
        "「{typed}」は、決めた書き方「{right}」とちがいます",
        "`{typed}` is not how `{right}` is spelt"
    )
}

fn spelling_of(entry: &Entry) -> Text {
    let right = entry.value();
    text!(
        "テーマには事実を書けないので、「{right}」と書いてください",
        "a theme cannot refer to facts; write `{right}`"
    )
}
