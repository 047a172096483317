//! What to write where a value of a wrong type stands, from the examples that shapes hold.

use super::{Key, Shape, Type, Value, typos};
use crate::calendar;
use crate::diag::{Text, text};

/// Words that are written where nothing has been decided yet.
const UNDECIDED: [&str; 8] = [
    "未定",
    "未決",
    "調整中",
    "検討中",
    "なし",
    "当分の間",
    "tbd",
    "-",
];

/// Whether a value says that nothing has been decided yet, which is said by leaving it out.
pub fn is_undecided(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    text.is_empty() || UNDECIDED.contains(&text.as_str())
}

/// What to do about a key that says that nothing has been decided yet.
pub fn leave_out(key: &str) -> Text {
    text!(
        "決まっていないときは書きません。「{key} = …」を消してください",
        "what is not known yet is left out: delete `{key} = …`"
    )
}

/// What to write at a key instead of what was found there.
pub(super) fn at_key(key: &Key, found: &Value, has_header: bool) -> Text {
    let name = key.name;
    if let Value::String(text) = found
        && !key.is_required
        && is_undecided(text)
    {
        return leave_out(name);
    }
    let headed = has_header.then(|| headed(key)).flatten();
    headed.unwrap_or_else(|| alone(name, found, &key.values, example_at(key)))
}

/// What to write for a key that is missing.
pub(super) fn added(key: &Key, has_header: bool) -> Text {
    let headed = has_header.then(|| headed(key)).flatten();
    headed.unwrap_or_else(|| {
        let line = line(key);
        text!(
            "「{line}」のように書き加えてください",
            "add it, like `{line}`"
        )
    })
}

/// A table, or one of a list, with a line of its own above its keys.
fn headed(key: &Key) -> Option<Text> {
    let (header, shape) = match key.values {
        Type::Table(shape) => (format!("[{}]", key.name), shape),
        Type::List(Type::Table(shape)) => (format!("[[{}]]", key.name), *shape),
        _ => return None,
    };
    let required = shape.keys.iter().find(|key| key.is_required);
    let first = line(required.or(shape.keys.first())?);
    Some(text!(
        "「{header}」の行を書き、その下に「{first}」のように一行ずつ書いてください",
        "write a line `{header}`, and below it lines like `{first}`"
    ))
}

/// What to write at a key that the author made up.
pub(super) fn at_name(name: &str, values: &Type, found: &Value) -> Text {
    alone(name, found, values, of_type(values))
}

/// What to write for a table that has no key of its own.
pub(super) fn of_table(shape: &Shape) -> Text {
    if shape.keys.is_empty() {
        return text!(
            "「名前 = 値」の形で、一行ずつ書いてください",
            "write lines like `name = value`"
        );
    }
    let example = table(shape);
    text!(
        "「{example}」のように書いてください",
        "write it like `{example}`"
    )
}

/// The value that was meant, where that can be told, else `key = value` as an example.
fn alone(name: &str, found: &Value, values: &Type, example: String) -> Text {
    if let Some(value) = meant(found, values) {
        return text!("「{value}」と書いてください", "write `{value}`");
    }
    // Nearly what is wanted, but for its quotes.
    let is_bare = matches!(
        found,
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Date(_) | Value::Time(_)
    );
    if is_bare && matches!(values, Type::Text | Type::Choice(_)) {
        return text!(
            "「{name} = {example}」のように、「\"」で囲んで書いてください",
            "write it in quotes, like `{name} = {example}`"
        );
    }
    text!(
        "「{name} = {example}」のように書いてください",
        "write it like `{name} = {example}`"
    )
}

/// The value in the right type, where it is the same to a reader.
fn meant(found: &Value, wanted: &Type) -> Option<String> {
    match (found, wanted) {
        (Value::String(text), Type::List(Type::Text)) => Some(format!("[{text:?}]")),
        (Value::String(text), Type::Integer) => whole_number(text),
        (Value::String(text), Type::Boolean) => {
            typos::boolean(typos::narrow(text).trim()).map(str::to_owned)
        }
        (Value::String(text) | Value::DateTime(text), Type::Date) => {
            calendar::guess(text).map(|point| point.date.to_string())
        }
        (found, Type::AnyOf(types)) => types.iter().find_map(|one| meant(found, one)),
        _ => None,
    }
}

/// `¥3,300` is 3300, and so is `3,300円`; `5名` is 5.
fn whole_number(text: &str) -> Option<String> {
    let narrow = typos::narrow(text);
    let number = narrow.trim().trim_start_matches(['¥', '￥', '\\']);
    typos::number(number.trim_end_matches(['番', '人', '名', '-']))
}

/// A value that may stand at a key, as TOML writes it.
fn example_at(key: &Key) -> String {
    let first = key.examples.first().map(|example| (*example).to_owned());
    first.unwrap_or_else(|| of_type(&key.values))
}

fn of_type(values: &Type) -> String {
    match values {
        Type::Text | Type::Anything => "\"…\"".to_owned(),
        Type::Integer => "1".to_owned(),
        Type::Boolean => "true".to_owned(),
        Type::Date | Type::Day => "2024-04-09".to_owned(),
        Type::Time => "\"09:00\"".to_owned(),
        Type::Choice(names) => format!("{:?}", names.first().copied().unwrap_or_default()),
        Type::List(values) => format!("[{}]", of_type(values)),
        Type::Table(shape) => table(shape),
        Type::AnyOf(types) => types.first().map_or_else(String::new, of_type),
        Type::OneOf(shapes) => shapes.first().map_or_else(String::new, table),
    }
}

/// A table on one line with the keys that it needs, or with its first two.
fn table(shape: &Shape) -> String {
    let required: Vec<&Key> = shape.keys.iter().filter(|key| key.is_required).collect();
    let keys = if required.is_empty() {
        shape.keys.iter().take(2).collect()
    } else {
        required
    };
    let entries: Vec<String> = keys.into_iter().map(line).collect();
    match entries.join(", ") {
        entries if entries.is_empty() => "{ … }".to_owned(),
        entries => format!("{{ {entries} }}"),
    }
}

/// `key = value`, with an example.
fn line(key: &Key) -> String {
    format!("{} = {}", key.name, example_at(key))
}
