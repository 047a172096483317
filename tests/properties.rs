//! What holds for any input: parsing never panics and points into its source, a warm cache
//! changes nothing, the number of threads changes nothing, and nothing that was typed becomes
//! markup.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failure is a failed test"
)]

use annai::build::{self, Build, Options};
use annai::calendar::{AsOf, parse_iso};
use annai::diag::Diagnostic;
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeMap;
use std::sync::Arc;

type Files = BTreeMap<String, String>;

const SITE: &str = r#"[site]
title = "案内"
phone = "{{ support_phone }}"
hours = "{{ support_hours | full }}"

[facts.renewal]
label = "受付期間"
window = { start = 2024-03-04, end = 2024-04-09 }

[facts.reflected]
label = "反映日"
date = "renewal.end + 2 business days"

[facts.support_phone]
label = "電話"
phone = "0120-584-708"

[facts.support_hours]
label = "受付時間"
hours = { open = 09:00, close = 17:00, closed = ["saturday", "holiday"] }

[[navigation]]
label = "質問"
link = "faq/index.md"
"#;

fn snapshot(files: &Files) -> Snapshot {
    let source = |(path, text): (&String, &String)| {
        let id = SourceId::new(path.as_str());
        Arc::new(Source::new(id, text.as_bytes().to_vec()))
    };
    Snapshot::new(files.iter().map(source), Vec::new())
}

fn build(files: &Files, cache: &mut Cache) -> Build {
    let as_of = AsOf::new(parse_iso("2024-03-10").unwrap());
    build::build(&snapshot(files), &Options { as_of }, cache)
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

/// Pieces of what people write, and of what breaks parsers.
fn fragment() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "　",
        "    ",
        "\t",
        "**",
        "*",
        "_",
        "~~",
        "`",
        "```\n",
        "[",
        "](",
        ")",
        "![",
        "<",
        ">",
        "> ",
        "- ",
        "1. ",
        "# ",
        "## ",
        "| a | b |\n|---|---|\n",
        "{{ renewal.end }}",
        "{{ renewal",
        "}}",
        "{{",
        "\\{{",
        "\\",
        "{{ 受付期間.終了 | 曜日 }}",
        "{{ x | y }}",
        "{{　renewal　｜　short　}}",
        ":::steps\n",
        ":::details 見出し\n",
        ":::\n",
        ":::figure\n",
        ":::{{ renewal }}\n",
        "> :::steps\n",
        "+++\n",
        "+++　　\r\n",
        "---\n",
        "title = \"題\"\n",
        "title",
        " = ",
        "\"",
        "\"\"\"",
        "'",
        "[facts.a]\n",
        "date = 2024-04-09\n",
        "date = \"a + 1 day\"\n",
        "window = { start = 2024-03-04, end = ",
        "\\u3042",
        "2024-02-30",
        "受付は",
        "（火）",
        "「",
        "」",
        "、",
        "。",
        "ー",
        "申込フォーム",
        "①",
        "が",
        "か\u{3099}",
        "\u{f0000}",
        "\u{f0001}",
        "\u{fffff}",
        "\u{10fffd}",
        "\u{e000}",
        "\u{feff}",
        "\0",
        "\u{202e}",
        "👨‍👩‍👧",
        "<!--",
        "-->",
        "<br>",
        "<ruby>",
        "</ruby>",
        "<div\n",
        "<?",
        "?>",
        "<script>",
        "&amp;",
        "&#115;",
        "[^1]",
        "[^1]: ",
        "[a]: b \"c\"\n",
        "{#id}",
        "tel:",
        "a.md",
        "#",
        ": ",
        "- [ ] ",
        "- 62%, 40%: ",
        "![a](b.svg)\n",
    ]);
    prop_oneof![
        8 => pieces.prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-z0-9 .]{1,8}",
    ]
}

/// So many cases; a failure is printed whole and needs no file to be found again.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(fragment(), 0..40).prop_map(|pieces| pieces.concat())
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
            check_places(&files(&[("content/a.md", &page)]), &parsed.diagnostics);
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

/// A small site, and texts that its files may take turns in.
fn versions() -> Vec<(&'static str, Vec<Option<String>>)> {
    let kept = |texts: &[&str]| texts.iter().map(|text| Some((*text).to_owned())).collect();
    let with = |from: &str, to: &str| Some(SITE.replace(from, to));
    let page = |title: &str, body: &str| format!("+++\n{title}\n+++\n\n{body}\n");
    let body = "{{ renewal.end | short }}まで。[質問](faq/a.md#見出し)、{{ support_phone }}";
    vec![
        (
            "site.toml",
            vec![
                Some(SITE.to_owned()),
                // The same words, and another day.
                with("end = 2024-04-09", "end = 2025-04-09"),
                with("end = 2024-04-09", "end = 2024-04-12"),
                // The same words, and another kind.
                with("phone = \"0120-584-708\"", "text = \"0120-584-708\""),
                with("[site]", "[site]\nlanguage = \"en\""),
                with("title = \"案内\"", "titel = \"案内\""),
                with("label = \"質問\"", "label = \"よくある質問\""),
            ],
        ),
        (
            "content/index.md",
            vec![
                Some(page("title = \"ホーム\"", body)),
                Some(page(
                    "title = \"{{ renewal }}\"",
                    "本文[^1][^1]\n\n[^1]: 注",
                )),
                Some(page(
                    "title = \"ホーム\"",
                    "[質問](faq/b.md)![図](faq/a.svg)",
                )),
                None,
            ],
        ),
        (
            "content/faq/index.md",
            kept(&[
                "+++\ntitle = \"質問\"\nchildren = \"faq\"\n+++\n",
                "+++\ntitle = \"質問\"\n+++\n",
            ]),
        ),
        (
            "content/faq/a.md",
            vec![
                Some(page(
                    "question = \"いつ\"\ncategory = \"期限\"",
                    "## 見出し\n\n{{ reflected }}",
                )),
                Some(page(
                    "question = \"いつ\"\ncategory = \"期限\"\norder = 9",
                    "![図](a.svg)",
                )),
                Some(page(
                    "question = \"いつ\"\ncategory = \"別\"\nslug = \"b\"",
                    "{{ renwal }}",
                )),
                None,
            ],
        ),
        (
            "content/faq/c.md",
            vec![
                Some(page(
                    "question = \"どこ\"\ncategory = \"期限\"",
                    "[いつ](a.md)",
                )),
                Some(page("title = \"どこ\"\naliases = [\"/faq/b/\"]", "本文")),
                None,
            ],
        ),
        (
            "content/faq/a.svg",
            vec![
                Some("<svg width=\"48\" height=\"32\"></svg>".to_owned()),
                Some("<svg width=\"96\" height=\"32\"></svg>".to_owned()),
                None,
            ],
        ),
        (
            "themes/helpdesk/templates/page.html",
            vec![
                None,
                Some("<p>{{ page.title }}</p>".to_owned()),
                Some("{{ x".to_owned()),
            ],
        ),
    ]
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn a_warm_cache_changes_nothing(edits in prop::collection::vec((0..7_usize, 0..7_usize), 1..8)) {
        let versions = versions();
        let mut files: Files = versions
            .iter()
            .filter_map(|(path, texts)| Some(((*path).to_owned(), texts[0].clone()?)))
            .collect();
        let mut cache = Cache::default();
        build(&files, &mut cache);
        for (file, version) in edits {
            let (path, texts) = &versions[file];
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
    let mut files: Files = versions
        .iter()
        .filter_map(|(path, texts)| Some(((*path).to_owned(), texts[0].clone()?)))
        .collect();
    let mut cache = Cache::default();
    build(&files, &mut cache);
    for text in &versions[0].1 {
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

/// The marker in front of each payload; followed by `<`, `"` or `'` it has become markup.
const PAYLOADS: [&str; 6] = [
    "zq<script>alert(1)</script>",
    "zq\"onerror=alert(1) x=\"",
    "zq'onclick=alert(1) x='",
    "zq--><img src=x onerror=alert(1)>",
    "zq</title></textarea></style><svg onload=alert(1)>",
    "zq&lt;script&gt;",
];

/// A site with `payload` in every field that a person fills in.
fn hostile(payload: &str, theme: &str) -> Files {
    let quoted = format!("'''{payload}'''");
    // In Markdown, escaped so that it is text: the parser must hand it out whole.
    let typed: String = payload
        .chars()
        .flat_map(|c| {
            c.is_ascii_punctuation()
                .then_some('\\')
                .into_iter()
                .chain([c])
        })
        .collect();
    let site = format!(
        "[site]\ntitle = {quoted}\ndescription = {quoted}\noperator = {quoted}\ntheme = \"{theme}\"\n\
         phone = {quoted}\nhours = {quoted}\nbase_url = \"https://example.jp\"\n\
         [[navigation]]\nlabel = {quoted}\nlink = \"a.md\"\n\
         [facts.words]\nlabel = \"言葉\"\ntext = {quoted}\n\
         [facts.name]\nlabel = \"名前\"\nterm = {quoted}\n"
    );
    let body = format!(
        "## {typed}\n\n## 二つめ {{{{ words }}}}\n\n{typed} {{{{ words }}}} {{{{ name }}}} `{payload}`\n\n\
         [{typed}](b.md \"{typed}\") [x](b.md '{{{{ words }}}}') ![{typed}{{{{ words }}}}](a.svg \"{typed}\")\n\n\
         ```{payload}\n{payload}\n```\n\n| {typed} | {{{{ name }}}} |\n|---|---|\n| {typed} | {{{{ words }}}} |\n\n\
         - [ ] {typed}{{{{ words }}}}\n\n脚注[^1]\n\n[^1]: {typed}\n\n\
         :::details {typed}{{{{ words }}}}\n{typed}\n:::\n\n\
         :::figure\n![{typed}](a.svg)\n\n- 10%, 20%: {typed}{{{{ name }}}}\n\n{typed}\n:::\n"
    );
    files(&[
        ("site.toml", &site),
        ("content/index.md", "+++\ntitle = \"ホーム\"\n+++\n本文\n"),
        ("content/a.svg", "<svg width=\"48\" height=\"32\"></svg>"),
        (
            "content/a.md",
            &format!(
                "+++\ntitle = {quoted}\ndescription = {quoted}\naliases = [\"/old/\"]\nkeywords = [{quoted}]\n+++\n{body}"
            ),
        ),
        (
            "content/b.md",
            "+++\ntitle = \"{{ words }}\"\ndescription = \"{{ name }}\"\n+++\n本文\n",
        ),
        (
            "content/faq/index.md",
            "+++\ntitle = \"質問\"\nchildren = \"faq\"\n+++\n",
        ),
        (
            "content/faq/q.md",
            &format!(
                "+++\nquestion = {quoted}\ndescription = {quoted}\ncategory = {quoted}\n+++\n{}",
                body.replace("(b.md", "(../b.md")
                    .replace("(a.svg", "(../a.svg")
            ),
        ),
        (
            "content/news/index.md",
            "+++\ntitle = \"お知らせ\"\nchildren = \"announcement\"\n+++\n",
        ),
        (
            "content/news/n.md",
            &format!(
                "+++\ntitle = {quoted}\ndescription = {quoted}\ndate = 2024-03-04\n+++\n本文\n"
            ),
        ),
    ])
}

#[test]
fn nothing_that_is_typed_becomes_markup() {
    for payload in PAYLOADS {
        let built = build(&hostile(payload, "helpdesk"), &mut Cache::default());
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
                assert!(!behind.starts_with(raw), "{path}: {payload}");
                assert!(!behind.starts_with(['<', '"', '\'']), "{path}: {payload}");
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
    let mut files = hostile(PAYLOADS[0], "helpdesk");
    let template = "<p>{{ page.title | safe }}</p>".to_owned();
    files.insert("themes/helpdesk/templates/page.html".to_owned(), template);
    let built = build(&files, &mut Cache::default());
    let pages = built.outputs.values();
    let raw = pages.filter(|page| String::from_utf8_lossy(page.bytes()).contains(PAYLOADS[0]));
    assert!(raw.count() > 0);
}
