//! From one time of a day to another: what events and recurring days have.

use super::time::{TimeFact, part};
use crate::calendar::{Date, Point, Time, TimeOfDay, format};
use crate::diag::text;
use crate::facts::part::{Meaning, Part};
use crate::facts::{Member, Period};
use crate::language::Language;
use crate::source::Span;
use crate::value::{Key, Reader, Type};
use std::sync::Arc;

pub(super) const FROM: Key = Key::new(
    "from",
    Type::Time,
    "始まりの時刻",
    "when it begins",
    &["\"14:00\""],
);

pub(super) const TO: Key = Key::new(
    "to",
    Type::Time,
    "終わりの時刻（\"24:00\" も書けます）",
    "when it ends; `\"24:00\"` is the end of the day",
    &["\"16:00\"", "\"24:00\""],
);

/// The times of a day at which something begins and ends, where they are stated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    from: Option<Time>,
    to: Option<TimeOfDay>,
}

impl Times {
    /// Reads `from` and `to`; what is wrong with them is reported.
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Option<Self> {
        let (from, to) = (reader.node("from"), reader.node("to"));
        let start = from.map(|node| reader.read::<Time>(node));
        let end = to.map(|node| reader.read::<TimeOfDay>(node));
        if let (Some(Some(start)), Some(Some(end)), Some(to)) = (start, end, to)
            && end <= TimeOfDay::from(start)
        {
            report_backwards(start, end, to.span, reader);
            return None;
        }
        let times = Self {
            from: start.flatten(),
            to: end.flatten(),
        };
        (start != Some(None) && end != Some(None)).then_some(times)
    }

    /// 14:00～16:00; 14:00から; nothing where no time is stated.
    pub(super) fn parts(self, language: Language) -> Vec<Part> {
        let time = |time| {
            let text = format::time(time, language);
            Part::new(text, Meaning::Time(time))
        };
        let end = |end| part(end, format::time_of_day(end, language));
        let plain = |japanese: &str, english: &str| {
            Part::plain(match language {
                Language::Japanese => japanese,
                Language::English => english,
            })
        };
        match (self.from, self.to) {
            (Some(from), Some(to)) => vec![time(from), plain("～", "–"), end(to)],
            (Some(from), None) => match language {
                Language::Japanese => vec![time(from), plain("から", "")],
                Language::English => vec![plain("", "from "), time(from)],
            },
            (None, Some(to)) => match language {
                Language::Japanese => vec![end(to), plain("まで", "")],
                Language::English => vec![plain("", "until "), end(to)],
            },
            (None, None) => Vec::new(),
        }
    }

    /// As ISO 8601 writes them.
    pub(super) fn iso(self) -> (Option<String>, Option<String>) {
        (
            self.from.map(format::iso_time),
            self.to.map(|to| to.to_string()),
        )
    }

    /// The time that they take on a day; of the whole day where none is stated.
    pub(super) fn on(self, date: Date) -> Period {
        // 24:00 is the end of the whole day.
        let end = self.to.and_then(TimeOfDay::time);
        Period {
            start: Some(Point {
                date,
                time: self.from,
            }),
            end: Some(Point { date, time: end }),
        }
    }

    /// `.start` and `.end`.
    pub(super) fn members(self) -> Vec<Member> {
        let start = self.from.map(|from| Member {
            name: "start",
            japanese: "開始",
            fact: Arc::new(TimeFact(from.into())),
        });
        let end = self.to.map(|to| Member {
            name: "end",
            japanese: "終了",
            fact: Arc::new(TimeFact(to)),
        });
        start.into_iter().chain(end).collect()
    }
}

fn report_backwards(from: Time, to: TimeOfDay, span: Span, reader: &mut Reader<'_, '_>) {
    let (from, to) = (format::iso_time(from), to);
    reader.invalid(
span,            text!(
                "終わりの{to}が、始まりの{from}より後になっていません",
                "the end ({to}) is not after the beginning ({from})"
            ),
text!(
            "夜中の 0 時に終わるなら「to = \"24:00\"」と書いてください。日をまたぐなら、24:00 までと次の日の 0:00 からに分けます",
            "if it ends at midnight, write `to = \"24:00\"`; what goes on the next day is stated as two"
        ),
);
}
