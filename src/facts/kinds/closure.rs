//! `closure`: days on which the office is closed, and which everybody may refer to.

use super::date::{FORMS, part};
use super::window::{ends, ends_first, print};
use super::{Fact, Form, Kind, LABEL, PAST};
use crate::calendar::format::{self, Dated};
use crate::calendar::{Date, Point};
use crate::diag::{Text, text};
use crate::facts::part::Part;
use crate::facts::{Member, Period};
use crate::language::Language;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;

/// `closure`
pub const KIND: Kind = Kind {
    name: "closure",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "closure",
            Type::Table(&CLOSURE),
            "休業日（初日から最終日まで）。営業日に数えず、電話も受け付けません",
            "days off of the office: no business days, and nobody is there",
            &[],
        )
        .required(),
        PAST,
    ]),
    read: |reader, scope| {
        let mut ends = reader.table("closure")?;
        let (from, to) = (ends.node("from"), ends.node("to"));
        ends.finish();
        let first = from.and_then(|node| scope.day(node, whole_day, reader));
        let last = to.and_then(|node| scope.day(node, whole_day, reader));
        let closure = Closure {
            from: first?,
            to: last?,
        };
        if closure.to < closure.from {
            let (first, last) = (Dated::from(closure.from), Dated::from(closure.to));
            let message = text!(
                "休みの終わりが{last:#}で、始まりの{first:#}より前になっています",
                "these days off end ({last}) before they start ({first})"
            );
            let finding = ends_first(message, from?.span, to?.span, reader);
            reader.report(finding.help(text!(
                "from に初日、to に最終日を書いてください",
                "`from` is the first day off, `to` the last"
            )));
            return None;
        }
        Some(Arc::new(closure))
    },
};

const CLOSURE: Shape = Shape::of(&[
    Key::new(
        "from",
        Type::Day,
        "休みの初日（日付か、日付の式）",
        "the first day off: a date or an expression",
        &["2026-12-29"],
    )
    .required(),
    Key::new(
        "to",
        Type::Day,
        "休みの最終日（日付か、日付の式）",
        "the last day off: a date or an expression",
        &["2027-01-03"],
    )
    .required(),
]);

fn whole_day(point: Point) -> Text {
    let day = format::iso(point.date);
    text!(
        "「{day}」と書いてください。休業は一日単位です。半日だけの休みは、文章で伝えてください",
        "write `{day}`: a closure is of whole days; say half a day off in the text"
    )
}

/// Days off, both ends included.
#[derive(Debug)]
struct Closure {
    from: Date,
    to: Date,
}

impl Fact for Closure {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        if self.from == self.to && form != Form::Iso {
            return Some(vec![part(Point::day(self.from), form, language)?]);
        }
        print(self.days(), form, language)
    }

    fn forms(&self) -> &'static [Form] {
        FORMS
    }

    fn period(&self) -> Option<Period> {
        Some(self.days())
    }

    fn ends(&self) -> Option<[&'static str; 2]> {
        Some(["start", "end"])
    }

    fn closure(&self) -> Option<(Date, Date)> {
        Some((self.from, self.to))
    }

    fn members(&self) -> Vec<Member> {
        ends(self.days())
    }
}

impl Closure {
    const fn days(&self) -> Period {
        Period {
            start: Some(Point::day(self.from)),
            end: Some(Point::day(self.to)),
        }
    }
}
