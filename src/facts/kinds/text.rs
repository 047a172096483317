//! `text`: words that stand in several places.

use super::{Fact, Form, Kind};
use crate::facts::part::Part;
use crate::language::Language;
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "text",
    read: |reader, _| Some(Arc::new(Words(reader.required::<String>("text")?))),
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
