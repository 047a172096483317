//! Tells open pages that the site has changed, by server-sent events.

use super::Shared;
use super::answer::finish;
use super::days::{self, Asked};
use super::door::Known;
use super::inject;
use annai::hash::Hash;
use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// How often a silent stream says that it is alive.
const PULSE: Duration = Duration::from_secs(20);

/// Which page listens.
#[derive(Deserialize)]
pub(super) struct Listener {
    /// The address of the page, as the browser has it.
    #[serde(default)]
    page: String,
    /// The day that it shows, where that was asked for.
    #[serde(rename = "as-of")]
    as_of: Option<String>,
}

/// What a page is told.
#[derive(Serialize)]
struct News {
    generation: u64,
    /// The hashes of the page as it is now, see [`inject::Shown`]; none where it is gone.
    hash: Option<String>,
    shape: Option<String>,
    findings: usize,
    errors: usize,
    /// The page whose file was edited last, for those who want to follow.
    follow: Option<String>,
}

/// Opens a stream of news.
pub(super) async fn stream(
    State(shared): State<Arc<Shared>>,
    _: Known,
    Query(listener): Query<Listener>,
) -> Response {
    let mut changes = shared.changes.subscribe();
    // The first news tells what is true now: the page may be older than the stream.
    changes.mark_changed();
    let asked = days::read(listener.as_of.as_deref());
    let state = (shared, changes, listener.page, asked);
    let events = stream::unfold(state, |(shared, mut changes, page, asked)| async move {
        changes.changed().await.ok()?;
        let news = news(&shared, &page, asked).await;
        let event = Event::default().data(serde_json::to_string(&news).ok()?);
        Some((Ok::<_, Infallible>(event), (shared, changes, page, asked)))
    });
    let alive = KeepAlive::new().interval(PULSE);
    finish(Sse::new(events).keep_alive(alive).into_response(), 0)
}

async fn news(shared: &Arc<Shared>, page: &str, asked: Asked) -> News {
    let generation = days::generation(shared, asked).await;
    let generation = generation.unwrap_or_else(|_| shared.generation());
    // A page that says what is no day stays as it is.
    let output = generation.seen(page).filter(|_| asked != Asked::Unreadable);
    News {
        generation: generation.number,
        hash: output.map(|output| output.hash().short()),
        shape: output.map(|output| Hash::of(&inject::shape(output.bytes())).short()),
        findings: generation.diagnostics.len(),
        errors: generation.errors(),
        follow: generation.follow.clone(),
    }
}
