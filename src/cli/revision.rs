//! The sources of an earlier revision, from git, without touching the work tree.

use annai::disk::is_leftover;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

/// What git says when it cannot be done.
pub(super) type Refused = String;

/// The snapshot of the site at `root` as it was in `revision`.
///
/// # Errors
/// What git says: no repository, no such revision.
pub(super) fn snapshot(root: &Path, revision: &str) -> Result<Snapshot, Refused> {
    // An option is no revision; `--` ends options, and what follows are paths.
    let commit = format!("{revision}^{{commit}}");
    let commit = git(
        root,
        &[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ],
    )
    .map_err(|_| revision.to_owned())?;
    let commit = String::from_utf8_lossy(&commit).trim().to_owned();
    let listed = git(
        root,
        &[
            "ls-tree",
            "-r",
            "-z",
            &commit,
            "--",
            "site.toml",
            "content",
            "themes",
        ],
    )?;
    let files: Vec<(String, String)> = listed
        .split(|byte| *byte == 0)
        .filter_map(|line| entry(std::str::from_utf8(line).ok()?))
        .collect();
    let blobs = blobs(root, &files)?;
    let sources = files
        .into_iter()
        .zip(blobs)
        .map(|((_, path), bytes)| Arc::new(Source::new(SourceId::new(path), bytes)));
    Ok(Snapshot::new(sources, Vec::new()))
}

/// Hash and path of a regular file in the list: `100644 blob HASH<tab>PATH`.
fn entry(line: &str) -> Option<(String, String)> {
    let (about, path) = line.split_once('\t')?;
    let mut about = about.split(' ');
    let (mode, _, hash) = (about.next()?, about.next()?, about.next()?);
    let is_regular = mode.starts_with("100");
    let is_leftover = path.split('/').any(is_leftover);
    (is_regular && !is_leftover).then(|| (hash.to_owned(), path.to_owned()))
}

fn blobs(root: &Path, files: &[(String, String)]) -> Result<Vec<Vec<u8>>, Refused> {
    let mut child = Command::new("git")
        .args(["cat-file", "--batch"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut input = child.stdin.take().ok_or("git cat-file")?;
    let mut output = child.stdout.take().ok_or("git cat-file")?;
    let hashes: String = files.iter().map(|(hash, _)| format!("{hash}\n")).collect();
    // Another thread writes: neither side may wait for the other with a full pipe.
    let writer = std::thread::spawn(move || input.write_all(hashes.as_bytes()));
    let mut bytes = Vec::new();
    output
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    let _ = writer.join();
    child.wait().map_err(|error| error.to_string())?;
    let mut rest = &bytes[..];
    let mut blobs = Vec::with_capacity(files.len());
    for _ in files {
        let (blob, after) = blob(rest).ok_or("git cat-file")?;
        blobs.push(blob.to_vec());
        rest = after;
    }
    Ok(blobs)
}

/// The first of `HASH blob SIZE<newline>BYTES<newline>…`, and what follows it.
fn blob(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let size: usize = head.rsplit(' ').next()?.parse().ok()?;
    let start = end + 1;
    Some((
        bytes.get(start..start + size)?,
        bytes.get(start + size + 1..)?,
    ))
}

fn git(root: &Path, arguments: &[&str]) -> Result<Vec<u8>, Refused> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
}
