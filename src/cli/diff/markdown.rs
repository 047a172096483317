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
        let path = code(&file.path);
        out.push_str(&format!("### {path} ({change})\n\n"));
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
            "| {}（{}） | {} | **{}** |\n",
            escaped(&fact.label),
            code(&fact.key),
            cell(&fact.old),
            cell(&fact.new)
        ));
    }
    out.push('\n');
}

/// A name as code, in which nothing means anything else. One that could end the code, or the cell
/// of a table, is written as text.
fn code(name: &str) -> String {
    if name.chars().any(|c| c.is_control() || "`|\\".contains(c)) {
        escaped(name)
    } else {
        format!("`{name}`")
    }
}

/// Text that means itself in Markdown, on one line: nobody is mentioned by it, and nothing is
/// linked (GitHub Docs, "Autolinked references and URLs" and "Mentioning people and teams").
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = 0;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let goes_on = rest.starts_with(is_of_word);
        match c {
            c if c.is_whitespace() => out.push(' '),
            // Addresses are linked by what stands around these.
            ':' if rest.starts_with("//") => out.push_str("\\:"),
            '.' if ends_with(&text[..at], "www") => out.push_str("\\."),
            _ if "\\`*_{}[]<>#|~&$!".contains(c) => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
        // A backslash does not help: people and references are looked for in the finished text.
        let is_reference = match c {
            '@' | '#' => goes_on,
            '-' => rest.starts_with(|c: char| c.is_ascii_digit()) && ends_with(&text[..at], "gh"),
            _ => false,
        };
        if is_of_word(c) {
            word += 1;
        } else {
            word = 0;
        }
        if is_reference || word == 1 && is_commit(&text[at..]) {
            out.push_str(APART);
        }
    }
    out
}

/// A zero-width space, as a character reference: it keeps a word from being one.
const APART: &str = "&#8203;";

const fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Whether a text ends with a word, in letters of either case.
fn ends_with(text: &str, word: &str) -> bool {
    let start = text.len().checked_sub(word.len());
    let end = start.and_then(|start| text.get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(word))
}

/// Whether the word that a text begins with may be the name of a commit. One of digits only is a
/// number.
fn is_commit(text: &str) -> bool {
    let end = text.find(|c| !is_of_word(c)).unwrap_or(text.len());
    let word = &text[..end];
    let is_hex = word.chars().all(|c| c.is_ascii_hexdigit());
    (7..=40).contains(&end) && is_hex && word.chars().any(|c| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_mentions_nobody_and_links_nothing() {
        for (text, written) in [
            ("ふつうの文です。9:00〜17:00", "ふつうの文です。9:00〜17:00"),
            ("@alice と @org/team", "@&#8203;alice と @&#8203;org/team"),
            ("a@b.jp", "a@&#8203;b.jp"),
            ("#123、GH-7", "\\#&#8203;123、GH-&#8203;7"),
            ("# 見出し", "\\# 見出し"),
            ("https://evil.example/", "https\\://evil.example/"),
            ("www.evil.example", "www\\.evil.example"),
            ("0a1b2c3 と 0120123456", "0&#8203;a1b2c3 と 0120123456"),
            ("[x](y) ![z](w)", "\\[x\\](y) \\!\\[z\\](w)"),
            ("<b>&lt;", "\\<b\\>\\&lt;"),
            ("一行\n- 次 | 列", "一行 - 次 \\| 列"),
        ] {
            assert_eq!(escaped(text), written, "{text}");
        }
    }

    #[test]
    fn a_name_stays_a_name() {
        assert_eq!(code("faq/index.html"), "`faq/index.html`");
        assert_eq!(code("a`@x|b"), "a\\`@&#8203;x\\|b");
    }
}
