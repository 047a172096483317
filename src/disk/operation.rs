//! What the publisher asks of a disk, and a place where tests can refuse it.

use super::system;
use std::io;
use std::path::Path;

/// One step of a publish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// Take the lock beside the output.
    Lock,
    /// Ask what lies at a path.
    Look,
    /// Read the names in a folder.
    List,
    /// Read a file.
    Read,
    /// Make a folder.
    MakeFolder,
    /// Create a file.
    Create,
    /// Fill a file that was created.
    Write,
    /// Give a file of the old tree a second name in the new one.
    Link,
    /// Copy a file of the old tree into the new one.
    Copy,
    /// Set permissions.
    SetMode,
    /// Bring everything written to the disk itself.
    Sync,
    /// Exchange two folders in one step.
    Exchange,
    /// Rename a folder, or a file onto another.
    Rename,
    /// Bring a changed name to the disk itself.
    SyncFolder,
    /// Remove a file.
    RemoveFile,
    /// Remove an empty folder.
    RemoveFolder,
}

/// A disk, as far as a test needs to stand in its way.
///
/// The publisher asks before each operation and then calls the system itself. One hook
/// covers what a disk written twice (real and faulty) would, because all that matters to
/// the publisher is which operation fails, with what, and what the tree looks like at
/// that moment; and the real path through the code has no second implementation that it
/// could differ from.
pub trait Disk: Sync {
    /// Lets an operation on `path` happen, or fails it.
    ///
    /// # Errors
    /// What the operation is to fail with. It then does not happen.
    fn before(&self, operation: Operation, path: &Path) -> io::Result<()>;

    /// Whether the disk that is full at `path` has room for bytes, but for no more files.
    fn lacks_inodes(&self, path: &Path) -> bool {
        system::lacks_inodes(path)
    }
}

/// The disk of this machine: nothing stands in the way.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn before(&self, _: Operation, _: &Path) -> io::Result<()> {
        Ok(())
    }
}
