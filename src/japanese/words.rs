//! Many words, looked up at one place of a text: which of them begin there?

/// A set of words, each with a value; a word may stand in it more than once.
#[derive(Clone, Debug)]
pub(super) struct Words<T> {
    sorted: Vec<(Box<str>, T)>,
    /// A bit for each character of the basic plane that begins a word, because the answer
    /// almost everywhere is that none does.
    beginnings: Box<[u64]>,
}

impl<T> Words<T> {
    /// The set of `words`, without the empty ones.
    pub(super) fn new(words: impl IntoIterator<Item = (Box<str>, T)>) -> Self {
        let mut sorted: Vec<(Box<str>, T)> = words
            .into_iter()
            .filter(|(word, _)| !word.is_empty())
            .collect();
        sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut beginnings = vec![0; 0x1_0000 / 64].into_boxed_slice();
        for first in sorted.iter().filter_map(|(word, _)| word.chars().next()) {
            if let Some(bits) = beginnings.get_mut(first as usize / 64) {
                *bits |= 1 << (first as u32 % 64);
            }
        }
        Self { sorted, beginnings }
    }

    /// Whether a word can begin with `c`; of characters beyond the basic plane, any may.
    #[inline]
    pub(super) fn may_begin_with(&self, c: char) -> bool {
        self.beginnings
            .get(c as usize / 64)
            .is_none_or(|bits| bits >> (c as u32 % 64) & 1 == 1)
    }

    /// Gives `found` the length in bytes and the value of every word that `text` begins with,
    /// the shortest first. The time is that of a binary search per byte of the longest.
    pub(super) fn beginning(&self, text: &str, mut found: impl FnMut(usize, &T)) {
        let bytes = text.as_bytes();
        // The words that begin as the text does, as far as it has been read.
        let mut alive = &self.sorted[..];
        for read in 0..=bytes.len() {
            let ended = alive.partition_point(|(word, _)| word.len() == read);
            for (_, value) in &alive[..ended] {
                found(read, value);
            }
            let Some(&next) = bytes.get(read) else { return };
            alive = &alive[ended..];
            let from = alive.partition_point(|(word, _)| word.as_bytes()[read] < next);
            let to = alive.partition_point(|(word, _)| word.as_bytes()[read] <= next);
            alive = &alive[from..to];
            if alive.is_empty() {
                return;
            }
        }
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
