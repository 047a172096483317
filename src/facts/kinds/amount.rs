//! `amount`: a sum of money in yen.

use super::number::grouped;
use super::{Difference, Fact, Form, Kind, LABEL, Literal, Match, Value};
use crate::facts::part::Part;
use crate::language::Language;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "amount",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "amount",
            Type::Integer,
            "金額（円）",
            "a sum of money in yen",
            &["21000"],
        )
        .required(),
    ]),
    read: |reader, _| Some(Arc::new(Amount(reader.get::<i64>("amount")?))),
};

#[derive(Debug)]
struct Amount(i64);

impl Fact for Amount {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        let yen = grouped(self.0);
        let text = match (form, language) {
            (Form::Default, Language::Japanese) => format!("{yen}円"),
            (Form::Default, Language::English) => format!("{yen} yen"),
            (Form::Numeric, _) => self.0.to_string(),
            (
                Form::Short
                | Form::Weekday
                | Form::ShortWeekday
                | Form::Era
                | Form::Iso
                | Form::Full
                | Form::Within,
                _,
            ) => return None,
        };
        Some(vec![Part::plain(text)])
    }

    fn forms(&self) -> &'static [Form] {
        &[Form::Numeric]
    }

    fn matches(&self, literal: &Literal) -> Match {
        match literal.value {
            Value::Amount(yen) if yen == self.0 => Match::Same(Form::Default),
            Value::Amount(_) => Match::Close(Difference::Sum),
            _ => Match::None,
        }
    }
}
