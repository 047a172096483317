//! What a change does later, and what a fact was and will be: `annai diff` and `annai facts` of a
//! site with cycles.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the tests look at the disk by themselves, and a failure is a failed test"
)]

#[path = "support/program.rs"]
mod program;
#[path = "support/ran.rs"]
mod ran;

use ran::Ran;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const CONFIG: &str = r#"[site]
title       = "駐車許可の窓口"
description = "駐車許可のご案内です。"
language    = "ja"
timezone    = "Asia/Tokyo"
phone       = "{{ phone }}"

[facts.phone]
label = "電話"
phone = "0120-555-012"

[facts.fee]
label  = "更新料"
amount = 3300

[facts.renewal]
label  = "受付期間"
window = { start = 2027-01-12, end = 2027-01-29 }

[facts.reflected]
label = "反映日"
date  = "renewal.end + 1 day"

[[navigation]]
label = "お知らせ"
link  = "news/index.md"
"#;

const FEE_CYCLE: &str = r#"
[[cycles]]
name = "料金改定"
from = 2027-04-01
facts.fee = 3500
"#;

const DATES_CYCLE: &str = r#"
[[cycles]]
name = "令和10年度"
from = 2027-12-01
facts.renewal = { start = 2028-01-11, end = 2028-01-28 }
"#;

struct Site(TempDir);

impl Site {
    /// A site with an announcement of its first year.
    fn new(config: &str) -> Self {
        let site = Self(TempDir::new().unwrap());
        site.write("site.toml", config);
        site.write(
            "content/index.md",
            "+++\ntitle = \"ようこそ\"\n+++\n更新料は {{ fee }} です。\n\n\
             :::before renewal\n受付は {{ renewal.start | weekday }} に始まります。\n:::\n\
             :::during renewal\nただいま受付中です。\n:::\n\
             :::after renewal\n受付は終わりました。反映日は {{ reflected | weekday }} でした。\n:::\n",
        );
        site.write(
            "content/news/index.md",
            "+++\ntitle = \"お知らせ\"\nchildren = \"announcement\"\n+++\n新しいお知らせです。\n",
        );
        site.write(
            "content/news/first.md",
            "+++\ntitle = \"受付を始めます\"\ndate = 2026-11-25\n+++\n\
             期間は {{ renewal }} で、更新料は {{ fee }} です。\n",
        );
        site
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes a site.toml elsewhere, and gives its path.
    fn base(&self, config: &str) -> String {
        self.write(".annai/base.toml", config);
        let path = self.0.path().join(".annai/base.toml");
        path.to_str().unwrap().to_owned()
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        run(self.0.path(), arguments)
    }

    fn diff(&self, base: &str, format: &str) -> Ran {
        let common = ["--as-of", "2026-11-29", "--lang", "ja", "--format", format];
        self.run(&[&["diff", "--base", base], &common[..]].concat())
    }

    fn facts(&self, name: &str, as_of: &str, format: &str) -> Ran {
        let common = ["--as-of", as_of, "--lang", "ja", "--format", format];
        self.run(&[&["facts", name], &common[..]].concat())
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    run_with(folder, arguments, &[])
}

fn run_with(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    let mut command = program::annai();
    command.envs(environment.iter().copied());
    command.current_dir(folder).args(arguments);
    command.output().unwrap().into()
}

fn git(folder: &Path, arguments: &[&str]) {
    let name = ["-c", "user.name=x", "-c", "user.email=x@example.jp"];
    let mut command = Command::new("git");
    let ran = command
        .args([&name, arguments].concat())
        .current_dir(folder)
        .output();
    let ran = ran.unwrap();
    assert!(ran.status.success(), "{ran:?}");
}

fn commit(folder: &Path) {
    git(folder, &["add", "site.toml", "content"]);
    git(folder, &["commit", "--quiet", "--allow-empty", "-m", "x"]);
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_cycle_that_begins_later_is_told_with_its_day() {
    let site = Site::new(&format!("{CONFIG}{FEE_CYCLE}{DATES_CYCLE}"));
    let base = site.base(&format!("{CONFIG}{FEE_CYCLE}"));
    let ran = site.diff(&base, "text");
    assert_eq!(ran.code, 0, "{}", ran.err);
    // The day lies more than a year ahead, and is what the change states.
    let expected = "\
2027年12月1日（水）から
reflected (反映日): 2027年1月30日 → 2028年1月29日
  受付期間の終了 2028年1月28日（金） + 1日 = 2028年1月29日（土）
renewal (受付期間): 2027年1月12日～2027年1月29日 → 2028年1月11日～2028年1月28日
~ index.html
  - 受付は終わりました。
  + 受付は 2028年1月11日（火） に始まります。
  - 反映日は 2027年1月30日（土） でした。

ほかに 1 ファイルが変わります（文章は同じです）
";
    let out = ran
        .out
        .replace("renewal.end 2028-01-28 に 1日を足すと 2028-01-29", "");
    assert!(out.starts_with(expected), "{}", ran.out);
    assert!(!ran.out.contains("feed"), "{}", ran.out);
    let html = site.diff(&base, "html").out;
    assert!(html.contains("<h2>2027年12月1日（水）から</h2>"), "{html}");
    let markdown = site.diff(&base, "markdown").out;
    assert!(
        markdown.starts_with("## 2027年12月1日（水）から\n\n| 事実"),
        "{markdown}"
    );
    assert!(!markdown.contains("404.html"), "{markdown}");
}

#[test]
fn the_next_year_of_the_repositorys_own_site_is_told_by_its_moments() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = fs::read_to_string(repository.join("site.toml")).unwrap();
    let cycle = "\n[[cycles]]\nname = \"次の年度\"\nfrom = 2025-02-01\n\
                 facts.license_expiry = 2025-04-30\n\
                 facts.renewal = { start = 2025-03-03, end = 2025-04-08 }\n";
    let site = Site(TempDir::new().unwrap());
    for entry in walkdir::WalkDir::new(repository.join("content")) {
        let entry = entry.unwrap();
        let path = site
            .0
            .path()
            .join(entry.path().strip_prefix(repository).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(path).unwrap();
        } else {
            fs::copy(entry.path(), path).unwrap();
        }
    }
    site.write("site.toml", &format!("{config}{cycle}"));
    let base = site.base(&config);
    let ran = site.run(&[
        "diff",
        "--base",
        &base,
        "--as-of",
        "2024-05-01",
        "--lang",
        "ja",
        "--format",
        "markdown",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let headings = ran.out.lines().filter(|line| line.starts_with("## "));
    // It comes into force, and its window opens and closes.
    assert_eq!(
        headings.collect::<Vec<_>>(),
        [
            "## 2025年2月1日（土）から",
            "## 2025年3月3日（月）から",
            "## 2025年4月9日（水）から"
        ]
    );
}

#[test]
fn what_differs_is_told_once_and_with_its_first_moment() {
    let site = Site::new(&CONFIG.replace("0120-555-012", "0120-555-777"));
    let now = fs::read_to_string(site.0.path().join("site.toml")).unwrap();
    site.write("site.toml", CONFIG);
    git(site.0.path(), &["init", "--quiet"]);
    commit(site.0.path());
    site.write("site.toml", &now);
    site.write(
        "content/news/second.md",
        "+++\ntitle = \"臨時の休み\"\ndate = 2026-12-20\n+++\n休みます。\n",
    );
    let text = site.diff("HEAD", "text").out;
    let (first, later) = text.split_once("\n\n2026年12月20日（日）から\n").unwrap();
    assert!(
        first.starts_with("2026年11月29日（日）現在\nphone (電話): 0120-555-012 → 0120-555-777\n"),
        "{text}"
    );
    assert!(later.contains("+ news/second/index.html\n"), "{text}");
    assert!(later.contains("  + 休みます。\n"), "{text}");
    assert!(!later.contains("phone (電話)"), "{text}");
    // What is told for now is not told again; the new page shows the new number.
    assert!(!later.contains("0120-555-012"), "{text}");
    // The window opens and closes in both sites.
    assert!(!later.contains("2027-01"), "{text}");
    assert!(
        text.trim_end()
            .ends_with("ファイルが変わります（文章は同じです）"),
        "{text}"
    );

    let all = json(&site.diff("HEAD", "json").out);
    assert_eq!(all["facts"][0]["new"], "0120-555-777");
    assert_eq!(all["later"][0]["from"], "2026-12-20");
    assert_eq!(all["later"][0]["facts"], json("[]"));
    let files = all["later"][0]["files"].as_array().unwrap();
    assert!(
        files
            .iter()
            .any(|file| file["path"] == "news/second/index.html" && file["change"] == "added")
    );
    let now = all["files"].as_array().unwrap();
    let is_silent = |file: &Value| file["sentences"] == json("[]");
    assert!(now.iter().chain(files).any(is_silent), "{all}");
}

#[test]
fn what_does_not_change_anything_is_said_to_be_nothing() {
    let site = Site::new(CONFIG);
    let base = site.base(CONFIG);
    let ran = site.diff(&base, "text");
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "2027年11月29日（月）まで、変わるところはありません\n")
    );
}

#[test]
fn a_side_that_cannot_be_built_later_ends_the_comparison() {
    // Nothing is in force from April on.
    let broken = format!("{CONFIG}{FEE_CYCLE}until = 2027-04-30\n")
        .replace("facts.fee = 3500\nuntil", "until");
    let broken = format!("{broken}facts.fee = 3500\n");
    let good = format!("{CONFIG}{FEE_CYCLE}");
    let site = Site::new(&broken);
    let base = site.base(&good);
    let ran = site.diff(&base, "text");
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(
        ran.out
            .contains("2027年5月1日（土）から、このサイトを作れません")
            && ran.out.contains("error[no-cycle]"),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("2027年5月1日（土）から"), "{}", ran.err);
    // What the change mends is no failure of it.
    site.write("site.toml", &good);
    let base = site.base(&broken);
    let ran = site.diff(&base, "json");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let failure = &json(&ran.out)["failure"];
    assert_eq!(
        (&failure["from"], &failure["which"]),
        (&json("\"2027-05-01\""), &json("\"base\""))
    );
}

#[test]
fn the_errors_of_a_base_are_named() {
    let site = Site::new(CONFIG);
    let base = site.base(&CONFIG.replace("[facts.fee]", "[facts.fees]"));
    let ran = site.diff(&base, "text");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err
            .contains("  content/index.md:4:9: error[unknown-fact]: "),
        "{}",
        ran.err
    );
}

#[test]
fn why_git_has_no_such_revision_is_told() {
    let site = Site::new(CONFIG);
    let refused = |folder: &Path, base: &str, environment: &[(&str, &str)]| {
        let arguments = [
            "diff",
            "--base",
            base,
            "--as-of",
            "2026-11-29",
            "--lang",
            "en",
        ];
        let ran = run_with(folder, &arguments, environment);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        ran.err
    };
    let folder = site.0.path();
    let nowhere = refused(folder, "HEAD", &[]);
    assert!(nowhere.contains("in no git repository"), "{nowhere}");
    let without = refused(folder, "HEAD", &[("PATH", "")]);
    assert!(without.contains("no git to look"), "{without}");
    git(folder, &["init", "--quiet"]);
    commit(folder);
    commit(folder);
    let mistyped = refused(folder, "HAED", &[]);
    assert!(
        mistyped.contains("no revision and no file `HAED`"),
        "{mistyped}"
    );
    let clones = TempDir::new().unwrap();
    let source = format!("file://{}", folder.display());
    git(
        clones.path(),
        &["clone", "--quiet", "--depth", "1", &source, "clone"],
    );
    let shallow = refused(&clones.path().join("clone"), "HEAD~1", &[]);
    assert!(shallow.contains("`fetch-depth: 0`"), "{shallow}");
}

#[test]
fn a_fact_is_shown_with_all_its_values() {
    let site = Site::new(&format!("{CONFIG}{FEE_CYCLE}{DATES_CYCLE}"));
    site.write(
        "content/news/next.md",
        "+++\ntitle = \"次の受付\"\ndate = 2027-12-05\n+++\n更新料は {{ fee }} です。\n",
    );
    // In the second cycle the fee is that of the first.
    let rows = json(&site.facts("fee", "2027-12-10", "json").out);
    assert_eq!(rows[0]["value"], "3,500円");
    let history = rows[0]["history"].as_array().unwrap();
    let place = |value: &Value| {
        let (file, line, column) = (&value["file"], &value["line"], &value["column"]);
        format!(
            "{} {} {file}:{line}:{column}",
            value["from"], value["value"]
        )
        .replace('"', "")
    };
    let uses = |value: &Value| -> Vec<String> {
        let uses = value["uses"].as_array().unwrap().iter();
        uses.map(|one| format!("{} {}", one["place"], one["urls"]).replace('"', ""))
            .collect()
    };
    assert_eq!(
        history.iter().map(place).collect::<Vec<_>>(),
        [
            "null 3,300円 site.toml:12:8",
            "2027-04-01 3,500円 site.toml:31:7"
        ]
    );
    assert_eq!(
        uses(&history[0]),
        ["content/news/first.md:5:26 [/news/first/]"]
    );
    assert_eq!(
        uses(&history[1]),
        [
            "content/index.md:4:6 [/]",
            "content/news/next.md:5:6 [/news/next/]"
        ]
    );
    assert_eq!(
        (&history[0]["now"], &history[1]["now"]),
        (&json("false"), &json("true"))
    );
    // All uses stay beside the history.
    assert_eq!(rows[0]["uses"].as_array().unwrap().len(), 3);
}

#[test]
fn what_is_derived_has_the_values_of_its_source() {
    let site = Site::new(&format!("{CONFIG}{FEE_CYCLE}{DATES_CYCLE}"));
    let ran = site.facts("受付期間.終了", "2026-11-29", "text");
    let expected = "\
renewal.end\t受付期間\t2027年1月29日
  はじめから: 2027年1月29日（今の値）  site.toml:16:8
    content/news/first.md:5:5  renewal  /news/first/
  2027年12月1日（水）から: 2028年1月28日  site.toml:36:7
reflected\t反映日\t2027年1月30日
  はじめから: 2027年1月30日（今の値）  site.toml:20:8
    受付期間の終了 2027年1月29日（金） + 1日 = 2027年1月30日（土）
    content/index.md:13:16  reflected  /
  2027年12月1日（水）から: 2028年1月29日  site.toml:20:8
    受付期間の終了 2028年1月28日（金） + 1日 = 2028年1月29日（土）
";
    assert_eq!(ran.out, expected);
}
