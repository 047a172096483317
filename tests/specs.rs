//! The behaviour of annai, as Markdown: see `specs/README.md`.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the harness reads its suites from the disk, and a failure is a failed test"
)]

#[path = "support/carets.rs"]
mod carets;
#[path = "support/case.rs"]
mod case;
#[path = "support/difference.rs"]
mod difference;
#[path = "support/remedies.rs"]
mod remedies;
#[path = "support/suite.rs"]
mod suite;

use annai::calendar::AsOf;
use annai::diag::code;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use suite::{Case, Suite};

fn suites() -> Vec<Suite> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter(|path| !path.ends_with("README.md"))
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        Suite::parse(path, &text)
    };
    let mut suites: Vec<Suite> = paths.into_iter().map(read).collect();
    if let Some(wanted) = wanted() {
        for suite in &mut suites {
            let is_wanted =
                |case: &Case| format!("{} {}", suite.name, case.name()).contains(&wanted);
            suite.cases.retain(is_wanted);
        }
        suites.retain(|suite| !suite.cases.is_empty());
    }
    suites
}

/// What the names of suite and case have to hold, where not all are to be tried.
fn wanted() -> Option<String> {
    std::env::var("CASE").ok()
}

#[test]
fn every_case_is_as_it_is_written() {
    let theme = case::theme();
    // A suite of which some cases were left out must not be written.
    let update = std::env::var_os("UPDATE").is_some() && wanted().is_none();
    let mut failures = Vec::new();
    let mut japanese = BTreeSet::new();
    for suite in suites() {
        let mut told = suite.preface.clone();
        for case in &suite.cases {
            let expected = case.lines();
            let mut said = BTreeSet::new();
            let run = AssertUnwindSafe(|| case::run(case, suite.as_of, &theme, &mut said));
            // The panic has told where; this tells which case.
            let actual = std::panic::catch_unwind(run).unwrap_or_else(|_| {
                let mut lines = expected.clone();
                lines.push("(panicked)".to_owned());
                lines
            });
            if expected != actual {
                failures.push(difference::show(&suite.name, case, &expected, &actual));
            }
            told.extend(actual);
            japanese.append(&mut said);
        }
        if update {
            std::fs::write(&suite.path, told.join("\n") + "\n").unwrap();
        }
    }
    let japanese: Vec<String> = japanese.into_iter().collect();
    if update {
        std::fs::write(messages(), japanese.join("\n") + "\n").unwrap();
    } else {
        // Cases that were left out say nothing.
        failures.extend(in_japanese(&japanese).filter(|_| wanted().is_none()));
        let (count, failures) = (failures.len(), failures.concat());
        assert!(
            count == 0,
            "{count} cases differ (-: written, +: found; UPDATE=1 rewrites them)\n{failures}"
        );
    }
}

/// What all findings of all cases say in Japanese, each once.
fn messages() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/messages.ja.txt")
}

/// Where what is said in Japanese is not what is written down.
fn in_japanese(said: &[String]) -> Option<String> {
    let written = std::fs::read_to_string(messages()).unwrap_or_default();
    let written: BTreeSet<&str> = written.lines().collect();
    let said: BTreeSet<&str> = said.iter().map(String::as_str).collect();
    let gone = written.difference(&said).map(|line| format!("- {line}\n"));
    let new = said.difference(&written).map(|line| format!("+ {line}\n"));
    let lines: Vec<String> = gone.chain(new).collect();
    let head = "\ntests/golden/messages.ja.txt\n";
    (!lines.is_empty()).then(|| format!("{head}{}", lines.concat()))
}

/// Codes that only the program reports, because a build asks no network; and the tests that
/// show them.
const OF_THE_PROGRAM: [&str; 2] = ["dead-external-link", "moved-external-link"];
const TESTS_OF_THE_PROGRAM: &str = include_str!("../src/cli/external/tests.rs");

/// The code of files that cannot be read, which no case can hold; and a page that shows it.
const OF_THE_DISK: &str = "unreadable-file";
const PAGE_OF_THE_DISK: &str = include_str!("golden/short.txt");

#[test]
fn what_needs_no_thinking_is_mended_in_one_run() {
    let theme = case::theme();
    for suite in suites() {
        for case in &suite.cases {
            let wrong = case::unmended(case, suite.as_of, &theme);
            let name = format!("{}:{} {}", suite.name, case.line, case.name());
            assert_eq!(wrong, [""; 0], "{name}");
        }
    }
}

#[test]
fn every_code_has_a_case() {
    if wanted().is_some() {
        return;
    }
    let shown: BTreeSet<String> = suites()
        .iter()
        .flat_map(|suite| &suite.cases)
        .flat_map(case::codes)
        .collect();
    for code in code::ALL {
        let name = code.name();
        if OF_THE_PROGRAM.contains(&name) {
            assert!(!shown.contains(name), "a case shows `{name}`");
            assert!(TESTS_OF_THE_PROGRAM.contains(&format!("[{name}]: ")));
            continue;
        }
        if name == OF_THE_DISK {
            assert!(PAGE_OF_THE_DISK.contains(&format!("[{name}]: ")));
            continue;
        }
        assert!(shown.contains(name), "no case shows `{name}`");
    }
}

#[test]
fn cases_have_names_of_their_own() {
    for suite in suites() {
        let mut names = BTreeSet::new();
        for case in &suite.cases {
            let place = format!("{}:{} {}", suite.name, case.line, case.name());
            assert!(names.insert(case.name()), "{place}: twice");
            assert!(case.blocks().next().is_some(), "{place}: shows nothing");
        }
        assert!(!suite.cases.is_empty(), "{}", suite.name);
    }
}

/// The cases in which a fix is refused that its rule calls mechanical: two items of one number
/// get two.
const REFUSED: [&str; 1] = ["ime.md Numbers"];

#[test]
fn what_is_called_mechanical_keeps_the_meaning() {
    let wrong = of_all_cases(&REFUSED, remedies::refused);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The cases in which what a remedy says does not cure yet.
const UNCURED: [&str; 3] = [
    "ime.md Bullets",
    "ime.md Links",
    "ime.md Words that become code",
];

#[test]
fn what_a_remedy_says_cures() {
    let wrong = of_all_cases(&UNCURED, remedies::uncured);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

type Theme = BTreeMap<String, Vec<u8>>;

/// The cases of which `check` tells something, without those of which it is known, and with those
/// of these of which it tells nothing. Looks at several cases at a time.
fn of_all_cases(known: &[&str], check: fn(&Case, AsOf, &Theme) -> Vec<String>) -> Vec<String> {
    let (theme, suites) = (case::theme(), suites());
    let all: Vec<(&Suite, &Case)> = suites
        .iter()
        .flat_map(|suite| suite.cases.iter().map(move |case| (suite, case)))
        .collect();
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some((suite, case)) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            let name = format!("{} {}", suite.name, case.name());
            let told = check(case, suite.as_of, &theme);
            let is_known = known.iter().any(|known| name.ends_with(known));
            if is_known == told.is_empty() {
                let line = format!("{name} (line {}): {told:#?}", case.line);
                wrong.lock().unwrap().push(line);
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let mut wrong = wrong.into_inner().unwrap();
    wrong.sort();
    wrong
}
