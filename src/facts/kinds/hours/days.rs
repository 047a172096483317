//! The names of days, read and written: 平日, 第3土曜, `weekdays`, `3rd saturday`.

use crate::calendar::{OpeningDay, WEEK, Weekday, WeekdayNames, WeekdayOfMonth, format};
use crate::language::Language;
use unicode_normalization::UnicodeNormalization;

/// Names of more than one day, and of days that are none of the week, in both languages.
const GROUPS: [(&[&str], &[OpeningDay]); 4] = [
    (&["weekdays", "平日", "weekday"], &on::<5>(0)),
    (&["weekend", "土日", "weekends", "週末"], &on::<2>(5)),
    (&["daily", "毎日", "every day"], &on::<7>(0)),
    (
        &["holiday", "祝日", "holidays", "public holidays", "祝"],
        &[OpeningDay::Holiday],
    ),
];

/// So many days of the week, from the first on.
const fn on<const COUNT: usize>(first: usize) -> [OpeningDay; COUNT] {
    let mut days = [OpeningDay::Holiday; COUNT];
    let mut at = 0;
    while at < COUNT {
        days[at] = OpeningDay::Weekday(WEEK[first + at].weekday);
        at += 1;
    }
    days
}

/// The names that are offered: of the week in English, in Japanese short and long; of groups.
pub(super) const NAMES: [&str; 3 * 7 + 2 * GROUPS.len()] = {
    let mut names = [""; 3 * 7 + 2 * GROUPS.len()];
    let mut at = 0;
    while at < 7 {
        names[at] = WEEK[at].key;
        names[7 + at] = WEEK[at].short_japanese();
        names[14 + at] = WEEK[at].japanese;
        at += 1;
    }
    at = 0;
    while at < GROUPS.len() {
        names[21 + 2 * at] = GROUPS[at].0[0];
        names[22 + 2 * at] = GROUPS[at].0[1];
        at += 1;
    }
    names
};

/// The days that a text names; full-width characters are as good as others.
pub(super) fn parse(text: &str) -> Option<Vec<OpeningDay>> {
    let folded: String = text.nfkc().collect::<String>().to_lowercase();
    let mut days = Vec::new();
    for name in folded.split(['・', '、', ',']) {
        days.extend(named(name.trim())?);
    }
    Some(days)
}

fn named(name: &str) -> Option<Vec<OpeningDay>> {
    if let Some((_, days)) = GROUPS.iter().find(|(names, _)| names.contains(&name)) {
        return Some(days.to_vec());
    }
    if let Some(day) = WeekdayNames::read(name) {
        return Some(vec![OpeningDay::Weekday(day)]);
    }
    if let Some(day) = WeekdayOfMonth::parse(name) {
        return Some(vec![OpeningDay::OfMonth(day)]);
    }
    match name.split_once(['~', '〜', '-', '–', 'ー']) {
        Some((first, last)) => {
            let [first, last] = [first, last].map(|name| WeekdayNames::read(name.trim()));
            span(first?, last?)
        }
        None => japanese(name),
    }
}

/// From one day of the week to another: 月曜～金曜.
fn span(first: Weekday, last: Weekday) -> Option<Vec<OpeningDay>> {
    let (first, last) = (first.to_monday_zero_offset(), last.to_monday_zero_offset());
    let days = (first..=last).map(|day| Weekday::from_monday_zero_offset(day).ok());
    let days = days.map(|day| day.map(OpeningDay::Weekday));
    days.collect::<Option<Vec<_>>>()
        .filter(|days| !days.is_empty())
}

/// Days of the week and holidays, one behind the other: 土, 土曜日, 月水金, 土日祝日.
fn japanese(name: &str) -> Option<Vec<OpeningDay>> {
    let mut days = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix('祝') {
            days.push(OpeningDay::Holiday);
            rest = behind.strip_prefix('日').unwrap_or(behind);
            continue;
        }
        let (day, behind) = WeekdayNames::take_japanese(rest)?;
        days.push(OpeningDay::Weekday(day));
        rest = behind;
    }
    (!days.is_empty()).then_some(days)
}

/// What public holidays are to the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holidays {
    /// They have hours of their own, or are closed: then 平日 is right for Monday to Friday.
    Apart,
    /// They are like other days.
    Alike,
}

/// Days that are open, in words: 平日, 土曜日, 土日祝日・第3金曜日; `weekdays`, `Saturdays`.
pub(super) fn words(days: &[OpeningDay], holidays: Holidays, language: Language) -> String {
    let mut parts = Vec::new();
    let week = weekdays_of(days);
    let is_weekend = week == weekdays_of(GROUPS[1].1);
    let has_holiday = days.contains(&OpeningDay::Holiday);
    if is_weekend && has_holiday && language == Language::Japanese {
        parts.push("土日祝日".to_owned());
    } else {
        parts.extend(week_in_words(&week, holidays, language));
        parts.extend(has_holiday.then(|| holiday(language).to_owned()));
    }
    parts.extend(days.iter().filter_map(|day| day_of_month(day, language)));
    joined(&parts, language)
}

/// Days that are closed, in words: 土日祝日, 日曜日・祝日・第3土曜日; `Sundays and the third
/// Saturday`. The days of the week may be called otherwise as a whole: ほかの日.
pub(super) fn closed_in_words(
    days: &[OpeningDay],
    other_days: Option<&str>,
    language: Language,
) -> String {
    let week = weekdays_of(days);
    let has_holiday = days.contains(&OpeningDay::Holiday);
    let mut parts = Vec::new();
    match (language, &week[..]) {
        (Language::Japanese, [_, _, ..]) => {
            let name = |day: &Weekday| WeekdayNames::of(*day).short_japanese();
            let mut run: String = week.iter().map(name).collect();
            if has_holiday {
                run.push_str(holiday(language));
            }
            parts.push(run);
        }
        (_, week) => {
            let names = week.iter().map(|day| plural(*day, language));
            parts.extend(names);
            parts.extend(has_holiday.then(|| holiday(language).to_owned()));
        }
    }
    parts.extend(days.iter().filter_map(|day| day_of_month(day, language)));
    parts.extend(other_days.map(str::to_owned));
    joined(&parts, language)
}

fn weekdays_of(days: &[OpeningDay]) -> Vec<Weekday> {
    let weekday = |day: &OpeningDay| match day {
        OpeningDay::Weekday(day) => Some(*day),
        OpeningDay::Holiday | OpeningDay::OfMonth(_) => None,
    };
    days.iter().filter_map(weekday).collect()
}

fn week_in_words(week: &[Weekday], holidays: Holidays, language: Language) -> Vec<String> {
    let name = |day: &Weekday| plural(*day, language);
    let follow = |pair: &[Weekday]| pair[0].next() == pair[1];
    let (Some(first), Some(last)) = (week.first(), week.last()) else {
        return Vec::new();
    };
    let is_run = week.len() > 2 && week.windows(2).all(follow);
    let is_working_week = is_run && week.len() == 5 && *first == Weekday::Monday;
    match language {
        Language::Japanese if week.len() == 7 => vec!["毎日".to_owned()],
        Language::English if week.len() == 7 => vec!["every day".to_owned()],
        Language::Japanese if is_working_week && holidays == Holidays::Apart => {
            vec!["平日".to_owned()]
        }
        Language::English if is_working_week && holidays == Holidays::Apart => {
            vec!["weekdays".to_owned()]
        }
        Language::Japanese if is_run => vec![format!("{}～{}", name(first), name(last))],
        Language::English if is_run => vec![format!("{} to {}", name(first), name(last))],
        Language::Japanese if week == [Weekday::Saturday, Weekday::Sunday] => {
            vec!["土日".to_owned()]
        }
        Language::Japanese => {
            let names = week
                .iter()
                .map(|day| WeekdayNames::of(*day).short_japanese());
            vec![format!("{}曜日", names.collect::<Vec<_>>().join("・"))]
        }
        Language::English => week.iter().map(name).collect(),
    }
}

/// 土曜日, `Saturdays`
fn plural(day: Weekday, language: Language) -> String {
    let name = format::weekday_name(day, language);
    match language {
        Language::Japanese => name.to_owned(),
        Language::English => format!("{name}s"),
    }
}

const fn holiday(language: Language) -> &'static str {
    match language {
        Language::Japanese => "祝日",
        Language::English => "public holidays",
    }
}

fn day_of_month(day: &OpeningDay, language: Language) -> Option<String> {
    let OpeningDay::OfMonth(day) = day else {
        return None;
    };
    let words = day.words(language);
    Some(match language {
        Language::Japanese => words,
        Language::English => format!("the {words}"),
    })
}

/// One after the other, as a language strings them together.
pub(super) fn joined(parts: &[String], language: Language) -> String {
    match (language, parts.split_last()) {
        (Language::Japanese, _) => parts.join("・"),
        (Language::English, Some((last, first))) if !first.is_empty() => {
            format!("{} and {last}", first.join(", "))
        }
        (Language::English, _) => parts.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_many_names() {
        for (name, words) in [
            ("weekdays", "平日"),
            ("平日", "平日"),
            ("月～金", "平日"),
            ("土", "土曜日"),
            ("土曜", "土曜日"),
            ("Saturdays", "土曜日"),
            ("土日祝", "土日祝日"),
            ("土日祝日", "土日祝日"),
            ("月水金", "月・水・金曜日"),
            ("月曜日・水曜日", "月・水曜日"),
            ("月曜～木曜", "月曜日～木曜日"),
            ("日", "日曜日"),
            ("毎日", "毎日"),
            ("祝日", "祝日"),
            ("第３土曜", "第3土曜日"),
            ("第三土曜日", "第3土曜日"),
            ("3rd Saturday", "第3土曜日"),
            ("最終金曜", "最終金曜日"),
            ("last friday", "最終金曜日"),
            ("the third Saturday of each month", "第3土曜日"),
            ("毎月第3土曜日", "第3土曜日"),
            ("第1土曜、第3土曜", "第1土曜日・第3土曜日"),
        ] {
            let days = parse(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(words_of(&days), words, "{name}");
        }
        for name in [
            "",
            "sundy",
            "第6土曜",
            "第0土曜",
            "土曜 3rd",
            "金～月",
            "月の光",
            "曜日",
        ] {
            assert_eq!(parse(name), None, "{name}");
        }
    }

    fn words_of(days: &[OpeningDay]) -> String {
        words(days, Holidays::Apart, Language::Japanese)
    }

    #[test]
    fn every_name_that_is_offered_can_be_read() {
        for name in NAMES {
            assert!(parse(name).is_some(), "{name}");
        }
    }
}
