//! Whether a page and a site take time in proportion to their length, whatever they hold: each
//! input is parsed or built at two lengths, and the longer may not take much more than its share.
//! All of it runs on one thread, and only the time counts that the thread has had a processor.

#[path = "../tests/support/growing.rs"]
mod growing;

use annai::build::{Options, build};
use annai::content::parse;
use annai::memo::Cache;
use annai::source::{Source, SourceId};
use rustix::time::{ClockId, clock_gettime};
use std::hint::black_box;
use std::time::Duration;

/// How often a sign stands in the shorter input, if that is one line.
const COUNT: usize = 50_000;
/// How often it does among words or in lines, and how many lines there are: twice as many are not
/// too much to be read.
const PIECES: usize = 20_000;
/// How deep quotations and lists are nested in the shorter input.
const LEVELS: usize = 5_000;
/// Each input is parsed so often; the fastest counts.
const RUNS: usize = 3;
/// Less cannot be told from nothing.
const SHORTEST: Duration = Duration::from_millis(10);
/// Twice the length may take so many times as long: above 2 for caches and for a busy machine,
/// below 4 for what is quadratic.
const LIMIT: f64 = 2.6;

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
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread();
    pool.build_global().expect("nothing else makes one");
    let filter = std::env::args().nth(1).filter(|one| !one.starts_with('-'));
    let is_wanted = |name: &str| filter.as_ref().is_none_or(|filter| name.contains(filter));
    let mut slow = Vec::new();
    let mut judge = |name: String, short: Duration, long: Duration| {
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
    };
    for growing in growing::ALL.iter().filter(|one| is_wanted(one.name)) {
        let (short, long) = (site(growing, 1), site(growing, 2));
        judge(format!("{}: {}", growing.name, growing.size), short, long);
    }
    for (name, make) in inputs().into_iter().filter(|(name, _)| is_wanted(name)) {
        let (short, long) = (page(&make(1)), page(&make(2)));
        judge(name, short, long);
    }
    assert!(slow.is_empty(), "not linear: {slow:?}");
}

/// How long it takes to build a site.
fn site(growing: &growing::Growing, times: usize) -> Duration {
    let site = growing.site(growing.size * times);
    let options = Options::new(growing::as_of());
    time(|| {
        black_box(build(black_box(&site), &options, &mut Cache::default()));
    })
}

/// How long it takes to parse a page.
fn page(text: &str) -> Duration {
    let source = Source::new(SourceId::new("content/a.md"), text.as_bytes().to_vec());
    time(|| {
        black_box(parse(black_box(&source)));
    })
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
            Box::new(move |times| format!("{sign}語 ").repeat(times * PIECES)),
        );
        add(
            format!("{sign:?} in lines"),
            Box::new(move |times| format!("{sign}語\n").repeat(times * PIECES)),
        );
    }
    for &line in LINES {
        add(
            format!("{line:?}"),
            Box::new(move |times| {
                let lines =
                    (0..times * PIECES / 2).map(move |at| line.replace("{}", &at.to_string()));
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

fn time(work: impl Fn()) -> Duration {
    let runs = (0..RUNS).map(|_| {
        let before = spent();
        work();
        spent() - before
    });
    runs.min().unwrap_or_default()
}

/// The time that this thread has had a processor: other programs take their share of the clock's.
fn spent() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("no thread has had less than no time")
}
