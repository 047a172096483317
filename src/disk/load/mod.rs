//! Reads the sources of a site into a snapshot.
//!
//! What is wrong with a file is a finding; only a machine that does not let us read the
//! site's folder at all is an error.
#![expect(
    clippy::disallowed_methods,
    reason = "disk is the door to the file system"
)]

mod findings;
mod names;
mod published;
mod read;

use super::reason::reason;
use super::walk::{self, Kind};
use crate::diag::{self, Diagnostic, Text};
use crate::snapshot::Snapshot;
use crate::source::{Source, SourceId};
use crate::text;
use names::Verdict;
use read::Stamp;
use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// The file that makes a folder a site.
pub(super) const CONFIG: &str = "site.toml";

/// The folders that hold everything else.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// The folder of the site could not be read.
#[derive(Debug)]
pub struct LoadError {
    /// The folder.
    pub path: PathBuf,
    /// What the system says.
    pub source: io::Error,
}

impl LoadError {
    /// What happened, in a sentence.
    pub fn text(&self) -> Text {
        let path = self.path.display();
        let Text { japanese, english } = reason(&self.source);
        text!(
            "サイトのフォルダー「{path}」を読み込めません（{japanese}）",
            "cannot read the folder of the site, `{path}`: {english}"
        )
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().english)
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Reads `site.toml` and everything below `content/` and `themes/` in the folder `root`.
///
/// Leftovers of editors and systems, and hidden files, are passed over. Links are not
/// followed, and a file that is being written is waited for. Nothing below the folder `output` is
/// read as a source: only which pages are published there is looked at.
///
/// What could not be taken in is told by the findings of the snapshot.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn load(root: &Path, output: &Path) -> Result<Snapshot, LoadError> {
    let loaded = reload(root, output, &Loaded::default(), SystemTime::UNIX_EPOCH)?;
    Ok(loaded.snapshot)
}

/// As [`load`], after an earlier one. A file whose bytes are those in `previous` keeps its
/// [`Source`]; one that was not touched since is not even opened. `now` is the time before the
/// call: it tells which files can be written to again without showing it.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn reload(
    root: &Path,
    output: &Path,
    previous: &Loaded,
    now: SystemTime,
) -> Result<Loaded, LoadError> {
    let failed = |source| LoadError {
        path: root.to_owned(),
        source,
    };
    let root = fs::canonicalize(root)
        .and_then(|root| fs::read_dir(&root).map(|_| root))
        .map_err(failed)?;
    let walk = Walk {
        root: &root,
        output: fs::canonicalize(output).ok(),
    };
    let mut found = vec![walk.config()];
    let mut folders = BTreeSet::new();
    for folder in FOLDERS {
        for item in walk.folder(folder) {
            match item {
                Item::File(file) => found.push(file),
                Item::Folder(folder) => {
                    folders.insert(folder);
                }
            }
        }
    }

    let mut diagnostics = Vec::new();
    let ids = sort_out(found, &mut diagnostics);
    let taken = sort_out(read::all(&root, ids, previous), &mut diagnostics);
    // Of a folder that has gone away meanwhile only a part was read.
    fs::read_dir(&root).map_err(failed)?;
    diag::sort(&mut diagnostics);
    let (sources, stamps): (Vec<Arc<Source>>, Vec<Stamp>) = taken.into_iter().unzip();
    let settled = sources.iter().zip(stamps);
    let settled = settled.filter(|(_, stamp)| stamp.is_settled(now));
    let settled = settled
        .map(|(source, stamp)| (source.id().clone(), stamp))
        .collect();
    let snapshot = Snapshot::new(sources, diagnostics);
    let (last, manifest) = published::last(output, &snapshot, previous);
    Ok(Loaded {
        settled,
        snapshot: snapshot.after(last),
        folders,
        manifest,
    })
}

/// A snapshot of a site, and what will tell which of its files were touched since.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The sources.
    pub snapshot: Snapshot,
    /// The folders that were looked into, below the root.
    pub folders: BTreeSet<String>,
    /// The files that cannot change without changing their stamp.
    settled: HashMap<SourceId, Stamp>,
    /// The stamp of the manifest of what was published last time.
    manifest: Option<Stamp>,
}

impl Loaded {
    /// Reads these files of the snapshot again, and looks at nothing else: what else has changed
    /// is for [`reload`] to find out. Nothing where one of them is not in the snapshot, or not a
    /// file that can be read. `now` is as for [`reload`].
    #[must_use]
    pub fn reread(&self, root: &Path, files: &BTreeSet<SourceId>, now: SystemTime) -> Option<Self> {
        if files
            .iter()
            .any(|id| self.snapshot.get(id.as_str()).is_none())
        {
            return None;
        }
        let ids = files.iter().cloned().collect();
        let taken = read::all(root, ids, self).into_iter();
        let taken: Vec<(Arc<Source>, Stamp)> = taken.collect::<Result<_, _>>().ok()?;
        let mut settled = self.settled.clone();
        for (source, stamp) in &taken {
            if stamp.is_settled(now) {
                settled.insert(source.id().clone(), *stamp);
            } else {
                settled.remove(source.id());
            }
        }
        Some(Self {
            snapshot: self
                .snapshot
                .with(taken.into_iter().map(|(source, _)| source)),
            folders: self.folders.clone(),
            settled,
            manifest: self.manifest,
        })
    }

    fn settled(&self, id: &SourceId) -> Option<(&Arc<Source>, Stamp)> {
        let stamp = self.settled.get(id)?;
        Some((self.snapshot.get(id.as_str())?, *stamp))
    }
}

/// Whether a file or folder of that name is passed over: hidden, or left behind by an editor
/// or system.
pub fn is_leftover(name: &str) -> bool {
    names::judge(name) == names::Verdict::Leftover
}

/// The bytes of another `site.toml`, at whatever path; none where there is no such file, or
/// one that cannot be read or is larger than a `site.toml` may be.
pub fn read_config(path: &Path) -> Option<Vec<u8>> {
    let about = fs::metadata(path).ok()?;
    let fits = about.is_file() && about.len() <= read::MEGABYTE;
    fits.then(|| fs::read(path).ok()).flatten()
}

/// Keeps what could be had; the rest becomes findings.
fn sort_out<T>(results: Vec<Result<T, Box<Diagnostic>>>, findings: &mut Vec<Diagnostic>) -> Vec<T> {
    let mut values = Vec::with_capacity(results.len());
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(finding) => findings.push(*finding),
        }
    }
    values
}

/// A file to read, or why it will not be read.
type Found = Result<SourceId, Box<Diagnostic>>;

/// What a walk comes by.
enum Item {
    File(Found),
    /// A folder that was looked into.
    Folder(String),
}

/// Looks for files to read.
struct Walk<'a> {
    root: &'a Path,
    /// Never entered.
    output: Option<PathBuf>,
}

impl Walk<'_> {
    fn config(&self) -> Found {
        let id = SourceId::new(CONFIG);
        match self.kind(CONFIG) {
            Ok(Some(kind)) => regular(id, kind),
            Ok(None) => Err(findings::no_config(&id, &self.root.join(CONFIG))),
            Err(error) => Err(findings::unreadable(&id, &error)),
        }
    }

    /// Everything below one of the folders that hold sources.
    fn folder(&self, name: &str) -> Vec<Item> {
        let id = SourceId::new(name);
        match self.kind(name) {
            Ok(None) => Vec::new(),
            Ok(Some(Kind::Folder)) => {
                let open = |folder: &String| Ok::<_, Infallible>(self.open(folder));
                let Ok(items) = walk::by_level(name.to_owned(), open);
                items
            }
            Ok(Some(Kind::File)) => vec![Item::File(Err(findings::file_for_folder(&id)))],
            Ok(Some(kind)) => vec![Item::File(regular(id, kind))],
            Err(error) => vec![Item::File(Err(findings::unreadable(&id, &error)))],
        }
    }

    /// What lies at a path below the root, if anything does.
    fn kind(&self, path: &str) -> io::Result<Option<Kind>> {
        match fs::symlink_metadata(self.root.join(path)) {
            Ok(metadata) => Ok(Some(metadata.file_type().into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A folder and the files in it, and the folders to enter from there.
    fn open(&self, folder: &str) -> (Vec<Item>, Vec<String>) {
        let path = self.root.join(folder);
        if self.output.as_ref() == Some(&path) {
            return (Vec::new(), Vec::new());
        }
        let entries = match walk::list(&path) {
            Ok(entries) => entries,
            Err(error) => {
                let finding = findings::unreadable(&SourceId::new(folder), &error);
                return (vec![Item::File(Err(finding))], Vec::new());
            }
        };
        let mut items = vec![Item::Folder(folder.to_owned())];
        let mut folders = Vec::new();
        for (name, kind) in entries {
            match entry(folder, &name, kind) {
                Entry::Skip => {}
                Entry::File(found) => items.push(Item::File(found)),
                Entry::Folder(path) => folders.push(path),
            }
        }
        (items, folders)
    }
}

enum Entry {
    Skip,
    File(Found),
    Folder(String),
}

/// What to do about one name in a folder.
fn entry(folder: &str, name: &OsStr, kind: Kind) -> Entry {
    let Some(name) = name.to_str() else {
        let escaped = name.as_encoded_bytes().escape_ascii();
        let id = SourceId::new(format!("{folder}/{escaped}"));
        return Entry::File(Err(findings::not_unicode(&id)));
    };
    let path = format!("{folder}/{name}");
    match names::judge(name) {
        Verdict::Leftover => Entry::Skip,
        Verdict::ConflictedCopy => {
            Entry::File(Err(findings::conflicted_copy(&SourceId::new(path))))
        }
        Verdict::Source if kind == Kind::Folder && !names::is_text(name) => Entry::Folder(path),
        Verdict::Source => Entry::File(regular(SourceId::new(path), kind)),
    }
}

/// Lets only a regular file pass.
fn regular(id: SourceId, kind: Kind) -> Found {
    match kind {
        Kind::File => Ok(id),
        Kind::Folder => Err(findings::folder_for_file(&id)),
        Kind::Link => Err(findings::link(&id)),
        Kind::Special => Err(findings::special(&id)),
    }
}
