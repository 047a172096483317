//! The window of the preview: what its questions are answered, and to whom; and how it works in
//! a real browser.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "this test writes a site, shows it and looks at it"
)]

#[path = "browser/chromium.rs"]
#[expect(dead_code, reason = "other tests ask for more of it")]
mod chromium;
#[path = "support/installed.rs"]
mod installed;
#[path = "browser/keys.rs"]
#[expect(dead_code, reason = "other tests press more keys")]
mod keys;
#[path = "support/program.rs"]
mod program;

use chromium::Chromium;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;
use std::{fs, thread};

const CONFIG: &str = r#"
[site]
title    = "サイト"
language = "ja"
timezone = "Asia/Tokyo"

[facts.renewal]
label  = "受付期間"
window = { start = 2024-03-04, end = 2024-04-09 }

[facts.reflected]
label = "反映日"
date  = "renewal.end + 1 day"
past  = true
"#;

const HOME: &str = r#"+++
title = "ホーム"
+++

:::before renewal
前
:::
:::during renewal
中
:::
:::after renewal
後
:::

[ほかのページ](other.md)
"#;

const OTHER: &str = r#"+++
title = "ほかのページ"
+++

反映は{{ reflected }}です。
"#;

/// Its name is markup, and a question for it is a mistake.
const HOSTILE: &str = "{{ <img src=x onerror=x> }}";

/// An editor that writes down what it is to open, and edits: a mistake into the page, or out of
/// it again.
const EDITOR: &str = r#"echo "$1:$2" >> "$0.log"
other="$(dirname "$0")/site/content/other.md"
if grep -q onerror "$other"; then
  cp "$0.good" "$other.new"
else
  { cat "$0.good"; echo; echo '{{ <img src=x onerror=x> }}'; } > "$other.new"
fi
mv "$other.new" "$other"
"#;

/// A site that is being shown.
struct Shown {
    folder: tempfile::TempDir,
    server: Child,
    port: u16,
}

impl Drop for Shown {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Shown {
    fn new(other: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        fs::create_dir_all(root.join("content")).unwrap();
        fs::write(root.join("site.toml"), CONFIG).unwrap();
        fs::write(root.join("content/index.md"), HOME).unwrap();
        fs::write(root.join("content/other.md"), other).unwrap();
        let editor = folder.path().join("editor");
        fs::write(&editor, EDITOR).unwrap();
        fs::write(editor.with_extension("good"), OTHER).unwrap();
        Self {
            server: Command::new("true").spawn().unwrap(),
            folder,
            port: 0,
        }
    }

    /// Shows it as of a day within the window.
    fn serve(mut self) -> Self {
        let editor = format!("sh {} {{file}} {{line}}", self.path("editor").display());
        let mut server = annai(&self.path("site"))
            .args([
                "serve",
                "--port",
                "0",
                "--as-of",
                "2024-03-10",
                "--lang",
                "ja",
            ])
            .args(["--editor", &editor])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(server.stderr.take().unwrap());
        self.server = server;
        let mut lines = lines.lines().map(Result::unwrap);
        let port = lines.find_map(|line| {
            let (_, rest) = line.split_once("http://localhost:")?;
            rest.split_once('/')?.0.parse().ok()
        });
        self.port = port.expect("the server says where it is");
        thread::spawn(move || lines.for_each(drop));
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Asks, and returns the status and the whole answer.
    fn ask(&self, method: &str, target: &str, header: &str) -> (u16, String) {
        let port = self.port;
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let request = format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost:{port}\r\n{header}Connection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer)
    }

    fn get(&self, target: &str) -> (u16, String) {
        self.ask("GET", target, "")
    }

    fn token(&self) -> String {
        let (_, page) = self.get("/");
        let (_, rest) = page.split_once("data-token=\"").unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    }

    fn json(&self, path: &str, query: &str) -> Value {
        let target = format!("/.annai/{path}?token={}&{query}", self.token());
        let (status, answer) = self.get(&target);
        assert_eq!(status, 200, "{answer}");
        assert!(answer.contains("content-type: application/json"));
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap()
    }
}

fn annai(root: &Path) -> Command {
    let mut command = program::annai();
    command.arg("--root").arg(root);
    command
}

#[test]
fn only_pages_of_this_run_are_answered() {
    let shown = Shown::new(OTHER).serve();
    for path in ["words", "findings", "moments", "facts", "events"] {
        let query = "page=/&name=reflected";
        for token in ["token=0&", "token=&", ""] {
            let (status, _) = shown.get(&format!("/.annai/{path}?{token}{query}"));
            assert_eq!(status, 403, "{path}?{token}");
        }
    }
}

#[test]
fn only_a_source_is_opened_and_only_for_our_own_pages() {
    let shown = Shown::new(OTHER).serve();
    let token = shown.token();
    let target =
        |token: &str, file: &str| format!("/.annai/open?token={token}&file={file}&line=5&column=1");
    for file in [
        "/etc/passwd",
        "../editor",
        "content/../site.toml",
        "content",
        "",
        "public/x",
    ] {
        let (status, _) = shown.ask("POST", &target(&token, file), "");
        assert_eq!(status, 404, "{file}");
    }
    let own = target(&token, "content/other.md");
    let strange = "Origin: http://evil.example\r\n";
    assert_eq!(shown.ask("POST", &own, strange).0, 403);
    let site = "Sec-Fetch-Site: cross-site\r\n";
    assert_eq!(shown.ask("POST", &own, site).0, 403);
    assert_eq!(
        shown.ask("POST", &target("0", "content/other.md"), "").0,
        403
    );
    assert_eq!(shown.get(&own).0, 405);
    assert!(!shown.path("editor.log").exists());
    assert_eq!(shown.ask("POST", &own, "").0, 204);
}

#[test]
fn a_finding_comes_as_text_whatever_it_holds() {
    let shown = Shown::new(&format!("{OTHER}\n{HOSTILE}\n")).serve();
    let (status, page) = shown.get("/");
    assert_eq!(status, 503);
    assert!(page.contains("まだ表示できるページがありません"));
    assert!(!page.contains("onerror"));
    let found = shown.json("findings", "page=/");
    let finding = &found["elsewhere"][0];
    assert_eq!(found["errors"], 1);
    assert_eq!(finding["spot"]["file"], "content/other.md");
    assert_eq!(finding["spot"]["line"], 7);
    let marked = finding["spot"]["excerpt"]["marked"].as_str().unwrap();
    assert!(HOSTILE.contains(marked) && !marked.is_empty(), "{marked}");
    // It is the page's own, although that was never shown.
    let found = shown.json("findings", "page=/other/");
    assert_eq!(found["here"][0]["spot"]["file"], "content/other.md");
    assert_eq!(found["elsewhere"], serde_json::json!([]));
    assert_eq!(found["awaited"], true);
}

#[test]
fn a_page_shows_the_day_that_its_address_asks_for() {
    let shown = Shown::new(OTHER).serve();
    let (status, page) = shown.get("/?as-of=2024-04-10");
    assert_eq!(status, 200);
    assert!(page.contains("data-as-of=\"2024-04-10\" data-day=\"2024-04-10\""));
    let clock = page.find("/.annai/clock.js").unwrap();
    assert!(clock < page.find("</head>").unwrap());
    for wrong in ["2024-02-30", "x", ""] {
        let (status, page) = shown.get(&format!("/?as-of={wrong}"));
        assert_eq!(status, 400, "{wrong}");
        // Whatever the site does, this page does not change: it must not load itself again.
        assert!(!page.contains("preview.js"), "{wrong}");
    }
    let moments = shown.json("moments", "");
    assert_eq!(moments["today"], "2024-03-10");
    assert_eq!(moments["moments"][0]["day"], "2024-04-10");
}

#[test]
fn a_fact_tells_where_it_comes_from_and_where_it_goes() {
    let shown = Shown::new(OTHER).serve();
    let told = shown.json("facts", "name=reflected&page=/other/");
    assert_eq!(told["value"], "2024年4月10日");
    assert_eq!(told["stated"]["file"], "site.toml");
    assert_eq!(told["pages"][0]["url"], "/other/");
    assert_eq!(told["pages"][0]["spot"]["line"], 5);
    let whole = shown.json("facts", "name=renewal.end&page=/");
    assert_eq!(whole["value"], "2024年4月9日");
    assert_eq!(whole["derived"][0]["key"], "reflected");
}

#[test]
fn nothing_of_the_preview_is_published() {
    let shown = Shown::new(OTHER);
    let status = annai(&shown.path("site"))
        .args(["build", "--quiet", "--as-of", "2024-03-10"])
        .status();
    assert!(status.unwrap().success());
    let mut folders = vec![shown.path("site/public")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files += 1;
                let bytes = fs::read(&path).unwrap();
                let text = String::from_utf8_lossy(&bytes);
                assert!(!text.contains("/.annai/"), "{}", path.display());
            }
        }
    }
    assert!(files > 2);
}

#[test]
fn an_editor_uses_the_window_in_a_browser() {
    let Some(browser) = installed::chromium() else {
        return;
    };
    let report = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let shown = Shown::new(OTHER);
    let at = report.local_addr().unwrap();
    write_theme(
        &shown.path("site/themes/helpdesk"),
        &format!("http://{at}/"),
    );
    let shown = shown.serve();
    let seen = read_back(&browser, &shown, report);

    assert_eq!(seen["closed"], 0, "without errors it stays closed");
    assert_eq!(seen["today"], "中");
    assert_eq!(seen["marks"], 1);
    assert!(seen["moments"].as_str().unwrap().contains("2024年4月10日"));
    assert!(seen["banner"].as_str().unwrap().contains("2024年3月1日"));
    assert_eq!(seen["early"], "前", "the page takes the day for today");
    assert_eq!(seen["clock"], json!(["2024-03-01", true]));
    assert_eq!(seen["searched"], "/search/?q=%E4%B8%AD&as-of=2024-03-01");
    assert_eq!(seen["linked"], "/other/?as-of=2024-03-01");
    assert_eq!(seen["back"], "/other/");
    opens_the_editor(&shown);
    let opened = fs::read_to_string(shown.path("editor.log")).unwrap();
    let places: Vec<&str> = opened
        .lines()
        .map(|line| line.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(places, ["site.toml:11", "other.md:7"]);
}

/// The editor is opened by hand only, so a hand does it: at a fact, whose page the editor of this
/// test puts a mistake into, and at the finding of that, which it takes out again.
fn opens_the_editor(shown: &Shown) {
    let root = "document.querySelector('annai-preview')?.shadowRoot";
    let all = |selector: &str| {
        let found = format!("[...({root}?.querySelectorAll('{selector}') ?? [])]");
        format!("{found}.filter((it) => it.checkVisibility())")
    };
    let seen = |selector: &str| format!("{}.length > 0", all(selector));
    let text = |selector: &str| {
        let all = all(selector);
        format!("{all}.map((it) => it.textContent.trim()).join(' / ')")
    };
    let words = "document.querySelector('main').textContent";
    let mut chromium = Chromium::start().unwrap();
    chromium.open(&format!("http://localhost:{}/other/", shown.port));
    chromium.until(&format!(
        "{root}?.querySelector('.corner')?.checkVisibility()"
    ));
    chromium.click(".corner");
    chromium.until(&seen("[aria-controls=tool-facts]"));
    chromium.click("[aria-controls=tool-facts]");
    chromium.ask("document.querySelector('main p [data-fact]').focus()");
    chromium.until(&seen("dd .spot"));
    let fact = chromium.ask(&text("dl"));
    let fact = fact.as_str().unwrap();
    assert!(
        fact.contains("reflected") && fact.contains("site.toml:11"),
        "{fact}"
    );
    assert!(fact.contains("2024年4月10日（水）"), "{fact}");
    let before = chromium.ask(words);
    chromium.click("dd .spot");
    chromium.until(&seen(".findings .spot"));
    let heading = chromium.ask(&text("#tool-findings h2"));
    assert_eq!(heading, "このページの指摘");
    for selector in [".message", "pre mark"] {
        let shown = chromium.ask(&text(selector));
        assert!(shown.as_str().unwrap().contains("<img"), "{shown}");
    }
    let markup = chromium.ask(&format!("{root}.querySelectorAll('img, script').length"));
    assert_eq!(markup, 0, "what a finding says is no markup");
    assert_eq!(chromium.ask(words), before, "the last good page stays");
    chromium.click(".findings .spot");
    chromium.until(&format!("{}.length === 0", all(".panel")));
    assert_eq!(chromium.ask(&text(".corner")), "プレビュー");
}

/// The theme, with a script more on every page.
fn write_theme(to: &Path, report: &str) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/helpdesk");
    let status = Command::new("cp")
        .arg("-r")
        .arg(&from)
        .arg(
            fs::create_dir_all(to.parent().unwrap())
                .map(|()| to)
                .unwrap(),
        )
        .status();
    assert!(status.unwrap().success());
    let base = to.join("templates/base.html");
    let html = fs::read_to_string(&base).unwrap();
    let (head, body) = html.split_once("</head>").unwrap();
    let script = "<script src=\"{{ root }}{{ assets.window_js }}\" defer></script>";
    fs::write(base, format!("{head}{script}</head>{body}")).unwrap();
    let driver = include_str!("browser/window.js").replace("REPORT", report);
    fs::write(to.join("assets/window.js"), driver).unwrap();
}

/// Lets a browser go through the steps, and returns what it tells at their end.
fn read_back(browser: &Path, shown: &Shown, report: TcpListener) -> Value {
    let (tell, told) = channel();
    thread::spawn(move || {
        for stream in report.incoming() {
            let mut line = String::new();
            let read = BufReader::new(stream.unwrap()).read_line(&mut line);
            let query = line.split(' ').nth(1).and_then(|it| it.split_once('?'));
            if let (Ok(_), Some((_, query))) = (read, query) {
                let _ = tell.send(query.to_owned());
            }
        }
    });
    let mut running = Command::new(browser)
        .env("HOME", shown.folder.path())
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
        ])
        .args([
            "--disable-quic",
            "--disable-background-networking",
            "--disable-sync",
        ])
        .args([
            "--disable-component-update",
            "--no-first-run",
            "--remote-debugging-port=0",
        ])
        .arg(format!(
            "--user-data-dir={}",
            shown.path("profile").display()
        ))
        .arg(format!("http://localhost:{}/#steps", shown.port))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let answer = told.recv_timeout(Duration::from_secs(90));
    let _ = running.kill();
    let _ = running.wait();
    let Ok(answer) = answer else {
        panic!("the browser did not come to the end of the steps");
    };
    serde_json::from_str(&decoded(&answer)).unwrap()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            let digits = std::str::from_utf8(&digits).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}
