//! The facts that hold in one place, ready to be compared with what people typed there.

use crate::diag::{Level, Levels, code};
use crate::facts::{Fact, Facts, Form, Spelling, Stated, plain_text};
use crate::hash::Hash;
use crate::japanese::terms::{Finder, Term};
use crate::language::Language;
use crate::literal::RangeEnd;
use std::sync::Arc;

/// The facts of one cycle, printed in every form.
#[derive(Debug)]
pub struct Lexicon {
    /// Every fact and every member of one.
    pub entries: Vec<Entry>,
    /// Finds the names; they are those of [`Lexicon::names`].
    pub finder: Finder,
    /// Where the names stand among the entries.
    pub names: Vec<usize>,
    /// Whether a value that no fact states is a finding.
    pub tells_unknown: bool,
    /// Of all that a rule can learn from it.
    pub hash: Hash,
}

/// A fact or a member of one.
#[derive(Debug)]
pub struct Entry {
    /// Its name in keys: `renewal.end`.
    pub name: String,
    /// What people call it: 「受付期間」の終了.
    pub called: String,
    /// The key of the fact: `renewal`.
    pub key: String,
    /// The label of the fact: 受付期間.
    pub label: String,
    /// The fact.
    pub fact: Arc<dyn Fact>,
    /// What it prints in each form that it has.
    pub printed: Vec<(Form, String)>,
    /// Where the two ends stand among the entries of each range that it states.
    pub ends: Vec<(usize, usize)>,
    /// Which end of its fact it is, if it is one.
    pub side: Option<RangeEnd>,
    /// Whether it has several parts, which are members of it and no two ends.
    pub is_compound: bool,
    /// Whether it is a part of such a one.
    pub is_part: bool,
    /// How much of what its reference prints it is.
    pub share: Share,
}

/// How much an entry is of what a reference to it prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// All of it.
    All,
    /// All of it, which is several ranges.
    Several,
    /// One of several ranges or one end of it, which have no names: hours in lines are only
    /// said as a whole.
    Part,
}

impl Lexicon {
    /// The lexicon of some facts, in a language.
    pub fn new(facts: &Facts, language: Language, levels: &Levels) -> Self {
        let tells_unknown = levels.level(code::UNKNOWN_LITERAL) != Level::Off;
        let mut entries = Vec::new();
        for stated in facts.iter() {
            add(stated, language, &mut entries);
        }
        let all: Vec<_> = entries
            .iter()
            .map(|entry: &Entry| (&entry.name, &entry.called, &entry.printed))
            .collect();
        let named = entries.iter().enumerate();
        let named = named.filter_map(|(at, entry)| Some((at, entry.fact.spelling(language)?)));
        let (names, spellings): (Vec<usize>, Vec<Spelling<'_>>) = named.unzip();
        let terms: Vec<Term<'_>> = spellings.iter().map(term).collect();
        let wrong: Vec<_> = terms.iter().map(|term| &term.wrong).collect();
        Self {
            hash: Hash::of_value(&(tells_unknown, all, wrong)),
            finder: Finder::new(&terms),
            names,
            entries,
            tells_unknown,
        }
    }
}

impl Entry {
    /// How one refers to it: `{{ renewal.end | short }}`.
    pub fn reference(&self, form: Form) -> String {
        let name = &self.name;
        match form.names() {
            Some((form, _)) => format!("{{{{ {name} | {form} }}}}"),
            None => format!("{{{{ {name} }}}}"),
        }
    }

    /// What it prints when no form is named.
    pub fn value(&self) -> &str {
        self.in_form(Form::Default).unwrap_or_default()
    }

    /// What it prints in a form, if it has that.
    pub fn in_form(&self, form: Form) -> Option<&str> {
        let found = self.printed.iter().find(|(known, _)| *known == form);
        found.map(|(_, text)| text.as_str())
    }
}

fn term<'a>(spelling: &Spelling<'a>) -> Term<'a> {
    Term {
        spelling: spelling.right,
        wrong: spelling.wrong.iter().map(String::as_str).collect(),
    }
}

/// Adds a fact, its members behind it, and the ends of its ranges that have no names.
fn add(stated: &Stated, language: Language, entries: &mut Vec<Entry>) {
    let (key, label) = (&stated.key, &stated.label);
    let members = stated.fact.members();
    let first = entries.len() + 1;
    let at = |name: &str| members.iter().position(|member| member.name == name);
    let ends = stated
        .fact
        .ends()
        .and_then(|[start, end]| Some((first + at(start)?, first + at(end)?)));
    let has_parts = !members.is_empty() && stated.fact.ends().is_none();
    let entry = |name: String, called: String, fact: &Arc<dyn Fact>, is_member: bool| Entry {
        printed: printed(&**fact, language),
        fact: Arc::clone(fact),
        key: key.clone(),
        label: label.clone(),
        name,
        called,
        ends: Vec::new(),
        side: None,
        share: Share::All,
        is_compound: has_parts && !is_member,
        is_part: has_parts && is_member,
    };
    let mut inner = Vec::new();
    let whole = entries.len();
    entries.push(entry(
        key.clone(),
        format!("「{label}」"),
        &stated.fact,
        false,
    ));
    for (at, member) in members.iter().enumerate() {
        let name = format!("{key}.{}", member.name);
        let called = format!("「{label}」の{}", member.japanese);
        let side = ends.and_then(|(start, end)| match first + at {
            at if at == start => Some(RangeEnd::Start),
            at if at == end => Some(RangeEnd::End),
            _ => None,
        });
        // The day and the time of an end are that end, too.
        for part in member.fact.members() {
            let name = format!("{name}.{}", part.name);
            let called = format!("{called}の{}", part.japanese);
            inner.push(Entry {
                side,
                ..entry(name, called, &part.fact, true)
            });
        }
        entries.push(Entry {
            side,
            ..entry(name, called, &member.fact, true)
        });
    }
    entries.append(&mut inner);
    let mut ends: Vec<(usize, usize)> = ends.into_iter().collect();
    for range in stated.fact.unnamed_ranges() {
        ends.push((entries.len(), entries.len() + 1));
        for fact in range {
            let end = entry(key.clone(), format!("「{label}」"), &fact, true);
            let share = Share::Part;
            entries.push(Entry {
                share,
                is_part: false,
                ..end
            });
        }
        entries[whole].share = Share::Several;
    }
    entries[whole].ends = ends;
}

fn printed(fact: &dyn Fact, language: Language) -> Vec<(Form, String)> {
    let forms = std::iter::once(&Form::Default).chain(fact.forms());
    forms
        .filter_map(|form| Some((*form, plain_text(&fact.print(*form, language)?))))
        .collect()
}
