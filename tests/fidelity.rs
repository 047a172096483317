//! What is written is what is read: each word of a random page is on the page that is published,
//! or at the place of a finding.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a failure is a failed test"
)]

#[path = "support/pages.rs"]
mod pages;

use annai::build::{self, Build, Options};
use annai::calendar::{AsOf, parse_iso};
use annai::diag::{Diagnostic, code};
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use pages::Page;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

const SITE: &str = "[site]\ntitle = \"案内\"\ntheme = \"spec\"\n\n\
    [facts.renewal]\nlabel = \"受付期間\"\nwindow = { start = 2024-03-04, end = 2024-04-09 }\n";
const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
const FRONT: &str = "+++\ntitle = \"t\"\n+++\n\n";

/// How many pages are tried; `CASES=20000 cargo test --test fidelity` tries more.
fn cases() -> u64 {
    let wanted = std::env::var("CASES").ok();
    wanted.and_then(|count| count.parse().ok()).unwrap_or(1_000)
}

fn first_seed() -> u64 {
    let wanted = std::env::var("SEED").ok();
    wanted.and_then(|seed| seed.parse().ok()).unwrap_or(0)
}

/// Builds sites of one page.
struct Tried {
    /// All files but the page.
    rest: Vec<Arc<Source>>,
    cache: Cache,
}

impl Tried {
    fn new() -> Self {
        let mut files = vec![
            ("site.toml".to_owned(), SITE.as_bytes().to_vec()),
            (
                "content/index.md".to_owned(),
                b"+++\ntitle = \"h\"\n+++\n[a](a.md)\n".to_vec(),
            ),
            ("content/p.svg".to_owned(), PICTURE.as_bytes().to_vec()),
        ];
        let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs/theme/templates");
        for entry in fs::read_dir(theme).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let folder = "themes/spec/templates/".to_owned();
            files.push((folder + &name, fs::read(&path).unwrap()));
        }
        let source =
            |(path, bytes): (String, Vec<u8>)| Arc::new(Source::new(SourceId::new(path), bytes));
        Self {
            rest: files.into_iter().map(source).collect(),
            cache: Cache::default(),
        }
    }

    /// Builds with a body; the page that is published, and the findings at the body.
    fn build(&mut self, body: &str) -> (String, Vec<Diagnostic>) {
        let text = format!("{FRONT}{body}");
        let page = Source::new(SourceId::new("content/a.md"), text.into_bytes());
        let files = self.rest.iter().cloned().chain([Arc::new(page)]);
        let snapshot = Snapshot::new(files, Vec::new());
        let options = Options::new(AsOf::new(parse_iso("2024-03-10").unwrap()));
        let Build {
            outputs,
            diagnostics,
            ..
        } = build::build(&snapshot, &options, &mut self.cache);
        let html = outputs
            .iter()
            .find(|(path, _)| path.to_string() == "a/index.html")
            .map(|(_, output)| String::from_utf8_lossy(output.bytes()).into_owned());
        let at_page = |one: &Diagnostic| one.place.source.as_str() == "content/a.md";
        let findings = diagnostics.into_iter().filter(at_page).collect();
        // Lines may end between the phrases of a heading.
        (html.unwrap_or_default().replace("<wbr>", ""), findings)
    }

    /// The words of a body that are neither on its page nor told.
    fn lost<'w>(&mut self, body: &str, words: &'w [String]) -> Vec<&'w str> {
        let (html, findings) = self.build(body);
        let told = findings.iter().filter_map(|one| reach(one, body));
        let told: Vec<_> = told.chain(comments(body)).collect();
        let is_deep = findings
            .iter()
            .any(|one| one.code == code::NESTING_TOO_DEEP);
        let is_lost = |word: &&str| {
            let Some(at) = body.find(*word) else {
                return false;
            };
            // What is nested too deep is no heading, and has no id.
            if is_deep && body[..at].ends_with("{#") {
                return false;
            }
            !html.contains(*word) && !told.iter().any(|told| told.contains(&(at + FRONT.len())))
        };
        words.iter().map(String::as_str).filter(is_lost).collect()
    }
}

/// What a finding says to be wrong, if words may be missing for that.
fn reach(finding: &Diagnostic, body: &str) -> Option<Range<usize>> {
    let span = finding.place.span;
    // What these are about is shown.
    let is_shown = [
        code::NESTING_TOO_DEEP,
        code::LOST_MARKUP,
        code::LOST_EMPHASIS,
    ]
    .contains(&finding.code);
    let at = span.start.checked_sub(FRONT.len());
    // But the label of a note is a sign, and so is a definition that a near reference means.
    if let Some(label) = finding.labels.first().filter(|_| is_shown) {
        let span = label.place.span;
        return Some(span.start..span.end);
    }
    let is_shown = is_shown && !at.is_some_and(|at| body[at..].starts_with("[^"));
    let is_comment = at.is_some_and(|at| body[at..].starts_with("<!--"));
    // What a finding is about may end behind its place: a comment that is not closed with the
    // text, a picture that is missing with its title, a fact that is unknown with its braces.
    let through = |sign: &str| {
        let behind = body.get(span.end.checked_sub(FRONT.len())?..)?;
        behind.find(sign).map(|at| span.end + at)
    };
    let targets = [
        code::BROKEN_LINK,
        code::DEAD_ANCHOR,
        code::PLACEHOLDER_LINK,
        code::UNSAFE_LINK,
        code::UNSHOWABLE_PICTURE,
    ];
    let end = if is_comment {
        usize::MAX
    } else if finding.code == code::RAW_HTML {
        // The finding of an element is that of all tags in it.
        let fix = finding.fix.as_ref().map(|fix| fix.place.span.end);
        let element = at.and_then(|at| body.get(at..)).map(closing_tag);
        fix.or_else(|| through(&element?))
            .unwrap_or(span.end)
            .max(span.end)
    } else if targets.contains(&finding.code) {
        through(")").unwrap_or(span.end)
    } else if finding.code == code::UNKNOWN_FACT {
        through("}}").unwrap_or(span.end)
    } else {
        span.end
    };
    (!is_shown).then_some(span.start..end)
}

/// The tag that closes the element that a text begins with.
fn closing_tag(text: &str) -> String {
    let name = text.trim_start_matches('<');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    format!("</{}>", &name[..end.unwrap_or(name.len())])
}

/// The comments in a body, which are no text.
fn comments(body: &str) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut from = 0;
    while let Some(start) = body[from..].find("<!--").map(|at| from + at) {
        let Some(length) = body[start..].find("-->") else {
            break;
        };
        from = start + length;
        comments.push(start + FRONT.len()..from + FRONT.len());
    }
    comments
}

/// The body with as few lines as possible that still loses a word.
fn smallest(tried: &mut Tried, body: &str, words: &[String]) -> String {
    let mut lines: Vec<&str> = body.split_inclusive('\n').collect();
    let mut at = 0;
    while at < lines.len() {
        let mut fewer = lines.clone();
        fewer.remove(at);
        if tried.lost(&fewer.concat(), words).is_empty() {
            at += 1;
        } else {
            lines = fewer;
        }
    }
    lines.concat()
}

#[test]
fn every_word_is_on_the_page_or_told() {
    let mut tried = Tried::new();
    let mut failed = Vec::new();
    let first = first_seed();
    for seed in first..first + cases() {
        let mut page = Page::new(seed);
        let body = page.body();
        if tried.lost(&body, &page.words).is_empty() {
            continue;
        }
        let small = smallest(&mut tried, &body, &page.words);
        let lost = tried.lost(&small, &page.words).join(" ");
        failed.push(format!("seed {seed} loses {lost} in {small:?}"));
        if failed.len() == 10 {
            break;
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The warning of a slip does not keep the page from being published, so it must not stand for the
/// error that words within it are lost.
#[test]
fn a_slip_does_not_stand_for_lost_words() {
    let body = "![[<ruby>更新<rt>こうしん</rt></ruby>][//]](p.svg)\n";
    let (_, findings) = Tried::new().build(body);
    let codes: Vec<_> = findings.iter().map(|one| one.code).collect();
    assert!(
        codes.contains(&code::LOST_MARKUP) && codes.contains(&code::LOST_TEXT),
        "{codes:?}"
    );
}

/// The numbers that a page shows before its words, as a browser counts them.
fn shown_numbers(html: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    let mut next = 1;
    for line in html.lines() {
        if let Some(list) = line.strip_prefix("<ol") {
            let start = list.split('"').nth(1);
            next = start.map_or(1, |start| start.parse().unwrap());
        }
        if line.starts_with("<li>") {
            numbers.push(next);
            next += 1;
        }
    }
    numbers
}

#[test]
fn numbers_are_shown_as_written_or_told() {
    let mut tried = Tried::new();
    for seed in 0..cases() / 4 {
        let items = Page::new(seed).numbered();
        let line = |(number, word): &(usize, String)| format!("{number}. {word}\n");
        let mut body: String = items.iter().map(line).collect();
        let written: Vec<usize> = items.iter().map(|(number, _)| *number).collect();
        let (html, findings) = tried.build(&body);
        let is_as_written = shown_numbers(&html) == written;
        let is_habit = written.iter().all(|number| *number == 1);
        assert_eq!(is_as_written || is_habit, findings.is_empty(), "{body}");
        // What is told to keep a number keeps it, all at once.
        for one in findings.iter().rev() {
            let sign = one.place.span.end - 1 - FRONT.len();
            body.replace_range(sign..=sign, ")");
        }
        let (html, findings) = tried.build(&body);
        assert!(findings.is_empty(), "{body}{findings:#?}");
        assert!(is_habit || shown_numbers(&html) == written, "{body}{html}");
    }
}
