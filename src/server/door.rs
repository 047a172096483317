//! The one door through which every request comes and every response goes, whatever it is for.

use super::Shared;
use super::absence::{self, Absence};
use super::answer::{finish, origin, protected, refused};
use super::forms::ENDPOINT;
use super::gate::{Origin, Purpose};
use axum::extract::{FromRequestParts, Query, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use serde::Deserialize;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

/// The folder of the preview's own addresses. No page of a site can stand there: names do not
/// begin with a dot.
const OWN: &str = "/.annai/";

/// Lets in who may ask. A fault of our own costs the answer, not the server.
pub(super) async fn door(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    if !lets_in(&shared, &request) {
        return if hides_its_page(&shared, &request) {
            finish(absence::page(&shared, Absence::HiddenPage, None), 0)
        } else {
            refused()
        };
    }
    protected(answered(next.run(request)).await)
}

/// The answer, or that there is none because of a fault of our own.
async fn answered(answer: impl Future<Output = Response>) -> Response {
    let answer = AssertUnwindSafe(answer).catch_unwind().await;
    answer.unwrap_or_else(|_| {
        let words = "annai: 内部エラーです / an internal error\n";
        (StatusCode::INTERNAL_SERVER_ERROR, words).into_response()
    })
}

/// That a question comes from a page that this run has shown: nobody else knows its token. Who
/// answers such a question takes this, and is not reached without.
pub(super) struct Known;

#[derive(Deserialize)]
struct Token {
    token: String,
}

impl FromRequestParts<Arc<Shared>> for Known {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut Parts,
        shared: &Arc<Shared>,
    ) -> Result<Self, Self::Rejection> {
        let asked = Query::<Token>::try_from_uri(&parts.uri);
        let is_known = asked.is_ok_and(|asked| asked.token == shared.token);
        is_known.then_some(Self).ok_or_else(refused)
    }
}

fn lets_in(shared: &Shared, request: &Request) -> bool {
    let purpose = if request.uri().path().starts_with(OWN) {
        Purpose::Act
    } else {
        Purpose::Look
    };
    origins(request).all(|from| shared.gate.lets_in(from, purpose))
}

/// Whether all that is wrong with a form is that its page does not want to be known, which
/// browsers tell as `null` (WHATWG Fetch, "append a request `Origin` header").
fn hides_its_page(shared: &Shared, request: &Request) -> bool {
    let is_form = request.uri().path().starts_with(ENDPOINT);
    let hides = |from: Origin<'_>| {
        let origin = None;
        from.origin == Some("null")
            && (shared.gate).lets_in(Origin { origin, ..from }, Purpose::Act)
    };
    is_form && origins(request).all(hides)
}

/// What a request says of where it comes from.
fn origins(request: &Request) -> impl Iterator<Item = Origin<'_>> {
    let from = origin(request.headers());
    // Who names a host in the address itself means that one (RFC 9112, section 3.2.2).
    let meant = request.uri().authority().map(|host| Origin {
        host: Some(host.as_str()),
        ..from
    });
    [Some(from), meant].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_costs_its_own_answer_and_no_other() {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime = runtime.unwrap();
        let failed = runtime.block_on(answered(async { panic!("a fault") }));
        assert_eq!(failed.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let next = runtime.block_on(answered(async { StatusCode::NO_CONTENT.into_response() }));
        assert_eq!(next.status(), StatusCode::NO_CONTENT);
    }
}
