//! Values that stand without quotes: what was meant by them.

use super::words::Mistake;
use super::{backslashes_doubled, is_path, narrow};
use crate::calendar::{self, TimeOfDay};
use crate::diag::{Text, text};
use crate::value::refusal;
use crate::value::toml::is_value;
use crate::width::sign;

/// What a value in another notation is in TOML, if it is in that one; and what is said of it.
type Notation = (fn(&str, &str) -> Option<String>, &'static str, &'static str);

/// How values are written elsewhere, given in half width, with their keys.
const NOTATIONS: [Notation; 5] = [
    (
        // Quoted, because many editors know no time without seconds.
        |text, _| Some(format!("\"{}\"", time(text)?)),
        "時刻の書き方が違います",
        "times are not written like this here",
    ),
    (
        |text, _| Some(text.to_owned()),
        "値に全角の文字が入っています",
        "this value is written in full-width characters",
    ),
    (
        |text, _| Some(calendar::guess(text)?.to_string()),
        "日付の書き方が違います",
        "days are not written like this here",
    ),
    (
        |text, key| {
            let draft = draft(text).filter(|_| key == "draft");
            boolean(text).or(draft).map(str::to_owned)
        },
        "「はい・いいえ」は true か false で書きます",
        "yes and no are written `true` and `false`",
    ),
    (
        |text, _| number(text),
        "数は、数字だけで書きます",
        "numbers are written as digits and nothing else",
    ),
];

/// What was meant by a bare value of that key. `None` where it is a value of TOML, or where the
/// parser can say better what is wrong with it.
pub(super) fn meant(written: &str, key: &str) -> Option<(String, Mistake)> {
    if is_value(written) {
        return None;
    }
    let narrow = narrow(written);
    let narrow = narrow.trim();
    let noted = NOTATIONS.iter().find_map(|(read, japanese, english)| {
        let meant = read(narrow, key).filter(|meant| is_value(meant))?;
        let message = Text {
            japanese: (*japanese).to_owned(),
            english: (*english).to_owned(),
        };
        let message = Mistake::not_narrow(written, message);
        Some((meant, Mistake::of_value(message)))
    });
    if noted.is_some() {
        return noted;
    }
    if is_shaped(narrow) || is_impossible(narrow) {
        return no_such_day(written, narrow);
    }
    Some(without_year(narrow).unwrap_or_else(|| quoted(written)))
}

/// Whether that is written as days and times are.
fn is_shaped(text: &str) -> bool {
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    let (day, time) = shape.split_once(['T', 't', ' ']).unwrap_or((&shape, ""));
    let is_time = |time| matches!(time, "00:00" | "00:00:00");
    is_time(day) || day == "0000-00-00" && (time.is_empty() || is_time(time))
}

/// Whether that is a day of another way of writing which there is not: 2024年2月30日, 平成36年4月1日.
fn is_impossible(text: &str) -> bool {
    let is_day = text.contains('年') && text.contains('月') && text.ends_with(['日', ')']);
    let parts: Vec<&str> = text.split('/').collect();
    let is_digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_slashed = parts.len() == 3 && parts[0].len() == 4 && parts.iter().all(is_digits);
    let is_short = text.chars().count() <= "平成36年12月31日(月曜日)".chars().count();
    (is_day && is_short || is_slashed) && calendar::guess(text).is_none()
}

/// A day or a time that there is not, which the parser tells of what is in half width.
fn no_such_day(written: &str, narrow: &str) -> Option<(String, Mistake)> {
    if is_shaped(written) {
        return None;
    }
    let (code, message, help) = refusal::words("invalid date", written);
    let mut mistake = Mistake::of_value(message).help(help).certain(false);
    mistake.code = code;
    Some((format!("\"{narrow}\""), mistake))
}

/// `4月9日`, of which nobody can tell the year.
fn without_year(text: &str) -> Option<(String, Mistake)> {
    let (month, day) = text.split_once('月')?;
    let day = day.split_once('日')?.0;
    let [month, day]: [u8; 2] = [month.parse().ok()?, day.parse().ok()?];
    let message = text!("日付に年がありません", "this day has no year");
    let help = text!(
        "西暦の年を補って「2024-{month:02}-{day:02}」の形で書いてください",
        "write it with its year, like `2024-{month:02}-{day:02}`"
    );
    let mistake = Mistake::of_value(message).help(help).certain(false);
    Some((format!("\"{text}\""), mistake))
}

/// The time of `9:00`, `17時` or `午後5時30分`, as TOML writes it.
pub(in crate::value) fn time(text: &str) -> Option<String> {
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
    TimeOfDay::parse(&written).map(|_| written)
}

/// Yes or no in other words, as TOML writes it.
pub fn boolean(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "はい" | "yes" | "true" | "on" | "○" | "する" => Some("true"),
        "いいえ" | "no" | "false" | "off" | "×" | "しない" => Some("false"),
        _ => None,
    }
}

/// Whether a page is a draft, in words that only then are an answer.
pub(in crate::value) fn draft(text: &str) -> Option<&'static str> {
    match text {
        "下書き" | "下書" | "非公開" | "未公開" => Some("true"),
        "公開" | "公開中" | "公開済み" => Some("false"),
        _ => None,
    }
}

/// The number of `21,000円`.
pub fn number(text: &str) -> Option<String> {
    let bare = text.strip_suffix('円').unwrap_or(text).replace('_', "");
    let bare = bare.as_str();
    // Not the longer ones: those are telephone numbers, or numbers of something.
    if bare.len() <= 3
        && let Some(rest) = bare.strip_prefix('0')
    {
        return number(rest);
    }
    let (first, rest) = bare.split_once(',').unwrap_or((bare, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_group = |group: &str| group.len() == 3 && is_number(group);
    let is_first = !first.is_empty() && (bare == first || first.len() <= 3);
    let has_groups = bare == first || rest.split(',').all(is_group);
    let is_right = is_first && is_number(first) && !first.starts_with('0') && has_groups;
    is_right.then(|| bare.replace(',', ""))
}

/// The value as text, in quotes.
fn quoted(written: &str) -> (String, Mistake) {
    let is_plain = |text: &str| !text.contains(['"', '\\']);
    if let Some(inside) = written.strip_suffix('"')
        && is_plain(inside)
    {
        let message = text!(
            "文字の前に「\"」がありません",
            "the quote before this text is missing"
        );
        return (format!("\"{written}"), Mistake::of_value(message));
    }
    if let Some(words) = written.strip_prefix(|c| sign(c) == Some('"'))
        && is_plain(words)
    {
        return (format!("\"{words}\""), Mistake::no_closing_quote());
    }
    let message = text!(
        "文字が「\"」で囲まれていません",
        "text has to stand in quotes"
    );
    let help = text!(
        "前後を「\"」で囲み、中の「\"」は「『』」などに変えてください",
        "put `\"` before and after it, and other marks in the place of those within"
    );
    if is_path(written) && !written.contains('"') {
        let doubled = backslashes_doubled(written);
        return (format!("\"{doubled}\""), Mistake::of_value(message));
    }
    // Where quotes are in it, only its author can tell which are meant.
    let is_certain = is_plain(written) && !written.contains('\'');
    let mistake = Mistake::of_value(message).help(help).certain(is_certain);
    let meant = written.replace(['"', '\\'], "'");
    (format!("\"{meant}\""), mistake)
}
