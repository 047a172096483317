//! What ends becomes a part of what it stands in.

use super::Builder;
use super::frame::{Frame, finished};
use crate::content::body::{
    AlertKind, Alignment, Block, Code, Definition, Footnote, Heading, Image, Inline, Link, List,
    Look, Table, Words,
};
use crate::content::phrase::Piece;
use crate::content::typos::target::mended;
use crate::diag::{Diagnostic, Place, code, text};
use crate::source::Span;
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, HeadingLevel, LinkType, Tag};
use std::mem;

impl<'a> Builder<'a> {
    pub(super) fn finish_tag(&mut self, tag: Tag<'a>, frame: Frame<'a>) {
        let span = frame.span;
        match tag {
            Tag::Paragraph => {
                let content = finished(frame.inlines);
                if !content.is_empty() {
                    self.paragraph_of_alert(span);
                    self.push_block(Block::Paragraph(content));
                }
            }
            Tag::Heading { level, id, .. } => {
                let content = finished(frame.inlines);
                // The parser counts the line end too.
                let length = self.masked.source_slice(span).trim_end().len();
                let span = Span::new(span.start, span.start + length);
                let heading = self.heading(level, id.as_deref(), content, span);
                self.push_block(Block::Heading(heading));
            }
            Tag::BlockQuote(kind) => {
                if kind.is_none() {
                    self.quotation(span);
                }
                let blocks = frame.into_blocks();
                self.push_block(match kind {
                    None => Block::Quote(blocks),
                    Some(kind) => Block::Alert(alert(kind), blocks),
                });
            }
            Tag::CodeBlock(kind) => {
                let code = self.code(&kind, &frame.inlines);
                self.push_block(Block::Code(code));
            }
            Tag::HtmlBlock => {
                let content = without_margins(finished(frame.inlines));
                if content.is_empty() {
                    self.top().waiting.extend(frame.waiting);
                } else {
                    self.cover(&frame.waiting, span);
                    self.begin_block(span);
                    self.push_block(Block::Paragraph(content));
                }
            }
            Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => self.finish_list(tag, frame),
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => {
                self.finish_table(tag, frame);
            }
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. } => self.finish_inline(tag, frame),
            // Not switched on.
            Tag::MetadataBlock(_) => {}
        }
    }

    fn finish_list(&mut self, tag: Tag<'a>, mut frame: Frame<'a>) {
        let span = frame.span;
        match tag {
            Tag::List(start) => {
                self.push_block(Block::List(List {
                    start,
                    items: mem::take(&mut frame.items),
                    look: Look::Plain,
                    span,
                }));
                self.push_flattened(frame);
            }
            Tag::Item => {
                let blocks = frame.into_blocks();
                self.top().items.push(blocks);
            }
            Tag::FootnoteDefinition(label) => {
                let label = label.into_string();
                let blocks = frame.into_blocks();
                self.footnotes.push(Footnote {
                    label,
                    blocks,
                    span,
                });
            }
            Tag::DefinitionList => {
                let definitions = mem::take(&mut frame.definitions);
                self.push_block(Block::Definitions(definitions));
                self.push_flattened(frame);
            }
            Tag::DefinitionListTitle => {
                let content = finished(frame.inlines);
                self.top().definitions.push(Definition::Term(content));
            }
            _ => {
                let blocks = frame.into_blocks();
                self.top().definitions.push(Definition::Meaning(blocks));
            }
        }
    }

    /// What stands in a list or a table outside of its parts: these were nested too deep.
    fn push_flattened(&mut self, frame: Frame<'a>) {
        for block in frame.into_blocks() {
            self.push_block(block);
        }
    }

    fn finish_table(&mut self, tag: Tag<'a>, mut frame: Frame<'a>) {
        match tag {
            Tag::Table(alignments) => {
                let mut rows = mem::take(&mut frame.rows).into_iter();
                self.push_block(Block::Table(Table {
                    alignments: alignments.into_iter().map(alignment).collect(),
                    head: rows.next().unwrap_or_default(),
                    rows: rows.collect(),
                }));
                self.push_flattened(frame);
            }
            Tag::TableCell => {
                let cell = finished(frame.inlines);
                self.top().cells.push(cell);
            }
            _ => {
                if !frame.inlines.is_empty() {
                    frame.cells.push(finished(frame.inlines));
                }
                frame.cells.shrink_to_fit();
                self.top().rows.push(frame.cells);
            }
        }
    }

    fn finish_inline(&mut self, tag: Tag<'a>, frame: Frame<'a>) {
        let span = frame.span;
        let content = finished(frame.inlines);
        let inline = match tag {
            Tag::Emphasis => Inline::Emphasis(content),
            Tag::Strikethrough => Inline::Strikethrough(content),
            Tag::Link {
                dest_url,
                title,
                link_type,
                ..
            } => {
                let (mut target, place) = self.target(&dest_url, span);
                if link_type == LinkType::Email {
                    let text = "mailto:".to_owned();
                    target.insert(0, Piece::Words(Words { text, span }));
                }
                Inline::Link(Link {
                    target_span: place.unwrap_or_else(|| self.target_span(&target, span)),
                    target: without_slips(target),
                    title: self.pieces(&title, span),
                    is_label: is_label(link_type),
                    content,
                    span,
                })
            }
            Tag::Image {
                dest_url,
                title,
                link_type,
                ..
            } => {
                let (target, place) = self.target(&dest_url, span);
                Inline::Image(Image {
                    target_span: place.unwrap_or_else(|| self.target_span(&target, span)),
                    target: without_slips(target),
                    title: self.pieces(&title, span),
                    is_label: is_label(link_type),
                    alt: content,
                    span,
                })
            }
            _ => Inline::Strong(content),
        };
        self.push(inline);
    }

    fn heading(
        &mut self,
        level: HeadingLevel,
        id: Option<&str>,
        content: Vec<Inline>,
        span: Span,
    ) -> Heading {
        let given = id.map(|id| self.masked.restore(id));
        let explicit = given.is_some();
        let id = match given {
            Some(id) => match self.ids.give(&id, span) {
                None => id,
                Some(first) => {
                    self.report_second_id(&id, span, first);
                    self.ids.make(&content)
                }
            },
            None => self.ids.make(&content),
        };
        Heading {
            level: level as u8,
            id,
            explicit,
            content,
            span,
        }
    }

    fn report_second_id(&mut self, id: &str, span: Span, first: Span) {
        let diagnostic = Diagnostic::new(
            code::DUPLICATE_ID,
            Place::new(self.source, span),
            text!(
                "「#{id}」は、同じページですでに使われています",
                "`#{id}` is already used in this page"
            ),
        );
        let diagnostic = diagnostic.label(
            Place::new(self.source, first),
            text!("一つめはここです", "the first is here"),
        );
        self.diagnostics.push(diagnostic.help(text!(
            "新しく書いたほうを、別の名前に変えてください",
            "give the newer of the two another name"
        )));
    }

    fn code(&self, kind: &CodeBlockKind<'_>, inlines: &[Inline]) -> Code {
        let text: String = inlines
            .iter()
            .map(|inline| match inline {
                Inline::Code(text) => text.as_str(),
                _ => "",
            })
            .collect();
        let text = self.masked.restore(&text);
        let language = match kind {
            CodeBlockKind::Indented => None,
            CodeBlockKind::Fenced(info) => {
                code_language(self.masked.restore(info).trim()).map(str::to_owned)
            }
        };
        Code {
            language,
            text: text.replace("\r\n", "\n").replace('\r', "\n"),
        }
    }
}

/// The language of a block of code: the plain word that what stands behind its signs begins with.
/// Behind that may stand what other tools know: `js{1,3}`, `js:name.js`.
pub(in crate::content) fn code_language(info: &str) -> Option<&str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "+-_#".contains(c);
    let length = info.find(|c| !is_plain(c)).unwrap_or(info.len());
    let (word, behind) = info.split_at(length);
    let ends = behind.is_empty() || behind.starts_with([' ', '\t', '{', ':', ',']);
    (ends && !word.is_empty()).then_some(word)
}

/// Whether the words of such a link are the label of a definition too.
const fn is_label(link_type: LinkType) -> bool {
    use LinkType::{Collapsed, CollapsedUnknown, Shortcut, ShortcutUnknown};
    matches!(
        link_type,
        Collapsed | CollapsedUnknown | Shortcut | ShortcutUnknown
    )
}

/// A target without what an input method has slipped into it: that is reported, and no reason
/// to report that nothing is there.
fn without_slips(mut target: Vec<Piece>) -> Vec<Piece> {
    if let Some(Piece::Words(words)) = target.first_mut()
        && let Some(mended) = mended(&words.text)
    {
        words.text = mended;
    }
    target
}

/// Running text without the space around it: an HTML block has its last line end within.
fn without_margins(mut content: Vec<Inline>) -> Vec<Inline> {
    let is_blank = |inline: &Inline| match inline {
        Inline::SoftBreak => true,
        Inline::Text(words) => words.text.trim().is_empty(),
        _ => false,
    };
    while content.pop_if(|last| is_blank(last)).is_some() {}
    let lead = content.iter().take_while(|one| is_blank(one)).count();
    content.drain(..lead);
    content
}

const fn alert(kind: BlockQuoteKind) -> AlertKind {
    match kind {
        BlockQuoteKind::Note => AlertKind::Note,
        BlockQuoteKind::Tip => AlertKind::Tip,
        BlockQuoteKind::Important => AlertKind::Important,
        BlockQuoteKind::Warning => AlertKind::Warning,
        BlockQuoteKind::Caution => AlertKind::Caution,
    }
}

const fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::None,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}
