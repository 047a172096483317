//! `annai facts`: what the site states, how it was arrived at, and where it is said.

use super::Exit;
use super::args::{self, Common};
use super::report::Reporter;
use super::site::{self, Built};
use annai::compare::{default_text, derivations};
use annai::diag::Place;
use annai::facts::Stated;
use annai::language::Language;
use annai::site::Site;
use annai::source::LineIndex;
use annai::text;
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct Row {
    key: String,
    label: String,
    kind: &'static str,
    value: String,
    derivations: Vec<String>,
    stated: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    uses: Vec<UseRow>,
}

#[derive(Serialize)]
struct UseRow {
    /// `content/faq/a.md:3:46`
    place: String,
    /// The name that stands there: `renewal.end`.
    name: String,
    /// Where it is published; `*` on every page.
    urls: Vec<String>,
}

pub(super) fn run(arguments: &args::Facts, common: &Common, reporter: &Reporter) -> Exit {
    let format = match reporter.format(&["text", "json"]) {
        Ok(format) => format,
        Err(exit) => return exit,
    };
    let built = match site::resolve(common, reporter) {
        Ok(built) => built,
        Err(exit) => return exit,
    };
    let Some(site) = built.site() else {
        return built.fail(reporter);
    };
    let language = reporter.language();
    let rows = match &arguments.name {
        None => {
            let facts = site.in_force();
            let rows = facts
                .facts
                .iter()
                .map(|stated| row(stated, site, &built, language));
            rows.collect()
        }
        Some(name) => match named(name, site, &built, language) {
            Ok(rows) => rows,
            Err(words) => {
                reporter.failure(&words);
                return Exit::Usage;
            }
        },
    };
    if format == "json" {
        reporter.json(&rows);
    } else {
        rows.iter().for_each(|row| print(row, reporter));
    }
    Exit::Ok
}

fn print(row: &Row, reporter: &Reporter) {
    reporter.result(&format!("{}\t{}\t{}", row.key, row.label, row.value));
    for derivation in &row.derivations {
        reporter.result(&format!("  {derivation}"));
    }
    for used in &row.uses {
        let urls = used.urls.join(" ");
        reporter.result(&format!("  {}  {}  {urls}", used.place, used.name));
    }
}

fn row(stated: &Stated, site: &Site, built: &Built, language: Language) -> Row {
    Row {
        key: stated.key.clone(),
        label: stated.label.clone(),
        kind: stated.kind,
        value: default_text(stated, site.config.language),
        derivations: derivations(stated, language),
        stated: position(built, &stated.place),
        uses: Vec::new(),
    }
}

/// A fact with its uses, then the facts that are derived from it with theirs.
fn named(
    name: &str,
    site: &Site,
    built: &Built,
    language: Language,
) -> Result<Vec<Row>, annai::diag::Text> {
    let facts = site.in_force().facts;
    let found = facts.find(name).map_err(|missing| {
        let place = Place::file(&site.config.source);
        let diagnostic = missing.diagnostic(name, place);
        diagnostic.map_or_else(
            || text!("「{name}」を読み取れません", "`{name}` could not be read"),
            |diagnostic| diagnostic.message,
        )
    })?;
    let mut keys = vec![found.stated.key.clone()];
    let mut seen = BTreeSet::from([found.stated.key.clone()]);
    let mut at = 0;
    while let Some(key) = keys.get(at).cloned() {
        for other in facts
            .iter()
            .filter(|other| other.derived_from.contains(&key))
        {
            if seen.insert(other.key.clone()) {
                keys.push(other.key.clone());
            }
        }
        at += 1;
    }
    let is_member = found.name != found.stated.key;
    let mut rows = Vec::new();
    for key in &keys {
        let Some(stated) = facts.stated(key) else {
            continue;
        };
        let mut row = row(stated, site, built, language);
        // Of a window, who asks for its end wants that, and what prints both ends.
        let wanted = |printed: &str| {
            !is_member || printed == found.name || printed == *key || *key != found.stated.key
        };
        let uses = site
            .uses()
            .filter(|used| used.key == *key && wanted(&used.name));
        row.uses = uses
            .map(|used| UseRow {
                place: position(built, &used.place),
                name: used.name.clone(),
                urls: urls(site, &used.place),
            })
            .collect();
        rows.push(row);
    }
    Ok(rows)
}

/// The addresses at which what stands at a place is published.
fn urls(site: &Site, place: &Place) -> Vec<String> {
    let page = site
        .pages
        .iter()
        .find(|page| page.document.source == place.source);
    let Some(page) = page else {
        return vec!["*".to_owned()];
    };
    let mut urls = vec![page.url.to_string()];
    // An answer stands in the page of its section, too.
    if page.kind == annai::content::PageKind::Faq
        && let Some(parent) = page.parent
    {
        urls.push(site.page(parent).url.to_string());
    }
    urls
}

fn position(built: &Built, place: &Place) -> String {
    let source = built.snapshot.get(place.source.as_str());
    let text = source.and_then(|source| std::str::from_utf8(source.bytes()).ok());
    let (line, column) = LineIndex::new(text.unwrap_or_default()).position(place.span.start);
    format!("{}:{line}:{column}", place.source)
}
