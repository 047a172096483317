//! The scripts of the preview in a real browser, where the world is not as one would have it.

use crate::chromium::Chromium;
use crate::preview::Preview;
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
    chromium.go(|_| site.write("content/faq/p0.md", &page("faq", "変わりました。")));
    let words = "document.querySelector('main').textContent.includes('変わりました')";
    assert!(comes_true(&mut chromium, words));
    assert!(comes_true(&mut chromium, WINDOW), "there is no window");
    assert_eq!(chromium.complaints(&base), Vec::<String>::new());
}
