//! `window`: from one day or minute to another, both included; without an end until further
//! notice, without a start up to the end.

use super::date::{DateFact, FORMS, part};
use super::{Fact, Form, Kind, LABEL, PAST};
use crate::calendar::Point;
use crate::diag::{Diagnostic, Text, code, text};
use crate::facts::part::Part;
use crate::facts::{Member, Period, backwards};
use crate::language::Language;
use crate::source::Span;
use crate::value::{Key, Reader, Shape, Type};
use std::sync::Arc;

/// `window`
pub const KIND: Kind = Kind {
    name: "window",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "window",
            Type::Table(&WINDOW),
            "期間（初日から最終日まで）",
            "from one day to another, both included",
            &[],
        )
        .required(),
        PAST,
    ]),
    read: |reader, scope| {
        let mut ends = reader.table("window")?;
        let (start, end) = (ends.node("start"), ends.node("end"));
        ends.finish();
        if start.is_none() && end.is_none() {
            return None;
        }
        let start_point = start.map(|node| scope.point(node, reader));
        let end_point = end.map(|node| scope.point(node, reader));
        let window = Window(Period {
            start: start_point.map_or(Some(None), |point| point.map(Some))?,
            end: end_point.map_or(Some(None), |point| point.map(Some))?,
        });
        if let Period {
            start: Some(from),
            end: Some(to),
        } = window.0
            && to.end().is_some_and(|end| end <= from.start())
        {
            let finding = ends_first(backwards(from, to), start?.span, end?.span, reader);
            reader.report(finding.help(text!(
                "start か end を直してください。その日の終わりまでなら、end に時刻を書きません",
                "change `start` or `end`; an `end` without a time is the end of that day"
            )));
            return None;
        }
        Some(Arc::new(window))
    },
};

const WINDOW: Shape = Shape::of(&[
    Key::new(
        "start",
        Type::Day,
        "初日（日付か、日付の式。時刻も書けます。省くと、終わりまで）",
        "the first day, perhaps with a time: a date or an expression; without it, up to the end",
        &["2024-03-04", "\"2024-03-04T09:00\""],
    ),
    Key::new(
        "end",
        Type::Day,
        "最終日（日付か、日付の式。時刻も書けます。省くと、当分の間）",
        "the last day, perhaps with a time: a date or an expression; without it, until further notice",
        &[
            "2024-04-09",
            "\"2024-04-09T17:00\"",
            "\"license_expiry - 3 weeks\"",
        ],
    ),
])
.any();

#[derive(Debug)]
struct Window(Period);

impl Fact for Window {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        print(self.0, form, language)
    }

    fn forms(&self) -> &'static [Form] {
        FORMS
    }

    fn period(&self) -> Option<Period> {
        Some(self.0)
    }

    fn ends(&self) -> Option<[&'static str; 2]> {
        Some(["start", "end"])
    }

    fn members(&self) -> Vec<Member> {
        ends(self.0)
    }
}

/// The finding for what ends before it begins.
pub(super) fn ends_first(
    message: Text,
    start: Span,
    end: Span,
    reader: &Reader<'_, '_>,
) -> Diagnostic {
    let (start, end) = (reader.place(start), reader.place(end));
    Diagnostic::new(code::INVALID_VALUE, end, message)
        .label(start, text!("始まりはここです", "the start is here"))
}

/// A period in one form: `2024年3月4日～2024年4月9日`, `2024年3月4日から`.
pub(super) fn print(period: Period, form: Form, language: Language) -> Option<Vec<Part>> {
    let end = |point: Option<Point>| point.map(|point| part(point, form, language));
    let plain = |words: &str| vec![Part::plain(words)];
    let (before, between, after) = match (form, language) {
        (Form::Iso, _) => (vec![], plain("/"), vec![]),
        (_, Language::Japanese) => match period {
            Period { end: None, .. } => (vec![], vec![], plain("から")),
            Period { start: None, .. } => (vec![], vec![], plain("まで")),
            Period { .. } => (vec![], plain("～"), vec![]),
        },
        (_, Language::English) => match period {
            Period { end: None, .. } => (plain("from "), vec![], vec![]),
            Period { start: None, .. } => (plain("until "), vec![], vec![]),
            Period { .. } => (vec![], plain(" to "), vec![]),
        },
    };
    let mut parts = before;
    if let Some(start) = end(period.start) {
        parts.push(start?);
    }
    parts.extend(between);
    if let Some(last) = end(period.end) {
        parts.push(last?);
    }
    parts.extend(after);
    Some(parts)
}

/// The ends that a period has, as facts of their own.
pub(super) fn ends(period: Period) -> Vec<Member> {
    let member = |name, japanese, point: Option<Point>| {
        Some(Member {
            name,
            japanese,
            fact: Arc::new(DateFact(point?)),
        })
    };
    [
        member("start", "開始", period.start),
        member("end", "終了", period.end),
    ]
    .into_iter()
    .flatten()
    .collect()
}
