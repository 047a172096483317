//! `time`: a time of day.

use super::{Difference, Fact, Form, Kind, LABEL, Literal, Match, Value};
use crate::calendar::{Time, TimeOfDay, format};
use crate::facts::part::{Meaning, Part};
use crate::language::Language;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;

/// `time`
pub const KIND: Kind = Kind {
    name: "time",
    shape: Shape::of(&[
        LABEL,
        Key::new("time", Type::Time, "時刻", "a time of day", &["\"17:00\""]).required(),
    ]),
    read: |reader, _| {
        let time = reader.get::<Time>("time")?;
        Some(Arc::new(TimeFact(time.into())))
    },
};

/// As many minutes may lie between a time and the one that was meant.
const NEAR_MINUTES: i32 = 60;

/// A time of day.
#[derive(Debug)]
pub(super) struct TimeFact(pub(super) TimeOfDay);

impl Fact for TimeFact {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        let text = match form {
            Form::Default => format::time_of_day(self.0, language),
            Form::Iso => self.0.to_string(),
            Form::Short
            | Form::Weekday
            | Form::ShortWeekday
            | Form::Era
            | Form::Numeric
            | Form::Full
            | Form::Within => return None,
        };
        Some(vec![part(self.0, text)])
    }

    fn forms(&self) -> &'static [Form] {
        &[Form::Iso]
    }

    fn matches(&self, literal: &Literal) -> Match {
        let Value::Time(time) = literal.value else {
            return Match::None;
        };
        let typed = match TimeOfDay::from(time) {
            // 24:00 and 0:00 are the same moment of two days.
            TimeOfDay::MIDNIGHT if self.0 == TimeOfDay::END => TimeOfDay::END,
            typed => typed,
        };
        match i32::from(typed.minutes()) - i32::from(self.0.minutes()) {
            0 => Match::Same(Form::Default),
            later if later.abs() <= NEAR_MINUTES => Match::Close(Difference::Minutes(later)),
            _ => Match::None,
        }
    }
}

/// A time with its words; the end of the day is no time that a machine could read.
pub(super) fn part(time: TimeOfDay, text: String) -> Part {
    match time.time() {
        Some(time) => Part::new(text, Meaning::Time(time)),
        None => Part::plain(text),
    }
}
