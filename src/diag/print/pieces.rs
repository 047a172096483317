//! A finding in pieces, for those who lay it out themselves: a page in a browser, where the
//! widths of characters depend on the fonts that happen to be there, so that carets could stand
//! anywhere. The bytes to point at are a piece of their own.

use super::excerpt::Excerpt;
use super::files::Files;
use super::{Style, full, visible};
use crate::diag::{Diagnostic, Place, Severity};
use serde::Serialize;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pieces {
    /// What kind of mistake it is, as it is named in `annai explain`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// One sentence that names it.
    pub message: String,
    /// What to do about it: sentences that can be followed one by one.
    pub help: Vec<String>,
    /// Where it is.
    pub spot: Spot,
    /// Other places that belong to it, each with what is there.
    pub others: Vec<(Spot, String)>,
}

/// A place as people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// The file, as a path below the root.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is written there; none for a file as a whole, or one that is not text.
    pub excerpt: Option<Marked>,
}

/// Some lines of a source: what comes before the marked part, that part, what comes after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Marked {
    /// The number of the first line.
    pub first_line: usize,
    /// Before it.
    pub before: String,
    /// What is meant; empty where something is missing.
    pub marked: String,
    /// After it.
    pub after: String,
}

pub(super) fn pieces(finding: &Diagnostic, files: &Files<'_>, style: &Style) -> Pieces {
    let shown = finding.labels.iter().take(full::MOST_LABELS);
    let others = shown.map(|label| {
        let text = visible::joined(label.text.in_language(style.language));
        (spot(&label.place, files, style), text)
    });
    let remedies = full::remedies(finding, files, style);
    Pieces {
        code: finding.code.name(),
        severity: finding.severity,
        message: visible::joined(finding.message.in_language(style.language)),
        help: remedies
            .iter()
            .map(|words| visible::joined(words))
            .collect(),
        spot: spot(&finding.place, files, style),
        others: others.collect(),
    }
}

fn spot(place: &Place, files: &Files<'_>, style: &Style) -> Spot {
    let start = files.start(place);
    let excerpt = files.excerptable(place).map(|file| {
        let drawing = Excerpt::new(file, place.span, style.width).draw();
        let mark = drawing.marks.first().cloned().unwrap_or(0..0);
        let text = drawing.text.trim_end_matches('\n');
        // A mark at the very end of a line may take the line end in.
        let (start, end) = (mark.start.min(text.len()), mark.end.min(text.len()));
        Marked {
            first_line: drawing.first_line,
            before: text[..start].to_owned(),
            marked: text[start..end].to_owned(),
            after: text[end..].to_owned(),
        }
    });
    Spot {
        file: visible::line(place.source.as_str()),
        line: start.line,
        column: start.column,
        excerpt,
    }
}
