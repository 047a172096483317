//! `email`: an address for mail.

use super::{Fact, Form, Kind, LABEL};
use crate::diag::{Diagnostic, code, text};
use crate::facts::part::{Meaning, Part};
use crate::language::Language;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "email",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "email",
            Type::Text,
            "メールアドレス",
            "an address for mail",
            &["\"support@example.jp\""],
        )
        .required(),
    ]),
    read: |reader, _| {
        let written = reader.spanned::<String>("email")?;
        if !is_address(&written.value) {
            let text = &written.value;
            let place = reader.place(written.span);
            reader.report(Diagnostic::new(
                code::INVALID_VALUE,
                place,
                text!(
                    "「{text}」はメールアドレスとして正しくありません",
                    "`{text}` is not an e-mail address"
                ),
            ));
            return None;
        }
        Some(Arc::new(Email(written.value)))
    },
};

#[derive(Debug)]
struct Email(String);

impl Fact for Email {
    fn print(&self, form: Form, _: Language) -> Option<Vec<Part>> {
        (form == Form::Default).then(|| vec![Part::new(&self.0, Meaning::Email(self.0.clone()))])
    }

    fn forms(&self) -> &'static [Form] {
        &[]
    }
}

/// As browsers check `type=email` (HTML Living Standard, "valid e-mail address"), but with
/// at least one dot in the host: an office's address has one.
fn is_address(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else {
        return false;
    };
    let local_character = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    !local.is_empty()
        && local.chars().all(local_character)
        && host.contains('.')
        && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_the_rest() {
        for good in [
            "info@example.jp",
            "taro.@docomo.example.jp",
            "a..b@example.co.jp",
        ] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "info",
            "@example.jp",
            "a b@example.jp",
            "info＠example.jp",
            "a@example",
            "a@-x.jp",
            "a@x..jp",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
