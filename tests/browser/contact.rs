//! A form is filled in: by keys and clicks, by an input method, wrongly, with and without
//! script, with and without somewhere to send it to.

use crate::chromium::Chromium;
use crate::looks::look;
use crate::served::{ENDPOINT, Served, real_site, site_that_sends};
use serde_json::{Value, json};

/// What is typed into the fields, in their order; the selection is left as it is. Three of
/// them are wrong, and two are missing.
pub(crate) const WRONG: [(&str, &str); 6] = [
    ("name", "\u{3000}"),
    ("organization", "居宅介護支援事業所 あんない"),
    ("office-number", "123456789"),
    ("tel", "１２３"),
    ("email", "taro＠"),
    ("message", "画面が開きません。\n「エラー」と出ます。"),
];

/// The same as it should be.
pub(crate) const RIGHT: [(&str, &str); 4] = [
    ("name", "山田太郎"),
    ("office-number", "１３７０１０００１５"),
    ("tel", "０３ー１２３４ー５６７８"),
    ("email", "taro@example.jp"),
];

/// The fields, their values, and which of them are wrong.
const VALUES: &str = "Object.fromEntries([...document.querySelectorAll('.form-field')].map((it) => \
    { const field = it.querySelector('input, select, textarea'); return [field.name, field.value]; }))";
pub(crate) const INVALID: &str =
    "[...document.querySelectorAll('[aria-invalid=true]')].map((it) => it.name)";
const FOCUS: &str = "document.activeElement.id";

/// Writes into fields, each after a click at its label.
pub(crate) fn fill(chromium: &mut Chromium, fields: &[(&str, &str)]) {
    for (name, text) in fields {
        chromium.click(&format!("label[for=field-{name}]"));
        assert_eq!(chromium.ask(FOCUS), json!(format!("field-{name}")));
        // What there is to say of the field before has moved this one by now.
        chromium.settle();
        chromium.rewrite(text);
    }
}

/// The form of a site with mistakes in it, after a click that would send it.
fn mistaken(site: &Served) -> Option<Chromium> {
    let mut chromium = Chromium::start()?;
    chromium.width(1280);
    chromium.open(&format!("{}contact/", site.base));
    fill(&mut chromium, &WRONG);
    chromium.click(".form-button");
    chromium.settle();
    Some(chromium)
}

#[test]
fn mistakes_are_listed_above_and_named_at_their_fields() {
    let site = site_that_sends("2024-03-10");
    let Some(mut chromium) = mistaken(&site) else {
        return;
    };
    let wrong = ["name", "category", "office-number", "tel", "email"];
    assert_eq!(chromium.ask(FOCUS), json!("form-summary"));
    assert_eq!(chromium.ask(INVALID), json!(wrong));
    let title = chromium.ask("document.title");
    assert!(title.as_str().unwrap().starts_with("エラー：お問い合わせ"));
    let seen = chromium.ask(
        "(() => { const box = document.getElementById('form-summary'); \
         const { top, bottom } = box.getBoundingClientRect(); \
         return top >= 0 && bottom <= innerHeight && !!box.querySelector('[role=alert] h2'); })()",
    );
    assert_eq!(seen, json!(true), "the summary is not in sight");
    // What is said above is said at the field, which is described by it.
    let told = "[...document.querySelectorAll('#form-summary a')].map((it) => it.textContent)";
    let at_fields = "[...document.querySelectorAll('[aria-invalid=true]')].map((it) => \
        it.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id))\
        .filter((it) => it.className === 'form-error').map((it) => it.textContent).join())";
    let told = chromium.ask(told);
    let at_fields = chromium.ask(at_fields);
    let prefixed = told.as_array().unwrap().iter();
    let prefixed: Vec<_> = prefixed
        .map(|text| format!("エラー：{}", text.as_str().unwrap()))
        .collect();
    assert_eq!(at_fields, json!(prefixed));
    assert_eq!(told[1], "区分を選択してください");
    // Nothing that was typed is lost; digits are made narrow.
    let values = chromium.ask(VALUES);
    for (name, text) in WRONG {
        let text = text.replace("１２３", "123").replace('＠', "@");
        assert_eq!(values[name], text, "{name}");
    }
    let keyboards = chromium
        .ask("['tel', 'email'].map((it) => document.getElementById(`field-${it}`)).map(({ type, inputMode }) => type + inputMode)");
    assert_eq!(keyboards, json!(["tel", "textemail"]));
    let wrong = look(&mut chromium, "contact with errors");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(chromium.complaints(&site.base), [""; 0]);
}

#[test]
fn each_line_of_the_list_leads_to_its_field() {
    let site = site_that_sends("2024-03-10");
    let Some(mut chromium) = mistaken(&site) else {
        return;
    };
    let in_sight = "(() => { const it = document.activeElement; \
        const label = document.querySelector(`label[for=${it.id}]`).getBoundingClientRect(); \
        return [it.name, label.top >= 0 && it.getBoundingClientRect().bottom <= innerHeight]; })()";
    let names = chromium.ask(INVALID);
    for (at, name) in names.as_array().unwrap().iter().enumerate() {
        for width in [1280, 320] {
            chromium.width(width);
            chromium.click(&format!("#form-summary li:nth-child({}) a", at + 1));
            assert_eq!(chromium.ask(in_sight), json!([name, true]), "by click");
            chromium.ask("document.getElementById('form-summary').focus()");
            for _ in 0..=at {
                chromium.press("Tab");
            }
            chromium.press("Enter");
            assert_eq!(chromium.ask(in_sight), json!([name, true]), "by keys");
        }
    }
}

#[test]
fn what_is_mended_is_no_mistake_any_more_and_is_sent() {
    let site = site_that_sends("2024-03-10");
    let Some(mut chromium) = mistaken(&site) else {
        return;
    };
    chromium.catch("https://example.jp/*");
    for (at, (name, text)) in RIGHT.into_iter().enumerate() {
        fill(&mut chromium, &[(name, text)]);
        // On the way to the next field.
        chromium.press("Tab");
        let left = format!("[{INVALID}.length, document.querySelectorAll('.form-error').length]");
        let expected = WRONG.len() - 2 - at;
        assert_eq!(chromium.ask(&left), json!([expected, expected]), "{name}");
    }
    // What is still missing is all that is left to say.
    chromium.press("Shift+Tab");
    chromium.press("Enter");
    chromium.settle();
    assert_eq!(chromium.ask(INVALID), json!(["category"]));
    let links = "document.querySelectorAll('#form-summary a').length";
    assert_eq!(chromium.ask(links), json!(1));
    chromium.press("Tab");
    chromium.press("Enter");
    assert_eq!(chromium.ask(FOCUS), json!("field-category"));
    chromium.press("ArrowDown");
    chromium.click("label[for=field-email]");
    chromium.settle();
    assert_eq!(chromium.ask(INVALID), json!([]));
    chromium.press("Enter");
    let sent = chromium.caught();
    assert_eq!(
        (&sent["url"], &sent["method"]),
        (&json!(ENDPOINT), &json!("POST"))
    );
    let sent = fields(&mut chromium, &sent);
    assert_eq!(sent["name"], "山田太郎");
    assert_eq!(sent["category"], "居宅介護支援事業所");
    assert_eq!(sent["office-number"], "1370100015");
    assert_eq!(sent["tel"], "0312345678");
    assert_eq!(
        sent["message"],
        "画面が開きません。\r\n「エラー」と出ます。"
    );
    assert_eq!(sent["website"], "", "the trap is not for people");
    let seconds: u64 = sent["_seconds"].as_str().unwrap().parse().unwrap();
    assert!(seconds < 300, "{seconds} s");
    // Whoever comes back finds what they have written, and no mistakes.
    chromium.back();
    assert_eq!(chromium.ask(VALUES)["name"], "山田太郎");
    assert_eq!(chromium.ask(INVALID), json!([]));
}

/// What has been sent, by the names of the fields.
fn fields(chromium: &mut Chromium, sent: &Value) -> Value {
    let body = sent["postData"].as_str().unwrap();
    chromium.ask(&format!(
        "Object.fromEntries(new URLSearchParams({body:?}))"
    ))
}

#[test]
fn a_form_is_sent_without_script_too() {
    let site = site_that_sends("2024-03-10");
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    chromium.catch("https://example.jp/*");
    chromium.scripts(false);
    chromium.open(&format!("{}contact/", site.base));
    chromium.scripts(true);
    // The browser itself keeps it back as long as something is missing, and tells where.
    chromium.click(".form-button");
    chromium.until("document.activeElement.id === 'field-name'");
    fill(&mut chromium, &RIGHT);
    fill(&mut chromium, &[("organization", "あんない")]);
    chromium.press("Tab");
    chromium.press("ArrowDown");
    chromium.click(".form-button");
    let sent = chromium.caught();
    let sent = fields(&mut chromium, &sent);
    // Nobody has made the digits narrow: whoever receives them has the rules for it.
    assert_eq!(sent["office-number"], "１３７０１０００１５");
    assert_eq!(sent["organization"], "あんない");
    // Nothing keeps them back for being fast, or for what no script tells.
    assert_eq!(sent["_seconds"], "");
}

#[test]
fn a_key_that_chooses_a_word_sends_nothing() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    for site in [site_that_sends("2024-03-10"), real_site("2024-03-10", "")] {
        chromium.open(&format!("{}contact/", site.base));
        chromium.ask(
            "globalThis.composing = []; globalThis.sent = 0; \
             addEventListener('keydown', (it) => composing.push([it.key, it.isComposing])); \
             addEventListener('submit', () => { sent++; }); 0",
        );
        chromium.click("label[for=field-name]");
        chromium.compose("やまだ", "山田", "Enter");
        chromium.compose("たろう", "太郎", " ");
        chromium.settle();
        assert_eq!(chromium.ask(VALUES)["name"], "山田太郎");
        let seen =
            chromium.ask("[composing, sent, document.querySelectorAll('.form-error').length]");
        let keys = json!([["Enter", true], [" ", true]]);
        assert_eq!(seen, json!([keys, 0, 0]));
        // The next one does.
        chromium.press("Enter");
        chromium.settle();
        assert_eq!(chromium.ask("sent"), json!(1));
    }
}

#[test]
fn what_was_typed_is_there_again_for_who_comes_back() {
    let forgetful = "--disable-features=BackForwardCache";
    for switches in [&[][..], &[forgetful]] {
        let Some(mut chromium) = Chromium::start_with(switches) else {
            return;
        };
        for site in [site_that_sends("2024-03-10"), real_site("2024-03-10", "")] {
            chromium.open(&format!("{}contact/", site.base));
            fill(&mut chromium, &WRONG);
            chromium.press("Tab");
            let typed = chromium.ask(VALUES);
            chromium.follow(|it| it.click(".brand"));
            assert_eq!(
                chromium.ask("document.querySelectorAll('form#form').length"),
                json!(0)
            );
            chromium.back();
            assert_eq!(chromium.ask(VALUES), typed, "{switches:?}");
        }
    }
}

#[test]
fn a_click_does_not_miss_for_a_line_that_comes_above() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = site_that_sends("2024-03-10");
    chromium.width(1280);
    chromium.open(&format!("{}contact/", site.base));
    // To leave a wrong field says so, and moves what is below it.
    fill(&mut chromium, &[("email", "taro")]);
    chromium.click(".form-button");
    chromium.settle();
    assert_eq!(chromium.ask(FOCUS), json!("form-summary"));
    assert_eq!(
        chromium.ask("document.querySelectorAll('.form-error').length"),
        json!(5)
    );
}
