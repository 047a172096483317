//! PNG (third edition) by its chunks.

use super::exif;
use super::inspect::{Flaw, Structure};
use super::jpeg::upright;

const SIGNATURE: usize = 8;

/// The chunks that say who made a picture, where, when and with what.
const PRIVATE: [&[u8; 4]; 6] = [b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME", b"caBX"];

/// Reads a picture, which begins with its signature. What stands behind its end belongs to no
/// picture: programs that crop have left there what was cropped.
pub(super) fn read(bytes: &[u8]) -> Structure {
    // The header is told even where nothing but it is there.
    let header = bytes
        .get(SIGNATURE + 4..)
        .and_then(|rest| rest.strip_prefix(b"IHDR"));
    let size = header.and_then(header_size);
    let mut orientation = exif::UPRIGHT;
    let mut has_data = false;
    let mut is_intact = true;
    let mut published = bytes[..SIGNATURE].to_vec();
    let mut at = SIGNATURE;
    loop {
        let (kind, data, end) = match chunk(bytes, at) {
            Ok(chunk) => chunk,
            Err(flaw) => return Structure::flawed(flaw, upright(size, orientation)),
        };
        // A small letter says that the picture can be shown without the chunk (5.4).
        let is_needed = kind[0].is_ascii_uppercase();
        is_intact &= !is_needed || is_right(&bytes[at + 4..end]);
        match &kind {
            b"IDAT" => has_data = true,
            b"eXIf" => orientation = exif::orientation(data).unwrap_or(orientation),
            _ => {}
        }
        if &kind == b"eXIf" && orientation != exif::UPRIGHT {
            published.extend(written(kind, &exif::block(orientation)));
        } else if !PRIVATE.contains(&&kind) {
            published.extend_from_slice(&bytes[at..end]);
        }
        at = end;
        if &kind == b"IEND" {
            break;
        }
    }
    if !has_data || !is_intact || size.is_none() {
        return Structure::flawed(Flaw::Damaged, size);
    }
    Structure {
        size: upright(size, orientation),
        flaw: None,
        published: Some(published),
        ..Structure::default()
    }
}

/// The chunk at `at`: its kind, its data, and where it ends.
fn chunk(bytes: &[u8], at: usize) -> Result<([u8; 4], &[u8], usize), Flaw> {
    let rest = bytes.get(at..).ok_or(Flaw::CutOff)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(Flaw::CutOff)?;
    let (kind, rest) = rest.split_first_chunk::<4>().ok_or(Flaw::CutOff)?;
    if !kind.iter().all(u8::is_ascii_alphabetic) {
        return Err(Flaw::Damaged);
    }
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Flaw::CutOff)?;
    let data = rest.get(..length).ok_or(Flaw::CutOff)?;
    // A checksum of four bytes follows.
    let end = at + 8 + length + 4;
    if end > bytes.len() {
        return Err(Flaw::CutOff);
    }
    Ok((*kind, data, end))
}

fn header_size(data: &[u8]) -> Option<(u32, u32)> {
    let (width, rest) = data.split_first_chunk::<4>()?;
    let (height, _) = rest.split_first_chunk::<4>()?;
    let (width, height) = (u32::from_be_bytes(*width), u32::from_be_bytes(*height));
    (width > 0 && height > 0).then_some((width, height))
}

fn written(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(data.len())
        .unwrap_or(u32::MAX)
        .to_be_bytes()
        .to_vec();
    chunk.extend(kind);
    chunk.extend(data);
    chunk.extend(crc32fast::hash(&chunk[4..]).to_be_bytes());
    chunk
}

/// Whether the checksum behind a chunk's kind and data is theirs (annex D).
fn is_right(chunk: &[u8]) -> bool {
    let parts = chunk.split_last_chunk::<4>();
    parts.is_some_and(|(data, sum)| crc32fast::hash(data).to_be_bytes() == *sum)
}
