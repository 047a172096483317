//! Requests become responses. Nothing here waits, and nothing reads the disk.

use super::Shared;
use super::absence::{self, Absence};
use super::days::{self, Asked};
use super::gate::Origin;
use super::generation::{Found, Generation};
use super::inject::{self, Shown};
use annai::file_type;
use annai::hash::Hash;
use annai::output::Output;
use annai::path::OutputPath;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use std::borrow::Cow;
use std::sync::Arc;

/// What a browser may do with a file of the site that is no page: show it. Whatever is in it, it
/// runs nothing, sends nothing and is of no origin, so that it reaches nothing of the preview.
/// Drawings have styles in them; what plays a film or a sound loads it once more.
const FILE_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; \
     form-action 'none'; frame-ancestors 'self'; sandbox",
);

/// The same for PDF: what shows it is a part of the browser that works in no sandbox, and gives
/// the scripts of a document no page and no address.
const PDF_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; form-action 'none'; \
     frame-ancestors 'self'",
);

/// The type of what is to be saved and not shown.
const SAVED: &str = "application/octet-stream";

/// Answers a request for a file of the site.
pub(super) async fn file(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if method != Method::GET && method != Method::HEAD {
        let allow = [(header::ALLOW, "GET, HEAD")];
        return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
    }
    let asked = days::asked(uri.query());
    let mut response = match days::generation(&shared, asked).await {
        Ok(generation) => {
            let viewer = Viewer::of(&headers);
            let response = answer(&shared, &generation, asked, &uri, viewer);
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
fn answer(
    shared: &Shared,
    generation: &Generation,
    asked: Asked,
    uri: &Uri,
    viewer: Viewer,
) -> Response {
    let shown = shown(shared, generation, asked, viewer);
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

/// Who a page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Viewer {
    /// Somebody who has it in a window: the tools of the preview come with it.
    Person,
    /// A script, or another page that has it in a frame. A script of the same origin could read
    /// the secret of this run in it, so that it is not there.
    Script,
}

impl Viewer {
    /// By what browsers tell of each request and no script can change (W3C, Fetch Metadata
    /// Request Headers). What tells nothing is no browser, or one in which files have no origin.
    fn of(headers: &HeaderMap) -> Self {
        let is = |name: &'static str, wanted: &str| {
            let mut values = headers.get_all(name).iter();
            values.all(|value| value == wanted)
        };
        if is("sec-fetch-dest", "document") && is("sec-fetch-mode", "navigate") {
            Self::Person
        } else {
            Self::Script
        }
    }
}

/// What is true of every page of a generation.
fn shown<'a>(
    shared: &'a Shared,
    generation: &'a Generation,
    asked: Asked,
    viewer: Viewer,
) -> Shown<'a> {
    let is_asked_for = matches!(asked, Asked::At(_));
    let is_of_choice = is_asked_for || generation.is_of_choice;
    Shown {
        token: (viewer == Viewer::Person).then_some(&shared.token),
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
        dest: strict(HeaderName::from_static("sec-fetch-dest")),
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
    // A file that opens a page in a window of its own gets no hold of it: files have another
    // policy (HTML, 7.1.3).
    let kind = headers.get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        let alone = HeaderValue::from_static("same-origin");
        headers.insert("cross-origin-opener-policy", alone);
    }
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
    let bytes = output.bytes();
    if !path.as_str().ends_with(".html") {
        // Shared, not copied, however slowly somebody takes it.
        let bytes = Bytes::from_owner(Arc::clone(bytes));
        let headers = file_headers(path.as_str());
        return (status, headers, Body::from(bytes)).into_response();
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
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (status, kind, inject::into_page(&html, &shown)).into_response()
}

/// How a file that is no page is sent: so that it is shown, or saved where nobody knows what a
/// browser would make of it.
fn file_headers(path: &str) -> HeaderMap {
    let kind = content_type(path);
    let policy = match kind {
        Some("application/pdf") => PDF_POLICY,
        _ => FILE_POLICY,
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    let kind_or_saved = HeaderValue::from_static(kind.unwrap_or(SAVED));
    headers.insert(header::CONTENT_TYPE, kind_or_saved);
    if kind.is_none() {
        let saved = HeaderValue::from_static("attachment");
        headers.insert(header::CONTENT_DISPOSITION, saved);
    }
    headers
}

/// The type of a file, by its name: of those that annai and themes write themselves, and of those
/// beside the pages. None where it is to be saved.
fn content_type(path: &str) -> Option<&'static str> {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "json" => Some("application/json"),
        "xml" => Some("application/xml; charset=utf-8"),
        "md" => Some("text/plain; charset=utf-8"),
        _ if path == "_headers" || path == "_redirects" => Some("text/plain; charset=utf-8"),
        _ => file_type::media_type(path),
    }
}
