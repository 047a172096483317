//! `text`: words that stand in several places.

use super::{Fact, Form, Kind, LABEL};
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
    ]),
    read: |reader, _| Some(Arc::new(Words(reader.get::<String>("text")?))),
};

#[derive(Debug)]
struct Words(String);

impl Fact for Words {
    fn print(&self, form: Form, _: Language) -> Option<Vec<Part>> {
        (form == Form::Default).then(|| vec![Part::plain(&self.0)])
    }

    fn forms(&self) -> &'static [Form] {
        &[]
    }
}
