//! `text`: words that stand in several places.

use super::{ENGLISH, Fact, Form, JAPANESE, Kind, LABEL, Words};
use crate::facts::part::Part;
use crate::language::Language;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "text",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "text",
            Type::Text,
            "いくつもの場所に出る言葉",
            "words that stand in several places",
            &["\"お手元の通知書\""],
        )
        .required(),
        JAPANESE,
        ENGLISH,
    ]),
    read: |reader, _| Some(Arc::new(Text(Words::read(reader, "text")?))),
};

#[derive(Debug)]
struct Text(Words);

impl Fact for Text {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        (form == Form::Default).then(|| vec![Part::plain(self.0.in_language(language))])
    }

    fn is_said_in(&self, language: Language) -> bool {
        self.0.has(language)
    }

    fn forms(&self) -> &'static [Form] {
        &[]
    }
}
