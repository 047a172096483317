//! As lines of text.

use annai::compare::{Change, Comparison};
use annai::language::Language;
use annai::text;

pub(super) fn print(comparison: &Comparison, language: Language) -> String {
    let mut lines = Vec::new();
    for fact in &comparison.facts {
        let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "—".to_owned());
        lines.push(format!(
            "{} ({}): {} → {}",
            fact.key,
            fact.label,
            side(&fact.old),
            side(&fact.new)
        ));
        lines.extend(fact.derivations.iter().map(|one| format!("  {one}")));
    }
    for file in &comparison.files {
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
    if lines.is_empty() {
        let words = text!("変わるところはありません", "nothing changes");
        lines.push(words.in_language(language).to_owned());
    }
    lines.join("\n")
}
