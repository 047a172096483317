//! The site as of other days than today: what stays while the sources have errors, and when it
//! is said to change.

use crate::preview::{DAY, Preview};
use crate::site::{CONFIG, Site, page};
use serde_json::{Value, json};

/// Before its first cycle there is no site; a year later it has another window.
const CYCLES: &str = "
[facts.renewal]
label = \"受付期間\"
window = { start = 2024-03-04, end = 2024-04-09 }

[[cycles]]
name = \"2024\"
from = 2024-02-01

[[cycles]]
name = \"2025\"
from = 2025-02-01
facts.renewal = { start = 2025-03-03, end = 2025-04-08 }
";

const HOME: &str = "+++
title = \"トップ\"
+++

受付は{{ renewal }}です。[お問い合わせ](contact.md)

:::before renewal
まだです。
:::
:::during renewal
いまです。
:::
:::after renewal
もう済みました。
:::
";

const BROKEN: &str = "{{ nothing_of_the_kind }}";

fn site() -> Site {
    let site = Site::new(3);
    site.write("site.toml", &format!("{CONFIG}{CYCLES}"));
    site.write("content/index.md", HOME);
    site
}

/// What a tool of the window is answered on the page of a day.
fn told(preview: &Preview, name: &str, query: &str) -> Value {
    let token = preview.get("/").token();
    let answer = preview.get(&format!("/.annai/{name}?token={token}&{query}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

fn days(told: &Value) -> Vec<&str> {
    let moments = told["moments"].as_array().unwrap().iter();
    moments.map(|one| one["day"].as_str().unwrap()).collect()
}

#[test]
fn the_last_good_state_of_a_day_stays_while_there_are_errors() {
    let site = site();
    let draft = page("news", "下書きです。").replacen("+++\n", "+++\ndraft = true\n", 1);
    site.write("content/news/d.md", &draft);
    let preview = Preview::start(&site.root());
    let pages = ["/", "/news/d/", "/contact/", "/nowhere/"];
    let shown = |path: &str| preview.get(&format!("{path}?as-of=2024-03-01"));
    let plain = |path: &str| {
        let answer = shown(path);
        (answer.status, String::from_utf8(answer.plain()).unwrap())
    };
    let before = pages.map(plain);
    assert!(shown("/").text().contains("まだです"));
    // However often the sources are saved meanwhile.
    for (words, errors) in [(BROKEN.to_owned(), 1), (BROKEN.repeat(2), 2)] {
        site.write("content/faq/p0.md", &page("faq", &words));
        preview.line_with("faq/p0.md");
        assert_eq!(pages.map(plain), before);
        assert!(shown("/news/d/").text().contains(" data-draft=\""));
        assert!(shown("/contact/").action().starts_with("/.annai/form/"));
        let found = told(&preview, "findings", "page=/&as-of=2024-03-01");
        assert_eq!(found["errors"], json!(errors));
    }
    site.write("content/faq/p0.md", &page("faq", "直しました。"));
    preview.line_with("faq/p0.md");
    assert!(shown("/faq/p0/").text().contains("直しました"));
}

#[test]
fn a_day_that_never_was_sound_says_what_keeps_it_from_being_shown() {
    let site = site();
    let preview = Preview::start(&site.root());
    // The day: before the first cycle there is nothing to say.
    let early = preview.get("/?as-of=2024-01-31");
    assert_eq!(early.status, 503);
    let words = early.text();
    assert!(words.contains("or choose another day"), "{words}");
    // The sources: no other day would help.
    site.write("content/faq/p0.md", &page("faq", BROKEN));
    preview.line_with("faq/p0.md");
    for day in ["2024-01-31", "2024-03-01", "2024-05-01"] {
        let unseen = preview.get(&format!("/?as-of={day}"));
        assert_eq!(unseen.status, 503, "{day}");
        let words = unseen.text();
        assert!(words.contains("Mend the errors listed"), "{day}: {words}");
        assert!(!words.contains("another day"), "{day}: {words}");
        assert!(!words.contains("for this day"), "{day}: {words}");
    }
}

#[test]
fn the_moments_begin_with_the_day_that_is_shown() {
    let site = site();
    let preview = Preview::start(&site.root());
    let moments = |day: &str| told(&preview, "moments", &format!("as-of={day}"));
    let all = ["2024-03-04", "2024-04-10", "2025-02-01", "2025-03-03"];
    let past = moments("2024-03-01");
    assert_eq!(past["from"], "2024-03-01");
    assert_eq!(past["today"], DAY);
    assert_eq!(past["until"], "2025-03-15");
    assert_eq!(days(&past), all);
    // What follows a later day is known by then, and is what it is by itself.
    let later = moments("2024-03-04");
    assert_eq!(days(&later), all[1..]);
    let anew = Preview::start(&site.root());
    assert_eq!(told(&anew, "moments", "as-of=2024-03-04"), later);
    assert_eq!(days(&told(&anew, "moments", "as-of=2024-03-01")), all);
    // Of a day to come, and of one without a site, those after today are told.
    let today = told(&preview, "moments", "");
    assert_eq!(
        (&today["from"], days(&today)),
        (&json!(DAY), all[1..].to_vec())
    );
    for other in ["2024-06-01", "2024-01-31"] {
        assert_eq!(moments(other), today, "{other}");
    }
}

#[test]
fn nobody_waits_for_the_building_of_half_a_century() {
    let site = site();
    let whole = "[facts.renewal]\nlabel = \"受付期間\"\n\
                 window = { start = 2023-03-04, end = 2023-04-09 }\n";
    site.write("site.toml", &format!("{CONFIG}\n{whole}"));
    let preview = Preview::start(&site.root());
    let moments = told(&preview, "moments", "as-of=1970-01-01");
    assert_eq!(moments["from"], "2019-03-15");
    // The last is the day of the news.
    assert_eq!(days(&moments), ["2023-03-04", "2023-04-10", "2024-03-01"]);
}

#[test]
fn nothing_is_said_of_the_days_of_a_site_that_cannot_be_built_today() {
    let site = site();
    let preview = Preview::start(&site.root());
    assert_eq!(told(&preview, "moments", "")["errors"], 0);
    site.write("content/faq/p0.md", &page("faq", BROKEN));
    preview.line_with("faq/p0.md");
    for day in ["", "as-of=2024-03-01", "as-of=2024-06-01"] {
        let moments = told(&preview, "moments", day);
        assert_eq!(moments["errors"], 1, "{day}");
        assert_eq!(moments["moments"], json!([]), "{day}");
    }
}

#[test]
fn what_will_be_wrong_is_told_while_nobody_saves() {
    let site = Site::new(1);
    site.write("site.toml", &format!("{CONFIG}{CYCLES}"));
    site.write(
        "content/index.md",
        "+++\ntitle = \"トップ\"\n+++\n\n受付は{{ renewal.end }}までです。\n",
    );
    let preview = Preview::start(&site.root());
    let token = preview.get("/").token();
    let path = format!("/.annai/findings?token={token}&page=/");
    let answer = preview.wait_for(&path, |answer| answer.text().contains("past-date"));
    let found: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(found["errors"], 0, "{found}");
    let message = found["here"][0]["message"].as_str().unwrap();
    assert!(message.starts_with("from 2024-04-10 on: "), "{message}");
}
