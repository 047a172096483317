//! What an editor is told and what a build says are the same: both follow from the shapes.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failure is a failed test"
)]

#[path = "support/documents.rs"]
mod documents;
#[path = "support/validator.rs"]
mod validator;

use annai::build::{self, Options};
use annai::calendar::{AsOf, parse_iso};
use annai::content::{FRONT_MATTER, PageKind};
use annai::diag::{Code, Diagnostic, code};
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use annai::{config, scaffold, schema};
use documents::{documents, random, rights, wrongs};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use validator::is_valid;

/// The findings that a schema can tell of.
const TOLD: [Code; 5] = [
    code::INVALID_EXPRESSION,
    code::INVALID_VALUE,
    code::MISSING_KEY,
    code::UNKNOWN_KEY,
    code::WRONG_TYPE,
];

fn as_of() -> AsOf {
    AsOf::new(parse_iso("2024-03-10").unwrap())
}

fn named(name: &str) -> Json {
    let schemas = schema::all();
    let schema = schemas.iter().find(|schema| schema.name == name).unwrap();
    serde_json::from_str(&schema.json()).unwrap()
}

thread_local! {
    /// So that the theme is loaded once.
    static CACHE: RefCell<Cache> = RefCell::default();
}

fn findings(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let sources = files.iter().map(|(path, text)| {
        let id = SourceId::new(*path);
        Arc::new(Source::new(id, text.as_bytes().to_vec()))
    });
    let snapshot = Snapshot::new(sources, Vec::new());
    CACHE
        .with_borrow_mut(|cache| build::build(&snapshot, &Options::new(as_of()), cache).diagnostics)
}

fn lines(entries: &[(String, String)]) -> String {
    let lines = entries
        .iter()
        .map(|(key, value)| format!("{key} = {value}\n"));
    lines.collect()
}

/// What the build finds in a `site.toml`, of what a schema can tell.
fn found_in_site(toml: &str) -> Vec<Diagnostic> {
    let home = "+++\ntitle = \"ようこそ\"\n+++\n文\n";
    let mut found = findings(&[("site.toml", toml), ("content/index.md", home)]);
    found.retain(|one| TOLD.contains(&one.code) && one.place.source.as_str() == "site.toml");
    found
}

/// What the build finds in the front matter of a page, of what a schema can tell.
fn found_in_page(kind: PageKind, toml: &str) -> Vec<Diagnostic> {
    let section = format!("+++\ntitle = \"題\"\nchildren = \"{}\"\n+++\n", kind.name());
    let page = format!("+++\n{toml}+++\n文\n");
    let mut found = findings(&[
        (
            "site.toml",
            "[site]\ntitle = \"題\"\nbase_url = \"https://example.jp\"\n",
        ),
        ("content/index.md", "+++\ntitle = \"ようこそ\"\n+++\n文\n"),
        ("content/s/index.md", &section),
        ("content/s/a.md", &page),
    ]);
    let is_told = |one: &Diagnostic| TOLD.contains(&one.code) || one.code == code::WRONG_KIND;
    // That only sections have children, no schema of one file can tell.
    let is_children = |one: &Diagnostic| {
        one.code == code::WRONG_KIND && one.message.english.starts_with("`children`")
    };
    found.retain(|one| one.place.source.as_str() == "content/s/a.md");
    found.retain(|one| is_told(one) && !is_children(one));
    found
}

/// TOML as editors hand it to a schema.
fn json_of(toml: &str) -> Json {
    fn convert(value: toml::Value) -> Json {
        match value {
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(boolean) => boolean.into(),
            toml::Value::Datetime(datetime) => datetime.to_string().into(),
            toml::Value::Array(items) => items.into_iter().map(convert).collect(),
            toml::Value::Table(table) => {
                let entries = table.into_iter();
                Json::Object(entries.map(|(key, value)| (key, convert(value))).collect())
            }
        }
    }
    convert(toml::Value::Table(toml.parse().unwrap()))
}

#[test]
fn the_validator_understands_what_the_schemas_say() {
    let schema = json!({
        "type": "object",
        "properties": { "a": { "type": "string", "pattern": "^x+$" }, "b": { "enum": ["y"] } },
        "patternProperties": { "^n": { "type": "array", "items": { "type": "integer" } } },
        "required": ["a"],
        "additionalProperties": false,
    });
    for right in [
        json!({ "a": "xx" }),
        json!({ "a": "x", "b": "y", "n1": [1, 2] }),
    ] {
        assert!(is_valid(&schema, &right), "{right}");
    }
    for wrong in [
        json!([]),
        json!({}),
        json!({ "a": "xy" }),
        json!({ "a": 1 }),
        json!({ "a": "x", "b": "z" }),
        json!({ "a": "x", "n": [1, "2"] }),
        json!({ "a": "x", "c": 1 }),
    ] {
        assert!(!is_valid(&schema, &wrong), "{wrong}");
    }
    let one = json!({ "oneOf": [{ "type": "integer" }, { "enum": [1, true] }] });
    assert!(is_valid(&one, &json!(2)) && is_valid(&one, &json!(true)));
    assert!(!is_valid(&one, &json!(1)) && !is_valid(&one, &json!("x")));
}

#[test]
fn each_key_of_the_site_is_right_and_wrong_for_both() {
    let schema = named("site");
    let documents = documents(&config::SHAPE);
    assert!(documents.len() > 200, "{}", documents.len());
    for document in documents {
        let toml = lines(&document.entries);
        let about = &document.about;
        assert_eq!(
            is_valid(&schema, &json_of(&toml)),
            document.is_right,
            "{about}\n{toml}"
        );
        let found = found_in_site(&toml);
        assert_eq!(
            found.is_empty(),
            document.is_right,
            "{about}\n{toml}{found:#?}"
        );
    }
}

#[test]
fn each_key_of_front_matter_is_right_and_wrong_for_both() {
    for kind in PageKind::ALL {
        let schema = named(kind.name());
        let check = |toml: &str, is_right: bool| {
            assert_eq!(
                is_valid(&schema, &json_of(toml)),
                is_right,
                "{kind:?}\n{toml}"
            );
            let found = found_in_page(kind, toml);
            assert_eq!(found.is_empty(), is_right, "{kind:?}\n{toml}{found:#?}");
        };
        let line = |name: &str, value: &str| format!("{name} = {value}\n");
        let all = |without: &str| -> String {
            let names = kind.required().iter().filter(|name| **name != without);
            let keys = names.map(|name| FRONT_MATTER.key(name).unwrap());
            keys.map(|key| line(key.name, &rights(key)[0])).collect()
        };
        check(&format!("{}zzzz = 1\n", all("")), false);
        for key in FRONT_MATTER.keys {
            for right in rights(key) {
                let own = format!("\"{}\"", kind.name());
                let right = if key.name == "kind" { &own } else { &right };
                let toml = all(key.name) + &line(key.name, right);
                check(&toml, kind.admits(key.name));
            }
            for wrong in wrongs(key.values) {
                check(&(all(key.name) + &line(key.name, wrong)), false);
            }
        }
        for name in kind.required() {
            check(&all(name), false);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_site_is_right_or_wrong_for_both(chance in proptest::collection::vec(any::<u8>(), 0..120)) {
        let mut chance = chance.into_iter();
        let mut next = |below| usize::from(chance.next().unwrap_or(0)) % below;
        let toml = lines(&random(&config::SHAPE, &mut next));
        let found = found_in_site(&toml);
        prop_assert_eq!(is_valid(&named("site"), &json_of(&toml)), found.is_empty(), "{}{:#?}", toml, found);
    }
}

/// The TOML between the fences of a content file.
fn front_matter(text: &str) -> &str {
    text.split("+++\n").nth(1).unwrap()
}

#[test]
fn the_sites_there_are_follow_their_schemas() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = annai::disk::load(root, &root.join("public")).unwrap();
    let own: Vec<(String, String)> = own
        .sources()
        .filter(|source| source.id().as_str().ends_with(".md"))
        .map(|source| (source.id().as_str().to_owned(), source.bytes().to_vec()))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect();
    let config = std::fs::read_to_string(root.join("site.toml")).unwrap();
    let new: Vec<(String, String)> = scaffold::site(as_of())
        .iter()
        .map(|(path, output)| (path.to_string(), output.bytes().to_vec()))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect();
    let new_config = &new.iter().find(|(path, _)| path == "site.toml").unwrap().1;
    for config in [&config, new_config] {
        assert!(is_valid(&named("site"), &json_of(config)));
    }
    let mut pages = 0;
    for site in [&own, &new] {
        let matter = |path: &str| {
            let file = site.iter().find(|(own, _)| own == path)?;
            Some(json_of(front_matter(&file.1)))
        };
        for (path, _) in site.iter().filter(|(path, _)| path.ends_with(".md")) {
            let folder = path.rsplit_once('/').unwrap().0;
            let own = matter(path).unwrap();
            // A translation is of the kind of its original.
            let path = &path.replace(".en.md", ".md");
            let original = matter(path).unwrap();
            let section = matter(&format!("{folder}/index.md")).unwrap_or_default();
            let of_section = section["children"].as_str();
            let of_section = of_section.filter(|_| !path.ends_with("/index.md"));
            let kind = original["kind"].as_str().or(of_section).unwrap_or("page");
            assert!(is_valid(&named(kind), &own), "{path} as {kind}: {own}");
            pages += 1;
        }
    }
    assert!(pages > 20, "{pages}");
}

#[test]
fn the_schema_beside_a_site_is_that_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(schema::SITE_FILE);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, schema::site().json()).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    assert!(
        kept == schema::site().json(),
        "{} is old: `annai schema site` prints it",
        schema::SITE_FILE
    );
}
