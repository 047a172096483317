//! Characters as they are meant: width, dashes, waves and spaces made one.

use crate::characters::is_ignorable;
use crate::width::narrow;

/// The plain character that `c` stands for.
///
/// Full-width ASCII becomes ASCII, every dash `-`, every wave dash `~`, every blank a space.
/// The long vowel mark `ー` stays itself: it is a dash only between digits.
pub(super) fn fold(c: char) -> char {
    match c {
        '\t' | '\u{A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => ' ',
        '\0'..='\u{9F}' => c,
        '\u{2010}'..='\u{2015}' | '−' | '─' | '﹘' | '﹣' => '-',
        '〜' | '∼' | '˜' | '⁓' | '～' => '~',
        '！'..='｝' => narrow(c),
        '￥' => '¥',
        '∶' => ':',
        '･' => '・',
        'ｰ' => 'ー',
        _ => c,
    }
}

/// What a numeral of kanji stands for: a digit, or a power of ten below 万.
pub(super) fn kanji_digit(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// The powers of ten that multiply what stands before them within four digits.
pub(super) fn kanji_power(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        _ => return None,
    })
}

/// The powers of ten that multiply all that stands before them.
pub(super) fn kanji_myriad(c: char) -> Option<u64> {
    Some(match c {
        '万' => 10_000,
        '億' => 100_000_000,
        '兆' => 1_000_000_000_000,
        _ => return None,
    })
}

/// Whether `c` is a numeral of kanji that can begin a number.
pub(super) fn is_kanji_numeral(c: char) -> bool {
    kanji_digit(c).is_some() || kanji_power(c).is_some()
}

/// Whether `c` is a kanji.
pub(super) fn is_kanji(c: char) -> bool {
    matches!(c, '々' | '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}')
}

/// How far `text` goes along with `start`, if it begins with that in any width and with any
/// blanks.
pub fn starts_alike(text: &str, start: &str) -> Option<usize> {
    let is_passed = |c: char| c == ' ' || is_ignorable(c);
    let mut wanted = start.chars().map(fold).filter(|c| !is_passed(*c));
    let mut next = wanted.next()?;
    for (at, c) in text.char_indices() {
        let here = fold(c);
        if is_passed(here) {
            continue;
        }
        if here != next {
            return None;
        }
        match wanted.next() {
            Some(following) => next = following,
            None => return Some(at + c.len_utf8()),
        }
    }
    None
}
