//! The kinds of fact. A new kind is one file here and two lines below.

mod address;
mod amount;
mod closure;
mod date;
mod duration;
mod email;
mod event;
mod fax;
mod hours;
mod number;
mod phone;
mod recurring;
mod term;
mod text;
mod time;
mod times;
mod url;
mod window;

use super::{Difference, Fact, Form, Kind, Match, matching};
use crate::calendar::Date;
use crate::language::Language;
use crate::literal::{Literal, Value};
use crate::value::{Key, Reader, Type};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What every fact has besides its value.
pub(super) const LABEL: Key = Key::new(
    "label",
    Type::Text,
    "日本語の名前（文章では {{ 名前 }} と書けます）",
    "what people call it; text may refer to it by this name",
    &["\"受付期間\""],
)
.required();

/// What a fact of words may have: the same in Japanese, on a site in another language.
pub(super) const JAPANESE: Key = Key::new(
    "ja",
    Type::Text,
    "日本語のページでの言い方",
    "what it is in Japanese, on pages in that language",
    &["\"専用申込フォーム\""],
);

/// What a fact of words may have: the same in English, on a site in another language.
pub(super) const ENGLISH: Key = Key::new(
    "en",
    Type::Text,
    "英語のページでの言い方",
    "what it is in English, on pages in that language",
    &["\"Renewal Application Form\""],
);

/// What a fact may have that has days.
pub(super) const PAST: Key = Key::new(
    "past",
    Type::Boolean,
    "過ぎたままでよい日（設立日など）なら true",
    "whether it may lie in the past for ever, like the day of a founding",
    &["true"],
);

/// A day as a fact of its own.
pub(super) fn day(date: Date) -> Arc<dyn Fact> {
    Arc::new(date::DateFact::day(date))
}

/// The words of a fact: in the language of the site, and in others.
#[derive(Debug)]
struct Words {
    own: String,
    others: BTreeMap<Language, String>,
}

impl Words {
    /// Reads the words at `key`, and what they are in each language.
    fn read(reader: &mut Reader<'_, '_>, key: &'static str) -> Option<Self> {
        let own = reader.get::<String>(key);
        let words = Self::others(reader);
        Some(Self { own: own?, ..words })
    }

    /// Reads what they are in each language; their own are still to come.
    fn others(reader: &mut Reader<'_, '_>) -> Self {
        let others = Language::ALL.into_iter();
        let others = others
            .filter_map(|language| Some((language, reader.get::<String>(language.tag())?)))
            .collect();
        Self {
            own: String::new(),
            others,
        }
    }

    /// The words in a language; those of the site where they are not said in it.
    fn in_language(&self, language: Language) -> &str {
        self.others.get(&language).unwrap_or(&self.own)
    }

    /// Whether they are said in a language that is not the site's.
    fn has(&self, language: Language) -> bool {
        self.others.contains_key(&language)
    }
}

// Those that others ask for.
pub use self::closure::KIND as CLOSURE;
pub use self::email::KIND as EMAIL;
pub use self::hours::KIND as HOURS;
pub use self::time::KIND as TIME;
pub use self::window::KIND as WINDOW;

/// Every kind of fact.
pub const KINDS: &[Kind] = &[
    address::KIND,
    amount::KIND,
    closure::KIND,
    date::KIND,
    duration::KIND,
    email::KIND,
    event::KIND,
    fax::KIND,
    hours::KIND,
    number::KIND,
    phone::KIND,
    recurring::KIND,
    term::KIND,
    text::KIND,
    time::KIND,
    url::KIND,
    window::KIND,
];
