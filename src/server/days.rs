//! The site as of other moments, and what has to be asked of a resolved site. One worker builds all
//! of it, with a cache of its own, when it is asked for and not before: the loop that shows every
//! save knows nothing of it, and no other request waits for it.

use super::Shared;
use super::absence::Absence;
use super::generation::Generation;
use annai::build::{self, Options};
use annai::calendar::{AsOf, DateTime, Point};
use annai::language::Language;
use annai::memo::Cache;
use annai::site::Site;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many days are kept.
const MOST_DAYS: usize = 8;

/// The moment that an address asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// None: as it is now.
    Now,
    /// This one.
    At(DateTime),
    /// What stands there is no moment.
    Unreadable,
}

/// Reads `as-of=2024-04-10` or `as-of=2024-04-09T17:00` in the query of an address.
pub(super) fn asked(query: Option<&str>) -> Asked {
    let mut parts = query.unwrap_or_default().split('&');
    read(parts.find_map(|part| part.strip_prefix("as-of=")))
}

/// Reads what stands there, if anything does.
pub(super) fn read(written: Option<&str>) -> Asked {
    // A form that was sent has its colon encoded.
    let written = written.map(|written| written.replace("%3A", ":").replace("%3a", ":"));
    match written.as_deref().map(Point::parse) {
        None => Asked::Now,
        Some(point) => point.map_or(Asked::Unreadable, |point| Asked::At(point.start())),
    }
}

/// The worker, and what it has made.
#[derive(Debug, Default)]
pub(super) struct Days {
    worker: Mutex<Worker>,
}

#[derive(Debug, Default)]
struct Worker {
    cache: Cache,
    /// What the site in the cache is: of which generation and day.
    resolved: Option<(u64, DateTime)>,
    /// The days, the one that was asked for last at the end. What is of a generation before
    /// has the files to show should the next have errors.
    days: Vec<(DateTime, Arc<Generation>)>,
}

impl Worker {
    /// The generation `now` as of another day.
    fn day(&mut self, now: &Generation, day: DateTime, language: Language) -> Arc<Generation> {
        let last = self.days.iter().find(|(known, _)| *known == day);
        let last = last.map(|(_, last)| Arc::clone(last));
        let made = match last {
            // Who asks late is shown what is newer already.
            Some(last) if last.number >= now.number => last,
            last => Arc::new(self.build(now, day, language, last.as_deref())),
        };
        self.days.retain(|(known, _)| *known != day);
        self.days.push((day, Arc::clone(&made)));
        let more = self.days.len().saturating_sub(MOST_DAYS);
        self.days.drain(..more);
        made
    }

    fn build(
        &mut self,
        now: &Generation,
        day: DateTime,
        language: Language,
        last: Option<&Generation>,
    ) -> Generation {
        self.resolved = None;
        let mut cache = std::mem::take(&mut self.cache);
        let as_of = AsOf::new(day);
        let built = build::build(&now.snapshot, &Options::new(as_of).preview(), &mut cache);
        self.cache = cache;
        self.resolved = Some((now.number, day));
        now.on(as_of, built, self.cache.site(), language, last)
    }

    /// The resolved site of a day.
    fn site(&mut self, now: &Generation, day: DateTime, language: Language) -> Option<&Site> {
        if self.resolved != Some((now.number, day)) {
            self.build(now, day, language, None);
        }
        self.cache.site()
    }
}

impl Days {
    fn worker(&self) -> MutexGuard<'_, Worker> {
        // Who failed took the cache along; what is left is whole.
        self.worker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a request is answered with: the site as it is now, or as of the day it asks for.
///
/// # Errors
/// Why there is none.
pub(super) async fn generation(
    shared: &Arc<Shared>,
    asked: Asked,
) -> Result<Arc<Generation>, Absence> {
    let now = shared.generation();
    match asked {
        Asked::Now => Ok(now),
        Asked::Unreadable => Err(Absence::NoDay),
        Asked::At(moment) if moment == now.as_of.moment() => Ok(now),
        Asked::At(day) => {
            let language = shared.desk.language;
            let built = work(shared, move |days| days.worker().day(&now, day, language)).await;
            built.ok_or(Absence::Fault)
        }
    }
}

/// Asks something of the site as of a day. Nothing where there is no site, or we failed.
pub(super) async fn ask<T: Send + 'static>(
    shared: &Arc<Shared>,
    now: Arc<Generation>,
    question: impl FnOnce(&Site, &Generation) -> T + Send + 'static,
) -> Option<T> {
    let language = shared.desk.language;
    work(shared, move |days| {
        let mut worker = days.worker();
        let site = worker.site(&now, now.as_of.moment(), language)?;
        Some(question(site, &now))
    })
    .await
    .flatten()
}

/// Has something done that takes its time. Nothing where we failed.
pub(super) async fn work<T: Send + 'static>(
    shared: &Arc<Shared>,
    work: impl FnOnce(&Days) -> T + Send + 'static,
) -> Option<T> {
    let shared = Arc::clone(shared);
    let done = tokio::task::spawn_blocking(move || work(&shared.days));
    done.await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use annai::calendar::date;

    #[test]
    fn only_an_existing_moment_is_one() {
        let day = Asked::At(date(2024, 4, 10).unwrap().into());
        let minute = Asked::At(date(2024, 4, 10).unwrap().at(17, 5, 0, 0));
        assert_eq!(asked(Some("as-of=2024-04-10T17:05")), minute);
        assert_eq!(asked(Some("as-of=2024-04-10T17%3A05")), minute);
        assert_eq!(asked(None), Asked::Now);
        assert_eq!(asked(Some("q=as-of")), Asked::Now);
        assert_eq!(asked(Some("as-of=2024-04-10")), day);
        assert_eq!(asked(Some("q=1&as-of=2024-04-10&as-of=x")), day);
        for wrong in [
            "",
            "2024-02-30",
            "2024-4-1",
            "today",
            "2024-04-10T24:00",
            "%32024-04-10",
        ] {
            let query = format!("as-of={wrong}");
            assert_eq!(asked(Some(&query)), Asked::Unreadable, "{wrong}");
        }
    }
}
