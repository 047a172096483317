//! HTML that was pasted as a whole, a table of a spreadsheet or the text of a word processor,
//! and the Markdown that says the same.
//!
//! What an element holds is written anew, so nothing of it is a second finding. What cannot be
//! written, or is not closed, is left to be told tag by tag.

mod blocks;
mod elements;
mod running;
mod table;

use self::blocks::prefixed;
use self::elements::{Kind, Token};
use self::running::is_look;
use super::Element;
use super::refused::tag::attributes;
use crate::diag::{Text, text};
use crate::source::Span;

/// Elements nested deeper than this are told one by one.
const DEEPEST: usize = 24;

/// So far before an element the beginning of its line is looked for.
const REACH: usize = 300;

/// A longer line is not typed out.
const LONGEST: usize = 100;

/// Elements that hold blocks and are none to a reader.
const CONTAINERS: [&str; 13] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "address",
    "figure",
    "figcaption",
    "aside",
    "nav",
    "center",
];

/// Other elements that are blocks.
const BLOCKS: [&str; 15] = [
    "table",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "pre",
    "details",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "form",
];

/// Elements of which the tags within say nothing by themselves.
const WHOLE: [&str; 3] = ["table", "ul", "ol"];

/// Attributes that are words for readers.
const WORDS: [&str; 4] = ["title", "aria-label", "placeholder", "summary"];

/// What is only part of a table or a list.
const PARTS: [&str; 14] = [
    "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "col", "colgroup", "ul", "ol",
    "li", "p",
];

fn is_container(name: &str) -> bool {
    CONTAINERS.contains(&name)
}

/// The HTML elements of a text below the front matter.
#[derive(Debug, Default)]
pub(super) struct Pasted {
    tokens: Vec<Token>,
    /// Up to here everything is told.
    told: usize,
    /// Up to here the parts of a table or a list are.
    parts_told: usize,
}

/// An element that is refused, and what is known of it.
pub(super) struct Rewritten {
    /// What to do, where the tag alone does not tell.
    pub(super) help: Option<Text>,
    pub(super) span: Span,
    pub(super) text: String,
    /// Whether the page says the same words afterwards, without doubt.
    pub(super) is_certain: bool,
}

/// Where an element stands.
#[derive(Clone, Copy)]
pub(super) struct Setting {
    /// Whether it stands in running text, where Markdown is read.
    pub(super) is_inline: bool,
    /// Whether it stands in a list, a quotation or the like.
    pub(super) is_nested: bool,
}

impl Pasted {
    /// The elements of a text; what stands at the places in `code` is none.
    pub(super) fn read(source: &str, code: &[Span]) -> Self {
        Self {
            tokens: elements::read(source, code),
            ..Self::default()
        }
    }

    /// Whether the tag at `at` is part of an element that is told as a whole.
    pub(super) fn is_told(&self, at: usize) -> bool {
        if at < self.told {
            return true;
        }
        let token = self.find(at).map(|index| &self.tokens[index]);
        at < self.parts_told && token.is_some_and(|token| PARTS.contains(&token.name.as_str()))
    }

    fn find(&self, at: usize) -> Option<usize> {
        let found = self
            .tokens
            .binary_search_by_key(&at, |token| token.span.start);
        found.ok()
    }

    /// What to type instead of the element that begins at `at`; nothing where its tags are told
    /// one by one.
    pub(super) fn rewrite(
        &mut self,
        source: &str,
        at: usize,
        setting: Setting,
    ) -> Option<Rewritten> {
        let index = self.find(at)?;
        let token = &self.tokens[index];
        let end = token.end.filter(|_| token.height <= DEEPEST)?;
        let inner = &self.tokens[index + 1..end.next];
        if inner.iter().any(|one| has_words(one, source)) {
            return None;
        }
        let is_alone = !inner.iter().any(|one| is_other(one, token, source));
        if is_alone && setting.is_inline {
            return None;
        }
        let Some(mut rewritten) = self.written(source, index, setting) else {
            if WHOLE.contains(&token.name.as_str()) && !is_alone {
                self.parts_told = end.whole;
            }
            return None;
        };
        rewritten.help = (!is_alone).then(|| help(&token.name, &rewritten.text));
        self.told = end.whole;
        Some(rewritten)
    }

    fn written(&self, source: &str, index: usize, setting: Setting) -> Option<Rewritten> {
        let token = &self.tokens[index];
        let end = token.end?;
        let span = Span::new(token.span.start, end.whole);
        let whole = span.slice(source);
        let surroundings = Surroundings::of(source, span);
        let mut writer = Writer {
            source,
            tokens: &self.tokens,
            is_html: !setting.is_inline,
            is_quoted: surroundings.prefix.contains('>'),
            is_certain: !setting.is_nested && surroundings.is_plain,
            open: Vec::new(),
        };
        if setting.is_inline {
            let inside = index..end.next;
            if writer.is_block(index) || inside.clone().any(|at| writer.is_block(at)) {
                return None;
            }
            let text = writer.element_at(index)?;
            return Some(Rewritten {
                help: None,
                span,
                text,
                is_certain: writer.is_certain,
            });
        }
        let fence = |line: &str| {
            line.trim_start_matches([' ', '\t', '>'])
                .starts_with([':', '：'])
        };
        if whole.lines().skip(1).any(fence) {
            return None;
        }
        // Between two empty lines Markdown is read.
        let is_empty = |line: &str| line.trim_matches([' ', '\t', '>']).is_empty();
        if whole.lines().any(is_empty) {
            if !WHOLE.contains(&token.name.as_str()) {
                return None;
            }
            writer.is_certain = false;
        }
        let blocks = writer.block_at(index)?;
        let text = match blocks.join("\n\n").as_str() {
            "" => String::new(),
            text => surroundings.around(text),
        };
        Some(Rewritten {
            help: None,
            span,
            text,
            is_certain: writer.is_certain,
        })
    }
}

/// Whether a token within an element is one that would be told by itself.
fn is_other(one: &Token, element: &Token, source: &str) -> bool {
    match one.kind {
        Kind::Comment => false,
        Kind::Close => one.name != element.name && !is_known(&one.name),
        Kind::Mark => true,
        Kind::Open | Kind::Void => {
            let tag = one.span.slice(source);
            let has_attributes = tag.contains(char::is_whitespace) && !tag.ends_with(" />");
            !is_known(&one.name) || has_attributes
        }
    }
}

/// Whether a token holds words that Markdown has no place for, so that they would be lost.
fn has_words(one: &Token, source: &str) -> bool {
    let tag = one.span.slice(source);
    match one.kind {
        Kind::Comment | Kind::Close => false,
        Kind::Mark => tag.starts_with("<?") || tag.starts_with("<![CDATA["),
        Kind::Open | Kind::Void => {
            let mut attributes = attributes(tag).unwrap_or_default().into_iter();
            attributes.any(|(name, value)| WORDS.contains(&name.as_str()) && !value.is_empty())
        }
    }
}

fn is_known(name: &str) -> bool {
    ["br", "wbr"].contains(&name) || Element::ALL.iter().any(|one| one.name() == name)
}

fn help(name: &str, text: &str) -> Text {
    let text = text.trim();
    let mut lines = text.lines().map(|line| line.trim_start_matches([' ', '>']));
    let first = lines.next().unwrap_or_default();
    if name == "table" && first.starts_with('|') {
        let second = lines.next().unwrap_or_default();
        return text!(
            "表は「{first}」（見出し）、「{second}」、その下に一行ずつ「| 内容 | 内容 |」のように書いてください",
            "write a table as lines: `{first}` (the head), `{second}`, then `| cell | cell |` for each row"
        );
    }
    if first.is_empty() {
        return text!(
            "空のタグです。消してください",
            "there is nothing in it: take it out"
        );
    }
    if first.chars().count() > LONGEST {
        return text!(
            "タグを消し、文だけを残してください",
            "take the tags out and leave the words"
        );
    }
    let quote = if first.contains('`') { '"' } else { '`' };
    match lines.next() {
        None => text!(
            "タグを消して「{first}」と書いてください",
            "take the tags out and write {quote}{first}{quote}"
        ),
        Some(_) => text!(
            "タグを消し、「{first}」から始まる形に書き直してください",
            "take the tags out and write it anew, beginning with {quote}{first}{quote}"
        ),
    }
}

/// What stands around an element.
struct Surroundings {
    /// What each further line begins with, as its first does.
    prefix: String,
    /// What has to stand before it, so that it begins a block.
    lead: &'static str,
    /// What has to stand behind it.
    trail: &'static str,
    /// Whether it begins its line.
    is_plain: bool,
}

impl Surroundings {
    fn of(source: &str, span: Span) -> Self {
        let before = &source[..span.start];
        let reach = before.len().saturating_sub(REACH);
        let line = before.as_bytes()[reach..]
            .iter()
            .rposition(|byte| *byte == b'\n');
        let start = line.map(|at| reach + at + 1).or((reach == 0).then_some(0));
        let line = start.map(|start| &before[start..]);
        let marks = |c: char| c.is_whitespace() || c.is_ascii_digit() || "->*+.)".contains(c);
        let line = line.filter(|line| line.chars().all(marks));
        let is_quote = |c: char| if c == '>' { c } else { ' ' };
        let prefix = line.unwrap_or_default().chars().map(is_quote).collect();
        let above = start.map_or("", |start| before[..start].trim_end_matches(['\n', '\r']));
        let breaks = start.map_or("", |start| &before[above.len()..start]);
        let has_space_above = above.is_empty() || breaks.matches('\n').count() > 1;
        let lead = match line {
            None => "\n\n",
            Some(_) if has_space_above => "",
            Some(_) => "\n",
        };
        let is_blank = |text: &str| {
            let rest = text.trim_start_matches([' ', '\t', '\r']);
            rest.is_empty() || rest.starts_with('\n')
        };
        let behind = &source[span.end..];
        let below = behind.trim_start_matches([' ', '\t', '\r']);
        let trail = if !is_blank(behind) {
            "\n\n"
        } else if below.strip_prefix('\n').is_none_or(is_blank) {
            ""
        } else {
            "\n"
        };
        Self {
            is_plain: line.is_none_or(|line| line.trim().is_empty()),
            prefix,
            lead,
            trail,
        }
    }

    fn around(&self, text: &str) -> String {
        let Self {
            prefix,
            lead,
            trail,
            ..
        } = self;
        format!("{lead}{}{trail}", prefixed(text, prefix))
    }
}

/// Writes elements of a source as Markdown.
struct Writer<'a> {
    source: &'a str,
    tokens: &'a [Token],
    /// Whether the source is HTML, and not Markdown with tags in it.
    is_html: bool,
    /// Whether its lines begin with the marks of a quotation.
    is_quoted: bool,
    /// Whether what has been written says the same, without doubt.
    is_certain: bool,
    /// The signs of emphasis that are open.
    open: Vec<&'static str>,
}

impl Writer<'_> {
    /// Whether an element is a block, or holds one.
    fn is_block(&self, at: usize) -> bool {
        let is_one = |token: &Token| {
            let name = token.name.as_str();
            let begins = matches!(token.kind, Kind::Open | Kind::Void);
            begins && (is_container(name) || BLOCKS.contains(&name))
        };
        let token = &self.tokens[at];
        let inside = token.end.filter(|_| is_look(&token.name));
        let inside = inside.map_or(&[][..], |end| &self.tokens[at + 1..end.next]);
        is_one(token) || inside.iter().any(is_one)
    }

    /// The blocks of the element that begins with the token at `at`.
    fn block_at(&mut self, at: usize) -> Option<Vec<String>> {
        if self.is_block(at) {
            return self.block(at);
        }
        let words = running::paragraph(self.element_at(at)?);
        Some(vec![words])
    }

    /// The element that begins with the token at `at`, as running text.
    fn element_at(&mut self, at: usize) -> Option<String> {
        let token = &self.tokens[at];
        let end = token.end?;
        self.running(token.span.start..end.whole, at..end.next)
    }
}

#[cfg(test)]
mod tests;
