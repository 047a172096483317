//! Where a link leads, as an input method types it.

use crate::picture;
use crate::width::{is_dash, narrow, narrowed};

/// The names of files that pages link to end so, beside those of pictures.
const ENDINGS: [&str; 10] = [
    ".md", ".pdf", ".zip", ".xlsx", ".docx", ".pptx", ".csv", ".txt", ".html", ".ics",
];
const SCHEMES: [&str; 4] = ["http://", "https://", "tel:", "mailto:"];

/// Whether words in parentheses are the target of a link rather than words.
pub(super) fn is_target(text: &str) -> bool {
    let text = narrowed(text.trim()).to_ascii_lowercase();
    let path = text.split(['#', '?']).next().unwrap_or_default();
    SCHEMES.iter().any(|scheme| text.starts_with(scheme))
        || is_file(path)
        || text.len() > 1 && text.starts_with(['/', '#'])
        || text.starts_with("./")
        || text.starts_with("../")
}

fn is_file(path: &str) -> bool {
    ENDINGS.iter().any(|ending| path.ends_with(ending)) || picture::is_shown(path)
}

/// Whether a target is that of a picture.
pub(super) fn is_picture(target: &str) -> bool {
    let target = narrowed(target.trim()).to_ascii_lowercase();
    picture::is_shown(&target)
}

/// Whether a target has a space in it, apart from those around the names of facts.
pub(super) fn has_space(target: &str) -> bool {
    let facts = target.trim().split("{{").skip(1);
    let behind = facts.map(|part| part.split_once("}}").map_or(part, |(_, behind)| behind));
    let before = target.trim().split("{{").take(1);
    before
        .chain(behind)
        .any(|part| part.contains(char::is_whitespace))
}

/// A target as it should be typed.
pub(super) fn right(target: &str) -> String {
    let target = target.trim();
    let ascii = narrowed(target);
    if ascii.to_ascii_lowercase().starts_with("tel:") && !ascii.contains("{{") {
        return number(&ascii);
    }
    mended(target).unwrap_or_else(|| target.to_owned())
}

/// What a target has to be, if an input method has slipped in it.
pub(in crate::content) fn mended(target: &str) -> Option<String> {
    if target.is_ascii() {
        return None;
    }
    if let Some(at) = target.find("{{") {
        // What the fact is called has nothing to do with where the link leads.
        let (before, reference) = target.split_at(at);
        return mended(before).map(|before| before + reference);
    }
    let trimmed = target.trim();
    let ascii = narrowed(trimmed);
    let lower = ascii.to_ascii_lowercase();
    let has_scheme = SCHEMES.iter().any(|scheme| lower.starts_with(scheme));
    let mended = if lower.starts_with("tel:") {
        number(&ascii)
    } else if has_scheme || is_slip(trimmed, &lower) {
        // A file's name may well have full-width parentheses.
        let keep = |c: char| if "（）".contains(c) { c } else { narrow(c) };
        trimmed.chars().map(keep).collect()
    } else {
        trimmed.to_owned()
    };
    (mended != target).then_some(mended)
}

/// Whether the signs that make a path are full-width.
fn is_slip(target: &str, lower: &str) -> bool {
    let path = lower.split('#').next().unwrap_or_default();
    target.contains('／')
        || target.starts_with('＃')
        || target.contains("．．")
        || is_file(path) && !is_file(target.split('#').next().unwrap_or_default())
}

/// A telephone number with hyphens, whatever stood for them.
fn number(target: &str) -> String {
    let hyphen = |c: char| if is_dash(c) { '-' } else { c };
    let kept = target.chars().filter(|c| !c.is_whitespace());
    kept.map(hyphen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_told_from_words() {
        for text in [
            "/contact/",
            "／contact／",
            "./a.md",
            "../a.md",
            "a.md",
            "q1.md#top",
            "#id",
            "＃id",
            "https://example.jp",
            "ｈｔｔｐｓ：／／example.jp",
            "tel:0120",
            "ｔｅｌ：０１２０",
            "様式.pdf",
        ] {
            assert!(is_target(text), "{text}");
        }
        for text in [
            "2024年",
            "1/3",
            "/",
            "#",
            "注",
            "例：様式",
            "9:00～17:00",
            "md",
            "令和6年度",
        ] {
            assert!(!is_target(text), "{text}");
        }
    }

    #[test]
    fn a_target_is_mended_only_where_it_slipped() {
        let table = [
            ("／contact／", Some("/contact/")),
            ("tel:０１２０－５８４－７０８", Some("tel:0120-584-708")),
            ("ｔｅｌ：0120ー584ー708", Some("tel:0120-584-708")),
            (
                "ｈｔｔｐｓ：／／example．jp/ａ",
                Some("https://example.jp/a"),
            ),
            ("mailto:a＠example.jp", Some("mailto:a@example.jp")),
            ("＃top", Some("#top")),
            ("a．ｍｄ", Some("a.md")),
            ("/contact/\u{3000}", Some("/contact/")),
            ("様式（１）.pdf", None),
            ("/ガイド/", None),
            ("a.md#受付期間", None),
            ("/contact/", None),
        ];
        for (typed, right) in table {
            assert_eq!(mended(typed).as_deref(), right, "{typed}");
        }
    }
}
