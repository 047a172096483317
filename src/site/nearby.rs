//! The paths that somebody most likely meant.

use crate::near::NearIndex;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What the path of the page of a folder has behind that of the folder.
pub(super) const INDEX: &str = "/index.md";

/// Known paths, to be asked which of them is meant.
#[derive(Debug)]
pub(super) struct Nearby {
    by_name: HashMap<String, BTreeSet<String>>,
    all: NearIndex,
    /// The folders that have a page, by how deep they are.
    folders: BTreeMap<usize, NearIndex>,
}

impl Nearby {
    pub(super) fn new<'a>(known: impl Iterator<Item = &'a str>) -> Self {
        // Of very many, always the same are compared.
        let known: BTreeSet<&str> = known.collect();
        let mut by_name: HashMap<String, BTreeSet<String>> = HashMap::new();
        let mut folders: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for path in &known {
            let alike = by_name.entry(name(path).to_owned()).or_default();
            alike.insert((*path).to_owned());
            if let Some(folder) = path.strip_suffix(INDEX) {
                folders.entry(depth(folder)).or_default().push(folder);
            }
        }
        let folders = folders.into_iter();
        let folders = folders.map(|(depth, folders)| (depth, NearIndex::new(folders)));
        Self {
            by_name,
            all: NearIndex::new(known),
            folders: folders.collect(),
        }
    }

    /// Whether it is one of them.
    pub(super) fn contains(&self, path: &str) -> bool {
        let alike = self.by_name.get(name(path));
        alike.is_some_and(|alike| alike.contains(path))
    }

    /// Those in other folders whose name is that of `path`.
    pub(super) fn of_same_name(&self, path: &str) -> impl Iterator<Item = &str> {
        let alike = self.by_name.get(name(path)).into_iter().flatten();
        alike.map(String::as_str)
    }

    /// Those that are near to `path`. The page of a folder goes by the name of the folder alone:
    /// in what is behind that all of them are alike.
    pub(super) fn near(&self, path: &str) -> Vec<String> {
        let Some(folder) = path.strip_suffix(INDEX) else {
            return self.all.find(path).into_iter().map(str::to_owned).collect();
        };
        // A page in a folder is none of a folder with one name more or less.
        let Some(folders) = self.folders.get(&depth(folder)) else {
            return Vec::new();
        };
        let near = folders.find(folder).into_iter();
        near.map(|folder| format!("{folder}{INDEX}")).collect()
    }
}

fn depth(folder: &str) -> usize {
    folder.matches('/').count()
}

/// The name of a file; with the page of a folder, that of the folder, which all others have, too.
fn name(path: &str) -> &str {
    let folder = path.strip_suffix(INDEX).unwrap_or(path);
    let start = folder.rfind('/').map_or(0, |at| at + 1);
    &path[start..]
}

/// The folders that anything is in.
#[derive(Debug)]
pub(super) struct Folders(HashSet<String>);

impl Folders {
    pub(super) fn of<'a>(paths: impl Iterator<Item = &'a str>) -> Self {
        let mut folders = HashSet::new();
        for path in paths {
            // What is above one that is known is known.
            let above = path.rmatch_indices('/').map(|(at, _)| &path[..at]);
            for folder in above {
                if !folders.insert(folder.to_owned()) {
                    break;
                }
            }
        }
        Self(folders)
    }

    /// The first folder of a path that is not there; the whole path where all of them are.
    pub(super) fn missing_part<'a>(&self, path: &'a str) -> &'a str {
        let slashes = path.match_indices('/').map(|(at, _)| at);
        let mut folders = slashes.map(|at| &path[..at]);
        folders
            .find(|folder| !self.0.contains(*folder))
            .unwrap_or(path)
    }
}
