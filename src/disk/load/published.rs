//! What was published last time, as far as the output folder tells: its pages by the manifest, and
//! the files of those for which there is no source of their name any more.

use super::Loaded;
use super::read::{MEGABYTE, Stamp};
use crate::disk::publish::{MANIFEST, listed};
use crate::snapshot::{LastPublish, Snapshot};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A manifest is no larger: that of 100,000 pages has 12 MB.
const MAX_MANIFEST_BYTES: u64 = 100 * MEGABYTE;

/// So many pages are read to find out what became of them.
const MAX_PAGES: usize = 100;

/// The last publish into `output`, beside the sources of `snapshot`, with the stamp of its
/// manifest. What `previous` has read is not read again. A folder that is not ours tells nothing.
pub(super) fn last(
    output: &Path,
    snapshot: &Snapshot,
    previous: &Loaded,
) -> (LastPublish, Option<Stamp>) {
    let manifest = output.join(MANIFEST);
    let Ok(stamp) = Stamp::at(&manifest) else {
        return Default::default();
    };
    let known = previous.snapshot.last_publish();
    let is_known = previous.manifest == Some(stamp);
    let pages: BTreeSet<String> = if is_known {
        known.pages().map(|(path, _)| path.to_owned()).collect()
    } else {
        let bytes = read(&manifest, MAX_MANIFEST_BYTES);
        pages(bytes.as_deref().unwrap_or_default())
    };
    let mut left = MAX_PAGES;
    let last = LastPublish::new(pages.into_iter().map(|path| {
        let mut html = None;
        if left > 0 && !has_source(&path, snapshot) {
            left -= 1;
            let kept = known.html(&path).filter(|_| is_known);
            html = kept.cloned().or_else(|| {
                let bytes = read(&output.join(&path), MEGABYTE)?;
                Some(Arc::from(bytes))
            });
        }
        (path, html)
    }));
    (last, Some(stamp))
}

/// The pages among the files that a manifest lists.
fn pages(manifest: &[u8]) -> BTreeSet<String> {
    let files = listed(manifest).unwrap_or_default();
    let files = files.into_iter().filter_map(|file| file.into_string().ok());
    files
        .filter(|file| file == "index.html" || file.ends_with("/index.html"))
        .collect()
}

/// Whether there is a source that has the name of a page. One with a slug has another.
fn has_source(path: &str, snapshot: &Snapshot) -> bool {
    let folder = path.strip_suffix("index.html").unwrap_or(path);
    let folder = folder.trim_end_matches('/');
    let has = |folder: &str, tag: &str| {
        let index = format!("content/{folder}/index{tag}.md").replace("//", "/");
        snapshot.get(&format!("content/{folder}{tag}.md")).is_some()
            || snapshot.get(&index).is_some()
    };
    let in_language = || {
        let (tag, rest) = folder.split_once('/').unwrap_or((folder, ""));
        has(rest, &format!(".{tag}"))
    };
    has(folder, "") || in_language()
}

/// The bytes of a regular file that is not too large.
fn read(path: &Path, limit: u64) -> Option<Vec<u8>> {
    let about = fs::symlink_metadata(path).ok()?;
    let fits = about.is_file() && about.len() <= limit;
    fits.then(|| fs::read(path).ok()).flatten()
}
