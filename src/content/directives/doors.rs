//! `:::doors`: links that are as large as what most visitors come for.

use super::Directive;
use crate::content::body::{Block, Inline, Look};
use crate::diag::text;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "doors",
    japanese: "入口",
    has_heading: false,
    lower: |mut content, diagnostics| {
        content.refuse_argument(diagnostics);
        if let [Block::List(list)] = &mut content.blocks[..]
            && list.items.iter().all(|item| begins_with_link(item))
        {
            list.look = Look::Doors;
            return content.blocks;
        }
        diagnostics.push(
            content
                .problem(text!(
                    "「:::doors」の中は、リンクで始まる項目の箇条書き一つだけにしてください",
                    "`:::doors` holds one list whose items begin with a link, and nothing else"
                ))
                .help(text!(
                    "「- [サポートをご希望の方](contact/index.md)」の形の行を並べます。リンクのうしろには、短い説明を書けます",
                    "write lines like `- [Ask for help](contact/index.md)`; a few words may follow the link"
                )),
        );
        content.blocks
    },
};

fn begins_with_link(item: &[Block]) -> bool {
    let Some(Block::Plain(content) | Block::Paragraph(content)) = item.first() else {
        return false;
    };
    matches!(content.first(), Some(Inline::Link(_)))
}
