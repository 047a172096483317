//! What is in the output folder before a publish.

use super::door::Door;
use super::target::Target;
use super::tree::Tree;
use super::{MANIFEST, PublishError, Refusal, manifest};
use crate::disk::walk::Kind;
use crate::output::{Output, Outputs};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};

/// An output folder as it stands.
#[derive(Debug, Default)]
pub(super) struct Existing {
    /// What is in it.
    pub(super) tree: Tree,
    /// The files that are exactly what they are to become.
    pub(super) same: BTreeSet<OsString>,
    /// The files that its manifest lists.
    pub(super) listed: BTreeSet<OsString>,
    /// The bytes of its manifest; none if there is none.
    pub(super) manifest: Vec<u8>,
}

/// Looks at the output folder, if it exists.
///
/// # Errors
/// A refusal when there is something in it, but no manifest that could be ours.
pub(super) fn survey(door: &Door<'_>, target: &Target) -> Result<Option<Existing>, PublishError> {
    if door.look(&target.output)?.is_none() {
        return Ok(None);
    }
    let tree = Tree::list(door, &target.output)?;
    if tree.is_unused() {
        return Ok(Some(Existing {
            tree,
            ..Existing::default()
        }));
    }
    match tree.manifest {
        Some(Kind::File) => {}
        Some(Kind::Folder | Kind::Link | Kind::Special) => {
            return Err(target.refuse(Refusal::Manifest));
        }
        None => return Err(target.refuse(Refusal::NotOurs)),
    }
    let manifest = door.read(&target.output.join(MANIFEST))?;
    let Some(listed) = manifest::listed(&manifest) else {
        return Err(target.refuse(Refusal::Manifest));
    };
    Ok(Some(Existing {
        tree,
        listed,
        manifest,
        ..Existing::default()
    }))
}

impl Existing {
    /// Compares the folder with what is to be in it: by content, because times tell nothing.
    pub(super) fn compare(
        &mut self,
        door: &Door<'_>,
        target: &Target,
        outputs: &Outputs,
    ) -> Result<(), PublishError> {
        if !self.listed.is_empty() {
            self.same = compare(door, target, &self.tree, outputs)?;
        }
        Ok(())
    }
}

/// The files that are exactly what they are to become.
fn compare(
    door: &Door<'_>,
    target: &Target,
    tree: &Tree,
    outputs: &Outputs,
) -> Result<BTreeSet<OsString>, PublishError> {
    let wanted: BTreeMap<&OsStr, &Output> = outputs
        .iter()
        .map(|(path, output)| (OsStr::new(path.as_str()), output))
        .collect();
    let pairs: Vec<(&OsString, &Output)> = tree
        .files
        .iter()
        .filter(|(_, kind)| **kind == Kind::File)
        .filter_map(|(path, _)| Some((path, *wanted.get(path.as_os_str())?)))
        .collect();
    pairs
        .into_par_iter()
        .filter_map(|(path, output)| {
            match door.is_file_with(&target.output.join(path), output.bytes()) {
                Ok(true) => Some(Ok(path.clone())),
                Ok(false) => None,
                Err(error) => Some(Err(error)),
            }
        })
        .collect()
}
