//! What the program remembers between two runs, in a folder of its own beside `site.toml`.
//! Whatever is lost or broken there is only forgotten.
#![expect(
    clippy::disallowed_methods,
    reason = "disk is the door to the file system"
)]

use super::system;
use crate::hash::Hash;
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

/// The folder, below the root of the site.
pub(super) const FOLDER: &str = ".annai";

/// The largest file that is read, in bytes.
const LARGEST: u64 = 16_000_000;

/// What was remembered under `name` for the site in the folder `root`; nothing where it cannot
/// be read.
pub fn recall(root: &Path, name: &str) -> Option<Vec<u8>> {
    let folder = root.join(FOLDER);
    if !fs::symlink_metadata(&folder).ok()?.is_dir() {
        return None;
    }
    let mut file = system::open(&folder.join(name)).ok()?;
    let about = file.metadata().ok()?;
    if !about.is_file() || about.len() > LARGEST {
        return None;
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Remembers `bytes` under `name`: all of them or, when the machine fails, what was there.
///
/// # Errors
/// What the system says; [`io::ErrorKind::NotADirectory`] where the folder is something else,
/// be it a link to one.
pub fn remember(root: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let folder = root.join(FOLDER);
    match system::make_folder(&folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if !fs::symlink_metadata(&folder)?.is_dir() {
                return Err(io::ErrorKind::NotADirectory.into());
            }
        }
        made => made?,
    }
    // Two at once write a file each, unless they say the same, and the last one stays.
    let stage = folder.join(format!("{name}.{}", Hash::of(bytes).to_hex()));
    let _ = system::remove(&stage);
    let written = system::create(&stage)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| fs::rename(&stage, folder.join(name)));
    if written.is_err() {
        let _ = system::remove(&stage);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_is_remembered_and_nothing_else_is_left() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(recall(root.path(), "x.json"), None);
        for bytes in [&b"first"[..], b"second"] {
            remember(root.path(), "x.json", bytes).unwrap();
            assert_eq!(recall(root.path(), "x.json").as_deref(), Some(bytes));
        }
        let folder = fs::read_dir(root.path().join(FOLDER)).unwrap();
        assert_eq!(folder.count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_read_or_written_through_a_link() {
        let root = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("x.json"), "theirs").unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), root.path().join(FOLDER)).unwrap();
        assert_eq!(recall(root.path(), "x.json"), None);
        let refused = remember(root.path(), "x.json", b"ours").unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::NotADirectory);
        let theirs = fs::read(elsewhere.path().join("x.json")).unwrap();
        assert_eq!(theirs, b"theirs");
    }
}
