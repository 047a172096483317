//! The formats that other programs read: what is escaped, and where things are.

use super::{PAGE, Sources, plain};
use crate::diag::print::Format;
use crate::diag::{Diagnostic, Place, Text, code};
use crate::language::Language;
use crate::source::{SourceId, Span};
use serde_json::{Value, json};

fn github(path: &str, text: &str, finding: &Diagnostic) -> String {
    let sources = Sources(vec![(path, text.as_bytes())]);
    let finding = std::slice::from_ref(finding);
    sources.print(Format::Github, finding, &plain(Language::English))
}

#[test]
fn workflow_commands_are_escaped() {
    let place = Place::new(&SourceId::new("a:b,c%.md"), Span::new(2, 3));
    let finding = Diagnostic::new(code::UNUSED_FACT, place, Text::same("50%: a, b"));
    let finding = finding.help(Text::same("first\nsecond"));
    assert_eq!(
        github("a:b,c%.md", "x\nyz", &finding),
        "::warning file=a%3Ab%2Cc%25.md,line=2,endLine=2,col=1,endColumn=2,\
         title=annai(unused-fact)::50%25: a, b%0Afirst%0Asecond\n"
    );
}

#[test]
fn a_workflow_command_for_a_file_has_no_line() {
    let place = Place::file(&SourceId::new("a.md"));
    let finding = Diagnostic::new(code::UNOFFICIAL_HOLIDAY, place, Text::same("x"));
    assert_eq!(
        github("a.md", "", &finding),
        "::notice file=a.md,title=annai(unofficial-holiday)::x\n"
    );
}

fn sarif(sources: &Sources<'_>, findings: &[Diagnostic]) -> Value {
    let printed = sources.print(Format::Sarif, findings, &plain(Language::English));
    serde_json::from_str(&printed).unwrap()
}

#[test]
fn sarif_counts_utf_16_code_units_and_bytes() {
    // Two code units each: a rare kanji, an emoji. The mark at the start is no column.
    let sources = Sources::page("\u{feff}\u{20bb7}野家\r\nx\u{1f600}<b>\n");
    let at = |words| Diagnostic::new(code::RAW_HTML, sources.place(PAGE, words), Text::same("x"));
    let document = sarif(&sources, &[at("野家"), at("<b>").replace_with("")]);
    let results = &document["runs"][0]["results"];
    assert_eq!(
        results[0]["locations"][0]["physicalLocation"]["region"],
        json!({ "startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 5 })
    );
    assert_eq!(
        results[1]["fixes"][0]["artifactChanges"][0]["replacements"][0],
        json!({
            "deletedRegion": {
                "startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 7,
                "byteOffset": 20, "byteLength": 3,
            },
            "insertedContent": { "text": "" },
        })
    );
}

#[test]
fn sarif_names_files_and_rules_once() {
    let sources = Sources(vec![("content/窓 口.md", b"x"), ("site.toml", b"x")]);
    let finding = |path: &str, code| {
        let label = Place::file(&SourceId::new("site.toml"));
        let finding = Diagnostic::new(code, Place::file(&SourceId::new(path)), Text::same("x"));
        finding.label(label, Text::same("here"))
    };
    let findings = [
        finding("content/窓 口.md", code::UNPORTABLE_NAME),
        finding("content/窓 口.md", code::DUPLICATE_URL),
        finding("site.toml", code::DUPLICATE_URL),
    ];
    let document = sarif(&sources, &findings);
    let run = &document["runs"][0];
    let uri = "content/%E7%AA%93%20%E5%8F%A3.md";
    assert_eq!(run["artifacts"][0]["location"]["uri"], uri);
    assert_eq!(run["artifacts"].as_array().unwrap().len(), 2);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<_> = rules
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["duplicate-url", "unportable-name"]);
    assert_eq!(run["results"][0]["ruleIndex"], 1);
    let place = &run["results"][2]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["index"], 1);
    assert_eq!(place.get("region"), None);
    let related = &run["results"][2]["relatedLocations"][0];
    assert_eq!(related["message"]["text"], "here");
    let short = rules[0]["shortDescription"]["text"].as_str().unwrap();
    let full = rules[0]["fullDescription"]["text"].as_str().unwrap();
    assert!(short.ends_with('.') && full.starts_with(short), "{short}");
}
