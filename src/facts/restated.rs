//! A fact's table with what a cycle says of it.

use super::{KINDS, Kind};
use crate::language::Language;
use crate::value::{Entry, Node, Table, Type, Value};

/// The kind of the fact that a table states.
pub(super) fn kind_of(table: &Node) -> Option<&'static Kind> {
    let Value::Table(table) = &table.value else {
        return None;
    };
    KINDS.iter().find(|kind| table.get(kind.name).is_some())
}

/// The kind other than its own that a new value names.
pub(super) fn other_kind<'e>(own: &Kind, entry: &'e Entry) -> Option<&'e str> {
    let Value::Table(Table { entries }) = &entry.node.value else {
        return None;
    };
    let is_kind = |key: &str| KINDS.iter().any(|kind| kind.name == key);
    let value = own.shape.key(own.name).map(|key| key.values);
    let is_part = |key: &str| own.shape.key(key).is_some() || value.is_some_and(|it| has(it, key));
    let mut keys = entries.iter().map(|entry| entry.key.as_str());
    keys.find(|key| is_kind(key) && !is_part(key))
}

/// Whether a value of that type may be a table with that key.
fn has(values: Type, key: &str) -> bool {
    match values {
        Type::Table(shape) => shape.key(key).is_some(),
        Type::AnyOf(types) => types.iter().any(|one| has(*one, key)),
        _ => false,
    }
}

/// A fact's table with another value. The value may be given as such, or under the name of the
/// kind with what stands beside it (`closed` beside `hours`), as in `[facts]`.
pub(super) fn with_value(table: &Node, own: &Kind, entry: &Entry) -> Node {
    let Value::Table(Table { entries }) = &table.value else {
        return table.clone();
    };
    // New words have not been said in another language before.
    let is_saying = |key: &str| Language::ALL.iter().any(|one| one.tag() == key);
    let value = own.shape.key(own.name).map(|key| key.values);
    // `closed` may stand in a table of hours, and beside it.
    let stands_beside = |one: &Entry| {
        let is_part = value.is_some_and(|values| has(values, &one.key));
        one.key == own.name || own.shape.key(&one.key).is_some() && !is_part
    };
    let inner = match &entry.node.value {
        Value::Table(inner) if inner.entries.iter().any(stands_beside) => inner.entries.clone(),
        _ => vec![Entry {
            key: own.name.to_owned(),
            ..entry.clone()
        }],
    };
    let is_new = |key: &str| inner.iter().any(|new| new.key == key);
    let kept = entries
        .iter()
        .filter(|old| !is_new(&old.key) && !is_saying(&old.key))
        .cloned();
    Node {
        value: Value::Table(Table {
            entries: kept.chain(inner.iter().cloned()).collect(),
        }),
        span: table.span,
        verbatim: None,
    }
}
