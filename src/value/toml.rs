//! TOML into the tree. The only module that knows the `toml` crate.

use super::escapes;
use super::refusal;
use super::typos::{self, Repaired};
use super::{Entry, Node, Table, Value};
use crate::calendar;
use crate::diag::{Checked, Code, Diagnostic, Place, Text, code, text};
use crate::encoding;
use crate::source::{SourceId, Span};
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

/// How deep arrays and tables may be nested.
pub(super) const DEEPEST: usize = 64;

/// Reads TOML. `offset` is where `text` starts in its source. Every syntax error becomes a
/// finding, one for a line; what could be read beside them is in the tree.
pub fn parse(source: &SourceId, text: &str, offset: usize) -> Checked<Node> {
    let mut builder = Builder::new(source, text, offset);
    // The parser recurses; a bound beforehand keeps a hostile file from using up the stack.
    if let Some(at) = too_deep(text) {
        let message = text!(
            "かっこが {DEEPEST} 段より深く重なっています",
            "brackets are nested more than {DEEPEST} deep"
        );
        let help = text!(
            "余分な「[」や「{{」を消してください",
            "take out the brackets that are too many"
        );
        builder.report_with_help(code::NESTING_TOO_DEEP, at..at + 1, message, help);
        let value = builder.node(Value::Broken, 0..0);
        return Checked::new(value, builder.diagnostics);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return builder.document(&table);
    }
    // What people do to TOML is told apart from what only the parser can find.
    let repaired = Repaired::new(text);
    let corrected = &repaired.corrected.text;
    let (table, errors) = if too_deep(corrected).is_none() {
        builder.take(&repaired);
        DeTable::parse_recoverable(corrected)
    } else {
        (table, errors)
    };
    builder.errors(&errors);
    builder.document(&table)
}

/// Whether that is a value by itself.
pub(super) fn is_value(text: &str) -> bool {
    // What can begin one: most of what is asked for does not, and the parser is slow.
    let begins = |c: char| c.is_ascii_digit() || "+-tfin\"'[{".contains(c);
    text.starts_with(begins)
        && too_deep(text).is_none()
        && DeTable::parse(&format!("x = {text}")).is_ok()
}

/// Whether that is a document by itself, which may stand within another.
pub(super) fn is_document(text: &str) -> bool {
    // Only a whole document may begin with a byte order mark.
    !text.starts_with('\u{FEFF}') && too_deep(text).is_none() && DeTable::parse(text).is_ok()
}

struct Builder<'a> {
    source: &'a SourceId,
    /// What the parser was given.
    text: &'a str,
    offset: usize,
    /// How `text` came from the source, where it is not the source's.
    repaired: Option<&'a Repaired<'a>>,
    /// Where the syntax is wrong, in order.
    broken: Vec<Range<usize>>,
    /// The ends of the lines of the source.
    lines: Vec<usize>,
    /// The lines of the source, from 0, of which something has been said.
    told: BTreeSet<usize>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    fn new(source: &'a SourceId, text: &'a str, offset: usize) -> Self {
        Self {
            source,
            text,
            offset,
            repaired: None,
            broken: Vec::new(),
            lines: text.match_indices('\n').map(|(at, _)| at).collect(),
            told: BTreeSet::new(),
            diagnostics: Vec::new(),
        }
    }

    fn document(mut self, table: &Spanned<DeTable<'_>>) -> Checked<Node> {
        self.broken.sort_by_key(|range| (range.start, range.end));
        let span = table.span();
        let table = self.table(table.get_ref());
        let value = self.node(Value::Table(table), span);
        Checked::new(value, self.diagnostics)
    }

    fn table(&mut self, table: &DeTable<'_>) -> Table {
        let mut entries = Vec::new();
        for (key, value) in table.iter() {
            // Of a key that is wrong itself, all has been said.
            if !self.is_broken(&key.span()) {
                self.check_characters(key.span());
                entries.push(Entry {
                    key: key.get_ref().to_string(),
                    key_span: self.span(key.span()),
                    node: self.value(value),
                });
            }
        }
        entries.sort_by_key(|entry| entry.key_span.start);
        Table { entries }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>) -> Node {
        let span = value.span();
        if self.is_broken(&span) {
            return self.node(Value::Broken, span);
        }
        match value.get_ref() {
            DeValue::String(string) => {
                self.check_escapes(span.clone());
                let verbatim = verbatim(self.text, span.clone(), string);
                let mut node = self.node(Value::String(string.to_string()), span);
                node.verbatim = verbatim.map(|at| self.span(at..at).start);
                node
            }
            DeValue::Integer(integer) => {
                let number = i64::from_str_radix(integer.as_str(), integer.radix());
                let number = number.map_err(|_| self.not_a_number(span.clone(), integer.as_str()));
                let value = number.map_or(Value::Broken, Value::Integer);
                self.node(value, span)
            }
            DeValue::Float(float) => {
                let number: f64 = float.as_str().parse().unwrap_or(f64::NAN);
                if !number.is_finite() {
                    self.not_a_number(span.clone(), float.as_str());
                    return self.node(Value::Broken, span);
                }
                self.node(Value::Float(number), span)
            }
            DeValue::Boolean(boolean) => self.node(Value::Boolean(*boolean), span),
            DeValue::Datetime(datetime) => {
                let value = self.datetime(datetime, span.clone());
                self.node(value, span)
            }
            DeValue::Array(array) => {
                let items = array.iter().map(|item| self.value(item)).collect();
                self.node(Value::Array(items), span)
            }
            DeValue::Table(table) => {
                let table = self.table(table);
                self.node(Value::Table(table), span)
            }
        }
    }

    /// Tells of characters that stand as escapes in a string or key and that must not stand in a
    /// text, or that nobody sees.
    fn check_characters(&mut self, span: Range<usize>) {
        let raw = self.text.get(span.clone()).unwrap_or_default();
        let mut found = escapes::oddities(raw);
        for (escape, _, _) in &mut found {
            *escape = escape.shifted(span.start);
        }
        let place = |span: Span| Place::new(self.source, self.span(span.start..span.end));
        let mut diagnostics = Vec::new();
        encoding::report(self.text, &found, &place, &mut diagnostics);
        self.diagnostics.append(&mut diagnostics);
    }

    /// Tells of a `\` in double quotes that means a sign, where its author meant a `\`.
    fn check_escapes(&mut self, span: Range<usize>) {
        let raw = self.text.get(span.clone()).unwrap_or_default();
        let quotes = if raw.starts_with("\"\"\"") { 3 } else { 1 };
        let Some(inside) = raw.get(quotes..raw.len().saturating_sub(quotes)) else {
            return;
        };
        if !raw.starts_with('"') || !inside.contains('\\') {
            return;
        }
        if !typos::is_path(inside) {
            self.check_characters(span.clone());
        }
        let Some((at, slip)) = typos::lost_backslash(inside) else {
            return;
        };
        let place = self.span(span.start + quotes + at..span.start + quotes + at + 2);
        if self.told.contains(&self.line(place.start - self.offset)) {
            return;
        }
        let string = Place::new(self.source, self.span(span));
        let mut finding = Diagnostic::new(code::INVALID_VALUE, string, slip);
        finding = if typos::is_path(inside) {
            let right = format!(
                "{0}{1}{0}",
                &raw[..quotes],
                typos::backslashes_doubled(inside)
            );
            let help = text!("「{right}」と書いてください", "write `{right}`");
            finding.help(help).replace_with(right)
        } else {
            finding.help(text!(
                "「\\」そのものなら「\\\\」と、そうでないなら空白を書いてください",
                "write `\\\\` if a backslash is meant, and a space if not"
            ))
        };
        finding.place.span = place;
        self.diagnostics.push(finding);
    }

    /// Whether a value holds the very place of a syntax error.
    fn is_broken(&self, span: &Range<usize>) -> bool {
        let first = self.broken.partition_point(|at| at.start < span.start);
        let mut inside = self.broken[first..].iter();
        inside
            .by_ref()
            .take_while(|at| at.start <= span.end)
            .any(|at| at.end <= span.end)
    }

    fn datetime(&mut self, datetime: &Datetime, span: Range<usize>) -> Value {
        let written = datetime.to_string();
        let value = match (datetime.date, datetime.time, datetime.offset) {
            (Some(_), None, None) => calendar::parse_iso(&written).map(Value::Date),
            (None, Some(time), None) => {
                let (hour, minute) = (time.hour, time.minute);
                let plain = time.second.unwrap_or(0) == 0 && time.nanosecond.unwrap_or(0) == 0;
                let time = plain.then(|| calendar::parse_time(&format!("{hour:02}:{minute:02}")));
                time.flatten().map(Value::Time)
            }
            _ => Some(Value::DateTime(written.clone())),
        };
        value.unwrap_or_else(|| {
            let message = text!(
                "「{written}」は、ここで使える日付・時刻ではありません",
                "`{written}` is not a date or time that can be used here"
            );
            let help = text!(
                "日付は「2024-04-09」（1970年から9999年まで）、時刻は秒のない「09:00」の形で書いてください",
                "write a day from 1970 to 9999 like `2024-04-09`, a time without seconds like `09:00`"
            );
            self.report_with_help(code::INVALID_VALUE, span, message, help);
            Value::Broken
        })
    }

    fn node(&self, value: Value, span: Range<usize>) -> Node {
        Node {
            value,
            span: self.span(span),
            verbatim: None,
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        let (start, end) = (self.original(range.start), self.original(range.end));
        Span::new(start, end.max(start)).shifted(self.offset)
    }

    /// Where in the source's text a byte stands that the parser was given.
    fn original(&self, at: usize) -> usize {
        self.repaired
            .map_or(at, |repaired| repaired.corrected.original_offset(at))
    }

    fn not_a_number(&mut self, span: Range<usize>, written: &str) {
        let message = text!(
            "「{written}」は、大きすぎるなどで扱えない数です",
            "`{written}` is not a number that can be stored"
        );
        let help = text!(
            "18桁までの数を書いてください",
            "write a number of at most 18 digits"
        );
        self.report_with_help(code::INVALID_VALUE, span, message, help);
    }

    /// Goes on with the corrected text. Tells of its slips, and notes which values are not what
    /// their author wrote.
    fn take(&mut self, repaired: &'a Repaired<'a>) {
        self.text = &repaired.corrected.text;
        self.repaired = Some(repaired);
        self.diagnostics
            .extend(repaired.findings(self.source, self.offset));
        let slips = repaired.slips.iter().map(|slip| slip.start);
        let end = repaired.corrected.original.len();
        for at in slips.chain(repaired.ends_open.then_some(end)) {
            self.told.insert(self.line(at));
        }
        let spoilt = repaired.spoilt.iter();
        self.broken.extend(spoilt.map(|span| span.start..span.end));
    }

    /// Tells of what the parser found, once for a line.
    fn errors(&mut self, errors: &[toml::de::Error]) {
        let end = self.text.len();
        let mut errors: Vec<_> = errors
            .iter()
            .map(|error| (error.span().unwrap_or(end..end), error.message()))
            .collect();
        errors.sort_by_key(|(span, _)| (span.start, span.end));
        // The keys below a header that stands there a second time are not told of again.
        let mut below = 0..0;
        for (span, message) in errors {
            self.broken.push(span.clone());
            if below.contains(&span.start) {
                continue;
            }
            let line = self.text[..span.start].rfind('\n').map_or(0, |at| at + 1);
            if message.starts_with("duplicate key") && self.text[line..].starts_with('[') {
                let end = self.text[span.end..].find("\n[");
                below = span.end..end.map_or(self.text.len(), |at| span.end + at);
            }
            if self.told.insert(self.line(self.original(span.start))) {
                self.error(span, message.lines().next().unwrap_or_default().trim());
            }
        }
    }

    fn error(&mut self, span: Range<usize>, detail: &str) {
        let with_brackets = span.start.saturating_sub(1)..span.end + 1;
        let header = self.text.get(with_brackets).unwrap_or_default();
        let header = Some(header).filter(|text| text.starts_with('[') && text.ends_with(']'));
        let written = self.text.get(span.clone()).unwrap_or_default();
        let written = header.unwrap_or(written);
        let place = Place::new(self.source, self.span(span));
        let (code, message, help) = refusal::words(detail, written);
        self.diagnostics
            .push(Diagnostic::new(code, place, message).help(help));
    }

    /// The line of the source that a byte of it is in, from 0.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|end| *end < at)
    }

    fn report_with_help(&mut self, code: Code, span: Range<usize>, message: Text, help: Text) {
        let place = Place::new(self.source, self.span(span));
        self.diagnostics
            .push(Diagnostic::new(code, place, message).help(help));
    }
}

/// Where the characters of a string start, if they stand in the source as they are.
fn verbatim(text: &str, span: Range<usize>, value: &str) -> Option<usize> {
    let raw = text.get(span.clone())?;
    for quotes in [3, 1] {
        let Some(end) = raw.len().checked_sub(quotes) else {
            continue;
        };
        if raw.get(quotes..end) == Some(value) {
            return Some(span.start + quotes);
        }
    }
    None
}

/// The first bracket that opens a level beyond [`DEEPEST`], counted without regard to
/// strings and comments: a file that comes near the bound is hostile anyway.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' if depth <= 2 => depth = 0,
            _ => {}
        }
        if depth > DEEPEST {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Checked<Node> {
        parse(&SourceId::new("site.toml"), text, 0)
    }

    #[test]
    fn every_syntax_error_is_found_and_the_rest_is_kept() {
        let checked = read("a = \nb = 2\nc = [1,\nd = 4\n");
        assert!(checked.diagnostics.len() >= 2, "{:?}", checked.diagnostics);
        let Value::Table(table) = &checked.value.value else {
            panic!("a document is a table");
        };
        assert_eq!(table.get("b").unwrap().node.value, Value::Integer(2));
    }

    #[test]
    fn a_string_knows_where_its_characters_stand() {
        let checked = read("a = \"期限\"\nb = '''x'''\nc = \"\\u3042\"");
        let Value::Table(table) = checked.value.value else {
            panic!("a document is a table");
        };
        assert_eq!(table.get("a").unwrap().node.verbatim, Some(5));
        assert_eq!(table.get("b").unwrap().node.part(Span::new(0, 1)).start, 20);
        assert_eq!(table.get("c").unwrap().node.verbatim, None);
    }

    #[test]
    fn characters_that_nobody_sees_are_found_in_keys_and_strings() {
        let checked = read("[t]\n\"a\\u202E\" = \"b\\uFFFE\"\n");
        let found = checked.diagnostics.iter();
        let found: Vec<_> = found.map(|one| (one.code.name(), one.place.span)).collect();
        let expected = [
            ("forbidden-character", Span::new(6, 12)),
            ("forbidden-character", Span::new(18, 24)),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn hostile_nesting_is_refused() {
        let checked = read(&format!("a = {}", "[".repeat(20_000)));
        assert_eq!(checked.diagnostics[0].code, code::NESTING_TOO_DEEP);
    }

    #[test]
    fn numbers_are_never_rounded_silently() {
        let checked = read("a = 9223372036854775808\nb = 1e309\nc = nan\n");
        assert_eq!(checked.diagnostics.len(), 3);
    }
}
