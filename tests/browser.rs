//! What a reader sees at a moment, in a real browser: on machines in other zones than the
//! site's, with the clock set to the moments at which something changes.
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "this test looks for a browser and gives it pages to read"
)]

#[path = "browser/chromium.rs"]
mod chromium;
#[path = "browser/contact.rs"]
mod contact;
#[path = "browser/copying.rs"]
mod copying;
#[path = "browser/finding.rs"]
mod finding;
#[path = "browser/hands.rs"]
mod hands;
#[path = "support/installed.rs"]
mod installed;
#[path = "browser/keys.rs"]
mod keys;
#[path = "browser/looks.rs"]
mod looks;
#[path = "browser/paper.rs"]
mod paper;
#[path = "browser/screenshots.rs"]
mod screenshots;
#[path = "browser/served.rs"]
mod served;
#[path = "browser/tongues.rs"]
mod tongues;
#[path = "browser/visits.rs"]
mod visits;

use annai::build::{Options, build};
use annai::calendar::{AsOf, Point};
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

const CONFIG: &str = r#"
[site]
title    = "サイト"
language = "LANGUAGE"
timezone = "Asia/Tokyo"
phone    = "{{ phone }}"
hours    = "{{ hours }}"

[facts.renewal]
label  = "受付期間"
window = { start = 2024-03-04, end = END }

[facts.phone]
label = "電話"
phone = "0120-584-708"

[facts.hours]
label = "時間"
HOURS

[facts.founding]
label   = "創立記念日"
closure = { from = 2024-04-30, to = 2024-04-30 }

[facts.year_end]
label   = "年末年始の休業"
closure = { from = 2024-12-28, to = 2025-01-05 }

[calendar]
open = [2024-03-30]
"#;

/// What differs from one site to the next.
struct Kind {
    name: &'static str,
    /// When the window ends.
    end: &'static str,
    hours: &'static str,
    home: &'static str,
}

/// An office that is not there on Saturdays.
const ONCE: &Kind = &Kind {
    name: "once",
    end: "2024-04-09",
    hours: r#"hours = { open = 09:00, close = 17:00, closed = ["saturday", "sunday", "holiday"] }"#,
    home: PAGE,
};

/// An office with a break, with other hours on Saturdays, up to midnight on Fridays.
const LINES: &Kind = &Kind {
    name: "lines",
    hours: r#"hours = [
  { days = "月曜～木曜", open = "09:00", close = "17:00", breaks = ["12:00～13:00"] },
  { days = "金曜", open = "13:00", close = "24:00" },
  { days = "土曜", open = "09:00", close = "12:00" },
  { days = "第3土曜", closed = true },
]
closed = ["日曜", "祝日"]"#,
    ..*ONCE
};

/// A window that ends at a minute of its last day, and says so.
const DEADLINE: &Kind = &Kind {
    name: "deadline",
    end: "2024-04-09T17:00",
    home: PERIOD,
    ..*ONCE
};

const PAGE: &str = r#"+++
title = "ホーム"
+++

:::before renewal
前
:::
:::during renewal
中
:::
:::after renewal
後
:::

間

:::during renewal
単独
:::
"#;

const PERIOD: &str = r#"+++
title = "ホーム"
+++

:::period
{{ renewal }}

:::before renewal
前
:::
:::during renewal
中
:::
:::after renewal
後
:::
:::
"#;

/// The moment a page is built for, the moment it is read, and what is seen then: the states, the
/// line beside the phone number (`OPEN`, or when it opens next), whether the page says that it
/// may be out of date.
type Case = (&'static str, &'static str, &'static str);

const EARLY: &str = "2024-03-01";
const LATE: &str = "2024-03-10";
const AUTUMN: &str = "2024-11-05";
const MORNING: &str = "2024-04-09";
const LAST_HOUR: &str = "2024-04-09T16:00";
const DEADLINE_ITSELF: &str = "2024-04-09T17:00";

#[rustfmt::skip]
const CASES: &[Case] = &[
    // The window opens. On that day the page of before is out of date.
    (EARLY, "2024-03-03T23:59:59", "前 | 3月4日（月）9:00 | fresh"),
    (EARLY, "2024-03-04T00:00:00", "中+単独 | 本日9:00 | stale"),
    // A working day.
    (EARLY, "2024-03-05T08:59:59", "中+単独 | 本日9:00 | stale"),
    (EARLY, "2024-03-05T09:00:00", "中+単独 | OPEN | stale"),
    (EARLY, "2024-03-05T16:59:59", "中+単独 | OPEN | stale"),
    (EARLY, "2024-03-05T17:00:00", "中+単独 | 3月6日（水）9:00 | stale"),
    // A Saturday.
    (EARLY, "2024-03-09T12:00:00", "中+単独 | 3月11日（月）9:00 | stale"),
    // A holiday in the middle of the week.
    (LATE, "2024-03-19T17:00:00", "中+単独 | 3月21日（木）9:00 | fresh"),
    // A Saturday on which somebody is there all the same.
    (LATE, "2024-03-29T18:00:00", "中+単独 | 3月30日（土）9:00 | fresh"),
    (LATE, "2024-03-30T12:00:00", "中+単独 | OPEN | fresh"),
    // The window closes, and nobody has built the site since.
    (LATE, "2024-04-09T23:59:59", "中+単独 | 4月10日（水）9:00 | fresh"),
    (LATE, "2024-04-10T00:00:00", "後 | 本日9:00 | stale"),
    // A holiday, and the day of the house's own after it.
    (LATE, "2024-04-29T10:00:00", "後 | 5月1日（水）9:00 | stale"),
    (LATE, "2024-04-30T10:00:00", "後 | 5月1日（水）9:00 | stale"),
    // What comes after the year that began with the quarter of the build is not known.
    (LATE, "2024-12-27T16:59:59", "後 | OPEN | stale"),
    (LATE, "2024-12-27T17:00:00", "後 | - | stale"),
    (LATE, "2025-01-06T10:00:00", "後 | - | stale"),
    // A clock that is behind the page is wrong.
    (LATE, "2024-03-03T10:00:00", "中+単独 | - | fresh"),
];

/// The same for the office with lines of hours, on a page of the autumn.
#[rustfmt::skip]
const CASES_OF_LINES: &[Case] = &[
    // The break of a Monday.
    (AUTUMN, "2024-11-11T11:59:59", "後 | OPEN | fresh"),
    (AUTUMN, "2024-11-11T12:00:00", "後 | 本日13:00 | fresh"),
    (AUTUMN, "2024-11-11T12:30:00", "後 | 本日13:00 | fresh"),
    (AUTUMN, "2024-11-11T13:00:00", "後 | OPEN | fresh"),
    // The evening before a Friday, and its end.
    (AUTUMN, "2024-11-14T17:00:00", "後 | 11月15日（金）13:00 | fresh"),
    (AUTUMN, "2024-11-15T08:59:59", "後 | 本日13:00 | fresh"),
    (AUTUMN, "2024-11-15T23:59:59", "後 | OPEN | fresh"),
    // The third Saturday, and another.
    (AUTUMN, "2024-11-16T00:00:00", "後 | 11月18日（月）9:00 | fresh"),
    (AUTUMN, "2024-11-16T10:00:00", "後 | 11月18日（月）9:00 | fresh"),
    (AUTUMN, "2024-11-30T11:59:59", "後 | OPEN | fresh"),
    (AUTUMN, "2024-11-30T12:00:00", "後 | 12月2日（月）9:00 | fresh"),
    // A holiday on a Saturday.
    (AUTUMN, "2024-11-23T10:00:00", "後 | 11月25日（月）9:00 | fresh"),
    // Days off on working days, over the turn of the year.
    (AUTUMN, "2024-12-27T23:59:59", "後 | OPEN | fresh"),
    (AUTUMN, "2024-12-30T10:00:00", "後 | 1月6日（月）9:00 | fresh"),
];

/// The same on the last day of a window that ends at 17:00, on pages of its morning and of its
/// last hour.
#[rustfmt::skip]
const CASES_OF_A_DEADLINE: &[Case] = &[
    (MORNING, "2024-04-09T00:00:00", "受付中 本日が最終日です（17:00まで） 中 | 本日9:00 | fresh"),
    (MORNING, "2024-04-09T16:59:59", "受付中 本日が最終日です（17:00まで） 中 | OPEN | fresh"),
    (MORNING, "2024-04-09T17:00:00", "受付終了 後 | 4月10日（水）9:00 | stale"),
    (MORNING, "2024-04-10T00:00:00", "受付終了 後 | 本日9:00 | stale"),
    (LAST_HOUR, "2024-04-09T16:00:00", "受付中 本日が最終日です（17:00まで） 中 | OPEN | fresh"),
    (LAST_HOUR, "2024-04-09T16:59:59", "受付中 本日が最終日です（17:00まで） 中 | OPEN | fresh"),
    (LAST_HOUR, "2024-04-09T17:00:00", "受付終了 後 | 4月10日（水）9:00 | stale"),
    // A page that was built in that minute has nothing to take back.
    (DEADLINE_ITSELF, "2024-04-09T17:00:00", "受付終了 後 | 4月10日（水）9:00 | fresh"),
    (DEADLINE_ITSELF, "2024-04-09T16:59:59", "受付終了 後 | - | fresh"),
];

const OPEN: &str = "お電話は、ただいま受付中";

#[derive(Deserialize)]
struct Told {
    /// The zone of the machine, as the browser knows it.
    zone: String,
    /// What the pages told, by name.
    pages: BTreeMap<String, Vec<String>>,
}

#[test]
fn a_page_is_true_at_the_moment_of_reading_on_a_machine_in_utc() {
    on_a_machine_in("UTC");
}

#[test]
fn a_page_is_true_at_the_moment_of_reading_on_a_machine_in_los_angeles() {
    on_a_machine_in("America/Los_Angeles");
}

fn on_a_machine_in(zone: &str) {
    let Some(browser) = installed::chromium() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let pages = pages();
    write_pages(&pages, folder.path());
    let told = read_back(&browser, zone, folder.path());
    assert_eq!(told.zone, zone, "the browser did not take the zone over");

    let mut wrong = Vec::new();
    for page in &pages {
        let seen = told.pages.get(&page.name).map_or(&[][..], Vec::as_slice);
        if seen != page.expected {
            let Page {
                name,
                moments,
                expected,
                ..
            } = page;
            wrong.push(format!(
                "{name} at {moments:?}:\nseen     {seen:#?}\nexpected {expected:#?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A copy of a home page that is read at some moments, one after the other.
struct Page {
    name: String,
    kind: &'static Kind,
    language: &'static str,
    built: &'static str,
    /// What the clock of the copy is set to, in the time of Japan.
    moments: Vec<&'static str>,
    expected: Vec<String>,
}

fn pages() -> Vec<Page> {
    let mut pages = pages_of_cases();
    pages.extend(pages_that_run_on());
    pages.extend(pages_in_english());
    pages
}

/// Each case as a page of its own that is opened at that moment; all of a build as one page that
/// is left open.
fn pages_of_cases() -> Vec<Page> {
    let page = |name: String, kind, built, cases: &[&Case]| Page {
        name,
        kind,
        language: "ja",
        built,
        moments: cases.iter().map(|case| case.1).collect(),
        expected: cases.iter().map(|case| japanese(case.2)).collect(),
    };
    let mut pages = Vec::new();
    for (kind, cases) in [
        (ONCE, CASES),
        (LINES, CASES_OF_LINES),
        (DEADLINE, CASES_OF_A_DEADLINE),
    ] {
        for case in cases {
            let name = format!("opened-{}-{}-{}", kind.name, case.0, case.1);
            pages.push(page(name.replace(':', "-"), kind, case.0, &[case]));
        }
        for built in [EARLY, LATE, AUTUMN, MORNING, LAST_HOUR] {
            let same: Vec<&Case> = cases.iter().filter(|case| case.0 == built).collect();
            let name = format!("left-open-{}-{built}", kind.name);
            if !same.is_empty() {
                pages.push(page(name.replace(':', "-"), kind, built, &same));
            }
        }
    }
    pages
}

/// Pages whose clock runs on for some seconds.
fn pages_that_run_on() -> [Page; 3] {
    let page = |name: &str, kind, built, from, before: &str, after: &str| Page {
        name: format!("running-into-{name}"),
        kind,
        language: "ja",
        built,
        moments: vec![from],
        expected: vec![japanese(before), japanese(after)],
    };
    [
        page(
            "the-day-after",
            ONCE,
            LATE,
            "2024-04-09T23:59:58",
            "中+単独 | 4月10日（水）9:00 | fresh",
            "後 | 本日9:00 | stale",
        ),
        page(
            "the-morning",
            ONCE,
            LATE,
            "2024-03-11T08:59:58",
            "中+単独 | 本日9:00 | fresh",
            "中+単独 | OPEN | fresh",
        ),
        page(
            "the-deadline",
            DEADLINE,
            LAST_HOUR,
            "2024-04-09T16:59:58",
            "受付中 本日が最終日です（17:00まで） 中 | OPEN | fresh",
            "受付終了 後 | 4月10日（水）9:00 | stale",
        ),
    ]
}

fn pages_in_english() -> [Page; 2] {
    let page = |kind: &'static Kind, built, cases: &[(&'static str, String)]| Page {
        name: format!("english-{}", kind.name),
        kind,
        language: "en",
        built,
        moments: cases.iter().map(|case| case.0).collect(),
        expected: cases.iter().map(|case| case.1.clone()).collect(),
    };
    let open = "Our phone line is open now";
    let closed = "Our phone line is closed now and opens again on Wed 10 April at 9:00";
    let today = "Our phone line is closed now and opens again today at 9:00";
    let last_day = "Open now Today is the last day, until 17:00 中";
    [
        page(
            ONCE,
            LATE,
            &[
                ("2024-04-09T23:59:59", format!("中+単独 | {closed} | fresh")),
                ("2024-04-10T08:59:59", format!("後 | {today} | stale")),
                ("2024-04-10T09:00:00", format!("後 | {open} | stale")),
            ],
        ),
        page(
            DEADLINE,
            MORNING,
            &[
                (
                    "2024-04-09T16:59:59",
                    format!("{last_day} | {open} | fresh"),
                ),
                (
                    "2024-04-09T17:00:00",
                    format!("Closed 後 | {closed} | stale"),
                ),
            ],
        ),
    ]
}

/// A line of the table with the sentence beside the phone number written out.
fn japanese(expected: &str) -> String {
    let [states, phone, stale] = expected.split(" | ").collect::<Vec<_>>()[..] else {
        panic!("three parts: {expected}");
    };
    let phone = match phone {
        "-" => "-".to_owned(),
        "OPEN" => OPEN.to_owned(),
        next => format!("お電話は、ただいま受付時間外（次の受付は{next}から）"),
    };
    format!("{states} | {phone} | {stale}")
}

/// Builds the sites and writes the copies, each with a script before all others that sets the
/// clock, and a page around them.
fn write_pages(pages: &[Page], folder: &Path) {
    let mut around = "<!doctype html><body><script src=around.js></script>".to_owned();
    for page in pages {
        let name = &page.name;
        let site = format!("{}-{}-{}", page.kind.name, page.language, page.built);
        let site = site.replace(':', "-");
        let home = folder.join(&site).join("index.html");
        if !home.is_file() {
            write_site(&folder.join(&site), page);
        }
        let moments = page
            .moments
            .iter()
            .map(|moment| format!(",{moment}%2B09:00"));
        let task: String = [name.clone()].into_iter().chain(moments).collect();
        let html = fs::read_to_string(home).unwrap();
        let (head, script) = html.split_once("<script").unwrap();
        let probe = format!("<script src=\"probe.js?{task}\"></script>");
        let copy = folder.join(&site).join(format!("{name}.html"));
        fs::write(copy, format!("{head}{probe}<script{script}")).unwrap();
        around.push_str(&format!("<iframe src=\"{site}/{name}.html\"></iframe>"));
    }
    fs::write(folder.join("around.html"), around).unwrap();
    fs::write(folder.join("around.js"), include_str!("browser/around.js")).unwrap();
}

fn write_site(folder: &Path, page: &Page) {
    let Kind {
        end, hours, home, ..
    } = page.kind;
    let config = CONFIG.replace("LANGUAGE", page.language);
    let config = config.replace("END", end).replace("HOURS", hours);
    let files = [("site.toml", config.as_str()), ("content/index.md", home)];
    let sources =
        files.map(|(path, text)| Arc::new(Source::new(SourceId::new(path), text.as_bytes())));
    let as_of = AsOf::new(Point::parse(page.built).unwrap().start());
    let built = build(
        &Snapshot::new(sources, Vec::new()),
        &Options::new(as_of),
        &mut Cache::default(),
    );
    assert!(!built.has_errors(), "{:?}", built.diagnostics);
    for (path, output) in &built.outputs {
        let path = folder.join(path.as_str());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, output.bytes()).unwrap();
    }
    fs::write(folder.join("probe.js"), include_str!("browser/probe.js")).unwrap();
}

/// Has a browser on a machine in `zone` read the pages, and returns what they told. Its time
/// is a virtual one, which jumps to the next timer: nobody waits.
fn read_back(browser: &Path, zone: &str, folder: &Path) -> Told {
    let profile = folder.join("profile");
    let output = Command::new(browser)
        .env("TZ", zone)
        .env("HOME", folder)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
        ])
        .args(["--disable-quic", "--disable-background-networking"])
        .args([
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ])
        .args([
            "--virtual-time-budget=10000",
            "--timeout=20000",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("file://{}", folder.join("around.html").display()))
        .output()
        .unwrap();
    let dom = String::from_utf8(output.stdout).unwrap();
    let told = dom
        .split_once("<pre>")
        .and_then(|(_, rest)| rest.split_once("</pre>"));
    let Some((told, _)) = told else {
        let errors = String::from_utf8_lossy(&output.stderr);
        panic!("the pages told nothing:\n{dom}\n{errors}");
    };
    serde_json::from_str(told).unwrap()
}
