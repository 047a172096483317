//! `date`: a day, stated or derived.

use super::{Fact, Form, Kind, LABEL, Literal, Match, PAST, Value, matching};
use crate::calendar::{Date, format};
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
            "日付か、日付の式",
            "a day, or an expression for one",
            &["2024-04-30", "\"renewal.end + 1 day\""],
        )
        .required(),
        PAST,
    ]),
    read: |reader, scope| {
        let node = reader.node("date")?;
        let date = scope.date(node, reader)?;
        Some(Arc::new(DateFact(date)))
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

/// A day.
#[derive(Debug)]
pub(super) struct DateFact(pub(super) Date);

impl Fact for DateFact {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        Some(vec![part(self.0, form, language)?])
    }

    fn forms(&self) -> &'static [Form] {
        FORMS
    }

    fn date(&self) -> Option<Date> {
        Some(self.0)
    }

    fn matches(&self, literal: &Literal) -> Match {
        match literal.value {
            Value::Date(day) => matching::day(self.0, day, literal.weekday.is_some()),
            _ => Match::None,
        }
    }
}

/// A day in one form.
pub(super) fn part(date: Date, form: Form, language: Language) -> Option<Part> {
    let text = match form {
        Form::Default => format::long(date, language),
        Form::Short => format::short(date, language),
        Form::Weekday => format::weekday(date, language),
        Form::ShortWeekday => format::short_weekday(date, language),
        Form::Era => format::era(date, language),
        Form::Numeric => format::numeric(date, language),
        Form::Iso => format::iso(date),
        Form::Full | Form::Within => return None,
    };
    Some(Part::new(text, Meaning::Date(date)))
}
