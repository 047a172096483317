//! Pages on paper: nothing that only a screen can show, and where each link leads.

use crate::chromium::Chromium;
use crate::hands::ALL;
use crate::installed::pdftotext;
use crate::served::real_site;
use serde_json::{Value, json};

/// Whether the answers can be read, by the id of their question.
const READABLE: &str = "Object.fromEntries([...document.querySelectorAll('.qa')].map((it) => \
                        [it.id, it.querySelector('.answer').checkVisibility()]))";

/// The links of running text that lead to another page and do not say on paper to which, beside
/// the page's own address. What `BASE` serves is published at another address.
const SILENT: &str = "[...document.querySelectorAll('.body a[href]')]\
    .filter((it) => it.checkVisibility() && /^http/.test(it.href) \
      && it.href.split('#')[0] !== location.href.split(/[?#]/)[0])\
    .filter((it) => { \
      const address = decodeURI(it.href).replace('BASE', 'https://support.example.jp/'); \
      const shown = getComputedStyle(it, '::after').content.split(/[^!-~]|[\"()]/); \
      return it.textContent !== address && shown.filter((it) => it === address).length !== 1; })\
    .map((it) => it.outerHTML)";

/// The words on the sheets of the page, without their spaces and line breaks; nothing where no
/// program reads them.
fn on_paper(chromium: &mut Chromium) -> Option<String> {
    let text = pdftotext(&chromium.pdf())?;
    Some(text.split_whitespace().collect())
}

#[test]
fn paper_holds_every_answer_and_where_links_lead() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    let silent = SILENT.replace("BASE", &site.base);
    for scripts in [true, false] {
        chromium.scripts(scripts);
        chromium.prefers("print", &[]);
        chromium.open(&format!("{}faq/?{scripts}", site.base));
        let Value::Object(readable) = chromium.ask(READABLE) else {
            panic!("no questions");
        };
        assert_eq!(readable.len(), ALL);
        let closed: Vec<_> = readable
            .iter()
            .filter(|(_, is_open)| **is_open != json!(true))
            .collect();
        assert!(closed.is_empty(), "script: {scripts}, {closed:?}");
        assert_eq!(chromium.ask(&silent), json!([]), "script: {scripts}");
        let chrome = "['.skip', '.menu', '.bar', '.crumbs', 'button', '.site-footer nav'].filter((it) => \
                      [...document.querySelectorAll(it)].some((it) => it.checkVisibility()))";
        assert_eq!(chromium.ask(chrome), json!([]));
        let address = "document.querySelector('.print-address').innerText";
        let address = chromium.ask(address);
        assert!(
            address
                .as_str()
                .unwrap()
                .contains("https://support.example.jp/faq/")
        );
    }
    // A real print opens them for its time only.
    chromium.scripts(true);
    chromium.prefers("", &[]);
    chromium.open(&format!("{}faq/", site.base));
    let count = "document.querySelectorAll('.qa[open]').length";
    chromium.ask(&format!(
        "addEventListener('beforeprint', () => {{ globalThis.printed = {count}; }})"
    ));
    chromium.call("Page.printToPDF", json!({}));
    assert_eq!(chromium.ask("printed"), json!(ALL));
    assert_eq!(chromium.ask(count), json!(0));
    if let Some(paper) = on_paper(&mut chromium) {
        let answer =
            "全体の流れは更新手順（https://support.example.jp/renewal/#steps）をご覧ください。";
        assert!(paper.contains(answer), "{paper}");
    }
}

#[test]
fn each_link_of_a_text_says_on_paper_where_it_leads() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    let silent = SILENT.replace("BASE", &site.base);
    chromium.prefers("print", &[]);
    let of_texts = |page: &&String| !page.contains("leaflet") && !page.ends_with(".html");
    for page in site.pages().iter().filter(of_texts) {
        chromium.open(&format!("{}{page}", site.base));
        assert_eq!(chromium.ask(&silent), json!([]), "/{page}");
    }
    chromium.prefers("", &[]);
    // On the day that the site speaks for, so that with script it shows the same states.
    let _ = chromium.clock("2024-03-10");
    for scripts in [true, false] {
        chromium.scripts(scripts);
        // What stands there in a row, and all addresses of the site with the page's own.
        for (page, words, addresses) in [
            (
                "renewal/",
                "、システムに反映される時期（https://support.example.jp/faq/reflected-date/）をご覧",
                5,
            ),
            (
                "contact/",
                "と更新手順（https://support.example.jp/renewal/#steps）",
                6,
            ),
            (
                "en/renewal/",
                "whenitshowsinthesystem(https://support.example.jp/en/faq/reflected-date/).",
                5,
            ),
            // Lists of pages are for those who can click.
            ("news/", "", 1),
        ] {
            chromium.open(&format!("{}{page}?{scripts}", site.base));
            let Some(paper) = on_paper(&mut chromium) else {
                return;
            };
            assert!(paper.contains(words), "/{page}: {paper}");
            let count = paper.matches("https://support.example.jp/").count();
            assert_eq!(count, addresses, "/{page}: {paper}");
        }
    }
}

#[test]
fn a_sheet_of_a_letter_has_no_room_for_addresses_of_links() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    chromium.prefers("print", &[]);
    // The sheet of the real site has no link in its text: it gets one.
    let printed = "(() => { const it = document.querySelector('.body p'); \
        it.innerHTML = '<a href=\"/\" data-address=\"https://example.jp/\">a</a>'; \
        return getComputedStyle(it.firstChild, '::after').content.includes('example'); })()";
    for (page, is_printed) in [("renewal/", true), ("renewal/leaflet/", false)] {
        chromium.open(&format!("{}{page}", site.base));
        assert_eq!(chromium.ask(printed), json!(is_printed), "/{page}");
    }
}

#[test]
fn paper_does_not_say_what_is_true_for_an_hour() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    // A Monday, within the hours of the desk.
    let _ = chromium.clock("2024-03-11");
    let shown = "[...document.querySelectorAll('.open-now')]\
        .map((it) => [it.textContent !== '', it.checkVisibility()])";
    for page in ["", "contact/"] {
        for (medium, is_shown) in [("screen", true), ("print", false)] {
            chromium.prefers(medium, &[]);
            chromium.open(&format!("{}{page}?{medium}", site.base));
            let Value::Array(seen) = chromium.ask(shown) else {
                panic!("no list");
            };
            assert!(!seen.is_empty(), "/{page}");
            assert!(
                seen.iter().all(|it| *it == json!([true, is_shown])),
                "/{page} on {medium}: {seen:?}"
            );
        }
    }
}
