//! Makes different spellings of one word equal: 専用申込フォーム, 専用 申し込みﾌｫｰﾑ and
//! 専用申込みフォ－ム fold to the same text. A map leads back to the source.
//!
//! # The steps
//!
//! 1. Each character, together with the nonspacing and enclosing marks (`Mn`, `Me`) and
//!    half-width voiced marks (ﾞ ﾟ) that follow it, is brought into NFKC, lower case, and
//!    composed again. So Ａ and A are a, ﾌﾞ is ぶ, ㈫ is (火), ㋿ is 令和; and characters that are
//!    not beside each other never become one. Radicals become the characters that they look like.
//! 2. Katakana ァ–ヴ become hiragana; ヵ ヶ and their hiragana become か, as they are read in
//!    一ヶ月. ヷ–ヺ have no hiragana and stay.
//! 3. 々 and 〻 after a kanji become that kanji. ゝ and ヽ after a kana become that kana without
//!    its voiced mark, ゞ and ヾ that kana with one if there is such a kana. Elsewhere they have
//!    nothing to repeat and are dropped.
//! 4. The dashes U+2010–2015, 2212, 2500, FE58, FE63 and FF0D become `-`. So does ー between two
//!    digits; elsewhere ー is dropped, and so is a dash after katakana, which stands for ー.
//! 5. Dropped are white space, controls, format characters and what else nobody sees (`Z`, `Cc`,
//!    `Cf`, `Default_Ignorable_Code_Point`), marks that are
//!    left over (`Mn`, `Me`), and all punctuation and symbols (`P`, `S`: 「・～＆＋〒 and emoji)
//!    but `-` and U+FFFC, which stands for something that is no text.
//! 6. Words with several [`OKURIGANA`](super::okurigana::OKURIGANA) get their full spelling,
//!    from left to right, the longest first.
//!
//! Small kana differ from large ones, and an honorific お or ご stays: whoever searches takes
//! it off the query. To fold what is folded changes nothing. The table `tests/data/folds.tsv`
//! holds for any implementation.

pub use super::folded::Folded;

use super::folded::Piece;
use super::okurigana::{self, Okurigana, Verbs};
use super::words::Words;
use crate::characters::{is_ignorable, meant};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// What becomes of white space, punctuation and symbols.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Dropped,
    /// Punctuation and symbols stay; white space stays as one space between two ASCII letters
    /// or digits, and as a line feed where it holds two or more.
    Kept,
}

/// `text` folded for a search, as the head of this module says. The time taken is linear in
/// the length of `text`.
pub fn fold(text: &str) -> Folded {
    let (folded, words) = Folder::new(text, Marks::Dropped).run();
    folded.with_full_okurigana(&words, Verbs::Counted)
}

/// `text` folded to find a term in other spellings. As [`fold`], but parts of a sentence do not
/// run together: punctuation and symbols stay; so do a space between two ASCII letters or
/// digits, and, as a line feed, an empty line. What a verb begins with (申し込む) stays too.
pub(super) fn fold_spelling(text: &str) -> Folded {
    let (folded, words) = Folder::new(text, Marks::Kept).run();
    folded.with_full_okurigana(&words, Verbs::Ignored)
}

/// `text` in NFKC and lower case: kana, okurigana, spaces and marks still count.
pub(super) fn fold_width(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).nfc().collect()
}

struct Folder<'a> {
    source: &'a str,
    marks: Marks,
    words: &'static Words<Okurigana>,
    out: String,
    pieces: Vec<Piece>,
    /// Where in `out` a word of several okurigana may begin.
    beginnings: Vec<usize>,
    /// How long `out` was when katakana came last.
    katakana: usize,
    /// Whether what is put is one of several characters that come from one.
    is_part: bool,
}

impl<'a> Folder<'a> {
    fn new(source: &'a str, marks: Marks) -> Self {
        Self {
            source,
            marks,
            words: okurigana::spellings(),
            out: String::with_capacity(source.len()),
            pieces: Vec::new(),
            beginnings: Vec::new(),
            katakana: usize::MAX,
            is_part: false,
        }
    }

    fn run(mut self) -> (Folded, Vec<usize>) {
        let mut at = self.plain(0);
        while let Some(c) = self.source[at..].chars().next() {
            let end = at + c.len_utf8();
            let end = match c {
                'ァ'..='ヴ' | 'ー' | '、' | '。' | '「' | '」' | '・' => {
                    self.put(c, at..end);
                    end
                }
                _ if c.is_whitespace() => self.space(at),
                _ if c.is_ascii() => {
                    self.put(c, at..end);
                    end
                }
                '！'..='～' if !self.source[end..].starts_with(joins_back) => {
                    self.put(half_width(c), at..end);
                    end
                }
                _ => self.compose(c, at),
            };
            at = self.plain(end);
        }
        let folded = Folded {
            text: self.out,
            pieces: self.pieces,
        };
        (folded, self.beginnings)
    }

    /// Passes the characters at `at` that stay as they are; returns where they end.
    fn plain(&mut self, at: usize) -> usize {
        let mut end = at;
        for c in self.source[at..].chars() {
            if !matches!(c, 'a'..='z' | '0'..='9' | 'ぁ'..='ゔ' | '㐀'..='䶿' | '一'..='鿿') {
                break;
            }
            if self.words.may_begin_with(c) {
                self.beginnings.push(self.out.len() + end - at);
            }
            end += c.len_utf8();
        }
        if end > at {
            self.extend(at..end, end - at);
            self.out.push_str(&self.source[at..end]);
        }
        end
    }

    /// Puts the character at `at`, in NFKC and lower case together with the marks behind it.
    /// A mark that comes by itself takes back the character before it.
    fn compose(&mut self, c: char, at: usize) -> usize {
        let start = if joins_back(c) {
            self.take_back(at)
        } else {
            at
        };
        let behind = &self.source[at + c.len_utf8()..];
        let marks = behind.len() - behind.trim_start_matches(joins_back).len();
        let end = at + c.len_utf8() + marks;
        let composed = match meant(c) {
            Some(meant) => fold_width(meant.encode_utf8(&mut [0; 4])),
            None => fold_width(&self.source[start..end]),
        };
        self.is_part = composed.chars().nth(1).is_some();
        for c in composed.chars() {
            self.put(c, start..end);
        }
        self.is_part = false;
        end
    }

    /// Takes the last character back if it was pushed as it is and ended at `at`; returns
    /// where in the source it began, otherwise `at`.
    fn take_back(&mut self, at: usize) -> usize {
        let Some(piece) = self.pieces.last().copied() else {
            return at;
        };
        let is_last = piece.end == at && piece.end - piece.start == self.out.len() - piece.at;
        if !(is_last && piece.is_even) {
            return at;
        }
        let length = self.out.pop().map_or(0, char::len_utf8);
        if self.out.len() == piece.at {
            self.pieces.pop();
        } else if let Some(piece) = self.pieces.last_mut() {
            piece.end -= length;
        }
        let taken = self.out.len();
        self.beginnings.pop_if(|beginning| *beginning >= taken);
        at - length
    }

    /// Passes the white space at `at`; returns where it ends.
    fn space(&mut self, at: usize) -> usize {
        let rest = &self.source[at..];
        let behind = rest.trim_start();
        let end = self.source.len() - behind.len();
        if self.marks == Marks::Kept {
            let space = &rest[..end - at];
            let before = self.out.ends_with(|c: char| c.is_ascii_alphanumeric());
            let next = behind.chars().next().map(half_width);
            if space.matches('\n').count() > 1 {
                self.push('\n', at..end);
            } else if before && next.is_some_and(|c| c.is_ascii_alphanumeric()) {
                self.push(' ', at..end);
            }
        }
        end
    }

    /// Puts a character in NFKC and lower case (of ASCII: in any case) that comes from
    /// `source`, or drops it.
    fn put(&mut self, c: char, source: Range<usize>) {
        match c {
            'ァ'..='ヴ' => {
                self.push(moved(c, -0x60), source);
                self.katakana = self.out.len();
            }
            'A'..='Z' => self.push(c.to_ascii_lowercase(), source),
            'a'..='z' | '0'..='9' => self.push(c, source),
            'ヵ' | 'ヶ' | 'ゕ' | 'ゖ' => self.push('か', source),
            '々' | '〻' | 'ゝ' | 'ヽ' | 'ゞ' | 'ヾ' => {
                let last = self.out.chars().next_back();
                if let Some(repeated) = last.and_then(|last| repeated(c, last)) {
                    self.push(repeated, source);
                }
            }
            'ー' if self.is_between_digits(source.end) => self.push('-', source),
            'ー' => self.attach(source),
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' => {
                if self.katakana == self.out.len() {
                    self.attach(source);
                } else {
                    self.push('-', source);
                }
            }
            '\u{FFFC}' => self.push(c, source),
            '、' | '。' | '「' | '」' | '・' => self.put_mark(c, source),
            _ if c.is_ascii_punctuation() => self.put_mark(c, source),
            _ => self.put_by_category(c, source),
        }
    }

    fn put_by_category(&mut self, c: char, source: Range<usize>) {
        if is_mark(c) || is_ignorable(c) {
            self.attach(source);
            return;
        }
        match c.general_category_group() {
            GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol => {
                // The wave dashes, of which NFKC unites only some.
                let is_wave = matches!(c, '\u{301C}' | '\u{223C}' | '\u{2053}');
                self.put_mark(if is_wave { '~' } else { c }, source);
            }
            GeneralCategoryGroup::Separator => {}
            _ if matches!(
                c.general_category(),
                GeneralCategory::Control | GeneralCategory::Format
            ) => {}
            _ => self.push(c, source),
        }
    }

    fn put_mark(&mut self, c: char, source: Range<usize>) {
        if self.marks == Marks::Kept {
            self.push(c, source);
        }
    }

    /// Appends `c`, which comes from `source`.
    #[inline]
    fn push(&mut self, c: char, source: Range<usize>) {
        if self.words.may_begin_with(c) {
            self.beginnings.push(self.out.len());
        }
        self.extend(source, c.len_utf8());
        self.out.push(c);
    }

    /// Maps the next `length` bytes of `out` to `source`.
    fn extend(&mut self, source: Range<usize>, length: usize) {
        let at = self.out.len();
        let is_even = !self.is_part && length == source.len();
        match self.pieces.last_mut() {
            Some(last)
                if is_even
                    && last.is_even
                    && last.end == source.start
                    && last.end - last.start == at - last.at =>
            {
                last.end = source.end;
            }
            // The piece grows by what follows it without a piece of its own.
            Some(last) if self.is_part && last.start == source.start => {}
            _ => self.pieces.push(Piece {
                at,
                start: source.start,
                end: source.end,
                is_even,
            }),
        }
    }

    /// Drops what comes from `source`, but lets it belong to the character right before it.
    fn attach(&mut self, source: Range<usize>) {
        if let Some(last) = self.pieces.last_mut()
            && last.end == source.start
        {
            last.end = source.end;
        }
    }

    /// Whether a digit came last and another one follows at `end`.
    fn is_between_digits(&self, end: usize) -> bool {
        let next = self.source[end..].chars().next().map(half_width);
        next.is_some_and(|c| c.is_ascii_digit()) && self.out.ends_with(|c: char| c.is_ascii_digit())
    }
}

/// The character that the iteration mark `mark` stands for after `last`, if it can.
fn repeated(mark: char, last: char) -> Option<char> {
    let is_kana = matches!(last, 'ぁ'..='ゔ');
    // Kana with a voiced mark decompose into the kana and the mark.
    let plain = std::iter::once(last).nfd().next()?;
    match mark {
        '々' | '〻' => is_kanji(last).then_some(last),
        'ゝ' | 'ヽ' => is_kana.then_some(plain),
        _ => is_kana.then(|| [plain, '\u{3099}'].into_iter().nfc().next())?,
    }
}

/// Whether `c` is a Chinese character in use in Japan, or 〆, which is used like one.
pub(super) fn is_kanji(c: char) -> bool {
    matches!(c, '㐀'..='䶿' | '一'..='鿿' | '豈'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}' | '々' | '〆')
}

/// `c`, or the ASCII character it is the full-width form of.
pub(super) fn half_width(c: char) -> char {
    match c {
        '！'..='～' => moved(c, -0xFEE0),
        _ => c,
    }
}

/// The character `by` code points on, which exists.
fn moved(c: char, by: i32) -> char {
    (c as u32)
        .checked_add_signed(by)
        .and_then(char::from_u32)
        .unwrap_or(c)
}

/// Whether `c` is composed with the character before it.
fn joins_back(c: char) -> bool {
    matches!(c, 'ﾞ' | 'ﾟ') || is_mark(c)
}

fn is_mark(c: char) -> bool {
    // Most text leaves here, without a search in the tables of Unicode.
    if matches!(c, '\0'..='\u{2FF}' | 'ぁ'..='ゖ' | '゛'..='\u{A66E}') {
        return false;
    }
    matches!(
        c.general_category(),
        GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark
    )
}
