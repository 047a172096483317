//! The one door through which every request comes and every response goes, whatever it is for.

use super::Shared;
use super::answer::{origin, protected, refused};
use super::gate::{Origin, Purpose};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
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
        return refused();
    }
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let answer = answer.unwrap_or_else(|_| {
        let words = "annai: 内部エラーです / an internal error\n";
        (StatusCode::INTERNAL_SERVER_ERROR, words).into_response()
    });
    protected(answer)
}

fn lets_in(shared: &Shared, request: &Request) -> bool {
    let purpose = if request.uri().path().starts_with(OWN) {
        Purpose::Act
    } else {
        Purpose::Look
    };
    let from = origin(request.headers());
    // Who names a host in the address itself means that one (RFC 9112, section 3.2.2).
    let meant = request.uri().authority().map(|host| Origin {
        host: Some(host.as_str()),
        ..from
    });
    let all = [Some(from), meant];
    let mut all = all.into_iter().flatten();
    all.all(|from| shared.gate.lets_in(from, purpose))
}
