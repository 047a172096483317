//! As Markdown, for a pull request.

use super::outline::{Moment, Outline, change};
use annai::compare::FactChange;
use annai::language::Language;
use annai::text;

pub(super) fn print(outline: &Outline<'_>, language: Language) -> String {
    let mut out = String::new();
    for one in &outline.moments {
        moment(one, language, &mut out);
    }
    if let Some(words) = &outline.closing {
        out.push_str(&format!("{}\n\n", words.in_language(language)));
    }
    if let Some((words, findings)) = &outline.failure {
        let words = escaped(words.in_language(language));
        out.push_str(&format!("**{words}**\n\n"));
        for finding in findings {
            out.push_str(&format!("- {}\n", escaped(finding)));
        }
    }
    out.trim_end().to_owned()
}

fn moment(moment: &Moment<'_>, language: Language, out: &mut String) {
    out.push_str(&format!("## {}\n\n", moment.heading.in_language(language)));
    facts(moment.facts, language, out);
    for file in &moment.files {
        let change = change(file);
        let change = change.in_language(language);
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
}

fn facts(facts: &[FactChange], language: Language, out: &mut String) {
    if facts.is_empty() {
        return;
    }
    let head = text!(
        "| 事実 | 変わる前 | 変わった後 |",
        "| fact | before | after |"
    );
    out.push_str(&format!("{}\n|---|---|---|\n", head.in_language(language)));
    for fact in facts {
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
