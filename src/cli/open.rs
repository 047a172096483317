//! Opens something in the program that the user has for it. That there is none is no failure
//! of the command.

use super::report::Reporter;
use annai::diag::Text;
use annai::text;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

/// Shows a file in the user's browser.
pub(super) fn file(file: &Path, reporter: &Reporter) {
    let opened = launcher(file.as_os_str()).status();
    if !opened.is_ok_and(|status| status.success()) {
        let file = file.display();
        reporter.done(&text!(
            "ブラウザーを開けませんでした。このファイルを開いてください: {file}",
            "no browser could be started; open this file yourself: {file}"
        ));
    }
}

/// Shows an address in the user's browser. What starts that may stay until the browser is
/// closed, and is not waited for.
pub(super) fn address(url: &str, reporter: &Reporter) {
    let words = text!(
        "ブラウザーを開けませんでした。このアドレスを開いてください: {url}",
        "no browser could be started; open this address yourself: {url}"
    );
    let mut launcher = launcher(OsStr::new(url));
    outlive(&mut launcher);
    match launcher.spawn() {
        Ok(mut child) => {
            let reporter = reporter.clone();
            thread::spawn(move || tell(child.wait().ok(), &words, &reporter));
        }
        Err(_) => reporter.done(&words),
    }
}

/// Tells that a program has failed. One that was ended by somebody has not.
fn tell(status: Option<ExitStatus>, words: &Text, reporter: &Reporter) {
    let code = status.and_then(|status| status.code());
    if code.is_some_and(|code| code != 0) {
        reporter.done(words);
    }
}

/// The Ctrl+C that ends the preview does not end the browser.
fn outlive(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// What opens something in the program that the user has for it.
fn launcher(what: &OsStr) -> Command {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    command
        .arg(what)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}
