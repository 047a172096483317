//! annai (案内, "guidance") builds a help-desk site that cannot contradict itself.

pub mod diag;
pub mod disk;
pub mod hash;
pub mod language;
pub mod output;
pub mod path;
pub mod snapshot;
pub mod source;
