//! A form that cannot be sent: what to tell on the phone, and what to copy or to mail.

use crate::chromium::Chromium;
use crate::contact::{INVALID, RIGHT, WRONG, fill};
use crate::looks::look;
use crate::served::{real_site, site_that_mails, site_that_sends};
use serde_json::{Value, json};

/// What is copied of [`RIGHT`], in the order of the fields.
const LETTER: &str = "担当者氏名: 山田太郎\n組織名称: あんない\n区分: 居宅介護支援事業所\n\
    介護事業所番号: 1370100015\n電話番号: 0312345678\nメールアドレス: taro@example.jp\n\
    お問い合わせ内容: \n画面が開きません。\n「エラー」と出ます。";

#[test]
fn where_nothing_can_be_sent_it_can_be_copied() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    chromium.width(1280);
    for setting in ["granted", "denied"] {
        for name in ["clipboard-write", "clipboard-read"] {
            let permission = json!({ "permission": { "name": name }, "setting": setting });
            chromium.call("Browser.setPermission", permission);
        }
        chromium.open("about:blank");
        chromium.open(&format!("{}contact/", site.base));
        let phone =
            "document.querySelector('.contact-card a[href=\"tel:0120584708\"]').checkVisibility()";
        assert_eq!(chromium.ask(phone), json!(true));
        let last = "document.querySelector('.outline > ol > li:last-child > a').hash";
        assert_eq!(chromium.ask(last), json!("#form-title"));
        // By keys only.
        chromium.tab_to("#field-name");
        chromium.write(RIGHT[0].1);
        chromium.tab_to("#field-organization");
        chromium.write("あんない");
        chromium.tab_to("#field-category");
        chromium.press("ArrowDown");
        for (name, text) in &RIGHT[1..] {
            chromium.tab_to(&format!("#field-{name}"));
            chromium.write(text);
        }
        chromium.tab_to("#field-message");
        chromium.write(WRONG[5].1);
        chromium.press("Tab");
        chromium.press("Enter");
        chromium.until("document.getElementById('form-status').textContent !== ''");
        let copied = chromium.ask(
            "[document.getElementById('form-text').value, \
             document.getElementById('form-text').checkVisibility(), \
             document.getElementById('form-status').textContent.slice(0, 8)]",
        );
        if setting == "granted" {
            assert_eq!(copied, json!([LETTER, true, "文面をコピーしま"]));
            assert_eq!(chromium.ask("navigator.clipboard.readText()"), LETTER);
        } else {
            assert_eq!(copied, json!([LETTER, true, "コピーできません"]));
            let selected = chromium.ask("getSelection().toString()");
            assert_eq!(selected, LETTER, "ready for the keys that copy");
        }
        let wrong = look(&mut chromium, setting);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
    assert_eq!(chromium.complaints(&site.base), [""; 0]);
}

/// Where a mail goes to, what it is about and what it says, as programs for mail read its link
/// (RFC 6068); nothing where none is offered.
const MAIL: &str = "(() => { const it = document.getElementById('form-mail'); \
    if (!it?.checkVisibility()) return null; \
    const [to, parts] = it.href.slice('mailto:'.length).split('?'); \
    return [to, ...parts.split('&').map((part) => part.split('=').map(decodeURIComponent))]; })()";

#[test]
fn where_nothing_can_be_sent_it_can_be_mailed() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = site_that_mails("2024-03-10");
    let address = "[...document.querySelectorAll('.form a[href=\"mailto:help@example.jp\"]')]\
        .filter((it) => it.checkVisibility()).map((it) => it.textContent)";
    // The address is there for all, the mail with the text for those who have a text.
    chromium.width(320);
    for scripts in [false, true] {
        chromium.scripts(scripts);
        chromium.open(&format!("{}contact/?{scripts}", site.base));
        assert_eq!(chromium.ask(address), json!(["help@example.jp"]));
    }
    assert_eq!(chromium.ask(MAIL), json!(null));
    fill(&mut chromium, &RIGHT);
    fill(&mut chromium, &[("organization", "あんない")]);
    chromium.click("label[for=field-category]");
    chromium.press("ArrowDown");
    let before = LETTER.split_once("\n画面").unwrap().0;
    let long = "長い".repeat(200);
    for (message, is_long) in [
        (WRONG[5].1, false),
        // What is copied again replaces what was there, whatever signs it has.
        ("100% & a=b? #1 ＋+ \"<>\"", false),
        // What is too much for some programs is left to be pasted.
        (&long, true),
    ] {
        fill(&mut chromium, &[("message", message)]);
        chromium.ask("document.getElementById('form-status').textContent = ''");
        chromium.click(".form-button");
        chromium.until("document.getElementById('form-status').textContent !== ''");
        let line = if message.contains('\n') { "\n" } else { "" };
        let letter = format!("{before}{line}{message}").replace('\n', "\r\n");
        let body = if is_long { "" } else { &letter };
        let mail = json!([
            "help@example.jp",
            ["subject", "お問い合わせ"],
            ["body", body]
        ]);
        assert_eq!(chromium.ask(MAIL), mail);
        let wrong = look(&mut chromium, message);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
    assert_eq!(chromium.complaints(&site.base), [""; 0]);
}

/// The text that is copied, what is said of it, and what looks like an error.
const COPIED: &str = "(() => [document.getElementById('form-text').value, \
    document.getElementById('form-status').textContent, \
    document.querySelectorAll('.form-error, #form-summary').length, document.title.includes('エラー')])()";

/// A click at the button, and what there is then.
fn copied(chromium: &mut Chromium) -> Value {
    chromium.ask("document.getElementById('form-status').textContent = ''");
    chromium.click(".form-button");
    chromium.until("document.getElementById('form-status').textContent !== ''");
    assert_eq!(chromium.ask(INVALID), json!([]));
    chromium.ask(COPIED)
}

#[test]
fn what_is_copied_may_be_half_or_wrong() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    let permission = json!({ "permission": { "name": "clipboard-write" }, "setting": "granted" });
    chromium.call("Browser.setPermission", permission);
    chromium.width(320);
    chromium.open(&format!("{}contact/", site.base));
    // Of nothing there is the list, to be filled in elsewhere.
    let list = "担当者氏名: \n組織名称: \n区分: \n介護事業所番号: \n電話番号: \n\
                メールアドレス: \nお問い合わせ内容: ";
    let said =
        |items: &str| format!("文面をコピーしました。 ヘルプデスクでは、{items}をお伺いします。");
    let all = said("担当者氏名、組織名称、区分、電話番号、メールアドレス");
    assert_eq!(copied(&mut chromium), json!([list, all, 0, false]));
    fill(&mut chromium, &[RIGHT[0], ("email", "taro＠")]);
    let half = "担当者氏名: 山田太郎\nメールアドレス: taro@";
    let rest = said("組織名称、区分、電話番号");
    assert_eq!(copied(&mut chromium), json!([half, rest, 0, false]));
    // What looks wrong is said all the same, and not for longer than it is true.
    let notes = "[...document.querySelectorAll('.form-note')].map((it) => it.id)";
    assert_eq!(chromium.ask(notes), json!(["note-email"]));
    let wrong = look(&mut chromium, "contact, half");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    fill(&mut chromium, &[("email", "")]);
    chromium.press("Tab");
    assert_eq!(chromium.ask(notes), json!([]));
    assert_eq!(chromium.complaints(&site.base), [""; 0]);
}

#[test]
fn a_contact_page_does_not_deny_what_it_offers() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let text = "document.querySelector('main').textContent";
    let denial = ["このページからの送信は受け付けていません", "お伺いすること"];
    for (site, sends) in [
        (real_site("2024-03-10", ""), false),
        (site_that_mails("2024-03-10"), false),
        (site_that_sends("2024-03-10"), true),
    ] {
        for scripts in [true, false] {
            chromium.scripts(scripts);
            chromium.open(&format!("{}contact/?{scripts}", site.base));
            let text = chromium.ask(text);
            let text = text.as_str().unwrap();
            for words in denial {
                assert_eq!(text.contains(words), !sends, "{words}, script: {scripts}");
            }
            assert_eq!(text.contains("送信する"), sends, "script: {scripts}");
            // Where nothing can be written, nobody is asked to.
            let list = chromium.ask("document.getElementById('form-list')?.innerText ?? ''");
            let list = list.as_str().unwrap();
            assert_eq!(list.is_empty(), sends || scripts);
            assert!(!list.contains("入力") && !list.contains("選択"), "{list}");
        }
    }
}
