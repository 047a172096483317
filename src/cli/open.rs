//! Opens something in the program that the user has for it.

use super::report::Reporter;
use annai::text;
use std::ffi::OsStr;
use std::process::{Command, Stdio};

/// Shows a page in the user's browser. That there is none is no failure of the
/// command.
pub(super) fn page(page: impl AsRef<OsStr>, reporter: &Reporter) {
    let page = page.as_ref();
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    let quiet = command
        .arg(page)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let opened = quiet.status().is_ok_and(|status| status.success());
    if !opened {
        let page = page.display();
        reporter.done(&text!(
            "ブラウザーを開けませんでした。このファイルを開いてください: {page}",
            "no browser could be started; open this file: {page}"
        ));
    }
}
