//! Characters that nobody sees, and characters that look like another one: which they are, and
//! what is meant.
//!
//! They come with what is pasted: from web pages and chats (zero-width signs), out of PDF files
//! (radicals), from the names of files of macOS (kana apart from their marks).

use crate::source::Span;
use unicode_normalization::char::compose;

/// What is odd about a character where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// It is no character of any text: NUL, or a code that Unicode keeps for no character.
    NotACharacter,
    /// It is for private use (Unicode Standard, 23.5): each machine shows it as it likes, if at
    /// all.
    Private,
    /// It turns the direction of the text around it.
    Direction,
    /// Nothing is shown for it.
    Invisible,
    /// It ends a line in other programs.
    LineEnd,
    /// Something stood there that a program could not read (U+FFFD).
    Lost,
    /// It looks like this character, which is meant.
    LookAlike(char),
    /// It is a mark that makes this character of the one before it.
    Mark(char),
}

/// The characters of the Kangxi radicals, U+2F00 to U+2FD5, in their order: NFKC, but for four
/// that are written otherwise in Japan (戸 青 黄 黒).
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂\
    厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴\
    廾弋弓彐彡彳心戈戸手支攴文斗斤方无日曰月木欠止歹殳毋比\
    毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿\
    目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌\
    舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵\
    邑酉釆里金長門阜隶隹雨青非面革韋韭音頁風飛食首香馬骨高\
    髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黄黍黒黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// The radicals of the CJK Radicals Supplement that look like a character of their own, with it
/// (`EquivalentUnifiedIdeograph.txt` of the Unicode Character Database). The others are but parts
/// of characters: who writes them means them.
const SUPPLEMENT: &[(char, char)] = &[
    ('\u{2E85}', '亻'),
    ('\u{2E96}', '忄'),
    ('\u{2E98}', '扌'),
    ('\u{2E99}', '攵'),
    ('\u{2E9B}', '旡'),
    ('\u{2E9C}', '日'),
    ('\u{2E9D}', '月'),
    ('\u{2E9F}', '母'),
    ('\u{2EA0}', '民'),
    ('\u{2EA1}', '氵'),
    ('\u{2EA3}', '灬'),
    ('\u{2EA8}', '犭'),
    ('\u{2EA9}', '王'),
    ('\u{2EAC}', '示'),
    ('\u{2EAD}', '礻'),
    ('\u{2EAF}', '糹'),
    ('\u{2EB2}', '罒'),
    ('\u{2EB9}', '耂'),
    ('\u{2EBB}', '聿'),
    ('\u{2EBE}', '艹'),
    ('\u{2EBF}', '艹'),
    ('\u{2EC0}', '艹'),
    ('\u{2EC1}', '虎'),
    ('\u{2EC2}', '衤'),
    ('\u{2EC3}', '覀'),
    ('\u{2EC4}', '西'),
    ('\u{2EC6}', '角'),
    ('\u{2ECC}', '辶'),
    ('\u{2ECD}', '辶'),
    ('\u{2ECE}', '辶'),
    ('\u{2ED1}', '長'),
    ('\u{2ED6}', '阝'),
    ('\u{2ED7}', '雨'),
    ('\u{2ED8}', '青'),
    ('\u{2EDD}', '食'),
    ('\u{2EDF}', '飠'),
    ('\u{2EE3}', '骨'),
    ('\u{2EE4}', '鬼'),
    ('\u{2EE8}', '麦'),
    ('\u{2EE9}', '黄'),
    ('\u{2EEB}', '斉'),
    ('\u{2EED}', '歯'),
    ('\u{2EEF}', '竜'),
    ('\u{2EF2}', '亀'),
];

/// The compatibility ideographs from U+F900 to U+FA0D that Japanese names have (JIS X 0213). The
/// others are there for Korean, and look like the character that they stand for.
const OLD_FORMS: [char; 7] = [
    '\u{F91D}', '\u{F928}', '\u{F929}', '\u{F936}', '\u{F970}', '\u{F9D0}', '\u{F9DC}',
];

/// The odd characters of a text, with their places and in order.
pub fn oddities(text: &str) -> impl Iterator<Item = (Span, char, Oddity)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let (here, c) = next_suspicious(text, at)?;
            at = here + c.len_utf8();
            if let Some(oddity) = oddity(text, here, c) {
                return Some((Span::new(here, at), c, oddity));
            }
        }
    })
}

/// A text in which each odd character is mended that a program can mend.
pub fn mended(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    for (span, c, oddity) in oddities(text) {
        mended.push_str(&text[at..span.start]);
        at = span.end;
        match oddity {
            Oddity::NotACharacter | Oddity::Direction | Oddity::Invisible => {}
            Oddity::LookAlike(meant) => mended.push(meant),
            Oddity::Mark(whole) => {
                mended.pop();
                mended.push(whole);
            }
            Oddity::Private | Oddity::LineEnd | Oddity::Lost => mended.push(c),
        }
    }
    mended + &text[at..]
}

/// What a character is that nobody sees, in Japanese and English.
pub const fn name(c: char) -> (&'static str, &'static str) {
    match c {
        '\u{200B}' => ("ゼロ幅スペース", "zero-width space"),
        '\u{200C}' | '\u{200D}' => ("ゼロ幅の接合子", "zero-width joiner"),
        '\u{2060}' => ("単語をつなぐ印", "word joiner"),
        '\u{FEFF}' => ("バイト順の印", "byte order mark"),
        '\u{AD}' => ("ソフトハイフン", "soft hyphen"),
        '\u{200E}' | '\u{200F}' | '\u{61C}' => ("文字の向きの印", "direction mark"),
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => ("ハングルの埋め草", "Hangul filler"),
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => {
            ("字形を選ぶ印", "variation selector")
        }
        '\u{E0000}'..='\u{E007F}' => ("タグの文字", "tag character"),
        '\u{FFFC}' => ("画像などの代わりの印", "object replacement character"),
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => ("制御文字", "control character"),
        _ => ("書式の印", "format character"),
    }
}

/// Whether nothing is shown for a character (`Default_Ignorable_Code_Point`), wherever it stands.
/// Reading passes over it.
#[rustfmt::skip]
pub const fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The character that is meant by one that only looks like it.
pub fn meant(c: char) -> Option<char> {
    match c {
        '\u{2F00}'..='\u{2FD5}' => {
            // Each has three bytes.
            let at = (c as usize - 0x2F00) * 3;
            KANGXI.get(at..)?.chars().next()
        }
        '\u{2E80}'..='\u{2EFF}' => {
            let at = SUPPLEMENT.binary_search_by_key(&c, |(radical, _)| *radical);
            Some(SUPPLEMENT[at.ok()?].1)
        }
        '\u{F900}'..='\u{FA0D}' if !OLD_FORMS.contains(&c) => {
            let mut ideograph = None;
            unicode_normalization::char::decompose_canonical(c, |c| ideograph = Some(c));
            ideograph.filter(|ideograph| *ideograph != c)
        }
        _ => None,
    }
}

/// A text as it is meant, without what nobody sees; none where it is written so.
pub fn plain(text: &str) -> Option<Plain> {
    if !has_more_than_meant(text) {
        return None;
    }
    let mut plain = Plain {
        text: String::with_capacity(text.len()),
        pieces: Vec::new(),
    };
    let mut is_even = false;
    for (at, c) in text.char_indices() {
        if is_ignorable(c) {
            is_even = false;
        } else if let Some(whole) = composed(plain.text.chars().next_back(), c) {
            plain.text.pop();
            plain.text.push(whole);
            is_even = false;
        } else {
            if !is_even {
                plain.pieces.push((plain.text.len(), at));
            }
            let meant = meant(c).unwrap_or(c);
            plain.text.push(meant);
            is_even = meant.len_utf8() == c.len_utf8();
        }
    }
    Some(plain)
}

/// A text as it is meant, with a map back to the one that is written.
#[derive(Clone, Debug)]
pub struct Plain {
    /// The text.
    pub text: String,
    /// Where stretches begin, in this text and in the one that is written, that are equally long
    /// in both.
    pieces: Vec<(usize, usize)>,
}

impl Plain {
    /// What is written for a part of the text.
    pub fn written(&self, span: Span) -> Span {
        let start = self.offset(span.start, span.start);
        // What nobody sees behind the last character is no part of it.
        let end = self.offset(span.end, span.end.saturating_sub(1));
        Span::new(start, end.max(start))
    }

    /// The place of `at`, in the stretch that holds `within`.
    fn offset(&self, at: usize, within: usize) -> usize {
        let next = self.pieces.partition_point(|(begin, _)| *begin <= within);
        match next.checked_sub(1) {
            Some(piece) => {
                let (begin, written) = self.pieces[piece];
                written + (at - begin)
            }
            None => at,
        }
    }
}

/// Whether a text has a character that [`plain`] leaves out or changes.
fn has_more_than_meant(text: &str) -> bool {
    let mut at = 0;
    while let Some((here, c)) = next_suspicious(text, at) {
        if is_ignorable(c) || meant(c).is_some() || is_mark(c) {
            return true;
        }
        at = here + c.len_utf8();
    }
    false
}

/// The next character from `at` on that may be odd, found byte by byte: most of a text is
/// passed over.
fn next_suspicious(text: &str, mut at: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    loop {
        let behind = |by: usize| bytes.get(at + by).copied().unwrap_or_default();
        let next = behind(1);
        let length = match *bytes.get(at)? {
            b'\t' | b'\n' | b'\r' | b' '..=b'~' => {
                at += 1;
                continue;
            }
            0x00..=0x7F => 1,
            0xC2 if next < 0xA0 || next == 0xAD => 2,
            0xCC | 0xCD | 0xD8 => 2,
            0xC0..=0xDF => {
                at += 2;
                continue;
            }
            // Private use, up to the beginning of the next block.
            0xEE => 3,
            // Kana: only their marks apart from them, and the filler of Hangul.
            0xE3 if !matches!((next, behind(2)), (0x82, 0x99 | 0x9A) | (0x85, _)) => {
                at += 3;
                continue;
            }
            // The half of the full-width forms that holds signs, digits and letters.
            0xEF if matches!(next, 0xBC | 0xBD) => {
                at += 3;
                continue;
            }
            0xE1..=0xE3 | 0xEF => 3,
            0xE0 | 0xE4..=0xED => {
                at += 3;
                continue;
            }
            0xF0 if matches!(next, 0x9B | 0x9D) => 4,
            // The last two codes of a plane.
            0xF0..=0xF2 if behind(2) == 0xBF && behind(3) >= 0xBE => 4,
            0xF3.. => 4,
            0x80..=0xBF | 0xF0.. => {
                at += if bytes[at] < 0xC0 { 1 } else { 4 };
                continue;
            }
        };
        let c = text.get(at..).and_then(|rest| rest.chars().next())?;
        if is_suspicious(c) {
            return Some((at, c));
        }
        at += length;
    }
}

fn is_suspicious(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' => false,
        '\0'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{FFF9}'..='\u{FFFD}' => true,
        '\u{2E80}'..='\u{2FD5}' | '\u{F900}'..='\u{FA0D}' => meant(c).is_some(),
        _ => is_mark(c) || is_ignorable(c) || is_private(c) || is_no_character(c),
    }
}

/// Whether a code is kept for no character (Unicode Standard, 23.7).
const fn is_no_character(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || c as u32 & 0xFFFE == 0xFFFE
}

const fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..) && !is_no_character(c)
}

/// What is odd about `c`, which stands at `at`.
fn oddity(text: &str, at: usize, c: char) -> Option<Oddity> {
    let before = text[..at].chars().next_back();
    let after = || text[at + c.len_utf8()..].chars().next();
    Some(match c {
        '\0' => Oddity::NotACharacter,
        c if is_no_character(c) => Oddity::NotACharacter,
        c if is_private(c) => Oddity::Private,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Oddity::Direction,
        '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Oddity::LineEnd,
        '\u{FFFD}' => Oddity::Lost,
        '\u{200C}' | '\u{200D}' if joins(before, after()) => return None,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' if before.is_some_and(has_forms) => {
            return None;
        }
        '\u{E0020}'..='\u{E007F}' if before.is_some_and(is_flag) => return None,
        '\u{180B}'..='\u{180F}' | '\u{17B4}' | '\u{17B5}' if before.is_some_and(joins_letters) => {
            return None;
        }
        c if is_mark(c) => Oddity::Mark(composed(before, c)?),
        c => meant(c).map_or(Oddity::Invisible, Oddity::LookAlike),
    })
}

/// What a mark makes of the character before it.
fn composed(before: Option<char>, mark: char) -> Option<char> {
    is_mark(mark).then(|| compose(before?, mark)).flatten()
}

/// Whether a character is a mark on the one before it: of kana, or of Latin letters.
const fn is_mark(c: char) -> bool {
    let is_latin = matches!(c, '\u{300}'..='\u{36F}') && !is_ignorable(c);
    is_latin || matches!(c, '\u{3099}' | '\u{309A}')
}

/// Whether a joiner between the two is meant: in an emoji of several parts, or between letters
/// that change their form by it.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let is = |c: Option<char>, what: fn(char) -> bool| c.is_some_and(what);
    is(before, is_emoji) && is(after, is_emoji) || is(before, joins_letters)
}

/// Whether emoji are made of a character: pictures, the tones of skin, and what follows them.
const fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2190}'..='\u{2BFF}' | '\u{FE0F}' | '\u{20E3}')
}

/// Whether the letters of a script are joined (Arabic, Syriac, the scripts of India and
/// South-East Asia, Mongolian).
const fn joins_letters(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{109F}' | '\u{1700}'..='\u{1CFF}' | '\u{A800}'..='\u{ABFF}')
}

/// Whether there are forms of a character to choose from: kanji, emoji, signs and the digits of
/// keys.
const fn has_forms(c: char) -> bool {
    matches!(c,
        '0'..='9' | '#' | '*' | '©' | '®' | '\u{2000}'..='\u{303F}' | '\u{3200}'..='\u{A4CF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{1F000}'..)
}

/// Whether the flag of a region can go on behind a character.
const fn is_flag(c: char) -> bool {
    matches!(c, '\u{1F3F4}' | '\u{E0020}'..='\u{E007E}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(usize, Oddity)> {
        oddities(text)
            .map(|(span, _, oddity)| (span.start, oddity))
            .collect()
    }

    #[test]
    fn what_nobody_sees_is_found() {
        for c in "\u{200B}\u{200C}\u{200D}\u{AD}\u{2060}\u{FEFF}\u{200E}\u{200F}\u{61C}\u{34F}\
                  \u{115F}\u{3164}\u{FFA0}\u{FE0F}\u{E0001}\u{E0041}\u{FFFC}\u{7F}\u{1B}\u{80}\
                  \u{2063}\u{206A}\u{1D173}"
            .chars()
        {
            let text = format!("ああ{c}い");
            assert_eq!(found(&text), [(6, Oddity::Invisible)], "U+{:04X}", c as u32);
        }
        for c in "\u{B}\u{C}\u{85}\u{2028}\u{2029}".chars() {
            assert_eq!(found(&format!("あ{c}い")), [(3, Oddity::LineEnd)]);
        }
        assert_eq!(found("壊れた字 \u{FFFD} です"), [(13, Oddity::Lost)]);
    }

    #[test]
    fn what_is_no_character_is_found() {
        let planes = (0..=16).flat_map(|plane| [plane << 16 | 0xFFFE, plane << 16 | 0xFFFF]);
        for code in (0xFDD0..=0xFDEF_u32).chain(planes).chain([0]) {
            let c = char::from_u32(code).unwrap();
            let text = format!("ああ{c}い😀");
            assert_eq!(found(&text), [(6, Oddity::NotACharacter)], "U+{code:04X}");
        }
        for c in "\u{E000}\u{F8FF}\u{F0000}\u{FFFFD}\u{100000}\u{10FFFD}".chars() {
            assert_eq!(found(&format!("あ{c}い")), [(3, Oddity::Private)]);
        }
        for c in "\u{202A}\u{202E}\u{2066}\u{2069}".chars() {
            assert_eq!(found(&format!("あ{c}い")), [(3, Oddity::Direction)]);
        }
        assert_eq!(found("\u{FEFF}あ"), [(0, Oddity::Invisible)]);
    }

    #[test]
    fn what_is_meant_is_not_odd() {
        for text in [
            "文\tの\r\n終わり",
            "家族👨\u{200D}👩\u{200D}👧と❤\u{FE0F}\u{200D}🔥",
            "👩🏽\u{200D}💻",
            "1\u{FE0F}\u{20E3} ☎\u{FE0F} ※\u{FE0E}",
            "葛\u{E0100}城市、辻\u{E0100}さん",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "می\u{200C}خواهم क्\u{200D}ष",
            "﨑髙神福 朗\u{F929} 々〆ヶ",
            "あ\u{3099}ん\u{309A} x\u{304}",
            "10\u{A0}km",
            "⺮⺌ かんむり",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn radicals_are_the_characters_that_they_look_like() {
        assert_eq!(KANGXI.chars().count(), 214);
        assert!(SUPPLEMENT.is_sorted_by_key(|(radical, _)| *radical));
        for (radical, ideograph) in "⽇日⽉月⾦金⻑長⻘青⼾戸⿊黒⼀一⿕龠⺠民"
            .chars()
            .collect::<Vec<_>>()
            .chunks(2)
            .map(|pair| (pair[0], pair[1]))
        {
            assert_eq!(meant(radical), Some(ideograph), "{radical}");
        }
        // 年 and 料 of Korean.
        assert_eq!(meant('\u{F98E}'), Some('年'));
        assert_eq!(meant('\u{F9BE}'), Some('料'));
        assert_eq!(meant('\u{FA0E}'), None);
    }

    #[test]
    fn every_kangxi_radical_is_what_unicode_says() {
        use unicode_normalization::UnicodeNormalization;
        for code in 0x2F00..=0x2FD5_u32 {
            let radical = char::from_u32(code).unwrap();
            let compatible = radical.nfkc().next().unwrap();
            let meant = meant(radical).unwrap();
            let is_japanese = ['戸', '青', '黄', '黒'].contains(&meant);
            assert!(meant == compatible || is_japanese, "{radical}");
        }
    }

    #[test]
    fn marks_apart_from_their_kana_are_found() {
        assert_eq!(found("か\u{3099}"), [(3, Oddity::Mark('が'))]);
        assert_eq!(found("ハ\u{309A}"), [(3, Oddity::Mark('パ'))]);
        assert_eq!(found("cafe\u{301}"), [(4, Oddity::Mark('é'))]);
    }

    #[test]
    fn what_a_program_can_mend_is_mended() {
        assert_eq!(
            mended("a\0b\u{9b}\u{202e}⽇か\u{3099}\u{fffd}\u{e000}\u{2028}c"),
            "ab日が\u{fffd}\u{e000}\u{2028}c"
        );
        assert_eq!(mended("ふつうの文"), "ふつうの文");
    }

    #[test]
    fn a_plain_text_knows_what_is_written() {
        assert!(plain("ふつうの文 ABC 12月").is_none());
        let written = "12⽉13\u{200B}⽇、か\u{3099}く⾦\u{AD}";
        let plain = plain(written).unwrap();
        assert_eq!(plain.text, "12月13日、がく金");
        for (part, expected) in [
            ("12月13日", "12⽉13\u{200B}⽇"),
            ("13", "13"),
            ("日", "⽇"),
            ("く", "く"),
            ("金", "⾦"),
        ] {
            let start = plain.text.find(part).unwrap();
            let span = plain.written(Span::new(start, start + part.len()));
            assert_eq!(span.slice(written), expected);
        }
        assert_eq!(plain.written(Span::new(0, 0)), Span::new(0, 0));
    }

    #[test]
    fn hostile_text_is_read_to_its_end() {
        for text in [
            "",
            "\u{200B}",
            "\u{3099}",
            "\u{10FFFF}\u{F0000}",
            "a\u{300}\u{300}\u{300}",
        ] {
            let _ = (found(text), plain(text));
        }
        let many = "\u{200B}か\u{3099}⽇".repeat(10_000);
        assert_eq!(found(&many).len(), 30_000);
    }
}
