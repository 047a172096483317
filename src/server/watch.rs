//! Says that something in the sources was touched; not what. What has changed is for a reading
//! of the whole to find out, so that no event can be misread or missed for good.

use notify::event::ModifyKind;
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// How often the disk is asked where the system does not tell by itself.
const POLL: Duration = Duration::from_millis(500);

/// How long it has to be quiet before the sources are read: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(50);

/// Somebody who writes without a pause is not waited for longer than so many quiet times.
const MOST_WAITS: usize = 10;

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
    watcher: Box<dyn Watcher + Send>,
    hints: Receiver<()>,
    hint: Sender<()>,
    /// The folders that are watched, below the root.
    folders: BTreeSet<String>,
    /// Whether folders came or went.
    moved: Arc<AtomicBool>,
    /// Whether the disk is asked instead.
    polls: bool,
    /// Why, until that has been told.
    trouble: Option<String>,
}

impl Watch {
    /// Watches the root of a site.
    ///
    /// # Errors
    /// Why not even asking the disk works.
    pub(crate) fn start(root: &Path) -> notify::Result<Self> {
        let (hint, hints) = channel();
        let moved = Arc::new(AtomicBool::new(true));
        let watcher = notify::recommended_watcher(handler(hint.clone(), Arc::clone(&moved)))?;
        Ok(Self {
            root: root.to_owned(),
            watcher: Box::<RecommendedWatcher>::new(watcher),
            hints,
            hint,
            folders: BTreeSet::new(),
            moved,
            polls: false,
            trouble: None,
        })
    }

    /// Watches these folders, below the root, from now on.
    ///
    /// # Errors
    /// Why not even asking the disk works.
    pub(crate) fn follow(&mut self, folders: &BTreeSet<String>) -> notify::Result<Followed> {
        // A folder that was taken away and made anew is another one of the same name.
        let moved = self.moved.swap(false, Ordering::Relaxed);
        if self.polls || self.folders == *folders && !moved {
            return Ok(Followed::Already);
        }
        for folder in self.folders.difference(folders) {
            // A folder that is gone is not watched any more anyway.
            let _ = self.watcher.unwatch(&self.root.join(folder));
        }
        self.folders.clone_from(folders);
        self.add().or_else(|error| self.poll(&error))?;
        Ok(Followed::Anew)
    }

    /// Why the disk has to be asked from now on, where the system does not tell of changes by
    /// itself; told once.
    pub(crate) fn take_trouble(&mut self) -> Option<String> {
        self.trouble.take()
    }

    /// Waits for a hint and then for quiet; at most for `longest` where there is no hint.
    pub(crate) fn wait(&self, longest: Duration) {
        if self.hints.recv_timeout(longest).is_err() {
            return;
        }
        for _ in 0..MOST_WAITS {
            if self.hints.recv_timeout(QUIET).is_err() {
                break;
            }
            // All that is there already is one hint.
            while self.hints.try_recv().is_ok() {}
        }
    }

    /// Each folder is watched by itself, as the reading of the whole has found it: what a
    /// recursive watch makes of folders that come quickly is not known.
    fn add(&mut self) -> notify::Result<()> {
        self.watcher
            .watch(&self.root, RecursiveMode::NonRecursive)?;
        for folder in &self.folders {
            let path = self.root.join(folder);
            match self.watcher.watch(&path, RecursiveMode::NonRecursive) {
                Err(error) if !matches!(error.kind, notify::ErrorKind::PathNotFound) => {
                    return Err(error);
                }
                // It went away; who took it away was seen.
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }

    /// Asks the disk instead.
    fn poll(&mut self, error: &notify::Error) -> notify::Result<()> {
        let config = Config::default().with_poll_interval(POLL);
        let mut watcher =
            PollWatcher::new(handler(self.hint.clone(), Arc::clone(&self.moved)), config)?;
        watcher.watch(&self.root, RecursiveMode::Recursive)?;
        self.watcher = Box::new(watcher);
        self.polls = true;
        self.trouble = Some(error.to_string());
        Ok(())
    }
}

fn handler(
    hint: Sender<()>,
    moved: Arc<AtomicBool>,
) -> impl FnMut(notify::Result<Event>) + Send + 'static {
    move |event| {
        let is_writing = matches!(&event, Ok(event) if matches!(event.kind, EventKind::Modify(
            ModifyKind::Data(_) | ModifyKind::Metadata(_)
        )));
        // Reading is no change, and we read ourselves. Whatever went wrong, something may have
        // been missed.
        let is_reading = matches!(&event, Ok(event) if matches!(event.kind, EventKind::Access(_)));
        if !is_reading {
            if !is_writing {
                moved.store(true, Ordering::Relaxed);
            }
            // Nobody listens any more when the program ends.
            let _ = hint.send(());
        }
    }
}
