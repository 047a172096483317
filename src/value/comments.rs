//! Comments of a TOML text, which the parser drops: those that allow findings.

use crate::diag::{Allowance, Comment, Diagnostic};
use crate::source::{SourceId, Span};

/// The allowances in `text`, which starts at `offset` in its source. Each covers the entry it
/// stands in or behind; one on a line of its own, the entry below. A table's head is an entry.
pub fn allowances(
    source: &SourceId,
    text: &str,
    offset: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Allowance> {
    let mut found: Vec<Allowance> = Vec::new();
    if !text.contains("allow") {
        return found;
    }
    // Those from here on wait for an entry.
    let mut waiting = 0;
    for entry in entries(text) {
        for comment in entry.comments {
            let whole = (text, offset);
            let read = Allowance::read(Comment::Toml, source, whole, comment, diagnostics);
            found.extend(read);
        }
        if entry.has_words {
            for allowance in &mut found[waiting..] {
                allowance.covered = entry.span.shifted(offset);
            }
            waiting = found.len();
        }
    }
    found
}

/// A key with its value, the head of a table, or a line with neither.
#[derive(Debug, Default, PartialEq, Eq)]
struct Entry {
    span: Span,
    comments: Vec<Span>,
    has_words: bool,
}

/// Cuts a text into its entries; one with a string or a list goes over several lines.
fn entries(text: &str) -> Vec<Entry> {
    let bytes = text.as_bytes();
    let mut entries = Vec::new();
    let mut entry = Entry::default();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'#' => {
                let line = text[at..].lines().next().unwrap_or_default();
                let end = at + line.trim_end().len();
                entry.comments.push(Span::new(at, end));
                at = end;
                continue;
            }
            b'"' | b'\'' => {
                entry.has_words = true;
                at = string_end(bytes, at);
                continue;
            }
            b'\n' if depth == 0 => {
                entry.span.end = at + 1;
                entries.push(std::mem::take(&mut entry));
                entry.span.start = at + 1;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        entry.has_words |= !byte.is_ascii_whitespace();
        at += 1;
    }
    entry.span.end = text.len();
    entries.push(entry);
    entries
}

/// Where the string ends that begins at `start`: behind its last quote, or at the end of the
/// line where that is missing (TOML 1.0, String).
fn string_end(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let fence = [quote; 3];
    let is_long = bytes[start..].starts_with(&fence);
    let mut at = start + if is_long { 3 } else { 1 };
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\n' if !is_long => return at,
            b'\\' if quote == b'"' => {
                // What is escaped does not end the string; the end of a short one's line does.
                at += if bytes.get(at + 1) == Some(&b'\n') {
                    1
                } else {
                    2
                };
            }
            _ if byte == quote && !is_long => return at + 1,
            _ if byte == quote && bytes[at..].starts_with(&fence) => {
                // Two quotes may stand before the three that end it.
                let quotes = bytes[at..].iter().take_while(|&&byte| byte == quote);
                return at + quotes.take(5).count();
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each allowance covers.
    fn covered(text: &str) -> Vec<&str> {
        let mut diagnostics = Vec::new();
        let found = allowances(&SourceId::new("site.toml"), text, 0, &mut diagnostics);
        assert_eq!(diagnostics, []);
        let covered = found.iter().map(|one| one.covered.slice(text));
        covered.collect()
    }

    #[test]
    fn an_allowance_covers_its_entry_or_the_one_below() {
        assert_eq!(
            covered("a = 1 # allow: broken-link x\nb = 2\n"),
            ["a = 1 # allow: broken-link x\n"]
        );
        let text = "# allow: broken-link x\n# why\n\n# allow: missing-alt x\n[facts.a]\nb = 2\n";
        assert_eq!(covered(text), ["[facts.a]\n", "[facts.a]\n"]);
        assert_eq!(covered("a = 1\n# allow: broken-link x\n"), [""]);
    }

    #[test]
    fn an_entry_may_go_over_several_lines() {
        let list = "a = [\n  1, # allow: broken-link x\n  { b = \"]\" },\n]\n";
        assert_eq!(covered(&format!("{list}c = 2\n")), [list]);
        let string = "a = '''\n# allow: broken-link y\n''' # allow: broken-link x\n";
        assert_eq!(covered(&format!("{string}c = 2\n")), [string]);
    }

    #[test]
    fn no_string_holds_a_comment() {
        for text in [
            r##"a = "# allow: broken-link x""##,
            r##"a = "\"# allow: broken-link x""##,
            r##"a = '\' # allow: broken-link x"##,
            r##"a = '# allow: broken-link x'"##,
            "a = \"\"\"\n\\\"\"\" # allow: broken-link x\n\"\"\"\n",
            "a = '''\n''# allow: broken-link x\n'''''\n",
            "\"# allow: broken-link x\" = 1\n",
        ] {
            let comments = usize::from(text.contains("\\' #"));
            assert_eq!(covered(text).len(), comments, "{text}");
        }
    }

    #[test]
    fn quotes_before_the_end_belong_to_the_string() {
        let text = "a = \"\"\"x\"\"\"\"\" # allow: broken-link x\n";
        assert_eq!(covered(text), [text]);
        let open = "a = \"x # allow: broken-link x\nb = 1 # allow: broken-link x\n";
        assert_eq!(covered(open), ["b = 1 # allow: broken-link x\n"]);
    }

    #[test]
    fn places_are_those_in_the_file() {
        let text = "a = 1\r\n# allow: broken-link x \r\nb = 2\r\n";
        let mut diagnostics = Vec::new();
        let found = allowances(&SourceId::new("a.md"), text, 10, &mut diagnostics);
        assert_eq!(found[0].place.span, Span::new(17, 39));
        assert_eq!(found[0].covered, Span::new(42, 49));
    }
}
