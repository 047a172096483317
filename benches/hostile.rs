//! Whether a page takes time in proportion to its length, whatever it holds: each input is parsed
//! at two lengths, and the longer may not take much more than its share.

#![expect(
    clippy::disallowed_methods,
    reason = "time is what this program measures"
)]

use annai::content::parse;
use annai::source::{Source, SourceId};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How often a sign stands in the shorter input.
const COUNT: usize = 50_000;
/// How deep quotations and lists are nested in the shorter input.
const LEVELS: usize = 5_000;
/// Each input is parsed so often; the fastest counts.
const RUNS: usize = 3;
/// Less cannot be told from nothing.
const SHORTEST: Duration = Duration::from_millis(10);
/// Twice the length may take so many times as long: above 2 for caches and for a busy machine,
/// below 4 for what is quadratic.
const LIMIT: f64 = 3.0;

/// Signs that open something, and nothing that closes it.
const SIGNS: &[&str] = &[
    "[",
    "[a",
    "![",
    "[^a",
    "[a](",
    "[a][",
    "[a]: ",
    "*",
    "**a",
    "_",
    "a_",
    "~~",
    "`",
    "``a",
    "```",
    "<",
    "<a",
    "<!--",
    "<kbd>",
    "{{",
    "{{ a",
    "{{ before a: ",
    ":::",
    "|",
    "｜",
    "&",
    "&amp",
    "\\",
    "#",
    "（",
    "［＾",
    "［",
    "＊＊",
    "- ",
    "1. ",
    "+ ",
    "> ",
    "'",
    "\"",
    "http://",
    "a|b",
];

/// Lines that belong together only at the end of the text.
const LINES: &[&str] = &[
    "[a]: b\n",
    "[a{}]: b\n",
    "[^a{}]: b\n",
    "[^a{}]\n\n",
    "[a][b{}]\n",
    "| a |\n",
    "```\n\n~~~\n",
    "- a\n",
    "{}. a\n",
    "3. a\n",
    ":::details a\n\n",
    ":::steps\n",
    ":::\n\n",
    "# a {b}\n",
    "<kbd>a\n\n",
    "<!-- a\n",
    "{{ a\n",
    "> a\n\n",
    "a\n: b\n",
    "```js a\n\n",
    "・a\n",
    "１．a\n",
    "<b>a\n\n",
    "[^１]\n\n[^1]: a\n\n",
];

fn main() {
    let mut slow = Vec::new();
    let filter = std::env::args().nth(1).filter(|one| !one.starts_with('-'));
    for (name, make) in inputs() {
        if filter
            .as_ref()
            .is_some_and(|filter| !name.contains(filter.as_str()))
        {
            continue;
        }
        let (short, long) = (time(&make(1)), time(&make(2)));
        // What takes no time to speak of takes none at twice its length.
        let ratio = long.as_secs_f64() / short.max(SHORTEST).as_secs_f64();
        let mark = if ratio > LIMIT {
            "  <-- not linear"
        } else {
            ""
        };
        println!("{short:>10.1?} {long:>10.1?} {ratio:>6.2}  {name}{mark}");
        if ratio > LIMIT {
            slow.push(name);
        }
    }
    assert!(slow.is_empty(), "not linear: {slow:?}");
}

type Make = Box<dyn Fn(usize) -> String>;

/// The inputs, each of which is made at one or two times its length.
fn inputs() -> Vec<(String, Make)> {
    let mut inputs: Vec<(String, Make)> = Vec::new();
    let mut add = |name: String, make: Make| inputs.push((name, make));
    add(
        "one line".into(),
        Box::new(move |times| "受付は終了しました。".repeat(times * 50_000)),
    );
    for &sign in SIGNS {
        add(
            format!("{sign:?} in a line"),
            Box::new(move |times| sign.repeat(times * COUNT)),
        );
        add(
            format!("{sign:?} in words"),
            Box::new(move |times| format!("{sign}語 ").repeat(times * COUNT)),
        );
        add(
            format!("{sign:?} in lines"),
            Box::new(move |times| format!("{sign}語\n").repeat(times * COUNT)),
        );
    }
    for &line in LINES {
        add(
            format!("{line:?}"),
            Box::new(move |times| {
                let lines =
                    (0..times * COUNT / 4).map(move |at| line.replace("{}", &at.to_string()));
                lines.collect()
            }),
        );
    }
    for sign in [">", "> ", "- ", "1. ", "* ", "> - "] {
        add(
            format!("levels of {sign:?}"),
            Box::new(move |times| format!("{}語", sign.repeat(times * LEVELS))),
        );
    }
    inputs
}

fn time(text: &str) -> Duration {
    let source = Source::new(SourceId::new("content/a.md"), text.as_bytes().to_vec());
    let runs = (0..RUNS).map(|_| {
        let (start, spent) = (Instant::now(), spent());
        black_box(parse(black_box(&source)));
        match (spent, self::spent()) {
            (Some(before), Some(after)) => after - before,
            _ => start.elapsed(),
        }
    });
    runs.min().unwrap_or_default()
}

/// The time that this thread has had a processor, where the system tells: other programs take
/// their share of the clock's.
fn spent() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}
