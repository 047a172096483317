//! `term`: a name that is always spelt the same way.

use super::{ENGLISH, Fact, Form, JAPANESE, Kind, LABEL, Words};
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
        Key::new(
            "during",
            Type::Text,
            "それが使える期間（window の事実の名前）",
            "the window during which alone it can be used: the name of a fact",
            &["\"renewal\""],
        ),
        JAPANESE,
        ENGLISH,
    ]),
    read: |reader, scope| {
        let term = Words::read(reader, "term");
        let wrong = reader.list::<String>("not");
        let during = reader.spanned::<String>("during");
        let during = during.and_then(|name| scope.window(&name, reader));
        let term = term?;
        if let Some(same) = wrong.iter().find(|wrong| wrong.value == term.own) {
            let place = reader.place(same.span);
            let word = &same.value;
            let diagnostic = Diagnostic::new(
                code::INVALID_VALUE,
                place,
                text!(
                    "「{word}」は正しい書き方そのものです",
                    "`{word}` is the right spelling itself"
                ),
            );
            reader.report(diagnostic.help(text!(
                "not には、使わない書き方だけを並べます。「{word}」を消してください",
                "`not` lists wrong spellings: delete `{word}`"
            )));
        }
        let wrong = wrong.into_iter().map(|wrong| wrong.value);
        Some(Arc::new(Term {
            right: term,
            wrong: wrong.collect(),
            during,
        }))
    },
};

#[derive(Debug)]
struct Term {
    right: Words,
    wrong: Vec<String>,
    during: Option<String>,
}

impl Fact for Term {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        (form == Form::Default).then(|| vec![Part::plain(self.right.in_language(language))])
    }

    fn is_said_in(&self, language: Language) -> bool {
        self.right.has(language)
    }

    fn forms(&self) -> &'static [Form] {
        &[]
    }

    fn during(&self) -> Option<&str> {
        self.during.as_deref()
    }

    fn spelling(&self, language: Language) -> Option<Spelling<'_>> {
        Some(Spelling {
            right: self.right.in_language(language),
            wrong: &self.wrong,
        })
    }
}
