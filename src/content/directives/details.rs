//! `:::details 見出し`: something that opens.

use super::Directive;
use crate::content::body::{Block, Details};
use crate::diag::text;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "details",
    japanese: "折りたたみ",
    has_heading: true,
    lower: |content, diagnostics| {
        if content.argument.is_empty() {
            diagnostics.push(
                content
                    .problem(text!(
                        "「:::details」に見出しがありません",
                        "`:::details` has no heading"
                    ))
                    .help(text!(
                        "「:::details 見出しの文」のように、同じ行に書いてください",
                        "write it on the same line: `:::details What is seen while it is closed`"
                    )),
            );
        }
        vec![Block::Details(Details {
            summary: content.argument_inlines(),
            blocks: content.blocks,
        })]
    },
};
