//! `phone`: a telephone number in Japan.
//!
//! Ten digits, or eleven for numbers that begin with 050, 070, 080, 090 and 0800
//! (総務省 電気通信番号計画). The hyphens are kept as they are stated, because only the
//! owner knows where they go.

use super::{Difference, Fact, Form, Kind, LABEL, Literal, Match, Value, matching};
use crate::diag::{Diagnostic, code, text};
use crate::facts::part::{Meaning, Part};
use crate::language::Language;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

pub(super) const KIND: Kind = Kind {
    name: "phone",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "phone",
            Type::Text,
            "電話番号",
            "a telephone number",
            &["\"0120-000-000\""],
        )
        .required(),
    ]),
    read: |reader, _| {
        let written = reader.spanned::<String>("phone")?;
        let phone = Phone::parse(&written.value);
        if phone.is_none() {
            let text = &written.value;
            let place = reader.place(written.span);
            reader.report(
                Diagnostic::new(
                    code::INVALID_VALUE,
                    place,
                    text!(
                        "「{text}」は電話番号として正しくありません",
                        "`{text}` is not a telephone number"
                    ),
                )
                .help(text!(
                    "0 から始まる 10 桁（050・070・080・090・0800 は 11 桁）を、ハイフンで区切って書いてください",
                    "write ten digits that begin with 0 (eleven for 050, 070, 080, 090 and 0800), \
                     with hyphens between the groups"
                )),
            );
        }
        Some(Arc::new(phone?))
    },
};

/// Two digits are as many as one gets wrong, two of them swapped included. Numbers that begin
/// alike are close as well.
const NEAR_DIGITS: usize = 2;

#[derive(Debug)]
struct Phone {
    /// With hyphens between the groups.
    written: String,
    digits: String,
}

impl Phone {
    fn parse(text: &str) -> Option<Self> {
        let written: String = text.nfkc().map(hyphen).collect();
        let plain = |c: char| c.is_ascii_digit() || c == '-';
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        let well_formed = written.chars().all(plain)
            && !written.contains("--")
            && !written.ends_with('-')
            && digits.starts_with('0');
        let eleven = ["050", "070", "080", "090", "0800"];
        let length = if eleven.iter().any(|prefix| digits.starts_with(prefix)) {
            11
        } else {
            10
        };
        (well_formed && digits.len() == length).then_some(Self { written, digits })
    }
}

/// The many dashes that an input method offers.
fn hyphen(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' | '\u{2500}' => '-',
        _ => c,
    }
}

impl Fact for Phone {
    fn print(&self, form: Form, _: Language) -> Option<Vec<Part>> {
        let text = match form {
            Form::Default => self.written.clone(),
            Form::Numeric => self.digits.clone(),
            Form::Iso => format!("+81{}", &self.digits[1..]),
            Form::Short
            | Form::Weekday
            | Form::ShortWeekday
            | Form::Era
            | Form::Full
            | Form::Within => return None,
        };
        Some(vec![Part::new(text, Meaning::Phone(self.digits.clone()))])
    }

    fn forms(&self) -> &'static [Form] {
        &[Form::Numeric, Form::Iso]
    }

    fn matches(&self, literal: &Literal) -> Match {
        let Value::Phone(digits) = &literal.value else {
            return Match::None;
        };
        match matching::digits(digits, &self.digits) {
            Some(0) => Match::Same(Form::Default),
            Some(differing) if differing <= NEAR_DIGITS || digits[..4] == self.digits[..4] => {
                Match::Close(Difference::Digits(differing))
            }
            Some(_) | None => Match::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_any_dash_and_width() {
        for text in [
            "0120-584-708",
            "０１２０－５８４－７０８",
            "0120ー584ー708",
            "0120\u{2010}584\u{2010}708",
        ] {
            let phone = Phone::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(phone.written, "0120-584-708");
            assert_eq!(phone.digits, "0120584708");
        }
        assert!(Phone::parse("080-1234-5678").is_some());
    }

    #[test]
    fn what_nobody_can_dial_is_refused() {
        for text in [
            "0120-584-70",
            "120-584-708",
            "0120-584-7080",
            "080-1234-567",
            "0120--584708",
            "",
            "0120\u{A0}584\u{A0}708",
            "٠١٢٠-584-708",
        ] {
            assert!(Phone::parse(text).is_none(), "{text}");
        }
    }
}
