//! What people type into a form gets one verdict: from the code, and from whoever reads the
//! rules in the JSON and knows nothing else.
#![expect(clippy::unwrap_used, reason = "tests")]

use annai::form::{Field, Kind, NAMES, describe};
use annai::language::Language;
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

const INPUTS: &str = include_str!("data/form-inputs.tsv");

#[derive(Debug, PartialEq, Eq)]
struct Case {
    kind: String,
    input: String,
    verdict: Outcome,
}

#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    is_good: bool,
    value: String,
    /// The reason, or the hint of a good one.
    said: String,
}

fn cases() -> Vec<Case> {
    let lines = INPUTS.lines().filter(|line| !line.starts_with('#'));
    let case = |line: &str| {
        let [kind, input, verdict, value, said] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not five columns: {line}");
        };
        Case {
            kind: kind.to_owned(),
            input: unescaped(input),
            verdict: Outcome {
                is_good: verdict == "good",
                value: unescaped(value),
                said: said.to_owned(),
            },
        }
    };
    lines.map(case).collect()
}

fn unescaped(text: &str) -> String {
    let code = Regex::new(r"\\u\{([0-9A-F]+)\}").unwrap();
    let text = text
        .replace("\\t", "\t")
        .replace("\\r", "\r")
        .replace("\\n", "\n");
    let seen = |found: &regex::Captures<'_>| {
        let number = u32::from_str_radix(&found[1], 16).unwrap();
        char::from_u32(number).unwrap().to_string()
    };
    code.replace_all(&text, seen).into_owned()
}

fn field(kind: &str) -> Field {
    Field {
        name: kind.to_owned(),
        label: kind.to_owned(),
        kind: Kind::named(kind).unwrap(),
        is_required: true,
        max_length: if kind == "text" { 60 } else { 2000 },
        options: vec!["事業所".to_owned(), "その他".to_owned()],
    }
}

#[test]
fn there_are_forty_good_and_sixty_bad_inputs() {
    let cases = cases();
    let good = cases.iter().filter(|case| case.verdict.is_good).count();
    assert_eq!((good, cases.len() - good), (40, 60));
}

#[test]
fn the_code_judges_as_the_table_says() {
    for case in cases() {
        let field = field(&case.kind);
        let verdict = field.rules().judge(&case.input);
        let problem = verdict.problem.map(|problem| problem.name());
        let hint = verdict.hint.map(|hint| hint.name());
        let outcome = Outcome {
            is_good: verdict.problem.is_none(),
            value: verdict.value,
            said: problem.or(hint).unwrap_or_default().to_owned(),
        };
        assert_eq!(outcome, case.verdict, "{case:?}");
    }
}

#[test]
fn who_reads_the_rules_judges_as_the_table_says() {
    let fields: Vec<Field> = NAMES.iter().map(|name| field(name)).collect();
    let rules = serde_json::to_value(describe(&fields, Language::Japanese)).unwrap();
    let reader = Interpreter::new(&rules);
    for case in cases() {
        let outcome = reader.judge(&case.kind, &case.input);
        assert_eq!(outcome, case.verdict, "{case:?}");
        if !outcome.said.is_empty() {
            let message = &reader.field(&case.kind)["messages"][&outcome.said];
            assert!(message.is_string(), "nothing to say: {case:?}");
        }
    }
}

/// What an endpoint would do that has the JSON only.
struct Interpreter<'a> {
    rules: &'a Value,
    patterns: BTreeMap<&'a str, Regex>,
}

impl<'a> Interpreter<'a> {
    fn new(rules: &'a Value) -> Self {
        let mut patterns = BTreeMap::new();
        let steps = rules["steps"].as_object().unwrap().values();
        let kinds = rules["kinds"].as_object().unwrap().values();
        let changes = steps.filter_map(|step| step.as_object()?.values().next());
        let matches = changes.filter_map(|change| change["match"].as_str());
        for pattern in matches.chain(kinds.filter_map(|kind| kind["pattern"].as_str())) {
            patterns.insert(pattern, Regex::new(pattern).unwrap());
        }
        Self { rules, patterns }
    }

    fn field(&self, name: &str) -> &'a Value {
        let fields = self.rules["fields"].as_array().unwrap();
        fields.iter().find(|field| field["name"] == name).unwrap()
    }

    fn judge(&self, name: &str, input: &str) -> Outcome {
        let field = self.field(name);
        let kind = &self.rules["kinds"][field["kind"].as_str().unwrap()];
        let steps = kind["steps"].as_array().unwrap();
        let value = steps.iter().fold(input.to_owned(), |text, step| {
            self.step(&self.rules["steps"][step.as_str().unwrap()], &text)
        });
        let problem = self.problem(field, kind, &value);
        let doubt = kind["checksum"] == "luhn" && problem.is_none() && !luhn(&value);
        Outcome {
            is_good: problem.is_none(),
            value,
            said: match problem {
                Some(problem) => problem.to_owned(),
                None if doubt => "checksum".to_owned(),
                None => String::new(),
            },
        }
    }

    fn step(&self, step: &Value, text: &str) -> String {
        if step == "uppercase" {
            return text.to_ascii_uppercase();
        }
        if let Some(change) = step.get("normalize") {
            assert_eq!(change["form"], "NFKC");
            let pattern = &self.patterns[change["match"].as_str().unwrap()];
            let folded = |found: &regex::Captures<'_>| found[0].nfkc().collect::<String>();
            return pattern.replace_all(text, folded).into_owned();
        }
        let change = &step["replace"];
        let pattern = &self.patterns[change["match"].as_str().unwrap()];
        let with = regex::NoExpand(change["with"].as_str().unwrap());
        pattern.replace_all(text, with).into_owned()
    }

    fn problem(&self, field: &Value, kind: &Value, value: &str) -> Option<&'static str> {
        if value.is_empty() {
            return (field["required"] == true).then_some("required");
        }
        if value.chars().count() as u64 > field["max_length"].as_u64().unwrap() {
            return Some("too-long");
        }
        let fits = |pattern: &str| self.patterns[pattern].is_match(value);
        if kind["pattern"]
            .as_str()
            .is_some_and(|pattern| !fits(pattern))
        {
            return Some("pattern");
        }
        let options = field["options"].as_array().unwrap();
        let is_select = field["kind"] == "select";
        (is_select && !options.iter().any(|option| option == value)).then_some("option")
    }
}

fn luhn(text: &str) -> bool {
    let Ok(number) = text.parse::<u64>() else {
        return true;
    };
    let mut rest = number;
    let mut sum = 0;
    while rest > 0 {
        sum += rest % 10;
        let doubled = rest / 10 % 10 * 2;
        sum += doubled / 10 + doubled % 10;
        rest /= 100;
    }
    sum % 10 == 0
}
