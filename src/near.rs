//! The known name that somebody most likely meant.

use unicode_normalization::UnicodeNormalization;

/// The names of `known` that are close enough to `typed` to be offered, nearest first, at
/// most three. Width and case do not count: `ｒｅｎｅｗａｌ` is `renewal`.
pub fn near_misses<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let typed = folded(typed);
    let limit = (typed.chars().count() / 3).clamp(1, 3);
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|name| {
            let folded = folded(name);
            let distance = strsim::damerau_levenshtein(&typed, &folded);
            let is_part = typed.chars().count() >= 4 && folded.contains(&typed);
            (distance <= limit || is_part).then_some((distance, name))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    // One that is the same but for its width leaves nothing to be guessed.
    if near.first().is_some_and(|(distance, _)| *distance == 0) {
        near.retain(|(distance, _)| *distance == 0);
    }
    near.into_iter().map(|(_, name)| name).take(3).collect()
}

/// Whether one letter more, less or other, or two that have changed places, makes the one of the
/// other.
pub fn is_one_letter_off(one: &str, other: &str) -> bool {
    strsim::damerau_levenshtein(one, other) == 1
}

/// `name` as it is compared: without width and case.
pub fn folded(name: &str) -> String {
    name.nfkc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
