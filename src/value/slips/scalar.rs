//! Values that stand without quotes: what was meant by them.

use super::signs::{is_quote, narrow};
use super::words::Mistake;
use crate::calendar;
use crate::value::toml::is_value;

/// What was meant by a bare value, and whether that is sure. `None` where it is a value of
/// TOML, or where the parser can say better what is wrong with it.
pub(super) fn meant(written: &str) -> Option<(String, Mistake, bool)> {
    if is_value(written) {
        return None;
    }
    let narrow = narrow(written);
    let narrow = narrow.trim();
    // Quoted, because many editors know no time without seconds.
    if let Some(time) = time(narrow) {
        return Some((format!("\"{time}\""), Mistake::Time, true));
    }
    let (is_wide, is_shaped) = (narrow != written, is_shaped(narrow));
    if is_wide && (is_shaped || is_value(narrow)) {
        return Some((narrow.to_owned(), Mistake::WideValue, true));
    }
    // There is no such day or time, which the parser says.
    if is_shaped {
        return None;
    }
    if let Some(day) = day(narrow) {
        return Some((day, Mistake::Day, true));
    }
    if let Some(boolean) = boolean(narrow) {
        return Some((boolean.to_owned(), Mistake::Boolean, true));
    }
    if let Some(number) = number(narrow) {
        return Some((number, Mistake::Number, true));
    }
    text(written)
}

/// Whether that is written as days and times are.
fn is_shaped(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = |text: &str, sign, lengths: &[usize]| {
        let parts: Vec<&str> = text.split(sign).collect();
        parts.iter().all(|part| digits(part))
            && parts
                .iter()
                .map(|part| part.len())
                .eq(lengths.iter().copied())
    };
    let is_day = |text| parts(text, '-', &[4, 2, 2]);
    let is_time = |text| parts(text, ':', &[2, 2]) || parts(text, ':', &[2, 2, 2]);
    match text.split_once(['T', 't', ' ']) {
        Some((day, time)) => is_day(day) && is_time(time),
        None => is_day(text) || is_time(text),
    }
}

/// The day of `2024/4/9`, `2024年4月9日（火）` or `2024.04.09`, as TOML writes it; so too
/// `2024年4月9日17時`.
fn day(text: &str) -> Option<String> {
    let (bare, rest) = text.split_once(['(', '（']).unwrap_or((text, ""));
    let time = rest.split_once([')', '）']).map_or("", |(_, time)| time);
    let bare = format!("{} {}", bare.trim(), time.trim());
    let bare = bare.trim();
    let is_part = |c: char| c.is_ascii_digit() || " 年月日時分午後前/.-:".contains(c);
    let starts_with_year = bare.len() > 4 && bare.bytes().take(4).all(|byte| byte.is_ascii_digit());
    if !starts_with_year || !bare.chars().all(is_part) {
        return None;
    }
    calendar::guess(bare).map(|meant| meant.to_string())
}

/// The time of `9:00`, `17時` or `午後5時30分`, as TOML writes it.
fn time(text: &str) -> Option<String> {
    let (bare, afternoon) = match (text.strip_prefix("午後"), text.strip_prefix("午前")) {
        (Some(bare), _) => (bare, 12),
        (_, Some(bare)) => (bare, 0),
        _ => (text, 0),
    };
    let (hour, minute) = match (bare.split_once(':'), bare.split_once('時')) {
        (Some((hour, minute)), _) => (hour, minute),
        (_, Some((hour, ""))) => (hour, "00"),
        (_, Some((hour, "半"))) => (hour, "30"),
        (_, Some((hour, minute))) => (hour, minute.strip_suffix('分')?),
        (None, None) => return None,
    };
    let is_short = |digits: &str| (1..=2).contains(&digits.len());
    if !is_short(hour) || !is_short(minute) {
        return None;
    }
    let hour: u8 = hour.parse().ok()?;
    let minute: u8 = minute.parse().ok()?;
    let hour = hour.checked_add(if hour < 12 { afternoon } else { 0 })?;
    let written = format!("{hour:02}:{minute:02}");
    calendar::parse_time(&written).map(|_| written)
}

fn boolean(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "はい" | "yes" | "true" | "on" | "○" | "する" => Some("true"),
        "いいえ" | "no" | "false" | "off" | "×" | "しない" => Some("false"),
        _ => None,
    }
}

/// The number of `21,000円`.
fn number(text: &str) -> Option<String> {
    let bare = text.strip_suffix('円').unwrap_or(text);
    // Not the longer ones: those are telephone numbers, or numbers of something.
    if bare.len() <= 3
        && let Some(rest) = bare.strip_prefix('0')
    {
        return number(rest);
    }
    let mut groups = bare.split(',');
    let first = groups.next()?;
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_first = (1..=3).contains(&first.len()) || !bare.contains(',');
    let mut rest = groups.clone();
    if first.is_empty()
        || !is_first
        || !is_number(first)
        || first.starts_with('0')
        || !rest.all(|group| group.len() == 3 && is_number(group))
    {
        return None;
    }
    Some(groups.fold(first.to_owned(), |number, group| number + group))
}

/// The value as text, in quotes.
fn text(written: &str) -> Option<(String, Mistake, bool)> {
    if let Some(inside) = written.strip_suffix('"')
        && !inside.contains(['"', '\\'])
    {
        return Some((format!("\"{written}"), Mistake::NoOpeningQuote, true));
    }
    if let Some(words) = written.strip_prefix(is_quote)
        && !words.contains(['"', '\\'])
    {
        return Some((format!("\"{words}\""), Mistake::NoClosingQuote, true));
    }
    // Where quotes are in it, only its author can tell which are meant.
    let is_plain = !written.contains(['"', '\\', '\'']);
    let quoted = format!("\"{}\"", written.replace(['"', '\\'], "'"));
    Some((quoted, Mistake::NoQuotes, is_plain))
}
