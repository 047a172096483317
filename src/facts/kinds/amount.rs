//! `amount`: a sum of money in yen, perhaps with a word on the tax.

use super::number::grouped;
use super::{Difference, Fact, Form, Kind, LABEL, Literal, Match, Value};
use crate::diag::text;
use crate::facts::Member;
use crate::facts::part::Part;
use crate::language::Language;
use crate::literal::{Added, Tax};
use crate::source::Span;
use crate::value::{self, Key, Reader, Shape, Type};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "amount",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "amount",
            Type::AnyOf(&[Type::Integer, Type::Table(&AMOUNT)]),
            "金額（円）",
            "a sum of money in yen",
            &["21000", "{ yen = 3300, tax = \"included\" }"],
        )
        .required(),
    ]),
    read: |reader, _| Some(Arc::new(read(reader)?)),
};

const AMOUNT: Shape = Shape::of(&[
    Key::new(
        "yen",
        Type::Integer,
        "金額（円）",
        "the sum in yen",
        &["3300"],
    )
    .required(),
    Key::new(
        "tax",
        Type::Choice(&["included", "excluded", "税込", "税抜"]),
        "消費税を含む（税込）か、含まない（税抜）か",
        "whether it includes the consumption tax",
        &["\"included\"", "\"税込\""],
    ),
]);

/// The words for the tax, as they are stated and printed.
const TAXES: [(Tax, &str, &str, &str); 2] = [
    (Tax::Included, "included", "税込", "tax included"),
    (Tax::Excluded, "excluded", "税抜", "tax excluded"),
];

fn read(reader: &mut Reader<'_, '_>) -> Option<Amount> {
    let node = reader.node("amount")?;
    if !matches!(node.value, value::Value::Table(_)) {
        let yen = reader.read::<i64>(node)?;
        return checked(yen, None, node.span, reader);
    }
    let mut table = reader.table("amount")?;
    let yen = table.spanned::<i64>("yen");
    let written = table.spanned::<String>("tax");
    let tax = written.as_ref().map(|written| {
        let found = TAXES
            .iter()
            .find(|(_, english, japanese, _)| [*english, *japanese].contains(&&*written.value));
        if found.is_none() {
            report_tax(&written.value, written.span, &mut table);
        }
        found.map(|(tax, ..)| *tax)
    });
    let amount = yen.and_then(|yen| checked(yen.value, tax.flatten(), yen.span, &mut table));
    table.finish();
    // A word that could not be read is no missing word.
    amount.filter(|_| tax != Some(None))
}

fn checked(yen: i64, tax: Option<Tax>, span: Span, reader: &mut Reader<'_, '_>) -> Option<Amount> {
    if yen >= 0 {
        return Some(Amount { yen, tax });
    }
    reader.invalid(
        span,
        text!(
            "金額が 0 円より小さくなっています（{yen}）",
            "a sum cannot be below zero ({yen})"
        ),
        text!(
            "「-」を付けずに書いてください。値引きなら、文のほうに「引き」と書きます",
            "write it without `-`; that it is taken off is for the text to say"
        ),
    );
    None
}

fn report_tax(word: &str, span: Span, reader: &mut Reader<'_, '_>) {
    reader.invalid(
        span,
        text!(
            "「{word}」は消費税の書き方として正しくありません",
            "`{word}` does not say whether tax is included"
        ),
        text!(
            "「税込」（included）か「税抜」（excluded）と書いてください",
            "write `included` or `excluded`"
        ),
    );
}

#[derive(Clone, Copy, Debug)]
struct Amount {
    yen: i64,
    tax: Option<Tax>,
}

impl Fact for Amount {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        let yen = grouped(self.yen);
        let text = match (form, language) {
            (Form::Default, Language::Japanese) => format!("{yen}円"),
            (Form::Default, Language::English) => format!("{yen} yen"),
            (Form::Numeric, _) => return Some(vec![Part::plain(self.yen.to_string())]),
            (
                Form::Short
                | Form::Weekday
                | Form::ShortWeekday
                | Form::Era
                | Form::Iso
                | Form::Full
                | Form::Within,
                _,
            ) => return None,
        };
        let words = TAXES.iter().find(|(tax, ..)| Some(*tax) == self.tax);
        let words = words.map(|(_, _, japanese, english)| match language {
            Language::Japanese => format!("（{japanese}）"),
            Language::English => format!(" ({english})"),
        });
        Some(vec![Part::plain(text + &words.unwrap_or_default())])
    }

    fn forms(&self) -> &'static [Form] {
        &[Form::Numeric]
    }

    fn members(&self) -> Vec<Member> {
        let sum = self.tax.map(|_| Member {
            name: "sum",
            japanese: "金額",
            fact: Arc::new(WithoutTax(Self { tax: None, ..*self })),
        });
        sum.into_iter().collect()
    }

    fn matches(&self, literal: &Literal) -> Match {
        let typed = match literal.value {
            Value::Amount(yen) if yen == self.yen => literal.addition.as_ref(),
            Value::Amount(_) => return Match::Close(Difference::Sum),
            _ => return Match::None,
        };
        match (typed.map(|addition| &addition.value), self.tax) {
            (_, None) => Match::Same(Form::Default),
            (Some(Added::Tax(typed)), Some(own)) if *typed == own => Match::Whole(Form::Default),
            (Some(Added::Tax(_)), Some(_)) => Match::Close(Difference::Tax),
            // The sum alone is a member.
            (Some(Added::Extension(_)) | None, Some(_)) => Match::None,
        }
    }
}

/// A sum that has a word on the tax, without it.
#[derive(Debug)]
struct WithoutTax(Amount);

impl Fact for WithoutTax {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        self.0.print(form, language)
    }

    fn forms(&self) -> &'static [Form] {
        self.0.forms()
    }

    fn matches(&self, literal: &Literal) -> Match {
        match self.0.matches(literal) {
            Match::Same(form) if literal.addition.is_none() => Match::Same(form),
            // The sum with its tax is what is close.
            _ => Match::None,
        }
    }
}
