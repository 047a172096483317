//! `number`: a whole number.

use super::{Fact, Form, Kind, LABEL};
use crate::facts::part::Part;
use crate::language::Language;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "number",
    shape: Shape::of(&[
        LABEL,
        Key::new("number", Type::Integer, "数", "a whole number", &["3"]).required(),
    ]),
    read: |reader, _| Some(Arc::new(Number(reader.get::<i64>("number")?))),
};

#[derive(Debug)]
struct Number(i64);

impl Fact for Number {
    fn print(&self, form: Form, _: Language) -> Option<Vec<Part>> {
        let text = match form {
            Form::Default => grouped(self.0),
            Form::Numeric => self.0.to_string(),
            Form::Short
            | Form::Weekday
            | Form::ShortWeekday
            | Form::Era
            | Form::Iso
            | Form::Full
            | Form::Within => return None,
        };
        Some(vec![Part::plain(text)])
    }

    fn forms(&self) -> &'static [Form] {
        &[Form::Numeric]
    }
}

/// With a comma between every three digits.
pub(super) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    if number < 0 {
        grouped.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_are_grouped_by_three() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(21_000), "21,000");
        assert_eq!(grouped(-1_234_567), "-1,234,567");
        assert_eq!(grouped(i64::MIN), "-9,223,372,036,854,775,808");
    }
}
