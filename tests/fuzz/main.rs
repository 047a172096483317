//! Random input for what reads untrusted bytes: see `README.md` beside this file.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a failure is a failed test, and a long run says how far it is"
)]

mod mutator;
#[cfg(unix)]
mod requests;
mod run;
mod targets;

use run::run;

#[test]
fn config() {
    run("config", 200, targets::config);
}

#[test]
fn page() {
    run("page", 600, targets::page);
}

#[test]
fn facts() {
    run("facts", 200, targets::facts);
}

#[test]
fn literal() {
    run("literal", 6_000, targets::literal);
}

#[test]
fn svg() {
    run("svg", 700, targets::svg);
}

#[test]
fn fix() {
    run("fix", 140, targets::fix);
}

#[test]
fn manifest() {
    let folder = targets::Folder::new();
    run("manifest", 1_000, |input| folder.manifest(input));
}
