//! Whatever stands in a site, in its files' names or on the command line: no command hands a
//! terminal anything that it would obey. And what was asked for arrives, or the exit code says no.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the tests look at the disk by themselves, and a failure is a failed test"
)]

#[path = "support/program.rs"]
mod program;
#[path = "support/ran.rs"]
mod ran;

use ran::Ran;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A colour, a deleted character, a text that runs backwards, a line end, a byte order mark: what
/// TOML reads from escapes, and only warns of.
const ESCAPES: &str = r"x\u009b31m\u007f\u202Eあべこべ\u2066\u2028\uFEFF";

/// The title of the window, a bell, a colour, an overwritten line, what is no character: errors.
const ERRORS: &str = r"\u001b]0;PWNED\u0007\u001b[31m\u000d上書き\uFFFE";

/// The same as it is, without what TOML does not let stand there.
const RAW: &str = "x\u{9b}31m\u{202e}あべこべ\u{2066}\u{2028}\u{ad}";

/// A site with them in every place; where it is to have errors, in broken ones, too.
fn site(folder: &Path, has_errors: bool) {
    let write = |name: &str, text: String| {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    let (errors, fact) = if has_errors {
        let fact = format!("[facts.\"w{ESCAPES}\"]\nstart = \"{ERRORS}\"\nend = 2024-02-30\n");
        (ERRORS, fact)
    } else {
        ("", String::new())
    };
    write(
        "site.toml",
        format!(
            "[site]\ntitle = \"{ESCAPES}\"\noperator = \"{RAW}\"\n\n[facts]\n\
             t = {{ text = \"{ESCAPES}{errors}\", label = \"{ESCAPES}\" }}\n\
             r = {{ text = \"{RAW}\", label = \"{RAW}\" }}\n\
             w = {{ window = {{ start = 2024-04-01, end = 2024-04-30 }}, label = \"受付{ESCAPES}\" }}\n{fact}"
        ),
    );
    let page = |title: &str, body: &str| {
        format!("+++\ntitle = \"{title}\"\ndescription = \"{title}\"\n+++\n{body}\n")
    };
    let body = format!(
        "# 見出し {RAW}\n\n文 {RAW} と {{{{ t }}}} と {{{{ r }}}} と {{{{ w.end }}}} まで。\u{1b}[2J\u{7}\u{7f}&#27;[31m\n\n\
         [リンク {RAW}](https://example.jp/あ)\n\n::: state w\n:: before\n前\n:: during\n中 {RAW}\n:: after\n後\n:::\n"
    );
    write(
        "content/index.md",
        page(&format!("{ESCAPES}{errors}"), &body),
    );
    write("content/a.md", page("b", "文"));
    if !has_errors {
        return;
    }
    let links = "[a](lost\u{9b}.md) [b](#no\u{1b}) ![c](no\u{202e}.png)";
    write("content/b.md", page("b", links));
    write(
        "content/name\u{1b}]0;x\u{7}\u{9b}\u{202e}.md",
        page("c", "文"),
    );
    write("content/name\nforged line.pdf", "%PDF-1.4\n".to_owned());
}

fn annai(folder: &Path) -> Command {
    let mut command = program::annai();
    command.current_dir(folder).stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    annai(folder).args(arguments).output().unwrap().into()
}

/// What a terminal would obey, or show as nothing; `is_colored` passes the colours of annai.
fn obeyed(said: &str, is_colored: bool) -> Vec<char> {
    let mut said = said.replace("\r\n", "\n");
    if is_colored {
        for number in ["0", "1", "91", "92", "93", "94", "96", "33"] {
            said = said.replace(&format!("\u{1b}[{number}m"), "");
        }
    }
    let is_obeyed = |c: &char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    said.chars().filter(is_obeyed).collect()
}

/// Every command, in every format. `serve` has its own test.
const COMMANDS: &[&str] = &[
    "build",
    "build --format short",
    "check",
    "check --format short",
    "check --format json",
    "check --format github",
    "check --format sarif",
    "check --color always",
    "diff --base old.toml",
    "diff --base old.toml --format json",
    "diff --base old.toml --format markdown",
    "diff --base old.toml --format html",
    "diff --base no\u{1b}\u{202e}",
    "explain",
    "explain raw-html",
    "explain no\u{1b}\u{202e}",
    "facts",
    "facts t",
    "facts w",
    "facts no\u{1b}\u{202e}",
    "facts --format json",
    "facts t --format json",
    "help",
    "leaflet no\u{1b}\u{202e}",
    "leaflet a.md --browser /no\u{1b}\u{202e}",
    "list",
    "list --format json",
    "list --format no\u{1b}\u{202e}",
    "new .",
    "new a\u{1b}\u{202e}",
    "next",
    "next --format json",
    "next --format cron",
    "next --format ics",
    "schema",
    "schema site",
    "schema no\u{1b}\u{202e}",
    "no\u{1b}\u{202e}",
    "check --no\u{1b}\u{202e}",
    "check --as-of no\u{1b}\u{202e}",
    "check --root no\u{1b}\u{202e}",
    "build --output no\u{1b}\u{202e}",
    "serve --port no\u{1b}\u{202e}",
    "check --fix --color always",
];

/// Runs a command over the site; what it says in both streams.
fn said(command: &str, has_errors: bool, language: &str) -> [String; 2] {
    let folder = TempDir::new().unwrap();
    site(folder.path(), has_errors);
    let old = "[site]\ntitle = \"x\"\n\n[facts]\n\
               t = { text = \"前\", label = \"a\" }\n\
               r = { text = \"前\", label = \"b\" }\n\
               w = { window = { start = 2024-04-01, end = 2024-04-29 }, label = \"受付\" }\n";
    fs::write(folder.path().join("old.toml"), old).unwrap();
    let mut arguments: Vec<&str> = command.split(' ').collect();
    if !["explain", "new", "schema", "help"].contains(&arguments[0]) {
        arguments.extend(["--as-of", "2024-03-10"]);
    }
    if arguments[0] != "help" {
        arguments.extend(["--lang", language]);
    }
    let ran = run(folder.path(), &arguments);
    [ran.out, ran.err]
}

#[test]
fn no_command_hands_on_what_a_terminal_obeys() {
    COMMANDS.par_iter().for_each(|command| {
        for (has_errors, language) in [(false, "ja"), (true, "en")] {
            let said = said(command, has_errors, language);
            let is_colored = command.contains("--color always");
            for said in &said {
                assert_eq!(obeyed(said, is_colored), [], "{command}: {said:?}");
                assert!(!said.contains("\nforged"), "{command}: {said:?}");
            }
            assert!(said.iter().any(|said| !said.is_empty()), "{command}");
            // What is hostile is shown, and not left out.
            let is_shown = said[0].contains("x�31m␡�あべこべ��");
            assert!(is_shown || *command != "facts t", "{said:?}");
        }
    });
}

#[test]
fn no_command_is_forgotten() {
    let folder = TempDir::new().unwrap();
    let help = run(folder.path(), &["--help", "--lang", "en"]).out;
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let commands: BTreeSet<&str> = commands
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let tried = COMMANDS.iter().filter_map(|line| line.split(' ').next());
    let tried: BTreeSet<&str> = tried.collect();
    let untried: Vec<&&str> = commands.difference(&tried).collect();
    assert!(commands.len() > 10, "{help}");
    assert_eq!(untried, Vec::<&&str>::new());
}

#[test]
fn the_facts_of_a_hostile_site_are_shown_on_lines_of_their_own() {
    let folder = TempDir::new().unwrap();
    let config = "[site]\ntitle = \"x\"\n\n[facts]\n\
                  v = { text = \"v\\u001b]0;PWNED\\u0007\\tz\\nforged\\tline\", label = \"v\" }\n";
    fs::write(folder.path().join("site.toml"), config).unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    let home = "+++\ntitle = \"x\"\n+++\n{{ v }}\n";
    fs::write(folder.path().join("content/index.md"), home).unwrap();
    let ran = run(folder.path(), &["facts"]);
    let line = ran.out.lines().next().unwrap();
    assert!(line.starts_with("v\tv\tv␛]0;PWNED␇    z"), "{}", ran.out);
    assert!(!ran.out.contains("\nforged"), "{}", ran.out);
}

/// The lines that a preview says until the one that holds `end`.
fn lines_until(end: &str, errors: &mut impl BufRead) -> String {
    let mut said = String::new();
    loop {
        let before = said.len();
        assert_ne!(errors.read_line(&mut said).unwrap(), 0, "{said}");
        if said[before..].contains(end) {
            return said;
        }
    }
}

#[test]
fn a_preview_says_nothing_that_a_terminal_obeys() {
    let folder = TempDir::new().unwrap();
    site(folder.path(), false);
    let mut child = annai(folder.path())
        .args(["serve", "--as-of", "2024-03-10", "--lang", "en"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    let mut said = lines_until("http://", &mut errors);
    let hostile = folder
        .path()
        .join("content/new\u{1b}]0;x\u{7}\u{202e}\nforged.md");
    fs::write(hostile, "+++\ntitle = \"d\"\n+++\n文\n").unwrap();
    said += &lines_until("content/new", &mut errors);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(obeyed(&said, false), [], "{said:?}");
    assert!(!said.contains("\nforged"), "{said:?}");
}

#[test]
fn a_result_that_does_not_arrive_is_a_failure() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        return;
    };
    let folder = TempDir::new().unwrap();
    let new = run(folder.path(), &["new", ".", "--as-of", "2024-03-10"]);
    assert_eq!(new.code, 0, "{}", new.err);
    fs::copy(
        folder.path().join("site.toml"),
        folder.path().join("old.toml"),
    )
    .unwrap();
    let home = folder.path().join("content/index.md");
    let text = fs::read_to_string(&home).unwrap() + "\n{{ none }}\n";
    let lost = folder.path().join("lost");
    fs::create_dir_all(lost.join("content")).unwrap();
    fs::copy(folder.path().join("site.toml"), lost.join("site.toml")).unwrap();
    fs::write(lost.join("content/index.md"), text).unwrap();
    for command in [
        "check --format json",
        "check --root lost",
        "check --root lost --format sarif",
        "check --root lost --fix --dry-run --format json",
        "diff --base old.toml",
        "diff --base old.toml --format json",
        "explain",
        "facts",
        "facts --format json",
        "list",
        "next",
        "next --format ics",
        "schema site",
        "--help",
        "--version",
        "help check",
    ] {
        let ran: Ran = annai(folder.path())
            .args(command.split(' '))
            .stdout(full.try_clone().unwrap())
            .env("LANG", "ja_JP.UTF-8")
            .output()
            .unwrap()
            .into();
        let is_silent = command.contains("dry-run");
        assert_eq!(
            ran.code,
            if is_silent { 1 } else { 3 },
            "{command}: {}",
            ran.err
        );
        assert!(
            is_silent
                || ran.err.ends_with("エラー: 結果を最後まで書き出せませんでした（No space left on device (os error 28)）。書き出す先の空き容量を確かめてください\n"),
            "{command}: {}",
            ran.err
        );
    }
}

#[test]
fn who_has_seen_enough_may_close_the_pipe() {
    let folder = TempDir::new().unwrap();
    let new = run(folder.path(), &["new", ".", "--as-of", "2024-03-10"]);
    assert_eq!(new.code, 0, "{}", new.err);
    for command in [
        "schema site",
        "facts",
        "list",
        "--help",
        "check --format json",
    ] {
        let mut child = annai(folder.path())
            .args(command.split(' '))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let ran: Ran = child.wait_with_output().unwrap().into();
        assert_eq!(ran.code, 0, "{command}: {}", ran.err);
        assert!(!ran.err.contains("panicked"), "{command}: {}", ran.err);
    }
}
