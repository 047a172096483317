//! The sources of an earlier revision, from git, without touching the work tree.

use annai::diag::Text;
use annai::disk::is_leftover;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use annai::text;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Why there is nothing to compare with.
pub(super) enum Refused {
    /// There is no program `git`.
    NoGit,
    /// The folder is in no repository.
    NoRepository,
    /// The repository belongs to somebody else; the command that git names to trust it.
    ForeignOwner(String),
    /// There is no such revision in a clone that has only the newest ones.
    Shallow,
    /// There is no such revision.
    NoRevision,
    /// What else git or the system says.
    Other(String),
}

impl Refused {
    /// What git means.
    fn read(stderr: &str) -> Self {
        let trust = stderr.lines().map(str::trim);
        let mut trust = trust.filter(|line| line.contains("--add safe.directory"));
        if let Some(command) = trust.next() {
            Self::ForeignOwner(command.to_owned())
        } else if stderr.contains("not a git repository") {
            Self::NoRepository
        } else {
            Self::Other(stderr.trim().to_owned())
        }
    }

    /// What it means for who wants to compare with `base`, and what to do.
    pub(super) fn text(&self, base: &str) -> Text {
        match self {
            Self::NoGit => text!(
                "「{base}」というファイルはなく、版を調べるための git が入っていません。git を入れるか、比べる site.toml のファイルを書いてください",
                "there is no file `{base}`, and no git to look for a revision; install git, or name a site.toml to compare with"
            ),
            Self::NoRepository => text!(
                "「{base}」というファイルはなく、このフォルダーは git で管理されていません。比べる site.toml のファイルを書いてください",
                "there is no file `{base}`, and this folder is in no git repository; name a site.toml to compare with"
            ),
            Self::ForeignOwner(command) => text!(
                "このフォルダーの持ち主が別の利用者なので、git が中を読みません。信頼できるフォルダーなら「{command}」を実行してください",
                "git does not read this folder, because it belongs to another user; if you trust it, run `{command}`"
            ),
            Self::Shallow => text!(
                "「{base}」という版がここにありません。ここには新しい版だけが取得されています（shallow clone）。「git fetch --unshallow」を実行するか、CI では fetch-depth: 0 としてください",
                "there is no revision `{base}` here: this clone is shallow and has the newest revisions only; run `git fetch --unshallow`, or set `fetch-depth: 0` in CI"
            ),
            Self::NoRevision => text!(
                "「{base}」という版もファイルもありません。版の名前は「git log --oneline --all」で確かめられます",
                "there is no revision and no file `{base}`; `git log --oneline --all` lists the revisions"
            ),
            Self::Other(words) => text!(
                "git から「{base}」を読み取れません（git: {words}）",
                "git cannot read `{base}` (git: {words})"
            ),
        }
    }
}

/// The snapshot of the site at `root` as it was in `revision`.
///
/// # Errors
/// Why it cannot be had.
pub(super) fn snapshot(root: &Path, revision: &str) -> Result<Snapshot, Refused> {
    let is_shallow = git(root, &["rev-parse", "--is-shallow-repository"])?;
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
    .map_err(|_| match is_shallow.starts_with(b"true") {
        true => Refused::Shallow,
        false => Refused::NoRevision,
    })?;
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
        .map_err(refused)?;
    let mut input = child.stdin.take().ok_or_else(unread)?;
    let mut output = child.stdout.take().ok_or_else(unread)?;
    let hashes: String = files.iter().map(|(hash, _)| format!("{hash}\n")).collect();
    // Another thread writes: neither side may wait for the other with a full pipe.
    let writer = std::thread::spawn(move || input.write_all(hashes.as_bytes()));
    let mut bytes = Vec::new();
    output.read_to_end(&mut bytes).map_err(refused)?;
    let _ = writer.join();
    child.wait().map_err(refused)?;
    let mut rest = &bytes[..];
    let mut blobs = Vec::with_capacity(files.len());
    for _ in files {
        let (blob, after) = blob(rest).ok_or_else(unread)?;
        blobs.push(blob.to_vec());
        rest = after;
    }
    Ok(blobs)
}

/// What git has listed, and does not hand out.
fn unread() -> Refused {
    Refused::Other("git cat-file".to_owned())
}

fn refused(error: io::Error) -> Refused {
    match error.kind() {
        io::ErrorKind::NotFound => Refused::NoGit,
        _ => Refused::Other(error.to_string()),
    }
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
        // What it says is read.
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .map_err(refused)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Refused::read(&String::from_utf8_lossy(&output.stderr)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_is_said_in_japanese() {
        let refusals = [
            Refused::NoGit,
            Refused::NoRepository,
            Refused::ForeignOwner("git config --global --add safe.directory /site".to_owned()),
            Refused::Shallow,
            Refused::NoRevision,
            Refused::Other("fatal: bad object".to_owned()),
        ];
        let said = refusals.map(|one| one.text("main").japanese);
        assert_eq!(
            said,
            [
                "「main」というファイルはなく、版を調べるための git が入っていません。git を入れるか、比べる site.toml のファイルを書いてください",
                "「main」というファイルはなく、このフォルダーは git で管理されていません。比べる site.toml のファイルを書いてください",
                "このフォルダーの持ち主が別の利用者なので、git が中を読みません。信頼できるフォルダーなら「git config --global --add safe.directory /site」を実行してください",
                "「main」という版がここにありません。ここには新しい版だけが取得されています（shallow clone）。「git fetch --unshallow」を実行するか、CI では fetch-depth: 0 としてください",
                "「main」という版もファイルもありません。版の名前は「git log --oneline --all」で確かめられます",
                "git から「main」を読み取れません（git: fatal: bad object）",
            ]
        );
    }
}
