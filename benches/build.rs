//! How long a build takes in memory: cold, with nothing changed, and after one edit.

mod support;

use annai::build::{Build, Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::memo::Cache;
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

criterion_group!(benches, builds);
criterion_main!(benches);
