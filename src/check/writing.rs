//! What people wrote, file by file, beside the facts that hold there.

use super::lexicon::Lexicon;
use super::{Check, RULES};
use crate::calendar::Date;
use crate::config::Config;
use crate::content::Run;
use crate::diag::Diagnostic;
use crate::facts::Facts;
use crate::memo::Reading;
use crate::site::{Page, Site};
use crate::source::SourceId;
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

/// What the rules say of everything that people wrote. What is `kept` of the pages is not read
/// again; it becomes what can be kept of these.
pub(crate) fn writing(
    site: &Site,
    theme: Option<&Theme>,
    kept: &mut Vec<Reading>,
) -> Vec<Diagnostic> {
    let lexicons = Lexicons::new(site);
    let mut diagnostics = Vec::new();
    let today = lexicons.of(site.in_force().facts);
    let lines = lines(&site.config);
    read(
        &site.config.source,
        &lines,
        today,
        Medium::Content,
        &mut diagnostics,
    );
    for (source, runs) in theme.into_iter().flat_map(Theme::runs) {
        read(source, runs, today, Medium::Theme, &mut diagnostics);
    }
    // Both are in the order of files, so that one walk along them finds what is kept.
    let mut old = std::mem::take(kept).into_iter().peekable();
    let known: Vec<Option<Reading>> = site
        .pages
        .iter()
        .map(|page| {
            let source = &page.document.source;
            while old.next_if(|one| one.document.source < *source).is_some() {}
            old.next_if(|one| one.document.source == *source)
        })
        .collect();
    *kept = site
        .pages
        .par_iter()
        .zip(known)
        .map(|(page, known)| {
            let lexicon = lexicons.of(&page.in_force);
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
        lexicon,
        own_day: document.front.date,
        medium: Medium::Content,
    };
    writing.check(&mut found);
    Reading {
        document: Arc::clone(document),
        lexicon: lexicon.hash,
        found,
    }
}

fn still_holds(known: &Reading, page: &Page, lexicon: &Lexicon) -> bool {
    Arc::ptr_eq(&known.document, &page.document) && known.lexicon == lexicon.hash
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
        lexicon,
        own_day: None,
        medium,
    };
    writing.check(diagnostics);
}

/// The lines of `site.toml` that visitors read.
fn lines(config: &Config) -> Vec<Run<'_>> {
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

/// A lexicon for the facts of each cycle.
struct Lexicons<'a>(Vec<(&'a Arc<Facts>, Lexicon)>);

impl<'a> Lexicons<'a> {
    fn new(site: &'a Site) -> Self {
        let language = site.config.language;
        let cycles = site.timeline.cycles().iter().map(|cycle| &cycle.facts);
        let all = std::iter::once(site.timeline.base().facts).chain(cycles);
        Self(
            all.map(|facts| (facts, Lexicon::new(facts, language, &site.config.check)))
                .collect(),
        )
    }

    fn of(&self, facts: &Arc<Facts>) -> &Lexicon {
        let found = self.0.iter().find(|(known, _)| Arc::ptr_eq(known, facts));
        &found
            .expect("every page speaks with the facts of some cycle")
            .1
    }
}
