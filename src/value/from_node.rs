//! What single values are read as.

use super::{Node, Type, Value, typos};
use crate::calendar::{Date, Point, Time, TimeOfDay};
use crate::diag::{Text, text};

/// What a node can be read as.
pub trait FromNode: Sized {
    /// What it is called in a finding: "a date".
    fn expected() -> Text;
    /// Whether a key with such values is read as this.
    fn is_for(values: Type) -> bool;
    /// The value, if the node is of that type.
    fn from_node(node: &Node) -> Option<Self>;
    /// What somebody meant, as TOML writes it, who wrote a value of another type.
    fn meant(_: &Node) -> Option<String> {
        None
    }
}

/// The words of a node, in half width.
fn words(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(string) => Some(typos::narrow(string).trim().to_owned()),
        _ => None,
    }
}

impl FromNode for String {
    fn expected() -> Text {
        text!("「\"」で囲んだ文字", "text (`\"…\"`)")
    }
    fn is_for(values: Type) -> bool {
        matches!(values, Type::Text | Type::Choice(_))
    }
    fn from_node(node: &Node) -> Option<Self> {
        match &node.value {
            Value::String(string) => Some(string.clone()),
            _ => None,
        }
    }
    fn meant(node: &Node) -> Option<String> {
        let written = match &node.value {
            Value::Integer(number) => number.to_string(),
            Value::Date(day) => day.to_string(),
            _ => return None,
        };
        // A number of few digits is no name of anything, and may be written in ways that are not
        // seen here.
        let is_name = written.len() >= 4 && node.span.end - node.span.start == written.len();
        is_name.then(|| format!("\"{written}\""))
    }
}

impl FromNode for bool {
    fn expected() -> Text {
        text!("「true」か「false」", "`true` or `false`")
    }
    fn is_for(values: Type) -> bool {
        matches!(values, Type::Boolean)
    }
    fn from_node(node: &Node) -> Option<Self> {
        match node.value {
            Value::Boolean(boolean) => Some(boolean),
            _ => None,
        }
    }
    fn meant(node: &Node) -> Option<String> {
        let words = words(node)?;
        let meant = typos::boolean(&words).or_else(|| typos::draft(&words))?;
        Some(meant.to_owned())
    }
}

impl FromNode for i64 {
    fn expected() -> Text {
        text!("小数点のない数", "a whole number")
    }
    fn is_for(values: Type) -> bool {
        matches!(values, Type::Integer)
    }
    fn from_node(node: &Node) -> Option<Self> {
        match node.value {
            Value::Integer(integer) => Some(integer),
            _ => None,
        }
    }
    fn meant(node: &Node) -> Option<String> {
        typos::number(&words(node)?)
    }
}

impl FromNode for Date {
    fn expected() -> Text {
        text!("日付（2024-04-09 の形）", "a date (like `2024-04-09`)")
    }
    fn is_for(values: Type) -> bool {
        matches!(values, Type::Date)
    }
    fn from_node(node: &Node) -> Option<Self> {
        match &node.value {
            Value::Date(date) => Some(*date),
            Value::String(string) => crate::calendar::parse_iso(string),
            _ => None,
        }
    }
    fn meant(node: &Node) -> Option<String> {
        let meant = crate::calendar::guess(&words(node)?)?;
        meant.time.is_none().then(|| meant.to_string())
    }
}

impl FromNode for Point {
    fn expected() -> Text {
        text!(
            "日付（2024-04-09 か 2024-04-09T17:00 の形）",
            "a date (like `2024-04-09` or `2024-04-09T17:00`)"
        )
    }
    fn is_for(values: Type) -> bool {
        matches!(values, Type::Day)
    }
    fn from_node(node: &Node) -> Option<Self> {
        match &node.value {
            Value::Date(date) => Some(Self::day(*date)),
            Value::DateTime(text) | Value::String(text) => Self::parse(text),
            _ => None,
        }
    }
    fn meant(node: &Node) -> Option<String> {
        Some(crate::calendar::guess(&words(node)?)?.to_string())
    }
}

impl FromNode for Time {
    fn expected() -> Text {
        text!("時刻（09:00 の形）", "a time (like `09:00`)")
    }
    fn is_for(values: Type) -> bool {
        matches!(values, Type::Time)
    }
    fn from_node(node: &Node) -> Option<Self> {
        match &node.value {
            Value::Time(time) => Some(*time),
            Value::String(string) => crate::calendar::parse_time(string),
            _ => None,
        }
    }
    fn meant(node: &Node) -> Option<String> {
        let meant = typos::time(&words(node)?)?;
        (meant != "24:00").then(|| format!("\"{meant}\""))
    }
}

impl FromNode for TimeOfDay {
    fn expected() -> Text {
        text!(
            "時刻（17:00 の形。\"24:00\" も書けます）",
            "a time (like `17:00`, or `\"24:00\"`)"
        )
    }
    fn is_for(values: Type) -> bool {
        Time::is_for(values)
    }
    fn from_node(node: &Node) -> Option<Self> {
        match &node.value {
            Value::String(string) => Self::parse(string),
            _ => Time::from_node(node).map(Self::from),
        }
    }
    fn meant(node: &Node) -> Option<String> {
        Some(format!("\"{}\"", typos::time(&words(node)?)?))
    }
}
