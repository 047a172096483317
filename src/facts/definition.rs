//! `[facts]` as it is written: keys, labels and unread tables. Values come in `scope`.

use super::{KINDS, Kind};
use crate::diag::{Diagnostic, code, text};
use crate::source::{SourceId, Span};
use crate::value::{Entry, Node, Reader, Shape, Type, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// `[facts]`
pub const FACTS: Shape = Shape::open("^[a-z_][a-z0-9_]*$", Type::OneOf(&SHAPES));

const SHAPES: [Shape; KINDS.len()] = {
    let mut shapes = [KINDS[0].shape; KINDS.len()];
    let mut at = 0;
    while at < shapes.len() {
        shapes[at] = KINDS[at].shape;
        at += 1;
    }
    shapes
};

/// A fact as `site.toml` writes it.
#[derive(Clone, Debug)]
pub(super) struct Definition<'a> {
    pub(super) key: &'a str,
    /// Where its value is stated: its key in `[facts]`, or in the cycle that states it anew.
    pub(super) key_span: Span,
    pub(super) label: Option<&'a str>,
    /// Its table; that of a cycle is made of the one before.
    pub(super) node: Arc<Node>,
}

impl Definition<'_> {
    /// Whether it states a value of that kind.
    pub(super) fn is(&self, kind: &Kind) -> bool {
        matches!(&self.node.value, Value::Table(table) if table.get(kind.name).is_some())
    }
}

/// The definitions of `[facts]`, in their order. Names that cannot be used, or not twice,
/// are findings.
pub(super) fn read<'a>(
    source: &'a SourceId,
    facts: &'a Node,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Definition<'a>> {
    let mut reader = Reader::new(source, facts, &FACTS, diagnostics);
    let definitions: Vec<Definition<'a>> = reader.entries().iter().map(define).collect();
    let mut names: BTreeMap<&str, Span> = BTreeMap::new();
    for definition in &definitions {
        check_key(definition, &mut reader);
        let own = [Some(definition.key), definition.label];
        let mut own: Vec<&str> = own.into_iter().flatten().collect();
        own.dedup();
        for name in own {
            if let Some(first) = names.insert(name, definition.key_span) {
                report_second(name, definition.key_span, first, &mut reader);
            }
        }
    }
    definitions
}

fn define(entry: &Entry) -> Definition<'_> {
    let label = match &entry.node.value {
        Value::Table(table) => table.get("label"),
        _ => None,
    };
    let label = label.and_then(|label| match &label.node.value {
        Value::String(text) => Some(text.trim()),
        _ => None,
    });
    Definition {
        key: &entry.key,
        key_span: entry.key_span,
        label,
        node: Arc::new(entry.node.clone()),
    }
}

fn check_key(definition: &Definition<'_>, reader: &mut Reader<'_, '_>) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let key = definition.key;
    if !key.is_empty() && key.chars().all(plain) && !key.starts_with(|c: char| c.is_ascii_digit()) {
        check_label(definition, reader);
        return;
    }
    reader.invalid(
definition.key_span,            text!(
                "「{key}」は事実の名前に使えません",
                "`{key}` cannot be the key of a fact"
            ),
text!(
            "半角の英小文字・数字・下線（_）で、英小文字から始めてください。日本語の名前は label に書きます",
            "use small letters, digits and `_`, beginning with a letter; other names go into `label`"
        ),
);
}

/// A label is also a name in `{{ … }}`, so it cannot hold what ends a name there.
fn check_label(definition: &Definition<'_>, reader: &mut Reader<'_, '_>) {
    let Some(label) = definition.label else {
        return;
    };
    let Some(bad) = label.chars().find(|c| ".|{}+".contains(*c)) else {
        return;
    };
    let place = reader.place(definition.node.span);
    let diagnostic = Diagnostic::new(
        code::INVALID_VALUE,
        place,
        text!(
            "名前（label）「{label}」に「{bad}」は使えません",
            "the label `{label}` cannot contain `{bad}`"
        ),
    );
    reader.report(diagnostic.help(text!(
        "「{bad}」のない名前にしてください。区切るときは「・」を使います",
        "give it a name without `{bad}`"
    )));
}

fn report_second(name: &str, place: Span, first: Span, reader: &mut Reader<'_, '_>) {
    let (place, first) = (reader.place(place), reader.place(first));
    reader.report(
        Diagnostic::new(
            code::INVALID_VALUE,
            place,
            text!(
                "「{name}」という名前の事実が二つあります",
                "two facts have the name `{name}`"
            ),
        )
        .label(first, text!("一つめはここです", "the first is here"))
        .help(text!(
            "どちらかを別の名前に変えるか、要らないほうを消してください",
            "give one of them another name, or delete it"
        )),
    );
}
