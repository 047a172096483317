//! The site as it will be published, for the rules that look at the whole of it.

use crate::diag::Place;
use crate::site::Site;
use crate::snapshot::LastPublish;
use crate::source::Span;
use crate::theme::Theme;
use crate::web::{self, Base, Survey};
use std::sync::Arc;

/// The published site.
#[derive(Debug)]
pub struct Published<'a> {
    /// What it was made from.
    pub site: &'a Site,
    /// Its theme.
    pub theme: &'a Theme,
    /// Its files.
    pub files: &'a [web::File],
    /// For each file where somebody wanted it.
    pub places: &'a [Place],
    /// Where its links lead.
    pub survey: Arc<Survey>,
    /// The site before it.
    pub last: &'a LastPublish,
}

impl<'a> Published<'a> {
    pub(super) fn new(
        site: &'a Site,
        theme: &'a Theme,
        files: &'a [web::File],
        places: &'a [Place],
        kept: Option<Arc<Survey>>,
        last: &'a LastPublish,
    ) -> Self {
        let base = Base::new(site.config.base_url.as_deref());
        Self {
            site,
            theme,
            files,
            places,
            survey: web::survey(files, &base, kept),
            last,
        }
    }

    /// The pages, with where somebody wanted each.
    pub(super) fn pages(&self) -> impl Iterator<Item = (&web::Page, &Place)> {
        let files = self.files.iter().zip(self.places);
        files.filter_map(|(file, place)| Some((&**file.page.as_ref()?, place)))
    }

    /// Where the theme has one of these words: the first template in which it stands.
    pub(super) fn in_theme(&self, words: &[String]) -> Option<Place> {
        self.theme.texts().find_map(|source| {
            let text = std::str::from_utf8(source.bytes()).ok()?;
            words.iter().find_map(|word| {
                let start = text.find(word.as_str())?;
                Some(Place::new(
                    source.id(),
                    Span::new(start, start + word.len()),
                ))
            })
        })
    }

    /// Where the theme has an address, which it may write behind the way to the root.
    pub(super) fn address_in_theme(&self, address: &str) -> Option<Place> {
        let below = address
            .trim_start_matches("../")
            .trim_start_matches(['/', '.']);
        if below.is_empty() {
            return None;
        }
        let words = [
            format!("\"{address}\""),
            format!("'{address}'"),
            format!("\"{below}\""),
            format!("}}}}{below}\""),
            format!("}}}}{below}'"),
            // Before a width, in a `srcset`.
            format!("}}}}{below} "),
        ];
        let mut place = self.in_theme(&words)?;
        // Without what stands around it.
        let text = self.theme.source(&place.source)?;
        let text = std::str::from_utf8(text.bytes()).ok()?;
        let start = place.span.start + place.span.slice(text).rfind(below)?;
        place.span = Span::new(start, start + below.len());
        Some(place)
    }
}
