//! `time`: a time of day.

use super::{Difference, Fact, Form, Kind, LABEL, Literal, Match, Value};
use crate::calendar::{Time, format};
use crate::facts::part::{Meaning, Part};
use crate::language::Language;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "time",
    shape: Shape::of(&[
        LABEL,
        Key::new("time", Type::Time, "時刻", "a time of day", &["\"17:00\""]).required(),
    ]),
    read: |reader, _| {
        let time = reader.get::<Time>("time")?;
        Some(Arc::new(TimeFact(time)))
    },
};

/// As many minutes may lie between a time and the one that was meant.
const NEAR_MINUTES: i32 = 60;

/// A time of day.
#[derive(Debug)]
pub(super) struct TimeFact(pub(super) Time);

impl Fact for TimeFact {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        let text = match form {
            Form::Default => format::time(self.0, language),
            Form::Iso => format::iso_time(self.0),
            Form::Short
            | Form::Weekday
            | Form::ShortWeekday
            | Form::Era
            | Form::Numeric
            | Form::Full
            | Form::Within => return None,
        };
        Some(vec![Part::new(text, Meaning::Time(self.0))])
    }

    fn forms(&self) -> &'static [Form] {
        &[Form::Iso]
    }

    fn matches(&self, literal: &Literal) -> Match {
        let Value::Time(time) = literal.value else {
            return Match::None;
        };
        let minutes = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
        match minutes(time) - minutes(self.0) {
            0 => Match::Same(Form::Default),
            later if later.abs() <= NEAR_MINUTES => Match::Close(Difference::Minutes(later)),
            _ => Match::None,
        }
    }
}
