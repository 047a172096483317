//! How the camera was held, which is all that is kept of what a camera writes into a picture
//! (Exif 2.3; TIFF 6.0).

/// The tag of the orientation.
const ORIENTATION: u16 = 0x0112;

/// The orientation that pictures without one have.
pub(super) const UPRIGHT: u8 = 1;

/// The orientation that a block of Exif tells, from 1 to 8. It may begin with the mark that JPEG
/// puts before it.
pub(super) fn orientation(block: &[u8]) -> Option<u8> {
    let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    let is_little = match block.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let two = |at: usize| {
        let bytes = block.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let bytes = block.get(4..8)?.try_into().ok()?;
    let directory = if is_little {
        u32::from_le_bytes(bytes)
    } else {
        u32::from_be_bytes(bytes)
    };
    let directory = usize::try_from(directory).ok()?;
    let count = usize::from(two(directory)?);
    let mut entries = (0..count).map_while(|entry| directory.checked_add(2 + entry * 12));
    let found = entries.find_map(|at| match two(at) {
        // The type and the number of the values are known.
        Some(ORIENTATION) => Some(two(at.checked_add(8)?)),
        Some(_) => None,
        None => Some(None),
    })??;
    u8::try_from(found)
        .ok()
        .filter(|found| (1..=8).contains(found))
}

/// A block that tells the orientation and nothing else.
pub(super) fn block(orientation: u8) -> Vec<u8> {
    // The header, one directory with one entry (a number of two bytes), and no other directory.
    let mut block = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    block.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_read_as_it_is_written() {
        for held in 1..=8 {
            assert_eq!(orientation(&block(held)), Some(held));
        }
        assert_eq!(orientation(&block(0)), None);
        assert_eq!(orientation(&block(9)), None);
        let big = b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x0F\0\x02\0\0\0\0\0\0\0\0\x01\x12\0\x03\0\0\0\x01\0\x06\0\0";
        assert_eq!(orientation(big), Some(6));
    }

    #[test]
    fn no_block_is_too_damaged() {
        let whole = block(6);
        for length in 0..whole.len() {
            let _ = orientation(&whole[..length]);
        }
        let mut far = whole;
        far[4..8].fill(0xFF);
        assert_eq!(orientation(&far), None);
    }
}
