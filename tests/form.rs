//! What people type into a form gets one verdict: from the code, and from whoever reads the
//! rules in the JSON and knows nothing else.
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "this test looks for a browser and gives it a page to fill in"
)]

use annai::build::{Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::form::{Field, Kind, NAMES, describe};
use annai::language::Language;
use annai::memo::Cache;
use annai::output::Outputs;
use annai::path::OutputPath;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::{env, fs};
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

const CONFIG: &str = "[site]\ntitle = \"サイト\"\nlanguage = \"ja\"\ntimezone = \"Asia/Tokyo\"\n";

#[test]
fn the_script_in_the_page_judges_as_the_table_says() {
    let Some(browser) = browser() else {
        assert!(
            env::var_os("CI").is_none(),
            "no Chromium on PATH: install it (apt-get install chromium)"
        );
        println!("skipped: no chromium, chromium-browser or google-chrome on PATH");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    write_site(folder.path());
    let page = folder.path().join("contact/index.html");
    let html = fs::read_to_string(&page).unwrap();
    let (head, rest) = html.split_once("</head>").unwrap();
    let driver =
        "<script src=\"../cases.js\"></script><script src=\"../driver.js\" defer></script>";
    fs::write(&page, format!("{head}{driver}</head>{rest}")).unwrap();
    let told = cases().into_iter().map(|case| {
        let Outcome {
            is_good,
            value,
            said,
        } = case.verdict;
        serde_json::json!([case.kind, case.input, is_good, value, said])
    });
    let told = serde_json::to_string(&told.collect::<Vec<_>>()).unwrap();
    fs::write(
        folder.path().join("cases.js"),
        format!("const cases = {told}, signs = {};", Value::from(SIGNS)),
    )
    .unwrap();
    let driver = include_str!("browser/form.js");
    fs::write(folder.path().join("driver.js"), driver).unwrap();

    let output = Command::new(browser)
        .env("HOME", folder.path())
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--dump-dom",
            "--enable-logging=stderr",
        ])
        .args(["--disable-dev-shm-usage", "--no-first-run"])
        .arg("--virtual-time-budget=10000")
        .arg(format!(
            "--user-data-dir={}",
            folder.path().join("profile").display()
        ))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout);
    let told = dom.split_once("data-told=\"").map(|(_, told)| told);
    let told = told.and_then(|told| told.split('"').next());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(told, Some("100 judged alike"), "{errors}");
}

/// What labels end with: signs that mean something to HTML, in JSON or in quotes, and what looks
/// like a key that says nothing.
const SIGNS: &str = r#" '"\<b>&lt;&,"pattern":null"#;

/// A value without its keys that say nothing: null, or an empty list.
fn told(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let says = |value: &Value| !value.is_null() && value.as_array() != Some(&Vec::new());
            let map = map.iter().filter(|(_, value)| says(value));
            map.map(|(key, value)| (key.clone(), told(value))).collect()
        }
        Value::Array(list) => list.iter().map(told).collect(),
        _ => value.clone(),
    }
}

#[test]
fn the_page_carries_the_rules_whatever_signs_they_hold() {
    let site = site();
    let text = |path| {
        let output = &site[&OutputPath::parse(path).unwrap()];
        std::str::from_utf8(output.bytes()).unwrap()
    };
    let (_, rest) = text("contact/index.html")
        .split_once(" data-rules='")
        .unwrap();
    let carried = rest.split('\'').next().unwrap();
    let entity = Regex::new("&(#39|lt|amp);").unwrap();
    let carried = entity.replace_all(carried, |found: &regex::Captures<'_>| match &found[1] {
        "#39" => "'",
        "lt" => "<",
        _ => "&",
    });
    let rules: Value = serde_json::from_str(text("contact/form.json")).unwrap();
    let told = told(&rules);
    assert_ne!(told, rules);
    assert_eq!(serde_json::from_str::<Value>(&carried).unwrap(), told);
    let label = format!("text{SIGNS}");
    assert!(carried.contains(&serde_json::to_string(&label).unwrap()));
}

fn site() -> Outputs {
    let mut contact = "+++\ntitle = \"お問い合わせ\"\nkind = \"contact\"\n\n[form]\n\
        endpoint = \"https://example.jp/send\"\nprivacy = \"https://example.jp/privacy\"\n"
        .to_owned();
    for kind in NAMES {
        let Field {
            max_length,
            options,
            ..
        } = field(kind);
        let options = if kind == "select" {
            format!("options = {options:?}\n")
        } else {
            String::new()
        };
        contact += &format!(
            "\n[[form.fields]]\nname = \"{kind}\"\nlabel = '''{kind}{SIGNS}'''\ntype = \"{kind}\"\n\
             required = true\nmax_length = {max_length}\n{options}"
        );
    }
    contact += "+++\n\n本文\n";
    let files = [
        ("site.toml", CONFIG),
        (
            "content/index.md",
            "+++\ntitle = \"ホーム\"\n+++\n\n[お問い合わせ](contact.md)\n",
        ),
        ("content/contact.md", &contact),
    ];
    let sources =
        files.map(|(path, text)| Arc::new(Source::new(SourceId::new(path), text.as_bytes())));
    let as_of = AsOf::new(parse_iso("2024-03-10").unwrap());
    let snapshot = Snapshot::new(sources, Vec::new());
    let built = build(&snapshot, &Options::new(as_of), &mut Cache::default());
    assert!(!built.has_errors(), "{:?}", built.diagnostics);
    built.outputs
}

fn write_site(folder: &Path) {
    for (path, output) in &site() {
        let path = folder.join(path.as_str());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, output.bytes()).unwrap();
    }
    let published = fs::read_to_string(folder.join("contact/form.json")).unwrap();
    let published: Value = serde_json::from_str(&published).unwrap();
    let fields: Vec<Field> = NAMES.iter().map(|name| field(name)).collect();
    let own = serde_json::to_value(describe(&fields, Language::Japanese)).unwrap();
    assert_eq!(published["kinds"], own["kinds"]);
    let html = fs::read_to_string(folder.join("contact/index.html")).unwrap();
    let policy = html.replace("&#39;", "'").replace("&#x27;", "'");
    assert!(
        policy.contains("form-action 'self' https://example.jp\""),
        "{html}"
    );
}

/// The browser there is.
fn browser() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome"];
    env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|program| program.is_file())
}
