//! `address`: where a place is, with its postal code.

use super::matching;
use super::{Difference, ENGLISH, Fact, Form, JAPANESE, Kind, LABEL, Literal, Match, Value, Words};
use crate::diag::text;
use crate::facts::part::Part;
use crate::facts::{Member, Street};
use crate::language::Language;
use crate::literal::Cue;
use crate::value::{Key, Reader, Shape, Spanned, Type};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

pub(super) const KIND: Kind = Kind {
    name: "address",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "address",
            Type::Table(&ADDRESS),
            "住所（郵便番号と所在地）",
            "where a place is, with its postal code",
            &["{ postal = \"100-0000\", text = \"東京都千代田区…\" }"],
        )
        .required(),
        JAPANESE,
        ENGLISH,
    ]),
    read: |reader, _| {
        let mut others = Words::others(reader);
        let mut table = reader.table("address")?;
        let written = table.spanned::<String>("postal");
        let postal = written.as_ref().map(|written| {
            let postal = postal(&written.value);
            if postal.is_none() {
                report_postal(written, &mut table);
            }
            postal
        });
        let own = table.get::<String>("text");
        table.finish();
        let own = own?;
        // Who states an address without a code gives none; one that could not be read is
        // reported.
        let postal = match postal {
            Some(postal) => Some(postal?),
            None => None,
        };
        others.own.clone_from(&own);
        let text = Arc::new(Place {
            street: Street::parse(&own),
            words: others,
        });
        Some(Arc::new(Address {
            postal: postal.map(|digits| Arc::new(Postal(digits))),
            text,
        }))
    },
};

const ADDRESS: Shape = Shape::of(&[
    Key::new(
        "postal",
        Type::Text,
        "郵便番号",
        "the postal code",
        &["\"100-0000\""],
    ),
    Key::new(
        "text",
        Type::Text,
        "所在地",
        "the address",
        &["\"東京都千代田区…\""],
    )
    .required(),
]);

/// The seven digits of a postal code, in any width, with or without 〒 and dash.
fn postal(text: &str) -> Option<String> {
    let text: String = text.nfkc().collect();
    let text = text.trim().trim_start_matches('〒').trim_start();
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | 'ー');
    let digits: String = text.chars().filter(|c| !is_dash(*c)).collect();
    let is_code = digits.len() == 7 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let dashes: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| is_dash(*c))
        .map(|(at, _)| at)
        .collect();
    (is_code && (dashes.is_empty() || dashes == [3])).then_some(digits)
}

fn report_postal(written: &Spanned<String>, reader: &mut Reader<'_, '_>) {
    let text = &written.value;
    reader.invalid(
        written.span,
        text!(
            "「{text}」は郵便番号として正しくありません",
            "`{text}` is not a postal code"
        ),
        text!(
            "「100-0000」のように、7 桁の数字で書いてください",
            "write seven digits, like `100-0000`"
        ),
    );
}

#[derive(Debug)]
struct Address {
    postal: Option<Arc<Postal>>,
    text: Arc<Place>,
}

/// Seven digits.
#[derive(Debug)]
struct Postal(String);

#[derive(Debug)]
struct Place {
    words: Words,
    street: Option<Street>,
}

impl Fact for Address {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        let text = self.text.print(form, language)?;
        let Some(postal) = &self.postal else {
            return Some(text);
        };
        let postal = postal.print(form, language)?;
        // The code follows in English.
        Some(if is_in_english(&self.text, language) {
            [text, vec![Part::plain(" ")], postal].concat()
        } else {
            [postal, vec![Part::plain(" ")], text].concat()
        })
    }

    fn forms(&self) -> &'static [Form] {
        &[]
    }

    fn is_said_in(&self, language: Language) -> bool {
        self.text.is_said_in(language)
    }

    fn members(&self) -> Vec<Member> {
        let postal = self.postal.as_ref().map(|postal| Member {
            name: "postal",
            japanese: "郵便番号",
            fact: Arc::<Postal>::clone(postal),
        });
        let text = Member {
            name: "text",
            japanese: "住所",
            fact: Arc::<Place>::clone(&self.text),
        };
        postal.into_iter().chain([text]).collect()
    }
}

fn is_in_english(place: &Place, language: Language) -> bool {
    language == Language::English && place.words.has(language)
}

impl Fact for Postal {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        let (area, town) = self.0.split_at(3);
        let text = match (form, language) {
            (Form::Default, Language::Japanese) => format!("〒{area}-{town}"),
            (Form::Default, Language::English) | (Form::Numeric, _) => format!("{area}-{town}"),
            _ => return None,
        };
        Some(vec![Part::plain(text)])
    }

    fn forms(&self) -> &'static [Form] {
        &[Form::Numeric]
    }

    fn matches(&self, literal: &Literal) -> Match {
        let Value::Postal { digits, sign } = &literal.value else {
            return Match::None;
        };
        match matching::digits(digits, &self.0) {
            Some(0) if *sign => Match::Same(Form::Default),
            Some(0) => Match::Same(Form::Numeric),
            // Seven digits by themselves may be the number of anything.
            Some(1) if literal.cues.has(Cue::Postal) => Match::Close(Difference::Digits(1)),
            Some(_) | None => Match::None,
        }
    }
}

impl Fact for Place {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        (form == Form::Default).then(|| vec![Part::plain(self.words.in_language(language))])
    }

    fn forms(&self) -> &'static [Form] {
        &[]
    }

    fn is_said_in(&self, language: Language) -> bool {
        self.words.has(language)
    }

    fn street(&self) -> Option<&Street> {
        self.street.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::postal;

    #[test]
    fn postal_codes_are_read_in_any_width() {
        for text in [
            "100-0013",
            "１００－００１３",
            "〒100-0013",
            "1000013",
            "100ー0013",
        ] {
            assert_eq!(postal(text).as_deref(), Some("1000013"), "{text}");
        }
        for text in ["", "100-001", "1000-013", "100-00-13", "100-0013x", "東京"] {
            assert_eq!(postal(text), None, "{text}");
        }
    }
}
