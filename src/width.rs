//! Full-width characters and the half-width ones that they stand for: what an input method types
//! where a sign of Markdown, of TOML or of an address belongs. The one table of them.

/// The half-width form of a character: U+FF01 to U+FF5E and the ideographic space, which
/// Unicode maps to ASCII (Halfwidth and Fullwidth Forms); all else stays.
pub const fn narrow(c: char) -> char {
    match c {
        '！'..='～' => match char::from_u32(c as u32 - 0xFEE0) {
            Some(narrow) => narrow,
            None => c,
        },
        '\u{3000}' => ' ',
        c => c,
    }
}

/// Text with each character in its half-width form. The number of characters stays.
pub fn narrowed(text: &str) -> String {
    text.chars().map(narrow).collect()
}

/// Whether somebody who wants a hyphen-minus may have typed `c`: hyphens and dashes of
/// typography, the minus sign, the mark of a long vowel, lines.
pub const fn is_dash(c: char) -> bool {
    matches!(
        c,
        // Hyphen-minus in both widths; Unicode's hyphens and dashes; the minus sign.
        '-' | '－' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}'
        // Long vowels in both widths; lines.
        | 'ー' | 'ｰ' | '─' | '━'
    )
}

/// Whether `c` is a blank: a space of either width, a tab or a no-break space.
pub const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{3000}' | '\u{A0}')
}

/// Whether nothing is seen of `c`, or no more than of a space: zero-width signs, soft hyphens,
/// marks of direction, and the blanks that are no space of ASCII or of Japanese writing.
pub const fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{A0}' | '\u{AD}' | '\u{1680}' | '\u{180E}' | '\u{2000}'..='\u{200F}'
            | '\u{2028}'..='\u{202F}' | '\u{205F}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
    )
}

/// The ASCII sign that `c` is, or that somebody who typed it may have wanted: full-width forms,
/// dashes, Japanese brackets, quotes and commas.
pub const fn sign(c: char) -> Option<char> {
    let meant = match c {
        _ if is_dash(c) => '-',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        '、' => ',',
        '“' | '”' | '„' | '‟' | '″' | '〝' | '〟' => '"',
        '‘' | '’' => '\'',
        '〜' => '~',
        '￥' => '\\',
        c => narrow(c),
    };
    if meant.is_ascii_punctuation() {
        Some(meant)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_input_method_types_becomes_ascii() {
        assert_eq!(
            narrowed("＃　ＡＢＣ１２３［］｛｝～あア。"),
            "# ABC123[]{}~あア。"
        );
        let signs: Vec<_> = "＃－ー−【、”〜あA1 ".chars().map(sign).collect();
        let meant = ['#', '-', '-', '-', '[', ',', '"', '~'].map(Some);
        assert_eq!(signs[..8], meant);
        assert_eq!(signs[8..], [None; 4]);
    }
}
