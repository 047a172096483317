//! The links that lead out of the site. What is there, the library does not ask.

use super::{Page, Printed, Site, Target};
use crate::diag::Place;
use crate::facts::{Form, Meaning, Part};
use crate::source::Span;

impl Site {
    /// Every address on the web that a page leads to, with the place where it is written; that
    /// of a fact where the fact is stated. Each as often as it is used.
    pub fn outside_links(&self) -> impl Iterator<Item = (&str, Place)> {
        self.pages.iter().flat_map(|page| {
            let typed = page.typed_links();
            let stated = page.facts.iter().filter_map(|(span, printed)| {
                let address = address(&printed.parts)?;
                // A part of a longer target is no address by itself.
                let is_whole = page.target(*span).is_some();
                let stands_alone = is_whole || !page.is_in_target(*span);
                let here = || Place::new(&page.document.source, *span);
                stands_alone.then(|| {
                    (
                        address,
                        self.statement(printed, address).unwrap_or_else(here),
                    )
                })
            });
            typed.chain(stated)
        })
    }

    /// Where the fact is stated that prints this address, in whatever cycle.
    fn statement(&self, printed: &Printed, wanted: &str) -> Option<Place> {
        let language = self.config.language;
        let mut facts = self.timeline.all().filter_map(|one| {
            let stated = one.facts.stated(&printed.name)?;
            let parts = stated.fact.print(Form::Default, language)?;
            (address(&parts) == Some(wanted)).then(|| stated.place.clone())
        });
        facts.next()
    }
}

impl Page {
    /// The addresses on the web that stand in its links, but those that are facts.
    fn typed_links(&self) -> impl Iterator<Item = (&str, Place)> {
        self.targets().filter_map(|(span, target)| match target {
            Target::Outside(address) if is_on_the_web(address) && self.fact(span).is_none() => {
                Some((&**address, Place::new(&self.document.source, span)))
            }
            _ => None,
        })
    }

    fn is_in_target(&self, span: Span) -> bool {
        let begun = self
            .targets
            .partition_point(|(target, _)| target.start <= span.start);
        self.targets[..begun]
            .last()
            .is_some_and(|(target, _)| span.end <= target.end)
    }
}

/// What is neither mail nor telephone.
fn is_on_the_web(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default();
    ["http", "https"]
        .iter()
        .any(|web| web.eq_ignore_ascii_case(scheme))
}

fn address(parts: &[Part]) -> Option<&str> {
    parts.iter().find_map(|part| match &part.meaning {
        Meaning::Url(address) => Some(address.as_str()),
        Meaning::Plain
        | Meaning::Date(_)
        | Meaning::Time(_)
        | Meaning::Duration(_)
        | Meaning::Phone { .. }
        | Meaning::Fax(_)
        | Meaning::Email(_) => None,
    })
}
