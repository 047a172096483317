//! The reader: goes from place to place, and puts what it finds in order.

use super::fold::{fold, is_kanji_numeral, kanji_myriad};
use super::place::{Place, Reading, adjoin};
use super::scan::{self, Runs};
use super::{
    Cue, Literal, Span, Value, additions, amounts, cues, dates, durations, phones, ranges, times,
    vague,
};

/// Reads from the beginning to the end.
pub(super) struct Reader<'t> {
    text: &'t str,
    found: Vec<Literal>,
    runs: Runs,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            found: Vec::new(),
            runs: Runs::default(),
        }
    }

    /// All values.
    pub(super) fn read(mut self) -> Vec<Literal> {
        let mut at = 0;
        while let Some(start) = scan::next(self.text.as_bytes(), at) {
            at = self.step(start);
        }
        self.pass_cues_on();
        self.found
    }

    /// Reads what begins at `start`, and says where to go on.
    fn step(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        if bytes[start].is_ascii()
            && let Some(end) = self.runs.address(bytes, start)
        {
            return end;
        }
        match value_at(self.place(start)) {
            Some(reading) => self.put(reading),
            None => end_of_run(self.text, start),
        }
    }

    /// Adds what was read, and says where it ends.
    fn put(&mut self, reading: Reading) -> usize {
        let Reading { first, last } = reading;
        let mut end = self.add(first);
        if let Some(last) = last {
            end = self.add(last);
        }
        end
    }

    fn add(&mut self, mut literal: Literal) -> usize {
        let Span { start, end } = literal.span;
        let place = self.place(start);
        literal.cues = cues::around(place, &literal);
        literal.addition = additions::beside(self.text, place.floor, &literal);
        let first = match literal.value {
            Value::Date(_) => place.linked_date(start).map(|(at, _)| at),
            _ => place.linked(start),
        };
        if let Some(at) = first {
            let first = &mut self.found[at];
            ranges::share_half(self.text, first, &mut literal);
            ranges::join(first, &mut literal);
        }
        self.found.push(literal);
        end
    }

    fn place(&self, start: usize) -> Place<'_> {
        Place {
            text: self.text,
            floor: self.found.last().map_or(0, |last| last.span.end),
            start,
            found: &self.found,
        }
    }

    /// What a time says of its end is said of the date before it too: 4月9日17:00まで.
    fn pass_cues_on(&mut self) {
        for at in 1..self.found.len() {
            let (before, after) = self.found.split_at_mut(at);
            let (Some(date), Some(time)) = (before.last_mut(), after.first()) else {
                continue;
            };
            let beside = matches!((&date.value, &time.value), (Value::Date(_), Value::Time(_)))
                && adjoin(self.text, date, time);
            for cue in [Cue::Until, Cue::Deadline, Cue::From, Cue::About] {
                if beside && time.cues.has(cue) {
                    date.cues = date.cues.with(cue);
                }
            }
        }
    }
}

/// The value that begins at the place, the most particular kind first.
fn value_at(place: Place<'_>) -> Option<Reading> {
    let cursor = place.cursor();
    match cursor.peek()? {
        '正' => times::noon(place),
        '翌' => durations::next_day(place),
        '元' => dates::read(place),
        '㋀'..='㋋' => dates::read(place),
        c if c.is_ascii_digit() => number(place),
        c if is_kanji_numeral(c) && may_be_value(place) => number(place),
        _ => vague::word(place),
    }
}

fn number(place: Place<'_>) -> Option<Reading> {
    if place.cursor().before() == Some('第') {
        return None;
    }
    phones::read(place)
        .or_else(|| dates::read(place))
        .or_else(|| times::read(place))
        .or_else(|| durations::read(place))
        .or_else(|| amounts::read(place))
}

/// Whether a number of kanji may be a part of a value, for most are parts of words: 一部,
/// 万一, 数千円.
fn may_be_value(place: Place<'_>) -> bool {
    let mut cursor = place.cursor();
    if cursor.number().is_none() || !cursor.peek().is_some_and(may_follow_kanji) {
        return false;
    }
    let part_of_word = |c| matches!(c, '数' | '何' | '幾') || is_number(c);
    !place.cursor().before().is_some_and(part_of_word)
}

/// Whether `c` may stand behind a number of kanji that is a part of a value.
#[rustfmt::skip]
fn may_follow_kanji(c: char) -> bool {
    matches!(c,
        '0'..='9' | ' ' | '~' | '-' | '('
        | '年' | '月' | '日' | '時' | '営' | '週' | '分'
        | 'か' | 'ヶ' | 'カ' | 'ケ' | 'ヵ' | '箇' | '個'
        | '円' | '万' | '億' | '兆')
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || is_kanji_numeral(c) || kanji_myriad(c).is_some()
}

/// Where the run of numerals ends that begins at `start`: what is read in vain is not tried
/// again from its middle.
fn end_of_run(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let same = rest.find(|c| !is_number(fold(c))).unwrap_or(rest.len());
    start + usize::max(same, first)
}
