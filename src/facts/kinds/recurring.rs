//! `recurring`: days that come back, perhaps with times.

use super::date::{DateFact, FORMS};
use super::times::{FROM, TO, Times};
use super::{Difference, Fact, Form, Kind, LABEL, Literal, Match, Value};
use crate::calendar::{
    AsOf, Date, DateTime, NoRecurrence, Point, Recurrence, WeekdayOfMonth, add_days,
};
use crate::diag::text;
use crate::facts::Member;
use crate::facts::part::Part;
use crate::language::Language;
use crate::value::{Key, Reader, Shape, Spanned, Type};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "recurring",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "recurring",
            Type::Table(&RECURRING),
            "くり返す日（毎週・毎月）と時刻",
            "days that come back, every week or every month, with their times",
            &["{ on = \"3rd wednesday\", from = \"22:00\", to = \"24:00\" }"],
        )
        .required(),
    ]),
    read: |reader, scope| {
        let as_of = scope.as_of();
        let mut table = reader.table("recurring")?;
        let written = table.spanned::<String>("on");
        let days = written.and_then(|written| match Recurrence::parse(&written.value) {
            Ok(days) => Some(days),
            Err(problem) => {
                report(&written, problem, &mut table);
                None
            }
        });
        let times = Times::read(&mut table);
        table.finish();
        let days = days?;
        let times = times?;
        Some(Arc::new(Recurring {
            days: Days(days),
            times,
            next: next(days, times, as_of),
        }))
    },
};

const RECURRING: Shape = Shape::of(&[
    Key::new(
        "on",
        Type::Text,
        "どの日か（毎週月曜、第3水曜、最終金曜、毎月15日、毎月末日）",
        "which days: every Monday, the third Wednesday, the last Friday, the 15th, the last day",
        &[
            "\"3rd wednesday\"",
            "\"every monday\"",
            "\"last friday\"",
            "\"15th\"",
            "\"last day\"",
            "\"第3水曜\"",
        ],
    )
    .required(),
    FROM,
    TO,
]);

fn report(written: &Spanned<String>, problem: NoRecurrence, reader: &mut Reader<'_, '_>) {
    let text = &written.value;
    let (message, help) = match problem {
        NoRecurrence::Impossible => (
            text!(
                "「{text}」という日は、どの月にもありません",
                "no month has a day `{text}`"
            ),
            text!(
                "曜日は第1から第5まで、日は1日から31日までです。月の終わりなら「最終金曜」「毎月末日」と書いてください",
                "there are up to five of a weekday and up to 31 days; for the end of the month write `last friday` or `last day`"
            ),
        ),
        NoRecurrence::Unreadable => (
            text!(
                "「{text}」を、くり返す日として読み取れません",
                "`{text}` names no days that come back"
            ),
            text!(
                "「毎週月曜」「第3水曜」「最終金曜」「毎月15日」「毎月末日」の形で書いてください",
                "write it like `every monday`, `3rd wednesday`, `last friday`, `15th` or `last day`"
            ),
        ),
    };
    reader.invalid(written.span, message, help);
}

#[derive(Debug)]
struct Recurring {
    days: Days,
    times: Times,
    /// The next of the days: the one that is not over.
    next: Option<Next>,
}

/// The next of the days, with the end of which it is another.
#[derive(Clone, Copy, Debug)]
struct Next {
    date: Date,
    over_from: Option<DateTime>,
}

/// The first of the days whose times are not over.
fn next(days: Recurrence, times: Times, as_of: AsOf) -> Option<Next> {
    let over_from = |date| times.on(date).end?.end();
    let first = days.next_on_or_after(as_of.date())?;
    let is_over = over_from(first).is_some_and(|end| end <= as_of.moment());
    let date = match is_over {
        true => days.next_on_or_after(add_days(first, 1)?)?,
        false => first,
    };
    Some(Next {
        date,
        over_from: over_from(date),
    })
}

/// The days without their times.
#[derive(Clone, Copy, Debug)]
struct Days(Recurrence);

impl Fact for Recurring {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        let mut days = self.days.print(form, language)?;
        let mut times = self.times.parts(language);
        if times.is_empty() {
            return Some(days);
        }
        match language {
            Language::Japanese => {
                days.append(&mut times);
                Some(days)
            }
            Language::English => {
                let on = match self.days.0 {
                    Recurrence::Weekly(_) => " ",
                    Recurrence::Monthly(_) | Recurrence::DayOfMonth(_) | Recurrence::LastDay => {
                        " on "
                    }
                };
                times.push(Part::plain(on));
                times.append(&mut days);
                Some(times)
            }
        }
    }

    fn forms(&self) -> &'static [Form] {
        &[]
    }

    fn members(&self) -> Vec<Member> {
        let days = Member {
            name: "days",
            japanese: "日",
            fact: Arc::new(self.days),
        };
        let next = self.next.map(|next| Member {
            name: "next",
            japanese: "次回",
            fact: Arc::new(next),
        });
        let times = self.times.members();
        next.into_iter().chain([days]).chain(times).collect()
    }
}

impl Next {
    const fn day(self) -> DateFact {
        DateFact::day(self.date)
    }
}

impl Fact for Next {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        self.day().print(form, language)
    }

    fn forms(&self) -> &'static [Form] {
        FORMS
    }

    fn point(&self) -> Option<Point> {
        Some(Point::day(self.date))
    }

    /// It is never over: another one comes.
    fn last(&self) -> Option<Point> {
        None
    }

    fn next_change(&self) -> Option<DateTime> {
        self.over_from
    }

    fn matches(&self, literal: &Literal) -> Match {
        match self.day().matches(literal) {
            // What is close to it may be the one before or after.
            Match::Close(_) => Match::None,
            found => found,
        }
    }
}

impl Fact for Days {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        (form == Form::Default).then(|| vec![Part::plain(self.0.words(language))])
    }

    fn forms(&self) -> &'static [Form] {
        &[]
    }

    fn matches(&self, literal: &Literal) -> Match {
        let Value::Recurrence(typed) = literal.value else {
            return Match::None;
        };
        match (typed, self.0) {
            (typed, own) if typed == own => Match::Same(Form::Default),
            (Recurrence::Monthly(WeekdayOfMonth { which, weekday }), Recurrence::Monthly(own))
                if which == own.which || weekday == own.weekday =>
            {
                Match::Close(Difference::Recurrence)
            }
            (Recurrence::Weekly(_), Recurrence::Weekly(_))
            | (Recurrence::DayOfMonth(_), Recurrence::DayOfMonth(_)) => {
                Match::Close(Difference::Recurrence)
            }
            _ => Match::None,
        }
    }
}
