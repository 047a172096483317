//! Forms in the preview, filled in in a real browser, with script and without.

use crate::chromium::Chromium;
use crate::endpoint::MOST;
use crate::preview::{DAY, Preview, annai_in};
use crate::site::{ENDPOINT, Site};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Puts a text into what `selector` finds first, as an input method does.
fn fill(chromium: &mut Chromium, selector: &str, text: &str) {
    chromium.ask(&format!("document.querySelector({selector:?}).focus()"));
    chromium.call("Input.insertText", json!({ "text": text }));
}

/// Types into the form and sends it; what the page says then.
fn fill_in_and_send(chromium: &mut Chromium, base: &str) -> Value {
    chromium.open(&format!("{base}contact/"));
    fill(chromium, "#field-office", "1370123455");
    fill(chromium, "#field-tel", "０３－１２３４－５６７８");
    fill(chromium, "#field-words", "一行目\n<b>二行目</b>");
    chromium.follow(|page| page.click("#form .form-button"));
    chromium.ask(
        "[location.pathname, document.querySelector('h1').textContent, \
          document.querySelector('h1 ~ p > code').textContent, \
          document.querySelector('.summary').className, \
          [...document.querySelectorAll('dd')].map((it) => it.textContent), \
          document.querySelectorAll('b').length, \
          getComputedStyle(document.querySelector('section')).borderTopWidth, \
          document.documentElement.scrollWidth <= innerWidth]",
    )
}

#[test]
fn a_form_is_filled_in_and_sent_in_a_browser_with_script_and_without() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = Site::new(1);
    let preview = Preview::start(&site.root());
    let base = format!("http://localhost:{}/", preview.port);
    chromium.width(320);
    // With script it is folded before it is sent.
    for (scripts, tel) in [
        (true, &["0312345678"][..]),
        (false, &["０３－１２３４－５６７８", "0312345678"]),
    ] {
        chromium.scripts(scripts);
        let mut seen = fill_in_and_send(&mut chromium, &base);
        let seconds = seen[4].as_array_mut().and_then(Vec::pop).unwrap();
        let seconds = seconds.as_str().unwrap();
        match scripts {
            true => assert!(seconds.parse::<u32>().is_ok(), "{seconds}"),
            false => assert_eq!(seconds, "(empty)"),
        }
        let mut values = vec!["1370123455"];
        values.extend(tel);
        values.extend(["(empty)", "一行目\n<b>二行目</b>"]);
        let path = "/.annai/form/contact/";
        let expected = json!([
            path,
            "Nothing was sent",
            ENDPOINT,
            "summary fine",
            values,
            0,
            "1px",
            true
        ]);
        assert_eq!(seen, expected, "script: {scripts}");
        chromium.follow(|page| page.click("main > p > a"));
        let at = chromium.ask("location.pathname");
        assert_eq!(at, json!("/contact/"));
        assert_eq!(chromium.complaints(&base), Vec::<String>::new());
    }
}

#[test]
fn a_browser_that_sends_too_much_shows_that_it_was() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = Site::new(1);
    let preview = Preview::start(&site.root());
    chromium.open(&format!("http://localhost:{}/contact/", preview.port));
    let length = 2 * MOST;
    chromium.ask(&format!(
        "document.getElementById('field-words').value = 'x'.repeat({length}); 0"
    ));
    chromium.follow(|page| {
        page.ask("document.getElementById('form').submit()");
    });
    let title = chromium.ask("document.title");
    assert_eq!(title, json!("Too much was typed in"));
}

#[test]
fn what_is_missed_in_a_page_is_kept_in_by_the_policy() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = Site::new(1);
    let preview = Preview::start(&site.root());
    let base = format!("http://localhost:{}/", preview.port);
    chromium.open(&format!("{base}contact/"));
    let policy = chromium.ask("document.querySelector('meta[http-equiv]').content");
    // The page itself would let it go.
    assert!(
        policy
            .as_str()
            .unwrap()
            .contains("form-action 'self' https://forms.example.jp")
    );
    chromium.complaints(&base);
    chromium.ask(&format!(
        "new Promise((done) => {{ \
           addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective)); \
           const form = document.getElementById('form'); \
           form.action = {ENDPOINT:?}; form.submit(); }})"
    ));
    chromium.settle();
    let complaints = chromium.complaints(&base);
    assert!(
        !complaints
            .iter()
            .any(|told| told.starts_with("https://forms.example.jp")),
        "{complaints:?}"
    );
    assert!(
        complaints
            .iter()
            .any(|told| told.contains("form-action 'self'")),
        "{complaints:?}"
    );
    let at = chromium.ask("location.href");
    assert_eq!(at, json!(format!("{base}contact/")));
}

#[test]
#[ignore = "by hand: people look at its pictures"]
fn pictures_of_what_would_be_sent() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = Site::new(1);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("endpoint");
    fs::create_dir_all(&folder).unwrap();
    let mut command = annai_in("ja", &site.root());
    command.args(["--as-of", DAY]);
    let preview = Preview::of(command);
    let base = format!("http://localhost:{}/", preview.port);
    // As it is with the most to say.
    chromium.scripts(false);
    for (device, width) in [("phone", 320), ("desktop", 1280)] {
        for scheme in ["light", "dark"] {
            chromium.width(width);
            chromium.prefers("screen", &[("prefers-color-scheme", scheme)]);
            chromium.open(&format!("{base}contact/"));
            chromium.ask("document.querySelector('[name=tel]').required = false");
            fill(&mut chromium, "#field-office", "1370123456");
            fill(&mut chromium, "#field-tel", "０３－１２３４");
            fill(
                &mut chromium,
                "#field-words",
                "一行目\n<b>二\u{200b}行目</b>",
            );
            chromium.ask("document.querySelector('.form-button').focus()");
            chromium.follow(|page| page.press("Enter"));
            let file = folder.join(format!("{device}-{scheme}.png"));
            fs::write(file, chromium.picture()).unwrap();
        }
    }
    println!("look at {}", folder.display());
}
