//! `date`: a day, or a minute of one, stated or derived.

use super::time::TimeFact;
use super::{Fact, Form, Kind, LABEL, Literal, Match, PAST, Value, matching};
use crate::calendar::{Date, Point, format};
use crate::facts::Member;
use crate::facts::part::{Meaning, Part};
use crate::language::Language;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "date",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "date",
            Type::Day,
            "日付か、日付の式（時刻も書けます）",
            "a day, perhaps with a time, or an expression for one",
            &[
                "2024-04-30",
                "\"2024-04-09T17:00\"",
                "\"renewal.end + 1 day\"",
            ],
        )
        .required(),
        PAST,
    ]),
    read: |reader, scope| {
        let node = reader.node("date")?;
        let point = scope.point(node, reader)?;
        Some(Arc::new(DateFact(point)))
    },
};

/// The forms of a day.
pub(super) const FORMS: &[Form] = &[
    Form::Short,
    Form::Weekday,
    Form::ShortWeekday,
    Form::Era,
    Form::Numeric,
    Form::Iso,
];

/// A day, or a minute of one.
#[derive(Debug)]
pub(super) struct DateFact(pub(super) Point);

impl DateFact {
    /// A whole day.
    pub(super) const fn day(date: Date) -> Self {
        Self(Point::day(date))
    }
}

impl Fact for DateFact {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        Some(vec![part(self.0, form, language)?])
    }

    fn forms(&self) -> &'static [Form] {
        FORMS
    }

    fn point(&self) -> Option<Point> {
        Some(self.0)
    }

    /// Of a minute, the day and the time of day.
    fn members(&self) -> Vec<Member> {
        let Some(time) = self.0.time else {
            return Vec::new();
        };
        vec![
            Member {
                name: "date",
                japanese: "日付",
                fact: Arc::new(Self::day(self.0.date)),
            },
            Member {
                name: "time",
                japanese: "時刻",
                fact: Arc::new(TimeFact(time.into())),
            },
        ]
    }

    /// A day alone does not say what a minute says: its member does.
    fn matches(&self, literal: &Literal) -> Match {
        match literal.value {
            Value::Date(day) if self.0.time.is_none() => {
                matching::day(self.0.date, day, literal.weekday.is_some())
            }
            _ => Match::None,
        }
    }
}

/// A point in one form.
pub(super) fn part(point: Point, form: Form, language: Language) -> Option<Part> {
    let date = point.date;
    let day = match form {
        Form::Default => format::long(date, language),
        Form::Short => format::short(date, language),
        Form::Weekday => format::weekday(date, language),
        Form::ShortWeekday => format::short_weekday(date, language),
        Form::Era => format::era(date, language),
        Form::Numeric => format::numeric(date, language),
        Form::Iso => return Some(Part::new(point.to_string(), Meaning::Date(point))),
        Form::Full | Form::Within => return None,
    };
    let text = match (form, point.time) {
        (Form::Numeric, Some(time)) => format!("{day} {}", format::time(time, language)),
        (_, time) => format::with_time(day, time, language),
    };
    Some(Part::new(text, Meaning::Date(point)))
}
