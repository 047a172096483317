//! Documents into a site.

use super::address::{Addressed, Addresses, unportable};
use super::print::{LinePart, Printer};
use super::resolved::{Ground, Resolved};
use super::{
    Alias, Fingerprint, Line, Page, PageId, Resource, Site, children, fingerprint, frame, link,
};
use crate::calendar::AsOf;
use crate::config::Config;
use crate::content::{Document, PageKind, Piece, is_key};
use crate::diag::{Diagnostic, Place, code, text};
use crate::facts::{self, Facts};
use crate::language::Language;
use crate::near::near_misses;
use crate::path::UrlPath;
use crate::snapshot::Snapshot;
use crate::source::{SourceId, Span};
use rayon::prelude::*;
use std::sync::Arc;

/// The file of the home page.
const HOME: &str = "content/index.md";

/// Resolves the site that `documents` make on the day `as_of`. What stays as it is in `kept`
/// is not made again.
pub fn resolve(
    snapshot: &Snapshot,
    config: Config,
    documents: Vec<Arc<Document>>,
    as_of: AsOf,
    kept: Option<Resolved>,
) -> Resolved {
    let ground = Ground::new(snapshot, &config, as_of);
    match kept {
        Some(kept) if kept.stands_on(&ground, &documents) => kept.with(documents),
        _ => anew(snapshot, config, documents, ground, as_of),
    }
}

fn anew(
    snapshot: &Snapshot,
    config: Config,
    documents: Vec<Arc<Document>>,
    ground: Ground,
    as_of: AsOf,
) -> Resolved {
    let mut diagnostics = Vec::new();
    let facts = facts::resolve(
        &config.source,
        config.facts.as_ref(),
        &config.calendar,
        as_of,
    )
    .unpack(&mut diagnostics);
    let mut addresses = Addresses::assign(snapshot, &documents);
    let mut printer = Printer::new(&facts, config.language, &config.source);
    let frame = frame::resolve(&config, &addresses, &mut printer);
    let uses = printer.uses;
    diagnostics.append(&mut printer.diagnostics);
    let (pages, findings) = pages(&addresses, &facts, config.language);
    let aliases = aliases(&pages, &mut addresses);
    let home = SourceId::new(HOME);
    let home = match addresses.of_source(&home) {
        Some(Resource::Page(id)) => Some(id),
        Some(Resource::File(_) | Resource::Draft) => None,
        None => {
            diagnostics.push(missing_home(snapshot, &home));
            None
        }
    };
    diagnostics.append(&mut addresses.diagnostics);
    let site = Site {
        config,
        as_of,
        facts,
        uses,
        frame,
        pages,
        files: addresses.files.clone(),
        aliases,
        home,
    };
    Resolved {
        site,
        diagnostics,
        findings,
        addresses,
        ground,
        documents,
    }
}

fn pages(
    addresses: &Addresses,
    facts: &Facts,
    language: Language,
) -> (Vec<Page>, Vec<Vec<Diagnostic>>) {
    let families = children::families(&addresses.pages);
    let (mut pages, findings): (Vec<Page>, Vec<Vec<Diagnostic>>) = addresses
        .pages
        .par_iter()
        .zip(&families.kinds)
        .map(|(addressed, kind)| page(addressed, *kind, addresses, facts, language))
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
    facts: &Facts,
    language: Language,
) -> (Page, Vec<Diagnostic>) {
    let mut printer = Printer::new(facts, language, &addressed.document.source);
    check_front_matter(addressed, kind, &mut printer);
    let mut page = printed(addressed, kind, addresses, &mut printer);
    page.fingerprint = fingerprint::of(&page, addresses);
    page.uses = printer.uses;
    (page, printer.diagnostics)
}

fn printed(
    addressed: &Addressed,
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
    let targets = targets(document, addresses, line);
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
        parent: None,
        children: Vec::new(),
        children_kind: children_kind.map_or(PageKind::default(), |kind| kind.value),
        previous: None,
        next: None,
        fingerprint: Fingerprint::default(),
        facts,
        targets,
        uses: Vec::new(),
    }
}

/// Where the links of a document lead, by their places.
fn targets(
    document: &Document,
    addresses: &Addresses,
    line: impl Fn(&[Piece]) -> Line,
) -> Vec<(Span, link::Target)> {
    let links = document.mentions.links.iter();
    let mut targets: Vec<_> = links
        .map(|mention| {
            let target = line(&mention.target).text();
            let target = link::resolve(&target, &document.source, addresses);
            (mention.span, target)
        })
        .collect();
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

fn missing_home(snapshot: &Snapshot, home: &SourceId) -> Diagnostic {
    let has_content = snapshot.below("content/").next().is_some();
    let diagnostic = Diagnostic::new(
        code::MISSING_FILE,
        Place::file(home),
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
