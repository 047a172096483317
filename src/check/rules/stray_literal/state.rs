//! Days that states are told by, `:::after 2024-04-09`, although a fact states them: when the
//! fact is moved, the words would change on the old day.

use super::finding::{repeats, repeats_several, which_of};
use crate::check::lexicon::Entry;
use crate::check::writing::Writing;
use crate::content::body::State;
use crate::diag::{Applicability, Diagnostic, Fix, Place, code, text};
use crate::facts::point_in;

pub(super) fn check(writing: &Writing<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let states = writing.states.iter().flatten();
    diagnostics.extend(states.filter_map(|state| finding(writing, state)));
}

fn finding(writing: &Writing<'_>, state: &State) -> Option<Diagnostic> {
    let (point, span) = point_in(&state.subject)?;
    let entries = writing.lexicon.entries.iter();
    let copies: Vec<&Entry> = entries
        .filter(|entry| entry.fact.point() == Some(point))
        .collect();
    let typed = span.slice(&state.subject);
    // With an escape in it, the subject stands otherwise in the source.
    let whole = state.subject_span;
    let is_verbatim = whole.end - whole.start == state.subject.len();
    let place = if is_verbatim {
        span.shifted(whole.start)
    } else {
        whole
    };
    let place = Place::new(writing.source, place);
    let [copy] = copies[..] else {
        let names: Vec<&str> = copies.iter().map(|one| one.name.as_str()).collect();
        let message = repeats_several(typed, &names);
        let diagnostic = Diagnostic::new(code::STRAY_LITERAL, place, message);
        return (!names.is_empty()).then(|| diagnostic.help(which_of(&names)));
    };
    let name = &copy.name;
    let fix = is_verbatim.then(|| Fix {
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
