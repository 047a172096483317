//! The future moments at which the published site will change by itself.
//!
//! The candidates are the moments that states, days of publication, cycles and the calendar
//! name. Each is proven by building the site the minute before and at it; between two of them
//! nothing changes, which the build just before the next one shows.

use crate::build::{Options, build};
use crate::calendar::{AsOf, DateTime, add_minutes};
use crate::compare::{self, FileChange};
use crate::diag::{Diagnostic, Text};
use crate::memo::Cache;
use crate::snapshot::Snapshot;

/// A moment at which the site changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The moment.
    pub at: DateTime,
    /// Why it changes: what begins or ends then.
    pub causes: Vec<Text>,
    /// The files that differ from those of the minute before.
    pub files: Vec<FileChange>,
    /// Whether the minute before gives the very bytes of the moment before.
    pub is_proven: bool,
    /// The findings that keep the site of that moment from being published; the list ends then.
    pub errors: Vec<Diagnostic>,
}

impl Moment {
    /// Whether the site cannot be built from then on.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }
}

/// The moments after `from` up to `until`, in order. All are built as if they were printed
/// on the day `from`, so that the day of the build is no change.
pub fn moments(snapshot: &Snapshot, from: AsOf, until: DateTime) -> Vec<Moment> {
    moments_while(snapshot, from, until, &|| true)
}

/// The same for those who may stop waiting: the list ends before the moment at which `is_wanted`
/// says no.
pub fn moments_while(
    snapshot: &Snapshot,
    from: AsOf,
    until: DateTime,
    is_wanted: &dyn Fn() -> bool,
) -> Vec<Moment> {
    let mut cache = Cache::default();
    let build_at = |moment: DateTime, cache: &mut Cache| {
        let options = Options::new(AsOf::new(moment)).printed_on(from);
        build(snapshot, &options, cache)
    };
    let candidate = |cache: &Cache| cache.site().and_then(|site| site.next_moment());
    let mut moments = Vec::new();
    let mut current = build_at(from.moment(), &mut cache).outputs;
    let mut next = candidate(&cache);
    while let Some(at) = next.filter(|at| *at <= until && is_wanted()) {
        let Some(eve) = add_minutes(at, -1) else {
            break;
        };
        let before = build_at(eve, &mut cache).outputs;
        let causes = cache.site().map(|site| site.causes(at)).unwrap_or_default();
        let built = build_at(at, &mut cache);
        let (after, mut errors) = (built.outputs, built.diagnostics);
        errors.retain(Diagnostic::is_error);
        let files = compare::files(&before, &after);
        let is_last = !errors.is_empty();
        if !files.is_empty() || is_last {
            moments.push(Moment {
                at,
                causes,
                files,
                is_proven: before == current,
                errors,
            });
        }
        if is_last {
            break;
        }
        (current, next) = (after, candidate(&cache));
    }
    moments
}
