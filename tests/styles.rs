//! The styles of the theme say nothing of what no page can hold.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the test reads the theme, and a failure is a failed test"
)]

use regex::{Captures, Regex};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The files of a folder whose names end like this: name and text.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let paths = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let paths = paths.filter(|path| path.to_str().unwrap().ends_with(ending));
    let read = |path: &Path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        (name.to_owned(), fs::read_to_string(path).unwrap())
    };
    let mut files: Vec<_> = paths.map(|path| read(&path)).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

fn without(pattern: &str, text: &str) -> String {
    Regex::new(pattern).unwrap().replace_all(text, "").into()
}

/// The styles of the theme, without comments and texts.
fn styles() -> Vec<(String, String)> {
    let files = files("themes/helpdesk/assets", ".css").into_iter();
    files
        .map(|(name, css)| (name, without(r#"(?s)/\*.*?\*/|"[^"]*""#, &css)))
        .collect()
}

/// What writes elements, attributes and classes, without comments and tests.
fn writers() -> String {
    let templates = files("themes/helpdesk/templates", ".html");
    let scripts = files("themes/helpdesk/assets", ".js");
    let code = files("src/render/html", ".rs").into_iter();
    let code = code.map(|(_, text)| text.split("#[cfg(test)]").next().unwrap().to_owned());
    let elements = include_str!("../src/content/body/html.rs").to_owned();
    let templates = templates.into_iter().map(|(_, text)| text);
    let scripts = scripts.into_iter().map(|(_, text)| text);
    let all: String = templates
        .chain(scripts)
        .chain(code)
        .chain([elements])
        .collect();
    // In Rust a quote in a text is written with a backslash.
    without(r"(?m)^ *//.*$", &all).replace('\\', "")
}

struct Written {
    text: String,
    classes: BTreeSet<String>,
}

impl Written {
    fn new() -> Self {
        let text = writers();
        let value = Regex::new(
            r#"class(?:Name)?(?:=|: | = |List\.toggle\()"([^"]*)"|element\("[a-z]+", "([a-z-]*)""#,
        );
        let value = value.unwrap();
        let values = value
            .captures_iter(&text)
            .filter_map(|found| found.get(1).or_else(|| found.get(2)));
        let classes = values.flat_map(|value| value.as_str().split(' '));
        let classes = classes.map(str::to_owned).collect();
        Self { text, classes }
    }

    fn has(&self, pattern: &str) -> bool {
        Regex::new(pattern).unwrap().is_match(&self.text)
    }

    /// Whether a page can hold what this part of a selector asks for.
    fn can_match(&self, sign: &str, name: &str) -> bool {
        match sign {
            "." => {
                // The second half of a class can be the name of a kind: `alert-{name}`.
                let starts = self
                    .classes
                    .iter()
                    .filter_map(|class| class.split_once('{'));
                self.classes.contains(name)
                    || starts
                        .map(|(start, _)| start)
                        .any(|start| !start.is_empty() && name.starts_with(start))
            }
            "" if ["h4", "h5", "h6"].contains(&name) => self.has(r"<h\{level\}"),
            "" => self.has(&format!(r#"[<"]{name}[" >]"#)),
            "#" => self.has(&format!(r#"id="{name}""#)),
            _ => self.has(&format!(r"(?-u:\b){name}(?-u:\b)")),
        }
    }
}

#[test]
fn every_selector_can_match() {
    let written = Written::new();
    let selector = Regex::new(r"([^{};]+)\{").unwrap();
    let part = Regex::new(r"([.#\[]?)(?-u:\b)([A-Za-z][A-Za-z0-9-]*)").unwrap();
    let mut asked = BTreeSet::new();
    for (file, css) in styles() {
        for found in selector.captures_iter(&css) {
            if found[1].trim().starts_with('@') {
                continue;
            }
            let plain = without(r":lang\([a-z]+\)|::?[a-z-]+", &found[1]);
            let ask = |part: Captures<'_>| (file.clone(), part[1].to_owned(), part[2].to_owned());
            asked.extend(part.captures_iter(&plain).map(ask));
        }
    }
    assert!(asked.len() > 200, "{asked:?}");
    asked.retain(|(_, sign, name)| !written.can_match(sign, name));
    assert_eq!(asked, BTreeSet::new());
}

#[test]
fn every_value_with_a_name_is_used() {
    let all: String = styles().into_iter().map(|(_, css)| css).collect();
    let names = |pattern: &str| -> BTreeSet<String> {
        let pattern = Regex::new(pattern).unwrap();
        let found = pattern.captures_iter(&all);
        found.map(|found| found[1].to_owned()).collect()
    };
    let named = names(r"(--[a-z0-9-]+):");
    assert!(named.len() > 30);
    assert_eq!(named, names(r"var\((--[a-z0-9-]+)\)"));
}
