//! Says that something in the sources was touched. Which files were saved is told as well, so
//! that they can be shown at once; but what has changed is for a reading of the whole to find
//! out, so that no event can be misread or missed for good.

use annai::disk::is_leftover;
use annai::source::SourceId;
use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// How often the disk is asked where the system does not tell by itself.
const POLL: Duration = Duration::from_millis(500);

/// The unit of waiting.
const STEP: Duration = Duration::from_millis(5);

/// For so many steps it has to be quiet before the sources are read: an editor saves in
/// several steps.
const QUIET: u32 = 10;

/// So many are enough once a file was closed that had been written to, or has got its name:
/// that is how a save ends. What still comes after it is read in its turn.
const QUIET_AFTER_SAVE: u32 = 3;

/// Somebody who writes without a pause is not waited for any longer.
const MOST: u32 = 100;

/// What the system has told.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Hint {
    what: What,
    /// The files that it is about; none where the system has lost count.
    paths: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// Something happened.
    Touched,
    /// A file is complete.
    Saved,
}

impl What {
    const fn quiet(self) -> u32 {
        match self {
            Self::Touched => QUIET,
            Self::Saved => QUIET_AFTER_SAVE,
        }
    }
}

/// What has happened since somebody waited last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Touched {
    /// Something, in these files if nothing was missed, named as below the root of the site.
    Files(BTreeSet<SourceId>),
    /// There is no telling.
    Anything,
}

/// Whether folders had to be taken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Followed {
    /// Some are watched only from now on.
    Anew,
    /// All were watched.
    Already,
}

/// Watches the sources of a site.
pub(crate) struct Watch {
    root: PathBuf,
    /// None where the disk is asked instead.
    watcher: Option<RecommendedWatcher>,
    hints: Receiver<Hint>,
    /// Kept, so that waiting for a hint never ends early.
    _hint: Sender<Hint>,
    /// The folders that are watched, below the root.
    folders: BTreeSet<String>,
    /// Whether folders came or went.
    moved: Arc<AtomicBool>,
    /// Why the disk is asked, until that has been told.
    trouble: Option<String>,
    /// Whether the folder of the site is not there.
    is_away: bool,
}

impl Watch {
    /// Prepares to watch the site in the folder `root`.
    pub(crate) fn start(root: &Path) -> Self {
        let (hint, hints) = channel();
        let moved = Arc::new(AtomicBool::new(true));
        let watcher = notify::recommended_watcher(handler(hint.clone(), Arc::clone(&moved)));
        let (watcher, trouble) = match watcher {
            Ok(watcher) => (Some(watcher), None),
            Err(error) => (None, Some(error.to_string())),
        };
        Self {
            root: root.to_owned(),
            watcher,
            hints,
            _hint: hint,
            folders: BTreeSet::new(),
            moved,
            trouble,
            is_away: false,
        }
    }

    /// Watches these folders, below the root, from now on. Where the system cannot do that, the
    /// disk will be asked.
    pub(crate) fn follow(&mut self, folders: &BTreeSet<String>) -> Followed {
        // A folder that was taken away and made anew is another one of the same name.
        let moved = self.moved.swap(false, Ordering::Relaxed) || self.is_away;
        let Some(watcher) = &mut self.watcher else {
            return Followed::Already;
        };
        if self.folders == *folders && !moved {
            return Followed::Already;
        }
        for folder in self.folders.difference(folders) {
            // A folder that is gone is not watched any more anyway.
            let _ = watcher.unwatch(&self.root.join(folder));
        }
        self.folders.clone_from(folders);
        match add(watcher, &self.root, folders) {
            Ok(is_there) => {
                let was_away = std::mem::replace(&mut self.is_away, !is_there);
                if was_away && self.is_away {
                    Followed::Already
                } else {
                    Followed::Anew
                }
            }
            Err(error) => {
                self.watcher = None;
                self.trouble = Some(error.to_string());
                Followed::Anew
            }
        }
    }

    /// Why the disk has to be asked from now on, where the system does not tell of changes by
    /// itself; told once.
    pub(crate) fn take_trouble(&mut self) -> Option<String> {
        self.trouble.take()
    }

    /// Waits for a hint and then for quiet; at most for `longest` where there is no hint, and
    /// then has nothing.
    pub(crate) fn wait(&self, longest: Duration) -> Option<Touched> {
        let is_blind = self.watcher.is_none() || self.is_away;
        let longest = if is_blind { longest.min(POLL) } else { longest };
        let first = self.hints.recv_timeout(longest).ok()?;
        let mut last = first.what;
        let mut hints = vec![first];
        let mut quiet = 0;
        for _ in 0..MOST {
            for hint in self.hints.try_iter() {
                last = hint.what;
                quiet = 0;
                hints.push(hint);
            }
            if quiet >= last.quiet() {
                break;
            }
            thread::sleep(STEP);
            quiet += 1;
        }
        Some(touched(&self.root, &hints))
    }
}

/// What hints are about.
fn touched(root: &Path, hints: &[Hint]) -> Touched {
    let mut files = BTreeSet::new();
    for hint in hints {
        if hint.paths.is_empty() {
            return Touched::Anything;
        }
        for path in &hint.paths {
            let Some(name) = path.strip_prefix(root).ok().and_then(Path::to_str) else {
                return Touched::Anything;
            };
            let last = path.file_name().and_then(OsStr::to_str);
            // What an editor writes beside a file before it takes the file's name.
            if !last.is_some_and(is_leftover) {
                files.insert(SourceId::new(name.replace('\\', "/")));
            }
        }
    }
    Touched::Files(files)
}

/// Watches each folder by itself, as the reading of the whole has found it: what a recursive
/// watch makes of folders that come quickly is not known. Returns whether the root is there.
fn add(
    watcher: &mut RecommendedWatcher,
    root: &Path,
    folders: &BTreeSet<String>,
) -> notify::Result<bool> {
    let mut is_there = true;
    let below = folders.iter().map(|folder| root.join(folder));
    for path in std::iter::once(root.to_owned()).chain(below) {
        match watcher.watch(&path, RecursiveMode::NonRecursive) {
            Ok(()) => {}
            // It went away; who took it away was seen, unless it is the root.
            Err(error) if is_not_found(&error) => is_there &= path != root,
            Err(error) => return Err(error),
        }
    }
    Ok(is_there)
}

fn is_not_found(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn handler(
    hint: Sender<Hint>,
    moved: Arc<AtomicBool>,
) -> impl FnMut(notify::Result<Event>) + Send + 'static {
    move |event| {
        let (kind, paths) = match event {
            Ok(event) if !event.need_rescan() => (Ok(event.kind), event.paths),
            Ok(event) => (Ok(event.kind), Vec::new()),
            Err(error) => (Err(error), Vec::new()),
        };
        let what = match kind {
            Ok(EventKind::Access(AccessKind::Close(AccessMode::Write))) => What::Saved,
            // Reading is no change, and we read ourselves.
            Ok(EventKind::Access(_)) => return,
            Ok(EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_))) => What::Touched,
            Ok(EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both))) => {
                moved.store(true, Ordering::Relaxed);
                What::Saved
            }
            // Whatever it was, and whatever went wrong, something may have been missed.
            Ok(_) | Err(_) => {
                moved.store(true, Ordering::Relaxed);
                What::Touched
            }
        };
        // Nobody listens any more when the program ends.
        let _ = hint.send(Hint { what, paths });
    }
}
