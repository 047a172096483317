//! Business days: what is left of the week when the office is closed.

use super::holidays::{self, Holiday};
use super::{Date, Weekday, add_days, format};
use crate::language::Language;

/// How many days in a row may be closed before the search for a business day gives up: ten
/// years. No office that answers is closed for longer; a calendar that is closed for ever
/// would otherwise be searched until the year 9999.
const LONGEST_CLOSURE: u32 = 3_653;

/// An office's calendar: Saturdays, Sundays and the holidays of Japan are closed, and what
/// is listed here changes that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Calendar {
    /// The office's own days off, such as those at the end of the year, by their first days.
    closed: Vec<Closure>,
    /// For each of them, the last day of it and of all before it.
    last: Vec<Date>,
    /// Days on which it is open although everything else says closed, its own days off
    /// included, in order.
    open: Vec<Date>,
}

/// Days off of the office's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Closure {
    /// The first closed day.
    pub from: Date,
    /// The last closed day. One before the first closes nothing.
    pub to: Date,
    /// What it is called: 年末年始休業.
    pub label: String,
}

/// Why a day is no business day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClosedReason<'a> {
    /// The office's own day off, by its label.
    Closure(&'a str),
    /// A holiday of Japan.
    Holiday(Holiday),
    /// Saturday or Sunday.
    Weekend(Weekday),
}

impl ClosedReason<'_> {
    /// The reason in words: the label as it was written, 春分の日, 土曜日.
    pub fn name(&self, language: Language) -> String {
        match *self {
            Self::Closure(label) => label.to_owned(),
            Self::Holiday(holiday) => holiday.name(language),
            Self::Weekend(weekday) => format::weekday_name(weekday, language).to_owned(),
        }
    }
}

impl Calendar {
    /// The calendar of an office with days off of its own, and with days on which it is open
    /// although everything else says closed.
    pub fn new(mut closed: Vec<Closure>, mut open: Vec<Date>) -> Self {
        closed.sort_by_key(|closure| (closure.from, closure.to));
        open.sort_unstable();
        let last = closed.iter().scan(Date::MIN, |last, closure| {
            *last = closure.to.max(*last);
            Some(*last)
        });
        let last = last.collect();
        Self { closed, last, open }
    }

    /// Whether the office works on that day.
    pub fn is_business_day(&self, date: Date) -> bool {
        self.closed_reason(date).is_none()
    }

    /// Whether the office is open on that day although everything else says closed.
    pub fn opens_on(&self, date: Date) -> bool {
        self.open.binary_search(&date).is_ok()
    }

    /// Why the office is closed on that day. Of several reasons the most particular one:
    /// its own day off, then the holiday, then the weekend.
    pub fn closed_reason(&self, date: Date) -> Option<ClosedReason<'_>> {
        if self.opens_on(date) {
            return None;
        }
        self.closure_on(date)
            .map(|closure| ClosedReason::Closure(&closure.label))
            .or_else(|| holidays::on(date).map(ClosedReason::Holiday))
            .or_else(|| weekend(date).map(ClosedReason::Weekend))
    }

    /// The n-th business day after a date, or before it when negative. The day itself does
    /// not count, whether it is a business day or not; zero stays on it.
    ///
    /// `None` when there is none within ten years of the one before, or within the
    /// [`YEARS`](super::YEARS) of a date.
    pub fn add_business_days(&self, date: Date, count: i32) -> Option<Date> {
        let step = count.signum();
        (0..count.unsigned_abs()).try_fold(date, |date, _| self.nearest(date, step))
    }

    /// The first business day after that day, with the limits of
    /// [`add_business_days`](Self::add_business_days).
    pub fn next_business_day_after(&self, date: Date) -> Option<Date> {
        self.nearest(date, 1)
    }

    /// The first business day on the way, `step` days at a time, from a date that does not
    /// count.
    fn nearest(&self, date: Date, step: i32) -> Option<Date> {
        let mut date = date;
        for _ in 0..=LONGEST_CLOSURE {
            date = add_days(date, step)?;
            if self.is_business_day(date) {
                return Some(date);
            }
        }
        None
    }

    /// The office's own days off that a day belongs to.
    pub fn closure_on(&self, date: Date) -> Option<&Closure> {
        // The first that does not end before it, if it has begun.
        let first = self.last.partition_point(|last| *last < date);
        self.closed
            .get(first)
            .filter(|closure| closure.from <= date)
    }
}

fn weekend(date: Date) -> Option<Weekday> {
    let weekday = date.weekday();
    matches!(weekday, Weekday::Saturday | Weekday::Sunday).then_some(weekday)
}

#[cfg(test)]
mod tests {
    use super::super::test_days::{any_date, day};
    use super::*;
    use proptest::prelude::*;

    fn closure(from: &str, to: &str) -> Closure {
        Closure {
            from: day(from),
            to: day(to),
            label: "年末年始".to_owned(),
        }
    }

    fn year_end() -> Calendar {
        Calendar::new(vec![closure("2024-12-29", "2025-01-03")], Vec::new())
    }

    #[test]
    fn business_days_are_counted_from_the_day_after() {
        let calendar = Calendar::default();
        for (from, count, to) in [
            ("2024-04-09", 2, "2024-04-11"),
            ("2024-04-26", 2, "2024-05-01"),
            ("2024-05-02", 2, "2024-05-08"),
            ("2026-09-18", 2, "2026-09-25"),
            ("2024-12-27", 2, "2024-12-31"),
            ("2024-05-01", -2, "2024-04-26"),
            ("2024-05-08", -2, "2024-05-02"),
            // From a Saturday, which does not count.
            ("2024-04-06", 1, "2024-04-08"),
            ("2024-04-06", -1, "2024-04-05"),
            ("2024-04-06", 0, "2024-04-06"),
            ("2024-04-09", 0, "2024-04-09"),
        ] {
            let answer = calendar.add_business_days(day(from), count);
            assert_eq!(answer, Some(day(to)), "{from} {count:+}");
        }
    }

    #[test]
    fn the_year_end_is_closed_when_the_office_says_so() {
        let answer = year_end().add_business_days(day("2024-12-27"), 2);
        assert_eq!(answer, Some(day("2025-01-07")));
    }

    #[test]
    fn the_most_particular_reason_is_given() {
        let calendar = year_end();
        let reason = |date| {
            calendar
                .closed_reason(day(date))
                .map(|reason| reason.name(Language::Japanese))
        };
        assert_eq!(reason("2024-12-28").as_deref(), Some("土曜日"));
        assert_eq!(reason("2024-12-29").as_deref(), Some("年末年始"));
        assert_eq!(reason("2025-01-01").as_deref(), Some("年末年始"));
        assert_eq!(reason("2025-01-03").as_deref(), Some("年末年始"));
        assert_eq!(reason("2025-01-06"), None);
        assert_eq!(reason("2024-11-23").as_deref(), Some("勤労感謝の日"));
        let sunday = calendar.closed_reason(day("2025-01-05")).unwrap();
        assert_eq!(sunday.name(Language::English), "Sunday");
    }

    #[test]
    fn an_open_day_wins_over_every_reason() {
        let days = ["2024-12-28", "2024-12-30", "2024-11-04"].map(day);
        let open = Calendar::new(year_end().closed, days.to_vec());
        for date in days {
            assert!(!year_end().is_business_day(date), "{date}");
            assert!(open.is_business_day(date), "{date}");
        }
    }

    #[test]
    fn a_closure_that_ends_before_it_begins_closes_nothing() {
        let calendar = Calendar::new(vec![closure("2024-04-10", "2024-04-08")], Vec::new());
        assert!(calendar.is_business_day(day("2024-04-09")));
    }

    #[test]
    fn a_calendar_that_is_closed_for_ever_has_no_business_day() {
        let calendar = Calendar::new(vec![closure("1970-01-01", "9999-12-31")], Vec::new());
        let date = day("2024-04-09");
        assert_eq!(calendar.next_business_day_after(date), None);
        assert_eq!(calendar.add_business_days(date, i32::MAX), None);
        assert_eq!(calendar.add_business_days(date, i32::MIN), None);
        assert_eq!(calendar.add_business_days(date, 0), Some(date));
    }

    #[test]
    fn closures_of_years_are_passed() {
        let calendar = Calendar::new(vec![closure("2020-01-01", "2024-12-31")], Vec::new());
        let next = calendar.next_business_day_after(day("2019-12-31"));
        assert_eq!(next, Some(day("2025-01-02")));
    }

    #[test]
    fn counting_past_the_years_is_none() {
        let calendar = Calendar::default();
        assert_eq!(calendar.next_business_day_after(day("9999-12-31")), None);
        assert_eq!(calendar.add_business_days(day("1970-01-02"), -1), None);
        assert_eq!(
            calendar.add_business_days(day("9990-01-01"), i32::MAX),
            None
        );
        assert_eq!(
            calendar.add_business_days(day("1980-01-01"), i32::MIN),
            None
        );
    }

    #[test]
    fn closures_may_lie_within_each_other() {
        let long = closure("2024-01-01", "2024-12-31");
        let short = closure("2024-03-01", "2024-03-01");
        let calendar = Calendar::new(vec![short, long], Vec::new());
        for (date, is_closed) in [
            ("2023-12-31", false),
            ("2024-01-01", true),
            ("2024-03-01", true),
            ("2024-12-31", true),
            ("2025-01-01", false),
        ] {
            assert_eq!(
                calendar.closure_on(day(date)).is_some(),
                is_closed,
                "{date}"
            );
        }
    }

    proptest! {
        #[test]
        fn the_next_business_day_is_the_first(from in any_date()) {
            let calendar = Calendar::default();
            if let Some(next) = calendar.next_business_day_after(from) {
                prop_assert!(from < next);
                prop_assert!(calendar.is_business_day(next));
                let mut between = add_days(from, 1).unwrap();
                while between < next {
                    prop_assert!(!calendar.is_business_day(between));
                    between = add_days(between, 1).unwrap();
                }
            }
        }

        #[test]
        fn business_days_forth_and_back_return(from in any_date(), count in -300i32..300) {
            let calendar = year_end();
            prop_assume!(calendar.is_business_day(from));
            if let Some(to) = calendar.add_business_days(from, count) {
                prop_assert_eq!(calendar.add_business_days(to, -count), Some(from));
            }
        }

        #[test]
        fn counting_adds_up(from in any_date(), first in 0i32..100, second in 0i32..100) {
            let calendar = Calendar::default();
            let at_once = calendar.add_business_days(from, first + second);
            let in_turn = calendar
                .add_business_days(from, first)
                .and_then(|date| calendar.add_business_days(date, second));
            prop_assert_eq!(at_once, in_turn);
        }
    }
}
