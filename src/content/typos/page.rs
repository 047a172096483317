//! The running text of a page: its blocks and their lines, and all else hidden.

use crate::content::mask::{Hidden, Masked, Token};
use crate::japanese::width::is_wide;
use crate::source::Span;
use crate::typos::Edit;
use crate::width::{narrow, sign};
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Stands for each byte that is not running text: neither space nor any sign.
pub(super) const HIDDEN: char = '\u{1}';

/// How deep the nesting of lists is followed; what is nested deeper is refused elsewhere.
const MAX_ITEM_DEPTH: usize = 100;

/// A page as the search sees it. Places are bytes of the text below the front matter.
pub(super) struct Page<'a> {
    /// The text as it was typed.
    pub(super) text: &'a str,
    /// The same with [`HIDDEN`] for each byte that is not running text.
    pub(super) view: String,
    signs: Signs,
    pub(super) blocks: Vec<Block>,
    pub(super) rows: Vec<Row>,
    pub(super) links: Vec<Link>,
    pub(super) indented: Vec<Indented>,
    pub(super) items: Vec<Item>,
    /// Code between backticks that goes on over lines.
    pub(super) long_codes: Vec<Span>,
}

/// A paragraph, a heading, the cell of a table.
pub(super) struct Block {
    pub(super) kind: Kind,
    pub(super) lines: Vec<Line>,
    /// Equal for neighbours in the same list item, quotation or the like.
    pub(super) container: usize,
    /// The list item that it stands in, if any.
    pub(super) item: Option<usize>,
}

/// An item of a list.
#[derive(Clone, Copy)]
pub(super) struct Item {
    /// The item that it stands in.
    pub(super) parent: Option<usize>,
    /// The column of its mark.
    pub(super) column: usize,
    /// The column of its words.
    pub(super) content: usize,
    /// The last character of its mark.
    pub(super) sign: char,
    /// Its number as it is typed.
    pub(super) number: Option<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    Heading,
    Cell,
    /// The words of `{{ during …: }}`, in which signs mean nothing.
    Conditional,
    /// The words behind `:::details`, in which signs mean nothing either.
    Directive,
}

impl Kind {
    pub(super) const fn is_verbatim(self) -> bool {
        matches!(self, Self::Conditional | Self::Directive)
    }
}

pub(super) struct Line {
    pub(super) span: Span,
    /// Whether the page breaks the line behind it.
    pub(super) is_broken: bool,
}

/// The row of a table.
pub(super) struct Row {
    pub(super) span: Span,
    pub(super) columns: usize,
}

/// A block of code that is code because it is indented.
pub(super) struct Indented {
    /// Its lines, without what makes it code.
    pub(super) lines: Vec<Span>,
    /// Whether it stands in a list or the like, whose indentation is its own.
    pub(super) is_nested: bool,
}

/// A link or picture that the parser found.
pub(super) struct Link {
    pub(super) span: Span,
    /// Where its target stands, if it stands with the link.
    pub(super) target: Option<Span>,
    /// Whether it is nothing but an address between `<` and `>`.
    pub(super) is_bare: bool,
}

impl<'a> Page<'a> {
    pub(super) fn read(masked: &'a Masked<'_>, events: &[(Event<'_>, Range<usize>)]) -> Self {
        let mut reader = Reader {
            masked,
            shown: Vec::new(),
            blocks: Vec::new(),
            rows: Vec::new(),
            links: Vec::new(),
            indented: Vec::new(),
            items: Vec::new(),
            item: None,
            items_open: 0,
            long_codes: Vec::new(),
            after_break: false,
            depth: 0,
            lines: Vec::new(),
            line: None,
            kind: Kind::Paragraph,
            container: 0,
            columns: 0,
            code: None,
        };
        for (event, range) in events {
            reader.event(event, range);
        }
        reader.flush();
        let text = masked.source();
        let view = view(text, &reader.shown);
        Page {
            text,
            signs: Signs::of(&view),
            view,
            blocks: reader.blocks,
            rows: reader.rows,
            links: reader.links,
            indented: reader.indented,
            items: reader.items,
            long_codes: reader.long_codes,
        }
    }

    /// What the search sees of a part.
    pub(super) fn seen(&self, part: Span) -> &str {
        part.slice(&self.view)
    }

    /// Whether any of these signs of ASCII stands in the running text, in either width. Most
    /// pages have few, so that they need not be looked for in each line.
    pub(super) fn has(&self, signs: &[char]) -> bool {
        let known = self.signs.narrow | self.signs.wide;
        signs.iter().any(|&sign| known & bit(sign) != 0)
    }

    /// Whether any of these characters of ASCII stands in the running text in full width.
    pub(super) fn has_wide(&self, characters: &[char]) -> bool {
        characters.iter().any(|&c| self.signs.wide & bit(c) != 0)
    }

    /// Hides a part from the search.
    pub(super) fn hide(&mut self, part: Span) {
        let hidden = String::from(HIDDEN).repeat(part.end - part.start);
        self.view.replace_range(part.start..part.end, &hidden);
    }

    /// Where the line of the file starts that has `at` in it.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
    }

    /// What stands before a line in the file: indentation, the marks of what it stands in.
    pub(super) fn margin(&self, line: &Line) -> Span {
        Span::new(self.line_start(line.span.start), line.span.start)
    }

    /// Where the line of the file ends that has `at` in it.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        at + rest.find(['\n', '\r']).unwrap_or(rest.len())
    }

    /// What puts an empty line before a line that is not the first of its block.
    pub(super) fn blank_before(&self, line: &Line) -> Edit {
        let margin = self.margin(line);
        let feed = self.line_feed(line.span.start);
        let at = margin.start - feed.len();
        let prefix = margin.slice(self.text).trim_end();
        Edit::new(Span::new(at, at), format!("{feed}{prefix}"))
    }

    /// The line end of the file before a place.
    pub(super) fn line_feed(&self, at: usize) -> &'static str {
        let before = &self.text[..self.line_start(at)];
        if before.ends_with("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }
}

/// The characters of ASCII that stand in a text, a bit for each.
#[derive(Default)]
struct Signs {
    narrow: u128,
    /// Those that stand there in full width, or in another form that is taken for them.
    wide: u128,
}

impl Signs {
    fn of(text: &str) -> Self {
        let mut signs = Self::default();
        for c in text.chars() {
            match c {
                '\0'..='\x7F' => signs.narrow |= bit(c),
                // Kana and kanji.
                '\u{3041}'..='\u{9FFF}' => {}
                c => signs.wide |= bit(sign(c).unwrap_or_else(|| narrow(c))),
            }
        }
        signs
    }
}

/// The bit of a character of ASCII, none for others.
const fn bit(c: char) -> u128 {
    if c.is_ascii() { 1 << c as u32 } else { 0 }
}

struct Reader<'a, 's> {
    masked: &'a Masked<'s>,
    /// What is running text, in order.
    shown: Vec<Span>,
    blocks: Vec<Block>,
    rows: Vec<Row>,
    links: Vec<Link>,
    indented: Vec<Indented>,
    items: Vec<Item>,
    /// The item that is open.
    item: Option<usize>,
    items_open: usize,
    long_codes: Vec<Span>,
    /// Whether a `<br>` was the last that was read.
    after_break: bool,
    /// How many lists, quotations and the like are open.
    depth: usize,
    /// The block that is open.
    lines: Vec<Line>,
    line: Option<Span>,
    kind: Kind,
    container: usize,
    columns: usize,
    /// Whether code is open, and whether it is indented.
    code: Option<Code>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Code {
    Fenced,
    Indented,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let span = self.masked.span(range.clone());
        let span = span.shifted_back(self.masked.offset());
        let after_break = std::mem::take(&mut self.after_break);
        match event {
            Event::Start(tag) => self.start(tag, span, range),
            Event::End(tag) => self.end(*tag, span),
            Event::Text(_) => match self.code {
                Some(Code::Fenced) => {}
                Some(Code::Indented) => {
                    if let Some(block) = self.indented.last_mut() {
                        block.lines.push(span);
                    }
                }
                None => {
                    self.extend(span);
                    self.show(span);
                }
            },
            Event::InlineHtml(html) => {
                self.after_break = html.to_ascii_lowercase().starts_with("<br");
                self.extend(span);
            }
            Event::Code(_) => {
                if span.slice(self.masked.source()).contains('\n') {
                    self.long_codes.push(span);
                }
                self.extend(span);
            }
            Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::TaskListMarker(_) => self.extend(span),
            Event::SoftBreak => self.end_line(after_break),
            Event::HardBreak => self.end_line(true),
            Event::Html(html) => {
                if let Some((token, _)) = self.masked.fence(html) {
                    self.directive(token);
                }
            }
            Event::Rule => self.flush(),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span, range: &Range<usize>) {
        if let Tag::Link {
            dest_url,
            link_type,
            ..
        }
        | Tag::Image {
            dest_url,
            link_type,
            ..
        } = tag
        {
            let target = (*link_type == LinkType::Inline)
                .then(|| self.target(dest_url, range))
                .flatten();
            let is_bare = matches!(link_type, LinkType::Autolink | LinkType::Email);
            self.links.push(Link {
                span,
                target,
                is_bare,
            });
        }
        if is_inline(&tag.to_end()) {
            let line = self.line.unwrap_or(Span::new(span.start, span.start));
            self.line = Some(line);
            return;
        }
        self.flush();
        match tag {
            Tag::Heading { .. } => {
                self.kind = Kind::Heading;
                // An id in braces belongs to it, and has no event.
                self.line = Some(Span::new(span.start, span.start));
            }
            Tag::TableCell => self.kind = Kind::Cell,
            Tag::Table(alignments) => self.columns = alignments.len(),
            Tag::TableRow | Tag::TableHead => self.rows.push(Row {
                span,
                columns: self.columns,
            }),
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                self.code = Some(Code::Indented);
                self.indented.push(Indented {
                    lines: Vec::new(),
                    is_nested: self.depth > 0,
                });
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.code = Some(Code::Fenced),
            Tag::Paragraph => {}
            Tag::Item => {
                self.container += 1;
                self.depth += 1;
                self.begin_item(span);
            }
            _ => {
                self.container += 1;
                self.depth += 1;
            }
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        if is_inline(&tag) {
            self.extend(span);
            return;
        }
        if let (TagEnd::Heading(_), Some(line)) = (tag, &mut self.line) {
            line.end = line.start + span.slice(self.masked.source()).trim_end().len();
        }
        self.flush();
        self.kind = Kind::Paragraph;
        match tag {
            TagEnd::CodeBlock => self.code = None,
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::TableCell
            | TagEnd::TableRow
            | TagEnd::TableHead
            | TagEnd::Table => {}
            _ => {
                if tag == TagEnd::Item {
                    self.end_item();
                }
                self.container += 1;
                self.depth = self.depth.saturating_sub(1);
            }
        }
    }

    fn begin_item(&mut self, span: Span) {
        self.items_open += 1;
        if self.items_open > MAX_ITEM_DEPTH {
            return;
        }
        let text = self.masked.source();
        let typed = span.slice(text);
        let mark = typed.trim_start_matches([' ', '\t']);
        let at = span.start + typed.len() - mark.len();
        let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let column = columns(&text[start..at]);
        let behind = mark.trim_start_matches(|c: char| c.is_ascii_digit());
        let sign = behind.chars().next().unwrap_or('-');
        let width = mark.len() - behind.len() + sign.len_utf8();
        let words = behind.get(sign.len_utf8()..).unwrap_or_default();
        let blank = words.len() - words.trim_start_matches(' ').len();
        self.items.push(Item {
            parent: self.item,
            column,
            content: column + width + if blank > 4 { 1 } else { blank.max(1) },
            sign,
            number: mark[..mark.len() - behind.len()].parse().ok(),
        });
        self.item = Some(self.items.len() - 1);
    }

    fn end_item(&mut self) {
        if self.items_open <= MAX_ITEM_DEPTH {
            self.item = self.item.and_then(|item| self.items[item].parent);
        }
        self.items_open -= 1;
    }

    /// Where in the source the target of a link stands.
    fn target(&self, target: &str, range: &Range<usize>) -> Option<Span> {
        let whole = self.masked.text.get(range.clone())?;
        let at = range.start + whole.rfind(target).filter(|_| !target.is_empty())?;
        let span = self.masked.span(at..at + target.len());
        Some(span.shifted_back(self.masked.offset()))
    }

    /// The open line goes at least to the end of `span`.
    fn extend(&mut self, span: Span) {
        let line = self.line.get_or_insert(span);
        if span.start >= line.start {
            line.end = line.end.max(span.end);
        } else {
            // It began on a line before.
            line.end = line.end.max(span.end.max(line.start));
        }
    }

    fn end_line(&mut self, is_broken: bool) {
        if let Some(span) = self.line.take() {
            self.lines.push(Line { span, is_broken });
        }
    }

    fn flush(&mut self) {
        self.end_line(true);
        let lines = std::mem::take(&mut self.lines);
        if !lines.is_empty() {
            self.blocks.push(Block {
                kind: self.kind,
                lines,
                container: self.container,
                item: self.item,
            });
        }
    }

    /// Shows running text, but not what is hidden in it.
    fn show(&mut self, span: Span) {
        let text = self.masked.source();
        let rest = &text[span.start..];
        // What a backslash escapes means nothing; the parser begins a new piece with it.
        let is_escaped = text[..span.start].ends_with('\\')
            && rest.starts_with(|c: char| c.is_ascii_punctuation());
        let mut from = span.start + usize::from(is_escaped);
        let offset = self.masked.offset();
        let tokens = &self.masked.tokens;
        let next = tokens.partition_point(|token| token.span.end <= span.start + offset);
        for token in &tokens[next..] {
            let place = token.span.shifted_back(offset);
            if place.start >= span.end {
                break;
            }
            if token.hidden == Hidden::Malformed {
                continue;
            }
            self.shown.push(Span::new(from, place.start));
            if let Hidden::Conditional(conditional) = &token.hidden {
                self.verbatim(Kind::Conditional, conditional.words.shifted_back(offset));
            }
            from = place.end;
        }
        self.shown.push(Span::new(from, span.end));
    }

    fn directive(&mut self, token: &Token) {
        self.flush();
        let start = token.span.start - self.masked.offset();
        let name = token.original.trim_start_matches([':', '：']).trim_start();
        let argument = name.trim_start_matches(|c: char| !c.is_whitespace());
        let at = start + token.original.len() - argument.len();
        self.verbatim(Kind::Directive, Span::new(at, start + token.original.len()));
    }

    fn verbatim(&mut self, kind: Kind, span: Span) {
        self.shown.push(span);
        self.blocks.push(Block {
            kind,
            lines: vec![Line {
                span,
                is_broken: true,
            }],
            container: self.container,
            item: self.item,
        });
    }
}

/// How many columns blanks and marks take: a full-width character two, a tab up to the next
/// multiple of four.
pub(super) fn columns(text: &str) -> usize {
    text.chars().fold(0, |at, c| match c {
        '\t' => at + 4 - at % 4,
        c if is_wide(c) => at + 2,
        _ => at + 1,
    })
}

const fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// `text` with all but `shown` hidden.
fn view(text: &str, shown: &[Span]) -> String {
    let mut view = String::with_capacity(text.len());
    for part in shown {
        if part.start < view.len() {
            continue;
        }
        hide_until(&mut view, part.start);
        view.push_str(part.slice(text));
    }
    hide_until(&mut view, text.len());
    view
}

fn hide_until(view: &mut String, end: usize) {
    view.extend(std::iter::repeat_n(HIDDEN, end - view.len()));
}
