//! The variants of pictures, remembered between two runs: making them takes longer than all
//! the rest of a build.
#![expect(
    clippy::disallowed_methods,
    reason = "disk is the door to the file system"
)]

use super::memory::{FOLDER, recall, remember};
use super::system;
use crate::hash::Hash;
use crate::picture::{Gallery, VERSION, Variant, has_variants};
use crate::snapshot::Snapshot;
use rayon::prelude::*;
use std::fs;
use std::path::Path;

/// What the names of the files begin with. Behind it stand the version of the rules and the
/// hash of the picture.
const PREFIX: &str = "picture-";

/// What is remembered of the pictures of a site.
pub fn recall_pictures(root: &Path, snapshot: &Snapshot) -> Gallery {
    let pictures: Vec<Hash> = snapshot
        .below("content/")
        .filter(|source| has_variants(source.id().as_str()))
        .map(|source| source.hash())
        .collect();
    let recalled: Vec<Option<(Hash, Vec<Variant>)>> = pictures
        .into_par_iter()
        .map(|hash| Some((hash, read(hash, &recall(root, &name(hash))?)?)))
        .collect();
    recalled.into_iter().flatten().collect()
}

/// Remembers the variants of those pictures that `recalled` did not have, and forgets pictures
/// that are gone. That the machine does not want to is no failure: they are made again.
pub fn remember_pictures(root: &Path, pictures: &Gallery, recalled: &Gallery) {
    let new = pictures.iter().filter(|(hash, _)| !recalled.knows(*hash));
    let mut is_new = false;
    for (hash, variants) in new {
        is_new = true;
        if remember(root, &name(hash), &write(hash, variants)).is_err() {
            return;
        }
    }
    if !is_new {
        return;
    }
    let Ok(files) = fs::read_dir(root.join(FOLDER)) else {
        return;
    };
    for file in files.flatten() {
        let Some(name) = file.file_name().to_str().map(str::to_owned) else {
            continue;
        };
        let is_current = pictures.iter().any(|(hash, _)| name == self::name(hash));
        if name.starts_with(PREFIX) && !is_current {
            let _ = system::remove(&file.path());
        }
    }
}

fn name(picture: Hash) -> String {
    format!("{PREFIX}{VERSION}-{}", picture.to_hex())
}

/// Each variant as its width, its length and its bytes; before all of them a seal.
fn write(picture: Hash, variants: &[Variant]) -> Vec<u8> {
    let mut body = Vec::new();
    for variant in variants {
        body.extend(variant.width.to_le_bytes());
        body.extend((variant.bytes.len() as u64).to_le_bytes());
        body.extend_from_slice(&variant.bytes);
    }
    let mut file = seal(picture, &body).as_bytes().to_vec();
    file.append(&mut body);
    file
}

/// A hash of the variants with the picture and the rules that they were made by: what is on a
/// disk may be damaged, and may have taken the place of another file.
fn seal(picture: Hash, variants: &[u8]) -> Hash {
    Hash::of_parts([name(picture).as_bytes(), variants])
}

fn read(picture: Hash, file: &[u8]) -> Option<Vec<Variant>> {
    let length = Hash::default().as_bytes().len();
    let (hash, mut rest) = file.split_at_checked(length)?;
    if seal(picture, rest).as_bytes() != hash {
        return None;
    }
    let mut variants = Vec::new();
    while !rest.is_empty() {
        let (width, after) = rest.split_first_chunk::<4>()?;
        let (length, after) = after.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (bytes, after) = after.split_at_checked(length)?;
        variants.push(Variant {
            width: u32::from_le_bytes(*width),
            bytes: bytes.into(),
        });
        rest = after;
    }
    Some(variants)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, SourceId};
    use std::sync::Arc;

    fn snapshot(bytes: &[u8]) -> (Snapshot, Hash) {
        let source = Source::new(SourceId::new("content/a.png"), bytes);
        let hash = source.hash();
        (Snapshot::new([Arc::new(source)], Vec::new()), hash)
    }

    fn gallery(hash: Hash) -> Gallery {
        let variant = |width| Variant {
            width,
            bytes: vec![7; width as usize].into(),
        };
        [(hash, vec![variant(480), variant(800)])]
            .into_iter()
            .collect()
    }

    fn remembered(root: &Path) -> usize {
        fs::read_dir(root.join(FOLDER)).map_or(0, Iterator::count)
    }

    #[test]
    fn what_was_made_is_remembered_until_the_picture_is_gone() {
        let root = tempfile::tempdir().unwrap();
        let (first, hash) = snapshot(b"first");
        let none = recall_pictures(root.path(), &first);
        assert!(!none.knows(hash));
        remember_pictures(root.path(), &gallery(hash), &none);
        let recalled = recall_pictures(root.path(), &first);
        assert_eq!(recalled.get(hash), gallery(hash).get(hash));

        let (second, other) = snapshot(b"second");
        let none = recall_pictures(root.path(), &second);
        assert!(!none.knows(other));
        remember_pictures(root.path(), &gallery(other), &none);
        assert_eq!(remembered(root.path()), 1);
    }

    #[test]
    fn what_was_made_of_another_picture_is_forgotten() {
        let root = tempfile::tempdir().unwrap();
        let of = |name: &str, bytes: &[u8]| {
            Arc::new(Source::new(
                SourceId::new(format!("content/{name}.png")),
                bytes,
            ))
        };
        let (first, second) = (of("a", b"first"), of("b", b"second"));
        let pictures = [first.hash(), second.hash()];
        let snapshot = Snapshot::new([first, second], Vec::new());
        let made: Gallery = pictures
            .into_iter()
            .zip([480, 800])
            .map(|(hash, width)| {
                let bytes = vec![7; width as usize].into();
                (hash, vec![Variant { width, bytes }])
            })
            .collect();
        remember_pictures(root.path(), &made, &Gallery::default());
        let known = || {
            let recalled = recall_pictures(root.path(), &snapshot);
            pictures.map(|hash| recalled.knows(hash))
        };
        assert_eq!(known(), [true, true]);

        let [a, b] = pictures.map(|hash| root.path().join(FOLDER).join(name(hash)));
        let aside = root.path().join("aside");
        fs::rename(&a, &aside).unwrap();
        fs::rename(&b, &a).unwrap();
        assert_eq!(known(), [false, false]);
        fs::rename(&aside, &b).unwrap();
        assert_eq!(known(), [false, false]);
        // A copy in the place of the other one.
        fs::rename(&b, &aside).unwrap();
        fs::rename(&a, &b).unwrap();
        fs::copy(&b, &a).unwrap();
        assert_eq!(known(), [false, true]);
    }

    #[test]
    fn what_is_damaged_is_forgotten() {
        let (_, hash) = snapshot(b"a");
        let whole = write(hash, gallery(hash).get(hash));
        let read = |file: &[u8]| read(hash, file);
        assert_eq!(read(&whole).unwrap(), gallery(hash).get(hash));
        for length in 0..whole.len() {
            assert_eq!(read(&whole[..length]), None, "{length}");
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert_eq!(read(&damaged), None, "{at}");
        }
    }
}
