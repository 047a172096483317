//! `github`: workflow commands, by which GitHub Actions shows findings beside the lines of a
//! pull request ("Workflow commands for GitHub Actions", and `command.ts` of
//! `actions/toolkit` for what has to be escaped):
//!
//! ```text
//! ::error file=site.toml,line=2,endLine=2,col=10,endColumn=14,title=annai(unused-fact)::…
//! ```
//!
//! Paths are those below the root of the site, which has to be that of the repository. The
//! help stands below the message.

use super::files::Files;
use super::{Style, visible};
use crate::diag::{Diagnostic, Severity};
use crate::source::Span;
use std::fmt::Write as _;

pub(super) fn print(diagnostics: &[Diagnostic], files: &Files<'_>, style: &Style) -> String {
    let command = |finding: &Diagnostic| {
        let mut message = visible::lines(finding.message.in_language(style.language));
        if let Some(help) = &finding.help {
            message.push('\n');
            message += &visible::lines(help.in_language(style.language));
        }
        let level = level(finding.severity);
        let properties = properties(finding, files);
        format!("::{level} {properties}::{}\n", escaped(&message))
    };
    diagnostics.iter().map(command).collect()
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

fn properties(finding: &Diagnostic, files: &Files<'_>) -> String {
    let place = &finding.place;
    let mut properties = format!(
        "file={}",
        escaped_property(&visible::line(place.source.as_str()))
    );
    if place.span != Span::default() {
        let (start, end) = (files.start(place), files.end(place));
        write!(
            properties,
            ",line={},endLine={},col={},endColumn={}",
            start.line, end.line, start.column, end.column
        )
        .expect("a string takes whatever is written to it");
    }
    let title = format!("annai({})", finding.code);
    properties + ",title=" + &escaped_property(&title)
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn escaped_property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
