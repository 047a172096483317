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
//! Three things are not promised. A visitor may get one page of the old site and its next of
//! the new one. Where a file system cannot exchange two folders, two renames follow each
//! other, and for the time between them there is no output at all; a run that ends just then
//! is mended by the next one. And where the output folder cannot be moved at all, being a mount
//! point or of a lower layer, its files are replaced one by one: see [`in_place`].

mod door;
mod error;
mod in_place;
mod lock;
mod manifest;
mod plan;
mod stage;
mod survey;
mod swap;
mod target;
mod tree;

pub use error::{Left, Needed, PublishError, Refusal};
pub use manifest::MANIFEST;
pub(super) use manifest::listed;
pub use swap::Way;

use super::operation::Disk;
use crate::output::Outputs;
use door::{Door, Modes};
use lock::Lock;
use plan::Plan;
use std::path::PathBuf;
use survey::Existing;
use swap::Recovered;
use target::{Neighbours, Target};

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
    /// How the new site took the place of the old one.
    pub way: Way,
    /// The old site, or an older one, if it could not be removed; the next publish tries again.
    pub leftover: Option<PathBuf>,
}

/// Makes the output folder hold `outputs`, and what was in it that is not ours.
///
/// # Errors
/// - [`PublishError::Refused`] when it would be wrong to replace the folder;
/// - [`PublishError::Locked`] when another publisher is at work on it;
/// - [`PublishError::Io`] when the machine fails. It says what is then in the output folder.
pub fn publish(
    outputs: &Outputs,
    options: &PublishOptions,
    disk: &dyn Disk,
) -> Result<Published, PublishError> {
    let door = Door(disk);
    let target = Target::choose(&door, options)?;
    let lock = Lock::take(&door, &target.lock)?;
    let published = swap::recover(&door, &target)
        .and_then(|recovered| replace(&door, &target, recovered, outputs, &options.tool_version));
    drop(lock);
    published
}

/// Whether nothing may ever be published to the output folder, by where it is: sources lie there.
///
/// # Errors
/// As [`publish`].
pub fn check_place(options: &PublishOptions, disk: &dyn Disk) -> Result<(), PublishError> {
    target::place(&Door(disk), options).map(drop)
}

/// Whether a publish would be refused: all that [`publish`] looks at before it changes anything,
/// and no change.
///
/// # Errors
/// As [`publish`].
pub fn rehearse(
    outputs: &Outputs,
    options: &PublishOptions,
    disk: &dyn Disk,
) -> Result<(), PublishError> {
    let door = Door(disk);
    let target = Target::choose(&door, options)?;
    for beside in target.neighbours() {
        tree::check_leftover(&door, &beside.stage)?;
        tree::check_leftover(&door, &beside.old)?;
    }
    let existing = survey::survey(&door, &target)?.unwrap_or_default();
    plan::plan(outputs, &existing).map_err(|refusal| target.refuse(refusal))?;
    Ok(())
}

fn replace(
    door: &Door<'_>,
    target: &Target,
    recovered: Recovered,
    outputs: &Outputs,
    version: &str,
) -> Result<Published, PublishError> {
    let Recovered { beside, stuck } = recovered;
    let mut existing = survey::survey(door, target)?;
    if let Some(existing) = &mut existing {
        existing.compare(door, target, outputs)?;
    }
    let nothing = Existing::default();
    let plan = plan::plan(outputs, existing.as_ref().unwrap_or(&nothing))
        .map_err(|refusal| target.refuse(refusal))?;
    let manifest = manifest::render(outputs, version);
    let mut published = plan.outcome();
    published.leftover = stuck;
    if let Some(existing) = &existing
        && plan.is_done(existing)
        && existing.manifest == manifest
    {
        published.unchanged = true;
        return Ok(published);
    }

    let needing = |error: PublishError| error.needing(published.bytes, plan.new_files());
    let old = existing.as_ref();
    let moved = if target.is_mount {
        None
    } else {
        match move_there(door, target, &beside, &plan, &manifest, old) {
            Err(error) if error.is_fixed_in_place() => None,
            moved => Some(moved.map_err(needing)?),
        }
    };
    if let Some(way) = moved {
        let unconfirmed = |error: PublishError| error.leaving(Left::New);
        door.sync_folder(&target.parent).map_err(unconfirmed)?;
        let left = old.and_then(|old| remove_old(door, &beside, way, old));
        published.leftover = left.or(published.leftover);
        published.way = way;
    } else {
        if old.is_none() {
            door.make_folder(&target.output, Modes::Set)
                .map_err(needing)?;
        }
        let old = old.unwrap_or(&nothing);
        let both = manifest::render_both(outputs, &old.listed, version);
        in_place::replace(door, target, &plan, old, [&both, &manifest]).map_err(needing)?;
        published.way = Way::FileByFile;
    }
    Ok(published)
}

/// Makes the new tree beside the old one, if there is one, and moves it to its place.
fn move_there(
    door: &Door<'_>,
    target: &Target,
    beside: &Neighbours,
    plan: &Plan<'_>,
    manifest: &[u8],
    old: Option<&Existing>,
) -> Result<Way, PublishError> {
    let moved = stage::fill(door, target, &beside.stage, plan, manifest).and_then(|()| match old {
        Some(_) => swap::exchange(door, target, beside),
        None => door
            .rename(&beside.stage, &target.output)
            .map(|()| Way::Exchange),
    });
    if moved.is_err() {
        // The next run removes what this one cannot.
        let _ = tree::remove_leftover(door, &beside.stage);
    }
    moved
}

/// Removes the old tree from where the new one has left it; tells where it is if it stays.
fn remove_old(door: &Door<'_>, beside: &Neighbours, way: Way, old: &Existing) -> Option<PathBuf> {
    let aside = match way {
        Way::TwoRenames => &beside.old,
        Way::Exchange | Way::FileByFile => &beside.stage,
    };
    let removed = tree::remove(door, aside, &old.tree);
    removed.err().map(|_| aside.clone())
}
