//! `phone`: a telephone number in Japan, perhaps with an extension.

use super::{Difference, Fact, Form, Kind, LABEL, Literal, Match, Value, matching};
use crate::diag::{Diagnostic, code, text};
use crate::facts::part::{Meaning, Part};
use crate::facts::{Member, telephone};
use crate::language::Language;
use crate::literal::Added;
use crate::value::{self, Key, Reader, Shape, Spanned, Type};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

pub(super) const KIND: Kind = Kind {
    name: "phone",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "phone",
            NUMBER,
            "電話番号",
            "a telephone number",
            &[
                "\"0120-000-000\"",
                "\"+81-3-0000-0000\"",
                "\"#9110\"",
                "{ number = \"03-0000-0000\", extension = \"123\" }",
            ],
        )
        .required(),
    ]),
    read: |reader, _| Some(Arc::new(Phone::read(reader, "phone", Dialled::ByVoice)?)),
};

/// A number, or one with an extension.
pub(super) const NUMBER: Type = Type::AnyOf(&[Type::Text, Type::Table(&EXTENDED)]);

const EXTENDED: Shape = Shape::of(&[
    Key::new(
        "number",
        Type::Text,
        "番号",
        "the number",
        &["\"03-0000-0000\""],
    )
    .required(),
    Key::new(
        "extension",
        Type::Text,
        "内線番号",
        "the extension",
        &["\"123\""],
    ),
]);

/// Two digits are as many as one gets wrong, two of them swapped included. Numbers that begin
/// alike are close as well.
const NEAR_DIGITS: usize = 2;

/// What a number is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialled {
    ByVoice,
    ByFax,
}

#[derive(Clone, Debug)]
pub(super) struct Phone {
    /// With hyphens between the groups.
    written: String,
    /// As they are dialled in Japan.
    digits: String,
    extension: Option<String>,
    dialled: Dialled,
}

/// The number of a telephone that has an extension, without it.
#[derive(Debug)]
struct WithoutExtension(Phone);

impl Phone {
    /// Reads the number at `key`; what is wrong with it is reported.
    pub(super) fn read(
        reader: &mut Reader<'_, '_>,
        key: &'static str,
        dialled: Dialled,
    ) -> Option<Self> {
        let node = reader.node(key)?;
        if !matches!(node.value, value::Value::Table(_)) {
            let written = Spanned {
                value: reader.read::<String>(node)?,
                span: node.span,
            };
            return Self::checked(&written, None, dialled, reader);
        }
        let mut table = reader.table(key)?;
        let number = table.spanned::<String>("number");
        let extension = table.spanned::<String>("extension");
        let digits = extension
            .as_ref()
            .map(|one| one.value.nfkc().collect::<String>());
        let is_extension = |digits: &String| {
            (1..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        if let (Some(digits), Some(written)) = (&digits, &extension)
            && !is_extension(digits)
        {
            report_extension(written, &mut table);
        }
        let phone = number.and_then(|number| {
            let extension = digits.clone().filter(is_extension);
            Self::checked(&number, extension, dialled, &mut table)
        });
        table.finish();
        phone.filter(|_| digits.as_ref().is_none_or(is_extension))
    }

    fn checked(
        written: &Spanned<String>,
        extension: Option<String>,
        dialled: Dialled,
        reader: &mut Reader<'_, '_>,
    ) -> Option<Self> {
        let Some((kept, digits)) = telephone::parse(&written.value) else {
            report_number(written, dialled, reader);
            return None;
        };
        Some(Self {
            written: kept,
            digits,
            extension,
            dialled,
        })
    }

    fn meaning(&self, extension: Option<&String>) -> Meaning {
        match self.dialled {
            Dialled::ByVoice => Meaning::Phone {
                digits: self.digits.clone(),
                extension: extension.cloned(),
            },
            Dialled::ByFax => Meaning::Fax(self.digits.clone()),
        }
    }

    fn is_short(&self) -> bool {
        telephone::is_short(&self.digits)
    }

    /// What digits in a text have to do with these.
    fn compare(&self, digits: &str) -> Match {
        match matching::digits(digits, &self.digits) {
            Some(0) => Match::Same(Form::Default),
            // Any other short number is one digit off or two.
            Some(_) if self.is_short() => Match::None,
            Some(differing) if differing <= NEAR_DIGITS || digits[..4] == self.digits[..4] => {
                Match::Close(Difference::Digits(differing))
            }
            Some(_) | None => Match::None,
        }
    }

    fn number(&self, form: Form) -> Option<String> {
        match form {
            Form::Default => Some(self.written.clone()),
            Form::Numeric => Some(self.digits.clone()),
            Form::Iso if !self.is_short() => Some(format!("+81{}", &self.digits[1..])),
            Form::Iso
            | Form::Short
            | Form::Weekday
            | Form::ShortWeekday
            | Form::Era
            | Form::Full
            | Form::Within => None,
        }
    }
}

fn report_number(written: &Spanned<String>, dialled: Dialled, reader: &mut Reader<'_, '_>) {
    let text = &written.value;
    let place = reader.place(written.span);
    let message = match dialled {
        Dialled::ByVoice => text!(
            "「{text}」は電話番号として正しくありません",
            "`{text}` is not a telephone number"
        ),
        Dialled::ByFax => text!(
            "「{text}」はファクス番号として正しくありません",
            "`{text}` is not a fax number"
        ),
    };
    let is_plain = text
        .nfkc()
        .map(telephone::hyphen)
        .all(|c| c.is_ascii_digit() || c == '-');
    let diagnostic = Diagnostic::new(code::INVALID_VALUE, place, message);
    reader.report(diagnostic.help(if is_plain {
        text!(
            "0 から始まる 10 桁（050・070・080・090・0800 は 11 桁）を、ハイフンで区切って書いてください",
            "write ten digits that begin with 0 (eleven for 050, 070, 080, 090 and 0800), \
             with hyphens between the groups"
        )
    } else {
        text!(
            "「03-0000-0000」「+81-3-0000-0000」「#9110」「110」の形で書いてください。内線番号は「{{ number = \"03-0000-0000\", extension = \"123\" }}」と書きます",
            "write it like `03-0000-0000`, `+81-3-0000-0000`, `#9110` or `110`; with an extension, \
             `{{ number = \"03-0000-0000\", extension = \"123\" }}`"
        )
    }));
}

fn report_extension(written: &Spanned<String>, reader: &mut Reader<'_, '_>) {
    let text = &written.value;
    reader.invalid(
        written.span,
        text!(
            "「{text}」は内線番号として正しくありません",
            "`{text}` is not an extension"
        ),
        text!(
            "「123」のように、8 桁までの数字だけを書いてください",
            "write up to eight digits and nothing else, like `123`"
        ),
    );
}

impl Fact for Phone {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        let mut text = self.number(form)?;
        let extension = self.extension.as_ref();
        if let Some(extension) = extension.filter(|_| form == Form::Default) {
            text.push_str(&match language {
                Language::Japanese => format!("（内線{extension}）"),
                Language::English => format!(" (ext. {extension})"),
            });
        }
        Some(vec![Part::new(text, self.meaning(extension))])
    }

    fn forms(&self) -> &'static [Form] {
        if self.is_short() {
            &[Form::Numeric]
        } else {
            &[Form::Numeric, Form::Iso]
        }
    }

    fn members(&self) -> Vec<Member> {
        let number = self.extension.as_ref().map(|_| Member {
            name: "number",
            japanese: "番号",
            fact: Arc::new(WithoutExtension(self.clone())),
        });
        number.into_iter().collect()
    }

    fn matches(&self, literal: &Literal) -> Match {
        let Value::Phone(digits) = &literal.value else {
            return Match::None;
        };
        let compared = self.compare(digits);
        let (Some(own), Match::Same(_)) = (&self.extension, compared) else {
            return compared;
        };
        match literal.addition.as_ref().map(|addition| &addition.value) {
            Some(Added::Extension(typed)) if typed == own => Match::Whole(Form::Default),
            Some(Added::Extension(_)) => Match::Close(Difference::Extension),
            // The number alone is a member.
            Some(Added::Tax(_)) | None => Match::None,
        }
    }
}

impl Fact for WithoutExtension {
    fn print(&self, form: Form, _: Language) -> Option<Vec<Part>> {
        Some(vec![Part::new(self.0.number(form)?, self.0.meaning(None))])
    }

    fn forms(&self) -> &'static [Form] {
        self.0.forms()
    }

    fn matches(&self, literal: &Literal) -> Match {
        match &literal.value {
            Value::Phone(digits) if literal.addition.is_none() => self.0.compare(digits),
            _ => Match::None,
        }
    }
}
