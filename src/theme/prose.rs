//! The words that stand in a template itself: between its tags, and in the attributes that
//! people see or hear.

use crate::content::Run;
use crate::source::Span;

/// Attributes whose values are read by people.
const READ: [&str; 5] = ["alt", "aria-label", "content", "placeholder", "title"];

/// Elements whose content is no text.
const SILENT: [&str; 2] = ["script", "style"];

/// The words of a template that starts at `offset` in its source. Linear; what is no proper
/// HTML is words.
pub(super) fn runs(template: &str, offset: usize) -> Vec<Run<'static>> {
    let mut scanner = Scanner {
        text: template,
        offset,
        runs: Vec::new(),
    };
    let mut at = 0;
    while at < template.len() {
        at = scanner.next(at);
    }
    scanner.runs
}

struct Scanner<'a> {
    text: &'a str,
    offset: usize,
    runs: Vec<Run<'static>>,
}

impl Scanner<'_> {
    /// Reads what stands at `at`; returns where it ends.
    fn next(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        if let Some(length) = instruction(rest) {
            return at + length;
        }
        if rest.starts_with("<!--") {
            return at + through(rest, "-->");
        }
        if let Some(name) = element(rest) {
            let end = self.tag(at);
            let silent = SILENT
                .iter()
                .find(|silent| name.eq_ignore_ascii_case(silent));
            return silent.map_or(end, |name| {
                end + until(&self.text[end..], &format!("</{name}"))
            });
        }
        // A sign that opens nothing is a word like any other.
        let words = rest.char_indices().skip(1);
        let end = words
            .map(|(end, _)| end)
            .find(|&end| opens_something(&rest[end..]))
            .unwrap_or(rest.len());
        self.push(Span::new(at, at + end));
        at + end
    }

    /// Reads a tag and its attributes; returns where it ends.
    fn tag(&mut self, start: usize) -> usize {
        let mut at = start + 1;
        while let Some(c) = self.text[at..].chars().next() {
            let rest = &self.text[at..];
            if let Some(length) = instruction(rest) {
                at += length;
            } else if c == '>' {
                return at + 1;
            } else if c == '"' || c == '\'' {
                let inside = at + 1;
                let end = inside + until(&self.text[inside..], &c.to_string());
                if READ.contains(&name_before(&self.text[start..at])) {
                    self.push(Span::new(inside, end));
                }
                at = (end + 1).min(self.text.len());
            } else {
                at += c.len_utf8();
            }
        }
        at
    }

    fn push(&mut self, span: Span) {
        let words = span.slice(self.text);
        if !words.trim().is_empty() {
            self.runs
                .push(Run::of_words(words, span.shifted(self.offset)));
        }
    }
}

fn opens_something(rest: &str) -> bool {
    instruction(rest).is_some() || rest.starts_with("<!--") || element(rest).is_some()
}

/// How long the instruction to the template engine is that `rest` begins with.
fn instruction(rest: &str) -> Option<usize> {
    let pairs = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
    let (_, close) = pairs.into_iter().find(|(open, _)| rest.starts_with(open))?;
    Some(through(rest, close))
}

/// The name of the element whose tag `rest` begins with; empty for an end tag.
fn element(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('<')?;
    if inside.starts_with(['/', '!']) {
        return Some("");
    }
    let end = inside
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(inside.len());
    (end > 0).then(|| &inside[..end])
}

/// The name that stands before `=` at the end of `text`.
fn name_before(text: &str) -> &str {
    let name = text
        .trim_end()
        .strip_suffix('=')
        .unwrap_or_default()
        .trim_end();
    let start = name.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    name[start.map_or(0, |at| at + 1)..].trim()
}

/// How far it is to the end of `sign`.
fn through(text: &str, sign: &str) -> usize {
    text.find(sign).map_or(text.len(), |at| at + sign.len())
}

/// How far it is to `sign`.
fn until(text: &str, sign: &str) -> usize {
    text.find(sign).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(template: &str) -> Vec<String> {
        runs(template, 0).into_iter().map(|run| run.text).collect()
    }

    #[test]
    fn words_are_told_from_what_surrounds_them() {
        let template = "{# 4月1日 #}<p class=\"4月2日\" title='4月3日'>受付 < 4月9日{{ a }}まで</p>\
                        <script>\"4月4日\"</script><!-- 4月5日 --><img alt=\"{{ x }}図\">";
        assert_eq!(
            words(template),
            ["4月3日", "受付 < 4月9日", "まで", "{{ x }}図"]
        );
    }

    #[test]
    fn a_template_that_breaks_off_is_read_to_its_end() {
        for template in ["<p title=\"", "<", "{{", "<!--", "<script>x", "<p", "</"] {
            assert_eq!(
                words(template).concat().trim_start_matches('<'),
                "",
                "{template}"
            );
        }
    }
}
