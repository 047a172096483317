//! Many words, looked up at one place of a text: which of them begin there?

/// A set of words, each with a value; a word may stand in it more than once.
#[derive(Clone, Debug)]
pub(super) struct Words<T> {
    sorted: Vec<(Box<str>, T)>,
    /// The characters that begin a word, because the answer almost everywhere is that none
    /// does; and those that come second.
    first: Characters,
    second: Characters,
}

impl<T> Words<T> {
    /// The set of `words`, without the empty ones.
    pub(super) fn new(words: impl IntoIterator<Item = (Box<str>, T)>) -> Self {
        let mut sorted: Vec<(Box<str>, T)> = words
            .into_iter()
            .filter(|(word, _)| !word.is_empty())
            .collect();
        sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
        let at = |place: usize| sorted.iter().map(move |(word, _)| word.chars().nth(place));
        Self {
            first: Characters::of(at(0)),
            second: Characters::of(at(1)),
            sorted,
        }
    }

    /// Whether a word can begin with `c`; of characters beyond the basic plane, any may.
    #[inline]
    pub(super) fn may_begin_with(&self, c: char) -> bool {
        self.first.may_have(c)
    }

    /// Gives `found` the length in bytes and the value of every word that `text` begins with,
    /// the shortest first. The time is that of a binary search per character of the longest.
    pub(super) fn beginning(&self, text: &str, mut found: impl FnMut(usize, &T)) {
        let mut rest = text.chars();
        if rest.next().is_none() || rest.next().is_some_and(|c| !self.second.may_have(c)) {
            return;
        }
        // The words that begin as the text does, as far as it has been read.
        let mut alive = &self.sorted[..];
        let mut read = 0;
        loop {
            let ended = alive
                .iter()
                .take_while(|(word, _)| word.len() == read)
                .count();
            for (_, value) in &alive[..ended] {
                found(read, value);
            }
            let next = text[read..].chars().next();
            let theirs = |word: &str| word[read..].chars().next().cmp(&next);
            alive = &alive[ended..];
            alive = &alive[alive.partition_point(|(word, _)| theirs(word).is_lt())..];
            alive = &alive[..alive.partition_point(|(word, _)| theirs(word).is_eq())];
            let (Some(next), false) = (next, alive.is_empty()) else {
                return;
            };
            read += next.len_utf8();
        }
    }
}

/// A set of characters of the basic plane, a bit for each.
#[derive(Clone, Debug)]
struct Characters(Box<[u64]>);

impl Characters {
    /// The `characters` that are of the basic plane; all if one is missing.
    fn of(characters: impl Iterator<Item = Option<char>>) -> Self {
        let mut bits = vec![0; 0x1_0000 / 64].into_boxed_slice();
        for c in characters {
            match c {
                Some(c) => {
                    if let Some(bits) = bits.get_mut(c as usize / 64) {
                        *bits |= 1 << (c as u32 % 64);
                    }
                }
                None => bits.fill(u64::MAX),
            }
        }
        Self(bits)
    }

    /// Whether `c` is in the set, or beyond the basic plane.
    #[inline]
    fn may_have(&self, c: char) -> bool {
        let bits = self.0.get(c as usize / 64);
        bits.is_none_or(|bits| bits >> (c as u32 % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_at_a_place_are_found_the_shortest_first() {
        let words = ["申込", "申", "申込書", "受付", "申込", "込", "", "𠮷野"];
        let words = Words::new(words.into_iter().map(Box::from).zip(0..));
        let at = |text: &str| {
            let mut found = Vec::new();
            words.beginning(text, |length, &value| found.push((length, value)));
            found
        };
        assert_eq!(at("申込書類"), [(3, 1), (6, 0), (6, 4), (9, 2)]);
        assert_eq!(at("申込"), [(3, 1), (6, 0), (6, 4)]);
        assert_eq!(at("𠮷野家"), [(7, 7)]);
        assert_eq!(at("付"), []);
        assert_eq!(at(""), []);
        assert!(words.may_begin_with('受') && words.may_begin_with('𠮷'));
        assert!(!words.may_begin_with('付'));
    }
}
