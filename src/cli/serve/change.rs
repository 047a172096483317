//! What is said of a change, in one line.

use crate::cli::clock::Stopwatch;
use annai::build::Build;
use annai::diag::Diagnostic;
use annai::diag::print::{Color, Style, harmless, pieces, summary};
use annai::language::Language;
use annai::output::Outputs;
use annai::snapshot::Snapshot;
use annai::source::SourceId;
use std::slice;

/// So many names of files stand in a line.
const NAMED: usize = 2;

/// What was found to be new.
pub(super) struct Change {
    pub(super) start: Stopwatch,
    /// The files that were changed, made or taken away.
    pub(super) edited: Vec<SourceId>,
}

impl Change {
    /// The files in a few words.
    pub(super) fn names(&self) -> String {
        let names = self.edited.iter().take(NAMED);
        let names = names.map(|name| harmless(name.as_str()));
        let names = names.collect::<Vec<_>>().join(", ");
        match self.edited.len().saturating_sub(NAMED) {
            0 => names,
            more => format!("{names} +{more}"),
        }
    }

    /// How much is wrong now and, where there are errors, one of them: in a file that was
    /// changed if there is one, for that is where somebody is at work.
    pub(super) fn findings(
        &self,
        build: &Build,
        snapshot: &Snapshot,
        language: Language,
    ) -> String {
        let counts = summary(&build.diagnostics, language);
        let mut errors = build.diagnostics.iter().filter(|one| one.is_error());
        let is_edited = |one: &&Diagnostic| self.edited.contains(&one.place.source);
        let error = errors.clone().find(is_edited).or_else(|| errors.next());
        let read = |id: &SourceId| {
            let source = snapshot.get(id.as_str());
            source.map_or_else(|| build.source(id), |source| Some(&**source.bytes()))
        };
        let style = Style {
            language,
            color: Color::Off,
            // No excerpt is shown.
            width: 80,
        };
        let error = error.map_or(&[][..], slice::from_ref);
        match pieces(error, &read, &style).first() {
            Some(error) => {
                let (spot, code) = (&error.spot, error.code);
                format!("{counts} — {}:{} {code}", spot.file, spot.line)
            }
            None => counts,
        }
    }
}

/// How many files differ.
pub(super) fn differing(before: &Outputs, after: &Outputs) -> usize {
    let mut before = before.iter().peekable();
    let mut count = 0;
    for (path, output) in after {
        while before.next_if(|(gone, _)| *gone < path).is_some() {
            count += 1;
        }
        let then = before.next_if(|(known, _)| *known == path);
        count += usize::from(then.is_none_or(|(_, then)| then != output));
    }
    count + before.count()
}
