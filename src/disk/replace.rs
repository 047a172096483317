//! Replaces one source by another text, for an author who asked for that.
#![expect(
    clippy::disallowed_methods,
    reason = "disk is the door to the file system"
)]

use super::operation::{Disk, Operation};
use super::reason::reason;
use super::system;
use crate::diag::Text;
use crate::source::SourceId;
use crate::text;
use std::fmt;
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

/// The name under which the new text is written, beside the file. Hidden, so that nobody
/// takes it for a source; short, so that it fits beside a file of any name.
const STAGED: &str = ".annai.new";

/// Why a file was not replaced. It is as it was, unless the last step failed: then the new
/// text has its name, but a power failure might bring the old one back.
#[derive(Debug)]
pub enum ReplaceError {
    /// Its bytes are not those that were read, or it is gone: somebody else was there.
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// It is a link or lies behind one, is no regular file, or is none of the site's.
    Unsuitable {
        /// The file.
        path: PathBuf,
    },
    /// It is protected against writing.
    Protected {
        /// The file.
        path: PathBuf,
    },
    /// Another annai is replacing a file of the same folder.
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The machine failed.
    Io {
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl ReplaceError {
    /// What happened and what to do, in a sentence or two.
    pub fn text(&self) -> Text {
        match self {
            Self::Changed { path } => {
                let path = path.display();
                text!(
                    "「{path}」は、読み込んだ後にほかの人やエディターが書き換えたか消したため、直していません。もう一度実行してください",
                    "`{path}` was changed or removed by somebody else after it was read, and is left alone; run again"
                )
            }
            Self::Unsuitable { path } => {
                let path = path.display();
                text!(
                    "「{path}」は普通のファイルではない（リンクなど）ため、直していません",
                    "`{path}` is no regular file of the site (a link, say), and is left alone"
                )
            }
            Self::Protected { path } => {
                let path = path.display();
                text!(
                    "「{path}」は書き込みが禁止されているため、直していません。読み取り専用を外してから、もう一度実行してください",
                    "`{path}` is read-only, and is left alone; make it writable and run again"
                )
            }
            Self::Busy { path } => {
                let path = path.display();
                text!(
                    "「{path}」のフォルダーでは別の annai が作業中です。終わるのを待ってから、もう一度実行してください",
                    "another annai is at work in the folder of `{path}`; run again when it has finished"
                )
            }
            Self::Io { path, source } => {
                let path = path.display();
                let Text { japanese, english } = reason(source);
                text!(
                    "「{path}」に書き込めません（{japanese}）",
                    "cannot write `{path}`: {english}"
                )
            }
        }
    }
}

impl fmt::Display for ReplaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().english)
    }
}

impl std::error::Error for ReplaceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Changed { .. }
            | Self::Unsuitable { .. }
            | Self::Protected { .. }
            | Self::Busy { .. } => None,
        }
    }
}

/// Replaces the file `source` of the site at `root` by one with the bytes `new`, if it still
/// has the bytes `expected`. Its permissions stay, its owner as far as the system lets us.
///
/// The new file is written beside the old one and takes its name in one step, so whoever
/// reads meanwhile, and whoever pulls the plug, has the old text or the new one. The bytes
/// are compared once more right before that step. Links are not followed.
///
/// # Errors
/// When the file has other bytes, may not be replaced, or the machine fails.
pub fn replace(
    root: &Path,
    source: &SourceId,
    expected: &[u8],
    new: &[u8],
    disk: &dyn Disk,
) -> Result<(), ReplaceError> {
    let path = root.join(source.as_str());
    let folder = path.parent().unwrap_or(root);
    let work = Work {
        disk,
        path: &path,
        staged: &folder.join(STAGED),
        expected,
    };
    let metadata = work.look(root, source)?;
    work.compare(Operation::Read, || Ok(()))?;
    let file = work.stage()?;
    let replaced = work.write(&file, new, &metadata).and_then(|()| {
        let staged = work.staged;
        work.compare(Operation::Rename, || fs::rename(staged, &path))
    });
    if let Err(error) = replaced {
        let _ = work.attempt(Operation::RemoveFile, || fs::remove_file(work.staged));
        return Err(error);
    }
    work.attempt(Operation::SyncFolder, || system::sync_folder(folder))
}

struct Work<'a> {
    disk: &'a dyn Disk,
    path: &'a Path,
    staged: &'a Path,
    expected: &'a [u8],
}

impl Work<'_> {
    /// Does one operation, unless the disk fails it.
    fn attempt<T>(
        &self,
        operation: Operation,
        act: impl FnOnce() -> io::Result<T>,
    ) -> Result<T, ReplaceError> {
        let before = self.disk.before(operation, self.path);
        before
            .and_then(|()| act())
            .map_err(|source| self.io(source))
    }

    fn io(&self, source: io::Error) -> ReplaceError {
        ReplaceError::Io {
            path: self.path.to_owned(),
            source,
        }
    }

    fn changed(&self) -> ReplaceError {
        ReplaceError::Changed {
            path: self.path.to_owned(),
        }
    }

    /// What the system knows of the file, if it may be replaced.
    fn look(&self, root: &Path, source: &SourceId) -> Result<Metadata, ReplaceError> {
        let unsuitable = || ReplaceError::Unsuitable {
            path: self.path.to_owned(),
        };
        let mut at = root.to_owned();
        let mut parts = Path::new(source.as_str()).components().peekable();
        while let Some(part) = parts.next() {
            let Component::Normal(name) = part else {
                return Err(unsuitable());
            };
            at.push(name);
            let metadata = self.attempt(Operation::Look, || match fs::symlink_metadata(&at) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                metadata => metadata.map(Some),
            })?;
            let Some(metadata) = metadata else {
                return Err(self.changed());
            };
            let is_last = parts.peek().is_none();
            match metadata.file_type() {
                kind if kind.is_dir() && !is_last => {}
                kind if kind.is_file() && is_last && metadata.permissions().readonly() => {
                    return Err(ReplaceError::Protected {
                        path: self.path.to_owned(),
                    });
                }
                kind if kind.is_file() && is_last => return Ok(metadata),
                _ => return Err(unsuitable()),
            }
        }
        Err(unsuitable())
    }

    /// Goes on if the file has the bytes that it should have.
    fn compare(
        &self,
        operation: Operation,
        go_on: impl FnOnce() -> io::Result<()>,
    ) -> Result<(), ReplaceError> {
        let is_same = self.attempt(operation, || {
            // Opened for writing too, because a name in a folder can be replaced by people
            // who may not write to the file.
            let is_same = match system::open_for_change(self.path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => false,
                file => reads_as(&file?, self.expected)?,
            };
            if is_same {
                go_on()?;
            }
            Ok(is_same)
        })?;
        if is_same { Ok(()) } else { Err(self.changed()) }
    }

    /// Creates the file beside it, which is ours as long as its lock is held. One that a run
    /// left which was killed is not locked, and is removed.
    fn stage(&self) -> Result<File, ReplaceError> {
        let created = self.attempt(Operation::Create, || match system::create(self.staged) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let leftover = system::open(self.staged)?;
                if !locked(&leftover, self.staged)? {
                    return Ok(None);
                }
                fs::remove_file(self.staged)?;
                system::create(self.staged).map(Some)
            }
            created => created.map(Some),
        })?;
        let busy = || ReplaceError::Busy {
            path: self.path.to_owned(),
        };
        let file = created.ok_or_else(busy)?;
        match locked(&file, self.staged) {
            Ok(true) => Ok(file),
            Ok(false) => Err(busy()),
            Err(error) => {
                let _ = fs::remove_file(self.staged);
                Err(self.io(error))
            }
        }
    }

    fn write(&self, mut file: &File, new: &[u8], old: &Metadata) -> Result<(), ReplaceError> {
        self.attempt(Operation::Write, || file.write_all(new))?;
        self.attempt(Operation::SetMode, || system::keep_permissions(file, old))?;
        self.attempt(Operation::Sync, || file.sync_all())
    }
}

/// Takes the lock of a file; whether that is had, and the file is still the one of that name.
fn locked(file: &File, path: &Path) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => system::is_at(file, path),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether a file has these bytes and no more.
fn reads_as(file: &File, expected: &[u8]) -> io::Result<bool> {
    if file.metadata()?.len() != expected.len() as u64 {
        return Ok(false);
    }
    let mut bytes = Vec::with_capacity(expected.len() + 1);
    file.take(expected.len() as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes == expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_is_said_in_japanese() {
        let path = || PathBuf::from("content/a.md");
        let failures = [
            ReplaceError::Changed { path: path() },
            ReplaceError::Unsuitable { path: path() },
            ReplaceError::Protected { path: path() },
            ReplaceError::Busy { path: path() },
            ReplaceError::Io {
                path: path(),
                source: io::ErrorKind::NotFound.into(),
            },
        ];
        let said = failures.map(|one| one.text().japanese);
        assert_eq!(
            said,
            [
                "「content/a.md」は、読み込んだ後にほかの人やエディターが書き換えたか消したため、直していません。もう一度実行してください",
                "「content/a.md」は普通のファイルではない（リンクなど）ため、直していません",
                "「content/a.md」は書き込みが禁止されているため、直していません。読み取り専用を外してから、もう一度実行してください",
                "「content/a.md」のフォルダーでは別の annai が作業中です。終わるのを待ってから、もう一度実行してください",
                "「content/a.md」に書き込めません（見つかりません）",
            ]
        );
    }
}
