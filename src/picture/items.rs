//! What AVIF says of a picture beside the picture itself: Exif and XMP, which tell where it was
//! taken, when and by whom. They are items of their own (ISO/IEC 23008-12, annex A), and lie
//! anywhere in the file; so they are written over, and nothing moves.

use std::collections::BTreeSet;

/// An item, by its number, and where its bytes lie.
struct Location {
    item: usize,
    places: Vec<Place>,
}

/// Where some bytes lie.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    start: usize,
    end: usize,
}

/// A block of Exif that says nothing: where it begins, and a directory without entries (TIFF 6.0).
const EMPTY_EXIF: &[u8] = b"\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0";

/// Writes over what is private in a picture whose box `meta` has the content from `start` to
/// `end`. None where it cannot be found.
pub(super) fn blank(bytes: &mut [u8], start: usize, end: usize) -> Option<()> {
    let meta = Boxes::new(bytes, start.checked_add(4)?, end);
    let found = |wanted: &[u8; 4]| meta.clone().find(|(kind, ..)| kind == wanted);
    let Some((_, start, end)) = found(b"iinf") else {
        return Some(());
    };
    let private = private_items(bytes, start, end)?;
    if private.is_empty() {
        return Some(());
    }
    let data = found(b"idat").map(|(_, start, end)| Place { start, end });
    let (_, start, end) = found(b"iloc")?;
    let mut places = Vec::new();
    for location in locations(bytes, start, end, data)? {
        if private.contains(&location.item) {
            places.extend(location.places);
        }
    }
    // Each byte once, however often it is named.
    places.sort_unstable();
    let mut from = 0;
    for Place { start, end } in places {
        let content = bytes.get_mut(start..end)?;
        if content.len() >= EMPTY_EXIF.len() && start >= from {
            content[..EMPTY_EXIF.len()].copy_from_slice(EMPTY_EXIF);
            from = start + EMPTY_EXIF.len();
        }
        if let Some(rest) = bytes.get_mut(from.max(start)..end) {
            rest.fill(0);
        }
        from = from.max(end);
    }
    Some(())
}

/// The numbers of the items that are private, by the box that tells what items there are.
fn private_items(bytes: &[u8], start: usize, end: usize) -> Option<BTreeSet<usize>> {
    let mut reader = Reader {
        bytes,
        at: start,
        end,
    };
    let version = reader.number(4)? >> 24;
    reader.number(if version == 0 { 2 } else { 4 })?;
    let mut private = BTreeSet::new();
    for (kind, start, end) in Boxes::new(bytes, reader.at, end) {
        let mut entry = Reader {
            bytes,
            at: start,
            end,
        };
        let version = entry.number(4)? >> 24;
        if kind != *b"infe" || version < 2 {
            continue;
        }
        let item = entry.number(if version == 2 { 2 } else { 4 })?;
        entry.number(2)?;
        let kind = entry.number(4)?.to_be_bytes();
        if kind.ends_with(b"Exif") || kind.ends_with(b"mime") {
            private.insert(item);
        }
    }
    Some(private)
}

/// Where the items lie, by the box that tells it.
fn locations(bytes: &[u8], start: usize, end: usize, data: Option<Place>) -> Option<Vec<Location>> {
    let mut reader = Reader {
        bytes,
        at: start,
        end,
    };
    let version = reader.number(4)? >> 24;
    let sizes = reader.number(2)?;
    let size = |shift: usize| (sizes >> shift) & 0xF;
    let (offset_size, length_size, base_size) = (size(12), size(8), size(4));
    let index_size = if version == 0 { 0 } else { size(0) };
    let wide = if version < 2 { 2 } else { 4 };
    let count = reader.number(wide)?;
    let mut locations = Vec::new();
    for _ in 0..count {
        let item = reader.number(wide)?;
        let method = if version == 0 {
            0
        } else {
            reader.number(2)? & 0xF
        };
        reader.number(2)?;
        let base = reader.number(base_size)?;
        let mut places = Vec::new();
        for _ in 0..reader.number(2)? {
            reader.number(index_size)?;
            let offset = base.checked_add(reader.number(offset_size)?)?;
            let length = reader.number(length_size)?;
            let from = match (method, data) {
                (0, _) => 0,
                (1, Some(data)) => data.start,
                _ => return None,
            };
            let start = from.checked_add(offset)?;
            // Without a length it is all that follows, which no such item is.
            let end = start.checked_add(length).filter(|_| length > 0)?;
            places.push(Place { start, end });
        }
        locations.push(Location { item, places });
    }
    Some(locations)
}

/// Reads numbers up to an end.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl Reader<'_> {
    /// The next number of so many bytes.
    fn number(&mut self, length: usize) -> Option<usize> {
        let end = self.at.checked_add(length).filter(|end| *end <= self.end)?;
        let bytes = self.bytes.get(self.at..end)?;
        self.at = end;
        let number = bytes.iter().try_fold(0_u64, |number, byte| {
            number.checked_mul(256)?.checked_add(u64::from(*byte))
        });
        usize::try_from(number?).ok()
    }
}

/// The boxes one behind the other: of each its kind, and where its content begins and ends.
#[derive(Clone)]
struct Boxes<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Boxes<'a> {
    fn new(bytes: &'a [u8], at: usize, end: usize) -> Self {
        Self { bytes, at, end }
    }
}

impl Iterator for Boxes<'_> {
    type Item = ([u8; 4], usize, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, start, end) = super::isobmff::next(self.bytes, self.at, self.end)?;
        self.at = end;
        Some((kind, start, end))
    }
}
