//! `annai facts`: what the site states, how it was arrived at, and where it is said.

use super::Exit;
use super::args::{self, Common};
use super::report::Reporter;
use super::site::{self, Built};
use annai::calendar::Point;
use annai::calendar::format::Dated;
use annai::diag::print::harmless;
use annai::diag::{Place, Text};
use annai::language::Language;
use annai::site::{Site, Use};
use annai::text;
use annai::trace::{self, Trace, Value};
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
    /// The values of all times, where one fact was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    history: Vec<ValueRow>,
    /// The key, or the member that was asked for.
    #[serde(skip)]
    name: String,
}

#[derive(Serialize)]
struct ValueRow {
    /// The first day; none where it has been so for ever.
    from: Option<String>,
    value: String,
    derivations: Vec<String>,
    file: String,
    line: usize,
    column: usize,
    /// Whether it is the one of the day of the build.
    now: bool,
    /// The uses that show it today.
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
    let columns = [&row.name, &row.label, &row.value].map(|text| harmless(text));
    reporter.result(&columns.join("\t"));
    if row.history.is_empty() {
        for derivation in &row.derivations {
            reporter.result(&format!("  {derivation}"));
        }
    }
    for value in &row.history {
        print_value(value, reporter);
    }
}

fn print_value(row: &ValueRow, reporter: &Reporter) {
    let language = reporter.language();
    let from = row.from.as_deref().and_then(Point::parse);
    let from = match from.map(Dated::from) {
        Some(from) => text!("{from:#}から", "from {from} on"),
        None => text!("はじめから", "from the beginning"),
    };
    let now = if row.now {
        text!("（今の値）", " (now)")
    } else {
        text!("", "")
    };
    let (from, now) = (from.in_language(language), now.in_language(language));
    let value = harmless(&row.value);
    let ValueRow {
        file, line, column, ..
    } = row;
    reporter.result(&format!("  {from}: {value}{now}  {file}:{line}:{column}"));
    for derivation in &row.derivations {
        reporter.result(&format!("    {derivation}"));
    }
    for used in &row.uses {
        let urls = used.urls.join(" ");
        reporter.result(&format!("    {}  {}  {urls}", used.place, used.name));
    }
}

fn row(trace: &Trace<'_>, site: &Site, built: &Built) -> Row {
    let stated = trace.stated;
    Row {
        key: stated.key.clone(),
        label: stated.label.clone(),
        kind: stated.kind,
        value: trace.value.clone(),
        derivations: trace.derivations.clone(),
        stated: position(built, &stated.place),
        uses: uses(&trace.uses, site, built),
        history: Vec::new(),
        name: trace.name.clone(),
    }
}

fn uses(uses: &[&Use], site: &Site, built: &Built) -> Vec<UseRow> {
    let rows = uses.iter().map(|used| UseRow {
        place: position(built, &used.place),
        name: used.name.clone(),
        urls: urls(site, &used.place),
    });
    rows.collect()
}

fn value_row(value: &Value<'_>, site: &Site, built: &Built) -> ValueRow {
    let (line, column) = trace::position(&built.snapshot, value.place);
    ValueRow {
        from: value.from.map(|from| from.to_string()),
        value: value.value.clone(),
        derivations: value.derivations.clone(),
        file: value.place.source.to_string(),
        line,
        column,
        now: value.is_now,
        uses: uses(&value.uses, site, built),
    }
}

/// A fact with its values and uses, then the facts that are derived from it with theirs.
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
            |diagnostic| {
                let message = diagnostic.message;
                match diagnostic.help {
                    None => message,
                    Some(help) => Text {
                        japanese: format!("{}。{}", message.japanese, help.japanese),
                        english: format!("{}; {}", message.english, help.english),
                    },
                }
            },
        )
    })?;
    let rows = traces.iter().map(|one| {
        let history = one.history(site, language);
        let history = history.iter().map(|value| value_row(value, site, built));
        Row {
            history: history.collect(),
            ..row(one, site, built)
        }
    });
    Ok(rows.collect())
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
