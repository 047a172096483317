//! How `full` shows places of every kind.

use super::{PAGE, Sources, plain};
use crate::diag::print::{Format, Style};
use crate::diag::{Applicability, Diagnostic, Fix, Place, Text, code};
use crate::language::Language;
use crate::source::{SourceId, Span};
use crate::text;

fn finding(place: Place) -> Diagnostic {
    Diagnostic::new(code::RAW_HTML, place, Text::same("x"))
}

fn full(sources: &Sources<'_>, finding: Diagnostic) -> String {
    sources.print(Format::Full, &[finding], &plain(Language::English))
}

/// The excerpt of a finding at some bytes of a page: what is below the path.
fn excerpt(page: &str, span: Span, width: usize) -> String {
    let place = Place::new(&SourceId::new(PAGE), span);
    let style = Style {
        width,
        ..plain(Language::English)
    };
    let shown = Sources::page(page).print(Format::Full, &[finding(place)], &style);
    let mut lines = shown.lines().skip(3);
    lines.by_ref().collect::<Vec<_>>().join("\n")
}

fn excerpt_at(page: &str, words: &str) -> String {
    excerpt(page, Sources::page(page).place(PAGE, words).span, 80)
}

#[test]
fn every_line_end_and_a_tab() {
    for page in ["一\r\n\t二<b>\r\n三", "一\r\t二<b>\r三", "一\n\t二<b>\n三"] {
        assert_eq!(
            excerpt_at(page, "<b>"),
            "2 |     二<b>\n  |       ^^^",
            "{page:?}"
        );
    }
}

#[test]
fn empty_spans() {
    assert_eq!(excerpt("ab\nc", Span::new(1, 1), 80), "1 | ab\n  |  ^");
    assert_eq!(excerpt("ab\nc", Span::new(2, 2), 80), "1 | ab\n  |   ^");
    assert_eq!(excerpt("ab\nc", Span::new(4, 4), 80), "2 | c\n  |  ^");
    assert_eq!(excerpt("ab\r\n", Span::new(4, 4), 80), "2 |\n  | ^");
    assert_eq!(excerpt("ab", Span::new(900, 950), 80), "1 | ab\n  |   ^");
}

#[test]
fn a_line_end_belongs_to_its_line() {
    let whole_line = Span::new(3, 7);
    assert_eq!(excerpt("ab\ncd\r\nef", whole_line, 80), "2 | cd\n  | ^^");
    let only_the_end = Span::new(5, 7);
    assert_eq!(excerpt("ab\ncd\r\nef", only_the_end, 80), "2 | cd\n  |   ^");
}

#[test]
fn a_few_lines_are_bracketed() {
    assert_eq!(
        excerpt_at("前\n<div>\n本文\n</div>\n後", "<div>\n本文\n</div>"),
        "2 | / <div>\n3 | | 本文\n4 | | </div>\n  | |______^"
    );
}

#[test]
fn of_many_lines_the_first_is_marked() {
    let page = format!("+++\n{}", "a = 1\n".repeat(1000));
    let all = Span::new(1, page.len());
    assert_eq!(excerpt(&page, all, 80), "1 | +++\n  |  ^^");
}

#[test]
fn a_long_line_is_cut_around_the_span() {
    let page = format!("{}<b>{}", "前".repeat(100), "後".repeat(100));
    let span = Sources::page(&page).place(PAGE, "<b>").span;
    assert_eq!(
        excerpt(&page, span, 40),
        "1 | ...前前前<b>後後後後後後後後後...\n  |          ^^^"
    );
    let rest = Span::new(span.start, page.len());
    assert_eq!(
        excerpt(&page, rest, 40),
        "1 | ...前前前<b>後後後後後後後後後...\n  |          ^^^^^^^^^^^^^^^^^^^^^"
    );
    let end = Span::new(page.len() - 3, page.len());
    assert_eq!(
        excerpt(&page, end, 40),
        "1 | ...後後後後後後後後後後後後後\n  |                            ^^"
    );
}

#[test]
fn near_labels_share_the_excerpt() {
    let sources = Sources::page("## 一 {#a}\n\n## 二 {#a}\n");
    let second = Place::new(&SourceId::new(PAGE), Span::new(21, 23));
    let first = sources.place(PAGE, "#a");
    let shown = full(&sources, finding(second).label(first, Text::same("first")));
    assert_eq!(
        shown,
        "error[raw-html]: x
 --> content/faq/deadline.md:3:7
  |
1 | ## 一 {#a}
  |        -- first
2 |
3 | ## 二 {#a}
  |        ^^
"
    );
}

#[test]
fn far_labels_have_their_own() {
    let page = format!("first\n{}second\n", "\n".repeat(50));
    let sources = Sources::page(&page);
    let label = sources.place(PAGE, "first");
    let shown = full(
        &sources,
        finding(sources.place(PAGE, "second")).label(label, Text::same("here")),
    );
    assert_eq!(
        shown,
        "error[raw-html]: x
  --> content/faq/deadline.md:52:1
   |
52 | second
   | ^^^^^^
   |
  ::: content/faq/deadline.md:1:1
   |
 1 | first
   | ----- here
"
    );
}

#[test]
fn of_many_labels_the_rest_is_counted() {
    let sources = Sources::page("a <b>\n");
    let place = sources.place(PAGE, "<b>");
    let mut many = finding(place.clone());
    for _ in 0..20_000 {
        many = many.label(place.clone(), Text::same("again"));
    }
    let shown = full(&sources, many);
    assert_eq!(shown.matches("again").count(), 12);
    assert!(
        shown.ends_with("  = note: further places: 19988\n"),
        "{shown}"
    );
}

#[test]
fn a_file_as_a_whole_has_no_line() {
    let sources = Sources(vec![("a.md", b"text"), ("b.md", b"text")]);
    let whole = |path| Place::file(&SourceId::new(path));
    let shown = full(
        &sources,
        finding(whole("a.md")).label(whole("b.md"), Text::same("also wants /a/")),
    );
    assert_eq!(
        shown,
        "error[raw-html]: x\n--> a.md\n = note: b.md: also wants /a/\n"
    );
    assert_eq!(
        full(&Sources(Vec::new()), finding(whole("site.toml"))),
        "error[raw-html]: x\n--> site.toml\n"
    );
}

#[test]
fn a_file_that_is_not_utf_8_has_a_line_but_no_excerpt() {
    // 受付 in Shift_JIS, in the second line.
    let sources = Sources(vec![(PAGE, b"+++\n\"\x8e\xf3\x95\x74\"\n")]);
    let broken = finding(Place::new(&SourceId::new(PAGE), Span::new(5, 6)));
    let short = sources.print(
        Format::Short,
        std::slice::from_ref(&broken),
        &plain(Language::English),
    );
    assert_eq!(short, "content/faq/deadline.md:2:2: error[raw-html]: x\n");
    assert_eq!(
        full(&sources, broken),
        "error[raw-html]: x\n--> content/faq/deadline.md:2:2\n"
    );
}

#[test]
fn a_byte_order_mark_is_neither_shown_nor_counted() {
    let sources = Sources::page("\u{feff}<b>\n<i>");
    assert_eq!(
        full(&sources, finding(sources.place(PAGE, "<b>"))),
        "error[raw-html]: x\n --> content/faq/deadline.md:1:1\n  |\n1 | <b>\n  | ^^^\n"
    );
    assert_eq!(
        full(&sources, finding(sources.place(PAGE, "<i>"))),
        "error[raw-html]: x\n --> content/faq/deadline.md:2:1\n  |\n2 | <i>\n  | ^^^\n"
    );
}

/// The last line of what is shown of a fix, in one language.
fn remedy(fix: Option<&str>, help: Option<Text>, place: &Place, language: Language) -> String {
    let sources = Sources::page("電話は0120-000-000です");
    let mut finding = finding(sources.place(PAGE, "0120-000-000"));
    finding.help = help;
    finding.fix = fix.map(|replacement| Fix {
        place: place.clone(),
        replacement: replacement.to_owned(),
        applicability: Applicability::Mechanical,
    });
    let style = Style {
        width: 200,
        ..plain(language)
    };
    let shown = sources.print(Format::Full, &[finding], &style);
    let last = shown.lines().last().unwrap();
    last.trim_start_matches([' ', '=']).to_owned()
}

#[test]
fn a_fix_is_said_in_words() {
    let page = Sources::page("電話は0120-000-000です");
    let here = page.place(PAGE, "0120-000-000");
    let there = page.place(PAGE, "電話");
    let between = Place::new(&SourceId::new(PAGE), Span::new(9, 9));
    let said = |new, place| {
        let say = |language| remedy(Some(new), None, place, language);
        (say(Language::Japanese), say(Language::English))
    };
    let pair = |japanese: &str, english: &str| (japanese.to_owned(), english.to_owned());
    assert_eq!(
        said("{{ phone }}", &here),
        pair(
            "対処: 「{{ phone }}」と書いてください",
            "help: write `{{ phone }}`"
        )
    );
    assert_eq!(
        said("", &here),
        pair(
            "対処: 「0120-000-000」を消してください",
            "help: remove `0120-000-000`"
        )
    );
    assert_eq!(
        said("TEL", &there),
        pair(
            "対処: content/faq/deadline.md:1:1 の「電話」を「TEL」に書き換えてください",
            "help: at content/faq/deadline.md:1:1, write `TEL` instead of `電話`"
        )
    );
    assert_eq!(
        said("、", &between),
        pair(
            "対処: content/faq/deadline.md:1:4 に「、」を入れてください",
            "help: at content/faq/deadline.md:1:4, insert `、`"
        )
    );
    let long = said(&"長".repeat(200), &here).1;
    assert_eq!(long, format!("help: write `{}…`", "長".repeat(80)));
}

#[test]
fn a_fix_that_the_help_tells_is_not_told_twice() {
    let here = Sources::page("電話は0120-000-000です").place(PAGE, "0120-000-000");
    let help = Text::same("write `{{ phone }}` here");
    let said = remedy(Some("{{ phone }}"), Some(help), &here, Language::English);
    assert_eq!(said, "help: write `{{ phone }}` here");
    let about = Text::same("a comma is missing");
    let said = remedy(Some("a"), Some(about), &here, Language::English);
    assert_eq!(said, "help: write `a`");
}

#[test]
fn a_fix_may_insert_where_the_finding_is() {
    let between = Place::new(&SourceId::new(PAGE), Span::new(9, 9));
    let finding = finding(between).replace_with("、");
    let say = |language| {
        let page = Sources::page("電話は0120-000-000です");
        page.print(
            Format::Full,
            std::slice::from_ref(&finding),
            &plain(language),
        )
    };
    assert!(say(Language::Japanese).ends_with("  = 対処: ここに「、」を入れてください\n"));
    assert!(say(Language::English).ends_with("  = help: insert `、` here\n"));
}

#[test]
fn long_sentences_are_broken_between_phrases() {
    let page = Sources::page("電話は0120-000-000です");
    let words = text!(
        "「0120-000-000」は、site.toml にある「support_phone」の写しです。番号が変わると、ここだけが古いまま残ります",
        "`0120-000-000` is a copy of `support_phone`, and stays as it is when the number changes"
    );
    let help = text!(
        "「{{{{ support_phone }}}}」と書いてください。値は、いつも site.toml のとおりに表示されるようになります",
        "write `{{{{ support_phone }}}}`, which is always shown as site.toml has it, today and later"
    );
    let place = page.place(PAGE, "0120-000-000");
    let finding = Diagnostic::new(code::RAW_HTML, place, words).help(help);
    let say = |language| {
        page.print(
            Format::Full,
            std::slice::from_ref(&finding),
            &plain(language),
        )
    };
    let excerpt = " --> content/faq/deadline.md:1:4
  |
1 | 電話は0120-000-000です
  |       ^^^^^^^^^^^^
  |
";
    let japanese = "\
エラー[raw-html]: 「0120-000-000」は、site.toml にある「support_phone」の
                  写しです。番号が変わると、ここだけが古いまま残ります
{excerpt}  = 対処: 「{{ support_phone }}」と書いてください。値は、いつも
          site.toml のとおりに表示されるようになります
";
    let english = "\
error[raw-html]: `0120-000-000` is a copy of `support_phone`, and stays as it is
                 when the number changes
{excerpt}  = help: write `{{ support_phone }}`, which is always shown as site.toml has
          it, today and later
";
    let expected = |text: &str| text.replace("{excerpt}", excerpt);
    assert_eq!(say(Language::Japanese), expected(japanese));
    assert_eq!(say(Language::English), expected(english));
}

/// The line of carets under a page, from the first caret on, and the text before it.
fn carets(page: &str, words: &str) -> (usize, usize) {
    let shown = excerpt_at(page, words);
    let line = shown
        .lines()
        .last()
        .unwrap()
        .trim_start_matches(" |")
        .trim_start_matches("  |");
    let indent = line.len() - line.trim_start().len();
    (indent - 1, line.trim().len())
}

#[test]
fn carets_count_the_cells_of_a_terminal() {
    // A voiced mark that combines, half-width kana, a joined emoji, a selector, a tab.
    assert_eq!(carets("か\u{3099}き<b>", "<b>"), (4, 3));
    assert_eq!(carets("ｶﾞｷ<b>", "<b>"), (3, 3));
    assert_eq!(carets("e\u{301}<b>", "<b>"), (1, 3));
    assert_eq!(carets("👨\u{200d}👩<b>", "<b>"), (4, 3));
    assert_eq!(carets("葛\u{e0100}<b>", "<b>"), (2, 3));
    assert_eq!(carets("あ\tい<b>", "い"), (6, 2));
    assert_eq!(carets("x<b>か\u{3099}</b>", "か\u{3099}"), (4, 2));
}
