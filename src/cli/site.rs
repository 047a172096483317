//! Finding, reading and building the site: what all commands share.

use super::Exit;
use super::args::Common;
use super::clock;
use super::report::Reporter;
use super::terminal::Stream;
use annai::build::{self, Build, Options};
use annai::calendar::format::Dated;
use annai::calendar::{AsOf, DateTime, Zone, add_months};
use annai::compare::Side;
use annai::diag::Diagnostic;
use annai::disk::{self, PublishError, PublishOptions, RealDisk};
use annai::fix;
use annai::memo::Cache;
use annai::proof::{self, Proof};
use annai::site::Site;
use annai::snapshot::Snapshot;
use annai::text;
use std::path::{Path, PathBuf};

/// So many months ahead a site is looked at.
const MONTHS_AHEAD: i32 = 12;

/// The moment up to which a site is looked at: the beginning of that day in a year.
pub(super) fn year_from(as_of: AsOf) -> DateTime {
    let today = as_of.date();
    add_months(today, MONTHS_AHEAD).unwrap_or(today).into()
}

/// The sources of a site.
pub(super) struct Read {
    pub(super) root: PathBuf,
    pub(super) output: PathBuf,
    pub(super) snapshot: Snapshot,
    pub(super) as_of: AsOf,
    zone: Zone,
}

/// A site that has been built.
pub(super) struct Built {
    pub(super) root: PathBuf,
    pub(super) output: PathBuf,
    pub(super) snapshot: Snapshot,
    pub(super) as_of: AsOf,
    pub(super) build: Build,
    cache: Cache,
    zone: Zone,
}

/// Finds, reads and builds the site.
///
/// # Errors
/// How the program has to end; why has been told.
pub(super) fn resolve(common: &Common, reporter: &Reporter) -> Result<Built, Exit> {
    Ok(read(common, reporter)?.build(reporter))
}

/// Finds and reads the site.
///
/// # Errors
/// How the program has to end; why has been told.
pub(super) fn read(common: &Common, reporter: &Reporter) -> Result<Read, Exit> {
    let root = root(common, reporter)?;
    let output = output(&root, common, reporter)?;
    reporter.progress(&text!("読み込んでいます", "reading"));
    let snapshot = disk::load_at(&root, &output, clock::now());
    reporter.end_progress();
    let snapshot = snapshot.map_err(|error| {
        reporter.failure(&error.text());
        Exit::Io
    })?;
    let zone = build::zone(&snapshot);
    let as_of = as_of(common, &zone, reporter)?;
    Ok(Read {
        root,
        output,
        snapshot,
        as_of,
        zone,
    })
}

/// The moment to build for.
///
/// # Errors
/// How the program has to end; why has been told.
pub(super) fn as_of(common: &Common, zone: &Zone, reporter: &Reporter) -> Result<AsOf, Exit> {
    if let Some(moment) = common.as_of.filter(|moment| zone.skips(*moment)) {
        let (moment, zone) = (Dated::from(moment), zone.name());
        reporter.failure(&text!(
            "{moment:#}は、時間帯 {zone} にはありません（夏時間に変わるときに飛ばされる時刻です）",
            "there is no {moment} in the zone {zone}: summer time begins then"
        ));
        return Err(Exit::Usage);
    }
    clock::as_of(common.as_of, zone).map_err(|epoch| {
        reporter.failure(&text!(
            "SOURCE_DATE_EPOCH の値「{epoch}」は日時として正しくありません",
            "`{epoch}` in SOURCE_DATE_EPOCH is not a time"
        ));
        Exit::Usage
    })
}

impl Read {
    /// Builds the site.
    pub(super) fn build(self, reporter: &Reporter) -> Built {
        let recalled = disk::recall_pictures(&self.root, &self.snapshot);
        let mut cache = Cache::with_pictures(recalled.clone());
        reporter.progress(&text!("ページを作っています", "building"));
        let build = build::build(&self.snapshot, &Options::new(self.as_of), &mut cache);
        disk::remember_pictures(&self.root, cache.pictures(), &recalled);
        reporter.end_progress();
        Built {
            root: self.root,
            output: self.output,
            snapshot: self.snapshot,
            as_of: self.as_of,
            build,
            cache,
            zone: self.zone,
        }
    }
}

impl Built {
    /// The resolved site; none where there is no config to resolve it with.
    pub(super) fn site(&self) -> Option<&Site> {
        self.cache.site()
    }

    /// Adds to the findings of the build what others have found, as far as the site wants to
    /// know.
    pub(super) fn add(&mut self, found: Vec<Diagnostic>) {
        self.build.add(found, &self.cache);
    }

    /// Looks ahead for a year, and adds to the findings of the build what will be wrong. What
    /// else wants to look at the site has to do so before.
    pub(super) fn prove(&mut self, reporter: &Reporter) -> Proof {
        let (snapshot, build) = (&self.snapshot, &mut self.build);
        prove(snapshot, self.as_of, build, &mut self.cache, reporter)
    }

    /// Makes proposals of the fixes that `annai check --fix` would not make.
    pub(super) fn hold_fixes(&mut self, reporter: &Reporter) {
        reporter.progress(&text!("直せるところを確かめています", "proving the fixes"));
        let options = Options::new(self.as_of);
        let found = &mut self.build.diagnostics;
        fix::hold(&self.snapshot, found, &options, &mut self.cache);
        reporter.end_progress();
    }

    /// What will be wrong with the site in the coming year and is not wrong today.
    pub(super) fn later(&mut self, reporter: &Reporter) -> Proof {
        let (snapshot, cache) = (&self.snapshot, &mut self.cache);
        look_ahead(snapshot, self.as_of, &self.build, cache, reporter).as_warnings()
    }

    /// The site to compare with another, at other moments too.
    pub(super) fn side(&mut self) -> Side<'_> {
        Side {
            snapshot: &self.snapshot,
            cache: &mut self.cache,
            outputs: self.build.outputs.clone(),
        }
    }

    /// The zone of the site.
    pub(super) fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Shows the findings that keep a command from its work.
    pub(super) fn fail(&self, reporter: &Reporter) -> Exit {
        reporter.findings(&self.build, &self.snapshot, Stream::Error);
        reporter.closing(&self.build, None);
        Exit::Findings
    }
}

/// Looks ahead for a year from a build, and adds to its findings what will be wrong.
pub(super) fn prove(
    snapshot: &Snapshot,
    as_of: AsOf,
    build: &mut Build,
    cache: &mut Cache,
    reporter: &Reporter,
) -> Proof {
    let mut proof = look_ahead(snapshot, as_of, build, cache, reporter);
    proof.add_to(&mut build.diagnostics);
    proof
}

fn look_ahead(
    snapshot: &Snapshot,
    as_of: AsOf,
    build: &Build,
    cache: &mut Cache,
    reporter: &Reporter,
) -> Proof {
    reporter.progress(&text!("先の日時で確かめています", "looking ahead"));
    let proof = proof::prove(snapshot, as_of, year_from(as_of), build, cache);
    reporter.end_progress();
    proof
}

/// The folder of the site.
///
/// # Errors
/// How the program has to end; why has been told.
#[expect(clippy::disallowed_methods, reason = "the environment is read in cli")]
pub(super) fn root(common: &Common, reporter: &Reporter) -> Result<PathBuf, Exit> {
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
        Some(_) => disk::has_config(&start).map(|has| has.then(|| start.clone())),
        None => disk::find_root(&start),
    };
    let found = found.map_err(|error| {
        reporter.failure(&error.text());
        Exit::Io
    })?;
    found.ok_or_else(|| {
        reporter.failure(&no_site(&start));
        Exit::Usage
    })
}

/// The output folder.
///
/// # Errors
/// How the program has to end where nothing may ever be published there; why has been told.
pub(super) fn output(root: &Path, common: &Common, reporter: &Reporter) -> Result<PathBuf, Exit> {
    let output = root.join(&common.output);
    match disk::check_place(&publishing(root, &output), &RealDisk) {
        Err(error @ PublishError::Refused { .. }) => {
            reporter.failure(&error.text());
            Err(Exit::Usage)
        }
        _ => Ok(output),
    }
}

/// How a site is published.
pub(super) fn publishing(root: &Path, output: &Path) -> PublishOptions {
    PublishOptions {
        root: root.to_owned(),
        output: output.to_owned(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        forbidden: home().into_iter().collect(),
    }
}

/// Tells why a build that has no errors would be refused its output folder, if it would.
///
/// # Errors
/// How the program has to end then.
pub(super) fn rehearse(
    root: &Path,
    output: &Path,
    build: &Build,
    reporter: &Reporter,
) -> Result<(), Exit> {
    if build.has_errors() {
        return Ok(());
    }
    match disk::rehearse(&build.outputs, &publishing(root, output), &RealDisk) {
        Err(error @ PublishError::Refused { .. }) => {
            reporter.failure(&error.text());
            Err(Exit::Usage)
        }
        // What the machine does then is not known now.
        _ => Ok(()),
    }
}

/// The user's home folder, which must never be replaced by a site.
#[expect(clippy::disallowed_methods, reason = "the environment is read in cli")]
fn home() -> Option<PathBuf> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"))?;
    Some(PathBuf::from(home)).filter(|home| home.is_absolute())
}

fn no_site(start: &Path) -> annai::diag::Text {
    let path = start.join("site.toml");
    let path = path.display();
    text!(
        "設定ファイル「{path}」がありません。サイトのフォルダーで実行するか、--root で場所を示してください。新しく始めるときは「annai new フォルダー名」です",
        "there is no `{path}`. Run annai in the folder of a site, name it with --root, or make a new one with `annai new DIR`"
    )
}
