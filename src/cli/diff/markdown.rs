//! As Markdown, for a pull request.

use annai::compare::{Change, Comparison};
use annai::language::Language;
use annai::text;

pub(super) fn print(comparison: &Comparison, language: Language) -> String {
    let say = |words: annai::diag::Text| words.in_language(language).to_owned();
    let mut out = String::new();
    if !comparison.facts.is_empty() {
        let head = say(text!(
            "| 事実 | 変わる前 | 変わった後 |",
            "| fact | before | after |"
        ));
        out.push_str(&format!("{head}\n|---|---|---|\n"));
        for fact in &comparison.facts {
            let cell = |value: &Option<String>| escaped(value.as_deref().unwrap_or("—"));
            out.push_str(&format!(
                "| {}（`{}`） | {} | **{}** |\n",
                escaped(&fact.label),
                fact.key,
                cell(&fact.old),
                cell(&fact.new)
            ));
        }
        out.push('\n');
    }
    for file in &comparison.files {
        let change = say(match file.change {
            Change::Added => text!("新しいファイル", "new"),
            Change::Removed => text!("なくなるファイル", "gone"),
            Change::Changed => text!("変わるファイル", "changed"),
        });
        out.push_str(&format!("### `{}` ({change})\n\n", file.path));
        for sentence in &file.sentences {
            if let Some(old) = &sentence.old {
                out.push_str(&format!("- ~~{}~~\n", escaped(old)));
            }
            if let Some(new) = &sentence.new {
                out.push_str(&format!("- **{}**\n", escaped(new)));
            }
        }
        out.push('\n');
    }
    if out.is_empty() {
        out = say(text!("変わるところはありません", "nothing changes"));
    }
    out.trim_end().to_owned()
}

/// Text that means itself in Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_{}[]<>#|~".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
