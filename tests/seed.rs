//! The document that the repository's site comes from, pasted as a page: every value in it is
//! found, mended, and printed as it was.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the document is read from the disk, and a failure is a failed test"
)]

use annai::build::{self, Build, Options};
use annai::calendar::{AsOf, parse_iso};
use annai::diag::{Diagnostic, code};
use annai::fix;
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use std::path::Path;
use std::sync::Arc;

const PAGE: &str = "content/pasted.md";

/// What the document says that a fact says.
const COPIES: [&str; 19] = [
    "2024年4月30日",
    "2024年4月30日",
    "専用申請フォーム",
    "専用申請フォーム",
    "2024年3月4日～2024年4月9日",
    "専用申込フォーム",
    "2営業日以内",
    "2024年4月10日",
    "専用申込フォーム",
    "専用申込フォーム",
    "専用申込フォーム",
    "2営業日以内",
    "専用申込フォーム",
    "2024年4月10日",
    "2024年4月10日",
    "専用申込フォーム",
    "専用申込フォーム",
    "4月9日",
    "0120-584-708",
];
const HOURS: &str = "9:00～17:00（土日祝日は除く）";

/// What stands in a screenshot.
const SAMPLES: [&str; 2] = ["2023/11/29", "500円"];

/// The site, which asks for values that no fact states, with the document as a page.
fn pasted() -> Snapshot {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let snapshot = annai::disk::load(root, &root.join("public")).unwrap();
    let config = snapshot.get("site.toml").unwrap();
    let config = std::str::from_utf8(config.bytes()).unwrap();
    let config = format!("{config}\n[check]\nunknown-literal = \"warning\"\n");
    let document = std::fs::read_to_string(root.join("tests/data/seed.md")).unwrap();
    let page = format!("+++\ntitle = \"貼り付けた文書\"\n+++\n\n{document}");
    with(&with(&snapshot, "site.toml", config), PAGE, page)
}

fn with(snapshot: &Snapshot, path: &str, text: String) -> Snapshot {
    let edited = Source::new(SourceId::new(path), text.into_bytes());
    let sources = snapshot.sources().map(Arc::clone);
    Snapshot::new(sources.chain([Arc::new(edited)]), Vec::new())
}

fn options() -> Options {
    Options::new(AsOf::new(parse_iso("2024-03-10").unwrap()))
}

fn text(snapshot: &Snapshot) -> String {
    let bytes = snapshot.get(PAGE).unwrap().bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What literals stand at the findings in the page.
fn found(build: &Build, snapshot: &Snapshot) -> Vec<String> {
    let text = text(snapshot);
    let is_literal = |one: &&Diagnostic| {
        let codes = [code::STRAY_LITERAL, code::UNKNOWN_LITERAL];
        one.place.source.as_str() == PAGE && codes.contains(&one.code)
    };
    let found = build.diagnostics.iter().filter(is_literal);
    found
        .map(|one| one.place.span.slice(&text).to_owned())
        .collect()
}

/// What a visitor reads in the page.
fn read(build: &Build) -> String {
    let outputs = &build.outputs;
    let page = outputs
        .iter()
        .find(|(path, _)| path.as_str() == "pasted/index.html");
    let html = String::from_utf8(page.unwrap().1.bytes().to_vec()).unwrap();
    let main = html.split("<main").nth(1).unwrap();
    let main = main.split("</main>").next().unwrap();
    let pieces = main.split('<').map(|piece| {
        let behind = piece.split_once('>').map_or("", |(_, text)| text);
        behind.trim_start_matches('\n')
    });
    pieces.collect()
}

#[test]
fn every_value_of_the_document_is_found() {
    let snapshot = pasted();
    let built = build::build(&snapshot, &options(), &mut Cache::default());
    let mut expected: Vec<&str> = COPIES.into_iter().chain([HOURS]).chain(SAMPLES).collect();
    let mut found = found(&built, &snapshot);
    expected.sort_unstable();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_mended_document_says_the_same_and_has_no_value_left() {
    let snapshot = pasted();
    let before = build::build(&snapshot, &options(), &mut Cache::default());
    let fixed = fix::fix(snapshot, &options(), &mut Cache::default());
    assert_eq!(fixed.files.len(), 1);
    // The other name of the form was wrong.
    let meant = read(&before).replace("専用申請フォーム", "専用申込フォーム");
    assert!(meant.len() > 3_000);
    assert_eq!(read(&fixed.build), meant);
    assert_eq!(found(&fixed.build, &fixed.snapshot), SAMPLES);
    for value in COPIES.iter().chain([&HOURS]) {
        assert!(!text(&fixed.snapshot).contains(value), "{value}");
    }
}

#[test]
fn the_samples_of_a_screenshot_are_allowed_with_a_reason() {
    let fixed = fix::fix(pasted(), &options(), &mut Cache::default());
    let sample = "差引状態\t: 完了";
    let reason = "<!-- allow: unknown-literal 画面の見本の値のため -->\n";
    let page = text(&fixed.snapshot).replace(sample, &format!("{reason}{sample}"));
    let allowed = with(&fixed.snapshot, PAGE, page);
    let built = build::build(&allowed, &options(), &mut Cache::default());
    assert_eq!(found(&built, &allowed), Vec::<String>::new());
    let unused = |one: &Diagnostic| one.code == code::UNUSED_ALLOWANCE;
    assert!(!built.diagnostics.iter().any(unused));
}
