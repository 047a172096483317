//! `[calendar]`: the days on which the office is open all the same.

use crate::calendar::{Date, format};
use crate::diag::{Diagnostic, code, text};
use crate::value::{Entry, FromNode, Node, Reader, Table, Value};

/// The days off that the finding for `closed` writes down as facts.
const MOST_SHOWN: usize = 5;

/// Reads `[calendar]`.
pub(super) fn read(mut reader: Reader<'_, '_>) -> Vec<Date> {
    let open = reader.list::<Date>("open").into_iter();
    let open = open.map(|date| date.value).collect();
    if let Some(closed) = reader.entries().iter().find(|entry| entry.key == "closed") {
        reader.tolerate("closed");
        report_closed(closed, &mut reader);
    }
    reader.finish();
    open
}

/// Days off are facts: they have names, are checked and can be referred to.
fn report_closed(closed: &Entry, reader: &mut Reader<'_, '_>) {
    let items = match &closed.node.value {
        Value::Array(items) => items.as_slice(),
        _ => std::slice::from_ref(&closed.node),
    };
    let tables = items.iter().filter_map(|item| match &item.value {
        Value::Table(table) => Some(table),
        _ => None,
    });
    let facts: Vec<String> = tables.take(MOST_SHOWN).enumerate().map(fact).collect();
    let place = reader.place(closed.key_span);
    let message = text!(
        "休業日は [calendar] ではなく、事実（[facts]）として書きます",
        "days off are facts, and no longer stand in `[calendar]`"
    );
    let help = if items.is_empty() {
        text!(
            "この行を消してください。休業日は「{example}」のように書きます",
            "take this line out; days off are stated like `{example}`",
            example = example()
        )
    } else {
        let facts = if facts.is_empty() {
            example()
        } else {
            facts.join(" ")
        };
        text!(
            "この項目を消して、[facts] に次のように書いてください（[facts.…]・label・closure は、それぞれ別の行に書きます）: {facts}",
            "take this out and state them as facts, with a line for each of `[facts.…]`, `label` and `closure`: {facts}"
        )
    };
    let diagnostic = Diagnostic::new(code::UNKNOWN_KEY, place, message);
    reader.report(diagnostic.help(help));
}

fn example() -> String {
    written("year_end", "年末年始の休業", "2026-12-29", "2027-01-03")
}

fn written(key: &str, label: &str, from: &str, to: &str) -> String {
    format!("[facts.{key}] label = \"{label}\" closure = {{ from = {from}, to = {to} }}")
}

/// One of the days off as a fact, with what can be read of it.
fn fact((at, table): (usize, &Table)) -> String {
    let node = |key: &str| table.get(key).map(|entry| &entry.node);
    let day = |key: &str| node(key).and_then(Date::from_node);
    let (from, to) = (day("from"), day("to"));
    let label = match node("label").map(|node: &Node| &node.value) {
        Some(Value::String(label)) => label.as_str(),
        _ => "休業日",
    };
    let turns_year = from
        .zip(to)
        .is_some_and(|(from, to)| from.year() < to.year());
    let key = match at + 1 {
        _ if turns_year => {
            from.map_or_else(String::new, |from| format!("year_end_{}", from.year()))
        }
        number => format!("closure_{number}"),
    };
    let written_day = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), format::iso);
    written(&key, label, &written_day(from), &written_day(to))
}
