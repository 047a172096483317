//! Blocks of pasted HTML as Markdown.

use super::elements::{End, Kind, Token};
use super::running::paragraph;
use super::{Writer, is_container, is_look};
use crate::content::body::refused::tag;
use std::ops::Range;

impl Writer<'_> {
    /// The blocks in a part of the source, whose tokens are these, each without a line end at its
    /// end. Nothing where one of them cannot be written.
    pub(super) fn blocks(
        &mut self,
        content: Range<usize>,
        tokens: Range<usize>,
    ) -> Option<Vec<String>> {
        let mut blocks = Vec::new();
        let (mut from, mut first, mut next) = (content.start, tokens.start, tokens.start);
        while next < tokens.end {
            let token = &self.tokens[next];
            let is_block = self.is_block(next);
            let Some(behind) = behind(token).filter(|_| is_block) else {
                next = token.end.map_or(next + 1, |end| end.next);
                continue;
            };
            let words = self.running(from..token.span.start, first..next)?;
            blocks.push(paragraph(words));
            blocks.extend(self.block(next)?);
            (from, first, next) = (behind.whole, behind.next(next), behind.next(next));
        }
        let words = self.running(from..content.end.max(from), first..tokens.end)?;
        blocks.push(paragraph(words));
        blocks.retain(|block| !block.is_empty());
        // Two lists behind each other would be one.
        let is_list = |block: &String| {
            let mark = block.trim_start_matches(|c: char| c.is_ascii_digit());
            block.starts_with("- ") || mark.len() < block.len() && mark.starts_with(". ")
        };
        let runs_together = |pair: &[String]| is_list(&pair[0]) && is_list(&pair[1]);
        self.is_certain &= !blocks.windows(2).any(runs_together);
        Some(blocks)
    }

    /// The block that begins with the token at `at`.
    pub(super) fn block(&mut self, at: usize) -> Option<Vec<String>> {
        let token = &self.tokens[at];
        if token.name == "hr" {
            return Some(vec!["---".to_owned()]);
        }
        let end = token.end?;
        let (content, tokens) = (token.span.end..end.content, at + 1..end.next);
        let one = |block: String| Some(vec![block]);
        match token.name.as_str() {
            "table" => self.table(content, tokens),
            "ul" | "ol" => one(self.list(token, content, tokens)?),
            "dl" => one(self.definitions(content, tokens)?),
            "blockquote" => {
                let quoted = self.blocks(content, tokens)?.join("\n\n");
                one(prefixed(&format!("> {quoted}"), "> "))
            }
            "pre" => one(self.code_block(content, tokens)?),
            "details" => one(self.details(content, tokens)?),
            name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                let level = usize::from(name.as_bytes()[1] - b'0');
                // The first level is the title's.
                self.is_certain &= level > 1;
                let words = self.running(content, tokens)?;
                let signs = "#".repeat(level.max(2));
                let is_empty = words.is_empty();
                self.is_certain &= !words.ends_with('#');
                one(if is_empty {
                    words
                } else {
                    format!("{signs} {words}")
                })
            }
            name if is_container(name) || is_look(name) => self.blocks(content, tokens),
            _ => None,
        }
    }

    fn list(
        &mut self,
        list: &Token,
        content: Range<usize>,
        tokens: Range<usize>,
    ) -> Option<String> {
        let attributes = tag::attributes(list.span.slice(self.source))?;
        let value = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted);
        self.is_certain &= value("reversed").is_none() && value("type").is_none();
        let mut number: usize = match value("start") {
            Some((_, start)) => start.trim().parse().ok().filter(|at| *at < 100_000)?,
            None => 1,
        };
        let mut items: Vec<String> = Vec::new();
        let mut width = 2;
        let (mut at, mut next) = (content.start, tokens.start);
        while next < tokens.end {
            let token = &self.tokens[next];
            self.nothing(at..token.span.start)?;
            let here = next;
            (at, next) = (token.span.end, next + 1);
            match (token.kind, token.name.as_str()) {
                (Kind::Open, "li") => {
                    let End {
                        content,
                        whole,
                        next: behind,
                    } = token.end?;
                    let mark = match list.name.as_str() {
                        "ol" => format!("{number}. "),
                        _ => "- ".to_owned(),
                    };
                    let blocks = self.blocks(at..content, next..behind)?;
                    width = mark.len();
                    number += 1;
                    items.push(self.item(&mark, &blocks));
                    (at, next) = (whole, behind);
                }
                // Some programs put the inner list behind the item that it belongs to.
                (Kind::Open, "ul" | "ol") => {
                    let end = token.end?;
                    let inner = self.block(here)?.concat();
                    let item = items.last_mut()?;
                    let indent = " ".repeat(width);
                    *item = format!("{item}\n{indent}{}", prefixed(&inner, &indent));
                    (at, next) = (end.whole, end.next);
                }
                (Kind::Close, "ul" | "ol") | (Kind::Mark, _) => {}
                (Kind::Comment, _) => self.comment(token),
                (Kind::Open | Kind::Close | Kind::Void, _) => return None,
            }
        }
        (!items.is_empty()).then(|| items.join("\n"))
    }

    /// An item: its words, and lists below them.
    fn item(&mut self, mark: &str, blocks: &[String]) -> String {
        let is_list = |block: &String| {
            block.starts_with("- ") || block.starts_with(|c: char| c.is_ascii_digit())
        };
        let is_tight = blocks.first().is_some_and(|first| !first.contains('\n'))
            && blocks.iter().skip(1).all(is_list);
        self.is_certain &= is_tight;
        let text = blocks.join(if is_tight { "\n" } else { "\n\n" });
        let indent = " ".repeat(mark.len());
        format!("{mark}{}", prefixed(&text, &indent))
    }

    /// Terms with what they mean, of which each is one paragraph.
    fn definitions(&mut self, content: Range<usize>, tokens: Range<usize>) -> Option<String> {
        let mut lines: Vec<String> = Vec::new();
        let (mut at, mut next) = (content.start, tokens.start);
        while next < tokens.end {
            let token = &self.tokens[next];
            self.nothing(at..token.span.start)?;
            (at, next) = (token.span.end, next + 1);
            match (token.kind, token.name.as_str()) {
                (Kind::Open, name @ ("dt" | "dd")) => {
                    let end = token.end?;
                    let words = paragraph(self.cell(at..end.content, next..end.next)?);
                    if name == "dd" {
                        lines.push(format!(": {words}"));
                    } else {
                        if !lines.is_empty() {
                            lines.push(String::new());
                        }
                        lines.push(words);
                    }
                    (at, next) = (end.whole, end.next);
                }
                (Kind::Close, "dl") => {}
                _ => return None,
            }
        }
        let is_whole = lines.first().is_some_and(|first| !first.starts_with(": "))
            && lines.last().is_some_and(|last| last.starts_with(": "));
        self.is_certain = false;
        is_whole.then(|| lines.join("\n"))
    }

    fn code_block(&self, content: Range<usize>, tokens: Range<usize>) -> Option<String> {
        // The end tag is the only one.
        let is_plain = tokens.len() <= 1;
        let code = self.source.get(content)?.trim_matches(['\n', '\r']);
        let fits = is_plain && !code.contains(['&', '`']) && !self.is_quoted;
        fits.then(|| format!("```\n{code}\n```"))
    }

    fn details(&mut self, content: Range<usize>, tokens: Range<usize>) -> Option<String> {
        let summary = &self.tokens[tokens.start];
        self.nothing(content.start..summary.span.start)?;
        let end = summary.end.filter(|_| summary.name == "summary")?;
        let inside = (summary.span.end..end.content, tokens.start + 1..end.next);
        let heading = self.running(inside.0, inside.1)?;
        // A heading of this kind knows no signs.
        self.is_certain &= !heading.contains(['*', '`', '[', '<', '\\', '~', '&']);
        let blocks = self.blocks(end.whole..content.end, end.next..tokens.end)?;
        let is_whole = !heading.is_empty() && !blocks.is_empty();
        is_whole.then(|| format!(":::details {heading}\n\n{}\n\n:::", blocks.join("\n\n")))
    }
}

/// Where what a token begins is over.
struct Behind {
    whole: usize,
    next: Option<usize>,
}

impl Behind {
    fn next(&self, at: usize) -> usize {
        self.next.unwrap_or(at + 1)
    }
}

fn behind(token: &Token) -> Option<Behind> {
    match (token.end, token.kind) {
        (Some(end), _) => Some(Behind {
            whole: end.whole,
            next: Some(end.next),
        }),
        (None, Kind::Void) => Some(Behind {
            whole: token.span.end,
            next: None,
        }),
        (None, _) => None,
    }
}

/// Lines, all but the first behind a prefix; empty ones without the space at its end.
pub(super) fn prefixed(text: &str, prefix: &str) -> String {
    let mut lines = text.split('\n');
    let mut prefixed = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        prefixed.push('\n');
        prefixed.push_str(if line.is_empty() {
            prefix.trim_end()
        } else {
            prefix
        });
        prefixed.push_str(line);
    }
    prefixed
}
