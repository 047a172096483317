//! Text into HTML.

use crate::japanese::width::is_wide;
use crate::language::Language;

/// Writes `text` so that it is read as text, in content and in quoted attributes alike.
pub fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// Writes words of a text in `language`. Japanese ones among others are marked as such, for those
/// who listen to the page (WCAG 2.2, 3.1.2).
pub(super) fn words(text: &str, language: Language, out: &mut String) {
    if language == Language::Japanese {
        escape(text, out);
        return;
    }
    let mut rest = text;
    while let Some(start) = rest.find(is_wide) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !is_wide(c)).unwrap_or(from.len());
        escape(before, out);
        out.push_str("<span lang=\"ja\">");
        escape(&from[..end], out);
        out.push_str("</span>");
        rest = &from[end..];
    }
    escape(rest, out);
}

/// Writes ` name="value"`.
pub fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(value, out);
    out.push('"');
}

/// `text` as the value of an attribute in single quotes. JSON is full of double ones: escaped,
/// each would be six bytes.
pub fn single_quoted(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_single_quotes() {
        assert_eq!(
            single_quoted("\"'><script>&amp;"),
            "\"&#39;>&lt;script>&amp;amp;"
        );
    }

    #[test]
    fn nothing_leaves_its_quotes() {
        let mut out = String::new();
        attribute("title", "\"><script>'&", &mut out);
        assert_eq!(out, " title=\"&quot;&gt;&lt;script&gt;&#39;&amp;\"");
    }
}
