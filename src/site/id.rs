//! What pages and files are referred to by.

/// Which page: its place in [`super::Site::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub(super) usize);

impl PageId {
    /// The place.
    pub fn number(self) -> usize {
        self.0
    }
}

/// Which file: its place in [`super::Site::files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(super) usize);

/// Which page that is not shown: its place in [`super::Site::hidden`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HiddenId(pub(super) usize);

/// Which file that cannot be published: its place in [`super::Site::refused`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RefusedId(pub(super) usize);

/// Something that has an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// A page.
    Page(PageId),
    /// A file.
    File(FileId),
    /// A page that is not shown.
    Hidden(HiddenId),
}
