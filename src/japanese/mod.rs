//! What annai knows of Japanese writing: of characters and strings, nothing of files, and of
//! Markdown only how its delimiter runs look at their neighbours.

pub mod emphasis;
pub mod fold;
pub mod okurigana;
pub mod phrases;
pub mod terms;
pub mod width;

mod folded;
mod words;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Whether `c` is a letter of Japanese: kana, in either width, or kanji.
pub const fn is_letter(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ｦ'..='ﾝ' | '一'..='鿿' | '㐀'..='䶿' | '々')
}

/// Whether `c` is a "Unicode punctuation character" of CommonMark 0.31: of one of the general
/// categories P or S.
fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol
    )
}
