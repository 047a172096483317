//! `{{ renewal.end | short }}`: where a text refers to a fact. Names only; values come later.

use super::when::When;
use crate::source::Span;

/// A reference to a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The name, as it was written: `renewal.end`, `受付期間.終了`.
    pub name: String,
    /// The name of the form, if one was given.
    pub form: Option<String>,
    /// All of it, braces included.
    pub span: Span,
    /// The name.
    pub name_span: Span,
    /// The name of the form; empty where none was given.
    pub form_span: Span,
}

/// `{{ during renewal: ただいま受付中 }}`: words that are true at some times only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conditional {
    /// When.
    pub(super) when: When,
    /// Of what: a fact or an expression; nothing for [`When::Otherwise`].
    pub(super) subject: Span,
    /// The words, which may refer to facts.
    pub(super) words: Span,
    /// All of it, braces included.
    pub(super) span: Span,
}

/// What stands at `{{`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A reference.
    Reference(Reference),
    /// Words that are true at some times only.
    Conditional(Conditional),
    /// `\{{`, which stands for `{{`.
    Escaped(Span),
    /// Braces without a name between them, or not closed on the same line.
    Malformed(Span),
}

impl Found {
    /// Its bytes.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Reference(reference) => reference.span,
            Self::Conditional(conditional) => conditional.span,
            Self::Escaped(span) | Self::Malformed(span) => *span,
        }
    }
}

/// Everything that stands at a `{{` of `text`, in order. Spans are offsets in `text`.
pub(super) fn scan(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut from = 0;
    // Up to where nothing is closed: looking again for every `{{` would take too long.
    let mut open_until = 0;
    while let Some(at) = text[from..].find("{{") {
        let at = from + at;
        let one = read(text, at, &mut open_until);
        from = one.span().end;
        found.push(one);
    }
    found
}

/// What stands at the `{{` at `at`. Before `open_until`, which moves on where something is not
/// closed on its line, no braces are closed.
fn read(text: &str, at: usize, open_until: &mut usize) -> Found {
    let backslashes = text[..at].bytes().rev().take_while(|&byte| byte == b'\\');
    if backslashes.count() % 2 == 1 {
        return Found::Escaped(Span::new(at - 1, at + 2));
    }
    let unclosed = Found::Malformed(Span::new(at, at + 2));
    if at < *open_until {
        return unclosed;
    }
    let length = match closing(&text[at..]) {
        Ok(length) => length,
        Err(length) => {
            *open_until = at + length;
            return unclosed;
        }
    };
    let span = Span::new(at, at + length + 2);
    let inside = Span::new(at + 2, at + length);
    if let Some(conditional) = conditional(text, inside, span) {
        return Found::Conditional(conditional);
    }
    let bar = inside.slice(text).find(['|', '｜']);
    let (name_span, form_span) = match bar {
        None => (trimmed(text, inside), None),
        Some(bar) => {
            let bar = inside.start + bar;
            let width = text[bar..].chars().next().map_or(1, char::len_utf8);
            (
                trimmed(text, Span::new(inside.start, before_escape(text, bar))),
                Some(trimmed(text, Span::new(bar + width, inside.end))),
            )
        }
    };
    let name = name_span.slice(text);
    let form = form_span.map(|span| span.slice(text).to_owned());
    let is_form = |form: &String| !form.is_empty() && !form.contains(['{', '}']);
    if name.is_empty() || name.contains(['{', '}']) || !form.as_ref().is_none_or(is_form) {
        return Found::Malformed(span);
    }
    Found::Reference(Reference {
        name: name.replace('．', "."),
        form,
        span,
        name_span,
        form_span: form_span.unwrap_or_default(),
    })
}

/// Where the braces that `text` begins with are closed on its first line; references may
/// stand between them.
///
/// # Errors
/// How long the line is, where it closes none.
fn closing(text: &str) -> Result<usize, usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut first = None;
    let mut at = 0;
    while at < bytes.len() && !matches!(bytes[at], b'\n' | b'\r') {
        match bytes.get(at..at + 2) {
            Some(b"{{") => {
                depth += 1;
                at += 2;
            }
            Some(b"}}") if depth <= 1 => return Ok(at),
            Some(b"}}") => {
                first = first.or(Some(at));
                depth -= 1;
                at += 2;
            }
            _ => at += 1,
        }
    }
    // One of several that are open is not closed: the first is, at least.
    first.ok_or(at)
}

/// `during renewal: words`, `otherwise: words`.
fn conditional(text: &str, inside: Span, span: Span) -> Option<Conditional> {
    let written = inside.slice(text);
    let colon = written.find([':', '：'])?;
    let width = written[colon..].chars().next().map_or(1, char::len_utf8);
    let head = trimmed(text, Span::new(inside.start, inside.start + colon));
    let name = head.slice(text).split_whitespace().next()?;
    let when = When::from_name(name)?;
    let subject = trimmed(text, Span::new(head.start + name.len(), head.end));
    let words = trimmed(text, Span::new(inside.start + colon + width, inside.end));
    let has_subject = subject.start < subject.end;
    let fits = has_subject == (when != When::Otherwise) && words.start < words.end;
    fits.then_some(Conditional {
        when,
        subject,
        words,
        span,
    })
}

/// Where the backslash stands that escapes the bar at `bar`, as one has to write it in a table
/// elsewhere; `bar` itself where there is none.
fn before_escape(text: &str, bar: usize) -> usize {
    if text[..bar].ends_with('\\') {
        bar - 1
    } else {
        bar
    }
}

fn trimmed(text: &str, span: Span) -> Span {
    let inside = span.slice(text);
    let start = span.start + inside.len() - inside.trim_start().len();
    Span::new(start, start + inside.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        scan(text)
            .iter()
            .map(|found| match found {
                Found::Reference(reference) => {
                    assert_eq!(
                        reference.name_span.slice(text).replace('．', "."),
                        reference.name
                    );
                    format!(
                        "{}|{}",
                        reference.name,
                        reference.form.as_deref().unwrap_or("")
                    )
                }
                Found::Conditional(one) => {
                    format!(
                        "{:?} {}: {}",
                        one.when,
                        one.subject.slice(text),
                        one.words.slice(text)
                    )
                }
                Found::Escaped(_) => "escaped".to_owned(),
                Found::Malformed(_) => "malformed".to_owned(),
            })
            .collect()
    }

    #[test]
    fn references_are_read_as_they_are_typed() {
        assert_eq!(names("{{ renewal.end | short }}"), ["renewal.end|short"]);
        assert_eq!(
            names("{{renewal}}と{{　受付期間．終了　｜　月日　}}"),
            ["renewal|", "受付期間.終了|月日"]
        );
    }

    #[test]
    fn the_bar_may_be_escaped_as_in_a_table() {
        assert_eq!(names(r"{{ renewal.end \| short }}"), ["renewal.end|short"]);
    }

    #[test]
    fn a_backslash_escapes_and_two_do_not() {
        assert_eq!(names(r"\{{ renewal }}"), ["escaped"]);
        assert_eq!(names(r"\\{{ renewal }}"), ["renewal|"]);
    }

    #[test]
    fn words_may_be_true_at_some_times_only() {
        assert_eq!(
            names("{{ during renewal: 受付中 }}{{ otherwise：{{ renewal | short }}のみ }}"),
            [
                "During renewal: 受付中",
                "Otherwise : {{ renewal | short }}のみ"
            ]
        );
        // Without words, or without a time, there is nothing to be true.
        assert_eq!(names("{{ during renewal: }}"), ["during renewal:|"]);
        assert_eq!(names("{{ before: 前 }}"), ["before: 前|"]);
    }

    #[test]
    fn what_is_not_closed_on_its_line_is_malformed() {
        assert_eq!(
            names("{{ renewal\n}} {{}} {{ a | }}"),
            ["malformed", "malformed", "malformed"]
        );
        assert_eq!(names("{{"), ["malformed"]);
        assert_eq!(
            names("{{ a {{ b\n{{ c }}\n{{ d {{ e }}"),
            ["malformed", "malformed", "c|", "malformed"]
        );
    }
}
