//! The program as a shell sees it: exit codes, and what goes where.
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
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// The program in a folder.
fn annai(folder: &Path) -> Command {
    let mut command = program::annai();
    command.current_dir(folder);
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
fn a_build_shows_twenty_findings_in_full_and_counts_the_rest() {
    let site = new_site();
    let home = site.path().join("content/index.md");
    let text = fs::read_to_string(&home).unwrap();
    let skipped = "\n#### 見出し\n\n文\n\n## 見出し\n\n文\n".repeat(19);
    let build = |body: &str, more: &[&str]| {
        fs::write(&home, format!("{text}\n{body}")).unwrap();
        let usual = ["build", "--as-of", "2024-03-10", "--lang", "en"];
        run(site.path(), &[&usual[..], more].concat())
    };
    let shown = |ran: &Ran, code: &str| ran.err.matches(&format!("[{code}]: ")).count();

    let few = build(&skipped, &[]);
    assert_eq!(
        (few.code, shown(&few, "heading-skip")),
        (0, 19),
        "{}",
        few.err
    );
    assert!(!few.err.contains("more ("), "{}", few.err);

    // Errors come first, wherever they stand.
    let many = format!("{skipped}{skipped}\n{{{{ nothing_of_the_kind }}}}\n");
    let ran = build(&many, &[]);
    assert_eq!(ran.code, 1);
    let (errors, warnings) = (shown(&ran, "unknown-fact"), shown(&ran, "heading-skip"));
    assert_eq!((errors, warnings), (1, 19), "{}", ran.err);
    let rest = "and 19 more (heading-skip: 19); `annai check` shows them all\n1 error, 38 warnings";
    assert!(ran.err.contains(rest), "{}", ran.err);
    assert!(build(&many, &["--quiet"]).err.contains("and 19 more ("));
    let short = build(&many, &["--format", "short"]);
    assert_eq!(shown(&short, "heading-skip"), 38, "{}", short.err);

    let usual = ["check", "--as-of", "2024-03-10", "--lang", "en"];
    let check = run(site.path(), &usual);
    assert_eq!(check.out.matches("[heading-skip]: ").count(), 38);
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
fn the_closing_line_is_for_people() {
    let site = new_site();
    let check = |format: &str| {
        let arguments = ["check", "--as-of", "2024-03-10", "--lang", "en"];
        run(
            site.path(),
            &[&arguments[..], &["--format", format]].concat(),
        )
    };
    for format in ["full", "short"] {
        let ran = check(format);
        assert!(
            ran.err
                .starts_with("no findings (7 pages checked at 4 moments up to 2025-03-10 in "),
            "{}",
            ran.err
        );
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
    let home = site.path().join("content/index.md");
    let text = fs::read_to_string(&home).unwrap();
    fs::write(&home, text + "\n\0\0{{ nothing_of_the_kind }}\n").unwrap();
    for format in ["full", "short"] {
        let ran = check(format);
        let mut lines = ran.err.lines();
        assert!(
            lines
                .next()
                .unwrap()
                .starts_with("3 errors (7 pages checked at 4 moments up to 2025-03-10 in ")
        );
        let hint = "2 of them can be mended by `annai check --fix`";
        assert_eq!((lines.next(), lines.next()), (Some(hint), None));
    }
    for format in ["json", "github", "sarif"] {
        let ran = check(format);
        assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{format}");
        assert!(ran.out.contains("unknown-fact"), "{format}");
    }
    let japanese = run(
        site.path(),
        &["check", "--lang", "ja", "--as-of", "2024-03-10"],
    );
    assert!(
        japanese
            .err
            .starts_with("エラー 3件。7 ページを、2025年3月10日（月）までの 4 時点で調べました（"),
        "{}",
        japanese.err
    );
    let hint = " 秒）\nこのうち 2件は annai check --fix で直せます\n";
    assert!(japanese.err.ends_with(hint), "{}", japanese.err);
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
        &["serve", "--host", "desk.example"],
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
    assert!(ran.err.contains("2024年3月10日（日）"), "{}", ran.err);
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

#[test]
fn what_will_change_is_told_in_every_format() {
    let folder = new_site();
    let next = |format: &str| {
        let arguments = [
            "next",
            "--as-of",
            "2024-03-10",
            "--format",
            format,
            "--lang",
            "en",
        ];
        let ran = run(folder.path(), &arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    // The window, and the opening hours that its pages know, which go on with each quarter of a
    // year.
    let rows: serde_json::Value = serde_json::from_str(&next("json")).unwrap();
    assert_eq!(rows[1]["at"], "2024-04-01", "{rows}");
    assert_eq!(rows[0]["proven"], true);
    assert_eq!(rows[0]["why"][0], "`reception` begins");
    assert_eq!(rows[0]["sentences"][0]["new"], "受付中");
    assert!(
        next("text").starts_with("2024-03-24  `reception` begins (1 file changes)\n"),
        "{}",
        next("text")
    );
    assert!(
        next("cron").contains(
            "\n0 0 1 4 * [ \"$(TZ=Asia/Tokyo date +\\%Y)\" = 2024 ] && annai build --root '"
        ),
        "{}",
        next("cron")
    );
    let ics = next("ics");
    assert!(ics.starts_with("BEGIN:VCALENDAR\r\n"), "{ics}");
    assert!(ics.contains("DTSTART:20240331T150000Z\r\n"), "{ics}");
    let wrong = run(folder.path(), &["next", "--format", "short"]);
    assert_eq!(wrong.code, 2);
    let none = [
        "next",
        "--as-of",
        "2024-03-10",
        "--until",
        "2024-03-11",
        "--lang",
        "en",
    ];
    let ran = run(folder.path(), &none);
    assert_eq!(ran.out, "nothing changes by itself up to 2024-03-11\n");
}

#[test]
fn facts_are_listed_with_their_uses() {
    let folder = new_site();
    let facts = |arguments: &[&str]| {
        let common = ["--as-of", "2024-03-10", "--lang", "en"];
        run(folder.path(), &[&["facts"], arguments, &common].concat())
    };
    let all = facts(&[]);
    assert!(
        all.out.contains("result\t結果のお知らせ\t2024年5月2日\n"),
        "{}",
        all.out
    );
    assert!(
        all.out
            .contains("reception.end 2024-04-24 (Wed) + 5 business days = 2024-05-02 (Thu)"),
        "{}",
        all.out
    );
    let one = facts(&["受付期間.終了"]);
    assert!(
        one.out
            .contains("content/faq/apply.md:8:1  reception.end  /faq/apply/ /faq/"),
        "{}",
        one.out
    );
    // What is derived from it is used, too.
    assert!(
        one.out.contains("content/faq/apply.md:8:45  result"),
        "{}",
        one.out
    );
    let json = facts(&["reception", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(rows[0]["kind"], "window");
    let none = facts(&["recepton"]);
    assert_eq!((none.code, none.out.as_str()), (2, ""));
}

#[test]
fn pages_are_listed_with_the_reason_why_one_is_not_shown() {
    let folder = new_site();
    let write = |name: &str, matter: &str| {
        let text = format!("+++\ntitle = \"頁\"\n{matter}\n+++\n\n文\n");
        fs::write(folder.path().join("content").join(name), text).unwrap();
    };
    write("draft.md", "draft = true");
    write("later.md", "publish_from = \"reception.start\"");
    write("over.md", "publish_until = 2024-03-01");
    let ran = run(
        folder.path(),
        &["list", "--as-of", "2024-03-10", "--lang", "en"],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    for line in [
        "—\tcontent/draft.md\ta draft (`draft = true`)",
        "—\tcontent/later.md\tshown from 2024-03-24 (`publish_from`)",
        "/over/\tcontent/over.md\tover since 2024-03-01",
        "/\tcontent/index.md\tshown",
    ] {
        assert!(
            ran.out.lines().any(|shown| shown == line),
            "{line}\n{}",
            ran.out
        );
    }
}

#[test]
fn a_difference_is_told_from_a_file_and_from_git() {
    let folder = new_site();
    let git = |arguments: &[&str]| {
        let name = ["-c", "user.name=x", "-c", "user.email=x@example.jp"];
        let ran = Command::new("git")
            .args([&name, arguments].concat())
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(ran.status.success(), "{ran:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "x"]);
    let config = folder.path().join("site.toml");
    let old = fs::read_to_string(&config).unwrap();
    let elsewhere = TempDir::new().unwrap();
    let saved = elsewhere.path().join("old.toml");
    fs::write(&saved, &old).unwrap();
    fs::write(&config, old.replace("0120-000-000", "0120-111-111")).unwrap();
    let before = tree(folder.path());
    let diff = |base: &str, format: &str| {
        let arguments = ["diff", "--as-of", "2024-03-10", "--lang", "en"];
        let rest = ["--base", base, "--format", format];
        run(folder.path(), &[&arguments[..], &rest].concat())
    };
    for base in ["HEAD", saved.to_str().unwrap()] {
        let ran = diff(base, "text");
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(
            ran.out.starts_with(
                "now (2024-03-10)\nsupport_phone (電話番号): 0120-000-000 → 0120-111-111\n"
            ),
            "{}",
            ran.out
        );
        assert!(ran.out.contains("\n~ contact/index.html\n"), "{}", ran.out);
    }
    let json = diff("HEAD", "json").out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["facts"][0]["new"], "0120-111-111");
    assert!(
        diff("HEAD", "markdown")
            .out
            .contains("### `contact/index.html` (changed)")
    );
    let html = diff("HEAD", "html").out;
    assert!(html.starts_with("<!doctype html>") && html.contains("<ins>0120-111-111</ins>"));
    assert_eq!(diff("no-such-revision", "text").code, 2);
    assert_eq!(tree(folder.path()), before, "the work tree is as it was");
}

#[test]
fn zone_locale_and_number_of_cores_change_no_byte() {
    let folder = new_site();
    let built = |zone: &str, locale: &str, threads: &str| {
        let output = TempDir::new_in(folder.path()).unwrap();
        let target = output.path().join("out");
        let ran = annai(folder.path())
            .args(["build", "--as-of", "2024-03-10", "--output"])
            .arg(&target)
            .env("TZ", zone)
            .env("LC_ALL", locale)
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert!(ran.status.success(), "{ran:?}");
        let prefix = target.display().to_string();
        let files = tree(&target).into_iter();
        files
            .map(|(path, bytes)| (path.replace(&prefix, ""), bytes))
            .collect::<BTreeMap<_, _>>()
    };
    let first = built("UTC", "C", "1");
    assert!(first.len() > 10);
    assert_eq!(first, built("America/Los_Angeles", "ja_JP.UTF-8", "4"));
    assert_eq!(first, built("Asia/Tokyo", "tr_TR.UTF-8", "2"));
}

/// An address that is longer than what servers are asked to take.
fn overlong_address() -> String {
    format!("https://www.example.jp/{}", "a".repeat(8_000))
}

#[test]
fn links_to_other_sites_are_asked_only_when_that_is_wanted() {
    let site = new_site();
    let ignored = fs::read_to_string(site.path().join(".gitignore")).unwrap();
    assert!(ignored.contains("/.annai/external-links.json"), "{ignored}");
    let home = site.path().join("content/index.md");
    let text = fs::read_to_string(&home).unwrap();
    // An address that is refused for its length: no test asks the network.
    let link = format!("\n[x]({})\n", overlong_address());
    fs::write(home, text + &link).unwrap();
    let memory = site.path().join(".annai/external-links.json");
    let arguments = ["check", "--as-of", "2024-03-10", "--lang", "en"];
    let plain = run(site.path(), &arguments);
    assert_eq!((plain.code, plain.out.as_str()), (0, ""), "{}", plain.err);
    assert!(!memory.exists());
    for format in ["short", "json"] {
        let asked = ["--external", "--format", format];
        let external = run(site.path(), &[&arguments[..], &asked].concat());
        assert_eq!(external.code, 0, "{}", external.err);
        assert!(
            external.out.contains("dead-external-link"),
            "{}",
            external.out
        );
    }
    assert!(memory.is_file());
    assert_eq!(build(site.path()).code, 0);
    let mut published = tree(&site.path().join("public")).into_keys();
    assert!(!published.any(|path| path.contains(".annai/")));
    spoil(site.path());
    let bad = run(site.path(), &[&arguments[..], &["--external"]].concat());
    assert_eq!(bad.code, 1);
    assert!(bad.out.contains("dead-external-link"), "{}", bad.out);
}

#[test]
fn a_site_judges_links_to_other_sites_too() {
    let site = new_site();
    let home = site.path().join("content/index.md");
    let text = fs::read_to_string(&home).unwrap();
    let arguments = ["check", "--as-of", "2024-03-10", "--lang", "en"];
    let asked = [&arguments[..], &["--external"]].concat();
    let link = format!("\n[x]({})", overlong_address());
    let allowed = format!("{link}<!-- allow: dead-external-link for trying -->\n");
    fs::write(&home, text.clone() + &allowed).unwrap();
    // Nobody is told to take away what is needed only where other sites are asked.
    for arguments in [&arguments[..], &asked] {
        let ran = run(site.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    }
    fs::write(&home, text + &link + "\n").unwrap();
    let config = site.path().join("site.toml");
    let settings = fs::read_to_string(&config).unwrap();
    for (level, code, is_told) in [("error", 1, true), ("off", 0, false)] {
        let check = format!("{settings}\n[check]\ndead-external-link = \"{level}\"\n");
        fs::write(&config, check).unwrap();
        let ran = run(site.path(), &asked);
        assert_eq!(ran.code, code, "{}", ran.err);
        assert_eq!(
            ran.out.contains("dead-external-link"),
            is_told,
            "{}",
            ran.out
        );
    }
}
