//! `event`: something on one day, perhaps at a time and a place.

use super::date::{DateFact, FORMS, part};
use super::times::{FROM, TO, Times};
use super::{ENGLISH, Fact, Form, JAPANESE, Kind, LABEL, PAST, Words};
use crate::calendar::{Date, Point, format};
use crate::diag::{Text, text};
use crate::facts::part::{Meaning, Part};
use crate::facts::{Member, Period};
use crate::language::Language;
use crate::value::{Key, Shape, Type};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "event",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "event",
            Type::Table(&EVENT),
            "催し（日・時刻・会場）",
            "something on one day: the day, the times, the place",
            &["{ on = 2026-12-05, from = \"14:00\", to = \"16:00\", place = \"市役所3階\" }"],
        )
        .required(),
        PAST,
        JAPANESE,
        ENGLISH,
    ]),
    read: |reader, scope| {
        let others = Words::others(reader);
        let mut table = reader.table("event")?;
        let on = table.node("on");
        let times = Times::read(&mut table);
        let place = table.get::<String>("place");
        table.finish();
        let date = on.and_then(|node| scope.day(node, with_times, reader));
        Some(Arc::new(Event {
            date: date?,
            times: times?,
            place: place.map(|own| Arc::new(Place(Words { own, ..others }))),
        }))
    },
};

const EVENT: Shape = Shape::of(&[
    Key::new(
        "on",
        Type::Day,
        "日付か、日付の式",
        "the day: a date or an expression",
        &["2026-12-05", "\"renewal.start - 1 week\""],
    )
    .required(),
    FROM,
    TO,
    Key::new("place", Type::Text, "会場", "the place", &["\"市役所3階\""]),
]);

fn with_times(point: Point) -> Text {
    let day = format::iso(point.date);
    let time = point.time.map(format::iso_time).unwrap_or_default();
    text!(
        "「on = {day}, from = \"{time}\"」のように、時刻は from と to に書いてください",
        "write `on = {day}, from = \"{time}\"`: the times stand in `from` and `to`"
    )
}

#[derive(Debug)]
struct Event {
    date: Date,
    times: Times,
    place: Option<Arc<Place>>,
}

#[derive(Debug)]
struct Place(Words);

impl Fact for Event {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        if form == Form::Iso {
            return Some(vec![Part::new(
                self.iso(),
                Meaning::Date(Point::day(self.date)),
            )]);
        }
        let form = if form == Form::Default {
            Form::Weekday
        } else {
            form
        };
        let mut parts = vec![part(Point::day(self.date), form, language)?];
        let times = self.times.parts(language);
        let comma = match language {
            Language::Japanese => "、",
            Language::English => ", ",
        };
        let between = match (language, form) {
            (Language::English, _) => comma,
            // Behind 2026/12/05 the hour would go on with it.
            (Language::Japanese, Form::Numeric) => " ",
            (Language::Japanese, _) => "",
        };
        if !times.is_empty() && !between.is_empty() {
            parts.push(Part::plain(between));
        }
        parts.extend(times);
        if let Some(place) = &self.place {
            parts.push(Part::plain(comma));
            parts.push(Part::plain(place.0.in_language(language)));
        }
        Some(parts)
    }

    fn forms(&self) -> &'static [Form] {
        FORMS
    }

    fn is_said_in(&self, language: Language) -> bool {
        self.place
            .as_ref()
            .is_none_or(|place| place.is_said_in(language))
    }

    fn point(&self) -> Option<Point> {
        Some(Point::day(self.date))
    }

    /// States go by its times.
    fn period(&self) -> Option<Period> {
        Some(self.times.on(self.date))
    }

    fn members(&self) -> Vec<Member> {
        let date = Member {
            name: "date",
            japanese: "日付",
            fact: Arc::new(DateFact::day(self.date)),
        };
        let place = self.place.as_ref().map(|place| Member {
            name: "place",
            japanese: "会場",
            fact: Arc::<Place>::clone(place),
        });
        let times = self.times.members();
        std::iter::once(date).chain(times).chain(place).collect()
    }
}

impl Event {
    /// An interval of ISO 8601, where both ends are known.
    fn iso(&self) -> String {
        let date = format::iso(self.date);
        match self.times.iso() {
            (Some(from), Some(to)) => format!("{date}T{from}/{date}T{to}"),
            (Some(from), None) => format!("{date}T{from}"),
            (None, _) => date,
        }
    }
}

impl Fact for Place {
    fn print(&self, form: Form, language: Language) -> Option<Vec<Part>> {
        (form == Form::Default).then(|| vec![Part::plain(self.0.in_language(language))])
    }

    fn forms(&self) -> &'static [Form] {
        &[]
    }

    fn is_said_in(&self, language: Language) -> bool {
        self.0.has(language)
    }
}
