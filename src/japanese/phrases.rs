//! Where a line of Japanese may end without tearing a phrase: 更新完了の|連絡や|通知は|ありますか？
//!
//! The scores are those of BudouX (Google, Apache License 2.0; see `phrases/model.tsv`): each
//! says how much one, two or three neighbouring characters speak for an end between two of
//! them. Findings in a terminal are broken by a few particles instead ([`crate::diag`] stands
//! below this module, and its lines are short).

use std::collections::HashMap;
use std::sync::LazyLock;

const MODEL: &str = include_str!("phrases/model.tsv");

/// Groups of features: their name, where their first character stands, seen from the place
/// that is asked about, and how many characters they have.
const GROUPS: [(&str, isize, usize); 13] = [
    ("UW1", -3, 1),
    ("UW2", -2, 1),
    ("UW3", -1, 1),
    ("UW4", 0, 1),
    ("UW5", 1, 1),
    ("UW6", 2, 1),
    ("BW1", -2, 2),
    ("BW2", -1, 2),
    ("BW3", 0, 2),
    ("TW1", -3, 3),
    ("TW2", -2, 3),
    ("TW3", -1, 3),
    ("TW4", 0, 3),
];

/// A character of the model, from 1; 0 stands for all others.
type Number = u16;

struct Model {
    /// The characters that occur in it.
    numbers: HashMap<char, Number>,
    groups: [Group; GROUPS.len()],
    /// What there is to overcome.
    base: i32,
}

/// The scores of a group of features.
#[derive(Default)]
struct Group {
    /// By their characters.
    scores: Vec<([Number; 3], i32)>,
    /// For each character of the model, where the features begin that begin with it; then the
    /// number of features.
    starts: Vec<usize>,
}

static READ: LazyLock<Model> = LazyLock::new(Model::read);

/// The places between phrases, as offsets in `text`, in order. Text without a Japanese
/// character has none.
pub fn ends(text: &str) -> Vec<usize> {
    if !text.chars().any(is_japanese) {
        return Vec::new();
    }
    let model = &*READ;
    // Three before and three behind, so that every feature has its characters.
    let mut numbers: Vec<Number> = vec![0; 3];
    numbers.extend(text.chars().map(|c| model.number(c)));
    numbers.extend([0; 3]);
    let places = text.char_indices().enumerate().skip(1);
    places
        .filter(|(index, _)| model.score(&numbers, index + 3) > 0)
        .map(|(_, (offset, _))| offset)
        .collect()
}

/// Kana, kanji and what stands among them.
fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

impl Model {
    fn read() -> Self {
        let mut model = Self {
            numbers: HashMap::new(),
            groups: Default::default(),
            base: 0,
        };
        let mut sum = 0;
        for line in MODEL.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(name), Some(feature), Some(score)) =
                (cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            let group = GROUPS.iter().position(|(known, ..)| *known == name);
            let group = group.expect("the model has the groups of its kind");
            let score: i32 = score.parse().expect("scores are whole numbers");
            let mut key = [0; 3];
            for (number, c) in key.iter_mut().zip(feature.chars()) {
                let next = model.numbers.len() + 1;
                let next = Number::try_from(next).expect("there are some hundred characters");
                *number = *model.numbers.entry(c).or_insert(next);
            }
            model.groups[group].scores.push((key, score));
            sum += score;
        }
        let count = model.numbers.len();
        for group in &mut model.groups {
            group.sort(count);
        }
        // Scores are compared with half of their sum; all are doubled to stay whole.
        model.base = -sum;
        model
    }

    fn number(&self, c: char) -> Number {
        self.numbers.get(&c).copied().unwrap_or_default()
    }

    /// Twice the score of an end before the character at `at`.
    fn score(&self, numbers: &[Number], at: usize) -> i32 {
        let mut sum = 0;
        for ((_, offset, length), group) in GROUPS.iter().zip(&self.groups) {
            let start = at.wrapping_add_signed(*offset);
            sum += group.score(&numbers[start..start + length]);
        }
        self.base + 2 * sum
    }
}

impl Group {
    /// Makes the features ready to be looked up; there are so many characters in the model.
    fn sort(&mut self, count: usize) {
        self.scores.sort_unstable();
        let start = |number| {
            let is_before = |(key, _): &([Number; 3], i32)| usize::from(key[0]) < number;
            self.scores.partition_point(is_before)
        };
        self.starts = (0..=count + 1).map(start).collect();
    }

    /// The score of a feature of these characters, none if there is no such feature.
    fn score(&self, feature: &[Number]) -> i32 {
        let first = usize::from(feature[0]);
        let behind = &feature[1..];
        if first == 0 || behind.contains(&0) {
            return 0;
        }
        let same = &self.scores[self.starts[first]..self.starts[first + 1]];
        let found = same.binary_search_by(|(key, _)| key[1..feature.len()].cmp(behind));
        found.map_or(0, |found| same[found].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        let mut cut = String::new();
        let mut from = 0;
        for end in ends(text) {
            cut.push_str(&text[from..end]);
            cut.push('|');
            from = end;
        }
        cut + &text[from..]
    }

    #[test]
    fn phrases_end_where_the_program_of_the_model_ends_them() {
        for line in include_str!("../../tests/data/phrases.txt").lines() {
            assert_eq!(cut(&line.replace('|', "")), line);
        }
    }

    #[test]
    fn other_languages_are_left_alone() {
        assert_eq!(
            cut("Renewal of licences, 4 March – 9 April"),
            "Renewal of licences, 4 March – 9 April"
        );
        assert_eq!(cut(""), "");
    }

    #[test]
    fn every_end_lies_between_two_characters() {
        let text = "😀今日は🇯🇵天気です。e\u{301}と𠮷野家";
        assert!(ends(text).iter().all(|end| text.is_char_boundary(*end)));
    }
}
