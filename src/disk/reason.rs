//! Failures of the machine, in words.

use crate::diag::Text;
use crate::text;
use std::io;

/// Why an operation failed, as part of a longer sentence.
pub(super) fn reason(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::NotFound => text!("見つかりません", "it does not exist"),
        io::ErrorKind::PermissionDenied => {
            text!("アクセスする権限がありません", "permission denied")
        }
        io::ErrorKind::ReadOnlyFilesystem => text!(
            "書き込みが禁止されたディスクです",
            "the file system is read-only"
        ),
        io::ErrorKind::StorageFull => {
            text!("ディスクの空き容量が足りません", "the disk is full")
        }
        io::ErrorKind::QuotaExceeded => text!(
            "割り当てられたディスク容量を使い切っています",
            "the disk quota is used up"
        ),
        io::ErrorKind::FileTooLarge => text!(
            "一つのファイルの大きさの上限を超えます",
            "the file would be larger than the system allows"
        ),
        io::ErrorKind::InvalidFilename => text!(
            "名前が長すぎるか、使えない文字を含んでいます",
            "the name is too long or not allowed here"
        ),
        _ => text!("システムのエラー: {error}", "{error}"),
    }
}
