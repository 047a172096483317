//! Files of the site that would get at the preview and at what it can start.

use crate::chromium::Chromium;
use crate::preview::{Answer, DAY, PATIENCE, Preview, annai};
use crate::site::{CONFIG, Site};
use annai::memo::Cache;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

/// What may be done with a file that is shown, and with a PDF.
const SHOWN: &str = "default-src 'none'; img-src 'self' data:; media-src 'self'; \
    style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'; sandbox";
const PDF: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; \
    form-action 'none'; frame-ancestors 'self'";

/// A site with files of several kinds, of which one is let in.
fn site_with_files() -> Site {
    let site = Site::new(1);
    let config = CONFIG.replace("[site]\n", "[site]\nfiles = [\".xyz\", \".json\"]\n");
    site.write("site.toml", &config);
    let files: [(&str, &[u8]); 7] = [
        (
            "a.svg",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"48\" height=\"32\"></svg>",
        ),
        ("a.csv", "番号,<b>名前</b>\n".as_bytes()),
        ("a.pdf", b"%PDF-1.7\n"),
        ("a.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"),
        ("a.rtf", b"{\\rtf1}"),
        ("a.xyz", b"words <script>alert(1)</script>"),
        ("a.json", b"{}"),
    ];
    let mut links = String::new();
    for (name, bytes) in files {
        site.write(&format!("content/{name}"), "");
        fs::write(site.path(&format!("content/{name}")), bytes).unwrap();
        links.push_str(&format!("[ファイル {name}]({name})\n\n"));
    }
    site.write(
        "content/files.md",
        &format!("+++\ntitle = \"様式\"\n+++\n\n{links}"),
    );
    site
}

fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    answer.headers.get(name).map(String::as_str)
}

#[test]
fn a_file_is_shown_in_a_cage_or_saved() {
    let site = site_with_files();
    let preview = Preview::start(&site.root());
    for (path, kind, policy, is_saved) in [
        ("/a.svg", "image/svg+xml", SHOWN, false),
        ("/a.csv", "text/csv; charset=utf-8", SHOWN, false),
        ("/a.pdf", "application/pdf", PDF, false),
        ("/a.mp4", "video/mp4", SHOWN, false),
        ("/a.rtf", "application/rtf", SHOWN, false),
        ("/a.xyz", "application/octet-stream", SHOWN, true),
        (
            "/sitemap.xml",
            "application/xml; charset=utf-8",
            SHOWN,
            false,
        ),
        ("/_headers", "text/plain; charset=utf-8", SHOWN, false),
    ] {
        let answer = preview.get(path);
        if path == "/sitemap.xml" && answer.status == 404 {
            continue;
        }
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(header(&answer, "content-type"), Some(kind), "{path}");
        assert_eq!(
            header(&answer, "content-security-policy"),
            Some(policy),
            "{path}"
        );
        assert_eq!(
            header(&answer, "x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        let saved = header(&answer, "content-disposition");
        assert_eq!(saved, is_saved.then_some("attachment"), "{path}");
        assert_eq!(
            header(&answer, "cross-origin-opener-policy"),
            None,
            "{path}"
        );
    }
    for name in site.build(&mut Cache::default()).unwrap().keys() {
        let answer = preview.get(&format!("/{name}"));
        let kind = header(&answer, "content-type").unwrap();
        let is_page = kind.starts_with("text/html");
        assert_eq!(is_page, name.as_str().ends_with(".html"), "{name}");
        let policy = header(&answer, "content-security-policy").unwrap();
        let is_caged = policy.starts_with("default-src 'none'");
        assert_eq!(is_caged, !is_page, "{name}: {policy}");
    }
}

#[test]
fn the_secret_is_given_to_who_has_the_page_in_a_window_and_to_no_script() {
    let site = Site::new(1);
    let preview = Preview::start(&site.root());
    let get = |path: &str, headers: &str| {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n{headers}\r\n",
            preview.port
        );
        preview.connect().send(request.as_bytes()).unwrap()
    };
    let secret = preview.get("/").token();
    let from = |dest: &str, mode: &str| {
        format!(
            "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: {mode}\r\nSec-Fetch-Dest: {dest}\r\n"
        )
    };
    for path in [
        "/",
        "/contact/",
        "/404.html",
        "/nothing/",
        "/?as-of=2024-03-20",
    ] {
        let window = get(path, &from("document", "navigate"));
        assert!(window.text().contains(&secret), "{path}");
        assert_eq!(
            header(&window, "cross-origin-opener-policy"),
            Some("same-origin"),
            "{path}"
        );
        for (dest, mode) in [
            ("empty", "cors"),
            ("empty", "same-origin"),
            ("empty", "no-cors"),
            ("iframe", "navigate"),
            ("frame", "navigate"),
            ("object", "navigate"),
            ("embed", "navigate"),
            ("script", "no-cors"),
            ("image", "no-cors"),
            ("document", "cors"),
            ("document\r\nSec-Fetch-Dest: empty", "navigate"),
            ("", "navigate"),
        ] {
            let answer = get(path, &from(dest, mode)).text();
            assert!(!answer.contains(&secret), "{path} {dest} {mode}");
            assert!(answer.contains("</html>"), "{path} {dest} {mode}");
            assert!(
                !answer.contains("/.annai/preview.js"),
                "{path} {dest} {mode}"
            );
        }
    }
    let worker = get("/", &from("serviceworker", "same-origin"));
    assert_eq!(worker.status, 403);
}

/// A preview whose editor leaves a mark where it was started.
fn with_editor(site: &Site) -> (Preview, PathBuf) {
    let mark = site.beside("started");
    let mut command = annai(&site.root());
    let editor = format!("cp {{file}} {}", mark.display());
    command.args(["--as-of", DAY, "--editor", &editor]);
    (Preview::of(command), mark)
}

fn wait_for(mark: &Path) {
    let end = Instant::now() + PATIENCE;
    while !mark.exists() {
        assert!(Instant::now() < end, "the editor was not started");
        thread::yield_now();
    }
}

#[test]
fn an_editor_is_started_for_our_own_window_only() {
    let site = Site::new(1);
    let (preview, mark) = with_editor(&site);
    let token = preview.get("/").token();
    let ask = |headers: &str, token: &str| {
        let path = format!("/.annai/open?token={token}&file=content/index.md&line=1&column=1");
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: 0\r\n{headers}\r\n",
            preview.port
        );
        preview.connect().send(request.as_bytes()).unwrap().status
    };
    let own = format!("Origin: http://localhost:{}\r\n", preview.port);
    for (headers, token) in [
        (own.clone() + "Sec-Fetch-Site: same-origin\r\n", ""),
        (own.clone() + "Sec-Fetch-Site: same-origin\r\n", "0123"),
        // A file in its cage.
        (
            "Origin: null\r\nSec-Fetch-Site: cross-site\r\n".to_owned(),
            &*token,
        ),
        ("Origin: null\r\n".to_owned(), &token),
        ("Sec-Fetch-Site: cross-site\r\n".to_owned(), &token),
        ("Origin: http://evil.example\r\n".to_owned(), &token),
        // A form or a link, not our script.
        (
            own.clone() + "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\n",
            &token,
        ),
        (
            own.clone() + "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: no-cors\r\n",
            &token,
        ),
        (
            own.clone() + "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Dest: image\r\n",
            &token,
        ),
    ] {
        assert_eq!(ask(&headers, token), 403, "{headers}");
    }
    assert!(!mark.exists());
    let script = "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n";
    assert_eq!(ask(&(own + script), &token), 204);
    wait_for(&mark);
}

/// What a hostile file tries: to read the secret of this run where a page has it, and to start
/// the editor with it.
const ATTACK: &str = "document.documentElement.setAttribute('data-ran', '1'); \
    (async () => { \
      const text = await (await fetch('/')).text(); \
      const token = text.split('data-token=\"')[1].split('\"')[0]; \
      const query = new URLSearchParams({ token, file: 'content/index.md', line: 1, column: 1 }); \
      await fetch('/.annai/open?' + query, { method: 'POST' }); \
    })();";

#[test]
fn no_file_of_the_site_runs_a_script_or_starts_the_editor() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = Site::new(1);
    let html = "xmlns:h='http://www.w3.org/1999/xhtml'";
    // Nobody looks into the files of a theme: they stand for whatever might get past the look.
    for (name, text) in [
        (
            "a.svg",
            format!("<svg xmlns='http://www.w3.org/2000/svg'><script>{ATTACK}</script></svg>"),
        ),
        (
            "b.xml",
            format!("<html xmlns='http://www.w3.org/1999/xhtml'><script>{ATTACK}</script></html>"),
        ),
        (
            "c.xml",
            format!("<a {html}><h:script>{ATTACK}</h:script></a>"),
        ),
        ("d.json", format!("<script>{ATTACK}</script>")),
        ("e.txt", format!("<script>{ATTACK}</script>")),
    ] {
        let text = text.replace("=> {", "=&gt; {");
        site.write(&format!("themes/helpdesk/assets/hostile-{name}"), &text);
    }
    let (preview, mark) = with_editor(&site);
    let base = format!("http://localhost:{}", preview.port);
    let outputs = site.build(&mut Cache::default()).unwrap();
    let hostile: Vec<&str> = outputs
        .keys()
        .map(|path| path.as_str())
        .filter(|path| path.contains("hostile"))
        .collect();
    assert_eq!(hostile.len(), 5, "{hostile:?}");
    for path in hostile {
        chromium.open(&format!("{base}/{path}"));
        let ran = "document.documentElement.hasAttribute('data-ran')";
        assert_eq!(chromium.ask(ran), json!(false), "{path}");
        assert_eq!(chromium.ask("origin"), json!("null"), "{path}");
    }

    // Neither does a script that runs all the same, of our own origin: what it can read of a page
    // has no secret in it.
    chromium.open(&format!("{base}/faq/p0/"));
    let read = "(async () => (await (await fetch('/')).text()).includes('data-token'))()";
    assert_eq!(chromium.ask(read), json!(false));
    assert!(!mark.exists());
}

#[test]
fn an_editor_is_started_by_hand_and_by_no_script() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = Site::new(1);
    let (preview, mark) = with_editor(&site);
    chromium.width(1280);
    chromium.open(&format!("http://localhost:{}/faq/p0/", preview.port));
    site.write(
        "content/faq/p0.md",
        &crate::site::page("faq", "[様式](nowhere.pdf)"),
    );
    let place = "document.querySelector('annai-preview')?.shadowRoot\
                 .querySelector('.findings button.spot')";
    chromium.until(place);
    let asked = chromium.ask(&format!(
        "(() => {{ const own = fetch; let count = 0; \
           globalThis.fetch = (...all) => {{ count += 1; return own(...all); }}; \
           {place}.click(); globalThis.fetch = own; return count; }})()"
    ));
    assert_eq!(asked, json!(0));
    assert!(!mark.exists());
    chromium.click(".findings button.spot");
    wait_for(&mark);
}
