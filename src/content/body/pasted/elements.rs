//! The HTML elements of a text, each with its end. Knows nothing of what they mean.

use super::super::refused::tag;
use crate::source::Span;
use std::collections::HashMap;

/// A tag or a comment, in the order in which they stand.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) span: Span,
    pub(super) kind: Kind,
    /// The name of the element, in lower case.
    pub(super) name: String,
    /// Where the element ends, if this begins one that does.
    pub(super) end: Option<End>,
    /// How many levels of elements are in it.
    pub(super) height: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It begins an element.
    Open,
    /// It ends one.
    Close,
    /// An element without content.
    Void,
    /// `<!-- … -->`
    Comment,
    /// `<![if …]>`, `<?xml … ?>`: what only word processors read.
    Mark,
}

/// Where an element ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// The end of its content.
    pub(super) content: usize,
    /// The end of its end tag.
    pub(super) whole: usize,
    /// The token behind it.
    pub(super) next: usize,
}

/// Elements without content (HTML, 13.1.2).
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements whose end tag may be left out, and the beginnings of others that end them (HTML,
/// 13.1.2.4), as far as pasted text has them.
const IMPLIED: [(&str, &[&str]); 10] = [
    ("li", &["li"]),
    (
        "p",
        &[
            "p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6",
        ],
    ),
    ("td", &["td", "th", "tr", "tbody", "thead", "tfoot"]),
    ("th", &["td", "th", "tr", "tbody", "thead", "tfoot"]),
    ("tr", &["tr", "tbody", "thead", "tfoot"]),
    ("thead", &["tbody", "tfoot"]),
    ("tbody", &["tbody", "tfoot"]),
    ("tfoot", &["tbody"]),
    ("dt", &["dt", "dd"]),
    ("dd", &["dt", "dd"]),
];

/// Cuts out the tags of `text` that stand outside of the places in `code`, and finds the end of
/// each element. Linear in the length of the text.
pub(super) fn read(text: &str, code: &[Span]) -> Vec<Token> {
    let mut reader = Reader::default();
    let mut code = code.iter().peekable();
    let mut at = 0;
    let mut has_comment_end = true;
    while let Some(found) = text[at..].find('<') {
        let start = at + found;
        while code.next_if(|span| span.end <= start).is_some() {}
        if let Some(span) = code.peek().filter(|span| span.start <= start) {
            at = span.end;
            continue;
        }
        at = start + 1;
        let rest = &text[start..];
        if let Some(comment) = rest.strip_prefix("<!--").filter(|_| has_comment_end) {
            match comment.find("-->") {
                Some(end) => {
                    at = start + "<!--".len() + end + "-->".len();
                    reader.add(Kind::Comment, String::new(), Span::new(start, at));
                }
                None => has_comment_end = false,
            }
            continue;
        }
        let begins_tag = |c: char| c.is_ascii_alphabetic() || "/!?".contains(c);
        if !rest[1..].starts_with(begins_tag) {
            continue;
        }
        let Some(end) = rest[1..].find(['<', '>']) else {
            break;
        };
        let tag = &rest[..end + 2];
        if tag.ends_with('>') {
            at = start + tag.len();
            reader.tag(tag, Span::new(start, at));
        }
    }
    reader.tokens
}

#[derive(Default)]
struct Reader {
    tokens: Vec<Token>,
    /// The elements that are open, outermost first.
    open: Vec<usize>,
    /// How many of each name are open.
    counts: HashMap<String, usize>,
}

impl Reader {
    fn add(&mut self, kind: Kind, name: String, span: Span) {
        self.tokens.push(Token {
            span,
            kind,
            name,
            end: None,
            height: 0,
        });
    }

    fn tag(&mut self, tag: &str, span: Span) {
        let name = tag::name(tag);
        if tag.starts_with("<!") || tag.starts_with("<?") {
            self.add(Kind::Mark, name, span);
        } else if tag.starts_with("</") {
            self.close(&name, span);
            self.add(Kind::Close, name, span);
        } else if VOID.contains(&name.as_str()) || tag.ends_with("/>") {
            self.add(Kind::Void, name, span);
        } else {
            let here = End {
                content: span.start,
                whole: span.start,
                next: self.tokens.len(),
            };
            while self.top_ends_before(&name) {
                self.end(Some(here));
            }
            self.open.push(self.tokens.len());
            *self.counts.entry(name.clone()).or_default() += 1;
            self.add(Kind::Open, name, span);
        }
    }

    fn top_ends_before(&self, name: &str) -> bool {
        let top = self.open.last().map(|at| self.tokens[*at].name.as_str());
        IMPLIED
            .iter()
            .any(|(open, enders)| top == Some(*open) && enders.contains(&name))
    }

    /// An end tag: what is open within the element ends with it if it may do so without a tag of
    /// its own, and never ends otherwise.
    fn close(&mut self, name: &str, span: Span) {
        if self.counts.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        let next = self.tokens.len();
        loop {
            let Some(top) = self.open.last().map(|at| self.tokens[*at].name.as_str()) else {
                return;
            };
            if top == name {
                break;
            }
            let is_implied = IMPLIED.iter().any(|(open, _)| *open == top);
            self.end(is_implied.then_some(End {
                content: span.start,
                whole: span.start,
                next,
            }));
        }
        self.end(Some(End {
            content: span.start,
            whole: span.end,
            next: next + 1,
        }));
    }

    /// The innermost element ends.
    fn end(&mut self, end: Option<End>) {
        let Some(at) = self.open.pop() else { return };
        let token = &mut self.tokens[at];
        token.end = end;
        let height = token.height + 1;
        if let Some(count) = self.counts.get_mut(&token.name) {
            *count -= 1;
        }
        if let Some(outer) = self.open.last() {
            let outer = &mut self.tokens[*outer];
            outer.height = outer.height.max(height);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elements(text: &str) -> Vec<String> {
        let tokens = read(text, &[]);
        let ended = tokens.iter().filter_map(|token| {
            let end = token.end?;
            Some(text[token.span.start..end.whole].to_owned())
        });
        ended.collect()
    }

    #[test]
    fn each_element_has_its_own_end() {
        assert_eq!(
            elements("<ul><li>a<ul><li>b</ul></ul>"),
            [
                "<ul><li>a<ul><li>b</ul></ul>",
                "<li>a<ul><li>b</ul>",
                "<ul><li>b</ul>",
                "<li>b"
            ]
        );
        assert_eq!(elements("<b>a<i>b</b>c</i>"), ["<b>a<i>b</b>"]);
        assert!(elements("<b>a <!-- </b> -->").is_empty());
    }

    #[test]
    fn code_holds_no_elements() {
        let text = "`<b>` <b>x</b>";
        let tokens = read(text, &[Span::new(0, 5)]);
        assert_eq!(tokens.len(), 2);
        assert_eq!(tokens[0].end.map(|end| end.content), Some(10));
    }
}
