//! Bodies that are written only when somebody needs them.

use super::html::{Writer, relative};
use crate::hash::{Hash, Hasher};
use crate::path::UrlPath;
use crate::site::{Page, Site, Target};
use crate::theme::Theme;
use serde::{Serialize, Serializer};

/// The body of a page in a view: written, or so far only named by what it would be made of.
/// As the key of the memo either will do; a template gets it written.
#[derive(Debug)]
pub(super) enum Body<'a> {
    /// Not written yet.
    Pending {
        /// The page that the body belongs to.
        page: &'a Page,
        /// The page it will stand in, if that is another one.
        host: Option<&'a UrlPath>,
    },
    /// Written.
    Written(String),
}

impl<'a> Body<'a> {
    /// The body of `page` in the page itself.
    pub(super) fn of(page: &'a Page) -> Self {
        Self::Pending { page, host: None }
    }

    /// The body of `page` in the page at `host`.
    pub(super) fn embedded(page: &'a Page, host: &'a UrlPath) -> Self {
        Self::Pending {
            page,
            host: Some(host),
        }
    }

    /// Writes it, if it is not written.
    pub(super) fn write(&mut self, site: &'a Site, theme: &'a Theme) {
        let html = match *self {
            Self::Written(_) => return,
            Self::Pending { page, host: None } => Writer::page(site, theme, page),
            Self::Pending {
                page,
                host: Some(host),
            } => Writer::embedded(site, theme, page, host),
        };
        *self = Self::Written(html);
    }

    /// Everything that the written body depends on, beside the theme.
    pub(super) fn key(&self, site: &Site, hasher: &mut Hasher) {
        let Self::Pending { page, host } = self else {
            return;
        };
        hasher.part(page.document.hash.as_bytes());
        hasher.part(host.map_or("", |_| page.name()).as_bytes());
        for printed in page.facts() {
            hasher.part(printed.name.as_bytes());
            for part in &printed.parts {
                // Two days may print the same words, and mean different markup.
                hasher.part(part.text.as_bytes());
                hasher.part(format!("{:?}", part.meaning).as_bytes());
            }
        }
        for (_, days) in page.states().iter().flat_map(|group| &group.states) {
            for interval in days {
                let is_true = interval.contains(site.as_of.date());
                hasher.part(format!("{interval} {is_true}").as_bytes());
            }
        }
        let host = host.unwrap_or(&page.url);
        for (_, target) in page.targets() {
            match target {
                Target::Page { page, fragment } => {
                    hasher.part(relative(host, &site.page(*page).url).as_bytes());
                    hasher.part(fragment.as_deref().unwrap_or_default().as_bytes());
                }
                Target::File(file) => {
                    let file = site.file(*file);
                    hasher.part(relative(host, &file.url).as_bytes());
                    hasher.part(format!("{:?}", file.size).as_bytes());
                }
                other => hasher.part(format!("{other:?}").as_bytes()),
            }
        }
    }
}

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Pending { .. } => serializer.serialize_none(),
            Self::Written(html) => serializer.serialize_str(html),
        }
    }
}

/// The hash of a view: of what it says, and of what its bodies are made of.
pub(super) fn key<'a>(
    site: &Site,
    view: &impl Serialize,
    bodies: impl Iterator<Item = &'a Body<'a>>,
    parts: &[&[u8]],
) -> Hash {
    let mut hasher = Hasher::default();
    for part in parts {
        hasher.part(part);
    }
    let view = serde_json::to_vec(view).expect("a view holds strings, numbers and lists only");
    hasher.part(&view);
    for body in bodies {
        body.key(site, &mut hasher);
    }
    hasher.finish()
}
