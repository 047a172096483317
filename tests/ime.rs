//! Fixes of slips: what comes out is the right text, has none of the slips, and stays as it is.
#![allow(clippy::unwrap_used, reason = "a failure is a failed test")]

use annai::content;
use annai::diag::{Applicability, Diagnostic, code};
use annai::source::{Source, SourceId};
use annai::width::narrow;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::HashMap;

/// What is typed, and what it is mended to.
#[rustfmt::skip]
const SLIPS: &[(&str, &str)] = &[
    // One sign is the title of the page; what is typed as told is not told again.
    ("＃ 見出し", "## 見出し"),
    ("＃＃見出し", "## 見出し"),
    ("#見出し", "## 見出し"),
    ("　# 見出し", "## 見出し"),
    ("## 見出し ｛#id｝", "## 見出し {#id}"),
    ("## ＃の＊＊見出し＊＊ {＃ｉｄ}", "## ＃の**見出し** {#id}"),
    ("１．一\n２．二", "1. 一\n2. 二"),
    ("1.一\n2.二", "1. 一\n2. 二"),
    ("・一\n・＊＊二＊＊と［三］（／a／）\n続き\n・四", "- 一\n- **二**と[三](/a/)\n続き\n- 四"),
    ("－ 一\n－ 二", "- 一\n- 二"),
    ("-　一", "- 一"),
    ("＞ ｀引用｀\n＞ 続き", "> `引用`\n> 続き"),
    ("｜a｜b｜\n｜ー｜：－｜\n｜1｜＊＊2＊＊｜", "|a|b|\n|-|:-|\n|1|**2**|"),
    ("|a|b|\n|-|-|\n｜1｜2｜", "|a|b|\n|-|-|\n|1|2|"),
    ("｜a｜b｜\n｜c｜d｜", "|a|b|\n|---|---|\n|c|d|"),
    ("文\n\nーーー", "文\n\n---"),
    ("文\n＊＊＊", "文\n***"),
    ("｀｀｀\n画面\n｀｀｀", "```\n画面\n```"),
    ("［申請］（／a／）と[申請]（/a/）と［申請］(/a/)", "[申請](/a/)と[申請](/a/)と[申請](/a/)"),
    ("［＊＊申請＊＊］（/a/）", "[**申請**](/a/)"),
    ("[申請](／a／)と[電話](tel:０１２０－５８４ー７０８)", "[申請](/a/)と[電話](tel:0120-584-708)"),
    ("[電話](tel:0120-584 708)", "[電話](tel:0120-584708)"),
    ("［電話］（ｔｅｌ：{{ 電話番号 }}）", "[電話](tel:{{ 電話番号 }})"),
    ("！[画面](a.png)と！［画面］（a.png）", "![画面](a.png)と！[画面](a.png)"),
    ("！［画面］（a.png）", "![画面](a.png)"),
    ("は＊＊「重要」＊＊で、**4月9日（火）＊＊まで", "は**「重要」**で、**4月9日（火）**まで"),
    ("＿＿大事＿＿と～～旧～～新", "**大事**と~~旧~~新"),
    ("** 重要 **です", "**重要**です"),
    ("**大事　**です", "**大事**です"),
    ("これは__重要__です", "これは**重要**です"),
    ("｛｛ renewal.end ｝｝と{{ renewal ｝｝と{｛　受付期間｜月日　}}", "{{ renewal.end }}と{{ renewal }}と{{ 受付期間|月日 }}"),
    ("｀コード｀", "`コード`"),
    ("本文<！-- 注 --＞", "本文<!-- 注 -->"),
    ("一＜br＞二", "一<br>二"),
    ("ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．jpへ", "<https://example.jp>へ"),
    ("1. 開く\n　１．入力する\n　２．押す\n2. 印刷する", "1. 開く\n   1. 入力する\n   2. 押す\n2. 印刷する"),
    ("- 申請書\n　・本人\n　・代理人\n- 委任状", "- 申請書\n  - 本人\n  - 代理人\n- 委任状"),
    ("- 申請書\n　・本人\n- 委任状", "- 申請書\n  - 本人\n- 委任状"),
    ("* 申請書\n・委任状", "* 申請書\n* 委任状"),
    ("10. 開く\n　・押す", "10. 開く\n    - 押す"),
    ("1. 開く\n\n　１．押す\n　２．待つ\n\n2. 閉じる", "1. 開く\n\n   1. 押す\n   2. 待つ\n\n2. 閉じる"),
    ("- 外\n  - 中\n　・二つめの中\n- 外", "- 外\n  - 中\n  - 二つめの中\n- 外"),
    ("・外\n　・内\n　・内\n・外", "- 外\n  - 内\n  - 内\n- 外"),
    ("１．開く\n　・押す\n　・待つ\n２．閉じる", "1. 開く\n   - 押す\n   - 待つ\n2. 閉じる"),
    ("１．開く\n\n　・押す\n　・待つ\n\n２．閉じる", "1. 開く\n\n   - 押す\n   - 待つ\n\n2. 閉じる"),
    ("続きです。\n３．押す\n４．待つ", "続きです。\n\n3. 押す\n4. 待つ"),
    ("続きです。\n3. 押す\n4. 待つ", "続きです。\n\n3. 押す\n4. 待つ"),
    ("> 続きです。\n> 3. 押す\n> 4. 待つ", "> 続きです。\n>\n> 3. 押す\n> 4. 待つ"),
    ("- 続きです。\n  3. 押す\n  4. 待つ", "- 続きです。\n\n  3. 押す\n  4. 待つ"),
    ("※ 土日を除きます。\n※ 年末を除きます。", "※ 土日を除きます。<br>\n※ 年末を除きます。"),
    ("次のとおりです。\n(1) 書く\n続き\n(2) 送る", "次のとおりです。<br>\n(1) 書く\n続き<br>\n(2) 送る"),
    ("Ｑ．費用は？\nＡ．無料です。", "Ｑ．費用は？<br>\nＡ．無料です。"),
    ("• 申請書\n• 委任状", "- 申請書\n- 委任状"),
    ("•\t申請書\no\t本人\no\t代理人\n•\t委任状", "- 申請書\n  - 本人\n  - 代理人\n- 委任状"),
    ("■受付\n・窓口\n・郵送\n■相談\n・電話", "- 受付\n  - 窓口\n  - 郵送\n- 相談\n  - 電話"),
    ("① 書く\n・氏名\n・住所\n② 送る", "① 書く\n- 氏名\n- 住所\n\n② 送る"),
    ("区分\t窓口\n一般\t*500*円", "| 区分 | 窓口 |\n|---|---|\n| 一般 | *500*円 |"),
    ("料金です。\n区分\t窓口\n一般\ta|b\n税込です。", "料金です。\n\n| 区分 | 窓口 |\n|---|---|\n| 一般 | a\\|b |\n\n税込です。"),
    ("> 区分\t窓口\n> 一般\t500円", "> | 区分 | 窓口 |\n> |---|---|\n> | 一般 | 500円 |"),
    ("| 区分 | 期間 |\n| 一次 | 1月 |\n続き", "| 区分 | 期間 |\n|---|---|\n| 一次 | 1月 |\n\n続き"),
    ("期間です。\n｜a｜b｜\n｜ー｜ー｜\n｜1｜2｜", "期間です。\n\n|a|b|\n|-|-|\n|1|2|"),
    ("| 区分 | 期間 | 窓口 |\n|---|---|\n| 一次 | 1月 | 本庁 |", "| 区分 | 期間 | 窓口 |\n|---|---|---|\n| 一次 | 1月 | 本庁 |"),
    ("　|a|b|\n　|-|-|\n　|1|2|", "|a|b|\n|-|-|\n|1|2|"),
    ("[a] (b.md)と(a)[b.md]と[a]<https://e.jp>と[a] [b.md]と[a](b.mdへ", "[a](b.md)と[a](b.md)と[a](https://e.jp)と[a](b.md)と[a](b.md)へ"),
    ("[期限(late.md)へ", "[期限](late.md)へ"),
    ("　- 項目\n　- 項目", "- 項目\n- 項目"),
    ("- 外\n      - 中\n      - 中", "- 外\n  - 中\n  - 中"),
    ("　```\n　画面\n　```", "```\n　画面\n```"),
    ("##見出し##", "## 見出し"),
    ("文\n\n——", "文\n\n---"),
    ("文です\n\n\t- 項目", "文です\n\n- 項目"),
    ("文\n\n    字下げした、文です。\n    続き", "文\n\n字下げした、文です。\n続き"),
];

fn page(body: &str) -> String {
    format!("+++\ntitle = \"題\"\n+++\n\n{body}\n")
}

fn findings(text: &str) -> Vec<Diagnostic> {
    let source = Source::new(SourceId::new("content/a.md"), text.as_bytes().to_vec());
    content::parse(&source).diagnostics
}

fn is_slip(one: &Diagnostic) -> bool {
    [code::IME_SLIP, code::LOST_EMPHASIS, code::LOST_MARKUP].contains(&one.code)
}

/// The text with every fix made that does not overlap one before it.
fn mended(text: &str) -> String {
    mended_by(text, |_| true)
}

fn mended_by(text: &str, is_meant: fn(&Applicability) -> bool) -> String {
    let mut fixes: Vec<_> = findings(text)
        .into_iter()
        .filter(is_slip)
        .filter_map(|one| one.fix)
        .filter(|fix| is_meant(&fix.applicability))
        .collect();
    fixes.sort_by_key(|fix| (fix.place.span.start, usize::MAX - fix.place.span.end));
    let mut mended = String::new();
    let mut from = 0;
    for fix in fixes {
        let span = fix.place.span;
        if span.start >= from {
            mended.push_str(&text[from..span.start]);
            mended.push_str(&fix.replacement);
            from = span.end;
        }
    }
    mended + &text[from..]
}

#[test]
fn each_slip_is_mended_to_what_was_meant() {
    let wrong: Vec<_> = SLIPS
        .iter()
        .map(|(typed, right)| (mended(&page(typed)), page(right)))
        .filter(|(found, right)| found != right)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (_, right) in SLIPS {
        let left: Vec<_> = findings(&page(right)).into_iter().filter(is_slip).collect();
        let left: Vec<_> = left.iter().filter(|one| one.fix.is_some()).collect();
        assert!(left.is_empty(), "{right}: {left:?}");
    }
}

#[test]
fn emphasis_that_works_is_no_slip() {
    let tables = [
        include_str!("data/emphasis.tsv"),
        include_str!("data/emphasis-lines.tsv"),
    ];
    let mut silent = 0;
    for line in tables.iter().flat_map(|table| table.lines()) {
        let typed = line.split('\t').next().unwrap();
        let found: Vec<_> = findings(&page(typed)).into_iter().filter(is_slip).collect();
        let expected = match typed {
            _ if typed.contains("｛｛") => 1,
            "** 重要**です" | "a **(b)** c**(d)** e" => 1,
            _ => 0,
        };
        assert_eq!(found.len(), expected, "{typed}: {found:?}");
        silent += usize::from(found.is_empty());
    }
    assert!(silent > 90, "{silent}");
}

#[test]
fn what_is_not_certain_is_not_mended() {
    for typed in [
        // The parser has made the middle bold.
        "** 重要 **と、** 大事　**です",
        "＊＊外 **内** 外＊＊",
        "a**(b)**c",
        "**閉じない",
        "[画面](/ガ イド/)",
        "　・内\n・外",
        "<！-- 閉じない",
        "｀｀｀\n閉じない",
        "- 一\n\n      字下げ、です。",
    ] {
        let found: Vec<_> = findings(&page(typed)).into_iter().filter(is_slip).collect();
        assert!(!found.is_empty(), "{typed}");
        assert!(
            found.iter().all(|one| one.help.is_some()),
            "{typed}: {found:?}"
        );
        assert_eq!(mended(&page(typed)), page(typed));
    }
}

/// As long as the sources of one site may be, of signs that could be looked for again and again.
#[test]
fn the_time_is_linear() {
    for part in [
        "［",
        "］（",
        "［a］（/b",
        "＊＊",
        "** ",
        "＿＿a",
        "｛｛",
        "{{a｝",
        "｀",
        "＜！－－",
        "<！-- >",
        "：／／h",
        "｜",
        "|｜\n",
        "・a\n",
        "１．a\n\n",
        "＃a\n",
        "ー",
        "!［a］（b.png）",
        "<b>",
        "</b>",
        "<b><i></b>",
        "{{ during a: ** }}",
        "    あ。\n",
        ":::details ** **\n",
        "［［a］（/b/）］（/c/）",
        "[a] (",
        "(a)[",
        "[a]([a.md](",
        "• a\n",
        "※a\n",
        "※a\n\n",
        "a\tb\n",
        "a\tb\n\n",
        "　・a\n",
        "- a\n　・b\n",
        "> 3. a\n> 4. b\n",
        "｀｀｀\n",
        "　```\n",
        "- ",
    ] {
        let text = page(&part.repeat(60_000 / part.len()));
        let found = findings(&text);
        assert!(found.len() <= text.len());
    }
    for (open, close) in [("[", "]"), ("（", "）"), ("[a](", ")"), ("(a)[", "]")] {
        let count = 60_000 / (open.len() + close.len());
        findings(&page(&format!(
            "{}{}",
            open.repeat(count),
            close.repeat(count)
        )));
    }
}

/// Beginnings of lines: right ones, and what is typed for them.
const STARTS: &[&str] = &[
    "",
    "",
    "- ",
    "- ",
    "* ",
    "1. ",
    "2. ",
    "3. ",
    "> ",
    "## ",
    "・",
    "・",
    "－ ",
    "１．",
    "２．",
    "３．",
    "1)",
    "2）",
    "3、",
    "• ",
    "●",
    "■",
    "※",
    "①",
    "（１）",
    "Ｑ．",
    "Ａ．",
    "＃",
    "＞",
    "| ",
    "｜",
    "-",
    "→",
    "#",
    "一、",
];
/// What stands before them, and in the words.
const LEADS: &[&str] = &[
    "", "", "", "", "　", "  ", "   ", "    ", "　　", "\t", "> ",
];
const WORDS: &[&str] = &[
    "＊＊太＊＊",
    "**太**",
    "** 太 **",
    "［申請］（/a/）",
    "[申請] (b.md)",
    "(申請)[b.md]",
    "｀c｀",
    "`c`",
    "｜",
    "|",
    "\t",
    "\t",
    "～～旧～～",
    "＜br＞",
    "｛｛ a.b ｝｝",
    "{{ a.b }}",
    "<!-- 注 -->",
    "（火）",
    "。",
    "ー",
    "――",
];

/// How deep in lists each word of the form `語1` stands, by the parser itself.
fn depths(text: &str) -> HashMap<String, usize> {
    let mut depth = 0;
    let mut is_start = false;
    let mut depths = HashMap::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_GFM | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::Item) => {
                depth += 1;
                is_start = true;
            }
            Event::End(TagEnd::Item) => depth -= 1,
            Event::Text(words) => {
                let word: String = words
                    .chars()
                    .take_while(|c| "語0123456789".contains(*c))
                    .collect();
                if is_start && word.starts_with('語') {
                    depths.insert(word, depth);
                }
                is_start = false;
            }
            Event::Start(
                Tag::Paragraph | Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell,
            ) => {}
            _ => is_start = false,
        }
    }
    depths
}

/// Letters and digits, whatever their width.
fn letters(text: &str) -> String {
    let text = text.replace("<br>", "");
    text.chars()
        .map(narrow)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(300)
    })]

    #[test]
    fn slips_beside_each_other_are_all_mended_at_once(
        picks in prop::collection::vec(0..SLIPS.len(), 1..8)
    ) {
        let joined = |side: fn(&(&'static str, &'static str)) -> &'static str| {
            let parts: Vec<&str> = picks.iter().map(|&pick| side(&SLIPS[pick])).collect();
            page(&parts.join("\n\n次に\n\n"))
        };
        let once = mended(&joined(|slip| slip.0));
        prop_assert_eq!(&once, &joined(|slip| slip.1));
        prop_assert_eq!(&mended(&once), &once);
    }

    #[test]
    fn slips_within_a_line_are_mended_and_stay_mended(
        picks in prop::collection::vec(0..SLIPS.len(), 1..6),
        seams in prop::collection::vec(0..5_usize, 6)
    ) {
        let mut text = String::new();
        for (pick, seam) in picks.iter().zip(seams) {
            text.push_str(SLIPS[*pick].0);
            text.push_str(["", "、", "です", " ", "\n"][seam]);
        }
        // Of slips that lie across each other only the first can be mended at once.
        let mut mended_text = page(&text);
        for _ in 0..picks.len() + 2 {
            mended_text = mended(&mended_text);
        }
        prop_assert_eq!(&mended(&mended_text), &mended_text);
        let left: Vec<_> = findings(&mended_text).into_iter().filter(is_slip).collect();
        prop_assert!(left.iter().all(|one| one.fix.is_none()), "{}: {:?}", mended_text, left);
    }

    #[test]
    fn a_fix_keeps_the_words_and_what_was_a_list(
        lines in prop::collection::vec(
            (0..LEADS.len(), 0..STARTS.len(), prop::collection::vec(0..WORDS.len(), 0..3), 0..4_usize),
            1..12
        )
    ) {
        let mut text = String::new();
        for (at, (lead, start, words, seam)) in lines.iter().enumerate() {
            text.push_str(LEADS[*lead]);
            text.push_str(STARTS[*start]);
            text.push_str(&format!("語{at}"));
            for word in words {
                text.push_str(WORDS[*word]);
            }
            text.push_str(if *seam == 0 { "\n\n" } else { "\n" });
        }
        let text = page(&text);
        let is_certain = |one: &Applicability| *one == Applicability::Mechanical;
        // One correction may bring the next to light.
        let mut once = mended_by(&text, is_certain);
        for _ in 0..8 {
            once = mended_by(&once, is_certain);
        }
        prop_assert_eq!(letters(&once).replace("br", ""), letters(&text).replace("br", ""), "{}\n{}", &text, &once);
        let after = depths(&once);
        for (word, depth) in depths(&text) {
            prop_assert_eq!(after.get(&word), Some(&depth), "{}: {}\n{}", word, &text, &once);
        }
        let count = |text: &str| findings(text).iter().filter(|one| is_slip(one)).count();
        prop_assert!(count(&once) <= count(&text), "{}\n{}\n{:#?}", text, once, findings(&once));
        let twice = mended_by(&once, is_certain);
        prop_assert_eq!(&twice, &once, "{}", text);
    }
}
