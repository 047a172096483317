//! The small site that `annai new` makes: complete, without findings, and written to be
//! written over.

use crate::calendar::{AsOf, add_days, format};
use crate::output::{Output, Outputs};
use crate::path::OutputPath;
use crate::schema;

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("scaffold/", $path)))),*]
    };
}

const FILES: &[(&str, &str)] = files![
    "content/accessibility/index.md",
    "content/contact/index.md",
    "content/faq/apply.md",
    "content/faq/index.md",
    "content/faq/late.md",
    "content/index.md",
    "content/news/index.md",
    "content/news/opening.md",
    "site.toml",
];

/// What is made, and need not be kept: the site, what publishing leaves behind when it is
/// killed, and what is remembered between two runs. Such a file of our own would be obeyed here.
const IGNORED: (&str, &str) = (
    ".gitignore",
    "/public/\n/.public.*\n/.annai/external-links.json\n",
);

/// What the sources of the scaffold write for days, and how far each is from the day on
/// which the site is made.
const DAYS: [(&str, i32); 3] = [("1999-01-01", 0), ("1999-02-01", 14), ("1999-03-01", 45)];

/// The files of a new site that is made on the day `as_of`.
pub fn site(as_of: AsOf) -> Outputs {
    let files = FILES.iter().map(|(path, text)| (*path, dated(text, as_of)));
    let schema = (schema::SITE_FILE, schema::site().json());
    let ignored = (IGNORED.0, IGNORED.1.to_owned());
    files
        .chain([schema, ignored])
        .map(|(path, text)| {
            let path = OutputPath::parse(path).expect("our own names can be stored everywhere");
            (path, Output::new(text.into_bytes()))
        })
        .collect()
}

fn dated(text: &str, as_of: AsOf) -> String {
    DAYS.iter().fold(text.to_owned(), |text, (written, days)| {
        let day = add_days(as_of.date(), *days).unwrap_or(as_of.date());
        text.replace(written, &format::iso(day))
    })
}
