//! Which folder is published to, and which never is.

use super::door::Door;
use super::tree;
use super::{MANIFEST, PublishError, PublishOptions, Refusal};
use crate::disk::system;
pub(super) use crate::output::INSIDE;
use crate::path::canonical;
use std::ffi::{OsStr, OsString};
use std::fs::Metadata;
use std::path::{Path, PathBuf};

/// What lies in the folder of a site and is never replaced, and nothing in it either.
const SOURCES: [&str; 6] = [".annai", ".git", "content", "site.toml", "src", "themes"];

/// So many pairs of names there are for the new tree and the old one: a pair is taken out of use by
/// what another user has left there, and one user leaves no more than one.
const MAX_NEIGHBOURS: usize = 4;

/// An output folder and its neighbours. All paths are absolute and without links.
#[derive(Debug)]
pub(super) struct Target {
    /// The output folder.
    pub(super) output: PathBuf,
    /// What contains it.
    pub(super) parent: PathBuf,
    /// The file that is locked.
    pub(super) lock: PathBuf,
    /// Whether it is the folder in which a disk is mounted, which cannot be renamed.
    pub(super) is_mount: bool,
}

/// Where a publish works, beside the output folder.
#[derive(Debug)]
pub(super) struct Neighbours {
    /// Where the new tree is made.
    pub(super) stage: PathBuf,
    /// Where the old tree waits if the two cannot be exchanged in one step.
    pub(super) old: PathBuf,
}

impl Target {
    /// The folder to publish to. Touches nothing.
    ///
    /// # Errors
    /// A refusal when it must never be replaced.
    pub(super) fn choose(door: &Door<'_>, options: &PublishOptions) -> Result<Self, PublishError> {
        let refuse = |refusal| PublishError::Refused {
            output: options.output.clone(),
            refusal,
        };
        let path = place(door, options)?.ok_or_else(|| refuse(Refusal::NoParent))?;
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(refuse(Refusal::Forbidden));
        };
        let mut target = Self::named(parent, name);
        target.is_mount = target.check_folder(door)?;
        Ok(target)
    }

    /// The pairs of neighbours, in the order in which they are used.
    pub(super) fn neighbours(&self) -> impl DoubleEndedIterator<Item = Neighbours> {
        (1..=MAX_NEIGHBOURS).map(|number| {
            let end = if number == 1 {
                String::new()
            } else {
                format!("-{number}")
            };
            Neighbours {
                stage: self.neighbour(&format!(".next{end}")),
                old: self.neighbour(&format!(".old{end}")),
            }
        })
    }

    /// Where new files wait if the output folder cannot be exchanged: in itself, because no other
    /// folder need be on its disk.
    pub(super) fn inside(&self) -> PathBuf {
        self.output.join(INSIDE)
    }

    fn neighbour(&self, end: &str) -> PathBuf {
        let mut neighbour = OsString::from(".");
        neighbour.push(self.output.file_name().unwrap_or_default());
        neighbour.push(end);
        self.parent.join(neighbour)
    }

    /// The refusal to replace this folder.
    pub(super) fn refuse(&self, refusal: Refusal) -> PublishError {
        PublishError::Refused {
            output: self.output.clone(),
            refusal,
        }
    }

    fn named(parent: &Path, name: &OsStr) -> Self {
        let mut target = Self {
            output: parent.join(name),
            parent: parent.to_owned(),
            lock: PathBuf::new(),
            is_mount: false,
        };
        target.lock = target.neighbour(".lock");
        target
    }

    /// Looks whether what is at the place of the output could be ours, and tells whether a disk is
    /// mounted there.
    fn check_folder(&self, door: &Door<'_>) -> Result<bool, PublishError> {
        let Some(parent) = door.look(&self.parent)?.filter(Metadata::is_dir) else {
            return Err(self.refuse(Refusal::NoParent));
        };
        let Some(output) = door.look(&self.output)? else {
            return Ok(false);
        };
        if output.is_symlink() {
            return Err(self.refuse(Refusal::Link));
        }
        if !output.is_dir() {
            return Err(self.refuse(Refusal::NotFolder));
        }
        let is_mount = !system::same_device(&output, &parent);
        if door.look(&self.output.join(MANIFEST))?.is_some() {
            return Ok(is_mount);
        }
        let names = door.list(&self.output)?;
        let is_unused = |name: &OsStr| tree::keeps_folder(name) || name == INSIDE;
        if !names.iter().all(|(name, _)| is_unused(name)) {
            return Err(self.refuse(if is_mount {
                Refusal::MountPoint
            } else {
                Refusal::NotOurs
            }));
        }
        if !system::may_write(&self.output, &output) {
            return Err(self.refuse(Refusal::ReadOnly {
                owner: system::owner(&output),
                mode: system::mode(&output),
            }));
        }
        Ok(is_mount)
    }
}

/// Where the output folder is or is to be made: its absolute path without links. `None` where what
/// should contain it does not exist.
///
/// # Errors
/// A refusal when nothing may ever be published there.
pub(super) fn place(
    door: &Door<'_>,
    options: &PublishOptions,
) -> Result<Option<PathBuf>, PublishError> {
    // What these return knows no slash at the end, which would make the system follow a
    // link.
    let path = match (options.output.parent(), options.output.file_name()) {
        (Some(parent), Some(name)) if parent.as_os_str().is_empty() => door
            .resolve(Path::new("."))?
            .map(|parent| parent.join(name)),
        (Some(parent), Some(name)) => door.resolve(parent)?.map(|parent| parent.join(name)),
        // `/`, or `..` at the end.
        _ => door.resolve(&options.output)?,
    };
    let Some(path) = path else {
        return Ok(None);
    };
    let root = door
        .resolve(&options.root)?
        .unwrap_or_else(|| options.root.clone());
    let mut forbidden = Vec::new();
    for folder in &options.forbidden {
        forbidden.extend(door.resolve(folder)?);
    }
    check_path(&path, &root, &forbidden).map_err(|refusal| PublishError::Refused {
        output: options.output.clone(),
        refusal,
    })?;
    Ok(Some(path))
}

/// Judges an output folder by its path. All paths are absolute and without links.
fn check_path(output: &Path, root: &Path, forbidden: &[PathBuf]) -> Result<(), Refusal> {
    if root.starts_with(output) {
        return Err(Refusal::HoldsSite);
    }
    let contains_forbidden = forbidden.iter().any(|folder| folder.starts_with(output));
    if output.parent().is_none() || contains_forbidden {
        return Err(Refusal::Forbidden);
    }
    // Names are compared as the least careful file system does: where `Content` is another
    // folder than `content`, nothing is lost by not publishing to it.
    let first = output
        .strip_prefix(root)
        .ok()
        .and_then(|below| below.components().next());
    let is_source = first.is_some_and(|name| {
        let name = canonical(&name.as_os_str().to_string_lossy());
        SOURCES.contains(&name.as_str())
    });
    if is_source {
        return Err(Refusal::Sources);
    }
    Ok(())
}
