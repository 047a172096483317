//! Replaces the files of the output folder one by one, where the folder itself cannot be moved.
//!
//! First all new files are written to a folder inside of the output, down to the disk. Then they
//! take their places: what pages load first, then the pages, then what lists the pages; and at
//! last what is no longer of the site goes away. So no page is ever shown whose picture or style
//! is missing. Each file is the old one or the new one at every instant, but for some time the
//! site is a mixture of both.
//!
//! Before the first file takes its place, a manifest does that names the files of both sites: a
//! run that is killed in the middle leaves a folder that is ours, and the next one goes on.

use super::door::{Door, Modes};
use super::plan::Plan;
use super::survey::Existing;
use super::target::Target;
use super::tree::{self, ancestors, by_depth};
use super::{Left, MANIFEST, PublishError};
use crate::disk::system::FOLDER_MODE;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The manifest of both sites, until it takes its place.
const BOTH: &str = "both.json";

/// Makes the output hold what is planned. `manifests` are that of both sites and that of the new
/// one.
///
/// # Errors
/// When the machine fails. Until the first file takes its place, the output is as it was.
pub(super) fn replace(
    door: &Door<'_>,
    target: &Target,
    plan: &Plan<'_>,
    existing: &Existing,
    manifests: [&[u8]; 2],
) -> Result<(), PublishError> {
    let inside = target.inside();
    let manifest = target.output.join(MANIFEST);
    let begun = write(door, target, plan, existing, manifests)
        .and_then(|()| door.rename(&inside.join(BOTH), &manifest));
    if let Err(error) = begun {
        let _ = tree::remove_leftover(door, &inside);
        return Err(error);
    }
    let mixed = |error: PublishError| error.leaving(Left::Mixed);
    put(door, target, plan, existing)
        .and_then(|()| door.rename(&inside.join(MANIFEST), &manifest))
        .map_err(mixed)?;
    let unconfirmed = |error: PublishError| error.leaving(Left::New);
    door.remove_folder(&inside)
        .and_then(|()| door.sync(&target.output))
        .map_err(unconfirmed)
}

/// Writes all that is new to the folder inside of the output.
fn write(
    door: &Door<'_>,
    target: &Target,
    plan: &Plan<'_>,
    existing: &Existing,
    [both, new]: [&[u8]; 2],
) -> Result<(), PublishError> {
    let inside = target.inside();
    if existing.tree.mode != FOLDER_MODE {
        door.set_mode(&target.output, FOLDER_MODE)?;
    }
    door.make_folder(&inside, Modes::Set)?;
    // First of all, so that what a killed run leaves is known to be ours.
    door.write(&inside.join(MANIFEST), new, Modes::Set)?;
    door.write(&inside.join(BOTH), both, Modes::Set)?;
    plan.write
        .par_iter()
        .enumerate()
        .try_for_each(|(number, (_, output))| {
            door.write(&waiting(&inside, number), output.bytes(), Modes::Set)
        })?;
    door.sync(&inside)
}

/// Where a new file waits, by its number among them.
fn waiting(inside: &Path, number: usize) -> PathBuf {
    inside.join(number.to_string())
}

/// Puts the new files in their places and removes the stale ones.
fn put(
    door: &Door<'_>,
    target: &Target,
    plan: &Plan<'_>,
    existing: &Existing,
) -> Result<(), PublishError> {
    let output = &target.output;
    let stale_folders: BTreeSet<&OsStr> = existing
        .tree
        .folders
        .keys()
        .map(|folder| folder.as_os_str())
        .filter(|folder| !plan.folders.contains(folder))
        .collect();
    let Blocked { files, folders } = Blocked::by(plan, &stale_folders);
    mend_modes(door, output, plan, existing)?;
    remove(door, output, &files, &folders)?;
    make_folders(door, output, plan, existing)?;

    for turn in [Turn::Loaded, Turn::Page, Turn::List] {
        plan.write
            .par_iter()
            .enumerate()
            .filter(|(_, (path, _))| Turn::of(path) == turn)
            .try_for_each(|(number, (path, _))| {
                door.rename(&waiting(&target.inside(), number), &output.join(path))
            })?;
    }
    // Nothing goes away before what takes its place is on the disk.
    door.sync(output)?;
    let rest = plan.stale.iter().filter(|path| !files.contains(*path));
    let rest = rest.copied().collect();
    remove(door, output, &rest, &(&stale_folders - &folders))
}

/// When a file takes its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// Before the pages, which may load it.
    Loaded,
    Page,
    /// After the pages that it names.
    List,
}

impl Turn {
    fn of(path: &OsStr) -> Self {
        match Path::new(path).extension().and_then(OsStr::to_str) {
            Some("html") => Self::Page,
            Some("xml" | "txt") => Self::List,
            _ => Self::Loaded,
        }
    }
}

/// What is stale and in the way: of a folder or a file that is to be there.
#[derive(Debug, Default)]
struct Blocked<'a> {
    files: BTreeSet<&'a OsStr>,
    folders: BTreeSet<&'a OsStr>,
}

impl<'a> Blocked<'a> {
    fn by(plan: &Plan<'a>, stale_folders: &BTreeSet<&'a OsStr>) -> Self {
        let written: BTreeSet<&OsStr> = plan.write.iter().map(|(path, _)| *path).collect();
        let below = |path: &OsStr| ancestors(path).any(|folder| written.contains(folder));
        let files = plan.stale.iter().copied();
        let folders = stale_folders.iter().copied();
        Self {
            files: files
                .filter(|path| plan.folders.contains(path) || below(path))
                .collect(),
            folders: folders
                .filter(|folder| written.contains(folder) || below(folder))
                .collect(),
        }
    }
}

/// Removes files, and then folders, the inner ones first.
fn remove(
    door: &Door<'_>,
    output: &Path,
    files: &BTreeSet<&OsStr>,
    folders: &BTreeSet<&OsStr>,
) -> Result<(), PublishError> {
    files
        .par_iter()
        .try_for_each(|path| door.remove_file(&output.join(path)))?;
    for level in by_depth(folders.iter().copied()).into_iter().rev() {
        level
            .into_par_iter()
            .try_for_each(|folder| door.remove_folder(&output.join(folder)))?;
    }
    Ok(())
}

/// Gives the folders of ours their mode: another can forbid to change what is in them.
fn mend_modes(
    door: &Door<'_>,
    output: &Path,
    plan: &Plan<'_>,
    existing: &Existing,
) -> Result<(), PublishError> {
    let folders = existing.tree.folders.iter();
    let mut folders = folders.filter(|(folder, mode)| {
        **mode != FOLDER_MODE && !plan.foreign_folders.contains_key(folder.as_os_str())
    });
    folders.try_for_each(|(folder, _)| door.set_mode(&output.join(folder), FOLDER_MODE))
}

/// Makes the folders that are missing.
fn make_folders(
    door: &Door<'_>,
    output: &Path,
    plan: &Plan<'_>,
    existing: &Existing,
) -> Result<(), PublishError> {
    let missing = |folder: &&OsStr| !existing.tree.folders.contains_key(*folder);
    for level in by_depth(plan.folders.iter().copied().filter(missing)) {
        level
            .into_par_iter()
            .try_for_each(|folder| door.make_folder(&output.join(folder), Modes::Set))?;
    }
    Ok(())
}
