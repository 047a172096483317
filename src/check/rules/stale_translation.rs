//! A translation that speaks of other facts than its original: one of the two was changed, and
//! nobody thought of the other.

use super::lone_translation::title;
use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, code, text};
use crate::site::{Page, Site, Use};
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: code::STALE_TRANSLATION,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for page in &site.pages {
        let Some(original) = page.original.map(|original| site.page(original)) else {
            continue;
        };
        let missing = beyond(original, page);
        if !missing.is_empty() {
            diagnostics.push(missed(page, original, &names(&missing, original)));
        }
        let added = beyond(page, original);
        if let Some(first) = added.first() {
            diagnostics.push(invented(&first.place, original, &names(&added, page)));
        }
    }
}

/// The first use of each fact that `one` speaks of and `other` does not.
fn beyond<'a>(one: &'a Page, other: &Page) -> Vec<&'a Use> {
    let mut known: BTreeSet<&str> = other.uses().iter().map(|used| used.key.as_str()).collect();
    let uses = one.uses().iter();
    uses.filter(|used| known.insert(&used.key)).collect()
}

/// The facts of a page that it uses there, by label and by key.
fn names(uses: &[&Use], page: &Page) -> (String, String) {
    let labels = uses.iter().map(|used| {
        let stated = page.in_force.stated(&used.key);
        let label = stated.map_or(&used.key, |stated| &stated.label);
        format!("「{label}」")
    });
    let labels: Vec<String> = labels.collect();
    let keys: Vec<&str> = uses.iter().map(|used| used.key.as_str()).collect();
    let english: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    (labels.join("・"), english.join(", "))
}

fn missed(page: &Page, original: &Page, (japanese, english): &(String, String)) -> Diagnostic {
    let source = &original.document.source;
    Diagnostic::new(
        code::STALE_TRANSLATION,
        title(page),
        text!(
            "もとのページ {source} にある{japanese}が、この翻訳にはありません",
            "{source} speaks of {english}, and this translation of it does not"
        ),
    )
    .help(text!(
        "もとのページと見比べて、翻訳を直してください。わざと省いたときは、この上の行に「# allow: stale-translation 理由」と書きます",
        "compare the two and mend the translation; if it is left out on purpose, write `# allow: stale-translation reason` above this line"
    ))
}

fn invented(place: &Place, original: &Page, (japanese, english): &(String, String)) -> Diagnostic {
    let source = &original.document.source;
    Diagnostic::new(
        code::STALE_TRANSLATION,
        place.clone(),
        text!(
            "この翻訳にある{japanese}が、もとのページ {source} にはありません",
            "this translation speaks of {english}, and {source} does not"
        ),
    )
    .help(text!(
        "もとのページと見比べて、どちらかを直してください。わざと加えたときは、「<!-- allow: stale-translation 理由 -->」と書きます",
        "compare the two and mend one of them; if it is added on purpose, write `<!-- allow: stale-translation reason -->`"
    ))
}
