//! `hours`: when somebody is there.

use super::time::TimeFact;
use super::{Fact, Form, Kind, LABEL};
use crate::calendar::{Time, Weekday, format};
use crate::diag::{Diagnostic, code, text};
use crate::facts::Member;
use crate::facts::part::{Meaning, OnHolidays, Opening, Part};
use crate::language::Language;
use crate::near::near_misses;
use crate::value::{Key, Reader, Shape, Spanned, Type};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "hours",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "hours",
            Type::Table(&HOURS),
            "受付時間",
            "when somebody is there",
            &[],
        )
        .required(),
    ]),
    read: |reader, _| {
        let mut reader = reader.table("hours")?;
        let open = reader.get::<Time>("open");
        let close = reader.get::<Time>("close");
        let written = reader.list::<String>("closed");
        let closed = closed(&written, &mut reader);
        if let (Some(open), Some(close)) = (open, close)
            && close <= open
        {
            report_backwards(open, close, &mut reader);
            reader.check_keys();
            return None;
        }
        reader.finish();
        Some(Arc::new(Hours {
            open: open?,
            close: close?,
            closed,
        }))
    },
};

const HOURS: Shape = Shape::of(&[
    Key::new(
        "open",
        Type::Time,
        "始まり",
        "when it opens",
        &["\"09:00\""],
    )
    .required(),
    Key::new(
        "close",
        Type::Time,
        "終わり",
        "when it closes",
        &["\"17:00\""],
    )
    .required(),
    Key::new(
        "closed",
        Type::List(&Type::Choice(NAMES)),
        "休みの日",
        "days on which nobody is there",
        &[
            "[\"saturday\", \"sunday\", \"holiday\"]",
            "[\"土\", \"日\", \"祝日\"]",
        ],
    ),
]);

/// The names of days in [`CLOSED`].
const NAMES: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "holiday",
    "月",
    "火",
    "水",
    "木",
    "金",
    "土",
    "日",
    "祝日",
    "月曜日",
    "火曜日",
    "水曜日",
    "木曜日",
    "金曜日",
    "土曜日",
    "日曜日",
];

/// A day on which nobody is there. The order is that of the Japanese week, holidays last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Closed {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
    Holiday,
}

const CLOSED: [(Closed, &str, &str, &str); 8] = [
    (Closed::Monday, "monday", "月", "Mondays"),
    (Closed::Tuesday, "tuesday", "火", "Tuesdays"),
    (Closed::Wednesday, "wednesday", "水", "Wednesdays"),
    (Closed::Thursday, "thursday", "木", "Thursdays"),
    (Closed::Friday, "friday", "金", "Fridays"),
    (Closed::Saturday, "saturday", "土", "Saturdays"),
    (Closed::Sunday, "sunday", "日", "Sundays"),
    (Closed::Holiday, "holiday", "祝日", "public holidays"),
];

impl Closed {
    const fn weekday(self) -> Option<Weekday> {
        Some(match self {
            Self::Monday => Weekday::Monday,
            Self::Tuesday => Weekday::Tuesday,
            Self::Wednesday => Weekday::Wednesday,
            Self::Thursday => Weekday::Thursday,
            Self::Friday => Weekday::Friday,
            Self::Saturday => Weekday::Saturday,
            Self::Sunday => Weekday::Sunday,
            Self::Holiday => return None,
        })
    }
}

#[derive(Debug)]
struct Hours {
    open: Time,
    close: Time,
    closed: Vec<Closed>,
}

impl Fact for Hours {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        let iso = form == Form::Iso;
        let time = |time: Time| {
            let text = if iso {
                format::iso_time(time)
            } else {
                format::time(time, language)
            };
            Part::new(text, Meaning::Time(time))
        };
        let between = match (form, language) {
            (Form::Iso, _) => "/",
            (Form::Default | Form::Full, Language::Japanese) => "～",
            (Form::Default | Form::Full, Language::English) => "–",
            (
                Form::Short
                | Form::Weekday
                | Form::ShortWeekday
                | Form::Era
                | Form::Numeric
                | Form::Within,
                _,
            ) => return None,
        };
        let mut parts = vec![time(self.open), Part::plain(between), time(self.close)];
        if form == Form::Full && !self.closed.is_empty() {
            parts.push(Part::plain(self.closed_in_words(language)));
        }
        Some(parts)
    }

    fn forms(&self) -> &'static [Form] {
        &[Form::Iso, Form::Full]
    }

    fn opening(&self) -> Option<Opening> {
        let holidays = if self.closed.contains(&Closed::Holiday) {
            OnHolidays::Closed
        } else {
            OnHolidays::Open
        };
        Some(Opening {
            open: self.open,
            close: self.close,
            closed_weekdays: self.closed.iter().filter_map(|day| day.weekday()).collect(),
            holidays,
        })
    }

    fn ends(&self) -> Option<[&'static str; 2]> {
        Some(["open", "close"])
    }

    fn members(&self) -> Vec<Member> {
        vec![
            Member {
                name: "open",
                japanese: "開始",
                fact: Arc::new(TimeFact(self.open)),
            },
            Member {
                name: "close",
                japanese: "終了",
                fact: Arc::new(TimeFact(self.close)),
            },
        ]
    }
}

impl Hours {
    /// （土日祝日は除く）, or for a single day of the week （水曜日は除く）.
    fn closed_in_words(&self, language: Language) -> String {
        let names = CLOSED
            .iter()
            .filter(|(closed, ..)| self.closed.contains(closed));
        match language {
            Language::Japanese => {
                let days: Vec<&str> = names.map(|(_, _, japanese, _)| *japanese).collect();
                let days = match days[..] {
                    ["祝日"] => "祝日".to_owned(),
                    [day] => format!("{day}曜日"),
                    [day, "祝日"] => format!("{day}曜日・祝日"),
                    _ => days.concat(),
                };
                format!("（{days}は除く）")
            }
            Language::English => {
                let days: Vec<&str> = names.map(|(.., english)| *english).collect();
                let days = match days.split_last() {
                    Some((last, first)) if !first.is_empty() => {
                        format!("{} and {last}", first.join(", "))
                    }
                    _ => days.concat(),
                };
                format!(" (except {days})")
            }
        }
    }
}

fn closed(written: &[Spanned<String>], reader: &mut Reader<'_, '_>) -> Vec<Closed> {
    let mut days = Vec::new();
    for one in written {
        let found = CLOSED.iter().find(|(_, name, japanese, _)| {
            one.value == *name || one.value.trim_end_matches("曜日") == *japanese
        });
        match found {
            Some((day, ..)) => days.push(*day),
            None => report_unknown_day(one, reader),
        }
    }
    days.sort_unstable();
    days.dedup();
    days
}

fn report_unknown_day(one: &Spanned<String>, reader: &mut Reader<'_, '_>) {
    let name = &one.value;
    let names = CLOSED.iter().map(|(_, name, ..)| *name);
    let near = near_misses(name, names.clone());
    let offered = if near.is_empty() {
        names.collect::<Vec<_>>().join(", ")
    } else {
        near.join(", ")
    };
    let place = reader.place(one.span);
    reader.report(
        Diagnostic::new(
            code::INVALID_VALUE,
            place,
            text!(
                "「{name}」は休みの日の名前ではありません",
                "`{name}` is not a day to be closed on"
            ),
        )
        .help(text!("書けるのは: {offered}", "it can be: {offered}")),
    );
}

fn report_backwards(open: Time, close: Time, reader: &mut Reader<'_, '_>) {
    let (open, close) = (format::iso_time(open), format::iso_time(close));
    let place = reader.place(reader.span());
    reader.report(Diagnostic::new(
        code::INVALID_VALUE,
        place,
        text!(
            "終わり（{close}）が始まり（{open}）より後ではありません",
            "closing ({close}) is not after opening ({open})"
        ),
    ));
}
