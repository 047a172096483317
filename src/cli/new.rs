//! `annai new`: a small site to begin with.

use super::Exit;
use super::args::{self, Common};
use super::report::Reporter;
use super::site;
use annai::config::default_zone;
use annai::disk::{self, CreateError};
use annai::{scaffold, text};

pub(super) fn run(arguments: &args::New, common: &Common, reporter: &Reporter) -> Exit {
    let as_of = match site::as_of(common, &default_zone(), reporter) {
        Ok(as_of) => as_of,
        Err(exit) => return exit,
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
