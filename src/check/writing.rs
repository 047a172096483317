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
use std::sync::Arc;

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
    let lexicons = Lexicons::new(site);
    let mut diagnostics = Vec::new();
    let config = &site.config;
    let in_force = site.in_force().facts;
    for language in config.languages() {
        let lines = lines(config, language);
        let lexicon = lexicons.of(in_force, language);
        let source = &config.source;
        read(source, &lines, lexicon, Medium::Content, &mut diagnostics);
    }
    let today = lexicons.of(in_force, config.language);
    for (source, runs) in theme.into_iter().flat_map(Theme::runs) {
        read(source, runs, today, Medium::Theme, &mut diagnostics);
    }
    let mut known = in_order(std::mem::take(kept), |one: &Reading| &one.document.source);
    let pages = site.pages.iter();
    let known: Vec<_> = pages.map(|page| known(&page.document.source)).collect();
    *kept = site
        .pages
        .par_iter()
        .zip(known)
        .map(|(page, known)| {
            let own;
            let lexicon = match lexicons.find(&page.in_force, page.language) {
                Some(lexicon) => lexicon,
                None => {
                    // It speaks with the facts of its own day, as no other page does.
                    own = Lexicon::new(&page.in_force, page.language, &config.check);
                    &own
                }
            };
            known
                .filter(|known| still_holds(known, page, lexicon))
                .unwrap_or_else(|| reading(page, lexicon))
        })
        .collect();
    diagnostics.extend(kept.iter().flat_map(|one| one.found.iter().cloned()));
    diagnostics
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

/// A lexicon for the facts of each cycle, in each language.
struct Lexicons<'a>(Vec<(&'a Arc<Facts>, Language, Lexicon)>);

impl<'a> Lexicons<'a> {
    fn new(site: &'a Site) -> Self {
        let cycles = site.timeline.cycles().iter().map(|cycle| &cycle.facts);
        let all = std::iter::once(site.timeline.base().facts).chain(cycles);
        let all = all.flat_map(|facts| {
            let languages = site.config.languages();
            languages.map(move |language| (facts, language))
        });
        let levels = &site.config.check;
        Self(
            all.map(|(facts, language)| (facts, language, Lexicon::new(facts, language, levels)))
                .collect(),
        )
    }

    fn find(&self, facts: &Arc<Facts>, language: Language) -> Option<&Lexicon> {
        let mut all = self.0.iter();
        let found = all.find(|(known, spoken, _)| *spoken == language && Arc::ptr_eq(known, facts));
        found.map(|(.., lexicon)| lexicon)
    }

    fn of(&self, facts: &Arc<Facts>, language: Language) -> &Lexicon {
        self.find(facts, language)
            .expect("the facts in force are those of some cycle, in a language of the site")
    }
}
