//! `:::period`: the days of a period, in large letters, with what is true now.

use super::Directive;
use crate::content::body::Block;
use crate::diag::text;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "period",
    japanese: "受付期間",
    has_heading: false,
    lower: |content, diagnostics| {
        let is_period = match &content.blocks[..] {
            [Block::Paragraph(_), rest @ ..] => {
                rest.iter().any(|block| matches!(block, Block::States(_)))
            }
            _ => false,
        };
        if is_period && content.argument.is_empty() {
            return vec![Block::Period(content.blocks)];
        }
        diagnostics.push(
            content
                .problem(text!(
                    "「:::period」の中は、期間の段落で始め、時期ごとの文（:::before など）を続けてください",
                    "`:::period` begins with a paragraph that says the days, and states such as `:::before` follow"
                ))
                .help(text!(
                    "1行目に「{{{{ renewal | weekday }}}}」、空の行をはさんで「:::before renewal」「:::during renewal」「:::after renewal」を並べます。「:::period」の行には何も付けません",
                    "write `{{{{ renewal | weekday }}}}`, an empty line, then `:::before renewal`, `:::during renewal` and `:::after renewal`; nothing stands behind `:::period`"
                )),
        );
        content.blocks
    },
};
