//! Sites that grow in one direction, with mistakes and without: what takes more time than its share
//! with each of them is a way to bring the program to a stop.

use annai::calendar::{AsOf, parse_iso};
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use std::fmt::Write;
use std::sync::Arc;

/// A kind of site: what it is called, how large it is at least, and its files at a size.
pub(crate) struct Growing {
    pub(crate) name: &'static str,
    /// So large that it takes more than no time.
    pub(crate) size: usize,
    make: fn(usize) -> Files,
}

type Files = Vec<(String, String)>;

impl Growing {
    /// The site at some times its size.
    pub(crate) fn site(&self, size: usize) -> Snapshot {
        let home = ("content/index.md".to_owned(), page("本文です。"));
        let mut files = (self.make)(size);
        files.push(home);
        if !files.iter().any(|(path, _)| path == "site.toml") {
            files.push(config(""));
        }
        let sources = files.into_iter().map(|(path, text)| {
            let source = Source::new(SourceId::new(path), text.into_bytes());
            Arc::new(source)
        });
        Snapshot::new(sources, Vec::new())
    }
}

/// The day for which all of them are built.
pub(crate) fn as_of() -> AsOf {
    AsOf::new(parse_iso("2024-03-10").expect("that is a day"))
}

/// All of them.
pub(crate) const ALL: &[Growing] = &[
    growing("facts that follow from the next", 8_000, |size| {
        let last = fact(size, "date = 2024-01-01");
        vec![config(
            &(facts(size, |at| format!("date = \"f{} + 1 day\"", at + 1)) + &last),
        )]
    }),
    growing("facts that follow from the one before", 8_000, |size| {
        let first = "date = 2024-01-01".to_owned();
        let next = |at: usize| format!("date = \"f{} + 1 day\"", at - 1);
        vec![config(&facts(size, |at| {
            if at == 0 { first.clone() } else { next(at) }
        }))]
    }),
    growing("a circle of facts", 8_000, |size| {
        vec![config(&facts(size, |at| {
            format!("date = \"f{} + 1 day\"", (at + 1) % size)
        }))]
    }),
    growing("facts that are used", 8_000, |size| {
        let used = (0..size).map(|at| format!("{{{{ f{at} }}}}\n\n"));
        vec![
            config(&facts(size, |_| "text = \"値\"".to_owned())),
            text(used),
        ]
    }),
    growing("unknown facts among facts", 4_000, |size| {
        let used = (0..size).map(|at| format!("{{{{ g{at}q }}}}\n\n"));
        vec![
            config(&facts(size, |_| "text = \"値\"".to_owned())),
            text(used),
        ]
    }),
    growing("facts that follow from unknown ones", 4_000, |size| {
        vec![config(&facts(size, |at| {
            format!("date = \"g{at}q + 1 day\"")
        }))]
    }),
    growing(
        "closures, and days that count business days",
        2_000,
        |size| {
            let closure = |at| format!("closure = {{ start = {0}, end = {0} }}", day(at));
            let mut all = facts(size, closure);
            for at in 0..size {
                all += &fact(
                    size + at,
                    &format!("date = \"{} + 2 business days\"", day(at)),
                );
            }
            vec![config(&all)]
        },
    ),
    growing("unknown keys of site.toml", 10_000, |size| {
        vec![config(&lines(size, |at| format!("k{at} = 1")))]
    }),
    growing("unknown tables of site.toml", 10_000, |size| {
        vec![config(&lines(size, |at| format!("[t{at}]")))]
    }),
    growing("a key that stands there again and again", 10_000, |size| {
        vec![config(&lines(size, |_| "operator = \"a\"".to_owned()))]
    }),
    growing("unknown keys of a page", 10_000, |size| {
        let keys = lines(size, |at| format!("k{at} = 1"));
        vec![(path(0), format!("+++\ntitle = \"A\"\n{keys}+++\n\n本文\n"))]
    }),
    growing("cycles and facts", 300, |size| {
        let mut all = facts(size, |_| "date = 2024-01-01".to_owned());
        for at in 0..size {
            let from = day(at);
            let _ = writeln!(
                all,
                "[[cycles]]\nname = \"c{at}\"\nfrom = {from}\n[cycles.facts]\nf{at} = {from}"
            );
        }
        vec![config(&all)]
    }),
    growing("a cycle of unknown facts", 4_000, |size| {
        let all = facts(size, |_| "date = 2024-01-01".to_owned());
        let cycle = "[[cycles]]\nname = \"c\"\nfrom = 2025-01-01\n[cycles.facts]\n";
        let unknown = lines(size, |at| format!("g{at}q = 2025-01-01"));
        vec![config(&(all + cycle + &unknown))]
    }),
    growing("years of a promise", 1_000, |size| {
        let window = format!(
            "window = {{ start = 2025-01-01, end = {}-12-31 }}",
            2024 + size
        );
        let promise =
            "[[promises]]\nthat = \"x + 2 business days < 9999-12-31\"\nfor = \"x in f0\"\n";
        vec![config(&(fact(0, &window) + promise))]
    }),
    growing("promises of a year", 1_000, |size| {
        let window = "window = { start = 2024-01-01, end = 2024-12-31 }";
        let promise =
            "[[promises]]\nthat = \"x + 2 business days < 9999-12-31\"\nfor = \"x in f0\"\n";
        vec![config(&(fact(0, window) + &promise.repeat(size)))]
    }),
    growing("promises of unknown facts", 4_000, |size| {
        let all = facts(size, |_| "date = 2024-01-01".to_owned());
        let promise = |at| format!("[[promises]]\nthat = \"f{at} < g{at}q\"");
        vec![config(&(all + &lines(size, promise)))]
    }),
    growing("pages", 2_000, |size| {
        pages(size, |_| "本文です。".to_owned())
    }),
    growing("pages with a broken link", 2_000, |size| {
        pages(size, |at| format!("[本文](/nowhere{at}/)です。"))
    }),
    growing("broken links among pages", 2_000, |size| {
        let broken = (0..size).map(|at| format!("[本文](q{at}x.md)\n\n"));
        let mut files = pages(size, |_| "本文です。".to_owned());
        files.push(text(broken));
        files
    }),
    growing("links to nothing of a kind", 4_000, |size| {
        vec![text(
            (0..size).map(|at| format!("[本文](/a/{at}/b.pdf)\n\n")),
        )]
    }),
    growing("dead anchors among headings", 4_000, |size| {
        vec![text((0..size).map(|at| {
            format!("## 見出し {{#h{at}}}\n\n[本文](#g{at}q)\n\n")
        }))]
    }),
    growing("anchors among headings", 4_000, |size| {
        vec![text((0..size).map(|at| {
            format!("## 見出し {{#h{at}}}\n\n[本文](#h{at})\n\n")
        }))]
    }),
    growing("headings", 10_000, |size| {
        vec![text(
            (0..size).map(|at| format!("## 見出し{at}\n\n本文\n\n")),
        )]
    }),
    growing("headings of one name", 10_000, |size| {
        vec![text((0..size).map(|_| "## 見出し\n\n本文\n\n".to_owned()))]
    }),
    growing("findings in one page", 10_000, |size| {
        vec![text((0..size).map(|_| "<b>本文</b>\n\n".to_owned()))]
    }),
    growing("findings in many pages", 1_000, |size| {
        pages(size, |_| "<b>本文</b>".to_owned())
    }),
    growing("a long page", 15_000, |size| {
        vec![text(
            (0..size).map(|_| "受付は終了しました。\n\n".to_owned()),
        )]
    }),
    growing("rows of a table", 12_000, |size| {
        let rows = std::iter::repeat_n("|x|y|\n".to_owned(), size);
        vec![text(
            std::iter::once("|a|b|\n|-|-|\n".to_owned()).chain(rows),
        )]
    }),
    growing("directives that nobody ends", 10_000, |size| {
        vec![text((0..size).map(|_| ":::details 見出し\n\n".to_owned()))]
    }),
    growing("directives", 10_000, |size| {
        vec![text(
            (0..size).map(|_| ":::details 見出し\n本文\n:::\n\n".to_owned()),
        )]
    }),
    growing(
        "footnotes without marks, and marks without footnotes",
        4_000,
        |size| {
            let marks = (0..size).map(|at| format!("本文[^a{at}q]\n\n"));
            let notes = (0..size).map(|at| format!("[^{at}]: 注\n\n"));
            vec![text(marks.chain(notes))]
        },
    ),
    growing(
        "targets without links, and links without targets",
        4_000,
        |size| {
            let links = (0..size).map(|at| format!("[本文][a{at}q]\n\n"));
            let targets = (0..size).map(|at| format!("[b{at}]: /\n\n"));
            vec![text(links.chain(targets))]
        },
    ),
    // Each is compared with each fact, which is what takes the time from some thousands on.
    growing("values that are typed", 1_000, |size| {
        let typed = (0..size).map(|at| format!("料金は{}円です。\n\n", 1_000 + at));
        vec![
            config(&facts(size, |at| format!("amount = {}", 1_000 + at))),
            text(typed),
        ]
    }),
    growing("names between other signs", 4_000, |size| {
        let typed = (0..size).map(|at| format!("［［g{at}_q］］\n\n"));
        vec![
            config(&facts(size, |_| "text = \"値\"".to_owned())),
            text(typed),
        ]
    }),
    growing("former addresses", 4_000, |size| {
        let aliases: Vec<String> = (0..size).map(|at| format!("\"/x{at}/\"")).collect();
        let front = format!(
            "+++\ntitle = \"A\"\naliases = [{}]\n+++\n\n本文\n",
            aliases.join(", ")
        );
        vec![(path(0), front)]
    }),
    growing("comments that allow what is not there", 10_000, |size| {
        vec![text(
            (0..size).map(|_| "<!-- annai: allow broken-link -->\n\n".to_owned()),
        )]
    }),
    growing("templates that include the next", 4_000, |size| {
        let file = |at: usize| format!("themes/t/templates/{at:06}.html");
        let include = |at: usize| format!("{{% include \"{:06}.html\" %}}", at + 1);
        let mut files: Files = (0..size).map(|at| (file(at), include(at))).collect();
        files.push((file(size), "a".to_owned()));
        files.push(("themes/t/templates/page.html".to_owned(), include(0)));
        let head = "[site]\ntitle = \"題\"\nbase_url = \"https://example.jp\"\ntheme = \"t\"\n";
        files.push(("site.toml".to_owned(), head.to_owned()));
        files
    }),
];

const fn growing(name: &'static str, size: usize, make: fn(usize) -> Files) -> Growing {
    Growing { name, size, make }
}

/// `site.toml` with more in it.
fn config(more: &str) -> (String, String) {
    let head = "[site]\ntitle = \"題\"\nbase_url = \"https://example.jp\"\n";
    ("site.toml".to_owned(), format!("{head}{more}"))
}

fn facts(count: usize, value: impl Fn(usize) -> String) -> String {
    (0..count).map(|at| fact(at, &value(at))).collect()
}

fn fact(at: usize, value: &str) -> String {
    format!("[facts.f{at}]\nlabel = \"値{at}\"\n{value}\n")
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|at| line(at) + "\n").collect()
}

fn day(at: usize) -> String {
    format!(
        "{}-{:02}-{:02}",
        2_000 + at / 336,
        1 + at / 28 % 12,
        1 + at % 28
    )
}

fn pages(count: usize, body: impl Fn(usize) -> String) -> Files {
    let all = (0..count).map(|at| (path(at), page(&body(at))));
    all.collect()
}

fn text(pieces: impl Iterator<Item = String>) -> (String, String) {
    let body: String = pieces.collect();
    ("content/text.md".to_owned(), page(&body))
}

fn path(at: usize) -> String {
    format!("content/p{at}.md")
}

fn page(body: &str) -> String {
    format!("+++\ntitle = \"題\"\n+++\n\n{body}\n")
}
