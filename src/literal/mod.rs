//! Values that stand in running text: dates, times, telephone numbers, durations and sums
//! of money, in all the ways in which Japanese, and now and then English, is written.
//!
//! ```
//! use annai::literal::{Value, read};
//!
//! let found = read("受付は４月９日㈫まで");
//! assert!(matches!(&found[0].value, Value::Date(day) if day.month == 4 && day.day == 9));
//! ```
//!
//! Reading is linear in the length of the text and never fails. It knows no facts, no
//! Markdown and no files: what a value means for a site is for others to say.
//!
//! A text is passed over byte by byte up to a place where a value may begin, which is a number
//! or one of a few words. There each kind is tried, the most particular one first; what names
//! an era, a month in English or half of the day is looked for behind one's back. What is read
//! is not read again, and what is read in vain is skipped as far as its digits go. Nothing is
//! looked for in URLs, mail addresses and paths, or in names of things such as 8341-3.
//!
//! Where writing leaves a choice:
//!
//! - 4/9 is a day only where something says so: a day of the week, まで, 期限 before it, a time
//!   of day behind it, or the other end of a range.
//! - Of two years that differ, the Western one is taken. Eras are counted on past their end.
//! - 24:00 is 0:00 where it ends something, and nothing elsewhere. 午後12時 is noon.
//! - The half of the day and the year may be left to the other end of a range, its unit too:
//!   of 3～5営業日 the first literal is `3`.
//! - A length of time is read where it is a deadline: 2営業日, 3日以内, 3日後, but not 3日間.
//! - A telephone number without signs needs the word for it before it.

mod additions;
mod amounts;
mod contacts;
mod cues;
mod cursor;
mod dates;
mod durations;
mod english;
mod era;
mod fold;
mod lots;
mod phones;
mod place;
mod ranges;
mod reader;
mod recurrences;
mod scan;
mod times;
mod vague;
mod weekdays;

use crate::calendar::{Date, Duration, Recurrence, Time, Weekday, date};
use crate::characters;
use crate::source::Span;

pub use contacts::web_address;
pub use fold::starts_alike;

/// A value that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The value.
    pub value: Value,
    /// Its bytes in the text: a year in brackets and the day of the week included, what
    /// surrounds it (頃, まで) not.
    pub span: Span,
    /// The day of the week that stands beside a date: （火）, 火曜日, ㈫.
    pub weekday: Option<Weekday>,
    /// Whether it is one end of a range; the other is the next or the one before of its kind,
    /// with at most the time of day of a date between.
    pub range: Option<RangeEnd>,
    /// The words around it that say what it is for.
    pub cues: Cues,
    /// What stands beside it and belongs to it.
    pub addition: Option<Addition>,
    /// What keeps it from being what it seems.
    pub flaw: Option<Flaw>,
}

/// What stands beside a value and belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// What it says.
    pub value: Added,
    /// The bytes of the value together with it.
    pub span: Span,
}

/// What may be added to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// To a sum: （税込）.
    Tax(Tax),
    /// To a telephone number: 内線123, by its digits.
    Extension(String),
}

/// Whether the consumption tax is part of a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tax {
    /// 税込
    Included,
    /// 税抜
    Excluded,
}

/// What a literal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A day, perhaps of no known year.
    Date(Day),
    /// A time of day.
    Time(Time),
    /// A telephone number: its national digits, `0120584708`; `#9110` or `110`.
    Phone(String),
    /// A length of time; 翌営業日 is one business day.
    Duration(Duration),
    /// Yen.
    Amount(i64),
    /// A mail address, in lower case and half width.
    Email(String),
    /// An address on the web, as [`web_address`] writes it.
    Url(String),
    /// A postal code: its seven digits, and whether 〒 stands before it.
    Postal {
        /// `1000000`
        digits: String,
        /// Whether 〒 stands before it.
        sign: bool,
    },
    /// The numbers at the end of an address: 1, 2 and 3 for 1丁目2番3号. The name of the place
    /// before them is not part of it.
    Lot(Vec<u32>),
    /// Days that come back: 毎月第3水曜日.
    Recurrence(Recurrence),
    /// Something that names no single value: 4月上旬, 月末, 明日, 本日.
    Vague,
}

/// A day of the year, and perhaps of which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// The year, where it is written or follows from the other end of a range.
    pub year: Option<i16>,
    /// From 1 to 12.
    pub month: i8,
    /// From 1 to 31.
    pub day: i8,
}

impl Day {
    /// The date that it is in a year.
    pub fn in_year(self, year: i16) -> Option<Date> {
        let (month, day) = (self.month.try_into().ok()?, self.day.try_into().ok()?);
        date(year.try_into().ok()?, month, day)
    }
}

/// Which end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeEnd {
    /// The first.
    Start,
    /// The last.
    End,
}

/// What keeps a literal from being what it seems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// There is no such day: 2月30日.
    Impossible,
    /// The year of the era is not the year beside it: 2024（令和5）年.
    YearsDiffer,
}

/// A word near a literal that says what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// 電話, TEL, フリーダイヤル before it.
    Phone,
    /// FAX, ファックス before it.
    Fax,
    /// まで, 迄, 期限, 締切, 必着 behind it, or the words for a deadline, `by`, an open ～ before
    /// it.
    Until,
    /// Beside [`Cue::Until`], where a word says that something closes then: 締切, 期限, 必着,
    /// `due`. まで alone does not.
    Deadline,
    /// から, より, 以降, an open ～ behind it, or `from` before it.
    From,
    /// 以内 behind it, `within` before it.
    Within,
    /// 頃, ごろ, 前後, 程度 behind it.
    About,
    /// 〒 or 郵便番号 before it.
    Postal,
}

/// The cues around a literal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cues(u8);

impl Cues {
    /// Whether that cue is among them.
    pub const fn has(self, cue: Cue) -> bool {
        self.0 & (1 << cue as u8) != 0
    }

    /// These and `cue`.
    #[must_use]
    pub const fn with(self, cue: Cue) -> Self {
        Self(self.0 | 1 << cue as u8)
    }
}

/// All values in `text` with where somebody is reached and days that come back, in order; they
/// do not overlap.
pub fn read_all(text: &str) -> Vec<Literal> {
    as_meant(text, read_all_plain)
}

/// The dates, times, telephone numbers, durations and sums in `text`, in order; they do not
/// overlap.
pub fn read(text: &str) -> Vec<Literal> {
    as_meant(text, read_plain)
}

/// Reads a text as it is meant: through what nobody sees and what only looks like something.
fn as_meant(text: &str, read: fn(&str) -> Vec<Literal>) -> Vec<Literal> {
    let Some(plain) = characters::plain(text) else {
        return read(text);
    };
    let mut found = read(&plain.text);
    for literal in &mut found {
        literal.span = plain.written(literal.span);
        if let Some(addition) = &mut literal.addition {
            addition.span = plain.written(addition.span);
        }
    }
    found
}

fn read_all_plain(text: &str) -> Vec<Literal> {
    let mut found = read_plain(text);
    for others in [
        contacts::read(text),
        recurrences::read(text),
        lots::read(text),
    ] {
        let is_free = |one: &Literal| {
            let next = found.partition_point(|known| known.span.end <= one.span.start);
            found
                .get(next)
                .is_none_or(|known| one.span.end <= known.span.start)
        };
        let others: Vec<Literal> = others.into_iter().filter(is_free).collect();
        if !others.is_empty() {
            found.extend(others);
            found.sort_by_key(|literal| literal.span.start);
        }
    }
    found
}

fn read_plain(text: &str) -> Vec<Literal> {
    reader::Reader::new(text).read()
}
