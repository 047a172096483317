//! `:::steps`: a numbered procedure.

use super::Directive;
use crate::content::body::{Block, Look};
use crate::diag::text;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "steps",
    japanese: "手順",
    has_heading: false,
    lower: |mut content, diagnostics| {
        content.refuse_argument(diagnostics);
        if let [Block::List(list)] = &mut content.blocks[..]
            && list.start.is_some()
        {
            list.look = Look::Steps;
            return content.blocks;
        }
        diagnostics.push(
            content
                .problem(text!(
                    "「:::steps」の中は、番号付きの箇条書き一つだけにしてください",
                    "`:::steps` holds one numbered list and nothing else"
                ))
                .help(text!(
                    "「1. 」「2. 」（半角の数字・点・空白）で始まる行を並べます",
                    "write lines that begin with `1. `, `2. ` and so on"
                )),
        );
        content.blocks
    },
};
