//! `annai facts`: what the site states, how it was arrived at, and where it is said.

use super::Exit;
use super::args::{self, Common};
use super::report::Reporter;
use super::site::{self, Built};
use annai::compare::default_text;
use annai::diag::Place;
use annai::language::Language;
use annai::site::Site;
use annai::text;
use annai::trace::{self, Trace};
use serde::Serialize;

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
                .map(|stated| row(&trace::stated(stated, site, language), site, &built));
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

fn row(trace: &Trace<'_>, site: &Site, built: &Built) -> Row {
    let stated = trace.stated;
    let uses = trace.uses.iter().map(|used| UseRow {
        place: position(built, &used.place),
        name: used.name.clone(),
        urls: urls(site, &used.place),
    });
    Row {
        key: stated.key.clone(),
        label: stated.label.clone(),
        kind: stated.kind,
        value: default_text(stated, site.config.language),
        derivations: trace.derivations.clone(),
        stated: position(built, &stated.place),
        uses: uses.collect(),
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
    let traces = trace::trace(name, site, facts, language).map_err(|missing| {
        let place = Place::file(&site.config.source);
        let diagnostic = missing.diagnostic(name, place);
        diagnostic.map_or_else(
            || text!("「{name}」を読み取れません", "`{name}` could not be read"),
            |diagnostic| diagnostic.message,
        )
    })?;
    Ok(traces.iter().map(|one| row(one, site, built)).collect())
}

/// The addresses at which what stands at a place is published.
fn urls(site: &Site, place: &Place) -> Vec<String> {
    let pages = trace::pages_of(site, place);
    if pages.is_empty() {
        return vec!["*".to_owned()];
    }
    let urls = pages.iter().map(|page| site.page(*page).url.to_string());
    urls.collect()
}

fn position(built: &Built, place: &Place) -> String {
    let (line, column) = trace::position(&built.snapshot, place);
    format!("{}:{line}:{column}", place.source)
}
