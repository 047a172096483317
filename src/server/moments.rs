//! Tells when the site changes by itself, from the moment that a page shows on.

use super::Shared;
use super::answer::finish;
use super::client::json;
use super::days::{self, Asked};
use super::door::Known;
use super::findings::Page;
use super::generation::Generation;
use annai::calendar::{AsOf, DateTime, add_months, iso_moment};
use annai::next;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Serialize, Serializer};
use std::sync::{Arc, PoisonError};

/// How far `annai next` looks, in months, where nobody says.
const AHEAD: i32 = 12;

/// So many months before today are looked at; each has to be built.
const BACK: i32 = 60;

/// What is known of the days to come, in one state of the site. None of it waits for the
/// worker, nor the worker for it.
#[derive(Debug)]
pub(super) struct Ahead {
    number: u64,
    from: DateTime,
    until: DateTime,
    moments: Vec<Moment>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Moment {
    #[serde(serialize_with = "iso")]
    day: DateTime,
    /// How many files change.
    files: usize,
    /// How many errors keep the site from being built from then on.
    errors: usize,
}

/// What a page is told.
#[derive(Debug, Serialize)]
struct Told {
    #[serde(serialize_with = "iso")]
    today: DateTime,
    /// The moments are those after this day.
    #[serde(serialize_with = "iso")]
    from: DateTime,
    #[serde(serialize_with = "iso")]
    until: DateTime,
    /// How many errors keep the site from being built today; then nothing is known of other days.
    errors: usize,
    moments: Vec<Moment>,
}

impl Ahead {
    /// What is known where `is_wanted` no longer says that anybody wants to know.
    fn of(now: &Generation, from: DateTime, is_wanted: &dyn Fn() -> bool) -> Self {
        let today = now.as_of.moment();
        let until = months_from(today, AHEAD);
        let mut found = next::moments_while(&now.snapshot, AsOf::new(from), until, is_wanted);
        // The list ends with the day from which the site cannot be built; today it can.
        let last = found.last();
        if last.is_some_and(|last| last.has_errors() && last.at <= today) {
            let rest = next::moments_while(&now.snapshot, now.as_of, until, is_wanted);
            found.extend(rest);
        }
        let moments = found.iter().map(|moment| Moment {
            day: moment.at,
            files: moment.files.len(),
            errors: moment.errors.len(),
        });
        Self {
            number: now.number,
            from,
            until,
            moments: moments.collect(),
        }
    }

    /// Whether it knows what comes after a day, which may be later than that it begins with.
    fn reaches(&self, now: &Generation, from: DateTime) -> bool {
        let is_whole = |moment: &Moment| moment.errors == 0 || moment.day > from;
        self.number == now.number && self.from <= from && self.moments.iter().all(is_whole)
    }

    fn told(&self, now: &Generation, from: DateTime) -> Told {
        let after = self.moments.iter().filter(|moment| moment.day > from);
        Told {
            today: now.as_of.moment(),
            from,
            until: self.until,
            errors: 0,
            moments: after.copied().collect(),
        }
    }
}

fn iso<S: Serializer>(moment: &DateTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&iso_moment(*moment))
}

/// So many months later, with the day's first minute; earlier, where it is negative.
fn months_from(moment: DateTime, months: i32) -> DateTime {
    add_months(moment.date(), months).map_or(moment, DateTime::from)
}

/// What is told where the site cannot be built today.
fn broken(now: &Generation) -> Option<Told> {
    let errors = now.errors();
    let today = now.as_of.moment();
    (errors > 0).then(|| Told {
        today,
        from: today,
        until: months_from(today, AHEAD),
        errors,
        moments: Vec::new(),
    })
}

/// The day to begin with: that which is shown where it lies in the past, but not however far,
/// and not one of which there is no site.
async fn beginning(shared: &Arc<Shared>, asked: Asked) -> DateTime {
    let today = shared.generation().as_of.moment();
    let Asked::At(day) = asked else {
        return today;
    };
    let earliest = months_from(today, -BACK);
    let day = day.clamp(earliest, today);
    let built = days::generation(shared, Asked::At(day)).await;
    match built {
        Ok(built) if built.errors() == 0 => day,
        Ok(_) | Err(_) => today,
    }
}

/// Whoever asks meanwhile waits for the first. When the site has changed meanwhile, nobody wants
/// to know of it as it was, and those who save do not have to share the machine with that.
fn moments(shared: &Shared, from: DateTime) -> Told {
    let mut kept = shared.ahead.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        // Who has waited is told of the site as it is by then.
        let now = shared.generation();
        if let Some(told) = broken(&now) {
            return told;
        }
        let from = from.min(now.as_of.moment());
        let is_wanted = || shared.generation().number == now.number;
        let known = kept.take().filter(|known| known.reaches(&now, from));
        let known = known.unwrap_or_else(|| Ahead::of(&now, from, &is_wanted));
        if is_wanted() {
            return kept.insert(known).told(&now, from);
        }
    }
}

/// Answers a page that asks.
pub(super) async fn tell(
    State(shared): State<Arc<Shared>>,
    _: Known,
    Query(page): Query<Page>,
) -> Response {
    if let Some(told) = broken(&shared.generation()) {
        return json(&told);
    }
    let from = beginning(&shared, page.day()).await;
    let all = Arc::clone(&shared);
    match days::work(&shared, move |_| moments(&all, from)).await {
        Some(told) => json(&told),
        None => finish(StatusCode::INTERNAL_SERVER_ERROR.into_response(), 0),
    }
}
