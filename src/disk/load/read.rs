//! Reads sources, whole.

use super::{CONFIG, findings, names};
use crate::diag::Diagnostic;
use crate::disk::system;
use crate::snapshot::Snapshot;
use crate::source::{Source, SourceId};
use rayon::prelude::*;
use std::fs::Metadata;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

pub(super) const MEGABYTE: u64 = 1_000_000;

/// How often files are looked at that somebody is writing, and the time between two looks:
/// together longer than an editor takes to save a page.
const ROUNDS: usize = 5;
const PAUSE: Duration = Duration::from_millis(20);

/// A source, or why it could not be read.
type Taken = Result<Arc<Source>, Box<Diagnostic>>;

/// Reads sources of the site in the folder `root`, in parallel.
pub(super) fn all(root: &Path, ids: Vec<SourceId>, previous: Option<&Snapshot>) -> Vec<Taken> {
    let look = |id: &SourceId, round: Round| {
        let limit = limit(id);
        judge(
            id,
            look(&root.join(id.as_str()), limit),
            limit,
            previous,
            round,
        )
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

/// What tells that a file was written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            size: metadata.len(),
            modified: metadata.modified().ok(),
        }
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
    previous: Option<&Snapshot>,
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
        return Some(Ok(source));
    }
    // Many editors empty a file before they fill it; a page must not become blank by that.
    if bytes.is_empty() && round == Round::Early {
        return None;
    }
    Some(Ok(Arc::new(Source::new(id.clone(), bytes))))
}

/// The same source in the previous snapshot, if its bytes are the same.
fn known(id: &SourceId, bytes: &[u8], previous: Option<&Snapshot>) -> Option<Arc<Source>> {
    let source = previous?.get(id.as_str())?;
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
            judge(id, looks[number](), 9, None, round)
        };
        let ids = vec![SourceId::new("content/a.md")];
        let mut taken = rounds(ids, look, || pauses.set(pauses.get() + 1));
        assert_eq!(taken.len(), 1);
        let text = taken
            .remove(0)
            .map(|source| String::from_utf8(source.bytes().to_vec()).unwrap())
            .map_err(|finding| finding.message.english);
        (text, pauses.get())
    }

    fn read(before: u64, text: &str, after: u64) -> io::Result<Look> {
        let stamp = |size| Stamp {
            size,
            modified: None,
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
