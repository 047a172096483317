//! annai (案内, "guidance") builds a help-desk site that cannot contradict itself.

pub mod build;
pub mod calendar;
pub mod check;
pub mod config;
pub mod content;
pub mod diag;
pub mod disk;
pub mod hash;
pub mod japanese;
pub mod language;
pub mod output;
pub mod path;
pub mod picture;
pub mod render;
pub mod site;
pub mod snapshot;
pub mod source;
pub mod theme;
pub mod value;
