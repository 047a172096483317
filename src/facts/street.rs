//! An address of a place, as it is compared with what people typed.

use crate::literal::{self, Value, starts_alike};
use unicode_normalization::UnicodeNormalization;

/// What the names of prefectures, cities, wards, towns and villages end with: behind it begins
/// a name that is known by itself to who lives there.
const DISTRICTS: &str = "都道府県市区町村郡";

/// The fewest characters of a name that say where it is.
const SHORTEST_NAME: usize = 2;

/// An address: the name of the place, the numbers behind it, and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Street {
    /// In half width, without blanks.
    name: Vec<char>,
    numbers: Vec<u32>,
    rest: String,
}

/// Where an address that somebody typed begins and ends around its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typed {
    /// How many bytes of the text before the numbers belong to it.
    pub before: usize,
    /// How many bytes of the text behind them do.
    pub behind: usize,
    /// Whether all of it is there.
    pub is_whole: bool,
    /// Whether the numbers are those of the fact; else their last one is another.
    pub is_same: bool,
}

impl Street {
    /// The parts of an address; none of one without numbers.
    pub fn parse(text: &str) -> Option<Self> {
        let lot = literal::read_all(text)
            .into_iter()
            .find(|found| matches!(found.value, Value::Lot(_)))?;
        let Value::Lot(numbers) = lot.value else {
            return None;
        };
        let name: Vec<char> = folded(&text[..lot.span.start]).collect();
        (name.len() >= SHORTEST_NAME).then(|| Self {
            name,
            numbers,
            rest: text[lot.span.end..].trim().to_owned(),
        })
    }

    /// What numbers of an address that somebody typed, and the text around them, have to do with
    /// this one.
    pub fn compare(&self, before: &str, numbers: &[u32], behind: &str) -> Option<Typed> {
        let is_same = numbers == self.numbers;
        let heads = |numbers: &[u32]| numbers.split_last().map(|(_, head)| head.to_vec());
        let is_near = numbers.len() == self.numbers.len()
            && numbers.len() > 1
            && heads(numbers) == heads(&self.numbers);
        if !is_same && !is_near {
            return None;
        }
        let (is_whole_name, before) = self.name_before(before)?;
        let rest = starts_alike(behind, &self.rest);
        Some(Typed {
            before,
            behind: rest.unwrap_or(0),
            is_whole: is_whole_name && (self.rest.is_empty() || rest.is_some()),
            is_same,
        })
    }

    /// How many bytes at the end of the text name the place, and whether with all its names.
    fn name_before(&self, text: &str) -> Option<(bool, usize)> {
        let behind_district = |at: &usize| *at == 0 || DISTRICTS.contains(self.name[at - 1]);
        let starts = (0..self.name.len()).filter(behind_district);
        starts
            .filter(|start| self.name.len() - start >= SHORTEST_NAME)
            .find_map(|start| {
                let (length, before) = ends_alike(text, &self.name[start..])?;
                let has_district = self.name[start..].iter().any(|c| DISTRICTS.contains(*c));
                let goes_on = before.is_some_and(|c| {
                    if has_district {
                        start > 0 && DISTRICTS.contains(c)
                    } else {
                        // 東中央 is not 中央.
                        ('\u{4E00}'..='\u{9FFF}').contains(&c)
                    }
                });
                (!goes_on).then_some((start == 0, length))
            })
    }
}

/// How many bytes at the end of the text are these characters, and the character before them.
fn ends_alike(text: &str, name: &[char]) -> Option<(usize, Option<char>)> {
    let mut wanted = name.iter().rev();
    let mut next = wanted.next();
    for (at, c) in text.char_indices().rev() {
        let here: String = folded(c.encode_utf8(&mut [0; 4])).collect();
        if here.is_empty() {
            continue;
        }
        if !here.chars().eq(next.copied()) {
            return None;
        }
        next = wanted.next();
        if next.is_none() {
            let before = text[..at].chars().next_back();
            return Some((text.len() - at, before));
        }
    }
    None
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    text.nfkc().filter(|c| !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn street() -> Street {
        Street::parse("東京都あおば市中央1丁目2番3号 市役所3階").unwrap()
    }

    fn compare(text: &str) -> Option<Typed> {
        let lot = literal::read_all(text)
            .into_iter()
            .find(|found| matches!(found.value, Value::Lot(_)))?;
        let Value::Lot(numbers) = &lot.value else {
            return None;
        };
        let (before, behind) = (&text[..lot.span.start], &text[lot.span.end..]);
        street().compare(before, numbers, behind)
    }

    #[test]
    fn an_address_is_the_same_however_it_is_written() {
        for text in [
            "所在地は東京都あおば市中央1丁目2番3号です。",
            "東京都 あおば市 中央１－２－３",
            "東京都あおば市中央一丁目二番三号",
            "東京都あおば市中央1-2-3",
            "あおば市中央1丁目2-3",
            "中央1丁目2番地3",
        ] {
            assert!(compare(text).is_some_and(|typed| typed.is_same), "{text}");
        }
        let whole = compare("東京都あおば市中央1丁目2番3号　市役所３階へ").unwrap();
        assert!(whole.is_whole);
    }

    #[test]
    fn the_last_number_may_be_wrong() {
        let typed = compare("あおば市中央1丁目2番4号").unwrap();
        assert!(!typed.is_same);
        assert_eq!(typed.before, "あおば市中央".len());
    }

    #[test]
    fn another_place_is_another() {
        for text in [
            "みどり市中央1丁目2番3号",
            "東中央1丁目2番3号",
            "あおば市中央2丁目2番3号",
            "あおば市中央1丁目",
            "1-2-3",
        ] {
            assert_eq!(compare(text), None, "{text}");
        }
    }
}
