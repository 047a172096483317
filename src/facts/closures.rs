//! Closures of all times, which are known before anything counts business days.

use super::cycle::in_force;
use super::definition::Definition;
use super::{CLOSURE, Cycle, InForce, Stated, Timeline};
use crate::calendar::{Calendar, Closure, Date, add_days};
use crate::diag::{Diagnostic, Place, code, text};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A closure that counts: it is in force on at least one of its own days.
#[derive(Clone, Debug)]
pub struct StatedClosure {
    /// The fact.
    pub stated: Arc<Stated>,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
}

/// A way to read the facts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pass<'a> {
    pub(super) calendar: &'a Calendar,
    pub(super) reach: Reach,
}

/// Which facts are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// All.
    All,
    /// Closures, and what they are derived from.
    Closures,
}

impl Pass<'_> {
    pub(super) fn wants(self, definition: &Definition<'_>) -> bool {
        self.reach == Reach::All || definition.is(&CLOSURE)
    }
}

impl Timeline {
    /// What is in force, each with the first and the last day on which it is; none where it was
    /// for ever, or will be.
    pub fn periods(&self) -> Vec<(Option<Date>, Option<Date>, InForce<'_>)> {
        let begins = self.cycles().iter().skip(1).map(|cycle| Some(cycle.from));
        let eves = begins.chain([None]).map(|from| add_days(from?, -1));
        let of_cycles = self.cycles().iter().zip(eves).map(|(cycle, eve)| {
            let until = cycle.until.into_iter().chain(eve).min();
            (Some(cycle.from), until, in_force(cycle))
        });
        let first = self.cycles().first();
        let base_is_used = first.is_none_or(Cycle::changes);
        let eve = first.and_then(|first| add_days(first.from, -1));
        let base = base_is_used.then(|| (None, eve, self.base()));
        base.into_iter().chain(of_cycles).collect()
    }

    /// The closures that count, each once, by their first day.
    pub fn closures(&self) -> Vec<StatedClosure> {
        let mut closures: Vec<StatedClosure> = Vec::new();
        let mut known = BTreeSet::new();
        let periods = self.periods();
        for stated in self.statements() {
            let Some((from, to)) = stated.fact.closure() else {
                continue;
            };
            // Of the times that have not ended before it, those that have begun before it ends.
            let first = periods.partition_point(|(_, until, _)| until.is_some_and(|it| it < from));
            let mut periods = periods[first..].iter();
            let mut begun = periods
                .by_ref()
                .take_while(|(since, ..)| since.is_none_or(|since| since <= to));
            let counts = begun.any(|(_, _, in_force)| {
                let there = in_force.facts.stated(&stated.key);
                there.and_then(|there| there.fact.closure()) == Some((from, to))
            });
            if counts && known.insert((&stated.key, from, to)) {
                let stated = Arc::clone(stated);
                closures.push(StatedClosure { stated, from, to });
            }
        }
        closures.sort_by_key(|closure| (closure.from, closure.to));
        closures
    }

    pub(super) fn closed_days(&self) -> Vec<Closure> {
        let closures = self.closures().into_iter();
        let closures = closures.map(|closure| Closure {
            from: closure.from,
            to: closure.to,
            label: closure.stated.label.clone(),
        });
        closures.collect()
    }
}

/// The finding for a closure that counts business days.
pub(super) fn counts(key: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        code::FACT_CIRCLE,
        place,
        text!(
            "休業日「{key}」が、営業日で計算されています。営業日は休業日から決まるため、日付が決まりません",
            "the closure `{key}` counts business days, which depend on closures"
        ),
    )
    .help(text!(
        "日付をそのまま書くか、「+ 1 day」のように、営業日ではない日数で書いてください",
        "give the day itself, or count other days, like `+ 1 day`"
    ))
}
