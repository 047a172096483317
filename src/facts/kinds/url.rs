//! `url`: an address on the web.

use super::{Fact, Form, Kind, LABEL, Literal, Match, Value};
use crate::diag::text;
use crate::facts::part::{Meaning, Part};
use crate::language::Language;
use crate::literal::web_address;
use crate::path::is_web_address;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "url",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "url",
            Type::Text,
            "ウェブのアドレス",
            "an address on the web",
            &["\"https://www.example.jp/\""],
        )
        .required(),
    ]),
    read: |reader, _| {
        let written = reader.spanned::<String>("url")?;
        if !is_web_address(&written.value) {
            let text = &written.value;
            reader.invalid(
                written.span,
                text!(
                    "「{text}」はウェブのアドレスとして正しくありません",
                    "`{text}` is not an address on the web"
                ),
                text!(
                    "「https://」から始まるアドレスを書いてください",
                    "write an address that begins with `https://`"
                ),
            );
            return None;
        }
        Some(Arc::new(Url(written.value)))
    },
};

#[derive(Debug)]
struct Url(String);

impl Fact for Url {
    fn print(&self, form: Form, _: Language) -> Option<Vec<Part>> {
        (form == Form::Default).then(|| vec![Part::new(&self.0, Meaning::Url(self.0.clone()))])
    }

    fn forms(&self) -> &'static [Form] {
        &[]
    }

    fn matches(&self, literal: &Literal) -> Match {
        match &literal.value {
            Value::Url(typed) if *typed == web_address(&self.0) => Match::Same(Form::Default),
            _ => Match::None,
        }
    }
}
