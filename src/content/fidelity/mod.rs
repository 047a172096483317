//! What is written is what is read: finds the text of a body that is on the page neither as
//! words nor as a sign, and signs that had not the effect they were meant to have.
//!
//! Each event of the parser says which bytes it comes from. What no event comes from is markup,
//! and the markup of each construct is known: what is left is lost. So a construct that nobody
//! has thought of here is told, not passed over.

mod definitions;
mod fences;
mod headings;
mod lists;
mod notes;
mod parsed;
mod plain;
mod references;
mod tables;

pub(super) use self::parsed::{MAX_EVENTS, Parsed};
pub(super) use self::plain::find_in_front;

use super::directives::Fenced;
use super::mask::{Hidden, Masked};
use crate::diag::{self, Diagnostic, Place, Text, code, text};
use crate::japanese::emphasis;
use crate::source::{SourceId, Span};
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use std::ops::Range;

/// So many characters of what is lost are quoted.
const MAX_QUOTED_CHARACTERS: usize = 30;

/// Finds what is lost in a body.
pub(super) fn find<'a>(
    source: &'a SourceId,
    masked: &'a Masked<'a>,
    parsed: &'a Parsed<'a>,
) -> Vec<Diagnostic> {
    let mut walk = Walk::new(Report::new(source, masked), parsed);
    definitions::claim_used(&mut walk, parsed);
    for (event, range) in &parsed.events {
        walk.event(event, range);
    }
    references::tell(&mut walk, parsed);
    std::mem::take(&mut walk.notes).tell(&mut walk.report);
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

    fn new_finding(&self, code: diag::Code, range: &Range<usize>, message: Text) -> Diagnostic {
        Diagnostic::new(code, self.place(range), message)
    }

    /// The finding for text that is not shown.
    fn lost(&self, range: &Range<usize>) -> Diagnostic {
        self.lost_at(self.masked.span(range.clone()))
    }

    fn lost_at(&self, span: Span) -> Diagnostic {
        let words = quoted(self.masked.source_slice(span));
        // What has backticks in it is not quoted between such.
        let quote = if words.contains('`') { '"' } else { '`' };
        let message = text!(
            "「{words}」は、ページのどこにも表示されません",
            "{quote}{words}{quote} is nowhere on the page"
        );
        Diagnostic::new(code::LOST_TEXT, Place::new(self.source, span), message)
    }

    fn tell(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }
}

/// Goes through the events and notes which bytes are accounted for.
struct Walk<'a> {
    report: Report<'a>,
    parsed: &'a Parsed<'a>,
    /// What is shown, is a sign, or has been told: in about the order of the text.
    claims: Vec<Range<usize>>,
    /// The end of the last piece that is shown.
    shown: usize,
    /// How many pictures are open: of what stands in them, only the words are an alternative text.
    pictures: usize,
    /// How many columns the open table has.
    columns: usize,
    /// The lists that are open.
    lists: Vec<lists::List>,
    notes: notes::Notes,
    /// Whether a block of code is open, and whether it is fenced.
    code: Option<Code>,
    /// Whether a reading is open in a picture.
    is_reading: bool,
}

impl<'a> Walk<'a> {
    fn new(report: Report<'a>, parsed: &'a Parsed<'a>) -> Self {
        Self {
            report,
            parsed,
            claims: Vec::new(),
            shown: 0,
            pictures: 0,
            columns: 0,
            lists: Vec::new(),
            notes: notes::Notes::default(),
            code: None,
            is_reading: false,
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
            Event::Text(words) if self.code.is_none() => {
                self.notes.see(range);
                self.conditionals(words);
            }
            Event::Html(html) if self.code.is_none() => self.directive(html),
            Event::InlineHtml(html) if self.pictures > 0 => self.reading(html),
            Event::FootnoteReference(label) => self.notes.refer(label),
            _ => {}
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            // Left for `finish` to tell.
            Event::Text(_) if self.is_reading => {}
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
            Tag::List(_) => self.lists.push(lists::List::default()),
            Tag::Item => {
                let marker = self.claim_sign(range, marker);
                let typed = &self.text()[marker.clone()];
                let before = &self.text()[..marker.start];
                let indent = before.len() - before.trim_end_matches(' ').len();
                if let Some(list) = self.lists.last_mut() {
                    list.add(typed, marker, indent);
                }
            }
            Tag::FootnoteDefinition(label) => {
                let sign = self.claim_sign(range, through("]:"));
                self.notes.define(label, sign);
            }
            Tag::BlockQuote(Some(_)) => {
                self.claim_sign(range, through("]"));
            }
            Tag::CodeBlock(kind) => {
                self.code = Some(match kind {
                    CodeBlockKind::Indented => Code::Indented,
                    CodeBlockKind::Fenced(_) => Code::Fenced,
                });
                fences::open(self, kind, range);
            }
            Tag::Table(alignments) => self.columns = alignments.len(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Image => {
                self.pictures = self.pictures.saturating_sub(1);
                self.is_reading = false;
                self.end_link(range);
            }
            TagEnd::Link => self.end_link(range),
            TagEnd::Heading(level) => headings::close(self, level as usize, range),
            TagEnd::List(_) => {
                if let Some(list) = self.lists.pop() {
                    list.close(&mut self.report);
                }
            }
            TagEnd::CodeBlock => match self.code.take() {
                Some(Code::Fenced) => fences::close(&mut self.report, range),
                Some(Code::Indented) | None => {}
            },
            // The sign that ends it is behind its words.
            TagEnd::TableCell | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.shown = self.shown.max(range.end);
            }
            TagEnd::TableHead | TagEnd::TableRow => tables::close_row(self, range),
            _ => {}
        }
    }

    /// Claims the sign that a construct begins with: so many bytes of its text as `length` says.
    fn claim_sign(&mut self, range: &Range<usize>, length: impl Fn(&str) -> usize) -> Range<usize> {
        let typed = &self.text()[range.clone()];
        let lead = typed.len() - typed.trim_start_matches([' ', '\t', '>']).len();
        let start = range.start + lead;
        let sign = start..start + length(&typed[lead..]);
        self.claim(sign.clone());
        sign
    }

    /// Words that are true at some times only know no markup, and cannot be part of an
    /// alternative text, which has one value for all days.
    fn conditionals(&mut self, words: &str) {
        let masked = self.report.masked;
        for token in words.chars().filter_map(|c| masked.token(c)) {
            let Hidden::Conditional(conditional) = &token.hidden else {
                continue;
            };
            if self.pictures > 0 {
                let finding = self.report.lost_at(token.span);
                self.report.tell(finding.help(text!(
                    "画像の説明は日によって変えられません。いつも正しい言葉にして、日によって変わることは画像の外に書いてください",
                    "what a picture shows is told with the same words on all days: write what changes beside the picture"
                )));
                continue;
            }
            let what = text!("「{{{{ … }}}}」の中", "the words in `{{{{ … }}}}`");
            let words = masked.source_slice(conditional.words);
            let start = conditional.words.start;
            let found = plain::find(self.report.source, words, start, &what);
            self.report.findings.extend(found);
        }
    }

    /// The line of a directive: what stands behind its name is the heading of some.
    fn directive(&mut self, html: &str) {
        let masked = self.report.masked;
        let Some((token, _)) = masked.fence(html) else {
            return;
        };
        let Fenced::Open(opening) = Fenced::read(&token.original, token.span) else {
            return;
        };
        if !opening.has_heading {
            return;
        }
        let span = opening.argument_span;
        let what = text!("「:::」の行の見出し", "headings of `:::` lines");
        let words = masked.source_slice(span);
        let found = plain::find(self.report.source, words, span.start, &what);
        self.report.findings.extend(found);
    }

    /// Of a ruby in an alternative text, only the words are read.
    fn reading(&mut self, html: &str) {
        match html.to_ascii_lowercase().as_str() {
            "<rt>" | "<rp>" => self.is_reading = true,
            "</rt>" | "</rp>" => self.is_reading = false,
            _ => {}
        }
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
        let mut from = 0;
        for claim in claims {
            if from < claim.start {
                self.gap(from..claim.start);
            }
            from = from.max(claim.end);
        }
        self.gap(from..self.text().len());
        self.report.findings
    }

    fn gap(&mut self, gap: Range<usize>) {
        let Some(lost) = content(self.text(), gap) else {
            return;
        };
        if definitions::tell(&mut self.report, self.parsed, &lost) {
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Code {
    Fenced,
    Indented,
}

/// How long the sign of a list's item is.
fn marker(rest: &str) -> usize {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits + usize::from(rest[digits..].starts_with(['.', ')', '-', '*', '+']))
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
