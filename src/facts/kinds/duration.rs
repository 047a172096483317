//! `duration`: a length of time.

use super::{Difference, Fact, Form, Kind, LABEL, Literal, Match, Value};
use crate::calendar::Duration;
use crate::diag::text;
use crate::facts::part::{Meaning, Part};
use crate::language::Language;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "duration",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "duration",
            Type::Text,
            "期間の長さ",
            "a length of time",
            &["\"2 business days\"", "\"2営業日\""],
        )
        .required(),
    ]),
    read: |reader, _| {
        let written = reader.spanned::<String>("duration")?;
        let duration = Duration::parse(&written.value);
        if duration.is_none() {
            let text = &written.value;
            reader.invalid(
                written.span,
                text!(
                    "「{text}」を期間の長さとして読み取れません",
                    "`{text}` is not a length of time"
                ),
                text!(
                    "「2営業日」「3日」「2週間」「1か月」「48時間」「30分」の形で書いてください",
                    "write it like `2 business days`, `3 days`, `2 weeks`, `1 month`, \
                     `48 hours` or `30 minutes`"
                ),
            );
        }
        Some(Arc::new(DurationFact(duration?)))
    },
};

#[derive(Debug)]
struct DurationFact(Duration);

impl Fact for DurationFact {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        let words = self.0.words(language);
        let text = match (form, language) {
            (Form::Default, _) => words,
            (Form::Within, Language::Japanese) => format!("{words}以内"),
            (Form::Within, Language::English) => format!("within {words}"),
            (Form::Iso, _) => self.0.iso(),
            (
                Form::Short
                | Form::Weekday
                | Form::ShortWeekday
                | Form::Era
                | Form::Numeric
                | Form::Full,
                _,
            ) => return None,
        };
        Some(vec![Part::new(text, Meaning::Duration(self.0.iso()))])
    }

    fn forms(&self) -> &'static [Form] {
        &[Form::Iso, Form::Within]
    }

    fn duration(&self) -> Option<Duration> {
        Some(self.0)
    }

    fn matches(&self, literal: &Literal) -> Match {
        let Value::Duration(typed) = literal.value else {
            return Match::None;
        };
        match (typed.count == self.0.count, typed.unit == self.0.unit) {
            (true, true) => Match::Same(Form::Default),
            (true, false) => Match::Close(Difference::Unit),
            (false, true) => Match::Close(Difference::Count),
            (false, false) => Match::None,
        }
    }
}
