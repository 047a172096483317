//! The words around a value that say what it is for.
//!
//! Only a few characters on either side are looked at, so that reading stays linear, and never
//! past the end of a sentence, another value, or what stands in for a picture or a fact.

use super::cursor::Cursor;
use super::place::Place;
use super::{Cue, Cues, Literal, Value};

/// How many characters before a value are looked at.
const WINDOW: usize = 16;

/// What ends a sentence, or is no text.
const STOPS: &str = "。!?\n\r\u{FFFC}";

/// What may stand between a value and the word behind it.
const LINKS: [&str; 11] = [
    "ごろ", "頃", "が", "を", "に", "の", "付け", "付", "(", ")", "【",
];

const UNTIL: [&str; 2] = ["まで", "迄"];

/// The words for a deadline that may stand behind it.
const CLOSES: [&str; 8] = [
    "期限",
    "締切",
    "締め切",
    "〆",
    "必着",
    "消印有効",
    "厳守",
    "期日",
];
const FROM: [&str; 4] = ["から", "より", "以降", "以後"];
const ABOUT: [&str; 6] = ["ごろ", "頃", "前後", "くらい", "ぐらい", "程度"];

/// The words for a deadline that may stand before it.
const DEADLINES: [&str; 6] = ["期限", "締切", "締め切り", "締切り", "〆切", "期日"];

/// The same in English, right before.
const DUE: [&str; 3] = ["due", "deadline:", "deadline is"];

/// What stands in English for まで.
const UP_TO: [&str; 3] = ["until", "till", "by"];

const PHONES: [&str; 9] = [
    "電話",
    "tel",
    "ダイヤル",
    "ダイアル",
    "携帯",
    "phone",
    "℡",
    "☎",
    "📞",
];
const FAXES: [&str; 5] = ["fax", "ファックス", "ファクス", "ファクシミリ", "℻"];

/// Words before other numbers than those of telephones.
const NUMBERS: [&str; 5] = ["番号", "コード", "no.", "no", "id"];

/// How far apart the words for telephone and fax may stand to be said of one number.
const BOTH: usize = 2;

/// The cues around a literal that is not yet among those found.
pub(super) fn around(place: Place<'_>, literal: &Literal) -> Cues {
    let end = Cursor::new(place.text, literal.span.end, literal.span.end);
    let start = literal.span.start;
    let behind = behind(end);
    match literal.value {
        Value::Phone(_) => before_phone(place, start),
        Value::Duration(_) if place.follows(start, &["within"]) => behind.with(Cue::Within),
        Value::Duration(_)
        | Value::Amount(_)
        | Value::Email(_)
        | Value::Url(_)
        | Value::Postal { .. }
        | Value::Lot(_)
        | Value::Recurrence(_) => behind,
        Value::Date(_) | Value::Time(_) | Value::Vague if is_deadline(place, start) => {
            behind.with(Cue::Until).with(Cue::Deadline)
        }
        Value::Date(_) | Value::Time(_) | Value::Vague if is_last(place, start) => {
            behind.with(Cue::Until)
        }
        Value::Date(_) | Value::Time(_) | Value::Vague if place.follows(start, &["from"]) => {
            behind.with(Cue::From)
        }
        Value::Date(_) | Value::Time(_) | Value::Vague => behind,
    }
}

/// The cues behind a value that ends at the cursor.
pub(super) fn behind(mut cursor: Cursor<'_>) -> Cues {
    let mut cues = Cues::default();
    cursor.gap();
    if comes(cursor, &["以内"]) {
        return cues.with(Cue::Within);
    }
    for _ in 0..3 {
        if comes(cursor, &ABOUT) {
            cues = cues.with(Cue::About);
        }
        if comes(cursor, &UNTIL) {
            return cues.with(Cue::Until);
        }
        if comes(cursor, &CLOSES) {
            return cues.with(Cue::Until).with(Cue::Deadline);
        }
        // 4月9日より前 ends with the day before.
        if comes(cursor, &["より前", "よりも前"]) {
            break;
        }
        if comes(cursor, &FROM) || is_open(cursor) {
            return cues.with(Cue::From);
        }
        if !cursor.eat_any(&LINKS) {
            break;
        }
    }
    cues
}

fn comes(mut cursor: Cursor<'_>, words: &[&str]) -> bool {
    cursor.eat_any(words)
}

/// Whether a wave dash comes next that leads to no other end.
fn is_open(mut cursor: Cursor<'_>) -> bool {
    cursor.gap();
    cursor.eat('~')
        && !cursor
            .peek()
            .is_some_and(|c| c.is_alphanumeric() || c == ' ' || c == '¥')
}

/// Whether something around 4/9 says that it is a day.
pub(super) fn tell_a_day(place: Place<'_>, end: Cursor<'_>) -> bool {
    let behind = behind(end);
    behind.has(Cue::Until)
        || behind.has(Cue::From)
        || behind.has(Cue::About)
        || comes(end, &["付"])
        || is_deadline(place, place.start)
        || is_last(place, place.start)
}

/// Whether a wave dash stands before that comes from no other end: ～4月9日.
fn is_closed(place: Place<'_>, start: usize) -> bool {
    let mut back = Cursor::new(place.text, place.floor, start);
    back.gap_back();
    back.back_over("~")
        && !back.before().is_some_and(char::is_alphanumeric)
        && place.linked(start).is_none()
}

/// Whether the word for a deadline stands before, and goes with the value: not 期限の1/2, 締切後.
fn is_deadline(place: Place<'_>, start: usize) -> bool {
    let window = Window::before(place, start);
    let told = window.last(&DEADLINES).is_some_and(|(_, end)| {
        let between = &window.chars[end..];
        let of_another = between.first().is_some_and(|&c| "後前内切".contains(c));
        !of_another && !between.contains(&'の')
    });
    told || place.follows(start, &DUE)
}

/// Whether what stands before says まで in another way.
fn is_last(place: Place<'_>, start: usize) -> bool {
    is_closed(place, start) || place.follows(start, &UP_TO)
}

/// The cues before a telephone number: the nearest word for one, or two in one breath.
pub(super) fn before_phone(place: Place<'_>, start: usize) -> Cues {
    let window = Window::before(place, start);
    let cues = Cues::default();
    match (window.last(&PHONES), window.last(&FAXES)) {
        (None, None) => cues,
        (Some(_), None) => cues.with(Cue::Phone),
        (None, Some(_)) => cues.with(Cue::Fax),
        (Some(phone), Some(fax)) => {
            let apart = usize::max(phone.0, fax.0) - usize::min(phone.1, fax.1);
            if apart <= BOTH {
                cues.with(Cue::Phone).with(Cue::Fax)
            } else if phone > fax {
                cues.with(Cue::Phone)
            } else {
                cues.with(Cue::Fax)
            }
        }
    }
}

/// Whether the word right before says that the number is another: 申請番号.
pub(super) fn is_other_number(place: Place<'_>, start: usize) -> bool {
    let mut back = Cursor::new(place.text, place.floor, start);
    for _ in 0..2 {
        back.gap_back();
        back.back_over(":");
        back.back_over("は");
    }
    NUMBERS.iter().any(|word| back.back_over(word))
}

/// The last characters before a place, in one sentence, folded and in lower case.
struct Window {
    chars: [char; WINDOW],
}

impl Window {
    fn before(place: Place<'_>, start: usize) -> Self {
        let mut chars = ['\u{FFFC}'; WINDOW];
        let mut back = Cursor::new(place.text, place.floor, start);
        for slot in chars.iter_mut().rev() {
            let Some(c) = back.before().filter(|&c| !STOPS.contains(c)) else {
                break;
            };
            *slot = c.to_ascii_lowercase();
            back.back();
        }
        Self { chars }
    }

    /// Where the last of the words begins and ends.
    fn last(&self, words: &[&str]) -> Option<(usize, usize)> {
        (0..WINDOW).rev().find_map(|start| {
            words
                .iter()
                .filter_map(|word| Some((start, start + self.length(start, word)?)))
                .max()
        })
    }

    /// The length in characters of the word, if it stands at `start`; a word of letters is
    /// no part of another.
    fn length(&self, start: usize, word: &str) -> Option<usize> {
        let here = &self.chars[start..];
        if word.chars().next() != here.first().copied() {
            return None;
        }
        let length = word.chars().count();
        let found = length <= here.len() && word.chars().eq(here[..length].iter().copied());
        let glued = start > 0 && word.is_ascii() && self.chars[start - 1].is_ascii_lowercase();
        (found && !glued).then_some(length)
    }
}
