//! The program as a shell sees it: exit codes, and what goes where.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the tests look at the disk by themselves, and a failure is a failed test"
)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The program, with nothing of the environment that could change what it says.
fn annai(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_annai"));
    command.current_dir(folder);
    for name in [
        "LANG",
        "LC_ALL",
        "LC_MESSAGES",
        "NO_COLOR",
        "SOURCE_DATE_EPOCH",
    ] {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    annai(folder).args(arguments).output().unwrap().into()
}

/// A folder with the site that `annai new` makes.
fn new_site() -> TempDir {
    let folder = TempDir::new().unwrap();
    let ran = run(folder.path(), &["new", ".", "--as-of", "2024-03-10"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    folder
}

fn build(folder: &Path) -> Ran {
    run(folder, &["build", "--as-of", "2024-03-10", "--lang", "en"])
}

/// Makes the home page refer to a fact that is not there.
fn spoil(folder: &Path) {
    let home = folder.join("content/index.md");
    let text = fs::read_to_string(&home).unwrap();
    fs::write(home, text + "\n{{ nothing_of_the_kind }}\n").unwrap();
}

/// Every file below a folder.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().display().to_string();
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
    files
}

#[test]
fn a_new_site_builds_without_findings_and_then_is_unchanged() {
    let site = new_site();
    let first = build(site.path());
    assert_eq!((first.code, first.out.as_str()), (0, ""), "{}", first.err);
    assert!(first.err.contains("published to "), "{}", first.err);
    assert!(!first.err.contains("warning"), "{}", first.err);
    let published = tree(&site.path().join("public"));
    assert!(published.keys().any(|path| path.ends_with("index.html")));

    let again = build(site.path());
    assert_eq!(again.code, 0);
    assert!(
        again.err.contains("nothing has changed in"),
        "{}",
        again.err
    );
    assert_eq!(tree(&site.path().join("public")), published);
}

#[test]
fn a_folder_that_holds_something_is_not_made_a_site() {
    let site = new_site();
    let before = tree(site.path());
    let ran = run(site.path(), &["new", ".", "--lang", "en"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is not empty"), "{}", ran.err);
    assert_eq!(tree(site.path()), before);
}

#[test]
fn findings_leave_the_old_site_as_it_was() {
    let site = new_site();
    assert_eq!(build(site.path()).code, 0);
    let published = tree(&site.path().join("public"));
    spoil(site.path());
    let ran = build(site.path());
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    for words in ["unknown-fact", "content/index.md", "nothing was published"] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    assert_eq!(tree(&site.path().join("public")), published);
}

#[test]
fn a_check_publishes_nothing_and_prints_to_standard_output() {
    let site = new_site();
    let before = tree(site.path());
    let good = run(
        site.path(),
        &["check", "--as-of", "2024-03-10", "--lang", "en"],
    );
    assert_eq!((good.code, good.out.as_str()), (0, ""), "{}", good.err);
    assert!(!good.err.is_empty());
    assert_eq!(tree(site.path()), before);

    spoil(site.path());
    let bad = run(
        site.path(),
        &["check", "--as-of", "2024-03-10", "--lang", "en"],
    );
    assert_eq!(bad.code, 1);
    assert!(bad.out.contains("nothing_of_the_kind"), "{}", bad.out);
    assert!(!bad.err.contains("nothing_of_the_kind"), "{}", bad.err);
    assert!(!site.path().join("public").exists());
}

#[test]
fn findings_as_json_are_json_and_nothing_else() {
    let site = new_site();
    spoil(site.path());
    let ran = run(
        site.path(),
        &["check", "--format", "json", "--as-of", "2024-03-10"],
    );
    assert_eq!(ran.code, 1);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert!(json.to_string().contains("unknown-fact"), "{json}");
    assert_eq!(ran.err, "");
}

#[test]
fn the_language_is_that_of_the_flag_then_of_the_environment() {
    let nowhere = TempDir::new().unwrap();
    let says = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut command = annai(nowhere.path());
        let command = command.args(["build"]).args(arguments);
        let ran = Ran::from(command.envs(environment.iter().copied()).output().unwrap());
        assert_eq!(ran.code, 2);
        let english = ran.err.contains("there is no");
        assert_ne!(english, ran.err.contains("ありません"), "{}", ran.err);
        if english { "en" } else { "ja" }
    };
    assert_eq!(says(&["--lang", "ja"], &[]), "ja");
    assert_eq!(says(&["--lang", "en"], &[("LANG", "ja_JP.UTF-8")]), "en");
    assert_eq!(says(&[], &[]), "ja");
    assert_eq!(says(&[], &[("LANG", "ja_JP.UTF-8")]), "ja");
    assert_eq!(says(&[], &[("LANG", "en_US.UTF-8")]), "en");
    assert_eq!(says(&[], &[("LANG", "C")]), "en");
    assert_eq!(
        says(&[], &[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "C.UTF-8")]),
        "en"
    );
    assert_eq!(says(&[], &[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "")]), "ja");
}

#[test]
fn quiet_says_nothing_when_all_is_well() {
    let site = new_site();
    for command in ["build", "check"] {
        let ran = run(site.path(), &[command, "--quiet", "--as-of", "2024-03-10"]);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    }
    spoil(site.path());
    let ran = run(site.path(), &["build", "--quiet", "--as-of", "2024-03-10"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("unknown-fact"), "{}", ran.err);
}

#[test]
fn a_command_line_that_cannot_be_followed_is_told() {
    let site = new_site();
    for arguments in [
        &["build", "--as-of", "2024-02-30"][..],
        &["build", "--as-of", "tomorrow"],
        &["build", "--format", "xml"],
        &["build", "--lang", "fr"],
        &["biuld"],
        &["explain", "brokenlink"],
        &["build", "--root", "elsewhere"],
        &["build", "--output", "."],
        &[],
    ] {
        let before = tree(site.path());
        let ran = run(site.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
        assert_eq!(tree(site.path()), before, "{arguments:?}");
    }
}

#[test]
fn a_wrong_epoch_is_told() {
    let site = new_site();
    let mut command = annai(site.path());
    let ran = command.arg("build").env("SOURCE_DATE_EPOCH", "yesterday");
    assert_eq!(Ran::from(ran.output().unwrap()).code, 2);
    let mut command = annai(site.path());
    // 2024-03-10 00:30 in Japan.
    let ran = command.arg("build").env("SOURCE_DATE_EPOCH", "1709998200");
    let ran = Ran::from(ran.output().unwrap());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("2024-03-10"), "{}", ran.err);
}

#[test]
fn the_site_is_found_from_a_folder_within() {
    let site = new_site();
    let ran = build(&site.path().join("content"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(site.path().join("public/index.html").is_file());
}

#[test]
fn sources_are_no_place_to_publish_to() {
    let site = new_site();
    let before = tree(site.path());
    for output in ["content", "content/faq", "themes"] {
        let ran = run(site.path(), &["build", "--output", output]);
        assert_ne!(ran.code, 0, "{output}: {}", ran.err);
        assert_eq!(tree(site.path()), before, "{output}");
    }
}

#[test]
fn a_machine_that_fails_is_not_a_finding() {
    let site = new_site();
    // Longer than any file system stores.
    let name = "x".repeat(300);
    for arguments in [["build", "--output", &name], ["new", &name, "--quiet"]] {
        let ran = run(site.path(), &arguments);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
        assert!(ran.err.contains(&name), "{}", ran.err);
    }
}

#[test]
fn a_second_build_does_not_wait() {
    let site = new_site();
    assert_eq!(build(site.path()).code, 0);
    let published = tree(&site.path().join("public"));
    let lock = File::create(site.path().join(".public.lock")).unwrap();
    lock.lock().unwrap();
    let ran = run(
        site.path(),
        &["build", "--as-of", "2024-04-10", "--lang", "en"],
    );
    assert_eq!((ran.code, ran.out.as_str()), (4, ""), "{}", ran.err);
    assert!(ran.err.contains(".public.lock"), "{}", ran.err);
    assert_eq!(tree(&site.path().join("public")), published);
    lock.unlock().unwrap();
    assert_eq!(build(site.path()).code, 0);
}

#[test]
fn codes_are_explained() {
    let folder = TempDir::new().unwrap();
    let english = run(folder.path(), &["explain", "broken-link", "--lang", "en"]);
    assert_eq!((english.code, english.err.as_str()), (0, ""));
    assert!(
        english.out.starts_with("# broken-link\n"),
        "{}",
        english.out
    );
    let japanese = run(folder.path(), &["explain", "broken-link", "--lang", "ja"]);
    assert_ne!(japanese.out, english.out);
    let list = run(folder.path(), &["explain"]);
    assert_eq!(list.code, 0);
    assert_eq!(list.out.lines().count(), annai::diag::code::ALL.len());
    let near = run(folder.path(), &["explain", "broken-lnk", "--lang", "en"]);
    assert_eq!(near.code, 2);
    assert!(near.err.contains("broken-link"), "{}", near.err);
}

#[test]
fn help_and_version_are_results() {
    let folder = TempDir::new().unwrap();
    for arguments in [["--help"], ["--version"]] {
        let ran = run(folder.path(), &arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(ran.out.contains("annai"), "{}", ran.out);
    }
}

#[test]
fn colour_is_for_those_who_ask() {
    let site = new_site();
    spoil(site.path());
    let colours = |arguments: &[&str]| {
        let all = [&["check", "--as-of", "2024-03-10"], arguments].concat();
        run(site.path(), &all).out.contains('\u{1b}')
    };
    assert!(!colours(&[]));
    assert!(colours(&["--color", "always"]));
    assert!(!colours(&["--color", "never"]));
}
