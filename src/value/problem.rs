//! The findings of a reader: what is missing, unknown or of the wrong type.

use super::{Key, Shape, Value, example};
use crate::diag::{Diagnostic, Place, Text, code, text};

/// The finding for a key that has to be there.
pub(super) fn missing_key(place: Place, key: &Key, has_header: bool) -> Diagnostic {
    let name = key.name;
    let message = text!("「{name}」がありません", "`{name}` is missing");
    Diagnostic::new(code::MISSING_KEY, place, message).help(example::added(key, has_header))
}

/// The finding for a table that has none of the keys of which it needs one.
pub(super) fn all_missing(place: Place, shape: &Shape) -> Diagnostic {
    let keys: Vec<&str> = shape.keys.iter().map(|key| key.name).collect();
    let keys = keys.join(", ");
    let message = text!("中に何も書かれていません", "nothing stands in it");
    Diagnostic::new(code::MISSING_KEY, place, message).help(text!(
        "次のどれかを書いてください: {keys}",
        "write at least one of: {keys}"
    ))
}

pub(super) fn unknown_key(place: Place, key: &str, near: &[&str], shape: &Shape) -> Diagnostic {
    let message = text!("「{key}」という項目はありません", "there is no key `{key}`");
    let diagnostic = Diagnostic::new(code::UNKNOWN_KEY, place, message);
    match near {
        [] => {
            let known: Vec<&str> = shape.keys.iter().map(|key| key.name).collect();
            let known = known.join(", ");
            diagnostic.help(text!(
                "ここに書けるのは: {known}",
                "the keys that can stand here: {known}"
            ))
        }
        [only] => diagnostic
            .help(text!(
                "「{only}」ではありませんか",
                "did you mean `{only}`?"
            ))
            .suggest(*only),
        several => {
            let several = several.join(", ");
            diagnostic.help(text!(
                "次のどれかではありませんか: {several}",
                "did you mean one of: {several}?"
            ))
        }
    }
}

/// The finding for a value of a wrong type, with what to write instead.
pub(super) fn wrong_type(place: Place, found: &Value, expected: &Text, remedy: Text) -> Diagnostic {
    let found = name_of(found);
    let diagnostic = Diagnostic::new(
        code::WRONG_TYPE,
        place,
        Text {
            japanese: format!(
                "ここには{}を書きます（今は{}になっています）",
                expected.japanese, found.japanese
            ),
            english: format!("{} belongs here, not {}", expected.english, found.english),
        },
    );
    diagnostic.help(remedy)
}

pub(super) fn expected_table() -> Text {
    text!("「{{ … }}」でまとめた内容", "a table (`{{ … }}`)")
}

fn name_of(value: &Value) -> Text {
    match value {
        Value::String(_) => text!("「\"」で囲んだ文字", "text"),
        Value::Integer(_) => text!("数", "a number"),
        Value::Float(_) => text!("小数点のある数", "a number with a point"),
        Value::Boolean(_) => text!("true か false", "true or false"),
        Value::Date(_) => text!("日付", "a date"),
        Value::Time(_) => text!("時刻", "a time"),
        Value::DateTime(_) => text!("日時", "a date with a time"),
        Value::Array(_) => text!("「[ … ]」で並べた値", "a list"),
        Value::Table(_) => text!("「{{ … }}」でまとめた内容", "a table"),
        Value::Broken => text!("読み取れないもの", "something that cannot be read"),
    }
}
