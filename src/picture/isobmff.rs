//! AVIF as far as its boxes (ISO/IEC 14496-12) tell whether all of it is there.

use super::inspect::{Flaw, Structure};

/// Reads a picture. Its size stands deep in it, and is not needed: it is never opened here.
pub(super) fn read(bytes: &[u8]) -> Structure {
    let mut at = 0;
    let mut has_meta = false;
    while at < bytes.len() {
        let Some((kind, length)) = next(&bytes[at..]) else {
            return Structure::flawed(Flaw::CutOff, None);
        };
        has_meta |= kind == *b"meta" || kind == *b"moov";
        at = match length {
            // The last box goes on to the end.
            None => break,
            Some(length) => match at.checked_add(length) {
                Some(end) if end <= bytes.len() && length >= 8 => end,
                _ => return Structure::flawed(Flaw::CutOff, None),
            },
        };
    }
    if has_meta {
        Structure::default()
    } else {
        Structure::flawed(Flaw::Damaged, None)
    }
}

/// The kind of the box at the beginning, and how long it is.
fn next(bytes: &[u8]) -> Option<([u8; 4], Option<usize>)> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_first_chunk::<4>()?;
    let length = match u32::from_be_bytes(*length) {
        0 => None,
        1 => {
            let (length, _) = rest.split_first_chunk::<8>()?;
            Some(usize::try_from(u64::from_be_bytes(*length)).ok()?)
        }
        length => Some(usize::try_from(length).ok()?),
    };
    Some((*kind, length))
}
