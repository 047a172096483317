//! What is written is what is read: finds the text of a body that is on the page neither as
//! words nor as a sign, and signs that had not the effect they were meant to have.
//!
//! Each event of the parser says which bytes it comes from. What no event comes from is markup,
//! and the markup of each construct is known: what is left is lost. So a construct that nobody
//! has thought of here is told, not passed over.

mod definitions;
mod fences;
mod headings;
mod parsed;
mod references;
mod tables;

pub(super) use self::parsed::Parsed;

use super::mask::Masked;
use crate::diag::{Code, Diagnostic, Place, Text, code, text};
use crate::japanese::emphasis;
use crate::source::SourceId;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// So many characters of what is lost are quoted.
const MAX_QUOTED_CHARACTERS: usize = 30;

/// Finds what is lost in a body.
pub(super) fn find(source: &SourceId, masked: &Masked<'_>, parsed: &Parsed<'_>) -> Vec<Diagnostic> {
    let mut walk = Walk::new(Report::new(source, masked));
    definitions::claim_used(&mut walk, parsed);
    for (event, range) in &parsed.events {
        walk.event(event, range);
    }
    references::tell(&mut walk.report, parsed);
    walk.finish()
}

/// Where findings go; ranges are of the masked text.
struct Report<'a> {
    source: &'a SourceId,
    masked: &'a Masked<'a>,
    findings: Vec<Diagnostic>,
}

impl<'a> Report<'a> {
    const fn new(source: &'a SourceId, masked: &'a Masked<'a>) -> Self {
        Self {
            source,
            masked,
            findings: Vec::new(),
        }
    }

    /// What was typed there.
    fn typed(&self, range: &Range<usize>) -> &'a str {
        self.masked.source_slice(self.masked.span(range.clone()))
    }

    fn place(&self, range: &Range<usize>) -> Place {
        Place::new(self.source, self.masked.span(range.clone()))
    }

    fn new_finding(&self, code: Code, range: &Range<usize>, message: Text) -> Diagnostic {
        Diagnostic::new(code, self.place(range), message)
    }

    /// The finding for text that is not shown.
    fn lost(&self, range: &Range<usize>) -> Diagnostic {
        let words = quoted(self.typed(range));
        // What has backticks in it is not quoted between such.
        let quote = if words.contains('`') { '"' } else { '`' };
        let message = text!(
            "「{words}」は、ページのどこにも表示されません",
            "{quote}{words}{quote} is nowhere on the page"
        );
        self.new_finding(code::LOST_TEXT, range, message)
    }

    fn tell(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }
}

/// Goes through the events and notes which bytes are accounted for.
struct Walk<'a> {
    report: Report<'a>,
    /// What is shown, is a sign, or has been told: in about the order of the text.
    claims: Vec<Range<usize>>,
    /// The end of the last piece that is shown.
    shown: usize,
    /// How many pictures are open: of what stands in them, only the words are an alternative text.
    pictures: usize,
    /// How many columns the open table has.
    columns: usize,
}

impl<'a> Walk<'a> {
    fn new(report: Report<'a>) -> Self {
        Self {
            report,
            claims: Vec::new(),
            shown: 0,
            pictures: 0,
            columns: 0,
        }
    }

    fn text(&self) -> &'a str {
        &self.report.masked.text
    }

    fn claim(&mut self, range: Range<usize>) {
        if range.start < range.end {
            self.claims.push(range);
        }
    }

    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            Event::Text(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => {
                self.claim(range.clone());
                self.shown = self.shown.max(range.end);
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Image { .. } => self.pictures += 1,
            Tag::Item => self.claim_sign(range, |rest| {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                digits + usize::from(rest[digits..].starts_with(['.', ')', '-', '*', '+']))
            }),
            Tag::FootnoteDefinition(_) => self.claim_sign(range, through("]:")),
            Tag::BlockQuote(Some(_)) => self.claim_sign(range, through("]")),
            Tag::CodeBlock(kind) => fences::open(self, kind, range),
            Tag::Table(alignments) => self.columns = alignments.len(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Image => {
                self.pictures = self.pictures.saturating_sub(1);
                self.end_link(range);
            }
            TagEnd::Link => self.end_link(range),
            TagEnd::Heading(level) => headings::close(self, level as usize, range),
            TagEnd::TableCell => self.shown = self.shown.max(range.end),
            TagEnd::TableHead | TagEnd::TableRow => tables::close_row(self, range),
            _ => {}
        }
    }

    /// Claims the sign that a construct begins with: so many bytes of its text as `length` says.
    fn claim_sign(&mut self, range: &Range<usize>, length: impl Fn(&str) -> usize) {
        let typed = &self.text()[range.clone()];
        let lead = typed.len() - typed.trim_start_matches([' ', '\t', '>']).len();
        let start = range.start + lead;
        let length = length(&typed[lead..]);
        self.claim(start..start + length);
    }

    /// Behind the words of a link stand its target and its title.
    fn end_link(&mut self, range: &Range<usize>) {
        if self.pictures == 0 {
            self.claim(self.shown.max(range.start)..range.end);
        }
        self.shown = self.shown.max(range.end);
    }

    /// Tells what nobody has claimed.
    fn finish(mut self) -> Vec<Diagnostic> {
        let mut claims = std::mem::take(&mut self.claims);
        claims.sort_by_key(|claim| claim.start);
        let end = self.text().len();
        let mut from = 0;
        for claim in claims.into_iter().chain([end..end]) {
            if from < claim.start {
                self.gap(from..claim.start);
            }
            from = from.max(claim.end);
        }
        self.report.findings
    }

    fn gap(&mut self, gap: Range<usize>) {
        let Some(lost) = content(self.text(), gap) else {
            return;
        };
        if definitions::tell(&mut self.report, &lost) {
            return;
        }
        let finding = self.report.lost(&lost).help(text!(
            "表示する文字なら、記号の前に「\\」を付けるか、別の段落に書いてください。要らなければ消してください",
            "to show it, write a backslash before the sign, or put it in a paragraph of its own; \
             if it is not needed, take it out"
        ));
        self.report.tell(finding);
    }
}

/// How long the text up to the end of a sign is, if it stands on the first line.
fn through(sign: &'static str) -> impl Fn(&str) -> usize {
    move |rest| {
        let line = rest.lines().next().unwrap_or_default();
        line.find(sign).map_or(0, |at| at + sign.len())
    }
}

/// The part of a gap that has words, figures or anything else that Markdown has no use for.
fn content(text: &str, gap: Range<usize>) -> Option<Range<usize>> {
    let typed = &text[gap.clone()];
    typed.find(is_content)?;
    let is_margin = |c: char| c.is_whitespace() || c == '>' || c == emphasis::SENTINEL;
    let lead = typed.len() - typed.trim_start_matches(is_margin).len();
    let length = typed.trim_end_matches(is_margin).len();
    Some(gap.start + lead..gap.start + length)
}

/// Whether a character is a word of its own, and no sign of Markdown.
fn is_content(c: char) -> bool {
    c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace() && c != emphasis::SENTINEL
}

/// The first line of a text, and not too much of that.
fn quoted(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim_end();
    let start: String = line.chars().take(MAX_QUOTED_CHARACTERS).collect();
    let is_whole = start.len() == text.trim_end().len();
    start + if is_whole { "" } else { "…" }
}
