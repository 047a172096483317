//! `hours`: when somebody is there.

mod conflicts;
mod days;
mod print;
mod read;

use super::time::TimeFact;
use super::{Fact, Form, Kind, LABEL};
use crate::calendar::{Opening, OpeningDay, TimeRange};
use crate::facts::Member;
use crate::facts::part::Part;
use crate::language::Language;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;

/// `hours`
pub const KIND: Kind = Kind {
    name: "hours",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "hours",
            Type::AnyOf(&[Type::Table(&ONCE), Type::List(&Type::OneOf(&LINES))]),
            "受付時間（曜日によって違うときは [ { … }, { … } ] の一覧）",
            "when somebody is there; a list where it is not the same on all days",
            &[],
        )
        .required(),
        CLOSED,
    ]),
    read: |reader, _| Some(Arc::new(read::hours(reader)?)),
};

/// Hours that are the same on every day that is not closed.
const ONCE: Shape = Shape::of(&[OPEN.required(), CLOSE.required(), BREAKS, CLOSED]);

/// The hours of some days, and that some days have none.
const LINES: [Shape; 2] = [OPEN_LINE, CLOSED_LINE];

const OPEN_LINE: Shape = Shape::of(&[OPEN.required(), CLOSE.required(), BREAKS, DAYS]);

const CLOSED_LINE: Shape = Shape::of(&[
    DAYS,
    Key::new(
        "closed",
        Type::Boolean,
        "その日が休みなら true",
        "true: nobody is there on these days",
        &["true"],
    )
    .required(),
]);

const DAYS: Key = Key::new(
    "days",
    Type::AnyOf(&[DAY, Type::List(&DAY)]),
    "どの日の時間か（平日・土曜・祝日・第3土曜など）",
    "the days that it stands for: weekdays, saturday, holiday, 3rd saturday",
    &["\"平日\"", "\"weekdays\"", "[\"第1土曜\", \"第3土曜\"]"],
)
.required();

const OPEN: Key = Key::new(
    "open",
    Type::Time,
    "始まり",
    "when it opens",
    &["\"09:00\""],
);

const CLOSE: Key = Key::new(
    "close",
    Type::Time,
    "終わり（夜の12時までなら \"24:00\"）",
    "when it closes; at midnight: `\"24:00\"`",
    &["\"17:00\""],
);

const BREAKS: Key = Key::new(
    "breaks",
    Type::List(&Type::Text),
    "昼休みなど、途中の休み",
    "when nobody is there in between",
    &["[\"12:00-13:00\"]"],
);

const CLOSED: Key = Key::new(
    "closed",
    Type::List(&DAY),
    "休みの日",
    "days on which nobody is there",
    &[
        "[\"saturday\", \"sunday\", \"holiday\"]",
        "[\"土\", \"日\", \"祝日\", \"第3月曜\"]",
    ],
);

/// One of the usual names, for editors to offer, or one such as 第3土曜.
const DAY: Type = Type::AnyOf(&[Type::Choice(&days::NAMES), Type::Text]);

/// How the hours are stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Statement {
    /// In one table, for all days that are not closed.
    Once,
    /// In lines, each with its days.
    Lines,
}

#[derive(Debug)]
struct Hours {
    statement: Statement,
    lines: Vec<Line>,
    /// Days that are stated to be closed, in their order.
    closed: Vec<OpeningDay>,
    opening: Opening,
}

/// The hours of some days.
#[derive(Clone, Debug)]
struct Line {
    days: Vec<OpeningDay>,
    /// From the first minute to the last, breaks included.
    whole: TimeRange,
    breaks: Vec<TimeRange>,
}

impl Line {
    /// When somebody is there.
    fn ranges(&self) -> Vec<TimeRange> {
        let mut ranges = Vec::new();
        let mut open = self.whole.open;
        for one in &self.breaks {
            // Between breaks that touch nobody is there.
            if open < one.open {
                ranges.push(TimeRange {
                    open,
                    close: one.open,
                });
            }
            open = one.close;
        }
        let close = self.whole.close;
        ranges.push(TimeRange { open, close });
        ranges
    }
}

impl Fact for Hours {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        print::parts(self, form, language)
    }

    fn forms(&self) -> &'static [Form] {
        &[Form::Iso, Form::Full]
    }

    fn opening(&self) -> Option<&Opening> {
        Some(&self.opening)
    }

    fn members(&self) -> Vec<Member> {
        let Some(whole) = self.only_whole() else {
            return Vec::new();
        };
        vec![
            Member {
                name: "open",
                japanese: "開始",
                fact: Arc::new(TimeFact(whole.open)),
            },
            Member {
                name: "close",
                japanese: "終了",
                fact: Arc::new(TimeFact(whole.close)),
            },
        ]
    }

    fn unnamed_ranges(&self) -> Vec<[Arc<dyn Fact>; 2]> {
        let mut ranges: Vec<TimeRange> = Vec::new();
        for line in &self.lines {
            ranges.push(line.whole);
            ranges.extend(line.ranges());
            ranges.extend(&line.breaks);
        }
        let named = self.only_whole();
        ranges.retain(|range| Some(*range) != named);
        ranges.sort_unstable();
        ranges.dedup();
        let end = |time| Arc::new(TimeFact(time)) as Arc<dyn Fact>;
        let ends = |range: TimeRange| [end(range.open), end(range.close)];
        ranges.into_iter().map(ends).collect()
    }
}

impl Hours {
    /// The one time of opening and the one of closing, where there are no others.
    fn only_whole(&self) -> Option<TimeRange> {
        let mut wholes = self.lines.iter().map(|line| line.whole);
        let first = wholes.next()?;
        wholes.all(|whole| whole == first).then_some(first)
    }
}
