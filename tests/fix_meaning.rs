//! `annai check --fix` keeps the meaning: what a page says, and in what, seen in its HTML.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the theme is read from the disk, and a failure is a failed test"
)]

use annai::build::{self, Build, Options};
use annai::calendar::{AsOf, parse_iso};
use annai::diag::{Diagnostic, code};
use annai::fix::{self, Fixed};
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

const SITE: &str = "[site]\ntitle = \"案内\"\ntheme = \"spec\"\n\n\
    [facts.renewal]\nlabel = \"受付期間\"\n\
    window = { start = 2024-03-04, end = 2024-04-09 }\npast = true\n\n\
    [facts.fee]\nlabel = \"手数料\"\namount = 3300\n";
const HOME: &str = "+++\ntitle = \"ホーム\"\n+++\n\n{{ renewal }}、{{ fee }}、[頁](a.md)\n";
const PAGE: &str = "content/a.md";

fn options() -> Options {
    Options::new(AsOf::new(parse_iso("2024-03-10").unwrap()))
}

/// The theme of the specs, which prints what a page holds and hardly more.
fn theme() -> &'static [Arc<Source>] {
    static THEME: OnceLock<Vec<Arc<Source>>> = OnceLock::new();
    THEME.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut sources = Vec::new();
        for (folder, start) in [("tests/specs/theme", ""), ("themes/helpdesk", "form")] {
            for entry in std::fs::read_dir(root.join(folder).join("templates")).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap();
                if name.starts_with(start) {
                    let id = SourceId::new(format!("themes/spec/templates/{name}"));
                    sources.push(Arc::new(Source::new(id, std::fs::read(&path).unwrap())));
                }
            }
        }
        sources
    })
}

fn snapshot(page: &str) -> Snapshot {
    let files = [
        ("site.toml", SITE),
        ("content/index.md", HOME),
        (PAGE, page),
    ];
    let source = |(path, text): (&str, &str)| {
        let id = SourceId::new(path);
        Arc::new(Source::new(id, text.as_bytes().to_vec()))
    };
    let theme = theme().iter().cloned();
    Snapshot::new(theme.chain(files.map(source)), Vec::new())
}

fn fixed(page: &str) -> Fixed {
    fix::fix(snapshot(page), &options(), &mut Cache::default())
}

fn text(fixed: &Fixed) -> String {
    let bytes = fixed.snapshot.get(PAGE).unwrap().bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A page with this body.
fn page(body: &str) -> String {
    format!("+++\ntitle = \"頁\"\n+++\n\n{body}")
}

/// What becomes of a body.
fn mended(body: &str) -> String {
    let text = text(&fixed(&page(body)));
    text.strip_prefix(&page("")).unwrap().to_owned()
}

/// The finding of the build of a page that has a remedy, and whether that needs no thinking.
fn held(body: &str) -> Vec<(&'static str, bool)> {
    let snapshot = snapshot(&page(body));
    let mut cache = Cache::default();
    let mut found = build::build(&snapshot, &options(), &mut cache).diagnostics;
    fix::hold(&snapshot, &mut found, &options(), &mut cache);
    let with_fix = found.iter().filter(|one| one.fix.is_some());
    let with_fix = with_fix.map(|one| (one.code.name(), one.mechanical_fix().is_some()));
    with_fix.collect()
}

#[test]
fn what_is_indented_stays_in_what_it_belongs_to() {
    for list in [
        "1. 申込フォームを開く\n　１．事業所番号を入力する\n　２．確認を押す\n2. 完了の画面を印刷する\n",
        "- 申請書\n　・本人が書くとき\n　・代理人が書くとき\n- 委任状\n",
        "- 申請書\n　－ 本人が書くとき\n- 委任状\n",
    ] {
        let made = mended(list);
        let is_nested = |line: &str| line.starts_with("  ") || line.starts_with('　');
        let outer = made.lines().filter(|line| !is_nested(line)).count();
        assert_eq!(outer, 2, "{made}");
    }
}

#[test]
fn a_fix_that_hides_its_finding_is_none() {
    // A list that does not begin with 1 cannot follow a sentence without an empty line.
    let body = "続きは次のとおりです。\n３．送信を押す\n４．完了を待つ\n";
    let made = mended(body);
    assert!(made == body || made.contains("\n\n3. "), "{made}");
}

#[test]
fn numbers_stay_as_they_were_typed() {
    for body in ["１．開く\n１．閉じる\n", "3．開く\n5．閉じる\n"] {
        assert_eq!(mended(body), body);
        assert!(held(body).iter().all(|(_, is_mechanical)| !is_mechanical));
    }
    assert_eq!(mended("１．開く\n２．閉じる\n"), "1. 開く\n2. 閉じる\n");
    assert_eq!(held("１．開く\n２．閉じる\n"), [("ime-slip", true)]);
}

#[test]
fn one_that_fails_keeps_no_other_from_being_made() {
    let body =
        "１．開く\n１．閉じる\n\n**「重要」**です。\n\n手数料は3,300円。\n\n＃＃見出し\n\n文\n";
    let wanted =
        "１．開く\n１．閉じる\n\n**「重要」**です。\n\n手数料は{{ fee }}。\n\n## 見出し\n\n文\n";
    assert_eq!(mended(body), wanted);
    let refused = held(body)
        .into_iter()
        .filter(|(_, is_mechanical)| !is_mechanical);
    assert_eq!(refused.count(), 1);
    let proposals = fixed(&page(body)).build.diagnostics;
    assert!(proposals.iter().all(|one| one.mechanical_fix().is_none()));
    assert_eq!(proposals.iter().filter(|one| one.fix.is_some()).count(), 1);
}

/// Pages that people type.
mod typed {
    use super::*;

    const WORDS: [&str; 12] = [
        "申請書",
        "窓口",
        "手続き",
        "電話番号",
        "証明",
        "委任状",
        "本人",
        "期限",
        "画面",
        "確認",
        "書類",
        "印刷",
    ];

    /// A word with a mark of its own, `{}`, so that it is found again.
    fn word() -> impl Strategy<Value = String> {
        select(&WORDS[..]).prop_map(|word| format!("{word}{{}}"))
    }

    fn phrase() -> impl Strategy<Value = String> {
        let forms = [
            "@",
            "**@**",
            "＊＊@＊＊",
            "**「@」**が",
            "［@］（index.md）",
            "[@](ｉｎｄｅｘ.md)",
            "`@`",
            "｀@｀",
            "~~@~~",
            "3,300円の@",
            "4月9日までの@",
            "{{ renewal.end }}の@",
            "｛｛ fee ｝｝の@",
            "@＜br＞",
            "@\0",
            "@（注）",
            "<b>@</b>",
            "__@__は",
            "** @ **と",
            "@<!-- 注 -->",
            "@&amp;",
            "@\\*",
            "{{ Fee }}の@",
            "@※",
            "ｈｔｔｐｓ：／／example.jp/の@",
        ];
        (select(forms.to_vec()), word()).prop_map(|(form, word)| form.replace('@', &word))
    }

    fn line() -> impl Strategy<Value = String> {
        let starts = [
            "",
            "",
            "",
            "- ",
            "・",
            "　・",
            "  - ",
            "－ ",
            "1. ",
            "１．",
            "　１．",
            "２．",
            "2. ",
            "３．",
            "## ",
            "＃＃",
            "＃＃＃ ",
            "＞ ",
            "> ",
            "　",
            "    ",
            "| ",
            "｜",
            "※",
            "①",
        ];
        let phrases = prop::collection::vec(phrase(), 1..3);
        (select(starts.to_vec()), phrases).prop_map(|(start, phrases)| {
            let bar = if start.starts_with(['|', '｜']) {
                "｜"
            } else {
                "、"
            };
            let end = if bar == "｜" { "｜" } else { "" };
            format!("{start}{}{end}", phrases.join(bar))
        })
    }

    fn block() -> impl Strategy<Value = String> {
        let others = [
            "|項目|内容|\n|---|---|\n｜@｜@｜",
            "｜項目｜内容｜\n｜ーー｜ーー｜\n｜@｜@｜",
            "ーーー",
            "```\n@\n```",
            "｀｀｀\n@\n｀｀｀",
            ":::details 見出し\n@\n:::",
            "：：：details 見出し\n@\n：：：",
            "@[^1]\n\n[^1]: @",
        ];
        let lines = prop::collection::vec(line(), 1..5).prop_map(|lines| lines.join("\n"));
        let other =
            (select(others.to_vec()), word()).prop_map(|(form, word)| form.replace('@', &word));
        prop_oneof![4 => lines, 1 => other]
    }

    /// Front matter with or without slips.
    fn front() -> impl Strategy<Value = String> {
        let fronts = [
            "+++\ntitle = \"頁\"\n+++\n",
            "---\ntitle: 頁\n---\n",
            "+++\ntitle = 「頁」\n+++\n",
            "+++\ntitle = “頁”\ndate = 2024/3/1\n+++\n",
            "+++\ntitle ＝ \"頁\"\ndraft = いいえ\n+++\n",
            "+++\ntitle = \"4月9日までの頁\"\n+++\n",
            "+++\ntitle = \"頁\norder = ３\n+++\n",
            "＋＋＋\ntitle = \"頁\"\n＋＋＋\n",
        ];
        prop_oneof![2 => Just(fronts[0].to_owned()), 1 => select(fronts.to_vec()).prop_map(str::to_owned)]
    }

    /// A page in which no word stands twice.
    pub(super) fn page() -> impl Strategy<Value = String> {
        let blocks = prop::collection::vec(block(), 1..5);
        (front(), blocks).prop_map(|(front, blocks)| {
            let mut text = String::new();
            for (number, part) in blocks.join("\n\n").split("{}").enumerate() {
                if number > 0 {
                    text.push_str(&mark(number));
                }
                text.push_str(part);
            }
            format!("{front}\n{text}\n")
        })
    }

    /// A mark that is no number and no kanji that could be one.
    fn mark(number: usize) -> String {
        let kana: Vec<char> = "あいうえおさしすせそ".chars().collect();
        let digits = number.to_string();
        let digits = digits.chars().filter_map(|digit| digit.to_digit(10));
        let marks: String = digits.map(|digit| kana[digit as usize]).collect();
        format!("ぬ{marks}ぬ")
    }
}

/// The elements that say in what a word stands.
const STRUCTURE: [&str; 18] = [
    "li",
    "ol",
    "ul",
    "blockquote",
    "table",
    "td",
    "th",
    "strong",
    "em",
    "del",
    "code",
    "pre",
    "a",
    "h2",
    "h3",
    "details",
    "summary",
    "aside",
];

/// The marked words of the page, each with the elements that it stands in.
fn words(build: &Build) -> Vec<(String, Vec<String>)> {
    let output = build
        .outputs
        .iter()
        .find(|(path, _)| path.as_str() == "a/index.html");
    let html = output.map_or_else(String::new, |(_, output)| {
        String::from_utf8(output.bytes().to_vec()).unwrap()
    });
    // Where a line may end is no part of a word.
    let html = html.replace("<wbr>", "");
    let mut open: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let mut parts = html.split('<');
    let _ = parts.next();
    for part in parts {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.trim_start_matches('/');
        let name = name.split([' ', '/', '\n']).next().unwrap_or_default();
        if STRUCTURE.contains(&name) {
            match tag.starts_with('/') {
                true => drop(open.pop()),
                false => open.push(name.to_owned()),
            }
        }
        for word in text.split('ぬ').skip(1).step_by(2) {
            found.push((word.to_owned(), open.clone()));
        }
    }
    found
}

fn count(found: &[Diagnostic]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for one in found {
        *counts.entry(one.code.name()).or_default() += 1;
    }
    counts
}

/// Whether `some` are among `all`, and blocks as often.
fn are_among(some: &[String], all: &[String]) -> bool {
    let count = |list: &[String], one: &String| list.iter().filter(|other| *other == one).count();
    let is_emphasis = |tag: &str| ["strong", "em", "del"].contains(&tag);
    some.iter().all(|one| {
        let (least, found) = (count(some, one), count(all, one));
        least <= found || is_emphasis(one) && found > 0
    })
}

/// Marks of items that are none before they are mended.
const SLIPS: [char; 6] = ['・', '－', '１', '２', '３', '①'];

/// Whether a word may come out of an element. What is taken for code because of its indentation
/// may, and what a line that is not indented has begun of its own; what is indented below it goes
/// with it, and so stays in an item.
fn may_go(tag: &str, word: &str, page: &str) -> bool {
    let word = format!("ぬ{word}ぬ");
    let line = page
        .lines()
        .find(|line| line.contains(&word))
        .unwrap_or_default();
    let is_indented = |line: &str| line.starts_with([' ', '　']);
    match tag {
        "pre" | "code" => line.starts_with("    "),
        "li" => !is_indented(line),
        "ol" | "ul" => {
            let end = page.find(&word).unwrap_or_default();
            let mut above = page[..end].lines().rev();
            let begins = above.find(|line| !line.is_empty() && !is_indented(line));
            !is_indented(line) || begins.is_some_and(|line| line.starts_with(SLIPS))
        }
        // Between two pairs of signs of which neither was one.
        "strong" => page.contains("** "),
        "blockquote" => !line.starts_with(['>', '＞']),
        _ => false,
    }
}

fn check(page: &str) {
    let before = build::build(&snapshot(page), &options(), &mut Cache::default());
    let fixed = fixed(page);
    let after = text(&fixed);
    let (was, is) = (words(&before), words(&fixed.build));
    // Without a title there is no page, and so nothing to compare.
    if !was.is_empty() {
        let names = |words: &[(String, Vec<String>)]| -> Vec<String> {
            words.iter().map(|(word, _)| word.clone()).collect()
        };
        assert_eq!(names(&was), names(&is), "{page}\n=>\n{after}");
        for ((word, old), (_, new)) in was.iter().zip(&is) {
            let kept: Vec<String> = old
                .iter()
                .filter(|tag| !may_go(tag, word, page))
                .cloned()
                .collect();
            assert!(
                are_among(&kept, new),
                "{word}: {old:?}, {new:?}\n{page}\n=>\n{after}"
            );
        }
    }
    let (counts, left) = (count(&before.diagnostics), count(&fixed.build.diagnostics));
    let is_read = |name: &str| !counts.contains_key(name);
    if [code::SYNTAX, code::UNKNOWN_FACT]
        .iter()
        .all(|code| is_read(code.name()))
    {
        for (name, count) in &left {
            assert!(
                counts.get(name).is_some_and(|known| count <= known),
                "{name}\n{page}\n=>\n{after}"
            );
        }
    }
    assert!(
        fixed
            .build
            .diagnostics
            .iter()
            .all(|one| one.mechanical_fix().is_none())
    );
    let again = fix::fix(fixed.snapshot.clone(), &options(), &mut Cache::default());
    assert_eq!(text(&again), after, "again");
}

/// The same pages in each run, so that nothing fails by chance; `SEED=…` looks at others.
fn seed() -> RngSeed {
    let seed = std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    RngSeed::Fixed(seed.unwrap_or(1))
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        max_shrink_iters: 60,
        rng_seed: seed(),
        ..ProptestConfig::with_cases(120)
    })]

    #[test]
    fn words_and_what_they_stand_in_are_kept(page in typed::page()) {
        check(&page);
    }
}
