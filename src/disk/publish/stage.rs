//! Builds the new tree beside the old one.

use super::door::{Door, Modes};
use super::plan::Plan;
use super::target::Target;
use super::tree::by_depth;
use super::{MANIFEST, PublishError};
use crate::disk::system::{self, FOLDER_MODE};
use crate::disk::walk::Kind;
use rayon::prelude::*;
use std::path::Path;

/// Makes the folder `stage` and fills it as planned, down to the disk itself.
///
/// The stage is made anew and nobody else knows of it, so no file can be written through
/// something that was planted there.
pub(super) fn fill(
    door: &Door<'_>,
    target: &Target,
    stage: &Path,
    plan: &Plan<'_>,
    manifest: &[u8],
) -> Result<(), PublishError> {
    door.make_folder(stage, Modes::Exact)?;
    let modes = match door.look(stage)? {
        Some(metadata) if system::mode(&metadata) == FOLDER_MODE => Modes::Exact,
        _ => {
            door.set_mode(stage, FOLDER_MODE)?;
            Modes::Set
        }
    };
    // First of all, so that what a killed run leaves is known to be ours.
    door.write(&stage.join(MANIFEST), manifest, modes)?;
    for level in by_depth(plan.folders.iter().copied()) {
        level
            .into_par_iter()
            .try_for_each(|folder| door.make_folder(&stage.join(folder), modes))?;
    }
    plan.write
        .par_iter()
        .try_for_each(|(path, output)| door.write(&stage.join(path), output.bytes(), modes))?;
    plan.keep.par_iter().try_for_each(|(path, output)| {
        let linked = door.link(&target.output.join(path), &stage.join(path));
        // Links can be forbidden, too many, or unknown to the file system.
        linked.or_else(|_| door.write(&stage.join(path), output.bytes(), modes))
    })?;
    plan.foreign.par_iter().try_for_each(|(path, kind)| {
        carry_over(door, &target.output.join(path), &stage.join(path), *kind)
    })?;
    // Last, because a folder's mode can forbid to put anything into it; and the inner ones
    // first, because it can forbid to enter.
    for (folder, &mode) in plan.foreign_folders.iter().rev() {
        if mode != FOLDER_MODE {
            door.set_mode(&stage.join(folder), mode)?;
        }
    }
    door.sync(stage)
}

fn carry_over(door: &Door<'_>, from: &Path, to: &Path, kind: Kind) -> Result<(), PublishError> {
    door.link(from, to).or_else(|_| door.copy(from, to, kind))
}
