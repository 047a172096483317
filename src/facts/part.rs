//! What a fact looks like to those who print it: pieces of text, each with its meaning.
//!
//! This is the narrow waist between kinds of fact and channels: a page turns a meaning into
//! markup, a feed drops it, a calendar reads nothing else.

use crate::calendar::{Point, Time};

/// What a piece of text stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// Nothing but its words.
    Plain,
    /// A day, or a minute of one.
    Date(Point),
    /// A time of day.
    Time(Time),
    /// A length of time, in the form of ISO 8601 (`P2D`).
    Duration(String),
    /// A telephone number.
    Phone {
        /// As they are dialled in Japan: `0120584708`, `#9110`.
        digits: String,
        /// The extension.
        extension: Option<String>,
    },
    /// A fax number, as it is dialled in Japan. It is not to be called.
    Fax(String),
    /// An address for mail.
    Email(String),
    /// An address on the web.
    Url(String),
}

/// A piece of a printed fact.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// The words, as a person reads them.
    pub text: String,
    /// What they stand for.
    pub meaning: Meaning,
}

impl Part {
    /// Words that stand for something.
    pub fn new(text: impl Into<String>, meaning: Meaning) -> Self {
        Self {
            text: text.into(),
            meaning,
        }
    }

    /// Words that stand for themselves.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Meaning::Plain)
    }
}

/// The words of all parts.
pub fn plain_text(parts: &[Part]) -> String {
    parts.iter().map(|part| part.text.as_str()).collect()
}
