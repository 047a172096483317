//! The search, from the field in the header to the page that was looked for.

use crate::chromium::Chromium;
use crate::looks::look;
use crate::served::{outputs, real_site, write};
use serde_json::{Value, json};

const STATUS: &str = "document.querySelector('[data-search-status]').textContent";
const TITLES: &str =
    "[...document.querySelectorAll('[data-search-results] a')].map((it) => it.textContent)";
const FOCUS: &str = "document.activeElement.id || document.activeElement.textContent";
const NOTHING: &str = "[...document.querySelectorAll('[data-search-nothing] a[href^=\"tel:\"], \
    [data-search-nothing] .phone-hours')].map((it) => it.checkVisibility() && it.innerText)";

const REFLECTED: &str =
    "専用申込フォームから手続きしましたが、システムに反映されていません。いつ反映されますか？";

/// From a page to what answers a question, by keys only, and back again.
fn find(chromium: &mut Chromium, home: &str) {
    chromium.open(home);
    chromium.tab_to("#site-search");
    chromium.write("反映");
    chromium.follow(|it| it.press("Enter"));
    chromium.until(&format!("{STATUS} !== ''"));
    let titles = chromium.ask(TITLES);
    let count = titles.as_array().unwrap().len();
    assert_eq!(
        chromium.ask(STATUS),
        json!(format!("{count}件見つかりました。"))
    );
    assert_eq!(titles[0], REFLECTED);
    // What has changed is told to who does not see it.
    let live = "document.querySelector('[data-search-status]').getAttribute('role')";
    assert_eq!(chromium.ask(live), json!("status"));

    chromium.tab_to("#search-field");
    for (key, at) in [
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("End", count - 1),
        ("Home", 0),
    ] {
        chromium.press(key);
        assert_eq!(chromium.ask(FOCUS), titles[at], "{key}");
    }
    chromium.press("Escape");
    assert_eq!(chromium.ask(FOCUS), json!("search-field"));
    chromium.press("ArrowDown");
    chromium.follow(|it| it.press("Enter"));
    let heading = chromium.ask("document.querySelector('h1').textContent");
    assert!(heading.as_str().unwrap().ends_with(REFLECTED), "{heading}");
    // The results are still there for who wants another.
    chromium.back();
    chromium.until(&format!("{STATUS} !== ''"));
    assert_eq!(chromium.ask(TITLES), titles);
    assert_eq!(
        chromium.ask("document.getElementById('search-field').value"),
        "反映"
    );
}

#[test]
fn a_page_is_found_by_keys_from_the_header() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    chromium.width(1280);
    find(&mut chromium, &site.base);
    chromium.width(320);
    find(&mut chromium, &format!("{}faq/license-expiry/", site.base));
    assert_eq!(chromium.complaints(&site.base), [""; 0]);
}

#[test]
fn a_page_is_found_where_the_site_lies_on_a_disk() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    write(&outputs("2024-03-10"), folder.path());
    let base = format!("file://{}/", folder.path().display());
    chromium.width(1280);
    find(&mut chromium, &format!("{base}index.html"));
    find(
        &mut chromium,
        &format!("{base}faq/license-expiry/index.html"),
    );
    assert_eq!(chromium.complaints(&base), [""; 0]);
}

#[test]
fn results_come_as_one_writes() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = real_site("2024-03-10", "");
    chromium.width(1280);
    chromium.open(&format!("{}search/", site.base));
    chromium.click("label[for=search-field]");
    chromium.write("ﾗｲｾﾝｽ 有効期限");
    chromium.until(&format!(
        "{TITLES}[0] === 'ライセンスの有効期限はどこで確認できますか？'"
    ));
    let asked = chromium.ask("new URLSearchParams(location.search).get('q')");
    assert_eq!(
        asked,
        json!("ﾗｲｾﾝｽ 有効期限"),
        "the address leads here again"
    );
    let mut wrong = look(&mut chromium, "results");

    // By an input method: the keys that it takes neither lead away nor send.
    chromium.rewrite("");
    chromium.ask("globalThis.sent = 0; addEventListener('submit', () => { sent++; }); 0");
    chromium.compose("はん", "反", "ArrowDown");
    chromium.compose("えい", "映", "Enter");
    assert_eq!(chromium.ask(FOCUS), json!("search-field"));
    chromium.until(&format!("{TITLES}[0] === '{REFLECTED}'"));
    assert_eq!(chromium.ask("sent"), json!(0));
    // What is left of it: Escape empties the field, and nothing is shown for nothing.
    chromium.press("Escape");
    chromium.until(&format!("{STATUS} === '' && {TITLES}.length === 0"));

    chromium.write("駐車場はありますか");
    chromium.until(&format!("{STATUS} === '見つかりませんでした。'"));
    let Value::Array(help) = chromium.ask(NOTHING) else {
        panic!("no list");
    };
    let help: Vec<_> = help.iter().filter_map(Value::as_str).collect();
    assert!(
        help.iter().any(|it| it.contains("0120-584-708")),
        "{help:?}"
    );
    assert!(help.iter().any(|it| it.contains("9:00")), "{help:?}");
    wrong.extend(look(&mut chromium, "nothing found"));
    wrong.extend(chromium.complaints(&site.base));

    // Something in the way: said, and the phone is there too.
    chromium.call(
        "Network.setBlockedURLs",
        json!({ "urls": ["*/search/index.js"] }),
    );
    chromium.open(&format!("{}search/?q=%E5%8F%8D%E6%98%A0", site.base));
    chromium.until(&format!("{STATUS}.startsWith('検索できませんでした')"));
    let help = chromium.ask(NOTHING).to_string();
    assert!(help.contains("0120-584-708"), "{help}");
    wrong.extend(look(&mut chromium, "failed"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
