//! `term`: a name that is always spelt the same way.

use super::{Fact, Form, Kind, LABEL};
use crate::diag::{Diagnostic, code, text};
use crate::facts::Spelling;
use crate::facts::part::Part;
use crate::language::Language;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "term",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "term",
            Type::Text,
            "いつも同じに書く名前",
            "a name that is always spelt the same way",
            &["\"専用申込フォーム\""],
        )
        .required(),
        Key::new(
            "not",
            Type::List(&Type::Text),
            "使わない書き方",
            "spellings that are not to be used",
            &["[\"専用申請フォーム\"]"],
        ),
    ]),
    read: |reader, _| {
        let term = reader.spanned::<String>("term");
        let wrong = reader.list::<String>("not");
        let term = term?;
        if let Some(same) = wrong.iter().find(|wrong| wrong.value == term.value) {
            let place = reader.place(same.span);
            let word = &same.value;
            reader.report(Diagnostic::new(
                code::INVALID_VALUE,
                place,
                text!(
                    "「{word}」は正しい書き方そのものです",
                    "`{word}` is the right spelling itself"
                ),
            ));
        }
        let wrong = wrong.into_iter().map(|wrong| wrong.value);
        Some(Arc::new(Term {
            right: term.value,
            wrong: wrong.collect(),
        }))
    },
};

#[derive(Debug)]
struct Term {
    right: String,
    wrong: Vec<String>,
}

impl Fact for Term {
    fn print(&self, form: Form, _: Language) -> Option<Vec<Part>> {
        (form == Form::Default).then(|| vec![Part::plain(&self.right)])
    }

    fn forms(&self) -> &'static [Form] {
        &[]
    }

    fn spelling(&self) -> Option<Spelling<'_>> {
        Some(Spelling {
            right: &self.right,
            wrong: &self.wrong,
        })
    }
}
