//! A picture that says nothing to those who cannot see it (WCAG 2.2, 1.1.1).

use super::{Check, Rule};
use crate::content::Document;
use crate::content::body::{Image, Inline, Seen};
use crate::diag::{Diagnostic, Place, code, text};

pub(super) const RULE: Rule = Rule {
    code: code::MISSING_ALT,
    check: Check::Document(check),
};

fn check(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    document.body.visit(&mut |seen| {
        if let Seen::Image(image) = seen
            && !says_something(image)
        {
            diagnostics.push(
                Diagnostic::new(
                    code::MISSING_ALT,
                    Place::new(&document.source, image.span),
                    text!(
                        "画像に代替テキストがありません",
                        "this picture has no alternative text"
                    ),
                )
                .help(text!(
                    "「![何の画像か](…)」のように、見えない人にも伝わる説明を書いてください",
                    "write `![what it shows](…)`, for those who cannot see it"
                )),
            );
        }
    });
}

fn says_something(image: &Image) -> bool {
    image.alt.iter().any(|inline| match inline {
        Inline::Text(words) => !words.text.trim().is_empty(),
        Inline::SoftBreak | Inline::HardBreak => false,
        _ => true,
    })
}
