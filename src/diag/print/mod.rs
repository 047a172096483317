//! Shows findings: as excerpts for people, as lines and as documents for programs.
//!
//! Everything here is a pure function from findings to text. Byte spans become lines and
//! columns here and nowhere else. Whatever a source or a message holds, no control
//! character of theirs reaches a terminal.

mod escaped;
mod excerpt;
mod files;
mod full;
mod github;
mod json;
mod pieces;
mod sarif;
mod short;
mod visible;
mod wrap;

#[cfg(test)]
mod tests;

use super::{Diagnostic, Severity};
use crate::language::Language;
use crate::source::SourceId;
use crate::text;
pub use escaped::Escaped;
use files::Files;
pub use pieces::{Marked, Pieces, Spot};

/// Whether the text is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// Plain text, for files and pipes.
    #[default]
    Off,
    /// With ANSI escape sequences, for terminals.
    On,
}

/// How findings are to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The language of the messages.
    pub language: Language,
    /// Whether `full` is coloured; the other formats never are.
    pub color: Color,
    /// How many cells a line of the terminal has; `full` cuts its excerpts to it, and breaks
    /// its sentences.
    pub width: usize,
}

macro_rules! formats {
    ($($(#[$doc:meta])* $variant:ident = $module:ident;)*) => {
        /// A way to write findings down.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Format {
            $($(#[$doc])* $variant,)*
        }

        impl Format {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name, as in `--format short`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($module),)*
                }
            }

            fn print_in(self, diagnostics: &[Diagnostic], files: &Files<'_>, style: &Style) -> String {
                match self {
                    $(Self::$variant => $module::print(diagnostics, files, style),)*
                }
            }
        }
    };
}

// A new format is a file with a function `print`, the `mod` above and one line here.
formats! {
    /// Source lines with carets, the message and what to do: for people.
    Full = full;
    /// One line for each finding: for editors and scripts.
    Short = short;
    /// One document: for programs.
    Json = json;
    /// Workflow commands: GitHub Actions shows the findings beside the changed lines.
    Github = github;
    /// SARIF 2.1.0: for programs that gather findings of many tools.
    Sarif = sarif;
}

impl Format {
    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.name() == name)
    }

    /// Whether it is read by people, who like to be told how many findings there are.
    pub const fn is_for_people(self) -> bool {
        matches!(self, Self::Full | Self::Short)
    }

    /// Writes `diagnostics` down in their order, with a line end after the last.
    ///
    /// `read` gives the bytes of a source. It is asked once for each source. Where it has
    /// none, or they are not UTF-8, a finding is shown without the source line.
    pub fn print<'a>(
        self,
        diagnostics: &[Diagnostic],
        read: &dyn Fn(&SourceId) -> Option<&'a [u8]>,
        style: &Style,
    ) -> Escaped {
        Escaped::laid_out(self.print_in(diagnostics, &Files::new(diagnostics, read), style))
    }
}

/// Findings in pieces, in their order, for those who lay them out themselves. `read` is as for
/// [`Format::print`].
pub fn pieces<'a>(
    diagnostics: &[Diagnostic],
    read: &dyn Fn(&SourceId) -> Option<&'a [u8]>,
    style: &Style,
) -> Vec<Pieces> {
    let files = Files::new(diagnostics, read);
    let each = diagnostics.iter();
    each.map(|one| pieces::pieces(one, &files, style)).collect()
}

/// The closing line: how many findings there are of each severity. Without a line end.
pub fn summary(diagnostics: &[Diagnostic], language: Language) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| {
            let of_it = |finding: &&Diagnostic| finding.severity == severity;
            let count = diagnostics.iter().filter(of_it).count();
            (count > 0).then(|| counted(severity, count, language))
        })
        .collect();
    match language {
        Language::Japanese if parts.is_empty() => "問題はありません".to_owned(),
        Language::English if parts.is_empty() => "no findings".to_owned(),
        Language::Japanese => parts.join("、"),
        Language::English => parts.join(", "),
    }
}

/// A name or message of others as it may be shown on a terminal, on one line.
pub fn harmless(text: &str) -> String {
    visible::line(text)
}

fn counted(severity: Severity, count: usize, language: Language) -> String {
    let plural = if count == 1 { "" } else { "s" };
    let counted = match severity {
        Severity::Error => text!("エラー {count}件", "{count} error{plural}"),
        Severity::Warning => text!("警告 {count}件", "{count} warning{plural}"),
        Severity::Note => text!("参考 {count}件", "{count} note{plural}"),
    };
    counted.in_language(language).to_owned()
}
