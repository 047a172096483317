//! Writes a new folder, for a site that begins.
#![expect(
    clippy::disallowed_methods,
    reason = "disk is the door to the file system"
)]

use crate::output::Outputs;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why a folder was not made.
#[derive(Debug)]
pub enum CreateError {
    /// There is something at its place already.
    NotEmpty,
    /// The machine failed.
    Io {
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Makes the folder `target` with these files. All of it is there, or nothing: the files are
/// written beside it, and take its place in one step. A folder that is there already and empty
/// stays the same folder, because somebody may be standing in it; it is filled when all is
/// written.
///
/// # Errors
/// When something that is no empty folder is at its place, or when the machine fails.
pub fn create(files: &Outputs, target: &Path) -> Result<(), CreateError> {
    match fs::read_dir(target).map(Iterator::count) {
        Ok(0) => return fill(files, target),
        Ok(_) => return Err(CreateError::NotEmpty),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(CreateError::NotEmpty);
        }
        Err(error) => return Err(failed(target, error)),
    }
    let parent = match target.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(|error| failed(parent, error))?;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let stage = parent.join(format!(".{name}.new"));
    fs::create_dir(&stage).map_err(|error| failed(&stage, error))?;
    let written = write(files, &stage).and_then(|()| {
        // What has come there meanwhile does not give way, unless it is an empty folder.
        fs::rename(&stage, target).map_err(|error| failed(target, error))
    });
    if written.is_err() {
        let _ = fs::remove_dir_all(&stage);
    }
    written
}

fn fill(files: &Outputs, target: &Path) -> Result<(), CreateError> {
    let stage = target.join(".new");
    fs::create_dir(&stage).map_err(|error| failed(&stage, error))?;
    let written = write(files, &stage).and_then(|()| empty_into(&stage, target));
    if written.is_err() {
        let _ = fs::remove_dir_all(&stage);
    }
    written
}

/// Moves all that is in `stage` to `target`; what makes the folder a site comes last.
fn empty_into(stage: &Path, target: &Path) -> Result<(), CreateError> {
    let entries = fs::read_dir(stage).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(|error| failed(stage, error))?;
    let mut names: Vec<_> = entries.iter().map(fs::DirEntry::file_name).collect();
    names.sort_by_key(|name| (name == "site.toml", name.clone()));
    for name in names {
        let to = target.join(&name);
        fs::rename(stage.join(&name), &to).map_err(|error| failed(&to, error))?;
    }
    fs::remove_dir(stage).map_err(|error| failed(stage, error))
}

fn write(files: &Outputs, stage: &Path) -> Result<(), CreateError> {
    for (path, file) in files {
        let path = stage.join(path.as_str());
        let folder = path.parent().unwrap_or(stage);
        fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
        fs::write(&path, file.bytes()).map_err(|error| failed(&path, error))?;
    }
    Ok(())
}

fn failed(path: &Path, source: io::Error) -> CreateError {
    CreateError::Io {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Output;
    use crate::path::OutputPath;

    fn files() -> Outputs {
        let path = OutputPath::parse("content/index.md").unwrap();
        Outputs::from([(path, Output::new(&b"x"[..]))])
    }

    #[test]
    fn a_folder_is_made_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a/b");
        create(&files(), &target).unwrap();
        assert_eq!(fs::read(target.join("content/index.md")).unwrap(), b"x");
        assert!(matches!(
            create(&files(), &target),
            Err(CreateError::NotEmpty)
        ));
        assert_eq!(fs::read_dir(folder.path().join("a")).unwrap().count(), 1);
    }

    #[test]
    fn an_empty_folder_is_filled() {
        let folder = tempfile::tempdir().unwrap();
        create(&files(), folder.path()).unwrap();
        assert!(folder.path().join("content/index.md").is_file());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
