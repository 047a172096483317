//! Runs a target on its corpus, and then on what comes of that by random changes.

use crate::mutator::Mutator;
use std::env;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// So many times a failing input is tried with less in it.
const MAX_TRIALS: usize = 2_000;

/// Tries a target on its corpus and then on `cases` inputs: `ROUNDS=10` tries ten times as many,
/// `SECONDS=600` goes on for that time, `SEED=7` begins with others. The target panics where what
/// must hold does not.
pub(crate) fn run(target: &str, cases: u64, check: impl Fn(&[u8])) {
    let corpus = corpus(target);
    assert!(!corpus.is_empty(), "no corpus for {target}");
    let fails = |input: &[u8]| catch_unwind(AssertUnwindSafe(|| check(input))).is_err();
    let last = last_input(target);
    let attempt = |input: &[u8]| {
        // Should the process end here, this is what it ended at.
        fs::write(&last, input).unwrap();
        if fails(input) {
            report(target, input, &fails);
        }
    };
    for input in &corpus {
        attempt(input);
    }
    let mut mutator = Mutator::new(number("SEED").unwrap_or(0), &corpus);
    let limit = number("SECONDS").map(Duration::from_secs);
    let cases = cases * number("ROUNDS").unwrap_or(1);
    let start = Instant::now();
    let mut slowest = (Duration::ZERO, Vec::new());
    let mut done = 0;
    while limit.map_or(done < cases, |limit| start.elapsed() < limit) {
        let input = mutator.input();
        let before = start.elapsed();
        attempt(&input);
        let took = start.elapsed() - before;
        if took > slowest.0 {
            slowest = (took, input);
        }
        done += 1;
    }
    let _ = fs::remove_file(&last);
    if limit.is_some() {
        let (took, input) = slowest;
        eprintln!(
            "{target}: {done} inputs in {:?}; the slowest took {took:?}:\n{}",
            start.elapsed(),
            input.escape_ascii()
        );
    }
}

/// A number that stands in the environment.
fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// The inputs to begin with, in a fixed order.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let files = fs::read_dir(corpus_folder(target)).unwrap();
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn corpus_folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz/corpus")
        .join(target)
}

/// Where the input is that is being tried.
fn last_input(target: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    fs::create_dir_all(&folder).unwrap();
    folder.join(target)
}

/// Shows a failing input, keeps what is left of it when all has gone that need not be there, and
/// fails the test.
fn report(target: &str, input: &[u8], fails: &impl Fn(&[u8]) -> bool) -> ! {
    let small = minimised(input, fails);
    let name = annai::hash::Hash::of(&small).short();
    let path = corpus_folder(target).join(format!("found-{name}"));
    fs::write(&path, &small).unwrap();
    // Says once more what fails.
    let _ = fails(&small);
    panic!(
        "{target} fails at\n{}\nand still at\n{}\nwhich is kept as {}",
        input.escape_ascii(),
        small.escape_ascii(),
        path.display()
    );
}

/// An input of which no part can go without the failure going too, or nearly.
fn minimised(input: &[u8], fails: &impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut small = input.to_vec();
    let mut trials = 0;
    let mut length = small.len().div_ceil(2);
    while length > 0 {
        let mut at = 0;
        while at < small.len() && trials < MAX_TRIALS {
            let end = (at + length).min(small.len());
            let less = [&small[..at], &small[end..]].concat();
            trials += 1;
            if fails(&less) {
                small = less;
            } else {
                at += length;
            }
        }
        length /= 2;
    }
    std::panic::set_hook(hook);
    small
}

#[test]
fn what_fails_is_made_small() {
    let fails = |input: &[u8]| input.windows(2).any(|pair| pair == b"+-");
    let input = [b"x".repeat(300), b"+-".to_vec(), b"y".repeat(40)].concat();
    assert_eq!(minimised(&input, &fails), b"+-");
}
