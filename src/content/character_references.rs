//! Characters that a body has by their numbers (`&#x202E;`): they reach the page like any other,
//! although nobody sees them in the file either. Those that have a name are meant.

use super::fidelity::Parsed;
use super::mask::Masked;
use crate::characters;
use crate::diag::{Diagnostic, Place};
use crate::encoding::{self, Found};
use crate::source::{SourceId, Span};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// Reports the odd ones, line by line.
pub(super) fn report(
    source: &SourceId,
    masked: &Masked<'_>,
    parsed: &Parsed<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if !masked.text.contains("&#") {
        return;
    }
    let text = masked.source();
    let code = code(parsed);
    let found = odd(&masked.text, &code).map(|(range, c, oddity)| {
        let span = masked.span(range).shifted_back(masked.offset());
        (span, c, oddity)
    });
    let found: Vec<Found> = found.collect();
    let place = |span: Span| Place::new(source, span.shifted(masked.offset()));
    let is_one_line = |one: &Found, next: &Found| !text[one.0.end..next.0.start].contains('\n');
    for line in found.chunk_by(is_one_line) {
        encoding::report(text, line, &place, diagnostics);
    }
}

/// Where a reference is no reference: in code and in HTML, which has its own findings.
fn code(parsed: &Parsed<'_>) -> Vec<Range<usize>> {
    let events = parsed.events.iter();
    let code = events.filter(|(event, _)| {
        matches!(
            event,
            Event::Code(_)
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::Start(Tag::CodeBlock(_))
        )
    });
    code.map(|(_, range)| range.clone()).collect()
}

fn odd<'a>(
    text: &'a str,
    code: &'a [Range<usize>],
) -> impl Iterator<Item = (Range<usize>, char, characters::Oddity)> {
    let mut code = code.iter().peekable();
    let mut last: Option<(usize, char)> = None;
    text.match_indices("&#").filter_map(move |(at, _)| {
        while code.next_if(|range| range.end <= at).is_some() {}
        let is_code = code.peek().is_some_and(|range| range.start <= at);
        let before = &text[..at];
        let is_escaped = before
            .bytes()
            .rev()
            .take_while(|byte| *byte == b'\\')
            .count()
            % 2
            == 1;
        let (c, end) = reference(text, at).filter(|_| !is_code && !is_escaped)?;
        let neighbour = last.filter(|(end, _)| *end == at).map(|(_, c)| c);
        last = Some((end, c));
        let behind = reference(text, end).map(|(c, _)| c);
        let behind = behind.or_else(|| text[end..].chars().next());
        let (written, decoded) = (before.chars().next_back(), neighbour);
        let context: String = [decoded.or(written), Some(c), behind]
            .into_iter()
            .flatten()
            .collect();
        let start = decoded.or(written).map_or(0, char::len_utf8);
        let mut found = characters::oddities(&context).filter(|(span, _, _)| span.start == start);
        let (_, _, oddity) = found.next()?;
        // With a letter that is a reference, too, there is no letter to mend.
        let is_alone = matches!(oddity, characters::Oddity::Mark(_)) && decoded.is_some();
        (!is_alone).then_some((at..end, c, oddity))
    })
}

/// The character of the reference that begins at `at`, and its end (CommonMark 0.31, 2.5).
fn reference(text: &str, at: usize) -> Option<(char, usize)> {
    let behind = text[at..].strip_prefix("&#")?;
    let (digits, radix, max) = match behind.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 6),
        None => (behind, 10, 7),
    };
    let length = digits
        .bytes()
        .take_while(|byte| char::from(*byte).is_digit(radix));
    let length = length.take(max + 1).count();
    let is_whole = (1..=max).contains(&length) && digits[length..].starts_with(';');
    let number = u32::from_str_radix(&digits[..length], radix)
        .ok()
        .filter(|_| is_whole)?;
    let end = text.len() - digits.len() + length + 1;
    Some((
        char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
        end,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::characters::Oddity;

    fn found(text: &str) -> Vec<(&str, Oddity)> {
        let found = odd(text, &[]);
        found
            .map(|(range, _, oddity)| (&text[range], oddity))
            .collect()
    }

    #[test]
    fn references_are_found_by_what_they_stand_for() {
        for (text, expected) in [
            ("a&#0;b", vec![("&#0;", Oddity::NotACharacter)]),
            ("&#xFFFE;", vec![("&#xFFFE;", Oddity::NotACharacter)]),
            ("&#xD800;", vec![("&#xD800;", Oddity::Lost)]),
            ("&#x202e;", vec![("&#x202e;", Oddity::Direction)]),
            ("&#27;[31m", vec![("&#27;", Oddity::Invisible)]),
            ("&#X9b;", vec![("&#X9b;", Oddity::Invisible)]),
            ("か&#x3099;", vec![("&#x3099;", Oddity::Mark('が'))]),
            (
                "&#0;&#x202E;",
                vec![
                    ("&#0;", Oddity::NotACharacter),
                    ("&#x202E;", Oddity::Direction),
                ],
            ),
            (r"\\&#0;", vec![("&#0;", Oddity::NotACharacter)]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
        for text in [
            r"\&#0;",
            "&#0",
            "&#;",
            "&#x;",
            "&#12345678;",
            "&#x1234567;",
            "&#x41;&#160;&#12354;",
            "&zwnj;&rlm;&shy;",
            "❤&#xFE0F;",
            "👩&#8205;💻",
            "&#12363;&#x3099;",
            "&#",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
