//! A picture that says nothing to those who cannot see it, or only its file's name (WCAG 2.2,
//! 1.1.1 and failure F30).

use super::{Check, Rule};
use crate::content::Document;
use crate::content::body::{Image, Inline, Seen};
use crate::diag::{Diagnostic, Place, Text, code, text};

pub(super) const RULE: Rule = Rule {
    code: code::MISSING_ALT,
    check: Check::Document(check),
};

/// The ends of names of pictures.
const ENDINGS: [&str; 8] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp"];

/// Words that say only that there is a picture: what programs and cameras call it.
const EMPTY_WORDS: [&str; 9] = [
    "画像",
    "写真",
    "図",
    "イメージ",
    "スクリーンショット",
    "image",
    "picture",
    "photo",
    "screenshot",
];

fn check(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    document.body.visit(&mut |seen| {
        let Seen::Image(image) = seen else { return };
        let place = Place::new(&document.source, image.span);
        if !says_something(image) {
            diagnostics.push(finding(
                place,
                text!(
                    "画像に代替テキストがありません",
                    "this picture has no alternative text"
                ),
            ));
        } else if let Some(words) = only_words(image)
            && says_no_more_than_a_name(&words)
        {
            diagnostics.push(finding(
                place,
                text!(
                    "代替テキスト「{words}」では、何の画像か伝わりません",
                    "the alternative text `{words}` does not say what the picture shows"
                ),
            ));
        }
    });
}

fn finding(place: Place, message: Text) -> Diagnostic {
    Diagnostic::new(code::MISSING_ALT, place, message).help(text!(
        "「![何の画像か](…)」のように、見えない人にも伝わる説明を書いてください",
        "write `![what it shows](…)`, for those who cannot see it"
    ))
}

fn says_something(image: &Image) -> bool {
    image.alt.iter().any(|inline| match inline {
        Inline::Text(words) => !words.text.trim().is_empty(),
        Inline::SoftBreak | Inline::HardBreak => false,
        _ => true,
    })
}

/// The alternative text, where it is nothing but words.
fn only_words(image: &Image) -> Option<String> {
    let mut all = String::new();
    for inline in &image.alt {
        let Inline::Text(words) = inline else {
            return None;
        };
        all.push_str(&words.text);
    }
    Some(all.trim().to_owned())
}

/// Whether it is the name of a file, or only says that there is a picture. What programs add
/// to such a word by themselves, a number or a day, says no more.
fn says_no_more_than_a_name(words: &str) -> bool {
    let lower = words.to_lowercase();
    let is_file = lower.rsplit_once('.').is_some_and(|(name, ending)| {
        ENDINGS.contains(&ending) && !name.is_empty() && !name.contains('。')
    });
    let bare = lower.trim_end_matches(|c: char| c.is_numeric() || " 　_-.()（）".contains(c));
    is_file || EMPTY_WORDS.contains(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_descriptions() {
        for name in [
            "license-tab.png",
            "IMG_0123.JPG",
            "画像",
            "図1",
            "image (2)",
            "スクリーンショット 2024-04-09",
        ] {
            assert!(says_no_more_than_a_name(name), "{name}");
        }
        for description in [
            "図書館の入口",
            "画像の一覧",
            "「ライセンス」のタブを開いた画面。",
            "screenshot of the login page",
            "2024",
            ".png",
        ] {
            assert!(!says_no_more_than_a_name(description), "{description}");
        }
    }
}
