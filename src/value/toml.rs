//! TOML into the tree. The only module that knows the `toml` crate.

use super::{Entry, Node, Table, Value};
use crate::calendar;
use crate::diag::{Checked, Code, Diagnostic, Place, Text, code, text};
use crate::source::{SourceId, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

/// How deep arrays and tables may be nested.
const DEEPEST: usize = 64;

/// Reads TOML. `offset` is where `text` starts in its source. Every syntax error becomes a
/// finding; what could be read beside them is in the tree.
pub fn parse(source: &SourceId, text: &str, offset: usize) -> Checked<Node> {
    let mut builder = Builder {
        source,
        text,
        offset,
        broken: Vec::new(),
        diagnostics: Vec::new(),
    };
    // The parser recurses; a bound beforehand keeps a hostile file from using up the stack.
    if let Some(at) = too_deep(text) {
        builder.report(
            code::NESTING_TOO_DEEP,
            at..at + 1,
            text!(
                "かっこの入れ子が {DEEPEST} 段を超えています",
                "brackets are nested more than {DEEPEST} deep"
            ),
        );
        let value = builder.node(Value::Broken, 0..0);
        return Checked::new(value, builder.diagnostics);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        builder.syntax(&error);
    }
    let span = table.span();
    let table = builder.table(table.get_ref());
    let value = builder.node(Value::Table(table), span);
    Checked::new(value, builder.diagnostics)
}

struct Builder<'a> {
    source: &'a SourceId,
    text: &'a str,
    offset: usize,
    /// Where the syntax is wrong.
    broken: Vec<std::ops::Range<usize>>,
    diagnostics: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn table(&mut self, table: &DeTable<'_>) -> Table {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref().to_string(),
                key_span: self.span(key.span()),
                node: self.value(value),
            })
            .collect();
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
                let verbatim = verbatim(self.text, span.clone(), string);
                let mut node = self.node(Value::String(string.to_string()), span);
                node.verbatim = verbatim.map(|at| at + self.offset);
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

    /// The day that the value in the line at `at` was meant to be.
    fn meant_day(&self, at: usize) -> Option<String> {
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = self.text[start..].lines().next()?;
        let value = line.split_once(['=', '＝'])?.1;
        let value = value.split('#').next()?;
        calendar::guess(value).map(calendar::format::iso)
    }

    /// Whether a value holds the very place of a syntax error.
    fn is_broken(&self, span: &std::ops::Range<usize>) -> bool {
        let holds = |at: &std::ops::Range<usize>| span.start <= at.start && at.end <= span.end;
        self.broken.iter().any(holds)
    }

    fn datetime(&mut self, datetime: &Datetime, span: std::ops::Range<usize>) -> Value {
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
            self.report(
                code::INVALID_VALUE,
                span,
                text!(
                    "「{written}」は、ここで使える日付・時刻ではありません",
                    "`{written}` is not a date or time that can be used here"
                ),
            );
            Value::Broken
        })
    }

    fn node(&self, value: Value, span: std::ops::Range<usize>) -> Node {
        Node {
            value,
            span: self.span(span),
            verbatim: None,
        }
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::from(range).shifted(self.offset)
    }

    fn not_a_number(&mut self, span: std::ops::Range<usize>, written: &str) {
        self.report(
            code::INVALID_VALUE,
            span,
            text!(
                "「{written}」は扱える大きさの数ではありません",
                "`{written}` is not a number that can be stored"
            ),
        );
    }

    fn syntax(&mut self, error: &toml::de::Error) {
        let end = self.text.len();
        let span = error.span().unwrap_or(end..end);
        self.broken.push(span.clone());
        // The parser names what it expected; the words are the TOML specification's.
        let detail = error.message().lines().next().unwrap_or_default().trim();
        let written = self.text.get(span.clone()).unwrap_or_default().to_owned();
        if detail.starts_with("invalid date") || detail.starts_with("invalid time") {
            self.report(
                code::INVALID_VALUE,
                span,
                text!(
                    "「{written}」という日付・時刻はありません",
                    "there is no such day or time: `{written}`"
                ),
            );
            return;
        }
        let place = Place::new(self.source, self.span(span.clone()));
        if detail.contains("duplicate key") {
            let message = text!(
                "同じ名前の項目が二つあります",
                "this key stands here a second time"
            );
            self.diagnostics
                .push(Diagnostic::new(code::SYNTAX, place, message).help(text!(
                    "どちらか一方の行を消してください",
                    "delete one of the two lines"
                )));
            return;
        }
        let message = text!(
            "書式（TOML）の誤りで読み取れません（{detail}）",
            "this is not valid TOML: {detail}"
        );
        let meant = self.meant_day(span.start);
        let diagnostic = Diagnostic::new(code::SYNTAX, place, message);
        if let Some(day) = meant {
            self.diagnostics.push(diagnostic.help(text!(
                "日付は「{day}」と書いてください",
                "write the day as `{day}`"
            )));
            return;
        }
        self.diagnostics
            .push(diagnostic.help(text!(
                "「項目 = \"文字\"」の形か、引用符・かっこの閉じ忘れ、全角の記号（＝ ” ［］）がないかを確かめてください",
                "check for the form `key = \"text\"`, for a quote or bracket that is not closed, and for full-width signs"
            )));
    }

    fn report(&mut self, code: Code, span: std::ops::Range<usize>, message: Text) {
        let place = Place::new(self.source, self.span(span));
        self.diagnostics.push(Diagnostic::new(code, place, message));
    }
}

/// Where the characters of a string start, if they stand in the source as they are.
fn verbatim(text: &str, span: std::ops::Range<usize>, value: &str) -> Option<usize> {
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
