//! Findings: what is wrong in the sources, where, and what to type instead.
//!
//! A mistake of an author is data, never an error that ends the work: every stage returns
//! its value together with its findings ([`Checked`]), and all of them are shown at once.
//! Lines and columns exist only in [`mod@print`].

mod allowance;
pub mod code;
mod level;
pub mod print;
mod text;

pub use crate::text;
pub use allowance::{Allowance, Comment};
pub use code::Code;
pub use level::{Level, Levels};
pub use text::Text;

use crate::source::{SourceId, Span};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The site is not published.
    Error,
    /// The site is published; somebody should look.
    Warning,
    /// Good to know.
    Note,
}

/// Some bytes of one source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub source: SourceId,
    /// The bytes; empty at the start where the whole file is meant.
    pub span: Span,
}

impl Place {
    /// These bytes of this file.
    pub fn new(source: &SourceId, span: Span) -> Self {
        Self {
            source: source.clone(),
            span,
        }
    }

    /// The file as a whole.
    pub fn file(source: &SourceId) -> Self {
        Self::new(source, Span::default())
    }
}

/// Another place that belongs to a finding, and what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is there.
    pub text: Text,
}

/// Whether a remedy may be applied without anybody looking at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// What comes out is what the author meant.
    Mechanical,
    /// What the author most likely meant. Only a person can tell: the nearest name of a fact
    /// may be that of another fact, and print another day.
    Guess,
}

/// A remedy: replace the bytes of `place` by `replacement`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What to replace.
    pub place: Place,
    /// What to put there.
    pub replacement: String,
    /// Whether it needs no thinking.
    pub applicability: Applicability,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of mistake it is.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// One sentence that names it.
    pub message: Text,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<Text>,
    /// What would mend it.
    pub fix: Option<Fix>,
    /// What it comes from, where that is something else that others may come from too, such as a
    /// page that is gone: findings of one code with one cause are told as one.
    pub cause: Option<String>,
    /// The moment from which on it is wrong, as ISO 8601 writes it; none where it is wrong now.
    pub from: Option<String>,
}

impl Diagnostic {
    /// A finding of the severity that its code has by itself.
    pub fn new(code: Code, place: Place, message: Text) -> Self {
        Self {
            code,
            severity: code.severity(),
            place,
            message,
            labels: Vec::new(),
            help: None,
            fix: None,
            cause: None,
            from: None,
        }
    }

    /// Whether it keeps the site from being published.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// Says what it comes from.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn label(mut self, place: Place, text: Text) -> Self {
        self.labels.push(Label { place, text });
        self
    }

    /// Offers a replacement for the very bytes that the finding is at, which mends it without
    /// thinking: `annai check --fix` makes it.
    #[must_use]
    pub fn replace_with(self, replacement: impl Into<String>) -> Self {
        self.offer(replacement.into(), Applicability::Mechanical)
    }

    /// Offers what the author may have meant instead of the very bytes that the finding is at.
    #[must_use]
    pub fn suggest(self, replacement: impl Into<String>) -> Self {
        self.offer(replacement.into(), Applicability::Guess)
    }

    fn offer(mut self, replacement: String, applicability: Applicability) -> Self {
        self.fix = Some(Fix {
            place: self.place.clone(),
            replacement,
            applicability,
        });
        self
    }

    /// The remedy, where it needs no thinking.
    pub fn mechanical_fix(&self) -> Option<&Fix> {
        let fix = self.fix.as_ref();
        fix.filter(|fix| fix.applicability == Applicability::Mechanical)
    }
}

/// A value and what was wrong on the way to it.
#[derive(Clone, Debug, Default)]
pub struct Checked<T> {
    /// The value, as good as it could be made.
    pub value: T,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value with its findings.
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Self {
        Self { value, diagnostics }
    }

    /// The value; its findings go to `into`.
    pub fn unpack(self, into: &mut Vec<Diagnostic>) -> T {
        into.extend(self.diagnostics);
        self.value
    }
}

/// Puts findings in the order in which they are shown: by file, place, code and text.
/// The same finding twice is one.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (&a.place, a.code.name(), &a.message).cmp(&(&b.place, b.code.name(), &b.message))
    });
    diagnostics.dedup();
}
