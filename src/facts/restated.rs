//! A fact's table with what a cycle says of it.

use super::KINDS;
use crate::language::Language;
use crate::value::{Entry, Node, Table, Value};

/// A fact's table with another value. The value may be given as such, or under the name of
/// the kind, as in `[facts]`.
pub(super) fn with_value(table: &Node, entry: &Entry) -> Node {
    let Value::Table(Table { entries }) = &table.value else {
        return table.clone();
    };
    let is_kind = |key: &str| KINDS.iter().any(|kind| kind.name == key);
    // New words have not been said in another language before.
    let is_saying = |key: &str| Language::ALL.iter().any(|one| one.tag() == key);
    let inner = match &entry.node.value {
        Value::Table(table) => Some(table),
        _ => None,
    };
    // What stands beside the value, as `closed` beside `hours`, may be restated with it.
    let names_kind = |table: &&Table| table.entries.iter().any(|one| is_kind(&one.key));
    let beside = inner.filter(names_kind).map_or(&[][..], |it| &it.entries);
    let is_beside = |key: &str| key != "label" && !is_kind(key);
    let restated = |key: &str| is_beside(key) && beside.iter().any(|one| one.key == key);
    let kept = entries
        .iter()
        .filter(|old| !is_saying(&old.key) && !restated(&old.key));
    let kept = kept.map(|old| {
        if !is_kind(&old.key) {
            return old.clone();
        }
        let inner = inner.and_then(|table| table.get(&old.key));
        Entry {
            node: inner.map_or(&entry.node, |inner| &inner.node).clone(),
            ..old.clone()
        }
    });
    let said = inner.into_iter().flat_map(|table| &table.entries);
    let new = said.filter(|entry| is_saying(&entry.key) || restated(&entry.key));
    let entries = kept.chain(new.cloned()).collect();
    Node {
        value: Value::Table(Table { entries }),
        span: table.span,
        verbatim: None,
    }
}
