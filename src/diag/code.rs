//! The codes of findings. A code names the mistake; each has a page that explains it.

use super::{Level, Severity};
use crate::language::Language;
use std::fmt;

/// What kind of mistake a finding is about.
#[derive(Clone, Copy)]
pub struct Code(&'static Entry);

struct Entry {
    name: &'static str,
    level: Level,
    is_adjustable: bool,
    japanese: &'static str,
    english: &'static str,
}

impl Code {
    /// The name: `broken-link`.
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// How much a finding of this code weighs by itself.
    pub const fn level(self) -> Level {
        self.0.level
    }

    /// The severity of a finding of this code by itself. One of a code that is off is a note
    /// until a site says otherwise.
    pub const fn severity(self) -> Severity {
        match self.0.level.severity() {
            Some(severity) => severity,
            None => Severity::Note,
        }
    }

    /// Whether a site may judge such findings differently: give them another level, or allow
    /// one of them. All else would make a site that is wrong, unsafe or not whole.
    pub const fn is_adjustable(self) -> bool {
        self.0.is_adjustable
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
    ($($constant:ident = $name:literal $level:ident $scope:ident;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub const $constant: Code = Code(&Entry {
                name: $name,
                level: Level::$level,
                is_adjustable: codes!(@is_adjustable $scope),
                japanese: include_str!(concat!("explain/", $name, ".ja.md")),
                english: include_str!(concat!("explain/", $name, ".en.md")),
            });
        )*
        /// Every code, by name.
        pub const ALL: &[Code] = &[$($constant),*];
    };
    (@is_adjustable adjustable) => { true };
    (@is_adjustable fixed) => { false };
}

// By name, with the level it has by itself, and whether a site may change that. A new code is
// one line here and two pages in `explain/`.
codes! {
    BAD_ENCODING = "bad-encoding" Error fixed;
    BROKEN_LINK = "broken-link" Error adjustable;
    BROKEN_PROMISE = "broken-promise" Error fixed;
    CATEGORY_SPELLING = "category-spelling" Warning adjustable;
    CYCLE_OVERLAP = "cycle-overlap" Error fixed;
    DEAD_ANCHOR = "dead-anchor" Error adjustable;
    DEAD_EXTERNAL_LINK = "dead-external-link" Warning adjustable;
    DUPLICATE_ID = "duplicate-id" Error adjustable;
    DUPLICATE_QUESTION = "duplicate-question" Warning adjustable;
    DUPLICATE_URL = "duplicate-url" Error fixed;
    EARLY_CYCLE = "early-cycle" Warning adjustable;
    EMPTY_LINK = "empty-link" Error adjustable;
    EMPTY_PAGE = "empty-page" Warning adjustable;
    FACT_CIRCLE = "fact-circle" Error fixed;
    FORBIDDEN_CHARACTER = "forbidden-character" Error fixed;
    FUTURE_DATE = "future-date" Warning adjustable;
    HEADING_SKIP = "heading-skip" Warning adjustable;
    IME_SLIP = "ime-slip" Error adjustable;
    INVALID_ALLOWANCE = "invalid-allowance" Error fixed;
    INVALID_DIRECTIVE = "invalid-directive" Error fixed;
    INVALID_EXPRESSION = "invalid-expression" Error fixed;
    INVALID_REFERENCE = "invalid-reference" Error fixed;
    INVALID_VALUE = "invalid-value" Error fixed;
    INVISIBLE_CHARACTER = "invisible-character" Warning adjustable;
    LONE_TRANSLATION = "lone-translation" Warning adjustable;
    LOST_ADDRESS = "lost-address" Warning adjustable;
    LOST_EMPHASIS = "lost-emphasis" Warning adjustable;
    LOST_MARKUP = "lost-markup" Warning adjustable;
    LOST_TEXT = "lost-text" Error adjustable;
    MISSING_ALT = "missing-alt" Error adjustable;
    MISSING_CLOSURE = "missing-closure" Warning adjustable;
    MISSING_FILE = "missing-file" Error fixed;
    MISSING_KEY = "missing-key" Error fixed;
    MOVED_EXTERNAL_LINK = "moved-external-link" Note adjustable;
    NESTING_TOO_DEEP = "nesting-too-deep" Error fixed;
    NO_CYCLE = "no-cycle" Error fixed;
    ORPHAN_PAGE = "orphan-page" Warning adjustable;
    PARTIAL_CYCLE = "partial-cycle" Warning adjustable;
    PAST_DATE = "past-date" Warning adjustable;
    PLACEHOLDER_LINK = "placeholder-link" Error adjustable;
    RAW_HTML = "raw-html" Error fixed;
    REVIEW_DUE = "review-due" Warning adjustable;
    STALE_TRANSLATION = "stale-translation" Warning adjustable;
    STATE_GAP = "state-gap" Error fixed;
    STRAY_LITERAL = "stray-literal" Error adjustable;
    STRIPPED_SVG = "stripped-svg" Warning adjustable;
    SYNTAX = "syntax" Error fixed;
    TEMPLATE_ERROR = "template-error" Error fixed;
    TOO_LARGE = "too-large" Error fixed;
    UNGUARDED_TERM = "unguarded-term" Warning adjustable;
    UNKNOWN_DIRECTIVE = "unknown-directive" Error fixed;
    UNKNOWN_FACT = "unknown-fact" Error fixed;
    UNKNOWN_FORM = "unknown-form" Error fixed;
    UNKNOWN_KEY = "unknown-key" Error fixed;
    UNKNOWN_LANGUAGE = "unknown-language" Error fixed;
    UNKNOWN_LITERAL = "unknown-literal" Off adjustable;
    UNLINKED_FILE = "unlinked-file" Warning adjustable;
    UNOFFICIAL_HOLIDAY = "unofficial-holiday" Note adjustable;
    UNPORTABLE_NAME = "unportable-name" Error fixed;
    UNPUBLISHABLE_FILE = "unpublishable-file" Error fixed;
    UNREADABLE_FILE = "unreadable-file" Error fixed;
    UNSAFE_LINK = "unsafe-link" Error fixed;
    UNSHOWABLE_PICTURE = "unshowable-picture" Error adjustable;
    UNUSED_ALLOWANCE = "unused-allowance" Warning adjustable;
    UNUSED_FACT = "unused-fact" Warning adjustable;
    WRONG_CYCLE = "wrong-cycle" Error adjustable;
    WRONG_KIND = "wrong-kind" Error fixed;
    WRONG_TYPE = "wrong-type" Error fixed;
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
