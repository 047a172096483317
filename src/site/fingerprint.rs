//! Pages by what they are made of, as hashes: equal ones look the same wherever they stand.

use super::address::Addresses;
use super::{Page, Target};
use crate::calendar::AsOf;
use crate::hash::Hash;

/// The hashes of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// Of what other pages show of it: its address, what it is called and what it is about.
    pub card: Hash,
    /// Of all of it: the file and its name, the values of its facts, the addresses its
    /// links lead to, the days of its states and which of these are true.
    pub whole: Hash,
}

/// The fingerprint, on the day `as_of`, of a page whose links lead to `addresses`.
pub(super) fn of(page: &Page, addresses: &Addresses, as_of: AsOf) -> Fingerprint {
    let card = Hash::of_value(&(
        &page.url,
        &page.title,
        &page.description,
        &page.category,
        page.kind,
        page.visibility,
        page.date,
        page.language,
    ));
    let targets: Vec<_> = page
        .targets()
        .map(|(span, target)| {
            // Addresses, because the number of a page changes when another one is added.
            let leads = match target {
                Target::Page { page, .. } => {
                    let page = &addresses.pages[page.0];
                    Some((&page.url, None, Vec::new(), Some(page.language)))
                }
                Target::File { file, .. } | Target::NoPicture(Some(file)) => {
                    let file = &addresses.files[file.0];
                    let smaller = file.smaller.iter().map(|smaller| &smaller.url).collect();
                    Some((&file.url, file.size(), smaller, None))
                }
                Target::Here(_)
                | Target::Outside(_)
                | Target::Placeholder
                | Target::Preview { .. }
                | Target::Unsafe(_)
                | Target::Hidden(_)
                | Target::Refused(_)
                | Target::NoPicture(None)
                | Target::MissingPicture { .. }
                | Target::Broken { .. } => None,
            };
            let fragment = fragment(target);
            (span, std::mem::discriminant(target), leads, fragment)
        })
        .collect();
    let states = page.states.iter().flat_map(|group| &group.states);
    let true_today: Vec<bool> = states
        .map(|(_, days)| days.iter().any(|days| days.contains(as_of.moment())))
        .collect();
    let document = &page.document;
    let whole = Hash::of_value(&(
        (card, &document.source, document.hash, targets),
        (&page.facts, &page.past_cycle, page.over_since),
        (&page.states, true_today),
    ));
    Fingerprint { card, whole }
}

/// What a target says beside where it leads.
fn fragment(target: &Target) -> Option<&String> {
    match target {
        Target::Page { fragment, .. } | Target::File { fragment, .. } => fragment.as_ref(),
        Target::Here(id) => Some(id),
        Target::Outside(text) | Target::Unsafe(text) | Target::Preview { address: text, .. } => {
            Some(text)
        }
        Target::Broken { wanted, .. } | Target::MissingPicture { wanted, .. } => Some(wanted),
        Target::Placeholder | Target::Hidden(_) | Target::Refused(_) | Target::NoPicture(_) => None,
    }
}
