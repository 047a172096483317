//! Large pictures in fewer pixels, for phones and slow lines. The only module that knows the
//! `image` crate.

use super::content::{Content, Format};
use super::inspect::{Inspection, inspect};
use crate::hash::Hash;
use crate::source::Source;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageResult};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

/// The widths that pictures are made in, in pixels: a phone, a column of text, and that column
/// on a screen of twice as many pixels.
const WIDTHS: [u32; 3] = [480, 800, 1440];

/// A picture is made smaller only where it is more than this much wider, in hundredths.
const WORTH_WIDTH: u64 = 125;

/// A smaller one is kept only where it has at most this many bytes, in hundredths of the
/// larger: a drawing with few colours may well have more.
const WORTH_BYTES: usize = 80;

/// Files of fewer bytes are light enough for everybody.
const LIGHT: usize = 50_000;

/// How good JPEG is to be, of 100.
const QUALITY: u8 = 82;

/// Pictures of more pixels are taken one at a time: each needs four bytes a pixel and more.
const LARGE: u64 = 24_000_000;

/// The version of the rules above, as a part of what variants are remembered under.
pub const VERSION: &str = "1";

/// A picture in fewer pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// How many pixels wide it is.
    pub width: u32,
    /// The file.
    pub bytes: Arc<[u8]>,
}

/// What is known of pictures by their hashes: their variants, smallest first, and what their files
/// tell.
#[derive(Clone, Debug, Default)]
pub struct Gallery {
    variants: BTreeMap<Hash, Arc<[Variant]>>,
    inspections: BTreeMap<Hash, Arc<Inspection>>,
}

impl Gallery {
    /// The variants of all pictures among `sources`; what `kept` has is not made again.
    pub fn of<'a>(sources: impl Iterator<Item = &'a Arc<Source>>, kept: &Self) -> Self {
        let named = sources.filter(|source| super::is_shown(source.id().as_str()));
        let sources: Vec<&Source> = named.map(|source| &**source).collect();
        let mut gallery = Self {
            variants: BTreeMap::new(),
            inspections: inspections(&sources, kept),
        };
        let mut wanted: Vec<(&Source, Raster)> = Vec::new();
        for source in sources {
            let Some(raster) = gallery.raster(source) else {
                continue;
            };
            match kept.variants.get(&source.hash()) {
                Some(variants) => {
                    gallery.variants.insert(source.hash(), Arc::clone(variants));
                }
                None => wanted.push((source, raster)),
            }
        }
        let pixels = |source: &Source| {
            let size = gallery.inspection(source).and_then(|one| one.size);
            let (width, height) = size.unwrap_or_default();
            u64::from(width) * u64::from(height)
        };
        let (large, small): (Vec<_>, Vec<_>) = wanted
            .into_iter()
            .partition(|(source, _)| pixels(source) > LARGE);
        let make = |(source, raster): &(&Source, Raster)| {
            // One that cannot be read has been reported, and is published as it is.
            let variants = raster.variants(source.bytes()).unwrap_or_default();
            (source.hash(), Arc::from(variants))
        };
        let made: Vec<_> = small.par_iter().map(make).collect();
        gallery.variants.extend(made);
        gallery.variants.extend(large.iter().map(make));
        gallery
    }

    /// The format in which there is to be less of a picture, if it is worth that. What cannot be
    /// shown is not published in any size; and it may be a picture so large that nobody should
    /// open it.
    fn raster(&self, source: &Source) -> Option<Raster> {
        let inspection = self.inspection(source)?;
        let is_light = source.bytes().len() < LIGHT;
        if is_light || inspection.flaw.is_some() || super::is_huge(inspection) {
            return None;
        }
        match inspection.content {
            Content::Shown(format) if Format::of_name(source.id().as_str()) == Some(format) => {
                Raster::of(format)
            }
            _ => None,
        }
    }

    /// What the file of a picture tells; nothing for other files.
    pub fn inspection(&self, source: &Source) -> Option<&Arc<Inspection>> {
        self.inspections.get(&source.hash())
    }

    /// The variants of the picture with that hash, smallest first; none for what is small
    /// enough, or no picture.
    pub fn get(&self, picture: Hash) -> &[Variant] {
        self.variants.get(&picture).map_or(&[], |variants| variants)
    }

    /// Whether it knows a picture, be it that it has no variants.
    pub fn knows(&self, picture: Hash) -> bool {
        self.variants.contains_key(&picture)
    }

    /// All pictures with their variants.
    pub fn iter(&self) -> impl Iterator<Item = (Hash, &[Variant])> {
        self.variants
            .iter()
            .map(|(hash, variants)| (*hash, &**variants))
    }
}

impl FromIterator<(Hash, Vec<Variant>)> for Gallery {
    fn from_iter<T: IntoIterator<Item = (Hash, Vec<Variant>)>>(pictures: T) -> Self {
        let pictures = pictures.into_iter();
        Self {
            variants: pictures
                .map(|(hash, variants)| (hash, variants.into()))
                .collect(),
            inspections: BTreeMap::new(),
        }
    }
}

/// Looks at all pictures that `kept` does not know.
fn inspections(sources: &[&Source], kept: &Gallery) -> BTreeMap<Hash, Arc<Inspection>> {
    let inspected = sources.par_iter().map(|source| {
        let known = kept.inspections.get(&source.hash());
        let inspection = known.map_or_else(|| Arc::new(inspect(source.bytes())), Arc::clone);
        (source.hash(), inspection)
    });
    inspected.collect()
}

/// Whether a file of that name is a picture that variants are made of.
pub fn has_variants(name: &str) -> bool {
    Format::of_name(name).and_then(Raster::of).is_some()
}

/// A format that there are variants in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Raster {
    Jpeg,
    Png,
    WebP,
}

impl Raster {
    fn of(format: Format) -> Option<Self> {
        match format {
            Format::Jpeg => Some(Self::Jpeg),
            Format::Png => Some(Self::Png),
            Format::WebP => Some(Self::WebP),
            Format::Gif | Format::Avif | Format::Svg => None,
        }
    }

    /// The picture in all widths that are worth it, in the same format.
    fn variants(self, bytes: &[u8]) -> ImageResult<Vec<Variant>> {
        let file = Cursor::new(bytes);
        match self {
            Self::Jpeg => self.scaled(JpegDecoder::new(file)?, bytes.len()),
            Self::Png => {
                let decoder = PngDecoder::new(file)?;
                // What moves would stand still.
                if decoder.is_apng()? {
                    return Ok(Vec::new());
                }
                self.scaled(decoder, bytes.len())
            }
            Self::WebP => {
                let decoder = WebPDecoder::new(file)?;
                if decoder.has_animation() {
                    return Ok(Vec::new());
                }
                self.scaled(decoder, bytes.len())
            }
        }
    }

    fn scaled(self, mut decoder: impl ImageDecoder, whole: usize) -> ImageResult<Vec<Variant>> {
        let orientation = decoder.orientation()?;
        let (width, height) = upright(decoder.dimensions(), orientation);
        let is_worth = |new: &u32| u64::from(*new) * WORTH_WIDTH < u64::from(width) * 100;
        let widths: Vec<u32> = WIDTHS.into_iter().filter(is_worth).collect();
        if widths.is_empty() {
            return Ok(Vec::new());
        }
        let profile = decoder.icc_profile()?;
        let mut picture = DynamicImage::from_decoder(decoder)?;
        picture.apply_orientation(orientation);
        let mut variants = Vec::new();
        let mut larger = whole;
        // Each is made of the next larger one, which is quicker and looks the same.
        for new in widths.into_iter().rev() {
            let scale = f64::from(new) / f64::from(width);
            let new_height = (f64::from(height) * scale).round().max(1.0) as u32;
            picture = picture.resize_exact(new, new_height, image::imageops::Lanczos3);
            let bytes = self.written(&picture, profile.clone())?;
            if bytes.len() * 100 <= larger * WORTH_BYTES {
                larger = bytes.len();
                let bytes = bytes.into();
                variants.push(Variant { width: new, bytes });
            }
        }
        variants.reverse();
        Ok(variants)
    }

    fn written(self, picture: &DynamicImage, profile: Option<Vec<u8>>) -> ImageResult<Vec<u8>> {
        let mut bytes = Vec::new();
        match self {
            Self::Jpeg => {
                let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
                write(encoder, picture, profile)?;
            }
            Self::Png => {
                let (compression, filter) = (CompressionType::Best, FilterType::Adaptive);
                let encoder = PngEncoder::new_with_quality(&mut bytes, compression, filter);
                write(encoder, picture, profile)?;
            }
            Self::WebP => write(WebPEncoder::new_lossless(&mut bytes), picture, profile)?,
        }
        Ok(bytes)
    }
}

fn write(
    mut encoder: impl ImageEncoder,
    picture: &DynamicImage,
    profile: Option<Vec<u8>>,
) -> ImageResult<()> {
    if let Some(profile) = profile {
        // A format that holds none shows the colours a little differently.
        let _ = encoder.set_icc_profile(profile);
    }
    picture.write_with_encoder(encoder)
}

/// Width and height as a browser shows them, which heeds how the camera was held.
fn upright((width, height): (u32, u32), orientation: Orientation) -> (u32, u32) {
    match orientation {
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => (width, height),
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
    }
}
