//! Signs of emphasis that stand in the text as they were typed.

use super::{Check, Rule};
use crate::content::Document;
use crate::content::body::{Inline, Seen};
use crate::diag::{Diagnostic, Place, code, text};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: code::LOST_EMPHASIS,
    check: Check::Document(check),
};

fn check(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let mut run = Run::default();
    let mut opened = None;
    let mut found = Vec::new();
    document.body.visit(&mut |seen| {
        let words = match seen {
            Seen::Block | Seen::States(_) => {
                run = Run::default();
                opened = None;
                return;
            }
            Seen::Inline(Inline::Text(words)) => words,
            Seen::Heading(_) | Seen::Image(_) | Seen::Inline(_) => return,
        };
        if run.span.end != words.span.start {
            run = Run::default();
        }
        run.extend(&words.text, words.span, |sign, span| {
            // Both ends of what should be strong are one mistake.
            if opened == Some(sign) {
                opened = None;
            } else {
                opened = Some(sign);
                found.push((sign, span));
            }
        });
    });
    for (sign, span) in found {
        let place = Place::new(&document.source, span);
        diagnostics.push(finding(sign, place));
    }
}

/// The signs that the text before ends with. The parser hands out what it could not use one
/// sign at a time; one that is escaped does not touch the next in the source.
#[derive(Default)]
struct Run {
    sign: Option<char>,
    count: usize,
    span: Span,
}

impl Run {
    fn extend(&mut self, text: &str, span: Span, mut found: impl FnMut(char, Span)) {
        for (at, c) in text.char_indices() {
            if Some(c) == self.sign {
                self.count += 1;
            } else {
                self.sign = "*~".contains(c).then_some(c);
                self.count = 1;
            }
            let place = Span::new(span.start + at, span.start + at + c.len_utf8());
            if self.sign.is_some() && self.count == 2 {
                found(c, Span::new(place.start.saturating_sub(1), place.end));
            }
        }
        self.span = span;
    }
}

fn finding(sign: char, place: Place) -> Diagnostic {
    let signs = format!("{sign}{sign}");
    Diagnostic::new(
        code::LOST_EMPHASIS,
        place,
        text!(
            "「{signs}」が強調にならず、そのまま表示されます",
            "`{signs}` is no emphasis here and is shown as it stands"
        ),
    )
    .help(text!(
        "始まりと終わりの「{signs}」をそろえ、内側に空白を入れないでください。記号そのものを書くときは「\\{sign}\\{sign}」とします",
        "write it on both sides without a space inside; for the signs themselves write `\\{sign}\\{sign}`"
    ))
}
