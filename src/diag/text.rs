//! Sentences in every language annai speaks.
//!
//! The catalogue is the code: a sentence is written once, in all languages side by side,
//! where it is needed. The compiler checks that none is missing and that each names the
//! same values.

use crate::language::Language;

/// A sentence in every language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// 日本語
    pub japanese: String,
    /// English
    pub english: String,
}

impl Text {
    /// The same words in every language: a name, a value, a message from elsewhere.
    pub fn same(words: impl Into<String>) -> Self {
        let words = words.into();
        Self {
            japanese: words.clone(),
            english: words,
        }
    }

    /// The sentence in one language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Japanese => &self.japanese,
            Language::English => &self.english,
        }
    }
}

/// Writes a [`Text`]: `text!("「{name}」はありません", "there is no `{name}`")`.
/// Both sentences take the same values; further arguments are as for `format!`.
#[macro_export]
macro_rules! text {
    ($japanese:literal, $english:literal $(, $($argument:tt)*)?) => {
        $crate::diag::Text {
            japanese: format!($japanese $(, $($argument)*)?),
            english: format!($english $(, $($argument)*)?),
        }
    };
}
