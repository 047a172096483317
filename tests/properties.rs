//! What holds for any input: parsing never panics and points into its source, a warm cache
//! changes nothing, the number of threads changes nothing, and nothing that was typed becomes
//! markup.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failure is a failed test"
)]

#[path = "support/fragments.rs"]
mod fragments;
#[path = "support/hostile.rs"]
mod hostile;
#[path = "support/versions.rs"]
mod versions;

use annai::build::{self, Build, Options};
use annai::calendar::{AsOf, parse_iso};
use annai::diag::Diagnostic;
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use fragments::text;
use hostile::PAYLOADS;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use versions::{SITE, Versions, versions};

type Files = BTreeMap<String, String>;

fn snapshot(files: &Files) -> Snapshot {
    let source = |(path, text): (&String, &String)| {
        let id = SourceId::new(path.as_str());
        Arc::new(Source::new(id, text.as_bytes().to_vec()))
    };
    Snapshot::new(files.iter().map(source), Vec::new())
}

fn build(files: &Files, cache: &mut Cache) -> Build {
    let as_of = AsOf::new(parse_iso("2024-03-10").unwrap());
    build::build(&snapshot(files), &Options::new(as_of), cache)
}

fn files(list: &[(&str, &str)]) -> Files {
    let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
    list.iter().map(owned).collect()
}

/// Every place of every finding lies inside of its source and begins and ends between two
/// characters.
fn check_places(files: &Files, diagnostics: &[Diagnostic]) {
    for one in diagnostics {
        let labels = one.labels.iter().map(|label| &label.place);
        let fix = one.fix.iter().map(|fix| &fix.place);
        for place in [&one.place].into_iter().chain(labels).chain(fix) {
            let span = place.span;
            let Some(text) = files.get(place.source.as_str()) else {
                continue;
            };
            assert!(
                text.get(span.start..span.end).is_some(),
                "{span:?} is no part of {text:?}: {one:?}"
            );
        }
    }
}

/// So many cases; a failure is printed whole and needs no file to be found again.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn any_page_is_parsed(body in text(), front in text()) {
        for page in [
            body.clone(),
            format!("+++\ntitle = \"題\"\n+++\n{body}"),
            format!("\u{feff}+++　\r\n{front}\n+++\n{body}"),
        ] {
            let source = Source::new(SourceId::new("content/a.md"), page.as_bytes().to_vec());
            let parsed = annai::content::parse(&source);
            let files = files(&[("content/a.md", &page)]);
            check_places(&files, &parsed.diagnostics);
            for allowance in &parsed.value.allowances {
                prop_assert!(page.get(allowance.covered.start..allowance.covered.end).is_some());
                check_places(&files, &[allowance.unused(&allowance.codes)]);
            }
        }
    }

    #[test]
    fn any_bytes_are_parsed(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let source = Source::new(SourceId::new("content/a.md"), bytes.clone());
        for one in annai::content::parse(&source).diagnostics {
            prop_assert!(one.place.span.start <= one.place.span.end);
            prop_assert!(one.place.span.end <= bytes.len());
        }
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn any_site_is_built(config in text(), page in text()) {
        let home = format!("+++\ntitle = \"題\"\n+++\n{page}");
        for config in [config.clone(), format!("{SITE}\n[facts.z]\n{config}")] {
            let files = files(&[("site.toml", &config), ("content/index.md", &home)]);
            check_places(&files, &build(&files, &mut Cache::default()).diagnostics);
        }
    }
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn a_warm_cache_changes_nothing(edits in prop::collection::vec((0..7_usize, 0..7_usize), 1..8)) {
        let versions = versions();
        let mut files = beginning(&versions);
        let mut cache = Cache::default();
        build(&files, &mut cache);
        for (file, version) in edits {
            let Versions { path, texts } = &versions[file];
            match &texts[version % texts.len()] {
                Some(text) => files.insert((*path).to_owned(), text.clone()),
                None => files.remove(*path),
            };
            let warm = build(&files, &mut cache);
            let cold = build(&files, &mut Cache::default());
            assert_same(&warm, &cold);
            check_places(&files, &cold.diagnostics);
        }
    }
}

fn beginning(versions: &[Versions]) -> Files {
    let first = versions.iter().filter_map(|file| {
        let text = file.texts[0].clone()?;
        Some((file.path.to_owned(), text))
    });
    first.collect()
}

fn assert_same(one: &Build, other: &Build) {
    assert_eq!(one.diagnostics, other.diagnostics);
    let paths = |built: &Build| built.outputs.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(one), paths(other));
    for (path, output) in &one.outputs {
        let text =
            |built: &Build| String::from_utf8_lossy(built.outputs[path].bytes()).into_owned();
        assert!(
            output == &other.outputs[path],
            "{path}:\n{}\n{}",
            text(one),
            text(other)
        );
    }
}

/// The edits that the words of a page alone would not show.
#[test]
fn the_same_words_may_mean_another_page() {
    let versions = versions();
    let mut files = beginning(&versions);
    let mut cache = Cache::default();
    build(&files, &mut cache);
    for text in &versions[0].texts {
        files.insert("site.toml".to_owned(), text.clone().unwrap());
        let warm = build(&files, &mut cache);
        assert_same(&warm, &build(&files, &mut Cache::default()));
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let mut files = files(&[
        ("site.toml", SITE),
        ("content/index.md", "+++\ntitle = \"ホーム\"\n+++\n本文\n"),
        (
            "content/faq/index.md",
            "+++\ntitle = \"質問\"\nchildren = \"faq\"\n+++\n",
        ),
    ]);
    for number in 0..60 {
        // Mistakes here and there, so that findings have an order to keep.
        let body = match number % 3 {
            0 => "{{ renewal }}と[質問](q1.md)",
            1 => "{{ renwal }}と[質問](q99.md)と#### 見出し",
            _ => "#### {{ reflected }}\n\n![](x.svg)",
        };
        let page =
            format!("+++\nquestion = \"質問{number}\"\ncategory = \"分類\"\n+++\n\n{body}\n");
        files.insert(format!("content/faq/q{number}.md"), page);
    }
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build()
            .unwrap()
            .install(|| build(&files, &mut Cache::default()))
    };
    let one = on(1);
    assert!(one.diagnostics.len() > 60, "{}", one.diagnostics.len());
    assert!(one.outputs.len() > 60, "{}", one.outputs.len());
    assert_same(&one, &on(4));
}

#[test]
fn nothing_that_is_typed_becomes_markup() {
    for payload in PAYLOADS {
        let built = build(&hostile::site(payload), &mut Cache::default());
        let errors: Vec<_> = built
            .diagnostics
            .iter()
            .filter(|one| one.is_error())
            .collect();
        assert!(errors.is_empty(), "{payload}: {errors:?}");
        let mut seen = 0;
        for (path, output) in &built.outputs {
            let text = String::from_utf8_lossy(output.bytes());
            seen += text.matches("zq").count();
            let raw = payload.trim_start_matches("zq");
            for (at, marker) in text.match_indices("zq") {
                let behind = &text[at + marker.len()..];
                // The index of the search has pairs of characters as keys: `"zq":`.
                let is_index = path.as_str() == "search/index.js";
                let ends: &[char] = if is_index { &['<'] } else { &['<', '"', '\''] };
                assert!(!behind.starts_with(raw), "{path}: {payload}");
                assert!(!behind.starts_with(ends), "{path}: {payload}");
            }
            for tag in ["<script>alert", "<img src=x", "<svg onload"] {
                assert!(!text.contains(tag), "{path}: {tag}");
            }
        }
        // Every sink was reached: this is not a test of silence.
        assert!(seen > 100, "{payload}: {seen}");
    }
}

#[test]
fn the_payloads_would_be_seen() {
    let mut files = hostile::site(PAYLOADS[0]);
    let template = "<p>{{ page.title | safe }}</p>".to_owned();
    files.insert("themes/helpdesk/templates/page.html".to_owned(), template);
    let built = build(&files, &mut Cache::default());
    let pages = built.outputs.values();
    let raw = pages.filter(|page| String::from_utf8_lossy(page.bytes()).contains(PAYLOADS[0]));
    assert!(raw.count() > 0);
}

#[test]
fn words_in_html_stand_where_they_stand_whatever_ends_their_lines() {
    for body in [
        "<?\r\n2024-02-30",
        "<br>\r\n一\r\n2024-02-30 二",
        "> <br>\r\n> 2024-02-30",
        "<br>\n2024-02-30",
    ] {
        let text = format!("+++\ntitle = \"題\"\n+++\n\n{body}\n");
        let files = files(&[
            ("site.toml", "[site]\ntitle = \"窓口\"\n"),
            ("content/index.md", &text),
        ]);
        let built = build(&files, &mut Cache::default());
        let mut found = built.diagnostics.iter();
        let found = found.find(|one| one.code.name() == "stray-literal");
        let span = found.unwrap().place.span;
        assert_eq!(&text[span.start..span.end], "2024-02-30", "{body:?}");
    }
}
