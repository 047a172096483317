//! Comments of a template that allow findings.

use crate::diag::{Allowance, Comment, Diagnostic};
use crate::source::{SourceId, Span};

/// The allowances in a template, which starts at `offset` in its source. Each covers the
/// lines it stands in; one on a line of its own, the line below.
pub(super) fn allowances(
    source: &SourceId,
    text: &str,
    offset: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Allowance> {
    let mut found = Vec::new();
    let mut at = 0;
    // Many comments may share a line, or stand above the same one, which is looked for once.
    let (mut line, mut below) = (Span::default(), None);
    while let Some(start) = text[at..].find("{#").map(|start| at + start)
        && let Some(length) = text[start..].find("#}")
    {
        let comment = Span::new(start, start + length + "#}".len());
        if let Some(end) = text[at..start].rfind('\n') {
            line.start = at + end + 1;
        }
        if line.end <= comment.end && line.end < text.len() {
            line.end = line_end(text, comment.end);
        }
        let own = line;
        at = comment.end;
        if let Some(end) = comment.slice(text).rfind('\n') {
            line.start = start + end + 1;
        }
        let whole = (text, offset);
        let read = Allowance::read(Comment::Template, source, whole, comment, diagnostics);
        found.extend(read.map(|mut allowance| {
            allowance.covered = if allowance.stands_alone {
                let known = below.filter(|known: &Span| comment.end <= known.start);
                *below.insert(known.unwrap_or_else(|| line_below(text, comment.end)))
            } else {
                own
            }
            .shifted(offset);
            allowance
        }));
    }
    found
}

/// The line that follows that of `at`; lines without words and with nothing but a comment do
/// not count.
fn line_below(text: &str, at: usize) -> Span {
    let mut start = line_end(text, at);
    while start < text.len() {
        let end = line_end(text, start);
        let line = text[start..end].trim();
        let is_comment = line.starts_with("{#") && line.ends_with("#}");
        if !line.is_empty() && !is_comment {
            return Span::new(start, end);
        }
        start = end;
    }
    Span::new(start, start)
}

/// Where the line of `at` ends, with its line end.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allowance_covers_its_line_or_the_next() {
        let text = "<p>{# allow: broken-link x #}</p>\r\n\
                    {#- allow: broken-link x -#}\n{# why #}\n\n  <a>\n\
                    {# allow: broken-link x #}";
        let mut diagnostics = Vec::new();
        let found = allowances(&SourceId::new("a.html"), text, 3, &mut diagnostics);
        assert_eq!(diagnostics, []);
        let covered = found.iter().map(|one| one.covered.shifted_back(3));
        let covered: Vec<&str> = covered.map(|span| span.slice(text)).collect();
        assert_eq!(
            covered,
            ["<p>{# allow: broken-link x #}</p>\r\n", "  <a>\n", ""]
        );
    }

    #[test]
    fn several_may_cover_the_same() {
        let allow = "{# allow: broken-link x #}";
        let long = "{# allow: broken-link\nx #}";
        let text = format!("{allow}\n{allow}\n<a>{allow}{allow}\n<b>{long}<c>{allow}\n{allow}\n");
        let mut diagnostics = Vec::new();
        let found = allowances(&SourceId::new("a.html"), &text, 0, &mut diagnostics);
        let covered: Vec<&str> = found.iter().map(|one| one.covered.slice(&text)).collect();
        let (a, b) = (
            format!("<a>{allow}{allow}\n"),
            format!("<b>{long}<c>{allow}\n"),
        );
        let c = format!("x #}}<c>{allow}\n");
        assert_eq!(covered, [&a, &a, &a, &a, &b, &c, ""]);
    }
}
