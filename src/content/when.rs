//! When something is true: the words of state blocks and of states in running text.

/// When a state is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Before the first day.
    Before,
    /// From the first day to the last.
    During,
    /// After the last day.
    After,
    /// From the first day on.
    From,
    /// Up to the last day.
    Until,
    /// When none of its neighbours is.
    Otherwise,
}

/// Each with its English and its Japanese name.
const NAMES: [(When, &str, &str); 6] = [
    (When::Before, "before", "前"),
    (When::During, "during", "期間中"),
    (When::After, "after", "後"),
    (When::From, "from", "から"),
    (When::Until, "until", "まで"),
    (When::Otherwise, "otherwise", "それ以外"),
];

impl When {
    /// Reads either name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(_, english, japanese)| name == *english || name == *japanese)
            .map(|(when, ..)| *when)
    }

    /// Its English and its Japanese name.
    pub(super) const fn names(self) -> (&'static str, &'static str) {
        let mut at = 0;
        while at < NAMES.len() {
            let (when, english, japanese) = NAMES[at];
            if when as u8 == self as u8 {
                return (english, japanese);
            }
            at += 1;
        }
        ("", "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_names() {
        for (when, english, japanese) in NAMES {
            assert_eq!(when.names(), (english, japanese));
            assert_eq!(When::from_name(english), Some(when));
            assert_eq!(When::from_name(japanese), Some(when));
        }
    }
}
