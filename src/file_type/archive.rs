//! ZIP archives as far as their list of files tells (PKWARE APPNOTE 6.3, 4.3). Nothing is
//! unpacked.

/// How the end record begins, and how long it is without the comment behind it.
const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;

/// How an entry of the list begins, and how long it is without its name and what follows.
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_BYTES: usize = 46;

/// The longest comment.
const MAX_COMMENT_BYTES: usize = 65_535;

/// Whether a file begins and ends as an archive does.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let begins = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(END);
    begins && end(bytes).is_some()
}

/// The names of the files in an archive, in the order of its list; none where there is no list.
pub(super) fn names(bytes: &[u8]) -> Vec<&[u8]> {
    let mut names = Vec::new();
    let start = end(bytes).and_then(|end| number::<4>(bytes, end + 16));
    let mut at = start.unwrap_or(bytes.len());
    while let Some(entry) = bytes.get(at..).filter(|rest| rest.starts_with(ENTRY)) {
        let length = |at| number::<2>(entry, at);
        let (Some(name), Some(extra), Some(comment)) = (length(28), length(30), length(32)) else {
            break;
        };
        let Some(found) = entry.get(ENTRY_BYTES..ENTRY_BYTES + name) else {
            break;
        };
        names.push(found);
        at += ENTRY_BYTES + name + extra + comment;
    }
    names
}

/// Where the end record stands.
fn end(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_BYTES)?;
    let first = last.saturating_sub(MAX_COMMENT_BYTES);
    (first..=last)
        .rev()
        .find(|at| bytes[*at..].starts_with(END))
}

/// The number of `N` bytes at a place.
fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(N)?)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |number, byte| (number << 8) | usize::from(*byte)),
    )
}

/// An archive of empty files, as far as its lists go.
#[cfg(test)]
pub(super) fn of_names(names: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for name in names {
        bytes.extend(b"PK\x03\x04");
        bytes.extend([0; 22]);
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend([0; 2]);
        bytes.extend(name.as_bytes());
    }
    let start = bytes.len() as u32;
    for name in names {
        bytes.extend(ENTRY);
        bytes.extend([0; 24]);
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend([0; 16]);
        bytes.extend(name.as_bytes());
    }
    bytes.extend(END);
    bytes.extend([0; 12]);
    bytes.extend(start.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_an_archive_is_read() {
        let bytes = of_names(&["a.txt", "b/c.xml"]);
        assert!(is_whole(&bytes));
        assert_eq!(names(&bytes), [&b"a.txt"[..], b"b/c.xml"]);
        assert!(is_whole(&of_names(&[])) && names(&of_names(&[])).is_empty());
    }

    #[test]
    fn no_archive_is_too_damaged() {
        let whole = of_names(&["a.txt", "b/c.xml"]);
        for length in 0..whole.len() {
            let cut = &whole[..length];
            assert!(!is_whole(cut), "{length}");
            let _ = names(cut);
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xFF;
            let _ = (is_whole(&damaged), names(&damaged));
        }
    }
}
