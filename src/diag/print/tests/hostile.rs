//! Sources and messages that try to write on the terminal, or to keep it busy.

use super::{PAGE, Sources, plain};
use crate::diag::print::{Color, Format, Style, visible};
use crate::diag::{Diagnostic, Place, Text, code};
use crate::language::Language;
use crate::source::{SourceId, Span};
use proptest::prelude::*;

/// NUL, a line end, a bell, an escape sequence, the one-byte form of it, a reversal of the
/// writing direction, a mark nobody sees, a line end of Unicode's.
const HOSTILE: &str = "a\0b\rc\u{7}\u{1b}[2Jd\u{9b}31me\u{202e}f\u{200b}g\u{2028}h\u{7f}\n";

fn controls(shown: &str) -> Vec<char> {
    let is_control = |c: &char| visible::is_hidden(*c) && *c != '\n';
    shown.chars().filter(is_control).collect()
}

fn hostile_finding(path: &str) -> Diagnostic {
    let source = SourceId::new(path);
    let place = Place::new(&source, Span::new(2, 4));
    let words = || Text::same(HOSTILE);
    Diagnostic::new(code::RAW_HTML, place.clone(), words())
        .label(place, words())
        .label(Place::new(&source, Span::new(20, 22)), words())
        .label(Place::file(&source), words())
        .help(words())
        .replace_with(format!("{HOSTILE}!"))
}

#[test]
fn no_control_character_reaches_the_terminal() {
    for path in ["a\u{1b}]0;x\u{7}\n\u{9d}.md", PAGE] {
        let sources = Sources(vec![(path, HOSTILE.as_bytes())]);
        for format in Format::ALL {
            let findings = [hostile_finding(path)];
            let shown = sources.print(*format, &findings, &plain(Language::Japanese));
            assert_eq!(controls(&shown), [], "{format:?}: {shown}");
        }
    }
}

#[test]
fn in_color_the_only_sequences_are_our_own() {
    let sources = Sources::page(HOSTILE);
    let style = Style {
        color: Color::On,
        ..plain(Language::English)
    };
    let shown = sources.print(Format::Full, &[hostile_finding(PAGE)], &style);
    let ours = ["0m", "1m", "91m", "92m", "94m", "96m"];
    for sequence in shown.split("\u{1b}[").skip(1) {
        assert!(
            ours.iter().any(|ours| sequence.starts_with(ours)),
            "{sequence:?}"
        );
    }
    assert_eq!(controls(&shown.replace("\u{1b}[", "")), []);
}

#[test]
fn controls_are_shown_as_pictures() {
    assert_eq!(
        visible::line("\0\t\u{1b}[m\u{7f}\u{9b}\u{202e}"),
        "␀    ␛[m␡��"
    );
    assert_eq!(visible::lines("a\r\nb\u{7}"), "a\nb␇");
    assert_eq!(visible::joined("a\n  b\n"), "a b");
    assert_eq!(
        visible::line("👨\u{200d}👩 葛\u{e0100}"),
        "👨\u{200d}👩 葛\u{e0100}"
    );
}

#[test]
fn short_is_one_line_whatever_the_message() {
    let shown = Sources::page(HOSTILE).print(
        Format::Short,
        &[hostile_finding(PAGE), hostile_finding("b\nc.md")],
        &plain(Language::English),
    );
    assert_eq!(shown.lines().count(), 2);
}

#[test]
fn json_gives_the_very_characters() {
    let sources = Sources::page(HOSTILE);
    let shown = sources.print(
        Format::Json,
        &[hostile_finding(PAGE)],
        &plain(Language::English),
    );
    let findings: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(findings[0]["message"], HOSTILE);
    assert_eq!(findings[0]["fix"]["replacement"], format!("{HOSTILE}!"));
}

/// Ten thousand findings in `page`, each on ten bytes of it and with a label before it.
fn ten_thousand(page: &str) -> String {
    let source = SourceId::new(PAGE);
    let step = page.len() / 10_000;
    let findings: Vec<Diagnostic> = (0..10_000)
        .map(|number| {
            let start = number * step;
            let place = Place::new(&source, Span::new(start, start + 10));
            let label = Place::new(&source, Span::new(start / 2, start / 2 + 4));
            Diagnostic::new(code::RAW_HTML, place, Text::same("x")).label(label, Text::same("y"))
        })
        .collect();
    Format::ALL
        .iter()
        .map(|format| Sources::page(page).print(*format, &findings, &plain(Language::English)))
        .collect()
}

#[test]
fn many_findings_in_one_long_line_are_no_trouble() {
    let page = "長い行".repeat(2_000_000 / 9);
    let shown = ten_thousand(&page);
    assert_eq!(shown.matches("error[raw-html]").count(), 20_000);
    assert!(shown.len() < 30_000_000, "{}", shown.len());
}

#[test]
fn many_findings_in_many_lines_are_no_trouble() {
    let page = "短い行\r\n".repeat(2_000_000 / 11);
    let shown = ten_thousand(&page);
    assert_eq!(shown.matches("error[raw-html]").count(), 20_000);
    assert!(shown.len() < 30_000_000, "{}", shown.len());
}

fn page() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a"),
        Just("漢字"),
        Just("ｶ"),
        Just("é"),
        Just("か\u{3099}"),
        Just("\t"),
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("\0"),
        Just("\u{1b}[31m"),
        Just("\u{202e}"),
        Just("\u{feff}"),
        Just("\u{e000}"),
        Just("😀"),
        Just("長い行がつづきます。"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// Any spans at all: inside of characters, past the end, end before start.
    #[test]
    fn any_span_of_any_page_can_be_shown(
        page in page(),
        spans in prop::collection::vec((0_usize..400, 0_usize..400), 1..5),
        width in 0_usize..100,
    ) {
        let source = SourceId::new(PAGE);
        let mut places = spans.iter().map(|&(start, end)| Place::new(&source, Span::new(start, end)));
        let first = places.next().unwrap();
        let finding = Diagnostic::new(code::RAW_HTML, first, Text::same("x")).replace_with("y");
        let finding = places.fold(finding, |finding, place| finding.label(place, Text::same("z")));
        let style = Style { width, ..plain(Language::English) };
        for format in Format::ALL {
            let shown = Sources::page(&page).print(*format, std::slice::from_ref(&finding), &style);
            prop_assert_eq!(controls(&shown), Vec::<char>::new());
        }
    }

    /// The carets stand under the very characters, whatever their width, and no line is
    /// wider than the terminal.
    #[test]
    fn carets_stand_under_the_text(
        before in "[a-z漢字ｶﾅ～：]{0,80}",
        marked in "[a-z漢字ｶﾅ～：]{1,10}",
        after in "[a-z漢字ｶﾅ～：]{0,80}",
    ) {
        let page = format!("{before}{marked}{after}");
        let span = Span::new(before.len(), before.len() + marked.len());
        let place = Place::new(&SourceId::new(PAGE), span);
        // An empty span at the very start would be the file as a whole; this one is not empty.
        let finding = Diagnostic::new(code::RAW_HTML, place, Text::same("x"));
        let shown = Sources::page(&page).print(Format::Full, &[finding], &plain(Language::English));
        let lines: Vec<&str> = shown.lines().collect();
        let (text, carets) = (lines[3], lines[4]);
        let indent = carets.find('^').unwrap();
        prop_assert_eq!(cells(&carets[indent..]), cells(&marked));
        prop_assert_eq!(under(text, indent, cells(&marked)), marked);
        prop_assert!(lines.iter().all(|line| cells(line) <= 80));
    }
}

fn cells(text: &str) -> usize {
    text.chars().map(visible::cells).sum()
}

/// The characters of a line that are drawn in the cells from `start` on.
fn under(line: &str, start: usize, count: usize) -> String {
    let mut cell = 0;
    let mut found = String::new();
    for character in line.chars() {
        if (start..start + count).contains(&cell) {
            found.push(character);
        }
        cell += visible::cells(character);
    }
    found
}
