//! The mark that a line begins with, as it may have been typed.

use super::page::HIDDEN;
use crate::width::{is_blank, is_dash, narrow, narrowed};

/// What is taken for a hyphen at the beginning of a line.
const HYPHENS: &str = "-－−‐ー";
/// Signs that stand for nothing but the dot of a list.
const DOTS: &str = "・･•◦∙·●■▪▫◆‣⁃➢➤►▶\u{f0b7}\u{f0a7}\u{f0d8}§";
/// Signs that mean something, so that they are to stay where they are.
const SIGNS: &str = "※＊★☆◎○□◇△▲▽▼→⇒⇨✓✔✅☑☐◉♦";
/// What stands behind a sign that hides a word: `○月○日`, `●●株式会社`.
const NAMES: &str = "年月日時分円名人様市町村県区課";

/// A mark and what has to stand for it.
pub(super) struct Mark<'a> {
    pub(super) what: What,
    /// What stands before it.
    pub(super) lead: &'a str,
    /// How many bytes of the line are to be replaced.
    pub(super) length: usize,
    /// What has to stand there; the mark itself if it stays.
    pub(super) sign: String,
    /// Whether one such line alone is a mistake; otherwise there must be several.
    pub(super) alone: bool,
    /// What tells it from other marks that mean the same.
    pub(super) typed: char,
    /// Whether it is no sign of Markdown at all, rather than one in another width.
    pub(super) is_foreign: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Heading,
    Bullet,
    Number,
    Quote,
    Rule,
    /// A mark that stays as it is, of a kind: only the line has to be its own.
    Kept(char),
}

impl What {
    /// Whether it makes an item of a list.
    pub(super) const fn is_item(self) -> bool {
        matches!(self, Self::Bullet | Self::Number)
    }
}

impl Mark<'_> {
    /// Whether it is as it should be, and begins nothing where it stands.
    pub(super) fn is_right(&self, line: &str) -> bool {
        line[..self.length] == self.sign
    }
}

/// What it is, its bytes, what has to stand there, whether it is a mistake alone.
type Read = (What, usize, String, bool);

/// Reads the beginning of a line; nothing where it begins with words.
pub(super) fn read(line: &str) -> Option<Mark<'_>> {
    let rest = line.trim_start_matches(is_blank);
    let lead = &line[..line.len() - rest.len()];
    let first = rest.chars().next()?;
    let typed = match first {
        _ if is_digit(first) => rest.chars().find(|c| !is_digit(*c)).map_or(first, narrow),
        '･' => '・',
        _ if is_dash(first) => '-',
        first => first,
    };
    let is_foreign = DOTS.contains(first) && !"・･".contains(first)
        || first == 'o'
        || is_dash(first) && !HYPHENS.contains(first);
    let found = match first {
        '#' | '＃' => heading(rest),
        '＞' | '>' => quote(rest),
        _ if is_digit(first) => number(rest),
        _ if is_rule(rest) => Some((What::Rule, rest.trim_end().len(), String::new(), true)),
        _ => bullet(rest, first),
    };
    let (what, length, sign, alone) = found.or_else(|| kept(rest))?;
    Some(Mark {
        what,
        lead,
        length: lead.len() + length,
        sign,
        alone,
        typed,
        is_foreign,
    })
}

/// How deep in the list Word means a bullet to be.
pub(super) const fn word_level(typed: char) -> Option<usize> {
    match typed {
        '•' | '·' | '\u{f0b7}' => Some(0),
        'o' => Some(1),
        '▪' | '§' | '\u{f0a7}' => Some(2),
        _ => None,
    }
}

fn heading(rest: &str) -> Option<Read> {
    let words = rest.trim_start_matches(['#', '＃']);
    let level = rest[..rest.len() - words.len()].chars().count();
    let title = words.trim_start();
    let first = title.chars().next()?;
    let has_space = title.len() < words.len();
    let closed = title.trim_end().trim_end_matches(['#', '＃']);
    // `#1` is a number, `#介護 #更新` are tags.
    let is_tag = level == 1
        && (!first.is_alphabetic() && first != HIDDEN && !"「『【（".contains(first))
        || closed.contains(['#', '＃']);
    let is_heading = level <= 6 && !closed.is_empty() && (has_space || !is_tag);
    // The heading of the first level is the page's title.
    let sign = "#".repeat(level.max(2)) + " ";
    is_heading.then(|| (What::Heading, rest.len() - title.len(), sign, true))
}

fn quote(rest: &str) -> Option<Read> {
    let words = rest.trim_start_matches(['＞', '>']).trim_start();
    // `＞ トップ ＞ 質問` shows where one is; `＜br＞` is a tag.
    let count = |signs: [char; 2]| words.matches(signs).count();
    let is_quote = !words.is_empty() && count(['＞', '>']) <= count(['＜', '<']);
    let level = rest.chars().take_while(|c| "＞>".contains(*c)).count();
    is_quote.then(|| {
        (
            What::Quote,
            rest.len() - words.len(),
            "> ".repeat(level),
            true,
        )
    })
}

const fn is_digit(c: char) -> bool {
    narrow(c).is_ascii_digit()
}

fn number(rest: &str) -> Option<Read> {
    let behind = rest.trim_start_matches(is_digit);
    let digits = narrowed(&rest[..rest.len() - behind.len()]);
    let point = behind.chars().next().filter(|c| ".．)）、".contains(*c))?;
    let words = behind[point.len_utf8()..].trim_start();
    let has_space = words.len() < behind.len() - point.len_utf8();
    let first = words.chars().next()?;
    let is_number =
        has_space || first.is_alphabetic() || "「『【（".contains(first) || first == HIDDEN;
    (digits.len() <= 3 && is_number).then(|| {
        let alone = ".．".contains(point);
        let sign = format!("{digits}{} ", if ")）".contains(point) { ')' } else { '.' });
        (What::Number, rest.len() - words.len(), sign, alone)
    })
}

fn bullet(rest: &str, first: char) -> Option<Read> {
    let behind = &rest[first.len_utf8()..];
    let words = behind.trim_start();
    let next = words.chars().next().filter(|next| *next != first)?;
    let has_space = words.len() < behind.len();
    let is_word = next.is_alphabetic() || next == HIDDEN;
    let (is_item, alone) = match first {
        // Word's second level.
        'o' => (behind.starts_with('\t'), false),
        '－' | '-' | '−' | '‐' => (has_space || is_word, has_space),
        'ー' | '*' | '＊' | '+' | '＋' => (has_space, has_space),
        _ if is_dash(first) => (has_space, false),
        _ => (DOTS.contains(first) && !NAMES.contains(next), false),
    };
    let length = rest.len() - words.len();
    is_item.then(|| (What::Bullet, length, "- ".to_owned(), alone))
}

/// Whether a line is nothing but signs for a rule, some of them not Markdown's.
fn is_rule(rest: &str) -> bool {
    let mut signs = rest
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '＊' | '*' => Some('*'),
            '＿' | '_' => Some('_'),
            c => is_dash(c).then_some('-'),
        });
    let first = signs.next().flatten();
    let is_long = rest.starts_with(['—', '―', '─', '━']);
    let least = if is_long { 1 } else { 2 };
    first.is_some()
        && !rest.is_ascii()
        && signs.clone().count() >= least
        && signs.all(|c| c == first)
}

/// Reads a mark that stays: its kind.
fn kept(rest: &str) -> Option<Read> {
    let first = rest.chars().next()?;
    let behind = &rest[first.len_utf8()..];
    let second = behind.chars().next()?;
    let is_end = |text: &str, ends: &str| text.starts_with(|c| ends.contains(c));
    let numbered = behind.trim_start_matches(is_digit);
    let is_single = |ends: &str| {
        let words = behind.trim_start_matches(|c| ends.contains(c));
        is_end(behind, ends) && !words.starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    let kind = match first {
        '①'..='⑳'
        | '㉑'..='㉟'
        | '㊱'..='㊿'
        | 'ⓐ'..='ⓩ'
        | '㈠'..='㈩'
        | '㊀'..='㊉'
        | '❶'..='❿' => '①',
        '(' | '（' if is_label(behind) => '(',
        'Q' | 'A' | 'Ｑ' | 'Ａ'
            if is_end(numbered, "．.：:、")
                || numbered.len() < behind.len() && is_end(numbered, " \u{3000}") =>
        {
            'Q'
        }
        '問' | '答' if is_end(numbered, "．.：:、 \u{3000}") => 'Q',
        _ if is_digit(first) => {
            let words = numbered.trim_start_matches(['：', ':', '\u{3000}']);
            let is_mark = is_end(numbered, "：:\u{3000}") && !words.starts_with(is_digit);
            is_mark.then_some('1')?
        }
        'ア'..='ン' if is_single("．.)）、") => 'ア',
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
            if is_single("．.)）、") =>
        {
            '一'
        }
        'a'..='z' | 'A'..='Z' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' if is_single("．.)）") => 'a',
        _ if SIGNS.contains(first) && second != first && !NAMES.contains(second) => first,
        _ => return None,
    };
    let label = match kind {
        '(' => behind
            .find([')', '）'])
            .map_or(0, |end| first.len_utf8() + end + ')'.len_utf8()),
        'Q' | '1' => rest.len() - numbered.len(),
        _ => first.len_utf8(),
    };
    let end = rest.ceil_char_boundary(label);
    Some((What::Kept(kind), 0, rest[..end].to_owned(), false))
}

/// Whether parentheses with the number or letter of a line begin here: `（１）`, `(a)`, `（注2）`.
fn is_label(inside: &str) -> bool {
    let Some(end) = inside.find([')', '）']) else {
        return false;
    };
    let label = inside[..end].trim_start_matches('注');
    let is_kana = |c| {
        matches!(
            c,
            'ア'..='ン' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
        )
    };
    let is_number = !label.is_empty() && label.len() <= 6 && label.chars().all(is_digit);
    let mut letters = label.chars();
    let is_letter = letters
        .next()
        .is_some_and(|c| narrow(c).is_ascii_alphabetic() || is_kana(c));
    is_number || is_letter && letters.next().is_none()
}
