//! The ids of headings: what links to a part of a page name.

use super::Inline;
use super::inlines::plain_text;
use crate::characters::{is_ignorable, meant};
use crate::source::Span;
use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;

/// Gives every heading an id of its own. Linear in the number of headings.
pub(super) struct Ids {
    /// Ids that editors give somewhere in the document: none of them is made up.
    reserved: HashSet<String>,
    given: HashMap<String, Span>,
    /// How often a made-up id was wanted.
    made: HashMap<String, usize>,
}

impl Ids {
    pub(super) fn reserve(ids: impl Iterator<Item = String>) -> Self {
        Self {
            reserved: ids.collect(),
            given: HashMap::new(),
            made: HashMap::new(),
        }
    }

    /// Takes an id that an editor gave; returns where it was given before.
    pub(super) fn give(&mut self, id: &str, span: Span) -> Option<Span> {
        if let Some(first) = self.given.get(id) {
            return Some(*first);
        }
        self.given.insert(id.to_owned(), span);
        None
    }

    /// Makes an id from what a heading says: NFC, words joined by `-`, facts by their names,
    /// so that it stays when a value changes, without what nobody sees; then `-2`, `-3` for those that say the same.
    pub(super) fn make(&mut self, content: &[Inline]) -> String {
        let text = plain_text(content, &mut |fact| fact.name.replace(['.', '_'], "-"));
        let mut base = String::new();
        let text = text.chars().filter(|c| !is_ignorable(*c));
        let text = text.map(|c| meant(c).unwrap_or(c));
        for c in text.nfc().flat_map(char::to_lowercase) {
            if c.is_alphanumeric() || c == '_' {
                base.push(c);
            } else if !base.is_empty() && !base.ends_with('-') {
                base.push('-');
            }
        }
        let base = match base.trim_end_matches('-') {
            "" => "section",
            base => base,
        };
        loop {
            let count = self.made.entry(base.to_owned()).or_default();
            *count += 1;
            let id = match *count {
                1 => base.to_owned(),
                count => format!("{base}-{count}"),
            };
            let is_free = id == base || !self.made.contains_key(&id);
            if is_free && !self.reserved.contains(&id) {
                if id != base {
                    self.made.insert(id.clone(), 1);
                }
                return id;
            }
        }
    }
}
