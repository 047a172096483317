//! Folders, level by level: in parallel, in a fixed order, and without recursion, so that
//! no depth of folders can exhaust the stack.
use rayon::prelude::*;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use walkdir::WalkDir;

/// What a name stands for. Links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, to whatever.
    Link,
    /// A pipe, socket or device: something that can block whoever opens it.
    Special,
}

impl From<fs::FileType> for Kind {
    fn from(kind: fs::FileType) -> Self {
        if kind.is_symlink() {
            Self::Link
        } else if kind.is_dir() {
            Self::Folder
        } else if kind.is_file() {
            Self::File
        } else {
            Self::Special
        }
    }
}

/// The names in a folder and what they stand for, by name.
///
/// # Errors
/// When the folder cannot be read to its end.
pub(super) fn list(folder: &Path) -> io::Result<Vec<(OsString, Kind)>> {
    let entries = WalkDir::new(folder)
        .min_depth(1)
        .max_depth(1)
        .sort_by_file_name();
    entries
        .into_iter()
        .map(|entry| {
            let entry = entry.map_err(|error| {
                // Only a link that is followed can lead in a circle, and none is.
                let circle = || io::Error::other("a circle of folders");
                error.into_io_error().unwrap_or_else(circle)
            })?;
            let kind = entry.file_type().into();
            Ok((
                entry.into_path().file_name().unwrap_or_default().into(),
                kind,
            ))
        })
        .collect()
}

/// Opens `first` and every folder that opening a folder brings up; returns all items.
/// `open` gives the items of a folder and the folders in it.
///
/// # Errors
/// The first error of `open`, in the order of folders.
pub(super) fn by_level<Folder, Item, Error>(
    first: Folder,
    open: impl Fn(&Folder) -> Result<(Vec<Item>, Vec<Folder>), Error> + Sync,
) -> Result<Vec<Item>, Error>
where
    Folder: Send + Sync,
    Item: Send,
    Error: Send,
{
    let mut items = Vec::new();
    let mut level = vec![first];
    while !level.is_empty() {
        let opened: Vec<_> = level.par_iter().map(&open).collect();
        level.clear();
        for folder in opened {
            let (found, below) = folder?;
            items.extend(found);
            level.extend(below);
        }
    }
    Ok(items)
}
