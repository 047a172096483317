//! The answers of earlier runs, for as long as they are worth something.

use super::address::Address;
use super::visit::Answer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Changes when what is written changes.
const VERSION: u32 = 1;

/// How long, in seconds, an answer holds: a week for what is there, an hour for what is not,
/// since somebody may be mending it.
const GOOD: i64 = 7 * 24 * 60 * 60;
const BAD: i64 = 60 * 60;

/// Answers, with the time of each.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Memory(BTreeMap<String, Kept>);

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    /// In seconds since 1970.
    asked: i64,
    answer: Answer,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    links: BTreeMap<String, Kept>,
}

impl Memory {
    /// What still holds at `now`, in seconds since 1970. What cannot be read is forgotten.
    pub(super) fn read(bytes: &[u8], now: i64) -> Self {
        let file: Option<File> = serde_json::from_slice(bytes).ok();
        let file = file.filter(|file| file.version == VERSION);
        let mut links = file.map(|file| file.links).unwrap_or_default();
        links.retain(|_, kept| {
            let age = now.saturating_sub(kept.asked);
            (0..kept.answer.lifetime()).contains(&age)
        });
        Self(links)
    }

    /// As it is kept.
    pub(super) fn write(self) -> Vec<u8> {
        let file = File {
            version: VERSION,
            links: self.0,
        };
        let json = serde_json::to_vec_pretty(&file);
        json.expect("text and numbers can always be written")
    }

    /// The answer for an address.
    pub(super) fn answer(&self, address: &Address) -> Option<&Answer> {
        self.0.get(address.as_str()).map(|kept| &kept.answer)
    }

    /// Remembers an answer.
    pub(super) fn insert(&mut self, address: &Address, answer: Answer, now: i64) {
        let kept = Kept { asked: now, answer };
        self.0.insert(address.as_str().to_owned(), kept);
    }

    /// Forgets what nothing leads to any more.
    pub(super) fn retain(&mut self, is_used: impl Fn(&str) -> bool) {
        self.0.retain(|address, _| is_used(address));
    }
}

impl Answer {
    const fn lifetime(&self) -> i64 {
        match self {
            Self::Fine | Self::Moved(_) => GOOD,
            Self::Dead(_) | Self::Unclear(_) => BAD,
        }
    }
}
