//! How a page is laid out, where that is not what its kind says.

/// The layouts that front matter can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A sheet of A4 that goes with a letter, with a QR code to its page.
    Leaflet,
}

/// The names of all of them.
pub(super) const NAMES: [&str; 1] = [Layout::Leaflet.name()];

impl Layout {
    /// Its name, as `layout` says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Leaflet => "leaflet",
        }
    }

    /// The layout of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        (name == Self::Leaflet.name()).then_some(Self::Leaflet)
    }
}
