//! Which folder is published to, and which never is.

use super::door::Door;
use super::tree;
use super::{MANIFEST, PublishError, PublishOptions, Refusal};
use crate::disk::system;
use crate::path::canonical;
use std::ffi::{OsStr, OsString};
use std::fs::Metadata;
use std::path::{Path, PathBuf};

/// What lies in the folder of a site and is never replaced, and nothing in it either.
const SOURCES: [&str; 5] = [".git", "content", "site.toml", "src", "themes"];

/// An output folder and its three neighbours. All paths are absolute and without links.
#[derive(Debug)]
pub(super) struct Target {
    /// The output folder.
    pub(super) output: PathBuf,
    /// What contains it.
    pub(super) parent: PathBuf,
    /// Where the new tree is made.
    pub(super) stage: PathBuf,
    /// Where the old tree waits if the two cannot be exchanged in one step.
    pub(super) old: PathBuf,
    /// The file that is locked.
    pub(super) lock: PathBuf,
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
        let path = path.ok_or_else(|| refuse(Refusal::NoParent))?;
        let root = door
            .resolve(&options.root)?
            .unwrap_or_else(|| options.root.clone());
        let mut forbidden = Vec::new();
        for folder in &options.forbidden {
            forbidden.extend(door.resolve(folder)?);
        }
        check_path(&path, &root, &forbidden).map_err(refuse)?;
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(refuse(Refusal::Forbidden));
        };
        let target = Self::named(parent, name);
        target.check_folder(door)?;
        Ok(target)
    }

    /// The refusal to replace this folder.
    pub(super) fn refuse(&self, refusal: Refusal) -> PublishError {
        PublishError::Refused {
            output: self.output.clone(),
            refusal,
        }
    }

    fn named(parent: &Path, name: &OsStr) -> Self {
        let neighbour = |end: &str| {
            let mut neighbour = OsString::from(".");
            neighbour.push(name);
            neighbour.push(end);
            parent.join(neighbour)
        };
        Self {
            output: parent.join(name),
            stage: neighbour(".next"),
            old: neighbour(".old"),
            lock: neighbour(".lock"),
            parent: parent.to_owned(),
        }
    }

    /// Looks whether what is at the place of the output could be ours.
    fn check_folder(&self, door: &Door<'_>) -> Result<(), PublishError> {
        let Some(parent) = door.look(&self.parent)?.filter(Metadata::is_dir) else {
            return Err(self.refuse(Refusal::NoParent));
        };
        let Some(output) = door.look(&self.output)? else {
            return Ok(());
        };
        if output.is_symlink() {
            return Err(self.refuse(Refusal::Link));
        }
        if !output.is_dir() {
            return Err(self.refuse(Refusal::NotFolder));
        }
        if !system::same_device(&output, &parent) {
            return Err(self.refuse(Refusal::MountPoint));
        }
        let is_ours = door.look(&self.output.join(MANIFEST))?.is_some()
            || door
                .list(&self.output)?
                .iter()
                .all(|(name, _)| tree::keeps_folder(name));
        if !is_ours {
            return Err(self.refuse(Refusal::NotOurs));
        }
        Ok(())
    }
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
