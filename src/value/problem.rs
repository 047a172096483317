//! The findings of a reader: what is missing, unknown or of the wrong type.

use super::{Shape, Value};
use crate::diag::{Diagnostic, Place, Text, code, text};

/// The finding for a key that has to be there.
pub(super) fn missing_key(place: Place, key: &str) -> Diagnostic {
    let message = text!("「{key}」がありません", "`{key}` is missing");
    Diagnostic::new(code::MISSING_KEY, place, message).help(text!(
        "「{key} = …」の行を加えてください",
        "add a line `{key} = …`"
    ))
}

/// The finding for a table that has none of the keys of which it needs one.
pub(super) fn all_missing(place: Place, shape: &Shape) -> Diagnostic {
    let keys: Vec<&str> = shape.keys.iter().map(|key| key.name).collect();
    let keys = keys.join(", ");
    let message = text!("中身がありません", "nothing stands in it");
    Diagnostic::new(code::MISSING_KEY, place, message).help(text!(
        "次のうち一つは書いてください: {keys}",
        "write at least one of: {keys}"
    ))
}

pub(super) fn unknown_key(place: Place, key: &str, near: &[&str], known: &[&str]) -> Diagnostic {
    let message = text!("「{key}」という項目はありません", "there is no key `{key}`");
    let diagnostic = Diagnostic::new(code::UNKNOWN_KEY, place, message);
    match near {
        [] => {
            let known = known.join(", ");
            diagnostic.help(text!(
                "ここで使える項目: {known}",
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

pub(super) fn wrong_type(place: Place, found: &Value, expected: &Text) -> Diagnostic {
    let found = name_of(found);
    Diagnostic::new(
        code::WRONG_TYPE,
        place,
        Text {
            japanese: format!(
                "ここには{}が入ります（今は{}）",
                expected.japanese, found.japanese
            ),
            english: format!("{} belongs here, not {}", expected.english, found.english),
        },
    )
}

pub(super) fn expected_table() -> Text {
    text!("項目の組（{{ … }}）", "a table (`{{ … }}`)")
}

fn name_of(value: &Value) -> Text {
    match value {
        Value::String(_) => text!("文字", "text"),
        Value::Integer(_) | Value::Float(_) => text!("数", "a number"),
        Value::Boolean(_) => text!("true／false", "true or false"),
        Value::Date(_) => text!("日付", "a date"),
        Value::Time(_) => text!("時刻", "a time"),
        Value::DateTime(_) => text!("日時", "a date with a time"),
        Value::Array(_) => text!("一覧", "a list"),
        Value::Table(_) => text!("項目の組", "a table"),
        Value::Broken => text!("読み取れないもの", "something that cannot be read"),
    }
}
