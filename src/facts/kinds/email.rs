//! `email`: an address for mail.

use super::{Difference, Fact, Form, Kind, LABEL, Literal, Match, Value};
use crate::diag::{Diagnostic, code, text};
use crate::facts::part::{Meaning, Part};
use crate::language::Language;
use crate::mail::{differ_in_ending, is_public_mail_address};
use crate::near::is_one_letter_off;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// `email`
pub const KIND: Kind = Kind {
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
        if is_public_mail_address(&written.value) {
            return Some(Arc::new(Email(written.value)));
        }
        let text = &written.value;
        let place = reader.place(written.span);
        let diagnostic = Diagnostic::new(
            code::INVALID_VALUE,
            place,
            text!(
                "「{text}」はメールアドレスとして正しくありません",
                "`{text}` is not an e-mail address"
            ),
        );
        let meant: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
        reader.report(if is_public_mail_address(&meant) {
            let what = if text.contains('＠') {
                text!("「@」を半角で", "with a half-width `@`")
            } else {
                text!("半角で", "in half width and without blanks")
            };
            let (japanese, english) = (what.japanese, what.english);
            diagnostic
                .help(text!(
                    "{japanese}「{meant}」と書いてください",
                    "write `{meant}`, {english}"
                ))
                .replace_with(format!("\"{meant}\""))
        } else {
            diagnostic.help(text!(
                "「support@example.jp」の形で、すべて半角で書いてください",
                "write it like `support@example.jp`, in half width"
            ))
        });
        None
    },
};

/// A name shorter than this is not misspelt by a letter: it is another name.
const SHORTEST_MISSPELT: usize = 4;

#[derive(Debug)]
struct Email(String);

impl Fact for Email {
    fn print(&self, form: Form, _: Language) -> Option<Vec<Part>> {
        (form == Form::Default).then(|| vec![Part::new(&self.0, Meaning::Email(self.0.clone()))])
    }

    fn forms(&self) -> &'static [Form] {
        &[]
    }

    fn matches(&self, literal: &Literal) -> Match {
        let Value::Email(typed) = &literal.value else {
            return Match::None;
        };
        let own = self.0.to_ascii_lowercase();
        if *typed == own {
            return Match::Same(Form::Default);
        }
        let (Some((name, host)), Some((own_name, own_host))) =
            (typed.split_once('@'), own.split_once('@'))
        else {
            return Match::None;
        };
        if name == own_name && differ_in_ending(host, own_host) {
            return Match::Close(Difference::Host);
        }
        let misspelt = host == own_host
            && own_name.len() >= SHORTEST_MISSPELT
            && is_one_letter_off(name, own_name)
            || name == own_name && is_one_letter_off(host, own_host);
        if misspelt {
            Match::Close(Difference::Letter)
        } else {
            Match::None
        }
    }
}
