//! What a build makes: files by their path in the output folder. Knows nothing of disks.

use crate::hash::Hash;
use crate::path::OutputPath;
use crate::source::Source;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name of the file in the output folder that says what was published. No output has it.
pub const MANIFEST: &str = ".annai-manifest.json";

/// The folder in the output folder where new files wait, if that cannot be replaced as a whole. No
/// output is in it.
pub const INSIDE: &str = ".annai-next";

/// One output file: its bytes and their hash. Immutable; a clone shares the bytes.
#[derive(Clone, Debug, Eq)]
pub struct Output {
    bytes: Arc<[u8]>,
    hash: Hash,
}

impl Output {
    /// A file with these bytes.
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        let hash = Hash::of(&bytes);
        Self { bytes, hash }
    }

    /// A file with the bytes of a source.
    pub fn of(source: &Source) -> Self {
        Self {
            bytes: Arc::clone(source.bytes()),
            hash: source.hash(),
        }
    }

    /// Its bytes.
    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
    }

    /// The hash of its bytes.
    pub fn hash(&self) -> Hash {
        self.hash
    }
}

/// Compares bytes only where neither their place nor their hash tells: the files of two builds
/// are mostly the same ones.
impl PartialEq for Output {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.bytes, &other.bytes)
            || (self.hash == other.hash && self.bytes == other.bytes)
    }
}

/// Every file of the built site, by path.
pub type Outputs = BTreeMap<OutputPath, Output>;
