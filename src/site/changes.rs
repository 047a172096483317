//! The moments at which a site changes by itself, and why.

use super::{Banner, Hidden, Interval, Page, Site, StateGroup, Visibility};
use crate::calendar::{DateTime, add_months, quarter_of};
use crate::content::body::State;
use crate::diag::{Text, text};
use crate::facts::{Cycle, Expression, Stated};
use std::collections::BTreeSet;

/// What changes at a moment.
#[derive(Clone, Copy, Debug)]
enum Cause<'a> {
    /// A state of a page begins or ends.
    State(&'a Page, &'a State),
    /// A page is over.
    Over(&'a Page),
    /// A page that waits is shown.
    Shown(&'a Hidden),
    /// A cycle comes into force.
    Cycle(&'a Cycle),
    /// A cycle ends, and none follows at once.
    CycleEnd(&'a Cycle),
    /// A banner comes or goes.
    Banner(&'a Banner),
    /// The next of some days that come back is another.
    Next(&'a Stated),
    /// The opening hours that pages know are those of another quarter of a year.
    DaysOff,
}

impl Cause<'_> {
    /// Whether it changes more than which of the texts of a page are seen: which pages there
    /// are, or the values of facts.
    const fn changes_pages(self) -> bool {
        match self {
            Self::Over(_) | Self::Shown(_) | Self::Cycle(_) | Self::CycleEnd(_) | Self::Next(_) => {
                true
            }
            Self::State(..) | Self::Banner(_) | Self::DaysOff => false,
        }
    }

    fn text(self, at: DateTime) -> Text {
        match self {
            Self::State(page, state) => subject(page, state, at),
            Self::Over(page) => {
                let title = page.title.text();
                text!(
                    "「{title}」の公開期間が終わります",
                    "the page “{title}” is over"
                )
            }
            Self::Shown(page) => {
                let source = &page.document.source;
                text!("{source} が公開されます", "{source} is published")
            }
            Self::Cycle(cycle) => {
                let name = &cycle.name;
                text!("年度「{name}」が始まります", "the cycle `{name}` begins")
            }
            Self::CycleEnd(cycle) => {
                let name = &cycle.name;
                text!("年度「{name}」が終わります", "the cycle `{name}` ends")
            }
            Self::Banner(banner) => {
                let title = banner.title.text();
                if banner.shown.from == Some(at) {
                    text!(
                        "お知らせ「{title}」が出ます",
                        "the banner “{title}” appears"
                    )
                } else {
                    text!("お知らせ「{title}」が消えます", "the banner “{title}” goes")
                }
            }
            Self::Next(stated) => {
                let (label, key) = (&stated.label, &stated.key);
                text!(
                    "「{label}」の次回が変わります",
                    "the next `{key}` is another one"
                )
            }
            Self::DaysOff => text!(
                "受付中かどうかを示すための日程が、次の3か月のものに変わります",
                "the pages get the opening hours of another quarter of a year"
            ),
        }
    }
}

impl Site {
    /// The first moment after that of the build at which the files of the site may change by
    /// themselves: when it says something else, or when the clock of its pages knows the opening
    /// hours of another quarter of a year.
    pub fn next_moment(&self) -> Option<DateTime> {
        self.next_change()
            .into_iter()
            .chain(self.next_days_off())
            .min()
    }

    /// The first moment after that of the build at which the site says something else.
    pub fn next_change(&self) -> Option<DateTime> {
        let now = self.as_of.moment();
        let changes = self.changes().map(|(at, _)| at);
        changes.filter(|at| *at > now).min()
    }

    /// The moments at which the site says something else, past ones included, in no order; and
    /// whether there are other pages then, or other values of facts.
    pub fn changes_by_kind(&self) -> impl Iterator<Item = (DateTime, bool)> {
        self.changes()
            .map(|(at, cause)| (at, cause.changes_pages()))
    }

    /// The moment since which the site says what it says, but no earlier than the beginning of
    /// the day of the build: the same for all builds of a day between two changes.
    pub fn unchanged_since(&self) -> DateTime {
        let now = self.as_of.moment();
        let day = DateTime::from(self.as_of.date());
        let changes = self.changes().map(|(at, _)| at);
        let last = changes.filter(|at| *at <= now).max();
        last.map_or(day, |last| last.max(day))
    }

    /// What changes the site at a moment that lies after that of the build, each cause once.
    pub fn causes(&self, at: DateTime) -> Vec<Text> {
        let days_off = self.next_days_off().filter(|next| *next == at);
        let days_off = days_off.map(|_| Cause::DaysOff.text(at));
        let changes = self.changes().filter(|(change, _)| *change == at);
        let texts: BTreeSet<Text> = changes.map(|(at, cause)| cause.text(at)).collect();
        texts.into_iter().chain(days_off).collect()
    }

    /// The moments at which pages that wait are shown.
    pub fn publications(&self) -> impl Iterator<Item = DateTime> {
        self.hidden.iter().filter_map(waits_for)
    }

    fn next_days_off(&self) -> Option<DateTime> {
        self.frame.opening.as_ref()?;
        let quarter = quarter_of(self.as_of.date());
        add_months(quarter, 3).map(DateTime::from)
    }

    /// The moments at which the site says something else, past ones included, in no order.
    fn changes(&self) -> impl Iterator<Item = (DateTime, Cause<'_>)> {
        let pages = self.pages.iter().flat_map(page_changes);
        let hidden = self.hidden.iter();
        let hidden = hidden.filter_map(|page| Some((waits_for(page)?, Cause::Shown(page))));
        let cycles = self.timeline.cycles();
        let cycles = cycles
            .iter()
            .flat_map(move |cycle| cycle_changes(cycle, cycles));
        let banners = self.frame.banners.iter().flat_map(|banner| {
            let changes = banner.shown.changes();
            changes.map(move |at| (at, Cause::Banner(banner)))
        });
        let next = self.next_ones();
        pages.chain(hidden).chain(cycles).chain(banners).chain(next)
    }

    /// The moments at which facts that are used say something else by themselves: with the end of
    /// each of the days that come back. Dated pages have the next one of their own day.
    fn next_ones(&self) -> Vec<(DateTime, Cause<'_>)> {
        let stated = self.timeline.statements();
        let mut changes: Vec<(String, DateTime, Cause<'_>)> = stated
            .flat_map(|stated| {
                let members = stated.fact.members().into_iter();
                members.filter_map(|member| {
                    let at = member.fact.next_change()?;
                    let name = format!("{}.{}", stated.key, member.name);
                    Some((name, at, Cause::Next(stated)))
                })
            })
            .collect();
        if changes.is_empty() {
            return Vec::new();
        }
        let undated = self.pages.iter().filter(|page| page.date.is_none());
        let uses = self.uses.iter().chain(undated.flat_map(|page| &page.uses));
        let used: BTreeSet<&str> = uses.map(|used| used.name.as_str()).collect();
        let facts = self.timeline.statements();
        let derived = facts.flat_map(|stated| &stated.derived_from);
        let sources: BTreeSet<&str> = derived.map(String::as_str).collect();
        let named = self.named_in_expressions();
        changes.retain(|(name, _, cause)| {
            let Cause::Next(stated) = cause else {
                return true;
            };
            let is_named = |name: &str| named.contains(name) || sources.contains(name);
            used.contains(name.as_str()) || is_named(&stated.key) || is_named(&stated.label)
        });
        let changes = changes.into_iter();
        changes.map(|(_, at, cause)| (at, cause)).collect()
    }

    /// The keys and labels of facts that the days of undated pages and of banners begin with.
    fn named_in_expressions(&self) -> BTreeSet<&str> {
        let pages = self.pages.iter().map(|page| &page.document);
        let hidden = self.hidden.iter().map(|page| &page.document);
        let undated = pages.chain(hidden).filter(|one| one.front.date.is_none());
        let days = undated.flat_map(|document| document.expressions());
        let banners = self.config.banners.iter();
        let banners = banners.flat_map(|banner| banner.from.iter().chain(&banner.until));
        days.chain(banners).flat_map(Expression::heads).collect()
    }
}

fn waits_for(page: &Hidden) -> Option<DateTime> {
    match page.visibility {
        Visibility::From(point) => Some(point.start()),
        Visibility::Shown | Visibility::Draft | Visibility::Over(_) => None,
    }
}

fn cycle_changes<'a>(
    cycle: &'a Cycle,
    all: &'a [Cycle],
) -> impl Iterator<Item = (DateTime, Cause<'a>)> {
    let follows = |at: &DateTime| {
        let found = all.binary_search_by_key(at, |one| DateTime::from(one.from));
        found.is_ok()
    };
    let end = cycle.over_from().filter(|at| !follows(at));
    let end = end.map(|at| (at, Cause::CycleEnd(cycle)));
    std::iter::once((cycle.from.into(), Cause::Cycle(cycle))).chain(end)
}

/// The moments at which something in a page changes by itself.
fn page_changes(page: &Page) -> impl Iterator<Item = (DateTime, Cause<'_>)> {
    let groups = page.states.iter().zip(&page.document.mentions.states);
    let states = groups.flat_map(move |(group, written)| state_changes(page, group, written));
    let Interval { from, until } = page.shown;
    let shown = from.into_iter().chain(until);
    states.chain(shown.map(move |at| (at, Cause::Over(page))))
}

fn state_changes<'a>(
    page: &'a Page,
    group: &'a StateGroup,
    written: &'a [State],
) -> impl Iterator<Item = (DateTime, Cause<'a>)> {
    let states = group.states.iter().zip(written);
    // `otherwise` changes with its neighbours.
    let states = states.filter(|(_, state)| state.subject.is_some());
    states.flat_map(move |((_, times), state)| {
        let changes = times.iter().flat_map(|time| time.changes());
        changes.map(move |at| (at, Cause::State(page, state)))
    })
}

/// What the change of a state says of its subject: 「受付期間」が終わります.
fn subject(page: &Page, state: &State, at: DateTime) -> Text {
    let subject = state.subject.as_ref().map_or("", Expression::text);
    let Ok(found) = page.in_force.find(subject) else {
        return text!("「{subject}」と書かれた時期になります", "`{subject}` comes");
    };
    let (label, name) = (&found.stated.label, &found.name);
    let fact = &found.fact;
    let starts = match fact.period() {
        Some(period) => period.start.is_some_and(|start| start.start() == at),
        None => fact.point().is_some_and(|point| point.start() == at),
    };
    match (fact.period().is_some(), starts) {
        (true, true) => text!("「{label}」が始まります", "`{name}` begins"),
        (true, false) => text!("「{label}」が終わります", "`{name}` ends"),
        (false, true) => text!("「{label}」の日時になります", "`{name}` comes"),
        (false, false) => text!("「{label}」が過ぎます", "`{name}` has passed"),
    }
}
