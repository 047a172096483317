//! Hours in words.

use super::days::{self, Holidays, closed_in_words};
use super::{Hours, Line, Statement};
use crate::calendar::{
    OpeningDay, TimeOfDay, TimeRange, WEEK, Weekday, WeekdayNames, WeekdayOfMonth, Which, format,
};
use crate::facts::Form;
use crate::facts::kinds::time::part;
use crate::facts::part::{Meaning, Part};
use crate::language::Language;

/// Of more days that are closed than these only that they are the other ones is said.
const MOST_CLOSED_WEEKDAYS: usize = 3;

pub(super) fn parts(hours: &Hours, form: Form, language: Language) -> Option<Vec<Part>> {
    match form {
        Form::Iso => Some(iso(hours)),
        Form::Default | Form::Full => Some(match (hours.statement, &hours.lines[..]) {
            (Statement::Once, [line]) => once(hours, line, form, language),
            (Statement::Once | Statement::Lines, _) => in_lines(hours, form, language),
        }),
        Form::Short
        | Form::Weekday
        | Form::ShortWeekday
        | Form::Era
        | Form::Numeric
        | Form::Within => None,
    }
}

/// `9:00～17:00（土日祝日と12:00～13:00は除く）`
fn once(hours: &Hours, line: &Line, form: Form, language: Language) -> Vec<Part> {
    let mut parts = range(line.whole, language);
    let is_full = form == Form::Full;
    let closed = (is_full && !hours.closed.is_empty())
        .then(|| closed_in_words(&hours.closed, None, language));
    match (closed, language) {
        (None, _) => parts.extend(breaks(&line.breaks, language)),
        (Some(closed), Language::Japanese) if line.breaks.is_empty() => {
            parts.push(Part::plain(format!("（{closed}は除く）")));
        }
        (Some(closed), Language::Japanese) => {
            parts.push(Part::plain(format!("（{closed}と")));
            parts.extend(ranges(&line.breaks, "・", language));
            parts.push(Part::plain("は除く）"));
        }
        (Some(closed), Language::English) => {
            parts.push(Part::plain(" (except "));
            for one in &line.breaks {
                parts.extend(range(*one, language));
                parts.push(Part::plain(", "));
            }
            parts.push(Part::plain(format!("{closed})")));
        }
    }
    merged(parts)
}

/// `平日9:00～17:00（12:00～13:00を除く）、土曜日9:00～12:00（日曜日・祝日は休み）`
fn in_lines(hours: &Hours, form: Form, language: Language) -> Vec<Part> {
    let holidays = holidays(hours);
    let mut parts = Vec::new();
    for (at, (days, lines)) in by_days(&hours.lines).into_iter().enumerate() {
        if at > 0 {
            parts.push(Part::plain(match language {
                Language::Japanese => "、",
                Language::English => ", ",
            }));
        }
        let days = days::words(days, holidays, language);
        match language {
            Language::Japanese => {
                parts.push(Part::plain(days));
                for (at, line) in lines.iter().enumerate() {
                    parts.extend((at > 0).then(|| Part::plain("・")));
                    parts.extend(range(line.whole, language));
                    parts.extend(breaks(&line.breaks, language));
                }
            }
            Language::English => {
                let wholes: Vec<TimeRange> = lines.iter().map(|line| line.whole).collect();
                parts.extend(ranges(&wholes, " and ", language));
                let on = if days == "every day" { " " } else { " on " };
                parts.push(Part::plain(format!("{on}{days}")));
                let all = lines.iter().flat_map(|line| &line.breaks);
                parts.extend(breaks(&all.copied().collect::<Vec<_>>(), language));
            }
        }
    }
    if form == Form::Full {
        parts.extend(closed_days(hours, language).map(Part::plain));
    }
    merged(parts)
}

/// Lines of the same days together, in the order of the first.
fn by_days(lines: &[Line]) -> Vec<(&[OpeningDay], Vec<&Line>)> {
    let mut groups: Vec<(&[OpeningDay], Vec<&Line>)> = Vec::new();
    for line in lines {
        match groups.iter_mut().find(|(days, _)| *days == line.days) {
            Some((_, lines)) => lines.push(line),
            None => groups.push((&line.days, vec![line])),
        }
    }
    for (_, lines) in &mut groups {
        lines.sort_by_key(|line| line.whole);
    }
    groups
}

fn holidays(hours: &Hours) -> Holidays {
    let mut all = hours.lines.iter().flat_map(|line| &line.days);
    let is_holiday = |day: &OpeningDay| *day == OpeningDay::Holiday;
    if hours.closed.iter().any(is_holiday) || all.any(is_holiday) {
        Holidays::Apart
    } else {
        Holidays::Alike
    }
}

/// （日曜日・祝日・第3土曜日は休み）: what is stated to be closed, and what no line names.
fn closed_days(hours: &Hours, language: Language) -> Option<String> {
    let named = |day: OpeningDay| hours.lines.iter().any(|line| line.days.contains(&day));
    let week = WEEK.iter().map(|day| OpeningDay::Weekday(day.weekday));
    let mut closed: Vec<OpeningDay> = week.filter(|day| !named(*day)).collect();
    let mut others = None;
    // Where some Saturdays have hours, not all of them are closed.
    let has_hours_at_times = |day: &OpeningDay| {
        let mut open = hours.lines.iter().flat_map(|line| &line.days);
        open.any(|open| match (open, day) {
            (OpeningDay::OfMonth(one), OpeningDay::Weekday(day)) => one.weekday == *day,
            _ => false,
        })
    };
    if closed.len() > MOST_CLOSED_WEEKDAYS || closed.iter().any(has_hours_at_times) {
        closed.clear();
        others = Some(match language {
            Language::Japanese => "ほかの日",
            Language::English => "all other days",
        });
    }
    let is_weekday = |day: &&OpeningDay| matches!(day, OpeningDay::Weekday(_));
    closed.extend(hours.closed.iter().filter(|day| !is_weekday(day)));
    if closed.is_empty() && others.is_none() {
        return None;
    }
    let days = closed_in_words(&closed, others, language);
    Some(match language {
        Language::Japanese => format!("（{days}は休み）"),
        Language::English => format!(" (closed on {days})"),
    })
}

/// （12:00～13:00を除く）
fn breaks(all: &[TimeRange], language: Language) -> Vec<Part> {
    if all.is_empty() {
        return Vec::new();
    }
    let (before, between, behind) = match language {
        Language::Japanese => ("（", "・", "を除く）"),
        Language::English => (" (except ", " and ", ")"),
    };
    let mut parts = vec![Part::plain(before)];
    parts.extend(ranges(all, between, language));
    parts.push(Part::plain(behind));
    parts
}

fn ranges(all: &[TimeRange], between: &str, language: Language) -> Vec<Part> {
    let mut parts = Vec::new();
    for (at, one) in all.iter().enumerate() {
        parts.extend((at > 0).then(|| Part::plain(between)));
        parts.extend(range(*one, language));
    }
    parts
}

fn range(range: TimeRange, language: Language) -> Vec<Part> {
    let between = match language {
        Language::Japanese => "～",
        Language::English => "–",
    };
    let time = |time| part(time, format::time_of_day(time, language));
    vec![time(range.open), Part::plain(between), time(range.close)]
}

/// `09:00/17:00` where it is one time for all days that are not closed; else as `openingHours`
/// of schema.org has it, with `PH` for public holidays and `Sa[3]` for a day of the month as
/// OpenStreetMap has them: `Mo-Fr 09:00-12:00,13:00-17:00; PH off`.
fn iso(hours: &Hours) -> Vec<Part> {
    if let (Statement::Once, [line]) = (hours.statement, &hours.lines[..])
        && line.breaks.is_empty()
    {
        let time = |time: TimeOfDay| part(time, time.to_string());
        let (open, close) = (time(line.whole.open), time(line.whole.close));
        return vec![open, Part::plain("/"), close];
    }
    let mut rules = Vec::new();
    for (days, lines) in by_days(&hours.lines) {
        let all = lines.iter().flat_map(|line| line.ranges());
        let times: Vec<String> = all.map(|range| range.to_string()).collect();
        rules.push(format!("{} {}", iso_days(days), times.join(",")));
    }
    let is_weekday = |day: &OpeningDay| matches!(day, OpeningDay::Weekday(_));
    let closed = hours.closed.iter().filter(|day| !is_weekday(day));
    rules.extend(closed.map(|day| format!("{} off", iso_days(&[*day]))));
    vec![Part::plain(rules.join("; "))]
}

fn iso_days(days: &[OpeningDay]) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut rest = days;
    while let Some((first, behind)) = rest.split_first() {
        let run = 1 + behind
            .iter()
            .zip(rest)
            .take_while(|(day, before)| follow(**before, **day))
            .count();
        names.push(match run {
            1 => iso_day(*first),
            2 => format!("{},{}", iso_day(*first), iso_day(rest[1])),
            _ => format!("{}-{}", iso_day(*first), iso_day(rest[run - 1])),
        });
        rest = &rest[run..];
    }
    names.join(",")
}

/// Whether a day of the week comes right behind another.
fn follow(before: OpeningDay, day: OpeningDay) -> bool {
    let (OpeningDay::Weekday(before), OpeningDay::Weekday(day)) = (before, day) else {
        return false;
    };
    before.next() == day
}

fn iso_day(day: OpeningDay) -> String {
    let name = |day: Weekday| WeekdayNames::of(day).iso();
    match day {
        OpeningDay::Weekday(day) => name(day).to_owned(),
        OpeningDay::Holiday => "PH".to_owned(),
        OpeningDay::OfMonth(WeekdayOfMonth { which, weekday }) => {
            let number = match which {
                Which::Nth(number) => number.cast_signed(),
                Which::Last => -1,
            };
            format!("{}[{number}]", name(weekday))
        }
    }
}

/// Neighbouring words as one.
fn merged(parts: Vec<Part>) -> Vec<Part> {
    let mut merged: Vec<Part> = Vec::new();
    for part in parts {
        match merged.last_mut() {
            Some(last) if last.meaning == Meaning::Plain && part.meaning == Meaning::Plain => {
                last.text.push_str(&part.text);
            }
            _ => merged.push(part),
        }
    }
    merged
}
