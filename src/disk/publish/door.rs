//! Every operation of the publisher, each announced to the [`Disk`] first.
#![expect(
    clippy::disallowed_methods,
    reason = "disk is the door to the file system"
)]

use super::{Left, Needed, PublishError};
use crate::disk::operation::{Disk, Operation};
use crate::disk::system::{self, FILE_MODE};
use crate::disk::walk::{self, Kind};
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The publisher's way to the disk.
pub(super) struct Door<'a>(pub(super) &'a dyn Disk);

/// Whether what we make gets the permissions that we ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Modes {
    /// It does.
    Exact,
    /// A umask or an access list takes some away; they must be set afterwards.
    Set,
}

impl Door<'_> {
    /// Does one operation, unless the disk fails it.
    pub(super) fn attempt<T>(
        &self,
        operation: Operation,
        path: &Path,
        act: impl FnOnce() -> io::Result<T>,
    ) -> Result<T, PublishError> {
        self.0
            .before(operation, path)
            .and_then(|()| act())
            .map_err(|source| PublishError::Io {
                operation,
                path: path.to_owned(),
                needed: Needed {
                    is_files: source.kind() == io::ErrorKind::StorageFull
                        && self.0.lacks_inodes(path),
                    ..Needed::default()
                },
                source,
                left: Left::Old,
            })
    }

    /// The absolute path, without links, of what exists at `path`.
    pub(super) fn resolve(&self, path: &Path) -> Result<Option<PathBuf>, PublishError> {
        self.attempt(Operation::Look, path, || match fs::canonicalize(path) {
            Ok(path) => Ok(Some(path)),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(error),
        })
    }

    /// What lies at `path`, if anything does. A link is not followed.
    pub(super) fn look(&self, path: &Path) -> Result<Option<Metadata>, PublishError> {
        self.attempt(Operation::Look, path, || match fs::symlink_metadata(path) {
            Ok(metadata) => Ok(Some(metadata)),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(error),
        })
    }

    /// What is in a folder, by name.
    pub(super) fn list(&self, folder: &Path) -> Result<Vec<(OsString, Kind)>, PublishError> {
        self.attempt(Operation::List, folder, || walk::list(folder))
    }

    /// All bytes of a file.
    pub(super) fn read(&self, path: &Path) -> Result<Vec<u8>, PublishError> {
        self.attempt(Operation::Read, path, || {
            let mut bytes = Vec::new();
            system::open(path)?.read_to_end(&mut bytes)?;
            Ok(bytes)
        })
    }

    /// Whether a file is as we would write it: these bytes, this mode.
    pub(super) fn is_file_with(&self, path: &Path, bytes: &[u8]) -> Result<bool, PublishError> {
        self.attempt(Operation::Read, path, || match system::open(path) {
            // Its mode is not ours, so it will be written again.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(false),
            file => {
                let mut file = file?;
                let metadata = file.metadata()?;
                let alike = metadata.is_file()
                    && metadata.len() == bytes.len() as u64
                    && system::mode(&metadata) == FILE_MODE;
                Ok(alike && reads_as(&mut file, bytes)?)
            }
        })
    }

    pub(super) fn make_folder(&self, path: &Path, modes: Modes) -> Result<(), PublishError> {
        self.attempt(Operation::MakeFolder, path, || system::make_folder(path))?;
        match modes {
            Modes::Exact => Ok(()),
            Modes::Set => self.set_mode(path, system::FOLDER_MODE),
        }
    }

    /// Writes a file that must not exist yet.
    pub(super) fn write(
        &self,
        path: &Path,
        bytes: &[u8],
        modes: Modes,
    ) -> Result<(), PublishError> {
        let mut file = self.attempt(Operation::Create, path, || system::create(path))?;
        self.attempt(Operation::Write, path, || file.write_all(bytes))?;
        match modes {
            Modes::Exact => Ok(()),
            Modes::Set => self.set_mode(path, FILE_MODE),
        }
    }

    /// Gives what lies at `from` the name `to` as well. A link itself, not where it leads.
    pub(super) fn link(&self, from: &Path, to: &Path) -> Result<(), PublishError> {
        self.attempt(Operation::Link, to, || fs::hard_link(from, to))
    }

    /// Copies a file with its mode, or a link as a link.
    pub(super) fn copy(&self, from: &Path, to: &Path, kind: Kind) -> Result<(), PublishError> {
        self.attempt(Operation::Copy, to, || match kind {
            Kind::File => fs::copy(from, to).map(drop),
            Kind::Link => system::copy_link(from, to),
            Kind::Folder | Kind::Special => Err(io::ErrorKind::Unsupported.into()),
        })
    }

    pub(super) fn set_mode(&self, path: &Path, mode: u32) -> Result<(), PublishError> {
        self.attempt(Operation::SetMode, path, || system::set_mode(path, mode))
    }

    /// Brings everything written so far to the disk itself.
    pub(super) fn sync(&self, folder: &Path) -> Result<(), PublishError> {
        self.attempt(Operation::Sync, folder, || system::sync(folder))
    }

    pub(super) fn sync_folder(&self, folder: &Path) -> Result<(), PublishError> {
        self.attempt(Operation::SyncFolder, folder, || {
            system::sync_folder(folder)
        })
    }

    pub(super) fn exchange(&self, a: &Path, b: &Path) -> Result<(), PublishError> {
        self.attempt(Operation::Exchange, b, || system::exchange(a, b))
    }

    /// Renames a folder to a name that is free: the system takes no other, as a folder
    /// replaces neither a file nor a link nor a folder with anything in it. Or gives a file the
    /// place of another, or of a link, which is not followed.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> Result<(), PublishError> {
        self.attempt(Operation::Rename, to, || fs::rename(from, to))
    }

    pub(super) fn remove_file(&self, path: &Path) -> Result<(), PublishError> {
        self.attempt(Operation::RemoveFile, path, || fs::remove_file(path))
    }

    /// Removes an empty folder.
    pub(super) fn remove_folder(&self, path: &Path) -> Result<(), PublishError> {
        self.attempt(Operation::RemoveFolder, path, || fs::remove_dir(path))
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Whether the rest of a file is `expected`. Stops at the first difference.
fn reads_as(file: &mut impl Read, mut expected: &[u8]) -> io::Result<bool> {
    let mut chunk = [0; 16 * 1024];
    while !expected.is_empty() {
        let length = expected.len().min(chunk.len());
        let read = match file.read(&mut chunk[..length]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let (now, later) = expected.split_at(read);
        if read == 0 || chunk[..read] != *now {
            return Ok(false);
        }
        expected = later;
    }
    Ok(true)
}
