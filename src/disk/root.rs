//! Finds the folder of a site.
#![expect(
    clippy::disallowed_methods,
    reason = "disk is the door to the file system"
)]

use super::load::{CONFIG, LoadError};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The nearest folder at or above `start` that holds `site.toml`, as an absolute path
/// without links. A `site.toml` of the wrong kind counts too: [`super::load`] then says
/// what is wrong with it, instead of a site further up being built by surprise.
///
/// # Errors
/// When one of these folders cannot be entered: nobody knows what is in it.
pub fn find_root(start: &Path) -> Result<Option<PathBuf>, LoadError> {
    let start = match fs::canonicalize(start) {
        Ok(start) => start,
        Err(source) => return missing_or_failed(start, source).map(|_| None),
    };
    for folder in start.ancestors() {
        if has_config(folder)? {
            return Ok(Some(folder.to_owned()));
        }
    }
    Ok(None)
}

/// Whether `folder` itself holds `site.toml`, of whatever kind.
///
/// # Errors
/// When it cannot be entered.
pub fn has_config(folder: &Path) -> Result<bool, LoadError> {
    match fs::symlink_metadata(folder.join(CONFIG)) {
        Ok(_) => Ok(true),
        Err(source) => missing_or_failed(folder, source),
    }
}

/// Tells that there is nothing from that it cannot be looked at.
fn missing_or_failed(folder: &Path, source: io::Error) -> Result<bool, LoadError> {
    match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(false),
        _ => Err(LoadError {
            path: folder.to_owned(),
            source,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_site_counts() {
        let folder = tempfile::tempdir().unwrap();
        let outer = folder.path().canonicalize().unwrap();
        let inner = outer.join("inner");
        let deep = inner.join("content/faq");
        fs::create_dir_all(&deep).unwrap();
        let found = |start: &Path| find_root(start).unwrap();
        assert_eq!(found(&deep), None);
        fs::write(outer.join(CONFIG), "").unwrap();
        assert_eq!(found(&deep).as_ref(), Some(&outer));
        fs::write(inner.join(CONFIG), "").unwrap();
        assert_eq!(found(&deep).as_ref(), Some(&inner));
        assert_eq!(found(&inner), Some(inner));
        assert_eq!(found(&outer.join("missing")), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_entered_is_not_one_without_a_site() {
        let folder = tempfile::tempdir().unwrap();
        let circle = folder.path().join("circle");
        std::os::unix::fs::symlink("circle", &circle).unwrap();
        let error = has_config(&circle).unwrap_err();
        assert_eq!(error.path, circle);
        assert!(find_root(&circle).is_err());
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(!has_config(&folder.path().join("file")).unwrap());
    }
}
