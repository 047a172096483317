//! Finds where a text spells a term otherwise than it should be spelt.
//!
//! Compared are folded texts ([`fold`](super::fold)) in which, other than for a search,
//! punctuation and symbols stay, and so do a space between two ASCII letters or digits and an
//! empty line: a hit never reaches from one part of a sentence into another. Then it is looked
//! at in the source.
//!
//! # What is no misspelling
//!
//! - The right spelling, and what lies in a right spelling, of whatever term. Of places that
//!   overlap the first counts, then the longest. A line break between two wide characters
//!   shows no space, and counts as none; a capital at the beginning of a term in small letters
//!   may begin a sentence.
//! - A part of a word. Where the hit begins or ends with an ASCII letter or digit, none may
//!   stand next to it, nor what makes it part of an address or compound (`web.example.jp`,
//!   `web-based`, `/web`); where with katakana, no katakana (プラットフォーム is no フォーム);
//!   where a term in katakana is written in hiragana, no hiragana (ありませんただ is no
//!   センター). Kanji are not looked at: 新専用申込フォーム is a 専用申込フォーム.
//! - A noun without its last kana before another kanji or katakana, because compounds are
//!   written so: 利用申し込み does not ask for 利用申し込み書.
//! - Another spelling of a term that is one or two characters long, as written or as folded,
//!   if it is not among the wrong ones. Wrong spellings that are as short, or that fold to the
//!   same as the term, must stand there but for width and case: 申込 with the wrong 申込み says
//!   nothing of 申し込みます.

use super::fold::{fold_spelling, fold_width, half_width, is_kanji};
use super::folded::Folded;
use super::width::joins;
use super::words::Words;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;

/// How something is spelt, and how it is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term<'a> {
    /// The only right spelling.
    pub spelling: &'a str,
    /// Other names for the same thing, which are to be replaced.
    pub wrong: Vec<&'a str>,
}

/// A place where a term stands, or what should be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which term, counted from 0 in the order they were given.
    pub term: usize,
    /// The bytes of the text that [`Term::spelling`] should stand in place of.
    pub span: Range<usize>,
    /// In what way it is wrong.
    pub kind: HitKind,
}

/// How a text spells a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitKind {
    /// As it should be.
    Right,
    /// One of [`Term::wrong`].
    Wrong,
    /// The term itself, but with another width, case, kana, okurigana or inner spaces.
    Near,
}

/// Finds many terms at once. Made once, and used for many texts, on many threads.
#[derive(Clone, Debug)]
pub struct Finder {
    patterns: Words<Pattern>,
}

/// What to make of a place where a certain folded text stands.
#[derive(Clone, Debug)]
struct Pattern {
    term: usize,
    /// As it was given, the term or a wrong spelling.
    spelling: Box<str>,
    sense: Sense,
}

#[derive(Clone, Debug)]
enum Sense {
    /// The term; whether other spellings of it are hits.
    Term { is_short: bool },
    /// A wrong spelling.
    Wrong,
    /// A wrong spelling that is too short, or too like the term, to count in yet another
    /// spelling: only what is this in NFKC and lower case does.
    JustWrong(String),
}

/// What a place is; of several at one place the first counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    Right,
    Wrong,
    Near,
}

impl Finder {
    /// A finder of `terms`. Spellings of which nothing is left when folded are never found,
    /// and neither are those with U+FFFC.
    pub fn new(terms: &[Term<'_>]) -> Self {
        let patterns = terms
            .iter()
            .enumerate()
            .flat_map(|(index, term)| patterns(index, term))
            .filter(|(folded, _)| !folded.contains('\u{FFFC}'));
        Self {
            patterns: Words::new(patterns),
        }
    }

    /// The places of `text` where a term stands, or what should be one, in order; they do not
    /// overlap. U+FFFC in `text` stands for something that is no text. The time taken is
    /// linear in the length of `text`, and grows with the logarithm of the number of terms.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let folded = fold_spelling(text);
        let mut places: Vec<(Range<usize>, Found, usize)> = Vec::new();
        for (at, c) in folded.text().char_indices() {
            if !self.patterns.may_begin_with(c) {
                continue;
            }
            self.patterns
                .beginning(&folded.text()[at..], |length, pattern| {
                    if let Some(span) = span(&folded, at..at + length)
                        && let Some(found) = pattern.judge(text, &span)
                    {
                        places.push((span, found, pattern.term));
                    }
                });
        }
        places.sort_by_key(|(span, found, term)| (span.start, Reverse(span.end), *found, *term));
        let mut end = 0;
        places.retain(|(span, ..)| {
            let is_free = span.start >= end;
            end = if is_free { span.end } else { end };
            is_free
        });
        let hit = |(span, found, term)| {
            let kind = match found {
                Found::Right => HitKind::Right,
                Found::Wrong => HitKind::Wrong,
                Found::Near => HitKind::Near,
            };
            Hit { term, span, kind }
        };
        places.into_iter().map(hit).collect()
    }
}

/// What stands for `term` in the finder, each under its folded text.
fn patterns(index: usize, term: &Term<'_>) -> Vec<(Box<str>, Pattern)> {
    let folded = fold_spelling(term.spelling).into_text();
    let is_short = is_short(term.spelling, &folded);
    let wrong = term.wrong.iter().map(|&wrong| {
        let key = fold_spelling(wrong).into_text();
        let sense = if key == folded || self::is_short(wrong, &key) {
            Sense::JustWrong(fold_width(wrong))
        } else {
            Sense::Wrong
        };
        (key, wrong, sense)
    });
    let wrong: Vec<_> = wrong.collect();
    [(folded, term.spelling, Sense::Term { is_short })]
        .into_iter()
        .chain(wrong)
        .map(|(folded, spelling, sense)| {
            let pattern = Pattern {
                term: index,
                spelling: spelling.into(),
                sense,
            };
            (folded.into_boxed_str(), pattern)
        })
        .collect()
}

fn is_short(spelling: &str, folded: &str) -> bool {
    let length = spelling.chars().count().min(folded.chars().count());
    length <= 2
}

/// Where in the source the bytes `range` of `folded` are, if they are there by themselves.
fn span(folded: &Folded, range: Range<usize>) -> Option<Range<usize>> {
    let stands_alone = folded.parts_at(range.start) && folded.parts_at(range.end);
    stands_alone.then(|| folded.source(range))
}

impl Pattern {
    /// What `text` has at `span`, where this pattern stands when folded.
    fn judge(&self, text: &str, span: &Range<usize>) -> Option<Found> {
        let written = unbroken(&text[span.clone()]);
        let before = text[..span.start].chars().rev();
        let after = text[span.end..].chars();
        if !self.is_whole(&written, before, after) {
            return None;
        }
        match &self.sense {
            Sense::Term { .. } if self.is_right(&written) => Some(Found::Right),
            Sense::Term { is_short } => {
                let next = text[span.end..].chars().next();
                (!is_short && !self.is_in_compound(&written, next)).then_some(Found::Near)
            }
            Sense::Wrong => Some(Found::Wrong),
            Sense::JustWrong(wrong) => (fold_width(&written) == *wrong).then_some(Found::Wrong),
        }
    }

    fn is_right(&self, written: &str) -> bool {
        if *self.spelling == *written {
            return true;
        }
        // A sentence may begin here.
        let small = self
            .spelling
            .chars()
            .next()
            .filter(char::is_ascii_lowercase);
        let capital = small.map(|small| small.to_ascii_uppercase());
        capital.is_some()
            && written.chars().next() == capital
            && written.get(1..) == self.spelling.get(1..)
    }

    /// Whether `written` is neither the end nor the beginning of a longer word; `before` goes
    /// backwards from it.
    fn is_whole(
        &self,
        written: &str,
        before: impl Iterator<Item = char>,
        after: impl Iterator<Item = char>,
    ) -> bool {
        let first = (self.spelling.chars().next(), written.chars().next());
        let last = (
            self.spelling.chars().next_back(),
            written.chars().next_back(),
        );
        is_edge(first, before, Side::Before) && is_edge(last, after, Side::After)
    }

    /// Whether `written` is a noun without the kana that the term ends with, before more of a
    /// compound.
    fn is_in_compound(&self, written: &str, next: Option<char>) -> bool {
        self.spelling.ends_with(is_hiragana)
            && written.ends_with(is_kanji)
            && next.is_some_and(|next| is_kanji(next) || is_katakana(next))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// Whether a word can end between a character of a hit, given as spelt in the pattern and as
/// written in the text, and what lies `beyond`, seen from the hit.
fn is_edge(
    (spelt, written): (Option<char>, Option<char>),
    mut beyond: impl Iterator<Item = char>,
    side: Side,
) -> bool {
    let (Some(spelt), Some(written)) = (spelt, written.map(half_width)) else {
        return false;
    };
    let Some(next) = beyond.next().map(half_width) else {
        return true;
    };
    if written.is_ascii_alphanumeric() {
        return !goes_on(next, beyond.next().map(half_width), side);
    }
    if is_katakana(written) {
        return !is_katakana(next);
    }
    !(is_hiragana(written) && is_katakana(spelt) && is_hiragana(next))
}

/// Whether an ASCII word goes on with `next` and what lies behind that, `further`: at once, or
/// over something that joins words, with which a path begins too.
fn goes_on(next: char, further: Option<char>, side: Side) -> bool {
    if !is_joiner(next) {
        return next.is_ascii_alphanumeric();
    }
    match further.filter(|further| !further.is_whitespace()) {
        Some(further) => further.is_ascii_alphanumeric() || is_joiner(further),
        None => side == Side::Before && next != '\'',
    }
}

/// Whether `c` joins ASCII words into addresses, paths, names of files and compounds.
fn is_joiner(c: char) -> bool {
    matches!(
        c,
        '-' | '_' | '.' | '/' | '\\' | '@' | ':' | '#' | '%' | '&' | '=' | '?' | '~' | '+' | '\''
    )
}

/// Katakana of either width, with ー.
fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー'..='ヿ' | 'ㇰ'..='ㇿ' | 'ｦ'..='ﾟ')
}

fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゟ')
}

/// `written` as it is shown: without line breaks, and without the indentation of lines.
fn unbroken(written: &str) -> Cow<'_, str> {
    if !written.contains('\n') {
        return Cow::Borrowed(written);
    }
    let mut shown = String::with_capacity(written.len());
    for line in written.lines().map(str::trim) {
        if let (Some(before), Some(after)) = (shown.chars().next_back(), line.chars().next())
            && !joins(before, after)
        {
            shown.push(' ');
        }
        shown.push_str(line);
    }
    Cow::Owned(shown)
}
