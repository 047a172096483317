//! A tree of files on the disk: its listing, and its removal.

use super::door::Door;
use super::{MANIFEST, PublishError, Refusal};
use crate::disk::system;
use crate::disk::walk::{self, Kind};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::Path;

/// What is below a folder, by path, with `/` between the parts.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Everything but folders and the manifest.
    pub(super) files: BTreeMap<OsString, Kind>,
    /// The folders with their modes.
    pub(super) folders: BTreeMap<OsString, u32>,
    /// The mode of the folder itself.
    pub(super) mode: u32,
    /// What lies where the manifest belongs.
    pub(super) manifest: Option<Kind>,
}

impl Tree {
    /// Lists the folder `base`.
    pub(super) fn list(door: &Door<'_>, base: &Path) -> Result<Self, PublishError> {
        let mut tree = Self {
            mode: mode(door, base)?,
            ..Self::default()
        };
        for item in walk::by_level(OsString::new(), |folder| open(door, base, folder))? {
            match item {
                Item::Folder(path, mode) => drop(tree.folders.insert(path, mode)),
                Item::Other(path, kind) if path == MANIFEST => tree.manifest = Some(kind),
                Item::Other(path, kind) => drop(tree.files.insert(path, kind)),
            }
        }
        Ok(tree)
    }

    /// Whether there is nothing in it at all.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.folders.is_empty() && self.manifest.is_none()
    }

    /// Whether there is nothing in it, or only the file by which a version control keeps an
    /// empty folder.
    pub(super) fn is_unused(&self) -> bool {
        let kept = self.files.keys().all(|path| keeps_folder(path));
        kept && self.folders.is_empty() && self.manifest.is_none()
    }
}

/// Whether a file of that name is how a version control keeps an empty folder.
pub(super) fn keeps_folder(name: &OsStr) -> bool {
    name == ".gitignore" || name == ".gitkeep"
}

enum Item {
    Folder(OsString, u32),
    Other(OsString, Kind),
}

/// What is in one folder of a tree, and which folders are.
fn open(
    door: &Door<'_>,
    base: &Path,
    folder: &OsString,
) -> Result<(Vec<Item>, Vec<OsString>), PublishError> {
    let mut items = Vec::new();
    let mut folders = Vec::new();
    for (name, kind) in door.list(&base.join(folder))? {
        let path = below(folder, &name);
        if kind == Kind::Folder {
            items.push(Item::Folder(path.clone(), mode(door, &base.join(&path))?));
            folders.push(path);
        } else {
            items.push(Item::Other(path, kind));
        }
    }
    Ok((items, folders))
}

fn below(folder: &OsStr, name: &OsStr) -> OsString {
    let mut path = OsString::with_capacity(folder.len() + 1 + name.len());
    if !folder.is_empty() {
        path.push(folder);
        path.push("/");
    }
    path.push(name);
    path
}

fn mode(door: &Door<'_>, folder: &Path) -> Result<u32, PublishError> {
    let metadata = door.look(folder)?;
    Ok(metadata.map_or(0, |metadata| system::mode(&metadata)))
}

/// The folders that contain a path, the nearest first.
pub(super) fn ancestors(path: &OsStr) -> impl Iterator<Item = &OsStr> {
    let above = Path::new(path).ancestors().skip(1).map(Path::as_os_str);
    above.take_while(|folder| !folder.is_empty())
}

/// Folders by their depth, the ones at the top first: those of one depth can be made or
/// removed in parallel.
pub(super) fn by_depth<'a>(folders: impl IntoIterator<Item = &'a OsStr>) -> Vec<Vec<&'a OsStr>> {
    let mut levels: Vec<Vec<&OsStr>> = Vec::new();
    for folder in folders {
        let slashes = folder.as_encoded_bytes().iter().filter(|&&b| b == b'/');
        let depth = slashes.count();
        if levels.len() <= depth {
            levels.resize_with(depth + 1, Vec::new);
        }
        levels[depth].push(folder);
    }
    levels
}

/// What a folder allows its owner that can be listed and emptied.
const CHANGEABLE: u32 = 0o700;

/// Removes what `tree` lists of the folder `base`, and then the folder. What was put there
/// after the listing is spared, and makes this fail.
///
/// The manifest goes last: a removal that is interrupted leaves a folder that is known to
/// be ours.
pub(super) fn remove(door: &Door<'_>, base: &Path, tree: &Tree) -> Result<(), PublishError> {
    let base_mode = [(OsStr::new(""), tree.mode)];
    let folders = tree.folders.iter();
    let folders = folders.map(|(folder, mode)| (folder.as_os_str(), *mode));
    for (folder, mode) in base_mode.into_iter().chain(folders) {
        if mode & CHANGEABLE != CHANGEABLE {
            door.set_mode(&base.join(folder), system::FOLDER_MODE)?;
        }
    }
    let files: Vec<&OsString> = tree.files.keys().collect();
    files
        .into_par_iter()
        .try_for_each(|path| door.remove_file(&base.join(path)))?;
    let levels = by_depth(tree.folders.keys().map(OsString::as_os_str));
    for level in levels.into_iter().rev() {
        level
            .into_par_iter()
            .try_for_each(|path| door.remove_folder(&base.join(path)))?;
    }
    if tree.manifest.is_some() {
        door.remove_file(&base.join(MANIFEST))?;
    }
    door.remove_folder(base)
}

/// What a run that was killed left at `path`, if anything.
///
/// # Errors
/// A refusal when it does not come from us: we only ever leave a folder that is empty or
/// carries a manifest.
pub(super) fn leftover(door: &Door<'_>, path: &Path) -> Result<Option<Tree>, PublishError> {
    let Some(metadata) = door.look(path)? else {
        return Ok(None);
    };
    if metadata.is_dir() {
        let mode = system::mode(&metadata);
        if mode & CHANGEABLE != CHANGEABLE {
            door.set_mode(path, mode | CHANGEABLE)?;
        }
        let tree = Tree::list(door, path)?;
        if tree.manifest == Some(Kind::File) || tree.is_empty() {
            return Ok(Some(tree));
        }
        if mode & CHANGEABLE != CHANGEABLE {
            door.set_mode(path, mode)?;
        }
    }
    Err(not_ours(path))
}

/// Looks whether what is at `path`, if anything, could have been left by us. Changes nothing.
///
/// # Errors
/// A refusal when it does not come from us.
pub(super) fn check_leftover(door: &Door<'_>, path: &Path) -> Result<(), PublishError> {
    let Some(metadata) = door.look(path)? else {
        return Ok(());
    };
    let names = if metadata.is_dir() {
        door.list(path)?
    } else {
        return Err(not_ours(path));
    };
    let is_ours = names.is_empty() || names.contains(&(MANIFEST.into(), Kind::File));
    is_ours.then_some(()).ok_or_else(|| not_ours(path))
}

fn not_ours(path: &Path) -> PublishError {
    PublishError::Refused {
        output: path.to_owned(),
        refusal: Refusal::Neighbour(path.to_owned()),
    }
}

/// Removes what a run that was killed left at `path`, if anything.
///
/// # Errors
/// As [`leftover`], and when it cannot be removed: it may belong to another user.
pub(super) fn remove_leftover(door: &Door<'_>, path: &Path) -> Result<(), PublishError> {
    match leftover(door, path)? {
        Some(tree) => remove(door, path, &tree),
        None => Ok(()),
    }
}
