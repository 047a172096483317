//! What of a site's folder becomes sources, and what is said of the rest.
#![cfg(target_os = "linux")]
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the tests look at the disk by themselves, and a failure is a failed test"
)]

mod site_folder;

use annai::build::{Build, Options};
use annai::calendar::{AsOf, parse_iso};
use annai::diag::{Diagnostic, Severity, code};
use annai::disk::{Loaded, PublishOptions, RealDisk, load, reload};
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use site_folder::{SiteFolder, traces};
use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

fn read(site: &SiteFolder) -> Snapshot {
    load(&site.path(""), &site.path("public")).unwrap()
}

fn sources(snapshot: &Snapshot) -> Vec<&str> {
    let ids = snapshot.sources().map(|source| source.id().as_str());
    ids.collect()
}

fn again(site: &SiteFolder, previous: &Loaded, now: SystemTime) -> Loaded {
    reload(&site.path(""), &site.path("public"), previous, now).unwrap()
}

/// The findings as `code path`.
fn findings(snapshot: &Snapshot) -> Vec<String> {
    let short = |finding: &Diagnostic| format!("{} {}", finding.code, finding.place.source);
    snapshot.diagnostics().iter().map(short).collect()
}

#[test]
fn sources_are_the_config_the_content_and_the_themes() {
    let site = SiteFolder::new();
    for path in [
        "content/index.md",
        "content/faq/期限.md",
        "content/faq/form.pdf",
        "content/.well-known/security.txt",
        "themes/annai/theme.toml",
        "README.md",
        "public/index.html",
    ] {
        site.write(path, path);
    }
    let snapshot = read(&site);
    let expected = [
        "content/.well-known/security.txt",
        "content/faq/form.pdf",
        "content/faq/期限.md",
        "content/index.md",
        "site.toml",
        "themes/annai/theme.toml",
    ];
    assert_eq!(sources(&snapshot), expected);
    assert_eq!(findings(&snapshot), [""; 0]);
    assert_eq!(
        **snapshot.get("content/faq/期限.md").unwrap().bytes(),
        *"content/faq/期限.md".as_bytes()
    );
}

#[test]
fn a_missing_config_is_looked_for_by_its_full_path() {
    let site = SiteFolder::new();
    fs::remove_file(site.path("site.toml")).unwrap();
    let snapshot = read(&site);
    assert_eq!(findings(&snapshot), ["missing-file site.toml"]);
    let path = site.path("").canonicalize().unwrap().join("site.toml");
    let message = &snapshot.diagnostics()[0].message;
    assert!(message.english.contains(path.to_str().unwrap()));
    assert!(message.japanese.contains(path.to_str().unwrap()));
}

#[test]
fn a_config_that_is_no_file_is_told() {
    let site = SiteFolder::new();
    fs::remove_file(site.path("site.toml")).unwrap();
    fs::create_dir(site.path("site.toml")).unwrap();
    assert_eq!(findings(&read(&site)), ["unreadable-file site.toml"]);
    fs::remove_dir(site.path("site.toml")).unwrap();
    symlink("missing", site.path("site.toml")).unwrap();
    assert_eq!(findings(&read(&site)), ["unreadable-file site.toml"]);
}

#[test]
fn links_are_not_followed() {
    let outside = SiteFolder::new();
    outside.write("secret.md", "secret");
    let site = SiteFolder::new();
    symlink(outside.path(""), site.path("content/folder")).unwrap();
    symlink(outside.path("secret.md"), site.path("content/page.md")).unwrap();
    symlink("..", site.path("content/loop")).unwrap();
    symlink("missing", site.path("content/dangling.md")).unwrap();
    symlink(outside.path(""), site.path("themes")).unwrap();
    let snapshot = read(&site);
    assert_eq!(sources(&snapshot), ["site.toml"]);
    let expected = [
        "unreadable-file content/dangling.md",
        "unreadable-file content/folder",
        "unreadable-file content/loop",
        "unreadable-file content/page.md",
        "unreadable-file themes",
    ];
    assert_eq!(findings(&snapshot), expected);
    assert!(
        snapshot
            .diagnostics()
            .iter()
            .all(|finding| finding.help.is_some())
    );
}

#[test]
fn pipes_sockets_and_devices_never_block() {
    let site = SiteFolder::new();
    let mode = rustix::fs::Mode::from_raw_mode(0o644);
    let pipe = site.path("content/pipe.md");
    rustix::fs::mknodat(rustix::fs::CWD, pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    let _socket = UnixListener::bind(site.path("content/socket")).unwrap();
    let snapshot = read(&site);
    let expected = [
        "unreadable-file content/pipe.md",
        "unreadable-file content/socket",
    ];
    assert_eq!(findings(&snapshot), expected);
}

#[test]
fn what_the_system_does_not_let_us_read_is_told() {
    let site = SiteFolder::new();
    site.write("content/page.md", "page");
    site.write("content/folder/page.md", "page");
    for path in ["content/page.md", "content/folder"] {
        fs::set_permissions(site.path(path), Permissions::from_mode(0o000)).unwrap();
    }
    let snapshot = read(&site);
    // The superuser reads everything.
    if File::open(site.path("content/page.md")).is_ok() {
        let all = ["content/folder/page.md", "content/page.md", "site.toml"];
        assert_eq!(sources(&snapshot), all);
        return;
    }
    let expected = [
        "unreadable-file content/folder",
        "unreadable-file content/page.md",
    ];
    assert_eq!(findings(&snapshot), expected);
    let message = &snapshot.diagnostics()[0].message;
    assert!(message.english.contains("permission denied"), "{message:?}");
}

#[test]
fn sizes_are_capped() {
    let site = SiteFolder::new();
    let sized = |path: &str, size: u64| {
        site.write(path, "");
        let file = File::options().write(true).open(site.path(path)).unwrap();
        file.set_len(size).unwrap();
    };
    sized("site.toml", 1_000_001);
    sized("content/fits.md", 2_000_000);
    sized("content/page.MD", 2_000_001);
    sized("themes/a/page.html", 2_000_001);
    sized("content/picture.png", 2_000_001);
    sized("content/film.mp4", 5_000_000_000);
    let snapshot = read(&site);
    assert_eq!(
        sources(&snapshot),
        ["content/fits.md", "content/picture.png"]
    );
    let expected = [
        "too-large content/film.mp4",
        "too-large content/page.MD",
        "too-large site.toml",
        "too-large themes/a/page.html",
    ];
    assert_eq!(findings(&snapshot), expected);
    let message = &snapshot.diagnostics()[0].message.english;
    assert!(message.contains("5,000,000,000"), "{message}");
    assert!(message.contains("200,000,000"), "{message}");
}

#[test]
fn a_name_that_is_not_unicode_is_shown_escaped() {
    let site = SiteFolder::new();
    let name = OsStr::from_bytes(b"\x88\xc4\x93\xe0.md");
    fs::write(site.path("content").join(name), "Shift_JIS").unwrap();
    let snapshot = read(&site);
    assert_eq!(
        findings(&snapshot),
        [r"unportable-name content/\x88\xc4\x93\xe0.md"]
    );
}

#[test]
fn a_folder_with_the_name_of_a_page_is_told() {
    let site = SiteFolder::new();
    site.write("content/foo.md/index.md", "page");
    let snapshot = read(&site);
    assert_eq!(findings(&snapshot), ["unreadable-file content/foo.md"]);
    assert_eq!(sources(&snapshot), ["site.toml"]);
}

#[test]
fn content_that_is_a_file_is_told() {
    let site = SiteFolder::new();
    fs::remove_dir(site.path("content")).unwrap();
    site.write("content", "");
    assert_eq!(findings(&read(&site)), ["unreadable-file content"]);
}

#[test]
fn leftovers_are_passed_over_in_every_folder() {
    let site = SiteFolder::new();
    for folder in [
        "content",
        "content/faq",
        "themes",
        "themes/a",
        "themes/a/assets",
    ] {
        for name in [
            ".env",
            ".git/config",
            ".DS_Store",
            ".p.md.swp",
            "p.md~",
            "#p.md#",
            "4913",
            "Thumbs.db",
            "desktop.ini",
            "~$form.docx",
        ] {
            site.write(&format!("{folder}/{name}"), "SECRET=1");
        }
    }
    let snapshot = read(&site);
    assert_eq!(sources(&snapshot), ["site.toml"]);
    assert_eq!(findings(&snapshot), [""; 0]);
}

#[test]
fn a_conflicted_copy_is_passed_over_with_a_warning() {
    let site = SiteFolder::new();
    site.write("content/index (花子 の競合コピー 2024-04-09).md", "?");
    let snapshot = read(&site);
    assert_eq!(sources(&snapshot), ["site.toml"]);
    let [finding] = snapshot.diagnostics() else {
        panic!("{:?}", snapshot.diagnostics());
    };
    assert_eq!(finding.severity, Severity::Warning);
}

#[test]
fn an_output_among_the_sources_is_not_read() {
    let site = SiteFolder::new();
    site.write("content/index.md", "page");
    site.write("content/built/index.html", "built");
    let snapshot = load(&site.path(""), &site.path("content/built/../built/")).unwrap();
    assert_eq!(sources(&snapshot), ["content/index.md", "site.toml"]);
}

#[test]
fn what_has_not_changed_keeps_its_source() {
    let site = SiteFolder::new();
    site.write("content/a.md", "old");
    site.write("content/b.md", "same");
    let before = again(&site, &Loaded::default(), SystemTime::UNIX_EPOCH);
    site.write("content/a.md", "new");
    let after = again(&site, &before, SystemTime::UNIX_EPOCH);
    let (before, after) = (before.snapshot, after.snapshot);
    let kept = |path: &str| Arc::ptr_eq(before.get(path).unwrap(), after.get(path).unwrap());
    assert!(kept("content/b.md") && kept("site.toml"));
    assert_eq!(**after.get("content/a.md").unwrap().bytes(), *b"new");
}

/// A time at which every file of a test has been at rest for long.
fn later() -> SystemTime {
    SystemTime::now() + Duration::from_secs(3600)
}

#[test]
fn a_change_that_hides_is_found() {
    let site = SiteFolder::new();
    site.write("content/a.md", "old!");
    let path = site.path("content/a.md");
    let times = fs::metadata(&path).unwrap().modified().unwrap();
    let before = again(&site, &Loaded::default(), later());
    // As many bytes, and the time set back, as `cp -p` and some programs do.
    site.write("content/a.md", "new!");
    let file = File::options().write(true).open(&path).unwrap();
    file.set_modified(times).unwrap();
    let after = again(&site, &before, later());
    assert_eq!(
        **after.snapshot.get("content/a.md").unwrap().bytes(),
        *b"new!"
    );
}

#[test]
fn a_file_written_in_the_same_tick_is_found() {
    let site = SiteFolder::new();
    site.write("content/a.md", "old!");
    let before = again(&site, &Loaded::default(), SystemTime::now());
    site.write("content/a.md", "new!");
    let after = again(&site, &before, SystemTime::now());
    assert_eq!(
        **after.snapshot.get("content/a.md").unwrap().bytes(),
        *b"new!"
    );
}

#[test]
fn loading_writes_nothing() {
    let site = SiteFolder::new();
    site.write("content/index.md", "page");
    let before = traces(&site.path(""));
    read(&site);
    assert_eq!(traces(&site.path("")), before);
}

#[test]
fn a_root_that_cannot_be_read_is_an_error() {
    let site = SiteFolder::new();
    let missing = site.path("missing");
    let error = load(&missing, &missing.join("public")).unwrap_err();
    assert_eq!(error.path, missing);
    assert!(error.text().english.contains("does not exist"));
    let file = site.path("site.toml");
    assert!(load(&file, &site.path("public")).is_err());
}

/// Builds the site and publishes it.
fn publish(site: &SiteFolder) {
    let built = build(site);
    let options = PublishOptions {
        root: site.path(""),
        output: site.path("public"),
        tool_version: "0.0.0".to_owned(),
        forbidden: Vec::new(),
    };
    annai::disk::publish(&built.outputs, &options, &RealDisk).unwrap();
}

fn build(site: &SiteFolder) -> Build {
    let day = AsOf::new(parse_iso("2024-03-10").unwrap());
    annai::build::build(&read(site), &Options::new(day), &mut Cache::default())
}

/// Where addresses of the last publish are found to be gone.
fn lost(site: &SiteFolder) -> Vec<(String, bool)> {
    let found = build(site).diagnostics.into_iter();
    let lost = found.filter(|one| one.code == code::LOST_ADDRESS);
    let short = |one: Diagnostic| {
        let is_mechanical = one.mechanical_fix().is_some();
        (one.place.source.to_string(), is_mechanical)
    };
    lost.map(short).collect()
}

#[test]
fn an_address_that_was_published_is_not_forgotten() {
    let site = SiteFolder::new();
    site.write("site.toml", "[site]\ntitle = \"案内\"\n");
    site.write(
        "content/index.md",
        "+++\ntitle = \"案内\"\n+++\n\n[料金](guide/)\n",
    );
    site.write("content/guide/index.md", "+++\ntitle = \"手引き\"\n+++\n");
    let fee = "+++\ntitle = \"料金の**こと**\"\n+++\n\n初めの年は**千円**です。次の年からは、月ごとに二千円です。\n";
    site.write("content/guide/fee.md", fee);
    publish(&site);
    assert_eq!(lost(&site), []);

    let (old, new) = (
        site.path("content/guide/fee.md"),
        site.path("content/guide/cost.md"),
    );
    fs::rename(&old, &new).unwrap();
    let cost = ("content/guide/cost.md".to_owned(), true);
    assert_eq!(lost(&site), [cost]);
    let day = AsOf::new(parse_iso("2024-03-10").unwrap());
    let fixed = annai::fix::fix(read(&site), &Options::new(day), &mut Cache::default());
    let file = fixed
        .files
        .iter()
        .find(|file| file.source.as_str().ends_with("cost.md"));
    let mended = String::from_utf8(file.unwrap().new.to_vec()).unwrap();
    assert!(
        mended.starts_with("+++\naliases = [\"/guide/fee/\"]\ntitle = "),
        "{mended}"
    );

    site.write("content/guide/cost.md", &mended);
    assert_eq!(lost(&site), []);
    publish(&site);
    // Who takes the alias away loses the address again.
    site.write("content/guide/cost.md", fee);
    let lost_again = lost(&site);
    assert_eq!(lost_again.len(), 1, "{lost_again:?}");
    fs::remove_file(&new).unwrap();
    let gone = ("site.toml".to_owned(), false);
    assert_eq!(lost(&site), [gone.clone(), gone]);
    let config = "[site]\ntitle = \"案内\"\ngone = [\"/guide/fee/\", \"/guide/cost/\"]\n";
    site.write("site.toml", config);
    assert_eq!(lost(&site), []);
    // A folder that is not ours tells nothing.
    fs::write(site.path("public/.annai-manifest.json"), "{}").unwrap();
    site.write("site.toml", "[site]\ntitle = \"案内\"\n");
    assert_eq!(lost(&site), []);
}
