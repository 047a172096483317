//! `short`: one line for each finding, as compilers write them, so that editors and
//! scripts need to learn nothing new:
//!
//! ```text
//! content/faq/deadline.md:3:5: error[unknown-fact]: there is no fact `renewl`
//! ```
//!
//! The severity is English in every language, because programs look for it; the message is
//! in the language that was asked for. There is no help: it has no fixed form, and `json`
//! has it in a field of its own.

use super::files::{Files, Position};
use super::{Style, visible};
use crate::diag::{Diagnostic, Severity};

pub(super) fn print(diagnostics: &[Diagnostic], files: &Files<'_>, style: &Style) -> String {
    diagnostics
        .iter()
        .map(|finding| {
            let path = visible::line(finding.place.source.as_str());
            let Position { line, column } = files.start(&finding.place);
            let severity = severity_name(finding.severity);
            let code = finding.code;
            let message = visible::joined(finding.message.in_language(style.language));
            format!("{path}:{line}:{column}: {severity}[{code}]: {message}\n")
        })
        .collect()
}

pub(super) const fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
