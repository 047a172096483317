//! The pages that `annai explain` prints are true: what their bad example shows is found, and
//! what their good example shows is not.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failure is a failed test"
)]

use annai::build::{self, Options};
use annai::calendar::{AsOf, parse_iso};
use annai::diag::{Code, code};
use annai::language::Language;
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the examples take for granted.
const FACTS: [(&str, &str); 6] = [
    (
        "renewal",
        "window = { start = 2025-03-03, end = 2025-04-08 }",
    ),
    ("license_expiry", "date = 2024-04-30"),
    ("support_phone", "phone = \"0120-584-708\""),
    ("first_contact", "duration = \"2 business days\""),
    ("completion_notice", "date = 2025-04-09"),
    (
        "application_form",
        "term = \"application form\"\nduring = \"renewal\"",
    ),
];

const PAGE: &str = "content/faq/limit.md";

/// What no example of a page can show: it is about other files, other sites, a day or a whole
/// `site.toml`, or is shown as words.
const NOT_SHOWN: [&str; 27] = [
    "bad-encoding",
    "broken-promise",
    "category-spelling",
    "dead-external-link",
    "duplicate-question",
    "early-cycle",
    "forbidden-character",
    "lone-translation",
    "lost-address",
    "moved-external-link",
    "nesting-too-deep",
    "orphan-page",
    "review-due",
    "stale-translation",
    "stripped-svg",
    "template-error",
    "too-large",
    "unknown-language",
    "unknown-literal",
    "unlinked-file",
    "unofficial-holiday",
    "unportable-name",
    "unpublishable-file",
    "unreadable-file",
    "unshowable-picture",
    "unused-fact",
    "wrong-cycle",
];

/// An example: the language of its block, and what it shows.
struct Example {
    language: String,
    text: String,
}

/// The first bad and the first good example of a page.
fn examples(page: &str) -> Option<(Example, Example)> {
    let bad = example(page, &["Wrong", "よくない例"])?;
    let good = example(page, &["Right", "よい例"])?;
    Some((bad, good))
}

fn example(page: &str, heads: &[&str]) -> Option<Example> {
    let mut lines = page.lines();
    lines.find(|line| heads.iter().any(|head| line.starts_with(head)))?;
    let open = lines.find(|line| !line.is_empty())?;
    let fence: String = open.chars().take_while(|c| *c == '`').collect();
    let language = open.strip_prefix(&fence).filter(|_| fence.len() >= 3)?;
    let text: Vec<&str> = lines.take_while(|line| *line != fence).collect();
    Some(Example {
        language: language.to_owned(),
        text: text.join("\n") + "\n",
    })
}

/// The site of an example; nothing where it is no file of one.
fn site(example: &Example, language: Language) -> Option<Snapshot> {
    let text = &example.text;
    let is_table = text.starts_with('[');
    let of_site = if example.language == "toml" && is_table {
        text.as_str()
    } else {
        ""
    };
    let front = match (example.language.as_str(), is_table) {
        ("toml", false) => text.as_str(),
        _ => "",
    };
    let mut keys = String::new();
    if !front.lines().any(|line| line.starts_with("title")) {
        keys.push_str("title = \"x\"\n");
    }
    if front.starts_with("date") {
        keys.push_str("kind = \"announcement\"\n");
    }
    let page = match example.language.as_str() {
        "markdown" if text.starts_with("+++") => text.clone(),
        "markdown" => format!("+++\n{keys}+++\n\n{text}"),
        "toml" => format!("+++\n{keys}{front}+++\n\n本文\n"),
        _ => return None,
    };
    let mut config = String::new();
    if !of_site.contains("[site]") {
        let tag = language.tag();
        config.push_str(&format!("[site]\ntitle = \"x\"\nlanguage = \"{tag}\"\n\n"));
    }
    for (key, value) in FACTS {
        if !of_site.contains(&format!("[facts.{key}]")) {
            let label = if key == "renewal" {
                "受付期間"
            } else {
                key
            };
            config.push_str(&format!("[facts.{key}]\nlabel = \"{label}\"\n{value}\n\n"));
        }
    }
    config.push_str(of_site);
    let title = |title: &str| {
        let front = format!("+++\ntitle = \"{title}\"\n+++\n\n{title}");
        format!("{front}\n\n## {title} {{#steps}}\n\n### Form {{#form}}\n")
    };
    let other = "+++\ntitle = \"y\"\n+++\n\n本文\n".to_owned();
    let files = BTreeMap::from([
        ("site.toml", config),
        ("content/index.md", title("home")),
        ("content/contact/index.md", title("contact")),
        ("content/renewal/index.md", title("renewal")),
        ("content/faq/index.md", title("faq")),
        ("content/faq/deadline.md", other),
        (PAGE, page),
    ]);
    let source = |(path, text): (&str, String)| {
        Arc::new(Source::new(SourceId::new(path), text.into_bytes()))
    };
    Some(Snapshot::new(files.into_iter().map(source), Vec::new()))
}

/// Whether a site has a finding of a code.
fn has(snapshot: &Snapshot, code: Code, cache: &mut Cache) -> bool {
    let day = match code.name() {
        "past-date" => "2025-05-01",
        "future-date" => "2026-12-06",
        "missing-closure" => "2027-11-20",
        _ => "2025-03-10",
    };
    let options = Options::new(AsOf::new(parse_iso(day).unwrap()));
    let found = build::build(snapshot, &options, cache).diagnostics;
    found.iter().any(|one| one.code == code)
}

#[test]
fn bad_examples_are_found_and_good_ones_are_not() {
    let mut wrong = Vec::new();
    let mut cache = Cache::default();
    for (code, language) in code::ALL
        .iter()
        .flat_map(|code| Language::ALL.map(|language| (*code, language)))
    {
        let name = format!("{code} ({})", language.tag());
        let pair = examples(code.explanation(language));
        let sites =
            pair.and_then(|(bad, good)| Some((site(&bad, language)?, site(&good, language)?)));
        let outcome = match sites {
            None => Some("shows no pair of files"),
            Some((bad, _)) if !has(&bad, code, &mut cache) => Some("the bad example is not found"),
            Some((_, good)) if has(&good, code, &mut cache) => Some("the good example is found"),
            Some(_) => None,
        };
        let is_known = NOT_SHOWN.contains(&code.name());
        if is_known == outcome.is_none() {
            wrong.push(format!("{name}: {}", outcome.unwrap_or("is shown now")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
