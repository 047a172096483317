//! Asks a table for its keys, and remembers which keys nobody asked for.

use super::{Node, Table, Value};
use crate::calendar::{Date, Time};
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::near::near_misses;
use crate::source::{SourceId, Span};

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its bytes.
    pub span: Span,
}

/// What a node can be read as.
pub trait FromNode: Sized {
    /// What it is called in a finding: "a date".
    fn expected() -> Text;
    /// The value, if the node is of that type.
    fn from_node(node: &Node) -> Option<Self>;
}

/// Reads one table, which lives for `'t`. What is wrong goes to `diagnostics`; [`Reader::finish`] reports the
/// keys that were never asked for.
#[derive(Debug)]
pub struct Reader<'t, 'd> {
    source: &'t SourceId,
    table: &'t Table,
    span: Span,
    known: Vec<&'static str>,
    missing: Vec<&'static str>,
    /// Otherwise that has been reported, and nothing is missing from it.
    is_table: bool,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'t, 'd> Reader<'t, 'd> {
    /// Reads the table `node`. A node that is no table is a finding, and reads as empty.
    pub fn new(source: &'t SourceId, node: &'t Node, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        const EMPTY: &Table = &Table {
            entries: Vec::new(),
        };
        let table = match &node.value {
            Value::Table(table) => table,
            Value::Broken => EMPTY,
            other => {
                let place = Place::new(source, node.span);
                diagnostics.push(wrong_type(place, other, &expected_table()));
                EMPTY
            }
        };
        let is_table = matches!(node.value, Value::Table(_));
        Self {
            source,
            table,
            span: node.span,
            known: Vec::new(),
            missing: Vec::new(),
            is_table,
            diagnostics,
        }
    }

    /// The value of `key`, if it is there and of the right type.
    pub fn optional<T: FromNode>(&mut self, key: &'static str) -> Option<T> {
        let node = self.node(key)?;
        self.read(node)
    }

    /// The value of `key` with its place.
    pub fn spanned<T: FromNode>(&mut self, key: &'static str) -> Option<Spanned<T>> {
        let node = self.node(key)?;
        let value = self.read(node)?;
        Some(Spanned {
            value,
            span: node.span,
        })
    }

    /// The value of `key`; that it is missing is a finding.
    pub fn required<T: FromNode>(&mut self, key: &'static str) -> Option<T> {
        let node = self.required_node(key)?;
        self.read(node)
    }

    /// The node of `key`, unread; that it is missing is a finding.
    pub fn required_node(&mut self, key: &'static str) -> Option<&'t Node> {
        let node = self.node(key);
        if node.is_none() && self.is_table {
            self.missing.push(key);
        }
        node
    }

    /// The node of `key`, unread.
    pub fn node(&mut self, key: &'static str) -> Option<&'t Node> {
        self.known.push(key);
        self.table.get(key).map(|entry| &entry.node)
    }

    /// A node as a `T`; a wrong type is a finding.
    pub fn read<T: FromNode>(&mut self, node: &Node) -> Option<T> {
        let value = T::from_node(node);
        if value.is_none() && node.value != Value::Broken {
            let place = self.place(node.span);
            self.diagnostics
                .push(wrong_type(place, &node.value, &T::expected()));
        }
        value
    }

    /// All entries of a list, each read as a `T`; those of a wrong type are findings.
    pub fn list<T: FromNode>(&mut self, key: &'static str) -> Vec<Spanned<T>> {
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        let mut list = Vec::new();
        for item in self.items(node) {
            if let Some(value) = self.read(item) {
                list.push(Spanned {
                    value,
                    span: item.span,
                });
            }
        }
        list
    }

    /// The items of a list; a node that is no list is a finding.
    pub fn items(&mut self, node: &'t Node) -> &'t [Node] {
        match &node.value {
            Value::Array(items) => items,
            Value::Broken => &[],
            other => {
                let expected = text!("一覧（[ … ]）", "a list (`[ … ]`)");
                let place = self.place(node.span);
                self.diagnostics.push(wrong_type(place, other, &expected));
                &[]
            }
        }
    }

    /// A reader of the table at `node`, with findings going to the same place.
    pub fn table(&mut self, node: &'t Node) -> Reader<'t, '_> {
        Reader::new(self.source, node, self.diagnostics)
    }

    /// Adds a finding.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
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

    /// The table itself.
    pub fn entries(&self) -> &'t Table {
        self.table
    }

    /// Reports every key that was not asked for, with the names that may have been meant, and
    /// every key that was required and is not there.
    pub fn finish(mut self) {
        for entry in &self.table.entries {
            let key = entry.key.as_str();
            if self.known.contains(&key) {
                continue;
            }
            let unset = |name: &&str| self.table.get(name).is_none();
            let candidates = self.known.iter().copied().filter(unset);
            let near = near_misses(key, candidates);
            // One mistake, one finding: the mistyped key is the missing one.
            self.missing.retain(|missing| !near.contains(missing));
            let place = Place::new(self.source, entry.key_span);
            self.diagnostics
                .push(unknown_key(place, key, &near, &self.known));
        }
        self.finish_known();
    }

    /// Like [`Reader::finish`], where it is not known which other keys may stand here.
    pub fn finish_known(self) {
        for key in &self.missing {
            let place = self.place(self.head());
            self.diagnostics.push(missing_key(place, key));
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

/// The finding for a key that has to be there.
fn missing_key(place: Place, key: &str) -> Diagnostic {
    let message = text!("「{key}」がありません", "`{key}` is missing");
    Diagnostic::new(code::MISSING_KEY, place, message).help(text!(
        "「{key} = …」の行を加えてください",
        "add a line `{key} = …`"
    ))
}

fn unknown_key(place: Place, key: &str, near: &[&str], known: &[&str]) -> Diagnostic {
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

fn wrong_type(place: Place, found: &Value, expected: &Text) -> Diagnostic {
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

fn expected_table() -> Text {
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

impl FromNode for String {
    fn expected() -> Text {
        text!("文字（\"…\"）", "text (`\"…\"`)")
    }
    fn from_node(node: &Node) -> Option<Self> {
        match &node.value {
            Value::String(string) => Some(string.clone()),
            _ => None,
        }
    }
}

impl FromNode for bool {
    fn expected() -> Text {
        text!("「true」か「false」", "`true` or `false`")
    }
    fn from_node(node: &Node) -> Option<Self> {
        match node.value {
            Value::Boolean(boolean) => Some(boolean),
            _ => None,
        }
    }
}

impl FromNode for i64 {
    fn expected() -> Text {
        text!("整数", "a whole number")
    }
    fn from_node(node: &Node) -> Option<Self> {
        match node.value {
            Value::Integer(integer) => Some(integer),
            _ => None,
        }
    }
}

impl FromNode for Date {
    fn expected() -> Text {
        text!("日付（2024-04-09 の形）", "a date (like `2024-04-09`)")
    }
    fn from_node(node: &Node) -> Option<Self> {
        match &node.value {
            Value::Date(date) => Some(*date),
            Value::String(string) => crate::calendar::parse_iso(string),
            _ => None,
        }
    }
}

impl FromNode for Time {
    fn expected() -> Text {
        text!("時刻（09:00 の形）", "a time (like `09:00`)")
    }
    fn from_node(node: &Node) -> Option<Self> {
        match &node.value {
            Value::Time(time) => Some(*time),
            Value::String(string) => crate::calendar::parse_time(string),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str, read: impl FnOnce(&mut Reader<'_, '_>)) -> Vec<Diagnostic> {
        let source = SourceId::new("site.toml");
        let checked = super::super::parse(&source, text, 0);
        let mut diagnostics = checked.diagnostics;
        let mut reader = Reader::new(&source, &checked.value, &mut diagnostics);
        read(&mut reader);
        reader.finish();
        diagnostics
    }

    #[test]
    fn every_mistake_is_found_in_one_run() {
        let found = findings("titel = 'x'\norder = 'first'\n", |reader| {
            assert_eq!(reader.required::<String>("title"), None);
            assert_eq!(reader.optional::<i64>("order"), None);
        });
        let codes: Vec<&str> = found.iter().map(|one| one.code.name()).collect();
        assert_eq!(codes, ["wrong-type", "unknown-key"]);
        assert_eq!(found[1].fix.as_ref().unwrap().replacement, "title");
    }

    #[test]
    fn a_missing_key_is_a_finding() {
        let found = findings("order = 1\n", |reader| {
            assert_eq!(reader.optional::<i64>("order"), Some(1));
            assert_eq!(reader.required::<String>("title"), None);
        });
        let codes: Vec<&str> = found.iter().map(|one| one.code.name()).collect();
        assert_eq!(codes, ["missing-key"]);
    }

    #[test]
    fn what_the_syntax_broke_is_reported_once() {
        let found = findings("date = 2024-02-30\n", |reader| {
            assert_eq!(reader.required::<Date>("date"), None);
        });
        let codes: Vec<&str> = found.iter().map(|one| one.code.name()).collect();
        assert_eq!(codes, ["invalid-value"]);
    }

    #[test]
    fn quoted_and_native_dates_are_the_same() {
        let found = findings("a = 2024-04-09\nb = '2024-04-09'\n", |reader| {
            assert_eq!(reader.required::<Date>("a"), reader.required::<Date>("b"));
        });
        assert_eq!(found, []);
    }
}
