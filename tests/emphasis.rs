//! Emphasis beside Japanese, seen through the parser: by examples, and against comrak, which
//! implements the CJK-friendly amendment itself.

use annai::japanese::emphasis::{SENTINEL, with_sentinels};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// What pulldown-cmark makes of `text` as it stands.
fn plain(text: &str) -> String {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(text, options));
    out
}

/// What pulldown-cmark makes of `text` with sentinels, which are gone afterwards.
fn friendly(text: &str) -> String {
    let marked = with_sentinels(text);
    // Within a target, the HTML writer has percent-encoded them.
    plain(&marked)
        .replace(SENTINEL, "")
        .replace("%EE%80%80", "")
}

/// What comrak makes of `text`, with its option for CJK or without; quotation marks are not
/// escaped, as pulldown-cmark leaves them.
fn comrak(text: &str, cjk_friendly: bool) -> String {
    let mut options = comrak::Options::default();
    options.extension.cjk_friendly_emphasis = cjk_friendly;
    options.extension.table = true;
    options.render.r#unsafe = true;
    comrak::markdown_to_html(text, &options).replace("&quot;", "\"")
}

/// Asserts that each line, `source TAB html`, renders as it says; returns their number and
/// how many of them plain CommonMark gets wrong.
fn assert_lines(table: &str) -> (usize, usize) {
    let mut lines = 0;
    let mut remedied = 0;
    for line in table.lines() {
        let (source, html) = line.split_once('\t').expect("a line has two columns");
        assert_eq!(friendly(source).trim_end(), html, "{source}");
        lines += 1;
        remedied += usize::from(plain(source).trim_end() != html);
    }
    (lines, remedied)
}

#[test]
fn the_fixture_renders_right() {
    let (lines, remedied) = assert_lines(include_str!("data/emphasis.tsv"));
    assert_eq!((lines, remedied), (23, 15));
}

#[test]
fn lines_from_real_life_render_right() {
    let (lines, remedied) = assert_lines(include_str!("data/emphasis-lines.tsv"));
    assert_eq!((lines, remedied), (79, 61));
}

#[test]
fn blocks_stay_blocks() {
    for text in [
        "* は*）\n* 「項目」\n",
        "「前」\n\n***\nは*）\n",
        ">~~~日本語\n>は**「重要」**です\n>~~~\n",
        "~~~「日本語」\nは**「重要」**です\n~~~\n",
        "```日本語*「a」*b\nは**「重要」**です\n```\n",
        "    は**「重要」**です\n",
        "<div>**「重要」**です</div>\n",
        "[はx](/あ*「y」*い \"う*「z」*え\")\n",
        "[は*]: /あ*「y」*い\n\n[は*]\n",
        "<https://example.jp/あ*「y」*い>\n",
        "<b title=\"は*「y」*い\">は</b>\n",
        "![は](/あ*「y」*い)\n",
    ] {
        assert_ne!(
            with_sentinels(text),
            text,
            "no sentinel to do harm in {text}"
        );
        assert_eq!(friendly(text), plain(text), "{text}");
    }
}

#[test]
fn cells_of_a_table_are_lines_of_their_own() {
    let text = "|**項目**|**「内容」**です|\n|---|---|\n|は**（注）**です|~~旧！~~新|\n";
    let html = friendly(text);
    for cell in [
        "<th><strong>項目</strong></th>",
        "<th><strong>「内容」</strong>です</th>",
        "<td>は<strong>（注）</strong>です</td>",
        "<td><del>旧！</del>新</td>",
    ] {
        assert!(html.contains(cell), "{cell} in {html}");
    }
}

/// A deterministic source of numbers (SplitMix64), so that a failure can be repeated.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % end as u64).expect("less than a usize")
    }

    /// A line of up to fifteen parts. It does not begin with the marker of a block, about
    /// which parsers may differ.
    fn line(&mut self) -> String {
        let mut line = ["あ", "a", "*", "**"][self.below(4)].to_owned();
        for _ in 0..3 + self.below(12) {
            line.push_str(INLINE[self.below(INLINE.len())]);
        }
        line
    }

    /// Some lines of all that means something to Markdown.
    fn blocks(&mut self) -> String {
        (0..4 + self.below(20))
            .map(|_| {
                let parts = [INLINE, INLINE, BLOCK][self.below(3)];
                parts[self.below(parts.len())]
            })
            .collect()
    }
}

#[rustfmt::skip]
const INLINE: &[&str] = &[
    "*", "*", "*", "**", "**", "***", "\\", "日", "は", "で", "カ", "ｶ", "A", "b", "1", "（", "）",
    "「", "」", "、", "。", "！", "：", "～", "￥", "※", "・", "“", "”", "(", ")", ".", "!", "-",
    ":", "\"", " ", " ", "\u{3000}", "✅", "한", "葛\u{E0100}", "羽\u{FE00}", "〽\u{FE0E}",
    "”\u{FE01}",
];

#[rustfmt::skip]
const BLOCK: &[&str] = &[
    "\n", "\n", "\n\n", ">", "> ", "* ", "- ", "1. ", "# ", "    ", "***\n", "|", "|-|-|\n", "~~~",
    "```", "`", "~", "~~", "_", "[", "](", "]: ", "<", "<b ", "<!--", "-->", "<div>", "&amp;", "\t",
];

/// How strings fared that were rendered by both parsers.
#[derive(Debug, Default)]
struct Tally {
    /// The parsers differ about CommonMark itself.
    skipped: usize,
    /// The amendment changes the output.
    changed: usize,
    /// The strings on which we differ from comrak's amendment.
    mismatches: Vec<String>,
}

impl Tally {
    fn add(&mut self, text: &str) {
        let unaided = plain(text);
        if unaided != comrak(text, false) {
            self.skipped += 1;
            return;
        }
        let ours = friendly(text);
        self.changed += usize::from(ours != unaided);
        if ours != comrak(text, true) {
            self.mismatches.push(text.to_owned());
        }
    }
}

/// Adds `count` random lines.
fn random_lines(seed: u64, count: usize) -> Tally {
    let mut numbers = Numbers(seed);
    let mut tally = Tally::default();
    for _ in 0..count {
        tally.add(&numbers.line());
    }
    tally
}

#[test]
fn random_lines_render_as_comrak_renders_them() {
    let count = 20_000;
    let tally = random_lines(1, count);
    assert_eq!(tally.mismatches, [""; 0]);
    assert!(tally.skipped < count / 1000, "{} skipped", tally.skipped);
    assert!(tally.changed > count / 20, "{} changed", tally.changed);
}

#[test]
#[ignore = "takes half a minute; run it after changing the rule"]
fn very_many_random_lines_render_as_comrak_renders_them() {
    let tally = random_lines(2, 1_000_000);
    eprintln!("{} skipped, {} changed", tally.skipped, tally.changed);
    assert_eq!(tally.mismatches, [""; 0]);
}

/// Lines that tell whether the parsers take `c` for CJK, punctuation or neither.
fn probes(c: char) -> [String; 3] {
    [
        format!("a{c}**(a)**{c}a"),
        format!("あ**{c}あ{c}**あ"),
        format!("a**{c}a{c}**a"),
    ]
}

#[test]
fn every_character_is_classed_as_comrak_classes_it() {
    let mut tally = Tally::default();
    // Up to the ideographic planes, and not the interior of blocks whose characters are alike.
    let alike = |c: &char| {
        matches!(c, '\u{3500}'..='\u{4D00}' | '\u{4F00}'..='\u{9F00}' | '\u{AD00}'..='\u{D600}'
            | '\u{12000}'..='\u{14500}' | '\u{17100}'..='\u{18A00}' | '\u{E000}'..='\u{F700}')
    };
    let assigned = |c: &char| c.general_category() != GeneralCategory::Unassigned;
    let mut characters = 0;
    for c in ('\u{A0}'..'\u{20000}').filter(|c| assigned(c) && !alike(c)) {
        characters += 1;
        for probe in probes(c) {
            tally.add(&probe);
        }
    }
    assert_eq!(tally.mismatches, [""; 0]);
    // The parsers' tables of punctuation are from different versions of Unicode.
    assert!(characters > 30_000, "{characters} characters");
    assert!(tally.skipped < 4_000, "{} skipped", tally.skipped);
}

/// What the parser sees in `text`, apart from emphasis and its delimiters.
fn skeleton(text: &str) -> String {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut out = String::new();
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {}
            Event::Text(text) => out.push_str(&text.replace(['*', '_', '~', SENTINEL], "")),
            other => out.push_str(&format!("{other:?}").replace("\\u{e000}", "")),
        }
    }
    out
}

/// Asserts of `count` random texts that sentinels change nothing but emphasis; returns how many
/// of them had a sentinel.
fn assert_only_emphasis_changes(seed: u64, count: usize) -> usize {
    let mut numbers = Numbers(seed);
    let mut marked = 0;
    for _ in 0..count {
        let text = numbers.blocks();
        let with = with_sentinels(&text);
        marked += usize::from(with != text);
        assert_eq!(skeleton(&with), skeleton(&text), "{text:?}");
    }
    marked
}

#[test]
fn sentinels_change_nothing_but_emphasis() {
    let marked = assert_only_emphasis_changes(3, 20_000);
    assert!(marked > 3_000, "only {marked} had a sentinel");
}

#[test]
#[ignore = "takes half a minute; run it after changing the rule"]
fn sentinels_change_nothing_but_emphasis_in_very_many_texts() {
    let marked = assert_only_emphasis_changes(4, 1_000_000);
    eprintln!("{marked} had a sentinel");
}
