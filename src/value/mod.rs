//! A spanned tree of values, and a reader that asks it for keys.
//!
//! Where the tree comes from (TOML today) is known here only. Reading never stops at the
//! first mistake: what cannot be read is a finding and a `None`. Which keys there are, and what
//! stands under them, is said by a [`Shape`] beside the code that reads them; the reader finds
//! unknown and missing keys by it, and the schemas for editors are made from it.

mod comments;
mod escapes;
mod example;
mod from_node;
mod problem;
mod reader;
mod refusal;
mod shape;
mod toml;
mod typos;

pub use self::comments::allowances;
pub use self::example::{is_undecided, leave_out};
pub use self::from_node::FromNode;
pub use self::reader::{Reader, Spanned, items};
pub use self::shape::{About, Key, Others, Shape, Type};
pub use self::toml::parse;
pub use self::typos::{boolean, number};

use crate::calendar::{Date, Time};
use crate::source::Span;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its bytes in the source, quotes and brackets included.
    pub span: Span,
    /// For a string whose characters stand in the source as they are: where the first one
    /// is. `None` where escapes or line folding keep positions from being told.
    pub verbatim: Option<usize>,
}

impl Node {
    /// The span of some bytes of a string value: exact where they stand verbatim, the
    /// whole value elsewhere.
    pub fn part(&self, part: Span) -> Span {
        match self.verbatim {
            Some(start) => part.shifted(start),
            None => self.span,
        }
    }
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    String(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// Any other date with a time or a zone, as it was written.
    DateTime(String),
    /// A list.
    Array(Vec<Node>),
    /// Keys with values.
    Table(Table),
    /// Nothing that could be read, which has been reported.
    Broken,
}

/// Keys with values, in the order of the source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The entries.
    pub entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The bytes of the key.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

impl Table {
    /// The entry of that key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}
