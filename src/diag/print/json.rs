//! `json`: one document, an array with an object for each finding. All fields are always
//! there; what a finding does not have is `null` or `[]`.
//!
//! ```json
//! [
//!   {
//!     "code": "unknown-fact",
//!     "severity": "error",
//!     "file": "content/faq/deadline.md",
//!     "line": 3, "column": 5, "end_line": 3, "end_column": 11,
//!     "from": null,
//!     "message": "there is no fact `renewl`",
//!     "help": "did you mean `renewal`?",
//!     "labels": [
//!       { "file": "site.toml", "line": 8, "column": 1, "text": "`renewal` is stated here" }
//!     ],
//!     "fix": {
//!       "file": "content/faq/deadline.md",
//!       "line": 3, "column": 5, "end_line": 3, "end_column": 11,
//!       "start": 40, "end": 46,
//!       "replacement": "renewal",
//!       "applicability": "guess"
//!     }
//!   }
//! ]
//! ```
//!
//! - `from` is the moment from which on it is wrong, `null` where it is wrong now.
//! - `severity` is `error`, `warning` or `note`.
//! - `file` is the path below the root of the site, with `/`.
//! - `line` and `column` count from 1, columns in characters; the end is one past the last
//!   character. A finding on a file as a whole is at 1:1.
//! - `start` and `end` count bytes of the file from 0: replace these by `replacement`.
//! - `applicability` is `mechanical` where that needs no thinking (`annai check --fix` does
//!   it), `guess` where a person has to say whether it was meant.
//! - `message`, `help` and `text` are in the language that was asked for.
//!
//! Fields may be added; none is renamed or taken away within a major version.

use super::files::Files;
use super::{Style, visible};
use crate::diag::{Applicability, Diagnostic, Fix, Label, Place, Severity};
use crate::language::Language;
use serde::Serialize;
use std::fmt::Write as _;

pub(super) fn print(diagnostics: &[Diagnostic], files: &Files<'_>, style: &Style) -> String {
    let findings: Vec<Finding<'_>> = diagnostics
        .iter()
        .map(|finding| Finding::new(finding, files, style.language))
        .collect();
    let document =
        serde_json::to_string_pretty(&findings).expect("strings and numbers can always be written");
    escaped(&document) + "\n"
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: Severity,
    #[serde(flatten)]
    range: Range<'a>,
    from: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
    labels: Vec<Note<'a>>,
    fix: Option<Edit<'a>>,
}

#[derive(Serialize)]
struct Range<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Note<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    range: Range<'a>,
    start: usize,
    end: usize,
    replacement: &'a str,
    applicability: Applicability,
}

impl<'a> Finding<'a> {
    fn new(finding: &'a Diagnostic, files: &Files<'_>, language: Language) -> Self {
        let help = finding.help.as_ref();
        let labels = finding.labels.iter();
        Self {
            code: finding.code.name(),
            severity: finding.severity,
            range: Range::new(&finding.place, files),
            from: finding.from.as_deref(),
            message: finding.message.in_language(language),
            help: help.map(|help| help.in_language(language)),
            labels: labels
                .map(|label| Note::new(label, files, language))
                .collect(),
            fix: finding.fix.as_ref().map(|fix| Edit::new(fix, files)),
        }
    }
}

impl<'a> Range<'a> {
    fn new(place: &'a Place, files: &Files<'_>) -> Self {
        let (start, end) = (files.start(place), files.end(place));
        Self {
            file: place.source.as_str(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

impl<'a> Note<'a> {
    fn new(label: &'a Label, files: &Files<'_>, language: Language) -> Self {
        let start = files.start(&label.place);
        Self {
            file: label.place.source.as_str(),
            line: start.line,
            column: start.column,
            text: label.text.in_language(language),
        }
    }
}

impl<'a> Edit<'a> {
    fn new(fix: &'a Fix, files: &Files<'_>) -> Self {
        Self {
            range: Range::new(&fix.place, files),
            start: fix.place.span.start,
            end: fix.place.span.end,
            replacement: &fix.replacement,
            applicability: fix.applicability,
        }
    }
}

/// Escapes in a document what JSON allows but a terminal might obey. Such characters stand
/// only within strings there, where an escape means the same.
pub(super) fn escaped(document: &str) -> String {
    let mut safe = String::with_capacity(document.len());
    for character in document.chars() {
        if character == '\n' || !visible::is_hidden(character) {
            safe.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            write!(safe, "\\u{unit:04x}").expect("a string takes whatever is written to it");
        }
    }
    safe
}
