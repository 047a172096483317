//! Days that come back: 毎月第3水曜日, 毎週月曜日, `the third Wednesday of each month`.

use super::fold::{fold, is_kanji};
use super::{Literal, Value};
use crate::calendar::Recurrence;

/// What they begin with in Japanese.
const JAPANESE: [&str; 4] = ["毎週", "毎月", "第", "最終"];

/// The most characters that they have in Japanese.
const LONGEST_JAPANESE: usize = 12;

/// The most words that they have in English.
const MOST_WORDS: usize = 7;

/// All of them in the text, in order.
pub(super) fn read(text: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut end = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let last = std::mem::replace(&mut before, c);
        if at < end {
            continue;
        }
        let rest = &text[at..];
        let length = match c {
            '毎' | '第' | '最' if JAPANESE.iter().any(|word| rest.starts_with(word)) => {
                japanese(rest)
            }
            _ if c.is_ascii_alphanumeric() && !fold(last).is_ascii_alphanumeric() => english(rest),
            _ => None,
        };
        if let Some((value, length)) = length {
            end = at + length;
            found.push(Literal::new(Value::Recurrence(value), at, end));
        }
    }
    found
}

/// The longest that the text begins with. A day of the week has 曜 behind it: 第3土地 has none.
fn japanese(text: &str) -> Option<(Recurrence, usize)> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let ends: Vec<usize> = ends.take(LONGEST_JAPANESE).collect();
    ends.into_iter().rev().find_map(|end| {
        let (name, behind) = text.split_at(end);
        let value = Recurrence::parse(name).ok()?;
        let is_weekday = matches!(value, Recurrence::Weekly(_) | Recurrence::Monthly(_));
        let told = if is_weekday {
            name.contains('曜')
        } else {
            name.starts_with("毎月") && !behind.chars().next().is_some_and(is_kanji)
        };
        told.then_some((value, end))
    })
}

/// The longest that the text begins with, if it says that the days come back.
fn english(text: &str) -> Option<(Recurrence, usize)> {
    let likely = ["every ", "the ", "last "].iter().any(|word| {
        let head = text.get(..word.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(word))
    });
    let ordinal = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .is_some_and(|word| {
            ["st", "nd", "rd", "th", "d"]
                .iter()
                .any(|end| word.ends_with(end))
        });
    if !likely && !ordinal {
        return None;
    }
    let ends = text
        .char_indices()
        .filter(|(_, c)| !c.is_ascii_alphanumeric());
    let ends = ends.map(|(at, _)| at).chain([text.len()]);
    let ends: Vec<usize> = ends.take(MOST_WORDS).collect();
    ends.into_iter().rev().find_map(|end| {
        let name = &text[..end];
        let lower = name.to_ascii_lowercase();
        let told = lower.starts_with("every ") || lower.ends_with(" month");
        told.then(|| Recurrence::parse(&lower).ok())
            .flatten()
            .map(|value| (value, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_come_back_are_read_whole() {
        for (text, found) in [
            ("点検は毎月第3水曜日です", "毎月第3水曜日"),
            ("第３水曜にお休みします", "第３水曜"),
            ("毎週月曜・木曜", "毎週月曜"),
            ("毎月15日に", "毎月15日"),
            ("毎月末日まで", "毎月末日"),
            (
                "on the third Wednesday of each month.",
                "the third Wednesday of each month",
            ),
            ("Open every Monday, 9:00", "every Monday"),
        ] {
            let literals = read(text);
            let spans: Vec<&str> = literals.iter().map(|one| one.span.slice(text)).collect();
            assert_eq!(spans, [found]);
        }
    }

    #[test]
    fn other_ordinals_are_not() {
        for text in [
            "第3土地区画",
            "第2号",
            "毎月日本語",
            "最終日",
            "the third",
            "every day",
            "毎週",
        ] {
            assert!(read(text).is_empty(), "{text}");
        }
    }
}
