//! Stands in for whoever receives a form: shows what would be sent, and sends nothing.

mod page;

use super::Shared;
use super::absence::{self, Absence};
use super::answer::finish;
use super::days;
use super::door::Known;
use super::forms::{ENDPOINT, Form};
use super::generation::{Found, Generation};
use annai::form::{ELAPSED, Field, TRAP, Verdict};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use std::collections::BTreeSet;
use std::sync::Arc;
use url::form_urlencoded;

/// The longest body that is looked at, in bytes. A field takes up to 20,000 characters, each of
/// which may come as twelve bytes (`%F0%A0%AE%9F`): four of the longest fit.
const MOST: usize = 1 << 20;

/// What a browser may do with the page that shows what came: look at it.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The addresses at which forms are received: that of the home page, and those of all others.
pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route(&format!("{ENDPOINT}/"), post(receive))
        .route(&format!("{ENDPOINT}/{{*page}}"), post(receive))
}

/// Receives the form of a page.
async fn receive(
    State(shared): State<Arc<Shared>>,
    _: Known,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    match answer(&shared, &uri, &headers, body).await {
        Ok(response) => response,
        Err(absence) => finish(absence::page(&shared, absence, None), 0),
    }
}

async fn answer(
    shared: &Arc<Shared>,
    uri: &Uri,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Absence> {
    if !is_form(headers) {
        return Err(Absence::NotSentAsForm);
    }
    // Of who goes away in the middle nobody sees the answer.
    let body = to_bytes(body, MOST).await;
    let body = body.map_err(|_| Absence::FormTooLong)?;
    let asked = days::asked(uri.query());
    let generation = days::generation(shared, asked).await?;
    let form = form(&generation, uri.path()).ok_or(Absence::NoForm)?;
    let received = Received::of(&body, &form.sent.fields);
    let html = page::write(form, &received, asked, shared.desk.language);
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    let response = (StatusCode::OK, headers, html).into_response();
    Ok(finish(response, generation.number))
}

/// Whether the body is written as the forms of our theme are: by names and values.
fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// The form of the page whose address stands in ours.
fn form<'a>(generation: &'a Generation, path: &str) -> Option<&'a Form> {
    match generation.find(path.strip_prefix(ENDPOINT)?) {
        Found::File(path, _) => generation.forms.get(path),
        Found::Slash | Found::Nothing => None,
    }
}

/// What came.
#[derive(Debug)]
struct Received<'a> {
    /// How long it was, in bytes.
    size: usize,
    /// Each field of the form.
    fields: Vec<Judged<'a>>,
    /// What came under the name of the field that people cannot see.
    trap: Vec<String>,
    /// What came for how long it took to fill in.
    elapsed: Vec<String>,
    /// What the form does not know: names and values.
    strange: Vec<(String, String)>,
}

/// A field with what came for it.
#[derive(Debug)]
struct Judged<'a> {
    field: &'a Field,
    /// What came: nothing where the page has no such field, more than one where it has two.
    values: Vec<String>,
    /// What is to be said of the first, or of nothing.
    verdict: Verdict,
}

impl<'a> Received<'a> {
    fn of(body: &[u8], fields: &'a [Field]) -> Self {
        let all: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
        let named = |name: &str| -> Vec<String> {
            let own = all.iter().filter(|(known, _)| known == name);
            own.map(|(_, value)| value.clone()).collect()
        };
        let judged = fields.iter().map(|field| {
            let values = named(&field.name);
            let first = values.first().map_or("", String::as_str);
            let verdict = field.rules().judge(first);
            Judged {
                field,
                values,
                verdict,
            }
        });
        let judged = judged.collect();
        let names = fields.iter().map(|field| field.name.as_str());
        let known: BTreeSet<&str> = names.chain([TRAP, ELAPSED]).collect();
        let (trap, elapsed) = (named(TRAP), named(ELAPSED));
        Self {
            size: body.len(),
            fields: judged,
            trap,
            elapsed,
            strange: all
                .into_iter()
                .filter(|(name, _)| !known.contains(name.as_str()))
                .collect(),
        }
    }

    /// How many fields do not follow the rules.
    fn wrong(&self) -> usize {
        let wrong = |one: &&Judged<'_>| one.verdict.problem.is_some();
        self.fields.iter().filter(wrong).count()
    }
}
