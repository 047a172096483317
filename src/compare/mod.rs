//! What a change of facts or text does to the published site.

mod ahead;
mod text;
mod unified;

pub use self::ahead::{Ahead, Failure, Later, Side, Which, ahead};
pub use self::text::sentences;
pub use self::unified::unified;

use crate::facts::{Days, Facts, Form, Stated, plain_text};
use crate::language::Language;
use crate::output::{Output, Outputs};
use crate::path::OutputPath;
use rayon::prelude::*;
use serde::Serialize;
use similar::{Algorithm, ChangeTag, DiffOp};
use std::collections::BTreeSet;

/// How two builds differ.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The facts whose value differs.
    pub facts: Vec<FactChange>,
    /// The files that differ.
    pub files: Vec<FileChange>,
}

impl Comparison {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.files.is_empty()
    }
}

/// A fact whose value differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactChange {
    /// Its key.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// What it was; nothing where it is new.
    pub old: Option<String>,
    /// What it is; nothing where it is gone.
    pub new: Option<String>,
    /// How the new value was arrived at.
    pub derivations: Vec<String>,
}

/// The languages of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Languages {
    /// That of the site: values are shown as its pages print them.
    pub site: Language,
    /// That of whoever reads the comparison.
    pub reader: Language,
}

/// A file that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileChange {
    /// Where it is published.
    pub path: String,
    /// What became of it.
    pub change: Change,
    /// Of a page: the sentences that differ.
    pub sentences: Vec<SentenceChange>,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It differs.
    Changed,
}

/// A sentence that differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SentenceChange {
    /// What it was; nothing where it is new.
    pub old: Option<String>,
    /// What it is; nothing where it is gone.
    pub new: Option<String>,
}

/// The files that differ between two builds, by path.
pub fn files(old: &Outputs, new: &Outputs) -> Vec<FileChange> {
    let paths: BTreeSet<&OutputPath> = old.keys().chain(new.keys()).collect();
    paths
        .into_par_iter()
        .filter_map(|path| file(path, old.get(path), new.get(path)))
        .collect()
}

fn file(path: &OutputPath, old: Option<&Output>, new: Option<&Output>) -> Option<FileChange> {
    let change = match (old, new) {
        (Some(old), Some(new)) if old.hash() == new.hash() => return None,
        (Some(_), Some(_)) => Change::Changed,
        (None, _) => Change::Added,
        (_, None) => Change::Removed,
    };
    let sentences = if path.as_str().ends_with(".html") {
        // What stands around all pages does not come or go with one.
        let says = match change {
            Change::Changed => text::sentences,
            Change::Added | Change::Removed => text::own_sentences,
        };
        let read = |output: Option<&Output>| {
            let bytes = output.map(|output| String::from_utf8_lossy(output.bytes()));
            bytes.map_or_else(Vec::new, |html| says(&html))
        };
        changed_sentences(&read(old), &read(new))
    } else {
        Vec::new()
    };
    Some(FileChange {
        path: path.to_string(),
        change,
        sentences,
    })
}

/// The sentences that differ; what was replaced stands beside what replaced it.
fn changed_sentences(old: &[String], new: &[String]) -> Vec<SentenceChange> {
    let mut changes = Vec::new();
    for operation in similar::capture_diff_slices(Algorithm::Patience, old, new) {
        match operation {
            DiffOp::Equal { .. } => {}
            DiffOp::Replace { .. } | DiffOp::Delete { .. } | DiffOp::Insert { .. } => {
                let side = |tag: ChangeTag| {
                    operation
                        .iter_changes(old, new)
                        .filter(move |change| change.tag() == tag)
                        .map(|change| change.value())
                };
                let mut before = side(ChangeTag::Delete);
                let mut after = side(ChangeTag::Insert);
                loop {
                    let pair = SentenceChange {
                        old: before.next(),
                        new: after.next(),
                    };
                    if pair.old.is_none() && pair.new.is_none() {
                        break;
                    }
                    changes.push(pair);
                }
            }
        }
    }
    changes
}

/// The facts whose value differs, by key.
pub fn facts(old: &Facts, new: &Facts, languages: Languages) -> Vec<FactChange> {
    let keys: BTreeSet<&str> = old
        .iter()
        .chain(new.iter())
        .map(|stated| stated.key.as_str())
        .collect();
    keys.into_iter()
        .filter_map(|key| {
            let (old, new) = (old.stated(key), new.stated(key));
            let value =
                |stated: Option<&Stated>| stated.map(|one| default_text(one, languages.site));
            let (before, after) = (value(old), value(new));
            if before == after {
                return None;
            }
            Some(FactChange {
                key: key.to_owned(),
                label: new.or(old).map(|one| one.label.clone()).unwrap_or_default(),
                old: before,
                new: after,
                derivations: new
                    .map(|one| derivations(one, languages.reader))
                    .unwrap_or_default(),
            })
        })
        .collect()
}

/// A fact as it is printed when no form is named.
pub fn default_text(stated: &Stated, language: Language) -> String {
    let parts = stated.fact.print(Form::Default, language);
    parts.as_deref().map(plain_text).unwrap_or_default()
}

/// How the days of a fact were arrived at.
pub fn derivations(stated: &Stated, language: Language) -> Vec<String> {
    let words = |one: &crate::facts::Derivation| {
        let days = if one.counts_business_days() {
            Days::Named
        } else {
            Days::Plain
        };
        one.words(language, days)
    };
    stated.derivations.iter().map(words).collect()
}
