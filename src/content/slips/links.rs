//! Links and pictures whose brackets or targets are full-width.

use super::blocks::{Link, Page};
use super::{Edit, Slip, target};
use crate::diag::{Severity, Text, text};
use crate::source::Span;

pub(super) fn find(page: &Page<'_>, slips: &mut Vec<Slip>) {
    for block in &page.blocks {
        if block.kind.is_verbatim() {
            continue;
        }
        for line in &block.lines {
            look_at_line(page, line.span, slips);
        }
    }
    for link in &page.links {
        look_at_target(page, link, slips);
        look_before(page, link, slips);
    }
}

/// Brackets and parentheses that the parser took for words.
fn look_at_line(page: &Page<'_>, line: Span, slips: &mut Vec<Slip>) {
    let seen = page.seen(line);
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in seen.char_indices() {
        match c {
            '[' | '［' => open.push(at),
            ']' | '］' => {
                let Some(start) = open.pop() else { continue };
                let brackets = Span::new(start, at + c.len_utf8()).shifted(line.start);
                if let Some(slip) = link(page, line, brackets) {
                    slips.push(slip);
                    // A link holds no other link.
                    open.clear();
                }
            }
            _ => {}
        }
    }
}

/// What stands in brackets, if the target of a link follows.
fn link(page: &Page<'_>, line: Span, brackets: Span) -> Option<Slip> {
    let behind = page.seen(Span::new(brackets.end, line.end));
    let inside = behind.strip_prefix(['(', '（'])?;
    let length = inside.find([')', '）', '(', '（', '[', '［'])?;
    let opening = Span::new(brackets.end, line.end - inside.len());
    let place = Span::new(opening.end, opening.end + length);
    let closing = inside[length..]
        .chars()
        .next()
        .filter(|c| ")）".contains(*c))?;
    let end = place.end + closing.len_utf8();
    let typed = place.slice(page.text);
    let words = Words {
        brackets,
        opening,
        place,
        end,
    };
    let is_wide = |sign: &Span| !sign.slice(page.text).is_ascii();
    let are_wide = words.signs(page).iter().any(is_wide);
    if !target::is_target(typed) || !are_wide && !target::has_space(typed) {
        return None;
    }
    Some(words.slip(page))
}

/// The parts of what should be a link.
struct Words {
    brackets: Span,
    /// The parenthesis that opens.
    opening: Span,
    /// What stands between the parentheses.
    place: Span,
    /// Where the other parenthesis ends.
    end: usize,
}

impl Words {
    /// The four signs.
    fn signs(&self, page: &Page<'_>) -> [Span; 4] {
        let width = |at: usize| page.text[at..].chars().next().map_or(0, char::len_utf8);
        let start = self.brackets.start;
        let last = self.brackets.slice(page.text).chars().next_back();
        let last = last.map_or(0, char::len_utf8);
        [
            Span::new(start, start + width(start)),
            Span::new(self.brackets.end - last, self.brackets.end),
            self.opening,
            Span::new(self.place.end, self.end),
        ]
    }

    fn slip(&self, page: &Page<'_>) -> Slip {
        let mut edits = Vec::new();
        let mut start = self.brackets.start;
        let typed = self.place.slice(page.text);
        let before = &page.view[..start];
        let is_image =
            before.ends_with('!') || stands_alone(page, start) && target::is_picture(typed);
        if is_image {
            let width = before.chars().next_back().map_or(0, char::len_utf8);
            start -= width;
            edits.push(Edit::new(Span::new(start, start + width), "!"));
        }
        for (sign, right) in self.signs(page).into_iter().zip(["[", "]", "(", ")"]) {
            edits.push(Edit::new(sign, right));
        }
        let right = target::right(typed);
        let is_certain = !target::has_space(&right) && !right.contains('"');
        edits.push(Edit::new(self.place, right));
        edits.retain(|edit| edit.span.slice(page.text) != edit.text);
        let span = Span::new(start, self.end);
        if is_certain {
            return Slip::new(span, Severity::Error, message(is_image), edits).advice(text!(
                "かっこも行き先も半角で書きます",
                "half-width brackets and a half-width target"
            ));
        }
        let label = Span::new(self.signs(page)[0].end, self.signs(page)[1].start);
        let label = label.slice(page.text);
        let sign = if is_image { "!" } else { "" };
        let right = target::right(typed);
        // Of a place on somebody's computer only the name is left.
        let right = right.rsplit('\\').next().unwrap_or_default();
        let right = right
            .split_whitespace()
            .collect::<Vec<_>>()
            .join("-")
            .to_lowercase();
        let slip = Slip::new(span, Severity::Error, message(is_image), Vec::new());
        if !right.is_ascii() {
            return slip.advice(text!(
                "行き先に空白は使えません。ファイルを、空白のない半角の英小文字・数字・ハイフン（-）の名前に変え、ここにもその名前を書いてください",
                "there is no space in a target: give the file a name of small letters, digits and hyphens, and write that name here"
            ));
        }
        slip.right(format!("{sign}[{label}]({right})"))
            .advice(text!(
                "行き先に空白は使えません。ファイル名に空白があるときは、ファイル名も変えます",
                "there is no space in a target; if the name of the file has one, rename the file"
            ))
    }
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

fn look_at_target(page: &Page<'_>, link: &Link, slips: &mut Vec<Slip>) {
    let Some(span) = link.target else { return };
    let Some(right) = target::mended(span.slice(page.text)) else {
        return;
    };
    let message = text!(
        "行き先に全角の文字か空白があるため、リンクが開きません",
        "full-width characters or spaces in the target: the link does not open"
    );
    let edits = vec![Edit::new(span, right)];
    slips.push(Slip::new(span, Severity::Error, message, edits));
}

/// `！[…](a.png)` links to the picture instead of showing it.
fn look_before(page: &Page<'_>, link: &Link, slips: &mut Vec<Slip>) {
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
    let slip = Slip::new(span, Severity::Error, message, vec![Edit::new(sign, "!")]);
    slips.push(slip.advice(text!("「!」は半角で書きます", "with a half-width `!`")));
}

/// Whether a `！` stands before `at` that ends no sentence.
fn stands_alone(page: &Page<'_>, at: usize) -> bool {
    let Some(rest) = page.view[..at].strip_suffix('！') else {
        return false;
    };
    let before = page.text[..rest.len()].chars().next_back();
    before.is_none_or(|c| c.is_whitespace() || "|｜。、>".contains(c))
}
