//! What will be wrong with a site in the coming year.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failure is a failed test"
)]

use annai::build::{Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::diag::print::{Color, Format, Style};
use annai::language::Language;
use annai::memo::Cache;
use annai::proof::prove;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use std::sync::Arc;

const CONFIG: &str = "[site]\ntitle = \"案内\"\nbase_url = \"https://help.example.jp\"\n\n\
    [facts.renewal]\nlabel = \"受付期間\"\n\
    window = { start = 2024-03-04, end = \"2024-04-09T17:00\" }\n";

const HOME: &str = "+++\ntitle = \"ホーム\"\n+++\n\n";

fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    let source =
        |(path, text): &(&str, &str)| Arc::new(Source::new(SourceId::new(*path), text.as_bytes()));
    Snapshot::new(files.iter().map(source), Vec::new())
}

/// What is found on 2024-03-10 and what will be, up to when, and at how many moments.
fn found(files: &[(&str, &str)]) -> (Vec<String>, String, usize) {
    let snapshot = snapshot(files);
    let day = |text| parse_iso(text).unwrap();
    let as_of = AsOf::new(day("2024-03-10"));
    let mut cache = Cache::default();
    let mut built = build(&snapshot, &Options::new(as_of), &mut cache);
    let until = day("2025-03-10").into();
    let mut proof = prove(&snapshot, as_of, until, &built, &mut cache);
    proof.add_to(&mut built.diagnostics);
    let style = Style {
        language: Language::English,
        color: Color::Off,
        width: 80,
    };
    let read = |id: &SourceId| Some(&**snapshot.get(id.as_str())?.bytes());
    let printed = Format::Short.print(&built.diagnostics, &read, &style);
    let lines = printed.as_str().lines().map(str::to_owned).collect();
    let until = annai::calendar::iso_moment(proof.until);
    (lines, until, proof.moments)
}

#[test]
fn a_fact_that_will_be_over_is_told_with_the_moment() {
    let home = format!("{HOME}受付は {{{{ renewal.end }}}} までです。\n");
    let (lines, until, moments) = found(&[("site.toml", CONFIG), ("content/index.md", &home)]);
    assert_eq!(
        lines,
        [
            "content/index.md:5:5: warning[past-date]: from 2024-04-09T17:00 on: `renewal` ended on \
             2024-04-09T17:00, and this page speaks of it as if it had not"
        ]
    );
    assert_eq!((until.as_str(), moments), ("2025-03-10", 2));
}

#[test]
fn a_page_that_waits_is_checked_as_if_it_were_shown() {
    let home = format!("{HOME}文\n");
    let later = "+++\ntitle = \"あとで\"\npublish_from = 2024-05-01\nslug = \"other\"\n\
         aliases = [\"/third/\"]\n+++\n\n[申込](apply.md) {{ tell }} [窓口](#desk) \
         [先](https://help.example.jp/nothing/)\n";
    let page = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\n\n文\n");
    let (lines, until, moments) = found(&[
        ("site.toml", &format!("{CONFIG}past = true\n")),
        ("content/index.md", &format!("{home}{{{{ renewal }}}}\n")),
        ("content/later.md", later),
        ("content/other.md", &page("別")),
        ("content/third.md", &page("三")),
    ]);
    let codes: Vec<&str> = lines
        .iter()
        .map(|line| {
            assert!(line.contains(": from 2024-05-01 on: "), "{line}");
            line.split('[').nth(1).unwrap().split(']').next().unwrap()
        })
        .collect();
    assert_eq!(
        codes,
        [
            "duplicate-url",
            "broken-link",
            "unknown-fact",
            "dead-anchor",
            "broken-link",
            "duplicate-url"
        ],
        "{lines:#?}"
    );
    assert_eq!((until.as_str(), moments), ("2025-03-10", 2));
}

#[test]
fn what_waits_longer_than_a_year_is_looked_at_on_its_day() {
    let home = format!("{HOME}文\n");
    let later =
        "+++\ntitle = \"あとで\"\npublish_from = 2026-05-01T09:30\n+++\n\n[申込](apply.md)\n";
    let config = "[site]\ntitle = \"案内\"\n";
    let (lines, until, _) = found(&[
        ("site.toml", config),
        ("content/index.md", &home),
        ("content/later.md", later),
    ]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("error[broken-link]: from 2026-05-01T09:30 on: "));
    assert_eq!(until, "2025-03-10");
}

#[test]
fn an_allowance_that_will_be_needed_is_not_unused() {
    let home = format!(
        "{HOME}受付は {{{{ renewal.end }}}} までです。 <!-- allow: past-date 記録のため -->\n\n\
         文 <!-- allow: past-date 要らない -->\n"
    );
    let (lines, ..) = found(&[("site.toml", CONFIG), ("content/index.md", &home)]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("content/index.md:7:"), "{lines:?}");
    assert!(lines[0].contains("unused-allowance"), "{lines:?}");
}

#[test]
fn what_is_wrong_today_is_not_told_again() {
    let home = format!("{HOME}{{{{ nothing }}}} {{{{ renewal }}}}\n");
    let config = format!(
        "{CONFIG}past = true\n\n[[cycles]]\nname = \"2025\"\nfrom = 2025-02-01\n\
         facts.renewal = {{ start = 2025-03-03, end = 2025-04-08 }}\n"
    );
    let (lines, _, moments) = found(&[("site.toml", &config), ("content/index.md", &home)]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("error[unknown-fact]: "));
    assert!(!lines[0].contains("from "), "{lines:?}");
    assert_eq!(moments, 2);
}

#[test]
fn a_slip_of_a_century_is_no_work_of_a_century() {
    let home = format!("{HOME}次回は{{{{ stop.next }}}}です。\n");
    let config = "[site]\ntitle = \"案内\"\n\n[facts.stop]\nlabel = \"休止\"\n\
                  recurring = { on = \"every monday\" }\n";
    let news = "+++\ntitle = \"知らせ\"\nkind = \"announcement\"\ndate = 2204-03-01\n+++\n\n文\n";
    let (lines, until, moments) = found(&[
        ("site.toml", config),
        ("content/index.md", &home),
        ("content/news.md", news),
    ]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("future-date"), "{lines:?}");
    // Today, the end of each Monday, and the day of the news.
    assert_eq!((until.as_str(), moments), ("2025-03-10", 1 + 52 + 1));
}
