//! Characters that stand in a string as escapes: they reach a page like any other, although
//! nobody sees them in the file either.

use super::typos;
use crate::characters::{self, Oddity};
use crate::encoding::Found;
use crate::source::Span;

/// The odd characters that stand as numbers (`\u202E`) in a string or a key of TOML, with the
/// places of their escapes; `raw` is all of it, in its quotes.
pub(super) fn oddities(raw: &str) -> Vec<Found> {
    let quotes = if raw.starts_with("\"\"\"") { 3 } else { 1 };
    let inside = raw.get(quotes..raw.len().saturating_sub(quotes));
    let inside = inside.filter(|inside| raw.starts_with('"') && inside.contains('\\'));
    let Some(inside) = inside else {
        return Vec::new();
    };
    let decoded = Decoded::of(inside);
    let odd = characters::oddities(&decoded.text);
    let odd = odd.filter_map(|(span, c, oddity)| {
        let escape = decoded.escape_of(span.start)?;
        // With a letter that is an escape, too, there is no letter to mend.
        let before = |text: &str, at: usize| text[..at].chars().next_back();
        let is_alone = matches!(oddity, Oddity::Mark(_))
            && before(inside, escape.start) != before(&decoded.text, span.start);
        (!is_alone).then_some((escape.shifted(quotes), c, oddity))
    });
    odd.collect()
}

/// The text of a string between double quotes.
#[derive(Default)]
struct Decoded {
    text: String,
    /// Where a character stands in it that is a number in the source, and the escape.
    numbers: Vec<(usize, Span)>,
}

impl Decoded {
    fn of(inside: &str) -> Self {
        let mut decoded = Self::default();
        let mut rest = inside;
        while let Some(at) = rest.find('\\') {
            decoded.text.push_str(&rest[..at]);
            let start = inside.len() - rest.len() + at;
            let behind = &rest[at + 1..];
            rest = match typos::number_escape(behind) {
                Some((c, length)) => {
                    let escape = Span::new(start, start + 1 + length);
                    // Signs are told as slips.
                    if !typos::is_sign(c) {
                        decoded.numbers.push((decoded.text.len(), escape));
                    }
                    decoded.text.push(c);
                    &behind[length..]
                }
                // What the others stand for is meant, or told as a slip.
                None => {
                    let mut characters = behind.chars();
                    decoded.text.extend(characters.next());
                    characters.as_str()
                }
            };
        }
        decoded.text.push_str(rest);
        decoded
    }

    fn escape_of(&self, at: usize) -> Option<Span> {
        let found = self.numbers.binary_search_by_key(&at, |(at, _)| *at);
        Some(self.numbers[found.ok()?].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(raw: &str) -> Vec<(&str, Oddity)> {
        let found = oddities(raw).into_iter();
        found
            .map(|(span, _, oddity)| (span.slice(raw), oddity))
            .collect()
    }

    #[test]
    fn escapes_are_found_where_they_stand() {
        for (raw, expected) in [
            (r#""a\u0000b""#, vec![(r"\u0000", Oddity::NotACharacter)]),
            (r#""\uFFFE""#, vec![(r"\uFFFE", Oddity::NotACharacter)]),
            (
                r#""\U0010FFFF""#,
                vec![(r"\U0010FFFF", Oddity::NotACharacter)],
            ),
            (r#""a\u202eb""#, vec![(r"\u202e", Oddity::Direction)]),
            (r#""\u009B""#, vec![(r"\u009B", Oddity::Invisible)]),
            (r#""\x7f""#, vec![(r"\x7f", Oddity::Invisible)]),
            (r#""\uFEFFa""#, vec![(r"\uFEFF", Oddity::Invisible)]),
            (r#""\uFFFD""#, vec![(r"\uFFFD", Oddity::Lost)]),
            (r#""\uE000""#, vec![(r"\uE000", Oddity::Private)]),
            (r#""\u2F47""#, vec![(r"\u2F47", Oddity::LookAlike('日'))]),
            (r#""か\u3099""#, vec![(r"\u3099", Oddity::Mark('が'))]),
            (
                "\"\"\"\n\\u0000\"\"\"",
                vec![(r"\u0000", Oddity::NotACharacter)],
            ),
        ] {
            assert_eq!(found(raw), expected, "{raw}");
        }
        for raw in [
            r#""\u3042 \t \n \" \\u0000""#,
            r#""\\\\u0000""#,
            r"'\u0000'",
            r#""\u304B\u3099""#,
            r#""\u001b[31m\u0007""#,
            r#""👩\u200D💻""#,
            r#""\uD800 \u12""#,
            r#"""#,
            "a\\u0000",
            "\"\\",
        ] {
            assert_eq!(found(raw), [], "{raw}");
        }
    }
}
