//! `sarif`: one document in the Static Analysis Results Interchange Format, version 2.1.0
//! (OASIS Standard, 27 March 2020; section numbers below are of it).
//!
//! - Paths are URIs relative to `%SRCROOT%`, the root of the site.
//! - Columns count UTF-16 code units; a finding on a file as a whole has no region.
//! - `rules` has the codes that occur, each with its explanation page.
//! - A fix has its place twice, in lines and in bytes; `properties.applicability` of the
//!   result says whether it is `mechanical` or a `guess`, as in `json`.
//!
//! - Braces in messages stand as they are. 3.11.5 wants them doubled, but viewers look for
//!   placeholders only where there are arguments, and would show `{{{{ renewal }}}}`.
//!
//! Equal findings give equal bytes: the order is that of the findings, of names or of paths.

use super::files::{Files, Position};
use super::{Style, json, short};
use crate::diag::{Code, Diagnostic, Fix, Label, Place};
use crate::language::Language;
use crate::source::SourceId;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The schema of the standard.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/// What stands for the root of the site, as GitHub and others have it.
const ROOT: &str = "%SRCROOT%";

pub(super) fn print(diagnostics: &[Diagnostic], files: &Files<'_>, style: &Style) -> String {
    let writer = Writer::new(diagnostics, files, style.language);
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|finding| writer.result(finding))
        .collect();
    let artifact = |source| json!({ "location": writer.artifact(source) });
    let artifacts: Vec<Value> = files.sources().map(artifact).collect();
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "annai",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": writer.rules(),
            } },
            "language": tag(style.language),
            "originalUriBaseIds": { ROOT: { "description": {
                "text": "The folder of the site, which holds site.toml.",
            } } },
            "columnKind": "utf16CodeUnits",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "artifacts": artifacts,
            "results": results,
        }],
    });
    let document = serde_json::to_string_pretty(&document);
    json::escaped(&document.expect("strings and numbers can always be written")) + "\n"
}

const fn tag(language: Language) -> &'static str {
    match language {
        Language::Japanese => "ja",
        Language::English => "en",
    }
}

struct Writer<'a> {
    files: &'a Files<'a>,
    language: Language,
    /// The codes that occur, and the place of each in `rules`.
    rules: BTreeMap<&'static str, (usize, Code)>,
    /// The place of each file in `artifacts`.
    artifacts: BTreeMap<&'a SourceId, usize>,
}

impl<'a> Writer<'a> {
    fn new(diagnostics: &[Diagnostic], files: &'a Files<'a>, language: Language) -> Self {
        let codes = diagnostics.iter().map(|finding| finding.code);
        let mut rules: BTreeMap<_, _> = codes.map(|code| (code.name(), (0, code))).collect();
        for (index, (at, _)) in rules.values_mut().enumerate() {
            *at = index;
        }
        Self {
            files,
            language,
            rules,
            artifacts: files.sources().zip(0..).collect(),
        }
    }

    /// The codes as reporting descriptors (3.49).
    fn rules(&self) -> Vec<Value> {
        let rule = |&(_, code): &(usize, Code)| {
            let page = code.explanation(self.language);
            let about = about(page);
            json!({
                "id": code.name(),
                "shortDescription": { "text": first_sentence(&about) },
                "fullDescription": { "text": about },
                "help": { "text": page, "markdown": page },
                "defaultConfiguration": { "level": short::severity_name(code.severity()) },
            })
        };
        self.rules.values().map(rule).collect()
    }

    /// A finding as a result (3.27).
    fn result(&self, finding: &Diagnostic) -> Value {
        let mut message = finding.message.in_language(self.language).to_owned();
        if let Some(help) = &finding.help {
            message.push('\n');
            message += help.in_language(self.language);
        }
        let mut result = json!({
            "ruleId": finding.code.name(),
            "ruleIndex": self.rules.get(finding.code.name()).map(|(at, _)| at),
            "level": short::severity_name(finding.severity),
            "message": { "text": message },
            "locations": [{ "physicalLocation": self.location(&finding.place) }],
        });
        if !finding.labels.is_empty() {
            let label = |label| self.label(label);
            result["relatedLocations"] = finding.labels.iter().map(label).collect();
        }
        if let Some(fix) = &finding.fix {
            result["fixes"] = json!([self.fix(fix)]);
            result["properties"] = json!({ "applicability": fix.applicability });
        }
        result
    }

    fn label(&self, label: &Label) -> Value {
        json!({
            "physicalLocation": self.location(&label.place),
            "message": { "text": label.text.in_language(self.language) },
        })
    }

    /// A place as a physical location (3.29).
    fn location(&self, place: &Place) -> Value {
        let mut location = json!({ "artifactLocation": self.artifact(&place.source) });
        if let Some(range) = self.files.utf16_range(place) {
            location["region"] = region(range);
        }
        location
    }

    /// A fix (3.55). Its region has the bytes too, which need no counting.
    fn fix(&self, fix: &Fix) -> Value {
        let first = Position { line: 1, column: 1 };
        let range = self.files.utf16_range(&fix.place);
        let mut deleted = region(range.unwrap_or((first, first)));
        let span = fix.place.span;
        deleted["byteOffset"] = json!(span.start);
        deleted["byteLength"] = json!(span.end.saturating_sub(span.start));
        json!({ "artifactChanges": [{
            "artifactLocation": self.artifact(&fix.place.source),
            "replacements": [{
                "deletedRegion": deleted,
                "insertedContent": { "text": fix.replacement },
            }],
        }] })
    }

    fn artifact(&self, source: &SourceId) -> Value {
        json!({
            "uri": uri(source.as_str()),
            "uriBaseId": ROOT,
            "index": self.artifacts.get(source),
        })
    }
}

/// A region of lines (3.30). Its end is one past the last character.
fn region((start, end): (Position, Position)) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// What an explanation page says first, on one line.
fn about(page: &str) -> String {
    let mut paragraphs = page.split("\n\n").skip(1);
    let paragraph = paragraphs.next().unwrap_or_default();
    paragraph.lines().collect::<Vec<_>>().join(" ")
}

fn first_sentence(paragraph: &str) -> &str {
    let ends = ["。", ". "].into_iter();
    let end = ends.filter_map(|end| Some(paragraph.find(end)? + end.trim_end().len()));
    &paragraph[..end.min().unwrap_or(paragraph.len())]
}

/// A path as a relative reference (RFC 3986): all but the unreserved characters are encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            byte => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}
