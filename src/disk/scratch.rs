//! Files for other programs: a folder that goes away, and a result that is whole or not there.
#![expect(
    clippy::disallowed_methods,
    reason = "disk is the door to the file system"
)]

use super::create::{CreateError, create};
use crate::output::Outputs;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use tempfile::{Builder, TempDir};

/// A folder of the system's for what is not kept. It goes away with this value.
#[derive(Debug)]
pub struct Scratch(TempDir);

impl Scratch {
    /// A folder that holds these files, and nobody else's.
    ///
    /// # Errors
    /// When the machine fails.
    pub fn with(files: &Outputs) -> Result<Self, CreateError> {
        let made = Builder::new().prefix("annai-").tempdir();
        let folder = made.map_err(|source| CreateError::Io {
            path: tempfile::env::temp_dir(),
            source,
        })?;
        create(files, folder.path())?;
        Ok(Self(folder))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The bytes of a file that another program has written there.
    ///
    /// # Errors
    /// What the system says.
    pub fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        fs::read(self.path().join(name))
    }
}

/// Writes `bytes` to the file `path`: all of them or, when the machine fails, what was there.
///
/// # Errors
/// What the system says.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut builder = Builder::new();
    #[cfg(unix)]
    builder.permissions(ordinary());
    let mut stage = builder.prefix(".annai-").tempfile_in(folder)?;
    stage.write_all(bytes)?;
    stage.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// What files get that are made to be passed on, less what the user's mask takes away.
#[cfg(unix)]
fn ordinary() -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o666)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_takes_the_place_of_the_last_one_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        for bytes in [&b"first"[..], b"second"] {
            put(&path, bytes).unwrap();
            assert_eq!(fs::read(&path).unwrap(), bytes);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let nowhere = folder.path().join("no/such/folder.pdf");
        assert_eq!(
            put(&nowhere, b"x").unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
    }

    #[test]
    fn a_scratch_folder_goes_away() {
        let scratch = Scratch::with(&Outputs::new()).unwrap();
        let path = scratch.path().to_owned();
        assert!(path.is_dir());
        drop(scratch);
        assert!(!path.exists());
    }
}
