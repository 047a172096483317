//! `annai schema`: what may stand in a file, for editors.

use super::Exit;
use super::args;
use super::report::Reporter;
use annai::near::near_misses;
use annai::{schema, text};

pub(super) fn run(arguments: &args::Schema, reporter: &Reporter) -> Exit {
    let schemas = schema::all();
    let names = schemas.iter().map(|schema| schema.name);
    let Some(name) = &arguments.name else {
        reporter.result(&names.collect::<Vec<_>>().join("\n"));
        return Exit::Ok;
    };
    if let Some(schema) = schemas.iter().find(|schema| schema.name == name) {
        reporter.result(schema.json().trim_end());
        return Exit::Ok;
    }
    let near = near_misses(name, names.clone());
    let offered = if near.is_empty() {
        names.collect()
    } else {
        near
    };
    let offered = offered.join(", ");
    reporter.failure(&text!(
        "「{name}」という JSON Schema はありません。書けるのは: {offered}",
        "there is no schema `{name}`; it can be: {offered}"
    ));
    Exit::Usage
}
