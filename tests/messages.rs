//! Every sentence that annai can say is seen in Japanese in an expected output: the language of
//! its users. The sentences are found in the sources, as the literals of `text!`; the outputs are
//! `golden/*.ja.txt` and the strings of tests.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the test reads the sources, and a failure is a failed test"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Files with sentences that no test can make annai say at little cost, and why. Where words
/// follow, it is one sentence that begins so.
const UNSEEN: &[(&str, &str, &str)] = &[
    // Findings.
    (
        "src/content/body/builder/mod.rs",
        "ページが長すぎて読み込めません",
        "a page of 200,000 paragraphs, which tests/growth.rs makes",
    ),
    (
        "src/content/body/builder/mod.rs",
        "話題ごとに、いくつかのページに分けてください",
        "the same",
    ),
    (
        "src/check/rules/state_gap.rs",
        "いつも、",
        "a period without ends, which is another finding",
    ),
    (
        "src/check/rules/broken_link.rs",
        "リンク先のファイルは公開されません",
        "a file that a sync service has doubled, which is no source of a case",
    ),
    (
        "src/check/rules/broken_link.rs",
        "そのファイルについての指摘を見て",
        "the same",
    ),
    (
        "src/check/rules/leaflet_address.rs",
        "このページのアドレスは長すぎて",
        "an address of thousands of characters",
    ),
    (
        "src/check/rules/leaflet_address.rs",
        "フォルダーかファイルの名前を短く",
        "the same",
    ),
    (
        "src/content/body/builder/fences.rs",
        "「:::」の行がほかの文の途中",
        "only below what is nested too deep",
    ),
    (
        "src/content/body/builder/fences.rs",
        "前に空の行を入れて",
        "the same",
    ),
    (
        "src/content/body/builder/mod.rs",
        "一つのページに書ける",
        "more references than a page holds",
    ),
    (
        "src/site/names.rs",
        "アドレスが空です",
        "an address has a `/` at least",
    ),
    (
        "src/value/problem.rs",
        "読み取れないもの",
        "what cannot be read is reported where it stands",
    ),
    (
        "src/value/refusal.rs",
        "書式（TOML）の誤り",
        "what no rule for mistyped settings knows",
    ),
    ("src/value/refusal.rs", "「項目 = ", "the same"),
    (
        "src/value/typos/words.rs",
        "「項目 = \"文字\"」の形で、",
        "what no other remedy fits",
    ),
    (
        "src/diag/print/full.rs",
        "ほかに{count}か所",
        "more labels than a rule makes",
    ),
    ("src/diag/text.rs", "", "the example of the macro itself"),
    // What is shown on a terminal while annai works, and gone when it has done so.
    ("src/cli/build.rs", "書き出しています", "progress"),
    ("src/cli/diff/mod.rs", "前の版を作っています", "progress"),
    ("src/cli/diff/mod.rs", "{at:#}の時点で", "progress"),
    ("src/cli/fix.rs", "直すところを探しています", "progress"),
    ("src/cli/leaflet.rs", "印刷しています", "progress"),
    ("src/cli/next.rs", "先の日時で確かめています", "progress"),
    ("src/cli/site.rs", "読み込んでいます", "progress"),
    ("src/cli/site.rs", "ページを作っています", "progress"),
    (
        "src/cli/site.rs",
        "直せるところを確かめています",
        "progress",
    ),
    ("src/cli/site.rs", "先の日時で確かめています", "progress"),
    // The machine.
    (
        "src/cli/build.rs",
        "この場所では",
        "a file system that cannot exchange folders",
    ),
    (
        "src/cli/build.rs",
        "前のサイト「{leftover}」",
        "a folder that cannot be removed",
    ),
    ("src/cli/open.rs", "", "a machine without a browser"),
    (
        "src/cli/report.rs",
        "annai 自身の不具合",
        "a fault of our own",
    ),
    (
        "src/cli/report.rs",
        "{file} を読んでいるときに止まりました",
        "the same",
    ),
    (
        "src/cli/site.rs",
        "今のフォルダーが分かりません",
        "a folder that is gone",
    ),
    (
        "src/disk/load/mod.rs",
        "サイトのフォルダー「{path}」を読み込めません",
        "a folder without permission",
    ),
    // The environment and the command line.
    (
        "src/cli/site.rs",
        "{moment:#}は、時間帯",
        "a site where clocks are changed",
    ),
    (
        "src/cli/site.rs",
        "SOURCE_DATE_EPOCH の値",
        "a wrong environment",
    ),
    (
        "src/cli/usage.rs",
        "文字コードが UTF-8 ではない",
        "bytes that are no text",
    ),
    (
        "src/cli/usage.rs",
        "コマンドの書き方が正しくありません",
        "mistakes that our command line does not know",
    ),
    (
        "src/cli/next.rs",
        "{japanese}（{files} ファイルが変わります。その前にも",
        "changes between two moments, which are faults of our own",
    ),
    // The preview, whose tests read it in English.
    ("src/cli/serve/absence.rs", "", "the preview"),
    ("src/cli/serve/greeting.rs", "", "the preview"),
    (
        "src/cli/serve/mod.rs",
        "サーバーを始められません",
        "the preview",
    ),
    (
        "src/cli/serve/mod.rs",
        "ポート {port} は、ほかのプログラムが使っています。--port {free}",
        "the preview",
    ),
    ("src/cli/serve/session.rs", "", "the preview"),
    ("src/server/endpoint/page.rs", "", "the preview"),
    ("src/server/marks.rs", "", "the preview"),
];

#[test]
fn every_sentence_is_seen_in_japanese() {
    let sources = sources("src");
    let seen = seen(&sources);
    let mut unseen = Vec::new();
    let mut needless: Vec<_> = UNSEEN.iter().collect();
    for (path, text) in &sources {
        for sentence in sentences(code(path, text)) {
            if is_seen(&sentence, &seen) {
                continue;
            }
            let is_allowed = |(file, start, _): &(&str, &str, &str)| {
                path.ends_with(file) && sentence.starts_with(start)
            };
            needless.retain(|one| !is_allowed(one));
            if !UNSEEN.iter().any(is_allowed) {
                unseen.push(format!("{}: {sentence}", path.display()));
            }
        }
    }
    assert!(
        unseen.is_empty(),
        "no expected output has these sentences in Japanese: add a case to tests/specs, or to \
         COMMANDS of tests/golden.rs\n{}",
        unseen.join("\n")
    );
    assert!(needless.is_empty(), "seen by now: {needless:?}");
}

/// All Rust files below a folder.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
    let files = files.map(|entry| entry.unwrap().into_path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    files
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path, text)
        })
        .collect()
}

/// What a file says outside of its tests.
fn code<'a>(path: &Path, text: &'a str) -> &'a str {
    let is_test = path.components().any(|part| {
        let part = Path::new(part.as_os_str());
        part.file_stem().is_some_and(|stem| stem == "tests")
    });
    if is_test {
        return "";
    }
    text.split("#[cfg(test)]").next().unwrap_or_default()
}

/// The lines of all expected outputs.
fn seen(sources: &[(PathBuf, String)]) -> Vec<String> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let pages = fs::read_dir(golden)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let is_japanese = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.ends_with(".ja.txt") || name == "short.txt"
    };
    let pages = pages.filter(is_japanese);
    let mut lines: Vec<String> = Vec::new();
    for path in pages {
        let page = fs::read_to_string(path).unwrap();
        lines.extend(page.lines().map(str::to_owned));
    }
    let tests = sources.iter().map(|(path, text)| {
        let code = code(path, text);
        &text[code.len()..]
    });
    let others = self::sources("tests");
    let own = |path: &Path| path.ends_with("messages.rs");
    let others = others.iter().filter(|(path, _)| !own(path));
    for text in tests.chain(others.map(|(_, text)| text.as_str())) {
        lines.extend(text.lines().map(unescaped));
    }
    lines.retain(|line| !line.is_ascii());
    lines
}

/// The Japanese literals of `text!`, up to the end of their first line.
fn sentences(text: &str) -> Vec<String> {
    let calls = text.split("text!(").skip(1);
    let literals = calls.filter_map(|call| {
        let start = call.trim_start().strip_prefix('"')?;
        let mut is_escaped = false;
        let end = start.find(|c: char| {
            let ends = c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            ends
        })?;
        Some(unescaped(&start[..end]))
    });
    literals.collect()
}

fn unescaped(literal: &str) -> String {
    // Outputs go on in another line.
    let line = literal.split("\\n").next().unwrap_or_default();
    line.replace("\\\"", "\"").replace("\\\\", "\\")
}

/// Whether a line has all that stands around the values of a sentence, in order.
fn is_seen(sentence: &str, lines: &[String]) -> bool {
    let parts = parts(sentence);
    lines.iter().any(|line| {
        let mut rest = line.as_str();
        parts.iter().all(|part| {
            let found = rest.split_once(part.as_str());
            found.is_some_and(|(_, behind)| {
                rest = behind;
                true
            })
        })
    })
}

/// What stands around the values of a format string.
fn parts(sentence: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = sentence;
    while let Some(c) = rest.chars().next() {
        let doubled = rest.starts_with("{{") || rest.starts_with("}}");
        if c == '{' && !doubled {
            parts.push(String::new());
            rest = rest.split_once('}').map_or("", |(_, behind)| behind);
            continue;
        }
        parts.last_mut().unwrap().push(c);
        rest = &rest[c.len_utf8() * if doubled { 2 } else { 1 }..];
    }
    parts
}
