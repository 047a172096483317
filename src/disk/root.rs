//! Finds the folder of a site.
#![expect(
    clippy::disallowed_methods,
    reason = "disk is the door to the file system"
)]

use super::load::CONFIG;
use std::fs;
use std::path::{Path, PathBuf};

/// The nearest folder at or above `start` that holds `site.toml`, as an absolute path
/// without links. A `site.toml` of the wrong kind counts too: [`super::load`] then says
/// what is wrong with it, instead of a site further up being built by surprise.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    let start = fs::canonicalize(start).ok()?;
    let root = start
        .ancestors()
        .find(|folder| fs::symlink_metadata(folder.join(CONFIG)).is_ok())?;
    Some(root.to_owned())
}

/// Whether `folder` itself holds `site.toml`, of whatever kind.
pub fn has_config(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join(CONFIG)).is_ok()
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
        assert_eq!(find_root(&deep), None);
        fs::write(outer.join(CONFIG), "").unwrap();
        assert_eq!(find_root(&deep).as_ref(), Some(&outer));
        fs::write(inner.join(CONFIG), "").unwrap();
        assert_eq!(find_root(&deep).as_ref(), Some(&inner));
        assert_eq!(find_root(&inner), Some(inner));
        assert_eq!(find_root(&outer.join("missing")), None);
    }
}
