//! What can be wrong with a source before anybody reads what it says.

use crate::diag::{Code, Diagnostic, Place, Severity, Text, code};
use crate::disk::reason::reason;
use crate::source::SourceId;
use crate::text;
use std::io;
use std::path::Path;

fn finding(code: Code, id: &SourceId, message: Text, help: Text) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(code, Place::file(id), message).help(help))
}

/// The site has no `site.toml`; `path` is where it was looked for.
pub(super) fn no_config(id: &SourceId, path: &Path) -> Box<Diagnostic> {
    let path = path.display();
    finding(
        code::MISSING_FILE,
        id,
        text!("設定ファイル「{path}」がありません", "there is no `{path}`"),
        text!(
            "site.toml のあるフォルダーで実行するか、--root でそのフォルダーを指定してください。新しいサイトは annai new で作れます",
            "run annai in the folder of the site, or name that folder with --root; `annai new` makes a new site"
        ),
    )
}

/// The system does not let us read a file or folder.
pub(super) fn unreadable(id: &SourceId, error: &io::Error) -> Box<Diagnostic> {
    let Text { japanese, english } = reason(error);
    finding(
        code::UNREADABLE_FILE,
        id,
        text!(
            "「{id}」を読み込めません（{japanese}）",
            "cannot read `{id}`: {english}"
        ),
        text!(
            "ほかのプログラムで開いて確かめ、読み取りの権限を付けてください。サイトに要らないものなら、別の場所へ移してください",
            "make it readable, or move it elsewhere if the site does not need it"
        ),
    )
}

/// Somebody keeps writing to a file.
pub(super) fn being_written(id: &SourceId) -> Box<Diagnostic> {
    finding(
        code::UNREADABLE_FILE,
        id,
        text!(
            "「{id}」は書き込み中のため、読み込めませんでした",
            "`{id}` is being written to by another program"
        ),
        text!(
            "保存やコピーが終わってから、もう一度実行してください",
            "run annai again when the file has been saved"
        ),
    )
}

/// A symbolic link among the sources.
pub(super) fn link(id: &SourceId) -> Box<Diagnostic> {
    finding(
        code::UNREADABLE_FILE,
        id,
        text!(
            "「{id}」はシンボリックリンクです。リンクの先は読み込みません",
            "`{id}` is a symbolic link, which is not followed"
        ),
        text!(
            "リンクの代わりに、ファイルやフォルダーそのものを置いてください",
            "put the file or folder itself in place of the link"
        ),
    )
}

/// A pipe, socket or device among the sources.
pub(super) fn special(id: &SourceId) -> Box<Diagnostic> {
    finding(
        code::UNREADABLE_FILE,
        id,
        text!(
            "「{id}」は普通のファイルではありません（パイプ、ソケット、デバイスなど）",
            "`{id}` is not a regular file but a pipe, socket or device"
        ),
        text!(
            "サイトのフォルダーの外へ移してください",
            "move it out of the folder of the site"
        ),
    )
}

/// A folder with the name of a file.
pub(super) fn folder_for_file(id: &SourceId) -> Box<Diagnostic> {
    finding(
        code::UNREADABLE_FILE,
        id,
        text!(
            "「{id}」という名前のフォルダーがあります。この名前はファイルに使うものです",
            "`{id}` is a folder, but has the name of a file"
        ),
        text!("フォルダーの名前を変えてください", "rename the folder"),
    )
}

/// A file with the name of a folder.
pub(super) fn file_for_folder(id: &SourceId) -> Box<Diagnostic> {
    finding(
        code::UNREADABLE_FILE,
        id,
        text!(
            "「{id}」がフォルダーではなくファイルになっています",
            "`{id}` should be a folder, but is a file"
        ),
        text!(
            "ファイルを別の名前に変え、「{id}」という名前のフォルダーを作ってください",
            "rename the file and make a folder of that name"
        ),
    )
}

/// A source of more bytes than any that was meant to be one.
pub(super) fn too_large(id: &SourceId, size: u64, limit: u64) -> Box<Diagnostic> {
    let size = grouped(size);
    let limit = grouped(limit);
    finding(
        code::TOO_LARGE,
        id,
        text!(
            "「{id}」が大きすぎます（{size} バイト。上限は {limit} バイト）",
            "`{id}` has {size} bytes, more than the limit of {limit}"
        ),
        text!(
            "ファイルを分けるか、小さくしてください",
            "split it or make it smaller"
        ),
    )
}

/// A name that is not text; `id` shows its bytes escaped.
pub(super) fn not_unicode(id: &SourceId) -> Box<Diagnostic> {
    finding(
        code::UNPORTABLE_NAME,
        id,
        text!(
            "「{id}」の名前は文字コードが UTF-8 ではありません（\\x の後の 2 桁が読めないバイトです）",
            "the name `{id}` is not UTF-8 (its bytes are shown as \\x and two digits)"
        ),
        text!(
            "半角の英数字で名前を付け直してください",
            "rename it, best with ASCII letters and digits"
        ),
    )
}

/// Two people's edits that a service which syncs folders could not merge.
pub(super) fn conflicted_copy(id: &SourceId) -> Box<Diagnostic> {
    let mut finding = finding(
        code::UNPORTABLE_NAME,
        id,
        text!(
            "「{id}」は同期サービスが作った競合コピーのようです。公開しません",
            "`{id}` looks like a conflicted copy made by a sync service; it is not published"
        ),
        text!(
            "元のファイルと見比べて必要な変更を移してから、削除してください",
            "move what is missing to the original file, then delete the copy"
        ),
    );
    finding.severity = Severity::Warning;
    finding
}

/// A number with its digits in groups of three.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1000), "1,000");
        assert_eq!(grouped(200_000_000), "200,000,000");
    }

    #[test]
    fn every_finding_is_said_in_japanese() {
        let id = SourceId::new("content/a.md");
        let findings = [
            no_config(&id, Path::new("site.toml")),
            unreadable(&id, &io::ErrorKind::PermissionDenied.into()),
            being_written(&id),
            link(&id),
            special(&id),
            folder_for_file(&id),
            file_for_folder(&id),
            too_large(&id, 3_000_000, 2_000_000),
            not_unicode(&id),
            conflicted_copy(&id),
        ];
        let said = findings.map(|one| {
            let help = one.help.unwrap_or_else(|| Text::same(""));
            format!("{}。{}", one.message.japanese, help.japanese)
        });
        assert_eq!(
            said,
            [
                "設定ファイル「site.toml」がありません。site.toml のあるフォルダーで実行するか、--root でそのフォルダーを指定してください。新しいサイトは annai new で作れます",
                "「content/a.md」を読み込めません（アクセスする権限がありません）。ほかのプログラムで開いて確かめ、読み取りの権限を付けてください。サイトに要らないものなら、別の場所へ移してください",
                "「content/a.md」は書き込み中のため、読み込めませんでした。保存やコピーが終わってから、もう一度実行してください",
                "「content/a.md」はシンボリックリンクです。リンクの先は読み込みません。リンクの代わりに、ファイルやフォルダーそのものを置いてください",
                "「content/a.md」は普通のファイルではありません（パイプ、ソケット、デバイスなど）。サイトのフォルダーの外へ移してください",
                "「content/a.md」という名前のフォルダーがあります。この名前はファイルに使うものです。フォルダーの名前を変えてください",
                "「content/a.md」がフォルダーではなくファイルになっています。ファイルを別の名前に変え、「content/a.md」という名前のフォルダーを作ってください",
                "「content/a.md」が大きすぎます（3,000,000 バイト。上限は 2,000,000 バイト）。ファイルを分けるか、小さくしてください",
                "「content/a.md」の名前は文字コードが UTF-8 ではありません（\\x の後の 2 桁が読めないバイトです）。半角の英数字で名前を付け直してください",
                "「content/a.md」は同期サービスが作った競合コピーのようです。公開しません。元のファイルと見比べて必要な変更を移してから、削除してください",
            ]
        );
    }
}
