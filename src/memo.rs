//! What a build keeps for the next one.
//!
//! The law: a build with any cache equals a build with an empty one. So a value may only be
//! kept together with everything it was made from, or with the hash of it.

use crate::calendar::Date;
use crate::content::Document;
use crate::diag::{Checked, Diagnostic};
use crate::hash::Hash;
use crate::language::Language;
use crate::picture::Gallery;
use crate::search::Index;
use crate::site::{Resolved, Site};
use crate::theme::Loaded;
use crate::web;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A parsed document, with what is wrong in it.
pub type Parsed = Arc<Checked<Arc<Document>>>;

/// What was found in the words of a page, with all that it depends on.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// The page's file.
    pub(crate) document: Arc<Document>,
    /// The hash of the facts that it was compared with.
    pub(crate) lexicon: Hash,
    /// The day that the page may state because it is its own.
    pub(crate) own_day: Option<Date>,
    /// What was found.
    pub(crate) found: Vec<Diagnostic>,
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
    /// Rendered pages by the hash of all that went into them.
    pub(crate) rendered: HashMap<Hash, Arc<web::Page>>,
    /// The pictures in fewer pixels.
    pub(crate) pictures: Gallery,
    /// What visitors search, by language.
    pub(crate) search: BTreeMap<Language, Index>,
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
