//! What has to be known of a picture before anybody opens it: its size, whether all of it is
//! there, and what of it is published. All of it comes from the structure of the file; no pixel
//! is decoded.

use super::content::{self, Content, Format};
use super::svg::Drawing;
use super::{gif, isobmff, jpeg, png, svg, webp};
use std::sync::Arc;

/// What is known of the file of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// What it is.
    pub content: Content,
    /// Width and height in pixels as a browser shows it.
    pub size: Option<(u32, u32)>,
    /// Why nobody can show all of it.
    pub flaw: Option<Flaw>,
    /// The file that is published in its place: without the place where it was taken, the camera
    /// and notes; of a drawing, what may stand in one. None where it holds no more than that.
    pub published: Option<Arc<[u8]>>,
    /// What was found in a drawing.
    pub drawing: Drawing,
}

/// Why a picture cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It ends before its end.
    CutOff,
    /// What is in it makes no picture.
    Damaged,
}

/// What a parser finds out about a picture.
#[derive(Debug, Default)]
pub(super) struct Structure {
    pub(super) size: Option<(u32, u32)>,
    pub(super) flaw: Option<Flaw>,
    /// The file without what is not published, where that is another.
    pub(super) published: Option<Vec<u8>>,
    pub(super) drawing: Drawing,
}

impl Structure {
    /// A picture with a flaw. It is published by nobody, so nothing is taken out of it.
    pub(super) fn flawed(flaw: Flaw, size: Option<(u32, u32)>) -> Self {
        Self {
            size,
            flaw: Some(flaw),
            ..Self::default()
        }
    }
}

/// Looks at the file of a picture.
pub fn inspect(bytes: &[u8]) -> Inspection {
    let content = content::of(bytes);
    let structure = match content {
        Content::Shown(format) => match format {
            Format::Jpeg => jpeg::read(bytes),
            Format::Png => png::read(bytes),
            Format::Gif => gif::read(bytes),
            Format::WebP => webp::read(bytes),
            Format::Avif => isobmff::read(bytes),
            Format::Svg => svg::read(bytes),
        },
        Content::Unshown(_)
        | Content::Pdf
        | Content::Office(_)
        | Content::Film
        | Content::Sound
        | Content::Html
        | Content::LfsPointer
        | Content::Empty
        | Content::Unknown => Structure::default(),
    };
    Inspection {
        content,
        size: structure.size,
        flaw: structure.flaw,
        published: structure
            .published
            .filter(|published| published != bytes)
            .map(Arc::from),
        drawing: structure.drawing,
    }
}
