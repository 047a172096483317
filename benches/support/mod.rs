//! What the benchmark and the generator share.

pub(crate) mod generate;
mod words;
