//! Reads sources, whole.

use super::{CONFIG, Loaded, findings, names};
use crate::diag::Diagnostic;
use crate::disk::system;
use crate::snapshot::Snapshot;
use crate::source::{Source, SourceId};
use rayon::prelude::*;
use std::fs::{self, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

pub(super) const MEGABYTE: u64 = 1_000_000;

/// Longer than the longest tick by which a file system tells times apart: that of FAT.
const TICK: Duration = Duration::from_secs(2);

/// How often files are looked at that somebody is writing, and the time between two looks:
/// together longer than an editor takes to save a page.
pub(super) const ROUNDS: usize = 5;
pub(super) const PAUSE: Duration = Duration::from_millis(20);

/// A source with the stamp of its file, or why it could not be read.
pub(super) type Taken = Result<(Arc<Source>, Stamp), Box<Diagnostic>>;

/// Reads sources of the site in the folder `root`, in parallel. Files that bear the stamp
/// that they had in `previous` are not opened.
pub(super) fn all(root: &Path, ids: Vec<SourceId>, previous: &Loaded) -> Vec<Taken> {
    let look = |id: &SourceId, round: Round| {
        let path = root.join(id.as_str());
        if let Some((source, stamp)) = previous.settled(id)
            && Stamp::at(&path).is_ok_and(|now| now == stamp)
        {
            return Some(Ok((Arc::clone(source), stamp)));
        }
        let limit = limit(id);
        judge(id, look(&path, limit), limit, &previous.snapshot, round)
    };
    rounds(ids, look, || thread::sleep(PAUSE))
}

/// Whether there is another look after this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Round {
    Early,
    Last,
}

/// Looks at each file until it shows something, with a pause after each round; in the last
/// round, every look has a result.
fn rounds<T: Send>(
    mut ids: Vec<SourceId>,
    look: impl Fn(&SourceId, Round) -> Option<T> + Sync,
    pause: impl Fn(),
) -> Vec<T> {
    let mut taken = Vec::with_capacity(ids.len());
    for number in 1..=ROUNDS {
        let round = if number < ROUNDS {
            Round::Early
        } else {
            Round::Last
        };
        let looks: Vec<_> = ids.par_iter().map(|id| look(id, round)).collect();
        let mut unsettled = Vec::new();
        for (id, result) in ids.into_iter().zip(looks) {
            match result {
                Some(result) => taken.push(result),
                None => unsettled.push(id),
            }
        }
        ids = unsettled;
        if ids.is_empty() {
            break;
        }
        pause();
    }
    taken
}

/// The largest size, in bytes, that a source may have.
fn limit(id: &SourceId) -> u64 {
    if id.as_str() == CONFIG {
        MEGABYTE
    } else if names::is_text(id.as_str()) {
        2 * MEGABYTE
    } else {
        200 * MEGABYTE
    }
}

/// What tells that a file was written to, or that another one took its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    /// Device, number and time of the last change of either, in nanoseconds; a program can set
    /// the time above back, but not this one.
    #[cfg(unix)]
    node: (u64, u64, i128),
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Self {
            size: metadata.len(),
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            node: (
                metadata.dev(),
                metadata.ino(),
                i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec()),
            ),
        }
    }

    /// The stamp of the regular file at `path`.
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        let metadata = fs::symlink_metadata(path)?;
        if !metadata.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        Ok(Self::of(&metadata))
    }

    /// The stamp of a folder; none where there is none any more.
    pub(super) fn of_folder(path: &Path) -> Option<Self> {
        fs::symlink_metadata(path)
            .ok()
            .map(|metadata| Self::of(&metadata))
    }

    /// Whether whatever was written to the file after `now` would show in the stamp: clocks of
    /// file systems tick slowly.
    pub(super) fn is_settled(&self, now: SystemTime) -> bool {
        let age = self.modified.and_then(|then| now.duration_since(then).ok());
        age.is_some_and(|age| age > TICK)
    }

    /// Whether it was changed about `now`: no longer before or after than all pauses take together.
    pub(super) fn is_of(&self, now: SystemTime) -> bool {
        let distance = |then| match now.duration_since(then) {
            Ok(before) => before,
            Err(after) => after.duration(),
        };
        let rounds = u32::try_from(ROUNDS).unwrap_or(u32::MAX);
        self.modified
            .is_some_and(|then| distance(then) < PAUSE * rounds)
    }
}

/// What a file shows.
#[derive(Debug)]
enum Look {
    Read {
        before: Stamp,
        bytes: Vec<u8>,
        after: Stamp,
    },
    TooLarge(u64),
    Special,
}

/// Looks at a file once.
fn look(path: &Path, limit: u64) -> io::Result<Look> {
    let file = system::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Ok(Look::Special);
    }
    let before = Stamp::of(&metadata);
    if before.size > limit {
        return Ok(Look::TooLarge(before.size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(before.size + 1).unwrap_or_default());
    // One byte more than there should be tells that the file has grown.
    (&file).take(before.size + 1).read_to_end(&mut bytes)?;
    let after = Stamp::of(&file.metadata()?);
    Ok(Look::Read {
        before,
        bytes,
        after,
    })
}

/// What to make of a look; nothing where another look may show more.
fn judge(
    id: &SourceId,
    look: io::Result<Look>,
    limit: u64,
    previous: &Snapshot,
    round: Round,
) -> Option<Taken> {
    let (before, bytes, after) = match look {
        Ok(Look::Read {
            before,
            bytes,
            after,
        }) => (before, bytes, after),
        Ok(Look::TooLarge(size)) => return Some(Err(findings::too_large(id, size, limit))),
        Ok(Look::Special) => return Some(Err(findings::special(id))),
        // Gone at this moment because a new version is about to take its name.
        Err(error) if error.kind() == io::ErrorKind::NotFound && round == Round::Early => {
            return None;
        }
        Err(error) => return Some(Err(findings::unreadable(id, &error))),
    };
    let whole = before == after && bytes.len() as u64 == after.size;
    if !whole {
        return (round == Round::Last).then(|| Err(findings::being_written(id)));
    }
    if let Some(source) = known(id, &bytes, previous) {
        return Some(Ok((source, after)));
    }
    // Many editors empty a file before they fill it; a page must not become blank by that.
    if bytes.is_empty() && round == Round::Early {
        return None;
    }
    Some(Ok((Arc::new(Source::new(id.clone(), bytes)), after)))
}

/// The same source in the previous snapshot, if its bytes are the same.
fn known(id: &SourceId, bytes: &[u8], previous: &Snapshot) -> Option<Arc<Source>> {
    let source = previous.get(id.as_str())?;
    (**source.bytes() == *bytes).then(|| source.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Takes in a file that shows `looks` one after another, the last of them for ever.
    /// Returns its text, or its finding in English, and the number of pauses.
    fn take(looks: &[fn() -> io::Result<Look>]) -> (Result<String, String>, usize) {
        let seen = AtomicUsize::new(0);
        let pauses = Cell::new(0);
        let look = |id: &SourceId, round: Round| {
            let number = seen.fetch_add(1, Ordering::Relaxed).min(looks.len() - 1);
            judge(id, looks[number](), 9, &Snapshot::default(), round)
        };
        let ids = vec![SourceId::new("content/a.md")];
        let mut taken = rounds(ids, look, || pauses.set(pauses.get() + 1));
        assert_eq!(taken.len(), 1);
        let text = taken
            .remove(0)
            .map(|(source, _)| String::from_utf8(source.bytes().to_vec()).unwrap())
            .map_err(|finding| finding.message.english);
        (text, pauses.get())
    }

    fn read(before: u64, text: &str, after: u64) -> io::Result<Look> {
        let stamp = |size| Stamp {
            size,
            modified: None,
            #[cfg(unix)]
            node: (0, 0, 0),
        };
        Ok(Look::Read {
            before: stamp(before),
            bytes: text.into(),
            after: stamp(after),
        })
    }

    #[test]
    fn a_quiet_file_is_read_once() {
        assert_eq!(take(&[|| read(2, "ab", 2)]), (Ok("ab".into()), 0));
    }

    #[test]
    fn a_file_being_written_is_waited_for() {
        let (text, pauses) = take(&[
            || read(2, "ab", 4),
            || read(4, "abc", 4),
            || read(0, "", 0),
            || Err(io::ErrorKind::NotFound.into()),
            || read(4, "abcd", 4),
        ]);
        assert_eq!((text, pauses), (Ok("abcd".into()), 4));
    }

    #[test]
    fn a_file_written_without_end_is_given_up() {
        let (text, _) = take(&[|| read(2, "ab", 4)]);
        assert!(text.unwrap_err().contains("being written"));
    }

    #[test]
    fn an_empty_file_is_believed_in_the_end() {
        assert_eq!(take(&[|| read(0, "", 0)]).0, Ok(String::new()));
    }

    #[test]
    fn a_file_that_went_away_is_told() {
        let (text, _) = take(&[|| Err(io::ErrorKind::NotFound.into())]);
        assert!(text.unwrap_err().contains("does not exist"));
    }
}
