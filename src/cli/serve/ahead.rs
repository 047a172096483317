//! Looks ahead while nobody saves: what will be wrong with the site is told beside what is.

use crate::cli::site::year_from;
use annai::build::{Options, build};
use annai::calendar::AsOf;
use annai::memo::Cache;
use annai::proof::{Proof, prove};
use annai::snapshot::Snapshot;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

/// A look ahead from one state of the site.
pub(super) struct LookAhead {
    /// The number of that state.
    pub(super) number: u64,
    found: Receiver<Option<Proof>>,
    is_done: bool,
}

impl LookAhead {
    /// Begins to look, in a thread of its own.
    pub(super) fn begin(number: u64, snapshot: Snapshot, as_of: AsOf) -> Self {
        let (sender, found) = channel();
        thread::spawn(move || {
            // Who no longer waits has a newer state of the site to look ahead from.
            let _ = sender.send(later(&snapshot, as_of));
        });
        Self {
            number,
            found,
            is_done: false,
        }
    }

    /// What was found, once, if anything could be; nothing while it is not done.
    pub(super) fn take(&mut self) -> Option<Option<Proof>> {
        let found = match self.found.try_recv() {
            Ok(found) => found,
            Err(TryRecvError::Empty) => return None,
            // A fault of our own costs the look ahead, not the preview.
            Err(TryRecvError::Disconnected) => None,
        };
        self.is_done = true;
        Some(found)
    }

    /// Whether what was found has been taken.
    pub(super) const fn is_done(&self) -> bool {
        self.is_done
    }
}

fn later(snapshot: &Snapshot, as_of: AsOf) -> Option<Proof> {
    let mut cache = Cache::default();
    let built = build(snapshot, &Options::new(as_of), &mut cache);
    if built.has_errors() {
        return None;
    }
    let proof = prove(snapshot, as_of, year_from(as_of), &built, &mut cache);
    Some(proof.as_warnings())
}
