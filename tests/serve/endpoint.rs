//! Forms in the preview: what is typed is shown, judged by the rules of the form, and goes
//! nowhere.

use crate::preview::{Answer, Preview};
use crate::site::{ENDPOINT, Site};
use serde_json::Value;
use std::fs;

/// The most that the preview looks at.
pub(crate) const MOST: usize = 1 << 20;

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

fn escaped(text: &str) -> String {
    let mut html = String::new();
    annai::render::html::escape(text, &mut html);
    html
}

fn body(values: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(values)
        .finish()
}

fn send(preview: &Preview, method: &str, target: &str, headers: &str, body: &str) -> Answer {
    let (port, length) = (preview.port, body.len());
    let request = format!(
        "{method} {target} HTTP/1.1\r\nHost: localhost:{port}\r\n{headers}\
         Content-Length: {length}\r\n\r\n{body}"
    );
    preview.connect().send(request.as_bytes()).unwrap()
}

/// Sends the form of the site as a browser does.
fn post(preview: &Preview, values: &[(&str, &str)]) -> Answer {
    let own = format!("http://localhost:{}", preview.port);
    let headers = format!(
        "{FORM}Origin: {own}\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\n"
    );
    let action = preview.get("/contact/").action();
    send(preview, "POST", &action, &headers, &body(values))
}

/// The sections of the page that shows what came, by the name of the field.
fn section(answer: &Answer, name: &str) -> String {
    let text = answer.text();
    let mut sections = text.split("<section>").skip(1);
    let own = sections.find(|section| section.contains(&format!("<code>{name}</code>")));
    own.unwrap_or_else(|| panic!("no section {name}: {text}"))
        .split("</section>")
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn what_would_be_sent_is_shown_as_it_came_and_as_the_rules_make_it() {
    let site = Site::new(1);
    let preview = Preview::start(&site.root());
    let values = [
        ("office", "１３７０１２３４５５"),
        ("tel", "０３－１２３４－５６７８"),
        ("about", "更新"),
        ("words", "一行目\r\n二行\u{200b}目"),
        ("website", ""),
    ];
    let answer = post(&preview, &values);
    assert_eq!(answer.status, 200);
    let header = |name: &str| answer.headers.get(name).map(String::as_str);
    assert_eq!(header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(header("cache-control"), Some("no-store"));
    let policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    assert_eq!(header("content-security-policy"), Some(policy));
    let text = answer.text();
    assert!(text.contains("<h1>Nothing was sent</h1>"), "{text}");
    assert!(text.contains(&format!("<code>{}</code>", escaped(ENDPOINT))));
    assert!(text.contains("Every field follows its rules."));
    let size = format!("has {} bytes", body(&values).len());
    assert!(text.contains(&size), "{text}");
    assert!(text.contains("<a href=\"/contact/\">"));
    let tel = section(&answer, "tel");
    assert!(tel.contains("<strong>fine</strong>"), "{tel}");
    assert!(tel.contains(">０３－１２３４－５６７８<") && tel.contains(">0312345678<"));
    assert!(tel.contains("電話番号 &lt;0120-584-708 の方&gt;"), "{tel}");
    // Nothing is made of what is right already.
    assert!(!section(&answer, "about").contains("What the rules make of it"));
    let words = section(&answer, "words");
    assert!(
        words.contains(">一行目\r\n二行<mark>U+200B</mark>目<"),
        "{words}"
    );
    assert!(words.contains(">一行目\n二行目<"), "{words}");
    assert!(section(&answer, "website").contains("Empty, as people leave it."));
}

#[test]
fn what_breaks_a_rule_is_told_in_the_words_of_the_published_rules() {
    let site = Site::new(1);
    let preview = Preview::start(&site.root());
    let rules = preview.get("/contact/form.json");
    let rules: Value = serde_json::from_slice(&rules.body).unwrap();
    let message = |field: usize, problem: &str| {
        let message = rules["fields"][field]["messages"][problem].as_str();
        escaped(message.unwrap())
    };
    let long = "長".repeat(2_001);
    let answer = post(
        &preview,
        &[
            ("office", "1370123456"),
            ("tel", "　"),
            ("about", "無断の選択肢"),
            ("words", &long),
            ("website", "https://spam.example/"),
        ],
    );
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("do not follow their rules: 3."));
    for (name, field, problem, state) in [
        ("office", 0, "checksum", "note"),
        ("tel", 1, "required", "error"),
        ("about", 2, "option", "error"),
        ("words", 3, "too-long", "error"),
    ] {
        let section = section(&answer, name);
        let told = format!(
            "<p class=\"{state}\"><strong>{state}</strong> <span lang=\"ja\">{}</span></p>",
            message(field, problem)
        );
        assert!(section.contains(&told), "{told}\n{section}");
    }
    assert!(section(&answer, "website").contains("a program has sent this"));
    // What a page does not send, or sends twice, is the fault of its template.
    let answer = post(&preview, &[("tel", "0312345678"), ("tel", "x")]);
    assert!(section(&answer, "about").contains("lacks this field"));
    assert!(section(&answer, "website").contains("lacks it"));
    assert!(section(&answer, "tel").contains("came 2 times"));
}

#[test]
fn nothing_that_is_typed_becomes_markup() {
    let site = Site::new(1);
    let preview = Preview::start(&site.root());
    let hostile = "</dd><script>alert(1)</script><img src=x onerror=\"alert('1')\"> & \0\u{1b}[2J";
    let answer = post(
        &preview,
        &[
            ("office", hostile),
            ("tel", hostile),
            ("about", hostile),
            ("words", hostile),
            ("website", hostile),
            (hostile, hostile),
        ],
    );
    assert_eq!(answer.status, 200);
    let text = answer.text();
    for mark in ["<script", "<img", "\0", "\u{1b}"] {
        assert!(!text.contains(mark), "{mark:?}: {text}");
    }
    let came = text.matches("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; <mark>U+0000</mark><mark>U+001B</mark>");
    assert!(came.count() >= 6, "{text}");
    assert!(text.contains("Fields that the form does not declare"));
}

#[test]
fn only_a_form_of_a_page_of_this_run_is_received() {
    let site = Site::new(3);
    let preview = Preview::start(&site.root());
    let own = preview.get("/contact/").action();
    let (path, token) = own.split_once("?token=").unwrap();
    assert_eq!(path, "/.annai/form/contact/");
    let filled = body(&[("tel", "0312345678")]);
    let status = |target: &str, headers: &str| {
        let headers = format!("{FORM}{headers}");
        send(&preview, "POST", target, &headers, &filled).status
    };
    assert_eq!(status(&own, ""), 200);
    for strange in [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n",
        "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: navigate\r\n",
    ] {
        assert_eq!(status(&own, strange), 403, "{strange}");
    }
    for wrong in ["", "?token=", "?token=0", "?as-of=2024-03-15"] {
        assert_eq!(status(&format!("{path}{wrong}"), ""), 403, "{wrong}");
    }
    for page in [
        "/",
        "/nothing/",
        "/faq/",
        "/contact",
        "/contact/form.json",
        "//contact/",
    ] {
        let target = format!("/.annai/form{page}?token={token}");
        let answer = send(&preview, "POST", &target, FORM, &filled);
        assert_eq!(answer.status, 404, "{page}");
        assert!(answer.text().contains("no form to send"), "{page}");
    }
    for method in ["GET", "PUT", "DELETE", "OPTIONS"] {
        let answer = send(&preview, method, &own, FORM, "");
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.headers["allow"], "POST", "{method}");
    }
    for kind in [
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/json",
    ] {
        let headers = format!("Content-Type: {kind}\r\n");
        let answer = send(&preview, "POST", &own, &headers, &filled);
        assert_eq!(answer.status, 415, "{kind}");
    }
    let day = send(&preview, "POST", &format!("{own}&as-of=x"), FORM, &filled);
    assert_eq!(day.status, 400);
}

#[test]
fn a_form_of_a_page_that_does_not_want_to_be_known_is_told_why_it_is_refused() {
    let site = Site::new(1);
    let preview = Preview::start(&site.root());
    let own = preview.get("/contact/").action();
    let ask = |target: &str, origin: &str, from: &str| {
        let headers = format!("{FORM}Origin: {origin}\r\nSec-Fetch-Site: {from}\r\n");
        let answer = send(&preview, "POST", target, &headers, "tel=0312345678");
        assert_eq!(answer.status, 403, "{target} {headers}");
        answer.text()
    };
    let told = ask(&own, "null", "same-origin");
    assert!(
        told.contains("does not say which page it comes from") && told.contains("no-referrer"),
        "{told}"
    );
    assert!(!told.contains("token="), "{told}");
    // Others get no advice.
    for (target, origin, from) in [
        (own.as_str(), "null", "cross-site"),
        (&own, "http://evil.example", "same-origin"),
        ("/contact/", "null", "same-origin"),
    ] {
        let told = ask(target, origin, from);
        assert!(told.contains("not from here"), "{told}");
    }
}

#[test]
fn too_much_is_not_looked_at_and_that_is_said() {
    let site = Site::new(1);
    let mut preview = Preview::start(&site.root());
    let own = preview.get("/contact/").action();
    let filled = |length: usize| format!("words={}", "x".repeat(length - "words=".len()));
    let most = send(&preview, "POST", &own, FORM, &filled(MOST));
    assert_eq!(most.status, 200);
    for length in [MOST + 1, 10 * MOST] {
        let answer = send(&preview, "POST", &own, FORM, &filled(length));
        assert_eq!(answer.status, 413, "{length}");
        assert!(answer.text().contains("Too much was typed in"));
    }
    assert!(preview.is_alive());
}

#[test]
fn a_form_is_that_of_its_page_as_it_is_now_and_on_its_day() {
    let site = Site::new(1);
    let preview = Preview::start(&site.root());
    let page = preview.get("/contact/?as-of=2024-04-10");
    let action = page.action();
    assert!(action.ends_with("&as-of=2024-04-10"), "{action}");
    let answer = send(&preview, "POST", &action, FORM, "tel=0312345678");
    assert_eq!(answer.status, 200);
    let back = "<a href=\"/contact/?as-of=2024-04-10\">";
    assert!(answer.text().contains(back), "{}", answer.text());
    // Where it is sent nowhere any more, nobody receives it.
    let contact = fs::read_to_string(site.path("content/contact.md")).unwrap();
    let without: String = contact
        .lines()
        .filter(|line| !line.starts_with("endpoint"))
        .map(|line| format!("{line}\n"))
        .collect();
    site.write("content/contact.md", &without);
    let page = preview.wait_for("/contact/", |page| !page.text().contains("/.annai/form"));
    assert!(page.text().contains("form-template"));
    let own = action.split('&').next().unwrap();
    let answer = send(&preview, "POST", own, FORM, "tel=0312345678");
    assert_eq!(answer.status, 404);
}
