//! What an input method does to Markdown: full-width signs, spaces where none may be, marks of
//! lists that are none. The parser takes all of it for words, so nobody would be told.
//!
//! The parser decides what is running text and where its lines begin; only there is looked.
//! Code, raw HTML, references to facts and what the parser made into markup is hidden from
//! the search, byte for byte, so that places stay true. All of it is linear in the length of
//! the text, and a line without any of the signs is only read once.

mod blocks;
mod emphasis;
mod indented;
mod links;
mod pairs;
mod starts;
mod tables;
pub(super) mod target;

use self::blocks::Page;
use super::mask::Masked;
use crate::diag::{Code, Diagnostic, Place, Severity, Text, code, text};
use crate::source::{SourceId, Span};
use pulldown_cmark::Event;
use std::ops::Range;

/// How many characters of the right line are typed out.
const LONGEST: usize = 60;

/// A slip. Places are bytes of the text below the front matter.
struct Slip {
    code: Code,
    severity: Severity,
    span: Span,
    /// What the reader sees.
    message: Text,
    /// What is typed out as it should be, with the edits made.
    shown: Span,
    /// What has to be said beside that.
    advice: Option<Text>,
    /// What mends it. Nothing where that is not certain.
    edits: Vec<Edit>,
    /// What to type, where no edits say it.
    right: Option<String>,
}

/// A few bytes and what to put there.
#[derive(Clone)]
struct Edit {
    span: Span,
    text: String,
}

impl Edit {
    fn new(span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { span, text }
    }
}

impl Slip {
    fn new(span: Span, severity: Severity, message: Text, edits: Vec<Edit>) -> Self {
        Self {
            code: code::IME_SLIP,
            severity,
            span,
            message,
            shown: span,
            advice: None,
            edits,
            right: None,
        }
    }

    fn showing(self, shown: Span) -> Self {
        Self { shown, ..self }
    }

    fn right(self, right: String) -> Self {
        let right = Some(right);
        Self { right, ..self }
    }

    fn advice(self, advice: Text) -> Self {
        let advice = Some(advice);
        Self { advice, ..self }
    }

    /// From the first byte that is changed to the last.
    fn hull(&self) -> Option<Span> {
        let start = self.edits.iter().map(|edit| edit.span.start).min()?;
        let end = self.edits.iter().map(|edit| edit.span.end).max()?;
        Some(Span::new(start, end))
    }
}

/// The slips in a text that has been masked and cut into events.
pub(super) fn find(
    source: &SourceId,
    masked: &Masked<'_>,
    events: &[(Event<'_>, Range<usize>)],
) -> Vec<Diagnostic> {
    let page = Page::read(masked, events);
    let mut slips = Vec::new();
    starts::find(&page, &mut slips);
    tables::find(&page, &mut slips);
    links::find(&page, &mut slips);
    indented::find(&page, &mut slips);
    for block in &page.blocks {
        if !block.kind.is_verbatim() {
            pairs::find(&page, block, &mut slips);
        }
        emphasis::find(&page, block, &mut slips);
    }
    let mended = Mended::new(page.text, &slips);
    let findings = slips
        .iter()
        .map(|slip| mended.finding(slip, source, masked.offset()));
    findings.collect()
}

/// The text with all edits made: those of one slip may stand inside of another.
struct Mended<'a> {
    text: &'a str,
    /// All edits by place, each with the hull of its slip.
    edits: Vec<(&'a Edit, Span)>,
}

impl<'a> Mended<'a> {
    fn new(text: &'a str, slips: &'a [Slip]) -> Self {
        let mut edits: Vec<(&Edit, Span)> = slips
            .iter()
            .filter_map(|slip| Some((slip, slip.hull()?)))
            .flat_map(|(slip, hull)| slip.edits.iter().map(move |edit| (edit, hull)))
            .collect();
        edits.sort_by_key(|(edit, _)| (edit.span.start, edit.span.end));
        Self { text, edits }
    }

    /// What `part` becomes by the slips that lie within it, and by those at `own`.
    fn slice(&self, part: Span, own: Option<Span>) -> String {
        let first = self
            .edits
            .partition_point(|(edit, _)| edit.span.start < part.start);
        let mut mended = String::new();
        let mut from = part.start;
        for (edit, hull) in &self.edits[first..] {
            if edit.span.start > part.end {
                break;
            }
            let is_within = part.start <= hull.start && hull.end <= part.end;
            if (is_within || own == Some(*hull) && edit.span.end <= part.end)
                && edit.span.start >= from
            {
                mended.push_str(Span::new(from, edit.span.start).slice(self.text));
                mended.push_str(&edit.text);
                from = edit.span.end;
            }
        }
        mended.push_str(Span::new(from, part.end).slice(self.text));
        mended
    }

    fn finding(&self, slip: &Slip, source: &SourceId, offset: usize) -> Diagnostic {
        let place = |span: Span| Place::new(source, span.shifted(offset));
        let new = |span: Span| Diagnostic::new(slip.code, place(span), slip.message.clone());
        // What mends it may lie around the place to look at.
        let mut finding = match slip.hull() {
            Some(hull) => new(hull).replace_with(self.slice(hull, None)),
            None => new(slip.span),
        };
        finding.place = place(slip.span);
        finding.severity = slip.severity;
        let right = match &slip.right {
            Some(right) => Some(right.clone()),
            None => slip.hull().map(|hull| self.slice(slip.shown, Some(hull))),
        };
        finding.help = help(right.as_deref(), slip.advice.as_ref());
        finding
    }
}

fn help(right: Option<&str>, advice: Option<&Text>) -> Option<Text> {
    let Some(right) = right.map(shortened) else {
        return advice.cloned();
    };
    // What has backticks in it is not quoted between such.
    let quote = if right.contains('`') { '"' } else { '`' };
    let mut help = text!("「{right}」と書いてください", "write {quote}{right}{quote}");
    if let Some(advice) = advice {
        help.japanese = format!("{}。{}", help.japanese, advice.japanese);
        help.english = format!("{}; {}", help.english, advice.english);
    }
    Some(help)
}

/// The first line of `text`, and not too much of that.
fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim_end();
    let mut characters = line.chars();
    let start: String = characters.by_ref().take(LONGEST).collect();
    let is_whole = characters.next().is_none() && line.len() == text.trim_end().len();
    start + if is_whole { "" } else { "…" }
}
