//! Which characters fill a full-width cell, and so are set without spaces between them.
//!
//! The source of the widths is East Asian Width (Unicode Standard Annex #11, Unicode 18). The
//! ranges run over code points that are not assigned where those on both sides are wide.

use super::is_punctuation;

/// Whether `c` is a character between two of which a line break in the source gives no space.
///
/// As in the segment break transformation rules of CSS Text: East Asian Width `F`, `W` or `H`,
/// and not Hangul, because Korean puts spaces between words. So kanji, kana (half-width
/// katakana too), `、。「」` and full-width letters are wide. Emoji are not; nor is what stands
/// in for a fact, because only its value can tell.
#[rustfmt::skip]
pub fn is_wide(c: char) -> bool {
    // Western text leaves here.
    if c < '\u{2329}' {
        return c == '₩';
    }
    !is_hangul(c) && matches!(c,
        // Angle brackets; trigrams and digrams of the I Ching.
        '\u{2329}'..='\u{232A}' | '\u{2630}'..='\u{2637}' | '\u{268A}'..='\u{268F}'
        // Radicals, CJK symbols and punctuation.
        | '\u{2E80}'..='\u{303E}'
        // Kana, bopomofo, enclosed and squared forms, up to the circled numbers on black
        // squares, which are ambiguous.
        | '\u{3041}'..='\u{3247}'
        // More enclosed and squared forms, ideographs, Yi.
        | '\u{3250}'..='\u{A4C6}'
        // Compatibility ideographs; vertical, compatibility and small forms.
        | '\u{F900}'..='\u{FAFF}' | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE6B}'
        // Full-width forms, half-width katakana, full-width and half-width signs.
        | '\u{FF01}'..='\u{FF9F}' | '\u{FFE0}'..='\u{FFE6}' | '\u{FFE8}'..='\u{FFEE}'
        // Tangut, Khitan, Jurchen and their kin.
        | '\u{16FE0}'..='\u{191D2}'
        // More kana, Nüshu.
        | '\u{1AFF0}'..='\u{1B2FB}'
        // Tai Xuan Jing symbols, counting rods.
        | '\u{1D300}'..='\u{1D376}'
        // Enclosed ideographs and signs that are not emoji by default.
        | '\u{1F1AE}' | '\u{1F200}' | '\u{1F202}' | '\u{1F210}'..='\u{1F219}'
        | '\u{1F21B}'..='\u{1F22E}' | '\u{1F230}'..='\u{1F231}' | '\u{1F237}' | '\u{1F23B}'
        | '\u{1F240}'..='\u{1F248}' | '\u{1F260}'..='\u{1F265}' | '\u{1F7DA}'
        // The ideographic planes.
        | '\u{20000}'..='\u{3FFFD}')
}

/// Whether two lines of a paragraph, one ending with `before` and the next beginning with
/// `after`, are joined without a space.
///
/// They are between two wide characters, and between a wide character and one of the marks that
/// Japanese sets full-width although their width is ambiguous to Unicode: `※`, `“”`, `…`, `→`,
/// `①`. CSS keeps a space beside those, which Japanese readers would take for a slip.
pub fn joins(before: char, after: char) -> bool {
    match (is_wide(before), is_wide(after)) {
        (true, true) => true,
        (true, false) => is_japanese_mark(after),
        (false, true) => is_japanese_mark(before),
        (false, false) => false,
    }
}

/// Punctuation and symbols beyond ASCII, emoji among them, and circled numbers.
fn is_japanese_mark(c: char) -> bool {
    !c.is_ascii() && !is_hangul(c) && (is_punctuation(c) || matches!(c, '①'..='⓿'))
}

/// Whether the script of `c` is Hangul (Unicode Standard Annex #24).
#[rustfmt::skip]
pub(super) fn is_hangul(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}' | '\u{302E}'..='\u{302F}' | '\u{3131}'..='\u{318E}'
        | '\u{3200}'..='\u{321E}' | '\u{3260}'..='\u{327E}' | '\u{A960}'..='\u{A97C}'
        | '\u{AC00}'..='\u{D7A3}' | '\u{D7B0}'..='\u{D7C6}' | '\u{D7CB}'..='\u{D7FB}'
        | '\u{FFA0}'..='\u{FFBE}' | '\u{FFC2}'..='\u{FFC7}' | '\u{FFCA}'..='\u{FFCF}'
        | '\u{FFD2}'..='\u{FFD7}' | '\u{FFDA}'..='\u{FFDC}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_is_wide() {
        for c in "日々〆ヶ神𠮷あアｱﾞー、。「」（）：！～￥％Ａ１〒㈱㊙㋿⼈　ゝ𛀁".chars()
        {
            assert!(is_wide(c), "{c:?} U+{:04X}", c as u32);
        }
    }

    #[test]
    fn other_characters_are_not_wide() {
        for c in
            "aZ0-.,!* \n\u{a0}éЖ한글ㄱﾡ㉠※“”…→①㉈é✅📞☎\u{FE0F}\u{E000}\u{F0000}\u{10FFFD}".chars()
        {
            assert!(!is_wide(c), "{c:?} U+{:04X}", c as u32);
        }
    }

    #[test]
    fn japanese_lines_are_joined_without_a_space() {
        for (before, after) in [
            ('を', '開'),
            ('、', '次'),
            ('ｱ', 'ｲ'),
            ('。', '※'),
            ('用', '②'),
            ('”', 'タ'),
            ('了', '✅'),
        ] {
            assert!(joins(before, after), "{before} {after}");
        }
    }

    #[test]
    fn a_space_stays_beside_western_and_korean_text() {
        for (before, after) in [
            ('a', 'b'),
            ('は', 'P'),
            ('L', 'を'),
            ('日', '5'),
            (')', 'を'),
            ('日', '한'),
            ('한', '글'),
            ('한', '。'),
            ('”', '“'),
            ('は', '\u{F0000}'),
        ] {
            assert!(!joins(before, after), "{before} {after}");
        }
    }
}
