//! What a build keeps for the next one.
//!
//! The law: a build with any cache equals a build with an empty one. So a value may only be
//! kept together with everything it was made from, or with the hash of it.

use crate::content::Document;
use crate::diag::Checked;
use crate::hash::Hash;
use crate::site::{Resolved, Site};
use crate::theme::Loaded;
use crate::web;
use std::collections::HashMap;
use std::sync::Arc;

/// A parsed document, with what is wrong in it.
pub type Parsed = Arc<Checked<Arc<Document>>>;

/// What a build keeps for the next one. It holds what the last build used, and no more.
#[derive(Debug, Default)]
pub struct Cache {
    /// Documents, in the order of their files.
    pub(crate) documents: Vec<Parsed>,
    /// The resolved site.
    pub(crate) site: Option<Resolved>,
    /// The theme.
    pub(crate) theme: Option<Loaded>,
    /// Rendered pages by the hash of all that went into them.
    pub(crate) rendered: HashMap<Hash, Arc<web::Page>>,
}

impl Cache {
    /// The site of the last build; none where that had no config to resolve it with.
    pub fn site(&self) -> Option<&Site> {
        self.site.as_ref().map(|resolved| &resolved.site)
    }
}
