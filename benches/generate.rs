//! Writes a made-up site to a folder, for comparisons outside of the benchmark:
//! `cargo run --release --example generate -- PAGES FOLDER`.
#![expect(
    clippy::disallowed_methods,
    reason = "writing files is what this program is for"
)]

mod support;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [pages, folder] = &arguments[..] else {
        eprintln!("usage: generate PAGES FOLDER");
        return ExitCode::from(2);
    };
    let Ok(pages) = pages.parse() else {
        eprintln!("not a number: {pages}");
        return ExitCode::from(2);
    };
    match write(pages, Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write the site: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(pages: usize, folder: &Path) -> io::Result<()> {
    for file in support::generate::site(pages) {
        let path = folder.join(file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, file.text)?;
    }
    Ok(())
}
