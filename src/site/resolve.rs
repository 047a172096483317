//! Documents into a site.

use super::address::{Addressed, Addresses};
use super::names::unportable;
use super::print::{LinePart, Printed, Printer};
use super::resolved::{Ground, Resolved, Standing};
use super::time::{self, Almanac, Interval, StateGroup, Visibility};
use super::translation::{self, Edition};
use super::{
    Alias, Fingerprint, Hidden, Line, Page, PageId, Site, banner, children, fingerprint, frame,
    home, keys, link,
};
use crate::calendar::{AsOf, Date, DateTime};
use crate::characters::oddities;
use crate::config::Config;
use crate::content::{Document, FrontMatter, PageKind, Phrase, Piece};
use crate::diag::{Diagnostic, Place};
use crate::facts::{InForce, Timeline};
use crate::path::{PathProblem, UrlPath};
use crate::picture::Gallery;
use crate::snapshot::Snapshot;
use crate::source::{SourceId, Span};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// For whom a site is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// For those who visit it: drafts and pages of a later day are left out.
    #[default]
    Visitors,
    /// For those who write it: such pages are among the others, and nothing else changes.
    Editors,
}

/// The days of a build, and for whom it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The moment that the site speaks for.
    pub as_of: AsOf,
    /// What the pages say of their build, where that is not what is true of this one.
    pub dateline: Option<Dateline>,
    /// For whom it is made.
    pub audience: Audience,
}

/// What pages say of the build that made them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The day of the build.
    pub day: Date,
    /// The moment from which on they say what they say, on that day.
    pub since: DateTime,
    /// The first moment at which they may no longer be true; none where they say none.
    pub stale_from: Option<DateTime>,
}

/// Resolves the site that `documents` make on a day. What stays as it is in `kept`
/// is not made again.
pub fn resolve(
    snapshot: &Snapshot,
    pictures: &Gallery,
    config: Config,
    documents: Vec<Arc<Document>>,
    day: Day,
    kept: Option<Resolved>,
) -> Resolved {
    let ground = Ground::new(snapshot, &config, day);
    match kept {
        Some(kept) if kept.stands_on(&ground, &documents) => kept.with(documents),
        _ => anew(snapshot, pictures, config, documents, ground, day),
    }
}

fn anew(
    snapshot: &Snapshot,
    pictures: &Gallery,
    config: Config,
    documents: Vec<Arc<Document>>,
    ground: Ground,
    day: Day,
) -> Resolved {
    let mut diagnostics = Vec::new();
    let as_of = day.as_of;
    let timeline = config.statements(as_of).resolve().unpack(&mut diagnostics);
    let today = timeline.on(as_of.date()).unwrap_or_else(|| {
        let day = as_of.date();
        let mut begun = timeline.cycles().iter().rev();
        let ended = begun.find(|cycle| cycle.from <= day);
        let file = || Place::file(&config.source);
        let place = ended.map_or_else(file, |cycle| cycle.place.clone());
        diagnostics.push(time::no_cycle(day, place));
        timeline.base()
    });
    let clock = Clock {
        config: &config,
        timeline: &timeline,
        by_day: &timeline.by_day(),
        as_of,
    };
    let editions = translation::editions(&config, &documents, &mut diagnostics);
    let visibilities = visibilities(&documents, &editions, clock, &mut diagnostics);
    let mut addresses = Addresses::assign(
        snapshot,
        &config,
        &documents,
        &editions,
        visibilities,
        day.audience,
        pictures,
    );
    addresses.shrink(pictures);
    let mut printer = Printer::new(today.facts, config.language, &config.source);
    let mut frame = frame::resolve(&config, &addresses, &mut printer);
    let frames = frame::others(&config, &addresses, &mut printer);
    let mut almanac = clock.almanac(&config.source);
    printer.language = config.language;
    frame.banners = banner::resolve(&config, &addresses, today, &mut printer, &mut almanac);
    diagnostics.append(&mut almanac.diagnostics);
    diagnostics.append(&mut printer.diagnostics);
    let (pages, findings) = pages(&addresses, clock);
    let aliases = aliases(&pages, &mut addresses);
    let homes = home::find_all(snapshot, &config, &addresses, &pages, &mut diagnostics);
    diagnostics.append(&mut addresses.diagnostics);
    let hidden = hidden(&mut addresses, clock);
    let site = Site {
        uses: printer.uses,
        config,
        as_of,
        dateline: day.dateline,
        timeline,
        frame,
        frames,
        pages,
        files: addresses.files.clone(),
        aliases,
        hidden,
        refused: std::mem::take(&mut addresses.refused),
        homes,
        standing: Standing::default(),
    };
    Resolved::new(site, diagnostics, findings, addresses, ground, documents)
}

/// What all pages need to tell what is true on the day of the build.
#[derive(Clone, Copy)]
pub(super) struct Clock<'a> {
    pub(super) config: &'a Config,
    pub(super) timeline: &'a Timeline,
    /// The names of the facts that go by the day.
    pub(super) by_day: &'a BTreeSet<&'a str>,
    pub(super) as_of: AsOf,
}

impl<'a> Clock<'a> {
    fn almanac(self, source: &'a SourceId) -> Almanac<'a> {
        Almanac {
            timeline: self.timeline,
            calendar: self.timeline.calendar(),
            as_of: self.as_of,
            source,
            diagnostics: Vec::new(),
        }
    }

    /// The values of the day of a dated page, if it speaks of facts that go by the day. What is
    /// wrong with them is told of those of the build.
    fn own_day(self, document: &Document, original: Option<&Document>) -> Option<Timeline> {
        let of_original = || original?.front.date;
        let day = document.front.date.or_else(of_original)?;
        let goes_by_day = document.heads().any(|name| self.by_day.contains(name));
        goes_by_day.then(|| self.config.statements(AsOf::new(day)).resolve().value)
    }

    /// With the values of another day, if there are such.
    fn with<'b>(self, own: Option<&'b Timeline>) -> Clock<'b>
    where
        'a: 'b,
    {
        let timeline = own.unwrap_or(self.timeline);
        Clock { timeline, ..self }
    }
}

/// Which documents are shown on the day of the build. What is wrong with their days is
/// reported, of those that are not shown as well.
fn visibilities(
    documents: &[Arc<Document>],
    editions: &[Option<Edition>],
    clock: Clock<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Visibility> {
    let asked: Vec<(Visibility, Vec<Diagnostic>)> = documents
        .par_iter()
        .zip(editions)
        .map(|(document, edition)| {
            let original = edition.and_then(|edition| edition.original);
            let original = original.map(|original| &*documents[original]);
            let own = clock.own_day(document, original);
            let mut almanac = clock.with(own.as_ref()).almanac(&document.source);
            let visibility = almanac.visibility(document, original);
            (visibility, almanac.diagnostics)
        })
        .collect();
    let mut visibilities = Vec::with_capacity(asked.len());
    for (visibility, mut found) in asked {
        diagnostics.append(&mut found);
        visibilities.push(visibility);
    }
    visibilities
}

fn pages(addresses: &Addresses, clock: Clock<'_>) -> (Vec<Page>, Vec<Vec<Diagnostic>>) {
    let families = children::families(&addresses.pages);
    let (mut pages, findings): (Vec<Page>, Vec<Vec<Diagnostic>>) = addresses
        .pages
        .par_iter()
        .zip(&families.kinds)
        .map(|(addressed, kind)| page(addressed, *kind, addresses, clock))
        .unzip();
    for (page, parent) in pages.iter_mut().zip(families.parents) {
        page.parent = parent;
    }
    children::arrange(&mut pages);
    (pages, findings)
}

/// A page without its relatives, and what is wrong in it.
pub(super) fn page(
    addressed: &Addressed,
    kind: PageKind,
    addresses: &Addresses,
    clock: Clock<'_>,
) -> (Page, Vec<Diagnostic>) {
    let document = &addressed.document;
    let original = addressed.original(&addresses.pages);
    let own = clock.own_day(document, original);
    let clock = clock.with(own.as_ref());
    let mut almanac = clock.almanac(&document.source);
    let in_force = almanac.in_force(document, original);
    // What is wrong with the cycle was told when it was asked for the first time.
    almanac.diagnostics.clear();
    let mut printer = Printer::new(in_force.facts, clock.config.language, &document.source);
    printer.language = addressed.language;
    keys::check(addressed, original, kind, &mut printer);
    let mut page = printed(addressed, kind, addresses, &mut printer);
    page.states = states(document, in_force, &mut almanac);
    page.in_force = Arc::clone(in_force.facts);
    page.shown = almanac.shown(document, original);
    page.review_by = almanac.review_by(document, in_force);
    page.past_cycle = past_cycle(in_force, clock);
    page.fingerprint = fingerprint::of(&page, addresses, clock.as_of);
    page.uses = printer.uses;
    printer.diagnostics.append(&mut almanac.diagnostics);
    (page, printer.diagnostics)
}

fn states(
    document: &Document,
    in_force: InForce<'_>,
    almanac: &mut Almanac<'_>,
) -> Vec<StateGroup> {
    let groups = &document.mentions.states;
    groups
        .iter()
        .map(|states| almanac.states(states, in_force))
        .collect()
}

/// The name of a page's cycle, where a later one is in force on the day of the build.
fn past_cycle(in_force: InForce<'_>, clock: Clock<'_>) -> Option<String> {
    let today = clock.timeline.on(clock.as_of.date())?;
    let begins = |one: InForce<'_>| one.cycle.map(|cycle| cycle.from);
    if in_force.is_same(&today) || begins(in_force) > begins(today) {
        return None;
    }
    let cycle = in_force.cycle.map(|cycle| cycle.name.clone());
    Some(cycle.unwrap_or_default())
}

fn printed(
    addressed: &Addressed,
    kind: PageKind,
    addresses: &Addresses,
    printer: &mut Printer<'_>,
) -> Page {
    let document = &addressed.document;
    let pages = &addresses.pages;
    let front = &document.front;
    let facts = facts(document, printer);
    let printed = |span: Span| fact_at(&facts, span);
    let line = |pieces: &[Piece]| Line {
        parts: pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Words(words) => Some(LinePart::Words(words.text.clone())),
                Piece::Fact(reference) => printed(reference.span).map(LinePart::Fact),
            })
            .collect(),
    };
    let text = |phrase: &Option<Phrase>| {
        let phrase = phrase.as_ref()?;
        Some(line(&phrase.pieces).text())
    };
    let targets = link::targets(document, addressed.language, addresses, printed);
    Page {
        document: Arc::clone(document),
        url: addressed.url.clone(),
        path: addressed.url.output(),
        kind,
        is_index: addressed.is_index,
        language: addressed.language,
        is_lone: addressed.is_lone,
        original: addressed.original,
        translations: addressed.translations.clone(),
        date: addressed.given(pages, |front| front.date),
        order: addressed.given(pages, |front| front.order),
        layout: addressed.given(pages, |front| front.layout.as_ref().map(|one| one.value)),
        names_cycle: addressed
            .given(pages, |front| front.cycle.as_ref())
            .is_some(),
        title: title(front, kind)
            .map(|title| line(&title.pieces))
            .unwrap_or_default(),
        description: text(&front.description),
        category: text(&front.category),
        parent: None,
        children: Vec::new(),
        children_kind: children::children_kind(addressed, pages).unwrap_or_default(),
        previous: None,
        next: None,
        fingerprint: Fingerprint::default(),
        in_force: Arc::default(),
        facts,
        targets,
        uses: Vec::new(),
        states: Vec::new(),
        past_cycle: None,
        visibility: addressed.visibility,
        over_since: addressed.visibility.over_since(),
        review_by: None,
        shown: Interval::default(),
    }
}

/// What a page is called; a question, by the question.
fn title(front: &FrontMatter, kind: PageKind) -> Option<&Phrase> {
    match kind {
        PageKind::Faq => front.question.as_ref().or(front.title.as_ref()),
        _ => front.title.as_ref(),
    }
}

/// What the references of a document print, in the order of their places.
fn facts(document: &Document, printer: &mut Printer<'_>) -> Vec<(Span, Arc<Printed>)> {
    let references = document.mentions.facts.iter();
    let mut facts: Vec<_> = references
        .filter_map(|reference| Some((reference.span, printer.print(reference)?)))
        .collect();
    facts.sort_by_key(|(span, _)| *span);
    facts
}

fn fact_at(facts: &[(Span, Arc<Printed>)], span: Span) -> Option<Arc<Printed>> {
    let at = facts.binary_search_by_key(&span, |(span, _)| *span).ok()?;
    Some(Arc::clone(&facts[at].1))
}

/// The pages that are not shown, with their links.
fn hidden(addresses: &mut Addresses, clock: Clock<'_>) -> Vec<Hidden> {
    let mut hidden = std::mem::take(&mut addresses.hidden);
    for page in &mut hidden {
        page.targets = unseen_targets(&page.document, addresses, clock);
    }
    hidden
}

/// Where the links of a page lead that is not shown. What is wrong with them is not told.
pub(super) fn unseen_targets(
    document: &Document,
    addresses: &Addresses,
    clock: Clock<'_>,
) -> Vec<(Span, link::Target)> {
    let own = clock.own_day(document, None);
    let mut almanac = clock.with(own.as_ref()).almanac(&document.source);
    let in_force = almanac.in_force(document, None);
    let mut printer = Printer::new(in_force.facts, clock.config.language, &document.source);
    let facts = facts(document, &mut printer);
    link::targets(document, clock.config.language, addresses, |span| {
        fact_at(&facts, span)
    })
}

fn aliases(pages: &[Page], addresses: &mut Addresses) -> Vec<Alias> {
    let mut aliases = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        for alias in &page.document.front.aliases {
            let place = Place::new(&page.document.source, alias.span);
            match former_address(&alias.value) {
                Err(problem) => addresses.diagnostics.push(unportable(place, &problem)),
                Ok(url) => {
                    if addresses.claim(&url, place.clone()) {
                        aliases.push(Alias {
                            url,
                            page: PageId(index),
                            place,
                        });
                    }
                }
            }
        }
    }
    aliases
}

/// Reads a former address. What nobody sees in it has been told where it stands as it is; as the
/// number of its bytes it would be an address that nobody can type.
fn former_address(typed: &str) -> Result<UrlPath, PathProblem> {
    let url = UrlPath::parse(typed)?;
    let hidden = oddities(url.as_str())
        .next()
        .filter(|_| typed.contains('%'));
    match hidden {
        Some((_, c, _)) => Err(PathProblem::Character(c)),
        None => Ok(url),
    }
}
