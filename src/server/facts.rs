//! Tells a page of a fact: how it follows, where it is stated and where else it is said.

use super::Shared;
use super::answer::finish;
use super::client::json;
use super::days;
use super::door::Known;
use super::findings::Page;
use super::generation::{Found, Generation};
use annai::diag::Place;
use annai::facts::Facts;
use annai::language::Language;
use annai::site::{PageId, Site};
use annai::snapshot::Snapshot;
use annai::trace::{self, Trace};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Of more pages the rest is only counted.
const MOST: usize = 30;

/// Which fact is meant.
#[derive(Deserialize)]
pub(super) struct Wanted {
    name: String,
}

#[derive(Serialize)]
struct Told {
    name: String,
    label: String,
    value: String,
    derivations: Vec<String>,
    stated: Spot,
    /// What follows from it.
    derived: Vec<Derived>,
    /// Whether it stands in what surrounds every page.
    everywhere: bool,
    pages: Vec<UsingPage>,
    /// How many more pages there are.
    more: usize,
}

#[derive(Serialize)]
struct Derived {
    key: String,
    label: String,
    value: String,
}

#[derive(Serialize)]
struct UsingPage {
    url: String,
    title: String,
    count: usize,
    /// The first place in its file, or in that of one of its questions.
    spot: Spot,
}

#[derive(Serialize)]
struct Spot {
    file: String,
    line: usize,
    column: usize,
}

/// Answers a page that asks.
pub(super) async fn tell(
    State(shared): State<Arc<Shared>>,
    _: Known,
    Query(page): Query<Page>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let Ok(generation) = days::generation(&shared, page.day()).await else {
        return finish(StatusCode::NOT_FOUND.into_response(), 0);
    };
    let language = shared.desk.language;
    let told = days::ask(&shared, generation, move |site, generation| {
        let facts = facts_of(site, generation, page.address());
        told(&wanted.name, site, facts, &generation.snapshot, language)
    });
    match told.await.flatten() {
        Some(told) => json(&told),
        None => finish(StatusCode::NOT_FOUND.into_response(), 0),
    }
}

/// The facts that the page at an address speaks with: news keeps those of its day.
fn facts_of<'a>(site: &'a Site, generation: &Generation, address: &str) -> &'a Facts {
    let path = match generation.find(address) {
        Found::File(path, _) => Some(path),
        Found::Slash | Found::Nothing => None,
    };
    let page = site.pages.iter().find(|page| Some(&page.path) == path);
    page.map_or_else(|| site.in_force().facts, |page| &page.in_force)
}

fn told(
    name: &str,
    site: &Site,
    facts: &Facts,
    snapshot: &Snapshot,
    language: Language,
) -> Option<Told> {
    let traces = trace::trace(name, site, facts, language).ok()?;
    let (own, derived) = traces.split_first()?;
    let (pages, more, everywhere) = pages(own, site, snapshot);
    let derived = derived.iter().map(|one| Derived {
        key: one.stated.key.clone(),
        label: one.stated.label.clone(),
        value: one.value.clone(),
    });
    Some(Told {
        name: name.to_owned(),
        label: own.stated.label.clone(),
        value: own.value.clone(),
        derivations: own.derivations.clone(),
        stated: spot(snapshot, &own.stated.place),
        derived: derived.collect(),
        everywhere,
        pages,
        more,
    })
}

/// The first pages that say a fact, how many more there are, and whether all do.
fn pages(own: &Trace<'_>, site: &Site, snapshot: &Snapshot) -> (Vec<UsingPage>, usize, bool) {
    let mut everywhere = false;
    let mut found: BTreeMap<PageId, (usize, &Place)> = BTreeMap::new();
    for used in &own.uses {
        let pages = trace::pages_of(site, &used.place);
        everywhere |= pages.is_empty();
        for page in pages {
            found.entry(page).or_insert((0, &used.place)).0 += 1;
        }
    }
    let more = found.len().saturating_sub(MOST);
    let shown = found.into_iter().take(MOST).map(|(id, (count, place))| {
        let page = site.page(id);
        UsingPage {
            url: page.url.encoded(),
            title: page.title.text(),
            count,
            spot: spot(snapshot, place),
        }
    });
    (shown.collect(), more, everywhere)
}

fn spot(snapshot: &Snapshot, place: &Place) -> Spot {
    let (line, column) = trace::position(snapshot, place);
    Spot {
        file: place.source.as_str().to_owned(),
        line,
        column,
    }
}
