//! Hours as `site.toml` states them, and what is wrong with them.

use super::conflicts::check_lines;
use super::{CLOSED_LINE, Hours, Line, ONCE, OPEN_LINE, Statement, days};
use crate::calendar::{Opening, OpeningDay, TimeOfDay, TimeRange, WEEK};
use crate::diag::{Diagnostic, code, text};
use crate::literal::{self, RangeEnd};
use crate::near::near_misses;
use crate::source::Span;
use crate::value::{Node, Reader, Spanned, Value};

/// Days that are closed, with their places.
type Closed = Vec<Spanned<OpeningDay>>;

/// Reads `hours` and the `closed` beside it. Nothing where something is wrong, which is
/// reported.
pub(super) fn hours(reader: &mut Reader<'_, '_>) -> Option<Hours> {
    let beside = closed(reader);
    let node = reader.node("hours")?;
    let before = reader.diagnostics().len();
    let (statement, lines, closed) = match &node.value {
        Value::Array(items) => {
            let (lines, closed) = in_lines(node, items, beside, reader);
            (Statement::Lines, lines, closed)
        }
        Value::String(typed) => {
            report_text(node.span, typed, reader);
            return None;
        }
        _ => {
            let (line, closed) = once(node, beside, reader)?;
            (Statement::Once, vec![line], closed)
        }
    };
    (reader.diagnostics().len() == before).then(|| Hours {
        opening: opening(&lines, &closed),
        statement,
        lines,
        closed,
    })
}

fn opening(lines: &[Line], closed: &[OpeningDay]) -> Opening {
    let mut opening = Opening::new();
    for line in lines {
        for day in &line.days {
            opening.open(*day, &line.ranges());
        }
    }
    for day in closed {
        opening.close(*day);
    }
    opening
}

/// `{ open, close, closed, breaks }`: the same on all days of the week that are not closed.
fn once(
    node: &Node,
    beside: Closed,
    reader: &mut Reader<'_, '_>,
) -> Option<(Line, Vec<OpeningDay>)> {
    let source = reader.source();
    let mut table = Reader::new(source, node, &ONCE, reader.diagnostics());
    let mut closed = closed(&mut table);
    closed.extend(beside);
    let closed = sorted(closed.into_iter().map(|day| day.value));
    let whole = whole(&mut table);
    let breaks = whole.map(|whole| breaks(whole, &mut table));
    table.check_keys();
    let week = WEEK.iter().map(|day| OpeningDay::Weekday(day.weekday));
    let line = Line {
        days: week.filter(|day| !closed.contains(day)).collect(),
        whole: whole?,
        breaks: breaks?,
    };
    Some((line, closed))
}

/// `[{ days, open, close }, …]`
fn in_lines(
    node: &Node,
    items: &[Node],
    beside: Closed,
    reader: &mut Reader<'_, '_>,
) -> (Vec<Line>, Vec<OpeningDay>) {
    let source = reader.source();
    let mut lines: Vec<(Line, Span)> = Vec::new();
    let mut closed = beside;
    for item in items {
        let is_closed = matches!(&item.value, Value::Table(table) if table.get("closed").is_some());
        let shape = if is_closed { &CLOSED_LINE } else { &OPEN_LINE };
        let mut line = Reader::new(source, item, shape, reader.diagnostics());
        let days = line.node("days");
        let days = days.map_or_else(Vec::new, |node| days_at(node, &mut line));
        if is_closed {
            check_closed(&mut line);
            closed.extend(days);
        } else if let Some(whole) = whole(&mut line) {
            let made = Line {
                days: sorted(days.into_iter().map(|day| day.value)),
                whole,
                breaks: breaks(whole, &mut line),
            };
            lines.push((made, item.span));
        }
        line.check_keys();
    }
    if items.is_empty() {
        report_no_line(node.span, reader);
    }
    check_lines(&lines, &closed, reader);
    let closed = sorted(closed.into_iter().map(|day| day.value));
    (lines.into_iter().map(|(line, _)| line).collect(), closed)
}

fn sorted(days: impl Iterator<Item = OpeningDay>) -> Vec<OpeningDay> {
    let mut days: Vec<OpeningDay> = days.collect();
    days.sort_by_key(|day| day.rank());
    days.dedup();
    days
}

/// The days of the list at `closed`.
fn closed(reader: &mut Reader<'_, '_>) -> Closed {
    let written = reader.list::<String>("closed");
    let days = written.into_iter().flat_map(|one| named(&one, reader));
    days.collect()
}

/// The days that a text or a list of texts names.
fn days_at(node: &Node, reader: &mut Reader<'_, '_>) -> Closed {
    let items = match &node.value {
        Value::Array(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let mut days = Vec::new();
    for item in items {
        if let Some(value) = reader.read::<String>(item) {
            let span = item.span;
            days.extend(named(&Spanned { value, span }, reader));
        }
    }
    days
}

fn named(written: &Spanned<String>, reader: &mut Reader<'_, '_>) -> Closed {
    let Some(days) = days::parse(&written.value) else {
        report_unknown_day(written, reader);
        return Vec::new();
    };
    let span = written.span;
    let days = days.into_iter().map(|value| Spanned { value, span });
    days.collect()
}

/// From `open` to `close`.
fn whole(reader: &mut Reader<'_, '_>) -> Option<TimeRange> {
    let open = reader.get::<TimeOfDay>("open");
    let close = reader.get::<TimeOfDay>("close");
    let (open, close) = (open?, close?);
    if open < close {
        return Some(TimeRange { open, close });
    }
    let message = text!(
        "終わりの{close}が、始まりの{open}より後になっていません",
        "closing ({close}) is not after opening ({open})"
    );
    let span = reader.span();
    if close < open && close > TimeOfDay::MIDNIGHT {
        reader.invalid(span,
            message,
            text!(
                "夜の12時をまたぐときは、「open = \"{open}\", close = \"24:00\"」と、次の日の「open = \"00:00\", close = \"{close}\"」の二行に分けて書いてください",
                "what goes on past midnight takes two lines: `open = \"{open}\", close = \"24:00\"`, and `open = \"00:00\", close = \"{close}\"` on the days after"
            ),
        );
    } else if close == TimeOfDay::MIDNIGHT && open > close {
        reader.invalid(
            span,
            message,
            text!(
                "夜の12時までなら「close = \"24:00\"」と書いてください",
                "up to midnight is `close = \"24:00\"`"
            ),
        );
    } else {
        reader.invalid(
            span,
            message,
            text!(
                "close に、open より後の時刻を書いてください",
                "give `close` a later time than `open`"
            ),
        );
    }
    None
}

/// The breaks of a time, in their order.
fn breaks(whole: TimeRange, reader: &mut Reader<'_, '_>) -> Vec<TimeRange> {
    let mut breaks: Vec<TimeRange> = Vec::new();
    for written in reader.list::<String>("breaks") {
        let (typed, span) = (&written.value, written.span);
        let Some(one) = range(typed) else {
            reader.invalid(
                span,
                text!(
                    "「{typed}」を休みの時間として読み取れません",
                    "`{typed}` is not a break"
                ),
                text!(
                    "「12:00-13:00」のように、始まりと終わりを書いてください",
                    "write its two ends, like `12:00-13:00`"
                ),
            );
            continue;
        };
        if one.open <= whole.open || whole.close <= one.close {
            reader.invalid(
                span,
                text!(
                    "休み（{one}）が、受付時間（{whole}）の途中にありません",
                    "the break ({one}) is not between opening and closing ({whole})"
                ),
                text!(
                    "受付時間の途中の時間を書くか、open か close を直してください",
                    "give a time in between, or change `open` or `close`"
                ),
            );
        } else if let Some(other) = breaks.iter().find(|other| other.overlaps(one)) {
            reader.invalid(
                span,
                text!(
                    "休み（{one}）が、ほかの休み（{other}）と重なっています",
                    "the break ({one}) overlaps another ({other})"
                ),
                text!("一つにまとめてください", "make one of the two"),
            );
        } else {
            breaks.push(one);
        }
    }
    breaks.sort_unstable();
    breaks
}

/// A range of times as people write it: `12:00-13:00`, `１２時～１３時`.
fn range(text: &str) -> Option<TimeRange> {
    let text = text.trim();
    let [first, last] = &literal::read(text)[..] else {
        return None;
    };
    let is_range = first.range == Some(RangeEnd::Start) && last.range == Some(RangeEnd::End);
    let is_whole = first.span.start == 0 && last.span.end == text.len();
    let (literal::Value::Time(open), literal::Value::Time(close)) = (&first.value, &last.value)
    else {
        return None;
    };
    let open = TimeOfDay::from(*open);
    let close = match TimeOfDay::from(*close) {
        TimeOfDay::MIDNIGHT => TimeOfDay::END,
        close => close,
    };
    (is_range && is_whole && open < close).then_some(TimeRange { open, close })
}

/// A line that says `closed` says nothing of times.
fn check_closed(line: &mut Reader<'_, '_>) {
    if line
        .spanned::<bool>("closed")
        .is_some_and(|closed| !closed.value)
    {
        let span = line.span();
        line.invalid(span,
            text!(
                "休みでない日の行に「closed」は要りません",
                "a line of days that are not closed has no `closed`"
            ),
            text!(
                "「closed = false」を消して、「open = \"09:00\", close = \"17:00\"」のように時間を書いてください",
                "take `closed = false` out and give the times, like `open = \"09:00\", close = \"17:00\"`"
            ),
        );
    }
    for entry in line.entries() {
        let key = entry.key.as_str();
        if !["open", "close", "breaks"].contains(&key) {
            continue;
        }
        line.tolerate(key);
        line.invalid(
            entry.key_span,
            text!(
                "休みの日（closed = true）の行に「{key}」があります",
                "a line with `closed = true` has no `{key}`"
            ),
            text!(
                "休みなら「{key}」を、休みでないなら「closed = true」を消してください",
                "take out `{key}`, or `closed = true` if somebody is there"
            ),
        );
    }
}

fn report_unknown_day(written: &Spanned<String>, reader: &mut Reader<'_, '_>) {
    let name = &written.value;
    let near = near_misses(name, days::NAMES);
    let help = if near.is_empty() {
        text!(
            "書けるのは: 月～日（月曜・月曜日も）・平日・土日・毎日・祝日・第3土曜・最終金曜、または英語の名前（monday、weekdays、holiday、3rd saturday など）。二つ以上あるときは、[\"第2土曜\", \"第4土曜\"] のように並べます",
            "it can be: monday to sunday, weekdays, weekend, daily, holiday, 3rd saturday, last friday, or a Japanese name (月, 土日, 平日, 祝日, 第3土曜); more than one stand in a list: [\"2nd saturday\", \"4th saturday\"]"
        )
    } else {
        let near = near.join(", ");
        text!("書けるのは: {near}", "it can be: {near}")
    };
    let message = text!(
        "「{name}」は日の名前として読み取れません",
        "`{name}` is not the name of a day"
    );
    reader.invalid(written.span, message, help);
}

fn report_no_line(span: Span, reader: &mut Reader<'_, '_>) {
    reader.invalid(
        span,
        text!("受付時間の行が一つもありません", "there is no line in it"),
        text!(
            "「{{ days = \"平日\", open = \"09:00\", close = \"17:00\" }}」のように書いてください",
            "write one like `{{ days = \"weekdays\", open = \"09:00\", close = \"17:00\" }}`"
        ),
    );
}

/// Hours as they are printed, where a table belongs.
fn report_text(span: Span, typed: &str, reader: &mut Reader<'_, '_>) {
    let (open, close) = match range(typed) {
        Some(range) => (range.open.to_string(), range.close.to_string()),
        None => ("09:00".to_owned(), "17:00".to_owned()),
    };
    let place = reader.place(span);
    let message = text!(
        "受付時間は、始まりと終わりを分けて書きます",
        "hours are stated by their two ends, not as one text"
    );
    reader.report(
        Diagnostic::new(code::WRONG_TYPE, place, message).help(text!(
            "「hours = {{ open = \"{open}\", close = \"{close}\" }}」のように書いてください",
            "write `hours = {{ open = \"{open}\", close = \"{close}\" }}`"
        )),
    );
}
