//! The search of the site, run where it runs: its ranking is a script, and a second one in
//! Rust could only be another. A browser is given the site of this repository and asked.
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "this test looks for a browser and gives it a site to search"
)]

#[path = "support/installed.rs"]
mod installed;

use annai::build::{Build, Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// What the tables of queries call the pages.
const PAGES: [(&str, &str); 16] = [
    ("q1", "faq/license-expiry/"),
    ("q2", "faq/form-access/"),
    ("q3", "faq/completion-notice/"),
    ("q4", "faq/reflected-date/"),
    ("q5", "faq/after-expiry/"),
    ("q6", "faq/after-deadline/"),
    ("faq", "faq/"),
    ("renewal", "renewal/"),
    ("contact", "contact/"),
    ("index", ""),
    ("news", "news/renewal-2024/"),
    ("news-index", "news/"),
    ("providers", "providers/"),
    ("download", "download/"),
    ("interviews", "interviews/"),
    ("accessibility", "accessibility/"),
];

#[test]
fn a_browser_folds_as_the_index_does() {
    let table = include_str!("data/folds.tsv").lines();
    let folds: Vec<(String, String)> = table
        .map(|line| line.split_once('\t').unwrap())
        .map(|(input, folded)| (unescaped(input), unescaped(folded)))
        .collect();
    let inputs: Vec<&str> = folds.iter().map(|(input, _)| input.as_str()).collect();
    let Some(told) = asked(&repository(), &json!({ "folds": inputs, "queries": [] })) else {
        return;
    };
    let seen = told["folds"].as_array().unwrap();
    assert_eq!(seen.len(), folds.len());
    let mut wrong = Vec::new();
    for ((input, folded), seen) in folds.iter().zip(seen) {
        if seen != folded {
            wrong.push(format!("{input} is folded to {seen} instead of {folded}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_query_finds_its_page_first() {
    let given = missed(include_str!("data/search-queries.tsv"), "");
    let reported = missed(include_str!("data/search-reported.tsv"), "");
    let all = [given, reported].concat();
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// So many queries that were written before the ranking, and before its words, find another
/// page first, or none; nothing that is absent is found.
#[test]
fn so_do_queries_that_it_was_not_made_for() {
    let tables = [
        (include_str!("data/search-holdout.tsv"), "", 0),
        (include_str!("data/search-office.tsv"), "", 2),
        (include_str!("data/search-office-holdout.tsv"), "", 18),
        (include_str!("data/search-english.tsv"), "en/", 3),
    ];
    for (table, folder, most) in tables {
        let missed = missed(table, folder);
        assert!(missed.len() <= most, "{}", missed.join("\n"));
        let is_noise = |missed: &&String| missed.ends_with("[\"-\"]");
        let noise: Vec<&String> = missed.iter().filter(is_noise).collect();
        assert!(noise.is_empty(), "{noise:?}");
    }
}

/// The queries of a table that find another page first, or one where there is none; asked of
/// the pages of a language, which stand in `folder`.
fn missed(table: &str, folder: &str) -> Vec<String> {
    let queries = queries(table);
    let texts: Vec<&str> = queries.iter().map(|(query, _)| *query).collect();
    let tables = json!({ "folds": [], "queries": texts });
    let Some(told) = asked_in(folder, &repository(), &tables) else {
        return Vec::new();
    };
    let hits = told["hits"].as_array().unwrap();
    assert_eq!(hits.len(), queries.len());
    let mut missed = Vec::new();
    for ((query, wanted), hits) in queries.iter().zip(hits) {
        let found = hits.as_array().unwrap().iter();
        let found: Vec<&str> = found.map(|address| name(address, folder)).collect();
        if !wanted.contains(found.first().unwrap_or(&"-")) {
            missed.push(format!("{query}: {found:?} instead of {wanted:?}"));
        }
    }
    missed
}

/// What the search of a site makes of some tables; none without a browser.
fn asked(site: &Build, tables: &Value) -> Option<Value> {
    asked_in("", site, tables)
}

/// The same of the pages in a folder of a language.
fn asked_in(language: &str, site: &Build, tables: &Value) -> Option<Value> {
    let browser = installed::chromium()?;
    let folder = written(site);
    let script = asset(site, "assets/search.", ".js");
    let html = format!(
        "<!doctype html><meta charset=\"utf-8\"><body data-root=\"\" \
         data-index=\"{language}search/index.js\">\
         <script>var tables = {tables}</script><script src=\"{script}\"></script>\
         <script src=\"engine.js\"></script>"
    );
    let probe = include_str!("browser/search-engine.js");
    fs::write(folder.path().join("engine.js"), probe).unwrap();
    fs::write(folder.path().join("engine.html"), html).unwrap();
    Some(told(&browser, folder.path(), "engine.html"))
}

#[test]
fn the_page_answers_as_one_types_and_has_a_phone_number_where_nothing_is_found() {
    let Some(browser) = installed::chromium() else {
        return;
    };
    let site = repository();
    let folder = written(&site);
    let page = folder.path().join("search/index.html");
    let html = fs::read_to_string(&page).unwrap();
    let html = html.replace("</body>", "<script src=\"probe.js\" defer></script></body>");
    fs::write(page, html).unwrap();
    fs::write(
        folder.path().join("search/probe.js"),
        include_str!("browser/search-page.js"),
    )
    .unwrap();
    let told = told(
        &browser,
        folder.path(),
        "search/index.html?q=%E5%8F%8D%E6%98%A0",
    );

    assert_eq!(told["asked"], "反映");
    assert_eq!(told["violations"], json!([]));
    let reflected =
        "専用申込フォームから手続きしましたが、システムに反映されていません。いつ反映されますか？";
    assert_eq!(told["first"]["titles"][0], reflected);
    assert_eq!(
        told["first"]["links"][0],
        "../faq/reflected-date/index.html"
    );
    assert_eq!(told["first"]["marks"][0], "反映");

    let found = &told["found"];
    let titles = found["titles"].as_array().unwrap();
    assert_eq!(
        found["status"],
        format!("{}件見つかりました。", titles.len())
    );
    assert_eq!(titles[0], "ライセンスの有効期限はどこで確認できますか？");
    assert_eq!(found["marks"][0], "ライセンス");
    assert_eq!(found["marks"][1], "有効期限");
    assert_eq!(found["phone"], false);
    let last = titles.last().unwrap();
    assert_eq!(
        told["keys"],
        json!(["field", titles[0], last, titles[0], "field"])
    );

    for nothing in ["long", "nothing"] {
        assert_eq!(told[nothing]["status"], "見つかりませんでした。");
        assert_eq!(told[nothing]["titles"], json!([]));
        assert_eq!(told[nothing]["phone"], true);
    }
    assert_eq!(told["empty"]["status"], "");
    assert_eq!(told["empty"]["phone"], false);
}

#[test]
fn the_page_is_found_without_script_but_not_by_other_searches() {
    let site = repository();
    let html = text(&site, "search/index.html");
    assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(html.contains("<noscript>") && html.contains("0120-584-708"));
    assert!(!text(&site, "sitemap.xml").contains("/search/"));
    let home = text(&site, "index.html");
    assert!(home.contains("action=\"./search/\" method=\"get\""));
    assert!(
        !home.contains("search."),
        "a page loads nothing of the search"
    );
}

#[test]
fn the_parts_of_a_large_index_are_found() {
    let pages: Vec<(String, String)> = (0..150).map(page).collect();
    let own: String = pages[70].1.trim_end().chars().rev().take(6).collect();
    let own: String = own.chars().rev().collect();
    let site = built(&pages, &mut Cache::default());
    let queries = ["ページ70", own.as_str(), "ページ"];
    let Some(told) = asked(&site, &json!({ "folds": [], "queries": queries })) else {
        return;
    };
    assert_eq!(told["hits"][0][0], "page-070/");
    assert_eq!(told["hits"][1][0], "page-070/");
    // All of them, which are written as one run.
    let first = ["page-000/", "page-001/", "page-002/", "page-003/"];
    assert_eq!(told["hits"][2], json!(first));
    assert_eq!(told["counts"][2], pages.len());
}

/// Pairs of their letters are everywhere; words are found whole, in their forms, and while the
/// last one is being typed, wherever signs and kana meet them.
#[test]
fn words_in_latin_letters_are_found_whole() {
    let mut pages: Vec<(String, String)> = (0..150).map(page).collect();
    let mut say = |number: usize, words: &str| pages[number].1.push_str(&format!("\n{words}\n"));
    say(70, "We send notices by e-mail.");
    say(71, "Please note the office hours.");
    say(72, "QRコードとWi-Fiのご案内。A4の紙です。");
    say(73, "Questions & answers, Q&A, internationalisation of ﬁles");
    let site = built(&pages, &mut Cache::default());
    let wanted = [
        ("notice", 70),
        ("NOTICES", 70),
        ("ｎｏｔｉｃｅ", 70),
        ("notic", 70),
        ("email", 70),
        ("e-mail", 70),
        ("mail", 70),
        ("office h", 71),
        ("offices", 71),
        ("QR", 72),
        ("QRコード", 72),
        ("QR コード", 72),
        ("wifi", 72),
        ("A4", 72),
        ("Q&A", 73),
        ("files", 73),
        ("internationalization", 73),
    ];
    let absent = [
        "ice",
        "tice",
        "fic",
        "our",
        "ote",
        "office ourselves",
        "QR 予約",
        "mailed goods",
        "sea",
    ];
    let queries: Vec<&str> = wanted
        .map(|(query, _)| query)
        .into_iter()
        .chain(absent)
        .collect();
    let tables = json!({ "folds": [], "queries": queries });
    let Some(told) = asked(&site, &tables) else {
        return;
    };
    for (at, (query, number)) in wanted.iter().enumerate() {
        assert_eq!(told["hits"][at][0], format!("page-{number:03}/"), "{query}");
    }
    for (at, query) in absent.iter().enumerate() {
        assert_eq!(told["counts"][wanted.len() + at], 0, "{query}");
    }
}

#[test]
fn an_index_that_was_kept_is_that_of_a_new_build() {
    let mut cache = Cache::default();
    let pages: Vec<(String, String)> = (0..150).map(page).collect();
    let all = built(&pages, &mut cache);
    let chunks = |site: &Build| {
        let paths = site.outputs.keys().map(|path| path.as_str());
        paths
            .filter(|path| path.starts_with("assets/search/"))
            .count()
    };
    assert!(chunks(&all) > 50, "{} files are no chunks", chunks(&all));

    let mut told = pages.clone();
    told[70].1.push_str("\n駐車場は裏手にあります。\n");
    let mut edited = told.clone();
    edited[71].1 = edited[71].1.replace("ページ", "頁");
    let mut shorter = edited.clone();
    shorter.remove(30);
    let mut sorted = shorter.clone();
    sorted[20].1 = sorted[20].1.replace("order = 20", "order = 99");
    for pages in [told, edited, shorter, sorted, pages] {
        let warm = built(&pages, &mut cache);
        assert_same(&warm, &built(&pages, &mut Cache::default()));
    }
}

#[test]
fn an_index_that_outgrows_its_one_file_is_that_of_a_new_build() {
    let small: Vec<(String, String)> = (0..30).map(page).collect();
    let mut large = small.clone();
    large[20].1.extend('一'..='\u{6000}');
    let mut cache = Cache::default();
    assert_eq!(term_files(&built(&small, &mut cache)), 0);
    let warm = built(&large, &mut cache);
    assert!(term_files(&warm) > 1);
    assert_same(&warm, &built(&large, &mut Cache::default()));
}

/// A translation may become the original, with the words that it had.
#[test]
fn an_index_in_another_folder_is_that_of_a_new_build() {
    // Enough for several files, and few enough to be mended where they stand.
    let pages: Vec<(String, String)> = (0..50).map(page).collect();
    let mut cache = Cache::default();
    let mut built = |own: &str, other: &str, ending: &str| {
        let config = format!(
            "[site]\ntitle = \"サイト\"\nlanguage = \"{own}\"\n\
             [languages.{other}]\ntitle = \"Site\"\n"
        );
        let home = "+++\ntitle = \"ホーム\"\n+++\n";
        let translated = format!("content/index.{other}.md");
        let mut files = vec![
            source("site.toml", &config),
            source("content/index.md", home),
            source(&translated, home),
        ];
        for (path, text) in &pages {
            files.push(source(&path.replace(".md", ending), text));
        }
        let snapshot = Snapshot::new(files, Vec::new());
        let cold = build(&snapshot, &options(), &mut Cache::default());
        assert!(term_files(&cold) > 1);
        assert_same(&build(&snapshot, &options(), &mut cache), &cold);
    };
    built("ja", "en", ".en.md");
    built("en", "ja", ".md");
}

fn assert_same(warm: &Build, cold: &Build) {
    let differing: Vec<_> = warm
        .outputs
        .iter()
        .filter(|(path, output)| cold.outputs.get(*path) != Some(output))
        .map(|(path, _)| path)
        .collect();
    assert!(differing.is_empty(), "{differing:?}");
    assert_eq!(warm.outputs.len(), cold.outputs.len());
}

/// How many files hold the terms of a site.
fn term_files(site: &Build) -> usize {
    let names = site.outputs.keys().filter_map(|path| {
        let name = path.as_str().strip_prefix("assets/search/")?;
        name.rsplit('/').next()
    });
    names.filter(|name| name.starts_with('t')).count()
}

/// A page of some hundred pairs of characters that others do not have.
fn page(number: usize) -> (String, String) {
    let mut words = String::new();
    for at in 0..400 {
        let code = 0x4E00 + (number * 37 + at * (at + number)) % 0x5000;
        words.push(char::from_u32(code as u32).unwrap());
    }
    let front = format!("+++\ntitle = \"ページ{number}\"\norder = {number}\n+++\n\n");
    (
        format!("content/page-{number:03}.md"),
        format!("{front}ページ{number}です。{words}\n"),
    )
}

fn built(pages: &[(String, String)], cache: &mut Cache) -> Build {
    let config = "[site]\ntitle = \"サイト\"\n".to_owned();
    let home = "+++\ntitle = \"ホーム\"\n+++\n\n[一覧](page-000.md)\n".to_owned();
    let own = [
        ("site.toml".to_owned(), config),
        ("content/index.md".to_owned(), home),
    ];
    let files = own.iter().chain(pages);
    let sources = files.map(|(path, text)| source(path, text));
    build(&Snapshot::new(sources, Vec::new()), &options(), cache)
}

fn source(path: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::new(SourceId::new(path), text.as_bytes()))
}

fn options() -> Options {
    Options::new(AsOf::new(parse_iso("2024-03-15").unwrap()))
}

/// The site of this repository.
fn repository() -> Build {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let snapshot = annai::disk::load(root, &root.join("public")).unwrap();
    let built = build(&snapshot, &options(), &mut Cache::default());
    assert!(!built.has_errors(), "{:?}", built.diagnostics);
    built
}

fn written(site: &Build) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, output) in &site.outputs {
        let path = folder.path().join(path.as_str());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, output.bytes()).unwrap();
    }
    folder
}

fn asset(site: &Build, start: &str, end: &str) -> String {
    let mut paths = site.outputs.keys().map(|path| path.as_str());
    let found = paths.find(|path| path.starts_with(start) && path.ends_with(end));
    found.unwrap().to_owned()
}

fn text(site: &Build, path: &str) -> String {
    let mut outputs = site.outputs.iter();
    let (_, output) = outputs.find(|(known, _)| known.as_str() == path).unwrap();
    String::from_utf8(output.bytes().to_vec()).unwrap()
}

/// What the tables call a page; of one that they do not know, its address.
fn name<'a>(address: &'a Value, folder: &str) -> &'a str {
    let address = address.as_str().unwrap().strip_prefix(folder).unwrap();
    let page = PAGES.iter().find(|(_, known)| address == *known);
    page.map_or(address, |(name, _)| name)
}

/// The queries of a table, each with the pages that are wanted.
fn queries(table: &str) -> Vec<(&str, Vec<&str>)> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    let cells = lines.map(|line| line.split_once('\t').unwrap());
    cells
        .map(|(query, pages)| (query, pages.split(' ').collect()))
        .collect()
}

/// `cell` with `\uXXXX` and `\UXXXXXXXX` resolved.
fn unescaped(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell;
    while let Some((before, escaped)) = rest.split_once('\\') {
        text.push_str(before);
        let digits = if escaped.starts_with('u') { 4 } else { 8 };
        let code = u32::from_str_radix(&escaped[1..=digits], 16).unwrap();
        text.push(char::from_u32(code).unwrap());
        rest = &escaped[1 + digits..];
    }
    text + rest
}

/// What a page tells in its `<pre>`. Its time is a virtual one: nobody waits.
fn told(browser: &Path, folder: &Path, page: &str) -> Value {
    let output = Command::new(browser)
        .env("HOME", folder)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
        ])
        .args(["--disable-sync", "--no-first-run"])
        .args([
            "--virtual-time-budget=30000",
            "--timeout=60000",
            "--dump-dom",
        ])
        .arg(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ))
        .arg(format!("file://{}/{page}", folder.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8(output.stdout).unwrap();
    let told = dom
        .split_once("<pre>")
        .and_then(|(_, rest)| rest.split_once("</pre>"));
    let Some((told, _)) = told else {
        let errors = String::from_utf8_lossy(&output.stderr);
        panic!("the page told nothing:\n{dom}\n{errors}");
    };
    let told = told
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    serde_json::from_str(&told).unwrap()
}
