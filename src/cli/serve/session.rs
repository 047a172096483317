//! The loop of the preview: read, build, show, wait.

use super::absence::{self, Absence};
use super::ahead::LookAhead;
use super::change::{Change, differing};
use crate::cli::args::{self, Common};
use crate::cli::clock::Stopwatch;
use crate::cli::report::Reporter;
use crate::cli::terminal::Stream;
use crate::cli::{Exit, clock, site};
use crate::server::{Followed, Forms, Generation, Server, Touched, Watch, forms, marks, pages};
use annai::build::{self, Build, Options};
use annai::calendar::format::Dated;
use annai::calendar::{AsOf, Point, Zone};
use annai::config;
use annai::diag::{Diagnostic, Text};
use annai::disk::{self, LoadError, Loaded};
use annai::memo::Cache;
use annai::output::Outputs;
use annai::path::OutputPath;
use annai::proof::Proof;
use annai::snapshot::Snapshot;
use annai::source::SourceId;
use annai::text;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// However quiet it is, the sources are looked at again after this time: for what no system
/// tells, and for midnight.
const PATIENCE: Duration = Duration::from_secs(30);

/// After this time without a save the site is looked at as it will be, and the answer is waited
/// for as long.
const REST: Duration = Duration::from_secs(1);

/// A folder that is away is looked for again after this time, should no system tell.
const AWAY: Duration = Duration::from_millis(500);

/// So many files are read by themselves when they were saved; more come from a program that is
/// not done, whose work is to be seen as a whole.
const FEW: usize = 4;

/// After this time without a save everything is looked at, for what no system told.
const PAUSE: Duration = Duration::from_millis(150);

/// So many saves may come before that.
const HASTY: u32 = 20;

/// What is kept from one build to the next.
pub(super) struct Session<'a> {
    common: &'a Common,
    reporter: &'a Reporter,
    root: PathBuf,
    output: PathBuf,
    loaded: Loaded,
    zone: Zone,
    as_of: AsOf,
    cache: Cache,
    build: Build,
    /// The files of the last build without errors.
    good: Arc<Outputs>,
    /// Of the pages among them that visitors do not see: why not.
    marks: Arc<BTreeMap<OutputPath, String>>,
    /// The forms among them that are sent somewhere.
    forms: Arc<Forms>,
    number: u64,
    follows: bool,
    follow: Option<String>,
    /// Since when the folder cannot be read, where that is so.
    absence: Option<Absence>,
    /// The look ahead from this state of the site or one before.
    ahead: Option<LookAhead>,
    /// What will be wrong with this state of the site, as far as that is known.
    later: Option<Proof>,
}

impl<'a> Session<'a> {
    /// Reads and builds the site for the first time. What is wrong with it keeps nothing from
    /// being shown.
    ///
    /// # Errors
    /// How the program has to end; why has been told.
    pub(super) fn open(
        arguments: &args::Serve,
        common: &'a Common,
        reporter: &'a Reporter,
    ) -> Result<Self, Exit> {
        let root = site::root(common, reporter)?;
        let output = site::output(&root, common, reporter)?;
        let loaded = disk::reload(&root, &output, &Loaded::default(), clock::now());
        let loaded = loaded.map_err(|error| {
            reporter.failure(&error.text());
            Exit::Io
        })?;
        let zone = build::zone(&loaded.snapshot);
        let as_of = site::as_of(common, &zone, reporter)?;
        let cache = Cache::with_pictures(disk::recall_pictures(&root, &loaded.snapshot));
        let mut session = Self {
            common,
            reporter,
            root,
            output,
            loaded,
            zone,
            as_of,
            cache,
            build: Build::default(),
            good: Arc::default(),
            marks: Arc::default(),
            forms: Arc::default(),
            number: 0,
            follows: arguments.follow,
            follow: None,
            absence: None,
            ahead: None,
            later: None,
        };
        session.build();
        let (build, snapshot) = (&session.build, &session.loaded.snapshot);
        session.reporter.findings(build, snapshot, Stream::Error);
        Ok(session)
    }

    /// What is to be shown now.
    pub(super) fn generation(&self) -> Generation {
        let mut diagnostics = self.build.diagnostics.clone();
        if let Some(later) = &self.later {
            later.clone().add_to(&mut diagnostics);
        }
        Generation {
            number: self.number,
            outputs: Arc::clone(&self.good),
            marks: Arc::clone(&self.marks),
            forms: Arc::clone(&self.forms),
            pages: pages(&diagnostics, self.cache.site()),
            diagnostics,
            snapshot: self.loaded.snapshot.clone(),
            follow: self.follow.clone().filter(|_| self.follows),
            as_of: self.as_of,
            zone: self.zone.clone(),
            is_of_choice: self.common.as_of.is_some(),
        }
    }

    /// The folder of the site.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Shows every change, for ever. What was told is shown at once; then everything is looked
    /// at, for what was not told.
    pub(super) fn watch(&mut self, server: &Server) -> ! {
        let mut watch = Watch::start(&self.root);
        let mut hasty = 0;
        let mut touched = None;
        loop {
            let told = touched.take().filter(|_| hasty < HASTY);
            if let Some(change) = told.and_then(|told| self.reread(&told)) {
                self.update(&change, server);
                hasty += 1;
                // Somebody who saves again need not wait for the reading of the whole.
                touched = watch.wait(PAUSE);
                if touched.is_some() {
                    continue;
                }
            }
            hasty = 0;
            if let Some(change) = self.read(server) {
                self.update(&change, server);
            }
            match watch.follow(&self.loaded.folders) {
                // What was touched before a folder was watched has been missed.
                Followed::Anew => {}
                Followed::Already => touched = watch.wait(self.patience()),
            }
            if touched.is_none() {
                self.look_ahead(server);
            }
            if let Some(trouble) = watch.take_trouble() {
                self.reporter.done(&text!(
                    "変更の知らせを受け取れないため、1秒に2回、ファイルを調べます（{trouble}）",
                    "the system does not tell of changes ({trouble}); looking twice a second instead"
                ));
            }
        }
    }

    /// Reads the files again that were touched. Nothing where they are as they were, or where
    /// more is to be looked at than them.
    fn reread(&mut self, touched: &Touched) -> Option<Change> {
        let start = Stopwatch::start();
        let files = match touched {
            Touched::Files(files) if (1..=FEW).contains(&files.len()) => files,
            Touched::Files(_) | Touched::Anything => return None,
        };
        // What depends on the config or the day is for the reading of the whole.
        if files.iter().any(|id| id.as_str() == config::FILE) {
            return None;
        }
        let loaded = self.loaded.reread(&self.root, files, clock::now())?;
        let known = |id: &&SourceId| {
            let source = |loaded: &Loaded| loaded.snapshot.get(id.as_str()).map(|one| one.hash());
            source(&loaded) != source(&self.loaded)
        };
        let edited: Vec<SourceId> = files.iter().filter(known).cloned().collect();
        self.loaded = loaded;
        (!edited.is_empty()).then_some(Change { start, edited })
    }

    /// How long nothing may be told before everything is looked at.
    fn patience(&self) -> Duration {
        match self.absence {
            Some(_) => AWAY,
            None if self.is_proven() => PATIENCE,
            None => REST,
        }
    }

    /// Whether all is known of this state of the site that will be wrong with it.
    fn is_proven(&self) -> bool {
        self.build.has_errors()
            || matches!(&self.ahead, Some(ahead) if ahead.number == self.number && ahead.is_done())
    }

    /// Looks at the site as it will be, while nobody saves.
    fn look_ahead(&mut self, server: &Server) {
        if self.is_proven() || self.absence.is_some() {
            return;
        }
        let number = self.number;
        let Some(ahead) = &mut self.ahead else {
            let snapshot = self.loaded.snapshot.clone();
            self.ahead = Some(LookAhead::begin(number, snapshot, self.as_of));
            return;
        };
        let Some(found) = ahead.take() else {
            return;
        };
        if ahead.number != number {
            self.ahead = None;
            return;
        }
        let place = |one: &Diagnostic| (one.code.name(), one.place.clone());
        let known: Vec<_> = self.build.diagnostics.iter().map(place).collect();
        let Some(mut found) = found else {
            return;
        };
        found.diagnostics.retain(|one| !known.contains(&place(one)));
        let later = &found.diagnostics;
        let first = later.iter().filter_map(|one| one.from.as_deref()).min();
        let first = first.and_then(Point::parse).map(Dated::from);
        let count = later.len();
        self.later = Some(found);
        server.show(self.generation());
        let Some(first) = first else {
            return;
        };
        self.reporter.say(&text!(
            "このままでは、先の日に {count} 件の指摘が出ます（最初は{first:#}から）",
            "as it is, {count} things will be wrong later, the first from {first} on"
        ));
    }

    /// Reads the sources again. Nothing where all is as it was.
    fn read(&mut self, server: &Server) -> Option<Change> {
        let start = Stopwatch::start();
        let loaded = disk::reload(&self.root, &self.output, &self.loaded, clock::now());
        let loaded = match loaded {
            Ok(loaded) => loaded,
            Err(error) => {
                self.miss(&error, server);
                return None;
            }
        };
        self.welcome(server);
        let config = |snapshot: &Snapshot| snapshot.get(config::FILE).map(|source| source.hash());
        if config(&loaded.snapshot) != config(&self.loaded.snapshot) {
            self.zone = build::zone(&loaded.snapshot);
        }
        let now = clock::as_of(self.common.as_of, &self.zone).unwrap_or(self.as_of);
        let as_of = self.moment_for(now);
        let is_still = loaded.snapshot.is_still(&self.loaded.snapshot) && as_of == self.as_of;
        let edited = match is_still {
            true => Vec::new(),
            false => loaded.snapshot.changes_since(&self.loaded.snapshot),
        };
        self.loaded = loaded;
        self.as_of = as_of;
        (!is_still).then_some(Change { start, edited })
    }

    /// The moment to build for as of now: between two moments at which the site changes, the
    /// site of a day is the same, and so that of the last build stays.
    fn moment_for(&self, now: AsOf) -> AsOf {
        let next = self.cache.site().and_then(|site| site.next_moment());
        let is_same = now >= self.as_of
            && now.date() == self.as_of.date()
            && next.is_none_or(|next| now.moment() < next);
        if is_same { self.as_of } else { now }
    }

    /// The folder cannot be read; the last site stays. Where that lasts it is told, to the page
    /// too.
    fn miss(&mut self, error: &LoadError, server: &Server) {
        let absence = self.absence.get_or_insert_with(Absence::begin);
        if !absence.is_news() {
            return;
        }
        let time = clock::time_of_day(&self.zone);
        self.reporter.say(&absence::told(&time, error));
        self.number += 1;
        self.follow = None;
        let diagnostics = vec![absence::finding(error)];
        server.show(Generation {
            pages: pages(&diagnostics, None),
            diagnostics,
            ..self.generation()
        });
    }

    /// The folder can be read. Where it was told that it could not, that is over.
    fn welcome(&mut self, server: &Server) {
        let absence = self.absence.take();
        if !absence.is_some_and(|absence| absence.is_told()) {
            return;
        }
        self.number += 1;
        server.show(self.generation());
        let time = clock::time_of_day(&self.zone);
        self.reporter.say(&absence::over(&time, &self.root));
    }

    /// Builds what was read, shows it, and tells about it in a line.
    fn update(&mut self, change: &Change, server: &Server) {
        let before = Arc::clone(&self.good);
        if !self.build() {
            return;
        }
        self.follow = change.edited.iter().rev().find_map(|id| self.address(id));
        server.show(self.generation());
        let elapsed = change.start.milliseconds();
        let names = match change.names() {
            names if names.is_empty() => self.as_of.to_string(),
            names => names,
        };
        let (build, snapshot) = (&self.build, &self.loaded.snapshot);
        let findings = change.findings(build, snapshot, self.reporter.language());
        let changed = differing(&before, &self.good);
        let time = clock::time_of_day(&self.zone);
        let line = text!(
            "{time} {names}: {changed} ファイルが変わりました（{elapsed} ミリ秒）。{findings}",
            "{time} {names}: {changed} files changed in {elapsed} ms; {findings}"
        );
        if !self.build.has_errors() {
            self.reporter.done(&line);
        } else if self.good.is_empty() {
            self.reporter.say(&line);
        } else {
            let Text { japanese, english } = line;
            self.reporter.say(&text!(
                "{japanese}。最後に正しく作れたサイトを表示したままです",
                "{english}; the last good site stays shown"
            ));
        }
    }

    /// Builds the site. A fault of our own costs the build, not the preview; returns whether
    /// there was none.
    fn build(&mut self) -> bool {
        let options = Options::new(self.as_of).preview();
        let mut cache = std::mem::take(&mut self.cache);
        let recalled = cache.pictures().clone();
        let work = || {
            let build = build::build(&self.loaded.snapshot, &options, &mut cache);
            (build, cache)
        };
        let (mut build, cache) = match catch_unwind(AssertUnwindSafe(work)) {
            Ok(built) => built,
            Err(fault) => {
                self.reporter.internal(fault.downcast_ref());
                return false;
            }
        };
        self.number += 1;
        self.later = None;
        self.cache = cache;
        disk::remember_pictures(&self.root, self.cache.pictures(), &recalled);
        if !build.has_errors() {
            self.good = Arc::new(std::mem::take(&mut build.outputs));
            let language = self.reporter.language();
            let site = self.cache.site();
            self.marks = Arc::new(site.map(|site| marks(site, language)).unwrap_or_default());
            self.forms = Arc::new(site.map(forms).unwrap_or_default());
        }
        self.build = build;
        true
    }

    /// Where the page of a file stands.
    fn address(&self, source: &SourceId) -> Option<String> {
        let site = self.cache.site()?;
        let page = site.page_of(source)?;
        Some(site.page(page).url.as_str().to_owned())
    }
}
