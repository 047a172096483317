//! As lines of text.

use super::outline::{Moment, Outline};
use annai::compare::Change;
use annai::diag::print::harmless;
use annai::language::Language;

pub(super) fn print(outline: &Outline<'_>, language: Language) -> String {
    let mut parts: Vec<String> = outline
        .moments
        .iter()
        .map(|one| moment(one, language))
        .collect();
    let closing = outline.closing.iter();
    parts.extend(closing.map(|words| words.in_language(language).to_owned()));
    if let Some((words, findings)) = &outline.failure {
        let mut lines = vec![words.in_language(language).to_owned()];
        lines.extend(findings.iter().map(|one| format!("  {one}")));
        parts.push(lines.join("\n"));
    }
    parts.join("\n\n")
}

fn moment(moment: &Moment<'_>, language: Language) -> String {
    let mut lines = vec![moment.heading.in_language(language).to_owned()];
    for fact in moment.facts {
        let side = |value: &Option<String>| harmless(value.as_deref().unwrap_or("—"));
        lines.push(format!(
            "{} ({}): {} → {}",
            harmless(&fact.key),
            harmless(&fact.label),
            side(&fact.old),
            side(&fact.new)
        ));
        lines.extend(fact.derivations.iter().map(|one| format!("  {one}")));
    }
    for file in &moment.files {
        let sign = match file.change {
            Change::Added => '+',
            Change::Removed => '-',
            Change::Changed => '~',
        };
        lines.push(format!("{sign} {}", file.path));
        for sentence in &file.sentences {
            lines.extend(sentence.old.iter().map(|old| format!("  - {old}")));
            lines.extend(sentence.new.iter().map(|new| format!("  + {new}")));
        }
    }
    lines.join("\n")
}
