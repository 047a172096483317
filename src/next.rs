//! The future moments at which the published site will change by itself.
//!
//! The candidates are the days that states, days of publication, cycles and the calendar
//! name. Each is proven by building the site just before and at it; between two of them
//! nothing changes, which the build just before the next one shows.

use crate::build::{Options, build};
use crate::calendar::{AsOf, Date, add_days};
use crate::compare::{self, FileChange};
use crate::memo::Cache;
use crate::output::Outputs;
use crate::snapshot::Snapshot;

/// A day with whose beginning the site changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub day: Date,
    /// The files that differ from those of the day before.
    pub files: Vec<FileChange>,
    /// Whether the day before gives the very bytes of the moment before.
    pub is_proven: bool,
    /// How many findings keep the site of that day from being published; the list ends then.
    pub errors: usize,
}

/// The moments after `from` up to `until`, in order. All are built as if they were printed
/// on the day `from`, so that the day of the build is no change.
pub fn moments(snapshot: &Snapshot, from: AsOf, until: Date) -> Vec<Moment> {
    moments_while(snapshot, from, until, &|| true)
}

/// The same for those who may stop waiting: the list ends before the moment at which `is_wanted`
/// says no.
pub fn moments_while(
    snapshot: &Snapshot,
    from: AsOf,
    until: Date,
    is_wanted: &dyn Fn() -> bool,
) -> Vec<Moment> {
    let mut cache = Cache::default();
    let mut on = |day: Date| {
        let options = Options::new(AsOf::new(day)).printed_on(from);
        let built = build(snapshot, &options, &mut cache);
        let candidate = cache.site().and_then(|site| site.next_moment());
        let errors = built
            .diagnostics
            .iter()
            .filter(|one| one.is_error())
            .count();
        (built.outputs, candidate, errors)
    };
    let mut moments = Vec::new();
    let (mut current, mut candidate, _): (Outputs, _, _) = on(from.date());
    while let Some(day) = candidate.filter(|day| *day <= until && is_wanted()) {
        let Some(eve) = add_days(day, -1) else { break };
        let (before, ..) = on(eve);
        let (after, next, errors) = on(day);
        let files = compare::files(&before, &after);
        if !files.is_empty() || errors > 0 {
            moments.push(Moment {
                day,
                files,
                is_proven: before == current,
                errors,
            });
        }
        if errors > 0 {
            break;
        }
        (current, candidate) = (after, next);
    }
    moments
}
