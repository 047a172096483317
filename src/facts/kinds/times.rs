//! From one time of a day to another: what events and recurring days have.

use super::time::TimeFact;
use super::{Difference, Fact, Form, Literal, Match, Value};
use crate::calendar::{Date, EndTime, Point, Time, format};
use crate::diag::{Diagnostic, code, text};
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
    to: Option<EndTime>,
}

impl Times {
    /// Reads `from` and `to`; what is wrong with them is reported.
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Option<Self> {
        let (from, to) = (reader.node("from"), reader.node("to"));
        let start = from.map(|node| reader.read::<Time>(node));
        let end = to.map(|node| reader.read::<EndTime>(node));
        if let (Some(Some(start)), Some(Some(end)), Some(to)) = (start, end, to)
            && !end.is_after(start)
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
        let end = |end| end_part(end, end.words(language));
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
        (self.from.map(format::iso_time), self.to.map(EndTime::iso))
    }

    /// The time that they take on a day; of the whole day where none is stated.
    pub(super) fn on(self, date: Date) -> Period {
        let end = match self.to {
            Some(EndTime::At(time)) => Some(time),
            // The end of the day is that of the whole day.
            Some(EndTime::Midnight) | None => None,
        };
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
            fact: Arc::new(TimeFact(from)),
        });
        let end = self.to.map(|to| Member {
            name: "end",
            japanese: "終了",
            fact: match to {
                EndTime::At(time) => Arc::new(TimeFact(time)) as Arc<dyn Fact>,
                EndTime::Midnight => Arc::new(Midnight),
            },
        });
        start.into_iter().chain(end).collect()
    }
}

fn end_part(end: EndTime, text: String) -> Part {
    match end {
        EndTime::At(time) => Part::new(text, Meaning::Time(time)),
        // HTML knows no 24:00.
        EndTime::Midnight => Part::plain(text),
    }
}

fn report_backwards(from: Time, to: EndTime, span: Span, reader: &mut Reader<'_, '_>) {
    let (from, to) = (format::iso_time(from), to.iso());
    let place = reader.place(span);
    reader.report(
        Diagnostic::new(
            code::INVALID_VALUE,
            place,
            text!(
                "終わり（{to}）が始まり（{from}）より後ではありません",
                "the end ({to}) is not after the beginning ({from})"
            ),
        )
        .help(text!(
            "夜中の 0 時に終わるなら「to = \"24:00\"」と書いてください。日をまたぐなら、24:00 までと次の日の 0:00 からに分けます",
            "if it ends at midnight, write `to = \"24:00\"`; what goes on the next day is stated as two"
        )),
    );
}

/// The end of a day, 24:00.
#[derive(Debug)]
struct Midnight;

impl Fact for Midnight {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        let text = match form {
            Form::Default => EndTime::Midnight.words(language),
            Form::Iso => EndTime::Midnight.iso(),
            _ => return None,
        };
        Some(vec![Part::plain(text)])
    }

    fn forms(&self) -> &'static [Form] {
        &[Form::Iso]
    }

    fn matches(&self, literal: &Literal) -> Match {
        match literal.value {
            // 24:00 is read as the beginning of the next day.
            Value::Time(time) if time == Time::midnight() => Match::Same(Form::Default),
            Value::Time(time) if time >= Time::constant(23, 0, 0, 0) => {
                let minutes = i32::from(time.hour()) * 60 + i32::from(time.minute()) - 24 * 60;
                Match::Close(Difference::Minutes(minutes))
            }
            _ => Match::None,
        }
    }
}
