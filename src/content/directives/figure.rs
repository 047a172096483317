//! `:::figure`: a picture whose callouts are text.
//!
//! A picture, then perhaps a list of callouts (`- 62%, 40%: 有効期限を確認頂けます`, from the
//! left and from the top), then perhaps a caption.

use super::{Content, Directive};
use crate::content::body::{Block, Callout, Figure, Image, Inline, List};
use crate::diag::{Diagnostic, code, text};
use crate::source::Span;
use unicode_normalization::UnicodeNormalization;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "figure",
    japanese: "図",
    has_heading: false,
    lower: |content, diagnostics| {
        content.refuse_argument(diagnostics);
        let Some(parts) = parts(&content.blocks) else {
            diagnostics.push(shape(&content));
            return content.blocks;
        };
        let mut callouts = Vec::new();
        let mut is_read = true;
        for item in parts.list.map_or(&[][..], |list| &list.items) {
            match callout(item) {
                Ok(callout) => callouts.push(callout),
                Err(span) => {
                    diagnostics.push(bad_callout(&content, span));
                    is_read = false;
                }
            }
        }
        if !is_read {
            return content.blocks;
        }
        vec![Block::Figure(Figure {
            image: parts.image.clone(),
            callouts,
            caption: parts.caption.to_vec(),
        })]
    },
};

struct Parts<'a> {
    image: &'a Image,
    list: Option<&'a List>,
    caption: &'a [Inline],
}

fn parts(blocks: &[Block]) -> Option<Parts<'_>> {
    let (Block::Paragraph(first), rest) = blocks.split_first()? else {
        return None;
    };
    let [Inline::Image(image)] = &first[..] else {
        return None;
    };
    let (list, caption) = match rest {
        [] => (None, None),
        [Block::List(list)] => (Some(list), None),
        [Block::Paragraph(caption)] => (None, Some(caption)),
        [Block::List(list), Block::Paragraph(caption)] => (Some(list), Some(caption)),
        _ => return None,
    };
    Some(Parts {
        image,
        list,
        caption: caption.map_or(&[], Vec::as_slice),
    })
}

/// Reads an item; otherwise says where it stands.
fn callout(item: &[Block]) -> Result<Callout, Option<Span>> {
    let [Block::Plain(content) | Block::Paragraph(content)] = item else {
        return Err(None);
    };
    let Some((Inline::Text(words), rest)) = content.split_first() else {
        return Err(None);
    };
    let at = || Some(words.span);
    let (position, text) = words.text.split_once([':', '：']).ok_or_else(at)?;
    let (left, top) = position.split_once([',', '，', '、']).ok_or_else(at)?;
    let mut words = words.clone();
    words.text = text.trim_start().to_owned();
    let mut content = vec![Inline::Text(words.clone())];
    content.extend_from_slice(rest);
    Ok(Callout {
        left: percent(left).ok_or(Some(words.span))?,
        top: percent(top).ok_or(Some(words.span))?,
        content,
    })
}

fn percent(text: &str) -> Option<f64> {
    let text: String = text.nfkc().collect();
    let number: f64 = text.trim().strip_suffix('%')?.trim().parse().ok()?;
    (0.0..=100.0).contains(&number).then_some(number)
}

fn shape(content: &Content<'_>) -> Diagnostic {
    content
        .problem(text!(
            "「:::figure」は、画像・吹き出しの箇条書き・説明文の順に書いてください",
            "`:::figure` holds a picture, then callouts, then a caption"
        ))
        .help(text!(
            "画像「![代替テキスト](画像.svg)」だけの段落で始め、間に空の行を入れてください。吹き出しと説明文は省けます",
            "begin with a paragraph that is only `![alternative text](picture.svg)`, with an empty \
             line after it; callouts and caption may be left out"
        ))
}

fn bad_callout(content: &Content<'_>, span: Option<Span>) -> Diagnostic {
    content
        .problem_at(
            code::INVALID_DIRECTIVE,
            span.unwrap_or(content.span),
            text!(
                "吹き出しの位置を読み取れません",
                "the position of this callout cannot be read"
            ),
        )
        .help(text!(
            "「- 62%, 40%: 吹き出しの文」のように、左からと上からの位置（0〜100%）を書いてください",
            "write `- 62%, 40%: what it says`: from the left and from the top, 0 to 100 per cent"
        ))
}
