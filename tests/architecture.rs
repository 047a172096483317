//! The walls of the house: who may import whom, who may know which crate, how long a file
//! may be.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "this test reads the sources"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the library, each with those below it: a module may name only modules of
/// earlier rows.
const LAYERS: &[&[&str]] = &[
    &["hash", "host", "language", "near"],
    &["mail", "path", "source", "width"],
    &["characters", "diag"],
    &["typos"],
    &[
        "calendar", "encoding", "form", "japanese", "markup", "output", "picture", "qr", "value",
    ],
    &["file_type", "literal", "snapshot", "web"],
    &["facts"],
    &["content"],
    &["config", "theme"],
    &["schema", "site"],
    &["search"],
    &["check", "render"],
    &["memo"],
    &["build", "scaffold"],
    &["compare", "fix"],
    &["next", "proof", "trace"],
    &["disk"],
];

/// Neighbours of one row that may name each other, in one direction.
const NEIGHBOURS: &[(&str, &str)] = &[
    // A date in a file is read as the calendar reads it.
    ("value", "calendar"),
    // A character that stands as an escape is reported like one that stands there itself.
    ("value", "encoding"),
];

/// Foreign crates, and the one place of the library that knows each.
const DOORS: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diag/print"]),
    ("blake3", &["hash.rs"]),
    ("caseless", &["path.rs"]),
    ("clap", &[]),
    ("crc32fast", &["picture/png.rs"]),
    ("image", &["picture/variants.rs"]),
    ("jiff", &["calendar"]),
    ("pulldown_cmark", &["content"]),
    ("qrcodegen", &["qr.rs"]),
    ("quick_xml", &["picture/svg/reader.rs"]),
    // The server needs one file for each connection.
    ("rustix", &["disk", "server/limit.rs"]),
    ("strsim", &["near.rs"]),
    ("tempfile", &["disk"]),
    ("tera", &["theme"]),
    ("toml", &["value/toml.rs"]),
    ("unicode_properties", &["japanese"]),
    // What asks the network belongs to the program.
    ("ureq", &[]),
    // The kind of fact has the name of the crate. What browsers send, too, is read as they write it.
    ("url", &["facts/kinds/mod.rs", "server/endpoint/mod.rs"]),
    ("walkdir", &["disk"]),
];

/// The longest file, in lines, without its tests.
const MAX_FILE_LINES: usize = 800;

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(&root).unwrap().to_owned(), text));
            }
        }
    }
    found.sort();
    found
}

/// The code of a file: no comments, no unit tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn module(path: &Path) -> String {
    let first = path.components().next().unwrap();
    let first = first.as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules of the library that a piece of code names as `crate::…`.
fn imports(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let inside_macro = code[..at].ends_with('$');
        let rest = &code[at + "crate::".len()..];
        let name: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        // `crate::text` is the macro, which belongs to `diag`.
        if !inside_macro && !name.is_empty() && name != "text" {
            names.push(name);
        }
    }
    names
}

#[test]
fn modules_import_downwards_only() {
    let rank: BTreeMap<&str, usize> = LAYERS
        .iter()
        .enumerate()
        .flat_map(|(rank, row)| row.iter().map(move |name| (*name, rank)))
        .collect();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let module = module(&path);
        if ["main", "lib", "cli", "server"].contains(&module.as_str()) {
            continue;
        }
        let own = rank
            .get(module.as_str())
            .unwrap_or_else(|| panic!("{module} stands in no row"));
        for import in imports(&code(&text)) {
            if import == module {
                continue;
            }
            let other = rank
                .get(import.as_str())
                .unwrap_or_else(|| panic!("{}: {import} stands in no row", path.display()));
            let neighbours = NEIGHBOURS.contains(&(module.as_str(), import.as_str()));
            if other > own || other == own && !neighbours {
                wrong.push(format!("{} names {import}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn each_foreign_crate_has_one_door() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let shown = path.to_str().unwrap().replace('\\', "/");
        if module(&path) == "cli" || module(&path) == "main" {
            continue;
        }
        let code = code(&text);
        for (name, doors) in DOORS {
            let uses = code.contains(&format!("use {name}::"))
                || code.contains(&format!(" {name}::"))
                || code.contains(&format!("({name}::"));
            if uses && !doors.iter().any(|door| shown.starts_with(door)) {
                wrong.push(format!("{shown} knows {name}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_library_asks_neither_clock_nor_environment_nor_network() {
    let forbidden = [
        "SystemTime::now",
        "Instant::",
        "std::env",
        "env::var",
        "std::net",
        "std::process",
        "thread_rng",
        "RandomState::new",
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if ["cli", "main", "server"].contains(&module(&path).as_str()) {
            continue;
        }
        let code = code(&text);
        for word in forbidden {
            if code.contains(word) {
                wrong.push(format!("{} names {word}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn only_the_disk_touches_files() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if module(&path) != "disk" && code(&text).contains("std::fs") {
            wrong.push(path.display().to_string());
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn files_can_be_read_in_one_go() {
    let mut long = Vec::new();
    for (path, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().count();
        if lines > MAX_FILE_LINES {
            long.push(format!("{} has {lines} lines", path.display()));
        }
    }
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn nothing_is_left_unfinished() {
    let marks = ["todo!(", "unimplemented!(", "FIXME", "XXX", "HACK"];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for mark in marks {
            if text.contains(mark) {
                wrong.push(format!("{}: {mark}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
