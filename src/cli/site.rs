//! Finding, reading and building the site: what `build` and `check` share.

use super::Exit;
use super::args::Common;
use super::clock;
use super::report::Reporter;
use annai::build::{self, Build, Options};
use annai::calendar::AsOf;
use annai::disk;
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::text;
use std::path::{Path, PathBuf};

/// A site that has been built.
pub(super) struct Built {
    pub(super) root: PathBuf,
    pub(super) output: PathBuf,
    pub(super) snapshot: Snapshot,
    pub(super) as_of: AsOf,
    pub(super) build: Build,
}

/// Finds, reads and builds the site.
///
/// # Errors
/// How the program has to end; why has been told.
pub(super) fn build(common: &Common, reporter: &Reporter) -> Result<Built, Exit> {
    let root = root(common, reporter)?;
    let output = root.join(&common.output);
    reporter.progress(&text!("読み込んでいます", "reading"));
    let snapshot = disk::load(&root, &output, None).map_err(|error| {
        reporter.end_progress();
        reporter.failure(&error.text());
        Exit::Io
    })?;
    let zone = build::zone(&snapshot);
    let as_of = clock::as_of(common.as_of, &zone).map_err(|epoch| {
        reporter.end_progress();
        reporter.failure(&text!(
            "SOURCE_DATE_EPOCH の値「{epoch}」は日時として正しくありません",
            "`{epoch}` in SOURCE_DATE_EPOCH is not a time"
        ));
        Exit::Usage
    })?;
    reporter.progress(&text!("ページを作っています", "building"));
    let build = build::build(&snapshot, &Options { as_of }, &mut Cache::default());
    reporter.end_progress();
    Ok(Built {
        root,
        output,
        snapshot,
        as_of,
        build,
    })
}

#[expect(clippy::disallowed_methods, reason = "the environment is read in cli")]
fn root(common: &Common, reporter: &Reporter) -> Result<PathBuf, Exit> {
    let here = std::env::current_dir().map_err(|error| {
        reporter.failure(&text!(
            "今のフォルダーが分かりません（{error}）",
            "cannot tell the current folder: {error}"
        ));
        Exit::Io
    })?;
    let start = match &common.root {
        Some(root) => here.join(root),
        None => here,
    };
    let found = match &common.root {
        Some(_) => disk::has_config(&start).then(|| start.clone()),
        None => disk::find_root(&start),
    };
    found.ok_or_else(|| {
        reporter.failure(&no_site(&start));
        Exit::Usage
    })
}

fn no_site(start: &Path) -> annai::diag::Text {
    let path = start.join("site.toml");
    let path = path.display();
    text!(
        "設定ファイル「{path}」がありません。サイトのフォルダーで実行するか、--root で場所を示してください。新しく始めるときは「annai new フォルダー名」です",
        "there is no `{path}`. Run annai in the folder of a site, name it with --root, or make a new one with `annai new DIR`"
    )
}
