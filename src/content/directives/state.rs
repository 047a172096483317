//! `:::before`, `:::during`, `:::after`, `:::from`, `:::until`, `:::otherwise`: blocks that are
//! true at some times only.

use super::{Content, Directive};
use crate::content::body::{Block, State, When};
use crate::content::phrase::Piece;
use crate::diag::{Diagnostic, text};
use crate::facts::Expression;

pub(super) const BEFORE: Directive = directive(When::Before, |content, diagnostics| {
    lower(When::Before, content, diagnostics)
});
pub(super) const DURING: Directive = directive(When::During, |content, diagnostics| {
    lower(When::During, content, diagnostics)
});
pub(super) const AFTER: Directive = directive(When::After, |content, diagnostics| {
    lower(When::After, content, diagnostics)
});
pub(super) const FROM: Directive = directive(When::From, |content, diagnostics| {
    lower(When::From, content, diagnostics)
});
pub(super) const UNTIL: Directive = directive(When::Until, |content, diagnostics| {
    lower(When::Until, content, diagnostics)
});
pub(super) const OTHERWISE: Directive = directive(When::Otherwise, |content, diagnostics| {
    lower(When::Otherwise, content, diagnostics)
});

const fn directive(
    when: When,
    lower: fn(Content<'_>, &mut Vec<Diagnostic>) -> Vec<Block>,
) -> Directive {
    let (name, japanese) = when.names();
    Directive {
        name,
        japanese,
        has_heading: false,
        lower,
    }
}

fn lower(when: When, content: Content<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Block> {
    let subject = match &content.argument[..] {
        [Piece::Words(words)] => words.text.trim().to_owned(),
        _ => String::new(),
    };
    let needs_subject = when != When::Otherwise;
    if needs_subject == subject.is_empty() {
        diagnostics.push(shape(&content, needs_subject));
        return content.blocks;
    }
    vec![Block::States(vec![State {
        when,
        subject: needs_subject.then(|| Expression::in_text(subject, content.argument_span)),
        blocks: content.blocks,
        span: content.span,
    }])]
}

fn shape(content: &Content<'_>, needs_subject: bool) -> Diagnostic {
    if needs_subject {
        return content
            .problem(text!(
                "いつのことかが書かれていません",
                "it does not say when"
            ))
            .help(text!(
                "「:::before renewal」「:::from 2024-04-10」のように、事実の名前か日付を、かっこを付けずに同じ行に書いてください",
                "name a fact or a day on the same line, without braces: `:::before renewal`, `:::from 2024-04-10`"
            ));
    }
    content
        .problem(text!(
            "「:::otherwise」には何も付けません",
            "`:::otherwise` stands alone"
        ))
        .help(text!(
            "同じ行のほかの文字を消してください",
            "take out what stands behind it"
        ))
}
