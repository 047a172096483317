//! The sources of an earlier revision, from git, without touching the work tree.
//!
//! A repository can come from anybody, as a site can. git reads objects here and does nothing
//! else: no program runs that the repository's own configuration names, and nothing is fetched.

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
    /// The revision is there, but not all that belongs to it: the clone fetches the rest when it
    /// is needed, which annai does not let it.
    Partial,
    /// The revision is there, but not all that belongs to it: the repository is damaged.
    Damaged,
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
            Self::Partial => text!(
                "「{base}」の版の一部が、まだここに取得されていません（partial clone）。「git fetch --refetch --no-filter」を実行してください",
                "parts of the revision `{base}` have not been fetched yet: this is a partial clone; run `git fetch --refetch --no-filter`"
            ),
            Self::Damaged => text!(
                "「{base}」の版の一部が、git の中で失われています。「git fsck」で確かめ、取得し直してください",
                "parts of the revision `{base}` are lost in git; `git fsck` lists them, and a new clone has them"
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
    let commit = commit(root, revision)?;
    let paths = ["site.toml", "content", "themes"];
    let listing = [&["ls-tree", "-r", "-z", &commit, "--"], &paths[..]].concat();
    let listed = git(root, &listing).map_err(|_| incomplete(root))?;
    let files: Vec<(String, String)> = listed
        .split(|byte| *byte == 0)
        .filter_map(|line| entry(std::str::from_utf8(line).ok()?))
        .collect();
    let blobs = blobs(root, &files)?.ok_or_else(|| incomplete(root))?;
    let sources = files
        .into_iter()
        .zip(blobs)
        .map(|((_, path), bytes)| Arc::new(Source::new(SourceId::new(path), bytes)));
    Ok(Snapshot::new(sources, Vec::new()))
}

/// The hash of the commit that a revision names.
fn commit(root: &Path, revision: &str) -> Result<String, Refused> {
    // Whatever keeps git from reading the repository at all is told of first.
    let is_shallow = git(root, &["rev-parse", "--is-shallow-repository"])?;
    let is_shallow = is_shallow.starts_with(b"true");
    // An option is no revision; `--` ends options, and what follows are paths.
    let verify = ["rev-parse", "--verify", "--quiet", "--end-of-options"];
    let hash = |name: &str| {
        let hash = git(root, &[&verify[..], &[name]].concat()).ok()?;
        Some(String::from_utf8_lossy(&hash).trim().to_owned())
    };
    if let Some(commit) = hash(&format!("{revision}^{{commit}}")) {
        return Ok(commit);
    }
    // A name may lead to what is not here. Any hash of full length is taken for one.
    let named = hash(revision).filter(|hash| hash != revision);
    let is_lost = named.is_some_and(|hash| git(root, &["cat-file", "-e", &hash]).is_err());
    Err(if is_lost || is_partial(root) {
        incomplete(root)
    } else if is_shallow {
        Refused::Shallow
    } else {
        Refused::NoRevision
    })
}

/// Why an object is not there that belongs to one that is.
fn incomplete(root: &Path) -> Refused {
    if is_partial(root) {
        Refused::Partial
    } else {
        Refused::Damaged
    }
}

/// Whether the clone has left objects out that its remote has promised.
fn is_partial(root: &Path) -> bool {
    let keys = "^(extensions\\.partialclone|remote\\..*\\.promisor)$";
    git(root, &["config", "--get-regexp", keys]).is_ok()
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

/// What is in each of the files; nothing where one of them is not there.
fn blobs(root: &Path, files: &[(String, String)]) -> Result<Option<Vec<Vec<u8>>>, Refused> {
    let mut child = command(root)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(refused)?;
    let unread = || Refused::Other("git cat-file".to_owned());
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
        // `HASH missing`, where it is.
        let Some((blob, after)) = blob(rest) else {
            return Ok(None);
        };
        blobs.push(blob.to_vec());
        rest = after;
    }
    Ok(Some(blobs))
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
    let output = command(root)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(refused)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Refused::read(&String::from_utf8_lossy(&output.stderr)))
}

/// Settings of a repository that name programs, and what they are here (git-config(1)). Those of
/// the command line come before those of the repository, and programs that git starts have them,
/// too. The commands of this module run none of these; a later git may.
const HARMLESS: [&str; 10] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.sshCommand=false",
    "core.askPass=",
    "core.pager=cat",
    "core.attributesFile=/dev/null",
    "credential.helper=",
    "diff.external=",
    "gc.auto=0",
    "maintenance.auto=false",
];

/// git in the folder of a site, which reads what is there.
#[expect(clippy::disallowed_methods, reason = "the environment is read in cli")]
fn command(root: &Path) -> Command {
    let mut command = Command::new("git");
    // What the environment says of another repository, of programs and of traces.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    command
        // What it says is read.
        .env("LC_ALL", "C")
        // Objects that are not here are not fetched. An older git knows only the second: by no
        // protocol, whatever the repository allows.
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_ALLOW_PROTOCOL", "none")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .args(["--no-pager", "--no-replace-objects"])
        .args(HARMLESS.iter().flat_map(|setting| ["-c", *setting]))
        .current_dir(root);
    command
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
            Refused::Partial,
            Refused::Damaged,
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
                "「main」の版の一部が、まだここに取得されていません（partial clone）。「git fetch --refetch --no-filter」を実行してください",
                "「main」の版の一部が、git の中で失われています。「git fsck」で確かめ、取得し直してください",
                "git から「main」を読み取れません（git: fatal: bad object）",
            ]
        );
    }
}
