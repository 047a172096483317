//! Puts the new tree in the place of the old one, and mends what a killed run left.

use super::PublishError;
use super::door::Door;
use super::target::{Neighbours, Target};
use super::tree::{self, remove_leftover};
use crate::disk::system;
use std::path::PathBuf;

/// How a new tree took the place of an old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In one step.
    Exchange,
    /// In two steps, between which there was no output.
    TwoRenames,
    /// Its files one by one, because the folder cannot be moved.
    FileByFile,
}

/// Exchanges stage and output. The old tree is then where the new one was made, or aside.
///
/// # Errors
/// When that fails; the output is then as it was.
pub(super) fn exchange(
    door: &Door<'_>,
    target: &Target,
    beside: &Neighbours,
) -> Result<Way, PublishError> {
    match door.exchange(&beside.stage, &target.output) {
        Err(PublishError::Io { source, .. }) if system::cannot_exchange(&source) => {
            two_renames(door, target, beside)?;
            Ok(Way::TwoRenames)
        }
        exchanged => exchanged.map(|()| Way::Exchange),
    }
}

fn two_renames(door: &Door<'_>, target: &Target, beside: &Neighbours) -> Result<(), PublishError> {
    door.rename(&target.output, &beside.old)?;
    let renamed = door.rename(&beside.stage, &target.output);
    if renamed.is_err() {
        // If this fails too, the next run does it.
        let _ = door.rename(&beside.old, &target.output);
    }
    renamed
}

/// What there is to work with beside an output folder.
#[derive(Debug)]
pub(super) struct Recovered {
    /// Where to work: both places are free.
    pub(super) beside: Neighbours,
    /// What an earlier run has left and this one cannot remove.
    pub(super) stuck: Option<PathBuf>,
}

/// Mends what a run left that was killed: puts back the old tree if it was caught between
/// two renames, and removes its stage. What cannot be removed, because another user has made it,
/// keeps nobody from publishing: there are other names.
///
/// # Errors
/// A refusal when what bears such a name does not come from us; what the system says when nothing
/// can be removed.
pub(super) fn recover(door: &Door<'_>, target: &Target) -> Result<Recovered, PublishError> {
    put_back(door, target)?;
    remove_leftover(door, &target.inside())?;
    let mut free = None;
    let mut stuck: Option<(PathBuf, PublishError)> = None;
    for beside in target.neighbours() {
        match remove_both(door, &beside)? {
            None => free = free.or(Some(beside)),
            Some(kept) => {
                // What is put back one day is the last that there is.
                free = None;
                stuck = Some(kept);
            }
        }
    }
    match (free, stuck) {
        (None, Some((_, error))) => Err(error),
        (free, stuck) => Ok(Recovered {
            beside: free.expect("a pair is free where nothing is stuck"),
            stuck: stuck.map(|(path, _)| path),
        }),
    }
}

/// Puts back the old tree where a run was killed between two renames.
fn put_back(door: &Door<'_>, target: &Target) -> Result<(), PublishError> {
    if door.look(&target.output)?.is_some() {
        return Ok(());
    }
    for beside in target.neighbours().rev() {
        if tree::leftover(door, &beside.old)?.is_some() {
            return door.rename(&beside.old, &target.output);
        }
    }
    Ok(())
}

/// Removes what was left in a pair of places; tells which cannot be removed, and why.
///
/// # Errors
/// A refusal when what is there does not come from us.
fn remove_both(
    door: &Door<'_>,
    beside: &Neighbours,
) -> Result<Option<(PathBuf, PublishError)>, PublishError> {
    for path in [&beside.stage, &beside.old] {
        match remove_leftover(door, path) {
            Err(error @ PublishError::Io { .. }) => return Ok(Some((path.clone(), error))),
            removed => removed?,
        }
    }
    Ok(None)
}
