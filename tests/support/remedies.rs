//! What comes of the remedies of a case, made one by one.

use crate::case::{shown, snapshot};
use crate::suite::Case;
use annai::build::{self, Options};
use annai::calendar::AsOf;
use annai::fix;
use annai::memo::Cache;
use std::collections::BTreeMap;

/// The mechanical fixes that the proof does not let pass: none is to be called mechanical.
pub(crate) fn refused(case: &Case, as_of: AsOf, theme: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let options = Options::new(case.as_of().unwrap_or(as_of));
    let snapshot = snapshot(case, &shown(case), theme);
    let mut cache = Cache::default();
    let before = build::build(&snapshot, &options, &mut cache);
    let mut held = before.diagnostics.clone();
    fix::hold(&snapshot, &mut held, &options, &mut cache);
    let pairs = before.diagnostics.iter().zip(&held);
    let refused = pairs.filter(|(one, other)| one.fix != other.fix);
    refused
        .map(|(one, _)| format!("{}: {} => {:?}", one.code, one.message.english, one.fix))
        .collect()
}
