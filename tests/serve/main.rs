//! `annai serve` as the browsers, editors and enemies of its user see it: the real program, on
//! a port of this machine.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stdout,
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "the tests look at the disk by themselves, a failure is a failed test, and tables are long"
)]

#[path = "../browser/chromium.rs"]
#[allow(
    dead_code,
    reason = "not everything is done here that a browser can do"
)]
mod chromium;
mod days;
mod endpoint;
mod files;
mod hostile;
#[path = "../support/installed.rs"]
mod installed;
#[path = "../browser/keys.rs"]
#[allow(dead_code, reason = "not every key is pressed here")]
mod keys;
#[path = "../browser/looks.rs"]
mod looks;
mod model;
mod preview;
#[path = "../support/program.rs"]
mod program;
mod scripts;
mod site;
mod terminal;
mod typing;
mod window;

use preview::{DAY, PATIENCE, Preview, annai};
use site::{CONFIG, Site, page, tree};
use std::fs;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::Instant;

/// After whatever is done to the sources, every address shows what a clean build gives.
/// By hand: `ANNAI_SERVE_PAGES=200 ANNAI_SERVE_OPERATIONS=2000 cargo test --release --test serve clean_build -- --nocapture`.
#[test]
fn the_preview_equals_a_clean_build_after_every_operation() {
    model::run();
}

#[test]
fn of_a_thousand_saves_the_last_is_shown() {
    let site = Site::new(10);
    let preview = Preview::start(&site.root());
    for number in 0..=1_000 {
        let text = page("faq", &format!("{number}回目です。"));
        fs::write(site.path("content/faq/p0.md"), text).unwrap();
    }
    let done = Instant::now();
    preview.wait_for("/faq/p0/", |page| page.text().contains(">1000回目です。"));
    println!(
        "the last of 1,000 saves was shown after {:?}",
        done.elapsed()
    );
}

#[test]
fn the_output_folder_is_left_alone_whatever_the_end() {
    let site = Site::new(5);
    let root = site.root();
    let build = |root: &std::path::Path| {
        let mut command = program::annai();
        command.args(["build", "--quiet", "--as-of", DAY, "--root"]);
        command.arg(root).stderr(Stdio::null());
        assert!(command.status().unwrap().success());
    };
    build(&root);
    let published = tree(&site.path("public"));
    for (signal, code) in [("INT", Some(0)), ("TERM", Some(0)), ("KILL", None)] {
        let mut preview = Preview::start(&root);
        let words = format!("{signal}の前です。");
        site.write("content/faq/p0.md", &page("faq", &words));
        preview.wait_for("/faq/p0/", |page| page.text().contains(&words));
        assert_eq!(tree(&site.path("public")), published);
        assert_eq!(preview.end_by(signal).code(), code, "{signal}");
        assert_eq!(tree(&site.path("public")), published);
    }
}

#[test]
fn what_visitors_do_not_see_is_marked_with_the_reason_and_never_published() {
    let site = Site::new(6);
    let hidden =
        |key: &str| page("news", "隠れた頁です。").replacen("+++\n", &format!("+++\n{key}\n"), 1);
    site.write("content/news/draft.md", &hidden("draft = true"));
    site.write(
        "content/news/later.md",
        &hidden("publish_from = 2024-12-01"),
    );
    let preview = Preview::start(&site.root());
    for (path, reason) in [
        (
            "/news/draft/",
            "a draft (draft = true), which visitors do not see",
        ),
        (
            "/news/later/",
            "visitors will see this from 2024-12-01 on (publish_from)",
        ),
    ] {
        let page = preview.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(
            page.text().contains(&format!(" data-draft=\"{reason}\">")),
            "{}",
            page.text()
        );
    }
    let list = preview.get("/news/").text();
    for word in ["下書き", "公開前"] {
        let chip = format!("<span class=\"chip chip-draft\">{word}</span>");
        assert_eq!(list.matches(&chip).count(), 1, "{word}: {list}");
    }
    assert!(!preview.get("/news/p2/").text().contains("data-draft"));

    let mut build = program::annai();
    build.args(["build", "--quiet", "--as-of", DAY, "--root"]);
    assert!(build.arg(site.root()).status().unwrap().success());
    for (path, bytes) in tree(&site.path("public")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for mark in [
            "/.annai/",
            "data-token",
            "data-draft",
            "隠れた頁",
            "127.0.0.1",
        ] {
            assert!(!text.contains(mark), "{} holds {mark}", path.display());
        }
        let is_page = path.extension().is_some_and(|end| end == "html");
        assert!(
            !is_page || !text.contains("chip-draft"),
            "{}",
            path.display()
        );
    }
    assert!(!site.path("public/news/draft").exists());
}

#[test]
fn a_link_to_a_draft_is_an_error_in_the_preview_as_it_is_in_a_build() {
    let site = Site::new(3);
    let preview = Preview::start(&site.root());
    let draft = page("faq", "下書きです。").replacen("+++\n", "+++\ndraft = true\n", 1);
    site.write("content/faq/d.md", &draft);
    preview.wait_for("/faq/d/", |page| page.status == 200);
    site.write("content/faq/p0.md", &page("faq", "[下書き](d.md)へ。"));
    assert!(preview.line_with("faq/p0.md").contains("1 error"));
    // From one draft to another there may be links.
    site.write("content/faq/p0.md", &page("faq", "直しました。"));
    preview.wait_for("/faq/p0/", |page| page.text().contains("直しました"));
    site.write(
        "content/faq/e.md",
        &draft.replace("下書きです。", "[下書き](d.md)へ。"),
    );
    let shown = preview.wait_for("/faq/e/", |page| page.status == 200);
    assert!(
        shown.text().contains("href=\"../../faq/d/\""),
        "{}",
        shown.text()
    );
}

#[test]
fn an_open_page_is_told_of_every_change() {
    let site = Site::new(3);
    let preview = Preview::start(&site.root());
    let token = preview.get("/faq/p0/").token();
    let mut stream = preview.connect();
    let address = format!("/.annai/events?token={token}&page=/faq/p0/");
    assert_eq!(stream.get(&address).status, 200);
    let mut news = || loop {
        let line = stream.line();
        if let Some(data) = line.strip_prefix("data: ") {
            return serde_json::from_str::<serde_json::Value>(data).unwrap();
        }
    };
    let first = news();
    site.write("content/faq/p0.md", &page("faq", "変わりました。"));
    let changed = news();
    assert_ne!(changed["hash"], first["hash"]);
    site.write(
        "content/faq/p0.md",
        &page("faq", "{{ nothing_of_the_kind }}"),
    );
    let broken = news();
    assert_eq!(
        (&broken["errors"], &broken["hash"]),
        (&1.into(), &changed["hash"])
    );
    fs::remove_file(site.path("content/faq/p0.md")).unwrap();
    // What is seen now is the page that says so; a page that has loaded that is up to date.
    let gone = format!("data-hash={}", news()["hash"]);
    assert!(preview.get("/faq/p0/").text().contains(&gone), "{gone}");
    assert_eq!(preview.get("/.annai/events?token=guess&page=/").status, 403);
}

#[test]
fn it_speaks_for_the_day_of_the_site_as_it_is_now() {
    let site = Site::new(1);
    let zoned =
        |zone: &str| CONFIG.replacen("[site]", &format!("[site]\ntimezone = \"{zone}\""), 1);
    // Between these two it is never the same day.
    site.write("site.toml", &zoned("Pacific/Kiritimati"));
    let preview = Preview::of(annai(&site.root()));
    let day = |text: &str| text.split("data-as-of=\"").nth(1).unwrap()[..10].to_owned();
    let first = day(&preview.get("/").text());
    site.write("site.toml", &zoned("Pacific/Pago_Pago"));
    preview.wait_for("/", |page| day(&page.text()) < first);
}

#[test]
fn the_folder_of_the_site_may_go_and_come_back() {
    let site = Site::new(3);
    let preview = Preview::start(&site.root());
    let away = site.beside("away");
    fs::rename(site.root(), &away).unwrap();
    fs::rename(&away, site.root()).unwrap();
    site.write("content/faq/p0.md", &page("faq", "また来ました。"));
    preview.wait_for("/faq/p0/", |page| page.text().contains("また来ました"));
    // Another folder in its place.
    fs::rename(site.root(), &away).unwrap();
    site.write("site.toml", CONFIG);
    site.write(
        "content/index.md",
        "+++\ntitle = \"別\"\n+++\n\n別の案内です。\n",
    );
    site.write("content/faq/index.md", "+++\ntitle = \"質問\"\n+++\n");
    preview.wait_for("/", |page| page.text().contains("別の案内"));
    site.write(
        "content/index.md",
        "+++\ntitle = \"別\"\n+++\n\n別の窓口です。\n",
    );
    preview.wait_for("/", |page| page.text().contains("別の窓口"));
}

#[test]
fn where_the_system_lets_us_watch_too_little_the_disk_is_asked_and_that_is_said() {
    let site = Site::new(3);
    let program = annai(&site.root());
    // Root of a namespace of its own may lower the limit for itself.
    let mut command = Command::new("unshare");
    let script = "echo 2 > /proc/sys/user/max_inotify_watches && exec \"$0\" \"$@\"";
    command.args(["--user", "--map-root-user", "sh", "-c", script]);
    command.arg(program.get_program()).args(program.get_args());
    command.args(["--as-of", DAY]);
    let probe = [
        "--user",
        "--map-root-user",
        "sh",
        "-c",
        "echo 2 > /proc/sys/user/max_inotify_watches",
    ];
    let can = Command::new("unshare")
        .args(probe)
        .stderr(Stdio::null())
        .status();
    if !can.is_ok_and(|status| status.success()) {
        println!("this system has no such namespaces");
        return;
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let preview = Preview::of(command);
    preview.line_with("looking twice a second instead");
    site.write("content/faq/p0.md", &page("faq", "調べて分かりました。"));
    preview.wait_for("/faq/p0/", |page| {
        page.text().contains("調べて分かりました")
    });
}

#[test]
fn a_port_that_is_taken_is_told_with_one_that_is_free() {
    let site = Site::new(1);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let mut command = annai(&site.root());
    let output = command
        .args(["--port", &port.to_string()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(5));
    let words = String::from_utf8(output.stderr).unwrap();
    let told = words
        .split(&format!("port {port} is used by another program; --port "))
        .nth(1);
    let free: u16 = told.unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!(free > port);
    let mut preview = {
        let mut command = annai(&site.root());
        command.args(["--port", &free.to_string()]);
        Preview::of(command)
    };
    assert_eq!(preview.port, free);
    assert!(preview.is_alive());
}

#[test]
fn a_line_tells_of_each_build() {
    let site = Site::new(4);
    let preview = Preview::start(&site.root());
    site.write("content/guide/p1.md", &page("guide", "一行だけ言います。"));
    let line = preview.line_with("content/guide/p1.md");
    // The page, and what the search knows of it.
    assert!(line.contains(": 2 files changed in "), "{line}");
    assert!(
        line.ends_with("no findings") || line.contains("warning"),
        "{line}"
    );
    assert!(Instant::now().elapsed() < PATIENCE);
}
