//! A form as JSON: for the script in its page, and for whoever receives what it sends.

use super::{Change, Hint, Kind, PROBLEMS, Problem, Rules, STEPS};
use crate::language::Language;
use serde::Serialize;
use std::collections::BTreeMap;

/// The version of the format.
const VERSION: u32 = 1;

/// A field that can be filled in.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name under which it is sent.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// The kind of field.
    pub kind: &'static Kind,
    /// Whether it must not be left empty.
    pub is_required: bool,
    /// The most characters after folding.
    pub max_length: usize,
    /// Of a selection: what it can be.
    pub options: Vec<String>,
}

impl Field {
    /// What it asks for.
    pub fn rules(&self) -> Rules<'_> {
        Rules {
            kind: self.kind,
            is_required: self.is_required,
            max_length: self.max_length,
            options: &self.options,
        }
    }
}

/// A form with all rules for it.
#[derive(Debug, Serialize)]
pub struct Description<'a> {
    version: u32,
    lang: &'static str,
    /// The name of the field that people cannot see: whoever fills it in is a program.
    trap: &'static str,
    elapsed: Elapsed,
    steps: BTreeMap<&'static str, Change>,
    kinds: BTreeMap<&'static str, KindDescription>,
    fields: Vec<FieldDescription<'a>>,
}

/// The name of the field that people cannot see.
pub const TRAP: &str = "website";

/// The name under which the script in the page tells how many seconds it took to fill in the
/// form. No field can have it: their names begin with a letter.
pub const ELAPSED: &str = "_seconds";

/// People take longer than this to fill in a form, in seconds; who returns to one that they have
/// filled in before may be as fast. So it is a reason for doubt, and none for throwing away.
const LEAST: u32 = 3;

#[derive(Debug, Serialize)]
struct Elapsed {
    name: &'static str,
    least: u32,
}

#[derive(Debug, Serialize)]
struct KindDescription {
    steps: Vec<&'static str>,
    pattern: Option<&'static str>,
    checksum: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct FieldDescription<'a> {
    name: &'a str,
    label: &'a str,
    kind: &'static str,
    required: bool,
    max_length: usize,
    options: &'a [String],
    /// What to say, by what is wrong; `checksum` is a hint and no error.
    messages: BTreeMap<&'static str, String>,
}

/// The rules for a form of these fields, with messages in `language`.
pub fn describe(fields: &[Field], language: Language) -> Description<'_> {
    let kinds = fields.iter().map(|field| {
        let kind = field.kind;
        let format = kind.format.as_ref();
        let checksum = format.filter(|format| format.has_check_digit);
        let description = KindDescription {
            steps: kind.steps.iter().map(|step| step.name()).collect(),
            pattern: format.map(|format| format.pattern),
            checksum: checksum.map(|_| "luhn"),
        };
        (kind.name, description)
    });
    let steps = STEPS.iter().filter(|step| {
        let mut kinds = fields.iter().map(|field| field.kind);
        kinds.any(|kind| kind.steps.contains(step))
    });
    Description {
        version: VERSION,
        lang: language.tag(),
        trap: TRAP,
        elapsed: Elapsed {
            name: ELAPSED,
            least: LEAST,
        },
        steps: steps.map(|step| (step.name(), step.change())).collect(),
        kinds: kinds.collect(),
        fields: fields.iter().map(|field| one(field, language)).collect(),
    }
}

fn one(field: &Field, language: Language) -> FieldDescription<'_> {
    let applies = |problem: &Problem| match problem {
        Problem::Required => field.is_required,
        Problem::TooLong => true,
        Problem::Pattern => field.kind.format.is_some(),
        Problem::Option => field.kind.has_options(),
    };
    let problems = PROBLEMS.into_iter().filter(applies);
    let mut messages: BTreeMap<&'static str, String> = problems
        .map(|problem| (problem.name(), message(field, problem, language)))
        .collect();
    let format = field.kind.format.as_ref();
    if format.is_some_and(|format| format.has_check_digit) {
        let hint = Hint::Checksum;
        messages.insert(hint.name(), doubt(field, hint, language));
    }
    FieldDescription {
        name: &field.name,
        label: &field.label,
        kind: field.kind.name,
        required: field.is_required,
        max_length: field.max_length,
        options: &field.options,
        messages,
    }
}

/// What to say of a field with this problem.
pub fn message(field: &Field, problem: Problem, language: Language) -> String {
    let Field {
        label, max_length, ..
    } = field;
    let is_select = field.kind.has_options();
    match (problem, language) {
        (Problem::Required, Language::Japanese) if is_select => {
            format!("{label}を選択してください")
        }
        (Problem::Required, Language::English) if is_select => format!("Select: {label}"),
        (Problem::Required, Language::Japanese) => format!("{label}を入力してください"),
        (Problem::Required, Language::English) => format!("Enter: {label}"),
        (Problem::TooLong, Language::Japanese) => {
            format!("{label}は{max_length}文字以内で入力してください")
        }
        (Problem::TooLong, Language::English) => {
            format!("{label}: {max_length} characters or fewer")
        }
        (Problem::Option, Language::Japanese) => format!("{label}を一覧から選択してください"),
        (Problem::Option, Language::English) => format!("{label}: select one from the list"),
        (Problem::Pattern, Language::Japanese) => {
            format!("{label}は{}入力してください", shape(field.kind, language))
        }
        (Problem::Pattern, Language::English) => {
            format!("{label}: {}", shape(field.kind, language))
        }
    }
}

/// How an input of a kind with a format has to look.
fn shape(kind: &Kind, language: Language) -> &'static str {
    match (kind.name, language) {
        ("office-number", Language::Japanese) => "10文字の番号を",
        ("office-number", Language::English) => "enter the number of 10 characters",
        ("phone", Language::Japanese) => "市外局番から10桁または11桁で",
        ("phone", Language::English) => {
            "enter 10 or 11 digits, with the area code, of a number in Japan"
        }
        ("email", Language::Japanese) => "「名前@example.jp」のような形で",
        (_, Language::Japanese) => "正しい形で",
        (_, Language::English) => "enter it in the form name@example.jp",
    }
}

/// What to say of a field that may be worth a second look.
pub fn doubt(field: &Field, hint: Hint, language: Language) -> String {
    let label = &field.label;
    match (hint, language) {
        (Hint::Checksum, Language::Japanese) => format!(
            "{label}に入力間違いがあるかもしれません。番号をもう一度ご確認ください（このままでもかまいません）"
        ),
        (Hint::Checksum, Language::English) => {
            format!("{label}: there may be a slip in the number; it may stay as it is")
        }
    }
}
