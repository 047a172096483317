//! The repository's own site: built from its files, in memory.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failure is a failed test"
)]

use annai::build::{self, Build, Options};
use annai::calendar::{AsOf, parse_iso};
use annai::diag::Severity;
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use std::path::Path;
use std::sync::Arc;

fn load() -> Snapshot {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    annai::disk::load(root, &root.join("public")).unwrap()
}

fn build(snapshot: &Snapshot, as_of: &str) -> Build {
    let as_of = AsOf::new(parse_iso(as_of).unwrap());
    build::build(snapshot, &Options::new(as_of), &mut Cache::default())
}

/// The site with `from`, which stands there once, replaced by `to` in `site.toml`.
fn with(snapshot: &Snapshot, from: &str, to: &str) -> Snapshot {
    let config = snapshot.get("site.toml").unwrap();
    let text = std::str::from_utf8(config.bytes()).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from}");
    let edited = text.replace(from, to).into_bytes();
    let edited = Source::new(SourceId::new("site.toml"), edited);
    let sources = snapshot.sources().map(Arc::clone);
    Snapshot::new(sources.chain([Arc::new(edited)]), Vec::new())
}

/// The published texts, by path.
fn texts(built: &Build) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let outputs = built.outputs.iter();
    outputs
        .map(|(path, output)| (path.to_string(), text(output.bytes())))
        .collect()
}

/// The source of the site contradicts itself in one point: who applies on the last day is
/// promised an answer after the notice that all is done. That is found, and accepted with a
/// reason; nothing else is.
fn assert_only_the_accepted_promise(built: &Build, day: &str) {
    let found: Vec<_> = built
        .diagnostics
        .iter()
        .map(|one| (one.code.name(), one.severity))
        .collect();
    assert_eq!(found, [("broken-promise", Severity::Note)], "{day}");
}

/// The days of the facts, those beside them, on which alone a rule can change its mind, and some
/// others.
#[test]
fn nothing_is_found_before_in_and_after_the_window() {
    let snapshot = load();
    for day in [
        "2024-01-01",
        "2024-03-01",
        "2024-03-03",
        "2024-03-04",
        "2024-03-20",
        "2024-04-09",
        "2024-04-10",
        "2024-04-11",
        "2024-04-12",
        "2024-04-30",
        "2024-05-01",
        "2025-01-06",
        "2026-11-29",
    ] {
        let built = build(&snapshot, day);
        assert!(built.pages > 10, "{day}: {}", built.pages);
        assert_only_the_accepted_promise(&built, day);
    }
}

#[test]
fn a_new_end_of_the_window_is_the_end_everywhere() {
    let snapshot = load();
    let built = build(&snapshot, "2024-03-10");
    let before: usize = texts(&built)
        .iter()
        .map(|(_, text)| text.matches("4月9日").count() + text.matches("4月10日").count())
        .sum();
    assert!(before > 0, "the site speaks of the window");

    let edited = with(&snapshot, "end = 2024-04-09", "end = 2024-04-12");
    let built = build(&edited, "2024-03-10");
    assert_only_the_accepted_promise(&built, "2024-03-10");
    let texts = texts(&built);
    for (path, text) in &texts {
        for old in [
            "4月9日",
            "4月10日",
            "9 April",
            "10 April",
            "2024-04-09",
            "2024-04-10",
        ] {
            assert!(!text.contains(old), "{path} still says {old}");
        }
    }
    let of = |path: &str| &texts.iter().find(|(known, _)| known == path).unwrap().1;
    for page in [
        "index.html",
        "renewal/index.html",
        "news/renewal-2024/index.html",
    ] {
        assert!(of(page).contains("4月12日"), "{page}");
    }
    for page in ["en/index.html", "en/renewal/index.html"] {
        assert!(of(page).contains("12 April"), "{page}");
    }
    assert!(of("en/faq/index.html").contains("13 April"));
    // What follows from the end moves with it.
    for page in ["renewal/index.html", "faq/index.html"] {
        assert!(of(page).contains("4月13日"), "{page}");
    }
}

#[test]
fn who_reads_english_is_led_from_page_to_page_in_english() {
    let built = build(&load(), "2024-03-10");
    let texts = texts(&built);
    let mut pages = 0;
    let english = |path: &str| path.starts_with("en/") && path.ends_with(".html");
    for (path, text) in texts.iter().filter(|(path, _)| english(path)) {
        pages += 1;
        assert!(text.contains("<html lang=\"en\">"), "{path}");
        // The way back, and no Japanese but where it is marked as such.
        assert!(
            text.contains("lang=\"ja\" hreflang=\"ja\">日本語"),
            "{path}"
        );
        assert!(!text.contains("年4月"), "{path}");
    }
    assert!(pages > 10, "{pages}");
    let of = |path: &str| &texts.iter().find(|(known, _)| known == path).unwrap().1;
    let faq = of("en/faq/index.html");
    assert!(faq.contains("href=\"../../en/renewal/\""));
    assert!(faq.contains("hreflang=\"x-default\""));
    assert!(of("faq/index.html").contains("href=\"../en/faq/\" lang=\"en\" hreflang=\"en\""));
    // A page without a translation leads to the English home page, and says so.
    let news = of("news/index.html");
    assert!(news.contains("href=\"../en/\" lang=\"en\" hreflang=\"en\">English (home page)"));
}

#[test]
fn no_value_of_a_fact_is_typed_into_the_content() {
    let snapshot = load();
    let mut files = 0;
    for source in snapshot.below("content/") {
        let Ok(text) = std::str::from_utf8(source.bytes()) else {
            continue;
        };
        files += 1;
        for line in text.lines() {
            // The day of an announcement is its own.
            let is_own = line.starts_with("date = ") || line.starts_with("updated = ");
            let id = source.id();
            assert!(is_own || !has_literal(line), "{id}: {line}");
        }
    }
    assert!(files > 10, "{files}");
}

/// Whether a line has a date, a telephone number or a full hour in it.
fn has_literal(line: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let day = line.match_indices('月').any(|(at, month)| {
        let behind = &line[at + month.len()..];
        let rest = behind.trim_start_matches(digit);
        line[..at].ends_with(digit) && rest.len() < behind.len() && rest.starts_with('日')
    });
    let months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let named = months.iter().flat_map(|month| line.match_indices(month));
    let mut near = named.map(|(at, month)| (&line[..at], &line[at + month.len()..]));
    let english = near.any(|(before, behind)| {
        before.trim_end().ends_with(digit) || behind.trim_start().starts_with(digit)
    });
    let hour = line
        .match_indices(":00")
        .any(|(at, _)| line[..at].ends_with(|c: char| c.is_ascii_digit()));
    day || english || hour || line.contains("0120")
}

#[test]
fn typed_values_are_seen() {
    for line in [
        "until 9 April",
        "from March 4",
        "4月9日まで",
        "４月１０日",
        "電話 0120-584-708",
        "9:00～17:00",
    ] {
        assert!(has_literal(line), "{line}");
    }
    for line in [
        "4月の9日",
        "毎月1日",
        "月日",
        "{{ renewal.end | 月日 }}",
        ":00",
        "You may call in April",
    ] {
        assert!(!has_literal(line), "{line}");
    }
}

#[test]
fn the_days_on_which_it_changes_by_itself_are_known() {
    let day = |day| parse_iso(day).unwrap();
    let from = AsOf::new(day("2024-03-11"));
    let moments = annai::next::moments(&load(), from, day("2024-12-31").into());
    let days: Vec<_> = moments.iter().map(|one| one.at.date()).collect();
    // The morning after the window has closed, and after the renewals have been reflected; and
    // those of a new quarter of a year, with which the opening hours that pages know go on.
    let changes = [
        "2024-04-01",
        "2024-04-10",
        "2024-04-11",
        "2024-07-01",
        "2024-10-01",
    ];
    assert_eq!(days, changes.map(day));
    assert!(moments.iter().all(|one| one.is_proven && !one.has_errors()));
}
