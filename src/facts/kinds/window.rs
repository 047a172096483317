//! `window`: from one day to another, both included.

use super::date::{DateFact, FORMS, part};
use super::{Fact, Form, Kind, LABEL, PAST};
use crate::calendar::Date;
use crate::diag::{Diagnostic, code, text};
use crate::facts::Member;
use crate::facts::part::Part;
use crate::language::Language;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
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
        let start_day = start.and_then(|node| scope.date(node, reader));
        let end_day = end.and_then(|node| scope.date(node, reader));
        let window = Window {
            start: start_day?,
            end: end_day?,
        };
        if window.end < window.start {
            let (from, to) = (window.start, window.end);
            let place = reader.place(end?.span);
            let first = reader.place(start?.span);
            reader.report(
                Diagnostic::new(
                    code::INVALID_VALUE,
                    place,
                    text!(
                        "終わり（{to}）が始まり（{from}）より前です",
                        "the end ({to}) is before the start ({from})"
                    ),
                )
                .label(first, text!("始まりはここです", "the start is here")),
            );
            return None;
        }
        Some(Arc::new(window))
    },
};

const WINDOW: Shape = Shape::of(&[
    Key::new(
        "start",
        Type::Day,
        "初日（日付か、日付の式）",
        "the first day: a date or an expression",
        &["2024-03-04"],
    )
    .required(),
    Key::new(
        "end",
        Type::Day,
        "最終日（日付か、日付の式）",
        "the last day: a date or an expression",
        &["2024-04-09", "\"license_expiry - 3 weeks\""],
    )
    .required(),
]);

#[derive(Debug)]
struct Window {
    start: Date,
    end: Date,
}

impl Fact for Window {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        let between = match (form, language) {
            (Form::Iso, _) => "/",
            (_, Language::Japanese) => "～",
            (_, Language::English) => " to ",
        };
        Some(vec![
            part(self.start, form, language)?,
            Part::plain(between),
            part(self.end, form, language)?,
        ])
    }

    fn forms(&self) -> &'static [Form] {
        FORMS
    }

    fn last_day(&self) -> Option<Date> {
        Some(self.end)
    }

    fn ends(&self) -> Option<[&'static str; 2]> {
        Some(["start", "end"])
    }

    fn members(&self) -> Vec<Member> {
        vec![
            Member {
                name: "start",
                japanese: "開始",
                fact: Arc::new(DateFact(self.start)),
            },
            Member {
                name: "end",
                japanese: "終了",
                fact: Arc::new(DateFact(self.end)),
            },
        ]
    }
}
