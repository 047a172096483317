//! Tells a page what is wrong in the sources: what concerns it first, then the rest.

use super::Shared;
use super::absence::Absence;
use super::answer::finish;
use super::client::json;
use super::days;
use super::door::Known;
use super::generation::{Found, Generation};
use annai::diag::Diagnostic;
use annai::diag::print::{Color, Pieces, Style, pieces, summary};
use annai::language::Language;
use annai::path::OutputPath;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Of more findings the rest is only counted.
const MOST: usize = 100;

/// How many cells the excerpts are cut to.
const WIDTH: usize = 160;

/// Which page asks.
#[derive(Deserialize)]
pub(super) struct Page {
    #[serde(default)]
    page: String,
    #[serde(rename = "as-of")]
    as_of: Option<String>,
}

impl Page {
    /// The day that it shows.
    pub(super) fn day(&self) -> days::Asked {
        days::read(self.as_of.as_deref())
    }

    /// Its address.
    pub(super) fn address(&self) -> &str {
        &self.page
    }
}

#[derive(Serialize)]
struct Findings {
    generation: u64,
    /// How many there are of each severity, in words.
    summary: String,
    errors: usize,
    /// Whether the page is one that waits for its first state without errors.
    awaited: bool,
    /// Those of the files that the page is made of.
    here: Vec<Pieces>,
    elsewhere: Vec<Pieces>,
    /// How many more there are.
    more: usize,
}

/// Answers a page that asks.
pub(super) async fn tell(
    State(shared): State<Arc<Shared>>,
    _: Known,
    Query(page): Query<Page>,
) -> Response {
    match days::generation(&shared, page.day()).await {
        Ok(generation) => json(&findings(&generation, &page.page, shared.desk.language)),
        // A page that could not be shown has no findings of its own.
        Err(Absence::NoDay) => json(&findings(&shared.generation(), "", shared.desk.language)),
        Err(_) => finish(StatusCode::INTERNAL_SERVER_ERROR.into_response(), 0),
    }
}

fn findings(generation: &Generation, page: &str, language: Language) -> Findings {
    let all = &generation.diagnostics;
    let found = generation.find(page);
    let is_shown = matches!(found, Found::File(..));
    let path = match found {
        Found::File(path, _) => Some(path.clone()),
        // A page that was never without errors.
        Found::Nothing => OutputPath::of_page(page),
        Found::Slash => None,
    };
    let is_here = |one: &&Diagnostic| {
        let pages = generation.pages.get(&one.place.source);
        let path = path.as_ref();
        path.is_some_and(|path| pages.is_some_and(|pages| pages.contains(path)))
    };
    // What keeps the site from being published comes first.
    let mut sorted: Vec<&Diagnostic> = all.iter().collect();
    sorted.sort_by_key(|one| one.severity);
    let (here, elsewhere): (Vec<_>, Vec<_>) = sorted.into_iter().partition(is_here);
    let count = here.len().min(MOST);
    let shown = here.into_iter().take(MOST).chain(elsewhere).take(MOST);
    let shown: Vec<Diagnostic> = shown.cloned().collect();
    let style = Style {
        language,
        color: Color::Off,
        width: WIDTH,
    };
    let read = |id: &annai::source::SourceId| {
        let source = generation.snapshot.get(id.as_str());
        source.map(|source| &**source.bytes())
    };
    let mut here = pieces(&shown, &read, &style);
    let elsewhere = here.split_off(count);
    Findings {
        generation: generation.number,
        summary: summary(all, language),
        errors: generation.errors(),
        awaited: !is_shown && !here.is_empty(),
        more: all.len() - here.len() - elsewhere.len(),
        here,
        elsewhere,
    }
}
