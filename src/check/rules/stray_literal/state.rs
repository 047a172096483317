//! Days that states are told by, `:::after 2024-04-09`, although a fact states them: when the
//! fact is moved, the words would change on the old day.

use super::finding::{repeats, repeats_several, which_of};
use crate::check::lexicon::Entry;
use crate::check::writing::Writing;
use crate::diag::{Applicability, Diagnostic, Fix, Place, code, text};
use crate::facts::Expression;

pub(super) fn check(writing: &Writing<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let states = writing.states.iter().flatten();
    let subjects = states.filter_map(|state| state.subject.as_ref());
    diagnostics.extend(subjects.filter_map(|subject| finding(writing, subject)));
}

fn finding(writing: &Writing<'_>, subject: &Expression) -> Option<Diagnostic> {
    let (point, span) = subject.point()?;
    let entries = writing.lexicon.entries.iter();
    let copies: Vec<&Entry> = entries
        .filter(|entry| entry.fact.point() == Some(point))
        .collect();
    let typed = span.slice(subject.text());
    let place = Place::new(writing.source, subject.part(span));
    let [copy] = copies[..] else {
        let names: Vec<&str> = copies.iter().map(|one| one.name.as_str()).collect();
        let message = repeats_several(typed, &names);
        let diagnostic = Diagnostic::new(code::STRAY_LITERAL, place, message);
        return (!names.is_empty()).then(|| diagnostic.help(which_of(&names)));
    };
    let name = &copy.name;
    let fix = subject.is_verbatim().then(|| Fix {
        place: place.clone(),
        replacement: name.clone(),
        applicability: Applicability::Mechanical,
    });
    let diagnostic = Diagnostic::new(code::STRAY_LITERAL, place, repeats(typed, copy));
    let diagnostic = diagnostic.help(text!(
        "事実が変わったときに食いちがわないように、「{name}」と書いてください",
        "write `{name}`, which follows the fact"
    ));
    Some(Diagnostic { fix, ..diagnostic })
}
