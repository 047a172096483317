//! What `annai check` says of a site with one mistake of nearly every kind, and what the other
//! commands say in the course of a year: see `golden/README.md`.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the tests look at the disk by themselves, and a failure is a failed test"
)]

#[path = "support/program.rs"]
mod program;

use annai::diag::code;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The pages: the file, the format and the language.
const PAGES: [(&str, &str, &str); 6] = [
    ("full.ja.txt", "full", "ja"),
    ("full.en.txt", "full", "en"),
    ("short.txt", "short", "ja"),
    ("findings.json", "json", "ja"),
    ("github.txt", "github", "ja"),
    ("findings.sarif", "sarif", "en"),
];

fn repository(below: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).sort_by_file_name() {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A site of this folder, in one that goes away with it.
fn copied(name: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    copy(&repository("tests/specs/theme"), &root.join("themes/spec"));
    copy(&repository("tests/golden").join(name), root);
    folder
}

/// The site with the mistakes.
fn site() -> TempDir {
    let folder = copied("site");
    let root = folder.path();
    std::os::unix::fs::symlink("index.md", root.join("content/unreadable-file.md")).unwrap();
    let film = File::create(root.join("content/too-large.md")).unwrap();
    film.set_len(2_000_001).unwrap();
    folder
}

fn check(root: &Path, format: &str, language: &str) -> Vec<u8> {
    let output = program::annai()
        .args(["check", "--as-of", "2024-03-10", "--color", "never"])
        .args(["--format", format, "--lang", language, "--root"])
        .arg(root)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    output.stdout
}

#[test]
fn findings_look_as_they_are_written_down() {
    let site = site();
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for (name, format, language) in PAGES {
        let path = repository("tests/golden").join(name);
        let said = check(site.path(), format, language);
        if update {
            fs::write(&path, &said).unwrap();
        } else if fs::read(&path).unwrap_or_default() != said {
            wrong.push(name);
        }
    }
    assert_eq!(
        wrong, [""; 0],
        "differ (UPDATE=1 rewrites them; read the diff)"
    );
}

/// What the commands are asked for in `golden/year`, one after the other.
const COMMANDS: [&str; 51] = [
    "--help",
    "check -h",
    "list",
    "list --as-of 2025-02-01",
    "next --until 2026-02-01",
    "next --until 2024-03-11",
    "next --until 2024-03-16 --format ics",
    "next --format html",
    "facts renewal",
    "facts renewl",
    "check",
    "build",
    "build",
    "diff --base soon.toml",
    "diff --base soon.toml --format markdown",
    "diff --base soon.toml --format html",
    "diff --base site.toml",
    "diff --base wrong.toml",
    "diff --base short.toml",
    "diff --base soon.toml --as-of 2025-03-10",
    "diff --base HEAD",
    "explain broken-lnk",
    "explain zzz",
    "schema zzz",
    "leaflet nowhere.md",
    "leaflet endng.md",
    "new content",
    "new made",
    "serve --editor '",
    "build --output .",
    "build --output content/made",
    "build --output site.toml",
    "build --output none/public",
    "build --root none",
    "build --as-of 2024-03-10T25:00",
    "build --output content/news/../..",
    "chek",
    "check --fixx",
    "check x",
    "check --dry-run",
    "check --color red",
    "check --quiet=1",
    "check --root a --root b",
    "check --root",
    "check --as-of 2026/12/01",
    "check --as-of tomorrow",
    "serve --host desk.example",
    "serve --port 99999",
    "serve --lang fr",
    "new",
    "--quiet",
];

/// What they are asked for when the site has come into git, and has changed since.
const COMMANDS_OF_A_CHANGE: [&str; 3] = [
    "diff --base HEAD",
    "diff --base HEAD --format markdown",
    "diff --base nowhere",
];

/// What they are asked for when a page has mistakes.
const COMMANDS_OF_A_MISTAKE: [&str; 5] = [
    "build",
    "facts",
    "check --fix --dry-run",
    "check --fix",
    "build",
];

const A_PAGE: &str = "+++\ntitle = \"新しいご案内\"\n+++\n\n新しいご案内です。\n";

const A_MISTAKE: &str =
    "+++\ntitle = \"誤り\"\n+++\n\n＃＃　見出し\n\n{{ ｒｅｎｅｗａｌ }}です。\n";

/// More mistakes than are shown beside another command.
const MANY_MISTAKES: &str = "+++\ntitle = \"誤り\"\n+++\n\n";

/// A command and what it said, with the exit code, but for paths and times of this run.
fn said(root: &Path, command: &str) -> String {
    let output = program::annai()
        .current_dir(root)
        .env("GIT_CEILING_DIRECTORIES", root)
        .args(["--lang", "ja", "--color", "never"])
        .args(if command.contains("--as-of") {
            None
        } else {
            Some("--as-of=2024-03-10")
        })
        .args(command.split_whitespace())
        .output()
        .unwrap();
    let of = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (out, err) = (of(&output.stdout), of(&output.stderr));
    let code = output.status.code().unwrap();
    let said = format!("$ annai {command}\n{out}{err}（{code}）\n\n");
    let real = fs::canonicalize(root).unwrap();
    let said = said.replace(real.to_str().unwrap(), "/site");
    without_seconds(&said.replace(root.to_str().unwrap(), "/site"))
}

fn git(folder: &Path, arguments: &[&str]) {
    let name = ["-c", "user.name=x", "-c", "user.email=x@example.jp"];
    let mut command = std::process::Command::new("git");
    let command = command.args([&name, arguments].concat());
    let ran = command.current_dir(folder).output().unwrap();
    assert!(ran.status.success(), "{ran:?}");
}

/// `0.02 秒` took another time than it takes now.
fn without_seconds(text: &str) -> String {
    let mut parts: Vec<&str> = text.split(" 秒").collect();
    let last = parts.pop().unwrap_or_default();
    let parts = parts.iter().map(|part| {
        let number = |c: char| c.is_ascii_digit() || c == '.';
        format!("{}0.00 秒", part.trim_end_matches(number))
    });
    parts.collect::<String>() + last
}

#[test]
fn the_commands_say_in_japanese_what_is_written_down() {
    let site = copied("year");
    let root = site.path();
    let mut all = String::new();
    let mut run = |commands: &[&str]| {
        all.extend(commands.iter().map(|command| said(root, command)));
    };
    run(&COMMANDS);
    git(root, &["init", "--quiet"]);
    git(root, &["add", "site.toml", "content", "themes"]);
    git(root, &["commit", "--quiet", "-m", "x"]);
    fs::write(root.join("content/added.md"), A_PAGE).unwrap();
    fs::remove_file(root.join("content/over.md")).unwrap();
    run(&COMMANDS_OF_A_CHANGE);
    fs::write(root.join("content/mistake.md"), A_MISTAKE).unwrap();
    run(&COMMANDS_OF_A_MISTAKE);
    let many = format!("{MANY_MISTAKES}{}", "{{ zzz }}\n\n".repeat(25));
    fs::write(root.join("content/many.md"), many).unwrap();
    run(&["build"]);
    let path = repository("tests/golden/commands.ja.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &all).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let mut lines = written.lines().zip(all.lines());
    let other = lines.find(|(written, said)| written != said);
    assert_eq!(other, None, "UPDATE=1 rewrites it; read the diff");
    assert_eq!(written.lines().count(), all.lines().count());
}

#[test]
fn no_line_of_a_page_is_wider_than_it_may_be() {
    for name in ["full.ja.txt", "full.en.txt"] {
        let page = fs::read_to_string(repository("tests/golden").join(name)).unwrap();
        for line in page.lines() {
            let cells = line.chars().map(cells).sum::<usize>();
            assert!(cells <= 80, "{name}: {line}");
        }
    }
}

/// How many cells a character takes at most, in the scripts of the site.
fn cells(c: char) -> usize {
    if c < '\u{1100}' || ('\u{ff61}'..='\u{ff9f}').contains(&c) {
        1
    } else {
        2
    }
}

#[test]
fn nearly_every_code_is_shown() {
    let page = fs::read_to_string(repository("tests/golden/short.txt")).unwrap();
    let is_missing = |name: &&str| !page.contains(&format!("[{name}]: "));
    // Only those find these who ask other sites.
    let of_the_network = [code::DEAD_EXTERNAL_LINK, code::MOVED_EXTERNAL_LINK];
    let codes = code::ALL
        .iter()
        .filter(|code| !of_the_network.contains(code));
    let names = codes.map(|code| code.name());
    let missing: Vec<&str> = names.filter(is_missing).collect();
    // Some mistakes would hide the others.
    assert!(missing.len() * 10 <= code::ALL.len(), "{missing:?}");
    println!("not shown: {missing:?}");
}
