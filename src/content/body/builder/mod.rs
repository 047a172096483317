//! The Markdown parser's events into the tree.

mod allow;
mod fences;
mod finish;
mod frame;
mod markup;
mod running;

use self::frame::{Frame, Open};
use self::markup::HtmlLines;
use super::ids::Ids;
use super::{Block, Body, Footnote, Inline, autolinks};
use crate::content::mask::{MOST, Masked, mask};
use crate::content::slips;
use crate::diag::{Allowance, Checked, Code, Diagnostic, Place, Text, code, text};
use crate::source::{SourceId, Span};
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How deep lists, quotations and the like may be nested.
const DEEPEST: usize = 100;

/// Parses Markdown. `offset` is where `markdown` starts in its source. Never fails: what
/// cannot be taken in is a finding, and the rest is in the tree; what comments allow stands beside it.
pub fn parse(source: &SourceId, markdown: &str, offset: usize) -> Checked<(Body, Vec<Allowance>)> {
    let masked = mask(markdown, offset);
    let events: Vec<(Event<'_>, Range<usize>)> = Parser::new_ext(&masked.text, options())
        .into_offset_iter()
        .collect();
    let mut builder = Builder {
        source,
        masked: &masked,
        frames: vec![Frame::new(Open::Root, Span::new(offset, offset))],
        skipped: 0,
        skipped_elements: 0,
        numbers: HashMap::new(),
        footnotes: Vec::new(),
        ids: Ids::reserve(events.iter().filter_map(|(event, _)| match event {
            Event::Start(Tag::Heading { id: Some(id), .. }) => Some(masked.restore(id)),
            _ => None,
        })),
        html: HtmlLines::default(),
        refused: HashSet::new(),
        allowances: Vec::new(),
        diagnostics: Vec::new(),
    };
    if masked.overflow {
        let place = Span::new(offset, offset);
        builder.report(
            code::TOO_LARGE,
            place,
            text!(
                "一つのページで使える参照は {MOST} 個までです",
                "a page can hold at most {MOST} references"
            ),
        );
    }
    let slips = slips::find(source, &masked, &events);
    for (event, range) in autolinks::linked(events, &masked) {
        builder.event(event, range);
    }
    let mut checked = builder.finish();
    // Braces of which one half is full-width are one mistake.
    let told: HashSet<usize> = slips.iter().map(|slip| slip.place.span.start).collect();
    checked
        .diagnostics
        .retain(|one| one.code != code::INVALID_REFERENCE || !told.contains(&one.place.span.start));
    checked.diagnostics.extend(slips);
    checked
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

struct Builder<'a> {
    source: &'a SourceId,
    masked: &'a Masked<'a>,
    frames: Vec<Frame<'a>>,
    /// How many levels beyond [`DEEPEST`] are open; they are flattened.
    skipped: usize,
    /// How many HTML elements beyond [`DEEPEST`] are open; they are flattened.
    skipped_elements: usize,
    /// The numbers of footnotes by their labels: from 1, by their first reference.
    numbers: HashMap<String, usize>,
    footnotes: Vec<Footnote>,
    ids: Ids,
    /// The lines of the HTML block that is open.
    html: HtmlLines,
    /// Names of HTML elements that were refused.
    refused: HashSet<String>,
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
            return;
        }
        // An HTML block may be nothing but a comment, or the line of a directive.
        if !matches!(tag, Tag::HtmlBlock) {
            self.begin_block(span);
        }
        self.frames.push(Frame::new(Open::Tag(tag), span));
    }

    /// Reports that something is nested too deep, once for all that is in it.
    fn report_depth(&mut self, span: Span) {
        if self.skipped == 0 && self.skipped_elements == 0 {
            self.report(
                code::NESTING_TOO_DEEP,
                span,
                text!(
                    "箇条書きや引用の入れ子が {DEEPEST} 段を超えています",
                    "lists or quotations are nested more than {DEEPEST} deep"
                ),
            );
        }
    }

    fn end(&mut self) {
        self.finish_html();
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        self.skipped_elements = 0;
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
