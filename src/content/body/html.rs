//! The little HTML that may be typed: cut into words, comments and tags.

use super::Element;
use crate::source::Span;

/// A piece of typed HTML and where it stands in it.
#[derive(Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) html: Html,
    pub(super) span: Span,
}

#[derive(Debug, PartialEq)]
pub(super) enum Html {
    Text(String),
    Comment,
    /// A comment that goes on to the end of the text.
    OpenComment,
    LineBreak,
    BreakOpportunity,
    Open(Element),
    Close(Element),
    /// A tag that may not be typed, as it was typed.
    Refused(String),
}

const COMMENT_START: &str = "<!--";
const COMMENT_END: &str = "-->";

/// Whether a comment is open behind `line`, given whether one was before it.
pub(super) fn leaves_comment_open(line: &str, was_open: bool) -> bool {
    let mut rest = line;
    let mut is_open = was_open;
    loop {
        let sign = if is_open { COMMENT_END } else { COMMENT_START };
        let Some(at) = rest.find(sign) else {
            return is_open;
        };
        rest = &rest[at + sign.len()..];
        is_open = !is_open;
    }
}

/// Cuts `html` into pieces. Linear; knows nothing of nesting.
pub(super) fn pieces(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        let (piece, length) = next(rest);
        pieces.push(Piece {
            html: piece,
            span: Span::new(at, at + length),
        });
        at += length;
    }
    pieces
}

fn next(rest: &str) -> (Html, usize) {
    if rest.starts_with(COMMENT_START) {
        return match rest.find(COMMENT_END) {
            Some(at) => (Html::Comment, at + COMMENT_END.len()),
            None => (Html::OpenComment, rest.len()),
        };
    }
    let begins_tag = |c: char| c.is_ascii_alphabetic() || "/!?".contains(c);
    // A `<` before anything else is a character.
    let is_tag = |rest: &str| {
        rest.strip_prefix('<')
            .is_some_and(|tag| tag.starts_with(begins_tag))
    };
    if !is_tag(rest) {
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let length = rest[first..].find('<').map_or(rest.len(), |at| first + at);
        return (Html::Text(rest[..length].to_owned()), length);
    }
    match rest.find('>') {
        Some(end) => (tag(&rest[..=end]), end + 1),
        None => (Html::Text(rest.to_owned()), rest.len()),
    }
}

fn tag(tag: &str) -> Html {
    let inside = &tag[1..tag.len() - 1];
    let closing = inside.starts_with('/');
    let name = inside.trim_matches('/').trim().to_ascii_lowercase();
    match (name.as_str(), closing) {
        ("br", false) => return Html::LineBreak,
        ("wbr", false) => return Html::BreakOpportunity,
        _ => {}
    }
    let element = Element::ALL
        .into_iter()
        .find(|element| element.name() == name);
    match (element, closing) {
        (Some(element), true) => Html::Close(element),
        (Some(element), false) if !inside.ends_with('/') => Html::Open(element),
        _ => Html::Refused(tag.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(html: &str) -> Vec<Html> {
        pieces(html).into_iter().map(|piece| piece.html).collect()
    }

    #[test]
    fn known_elements_are_told_from_the_rest() {
        assert_eq!(
            kinds("<BR /><wbr>"),
            [Html::LineBreak, Html::BreakOpportunity]
        );
        assert_eq!(
            kinds("<ruby>更<!-- x > y --></ruby>"),
            [
                Html::Open(Element::Ruby),
                Html::Text("更".to_owned()),
                Html::Comment,
                Html::Close(Element::Ruby)
            ]
        );
    }

    #[test]
    fn attributes_are_refused() {
        for tag in [
            "<ruby onclick=x>",
            "<script>",
            "<sub/onload=x>",
            "<img src=x>",
            "<svg/>",
            "<kbd/>",
        ] {
            assert_eq!(kinds(tag), [Html::Refused(tag.to_owned())]);
        }
    }

    #[test]
    fn every_byte_is_in_one_piece() {
        for html in ["<", "<!--", "a<b", "<ruby", "x<br>y"] {
            let end = pieces(html).iter().fold(0, |end, piece| {
                assert_eq!(piece.span.start, end);
                piece.span.end
            });
            assert_eq!(end, html.len());
        }
    }
}
