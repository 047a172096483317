//! The programs that tests use where they are installed.

use std::env;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The browser there is; nothing, said in clear words, where there is none. Where `CI` is set
/// there has to be one.
pub(crate) fn chromium() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|program| program.is_file());
    if found.is_none() {
        assert!(
            env::var_os("CI").is_none(),
            "no Chromium on PATH: install it (apt-get install chromium)"
        );
        println!("skipped: no chromium, chromium-browser or google-chrome on PATH");
    }
    found
}

/// The words of a PDF, by `pdftotext` (poppler-utils); nothing, said in clear words, where it is
/// not installed.
#[allow(dead_code, reason = "not every test prints")]
pub(crate) fn pdftotext(pdf: &[u8]) -> Option<String> {
    let program = Command::new("pdftotext")
        .args(["-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut program) = program else {
        println!("skipped: no pdftotext on PATH");
        return None;
    };
    // It reads all before it writes.
    program.stdin.take()?.write_all(pdf).ok()?;
    let read = program.wait_with_output().ok()?;
    assert!(read.status.success(), "pdftotext could not read the PDF");
    String::from_utf8(read.stdout).ok()
}
