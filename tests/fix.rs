//! `annai check --fix`: what it changes on the disk, and what it leaves alone.
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
mod site_folder;

use annai::disk::{Disk, Operation, RealDisk, ReplaceError, replace};
use annai::source::SourceId;
use ran::Ran;
use rustix::io::Errno;
use site_folder::traces;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// A mark at the start, line ends of every kind, two characters to be deleted, and no line
/// end at the end.
const PAGE: &str = "\u{feff}+++\r\ntitle = \"頁\"\r\n+++\r\n\r\n受\0付\r\n\n文\u{202e}です。";
const MENDED: &str = "\u{feff}+++\r\ntitle = \"頁\"\r\n+++\r\n\r\n受付\r\n\n文です。";

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = program::annai();
    command.current_dir(folder).args(arguments);
    command.args(["--as-of", "2024-03-10", "--lang", "en"]);
    command.output().unwrap().into()
}

/// The site that `annai new` makes, with a page in it that can be mended.
fn site() -> TempDir {
    let folder = TempDir::new().unwrap();
    let ran = run(folder.path(), &["new", "."]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    fs::write(folder.path().join("content/page.md"), PAGE).unwrap();
    folder
}

fn page(site: &TempDir) -> PathBuf {
    site.path().join("content/page.md")
}

#[test]
fn all_that_no_fix_covers_stays_byte_for_byte() {
    let site = site();
    let told = run(site.path(), &["check"]);
    assert_eq!(told.code, 1);
    let hint = "\n2 of them can be mended by `annai check --fix`\n";
    assert!(told.err.contains(hint), "{}", told.err);

    fs::set_permissions(page(&site), fs::Permissions::from_mode(0o640)).unwrap();
    let before = traces(site.path());
    let ran = run(site.path(), &["check", "--fix"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    let said = "content/page.md: 2 places mended\nno findings (";
    assert!(ran.err.starts_with(said), "{}", ran.err);
    assert_eq!(fs::read_to_string(page(&site)).unwrap(), MENDED);
    assert_eq!(fs::metadata(page(&site)).unwrap().mode() & 0o777, 0o640);

    let changed: Vec<String> = traces(site.path())
        .into_iter()
        .filter(|(path, traces)| before.get(path) != Some(traces))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(changed, ["content", "content/page.md"]);
}

#[test]
fn a_second_run_changes_nothing() {
    let site = site();
    assert_eq!(run(site.path(), &["check", "--fix"]).code, 0);
    let before = traces(site.path());
    let ran = run(site.path(), &["check", "--fix"]);
    assert!(ran.err.starts_with("no findings ("), "{}", ran.err);
    assert_eq!(traces(site.path()), before);
}

#[test]
fn what_needs_thinking_is_left_and_told() {
    let site = site();
    let guess = format!("{PAGE}\n\n{{{{ receptio.end }}}}\n");
    fs::write(page(&site), guess).unwrap();
    let ran = run(site.path(), &["check", "--fix", "--format", "json"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.err, "content/page.md: 2 places mended\n");
    let findings: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(findings.as_array().unwrap().len(), 1);
    assert_eq!(findings[0]["code"], "unknown-fact");
    assert_eq!(findings[0]["line"], 9, "as the file is now");
    assert_eq!(findings[0]["fix"]["replacement"], "reception.end");
    assert_eq!(findings[0]["fix"]["applicability"], "guess");
    let text = fs::read_to_string(page(&site)).unwrap();
    assert_eq!(text, format!("{MENDED}\n\n{{{{ receptio.end }}}}\n"));
}

#[test]
fn one_fix_brings_the_next_to_light() {
    let site = site();
    // The second fence is looked for when the first is one.
    fs::write(page(&site), "---\ntitle = \"頁\"\n---\n\n文\n").unwrap();
    let ran = run(site.path(), &["check", "--fix"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let text = fs::read_to_string(page(&site)).unwrap();
    assert_eq!(text, "+++\ntitle = \"頁\"\n+++\n\n文\n");
}

#[test]
fn a_dry_run_shows_what_git_can_apply() {
    let site = site();
    fs::write(
        site.path().join("content/two words.md"),
        "---\ntitle = \"頁\"\n---\n\n文\0",
    )
    .unwrap();
    let before = traces(site.path());
    let dry = run(site.path(), &["check", "--fix", "--dry-run"]);
    // The name of the page remains to be changed.
    assert_eq!(dry.code, 1, "{}", dry.err);
    assert!(dry.err.contains("1 error ("), "{}", dry.err);
    assert!(
        dry.out.contains("\\ No newline at end of file\n"),
        "{}",
        dry.out
    );
    assert_eq!(traces(site.path()), before);

    let mut git = Command::new("git")
        .args(["apply", "--whitespace=nowarn", "-"])
        .current_dir(site.path())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    io::Write::write_all(&mut git.stdin.take().unwrap(), dry.out.as_bytes()).unwrap();
    assert!(git.wait().unwrap().success(), "{}", dry.out);
    let other = self::site();
    fs::write(
        other.path().join("content/two words.md"),
        "---\ntitle = \"頁\"\n---\n\n文\0",
    )
    .unwrap();
    assert_eq!(run(other.path(), &["check", "--fix"]).code, 1);
    for name in ["page.md", "two words.md"] {
        let read = |site: &TempDir| fs::read(site.path().join("content").join(name)).unwrap();
        assert_eq!(read(&site), read(&other), "{name}");
    }
    assert_eq!(run(site.path(), &["check", "--dry-run"]).code, 2);
}

#[test]
fn a_file_that_may_not_be_written_is_told_and_left() {
    let site = site();
    fs::set_permissions(page(&site), fs::Permissions::from_mode(0o444)).unwrap();
    let other = site.path().join("content/other.md");
    fs::write(&other, PAGE).unwrap();
    let ran = run(site.path(), &["check", "--fix"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(
        ran.err.contains("content/page.md` is read-only"),
        "{}",
        ran.err
    );
    assert_eq!(fs::read_to_string(page(&site)).unwrap(), PAGE);
    assert_eq!(fs::read_to_string(other).unwrap(), MENDED);
}

/// A folder with `content/a.md` in it, which holds `old`.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("content/a.md"), "old").unwrap();
    folder
}

fn replace_on(folder: &TempDir, disk: &dyn Disk) -> Result<(), ReplaceError> {
    let source = SourceId::new("content/a.md");
    replace(folder.path(), &source, b"old", b"new", disk)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A disk on which something happens before one of the operations.
struct Before<F> {
    number: usize,
    count: AtomicUsize,
    act: F,
}

impl<F> Before<F> {
    fn new(number: usize, act: F) -> Self {
        let count = AtomicUsize::new(0);
        Self { number, count, act }
    }

    fn was_met(&self) -> bool {
        self.count.load(Ordering::SeqCst) > self.number
    }
}

impl<F: Fn(Operation, &Path) -> io::Result<()> + Sync> Disk for Before<F> {
    fn before(&self, operation: Operation, path: &Path) -> io::Result<()> {
        if self.count.fetch_add(1, Ordering::SeqCst) == self.number {
            return (self.act)(operation, path);
        }
        Ok(())
    }
}

#[test]
fn what_somebody_saves_meanwhile_is_not_lost() {
    let mut refused = 0;
    for number in 0.. {
        let folder = folder();
        let path = folder.path().join("content/a.md");
        // As long as the old text, so that the length does not give it away.
        let disk = Before::new(number, |_: Operation, path: &Path| fs::write(path, "hot"));
        let result = replace_on(&folder, &disk);
        if !disk.was_met() {
            assert!(result.is_ok());
            assert_eq!(fs::read_to_string(path).unwrap(), "new");
            break;
        }
        assert_eq!(
            fs::read_to_string(path).unwrap(),
            "hot",
            "{number}: {result:?}"
        );
        assert_eq!(names(&folder.path().join("content")), ["a.md"], "{number}");
        refused += usize::from(matches!(result, Err(ReplaceError::Changed { .. })));
    }
    assert!(refused > 5, "{refused}");
}

#[test]
fn a_file_that_goes_away_meanwhile_is_not_brought_back() {
    for number in 0..4 {
        let folder = folder();
        let disk = Before::new(number, |_: Operation, path: &Path| fs::remove_file(path));
        let result = replace_on(&folder, &disk);
        assert!(
            matches!(result, Err(ReplaceError::Changed { .. })),
            "{result:?}"
        );
        assert_eq!(names(&folder.path().join("content")), Vec::<String>::new());
    }
}

#[test]
fn any_operation_may_fail() {
    for error in [
        Errno::NOSPC,
        Errno::IO,
        Errno::ACCESS,
        Errno::ROFS,
        Errno::INTR,
    ] {
        for number in 0.. {
            let folder = folder();
            let path = folder.path().join("content/a.md");
            let disk = Before::new(number, |_: Operation, _: &Path| Err(error.into()));
            let result = replace_on(&folder, &disk);
            if !disk.was_met() {
                assert!(number > 7, "only {number} operations");
                break;
            }
            assert!(matches!(result, Err(ReplaceError::Io { .. })), "{result:?}");
            let text = fs::read_to_string(&path).unwrap();
            assert!(["old", "new"].contains(&text.as_str()), "{text}");
            assert_eq!(names(&folder.path().join("content")), ["a.md"], "{number}");
        }
    }
}

#[test]
fn what_a_killed_run_left_is_no_trouble() {
    let folder = folder();
    let staged = folder.path().join("content/.annai.new");
    fs::write(&staged, "half").unwrap();
    let lock = File::open(&staged).unwrap();
    lock.lock().unwrap();
    let busy = replace_on(&folder, &RealDisk);
    assert!(matches!(busy, Err(ReplaceError::Busy { .. })), "{busy:?}");
    assert_eq!(fs::read_to_string(&staged).unwrap(), "half");
    drop(lock);
    replace_on(&folder, &RealDisk).unwrap();
    assert_eq!(names(&folder.path().join("content")), ["a.md"]);
}

#[test]
fn links_are_not_followed() {
    let folder = folder();
    let elsewhere = TempDir::new().unwrap();
    fs::write(elsewhere.path().join("a.md"), "old").unwrap();
    let root = folder.path();
    symlink(elsewhere.path(), root.join("linked")).unwrap();
    symlink(elsewhere.path().join("a.md"), root.join("content/link.md")).unwrap();
    let before = (traces(root), traces(elsewhere.path()));
    let name = elsewhere.path().join("a.md");
    for path in [
        "linked/a.md",
        "content/link.md",
        "content",
        "content/../content/a.md",
        name.to_str().unwrap(),
        "",
    ] {
        let result = replace(root, &SourceId::new(path), b"old", b"new", &RealDisk);
        assert!(
            matches!(result, Err(ReplaceError::Unsuitable { .. })),
            "{path}: {result:?}"
        );
    }
    assert_eq!((traces(root), traces(elsewhere.path())), before);
}

#[test]
fn a_reference_is_put_only_where_it_is_one_and_nothing_else_breaks() {
    let site = TempDir::new().unwrap();
    let write = |path: &str, text: &str| fs::write(site.path().join(path), text).unwrap();
    fs::create_dir(site.path().join("content")).unwrap();
    write(
        "site.toml",
        "[site]\ntitle = \"案内\"\n\n[facts.end]\nlabel = \"締切\"\ndate = 2024-04-09\npast = true\n",
    );
    // Braces and a backslash make something else of it; words are looked up as they stand.
    let kept =
        "{4月9日}、\\４月９日、[4月9日まで]と[4月9日][]。\n\n[4月9日まで]: /\n[4月9日]: /\n\n";
    let front = "+++\ntitle = \"a\"\n+++\n\n";
    write(
        "content/index.md",
        &format!("{front}{kept}|a|\n|-|\n|[4月9日](/)|\n\n{{{{ before end:4月9日まで}}}}\n"),
    );
    let ran = run(site.path(), &["check", "--fix", "--format", "short"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 4, "{}", ran.out);
    let found = ran.out.lines();
    assert!(found.into_iter().all(|line| line.contains("stray-literal")));
    let reference = "{{ end | short }}";
    assert_eq!(
        fs::read_to_string(site.path().join("content/index.md")).unwrap(),
        format!(
            "{front}{kept}|a|\n|-|\n|[{reference}](/)|\n\n{{{{ before end:{reference}まで}}}}\n"
        )
    );
}

#[test]
fn what_belongs_to_a_value_is_replaced_with_it_and_nothing_is_said_twice() {
    let site = TempDir::new().unwrap();
    let write = |path: &str, text: &str| fs::write(site.path().join(path), text).unwrap();
    fs::create_dir(site.path().join("content")).unwrap();
    write(
        "site.toml",
        "[site]\ntitle = \"案内\"\n\n\
         [facts.fee]\nlabel = \"手数料\"\namount = { yen = 3300, tax = \"税込\" }\n\
         [facts.desk]\nlabel = \"窓口\"\nphone = { number = \"03-0000-0000\", extension = \"123\" }\n\
         [facts.mail]\nlabel = \"メール\"\nemail = \"info@city.example.jp\"\n\
         [facts.office]\nlabel = \"所在地\"\n\
         address = { postal = \"200-0000\", text = \"東京都あおば市中央1丁目2番3号\" }\n",
    );
    let front = "+++\ntitle = \"a\"\n+++\n\n";
    write(
        "content/index.md",
        &format!(
            "{front}3,300円（税込）、3300円、税込３，３００円。03-0000-0000（内線123）、03-0000-0000。\n\n\
             info＠city.example.jp、[メール](mailto:info@city.example.jp)、<info@city.example.jp>。\n\n\
             〒200-0000 東京都あおば市中央１－２－３、あおば市中央1丁目2番3号。\n"
        ),
    );
    let ran = run(site.path(), &["check", "--fix", "--format", "short"]);
    // Whether the prefecture was left out on purpose is for people to say.
    assert_eq!(ran.out.lines().count(), 1, "{}{}", ran.out, ran.err);
    assert_eq!(
        fs::read_to_string(site.path().join("content/index.md")).unwrap(),
        format!(
            "{front}{{{{ fee }}}}、{{{{ fee.sum }}}}、{{{{ fee }}}}。{{{{ desk }}}}、{{{{ desk.number }}}}。\n\n\
             {{{{ mail }}}}、[メール](mailto:{{{{ mail }}}})、{{{{ mail }}}}。\n\n\
             {{{{ office }}}}、あおば市中央1丁目2番3号。\n"
        )
    );
}
