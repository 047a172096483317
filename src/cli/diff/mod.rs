//! `annai diff`: what a change of facts or text does to the published site.

mod html;
mod markdown;
mod plain;

use super::Exit;
use super::args::{self, Common};
use super::report::Reporter;
use super::{revision, site};
use annai::build::{Options, build};
use annai::calendar::AsOf;
use annai::compare::{self, Comparison, Languages};
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use annai::{disk, text};
use std::path::Path;
use std::sync::Arc;

pub(super) fn run(arguments: &args::Diff, common: &Common, reporter: &Reporter) -> Exit {
    let format = match reporter.format(&["text", "json", "markdown", "html"]) {
        Ok(format) => format,
        Err(exit) => return exit,
    };
    let built = match site::resolve(common, reporter) {
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
    reporter.progress(&text!("前の版を作っています", "building the base"));
    let compared = compare(&base, &built, reporter);
    reporter.end_progress();
    let Some(comparison) = compared else {
        reporter.failure(&text!(
            "比べる元「{base}」からはサイトを作れません（エラーがあります）",
            "the base `{base}` cannot be built: it has errors",
            base = arguments.base
        ));
        return Exit::Findings;
    };
    let language = reporter.language();
    match format {
        "json" => reporter.json(&comparison),
        "markdown" => reporter.result(&markdown::print(&comparison, language)),
        "html" => reporter.result(&html::print(&comparison, language)),
        _ => reporter.result(&plain::print(&comparison, language)),
    }
    Exit::Ok
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
        reporter.failure(&text!(
            "「{base}」という版もファイルもありません（git: {refused}）",
            "there is no revision and no file `{base}` (git: {refused})"
        ));
        Exit::Usage
    })
}

/// `None` where the base cannot be built.
fn compare(base: &Snapshot, built: &site::Built, reporter: &Reporter) -> Option<Comparison> {
    let mut cache = Cache::default();
    let old = build(base, &Options::new(built.as_of), &mut cache);
    if old.has_errors() {
        return None;
    }
    let languages = Languages {
        site: built.site()?.config.language,
        reader: reporter.language(),
    };
    let facts = |site: &annai::site::Site, as_of: AsOf| {
        let in_force = site.timeline.on(as_of.date());
        Arc::clone(in_force.unwrap_or_else(|| site.timeline.base()).facts)
    };
    let before = facts(cache.site()?, built.as_of);
    let after = facts(built.site()?, built.as_of);
    Some(Comparison {
        facts: compare::facts(&before, &after, languages),
        files: compare::files(&old.outputs, &built.build.outputs),
    })
}
