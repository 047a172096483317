//! A heading two levels below the one before it: who listens to the page takes it that
//! something is missing (WCAG 2.2, 1.3.1).

use super::{Check, Rule};
use crate::content::Document;
use crate::content::body::{Block, Definition, Heading, State};
use crate::diag::{Diagnostic, Place, code, text};

pub(super) const RULE: Rule = Rule {
    code: code::HEADING_SKIP,
    check: Check::Document(check),
};

fn check(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    if document.mentions.headings.is_empty() {
        return;
    }
    let mut look = |heading: &Heading, before: u8| {
        let place = Place::new(&document.source, heading.span);
        diagnostics.extend(finding(heading.level, before, place));
    };
    // The title of the page is its heading of the first level.
    let before = walk(&document.body.blocks, 1, &mut look);
    for footnote in &document.body.footnotes {
        walk(&footnote.blocks, before, &mut look);
    }
}

/// Shows each heading with the level of the one before it, and returns that of the last one. Of
/// neighbouring states only one is read, so that each goes on from what is before them all,
/// and what is behind them has to go on from any.
fn walk(blocks: &[Block], before: u8, look: &mut impl FnMut(&Heading, u8)) -> u8 {
    blocks.iter().fold(before, |before, block| match block {
        Block::Heading(heading) => {
            look(heading, before);
            heading.level
        }
        Block::List(list) => {
            let items = list.items.iter();
            items.fold(before, |before, item| walk(item, before, look))
        }
        Block::Quote(inner) | Block::Alert(_, inner) | Block::Period(inner) => {
            walk(inner, before, look)
        }
        Block::Details(details) => walk(&details.blocks, before, look),
        Block::Definitions(definitions) => {
            definitions.iter().fold(before, |before, one| match one {
                Definition::Term(_) => before,
                Definition::Meaning(inner) => walk(inner, before, look),
            })
        }
        Block::States(states) => {
            // One that stands alone may not be there.
            let skipped = (states.len() == 1).then_some(before);
            let mut end = |state: &State| walk(&state.blocks, before, look);
            let ends: Vec<u8> = states.iter().map(&mut end).chain(skipped).collect();
            ends.into_iter().min().unwrap_or(before)
        }
        Block::Paragraph(_)
        | Block::Plain(_)
        | Block::Code(_)
        | Block::Table(_)
        | Block::Rule
        | Block::Figure(_) => before,
    })
}

fn finding(level: u8, before: u8, place: Place) -> Option<Diagnostic> {
    let wanted = before + 1;
    if level == 1 {
        let diagnostic = Diagnostic::new(
            code::HEADING_SKIP,
            place,
            text!(
                "「#」一つの見出しは、ページの題名と重なります",
                "a heading of the first level stands beside the page's title"
            ),
        );
        return Some(diagnostic.help(text!(
            "本文の見出しは「##」から始めてください",
            "begin the headings of the text with `##`"
        )));
    }
    if level <= wanted {
        return None;
    }
    let (typed, right) = ("#".repeat(level.into()), "#".repeat(wanted.into()));
    let diagnostic = Diagnostic::new(
        code::HEADING_SKIP,
        place,
        text!(
            "見出しの段が飛んでいます（「{typed}」の前に「{right}」がありません）",
            "this heading skips a level: `{typed}` without `{right}` before it"
        ),
    );
    Some(diagnostic.help(text!(
        "「{right}」にしてください",
        "write it with `{right}`"
    )))
}
