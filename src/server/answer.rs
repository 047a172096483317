//! Requests become responses. Nothing here waits, and nothing reads the disk.

use super::Shared;
use super::absence::{self, Absence};
use super::days::{self, Asked};
use super::gate::Origin;
use super::generation::{Found, Generation};
use super::inject::{self, Shown};
use annai::hash::Hash;
use annai::output::Output;
use annai::path::OutputPath;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use std::borrow::Cow;
use std::sync::Arc;

/// Answers a request for a file of the site.
pub(super) async fn file(State(shared): State<Arc<Shared>>, method: Method, uri: Uri) -> Response {
    if method != Method::GET && method != Method::HEAD {
        let allow = [(header::ALLOW, "GET, HEAD")];
        return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
    }
    let asked = days::asked(uri.query());
    let mut response = match days::generation(&shared, asked).await {
        Ok(generation) => {
            let response = answer(&shared, &generation, asked, &uri);
            finish(response, generation.number)
        }
        Err(absence) => {
            let number = shared.generation().number;
            finish(absence::page(&shared, absence, None), number)
        }
    };
    if method == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

/// The answer to a request for the site as it is in one generation.
fn answer(shared: &Shared, generation: &Generation, asked: Asked, uri: &Uri) -> Response {
    let shown = shown(shared, generation, asked);
    match generation.find(uri.path()) {
        Found::File(path, output) => content(generation, path, output, shown, StatusCode::OK),
        Found::Slash => {
            let query = uri
                .query()
                .map_or(String::new(), |query| format!("?{query}"));
            let target = format!("{}/{query}", uri.path());
            // A path that begins with two slashes would lead to another host.
            let target = format!("/{}", target.trim_start_matches('/'));
            (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, target)]).into_response()
        }
        Found::Nothing if generation.outputs.is_empty() => {
            // What is wrong today as well is not for another day to mend.
            let absence = match asked {
                Asked::At(_) if shared.generation().errors() == 0 => Absence::NoSiteOfDay,
                Asked::At(_) | Asked::Now | Asked::Unreadable => Absence::NoSite,
            };
            absence::page(shared, absence, Some(&shown))
        }
        Found::Nothing => match generation.not_found() {
            Some((path, page)) => content(generation, path, page, shown, StatusCode::NOT_FOUND),
            None => StatusCode::NOT_FOUND.into_response(),
        },
    }
}

/// What is true of every page of a generation.
fn shown<'a>(shared: &'a Shared, generation: &'a Generation, asked: Asked) -> Shown<'a> {
    let is_asked_for = matches!(asked, Asked::At(_));
    let is_of_choice = is_asked_for || generation.is_of_choice;
    Shown {
        token: &shared.token,
        generation: generation.number,
        as_of: generation.as_of.to_string(),
        is_asked_for,
        zone: is_of_choice.then(|| generation.zone.name()),
        ..Shown::default()
    }
}

/// What a request says of where it comes from.
pub(super) fn origin(headers: &HeaderMap) -> Origin<'_> {
    let only = |name: HeaderName| {
        let mut values = headers.get_all(name).iter();
        let first = values.next()?.to_str().ok()?;
        values.next().is_none().then_some(first)
    };
    // A header that is there twice, or is no text, is nobody's.
    let strict = |name: HeaderName| {
        let is_there = headers.contains_key(&name);
        is_there.then(|| only(name).unwrap_or("?"))
    };
    Origin {
        host: only(header::HOST),
        origin: strict(header::ORIGIN),
        site: strict(HeaderName::from_static("sec-fetch-site")),
        mode: strict(HeaderName::from_static("sec-fetch-mode")),
    }
}

/// The answer to those who may not ask.
pub(super) fn refused() -> Response {
    let words = "annai: このアドレスからは開けません / not from here\n";
    finish((StatusCode::FORBIDDEN, words).into_response(), 0)
}

/// Says of which state of the site a response tells.
pub(super) fn finish(response: Response, generation: u64) -> Response {
    let mut response = protected(response);
    let number = HeaderValue::from(generation);
    response.headers_mut().insert("x-annai-generation", number);
    response
}

/// Puts the headers to a response that every one has.
pub(super) fn protected(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let same = HeaderValue::from_static("same-origin");
    headers.insert("cross-origin-resource-policy", same);
    let nosniff = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    let fresh = HeaderValue::from_static("no-store");
    headers.insert(header::CACHE_CONTROL, fresh);
    // Whatever a page says itself, and whatever was missed in it: forms are sent to nobody else,
    // and no other site shows the page in a frame of its own, where a click could be led astray.
    // Policies only add up (W3C, Content Security Policy Level 3, 8.1).
    let policy = headers.entry(header::CONTENT_SECURITY_POLICY);
    policy.or_insert(HeaderValue::from_static(
        "form-action 'self'; frame-ancestors 'self'",
    ));
    response
}

fn content<'a>(
    generation: &'a Generation,
    path: &OutputPath,
    output: &Output,
    shown: Shown<'a>,
    status: StatusCode,
) -> Response {
    let kind = [(header::CONTENT_TYPE, content_type(path.as_str()))];
    let bytes = output.bytes();
    if !path.as_str().ends_with(".html") {
        // Shared, not copied, however slowly somebody takes it.
        let bytes = Bytes::from_owner(Arc::clone(bytes));
        return (status, kind, Body::from(bytes)).into_response();
    }
    let shown = Shown {
        hash: output.hash().short(),
        shape: Hash::of(&inject::shape(bytes)).short(),
        mark: generation.marks.get(path).map(String::as_str),
        ..shown
    };
    let html = match generation.forms.get(path) {
        Some(form) => form.brought_home(bytes, &shown.query()),
        None => Cow::Borrowed(&**bytes),
    };
    (status, kind, inject::into_page(&html, &shown)).into_response()
}

/// The type of a file, by its name.
fn content_type(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "ics" => "text/calendar; charset=utf-8",
        "zip" => "application/zip",
        _ if path == "_headers" || path == "_redirects" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
