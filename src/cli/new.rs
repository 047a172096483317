//! `annai new`: a small site to begin with.

use super::Exit;
use super::args::{self, Common};
use super::clock;
use super::report::Reporter;
use annai::config::default_zone;
use annai::disk::{self, CreateError};
use annai::{scaffold, text};

pub(super) fn run(arguments: &args::New, common: &Common, reporter: &Reporter) -> Exit {
    let as_of = match clock::as_of(common.as_of, &default_zone()) {
        Ok(as_of) => as_of,
        Err(epoch) => {
            reporter.failure(&text!(
                "SOURCE_DATE_EPOCH の値「{epoch}」は日時として正しくありません",
                "`{epoch}` in SOURCE_DATE_EPOCH is not a time"
            ));
            return Exit::Usage;
        }
    };
    let dir = &arguments.dir;
    let shown = dir.display();
    match disk::create(&scaffold::site(as_of), dir) {
        Ok(()) => {
            reporter.done(&text!(
                "「{shown}」に新しいサイトを作りました。次は「annai build --root {shown}」です",
                "made a new site in `{shown}`; next: `annai build --root {shown}`"
            ));
            Exit::Ok
        }
        Err(CreateError::NotEmpty) => {
            reporter.failure(&text!(
                "「{shown}」にはもう何かが入っています。空のフォルダーか、新しい名前を指定してください",
                "`{shown}` is not empty; name an empty folder or a new one"
            ));
            Exit::Usage
        }
        Err(CreateError::Io { path, source }) => {
            let path = path.display();
            reporter.failure(&text!(
                "「{path}」に書き込めません（{source}）",
                "cannot write to `{path}`: {source}"
            ));
            Exit::Io
        }
    }
}
