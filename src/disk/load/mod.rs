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
use read::{PAUSE, ROUNDS, Stamp};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
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
/// A file that is away for a moment, because a new version is about to take its name, is not
/// missed: when all is read, the folders are listed again, and unless they are as they were, so
/// are the files read.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn load(root: &Path, output: &Path) -> Result<Snapshot, LoadError> {
    load_at(root, output, SystemTime::UNIX_EPOCH)
}

/// As [`load`], at a time: a folder that was changed just before is watched for a moment.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn load_at(root: &Path, output: &Path, now: SystemTime) -> Result<Snapshot, LoadError> {
    let mut loaded = Loaded::default();
    let restless = steady(
        || Listing::of(root, output),
        |listing| {
            loaded = read(listing, output, &loaded, SystemTime::UNIX_EPOCH)?;
            Ok(())
        },
        |listing| listing.was_changed_about(now),
        || thread::sleep(PAUSE),
    )?;
    Ok(match restless {
        None => loaded.snapshot,
        Some((before, after)) => loaded.snapshot.and(before.differing(&after)),
    })
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
    read(&Listing::of(root, output)?, output, previous, now)
}

/// Reads what is listed.
fn read(
    listing: &Listing,
    output: &Path,
    previous: &Loaded,
    now: SystemTime,
) -> Result<Loaded, LoadError> {
    let root = &listing.root;
    let mut diagnostics = Vec::new();
    let ids = sort_out(listing.found.clone(), &mut diagnostics);
    let taken = sort_out(read::all(root, ids, previous), &mut diagnostics);
    // Of a folder that has gone away meanwhile only a part was read.
    fs::read_dir(root).map_err(|source| failed(root, source))?;
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
        folders: listing.folders.keys().cloned().collect(),
        manifest,
    })
}

fn failed(root: &Path, source: io::Error) -> LoadError {
    LoadError {
        path: root.to_owned(),
        source,
    }
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

/// Lists and reads until a listing is the same before and after the reading, and stays so for a
/// while if it is of what was changed just before. Where it never is, the last two are returned.
///
/// # Errors
/// Those of listing and reading.
fn steady<T: PartialEq, E>(
    list: impl Fn() -> Result<T, E>,
    mut read: impl FnMut(&T) -> Result<(), E>,
    is_fresh: impl Fn(&T) -> bool,
    pause: impl Fn(),
) -> Result<Option<(T, T)>, E> {
    let mut before = list()?;
    read(&before)?;
    let mut quiet = 0;
    for changes in 0.. {
        // So many listings are the same as the one that was read.
        let after = loop {
            let after = list()?;
            if after != before {
                break after;
            }
            if quiet == ROUNDS || !is_fresh(&after) {
                return Ok(None);
            }
            quiet += 1;
            pause();
        };
        if changes == ROUNDS {
            return Ok(Some((before, after)));
        }
        pause();
        quiet = 0;
        before = after;
        read(&before)?;
    }
    Ok(None)
}

/// A file to read, or why it will not be read.
type Found = Result<SourceId, Box<Diagnostic>>;

/// What is in the folders of a site at one moment, or nearly one.
#[derive(Debug, PartialEq)]
struct Listing {
    /// The folder of the site, without links.
    root: PathBuf,
    found: Vec<Found>,
    /// The folders that were looked into, below the root. A name that comes, goes or changes hands
    /// changes the stamp of its folder.
    folders: BTreeMap<String, Option<Stamp>>,
}

impl Listing {
    fn of(root: &Path, output: &Path) -> Result<Self, LoadError> {
        let failed = |source| failed(root, source);
        let root = fs::canonicalize(root)
            .and_then(|root| fs::read_dir(&root).map(|_| root))
            .map_err(failed)?;
        let walk = Walk {
            root: &root,
            output: fs::canonicalize(output).ok(),
        };
        let mut found = vec![walk.config()];
        let mut folders = BTreeMap::new();
        for folder in FOLDERS {
            for item in walk.folder(folder) {
                match item {
                    Item::File(file) => found.push(file),
                    Item::Folder(folder, stamp) => drop(folders.insert(folder, stamp)),
                }
            }
        }
        Ok(Self {
            root,
            found,
            folders,
        })
    }

    /// Whether one of the folders was changed about `now`: what is missing in it may come back.
    fn was_changed_about(&self, now: SystemTime) -> bool {
        let mut stamps = self.folders.values().flatten();
        stamps.any(|stamp| stamp.is_of(now))
    }

    /// A finding for each folder that is not as it was.
    fn differing(&self, after: &Self) -> Vec<Diagnostic> {
        let [before, after] = [self, after].map(|listing| &listing.folders);
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let differing = names
            .into_iter()
            .filter(|name| before.get(*name) != after.get(*name));
        differing
            .map(|name| *findings::being_written(&SourceId::new(name.as_str())))
            .collect()
    }
}

/// What a walk comes by.
enum Item {
    File(Found),
    /// A folder that was looked into, with its stamp before that.
    Folder(String, Option<Stamp>),
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
        let stamp = Stamp::of_folder(&path);
        let entries = match walk::list(&path) {
            Ok(entries) => entries,
            Err(error) => {
                let finding = findings::unreadable(&SourceId::new(folder), &error);
                return (vec![Item::File(Err(finding))], Vec::new());
            }
        };
        let mut items = vec![Item::Folder(folder.to_owned(), stamp)];
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::time::Duration;

    /// Loads from a disk that shows these listings one after another, the last of them for ever.
    /// Returns what was read last, whether that is sure, and the number of pauses.
    fn load_from(listings: &[&'static str], is_fresh: bool) -> (&'static str, bool, usize) {
        let (seen, pauses, last) = (Cell::new(0), Cell::new(0), Cell::new(""));
        let list = || {
            let number = seen.replace(seen.get() + 1).min(listings.len() - 1);
            Ok::<_, Infallible>(listings[number])
        };
        let read = |listing: &&'static str| {
            last.set(listing);
            Ok(())
        };
        let pause = || pauses.set(pauses.get() + 1);
        let Ok(restless) = steady(list, read, |_| is_fresh, pause);
        (last.get(), restless.is_none(), pauses.get())
    }

    #[test]
    fn a_quiet_folder_is_listed_twice_and_read_once() {
        assert_eq!(load_from(&["a b"], false), ("a b", true, 0));
    }

    #[test]
    fn a_page_that_is_away_for_a_moment_is_read() {
        assert_eq!(load_from(&["a", "a b"], false), ("a b", true, 1));
        assert_eq!(load_from(&["a b", "a", "a b"], false), ("a b", true, 2));
        assert_eq!(load_from(&["a b", "a"], false), ("a", true, 1));
    }

    #[test]
    fn what_was_changed_about_is_watched() {
        assert_eq!(load_from(&["a"], true), ("a", true, ROUNDS));
        assert_eq!(
            load_from(&["a", "a", "a", "a b"], true),
            ("a b", true, 3 + ROUNDS)
        );
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let listing = |modified: SystemTime| {
            let root = tempfile::tempdir().unwrap();
            let content = root.path().join("content");
            fs::create_dir(&content).unwrap();
            let folder = fs::File::open(&content).unwrap();
            folder.set_modified(modified).unwrap();
            Listing::of(root.path(), &root.path().join("public")).unwrap()
        };
        let about = Duration::from_millis(50);
        for (modified, is_fresh) in [
            (now - about, true),
            (now + about, true),
            (now - 20 * about, false),
        ] {
            assert_eq!(listing(modified).was_changed_about(now), is_fresh);
        }
        assert!(!listing(now).was_changed_about(SystemTime::UNIX_EPOCH));
    }

    #[test]
    fn a_folder_without_rest_is_given_up() {
        let restless = ["a", "b", "a", "b", "a", "b", "a"];
        assert_eq!(load_from(&restless, false), ("b", false, ROUNDS));
    }

    #[test]
    fn a_page_that_is_saved_anew_between_two_listings_shows_in_its_folder() {
        let root = tempfile::tempdir().unwrap();
        let page = root.path().join("content/faq/a.md");
        fs::create_dir_all(page.parent().unwrap()).unwrap();
        fs::write(root.path().join(CONFIG), "").unwrap();
        let listing = || Listing::of(root.path(), &root.path().join("public")).unwrap();
        let without = listing();
        fs::write(&page, "a").unwrap();
        let with = listing();
        assert_eq!(with, listing());
        // The same files under the same names, but the folder was changed.
        let folder = fs::File::open(page.parent().unwrap()).unwrap();
        folder.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        let again = listing();
        for (before, after) in [(&without, &with), (&with, &again)] {
            assert_ne!(before, after);
            let found = before.differing(after);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].place.source.as_str(), "content/faq");
            assert!(found[0].message.japanese.contains("書き込み中"));
        }
    }
}
