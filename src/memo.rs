//! What a build keeps for the next one.
//!
//! The law: a build with any cache equals a build with an empty one. So a value may only be
//! kept under the hash of everything it was made from.

use crate::content::Document;
use crate::diag::Checked;
use crate::hash::Hash;
use crate::output::Output;
use crate::source::SourceId;
use std::collections::HashMap;
use std::sync::Arc;

/// A parsed document, with what is wrong in it.
pub type Parsed = Arc<Checked<Arc<Document>>>;

/// What a build keeps for the next one. It holds what the last build used, and no more.
#[derive(Debug, Default)]
pub struct Cache {
    /// Documents by their file, with the hash of the file.
    pub(crate) documents: HashMap<SourceId, (Hash, Parsed)>,
    /// Rendered pages, with what was found in them, by the hash of all that went into them.
    pub(crate) rendered: HashMap<Hash, Arc<Checked<Output>>>,
}
