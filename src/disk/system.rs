//! The few calls for which operating systems differ.
//!
//! Linux is what we test on. The other branches are designed, but unverified.
#![expect(
    clippy::disallowed_methods,
    reason = "disk is the door to the file system"
)]

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// The mode of every folder we publish.
pub(super) const FOLDER_MODE: u32 = 0o755;
/// The mode of every file we publish.
pub(super) const FILE_MODE: u32 = 0o644;

/// Opens an existing file for reading; never through a link in the last part of its path,
/// and never waiting for somebody at the other end of a pipe.
pub(super) fn open(path: &Path) -> io::Result<File> {
    open_with(OpenOptions::new().read(true), path)
}

fn open_with(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    options.open(path)
}

/// Opens an existing file as [`open`] does, if it may be written to as well.
pub(super) fn open_for_change(path: &Path) -> io::Result<File> {
    open_with(OpenOptions::new().read(true).write(true), path)
}

/// Opens the file that is only there to be locked, and makes it if it is missing. It is
/// opened for reading, so that another user's leftover can be locked too.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use rustix::fs::{Mode, OFlags};
        let flags =
            OFlags::RDONLY | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = rustix::fs::open(path, flags, Mode::from_raw_mode(0o644))?;
        Ok(File::from(file))
    }
    #[cfg(not(unix))]
    {
        OpenOptions::new().append(true).create(true).open(path)
    }
}

/// Removes a file.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}

/// Whether the file that is open is still the one at `path`.
pub(super) fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let here = match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            metadata => metadata?,
        };
        let open = file.metadata()?;
        Ok((here.dev(), here.ino()) == (open.dev(), open.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = (file, path);
        Ok(true)
    }
}

/// Creates a file that must not exist yet. Its mode is [`FILE_MODE`] as far as the umask
/// lets it be.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, FILE_MODE);
    options.open(path)
}

/// Makes a folder that must not exist yet. Its mode is [`FOLDER_MODE`] as far as the umask
/// lets it be.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        fs::DirBuilder::new().mode(FOLDER_MODE).create(path)
    }
    #[cfg(not(unix))]
    {
        fs::create_dir(path)
    }
}

/// The permissions of what has this metadata; where the system has no modes, those that
/// we would have set.
pub(super) fn mode(metadata: &Metadata) -> u32 {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        metadata.permissions().mode() & 0o777
    }
    #[cfg(not(unix))]
    {
        if metadata.is_dir() {
            FOLDER_MODE
        } else {
            FILE_MODE
        }
    }
}

/// Sets the permissions of a file or folder; a folder keeps handing down its group.
pub(super) fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let hands_down_group = fs::symlink_metadata(path)?.permissions().mode() & 0o2000;
        fs::set_permissions(path, fs::Permissions::from_mode(mode | hands_down_group))
    }
    #[cfg(not(unix))]
    {
        let _ = (path, mode);
        Ok(())
    }
}

/// Gives a file the permissions of another, and its owner and group where the system lets us.
/// Unlike [`set_mode`], nothing but this file can be meant.
pub(super) fn keep_permissions(file: &File, of: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let ours = file.metadata()?;
        if (ours.uid(), ours.gid()) != (of.uid(), of.gid()) {
            // Only a superuser can give files away; a group may be shared.
            let given = std::os::unix::fs::fchown(file, Some(of.uid()), Some(of.gid()));
            if given.is_err() {
                let _ = std::os::unix::fs::fchown(file, None, Some(of.gid()));
            }
        }
    }
    file.set_permissions(of.permissions())
}

/// Whether two things lie on one device.
pub(super) fn same_device(a: &Metadata, b: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        a.dev() == b.dev()
    }
    #[cfg(not(unix))]
    {
        let _ = (a, b);
        true
    }
}

/// Makes a link at `to` that says what the link at `from` says.
pub(super) fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(fs::read_link(from)?, to)
    }
    #[cfg(not(unix))]
    {
        let _ = (from, to);
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Exchanges two folders in one step.
///
/// # Errors
/// [`io::ErrorKind::Unsupported`] where system or file system cannot do that.
pub(super) fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
    }
    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    {
        let _ = (a, b);
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Whether an error of a rename says that this folder can never be moved: it is where something
/// is mounted, or belongs to a lower layer of a file system made of layers.
pub(super) fn is_fixed_in_place(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy
    )
}

/// Whether we may put something into a folder: by its mode, which a superuser is not bound to
/// but others understand, and by what the system says.
pub(super) fn may_write(folder: &Path, metadata: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use rustix::fs::{Access, AtFlags, CWD, accessat};
        use rustix::io::Errno;
        let denied = |errno| matches!(errno, Errno::ACCESS | Errno::PERM | Errno::ROFS);
        let asked = accessat(CWD, folder, Access::WRITE_OK, AtFlags::EACCESS);
        mode(metadata) & 0o200 != 0 && !asked.is_err_and(denied)
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        !metadata.permissions().readonly()
    }
}

/// The number of the user whom something belongs to; none where the system has no such numbers.
pub(super) fn owner(metadata: &Metadata) -> Option<u32> {
    #[cfg(unix)]
    {
        Some(std::os::unix::fs::MetadataExt::uid(metadata))
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        None
    }
}

/// Whether the disk at `path` has no room for one more file, however small. Not every file
/// system counts them.
pub(super) fn lacks_inodes(path: &Path) -> bool {
    #[cfg(unix)]
    {
        let nearest = path
            .ancestors()
            .find_map(|path| rustix::fs::statvfs(path).ok());
        nearest.is_some_and(|disk| disk.f_files > 0 && disk.f_favail == 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Whether an error of [`exchange`] says that it can never work here.
pub(super) fn cannot_exchange(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let errno = Errno::from_io_error(error);
        if [Errno::INVAL, Errno::NOSYS, Errno::OPNOTSUPP]
            .iter()
            .any(|&known| errno == Some(known))
        {
            return true;
        }
    }
    error.kind() == io::ErrorKind::Unsupported
}

/// Brings everything written to the file system of `folder` to the disk itself. One call
/// for the whole tree: a call per file costs a commit of the journal each.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        Ok(rustix::fs::syncfs(File::open(folder)?)?)
    }
    #[cfg(all(unix, not(target_os = "linux")))]
    {
        let _ = folder;
        rustix::fs::sync();
        Ok(())
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        Ok(())
    }
}

/// Brings the names in `folder` to the disk itself.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        File::open(folder)?.sync_all()
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        Ok(())
    }
}
