//! Puts the new tree in the place of the old one, and mends what a killed run left.

use super::PublishError;
use super::door::Door;
use super::target::Target;
use super::tree::{self, remove_leftover};
use crate::disk::system;

/// How a new tree took the place of an old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// In one step; the old tree is where the new one was made.
    Exchange,
    /// In two steps; the old tree is aside.
    TwoRenames,
}

/// Exchanges stage and output.
///
/// # Errors
/// When that fails; the output is then as it was.
pub(super) fn exchange(door: &Door<'_>, target: &Target) -> Result<Way, PublishError> {
    match door.exchange(&target.stage, &target.output) {
        Err(PublishError::Io { source, .. }) if system::cannot_exchange(&source) => {
            two_renames(door, target)?;
            Ok(Way::TwoRenames)
        }
        exchanged => exchanged.map(|()| Way::Exchange),
    }
}

fn two_renames(door: &Door<'_>, target: &Target) -> Result<(), PublishError> {
    door.rename(&target.output, &target.old)?;
    let renamed = door.rename(&target.stage, &target.output);
    if renamed.is_err() {
        // If this fails too, the next run does it.
        let _ = door.rename(&target.old, &target.output);
    }
    renamed
}

/// Mends what a run left that was killed: puts back the old tree if it was caught between
/// two renames, and removes its stage.
///
/// # Errors
/// A refusal when what bears such a name does not come from us.
pub(super) fn recover(door: &Door<'_>, target: &Target) -> Result<(), PublishError> {
    remove_leftover(door, &target.stage)?;
    match tree::leftover(door, &target.old)? {
        None => Ok(()),
        Some(_) if door.look(&target.output)?.is_none() => door.rename(&target.old, &target.output),
        Some(old) => tree::remove(door, &target.old, &old),
    }
}
