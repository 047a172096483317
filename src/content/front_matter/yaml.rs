//! Front matter in YAML, as other programs have it, into TOML: read whole, or not at all.
//!
//! What pages of other programs have is known: scalars, lists of them, folded and literal blocks.
//! All else (tables, anchors, tags) is left to its author.

use super::SHAPE;
use crate::calendar;
use crate::diag::{Text, text};
use crate::source::{SourceId, Span};
use crate::value::{self, Type};

/// Why YAML is not converted: the place, and what to do.
type Refusal = (Span, Text);

/// The TOML that says what the YAML says.
///
/// # Errors
/// The place of what is not converted, and what to do.
pub(super) fn converted(yaml: &str) -> Result<String, Refusal> {
    let mut at = 0;
    let lines = yaml.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        (start, line.trim_end())
    });
    let lines: Vec<(usize, &str)> = lines.collect();
    let mut rest = &lines[..];
    let mut toml = String::new();
    while let Some((&(start, line), below)) = rest.split_first() {
        let span = Span::new(start, start + line.len());
        let more = below.iter().take_while(|(_, line)| goes_on(line)).count();
        if line.is_empty() || line.starts_with('#') {
            toml += &format!("{line}\n");
            rest = below;
            continue;
        }
        let more_lines: Vec<&str> = below[..more].iter().map(|(_, line)| *line).collect();
        let entry = entry(line, &more_lines).ok_or_else(|| (span, by_hand()))?;
        toml += &entry;
        // The blank lines above the next key are not of this one.
        let blank = more_lines.iter().rev().take_while(|line| line.is_empty());
        toml += &"\n".repeat(blank.count());
        rest = &below[more..];
    }
    // A key that stands there twice, and what else only the parser finds.
    let read = value::parse(&SourceId::new("front matter"), &toml, 0);
    if read.diagnostics.is_empty() {
        Ok(toml)
    } else {
        Err((Span::new(0, yaml.trim_end().len()), by_hand()))
    }
}

/// Whether a line belongs to the key above it.
fn goes_on(line: &str) -> bool {
    line.is_empty()
        || line.starts_with([' ', '\t'])
        || line == "-"
        || line.starts_with("- ")
        || line == "]"
}

/// What to do where nothing is converted.
pub(super) fn by_hand() -> Text {
    text!(
        "「+++」だけの行を上と下に置き、その間を「項目 = \"値\"」の形で書き直してください",
        "write lines `+++` above and below, and what stands between like `key = \"value\"`"
    )
}

/// One key with its value, on a line of TOML; `None` where it is not converted.
fn entry(line: &str, more: &[&str]) -> Option<String> {
    let (key, rest) = line.split_once([':', '：'])?;
    let key = key.trim();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if key.is_empty() || !key.chars().all(is_plain) {
        return None;
    }
    let values = SHAPE.key(key).map_or(Type::Anything, |key| key.values);
    let rest = rest.trim();
    let words;
    let mut comments = vec![comment(rest)];
    let value = match rest.chars().next() {
        Some('|' | '>') => quoted(&block(without_comment(rest), more)?),
        Some('#') | None => {
            comments.extend(more.iter().map(|line| comment(line.trim())));
            match items(more)? {
                items if items.is_empty() => {
                    comments[0] = line;
                    return Some(format!("# {}\n", with_blanks(&comments)));
                }
                items => list(&items, values)?,
            }
        }
        Some('{') if !rest.starts_with("{{") => return None,
        Some('}' | '&' | '*' | '!' | '@' | '`' | '%' | '?') => return None,
        Some(first) => {
            words = joined(rest, more)?;
            comments = vec![comment(&words)];
            let value = without_comment(&words);
            if first == '[' {
                let inside = value.strip_prefix('[')?.strip_suffix(']')?;
                list(&flow_items(inside)?, values)?
            } else {
                scalar(value, values)?
            }
        }
    };
    let comments = with_blanks(&comments);
    let entry = format!("{key} = {value} {comments}");
    Some(format!("{}\n", entry.trim_end()))
}

/// The text of a block: `|` keeps its lines, `>` makes one of them.
fn block(mark: &str, more: &[&str]) -> Option<String> {
    if mark[1..].contains(|c| c != '-' && c != '+') {
        return None;
    }
    let indent = |line: &&&str| line.len() - line.trim_start_matches(' ').len();
    let least = more
        .iter()
        .filter(|line| !line.is_empty())
        .min_by_key(indent);
    let least = least.as_ref().map(indent)?;
    if least == 0 {
        return None;
    }
    let lines = more
        .iter()
        .map(|line| line.get(least..).unwrap_or_default());
    let text = if mark.starts_with('|') {
        lines.collect::<Vec<_>>().join("\n")
    } else {
        lines.fold(String::new(), |text, line| match line {
            "" => text + "\n",
            line => folded(text, line),
        })
    };
    Some(text.trim_end().to_owned())
}

/// A text that goes on with a line. Between words a blank keeps them apart, which Japanese has not.
fn folded(mut text: String, line: &str) -> String {
    let is_word = |c: char| c.is_ascii_graphic();
    if text.ends_with(is_word) && line.starts_with(is_word) {
        text.push(' ');
    }
    text + line
}

/// A value that may go on over lines; `None` where a list or keys stand below it, or where a
/// comment stands before its end.
fn joined(first: &str, more: &[&str]) -> Option<String> {
    let lines = more.iter().map(|line| line.trim());
    let mut lines = lines.filter(|line| !line.is_empty());
    let mut before = first;
    lines.try_fold(first.to_owned(), |text, line| {
        let is_other = line.starts_with("- ") || line.contains(": ") || line.ends_with(':');
        let is_within = !is_other && !before.contains(" #") && !line.starts_with('#');
        before = line;
        is_within.then(|| folded(text, line))
    })
}

/// The items of a list, one on a line; `None` where something else stands there.
fn items<'a>(more: &[&'a str]) -> Option<Vec<&'a str>> {
    let lines = more.iter().map(|line| line.trim());
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let item = line.strip_prefix('-')?;
            let item = item.starts_with(' ').then(|| item.trim())?;
            let is_table =
                !item.starts_with(['"', '\'']) && (item.contains(": ") || item.ends_with(':'));
            (!is_table).then_some(item)
        })
        .collect()
}

/// The items of `[a, b]`.
fn flow_items(inside: &str) -> Option<Vec<&str>> {
    let mut quote = None;
    let mut items = inside.split(|c: char| {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
        quote.is_none() && c == ','
    });
    let all: Vec<&str> = items.by_ref().map(str::trim).collect();
    let last_is_empty = all.last().is_some_and(|item| item.is_empty());
    let items = &all[..all.len() - usize::from(last_is_empty)];
    items
        .iter()
        .all(|item| !item.is_empty())
        .then(|| items.to_vec())
}

fn list(items: &[&str], values: Type) -> Option<String> {
    let values = match values {
        Type::List(values) => *values,
        _ => Type::Anything,
    };
    let items: Option<Vec<String>> = items
        .iter()
        .map(|item| match item.chars().next() {
            Some('[' | '{' | '&' | '*' | '!' | '|' | '>') => None,
            _ => scalar(without_comment(item), values),
        })
        .collect();
    Some(format!("[{}]", items?.join(", ")))
}

fn with_blanks(comments: &[&str]) -> String {
    let comments = comments.iter().filter(|comment| !comment.is_empty());
    comments.copied().collect::<Vec<_>>().join(" ")
}

/// What is said of a value behind `#`.
fn comment(value: &str) -> &str {
    value[without_comment(value).len()..].trim()
}

/// A value without that.
fn without_comment(value: &str) -> &str {
    if value.starts_with('#') {
        return "";
    }
    let quoted = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let quoted = quoted.and_then(|quote| value.rfind(quote)).unwrap_or(0);
    let comment = value[quoted..].find(" #").map(|at| quoted + at);
    value[..comment.unwrap_or(value.len())].trim_end()
}

/// A single value, by what its key holds, or by its looks.
fn scalar(written: &str, values: Type) -> Option<String> {
    let single = |text: &str| {
        Some(
            text.strip_prefix('\'')?
                .strip_suffix('\'')?
                .replace("''", "'"),
        )
    };
    let double = |text: &str| {
        let inside = text.strip_prefix('"')?.strip_suffix('"')?;
        (!inside.contains(['"', '\\'])).then(|| inside.to_owned())
    };
    let text = match written.chars().next() {
        Some('\'') => single(written).filter(|text| !text.is_empty())?,
        // With escapes, TOML has most of those of YAML.
        Some('"') => double(written)?,
        _ => written.to_owned(),
    };
    let is_quoted = written.starts_with(['"', '\'']);
    match values {
        Type::Boolean => value::boolean(&text).map(str::to_owned),
        Type::Integer => value::number(&text).or_else(|| (text == "0").then_some(text)),
        Type::Date => calendar::parse_iso(&text)
            .map(|day| day.to_string())
            .or_else(|| {
                let day = calendar::guess(&text)?;
                day.time.is_none().then(|| day.to_string())
            }),
        Type::Day => {
            let day = calendar::guess(&text).map(|day| day.to_string());
            Some(day.unwrap_or_else(|| quoted(&text)))
        }
        Type::List(_) => list(&[written], values),
        Type::Anything if !is_quoted => {
            let is_bare = matches!(text.as_str(), "true" | "false")
                || text
                    .parse::<i64>()
                    .is_ok_and(|number| number.to_string() == text)
                || calendar::parse_iso(&text).is_some();
            Some(if is_bare { text } else { quoted(&text) })
        }
        _ => Some(quoted(&text)),
    }
}

/// A text as TOML quotes it.
fn quoted(text: &str) -> String {
    let is_one_line = !text.contains(char::is_control);
    if is_one_line && !text.contains(['"', '\\']) {
        return format!("\"{text}\"");
    }
    if is_one_line && !text.contains('\'') {
        return format!("'{text}'");
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    if is_one_line {
        return format!("\"{escaped}\"");
    }
    format!("\"\"\"\n{escaped}\"\"\"")
}
