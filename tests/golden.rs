//! What `annai check` says of a site with one mistake of nearly every kind: see
//! `golden/README.md`.
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

/// The site, in a folder that goes away with it.
fn site() -> TempDir {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    copy(&repository("tests/specs/theme"), &root.join("themes/spec"));
    copy(&repository("tests/golden/site"), root);
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
