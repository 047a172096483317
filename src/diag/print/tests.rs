//! The wording and the layout, as people see them. [`hostile`] has what must not be seen.

mod documents;
mod hostile;
mod layout;

use super::*;
use crate::diag::{Place, Text, code};
use crate::source::Span;

const PAGE: &str = "content/faq/deadline.md";

/// The sources of a test, by path.
pub(super) struct Sources<'a>(pub(super) Vec<(&'a str, &'a [u8])>);

impl<'a> Sources<'a> {
    /// One page of this text.
    pub(super) fn page(text: &'a str) -> Self {
        Self(vec![(PAGE, text.as_bytes())])
    }

    /// The place of the first `words` in a source.
    pub(super) fn place(&self, path: &str, words: &str) -> Place {
        let bytes = self.bytes(path).unwrap();
        let start = bytes
            .windows(words.len())
            .position(|window| window == words.as_bytes())
            .unwrap();
        Place::new(&SourceId::new(path), Span::new(start, start + words.len()))
    }

    pub(super) fn print(&self, format: Format, findings: &[Diagnostic], style: &Style) -> String {
        let shown = format.print(findings, &|source| self.bytes(source.as_str()), style);
        shown.as_str().to_owned()
    }

    fn bytes(&self, path: &str) -> Option<&'a [u8]> {
        let source = self.0.iter().find(|(name, _)| *name == path);
        source.map(|(_, bytes)| *bytes)
    }
}

pub(super) const fn plain(language: Language) -> Style {
    Style {
        language,
        color: Color::Off,
        width: 80,
    }
}

fn site() -> Sources<'static> {
    let page =
        "+++\ntitle = \"期限\"\n+++\n受付は**{{ 受付期間.終 }}**まで、{{ renewl.end }}まで。\n";
    let facts = "[facts.renewal]\nlabel = \"受付期間\"\n";
    Sources(vec![
        (PAGE, page.as_bytes()),
        ("site.toml", facts.as_bytes()),
    ])
}

fn findings(site: &Sources<'_>) -> Vec<Diagnostic> {
    let message = text!(
        "「renewl」という名前は登録されていません",
        "there is no fact `renewl`"
    );
    let stated = text!("「renewal」はここにあります", "`renewal` is stated here");
    let unused = text!("どこからも使われていません", "nothing refers to this fact");
    let help = text!(
        "使わないなら消してください",
        "remove it if it is not needed"
    );
    vec![
        Diagnostic::new(code::UNKNOWN_FACT, site.place(PAGE, "renewl"), message)
            .label(site.place("site.toml", "facts.renewal"), stated)
            .suggest("renewal"),
        Diagnostic::new(
            code::UNUSED_FACT,
            site.place("site.toml", "受付期間"),
            unused,
        )
        .help(help),
    ]
}

fn shown(format: Format, language: Language) -> String {
    let site = site();
    site.print(format, &findings(&site), &plain(language))
}

#[test]
fn full_in_japanese() {
    let expected = "\
エラー[unknown-fact]: 「renewl」という名前は登録されていません
 --> content/faq/deadline.md:4:26
  |
4 | 受付は**{{ 受付期間.終 }}**まで、{{ renewl.end }}まで。
  |                                     ^^^^^^
  |
 ::: site.toml:1:2
  |
1 | [facts.renewal]
  |  ------------- 「renewal」はここにあります
  |
  = 対処: 「renewal」と書いてください

警告[unused-fact]: どこからも使われていません
 --> site.toml:2:10
  |
2 | label = \"受付期間\"
  |          ^^^^^^^^
  |
  = 対処: 使わないなら消してください
";
    assert_eq!(shown(Format::Full, Language::Japanese), expected);
}

#[test]
fn full_in_english() {
    let expected = "\
error[unknown-fact]: there is no fact `renewl`
 --> content/faq/deadline.md:4:26
  |
4 | 受付は**{{ 受付期間.終 }}**まで、{{ renewl.end }}まで。
  |                                     ^^^^^^
  |
 ::: site.toml:1:2
  |
1 | [facts.renewal]
  |  ------------- `renewal` is stated here
  |
  = help: write `renewal`

warning[unused-fact]: nothing refers to this fact
 --> site.toml:2:10
  |
2 | label = \"受付期間\"
  |          ^^^^^^^^
  |
  = help: remove it if it is not needed
";
    assert_eq!(shown(Format::Full, Language::English), expected);
}

#[test]
fn full_in_color_says_the_same() {
    let site = site();
    let findings = findings(&site);
    let style = Style {
        color: Color::On,
        ..plain(Language::Japanese)
    };
    let colored = site.print(Format::Full, &findings, &style);
    assert!(colored.starts_with("\u{1b}[1m\u{1b}[91mエラー[unknown-fact]\u{1b}[0m"));
    let parts = colored.split("\u{1b}[");
    let plain_parts = parts.enumerate().map(|(number, part)| match number {
        0 => part,
        _ => part.split_once('m').unwrap().1,
    });
    let without: String = plain_parts.collect();
    assert_eq!(without, shown(Format::Full, Language::Japanese));
}

#[test]
fn short_keeps_its_keywords_in_every_language() {
    assert_eq!(
        shown(Format::Short, Language::Japanese),
        "content/faq/deadline.md:4:26: error[unknown-fact]: 「renewl」という名前は登録されていません\n\
         site.toml:2:10: warning[unused-fact]: どこからも使われていません\n"
    );
    assert_eq!(
        shown(Format::Short, Language::English),
        "content/faq/deadline.md:4:26: error[unknown-fact]: there is no fact `renewl`\n\
         site.toml:2:10: warning[unused-fact]: nothing refers to this fact\n"
    );
}

#[test]
fn json_has_every_field() {
    let expected = r#"[
  {
    "code": "unknown-fact",
    "severity": "error",
    "file": "content/faq/deadline.md",
    "line": 4,
    "column": 26,
    "end_line": 4,
    "end_column": 32,
    "from": null,
    "message": "there is no fact `renewl`",
    "help": null,
    "labels": [
      {
        "file": "site.toml",
        "line": 1,
        "column": 2,
        "text": "`renewal` is stated here"
      }
    ],
    "fix": {
      "file": "content/faq/deadline.md",
      "line": 4,
      "column": 26,
      "end_line": 4,
      "end_column": 32,
      "start": 72,
      "end": 78,
      "replacement": "renewal",
      "applicability": "guess"
    }
  },
  {
    "code": "unused-fact",
    "severity": "warning",
    "file": "site.toml",
    "line": 2,
    "column": 10,
    "end_line": 2,
    "end_column": 14,
    "from": null,
    "message": "nothing refers to this fact",
    "help": "remove it if it is not needed",
    "labels": [],
    "fix": null
  }
]
"#;
    assert_eq!(shown(Format::Json, Language::English), expected);
}

#[test]
fn json_speaks_japanese() {
    let document = shown(Format::Json, Language::Japanese);
    let findings: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert_eq!(
        findings[0]["message"],
        "「renewl」という名前は登録されていません"
    );
    assert_eq!(
        findings[0]["labels"][0]["text"],
        "「renewal」はここにあります"
    );
    assert_eq!(findings[1]["help"], "使わないなら消してください");
    assert_eq!(findings[1]["severity"], "warning");
}

#[test]
fn no_findings_are_an_empty_result() {
    let print = |format| Sources(Vec::new()).print(format, &[], &plain(Language::English));
    assert_eq!(print(Format::Full), "");
    assert_eq!(print(Format::Short), "");
    assert_eq!(print(Format::Json), "[]\n");
}

#[test]
fn formats_have_names() {
    for format in Format::ALL {
        assert_eq!(Format::from_name(format.name()), Some(*format));
    }
    assert_eq!(Format::from_name("short"), Some(Format::Short));
    assert_eq!(Format::from_name("xml"), None);
}

#[test]
fn the_summary_counts() {
    let finding = |code| {
        let place = Place::file(&SourceId::new("site.toml"));
        Diagnostic::new(code, place, Text::same("x"))
    };
    let (error, warning, note) = (
        finding(code::UNKNOWN_FACT),
        finding(code::UNUSED_FACT),
        finding(code::UNOFFICIAL_HOLIDAY),
    );
    let some = [error.clone(), warning.clone(), error.clone(), error];
    assert_eq!(summary(&some, Language::Japanese), "エラー 3件、警告 1件");
    assert_eq!(summary(&some, Language::English), "3 errors, 1 warning");
    let notes = [note.clone(), note, warning.clone(), warning];
    assert_eq!(summary(&notes, Language::Japanese), "警告 2件、参考 2件");
    assert_eq!(summary(&notes, Language::English), "2 warnings, 2 notes");
    assert_eq!(summary(&[], Language::Japanese), "問題はありません");
    assert_eq!(summary(&[], Language::English), "no findings");
}
