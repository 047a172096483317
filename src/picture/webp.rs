//! WebP (RFC 9649) by its chunks.

use super::exif;
use super::inspect::{Flaw, Structure};
use super::jpeg::upright;

/// `RIFF`, a length, `WEBP`.
const HEADER: usize = 12;

/// The flags of an extended file that tell of Exif and of XMP.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

/// Reads a picture, which begins with its header.
pub(super) fn read(bytes: &[u8]) -> Structure {
    let Some(length) = bytes.get(4..8).and_then(|length| length.try_into().ok()) else {
        return Structure::flawed(Flaw::CutOff, None);
    };
    let length = u32::from_le_bytes(length);
    let Ok(end) = usize::try_from(u64::from(length) + 8) else {
        return Structure::flawed(Flaw::CutOff, None);
    };
    let whole = bytes.get(..end).unwrap_or(bytes);
    let mut size = None;
    let mut orientation = exif::UPRIGHT;
    let mut has_data = false;
    let mut published = bytes[..HEADER.min(bytes.len())].to_vec();
    let mut flags_at = None;
    let mut at = HEADER;
    while at < whole.len() {
        let Some((kind, data, next)) = chunk(whole, at) else {
            return Structure::flawed(Flaw::CutOff, size);
        };
        size = size.or_else(|| chunk_size(kind, data));
        match kind {
            b"VP8 " | b"VP8L" | b"ANMF" => has_data = true,
            b"VP8X" => flags_at = Some(published.len() + 8),
            b"EXIF" => orientation = exif::orientation(data).unwrap_or(orientation),
            _ => {}
        }
        if !matches!(kind, b"EXIF" | b"XMP ") {
            published.extend_from_slice(&whole[at..next.min(whole.len())]);
        }
        at = next;
    }
    if end > bytes.len() {
        return Structure::flawed(Flaw::CutOff, size);
    }
    if !has_data || size.is_none() {
        return Structure::flawed(Flaw::Damaged, size);
    }
    let is_turned = orientation != exif::UPRIGHT;
    if is_turned {
        let block = exif::block(orientation);
        published.extend(b"EXIF");
        published.extend(u32::try_from(block.len()).unwrap_or(u32::MAX).to_le_bytes());
        published.extend(block);
    }
    if let Some(flags) = flags_at.and_then(|at| published.get_mut(at)) {
        *flags &= !(HAS_EXIF | HAS_XMP);
        *flags |= if is_turned { HAS_EXIF } else { 0 };
    }
    let length = u32::try_from(published.len() - 8).unwrap_or(u32::MAX);
    published[4..8].copy_from_slice(&length.to_le_bytes());
    Structure {
        size: upright(size, orientation),
        flaw: None,
        published: Some(published),
        ..Structure::default()
    }
}

/// The chunk at `at`: its kind, its data, and where the next one begins, which is at an even
/// place.
fn chunk(bytes: &[u8], at: usize) -> Option<(&[u8; 4], &[u8], usize)> {
    let (kind, rest) = bytes.get(at..)?.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let data = rest.get(..length)?;
    Some((kind, data, at + 8 + length + (length & 1)))
}

/// Width and height where a chunk tells them.
fn chunk_size(kind: &[u8; 4], data: &[u8]) -> Option<(u32, u32)> {
    let (width, height) = match (kind, data) {
        (b"VP8X", [_, _, _, _, w1, w2, w3, h1, h2, h3, ..]) => (
            u32::from_le_bytes([*w1, *w2, *w3, 0]) + 1,
            u32::from_le_bytes([*h1, *h2, *h3, 0]) + 1,
        ),
        // RFC 6386, 9.1: 14 bits each, behind a start code.
        (b"VP8 ", [_, _, _, 0x9D, 0x01, 0x2A, w1, w2, h1, h2, ..]) => (
            u32::from(u16::from_le_bytes([*w1, *w2]) & 0x3FFF),
            u32::from(u16::from_le_bytes([*h1, *h2]) & 0x3FFF),
        ),
        (b"VP8L", [0x2F, a, b, c, d, ..]) => {
            let bits = u32::from_le_bytes([*a, *b, *c, *d]);
            ((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1)
        }
        _ => return None,
    };
    (width > 0 && height > 0).then_some((width, height))
}
