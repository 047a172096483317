//! What pages of the built-in theme say about themselves: that they are over, that they speak
//! of another time, and which day they were made for.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failure is a failed test"
)]

use annai::build::{Build, Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::memo::Cache;
use annai::path::OutputPath;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use std::sync::Arc;

const CONFIG: &str = r#"
[site]
title    = "案内"
language = "LANGUAGE"

[facts.deadline]
label = "締切"
date  = 2024-04-09

[[cycles]]
name = "2025"
from = 2025-02-01
facts.deadline = 2025-04-08

[[cycles]]
name = "2026"
from = 2026-02-01
facts.deadline = 2026-04-07
"#;

fn site(language: &str, as_of: &str) -> Build {
    let config = CONFIG.replace("LANGUAGE", language);
    let dated = |date: &str, more: &str| {
        format!("+++\ntitle = \"題\"\ndate = {date}\n{more}+++\n\n{{{{ deadline }}}}\n")
    };
    let home = "+++\ntitle = \"ホーム\"\n+++\n\n本文\n".to_owned();
    let news = "+++\ntitle = \"お知らせ\"\nchildren = \"announcement\"\n+++\n".to_owned();
    let files = [
        ("site.toml", config),
        ("content/index.md", home),
        ("content/news/index.md", news),
        ("content/news/unnamed.md", dated("2024-03-01", "")),
        ("content/news/named.md", dated("2025-03-01", "")),
        (
            "content/news/over.md",
            dated("2026-02-02", "publish_until = 2026-02-28\n"),
        ),
        ("content/news/now.md", dated("2026-02-02", "")),
    ];
    let sources =
        files.map(|(path, text)| Arc::new(Source::new(SourceId::new(path), text.into_bytes())));
    let as_of = AsOf::new(parse_iso(as_of).unwrap());
    let built = build(
        &Snapshot::new(sources, Vec::new()),
        &Options::new(as_of),
        &mut Cache::default(),
    );
    assert!(!built.has_errors(), "{:?}", built.diagnostics);
    built
}

/// The text of a page from its title to its body, without tags: its notices.
fn notices(site: &Build, page: &str) -> Vec<String> {
    let html = html(site, page);
    let (_, rest) = html.split_once("</header>\n<div class=\"notice").unzip();
    let Some(rest) = rest else {
        return Vec::new();
    };
    let (notices, _) = rest.split_once("<div class=\"layout\"").unwrap();
    let lines = notices.lines().filter(|line| line.starts_with("<p"));
    lines.map(without_tags).collect()
}

fn html(site: &Build, page: &str) -> String {
    let path = OutputPath::parse(&format!("{page}index.html")).unwrap();
    String::from_utf8(site.outputs[&path].bytes().to_vec()).unwrap()
}

fn without_tags(line: &str) -> String {
    let pieces = line.split('<').filter_map(|piece| piece.split_once('>'));
    pieces.map(|(_, text)| text).collect()
}

#[test]
fn a_page_that_is_over_says_since_when() {
    let japanese = site("ja", "2026-03-10");
    assert_eq!(
        notices(&japanese, "news/over/"),
        [
            "終了したご案内です",
            "この案内は、2026年2月28日で終了しました。"
        ]
    );
    let english = site("en", "2026-03-10");
    assert_eq!(
        notices(&english, "news/over/"),
        [
            "This is over",
            "What this page announces ended on 28 February 2026."
        ]
    );
    let before = site("ja", "2026-02-28");
    assert_eq!(notices(&before, "news/over/"), Vec::<String>::new());
}

#[test]
fn a_page_of_a_past_cycle_leads_to_what_is_true_now() {
    let japanese = site("ja", "2026-03-10");
    assert_eq!(
        notices(&japanese, "news/named/"),
        [
            "過去のご案内です",
            "このページは、過去の回（2025）のご案内です。日付や内容は当時のものです。",
            "現在のご案内は「題」をご覧ください。",
        ]
    );
    let page = html(&japanese, "news/named/");
    let (_, link) = page.split_once("現在のご案内は「").unwrap();
    assert_eq!(link.split('>').next(), Some("<a href=\"../../news/now/\""));
    assert_eq!(
        notices(&japanese, "news/unnamed/")[1],
        "このページは、過去の回のご案内です。日付や内容は当時のものです。"
    );
    assert_eq!(notices(&japanese, "news/now/"), Vec::<String>::new());
    let english = site("en", "2026-03-10");
    assert_eq!(
        notices(&english, "news/named/"),
        [
            "This is about the past",
            "This page is about a past round (2025). Its dates and details are those of that time.",
            "For what is true now, see 題.",
        ]
    );
}

#[test]
fn without_script_a_page_says_its_day_and_claims_no_more() {
    let site = site("ja", "2026-01-31");
    let html = html(&site, "news/named/");
    let time = "<time datetime=\"2026-01-31\">2026年1月31日</time>";
    assert!(html.contains(&format!("<span>{time}現在の内容です</span>")));
    let (_, stale) = html.split_once("<div class=\"notice-stale\"").unwrap();
    assert!(stale.starts_with(" data-stale hidden>"));
    assert!(html.contains(" data-stale-from=\"2026-02-01\""));
}
