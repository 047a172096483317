//! One publisher at a time.

use super::PublishError;
use super::door::Door;
use crate::disk::operation::Operation;
use crate::disk::system;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The lock on an output folder, for as long as it lives.
///
/// The system holds it, not the file: when a publisher dies, its lock is gone, and the file
/// that stays behind means nothing.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock at `path`, without waiting for it.
    ///
    /// # Errors
    /// [`PublishError::Locked`] when somebody else has it.
    pub(super) fn take(door: &Door<'_>, path: &Path) -> Result<Self, PublishError> {
        loop {
            let Some(file) = door.attempt(Operation::Lock, path, || try_lock(path))? else {
                return Err(PublishError::Locked {
                    lock: path.to_owned(),
                });
            };
            // Whoever had the lock may have removed the file between our opening and our
            // locking it; then somebody else can lock a new one.
            if door.attempt(Operation::Lock, path, || system::is_at(&file, path))? {
                return Ok(Self {
                    path: path.to_owned(),
                    file,
                });
            }
        }
    }
}

impl Drop for Lock {
    /// Tidies up: the file goes while it is still locked, so that nobody else can hold it.
    fn drop(&mut self) {
        if cfg!(unix) {
            // A file that cannot be removed does no harm.
            let _ = system::remove(&self.path);
        }
        let _ = self.file.unlock();
    }
}

/// The locked file, unless somebody else has locked it.
fn try_lock(path: &Path) -> io::Result<Option<File>> {
    let file = system::open_lock(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
