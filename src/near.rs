//! The known name that somebody most likely meant.
//!
//! A site may have as many mistakes as names, so one question takes a bounded time, however many
//! names there are: of very many those are looked at that begin or end alike, and letter by letter
//! those are compared that have the most letters in common.

use std::iter;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Of so many names each is looked at; of more, a quarter of that on either side of where the name
/// would stand among them, in the order of their beginnings and in that of their ends.
const MAX_NAMES: usize = 1_000;
/// So many names are compared letter by letter.
const MAX_COMPARED: usize = 60;
/// A longer name is not guessed at.
const MAX_NAME_CHARACTERS: usize = 300;
/// More letters than that are no slip of the finger.
const MAX_DISTANCE: usize = 3;
/// A shorter word is a part of everything.
const MIN_PART_CHARACTERS: usize = 4;
/// So many names are offered.
const MAX_OFFERED: usize = 3;

/// Known names, to be asked which of them is meant.
#[derive(Clone, Debug, Default)]
pub struct NearIndex {
    /// By how they begin.
    names: Vec<Name>,
    /// Their places, by how they end.
    by_end: Vec<usize>,
}

/// A name as it is compared.
#[derive(Clone, Debug)]
struct Name {
    /// As it was given.
    name: String,
    /// Without width and case.
    folded: Box<[char]>,
    /// A bit for each letter that it has: two letters may have the same.
    letters: u64,
}

impl NearIndex {
    /// Those names.
    pub fn new<'a>(known: impl IntoIterator<Item = &'a str>) -> Self {
        let known = known.into_iter().map(Name::new);
        let mut names: Vec<Name> = known.filter(Name::can_be_meant).collect();
        names.sort_by(|one, other| one.folded.cmp(&other.folded));
        let mut by_end: Vec<usize> = (0..names.len()).collect();
        by_end.sort_by(|one, other| names[*one].backwards().cmp(names[*other].backwards()));
        Self { names, by_end }
    }

    /// The names that are close enough to `typed` to be offered, nearest first, at most three.
    /// Width and case do not count: `ｒｅｎｅｗａｌ` is `renewal`.
    pub fn find(&self, typed: &str) -> Vec<&str> {
        let typed = Name::new(typed);
        if !typed.can_be_meant() {
            return Vec::new();
        }
        let limit = (typed.folded.len() / 3).clamp(1, MAX_DISTANCE);
        // By how much they have in common.
        let mut candidates: [Vec<&Name>; MAX_DISTANCE + 1] = Default::default();
        let mut near: Vec<(usize, &str)> = Vec::new();
        for known in self.alike(&typed) {
            let least = typed.least_distance(known);
            if least <= limit {
                candidates[least].push(known);
            } else if typed.is_part_of(known) {
                near.push((known.folded.len() - typed.folded.len(), &known.name));
            }
        }
        let mut compared = 0;
        for (least, mut candidates) in candidates.into_iter().enumerate() {
            let is_enough = near
                .iter()
                .filter(|(distance, _)| *distance < least)
                .count();
            if is_enough >= MAX_OFFERED {
                break;
            }
            // Of many alike those in which the least is other.
            candidates.sort_by_cached_key(|known| {
                let (one, other) = different(&typed.folded, &known.folded);
                one.len().max(other.len())
            });
            let rest = MAX_COMPARED - compared;
            compared += candidates.len().min(rest);
            for known in candidates.into_iter().take(rest) {
                let distance = distance(&typed.folded, &known.folded);
                if distance <= limit || typed.is_part_of(known) {
                    near.push((distance, &known.name));
                }
            }
        }
        nearest(near)
    }

    /// The names that can be near to `typed`.
    fn alike(&self, typed: &Name) -> impl Iterator<Item = &Name> {
        let all = self.names.len();
        let around = |at: usize| {
            let side = MAX_NAMES / 4;
            at.saturating_sub(side)..(at + side).min(all)
        };
        let (begin, end): (Range<usize>, Range<usize>) = if all <= MAX_NAMES {
            (0..all, 0..0)
        } else {
            let begins = |name: &Name| name.folded < typed.folded;
            let ends = |at: &usize| self.names[*at].backwards().lt(typed.backwards());
            (
                around(self.names.partition_point(begins)),
                around(self.by_end.partition_point(ends)),
            )
        };
        let by_end = self.by_end[end].iter().copied();
        let by_end = by_end.filter({
            let begin = begin.clone();
            move |at| !begin.contains(at)
        });
        begin.chain(by_end).map(|at| &self.names[at])
    }
}

/// The names of `known` that are near to `typed`, see [`NearIndex::find`]. Who asks more than once
/// makes an index.
pub fn near_misses<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let known: Vec<&str> = known.into_iter().collect();
    let index = NearIndex::new(known.iter().copied());
    let near = index.find(typed).into_iter();
    near.filter_map(|near| known.iter().copied().find(|known| *known == near))
        .collect()
}

fn nearest(mut near: Vec<(usize, &str)>) -> Vec<&str> {
    near.sort_unstable();
    near.dedup();
    // One that is the same but for its width leaves nothing to be guessed.
    if near.first().is_some_and(|(distance, _)| *distance == 0) {
        near.retain(|(distance, _)| *distance == 0);
    }
    near.into_iter()
        .map(|(_, name)| name)
        .take(MAX_OFFERED)
        .collect()
}

impl Name {
    fn new(name: &str) -> Self {
        let folded: Box<[char]> = folded_characters(name)
            .take(MAX_NAME_CHARACTERS + 1)
            .collect();
        let letters = folded.iter().fold(0, |all, c| all | 1 << (*c as u32 % 64));
        Self {
            name: name.to_owned(),
            folded,
            letters,
        }
    }

    fn backwards(&self) -> iter::Rev<std::slice::Iter<'_, char>> {
        self.folded.iter().rev()
    }

    fn can_be_meant(&self) -> bool {
        self.folded.len() <= MAX_NAME_CHARACTERS
    }

    /// So many letters at least have to be changed to make the one of the other: each change
    /// takes one letter away, and adds one.
    fn least_distance(&self, other: &Self) -> usize {
        let longer = self.folded.len().abs_diff(other.folded.len());
        if longer > MAX_DISTANCE {
            return longer;
        }
        let only_here = (self.letters & !other.letters).count_ones() as usize;
        let only_there = (other.letters & !self.letters).count_ones() as usize;
        longer.max(only_here).max(only_there)
    }

    fn is_part_of(&self, other: &Self) -> bool {
        let part = &self.folded;
        part.len() >= MIN_PART_CHARACTERS
            && part.len() <= other.folded.len()
            && self.letters & !other.letters == 0
            && other
                .folded
                .windows(part.len())
                .any(|window| window == &**part)
    }
}

/// How many letters are other, too many, missing or in each other's place. What both begin and
/// end with makes no difference.
fn distance(one: &[char], other: &[char]) -> usize {
    let (one, other) = different(one, other);
    if one.is_empty() || other.is_empty() {
        return one.len().max(other.len());
    }
    strsim::generic_damerau_levenshtein(one, other)
}

/// Two names without what both begin and end with.
fn different<'a>(one: &'a [char], other: &'a [char]) -> (&'a [char], &'a [char]) {
    let same = |(a, b): &(&char, &char)| a == b;
    let begin = iter::zip(one, other).take_while(same).count();
    let (one, other) = (&one[begin..], &other[begin..]);
    let end = iter::zip(one.iter().rev(), other.iter().rev());
    let end = end.take_while(same).count();
    (&one[..one.len() - end], &other[..other.len() - end])
}

/// Whether one letter more, less or other, or two that have changed places, makes the one of the
/// other.
pub fn is_one_letter_off(one: &str, other: &str) -> bool {
    one.len().abs_diff(other.len()) <= 4 && strsim::damerau_levenshtein(one, other) == 1
}

/// `name` as it is compared: without width and case.
pub fn folded(name: &str) -> String {
    folded_characters(name).collect()
}

fn folded_characters(name: &str) -> impl Iterator<Item = char> {
    name.nfkc().flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_nearest_comes_first_and_the_far_not_at_all() {
        let known = ["title", "date", "slug", "description"];
        assert_eq!(near_misses("titel", known), ["title"]);
        assert_eq!(near_misses("ｄａｔｅ", known), ["date"]);
        assert!(near_misses("aliases", known).is_empty());
        assert_eq!(
            near_misses("受付時間", ["受付期間", "電話番号"]),
            ["受付期間"]
        );
        assert_eq!(near_misses("crip", known), ["description"]);
    }

    #[test]
    fn a_question_is_answered_in_a_bounded_time() {
        // All of the same letters, and each near to each other: nothing can be left out early.
        let names: Vec<String> = (0..100_000).map(|at| format!("page-{at:06}")).collect();
        let index = NearIndex::new(names.iter().map(String::as_str));
        for at in 0..2_000 {
            assert_eq!(index.find(&format!("page-{at:06}x")).len(), 3);
        }
        assert_eq!(
            index.find("page-04321"),
            ["page-004321", "page-014321", "page-024321"]
        );
        let long = "a".repeat(1_000_000);
        assert!(near_misses(&long, [long.as_str()]).is_empty());
    }

    proptest! {
        /// What is left out early would not have been offered.
        #[test]
        fn nothing_near_is_left_out(
            typed in "[a-e]{0,9}",
            known in proptest::collection::vec("[a-eＡ-Ｅ]{0,9}", 0..20),
        ) {
            let typed = &typed;
            let limit = (typed.chars().count() / 3).clamp(1, 3);
            let all = known.iter().map(String::as_str);
            let all = all.filter_map(|name| {
                let folded = folded(name);
                let distance = strsim::damerau_levenshtein(typed, &folded);
                let is_part = typed.chars().count() >= 4 && folded.contains(typed.as_str());
                (distance <= limit || is_part).then_some((distance, name))
            });
            let expected = nearest(all.collect());
            prop_assert_eq!(near_misses(typed, known.iter().map(String::as_str)), expected);
        }
    }
}
