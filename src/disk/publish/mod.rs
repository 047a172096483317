//! Replaces the output folder as a whole.
//!
//! The new site is built in a folder beside the output, from hard links to what stays as
//! it is and from new files; then the two folders are exchanged in one step, and the old
//! one is removed. So the output is the old site or the new one at every instant, however
//! the run ends, and a run that fails leaves the old one as it was.
//!
//! A manifest in the output says which files are ours. Only a folder that is new, empty or
//! carries it is ever replaced. What somebody else put there, such as a `CNAME`, is carried
//! over as it is, and so is a link, which is never followed. Where such a thing lies at the
//! place of an output, nothing is published. A file that we wrote and somebody edited is
//! still ours: it is written again, or goes away with its page.
//!
//! Two things are not promised. A visitor may get one page of the old site and its next of
//! the new one. And where a file system cannot exchange two folders, two renames follow each
//! other, and for the time between them there is no output at all; a run that ends just then
//! is mended by the next one.

mod door;
mod error;
mod lock;
mod manifest;
mod plan;
mod stage;
mod survey;
mod swap;
mod target;
mod tree;

pub use error::{PublishError, Refusal};
pub use manifest::MANIFEST;
pub(super) use manifest::listed;

use super::operation::Disk;
use crate::output::Outputs;
use door::Door;
use lock::Lock;
use std::path::PathBuf;
use survey::Existing;
use swap::Way;
use target::Target;

/// Where to publish, and what must not be published to.
#[derive(Clone, Debug)]
pub struct PublishOptions {
    /// The folder of the site: neither it nor what contains it is ever replaced, nor what
    /// holds its sources.
    pub root: PathBuf,
    /// The output folder. Its parent must exist.
    pub output: PathBuf,
    /// The version of annai, for the manifest.
    pub tool_version: String,
    /// Folders that must not be replaced either, such as the home folder of the user; nor
    /// what contains them.
    pub forbidden: Vec<PathBuf>,
}

/// What a publish did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Files that are new or have changed.
    pub written: usize,
    /// Files that stayed as they were.
    pub kept: usize,
    /// Files of ours that went away.
    pub removed: usize,
    /// Files that are not ours and were carried over.
    pub foreign: usize,
    /// Bytes in the files that were written.
    pub bytes: u64,
    /// Nothing was to be done, and nothing was touched.
    pub unchanged: bool,
    /// Whether the new site took the place of the old one in a single step. If not, the file
    /// system cannot do that, and there was no output for a moment.
    pub atomic: bool,
    /// The old site, if it could not be removed; the next publish tries again.
    pub leftover: Option<PathBuf>,
}

/// Makes the output folder hold `outputs`, and what was in it that is not ours.
///
/// # Errors
/// - [`PublishError::Refused`] when it would be wrong to replace the folder;
/// - [`PublishError::Locked`] when another publisher is at work on it;
/// - [`PublishError::Io`] when the machine fails. The old site is then as it was, with one
///   exception: when only the last step fails, which brings the exchange to the disk itself,
///   the new one is in place.
pub fn publish(
    outputs: &Outputs,
    options: &PublishOptions,
    disk: &dyn Disk,
) -> Result<Published, PublishError> {
    let door = Door(disk);
    let target = Target::choose(&door, options)?;
    let lock = Lock::take(&door, &target.lock)?;
    let published = swap::recover(&door, &target)
        .and_then(|()| replace(&door, &target, outputs, &options.tool_version));
    drop(lock);
    published
}

fn replace(
    door: &Door<'_>,
    target: &Target,
    outputs: &Outputs,
    version: &str,
) -> Result<Published, PublishError> {
    let existing = survey::survey(door, target, outputs)?;
    let nothing = Existing::default();
    let plan = plan::plan(outputs, existing.as_ref().unwrap_or(&nothing))
        .map_err(|refusal| target.refuse(refusal))?;
    let manifest = manifest::render(outputs, version);
    let mut published = plan.outcome();
    if let Some(existing) = &existing
        && plan.is_done(existing)
        && existing.manifest == manifest
    {
        published.unchanged = true;
        return Ok(published);
    }

    let old = existing.as_ref().map(|existing| &existing.tree);
    let swapped = stage::fill(door, target, &plan, &manifest).and_then(|()| match old {
        Some(_) => swap::exchange(door, target).map(Some),
        None => door.rename(&target.stage, &target.output).map(|()| None),
    });
    let way = swapped.map_err(|error| {
        // The next run removes what this one cannot.
        let _ = tree::remove_leftover(door, &target.stage);
        error.needing(published.bytes)
    })?;
    door.sync_folder(&target.parent)?;
    if let (Some(old), Some(way)) = (old, way) {
        let aside = match way {
            Way::Exchange => &target.stage,
            Way::TwoRenames => &target.old,
        };
        published.atomic = way == Way::Exchange;
        let removed = tree::remove(door, aside, old);
        published.leftover = removed.err().map(|_| aside.clone());
    }
    Ok(published)
}
