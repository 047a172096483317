//! The reader of literals, seen from outside: by lists of what people write, and by what must
//! hold of every text.
#![allow(clippy::panic, reason = "a failure is a failed test")]

use annai::calendar::{Unit, Weekday};
use annai::literal::{Cue, Day, Flaw, Literal, RangeEnd, Value, read};
use proptest::prelude::*;

/// A value as the lists write it: `2024-04-09`, `04-09`, `09:00`, `tel:…`, `dur:2 days`,
/// `yen:500`, `vague`.
fn written(value: &Value) -> String {
    match value {
        Value::Date(Day {
            year: Some(year),
            month,
            day,
        }) => format!("{year:04}-{month:02}-{day:02}"),
        Value::Date(Day { month, day, .. }) => format!("{month:02}-{day:02}"),
        Value::Time(time) => format!("{:02}:{:02}", time.hour(), time.minute()),
        Value::Phone(digits) => format!("tel:{digits}"),
        Value::Duration(length) => {
            let unit = match length.unit {
                Unit::Minutes => "minutes",
                Unit::Hours => "hours",
                Unit::Days => "days",
                Unit::BusinessDays => "business days",
                Unit::Weeks => "weeks",
                Unit::Months => "months",
            };
            format!("dur:{} {unit}", length.count)
        }
        Value::Amount(yen) => format!("yen:{yen}"),
        Value::Email(text) | Value::Url(text) => text.clone(),
        Value::Postal { digits, .. } => format!("postal:{digits}"),
        Value::Lot(numbers) => format!("lot:{numbers:?}"),
        Value::Recurrence(days) => format!("{days:?}"),
        Value::Vague => "vague".to_owned(),
    }
}

fn values(text: &str) -> Vec<String> {
    read(text)
        .iter()
        .map(|found| written(&found.value))
        .collect()
}

/// Whether the literal is what a mark of the hold-out list says of it.
fn bears(found: &Literal, mark: &str) -> bool {
    let on = |day| found.weekday == Some(day);
    match mark {
        "月" => on(Weekday::Monday),
        "火" => on(Weekday::Tuesday),
        "水" => on(Weekday::Wednesday),
        "木" => on(Weekday::Thursday),
        "金" => on(Weekday::Friday),
        "土" => on(Weekday::Saturday),
        "日" => on(Weekday::Sunday),
        "start" => found.range == Some(RangeEnd::Start),
        "end" => found.range == Some(RangeEnd::End),
        "until" => found.cues.has(Cue::Until),
        "from" => found.cues.has(Cue::From),
        "within" => found.cues.has(Cue::Within),
        "about" => found.cues.has(Cue::About),
        "phone" => found.cues.has(Cue::Phone),
        "fax" => found.cues.has(Cue::Fax),
        "impossible" => found.flaw == Some(Flaw::Impossible),
        "differ" => found.flaw == Some(Flaw::YearsDiffer),
        // A mark that does not exist is true of nothing, so its line fails.
        _ => false,
    }
}

fn lines(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table
        .lines()
        .map(|line| line.split_once('\t').expect("a line has two columns"))
}

/// What the given list calls a duration, in the words of [`written`].
fn translated(value: &str) -> &str {
    match value {
        "dur:2営業日" | "dur:翌々営業日" => "dur:2 business days",
        other => other,
    }
}

#[test]
fn the_given_positives_are_read() {
    let mut wrong = Vec::new();
    for (expected, text) in lines(include_str!("data/literals-positive.tsv")) {
        let found = values(text);
        let mut rest = found.iter();
        // In order; other values may stand between, such as the time beside a date, and the
        // bare day 9日 of 3月4日～9日.
        let all = expected
            .split(' ')
            .all(|value| rest.any(|found| found == translated(value)));
        if !all {
            wrong.push(format!("{text}: {expected}, found {found:?}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(values("3月4日～9日"), ["03-04", "03-09"]);
}

#[test]
fn the_given_negatives_are_silent() {
    let mut wrong = Vec::new();
    for (_, text) in lines(include_str!("data/literals-negative.tsv")) {
        let found = values(text);
        // The list is older than the kind of fact that is a sum of money.
        let expected: &[&str] = if text == "500円" { &["yen:500"] } else { &[] };
        if found != expected {
            wrong.push(format!("{text}: found {found:?}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// A list of sentences that was written before the reader was. The marks behind a value must
/// hold; what is not marked is not asked for.
#[test]
fn the_hold_out_is_read() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (expected, text) in lines(include_str!("data/literals.tsv")) {
        count += 1;
        // A value may hold a blank: `dur:2 days`. Its marks never do.
        let expected = expected.replace(" business", "\u{A0}business");
        let expected: Vec<String> = split_values(&expected);
        let found = read(text);
        let values: Vec<String> = found.iter().map(|found| written(&found.value)).collect();
        let right = expected.len() == found.len()
            && expected.iter().zip(&found).all(|(expected, found)| {
                let mut parts = expected.split(';');
                let value = parts.next().unwrap_or_default().replace('\u{A0}', " ");
                value == written(&found.value) && parts.all(|mark| bears(found, mark))
            });
        if !right {
            wrong.push(format!("{text}: {expected:?}, found {values:?}"));
        }
    }
    assert_eq!(count, 440);
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The values of a line: a blank before a digit or a letter with `:` or `-` begins the next.
fn split_values(expected: &str) -> Vec<String> {
    if expected == "-" {
        return Vec::new();
    }
    let mut values: Vec<String> = Vec::new();
    for part in expected.split(' ') {
        let unit = ["days", "hours", "minutes", "weeks", "months"]
            .iter()
            .any(|unit| part.starts_with(unit))
            || part.starts_with("\u{A0}business");
        match values.last_mut() {
            Some(last) if unit => {
                last.push(' ');
                last.push_str(part);
            }
            _ => values.push(part.to_owned()),
        }
    }
    values
}

/// Asserts which bytes of each text the literals are.
#[test]
fn a_span_holds_the_value_and_not_what_surrounds_it() {
    for (text, spans) in [
        ("締切は4月10日頃まで", &["4月10日"][..]),
        (
            "「2024（令和6）年4月9日（火・祝）必着」",
            &["2024（令和6）年4月9日（火・祝）"],
        ),
        ("（㋿6年4月9日㈫）", &["㋿6年4月9日㈫"]),
        (
            "お電話（０１２０）５８４ー７０８へ",
            &["（０１２０）５８４ー７０８"],
        ),
        ("tel:+81-120-584-708", &["+81-120-584-708"]),
        ("2営業日以内", &["2営業日"]),
        ("約￥21,000-", &["￥21,000"]),
        ("AM9:00～午後5時半頃", &["AM9:00", "午後5時半"]),
        ("3～5営業日", &["3", "5営業日"]),
        ("4月9～12日（金）", &["4月9", "12日（金）"]),
        (
            "2024-04-09T17:00:00+09:00。",
            &["2024-04-09", "17:00:00+09:00"],
        ),
        (
            "on Tuesday, April 9th, 2024.",
            &["Tuesday, April 9th, 2024"],
        ),
        ("https://example.jp/2024/04/09。4月9日", &["4月9日"]),
    ] {
        let found = read(text);
        let slices: Vec<&str> = found
            .iter()
            .map(|literal| &text[literal.span.start..literal.span.end])
            .collect();
        assert_eq!(slices, spans, "{text}");
    }
}

#[test]
fn cues_are_only_those_that_are_there() {
    let cues = [
        Cue::Phone,
        Cue::Fax,
        Cue::Until,
        Cue::From,
        Cue::Within,
        Cue::About,
    ];
    for (text, expected) in [
        ("4月9日に届きます", &[][..]),
        // The cue belongs to the other value, or to another sentence.
        ("4月9日、4月12日まで", &[]),
        ("締切はありません。4月9日に届きます", &[]),
        ("締切後、4月9日に届きます", &[]),
        ("4月9日より前に", &[]),
        ("電話はできません。0120-584-708", &[]),
        ("電話￼0120-584-708", &[]),
        ("4月9日（火）の17時頃までに", &[Cue::Until, Cue::About]),
        ("～4月9日", &[Cue::Until]),
        ("4月9日～", &[Cue::From]),
        ("電話・FAX 03-1234-5678", &[Cue::Phone, Cue::Fax]),
        ("電話のほかFAX 03-1234-5678", &[Cue::Fax]),
        ("within 2 days", &[Cue::Within]),
        ("due April 9", &[Cue::Until]),
    ] {
        let found = read(text);
        let had: Vec<Cue> = cues
            .into_iter()
            .filter(|&cue| found[0].cues.has(cue))
            .collect();
        assert_eq!(had, expected, "{text}");
    }
}

/// An object that stands for a picture or for a fact parts what stands on either side.
#[test]
fn nothing_is_read_across_an_object() {
    for text in [
        "2024年4月￼9日",
        "4/9￼（火）",
        "0120-584￼-708",
        "2￼営業日",
        "21,000￼円",
        "電話￼0120584708",
    ] {
        assert_eq!(values(text), Vec::<String>::new(), "{text}");
    }
    let found = read("3月4日￼～4月9日");
    assert!(found.iter().all(|literal| literal.range.is_none()));
}

/// What a range leaves to its other end: the year, over New Year too, and the half of the day.
#[test]
fn the_ends_of_a_range_complete_each_other() {
    for (text, expected) in [
        ("12月20日～2025年1月10日", &["2024-12-20", "2025-01-10"][..]),
        (
            "2024年3月4日9:00～4月9日17:00",
            &["2024-03-04", "09:00", "2024-04-09", "17:00"],
        ),
        ("2023年2月27日～29日", &["2023-02-27", "2023-02-29"]),
        ("4/9(火)～12(金)", &["04-09", "04-12"]),
        ("午後1時～3時", &["13:00", "15:00"]),
        ("午前9時～5時", &["09:00", "17:00"]),
        ("1:00-3:00 pm", &["13:00", "15:00"]),
        ("10:00-3:00 pm", &["10:00", "15:00"]),
        ("9時～5時", &["09:00", "05:00"]),
        ("4月9日、12日", &["04-09"]),
        ("3月4日から9日間", &["03-04"]),
        ("3月4日から9日以内", &["03-04", "dur:9 days"]),
    ] {
        assert_eq!(values(text), expected, "{text}");
    }
    assert_eq!(read("2023年2月27日～29日")[1].flaw, Some(Flaw::Impossible));
}

/// Pieces of which texts are made that hold values, or nearly do.
const PIECES: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "4",
    "9",
    "10",
    "12",
    "24",
    "30",
    "31",
    "45",
    "2024",
    "０",
    "４",
    "９",
    "２０２４",
    "一",
    "二",
    "九",
    "十",
    "百",
    "千",
    "万",
    "億",
    "〇",
    "元",
    "年",
    "月",
    "日",
    "時",
    "分",
    "半",
    "間",
    "週",
    "か月",
    "ヶ月",
    "営業日",
    "以内",
    "後",
    "前",
    "円",
    "¥",
    "￥",
    "令和",
    "平成",
    "㋿",
    "R",
    "H",
    "S",
    "T",
    "Z",
    "㋃",
    "㏨",
    "㈫",
    "（火）",
    "(火・祝)",
    "火曜日",
    "（",
    "）",
    "(",
    ")",
    "/",
    "／",
    "-",
    "－",
    "‐",
    "−",
    "ー",
    "～",
    "〜",
    "~",
    "–",
    ".",
    "．",
    ",",
    "，",
    ":",
    "：",
    " ",
    "　",
    "\u{A0}",
    "\n",
    "、",
    "。",
    "・",
    "+",
    "+81",
    "から",
    "まで",
    "頃",
    "以降",
    "自",
    "至",
    "同年",
    "翌",
    "々",
    "中",
    "本",
    "来",
    "週",
    "明",
    "末",
    "上旬",
    "午前",
    "午後",
    "正午",
    "AM",
    "pm",
    "p.m.",
    "April",
    "Apr.",
    "May",
    "th",
    "within",
    "business days",
    "days",
    "電話",
    "TEL",
    "FAX",
    "フリーダイヤル",
    "番号",
    "0120",
    "584",
    "708",
    "締切",
    "期限",
    "第",
    "号",
    "度",
    "https://",
    "www.",
    "@",
    "\\",
    "a",
    "x",
    "_",
    "v",
    "Ver",
    "\u{FFFC}",
    "\u{E000}",
    "\u{F8FF}",
    "😀",
    "é",
    "ｶ",
    "あ",
    "漢",
];

/// Pieces that mean the same in every width, and no addresses.
const SAFE: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "4",
    "9",
    "12",
    "2024",
    "年",
    "月",
    "日",
    "時",
    "分",
    "半",
    "営業日",
    "以内",
    "円",
    "令和",
    "R",
    "（火）",
    "4/9",
    "2024/4",
    "-",
    ".",
    ",",
    ":",
    " ",
    "、",
    "から",
    "まで",
    "～",
    "午後",
    "頃",
    "電話",
    "0120",
    "584",
    "708",
    "+81",
    "千",
    "万",
    "が",
];

fn texts(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), 0..24).prop_map(|parts| parts.concat())
}

/// A whole date, and something around it.
fn dates() -> impl Strategy<Value = String> {
    let day = (2000..2080_i32, 1..=12_u8, 1..=28_u8, 0..6_usize);
    let around = prop::sample::select(&["", "受付は", "、", "（", "まで", " ", "は"][..]);
    (around.clone(), day, around).prop_map(|(before, (y, m, d, form), after)| {
        let date = match form {
            0 => format!("{y}年{m}月{d}日"),
            1 => format!("{y}/{m:02}/{d:02}"),
            2 => format!("{y}-{m:02}-{d:02}"),
            3 => format!("平成{}年{m}月{d}日", y - 1988),
            4 => format!("{y}.{m}.{d}"),
            _ => format!("{y}年 {m}月 {d}日"),
        };
        format!("{before}{date}{after}")
    })
}

fn full_width(text: &str) -> String {
    let wide = |c: char| char::from_u32(c as u32 - 0x30 + 0xFF10).expect("a digit has a width");
    text.chars()
        .map(|c| if c.is_ascii_digit() { wide(c) } else { c })
        .collect()
}

/// What must hold of every answer.
fn assert_well_formed(text: &str, found: &[Literal]) -> Result<(), TestCaseError> {
    let mut end = 0;
    for literal in found {
        prop_assert!(literal.span.start >= end, "{text:?}: {found:?}");
        prop_assert!(literal.span.end > literal.span.start, "{text:?}: {found:?}");
        let slice = text.get(literal.span.start..literal.span.end);
        prop_assert!(slice.is_some(), "{text:?}: {found:?}");
        let slice = slice.unwrap_or_default();
        prop_assert!(
            !slice.contains(['\u{FFFC}', '\n', '\u{E000}']),
            "{text:?}: {slice:?}"
        );
        if let Value::Date(day) = literal.value {
            prop_assert!((1..=12).contains(&day.month) && (1..=31).contains(&day.day));
        }
        end = literal.span.end;
    }
    // The two ends of a range of times, sums and lengths stand side by side.
    let starts = found
        .iter()
        .filter(|literal| literal.range == Some(RangeEnd::Start));
    let ends = found
        .iter()
        .filter(|literal| literal.range == Some(RangeEnd::End));
    prop_assert_eq!(starts.count(), ends.count());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_answer_is_well_formed(text in texts(PIECES), any in any::<String>()) {
        assert_well_formed(&text, &read(&text))?;
        assert_well_formed(&any, &read(&any))?;
    }

    /// Dates with their year need nothing around them.
    #[test]
    fn a_date_alone_is_the_same_date(text in prop_oneof![texts(PIECES), dates()]) {
        for literal in read(&text) {
            let Value::Date(day) = literal.value else { continue };
            if literal.range.is_some() || day.year.is_none() {
                continue;
            }
            let slice = &text[literal.span.start..literal.span.end];
            let again = read(slice);
            prop_assert_eq!(again.len(), 1, "{:?} of {:?}", slice, text);
            prop_assert_eq!(&again[0].value, &literal.value, "{:?} of {:?}", slice, text);
            prop_assert_eq!(again[0].span.end, slice.len());
            prop_assert_eq!(again[0].flaw, literal.flaw);
        }
    }

    #[test]
    fn a_whole_date_is_read_wherever_it_stands(text in dates()) {
        let found = read(&text);
        prop_assert_eq!(found.len(), 1, "{}: {:?}", text, found);
        let whole = matches!(found[0].value, Value::Date(Day { year: Some(_), .. }));
        prop_assert!(whole, "{}: {:?}", text, found);
    }

    #[test]
    fn width_does_not_matter(text in texts(SAFE)) {
        prop_assert_eq!(values(&text), values(&full_width(&text)), "{}", text);
    }
}
