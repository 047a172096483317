//! `annai diff`: what a change of facts or text does to the published site, now and later.

mod html;
mod markdown;
mod outline;
mod plain;

use self::outline::Outline;
use super::Exit;
use super::args::{self, Common};
use super::report::{self, Reporter};
use super::{revision, site};
use annai::build::{Build, Options, build};
use annai::calendar::format::Dated;
use annai::calendar::{DateTime, iso_moment};
use annai::compare::{self, Ahead, Comparison, Failure, Later, Side, Which};
use annai::diag::{Diagnostic, Text};
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use annai::{disk, text};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;

/// Of more errors the rest is only counted.
const MOST_ERRORS: usize = 8;

/// The result as a program reads it.
#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    now: &'a Comparison,
    later: &'a [Later],
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<FailureRow>,
}

/// The moment from which one of the two sites cannot be built.
#[derive(Serialize)]
struct FailureRow {
    from: String,
    /// `base` or `site`.
    which: &'static str,
    findings: Vec<String>,
}

pub(super) fn run(arguments: &args::Diff, common: &Common, reporter: &Reporter) -> Exit {
    let format = match reporter.format(&["text", "json", "markdown", "html"]) {
        Ok(format) => format,
        Err(exit) => return exit,
    };
    let mut built = match site::resolve(common, reporter) {
        Ok(built) => built,
        Err(exit) => return exit,
    };
    if built.build.has_errors() {
        return built.fail(reporter);
    }
    let base = match base(&arguments.base, &built.root, &built.snapshot, reporter) {
        Ok(base) => base,
        Err(exit) => return exit,
    };
    let until = site::year_from(built.as_of);
    let ahead = match compare(&base, &mut built, until, reporter) {
        Ok(ahead) => ahead,
        Err(unbuilt) => {
            reporter.failure(&no_base(&arguments.base, &unbuilt, &base, reporter));
            return Exit::Findings;
        }
    };
    let failure = ahead.failure.as_ref().map(|failure| {
        let snapshot = match failure.which {
            Which::Old => &base,
            Which::New => &built.snapshot,
        };
        let row = failure_row(failure, snapshot, reporter);
        (failed(failure, &arguments.base), row)
    });
    if format == "json" {
        reporter.json(&Row {
            now: &ahead.now,
            later: &ahead.later,
            failure: failure.map(|(_, row)| row),
        });
    } else {
        let failure = failure.map(|(words, row)| (words, row.findings));
        let outline = Outline::of(&ahead, built.as_of, until, failure);
        let language = reporter.language();
        reporter.result(&match format {
            "markdown" => markdown::print(&outline, language),
            "html" => html::print(&outline, language),
            _ => plain::print(&outline, language),
        });
    }
    end(&ahead, &arguments.base, reporter)
}

/// The sources to compare with: those of a git revision, or today's with another site.toml.
fn base(
    base: &str,
    root: &Path,
    snapshot: &Snapshot,
    reporter: &Reporter,
) -> Result<Snapshot, Exit> {
    if let Some(bytes) = disk::read_config(Path::new(base)) {
        let config = Source::new(SourceId::new("site.toml"), bytes);
        let sources = snapshot.sources().map(Arc::clone);
        let sources = sources.chain([Arc::new(config)]);
        return Ok(Snapshot::new(sources, Vec::new()));
    }
    revision::snapshot(root, base).map_err(|refused| {
        reporter.failure(&refused.text(base));
        Exit::Usage
    })
}

/// Builds the base, and compares the two for all the moments up to `until`.
///
/// # Errors
/// The build of the base, where it has errors.
fn compare(
    base: &Snapshot,
    built: &mut site::Built,
    until: DateTime,
    reporter: &Reporter,
) -> Result<Ahead, Build> {
    let as_of = built.as_of;
    reporter.progress(&text!("前の版を作っています", "building the base"));
    let new = built.side();
    let mut cache = Cache::with_pictures(new.cache.pictures().clone());
    let old = build(base, &Options::new(as_of), &mut cache);
    reporter.end_progress();
    if old.has_errors() {
        return Err(old);
    }
    let old = Side {
        snapshot: base,
        cache: &mut cache,
        outputs: old.outputs,
    };
    let begins = |at: DateTime| {
        let at = Dated::from(at);
        reporter.progress(&text!("{at:#}の時点で比べています", "comparing as of {at}"));
    };
    let ahead = compare::ahead(old, new, as_of, until, reporter.language(), &begins);
    reporter.end_progress();
    Ok(ahead)
}

fn no_base(name: &str, build: &Build, base: &Snapshot, reporter: &Reporter) -> Text {
    let errors = build.diagnostics.iter().filter(|one| one.is_error());
    let errors: Vec<&Diagnostic> = errors.collect();
    let count = errors.len();
    let lines = lines(&errors, base, reporter).join("\n  ");
    text!(
        "比べる元「{name}」からはサイトを作れません（エラー {count} 件）\n  {lines}",
        "the base `{name}` cannot be built: it has errors ({count})\n  {lines}"
    )
}

fn failure_row(failure: &Failure, snapshot: &Snapshot, reporter: &Reporter) -> FailureRow {
    let errors: Vec<&Diagnostic> = failure.errors.iter().collect();
    FailureRow {
        from: iso_moment(failure.from),
        which: match failure.which {
            Which::Old => "base",
            Which::New => "site",
        },
        findings: lines(&errors, snapshot, reporter),
    }
}

/// A line for each of the first errors, and one that counts the rest.
fn lines(errors: &[&Diagnostic], snapshot: &Snapshot, reporter: &Reporter) -> Vec<String> {
    let language = reporter.language();
    let first = errors.iter().take(MOST_ERRORS);
    let first = first.map(|one| report::line(one, snapshot, language));
    let more = errors.len().saturating_sub(MOST_ERRORS);
    let more = (more > 0).then(|| {
        let words = text!("ほか {more} 件", "and {more} more");
        words.in_language(language).to_owned()
    });
    first.chain(more).collect()
}

/// What a moment says from which there is nothing to compare.
fn failed(failure: &Failure, base: &str) -> Text {
    let (at, errors) = (Dated::from(failure.from), failure.errors.len());
    match failure.which {
        Which::Old => text!(
            "{at:#}から、比べる元「{base}」のサイトを作れません（エラー {errors} 件）。その先は比べていません",
            "from {at} on the base `{base}` cannot be built ({errors} errors); what comes then is not compared"
        ),
        Which::New => text!(
            "{at:#}から、このサイトを作れません（エラー {errors} 件）。その先は比べていません",
            "from {at} on this site cannot be built ({errors} errors); what comes then is not compared"
        ),
    }
}

/// A site that will fail is a mistake; a base that will may be what the change mends.
fn end(ahead: &Ahead, base: &str, reporter: &Reporter) -> Exit {
    match &ahead.failure {
        None => Exit::Ok,
        Some(failure) if failure.which == Which::Old => {
            reporter.say(&failed(failure, base));
            Exit::Ok
        }
        Some(failure) => {
            reporter.failure(&failed(failure, base));
            Exit::Findings
        }
    }
}
