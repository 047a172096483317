//! The programs that tests use where they are installed.

use std::env;
use std::path::PathBuf;

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
