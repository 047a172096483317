//! What people wrote, file by file, beside the facts that hold there.

use super::lexicon::Lexicon;
use super::{Check, RULES};
use crate::calendar::Date;
use crate::config::Config;
use crate::content::body::State;
use crate::content::{Document, Run};
use crate::diag::Diagnostic;
use crate::facts::Facts;
use crate::hash::Hash;
use crate::language::Language;
use crate::site::{Page, Site};
use crate::source::{SourceId, in_order};
use crate::theme::Theme;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// The pages of more times than that are not read at once.
const MAX_AT_ONCE: usize = 8;

/// What people wrote in one file.
#[derive(Debug)]
pub struct Writing<'a> {
    /// The file.
    pub source: &'a SourceId,
    /// The text.
    pub runs: &'a [Run<'a>],
    /// The states that parts of it are for.
    pub states: &'a [Vec<State>],
    /// The facts that hold there.
    pub lexicon: &'a Lexicon,
    /// The day that an announcement may state, because it is its own.
    pub own_day: Option<Date>,
    /// What kind of file it is.
    pub medium: Medium,
}

/// Where something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// Where facts can be referred to.
    Content,
    /// In a theme, which knows no facts.
    Theme,
}

/// What was found in the words of a page, with all that it depends on.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// The page's file.
    document: Arc<Document>,
    /// The hash of the facts that it was compared with.
    lexicon: Hash,
    /// The day that the page may state because it is its own.
    own_day: Option<Date>,
    /// What was found.
    found: Vec<Diagnostic>,
}

/// What the rules say of everything that people wrote. What is `kept` of the pages is not read
/// again; it becomes what can be kept of these.
pub(crate) fn writing(
    site: &Site,
    theme: Option<&Theme>,
    kept: &mut Vec<Reading>,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let config = &site.config;
    let in_force = site.in_force().facts;
    let languages = config.languages();
    let today = languages.map(|language| {
        let lexicon = Lexicon::new(in_force, language, &config.check);
        (language, lexicon)
    });
    let today: Vec<(Language, Lexicon)> = today.collect();
    for (language, lexicon) in &today {
        let (source, lines) = (&config.source, lines(config, *language));
        read(source, &lines, lexicon, Medium::Content, &mut diagnostics);
    }
    let own = today.iter().find(|(spoken, _)| *spoken == config.language);
    for (source, runs) in theme.into_iter().flat_map(Theme::runs) {
        if let Some((_, lexicon)) = own {
            read(source, runs, lexicon, Medium::Theme, &mut diagnostics);
        }
    }
    let mut known = in_order(std::mem::take(kept), |one: &Reading| &one.document.source);
    let pages = site.pages.iter();
    let pages = pages.map(|page| (page, known(&page.document.source)));
    let groups = groups(pages.collect()).into_iter().map(|group| {
        let is_today = Arc::ptr_eq(group.facts, in_force);
        let mut today = today.iter().filter(|_| is_today);
        let lexicon = today.find(|(spoken, _)| *spoken == group.language);
        (group, lexicon.map(|(_, lexicon)| lexicon))
    });
    let groups: Vec<_> = groups.collect();
    let read = |(group, lexicon): (Group<'_>, Option<&Lexicon>)| group.read(lexicon, config);
    // Those that have facts of their own are taken one after the other on each thread: facts of
    // all times at once, ready to be compared, would be too many.
    let mut found: Vec<(usize, Reading)> = if groups.len() <= MAX_AT_ONCE {
        groups.into_iter().flat_map(read).collect()
    } else {
        let read = groups.into_par_iter().map(read);
        read.flatten_iter().collect()
    };
    found.sort_by_key(|(at, _)| *at);
    *kept = found.into_iter().map(|(_, reading)| reading).collect();
    diagnostics.extend(kept.iter().flat_map(|one| one.found.iter().cloned()));
    diagnostics
}

/// Pages that are compared with the same facts.
struct Group<'a> {
    facts: &'a Arc<Facts>,
    language: Language,
    /// With their places, and what is known of them.
    pages: Vec<(usize, &'a Page, Option<Reading>)>,
}

fn groups(pages: Vec<(&Page, Option<Reading>)>) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut places = HashMap::new();
    for (at, (page, known)) in pages.into_iter().enumerate() {
        let (facts, language) = (&page.in_force, page.language);
        let place = places.entry((Arc::as_ptr(facts), language));
        let place = *place.or_insert(groups.len());
        if place == groups.len() {
            let pages = Vec::new();
            groups.push(Group {
                facts,
                language,
                pages,
            });
        }
        groups[place].pages.push((at, page, known));
    }
    groups
}

impl Group<'_> {
    fn read(self, lexicon: Option<&Lexicon>, config: &Config) -> Vec<(usize, Reading)> {
        let made;
        let lexicon = if let Some(lexicon) = lexicon {
            lexicon
        } else {
            made = Lexicon::new(self.facts, self.language, &config.check);
            &made
        };
        let pages = self.pages.into_par_iter();
        let read = pages.map(|(at, page, known)| {
            let known = known.filter(|known| still_holds(known, page, lexicon));
            (at, known.unwrap_or_else(|| reading(page, lexicon)))
        });
        read.collect()
    }
}

fn reading(page: &Page, lexicon: &Lexicon) -> Reading {
    let document = &page.document;
    let mut found = Vec::new();
    let writing = Writing {
        source: &document.source,
        runs: &document.runs(),
        states: &document.mentions.states,
        lexicon,
        own_day: page.date,
        medium: Medium::Content,
    };
    writing.check(&mut found);
    Reading {
        document: Arc::clone(document),
        lexicon: lexicon.hash,
        own_day: page.date,
        found,
    }
}

fn still_holds(known: &Reading, page: &Page, lexicon: &Lexicon) -> bool {
    Arc::ptr_eq(&known.document, &page.document)
        && known.lexicon == lexicon.hash
        && known.own_day == page.date
}

impl Writing<'_> {
    fn check(&self, diagnostics: &mut Vec<Diagnostic>) {
        for rule in RULES {
            if let Check::Writing(check) = rule.check {
                check(self, diagnostics);
            }
        }
    }
}

fn read(
    source: &SourceId,
    runs: &[Run<'_>],
    lexicon: &Lexicon,
    medium: Medium,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let writing = Writing {
        source,
        runs,
        states: &[],
        lexicon,
        own_day: None,
        medium,
    };
    writing.check(diagnostics);
}

/// The lines of `site.toml` that visitors read in a language.
fn lines(config: &Config, language: Language) -> Vec<Run<'_>> {
    let mut others = config.others.iter();
    if let Some(other) = others.find(|other| other.language == language) {
        let words = &other.words;
        let lines = [
            &words.description,
            &words.operator,
            &words.phone,
            &words.hours,
        ];
        let labels = config.navigation.iter().flat_map(|entry| &entry.labels);
        let labels = labels.filter(|(known, _)| *known == language);
        let all = std::iter::once(&words.title)
            .chain(lines.into_iter().flatten())
            .chain(labels.map(|(_, label)| label));
        return all.map(Run::of_phrase).collect();
    }
    let site = [
        &config.description,
        &config.operator,
        &config.phone,
        &config.hours,
    ];
    let entries = config.navigation.iter().chain(&config.footer);
    let labels = entries.map(|entry| &entry.label);
    let banners = config.banners.iter();
    let banners = banners.flat_map(|banner| [Some(&banner.title), banner.text.as_ref()]);
    std::iter::once(&config.title)
        .chain(site.into_iter().flatten())
        .chain(labels)
        .chain(banners.flatten())
        .map(Run::of_phrase)
        .collect()
}
