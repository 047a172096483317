//! Documents into a site.

use super::address::{Addressed, Addresses, unportable};
use super::print::{LinePart, Printed, Printer, Use};
use super::time::{self, Almanac, Interval, StateGroup, Visibility};
use super::{Alias, Line, Page, PageId, Resource, Site, children, frame, link};
use crate::calendar::{AsOf, Calendar};
use crate::config::Config;
use crate::content::{Document, PageKind, Piece, is_key};
use crate::diag::{Checked, Diagnostic, Place, code, text};
use crate::facts::{InForce, Timeline};
use crate::language::Language;
use crate::near::near_misses;
use crate::path::UrlPath;
use crate::snapshot::Snapshot;
use crate::source::{SourceId, Span};
use rayon::prelude::*;
use std::sync::Arc;

/// Resolves the site that `documents` make on the day `as_of`.
pub fn resolve(
    snapshot: &Snapshot,
    config: Config,
    documents: Vec<Arc<Document>>,
    as_of: AsOf,
) -> Checked<Site> {
    let mut diagnostics = Vec::new();
    let timeline = config.statements(as_of).resolve().unpack(&mut diagnostics);
    if timeline.on(as_of.date()).is_none() {
        let place = Place::file(&config.source);
        diagnostics.push(time::no_cycle(as_of.date(), place));
    }
    let clock = Clock {
        timeline: &timeline,
        calendar: &config.calendar,
        as_of,
        language: config.language,
    };
    let documents = visibilities(documents, clock, &mut diagnostics);
    let mut addresses = Addresses::assign(snapshot, documents);
    let today = timeline.on(as_of.date());
    let today = today.unwrap_or_else(|| timeline.base());
    let mut printer = Printer::new(today.facts, config.language, &config.source);
    let frame = frame::resolve(&config, &addresses, &mut printer);
    let mut uses = printer.uses;
    diagnostics.append(&mut printer.diagnostics);
    let pages = pages(&addresses, clock, &mut uses, &mut diagnostics);
    let aliases = aliases(&pages, &mut addresses);
    match addresses.by_source.get("content/index.md") {
        Some(Resource::Page(_)) => {}
        Some(Resource::Hidden(_)) => diagnostics.push(draft_home()),
        Some(Resource::File(_)) | None => diagnostics.push(missing_home(snapshot)),
    }
    diagnostics.append(&mut addresses.diagnostics);
    let site = Site {
        config,
        as_of,
        timeline,
        uses,
        frame,
        pages,
        files: addresses.files,
        aliases,
        hidden: addresses.hidden,
        by_source: addresses.by_source,
    };
    Checked::new(site, diagnostics)
}

/// What all pages need to tell what is true on the day of the build.
#[derive(Clone, Copy)]
struct Clock<'a> {
    timeline: &'a Timeline,
    calendar: &'a Calendar,
    as_of: AsOf,
    language: Language,
}

impl<'a> Clock<'a> {
    fn almanac(self, source: &'a SourceId) -> Almanac<'a> {
        Almanac {
            timeline: self.timeline,
            calendar: self.calendar,
            as_of: self.as_of,
            source,
            diagnostics: Vec::new(),
        }
    }
}

/// Which documents are shown on the day of the build. What is wrong with their days is
/// reported, of those that are not shown as well.
fn visibilities(
    documents: Vec<Arc<Document>>,
    clock: Clock<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Arc<Document>, Visibility)> {
    let asked: Vec<(Visibility, Vec<Diagnostic>)> = documents
        .par_iter()
        .map(|document| {
            let mut almanac = clock.almanac(&document.source);
            let in_force = almanac.in_force(document);
            let visibility = almanac.visibility(document, in_force);
            (visibility, almanac.diagnostics)
        })
        .collect();
    let mut visibilities = Vec::with_capacity(documents.len());
    for (document, (visibility, mut found)) in documents.into_iter().zip(asked) {
        diagnostics.append(&mut found);
        visibilities.push((document, visibility));
    }
    visibilities
}

fn pages(
    addresses: &Addresses,
    clock: Clock<'_>,
    uses: &mut Vec<Use>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Page> {
    let families = children::families(&addresses.pages);
    let resolved: Vec<(Page, Vec<Use>, Vec<Diagnostic>)> = addresses
        .pages
        .par_iter()
        .zip(&families.parents)
        .zip(&families.kinds)
        .map(|((addressed, parent), kind)| {
            let source = &addressed.document.source;
            let mut almanac = clock.almanac(source);
            let in_force = almanac.in_force(&addressed.document);
            // What is wrong with the cycle was told when it was asked for the first time.
            almanac.diagnostics.clear();
            let mut printer = Printer::new(in_force.facts, clock.language, source);
            check_front_matter(addressed, *kind, &mut printer);
            let mut page = page(addressed, *parent, *kind, addresses, &mut printer);
            page.states = states(&addressed.document, in_force, &mut almanac);
            page.shown = almanac.shown(&addressed.document, in_force);
            page.past_cycle = past_cycle(in_force, clock);
            printer.diagnostics.append(&mut almanac.diagnostics);
            (page, printer.uses, printer.diagnostics)
        })
        .collect();
    let mut pages = Vec::with_capacity(resolved.len());
    for (page, mut page_uses, mut page_diagnostics) in resolved {
        pages.push(page);
        uses.append(&mut page_uses);
        diagnostics.append(&mut page_diagnostics);
    }
    children::arrange(&mut pages);
    pages
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

/// The name of a page's cycle, where another one is in force on the day of the build.
fn past_cycle(in_force: InForce<'_>, clock: Clock<'_>) -> Option<String> {
    let today = clock.timeline.on(clock.as_of.date())?;
    if in_force.is_same(&today) {
        return None;
    }
    let cycle = in_force.cycle.map(|cycle| cycle.name.clone());
    Some(cycle.unwrap_or_default())
}

fn page(
    addressed: &Addressed,
    parent: Option<PageId>,
    kind: PageKind,
    addresses: &Addresses,
    printer: &mut Printer<'_>,
) -> Page {
    let document = &addressed.document;
    let front = &document.front;
    let mut facts = Vec::new();
    for reference in &document.mentions.facts {
        facts.extend(printer.print(reference).map(|fact| (reference.span, fact)));
    }
    facts.sort_by_key(|(span, _)| *span);
    let printed = |span: Span| {
        let at = facts.binary_search_by_key(&span, |(span, _)| *span).ok()?;
        Some(Arc::clone(&facts[at].1))
    };
    let line = |pieces: &[Piece]| Line {
        parts: pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Words(words) => Some(LinePart::Words(words.clone())),
                Piece::Fact(reference) => printed(reference.span).map(LinePart::Fact),
            })
            .collect(),
    };
    let targets = targets(document, addresses, printed);
    let title = match kind {
        PageKind::Faq => front.question.as_ref().or(front.title.as_ref()),
        _ => front.title.as_ref(),
    };
    let children_kind = front.children.as_ref();
    Page {
        document: Arc::clone(document),
        url: addressed.url.clone(),
        kind,
        is_index: addressed.is_index,
        title: title.map(|title| line(&title.pieces)).unwrap_or_default(),
        description: front
            .description
            .as_ref()
            .map(|text| line(&text.pieces).text()),
        category: front
            .category
            .as_ref()
            .map(|text| line(&text.pieces).text()),
        parent,
        children: Vec::new(),
        children_kind: children_kind.map_or(PageKind::default(), |kind| kind.value),
        previous: None,
        next: None,
        facts,
        targets,
        states: Vec::new(),
        past_cycle: None,
        over_since: match addressed.visibility {
            Visibility::Over(day) => Some(day),
            Visibility::Shown | Visibility::Draft | Visibility::From(_) => None,
        },
        shown: Interval {
            from: None,
            until: None,
        },
    }
}

/// Where the links of a document lead, in the order of their places. One with a fact that
/// could not be printed is left out: it has been reported.
fn targets(
    document: &Document,
    addresses: &Addresses,
    printed: impl Fn(Span) -> Option<Arc<Printed>>,
) -> Vec<(Span, link::Target)> {
    let text = |piece: &Piece| match piece {
        Piece::Words(words) => Some(words.clone()),
        Piece::Fact(reference) => printed(reference.span).map(|fact| fact.text()),
    };
    let mut targets = Vec::with_capacity(document.mentions.links.len());
    for mention in &document.mentions.links {
        let typed: Option<String> = mention.target.iter().map(text).collect();
        let Some(typed) = typed else { continue };
        let mut target = link::resolve(&typed, &document.source, addresses);
        if mention.is_image {
            target = target.of_image();
        }
        targets.push((mention.span, target));
    }
    targets.sort_by_key(|(span, _)| *span);
    targets
}

/// The keys that pages of a kind must have.
const fn required(kind: PageKind) -> &'static [&'static str] {
    match kind {
        PageKind::Page | PageKind::Procedure | PageKind::Contact => &["title"],
        PageKind::Announcement => &["title", "date"],
        PageKind::Faq => &["question", "category"],
    }
}

/// The keys that only pages of some kind, or only the pages of sections, have.
fn belongs(key: &str, kind: PageKind, is_index: bool) -> bool {
    match key {
        "question" | "category" => kind == PageKind::Faq,
        "title" => kind != PageKind::Faq,
        "date" => kind == PageKind::Announcement,
        "children" => is_index,
        _ => true,
    }
}

fn check_front_matter(addressed: &Addressed, kind: PageKind, printer: &mut Printer<'_>) {
    if !addressed.document.is_whole {
        return;
    }
    let front = &addressed.document.front;
    let source = &addressed.document.source;
    let name = kind.name();
    // A key that was mistyped has been reported as unknown.
    let has = |key: &str| {
        let mut given = front.given.iter().map(|(given, _)| given.as_str());
        given.any(|given| given == key || !is_key(given) && !near_misses(given, [key]).is_empty())
    };
    for key in required(kind) {
        if !has(key) {
            let place = Place::new(source, front.span);
            let diagnostic = Diagnostic::new(
                code::MISSING_KEY,
                place,
                text!(
                    "「{key}」がありません（種類が {name} のページには必要です）",
                    "`{key}` is missing; a page of the kind `{name}` needs it"
                ),
            );
            printer.diagnostics.push(diagnostic.help(text!(
                "先頭の「+++」の間に「{key} = …」の行を加えてください",
                "add a line `{key} = …` between the `+++` lines"
            )));
        }
    }
    for (key, span) in &front.given {
        if belongs(key, kind, addressed.is_index) {
            continue;
        }
        let place = Place::new(source, *span);
        let diagnostic = Diagnostic::new(
            code::WRONG_KIND,
            place,
            text!(
                "「{key}」は、種類が {name} のこのページでは使えません",
                "`{key}` does not belong to this page of the kind `{name}`"
            ),
        );
        printer
            .diagnostics
            .push(diagnostic.help(match key.as_str() {
                "title" => text!("代わりに question に書きます", "write it as `question`"),
                _ => text!(
                    "この行を消すか、kind を変えてください",
                    "delete the line, or change `kind`"
                ),
            }));
    }
}

fn aliases(pages: &[Page], addresses: &mut Addresses) -> Vec<Alias> {
    let mut aliases = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        for alias in &page.document.front.aliases {
            let place = Place::new(&page.document.source, alias.span);
            match UrlPath::parse(&alias.value) {
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

fn draft_home() -> Diagnostic {
    let source = SourceId::new("content/index.md");
    Diagnostic::new(
        code::MISSING_FILE,
        Place::file(&source),
        text!(
            "トップページが下書きのため、公開されません",
            "the home page is a draft, so there is none"
        ),
    )
    .help(text!(
        "draft = true の行を消してください",
        "take `draft = true` out of it"
    ))
}

fn missing_home(snapshot: &Snapshot) -> Diagnostic {
    let source = SourceId::new("content/index.md");
    let has_content = snapshot.below("content/").next().is_some();
    let diagnostic = Diagnostic::new(
        code::MISSING_FILE,
        Place::file(&source),
        text!(
            "トップページ（content/index.md）がありません",
            "there is no home page (content/index.md)"
        ),
    );
    if has_content {
        return diagnostic.help(text!(
            "content フォルダーに index.md を作ってください",
            "make a file `index.md` in the folder `content`"
        ));
    }
    diagnostic.help(text!(
        "content フォルダーがここにあるか確かめてください。新しく始めるときは annai new を使います",
        "look whether the folder `content` is here; `annai new` makes a new site"
    ))
}
