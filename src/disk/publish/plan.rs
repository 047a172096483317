//! What a publish has to do. Pure: everything there is to know is in its arguments.

use super::survey::Existing;
use super::swap::Way;
use super::target::INSIDE;
use super::tree::ancestors;
use super::{MANIFEST, Published, Refusal};
use crate::disk::system::FOLDER_MODE;
use crate::disk::walk::Kind;
use crate::output::{Output, Outputs};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// How the new tree comes about.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// The folders of the new tree.
    pub(super) folders: BTreeSet<&'a OsStr>,
    /// The files that are new or have changed.
    pub(super) write: Vec<(&'a OsStr, &'a Output)>,
    /// The files that stay as they are.
    pub(super) keep: Vec<(&'a OsStr, &'a Output)>,
    /// What is not ours, and stays.
    pub(super) foreign: Vec<(&'a OsStr, Kind)>,
    /// The folders that are not ours, and stay, with their modes.
    pub(super) foreign_folders: BTreeMap<&'a OsStr, u32>,
    /// The files of ours that go away.
    pub(super) stale: Vec<&'a OsStr>,
}

/// Compares what is to be with what is.
///
/// # Errors
/// When the outputs contradict each other, or something that is not ours is in their way.
pub(super) fn plan<'a>(outputs: &'a Outputs, existing: &'a Existing) -> Result<Plan<'a>, Refusal> {
    let wanted: BTreeMap<&OsStr, &Output> = outputs
        .iter()
        .map(|(path, output)| (OsStr::new(path.as_str()), output))
        .collect();
    let mut plan = Plan {
        folders: folders_of(wanted.keys().copied()),
        ..Plan::default()
    };
    check_outputs(&wanted, &plan.folders)?;
    plan.sort_files(&wanted, existing)?;
    plan.sort_folders(&wanted, existing)?;
    for (path, output) in wanted {
        if existing.same.contains(path) {
            plan.keep.push((path, output));
        } else {
            plan.write.push((path, output));
        }
    }
    Ok(plan)
}

impl<'a> Plan<'a> {
    /// Whether the existing tree needs no change, its manifest apart.
    pub(super) fn is_done(&self, existing: &Existing) -> bool {
        let folders = &existing.tree.folders;
        let well_set = |(folder, mode): (&OsString, &u32)| {
            *mode == FOLDER_MODE || self.foreign_folders.contains_key(folder.as_os_str())
        };
        self.write.is_empty()
            && self.stale.is_empty()
            && existing.tree.mode == FOLDER_MODE
            && self.folders.iter().copied().eq(folders.keys())
            && folders.iter().all(well_set)
    }

    /// How many files and folders there are to be made, whatever can be linked.
    pub(super) fn new_files(&self) -> u64 {
        let manifest_and_stage = 2;
        (self.write.len() + self.folders.len() + manifest_and_stage) as u64
    }

    /// What will have been done.
    pub(super) fn outcome(&self) -> Published {
        let bytes = self.write.iter().map(|(_, output)| output.bytes().len());
        Published {
            written: self.write.len(),
            kept: self.keep.len(),
            removed: self.stale.len(),
            foreign: self.foreign.len(),
            bytes: bytes.map(|length| length as u64).sum(),
            unchanged: false,
            way: Way::Exchange,
            leftover: None,
        }
    }

    /// Tells our files from those of others.
    fn sort_files(
        &mut self,
        wanted: &BTreeMap<&OsStr, &Output>,
        existing: &'a Existing,
    ) -> Result<(), Refusal> {
        for (path, &kind) in &existing.tree.files {
            let ours = kind == Kind::File && existing.listed.contains(path);
            let is_wanted = wanted.contains_key(path.as_os_str());
            match (ours, is_wanted) {
                (true, true) => {}
                (true, false) => self.stale.push(path),
                (false, true) => return Err(Refusal::Foreign(PathBuf::from(path))),
                (false, false) => self.foreign.push((path, kind)),
            }
        }
        // Before their folders join those of the outputs.
        for (path, _) in &self.foreign {
            let blocks = self.folders.contains(path);
            if blocks || ancestors(path).any(|folder| wanted.contains_key(folder)) {
                return Err(Refusal::Foreign(PathBuf::from(path)));
            }
        }
        let folders = folders_of(self.foreign.iter().map(|(path, _)| *path));
        self.folders.extend(folders);
        Ok(())
    }

    /// Tells the folders that came about by our files from those of others.
    fn sort_folders(
        &mut self,
        wanted: &BTreeMap<&OsStr, &Output>,
        existing: &'a Existing,
    ) -> Result<(), Refusal> {
        let ours = folders_of(existing.listed.iter().map(OsString::as_os_str));
        for (folder, &mode) in &existing.tree.folders {
            if ours.contains(folder.as_os_str()) {
                continue;
            }
            let in_the_way = wanted.contains_key(folder.as_os_str());
            if in_the_way || ancestors(folder).any(|above| wanted.contains_key(above)) {
                return Err(Refusal::Foreign(PathBuf::from(folder)));
            }
            self.foreign_folders.insert(folder, mode);
            self.folders.insert(folder);
            self.folders.extend(ancestors(folder));
        }
        Ok(())
    }
}

/// Every folder that these files need.
fn folders_of<'a>(files: impl IntoIterator<Item = &'a OsStr>) -> BTreeSet<&'a OsStr> {
    let mut folders = BTreeSet::new();
    for file in files {
        for folder in ancestors(file) {
            if !folders.insert(folder) {
                break;
            }
        }
    }
    folders
}

fn check_outputs(
    wanted: &BTreeMap<&OsStr, &Output>,
    folders: &BTreeSet<&OsStr>,
) -> Result<(), Refusal> {
    for name in [MANIFEST, INSIDE] {
        let path = OsStr::new(name);
        if wanted.contains_key(path) || folders.contains(path) {
            return Err(Refusal::Reserved(name));
        }
    }
    match folders.iter().find(|folder| wanted.contains_key(**folder)) {
        Some(both) => Err(Refusal::FileAndFolder(both.to_string_lossy().into_owned())),
        None => Ok(()),
    }
}
