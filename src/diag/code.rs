//! The codes of findings. A code names the mistake; each has a page that explains it.

use super::Severity;
use crate::language::Language;
use std::fmt;

/// What kind of mistake a finding is about.
#[derive(Clone, Copy)]
pub struct Code(&'static Entry);

struct Entry {
    name: &'static str,
    severity: Severity,
    japanese: &'static str,
    english: &'static str,
}

impl Code {
    /// The name: `broken-link`.
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// How much a finding of this code weighs by itself.
    pub const fn severity(self) -> Severity {
        self.0.severity
    }

    /// The page that explains it, in Markdown.
    pub const fn explanation(self, language: Language) -> &'static str {
        match language {
            Language::Japanese => self.0.japanese,
            Language::English => self.0.english,
        }
    }

    /// The code of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Code {}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! codes {
    ($($constant:ident = $name:literal $severity:ident;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub const $constant: Code = Code(&Entry {
                name: $name,
                severity: Severity::$severity,
                japanese: include_str!(concat!("explain/", $name, ".ja.md")),
                english: include_str!(concat!("explain/", $name, ".en.md")),
            });
        )*
        /// Every code, by name.
        pub const ALL: &[Code] = &[$($constant),*];
    };
}

// By name. A new code is one line here and two pages in `explain/`.
codes! {
    BAD_ENCODING = "bad-encoding" Error;
    BROKEN_LINK = "broken-link" Error;
    BROKEN_PROMISE = "broken-promise" Error;
    CYCLE_OVERLAP = "cycle-overlap" Error;
    DEAD_ANCHOR = "dead-anchor" Error;
    DUPLICATE_ID = "duplicate-id" Error;
    DUPLICATE_URL = "duplicate-url" Error;
    EMPTY_PAGE = "empty-page" Warning;
    FACT_CIRCLE = "fact-circle" Error;
    FORBIDDEN_CHARACTER = "forbidden-character" Error;
    HEADING_SKIP = "heading-skip" Warning;
    IME_SLIP = "ime-slip" Error;
    INVALID_DIRECTIVE = "invalid-directive" Error;
    INVALID_EXPRESSION = "invalid-expression" Error;
    INVALID_REFERENCE = "invalid-reference" Error;
    INVALID_VALUE = "invalid-value" Error;
    LOST_EMPHASIS = "lost-emphasis" Warning;
    MISSING_ALT = "missing-alt" Error;
    MISSING_FILE = "missing-file" Error;
    MISSING_KEY = "missing-key" Error;
    NESTING_TOO_DEEP = "nesting-too-deep" Error;
    NO_CYCLE = "no-cycle" Error;
    PLACEHOLDER_LINK = "placeholder-link" Error;
    RAW_HTML = "raw-html" Error;
    STATE_GAP = "state-gap" Error;
    SYNTAX = "syntax" Error;
    TEMPLATE_ERROR = "template-error" Error;
    TOO_LARGE = "too-large" Error;
    UNKNOWN_DIRECTIVE = "unknown-directive" Error;
    UNKNOWN_FACT = "unknown-fact" Error;
    UNKNOWN_FORM = "unknown-form" Error;
    UNKNOWN_KEY = "unknown-key" Error;
    UNOFFICIAL_HOLIDAY = "unofficial-holiday" Note;
    UNPORTABLE_NAME = "unportable-name" Error;
    UNREADABLE_FILE = "unreadable-file" Error;
    UNSAFE_LINK = "unsafe-link" Error;
    UNUSED_FACT = "unused-fact" Warning;
    WRONG_KIND = "wrong-kind" Error;
    WRONG_TYPE = "wrong-type" Error;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages() -> impl Iterator<Item = (Code, Language, &'static str)> {
        let languages = |&code: &Code| Language::ALL.map(|language| (code, language));
        let pages = ALL.iter().flat_map(languages);
        pages.map(|(code, language)| (code, language, code.explanation(language)))
    }

    fn is_japanese(character: char) -> bool {
        matches!(
            character,
            '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'
        )
    }

    #[test]
    fn codes_are_found_by_name_and_in_order() {
        assert!(ALL.is_sorted_by_key(|code| code.name()));
        assert_eq!(Code::from_name("broken-link"), Some(BROKEN_LINK));
        assert_eq!(Code::from_name("broken"), None);
    }

    #[test]
    fn explanations_begin_with_their_code() {
        for (code, language, page) in pages() {
            let head = format!("# {code}\n\n");
            let rest = page.strip_prefix(&head);
            let begins = rest.is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace()));
            assert!(begins, "{code} in {language:?}");
        }
    }

    #[test]
    fn explanations_have_examples() {
        for (code, language, page) in pages() {
            let mut is_open = false;
            let mut examples = 0;
            for fence in page.lines().filter(|line| line.starts_with("```")) {
                is_open = !is_open;
                examples += usize::from(is_open);
                assert_eq!(is_open, fence != "```", "{code} in {language:?}");
            }
            assert!(examples > 0 && !is_open, "{code} in {language:?}");
        }
    }

    #[test]
    fn explanations_can_be_read_at_a_glance() {
        for (code, language, page) in pages() {
            let lines = page.lines().filter(|line| !line.is_empty()).count();
            assert!(
                (12..=30).contains(&lines),
                "{code} in {language:?}: {lines}"
            );
        }
    }

    #[test]
    fn explanations_are_in_their_language() {
        for (code, language, page) in pages() {
            let has_japanese = page.chars().any(is_japanese);
            assert_eq!(has_japanese, language == Language::Japanese, "{code}");
        }
    }
}
