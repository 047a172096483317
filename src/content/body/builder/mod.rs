//! The Markdown parser's events into the tree.

mod alerts;
mod allow;
mod fences;
mod finish;
mod frame;
mod markup;
mod running;

pub(in crate::content) use self::finish::code_language;

use self::alerts::OpenAlert;
use self::frame::{Frame, Open};
use self::markup::HtmlLines;
use super::ids::Ids;
use super::pasted::Pasted;
use super::{Block, Body, Footnote, Inline, autolinks};
use crate::content::character_references;
use crate::content::fidelity::{self, MAX_EVENTS, Parsed};
use crate::content::mask::{MOST, Masked, mask};
use crate::content::typos;
use crate::diag::{Allowance, Checked, Code, Diagnostic, Place, Severity, Text, code, text};
use crate::source::{SourceId, Span};
use pulldown_cmark::{CodeBlockKind, Event, Tag};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How deep lists, quotations and the like may be nested.
const DEEPEST: usize = 100;

/// Parses Markdown. `offset` is where `markdown` starts in its source. Never fails: what
/// cannot be taken in is a finding, and the rest is in the tree; what comments allow stands beside it.
pub fn parse(source: &SourceId, markdown: &str, offset: usize) -> Checked<(Body, Vec<Allowance>)> {
    let masked = mask(markdown, offset);
    let parsed = Parsed::read(&masked);
    let events = &parsed.events;
    let mut builder = Builder {
        source,
        masked: &masked,
        frames: vec![Frame::new(Open::Root, Span::new(offset, offset))],
        skipped: 0,
        skipped_elements: 0,
        skipped_directives: 0,
        numbers: HashMap::new(),
        footnotes: Vec::new(),
        ids: Ids::reserve(events.iter().filter_map(|(event, _)| match event {
            Event::Start(Tag::Heading { id: Some(id), .. }) => Some(masked.restore(id)),
            _ => None,
        })),
        html: HtmlLines::default(),
        refused: HashSet::new(),
        alerts: Vec::new(),
        pasted: markup::pasted(&masked, &parsed.events),
        allowances: Vec::new(),
        diagnostics: Vec::new(),
    };
    if masked.overflow {
        let place = Span::new(offset, offset);
        builder.report(
            code::TOO_LARGE,
            place,
            text!(
                "一つのページに書ける「{{{{ … }}}}」は {MOST} 個までです",
                "a page can hold at most {MOST} references"
            ),
        );
    }
    if let Some(at) = parsed.excess {
        builder.too_long(at);
        return builder.finish();
    }
    character_references::report(source, &masked, &parsed, &mut builder.diagnostics);
    let typos = typos::find(source, &masked, events);
    let lost = fidelity::find(source, &masked, &parsed);
    // A line that is no block can be what a comment above it allows.
    let mut lines = lost.iter().map(|one| one.place.span).collect::<Vec<_>>();
    lines.sort_by_key(|line| line.start);
    let mut lines = lines.into_iter().peekable();
    for (event, range) in autolinks::linked(parsed.events, &masked) {
        let start = masked.span(range.clone()).start;
        while let Some(line) = lines.next_if(|line| line.start < start) {
            builder.pass_line(line);
        }
        builder.event(event, range);
    }
    lines.for_each(|line| builder.pass_line(line));
    let mut checked = builder.finish();
    merge(&mut checked.diagnostics, typos, lost);
    checked
}

/// Adds the findings of the searches beside the parser: one for each cause.
fn merge(findings: &mut Vec<Diagnostic>, typos: Vec<Diagnostic>, mut lost: Vec<Diagnostic>) {
    // Braces of which one half is full-width are one mistake.
    let told: HashSet<usize> = typos.iter().map(|typo| typo.place.span.start).collect();
    findings
        .retain(|one| one.code != code::INVALID_REFERENCE || !told.contains(&one.place.span.start));
    // What is lost by a slip comes back with what mends the slip. A graver finding is not left
    // to one that does not keep the page from being published.
    let reaches = |severity| reached(typos.iter().filter(|typo| typo.severity <= severity));
    let by_error = reaches(Severity::Error);
    let by_any = reaches(Severity::Note);
    lost.retain(|one| {
        let reached = if one.severity == Severity::Error {
            &by_error
        } else {
            &by_any
        };
        let before = reached.partition_point(|&(start, _)| start < one.place.span.end);
        let reach = reached[..before].last().map_or(0, |&(_, end)| end);
        reach <= one.place.span.start
    });
    findings.extend(typos);
    findings.extend(lost);
}

/// The places of findings by their starts, each with the end of all up to it.
fn reached<'a>(findings: impl Iterator<Item = &'a Diagnostic>) -> Vec<(usize, usize)> {
    let mut places: Vec<Span> = findings.map(|one| one.place.span).collect();
    places.sort_by_key(|place| place.start);
    let mut end = 0;
    let places = places.into_iter().map(|place| {
        end = end.max(place.end);
        (place.start, end)
    });
    places.collect()
}

struct Builder<'a> {
    source: &'a SourceId,
    masked: &'a Masked<'a>,
    frames: Vec<Frame<'a>>,
    /// How many levels beyond [`DEEPEST`] are open; they are flattened.
    skipped: usize,
    /// How many HTML elements beyond [`DEEPEST`] are open; they are flattened.
    skipped_elements: usize,
    /// How many directives beyond [`DEEPEST`] are open; they are flattened.
    skipped_directives: usize,
    /// The numbers of footnotes by their labels: from 1, by their first reference.
    numbers: HashMap<String, usize>,
    footnotes: Vec<Footnote>,
    ids: Ids,
    /// The lines of the HTML block that is open.
    html: HtmlLines,
    /// Names of HTML elements that were refused.
    refused: HashSet<String>,
    /// The notes that are open under names of other programs.
    alerts: Vec<OpenAlert>,
    /// The HTML elements of the text, as far as it has any.
    pasted: Pasted,
    allowances: Vec<Allowance>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        let span = self.masked.span(range.clone());
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(_) => self.end(),
            Event::Text(words) if self.in_code() => self.push(Inline::Code(words.into_string())),
            Event::Text(words) => self.words(&words, &range),
            Event::Code(words) => {
                let text = self.masked.restore(&words);
                self.push(Inline::Code(text));
            }
            Event::Html(html) => self.html_line(&html, span),
            Event::InlineHtml(html) => self.inline_html(&html, span),
            // Not switched on; shown as it was typed, should a new version send them anyway.
            Event::InlineMath(words) | Event::DisplayMath(words) => self.words(&words, &range),
            Event::FootnoteReference(label) => {
                let number = self.footnote_number(&label);
                self.push(Inline::FootnoteReference(number));
            }
            Event::SoftBreak => self.push(Inline::SoftBreak),
            Event::HardBreak => self.push(Inline::HardBreak),
            Event::Rule => {
                self.begin_block(span);
                self.push_block(Block::Rule);
            }
            Event::TaskListMarker(done) => self.push(Inline::Task { done }),
        }
    }

    fn start(&mut self, tag: Tag<'a>, span: Span) {
        if self.frames.len() >= DEEPEST {
            self.report_depth(span);
            self.skipped += 1;
            match tag {
                Tag::Link { title, .. } | Tag::Image { title, .. } => {
                    self.flattened_words(&title, span);
                }
                Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.flattened_words(&info, span),
                _ => {}
            }
            return;
        }
        // An HTML block may be nothing but a comment, or the line of a directive.
        if !matches!(tag, Tag::HtmlBlock) {
            self.begin_block(span);
        }
        self.frames.push(Frame::new(Open::Tag(tag), span));
    }

    /// Reports a page that is not read for its length; `at` is a place of the masked text.
    fn too_long(&mut self, at: usize) {
        let span = self.masked.span(at..at);
        let message = text!(
            "ページが長すぎて読み込めません。ここまでで、段落・表の枠・リンクなどが {MAX_EVENTS} 個を超えます",
            "this page is too long to be read: up to here it has more than {MAX_EVENTS} paragraphs, cells, links and the like"
        );
        let help = text!(
            "話題ごとに、いくつかのページに分けてください",
            "divide it into several pages, one for each topic"
        );
        self.report_with_help(code::TOO_LARGE, span, message, help);
    }

    /// Reports that something is nested too deep, once for all that is in it.
    fn report_depth(&mut self, span: Span) {
        if self.skipped + self.skipped_elements + self.skipped_directives == 0 {
            let message = text!(
                "箇条書きや引用が、{DEEPEST} 段より深く重なっています",
                "lists or quotations are nested more than {DEEPEST} deep"
            );
            let help = text!(
                "行の初めに並ぶ「>」「-」や空白を減らしてください",
                "take out some of the `>`, `-` or spaces at the beginning of the line"
            );
            self.report_with_help(code::NESTING_TOO_DEEP, span, message, help);
        }
    }

    fn end(&mut self) {
        self.finish_html();
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        self.skipped_elements = 0;
        let is_html = |frame: &Frame<'_>| matches!(frame.open, Open::Tag(Tag::HtmlBlock));
        if !self.frames.last().is_some_and(is_html) {
            self.skipped_directives = 0;
        }
        self.close_what_is_left_open();
        let frame = self.frames.pop().expect("the parser ends what it starts");
        let Open::Tag(tag) = &frame.open else {
            // Only the root is left when something else is open, and it is never ended.
            self.frames.push(frame);
            return;
        };
        let tag = tag.clone();
        self.finish_tag(tag, frame);
    }

    /// HTML elements and directives that were opened inside of what ends now.
    fn close_what_is_left_open(&mut self) {
        loop {
            let open = self.frames.last().map(|frame| (&frame.open, frame.span));
            match open {
                Some((Open::Element(element), span)) => {
                    let name = element.name();
                    self.report(
                        code::RAW_HTML,
                        span,
                        text!("<{name}> が閉じられていません", "`<{name}>` is not closed"),
                    );
                    self.close_element();
                }
                Some((Open::Directive(opening), span)) => {
                    let name = opening.name;
                    self.report_with_help(
                        code::INVALID_DIRECTIVE,
                        span,
                        text!(
                            "「:::{name}」が閉じられていません",
                            "`:::{name}` is not closed"
                        ),
                        text!(
                            "終わりの行に「:::」だけを書いてください",
                            "end it with a line that is only `:::`"
                        ),
                    );
                    self.close_directive();
                }
                Some((Open::Root | Open::Tag(_), _)) | None => return,
            }
        }
    }

    /// Where new content goes.
    fn top(&mut self) -> &mut Frame<'a> {
        self.frames.last_mut().expect("the root is never closed")
    }

    fn push(&mut self, inline: Inline) {
        let top = self.top();
        if matches!(top.open, Open::Directive(_)) {
            // Running text without a paragraph is no block to wait for, nor what is behind it.
            top.waiting.clear();
        }
        top.inlines.push(inline);
    }

    fn push_block(&mut self, block: Block) {
        let top = self.top();
        top.flush();
        match (top.blocks.last_mut(), block) {
            // Neighbouring states belong together.
            (Some(Block::States(states)), Block::States(more)) => states.extend(more),
            (_, block) => top.blocks.push(block),
        }
    }

    fn report(&mut self, code: Code, span: Span, message: Text) {
        let place = Place::new(self.source, span);
        self.diagnostics.push(Diagnostic::new(code, place, message));
    }

    fn report_with_help(&mut self, code: Code, span: Span, message: Text, help: Text) {
        let place = Place::new(self.source, span);
        self.diagnostics
            .push(Diagnostic::new(code, place, message).help(help));
    }

    /// The number of a footnote: they are counted by their first reference.
    fn footnote_number(&mut self, label: &str) -> usize {
        if let Some(number) = self.numbers.get(label) {
            return *number;
        }
        let number = self.numbers.len() + 1;
        self.numbers.insert(label.to_owned(), number);
        number
    }

    fn finish(mut self) -> Checked<(Body, Vec<Allowance>)> {
        self.close_what_is_left_open();
        let root = self.frames.pop().expect("the root is never closed");
        let numbers = self.numbers;
        let number = |footnote: &Footnote| numbers.get(&footnote.label).copied();
        let mut footnotes = self.footnotes;
        // A footnote that nothing refers to stands at the end: it was written to be read. So
        // does a second one of the same label, or those after it would not have their numbers.
        let mut placed = HashSet::new();
        footnotes.sort_by_cached_key(|footnote| {
            let first = number(footnote).filter(|number| placed.insert(*number));
            first.unwrap_or(usize::MAX)
        });
        let body = Body {
            blocks: root.into_blocks(),
            footnotes,
        };
        Checked::new((body, self.allowances), self.diagnostics)
    }
}
