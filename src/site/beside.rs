//! Which states a page shows around and beside the facts that it speaks of.

use super::{Page, StateGroup};
use crate::calendar::{DateTime, Point};
use crate::facts::{Expression, Facts};
use crate::source::Span;

impl Page {
    /// Whether what stands at `place` stands in states, in those of `key` if one is given. The
    /// date line of a period counts as in its states: they are one box.
    pub fn is_in_states(&self, place: Span, key: Option<&str>) -> bool {
        let groups = self.document.mentions.in_states.get(&place);
        groups.is_some_and(|groups| {
            let of_key = |group: &usize| key.is_none_or(|key| self.is_of(*group, key));
            groups.iter().any(of_key)
        })
    }

    /// Whether a group of states under the same heading as `place` shows at a moment that the
    /// fact of `key`, whose last point is `last`, is over: the state that is true then has begun
    /// with that last point or later.
    pub fn shows_end_beside(&self, place: Span, key: &str, last: Point, at: DateTime) -> bool {
        let mentions = &self.document.mentions;
        let section = mentions.section(place);
        let shows_end = |group: &StateGroup| {
            let mut times = group.states.iter().flat_map(|(_, times)| times);
            // What begins in the course of a day is read with the days that follow it.
            let begins_late = |from: DateTime| {
                let day = Point::day(from.date());
                let is_midnight = day.start() == from;
                let begin = if is_midnight { Some(from) } else { day.end() };
                begin.is_none_or(|begin| begin >= last.start())
            };
            times.any(|time| time.contains(at) && time.from.is_some_and(begins_late))
        };
        let is_here = |group: &StateGroup| {
            let first = group.states.first();
            first.is_some_and(|(span, _)| mentions.section(*span) == section)
        };
        let mut groups = self.states().iter().enumerate();
        groups.any(|(at, group)| shows_end(group) && self.is_of(at, key) && is_here(group))
    }

    /// Whether a group of states is about the times of a fact, or of one that has its days from
    /// it or gives it its days.
    fn is_of(&self, group: usize, key: &str) -> bool {
        let facts = &self.in_force;
        let states = &self.document.mentions.states[group];
        let subjects = states.iter().filter_map(|state| state.subject.as_ref());
        let heads = subjects.flat_map(Expression::heads);
        heads.filter_map(|head| facts.find(head).ok()).any(|found| {
            let subject = &found.stated.key;
            subject == key || derives(facts, subject, key) || derives(facts, key, subject)
        })
    }
}

/// Whether the fact of `key` is derived from that of `source`, perhaps through others.
fn derives(facts: &Facts, key: &str, source: &str) -> bool {
    facts.sources(key).any(|stated| stated.key == source)
}
