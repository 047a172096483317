//! `time`: a time of day.

use super::{Fact, Form, Kind, LABEL};
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
}
