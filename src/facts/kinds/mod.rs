//! The kinds of fact. A new kind is one file here and two lines below.

mod amount;
mod date;
mod duration;
mod email;
mod hours;
mod number;
mod phone;
mod term;
mod text;
mod time;
mod url;
mod window;

use super::{Difference, Fact, Form, Kind, Match, matching};
use crate::calendar::Date;
use crate::literal::{Literal, Value};
use crate::value::{Key, Type};
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
    Arc::new(date::DateFact(date))
}

/// Every kind of fact.
pub const KINDS: &[Kind] = &[
    amount::KIND,
    date::KIND,
    duration::KIND,
    email::KIND,
    hours::KIND,
    number::KIND,
    phone::KIND,
    term::KIND,
    text::KIND,
    time::KIND,
    url::KIND,
    window::KIND,
];
