//! Breaks sentences into lines of a terminal, as a Japanese reader would: between phrases, and
//! never so that a line begins with what belongs to the one before it.
//!
//! There is no dictionary. A phrase ends with a mark (`、`), at a space, or with a particle,
//! which is a hiragana that is followed by something else.
//! What stands in quotes is to be typed, so it is kept whole where it fits.

use super::visible;

/// A text of lines of at most `width` cells, each as [`visible::line`] shows it.
pub(super) fn lines(text: &str, width: usize) -> String {
    let lines = text.lines().flat_map(|line| wrapped(line, width));
    lines.collect::<Vec<_>>().join("\n")
}

fn wrapped(line: &str, width: usize) -> Vec<String> {
    let mut pieces = pieces(line, width);
    let mut lines = Vec::new();
    while !pieces.is_empty() {
        let count = fitting(&pieces, width);
        let line: String = pieces.drain(..count).map(|piece| piece.text).collect();
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Some text that stays in one line, and what a break after it would be.
struct Piece {
    text: String,
    cells: usize,
    after: Break,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    /// A phrase ends here.
    Good,
    /// It is allowed.
    Possible,
}

/// How many of the pieces make the next line: as many as fit, or fewer, if that ends a phrase
/// and the line is not left half empty.
fn fitting(pieces: &[Piece], width: usize) -> usize {
    let mut cells = 0;
    let mut count = 0;
    let mut good = None;
    for piece in pieces {
        // A space at the end takes no room.
        if cells + visible_cells(piece.text.trim_end()) > width && count > 0 {
            return good.unwrap_or(count);
        }
        cells += piece.cells;
        count += 1;
        if piece.after == Break::Good && cells * 3 >= width * 2 {
            good = Some(count);
        }
    }
    count
}

/// Cuts a line wherever it may be broken.
fn pieces(line: &str, width: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut characters = line.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let mut last = c;
        let mut end = at + c.len_utf8();
        if let Some(quoted) =
            quoted(&line[at..]).filter(|text| visible_cells(text) <= width / 4 * 3)
        {
            end = at + quoted.len();
            while characters.next_if(|(next, _)| *next < end).is_some() {}
            last = quoted.chars().next_back().unwrap_or(c);
        }
        let next = line[end..].chars().next();
        if let Some(after) = break_between(last, next) {
            let text = visible::line(&line[start..end]);
            let cells = visible_cells(&line[start..end]);
            pieces.push(Piece { text, cells, after });
            start = end;
        }
    }
    pieces
}

/// What stands in quotes at the beginning of `text`, with them.
fn quoted(text: &str) -> Option<&str> {
    let open = text.chars().next()?;
    let close = match open {
        '`' => '`',
        '「' => '」',
        _ => return None,
    };
    let inside = &text[open.len_utf8()..];
    let end = inside.find(close)?;
    Some(&text[..open.len_utf8() + end + close.len_utf8()])
}

/// Whether it must not begin a line (JIS X 4051, 行頭禁則), as far as findings have it.
#[rustfmt::skip]
const fn is_not_first(c: char) -> bool {
    matches!(
        c,
        '、' | '。' | '，' | '．' | '・' | '：' | '；' | '？' | '！' | '」' | '』' | '）' | '】'
            | '〕' | '］' | '｝' | '〉' | '》' | '’' | '”' | '…' | '‥' | 'ー' | '～' | '々'
            | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ' | 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ'
            | 'ょ' | 'ゎ' | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ'
            | 'ヵ' | 'ヶ' | '→' | ',' | '.' | ':' | ';' | '?' | '!' | ')' | ']' | '}'
    )
}

/// Whether it must not end a line (行末禁則).
#[rustfmt::skip]
const fn is_not_last(c: char) -> bool {
    matches!(
        c,
        '「' | '『' | '（' | '【' | '〔' | '［' | '｛' | '〈' | '《' | '‘' | '“' | '(' | '[' | '{'
    )
}

/// Whether phrases end with it.
#[rustfmt::skip]
const fn is_particle(c: char) -> bool {
    matches!(
        c,
        'を' | 'は' | 'が' | 'に' | 'の' | 'で' | 'と' | 'も' | 'て' | 'へ' | 'や' | 'ば'
    )
}

/// Whether a line may be broken between two characters.
fn break_between(before: char, after: Option<char>) -> Option<Break> {
    let Some(after) = after else {
        return Some(Break::Good);
    };
    if is_not_first(after) || is_not_last(before) || after == ' ' {
        return None;
    }
    let is_wide = |c| visible::cells(c) == 2;
    if before != ' ' && !is_wide(before) && !is_wide(after) {
        return None;
    }
    // What begins with hiragana goes on with the phrase before it, unless a mark ends that.
    let is_hiragana = ('ぁ'..='ん').contains(&after);
    let ends = before == ' ' || is_particle(before);
    Some(if matches!(before, '、' | '。') || ends && !is_hiragana {
        Break::Good
    } else {
        Break::Possible
    })
}

pub(super) fn visible_cells(text: &str) -> usize {
    text.chars().map(visible::cells).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_breaks_between_phrases() {
        let text =
            "エディターの「名前を付けて保存」で、文字コードに UTF-8 を選んで保存し直してください";
        assert_eq!(
            lines(text, 40),
            "エディターの「名前を付けて保存」で、\n文字コードに UTF-8 を選んで\n保存し直してください"
        );
    }

    #[test]
    fn english_breaks_at_spaces() {
        assert_eq!(
            lines("begin the file with a line `title = 1`, then more", 30),
            "begin the file with a line\n`title = 1`, then more"
        );
    }

    #[test]
    fn what_cannot_be_broken_is_left_whole() {
        let long = "x".repeat(50);
        assert_eq!(lines(&long, 20), long);
        assert_eq!(lines("", 20), "");
        assert_eq!(lines("a\r\nb\u{7}", 20), "a\nb␇");
    }

    #[test]
    fn no_line_begins_with_a_closing_mark() {
        let text = "この指摘（「受付期間」の終わり）は、直せません。もう一度、はじめから確かめてください。";
        for width in 10..80 {
            for line in lines(text, width).lines() {
                assert!(!line.starts_with(is_not_first), "{width}: {line}");
                assert!(!line.ends_with(is_not_last), "{width}: {line}");
                assert!(visible_cells(line) <= width.max(32), "{width}: {line}");
            }
        }
    }
}
