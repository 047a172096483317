//! What a browser gets beside the pages: our script, its styles and its words.

use super::Shared;
use super::answer::finish;
use super::door::Known;
use super::editor::Opening;
use annai::language::Language;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// Our own files: name, type, text.
const FILES: &[(&str, &str, &str)] = &[
    ("ask.js", SCRIPT, include_str!("client/ask.js")),
    ("clock.js", SCRIPT, include_str!("client/clock.js")),
    ("days.js", SCRIPT, include_str!("client/days.js")),
    ("endpoint.css", STYLE, include_str!("client/endpoint.css")),
    ("facts.js", SCRIPT, include_str!("client/facts.js")),
    ("findings.js", SCRIPT, include_str!("client/findings.js")),
    ("live.js", SCRIPT, include_str!("client/live.js")),
    ("page.css", STYLE, include_str!("client/page.css")),
    ("preview.css", STYLE, include_str!("client/preview.css")),
    ("preview.js", SCRIPT, include_str!("client/preview.js")),
    ("window.js", SCRIPT, include_str!("client/window.js")),
];

/// What the window says, as a JSON object of strings.
const fn words_in(language: Language) -> &'static str {
    match language {
        Language::Japanese => include_str!("client/words.ja.json"),
        Language::English => include_str!("client/words.en.json"),
    }
}

/// Answers a request for one of our own files.
pub(super) async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, text)) => {
            let kind = [(header::CONTENT_TYPE, *kind)];
            finish((StatusCode::OK, kind, *text).into_response(), 0)
        }
        None => finish(StatusCode::NOT_FOUND.into_response(), 0),
    }
}

/// What the window has to know before it can say anything.
#[derive(Serialize)]
struct Start<'a> {
    language: &'static str,
    /// How a file is opened: `editor`, `link` or `never`.
    opening: &'static str,
    /// The folder of the site, where links to files are made with it.
    root: Option<&'a str>,
    words: serde_json::Value,
}

/// Answers the first question of the window.
pub(super) async fn start(State(shared): State<Arc<Shared>>, _: Known) -> Response {
    let desk = &shared.desk;
    let (opening, root) = match desk.opening {
        Opening::With(_) => ("editor", None),
        Opening::ByLink => ("link", desk.root.to_str()),
        Opening::Never => ("never", None),
    };
    let words = serde_json::from_str(words_in(desk.language)).unwrap_or_default();
    let language = desk.language.tag();
    json(&Start {
        language,
        opening,
        root,
        words,
    })
}

/// An answer to our script.
pub(super) fn json(value: &impl Serialize) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    let response = match serde_json::to_vec(value) {
        Ok(bytes) => (kind, bytes).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    finish(response, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn words(language: Language) -> BTreeMap<String, String> {
        serde_json::from_str(words_in(language)).unwrap()
    }

    /// The values that a sentence takes: `{day}`.
    fn values(words: &str) -> BTreeSet<&str> {
        let parts = words.split('{').skip(1);
        parts.map(|part| part.split_once('}').unwrap().0).collect()
    }

    #[test]
    fn both_languages_say_the_same() {
        let (japanese, english) = (words(Language::Japanese), words(Language::English));
        assert!(japanese.keys().eq(english.keys()));
        for (key, sentence) in &japanese {
            assert_eq!(values(sentence), values(&english[key]), "{key}");
        }
    }

    #[test]
    fn every_word_is_said_and_none_is_missing() {
        let scripts: String = FILES.iter().map(|(.., text)| *text).collect();
        let words = words(Language::Japanese);
        for part in scripts.split("say(\"").skip(1) {
            let key = part.split_once('"').unwrap().0;
            assert!(words.contains_key(key), "{key}");
        }
        for key in words.keys() {
            assert!(
                scripts.contains(&format!("\"{key}\"")) || is_severity(key),
                "{key}"
            );
        }
    }

    fn is_severity(key: &str) -> bool {
        ["error", "warning", "note"].contains(&key)
    }

    #[test]
    fn our_scripts_import_only_what_is_served() {
        for (name, _, text) in FILES {
            for part in text.split("from \"./").skip(1) {
                let wanted = part.split_once('"').unwrap().0;
                assert!(
                    FILES.iter().any(|(known, ..)| *known == wanted),
                    "{name}: {wanted}"
                );
            }
        }
    }

    #[test]
    fn nothing_of_ours_writes_markup() {
        for (name, _, text) in FILES {
            for way in [
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
            ] {
                assert!(!text.contains(way), "{name}: {way}");
            }
        }
    }
}
