//! The site through the days of a year.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failure is a failed test"
)]

use annai::build::{Options, build};
use annai::calendar::{AsOf, Date, DateTime, Point, Time, add_days, add_minutes, parse_iso};
use annai::compare;
use annai::memo::Cache;
use annai::next::{moments, moments_while};
use annai::output::Outputs;
use annai::path::OutputPath;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use proptest::prelude::*;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

fn day(text: &str) -> Date {
    parse_iso(text).unwrap()
}

fn snapshot(files: &[(&str, String)]) -> Snapshot {
    let source = |(path, text): &(&str, String)| {
        Arc::new(Source::new(SourceId::new(*path), text.as_bytes()))
    };
    Snapshot::new(files.iter().map(source), Vec::new())
}

fn minute(text: &str) -> DateTime {
    Point::parse(text).unwrap().start()
}

/// The site of a moment, printed as if on the first.
fn outputs(
    snapshot: &Snapshot,
    on: impl Into<DateTime>,
    printed_on: Date,
    cache: &mut Cache,
) -> Outputs {
    let on = AsOf::new(on);
    let options = Options::new(on).printed_on(AsOf::new(printed_on));
    let built = build(snapshot, &options, cache);
    let errors: Vec<_> = built
        .diagnostics
        .iter()
        .filter(|one| one.is_error())
        .collect();
    assert!(errors.is_empty(), "{on}: {errors:?}");
    built.outputs
}

fn page<'a>(outputs: &'a Outputs, path: &str) -> &'a str {
    let path = OutputPath::parse(path).unwrap();
    std::str::from_utf8(outputs[&path].bytes()).unwrap()
}

/// A site with a window, a cycle that moves it, states, a banner, and days of publication. The
/// window ends at a time of day, or with its day; the next one begins at that time, too.
fn site(
    start: Date,
    length: i32,
    moved: i32,
    cycle_from: Date,
    shown_for: i32,
    time: Option<Time>,
) -> Snapshot {
    let at = |date: Date| Point { date, time };
    let end = at(add_days(start, length).unwrap());
    let next_start = at(add_days(start, moved).unwrap());
    let next_end = add_days(next_start.date, length + 1).unwrap();
    let config = format!(
        "[site]\ntitle = \"案内\"\nhours = \"{{{{ hours }}}}\"\n\
         [facts.hours]\nlabel = \"受付時間\"\n\
         hours = {{ open = 09:00, close = 17:00, closed = [\"saturday\", \"sunday\", \"holiday\"] }}\n\
         [facts.renewal]\nlabel = \"受付期間\"\nwindow = {{ start = {start}, end = {end} }}\n\
         [[cycles]]\nname = \"next\"\nfrom = {cycle_from}\n\
         facts.renewal = {{ start = {next_start}, end = {next_end} }}\n\
         [[banners]]\ntitle = \"まもなく\"\nfrom = \"renewal.end - 5 days\"\n\
         until = \"renewal.end + {shown_for} days\"\n"
    );
    let home = "+++\ntitle = \"ホーム\"\n+++\n\n\
         :::before renewal\nSTATE-BEFORE\n:::\n:::during renewal\nSTATE-DURING\n:::\n\
         :::after renewal\nSTATE-AFTER\n:::\n\n文\n\n\
         :::from renewal.end - 3 days\nまもなく\n:::\n";
    let later = format!(
        "+++\ntitle = \"あとで\"\npublish_from = \"renewal.start - 2 days\"\n\
         publish_until = \"renewal.start + {shown_for} days\"\n+++\n\n{{{{ renewal }}}}\n"
    );
    snapshot(&[
        ("site.toml", config),
        ("content/index.md", home.to_owned()),
        ("content/later.md", later),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_state_shows_on_every_day_and_no_change_is_missed(
        offset in 0_i32..120,
        length in 0_i32..40,
        moved in -40_i32..150,
        cycle in 0_i32..170,
        shown_for in 0_i32..30,
        time in proptest::option::of((0_i8..24, 0_i8..60)),
    ) {
        let first = day("2024-01-01");
        let last = day("2024-06-30");
        let start = add_days(first, offset).unwrap();
        let cycle_from = add_days(first, cycle).unwrap();
        let time = time.map(|(hour, minute)| Time::new(hour, minute, 0, 0).unwrap());
        // A window of one day has to end after it has begun.
        let length = length.max(i32::from(time.is_some()));
        let snapshot = site(start, length, moved, cycle_from, shown_for, time);
        let mut changes = BTreeSet::new();
        let mut before = outputs(&snapshot, first, first, &mut Cache::default());
        // Every midnight, and on every day the minute that things may begin or end with, and the
        // one before.
        let days = std::iter::successors(Some(first), |day| add_days(*day, 1));
        let days = days.skip(1).take_while(|day| *day <= last);
        let looks: BTreeSet<DateTime> = days
            .flat_map(|day| {
                let at = time.map(|time| day.to_datetime(time));
                let eve = at.and_then(|at| add_minutes(at, -1)).filter(|eve| eve.date() == day);
                [Some(day.into()), eve, at]
            })
            .flatten()
            .filter(|at| *at <= last.into())
            .collect();
        for next in looks {
            // Each from scratch: what a cache keeps must not hide what it misses.
            let after = outputs(&snapshot, next, first, &mut Cache::default());
            let home = page(&after, "index.html");
            let shown = home.split("<div class=\"state\"").filter(|part| {
                part.contains("STATE-") && !part.split('>').next().unwrap().contains(" hidden")
            });
            prop_assert_eq!(shown.count(), 1, "on {}", next);
            if after != before {
                changes.insert(next);
            }
            before = after;
        }
        let moments = moments(&snapshot, AsOf::new(first), last.into());
        let found: BTreeSet<DateTime> = moments.iter().map(|moment| moment.at).collect();
        prop_assert_eq!(found, changes);
        prop_assert!(moments.iter().all(|moment| moment.is_proven && !moment.has_errors()));
        prop_assert!(moments.iter().all(|moment| !moment.causes.is_empty()));
    }
}

#[test]
fn who_no_longer_wants_the_moments_gets_those_that_are_known() {
    let site = real_site();
    let (from, until) = (AsOf::new(day("2024-03-01")), minute("2025-03-01"));
    let all = moments(&site, from, until);
    assert!(all.len() > 2);
    for most in [0, 1, 2] {
        let asked = Cell::new(0);
        let is_wanted = || asked.replace(asked.get() + 1) < most;
        assert_eq!(moments_while(&site, from, until, &is_wanted), all[..most]);
    }
}

#[test]
fn the_site_changes_on_the_day_after_one_that_comes_back() {
    let config = "[site]\ntitle = \"案内\"\n[facts.stop]\nlabel = \"休止\"\n\
         recurring = { on = \"3rd wednesday\", from = \"22:00\", to = \"24:00\" }\n";
    let home = "+++\ntitle = \"案内\"\n+++\n\n次回は{{ stop.next }}です。{{ stop }}\n";
    let site = snapshot(&[
        ("site.toml", config.to_owned()),
        ("content/index.md", home.to_owned()),
    ]);
    let found = moments(&site, AsOf::new(day("2024-04-01")), minute("2024-06-30"));
    let days: Vec<String> = found
        .iter()
        .map(|moment| annai::calendar::iso_moment(moment.at))
        .collect();
    assert_eq!(days, ["2024-04-18", "2024-05-16", "2024-06-20"]);
    assert!(found.iter().all(|moment| moment.is_proven));
}

#[test]
fn news_keep_the_next_day_of_their_own_day() {
    let config = "[site]\ntitle = \"案内\"\n[facts.stop]\nlabel = \"休止\"\n\
         recurring = { on = \"3rd wednesday\" }\n";
    let home = "+++\ntitle = \"案内\"\n+++\n\n{{ stop }}\n";
    let news = "+++\ntitle = \"休止\"\nkind = \"announcement\"\ndate = 2024-04-01\n+++\n\n\
         次回は{{ stop.next }}です。\n";
    let with = |news: &str| {
        snapshot(&[
            ("site.toml", config.to_owned()),
            ("content/index.md", home.to_owned()),
            ("content/stop.md", news.to_owned()),
        ])
    };
    let site = with(news);
    // Nothing changes by itself, today or later.
    let (from, until) = (AsOf::new(day("2024-04-01")), minute("2024-12-31"));
    assert_eq!(moments(&site, from, until), []);
    let mut cache = Cache::default();
    // Before the editor refers to it.
    let may = day("2024-05-01");
    outputs(&with(&news.replace(".next", "")), may, may, &mut cache);
    assert!(page(&outputs(&site, may, may, &mut cache), "stop/index.html").contains("2024-04-17"));
    for build_day in ["2024-04-01", "2024-06-01", "2024-04-20"] {
        let build_day = day(build_day);
        let outputs = outputs(&site, build_day, build_day, &mut cache);
        let page = page(&outputs, "stop/index.html");
        assert!(page.contains("datetime=\"2024-04-17\""), "{page}");
        assert_eq!(cache.site().unwrap().next_change(), None);
    }
}

#[test]
fn a_state_that_goes_by_the_next_of_some_days_moves_the_site_on() {
    let config = "[site]\ntitle = \"案内\"\n[facts.stop]\nlabel = \"休止\"\n\
         recurring = { on = \"15th\", from = \"22:00\", to = \"23:00\" }\n\
         [[cycles]]\nname = \"1\"\nfrom = 2024-01-01\nuntil = 2024-05-31\n\
         [[cycles]]\nname = \"2\"\nfrom = 2024-06-01\n";
    let home = "+++\ntitle = \"案内\"\n+++\n\n:::during stop.next\n本日は休止があります。\n:::\n\
         :::otherwise\n休止はありません。{{ stop }}\n:::\n";
    let site = snapshot(&[
        ("site.toml", config.to_owned()),
        ("content/index.md", home.to_owned()),
    ]);
    let found = moments(&site, AsOf::new(day("2024-05-01")), minute("2024-06-30"));
    let told: Vec<(String, Vec<&str>)> = found
        .iter()
        .map(|moment| {
            let causes = moment.causes.iter().map(|cause| cause.english.as_str());
            (annai::calendar::iso_moment(moment.at), causes.collect())
        })
        .collect();
    let comes = "`stop.next` comes";
    let next = "the next `stop` is another one";
    assert_eq!(
        told,
        [
            ("2024-05-15".to_owned(), vec![comes]),
            ("2024-05-15T23:00".to_owned(), vec![next]),
            ("2024-06-15".to_owned(), vec![comes]),
            ("2024-06-15T23:00".to_owned(), vec![next]),
        ]
    );
    assert!(found.iter().all(|moment| moment.is_proven));
}

fn real_site() -> Snapshot {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    annai::disk::load(root, &root.join("public")).unwrap()
}

fn with_config(snapshot: &Snapshot, edit: impl Fn(&str) -> String) -> Snapshot {
    let config = snapshot.get("site.toml").unwrap();
    let text = std::str::from_utf8(config.bytes()).unwrap();
    let edited = Source::new(SourceId::new("site.toml"), edit(text).into_bytes());
    let sources = snapshot.sources().map(Arc::clone);
    Snapshot::new(sources.chain([Arc::new(edited)]), Vec::new())
}

#[test]
fn the_news_of_a_year_stays_when_the_next_cycle_comes() {
    let today = day("2025-03-01");
    let now = real_site();
    let next = with_config(&now, |text| {
        format!(
            "{text}\n[[cycles]]\nname = \"2025\"\nfrom = 2025-02-01\n\
             facts.license_expiry = 2025-04-30\n\
             facts.renewal = {{ start = 2025-03-03, end = 2025-04-08 }}\n"
        )
    });
    let before = outputs(&now, today, today, &mut Cache::default());
    let after = outputs(&next, today, today, &mut Cache::default());
    let news = "news/renewal-2024/index.html";
    let body = |outputs: &Outputs| {
        let page = page(outputs, news);
        let start = page.find("<div class=\"body\">").unwrap();
        let end = page[start..]
            .find("<nav class=\"neighbours\"")
            .map(|end| start + end);
        page[start..end.unwrap_or(page.len())].to_owned()
    };
    assert_eq!(body(&before), body(&after));
    assert!(page(&after, news).contains("2024-04-09"));
    assert!(!page(&after, news).contains("2025-04-08"));
    // The evergreen pages have moved on.
    assert!(page(&after, "renewal/index.html").contains("2025-04-08"));
    assert!(!page(&after, "renewal/index.html").contains("2024-04-09"));
}

#[test]
fn builds_of_one_day_between_two_moments_are_equal_byte_for_byte() {
    let site = with_config(&real_site(), |text| {
        text.replace("end = 2024-04-09 }", "end = \"2024-04-09T17:00\" }")
    });
    let at = |moment: &str| {
        let options = Options::new(AsOf::new(minute(moment)));
        let built = build(&site, &options, &mut Cache::default());
        assert!(!built.has_errors(), "{:?}", built.diagnostics);
        built.outputs
    };
    let morning = at("2024-04-09");
    assert_eq!(at("2024-04-09T16:59"), morning);
    let closed = at("2024-04-09T17:00");
    assert_ne!(closed, morning);
    assert_eq!(at("2024-04-09T23:59"), closed);
    // Another day is named by every page.
    assert_ne!(at("2024-04-10"), closed);
    let home = page(&closed, "index.html");
    assert!(home.contains("2024年4月9日（火）17:00"), "{home}");
    assert!(page(&morning, "index.html").contains("本日が最終日です（17:00まで）"));
}

#[test]
fn a_comparison_names_every_file_that_changes_and_no_other() {
    let today = day("2024-03-10");
    let now = real_site();
    let edited = with_config(&now, |text| {
        text.replace("end = 2024-04-09", "end = 2024-04-12")
    });
    let before = outputs(&now, today, today, &mut Cache::default());
    let after = outputs(&edited, today, today, &mut Cache::default());
    let named: Vec<String> = compare::files(&before, &after)
        .into_iter()
        .map(|file| file.path)
        .collect();
    let changed: Vec<String> = before
        .iter()
        .filter(|(path, output)| after[*path].bytes() != output.bytes())
        .map(|(path, _)| path.to_string())
        .collect();
    assert!(changed.len() > 3, "{changed:?}");
    assert_eq!(named, changed);
}

#[test]
fn the_same_sources_and_day_give_the_same_bytes_on_any_number_of_cores() {
    let snapshot = real_site();
    let today = day("2024-04-10");
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| outputs(&snapshot, today, today, &mut Cache::default()))
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn a_preview_has_what_visitors_do_not_see_yet_and_nothing_else_of_its_own() {
    let start = day("2024-03-04");
    let sources = site(start, 30, 365, day("2025-02-01"), 5, None);
    let draft = "+++\ntitle = \"下書き\"\ndraft = true\n+++\n\n文\n";
    let draft = Source::new(SourceId::new("content/draft.md"), draft.as_bytes());
    let sources = sources.with([Arc::new(draft)]);
    let new_in_preview = |on: &str| {
        let on = day(on);
        let published = outputs(&sources, on, on, &mut Cache::default());
        let options = Options::new(AsOf::new(on)).preview();
        let preview = build(&sources, &options, &mut Cache::default());
        assert!(!preview.has_errors(), "{:?}", preview.diagnostics);
        let is_kept = |path: &&OutputPath| preview.outputs.contains_key(*path);
        assert_eq!(published.keys().filter(is_kept).count(), published.len());
        let is_new = |path: &&OutputPath| !published.contains_key(*path);
        let new = preview.outputs.keys().filter(is_new);
        new.map(|path| path.as_str().to_owned()).collect::<Vec<_>>()
    };
    let later = "later/index.html";
    assert_eq!(new_in_preview("2024-03-01"), ["draft/index.html", later]);
    assert_eq!(new_in_preview("2024-03-02"), ["draft/index.html"]);
}

/// A site with files that shown pages, pages that wait, a draft, a page that is over and nobody
/// lead to.
fn site_with_files() -> Snapshot {
    let page = |front: &str, body: &str| {
        // Pages of one folder have titles of their own.
        let title = body.len() + front.len();
        format!("+++\ntitle = \"頁{title}\"\n{front}\n+++\n\n{body}\n")
    };
    let home = page("", "[知らせ](news.md)、[後](later.md)、[前](over.md)");
    let news = "kind = \"announcement\"\ndate = 2024-03-10";
    let later = "publish_from = 2024-03-20";
    snapshot(&[
        ("site.toml", "[site]\ntitle = \"案内\"\n".to_owned()),
        ("content/index.md", home),
        ("content/news.md", page(news, "[表](news.pdf)")),
        (
            "content/later.md",
            page(later, "[表](later.pdf)、[表](news.pdf)"),
        ),
        ("content/draft.md", page("draft = true", "[表](draft.pdf)")),
        (
            "content/over.md",
            page("publish_until = 2024-03-01", "[表](over.pdf)"),
        ),
        ("content/news.pdf", "%PDF".to_owned()),
        ("content/later.pdf", "%PDF".to_owned()),
        ("content/draft.pdf", "%PDF".to_owned()),
        ("content/over.pdf", "%PDF".to_owned()),
        ("content/none.pdf", "%PDF".to_owned()),
    ])
}

#[test]
fn a_file_is_published_with_the_page_that_leads_to_it() {
    let sources = site_with_files();
    let mut cache = Cache::default();
    let mut files = |options: Options| {
        let built = build(&sources, &options, &mut cache);
        let found = built.diagnostics.iter();
        let found: Vec<String> = found
            .map(|one| format!("{}: {}", one.place.source, one.code))
            .collect();
        assert_eq!(found, ["content/none.pdf: unlinked-file"]);
        let paths = built.outputs.keys().map(|path| path.as_str().to_owned());
        let pdf: Vec<String> = paths.filter(|path| path.ends_with(".pdf")).collect();
        pdf.join(" ")
    };
    let on = |on: &str| Options::new(AsOf::new(day(on)));
    assert_eq!(files(on("2024-03-09")), "over.pdf");
    assert_eq!(files(on("2024-03-10")), "news.pdf over.pdf");
    assert_eq!(files(on("2024-03-20")), "later.pdf news.pdf over.pdf");
    assert_eq!(
        files(on("2024-03-09").preview()),
        "draft.pdf later.pdf news.pdf over.pdf"
    );
}

#[test]
fn a_file_that_waits_is_a_change_of_its_day() {
    let from = AsOf::new(day("2024-03-09"));
    let moments = annai::next::moments(&site_with_files(), from, minute("2024-12-31"));
    let new = moments.iter().flat_map(|moment| {
        let paths = moment.files.iter().map(|file| file.path.as_str());
        let pdf = paths.filter(|path| path.ends_with(".pdf"));
        pdf.map(move |path| (moment.at.date(), path))
    });
    assert_eq!(
        new.collect::<Vec<_>>(),
        [
            (day("2024-03-10"), "news.pdf"),
            (day("2024-03-20"), "later.pdf")
        ]
    );
}

/// The home page of a site with these hours, and with what stands in `[site] hours`.
fn home_with_hours(said: &str, facts: &str, on: &str) -> String {
    let config = format!("[site]\ntitle = \"案内\"\nhours = \"{said}\"\n{facts}");
    let home = "+++\ntitle = \"ホーム\"\n+++\n\n文\n";
    let sources = snapshot(&[("site.toml", config), ("content/index.md", home.to_owned())]);
    let printed_on = day("2024-01-01");
    let outputs = outputs(&sources, day(on), printed_on, &mut Cache::default());
    page(&outputs, "index.html").to_owned()
}

const HOURS: &str = "[facts.hours]\nlabel = \"受付時間\"\n\
     hours = [\n  { days = \"平日\", open = \"09:00\", close = \"17:00\", breaks = [\"12:00-13:00\"] },\n  \
     { days = \"祝日\", open = \"10:00\", close = \"12:00\" },\n  \
     { days = \"第1土曜\", open = \"09:00\", close = \"24:00\" },\n]\n\
     [facts.summer]\nlabel = \"夏休み\"\nclosure = { from = 2024-08-14, to = 2024-08-15 }\n";

fn attribute<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let (_, behind) = html.split_once(&format!(" {name}=\""))?;
    behind.split('"').next()
}

#[test]
fn pages_know_a_week_and_the_days_of_a_year_that_differ() {
    let home = home_with_hours("{{ hours }}", HOURS, "2024-05-15");
    let working = "09:00-12:00,13:00-17:00";
    let week = format!("/{working}/{working}/{working}/{working}/{working}/");
    assert_eq!(attribute(&home, "data-week"), Some(week.as_str()));
    assert_eq!(attribute(&home, "data-known-until"), Some("2025-03-31"));
    let exceptions = attribute(&home, "data-exceptions").unwrap();
    let exceptions: Vec<&str> = exceptions.split(' ').collect();
    assert_eq!(exceptions[0], "2024-04-06=09:00-24:00");
    for day in [
        "2024-04-29=10:00-12:00",
        "2024-08-14",
        "2024-08-15",
        "2025-03-20=10:00-12:00",
    ] {
        assert!(exceptions.contains(&day), "{day}: {exceptions:?}");
    }
    // Twelve first Saturdays, 21 holidays, one of them a first Saturday, and two days off.
    assert_eq!(exceptions.len(), 12 + 20 + 2, "{exceptions:?}");
}

#[test]
fn pages_of_a_quarter_know_the_same_hours() {
    let on = |day: &str| home_with_hours("{{ hours }}", HOURS, day);
    assert_eq!(on("2024-04-01"), on("2024-06-30"));
    assert_ne!(on("2024-06-30"), on("2024-07-01"));
}

#[test]
fn pages_know_the_hours_until_a_cycle_changes_them() {
    let facts = format!(
        "{HOURS}[[cycles]]\nname = \"冬\"\nfrom = 2024-11-01\n\
         facts.hours = [{{ days = \"平日\", open = \"10:00\", close = \"15:00\" }}]\n"
    );
    let home = home_with_hours("{{ hours }}", &facts, "2024-05-15");
    assert_eq!(attribute(&home, "data-known-until"), Some("2024-10-31"));
}

#[test]
fn where_more_than_one_fact_tells_the_time_nobody_is_told_to_be_there_now() {
    let facts = format!(
        "{HOURS}[facts.saturday]\nlabel = \"土曜\"\nhours = {{ open = 09:00, close = 12:00 }}\n\
         [facts.lunch]\nlabel = \"昼休み\"\ntime = 12:00\n"
    );
    for (said, is_known) in [
        ("{{ hours | full }}", true),
        ("電話 {{ hours }}、{{ hours | full }}", true),
        ("平日 {{ hours }}、土曜 {{ saturday }}", false),
        ("{{ hours }}（{{ lunch }}からは休み）", false),
        ("お気軽に", false),
    ] {
        let home = home_with_hours(said, &facts, "2024-05-15");
        assert_eq!(home.contains("data-week"), is_known, "{said}");
    }
}
