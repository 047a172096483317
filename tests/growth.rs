//! Sites of a size and a shape that nobody has by accident: each is built to the end, says what is
//! wrong where it is, and takes neither the stack nor the memory for it. Whether the time is in
//! proportion, `benches/hostile.rs` measures.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failure is a failed test"
)]

#[path = "support/growing.rs"]
mod growing;

use annai::build::{Build, Options, build};
use annai::diag::{Code, Diagnostic, code};
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use growing::{Growing, as_of};

fn built(site: &Snapshot) -> Build {
    build(site, &Options::new(as_of()), &mut Cache::default())
}

fn named(name: &str) -> &'static Growing {
    growing::ALL.iter().find(|one| one.name == name).unwrap()
}

fn of(code: Code, found: &Build) -> Vec<&Diagnostic> {
    let found = found.diagnostics.iter();
    found.filter(|one| one.code == code).collect()
}

#[test]
fn each_is_built_to_its_end() {
    for growing in growing::ALL {
        let built = built(&growing.site(growing.size.div_ceil(40)));
        assert!(built.pages > 0 || built.has_errors(), "{}", growing.name);
    }
}

#[test]
fn a_page_without_measure_is_one_finding() {
    let built = built(&named("rows of a table").site(30_000));
    let [only] = &built.diagnostics[..] else {
        panic!("{:?}", built.diagnostics);
    };
    assert_eq!(only.code, code::TOO_LARGE);
    let message = &only.message.japanese;
    assert!(
        message.starts_with("ページが長すぎて読み込めません"),
        "{message}"
    );
}

#[test]
fn a_chain_of_facts_may_be_of_any_length() {
    for name in [
        "facts that follow from the next",
        "facts that follow from the one before",
    ] {
        let built = built(&named(name).site(5_000));
        assert!(!built.has_errors(), "{name}: {:?}", built.diagnostics[0]);
    }
}

#[test]
fn a_circle_of_facts_is_told_once_and_in_short() {
    let built = built(&named("a circle of facts").site(5_000));
    let circles = of(code::FACT_CIRCLE, &built);
    assert_eq!(circles.len(), 1);
    let message = &circles[0].message.english;
    assert!(message.contains("f0 → f1 → "), "{message}");
    assert!(message.contains(" → … → "), "{message}");
    assert!(message.ends_with(" → f4999 → f0"), "{message}");
}

#[test]
fn each_of_many_unknown_keys_is_told() {
    for name in ["unknown keys of site.toml", "unknown keys of a page"] {
        let built = built(&named(name).site(5_000));
        assert_eq!(of(code::UNKNOWN_KEY, &built).len(), 5_000, "{name}");
    }
}

#[test]
fn each_of_many_broken_links_is_told() {
    let built = built(&named("pages with a broken link").site(1_000));
    assert_eq!(of(code::BROKEN_LINK, &built).len(), 1_000);
    let built = built_of("dead anchors among headings", 2_000);
    assert_eq!(of(code::DEAD_ANCHOR, &built).len(), 2_000);
}

#[test]
fn cycles_hold_what_they_change() {
    let found = built_of("cycles and facts", 200);
    assert_eq!(of(code::INVALID_VALUE, &found).len(), 0);
    // Of more than an office can have the first are read, and the next is told.
    let found = built_of("cycles and facts", 1_001);
    let [told] = of(code::INVALID_VALUE, &found)[..] else {
        panic!("{:?}", of(code::INVALID_VALUE, &found));
    };
    let message = "年度と事実が多すぎるため、この年度から後は読まれません";
    assert_eq!(told.message.japanese, message);
    let help = "終わった年度を [[cycles]] から消してください";
    assert_eq!(told.help.as_ref().unwrap().japanese, help);
}

#[test]
fn a_promise_is_tried_on_all_days_of_a_thousand_years() {
    let found = built_of("years of a promise", 1_000);
    assert_eq!(of(code::INVALID_VALUE, &found).len(), 0);
    assert_eq!(of(code::UNOFFICIAL_HOLIDAY, &found).len(), 1_000);
}

#[test]
fn templates_that_are_nested_too_deep_are_told_where_they_are() {
    for size in [40, 5_000] {
        let built = built_of("templates that include the next", size);
        let [told] = of(code::TEMPLATE_ERROR, &built)[..] else {
            panic!("{:?}", built.diagnostics);
        };
        let place = &told.place;
        assert_eq!(place.source.as_str(), "themes/t/templates/000000.html");
        assert_eq!(
            told.message.japanese,
            "テンプレートに誤りがあります: テンプレートの include・extends が32段より深く重なっています"
        );
    }
    let built = built_of("templates that include the next", 20);
    let told = of(code::TEMPLATE_ERROR, &built);
    let is_deep = |one: &&Diagnostic| one.message.english.contains("deep");
    assert!(!told.iter().any(is_deep), "{told:?}");
}

fn built_of(name: &str, size: usize) -> Build {
    built(&named(name).site(size))
}
