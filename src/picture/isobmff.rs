//! AVIF as far as its boxes (ISO/IEC 14496-12) tell: whether all of it is there, and what in it
//! is private.

use super::inspect::{Flaw, Structure};
use super::items;

/// Reads a picture. Its size stands deep in it, and is not needed: it is never opened here.
pub(super) fn read(bytes: &[u8]) -> Structure {
    let mut published = bytes.to_vec();
    let mut has_meta = false;
    let mut at = 0;
    while at < bytes.len() {
        let Some((kind, start, end)) = next(bytes, at, bytes.len()) else {
            return Structure::flawed(Flaw::CutOff, None);
        };
        match &kind {
            b"meta" => {
                has_meta = true;
                if items::blank(&mut published, start, end).is_none() {
                    return Structure::flawed(Flaw::Damaged, None);
                }
            }
            b"moov" => has_meta = true,
            // What programs write down for themselves, XMP among it: it becomes free space.
            b"uuid" => {
                published[start - 4..start].copy_from_slice(b"free");
                published[start..end].fill(0);
            }
            _ => {}
        }
        at = end;
    }
    if has_meta {
        Structure {
            published: Some(published),
            ..Structure::default()
        }
    } else {
        Structure::flawed(Flaw::Damaged, None)
    }
}

/// The box at `at`, which ends at `end` at the latest: its kind, and where its content begins and
/// ends. None where it is cut off.
pub(super) fn next(bytes: &[u8], at: usize, end: usize) -> Option<([u8; 4], usize, usize)> {
    let rest = bytes.get(at..end)?;
    let (length, after) = rest.split_first_chunk::<4>()?;
    let (kind, after) = after.split_first_chunk::<4>()?;
    let (head, length) = match u32::from_be_bytes(*length) {
        // The last box goes on to the end.
        0 => (8, rest.len()),
        1 => {
            let (length, _) = after.split_first_chunk::<8>()?;
            (16, usize::try_from(u64::from_be_bytes(*length)).ok()?)
        }
        length => (8, usize::try_from(length).ok()?),
    };
    (head..=rest.len())
        .contains(&length)
        .then(|| (*kind, at + head, at + length))
}
