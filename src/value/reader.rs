//! Reads a table as its shape says.

use super::example;
use super::problem::{all_missing, expected_table, missing_key, unknown_key, wrong_type};
use super::{Entry, FromNode, Key, Node, Shape, Table, Type, Value};
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::near::NearIndex;
use crate::source::{SourceId, Span};
use std::cell::LazyCell;
use std::collections::BTreeSet;

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its bytes.
    pub span: Span,
}

/// Reads one table, which lives for `'t`, as its shape says. What is wrong goes to
/// `diagnostics`; [`Reader::finish`] reports the keys that the shape does not have, and those
/// that it requires and the table does not have.
#[derive(Debug)]
pub struct Reader<'t, 'd> {
    source: &'t SourceId,
    table: &'t Table,
    shape: &'static Shape,
    span: Span,
    /// Otherwise that has been reported, and nothing is missing from it.
    is_table: bool,
    /// Keys that the shape does not have and that have been reported.
    tolerated: BTreeSet<&'t str>,
    /// To hold that no key of the shape goes unread.
    asked: Vec<&'static str>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'t, 'd> Reader<'t, 'd> {
    /// Reads the table `node`. A node that is no table is a finding, and reads as empty.
    pub fn new(
        source: &'t SourceId,
        node: &'t Node,
        shape: &'static Shape,
        diagnostics: &'d mut Vec<Diagnostic>,
    ) -> Self {
        Self::with_remedy(
            source,
            node,
            shape,
            || example::of_table(shape),
            diagnostics,
        )
    }

    /// The same, with what to write where no table stands.
    fn with_remedy(
        source: &'t SourceId,
        node: &'t Node,
        shape: &'static Shape,
        remedy: impl FnOnce() -> Text,
        diagnostics: &'d mut Vec<Diagnostic>,
    ) -> Self {
        const EMPTY: &Table = &Table {
            entries: Vec::new(),
        };
        let table = match &node.value {
            Value::Table(table) => table,
            Value::Broken => EMPTY,
            other => {
                let place = Place::new(source, node.span);
                diagnostics.push(wrong_type(place, other, &expected_table(), remedy()));
                EMPTY
            }
        };
        Self {
            source,
            table,
            shape,
            span: node.span,
            is_table: matches!(node.value, Value::Table(_)),
            tolerated: BTreeSet::new(),
            asked: Vec::new(),
            diagnostics,
        }
    }

    /// The value of `key`, if it is there and of the right type.
    pub fn get<T: FromNode>(&mut self, key: &'static str) -> Option<T> {
        Some(self.spanned(key)?.value)
    }

    /// The value of `key` with its place.
    pub fn spanned<T: FromNode>(&mut self, key: &'static str) -> Option<Spanned<T>> {
        let node = self.node(key)?;
        debug_assert!(T::is_for(self.values(key)), "{key}");
        self.read_spanned(node)
    }

    /// All entries of the list at `key`; those of a wrong type are findings.
    pub fn list<T: FromNode>(&mut self, key: &'static str) -> Vec<Spanned<T>> {
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        debug_assert!(is_list_of::<T>(self.values(key)), "{key}");
        let items = self.items(key, node).iter();
        items.filter_map(|item| self.read_spanned(item)).collect()
    }

    /// A reader of the table at `key`, with findings going to the same place.
    pub fn table(&mut self, key: &'static str) -> Option<Reader<'t, '_>> {
        let node = self.node(key)?;
        let Some(shape) = table_of(self.values(key)) else {
            unreachable!("`{key}` holds no table by its shape");
        };
        let remedy = self.remedy(key, node);
        let (source, diagnostics) = (self.source, &mut *self.diagnostics);
        Some(Reader::with_remedy(
            source,
            node,
            shape,
            remedy,
            diagnostics,
        ))
    }

    /// What `read` makes of the tables in the list at `key`.
    pub fn tables<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(Reader<'t, '_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        let Type::List(Type::Table(shape)) = self.values(key) else {
            unreachable!("`{key}` holds no tables by its shape");
        };
        let mut made = Vec::new();
        for item in self.items(key, node) {
            let remedy = self.remedy(key, node);
            let (source, diagnostics) = (self.source, &mut *self.diagnostics);
            let reader = Reader::with_remedy(source, item, shape, remedy, diagnostics);
            made.extend(read(reader));
        }
        made
    }

    /// The node of `key`, unread.
    pub fn node(&mut self, key: &'static str) -> Option<&'t Node> {
        debug_assert!(self.shape.key(key).is_some(), "`{key}` is not in the shape");
        self.asked.push(key);
        self.table.get(key).map(|entry| &entry.node)
    }

    /// A node as a `T`; a wrong type is a finding.
    pub fn read<T: FromNode>(&mut self, node: &Node) -> Option<T> {
        let value = T::from_node(node);
        if value.is_none() && node.value != Value::Broken {
            let place = self.place(node.span);
            if let Some(meant) = T::meant(node) {
                let help = text!("「{meant}」と書いてください", "write `{meant}`");
                let finding = wrong_type(place, &node.value, &T::expected(), help);
                self.diagnostics.push(finding.replace_with(meant));
                return None;
            }
            let remedy = match self.key_at(node.span) {
                Some((key, whole)) if std::ptr::eq(whole, node) => {
                    example::at_key(key, &node.value, self.is_root())
                }
                // In a list: the example shows all of it.
                Some((key, whole)) => example::at_key(key, &whole.value, self.is_root()),
                None => self.remedy_of_other(node),
            };
            self.diagnostics
                .push(wrong_type(place, &node.value, &T::expected(), remedy));
        }
        value
    }

    /// What to write in place of a node under a key that the author made up.
    fn remedy_of_other(&self, node: &Node) -> Text {
        let named = self
            .entries()
            .iter()
            .find(|entry| entry.node.span == node.span);
        match (named, self.shape.others) {
            (Some(entry), Some(others)) => {
                example::at_name(&entry.key, &others.values, &node.value)
            }
            _ => example::of_table(self.shape),
        }
    }

    /// The items of the list at `key`; a node that is no list is a finding.
    pub fn items(&mut self, key: &'static str, node: &'t Node) -> &'t [Node] {
        let remedy = self.remedy(key, node);
        items(self.source, node, remedy, self.diagnostics)
    }

    /// What to write at `key` in place of a node of a wrong type.
    fn remedy(&self, key: &str, node: &'t Node) -> impl FnOnce() -> Text + use<'t> {
        let (shape, is_root) = (self.shape, self.is_root());
        let key = shape.key(key);
        move || match key {
            Some(key) => example::at_key(key, &node.value, is_root),
            None => example::of_table(shape),
        }
    }

    /// The innermost key with a meaning whose value holds a place, and that value.
    fn key_at(&self, span: Span) -> Option<(&'static Key, &'t Node)> {
        let holds = |entry: &&Entry| {
            let whole = entry.node.span;
            whole.start <= span.start && span.end <= whole.end
        };
        let mut found = None;
        let (mut table, mut shape) = (Some(self.table), Some(self.shape));
        while let (Some(entries), Some(within)) = (table.take(), shape.take()) {
            let entry = entries.entries.iter().find(holds);
            let Some(entry) = entry else { break };
            let Some(key) = within.key(&entry.key) else {
                break;
            };
            found = Some((key, &entry.node));
            if let Value::Table(inner) = &entry.node.value {
                (table, shape) = (Some(inner), table_of(key.values));
            }
        }
        found
    }

    /// The key at a node, if it may be left out.
    pub fn optional_key(&self, node: &Node) -> Option<&'static str> {
        let (key, _) = self.key_at(node.span)?;
        (!key.is_required).then_some(key.name)
    }

    /// Whether its tables begin with a line of their own: `[site]`.
    fn is_root(&self) -> bool {
        self.span.start == self.span.end
    }

    fn read_spanned<T: FromNode>(&mut self, node: &Node) -> Option<Spanned<T>> {
        let value = self.read(node)?;
        Some(Spanned {
            value,
            span: node.span,
        })
    }

    fn values(&self, key: &str) -> Type {
        self.shape.key(key).map_or(Type::Anything, |key| key.values)
    }

    /// Leaves a key that the shape does not have to whoever has reported it.
    pub fn tolerate(&mut self, key: &'t str) {
        self.tolerated.insert(key);
    }

    /// Adds a finding.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds the finding for a value that cannot be used, with what to write instead.
    pub fn invalid(&mut self, span: Span, message: Text, help: Text) {
        let place = self.place(span);
        self.report(Diagnostic::new(code::INVALID_VALUE, place, message).help(help));
    }

    /// Where findings go, for those who read on with a node of this table.
    pub fn diagnostics(&mut self) -> &mut Vec<Diagnostic> {
        self.diagnostics
    }

    /// A place in the file that is being read.
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.source, span)
    }

    /// The file that is being read.
    pub fn source(&self) -> &'t SourceId {
        self.source
    }

    /// The bytes of the whole table.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The entries of the table.
    pub fn entries(&self) -> &'t [Entry] {
        &self.table.entries
    }

    /// Reports every key that the shape does not have, with the names that may have been
    /// meant, and every key that it requires and that is not there.
    pub fn finish(self) {
        let unread = self.shape.keys.iter().map(|key| key.name);
        let unread: Vec<&str> = unread.filter(|key| !self.asked.contains(key)).collect();
        debug_assert!(unread.is_empty(), "nobody asks for {unread:?}");
        self.check_keys();
    }

    /// Like [`Reader::finish`], where the work ends before all keys are read.
    pub fn check_keys(self) {
        if !self.is_table {
            return;
        }
        // A table may have any number of keys that the shape does not have.
        let keys = self.shape.keys.iter();
        let unset: Vec<&Key> = keys
            .filter(|key| self.table.get(key.name).is_none())
            .collect();
        let mut missing: Vec<&Key> = unset
            .iter()
            .copied()
            .filter(|key| key.is_required)
            .collect();
        let known = LazyCell::new(|| NearIndex::new(unset.iter().map(|key| key.name)));
        for entry in self.entries() {
            let key = entry.key.as_str();
            let is_known = self.shape.key(key).is_some() || self.tolerated.contains(key);
            if is_known || self.shape.others.is_some() {
                continue;
            }
            let near = known.find(key);
            // One mistake, one finding: the mistyped key is the missing one.
            missing.retain(|missing| !near.contains(&missing.name));
            let place = Place::new(self.source, entry.key_span);
            self.diagnostics
                .push(unknown_key(place, key, &near, self.shape));
        }
        if self.shape.needs_any && self.entries().is_empty() {
            let place = Place::new(self.source, self.head());
            self.diagnostics.push(all_missing(place, self.shape));
        }
        for key in missing {
            let place = Place::new(self.source, self.head());
            self.diagnostics
                .push(missing_key(place, key, self.is_root()));
        }
    }

    /// Where to show that something is missing: the first line of the table.
    fn head(&self) -> Span {
        match self.table.entries.first() {
            Some(first) if self.span.start == self.span.end => first.key_span,
            _ => self.span,
        }
    }
}

/// The shape of the table that may stand at a key with such values.
fn table_of(values: Type) -> Option<&'static Shape> {
    match values {
        Type::Table(shape) => Some(shape),
        Type::AnyOf(types) => types.iter().find_map(|one| match one {
            Type::Table(shape) => Some(*shape),
            _ => None,
        }),
        _ => None,
    }
}

/// Whether a key with such values is read as a list of this.
fn is_list_of<T: FromNode>(values: Type) -> bool {
    match values {
        Type::List(Type::AnyOf(values)) => values.iter().any(|one| T::is_for(*one)),
        Type::List(values) => T::is_for(*values),
        _ => false,
    }
}

/// The items of a list; a node that is no list is a finding, with what to write instead.
pub fn items<'t>(
    source: &SourceId,
    node: &'t Node,
    remedy: impl FnOnce() -> Text,
    diagnostics: &mut Vec<Diagnostic>,
) -> &'t [Node] {
    match &node.value {
        Value::Array(items) => items,
        Value::Broken => &[],
        other => {
            let expected = text!("「[ … ]」で並べた値", "a list (`[ … ]`)");
            let place = Place::new(source, node.span);
            diagnostics.push(wrong_type(place, other, &expected, remedy()));
            &[]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Date;

    const SHAPE: Shape = Shape::of(&[
        Key::new("title", Type::Text, "題名", "the title", &[]).required(),
        Key::new("order", Type::Integer, "順番", "the place", &[]),
        Key::new("day", Type::Date, "日", "a day", &[]),
    ]);

    fn findings(text: &str, read: impl FnOnce(&mut Reader<'_, '_>)) -> Vec<Diagnostic> {
        let source = SourceId::new("site.toml");
        let checked = super::super::parse(&source, text, 0);
        let mut diagnostics = checked.diagnostics;
        let mut reader = Reader::new(&source, &checked.value, &SHAPE, &mut diagnostics);
        read(&mut reader);
        reader.check_keys();
        diagnostics
    }

    fn codes(found: &[Diagnostic]) -> Vec<&str> {
        found.iter().map(|one| one.code.name()).collect()
    }

    #[test]
    fn every_mistake_is_found_in_one_run() {
        let found = findings("titel = 'x'\norder = 'first'\n", |reader| {
            assert_eq!(reader.get::<String>("title"), None);
            assert_eq!(reader.get::<i64>("order"), None);
        });
        assert_eq!(codes(&found), ["wrong-type", "unknown-key"]);
        assert_eq!(found[1].fix.as_ref().unwrap().replacement, "title");
    }

    #[test]
    fn a_missing_key_is_a_finding() {
        let found = findings("order = 1\n", |reader| {
            assert_eq!(reader.get::<i64>("order"), Some(1));
        });
        assert_eq!(codes(&found), ["missing-key"]);
    }

    #[test]
    fn what_the_syntax_broke_is_reported_once() {
        let found = findings("title = ''\nday = 2024-02-30\n", |reader| {
            assert_eq!(reader.get::<Date>("day"), None);
        });
        assert_eq!(codes(&found), ["invalid-value"]);
    }

    #[test]
    fn quoted_and_native_dates_are_the_same() {
        for text in ["2024-04-09", "'2024-04-09'"] {
            let found = findings(&format!("title = ''\nday = {text}\n"), |reader| {
                let day = crate::calendar::parse_iso("2024-04-09");
                assert_eq!(reader.get::<Date>("day"), day);
            });
            assert_eq!(found, []);
        }
    }

    #[test]
    #[should_panic(expected = "`date` is not in the shape")]
    fn a_key_that_is_not_in_the_shape_cannot_be_read() {
        findings("title = ''\n", |reader| {
            reader.node("date");
        });
    }

    #[test]
    #[should_panic(expected = "day")]
    fn a_key_cannot_be_read_as_another_type() {
        findings("title = ''\nday = 'x'\n", |reader| {
            reader.get::<String>("day");
        });
    }

    #[test]
    #[should_panic(expected = "nobody asks for [\"title\", \"order\", \"day\"]")]
    fn a_key_of_the_shape_cannot_be_forgotten() {
        let source = SourceId::new("site.toml");
        let node = super::super::parse(&source, "", 0).value;
        Reader::new(&source, &node, &SHAPE, &mut Vec::new()).finish();
    }
}
