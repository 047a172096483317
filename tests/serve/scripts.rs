//! The scripts of the preview in a real browser, where the world is not as one would have it.

use crate::chromium::Chromium;
use crate::preview::{DAY, Preview, annai};
use crate::site::{Site, page};
use serde_json::json;

/// Whether something becomes true within ten seconds.
fn comes_true(chromium: &mut Chromium, condition: &str) -> bool {
    let told = chromium.ask(&format!(
        "new Promise((done) => {{ \
           const limit = performance.now() + 10000; \
           const look = () => ({condition}) ? done(true) \
             : performance.now() > limit ? done(false) : setTimeout(look, 20); \
           look(); }})"
    ));
    told == json!(true)
}

const WINDOW: &str = "document.querySelector('annai-preview')?.shadowRoot.querySelector('.corner')";

#[test]
fn a_browser_that_is_to_keep_nothing_shows_every_change_all_the_same() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = Site::new(1);
    let preview = Preview::start(&site.root());
    let base = format!("http://localhost:{}/", preview.port);
    let source = "Object.defineProperty(globalThis, 'sessionStorage', { \
                  get() { throw new DOMException('refused', 'SecurityError'); } })";
    let source = json!({ "source": source });
    chromium.call("Page.addScriptToEvaluateOnNewDocument", source);
    chromium.open(&format!("{base}faq/p0/"));
    assert!(comes_true(&mut chromium, WINDOW), "there is no window");
    chromium.follow(|_| site.write("content/faq/p0.md", &page("faq", "変わりました。")));
    let words = "document.querySelector('main').textContent.includes('変わりました')";
    assert!(comes_true(&mut chromium, words));
    assert!(comes_true(&mut chromium, WINDOW), "there is no window");
    assert_eq!(chromium.complaints(&base), Vec::<String>::new());
}

#[test]
fn a_page_waits_once_for_its_server_and_takes_up_the_next() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = Site::new(1);
    // A port that no other test takes meanwhile.
    let serve = |port: u16| {
        let mut command = annai(&site.root());
        command.args(["--as-of", DAY, "--port", &port.to_string()]);
        Preview::of(command)
    };
    let preview = serve(0);
    let port = preview.port;
    let counts = "globalThis.streams = 0; globalThis.asked = 0; \
                  const Stream = EventSource; const ask = fetch; \
                  globalThis.EventSource = class extends Stream { \
                    constructor(...address) { super(...address); streams += 1; } }; \
                  globalThis.fetch = (...address) => { asked += 1; return ask(...address); }";
    let source = json!({ "source": counts });
    chromium.call("Page.addScriptToEvaluateOnNewDocument", source);
    chromium.open(&format!("http://localhost:{port}/faq/p0/"));
    assert!(comes_true(&mut chromium, WINDOW));
    let token = "document.querySelector('[data-token]').dataset.token";
    let first = chromium.ask(token);
    let before = chromium.ask("asked");
    drop(preview);
    assert!(comes_true(&mut chromium, &format!("asked > {before} + 1")));
    // Somebody comes back to the page again and again meanwhile.
    let streams = chromium.ask(
        "for (let at = 0; at < 9; at += 1) document.dispatchEvent(new Event('visibilitychange')); streams",
    );
    assert_eq!(streams, json!(1));
    let mut again = None;
    chromium.follow(|_| again = Some(serve(port)));
    assert_ne!(chromium.ask(token), first);
    assert!(comes_true(&mut chromium, WINDOW));
}
