//! Builds the site of a case and writes the case as it turned out.

use crate::carets::{self, draw, position, sentence};
use crate::suite::{Block, Case, Escapes, Part, Role};
use annai::build::{self, Build, Options};
use annai::calendar::AsOf;
use annai::diag::{Diagnostic, code};
use annai::fix;
use annai::memo::Cache;
use annai::path::UrlPath;
use annai::snapshot::{LastPublish, Snapshot};
use annai::source::{Source, SourceId, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// What `site.toml` says of the site where a case's does not.
const SITE: &str = "[site]\ntitle = \"案内\"\ntheme = \"spec\"\n";
const HOME: &str = "+++\ntitle = \"ホーム\"\n+++\n\nようこそ。\n";

type Files = BTreeMap<String, Vec<u8>>;

/// The theme of the cases, which prints what a page holds and hardly more. A template of a case
/// can include the form of the real theme.
pub(crate) fn theme() -> Files {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut files = Files::new();
    for (folder, start) in [("tests/specs/theme", ""), ("themes/helpdesk", "form")] {
        for entry in std::fs::read_dir(root.join(folder).join("templates")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if name.starts_with(start) {
                let bytes = std::fs::read(&path).unwrap();
                files.insert(format!("themes/spec/templates/{name}"), bytes);
            }
        }
    }
    files
}

/// Builds a case; the lines are those that would make it true. What its findings say in Japanese
/// goes to `japanese`.
pub(crate) fn run(
    case: &Case,
    as_of: AsOf,
    theme: &Files,
    japanese: &mut BTreeSet<String>,
) -> Vec<String> {
    let shown = shown(case);
    let snapshot = snapshot(case, &shown, theme);
    let options = Options::new(case.as_of().unwrap_or(as_of));
    let built = build::build(&snapshot, &options, &mut Cache::default());
    japanese.extend(built.diagnostics.iter().flat_map(carets::japanese));
    let source = |id: &SourceId| {
        let source = snapshot.get(id.as_str());
        source.map_or_else(|| built.source(id), |source| Some(&**source.bytes()))
    };
    let (mut drawn, listed): (Vec<_>, Vec<_>) = built.diagnostics.iter().partition(|one| {
        let path = one.place.source.as_str();
        shown.contains_key(path) && one.place.span != Span::default()
    });
    let mut lines = Vec::new();
    let mut has_list = listed.is_empty();
    for part in &case.parts {
        match part {
            Part::Prose(line) => lines.push(line.clone()),
            Part::Block(block) => {
                let mut block = block.clone();
                match &block.role {
                    Role::File { path, .. } => {
                        block.lines = with_carets(&block, &shown[path], path, &mut drawn);
                    }
                    Role::Absent(_) => {}
                    Role::Output(address) => block.lines = published(&built, address),
                    Role::Findings if has_list => continue,
                    Role::Findings => {
                        has_list = true;
                        block.lines = listed.iter().map(|one| list(one, &source)).collect();
                    }
                }
                block.write(&mut lines);
            }
        }
    }
    if !has_list {
        let block = Block {
            role: Role::Findings,
            info: "findings".to_owned(),
            lines: listed.iter().map(|one| list(one, &source)).collect(),
            fence: 3,
        };
        let blank = lines
            .iter()
            .rev()
            .take_while(|line| line.is_empty())
            .count();
        let rest = lines.split_off(lines.len() - blank);
        lines.push(String::new());
        block.write(&mut lines);
        lines.extend(rest);
    }
    lines
}

/// The places where mechanical fixes do not mend what they should: after all have been made
/// there is still one to make, the same again makes others, or something leads astray that did
/// not before.
pub(crate) fn unmended(case: &Case, as_of: AsOf, theme: &Files) -> Vec<String> {
    let options = Options::new(case.as_of().unwrap_or(as_of));
    let snapshot = snapshot(case, &shown(case), theme);
    let before = build::build(&snapshot, &options, &mut Cache::default());
    let fixed = fix::fix(snapshot, &options, &mut Cache::default());
    let count = fix::count(&fixed.snapshot, &fixed.build.diagnostics);
    let left = fixed.build.diagnostics.iter();
    let left = left.filter(|one| count > 0 && one.mechanical_fix().is_some());
    let mut wrong: Vec<String> = left.map(|one| format!("{:?}", one.place)).collect();
    for code in [
        code::BROKEN_LINK,
        code::DEAD_ANCHOR,
        code::INVALID_REFERENCE,
    ] {
        let count = |build: &Build| {
            let found = build.diagnostics.iter();
            found.filter(|one| one.code == code).count()
        };
        let (before, after) = (count(&before), count(&fixed.build));
        if after > before {
            wrong.push(format!("{code}: {before}, then {after}"));
        }
    }
    let again = fix::fix(fixed.snapshot, &options, &mut Cache::default());
    wrong.extend(
        again
            .files
            .iter()
            .map(|file| format!("{} again", file.source)),
    );
    wrong
}

/// The codes that a case expects.
pub(crate) fn codes(case: &Case) -> Vec<String> {
    let mut codes = Vec::new();
    for block in case.blocks() {
        for line in &block.lines {
            let found = match block.role {
                Role::File { .. } => carets::code_of(line),
                Role::Findings => line.split([':', ' ']).find(|word| {
                    let codes = code::ALL;
                    codes.iter().any(|code| code.name() == *word)
                }),
                Role::Absent(_) | Role::Output(_) => None,
            };
            codes.extend(found.map(str::to_owned));
        }
    }
    codes
}

/// The files that the case shows, as they are built.
pub(crate) fn shown(case: &Case) -> Files {
    let mut files = Files::new();
    for block in case.blocks() {
        let Role::File { path, escapes } = &block.role else {
            continue;
        };
        let mut bytes = match carets::without(&block.lines).join("\n") {
            text if text.is_empty() => Vec::new(),
            text => format!("{text}\n").into_bytes(),
        };
        if *escapes == Escapes::Read {
            bytes = unescaped(&String::from_utf8(bytes).unwrap());
        }
        if path == "site.toml" && !String::from_utf8_lossy(&bytes).contains("[site]") {
            bytes.extend_from_slice(b"\n");
            bytes.extend_from_slice(SITE.as_bytes());
        }
        let first = files.insert(path.clone(), bytes);
        assert!(
            first.is_none(),
            "{}: {path} stands there twice",
            case.name()
        );
    }
    files
}

pub(crate) fn snapshot(case: &Case, shown: &Files, theme: &Files) -> Snapshot {
    let mut files = theme.clone();
    files.insert("site.toml".to_owned(), SITE.as_bytes().to_vec());
    files.insert("content/index.md".to_owned(), HOME.as_bytes().to_vec());
    for block in case.blocks() {
        if let Role::Absent(path) = &block.role {
            files.retain(|known, _| !known.starts_with(path.as_str()));
        }
    }
    files.extend(shown.clone());
    let source = |(path, bytes): (String, Vec<u8>)| {
        let id = SourceId::new(path);
        Arc::new(Source::new(id, bytes))
    };
    let below = |path: &str| path.strip_prefix("public/").map(str::to_owned);
    let published = files.extract_if(.., |path, _| below(path).is_some());
    let published = published.filter_map(|(path, bytes)| Some((below(&path)?, Some(bytes.into()))));
    let published = LastPublish::new(published.collect::<Vec<_>>());
    Snapshot::new(files.into_iter().map(source), Vec::new()).after(published)
}

/// The lines of a file, each with the findings in it below.
fn with_carets(
    block: &Block,
    text: &[u8],
    path: &str,
    drawn: &mut Vec<&Diagnostic>,
) -> Vec<String> {
    let mut below: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let source = carets::without(&block.lines);
    drawn.retain(|one| {
        let is_here = one.place.source.as_str() == path;
        if is_here {
            let (line, carets) = draw(one, text);
            // What stands behind the last line, or in what the harness adds, goes below it.
            let line = line.min(source.len().saturating_sub(1));
            below.entry(line).or_default().push(carets);
        }
        !is_here
    });
    let mut lines = Vec::new();
    for (at, line) in source.into_iter().enumerate() {
        lines.push(line.to_owned());
        lines.extend(below.remove(&at).unwrap_or_default());
    }
    lines.extend(below.into_values().flatten());
    lines
}

/// A finding as a line of its own.
fn list<'a>(one: &Diagnostic, source: &impl Fn(&SourceId) -> Option<&'a [u8]>) -> String {
    let path = &one.place.source;
    let at = match source(path) {
        Some(text) if one.place.span != Span::default() => {
            let (line, column) = position(text, one.place.span.start);
            format!(":{}:{}", line + 1, column + 1)
        }
        _ => String::new(),
    };
    format!("{path}{at}: {}", sentence(one))
}

/// What is published at an address. An error keeps a site from being published, but what it
/// would be is worth a look.
fn published(built: &Build, address: &str) -> Vec<String> {
    let path = if address.ends_with('/') {
        let parts: Vec<&str> = address.split('/').filter(|part| !part.is_empty()).collect();
        let url = UrlPath::page(&parts).unwrap_or_else(|why| panic!("{address}: {why:?}"));
        url.output().as_str().to_owned()
    } else {
        address[1..].to_owned()
    };
    let found = built
        .outputs
        .iter()
        .find(|(known, _)| known.as_str() == path);
    let Some((_, output)) = found else {
        return vec!["(nothing is published here)".to_owned()];
    };
    let text = String::from_utf8_lossy(output.bytes());
    let lines = text.trim_end().lines().map(str::to_owned);
    lines.collect()
}

/// `\r`, `\t`, `\0`, `\\`, `\u{feff}` and `\x93` are what they are in Rust; `\x` is a byte.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let escape = &rest[at + 1..];
        let number = |digits: &str| u32::from_str_radix(digits, 16).unwrap();
        let length = match escape.as_bytes()[0] {
            b'r' => single(b'\r', &mut bytes),
            b't' => single(b'\t', &mut bytes),
            b'0' => single(b'\0', &mut bytes),
            b'\\' => single(b'\\', &mut bytes),
            b'x' => {
                bytes.push(u8::try_from(number(&escape[1..3])).unwrap());
                3
            }
            b'u' => {
                let end = escape.find('}').unwrap();
                let character = char::from_u32(number(&escape[2..end])).unwrap();
                bytes.extend_from_slice(character.to_string().as_bytes());
                end + 1
            }
            other => panic!("there is no escape `\\{}`", char::from(other)),
        };
        rest = &escape[length..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

fn single(byte: u8, bytes: &mut Vec<u8>) -> usize {
    bytes.push(byte);
    1
}
