//! What a build keeps for the next one.
//!
//! The law: a build with any cache equals a build with an empty one. So a value may only be
//! kept together with everything it was made from, or with the hash of it.

use crate::check::Reading;
use crate::content::Document;
use crate::diag::Diagnostic;
use crate::picture::Gallery;
use crate::render::Rendered;
use crate::site::{Resolved, Site};
use crate::source::Source;
use crate::theme::Loaded;
use crate::web;
use std::sync::Arc;

/// A parsed document.
#[derive(Debug)]
pub struct Parsed {
    /// What it was parsed from.
    pub source: Arc<Source>,
    /// The document.
    pub document: Arc<Document>,
    /// What is wrong in it.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a build keeps for the next one. It holds what the last build used, and no more.
#[derive(Debug, Default)]
pub struct Cache {
    /// Documents, in the order of their files.
    pub(crate) documents: Vec<Parsed>,
    /// The resolved site.
    pub(crate) site: Option<Resolved>,
    /// What was found in the words of the pages, in the order of their files.
    pub(crate) readings: Vec<Reading>,
    /// The theme.
    pub(crate) theme: Option<Loaded>,
    /// The rendered site.
    pub(crate) rendered: Option<Rendered>,
    /// The pictures in fewer pixels.
    pub(crate) pictures: Gallery,
    /// How the pages lead to each other.
    pub(crate) survey: Option<Arc<web::Survey>>,
}

impl Cache {
    /// An empty one but for these pictures, which are not made again.
    pub fn with_pictures(pictures: Gallery) -> Self {
        Self {
            pictures,
            ..Self::default()
        }
    }

    /// The pictures of the last build in fewer pixels.
    pub fn pictures(&self) -> &Gallery {
        &self.pictures
    }

    /// The site of the last build; none where that had no config to resolve it with.
    pub fn site(&self) -> Option<&Site> {
        self.site.as_ref().map(|resolved| &resolved.site)
    }
}
