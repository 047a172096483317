//! JPEG (ITU-T T.81) by its segments.

use super::exif;
use super::inspect::{Flaw, Structure};

/// The marker that ends a picture.
const END_OF_IMAGE: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;
const COMMENT: u8 = 0xFE;

/// A segment, from its marker on.
struct Segment<'a> {
    marker: u8,
    payload: &'a [u8],
    /// Where its marker begins.
    start: usize,
    /// Where it ends; that of a scan, behind its data.
    end: usize,
}

/// Reads a picture, which begins with its first marker.
pub(super) fn read(bytes: &[u8]) -> Structure {
    let mut size = None;
    let mut orientation = exif::UPRIGHT;
    let mut has_scan = false;
    let mut kept = Vec::new();
    let mut at = 2;
    loop {
        let segment = match segment(bytes, at) {
            Ok(segment) => segment,
            Err(flaw) => return Structure::flawed(flaw, upright(size, orientation)),
        };
        match segment.marker {
            END_OF_IMAGE => break,
            START_OF_SCAN => has_scan = true,
            0xE1 => orientation = exif::orientation(segment.payload).unwrap_or(orientation),
            marker if is_frame(marker) => size = size.or_else(|| frame_size(segment.payload)),
            _ => {}
        }
        if is_published(&segment) {
            kept.push(segment.start..segment.end);
        }
        at = segment.end;
    }
    if !has_scan || size.is_none() {
        return Structure::flawed(Flaw::Damaged, size);
    }
    let mut published = bytes[..2].to_vec();
    let mut kept = kept.into_iter().peekable();
    // JFIF has to stand first.
    if let Some(first) = kept.next_if(|first| bytes.get(first.start + 1) == Some(&0xE0)) {
        published.extend_from_slice(&bytes[first]);
    }
    if orientation != exif::UPRIGHT {
        let block = [&b"Exif\0\0"[..], &exif::block(orientation)].concat();
        // The length counts itself.
        let length = u16::try_from(block.len() + 2).unwrap_or(u16::MAX);
        published.extend_from_slice(&[0xFF, 0xE1]);
        published.extend_from_slice(&length.to_be_bytes());
        published.extend_from_slice(&block);
    }
    for part in kept {
        published.extend_from_slice(&bytes[part]);
    }
    published.extend_from_slice(&[0xFF, END_OF_IMAGE]);
    Structure {
        size: upright(size, orientation),
        flaw: None,
        published: Some(published),
        ..Structure::default()
    }
}

/// The next segment from `at` on.
fn segment(bytes: &[u8], at: usize) -> Result<Segment<'_>, Flaw> {
    // Some cameras leave something between two segments, and every decoder passes over it.
    let rest = bytes.get(at..).unwrap_or_default();
    let skipped = rest.iter().position(|byte| *byte == 0xFF);
    // Any number of 0xFF may fill the space before a marker.
    let mut behind = at + skipped.ok_or(Flaw::CutOff)? + 1;
    while bytes.get(behind) == Some(&0xFF) {
        behind += 1;
    }
    let marker = *bytes.get(behind).ok_or(Flaw::CutOff)?;
    let start = behind - 1;
    behind += 1;
    if matches!(marker, END_OF_IMAGE | 0x01 | 0xD0..=0xD7) {
        return Ok(Segment {
            marker,
            payload: &[],
            start,
            end: behind,
        });
    }
    let length = bytes.get(behind..behind + 2).ok_or(Flaw::CutOff)?;
    let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
    if length < 2 {
        return Err(Flaw::Damaged);
    }
    let end = behind + length;
    let payload = bytes.get(behind + 2..end).ok_or(Flaw::CutOff)?;
    let end = if marker == START_OF_SCAN {
        scan_end(bytes, end).ok_or(Flaw::CutOff)?
    } else {
        end
    };
    Ok(Segment {
        marker,
        payload,
        start,
        end,
    })
}

/// Where the data of a scan end that begin at `at`: at the next marker that is none of a restart.
fn scan_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

const fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

/// Width and height, as they are stored.
fn frame_size(payload: &[u8]) -> Option<(u32, u32)> {
    let [_, h1, h2, w1, w2, ..] = payload else {
        return None;
    };
    let width = u16::from_be_bytes([*w1, *w2]);
    let height = u16::from_be_bytes([*h1, *h2]);
    (width > 0 && height > 0).then(|| (width.into(), height.into()))
}

/// What a browser needs to show the colours as they are is published, and nothing else that an
/// application has put there.
fn is_published(segment: &Segment<'_>) -> bool {
    match segment.marker {
        0xE0 => segment.payload.starts_with(b"JFIF\0"),
        0xE2 => segment.payload.starts_with(b"ICC_PROFILE\0"),
        // How the colours are stored.
        0xEE => segment.payload.starts_with(b"Adobe"),
        0xE1..=0xEF | COMMENT => false,
        _ => true,
    }
}

/// Width and height as a browser shows them, which heeds how the camera was held.
pub(super) fn upright(size: Option<(u32, u32)>, orientation: u8) -> Option<(u32, u32)> {
    let (width, height) = size?;
    Some(if orientation >= 5 {
        (height, width)
    } else {
        (width, height)
    })
}
