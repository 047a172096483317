//! Running text.

use super::escape::{attribute, escape, words};
use super::facts::{Links, printed_html};
use super::{Writer, relative};
use crate::content::Piece;
use crate::content::body::{Block, Image, Inline, Link, State, plain_text};
use crate::language::Language;
use crate::render::languages::in_language;
use crate::site::{File, Target};
use std::mem;

/// How wide pictures stand in a page, for browsers that have to choose one before they know: the
/// column of text, or a small screen as a whole.
const SIZES: &str = "(min-width: 48em) 46rem, 100vw";

impl Writer<'_> {
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => words(&text.text, self.page.language, &mut self.out),
            Inline::Fact(reference) => {
                let links = if self.in_link {
                    Links::None
                } else {
                    Links::Allowed
                };
                if let Some(printed) = self.page.fact(reference.span) {
                    printed_html(printed, self.page.language, links, &mut self.out);
                }
            }
            Inline::Code(code) => {
                self.out.push_str("<code>");
                escape(code, &mut self.out);
                self.out.push_str("</code>");
            }
            Inline::Emphasis(inner) => self.element("em", inner),
            Inline::Strong(inner) => self.element("strong", inner),
            Inline::Strikethrough(inner) => self.element("del", inner),
            Inline::Element(element, inner) => self.element(element.name(), inner),
            Inline::Link(link) => self.link(link),
            Inline::Image(image) => self.image(image),
            Inline::SoftBreak => self.out.push('\n'),
            Inline::HardBreak => self.out.push_str("<br>\n"),
            Inline::BreakOpportunity => self.out.push_str("<wbr>"),
            Inline::States(states) => self.inline_states(states),
            Inline::FootnoteReference(number) => self.footnote_reference(*number),
            // The box is written with its item.
            Inline::Task { .. } => {}
        }
    }

    /// As [`Writer::states`], in a line of text.
    fn inline_states(&mut self, states: &[State]) {
        self.out.push_str("<span class=\"states\">");
        for state in states {
            self.open_state("span", state);
            for block in &state.blocks {
                if let Block::Plain(content) = block {
                    self.inlines(content);
                }
            }
            self.out.push_str("</span>");
        }
        self.out.push_str("</span>");
    }

    fn element(&mut self, name: &str, inner: &[Inline]) {
        self.out.push('<');
        self.out.push_str(name);
        self.out.push('>');
        self.inlines(inner);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn link(&mut self, link: &Link) {
        let target = self.page.target(link.target_span);
        let Some(href) = target.and_then(|target| self.href(target)) else {
            self.inlines(&link.content);
            return;
        };
        self.out.push_str("<a");
        attribute("href", &href, &mut self.out);
        let other = target.and_then(|target| self.other_language(target));
        if let Some(language) = other {
            attribute("hreflang", language.tag(), &mut self.out);
        }
        if let Some(address) = target.and_then(|target| self.typed(target, &link.content)) {
            attribute("data-address", &address, &mut self.out);
        }
        self.title(&link.title);
        self.out.push('>');
        self.in_link = true;
        self.inlines(&link.content);
        self.in_link = false;
        if let Some(language) = other {
            self.other_language_mark(language);
        }
        self.out.push_str("</a>");
    }

    /// That what a link leads to is in another language: nobody should find that out only when
    /// they are there.
    fn other_language_mark(&mut self, language: Language) {
        let word = self.word(in_language(language));
        self.out.push_str(" <span class=\"in-language\">");
        escape(word, &mut self.out);
        self.out.push_str("</span>");
    }

    /// A picture with its size, so that the page does not move while it loads. All but the first
    /// of a page may come later; a theme loads them before somebody prints it.
    pub(super) fn image(&mut self, image: &Image) {
        let Some(Target::File { file, .. }) = self.page.target(image.target_span) else {
            // Where there is no picture, there are its words.
            self.inlines(&image.alt);
            return;
        };
        let file = self.site.file(*file);
        self.out.push_str("<img");
        attribute("src", &relative(self.host, &file.url), &mut self.out);
        self.smaller(file);
        let alt = self.plain(&image.alt);
        attribute("alt", &alt, &mut self.out);
        self.title(&image.title);
        if let Some((width, height)) = file.size {
            attribute("width", &width.to_string(), &mut self.out);
            attribute("height", &height.to_string(), &mut self.out);
        }
        if !mem::take(&mut self.is_first_picture) {
            self.out.push_str(" loading=\"lazy\"");
        }
        self.out.push_str(" decoding=\"async\">");
    }

    /// Where there is a choice, the browser takes the picture that suits its screen.
    fn smaller(&mut self, file: &File) {
        let Some((width, _)) = file.size.filter(|_| !file.smaller.is_empty()) else {
            return;
        };
        let smaller = file.smaller.iter().map(|one| (&one.url, one.width));
        let all = smaller.chain([(&file.url, width)]);
        let choice: Vec<String> = all
            .map(|(url, width)| format!("{} {width}w", relative(self.host, url)))
            .collect();
        attribute("srcset", &choice.join(", "), &mut self.out);
        attribute("sizes", SIZES, &mut self.out);
    }

    /// Running text without markup.
    pub(super) fn plain(&self, inlines: &[Inline]) -> String {
        let page = self.page;
        plain_text(inlines, &mut |reference| {
            let printed = page.fact(reference.span);
            printed.map(|printed| printed.text()).unwrap_or_default()
        })
    }

    fn title(&mut self, pieces: &[Piece]) {
        if pieces.is_empty() {
            return;
        }
        let page = self.page;
        let text = |piece: &Piece| match piece {
            Piece::Words(words) => words.text.clone(),
            Piece::Fact(reference) => {
                let printed = page.fact(reference.span);
                printed.map(|printed| printed.text()).unwrap_or_default()
            }
        };
        let title: String = pieces.iter().map(text).collect();
        attribute("title", &title, &mut self.out);
    }

    fn footnote_reference(&mut self, number: usize) {
        let prefix = &self.prefix;
        let label = self.word("footnote");
        let out = &mut self.out;
        out.push_str("<sup class=\"footnote-reference\"><a");
        attribute("href", &format!("#{prefix}fn-{number}"), out);
        // The way back leads to the first reference.
        if self.referred.insert(number) {
            attribute("id", &format!("{prefix}fnref-{number}"), out);
        }
        attribute("aria-label", &format!("{label} {number}"), out);
        out.push_str(&format!(">{number}</a></sup>"));
    }
}
