//! The facts that hold in one place, ready to be compared with what people typed there.

use crate::diag::{Level, Levels, code};
use crate::facts::{Fact, Facts, Form, Member, Spelling, Stated, plain_text};
use crate::hash::Hash;
use crate::japanese::terms::{Finder, Term};
use crate::language::Language;
use crate::literal::RangeEnd;
use crate::near::{NearIndex, folded};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

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
    lookup: OnceLock<Lookup>,
}

/// Where the entries are by what they are called, made when one is asked for.
#[derive(Debug)]
struct Lookup {
    /// By each name, folded: of several the first.
    called: HashMap<String, usize>,
    /// By their names in keys, of several the first.
    keyed: HashMap<String, usize>,
    near: NearIndex,
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
            lookup: OnceLock::new(),
        }
    }

    /// The entry that goes by that name, whatever its width and case.
    pub fn called(&self, name: &str) -> Option<&Entry> {
        let at = self.lookup().called.get(&folded(name))?;
        self.entries.get(*at)
    }

    /// The entry whose name in keys is nearest to that.
    pub fn near(&self, name: &str) -> Option<&Entry> {
        let lookup = self.lookup();
        let near = lookup.near.find(name);
        let at = lookup.keyed.get(*near.first()?)?;
        self.entries.get(*at)
    }

    fn lookup(&self) -> &Lookup {
        self.lookup.get_or_init(|| {
            let (mut called, mut keyed) = (HashMap::new(), HashMap::new());
            for (at, entry) in self.entries.iter().enumerate() {
                keyed.entry(entry.name.clone()).or_insert(at);
                for name in entry.names() {
                    called.entry(folded(&name)).or_insert(at);
                }
            }
            let names = self.entries.iter().map(|entry| entry.name.as_str());
            let near = NearIndex::new(names);
            Lookup {
                called,
                keyed,
                near,
            }
        })
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

    /// What it can be called by.
    fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let inner = self.called.strip_prefix(&format!("「{}」", self.label));
        let inner = inner.map(|inner| format!("{}{}", self.label, inner.replace('の', ".")));
        let english = self.name.split_once('.');
        let english = english.map(|(_, member)| format!("{}.{member}", self.label));
        let others = inner.into_iter().chain(english).map(Cow::Owned);
        std::iter::once(Cow::Borrowed(self.name.as_str())).chain(others)
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
    let key = &stated.key;
    let members = stated.fact.members();
    let whole = entries.len();
    let at = |name: &str| members.iter().position(|member| member.name == name);
    let named = stated.fact.ends();
    let named = named.and_then(|[start, end]| Some((whole + 1 + at(start)?, whole + 1 + at(end)?)));
    let has_parts = !members.is_empty() && stated.fact.ends().is_none();
    let entry = |fact: &Arc<dyn Fact>| Entry {
        printed: printed(&**fact, language),
        fact: Arc::clone(fact),
        key: key.clone(),
        label: stated.label.clone(),
        name: key.clone(),
        called: format!("「{}」", stated.label),
        ends: Vec::new(),
        side: None,
        share: Share::All,
        is_compound: false,
        is_part: false,
    };
    entries.push(Entry {
        is_compound: has_parts,
        ..entry(&stated.fact)
    });
    let mut inner = Vec::new();
    for (at, member) in members.iter().enumerate() {
        let member_of = |outer: &Entry, member: &Member| Entry {
            name: format!("{}.{}", outer.name, member.name),
            called: format!("{}の{}", outer.called, member.japanese),
            side: side(whole + 1 + at, named),
            is_part: has_parts,
            ..entry(&member.fact)
        };
        let added = member_of(&entries[whole], member);
        // The day and the time of an end are that end, too.
        let parts = member.fact.members().into_iter();
        inner.extend(parts.map(|part| member_of(&added, &part)));
        entries.push(added);
    }
    entries.append(&mut inner);
    entries[whole].ends.extend(named);
    for range in stated.fact.unnamed_ranges() {
        let ends = (entries.len(), entries.len() + 1);
        entries.extend(range.iter().map(|fact| Entry {
            share: Share::Part,
            ..entry(fact)
        }));
        entries[whole].ends.push(ends);
        entries[whole].share = Share::Several;
    }
}

/// Which of two ends the entry at `at` is.
fn side(at: usize, ends: Option<(usize, usize)>) -> Option<RangeEnd> {
    match ends {
        Some((start, _)) if at == start => Some(RangeEnd::Start),
        Some((_, end)) if at == end => Some(RangeEnd::End),
        Some(_) | None => None,
    }
}

fn printed(fact: &dyn Fact, language: Language) -> Vec<(Form, String)> {
    let forms = std::iter::once(&Form::Default).chain(fact.forms());
    forms
        .filter_map(|form| Some((*form, plain_text(&fact.print(*form, language)?))))
        .collect()
}
