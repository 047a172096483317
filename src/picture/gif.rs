//! GIF89a by its blocks.

use super::inspect::{Flaw, Structure};

/// The signature and the description of the screen.
const HEADER: usize = 13;

/// Reads a picture, which begins with its signature.
pub(super) fn read(bytes: &[u8]) -> Structure {
    let Some(header) = bytes.get(..HEADER) else {
        return Structure::flawed(Flaw::CutOff, None);
    };
    let side = |at: usize| u32::from(u16::from_le_bytes([header[at], header[at + 1]]));
    let size = Some((side(6), side(8))).filter(|(width, height)| *width > 0 && *height > 0);
    let mut has_image = false;
    let mut at = HEADER + table_length(header[10]);
    let mut published = bytes[..at.min(bytes.len())].to_vec();
    loop {
        let start = at;
        let Some(introducer) = bytes.get(at) else {
            // Many a program forgets the trailer; all of the picture is there.
            match has_image {
                true => break,
                false => return Structure::flawed(Flaw::CutOff, size),
            }
        };
        let end = match introducer {
            0x3B => break,
            0x2C => image_end(bytes, at),
            0x21 => sub_blocks_end(bytes, at + 2),
            _ if has_image => break,
            _ => return Structure::flawed(Flaw::Damaged, size),
        };
        let Some(end) = end else {
            return Structure::flawed(Flaw::CutOff, size);
        };
        has_image |= *introducer == 0x2C;
        if !is_private(&bytes[start..end]) {
            published.extend_from_slice(&bytes[start..end]);
        }
        at = end;
    }
    if !has_image || size.is_none() {
        return Structure::flawed(Flaw::Damaged, size);
    }
    published.push(0x3B);
    Structure {
        size,
        flaw: None,
        published: Some(published),
        ..Structure::default()
    }
}

/// How long the table of colours is that some flags tell of.
const fn table_length(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 7) + 1)
    }
}

/// Where the image ends that begins at `at`: its description, its colours, a number, its data.
fn image_end(bytes: &[u8], at: usize) -> Option<usize> {
    let flags = *bytes.get(at + 9)?;
    sub_blocks_end(bytes, at + 10 + table_length(flags) + 1)
}

/// Where the blocks end that begin at `at`, each with its length: behind an empty one.
fn sub_blocks_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

/// Whether a block holds a comment, or what programs for photos write.
fn is_private(block: &[u8]) -> bool {
    match block {
        [0x21, 0xFE, ..] => true,
        [0x21, 0xFF, 11, name @ ..] => name.starts_with(b"XMP Data"),
        _ => false,
    }
}
