//! How long a build takes in memory: cold, with nothing changed, after one edit, and with the look
//! ahead of a check.

mod support;

use annai::build::{Build, Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::memo::Cache;
use annai::proof::{Proof, prove};
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;
use support::generate;

/// The page that is edited: an answer, so that its section changes too.
const EDITED: &str = "content/area-005/faq/question-30.md";

fn snapshot(pages: usize) -> Snapshot {
    let sources = generate::site(pages).into_iter().map(|file| {
        Arc::new(Source::new(
            SourceId::new(file.path),
            file.text.into_bytes(),
        ))
    });
    Snapshot::new(sources, Vec::new())
}

/// The snapshot with one page's text changed; everything else is shared with it.
fn edited(snapshot: &Snapshot) -> Snapshot {
    let page = snapshot.get(EDITED).expect("the site has this page");
    let mut text = page.bytes().to_vec();
    text.extend_from_slice("\n書き足した一文です。\n".as_bytes());
    let page = Arc::new(Source::new(page.id().clone(), text));
    let sources = snapshot.sources().cloned().chain([page]);
    Snapshot::new(sources, Vec::new())
}

fn options() -> Options {
    let day = parse_iso("2024-03-15").expect("the day exists");
    Options::new(AsOf::new(day))
}

/// Builds, and makes sure that the site is whole: time spent on findings is another matter.
fn whole(snapshot: &Snapshot, pages: usize, cache: &mut Cache) -> Build {
    let built = build(snapshot, &options(), cache);
    assert_eq!(built.pages, pages);
    assert!(
        built.diagnostics.is_empty(),
        "{:?}",
        built.diagnostics.first()
    );
    built
}

fn builds(criterion: &mut Criterion) {
    for pages in [1_000, 10_000] {
        let before = snapshot(pages);
        let after = edited(&before);
        let mut cache = Cache::default();
        whole(&after, pages, &mut cache);
        let mut group = criterion.benchmark_group(format!("build/{pages}"));
        group
            .sample_size(10)
            .measurement_time(Duration::from_secs(10));
        // What a build returns is freed outside of the measurement, as a program that
        // shows it would do later or never.
        group.bench_function("cold", |bencher| {
            bencher.iter_batched(
                Cache::default,
                |mut cache| {
                    let built = build(black_box(&before), &options(), &mut cache);
                    (built, cache)
                },
                BatchSize::PerIteration,
            );
        });
        group.bench_function("warm", |bencher| {
            bencher.iter_with_large_drop(|| build(black_box(&after), &options(), &mut cache));
        });
        let mut turns = [&before, &after].into_iter().cycle();
        group.bench_function("one edit", |bencher| {
            bencher.iter_with_large_drop(|| {
                let next = turns.next().expect("the turns never end");
                build(black_box(next), &options(), &mut cache)
            });
        });
        group.finish();
    }
}

/// How many pages have states, in the site that a check looks ahead in.
const PAGES_WITH_STATES: usize = 100;

/// A site of 1,000 pages of which 100 have states, all of a window of their own where `is_own`,
/// else of one.
fn with_states(is_own: bool) -> Snapshot {
    let site = snapshot(1_000);
    let window = |at: usize| if is_own { at } else { 0 };
    let answers = site
        .sources()
        .filter(|source| source.id().as_str().contains("/question-"));
    let mut pages: Vec<Arc<Source>> = answers.take(PAGES_WITH_STATES).cloned().collect();
    assert_eq!(pages.len(), PAGES_WITH_STATES);
    for (at, page) in pages.iter_mut().enumerate() {
        let name = format!("window_{}", window(at));
        let states = format!(
            "\n:::before {name}\nまだです。\n:::\n:::during {name}\n受付中です。\n:::\n\
             :::after {name}\n終わりました。\n:::\n"
        );
        let text = [&**page.bytes(), states.as_bytes()].concat();
        *page = Arc::new(Source::new(page.id().clone(), text));
    }
    let config = site.get("site.toml").expect("a site has one");
    let facts = (0..=window(PAGES_WITH_STATES - 1)).map(|at| {
        let (month, day) = (4 + at / 28, 1 + at % 28);
        format!(
            "\n[facts.window_{at}]\nlabel = \"受付期間{at}\"\n\
             window = {{ start = 2024-{month:02}-{day:02}, end = \"2024-{end:02}-{day:02}T17:00\" }}\n",
            end = month + 4
        )
    });
    let text = facts.fold(config.bytes().to_vec(), |text, fact| {
        [text, fact.into_bytes()].concat()
    });
    pages.push(Arc::new(Source::new(config.id().clone(), text)));
    let sources = site.sources().cloned().chain(pages);
    Snapshot::new(sources, Vec::new())
}

/// A build, and the look ahead for a year.
fn checked(site: &Snapshot) -> (Build, Proof, Cache) {
    let mut cache = Cache::default();
    let built = build(site, &options(), &mut cache);
    let until = parse_iso("2025-03-15").expect("the day exists");
    let day = parse_iso("2024-03-15").expect("the day exists");
    let proof = prove(site, AsOf::new(day), until.into(), &built, &mut cache);
    (built, proof, cache)
}

fn checks(criterion: &mut Criterion) {
    for (name, is_own) in [("one window", false), ("100 windows", true)] {
        let site = with_states(is_own);
        let (_, proof, _) = checked(&site);
        println!(
            "{name}: {} moments, {:?}",
            proof.moments,
            proof.diagnostics.first()
        );
        let mut group = criterion.benchmark_group(format!("check/1000/{name}"));
        group
            .sample_size(10)
            .measurement_time(Duration::from_secs(10));
        group.bench_function("today", |bencher| {
            bencher.iter_with_large_drop(|| {
                let mut cache = Cache::default();
                (build(black_box(&site), &options(), &mut cache), cache)
            });
        });
        group.bench_function("a year", |bencher| {
            bencher.iter_with_large_drop(|| checked(black_box(&site)));
        });
        group.finish();
    }
}

criterion_group!(benches, builds, checks);
criterion_main!(benches);
