//! What people do with pages: with clicks, with keys, with letters twice as large.

use crate::chromium::{Chromium, sheets};
use crate::served::real_site;
use serde_json::{Value, json};

/// How many questions are open, and what the button above them says.
const QUESTIONS: &str = "[document.querySelectorAll('.qa[open]').length, \
                         document.querySelector('[data-unfold]').textContent]";

pub(crate) const ALL: usize = 6;

#[test]
fn all_questions_open_and_close_with_one_button() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    chromium.width(1280);
    chromium.open(&format!("{}faq/", site.base));
    assert_eq!(chromium.ask(QUESTIONS), json!([0, "すべて開く"]));
    chromium.click("[data-unfold]");
    chromium.settle();
    assert_eq!(chromium.ask(QUESTIONS), json!([ALL, "すべて閉じる"]));
    chromium.click("#form-access summary");
    chromium.settle();
    assert_eq!(chromium.ask(QUESTIONS), json!([ALL - 1, "すべて開く"]));
    // The same with keys.
    chromium.ask("document.querySelector('[data-unfold]').focus()");
    chromium.press("Enter");
    chromium.settle();
    assert_eq!(chromium.ask(QUESTIONS), json!([ALL, "すべて閉じる"]));
    chromium.press(" ");
    chromium.settle();
    assert_eq!(chromium.ask(QUESTIONS), json!([0, "すべて開く"]));
    chromium.press("Tab");
    chromium.press("Enter");
    chromium.settle();
    assert_eq!(chromium.ask(QUESTIONS), json!([1, "すべて開く"]));
    // Without script there is nothing that would do nothing.
    chromium.scripts(false);
    chromium.open(&format!("{}faq/?again", site.base));
    let shown = chromium.ask("document.querySelector('[data-unfold]').checkVisibility()");
    assert_eq!(shown, json!(false));
}

#[test]
fn a_question_opens_for_who_comes_for_it() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    let open = "[...document.querySelectorAll('.qa[open]')].map((it) => it.id)";
    chromium.open(&format!("{}faq/#form-access", site.base));
    assert_eq!(chromium.ask(open), json!(["form-access"]));
    chromium.ask("location.hash = '#after-expiry'");
    chromium.settle();
    assert_eq!(chromium.ask(open), json!(["form-access", "after-expiry"]));
    // A link to words, which the browser looks for as it does for those of its search.
    chromium.scripts(false);
    let words = "%E5%86%8D%E5%BA%A6%E3%80%81%E5%88%A9%E7%94%A8%E7%94%B3%E8%AB%8B%E9%A0%82";
    chromium.open(&format!("{}faq/?again#:~:text={words}", site.base));
    chromium.scripts(true);
    chromium.settle();
    assert_eq!(chromium.ask(open), json!(["after-expiry"]));
}

#[test]
fn a_button_prints_its_page() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    // A browser without a window asks nobody for a printer.
    let source = json!({ "source": "globalThis.printed = 0; print = () => { printed++; };" });
    chromium.call("Page.addScriptToEvaluateOnNewDocument", source);
    for page in ["renewal/", "renewal/leaflet/", "en/renewal/leaflet/"] {
        chromium.open(&format!("{}{page}", site.base));
        chromium.click("[data-print]");
        assert_eq!(chromium.ask("printed"), json!(1), "/{page}");
        chromium.press("Enter");
        assert_eq!(chromium.ask("printed"), json!(2), "/{page}");
    }
    // Nothing that would do nothing.
    chromium.scripts(false);
    chromium.open(&format!("{}renewal/", site.base));
    let shown = chromium.ask("document.querySelector('[data-print]').checkVisibility()");
    assert_eq!(shown, json!(false));
}

#[test]
fn the_sheet_of_a_letter_stays_one_when_more_is_to_be_told() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    let told = "document.querySelector('.notice-stale').checkVisibility()";
    for (day, is_told) in [("2024-03-10", false), ("2025-01-10", true)] {
        let clock = chromium.clock(day);
        for page in ["renewal/leaflet/", "en/renewal/leaflet/"] {
            chromium.open(&format!("{}{page}?{day}", site.base));
            assert_eq!(chromium.ask(told), json!(is_told), "/{page} on {day}");
            assert_eq!(sheets(&chromium.pdf()), 1, "/{page} on {day}");
        }
        chromium.call("Page.removeScriptToEvaluateOnNewDocument", clock);
    }
}

#[test]
fn a_banner_and_the_days_left_are_those_of_the_day_of_reading() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site(
        "2024-03-10",
        "[[banners]]\ntitle = \"あすまで\"\nfrom = \"renewal.end - 1 day\"\nuntil = \"renewal.end\"\n",
    );
    let clock = "const Real = Date; let now = '2024-04-07T23:59:59+09:00'; \
                 globalThis.Date = class extends Real { \
                   constructor(...parts) { super(...(parts.length ? parts : [Real.parse(now)])); } \
                   static now() { return Real.parse(now); } }; \
                 globalThis.set = (moment) => { now = moment; dispatchEvent(new Event('pageshow')); };";
    let source = json!({ "source": clock });
    chromium.call("Page.addScriptToEvaluateOnNewDocument", source);
    chromium.open(&format!("{}renewal/", site.base));
    let seen = "['.banner', '.days-left', '.period-state'].map((it) => \
                [...document.querySelectorAll(it)].filter((it) => it.checkVisibility())\
                .map((it) => it.innerText.trim().replace(/\\s+/g, ' ')).join())";
    assert_eq!(chromium.ask(seen), json!(["", "あと2日", "受付中 あと2日"]));
    chromium.ask("set('2024-04-08T00:00:00+09:00')");
    let Value::Array(eve) = chromium.ask(seen) else {
        panic!("no list");
    };
    assert!(eve[0].as_str().unwrap().contains("あすまで"));
    assert_eq!(eve[1], "あと1日");
    chromium.ask("set('2024-04-09T12:00:00+09:00')");
    assert_eq!(chromium.ask(seen)[1], "本日が最終日です");
    chromium.ask("set('2024-04-10T00:00:00+09:00')");
    assert_eq!(chromium.ask(seen), json!(["", "", "受付終了"]));
    // A clock that is behind the page says nothing of days.
    chromium.ask("set('2024-03-01T00:00:00+09:00')");
    assert_eq!(chromium.ask(seen), json!(["", "", "受付中"]));
}

#[test]
fn who_uses_keys_sees_where_they_are() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    for (page, width, keys) in [("", 1280, 40), ("faq/", 320, 30), ("renewal/", 320, 20)] {
        chromium.width(width);
        chromium.open(&format!("{}{page}", site.base));
        for step in 0..keys {
            chromium.press("Tab");
            let told = chromium.ask(
                "(() => { const it = document.activeElement; if (it === document.body) return 'end'; \
                 const { outlineStyle, outlineWidth } = getComputedStyle(it); \
                 const box = it.getBoundingClientRect(); \
                 const seen = outlineStyle === 'solid' && parseFloat(outlineWidth) >= 3 \
                   && box.bottom > 0 && box.top < innerHeight && box.width > 0; \
                 return seen ? '' : it.outerHTML.slice(0, 120); })()",
            );
            if told == "end" {
                break;
            }
            assert_eq!(told, "", "/{page} after {} keys", step + 1);
        }
    }
}

#[test]
fn letters_may_be_twice_as_large_and_stand_farther_apart() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", crate::visits::BANNERS);
    // WCAG 2.2, 1.4.4 and 1.4.12; in forced colours too, where borders are others.
    for (width, style) in [
        (1280, "font-size: 200%"),
        (640, "font-size: 200%"),
        (
            320,
            "line-height: 1.5; letter-spacing: 0.12em; word-spacing: 0.16em",
        ),
    ] {
        chromium.width(width);
        chromium.prefers("screen", &[("forced-colors", "active")]);
        for page in site.pages() {
            chromium.open(&format!("{}{page}", site.base));
            let sticking_out = chromium.ask(&format!(
                "(() => {{ document.documentElement.style.cssText = {style:?}; \
                 if (document.documentElement.scrollWidth <= innerWidth) return []; \
                 return [...document.querySelectorAll('body *')] \
                   .filter((it) => it.getBoundingClientRect().right > innerWidth) \
                   .map((it) => it.outerHTML.slice(0, 80)); }})()"
            ));
            assert_eq!(sticking_out, json!([]), "/{page} {width} {style}");
        }
    }
}

#[test]
fn headings_are_covered_by_nothing_and_break_where_japanese_may() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    for (width, colors) in [(320, "none"), (390, "active"), (1280, "active")] {
        chromium.width(width);
        chromium.prefers("screen", &[("forced-colors", colors)]);
        for page in site.pages() {
            chromium.open(&format!("{}{page}", site.base));
            let wrong = chromium.ask(include_str!("headings.js"));
            let forced = colors == "active";
            // Paint that lets the words through is not asked about; forced colours paint it full.
            let wrong = &wrong[if forced { "covered" } else { "lines" }];
            assert_eq!(*wrong, json!([]), "/{page} {width} {colors}");
        }
    }
}
