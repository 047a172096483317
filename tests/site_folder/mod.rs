//! A site in a temporary folder, to publish from and to look at.
#![allow(dead_code, reason = "each test program uses some of it")]

use annai::disk::{Disk, PublishError, PublishOptions, Published, RealDisk, publish};
use annai::output::{Output, Outputs};
use annai::path::OutputPath;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What is below a folder: path → content of a file, `→ target` of a link, `/` for a folder.
pub(crate) type Tree = BTreeMap<String, String>;

/// A site whose folder goes away with it.
pub(crate) struct SiteFolder {
    folder: TempDir,
}

impl SiteFolder {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("site.toml"), "").unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        Self { folder }
    }

    /// The path of something in the folder of the site.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Writes a file and the folders that it needs.
    pub(crate) fn write(&self, below: &str, text: &str) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn options(&self) -> PublishOptions {
        options(self.folder.path())
    }

    pub(crate) fn publish(&self, files: &[(&str, &str)]) -> Result<Published, PublishError> {
        self.publish_on(files, &RealDisk)
    }

    pub(crate) fn publish_on(
        &self,
        files: &[(&str, &str)],
        disk: &dyn Disk,
    ) -> Result<Published, PublishError> {
        publish(&outputs(files), &self.options(), disk)
    }

    /// What is in `public/`, without the manifest.
    pub(crate) fn public(&self) -> Tree {
        public(self.folder.path())
    }

    /// The names in the folder of the site.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

pub(crate) fn options(root: &Path) -> PublishOptions {
    PublishOptions {
        root: root.to_owned(),
        output: root.join("public"),
        tool_version: "0.0.0".to_owned(),
        forbidden: Vec::new(),
    }
}

pub(crate) fn outputs(files: &[(&str, &str)]) -> Outputs {
    files
        .iter()
        .map(|(path, text)| {
            (
                OutputPath::parse(path).unwrap(),
                Output::new(text.as_bytes()),
            )
        })
        .collect()
}

/// The tree that holds these files and nothing else.
pub(crate) fn tree_of(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::new();
    for (path, text) in files {
        tree.insert((*path).to_owned(), (*text).to_owned());
        for folder in Path::new(path).ancestors().skip(1) {
            if folder != Path::new("") {
                tree.insert(folder.to_str().unwrap().to_owned(), "/".to_owned());
            }
        }
    }
    tree
}

/// What is in the output of the site at `root`, without the manifest.
pub(crate) fn public(root: &Path) -> Tree {
    let mut tree = read_tree(&root.join("public"));
    tree.remove(annai::disk::MANIFEST);
    tree
}

/// What is below a folder; nothing if there is none.
pub(crate) fn read_tree(base: &Path) -> Tree {
    entries(base)
        .into_iter()
        .map(|path| {
            let full = base.join(&path);
            let kind = fs::symlink_metadata(&full).unwrap().file_type();
            let content = if kind.is_dir() {
                "/".to_owned()
            } else if kind.is_symlink() {
                format!("→ {}", fs::read_link(&full).unwrap().display())
            } else if kind.is_file() {
                fs::read_to_string(&full).unwrap()
            } else {
                "special".to_owned()
            };
            (path, content)
        })
        .collect()
}

/// Everything the system knows of a tree but when it was last read: any write shows.
pub(crate) fn traces(base: &Path) -> BTreeMap<String, [i64; 8]> {
    let mut paths = entries(base);
    paths.push(String::new());
    paths
        .into_iter()
        .map(|path| {
            let metadata = fs::symlink_metadata(base.join(&path)).unwrap();
            let traces = [
                metadata.ino().cast_signed(),
                metadata.size().cast_signed(),
                i64::from(metadata.mode()),
                metadata.nlink().cast_signed(),
                metadata.mtime(),
                metadata.mtime_nsec(),
                metadata.ctime(),
                metadata.ctime_nsec(),
            ];
            (path, traces)
        })
        .collect()
}

/// The paths below a folder.
fn entries(base: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let Ok(listing) = fs::read_dir(base.join(&folder)) else {
            continue;
        };
        for entry in listing {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let path = if folder.is_empty() {
                name
            } else {
                format!("{folder}/{name}")
            };
            if entry.file_type().unwrap().is_dir() {
                folders.push(path.clone());
            }
            paths.push(path);
        }
    }
    paths
}
