//! Why a site was not published, for people.

use super::MANIFEST;
use crate::diag::Text;
use crate::disk::operation::Operation;
use crate::disk::reason::reason;
use crate::disk::system;
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
        /// What was to be written in all.
        needed: Needed,
        /// What the output folder holds now.
        left: Left,
    },
}

/// What a publish has to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needed {
    /// The bytes in its files.
    pub bytes: u64,
    /// Its files and folders.
    pub files: u64,
    /// Whether it is files that the disk has no room for: it may have any number of bytes left.
    pub is_files: bool,
}

/// What is in the output folder after a publish that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// The old site, as it was.
    Old,
    /// Some files of the new site among those of the old one. The next publish goes on from there.
    Mixed,
    /// The new site, but the system did not say that it is on the disk itself.
    New,
}

/// Why an output folder must not be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is the folder of the site, or contains it.
    HoldsSite,
    /// It holds sources or what annai remembers, or lies among them.
    Sources,
    /// It is one of the caller's forbidden folders, contains one, or is a whole disk.
    Forbidden,
    /// The folder that should contain it does not exist.
    NoParent,
    /// It is a link.
    Link,
    /// It is a file.
    NotFolder,
    /// It is where a disk is mounted that holds something else.
    MountPoint,
    /// It is empty, and nobody may put anything into it, or not we.
    ReadOnly {
        /// The number of the user whom it belongs to, where the system has such numbers.
        owner: Option<u32>,
        /// Its mode.
        mode: u32,
    },
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
    /// An output would have this name, which is our own.
    Reserved(&'static str),
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
                left,
            } => {
                let path = path.display().to_string();
                match left {
                    Left::Old => io_text(*operation, &path, source, *needed),
                    Left::Mixed => mixed_text(&path, source),
                    Left::New => unconfirmed_text(&path, source),
                }
            }
        }
    }

    /// The same failure, of a publish that was to write this much.
    #[must_use]
    pub(super) fn needing(mut self, bytes: u64, files: u64) -> Self {
        if let Self::Io { needed, .. } = &mut self {
            *needed = Needed {
                bytes,
                files,
                ..*needed
            };
        }
        self
    }

    /// The same failure, which left this in the output folder.
    #[must_use]
    pub(super) fn leaving(mut self, now: Left) -> Self {
        if let Self::Io { left, .. } = &mut self {
            *left = now;
        }
        self
    }

    /// Whether it says that a folder cannot be moved from where it is.
    pub(super) fn is_fixed_in_place(&self) -> bool {
        matches!(
            self,
            Self::Io { operation: Operation::Exchange | Operation::Rename, source, .. }
                if system::is_fixed_in_place(source)
        )
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

fn io_text(operation: Operation, path: &str, source: &io::Error, needed: Needed) -> Text {
    let Text { japanese, english } = reason(source);
    let is_full = matches!(
        source.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    );
    if needed.is_files {
        let files = needed.files;
        return text!(
            "「{path}」を作れません（このディスクに作れるファイルの数の上限です。空き容量の問題ではありません）。あと {files} 個作れるように、要らないファイルを消してください。公開中のサイトは元のままです",
            "cannot make `{path}`: the disk has no inodes left, whatever room it has for bytes; {files} more files must be possible, so remove some (the published site is as it was)"
        );
    }
    if is_full {
        let needed = needed.bytes;
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

fn mixed_text(path: &str, source: &io::Error) -> Text {
    let Text { japanese, english } = reason(source);
    text!(
        "「{path}」を入れ替えられません（{japanese}）。サイトの一部だけが新しくなっています。原因を直してもう一度実行すると、続きから入れ替えます",
        "cannot replace `{path}`: {english}; a part of the site is new now, and the next run replaces the rest, so mend that and run again"
    )
}

fn unconfirmed_text(path: &str, source: &io::Error) -> Text {
    let Text { japanese, english } = reason(source);
    text!(
        "新しいサイトは公開しました。ただし、ディスクに記録されたことを確かめられません（「{path}」: {japanese}）。ディスクに問題がないか確かめて、もう一度実行してください",
        "the new site is published, but the system does not confirm that it is on the disk (`{path}`: {english}); look after the disk and run again"
    )
}

impl Refusal {
    fn text(&self, output: &str) -> Text {
        match self {
            Self::HoldsSite => text!(
                "出力先「{output}」はサイトのフォルダー自身か、それを含むフォルダーです。上書きすると原稿が消えるため、使えません",
                "the output `{output}` is the folder of the site or contains it, and replacing it would delete the sources"
            ),
            Self::Sources => text!(
                "出力先「{output}」は、原稿や annai の記録を置くフォルダーか、その中にあります。public のような別のフォルダーを指定してください",
                "the output `{output}` lies among the sources, or what annai remembers; choose another folder, such as `public`"
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
                "出力先「{output}」はディスクの接続先（マウントポイント）で、annai が作っていないファイルがあります。その中に新しいフォルダーを作って指定してください",
                "the output `{output}` is a mount point and holds files that annai did not write; choose a new folder inside of it"
            ),
            Self::ReadOnly { owner, mode } => read_only(output, *owner, *mode),
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
            Self::Reserved(name) => text!(
                "「{name}」は annai が使う名前です。ほかのファイルには使えません",
                "no output can be called `{name}`, which is annai's own"
            ),
        }
    }
}

fn read_only(output: &str, owner: Option<u32>, mode: u32) -> Text {
    let owner = owner.map_or_else(|| "?".to_owned(), |owner| owner.to_string());
    text!(
        "出力先「{output}」は、書き込みが許可されていない空のフォルダーです（所有者の番号 {owner}、モード {mode:03o}）。書き込めるようにするか、新しい名前を指定してください",
        "the output `{output}` is an empty folder that may not be written to (owner {owner}, mode {mode:03o}); allow that, or choose a new name"
    )
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
            Refusal::ReadOnly {
                owner: Some(0),
                mode: 0o555,
            },
            Refusal::NotOurs,
            Refusal::Manifest,
            Refusal::Foreign(path()),
            Refusal::Neighbour(path()),
            Refusal::FileAndFolder("faq".to_owned()),
            Refusal::Reserved(MANIFEST),
        ];
        let said = refusals.map(|one| one.text("public").japanese);
        assert_eq!(
            said,
            [
                "出力先「public」はサイトのフォルダー自身か、それを含むフォルダーです。上書きすると原稿が消えるため、使えません",
                "出力先「public」は、原稿や annai の記録を置くフォルダーか、その中にあります。public のような別のフォルダーを指定してください",
                "出力先「public」は大切なフォルダー（ホームやディスク全体など）です。その中に新しいフォルダーを作って指定してください",
                "出力先「public」を置くフォルダーがありません。先に作ってください",
                "出力先「public」はシンボリックリンクです。リンクの先のフォルダーを直接指定してください",
                "出力先「public」はフォルダーではありません。新しいフォルダーの名前を指定してください",
                "出力先「public」はディスクの接続先（マウントポイント）で、annai が作っていないファイルがあります。その中に新しいフォルダーを作って指定してください",
                "出力先「public」は、書き込みが許可されていない空のフォルダーです（所有者の番号 0、モード 555）。書き込めるようにするか、新しい名前を指定してください",
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
            needed: Needed {
                bytes: 3000,
                files: 12,
                is_files: false,
            },
            left: Left::Old,
        };
        let mut no_inodes = io(Operation::Create, io::ErrorKind::StorageFull);
        if let PublishError::Io { needed, .. } = &mut no_inodes {
            needed.is_files = true;
        }
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
            io(Operation::Write, io::ErrorKind::FileTooLarge),
            no_inodes,
            io(Operation::Rename, io::ErrorKind::PermissionDenied).leaving(Left::Mixed),
            io(Operation::SyncFolder, io::ErrorKind::ReadOnlyFilesystem).leaving(Left::New),
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
                "「public/a」に書き込めません（一つのファイルの大きさの上限を超えます）",
                "「public/a」を作れません（このディスクに作れるファイルの数の上限です。空き容量の問題ではありません）。あと 12 個作れるように、要らないファイルを消してください。公開中のサイトは元のままです",
                "「public/a」を入れ替えられません（アクセスする権限がありません）。サイトの一部だけが新しくなっています。原因を直してもう一度実行すると、続きから入れ替えます",
                "新しいサイトは公開しました。ただし、ディスクに記録されたことを確かめられません（「public/a」: 書き込みが禁止されたディスクです）。ディスクに問題がないか確かめて、もう一度実行してください",
            ]
        );
    }
}
