//! From a page to the same in another language and back, by clicks and by keys.

use crate::chromium::Chromium;
use crate::served::{outputs, real_site, write};
use serde_json::json;

/// Where somebody is, and in which language the page says it is.
const HERE: &str = "[location.pathname, document.documentElement.lang]";
const OTHER: &str = ".languages a";

#[test]
fn a_page_leads_to_itself_in_the_other_language() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    let pages = [
        "",
        "faq/",
        "faq/license-expiry/",
        "renewal/",
        "renewal/leaflet/",
        "contact/",
    ];
    for (at, page) in pages.into_iter().enumerate() {
        chromium.width([320, 1280][at % 2]);
        chromium.open(&format!("{}{page}", site.base));
        assert_eq!(chromium.ask(HERE), json!([format!("/{page}"), "ja"]));
        // The link says so in its own language.
        let link = format!(
            "[document.querySelector({OTHER:?})].map(({{ lang, hreflang, innerText }}) => [lang, hreflang, innerText])[0]"
        );
        assert_eq!(
            chromium.ask(&link),
            json!(["en", "en", "English"]),
            "/{page}"
        );
        chromium.follow(|it| it.click(OTHER));
        assert_eq!(chromium.ask(HERE), json!([format!("/en/{page}"), "en"]));
        assert_eq!(
            chromium.ask(&link),
            json!(["ja", "ja", "日本語"]),
            "/en/{page}"
        );
        chromium.tab_to(OTHER);
        chromium.follow(|it| it.press("Enter"));
        assert_eq!(chromium.ask(HERE), json!([format!("/{page}"), "ja"]));
        chromium.tab_to(OTHER);
        chromium.follow(|it| it.press("Enter"));
        assert_eq!(chromium.ask(HERE), json!([format!("/en/{page}"), "en"]));
    }
    // What is not translated leads to where everything begins, and says that it does.
    chromium.open(&format!("{}interviews/", site.base));
    let said = chromium.ask(&format!("document.querySelector({OTHER:?}).innerText"));
    assert!(said.as_str().unwrap().starts_with("English "), "{said}");
    chromium.follow(|it| it.click(OTHER));
    assert_eq!(chromium.ask(HERE), json!(["/en/", "en"]));
    assert_eq!(chromium.complaints(&site.base), [""; 0]);
}

#[test]
fn every_link_to_another_language_keeps_its_word() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    let mut pairs = 0;
    for page in site.pages() {
        chromium.open(&format!("{}{page}", site.base));
        let link = chromium.ask(&format!(
            "[...document.querySelectorAll({OTHER:?})].map((it) => [it.href, it.hreflang, it.innerText.length > 7])"
        ));
        let Some(link) = link.get(0) else {
            continue;
        };
        chromium.open(link[0].as_str().unwrap());
        assert_eq!(
            chromium.ask("document.documentElement.lang"),
            link[1],
            "/{page}"
        );
        let back = chromium.ask(&format!("document.querySelector({OTHER:?}).href"));
        if link[2] == json!(false) {
            pairs += 1;
            assert_eq!(back, json!(format!("{}{page}", site.base)));
        }
    }
    assert!(pairs >= 20, "only {pairs} pages have a translation");
}

#[test]
fn the_languages_can_be_changed_where_the_site_lies_on_a_disk() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    write(&outputs("2024-03-10"), folder.path());
    let base = format!("file://{}/", folder.path().display());
    chromium.open(&format!("{base}faq/index.html"));
    for (page, language) in [("en/faq/index.html", "en"), ("faq/index.html", "ja")] {
        chromium.follow(|it| it.click(OTHER));
        let here = chromium.ask("[location.href, document.documentElement.lang]");
        assert_eq!(here, json!([format!("{base}{page}"), language]));
    }
}
