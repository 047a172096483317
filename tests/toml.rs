//! TOML as people write it: whatever it is, it is read in linear time, each line has one
//! finding at most, and what is offered as sure mends it.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a failure is a failed test, and this one measures"
)]

use annai::diag::{Diagnostic, code};
use annai::source::{Source, SourceId};
use annai::value::parse;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

fn syntax(text: &str) -> Vec<Diagnostic> {
    let mut found = parse(&SourceId::new("site.toml"), text, 0).diagnostics;
    found.retain(|one| one.code == code::SYNTAX);
    found
}

/// The text with all that is offered put in, and whether that was offered for each finding.
fn fixed(text: &str, found: &[Diagnostic]) -> (String, bool) {
    let mut fixes: Vec<_> = found.iter().filter_map(|one| one.fix.as_ref()).collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.place.span));
    let mut fixed = text.to_owned();
    for fix in &fixes {
        let span = fix.place.span;
        fixed.replace_range(span.start..span.end, &fix.replacement);
    }
    (fixed, fixes.len() == found.len())
}

/// What files are made of, right and wrong.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "title", "a", "date", "受付", "facts.b", " ", "　", "=", "＝", "：", ":", "\"", "”", "“",
    "「", "」", "'", "‘", "\"\"\"", "'''", "[", "]", "［", "］", "[[", "]]", "{", "}", "｛", "｝",
    ",", "、", "，", "#", "＃", "\n", "\r\n", "\n", "\n", "\\", "2024-04-09", "２０２４",
    "2024/4/9", "9:00", "17時", "true", "はい", "お知らせ", "[site]\n", "a = 1\n", "title = \"x\"",
    "b = [1, 2]\n", "c = { d = 1, e = \"x\" }\n", "1", "-", "+", ".", "円",
];

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A line that is right, and the same as an input method may leave it. `~` stands before each
/// sign that it may have touched.
fn line() -> impl Strategy<Value = (String, String)> {
    let line = prop::sample::select(vec![
        "KEY ~= ~\"お知らせ~\"",
        "KEY~ ~=~ ~2~0~2~4~-~0~4~-~0~9",
        "KEY ~= ~[~1~, ~\"x~\"~] ~# メモ",
        "KEY ~= ~{ a ~= ~1~2~, b ~= ~\"全角＝のまま~\" ~}",
        "~[~[KEY~]~]",
        "~[KEY~.a~]~ ~# 見出し",
        "~# メモ＝",
        "KEY ~= ~t~r~u~e",
        "KEY ~= \"\"\"＝“そのまま”\"\"\"",
    ]);
    (line, any::<u32>()).prop_map(|(line, touched)| {
        let (mut right, mut typed) = (String::new(), String::new());
        for (at, piece) in line.split('~').enumerate() {
            let mut characters = piece.chars();
            right.push_str(piece);
            let first = characters.next().filter(|_| at > 0);
            match first {
                Some(first) if touched >> (at % 32) & 1 == 1 => {
                    typed.push(wide(first));
                    typed.push_str(characters.as_str());
                }
                _ => typed.push_str(piece),
            }
        }
        (right, typed)
    })
}

/// A character of ASCII in full width.
fn wide(c: char) -> char {
    match c {
        ' ' => '\u{3000}',
        '"' => '”',
        ',' => '、',
        _ => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
    }
}

/// What no cure may change: letters and digits, in half width. `ー` may be a hyphen.
fn words(text: &str) -> String {
    let narrow = unicode_normalization::UnicodeNormalization::nfkc(text);
    narrow
        .filter(|c| c.is_alphanumeric() && *c != 'ー')
        .collect()
}

/// The text with all that needs no thinking put in, whatever its code.
fn cured(text: &str) -> String {
    let mut found = parse(&SourceId::new("site.toml"), text, 0).diagnostics;
    found.retain(|one| one.mechanical_fix().is_some());
    fixed(text, &found).0
}

/// What is written in front matter and `site.toml`, with what is typed wrong, but no value that is
/// spelt otherwise by a cure.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "title", "a", "b.c", "受付", " ", "　", "\u{a0}", "\u{200b}", " = ", "＝", "：", ":", "\"", "”", "“",
    "「", "」", "'", "‘", "[", "]", "［", "］", "{", "}", "｛", "｝", ",", "、", "#", "＃", "\n", "\n", "\r\n",
    "\\", "C:\\temp\\new", "\\\\server\\x", "お知らせ", "a = \"x\"\n", "k = [1, 2]\n", "[site]\n", "12", "1", "ー",
];

/// Lines that stand at the top of content files.
#[rustfmt::skip]
const LINES: &[&str] = &[
    "+++\n", "+++\n", " +++\n", "＋＋＋\n", "\u{200b}+++\n", "++++\n", "---\n", "---\n", "ーーー\n", "\n",
    "title = \"題名\"\n", "title: 題名\n", "keywords:\n", "  - 更新\n", "- \"a: b\"\n", "description: >\n",
    "  続き\n", "description: |\n", "keywords: [a, 'b, c']\n", "category: 'it''s'\n", "# メモ\n", "本文です。\n",
    "```\n", "note: a # b\n", "slug = \"C:\\temp\"\n", "order: 3\n", "aliases = [\n", "]\n", "a: \"\\n\"\n",
    "　\n", "layout: x: y\n", "form:\n", "  a: b\n", "title\u{a0}＝ ”題名”\n", "+++", "---",
];

/// A content file with all that needs no thinking put in.
fn page_cured(text: &str) -> String {
    let source = Source::new(SourceId::new("content/a.md"), text.as_bytes().to_vec());
    let mut found = annai::content::parse(&source).diagnostics;
    found.retain(|one| one.code == code::SYNTAX && one.mechanical_fix().is_some());
    // Where one moves what another mends, the first is made.
    found.sort_by_key(|one| one.fix.as_ref().map(|fix| fix.place.span));
    let mut end = 0;
    found.retain(|one| {
        let span = one
            .fix
            .as_ref()
            .map(|fix| fix.place.span)
            .unwrap_or_default();
        let is_apart = span.start >= end;
        end = end.max(span.end);
        is_apart
    });
    fixed(text, &found).0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn each_line_has_one_finding_at_most(text in pieces()) {
        let mut lines = BTreeSet::new();
        for one in syntax(&text) {
            let span = one.place.span;
            prop_assert!(text.get(span.start..span.end).is_some(), "{one:?}");
            if let Some(fix) = &one.fix {
                prop_assert!(text.get(fix.place.span.start..fix.place.span.end).is_some());
            }
            let line = text[..span.start].matches('\n').count();
            prop_assert!(lines.insert(line), "{:#?}", syntax(&text));
        }
    }

    #[test]
    fn what_an_input_method_does_is_undone(lines in prop::collection::vec(line(), 0..8)) {
        let join = |which: fn(&(String, String)) -> &str| -> String {
            let numbered = lines.iter().enumerate();
            numbered.map(|(at, line)| which(line).replace("KEY", &format!("k{at}")) + "\n").collect()
        };
        let (right, typed) = (join(|line| &line.0), join(|line| &line.1));
        let found = syntax(&typed);
        let wrong = lines.iter().filter(|(right, typed)| right != typed);
        prop_assert_eq!(found.len(), wrong.count(), "{}{:#?}", typed, found);
        let (mended, is_all) = fixed(&typed, &found);
        prop_assert!(is_all, "{}{:#?}", typed, found);
        let read = |text: &str| text.parse::<toml::Table>();
        prop_assert_eq!(read(&mended), read(&right), "{}{}", typed, mended);
    }

    #[test]
    fn a_cure_keeps_all_words_and_needs_one_round(
        words_of in prop::collection::vec(prop::sample::select(WORDS), 0..30)
    ) {
        let text = words_of.concat();
        let once = cured(&text);
        prop_assert_eq!(words(&once), words(&text), "{}\n{}", &text, &once);
        prop_assert_eq!(&cured(&once), &once, "{}", &text);
    }

    #[test]
    fn a_file_is_cut_as_it_was_meant(
        lines in prop::collection::vec(prop::sample::select(LINES), 0..12)
    ) {
        let text = lines.concat();
        // What stands within something else that is cured comes in the next round.
        let cured = (0..3).fold(text.clone(), |text, _| page_cured(&text));
        // Front matter may have moved to the top.
        let sorted = |text| words(text).chars().collect::<std::collections::BinaryHeap<_>>().into_sorted_vec();
        prop_assert_eq!(sorted(&cured), sorted(&text), "{}\n{}", &text, &cured);
        prop_assert_eq!(&page_cured(&cured), &cured, "{}", &text);
    }

    #[test]
    fn what_is_right_stays_so(text in pieces()) {
        // The parser of another module path: as a whole, or not at all.
        if text.parse::<toml::Table>().is_ok() {
            prop_assert_eq!(syntax(&text), vec![]);
        }
    }
}

#[test]
fn much_of_anything_is_read_in_no_time() {
    let lines = [
        "a = [\n",
        "a = {\n",
        "a = \"x\n",
        "お知らせ\n",
        "a＝”x”\n",
        "a = “,“,「,\n",
        "［［［［\n",
        "a = ２０２４／４／９\n",
    ];
    let words = [
        "[", "［", "“a,", "「,", "\"a”,", "a = ", "{ a ", "'", "、", "\\", "　",
    ];
    // What is not linear takes minutes for this, whatever the machine does besides.
    let size = 100_000;
    let mut texts: Vec<(String, String)> = Vec::new();
    for line in lines {
        texts.push((line.to_owned(), line.repeat(size / line.len())));
        let numbered = (0..size / (line.len() + 6)).map(|at| format!("k{at}{line}"));
        texts.push((format!("numbered {line}"), numbered.collect()));
    }
    for word in words {
        texts.push((word.to_owned(), word.repeat(size / word.len())));
        let list = format!("a = [{}", word.repeat(size / word.len()));
        texts.push((format!("in a list {word}"), list));
    }
    for (name, text) in texts {
        let start = Instant::now();
        let found = parse(&SourceId::new("site.toml"), &text, 0).diagnostics;
        let took = start.elapsed();
        assert!(!found.is_empty(), "{name}");
        assert!(took < Duration::from_secs(20), "{name}: {took:?}");
        eprintln!("{took:>8.0?} {:>7} findings: {name:?}", found.len());
    }
}

#[test]
fn long_files_are_cut_in_no_time() {
    let heads = [
        "",
        "+++\n",
        "---\n",
        "---\nkeywords:\n",
        "---\ntitle: a\n",
        "title = 1\n",
    ];
    for (head, line) in heads
        .iter()
        .flat_map(|head| LINES.iter().map(move |line| (head, line)))
    {
        let text = format!("{head}{}\n---\n", line.repeat(20_000 / line.len()));
        let source = Source::new(SourceId::new("content/a.md"), text.into_bytes());
        let start = Instant::now();
        annai::content::parse(&source);
        let took = start.elapsed();
        assert!(took < Duration::from_secs(20), "{head}{line}: {took:?}");
    }
}
