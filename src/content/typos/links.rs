//! Links and pictures whose brackets or targets are full-width, apart, in the wrong order or
//! not closed.

use super::page::{Line, Link, Page};
use super::reading::Kind;
use super::{Wanted, target};
use crate::diag::{Severity, Text, text};
use crate::source::Span;
use crate::typos::Edit;
use crate::width::{is_blank, narrow, narrowed, sign};

/// What may stand between the words and the target of a link.
const MAX_GAP: usize = 12;

/// Brackets around something, and the bytes of the two signs.
#[derive(Clone, Copy)]
struct Pair {
    is_square: bool,
    open: Span,
    /// Nothing if it is not closed on the line.
    close: Option<Span>,
}

impl Pair {
    fn inside(self, end: usize) -> Span {
        Span::new(self.open.end, self.close.map_or(end, |close| close.start))
    }
}

/// The parts of what should be a link, as they stand in the text.
struct Parts {
    words: Span,
    target: Span,
    /// What is put for the signs around the words and the target, and for what is between.
    edits: Vec<Edit>,
    end: usize,
}

pub(super) fn propose(page: &Page<'_>, wanted: &mut Vec<Wanted>) {
    let has_brackets = page.has(&['[', ']']);
    for block in page.blocks.iter().filter(|_| has_brackets) {
        for line in block.lines.iter().filter(|_| !block.kind.is_verbatim()) {
            look_at_line(page, line, wanted);
        }
    }
    for link in &page.links {
        look_at_target(page, link, wanted);
        look_before(page, link, wanted);
    }
}

/// Brackets that the parser took for words.
fn look_at_line(page: &Page<'_>, line: &Line, wanted: &mut Vec<Wanted>) {
    let seen = page.seen(line.span);
    if !seen.contains(['[', ']', '［', '］']) {
        return;
    }
    let pairs = pairs(seen, line.span.start);
    let mut from = line.span.start;
    for (at, pair) in pairs.iter().enumerate() {
        if pair.open.start < from {
            continue;
        }
        if let Some(parts) = link(page, line, &pairs[at..]) {
            from = parts.end;
            wanted.push(proposal(page, line, parts));
        }
    }
}

/// The brackets of a line by their starts. Of those around others the inner ones.
fn pairs(seen: &str, start: usize) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in seen.char_indices() {
        let span = Span::new(at, at + c.len_utf8()).shifted(start);
        match narrow(c) {
            bracket @ ('[' | '(') => {
                open.push(pairs.len());
                pairs.push(Pair {
                    is_square: bracket == '[',
                    open: span,
                    close: None,
                });
            }
            bracket @ (']' | ')') => {
                let is_square = bracket == ']';
                if let Some(last) = open.pop_if(|last| pairs[*last].is_square == is_square) {
                    pairs[last].close = Some(span);
                }
            }
            _ => {}
        }
    }
    pairs
}

/// What the first of the pairs should be a part of, with what stands behind it.
fn link(page: &Page<'_>, line: &Line, pairs: &[Pair]) -> Option<Parts> {
    let (first, next) = (*pairs.first()?, pairs.get(1).copied());
    let end = line.span.end;
    if !first.is_square {
        return next.and_then(|next| swapped(page, first, next));
    }
    let Some(close) = first.close else {
        return next.and_then(|next| unclosed(page, line, first, next));
    };
    let behind = page.seen(Span::new(close.end, end));
    let gap = behind.len() - behind.trim_start_matches(is_blank).len();
    let at = close.end + gap;
    if gap > MAX_GAP {
        return None;
    }
    let words = Span::new(first.open.start, close.end);
    let signs = [Edit::new(first.open, "["), Edit::new(close, "]")];
    let inner = pairs.partition_point(|pair| pair.open.start < close.end);
    if let Some(second) = pairs.get(inner).filter(|pair| pair.open.start == at) {
        let opening = Edit::new(Span::new(close.end, second.open.end), "(");
        let whole = second.inside(end);
        let (target, closing) = match second.close {
            Some(closing) => (whole, closing),
            // The address goes as far as it is one.
            None => {
                let length = address(page.seen(whole));
                let end = whole.start + length;
                (Span::new(whole.start, end), Span::new(end, end))
            }
        };
        let typed = target.slice(page.text);
        let is_apart = gap > 0 || second.is_square || second.close.is_none();
        let is_link = is_target(page, target)
            && (is_apart || is_changed(page, first, *second) || target::has_space(typed));
        return is_link.then(|| Parts {
            words,
            target,
            end: closing.end,
            edits: signs
                .into_iter()
                .chain([opening, Edit::new(closing, ")")])
                .collect(),
        });
    }
    let (target, end, is_bare) = match bare(page, at) {
        Some(link) => (Span::new(link.start + 1, link.end - 1), link.end, true),
        None => {
            let length = address(&behind[gap..]);
            (Span::new(at, at + length), at + length, false)
        }
    };
    let typed = target.slice(page.text);
    let is_address =
        narrowed(typed).to_ascii_lowercase().starts_with("http") && typed.len() > "https://".len();
    let opening = Edit::new(Span::new(close.end, target.start), "(");
    let closing = Edit::new(Span::new(target.end, end), ")");
    (is_bare || is_address && gap == 0).then(|| Parts {
        words,
        target,
        end,
        edits: signs.into_iter().chain([opening, closing]).collect(),
    })
}

/// Whether one of the signs is not the one that it has to be.
fn is_changed(page: &Page<'_>, first: Pair, second: Pair) -> bool {
    let signs = [
        Some(first.open),
        first.close,
        Some(second.open),
        second.close,
    ];
    signs
        .into_iter()
        .flatten()
        .any(|span| !span.slice(page.text).is_ascii())
}

/// `(words)[target]`
fn swapped(page: &Page<'_>, first: Pair, second: Pair) -> Option<Parts> {
    let (close, closing) = (first.close?, second.close?);
    let target = Span::new(second.open.end, closing.start);
    let words = Span::new(first.open.start, close.end);
    let is_link = second.is_square
        && second.open.start == close.end
        && is_target(page, target)
        && !target::is_target(first.inside(0).slice(page.text));
    is_link.then(|| Parts {
        words,
        target,
        end: closing.end,
        edits: vec![
            Edit::new(first.open, "["),
            Edit::new(close, "]"),
            Edit::new(second.open, "("),
            Edit::new(closing, ")"),
        ],
    })
}

/// `[words(target)`
fn unclosed(page: &Page<'_>, line: &Line, first: Pair, second: Pair) -> Option<Parts> {
    let closing = second.close.filter(|_| !second.is_square)?;
    let target = second.inside(line.span.end);
    let words = Span::new(first.open.start, second.open.start);
    let inside = Span::new(first.open.end, second.open.start).slice(page.text);
    let is_link = is_target(page, target) && !inside.trim().is_empty();
    is_link.then(|| Parts {
        words,
        target,
        end: closing.end,
        edits: vec![
            Edit::new(first.open, "["),
            Edit::new(second.open, "]("),
            Edit::new(closing, ")"),
        ],
    })
}

/// Whether a target stands there, and no other brackets.
fn is_target(page: &Page<'_>, span: Span) -> bool {
    !page.seen(span).contains(['(', '（', '[', '［']) && target::is_target(span.slice(page.text))
}

/// The `<address>` that stands at a place.
fn bare(page: &Page<'_>, at: usize) -> Option<Span> {
    let next = page.links.partition_point(|link| link.span.start < at);
    let link = page.links.get(next)?;
    (link.is_bare && link.span.start == at).then_some(link.span)
}

/// How far an address goes that `seen` may begin with.
fn address(seen: &str) -> usize {
    let is_part = |c: char| {
        narrow(c).is_ascii_alphanumeric() || sign(c).is_some_and(|c| "/:.-_?=&#%~+@".contains(c))
    };
    let end = seen.find(|c| !is_part(c)).unwrap_or(seen.len());
    seen[..end]
        .trim_end_matches(['.', ',', '．', '、', 'ー', '〜', '～'])
        .len()
}

fn proposal(page: &Page<'_>, line: &Line, parts: Parts) -> Wanted {
    let Parts {
        words,
        target,
        end,
        mut edits,
    } = parts;
    let typed = target.slice(page.text);
    let mut start = words.start;
    let before = &page.view[..start];
    let is_image = before.ends_with('!') || stands_alone(page, start) && target::is_picture(typed);
    if is_image {
        let width = before.chars().next_back().map_or(0, char::len_utf8);
        start -= width;
        edits.push(Edit::new(Span::new(start, start + width), "!"));
    }
    let right = target::right(typed);
    let is_certain = !target::has_space(&right) && !right.contains('"');
    let was_wide = !is_certain
        || edits
            .iter()
            .any(|edit| !edit.span.slice(page.text).is_ascii())
        || right != typed;
    edits.push(Edit::new(target, right));
    edits.retain(|edit| edit.span.slice(page.text) != edit.text);
    edits.sort_unstable_by_key(|edit| edit.span);
    let span = Span::new(start, end);
    let kind = if is_image { Kind::Image } else { Kind::Link };
    if !is_certain {
        let label = words.slice(page.text).trim_matches(['[', '［', ']', '］']);
        let one = Wanted::new(Severity::Error, span, message(is_image), Vec::new());
        return spaced(one, is_image, label, typed);
    }
    let advice = if was_wide {
        text!(
            "かっこも行き先も半角で書きます",
            "half-width brackets and a half-width target"
        )
    } else {
        text!(
            "「[言葉](行き先)」の順に、間を空けず、かっこを閉じて書きます",
            "`[words](target)`, in this order, closed and without a space between"
        )
    };
    let one = Wanted::new(Severity::Error, span, message(is_image), edits);
    let one = one.lost_if(!was_wide).advice(advice).expecting(kind, start);
    one.hiding(Span::new(words.end.min(target.start), end))
        .within(line.span)
}

/// A target with spaces in it, of which nobody knows how the file is called.
fn spaced(one: Wanted, is_image: bool, label: &str, typed: &str) -> Wanted {
    let sign = if is_image { "!" } else { "" };
    let right = target::right(typed);
    // Of a place on somebody's computer only the name is left.
    let name = right.rsplit('\\').next().unwrap_or_default();
    let right: Vec<&str> = name.split_whitespace().collect();
    let right = right.join("-").to_lowercase();
    if !right.is_ascii() {
        return one.advice(text!(
            "行き先に空白は使えません。ファイルを、空白のない半角の英小文字・数字・ハイフン（-）の名前に変え、ここにもその名前を書いてください",
            "there is no space in a target: give the file a name of small letters, digits and hyphens, and write that name here"
        ));
    }
    one.right(format!("{sign}[{label}]({right})")).advice(text!(
        "行き先に空白は使えません。ファイル名に空白があるときは、ファイル名も変えます",
        "there is no space in a target; if the name of the file has one, rename the file"
    ))
}

fn message(is_image: bool) -> Text {
    if is_image {
        text!(
            "画像にならず、かっこと行き先が文字のまま表示されます",
            "this is no picture: visitors see the brackets and the name of the file"
        )
    } else {
        text!(
            "リンクにならず、かっこと行き先が文字のまま表示されます",
            "this is no link: visitors see the brackets and the target as words"
        )
    }
}

fn look_at_target(page: &Page<'_>, link: &Link, wanted: &mut Vec<Wanted>) {
    let Some(span) = link.target else { return };
    let Some(right) = target::mended(span.slice(page.text)) else {
        return;
    };
    let message = text!(
        "行き先に全角の文字か空白があるため、リンクが開きません",
        "full-width characters or spaces in the target: the link does not open"
    );
    let edits = vec![Edit::new(span, right)];
    wanted.push(Wanted::new(Severity::Error, span, message, edits).within(link.span));
}

/// `！[…](a.png)` links to the picture instead of showing it.
fn look_before(page: &Page<'_>, link: &Link, wanted: &mut Vec<Wanted>) {
    let is_picture = link
        .target
        .is_some_and(|span| target::is_picture(span.slice(page.text)));
    if !is_picture || !stands_alone(page, link.span.start) {
        return;
    }
    let sign = Span::new(link.span.start - '！'.len_utf8(), link.span.start);
    let span = Span::new(sign.start, link.span.end);
    let message = text!(
        "画像が表示されず、「！」の後ろに画像へのリンクが表示されます",
        "the picture is not shown: visitors see `！` and a link to the picture"
    );
    let one = Wanted::new(Severity::Error, span, message, vec![Edit::new(sign, "!")]);
    let one = one.advice(text!("「!」は半角で書きます", "with a half-width `!`"));
    wanted.push(
        one.expecting(Kind::Image, sign.start)
            .hiding(link.span)
            .within(span),
    );
}

/// Whether a `！` stands before `at` that ends no sentence.
fn stands_alone(page: &Page<'_>, at: usize) -> bool {
    let Some(rest) = page.view[..at].strip_suffix('！') else {
        return false;
    };
    let before = page.text[..rest.len()].chars().next_back();
    before.is_none_or(|c| c.is_whitespace() || "|｜。、>".contains(c))
}
