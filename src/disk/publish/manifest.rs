//! What we wrote into an output folder, told by a file in it.

pub use crate::output::MANIFEST;

use crate::hash::Hash;
use crate::output::Outputs;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;

/// Changes when what a manifest says changes.
const FORMAT: u32 = 1;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    format: u32,
    annai: String,
    /// The hash of everything below and of the version: a manifest with a wrong letter
    /// would make us take our files for somebody else's, or the other way round.
    seal: String,
    files: BTreeMap<String, String>,
}

/// The manifest of a site: its files with their hashes, sorted, and the version of annai.
/// Holds no time, so that equal sites have equal manifests.
pub(super) fn render(outputs: &Outputs, version: &str) -> Vec<u8> {
    let files = outputs
        .iter()
        .map(|(path, output)| (path.to_string(), output.hash().to_hex()))
        .collect();
    write(&Manifest {
        format: FORMAT,
        annai: version.to_owned(),
        seal: seal(version, &files),
        files,
    })
}

/// The manifest of a folder that is on its way from one site to another: its files are ours, be
/// they of the old one or of the new one.
pub(super) fn render_both(outputs: &Outputs, old: &BTreeSet<OsString>, version: &str) -> Vec<u8> {
    let old = old.iter().filter_map(|path| path.to_str());
    let mut files: BTreeMap<String, String> =
        old.map(|path| (path.to_owned(), String::new())).collect();
    let new = outputs.iter();
    files.extend(new.map(|(path, output)| (path.to_string(), output.hash().to_hex())));
    write(&Manifest {
        format: FORMAT,
        annai: version.to_owned(),
        seal: seal(version, &files),
        files,
    })
}

/// The files that a manifest lists; nothing if one byte of it is not as we write it.
pub(in crate::disk) fn listed(bytes: &[u8]) -> Option<BTreeSet<OsString>> {
    let manifest: Manifest = serde_json::from_slice(bytes).ok()?;
    let is_whole = manifest.format == FORMAT
        && manifest.seal == seal(&manifest.annai, &manifest.files)
        && bytes == write(&manifest);
    is_whole.then(|| manifest.files.into_keys().map(OsString::from).collect())
}

fn seal(version: &str, files: &BTreeMap<String, String>) -> String {
    let names = files.iter().flat_map(|(path, hash)| [path, hash]);
    let parts = names.map(String::as_bytes);
    Hash::of_parts([version.as_bytes()].into_iter().chain(parts)).to_hex()
}

fn write(manifest: &Manifest) -> Vec<u8> {
    let mut bytes =
        serde_json::to_vec_pretty(manifest).expect("text and numbers can always be written");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Output;
    use crate::path::OutputPath;

    fn sample() -> Vec<u8> {
        let outputs = ["index.html", "faq/期限/index.html"]
            .map(|path| (OutputPath::parse(path).unwrap(), Output::new(*b"page")));
        render(&outputs.into(), "0.1.0")
    }

    #[test]
    fn a_manifest_lists_its_files() {
        let paths = ["faq/期限/index.html", "index.html"].map(OsString::from);
        assert_eq!(listed(&sample()), Some(paths.into()));
    }

    #[test]
    fn no_damage_passes() {
        let whole = sample();
        for length in 0..whole.len() {
            assert_eq!(listed(&whole[..length]), None, "cut after {length} bytes");
        }
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut damaged = whole.clone();
                damaged[at] ^= 1 << bit;
                assert_eq!(listed(&damaged), None, "bit {bit} of byte {at} flipped");
            }
        }
    }
}
