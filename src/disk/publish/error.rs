//! Why a site was not published, for people.

use super::MANIFEST;
use crate::diag::Text;
use crate::disk::operation::Operation;
use crate::disk::reason::reason;
use crate::text;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a site was not published.
#[derive(Debug)]
pub enum PublishError {
    /// The output folder must not be replaced, or not by this.
    Refused {
        /// The output folder.
        output: PathBuf,
        /// Why not.
        refusal: Refusal,
    },
    /// Another publisher is at work on the output folder.
    Locked {
        /// The output folder's lock.
        lock: PathBuf,
    },
    /// The machine failed.
    Io {
        /// At what.
        operation: Operation,
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
        /// How many bytes were to be written in all.
        needed: u64,
    },
}

/// Why an output folder must not be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is the folder of the site, or contains it.
    HoldsSite,
    /// It holds sources, or lies among them.
    Sources,
    /// It is one of the caller's forbidden folders, contains one, or is a whole disk.
    Forbidden,
    /// The folder that should contain it does not exist.
    NoParent,
    /// It is a link.
    Link,
    /// It is a file.
    NotFolder,
    /// It is where a disk is mounted, and cannot be renamed.
    MountPoint,
    /// It holds files, but no manifest of ours.
    NotOurs,
    /// Its manifest is damaged, or of another version of annai.
    Manifest,
    /// Something that is not ours lies at the place of an output, or where an output needs
    /// a folder.
    Foreign(PathBuf),
    /// This neighbour has a name that we need, but does not come from us.
    Neighbour(PathBuf),
    /// Two outputs cannot both exist: this one is a file and a folder.
    FileAndFolder(String),
    /// An output would take the place of the manifest.
    Reserved,
}

impl PublishError {
    /// What happened and what to do, in a sentence or two.
    pub fn text(&self) -> Text {
        match self {
            Self::Refused { output, refusal } => refusal.text(&output.display().to_string()),
            Self::Locked { lock } => {
                let lock = lock.display();
                text!(
                    "別の annai が同じ出力先に書き込み中です（{lock}）。終わるのを待ってから、もう一度実行してください",
                    "another annai is publishing to the same folder (`{lock}` is locked); run again when it has finished"
                )
            }
            Self::Io {
                operation,
                path,
                source,
                needed,
            } => {
                let path = path.display().to_string();
                io_text(*operation, &path, source, *needed)
            }
        }
    }

    /// The same failure, of a publish that was to write this many bytes.
    #[must_use]
    pub(super) fn needing(mut self, bytes: u64) -> Self {
        if let Self::Io { needed, .. } = &mut self {
            *needed = bytes;
        }
        self
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().english)
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Refused { .. } | Self::Locked { .. } => None,
        }
    }
}

fn io_text(operation: Operation, path: &str, source: &io::Error, needed: u64) -> Text {
    let Text { japanese, english } = reason(source);
    let is_full = matches!(
        source.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    );
    if is_full {
        return text!(
            "「{path}」に書き込めません（{japanese}）。{needed} バイト以上の空きを作ってください。公開中のサイトは元のままです",
            "cannot write `{path}`: {english}; at least {needed} bytes must be free (the published site is as it was)"
        );
    }
    match operation {
        Operation::Look | Operation::List | Operation::Read => text!(
            "「{path}」を読み込めません（{japanese}）",
            "cannot read `{path}`: {english}"
        ),
        Operation::RemoveFile | Operation::RemoveFolder => text!(
            "「{path}」を削除できません（{japanese}）",
            "cannot remove `{path}`: {english}"
        ),
        Operation::Lock
        | Operation::MakeFolder
        | Operation::Create
        | Operation::Write
        | Operation::Link
        | Operation::Copy
        | Operation::SetMode
        | Operation::Sync
        | Operation::Exchange
        | Operation::Rename
        | Operation::SyncFolder => text!(
            "「{path}」に書き込めません（{japanese}）",
            "cannot write `{path}`: {english}"
        ),
    }
}

impl Refusal {
    fn text(&self, output: &str) -> Text {
        match self {
            Self::HoldsSite => text!(
                "出力先「{output}」はサイトのフォルダー自身か、それを含むフォルダーです。上書きすると原稿が消えるため、使えません",
                "the output `{output}` is the folder of the site or contains it, and replacing it would delete the sources"
            ),
            Self::Sources => text!(
                "出力先「{output}」は原稿のフォルダーの中にあります。public のような別のフォルダーを指定してください",
                "the output `{output}` lies among the sources; choose another folder, such as `public`"
            ),
            Self::Forbidden => text!(
                "出力先「{output}」は大切なフォルダー（ホームやディスク全体など）です。その中に新しいフォルダーを作って指定してください",
                "the output `{output}` is or contains a home folder or a whole disk; choose a new folder inside of it"
            ),
            Self::NoParent => text!(
                "出力先「{output}」を置くフォルダーがありません。先に作ってください",
                "the folder that should contain the output `{output}` does not exist; make it first"
            ),
            Self::Link => text!(
                "出力先「{output}」はシンボリックリンクです。リンクの先のフォルダーを直接指定してください",
                "the output `{output}` is a symbolic link; name the folder it points to"
            ),
            Self::NotFolder => text!(
                "出力先「{output}」はフォルダーではありません。新しいフォルダーの名前を指定してください",
                "the output `{output}` is not a folder; name a new one"
            ),
            Self::MountPoint => text!(
                "出力先「{output}」はディスクの接続先（マウントポイント）で、入れ替えられません。その中のフォルダーを指定してください",
                "the output `{output}` is a mount point, which cannot be replaced; choose a folder inside of it"
            ),
            Self::NotOurs => text!(
                "出力先「{output}」には annai が作っていないファイルがあります。空のフォルダーか、新しい名前を指定してください",
                "the output `{output}` holds files that annai did not write; choose an empty folder or a new name"
            ),
            Self::Manifest => damaged_manifest(output),
            Self::Foreign(path) => in_the_way(output, path),
            Self::Neighbour(path) => neighbour(path),
            Self::FileAndFolder(path) => text!(
                "「{path}」がファイルとフォルダーの両方に使われています。どちらかのアドレスを変えてください",
                "`{path}` would be both a file and a folder; change one of the addresses"
            ),
            Self::Reserved => text!(
                "「{MANIFEST}」は annai が使う名前です。ほかのファイルには使えません",
                "no output can be called `{MANIFEST}`, which is annai's own"
            ),
        }
    }
}

fn damaged_manifest(output: &str) -> Text {
    text!(
        "出力先「{output}」の記録（{MANIFEST}）が壊れているか、別の版の annai のものです。残したいファイルがないか確かめてから、フォルダーを削除して実行し直してください",
        "the manifest (`{MANIFEST}`) of the output `{output}` is damaged or of another version of annai; see that nothing in the folder is still needed, delete the folder and run again"
    )
}

fn in_the_way(output: &str, path: &Path) -> Text {
    let path = path.display();
    text!(
        "出力先「{output}」の「{path}」は annai が作ったものではないため、上書きできません。別の場所へ移すか、削除してください",
        "`{path}` in the output `{output}` is where a file of the site belongs, but annai did not write what is there; move or delete it"
    )
}

fn neighbour(path: &Path) -> Text {
    let path = path.display();
    text!(
        "「{path}」は annai が作業に使う名前ですが、annai が作ったものではありません。別の場所へ移してください",
        "annai needs the name `{path}` for its work, but did not make what is there; move it elsewhere"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_is_said_in_japanese() {
        let path = || PathBuf::from("faq/a");
        let refusals = [
            Refusal::HoldsSite,
            Refusal::Sources,
            Refusal::Forbidden,
            Refusal::NoParent,
            Refusal::Link,
            Refusal::NotFolder,
            Refusal::MountPoint,
            Refusal::NotOurs,
            Refusal::Manifest,
            Refusal::Foreign(path()),
            Refusal::Neighbour(path()),
            Refusal::FileAndFolder("faq".to_owned()),
            Refusal::Reserved,
        ];
        let said = refusals.map(|one| one.text("public").japanese);
        assert_eq!(
            said,
            [
                "出力先「public」はサイトのフォルダー自身か、それを含むフォルダーです。上書きすると原稿が消えるため、使えません",
                "出力先「public」は原稿のフォルダーの中にあります。public のような別のフォルダーを指定してください",
                "出力先「public」は大切なフォルダー（ホームやディスク全体など）です。その中に新しいフォルダーを作って指定してください",
                "出力先「public」を置くフォルダーがありません。先に作ってください",
                "出力先「public」はシンボリックリンクです。リンクの先のフォルダーを直接指定してください",
                "出力先「public」はフォルダーではありません。新しいフォルダーの名前を指定してください",
                "出力先「public」はディスクの接続先（マウントポイント）で、入れ替えられません。その中のフォルダーを指定してください",
                "出力先「public」には annai が作っていないファイルがあります。空のフォルダーか、新しい名前を指定してください",
                "出力先「public」の記録（.annai-manifest.json）が壊れているか、別の版の annai のものです。残したいファイルがないか確かめてから、フォルダーを削除して実行し直してください",
                "出力先「public」の「faq/a」は annai が作ったものではないため、上書きできません。別の場所へ移すか、削除してください",
                "「faq/a」は annai が作業に使う名前ですが、annai が作ったものではありません。別の場所へ移してください",
                "「faq」がファイルとフォルダーの両方に使われています。どちらかのアドレスを変えてください",
                "「.annai-manifest.json」は annai が使う名前です。ほかのファイルには使えません",
            ]
        );
    }

    #[test]
    fn every_failure_is_said_in_japanese() {
        let io = |operation, kind: io::ErrorKind| PublishError::Io {
            operation,
            path: PathBuf::from("public/a"),
            source: kind.into(),
            needed: 3000,
        };
        let failures = [
            PublishError::Locked {
                lock: PathBuf::from(".public.lock"),
            },
            io(Operation::Write, io::ErrorKind::StorageFull),
            io(Operation::Write, io::ErrorKind::QuotaExceeded),
            io(Operation::Read, io::ErrorKind::NotFound),
            io(Operation::RemoveFile, io::ErrorKind::PermissionDenied),
            io(Operation::Create, io::ErrorKind::ReadOnlyFilesystem),
            io(Operation::Create, io::ErrorKind::InvalidFilename),
            io(Operation::Sync, io::ErrorKind::TimedOut),
        ];
        let said = failures.map(|one| one.text().japanese);
        assert_eq!(
            said,
            [
                "別の annai が同じ出力先に書き込み中です（.public.lock）。終わるのを待ってから、もう一度実行してください",
                "「public/a」に書き込めません（ディスクの空き容量が足りません）。3000 バイト以上の空きを作ってください。公開中のサイトは元のままです",
                "「public/a」に書き込めません（割り当てられたディスク容量を使い切っています）。3000 バイト以上の空きを作ってください。公開中のサイトは元のままです",
                "「public/a」を読み込めません（見つかりません）",
                "「public/a」を削除できません（アクセスする権限がありません）",
                "「public/a」に書き込めません（書き込みが禁止されたディスクです）",
                "「public/a」に書き込めません（名前が長すぎるか、使えない文字を含んでいます）",
                "「public/a」に書き込めません（システムのエラー: timed out）",
            ]
        );
    }
}
