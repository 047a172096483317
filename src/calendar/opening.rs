//! When an office is open: by the day of the week, on public holidays, on every n-th day of
//! the week in a month.

use super::{Calendar, Date, TimeOfDay, WEEK, Weekday, WeekdayOfMonth, Which, add_days, holidays};
use std::fmt;

/// From a time of a day to a later one of the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeRange {
    /// From.
    pub open: TimeOfDay,
    /// To, which no longer belongs to it.
    pub close: TimeOfDay,
}

impl TimeRange {
    /// Whether the two have a minute in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.open < other.close && other.open < self.close
    }
}

/// `09:00-17:00`
impl fmt::Display for TimeRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.open, self.close)
    }
}

/// The days that a line of opening hours stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OpeningDay {
    /// A day of every week.
    Weekday(Weekday),
    /// A public holiday.
    Holiday,
    /// A day of every month: 第3土曜.
    OfMonth(WeekdayOfMonth),
}

impl OpeningDay {
    /// For sorting: the week from Monday on, then holidays, then the days of a month.
    pub const fn rank(self) -> (u8, i8) {
        match self {
            Self::Weekday(day) => (0, day.to_monday_zero_offset()),
            Self::Holiday => (1, 0),
            Self::OfMonth(WeekdayOfMonth { which, weekday }) => {
                let nth = match which {
                    Which::Nth(number) => number + 1,
                    Which::Last => u8::MAX,
                };
                (nth, weekday.to_monday_zero_offset())
            }
        }
    }

    fn is_of_month(self, date: Date) -> bool {
        matches!(self, Self::OfMonth(day) if day.contains(date))
    }
}

/// When an office is open on a day that nothing speaks of but the day itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Opening {
    days: Vec<(OpeningDay, Vec<TimeRange>)>,
}

impl Opening {
    /// Nobody is there on any day.
    pub const fn new() -> Self {
        Self { days: Vec::new() }
    }

    /// Opens on a day at these times, beside those that it is open already.
    pub fn open(&mut self, day: OpeningDay, ranges: &[TimeRange]) {
        let known = self.entry(day);
        known.extend(ranges);
        known.sort_unstable();
    }

    /// Closes on a day.
    pub fn close(&mut self, day: OpeningDay) {
        self.entry(day).clear();
    }

    fn entry(&mut self, day: OpeningDay) -> &mut Vec<TimeRange> {
        let at = self.days.iter().position(|(known, _)| *known == day);
        let at = at.unwrap_or_else(|| {
            self.days.push((day, Vec::new()));
            self.days.len() - 1
        });
        &mut self.days[at].1
    }

    /// What is said of a day; nothing where nothing is.
    fn said(&self, day: OpeningDay) -> Option<&[TimeRange]> {
        let found = self.days.iter().find(|(known, _)| *known == day);
        found.map(|(_, ranges)| ranges.as_slice())
    }

    /// When it is open on a day of the week that is no holiday and none of the month's.
    pub fn weekly(&self, weekday: Weekday) -> &[TimeRange] {
        self.said(OpeningDay::Weekday(weekday)).unwrap_or_default()
    }

    /// When it is open on a date. The office's own days off come first; then an n-th day of the
    /// week, which beats a public holiday, which beats the day of the week.
    ///
    /// On a day that the calendar opens, none of these close it: it is open as on other days of
    /// its name, or, where it never is on those, as on the first day of the week on which it is.
    pub fn on(&self, date: Date, calendar: &Calendar) -> &[TimeRange] {
        let weekly = self.weekly(date.weekday());
        if calendar.opens_on(date) {
            let mut others = WEEK.iter().map(|names| self.weekly(names.weekday));
            let other = others.find(|ranges| !ranges.is_empty());
            return if weekly.is_empty() {
                other.unwrap_or_default()
            } else {
                weekly
            };
        }
        if calendar.closure_on(date).is_some() {
            return &[];
        }
        let mut nth = self.days.iter().filter(|(day, _)| day.is_of_month(date));
        if let Some((_, first)) = nth.next() {
            // The fourth may be the last too: who is closed on one of the two is closed.
            let is_closed = nth.any(|(_, ranges)| ranges.is_empty());
            return if is_closed { &[] } else { first };
        }
        match self.said(OpeningDay::Holiday) {
            Some(ranges) if holidays::on(date).is_some() => ranges,
            _ => weekly,
        }
    }
}

/// The first day of the quarter of a year that a date lies in.
pub fn quarter_of(date: Date) -> Date {
    let month = (date.month() - 1) / 3 * 3 + 1;
    let before = i32::from(date.day()) - 1;
    let first = add_days(date, -before).unwrap_or(date);
    let back = i32::from(date.month() - month);
    super::add_months(first, -back).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::super::Closure;
    use super::super::test_days::day;
    use super::*;

    fn range(text: &str) -> TimeRange {
        let (open, close) = text.split_once('-').unwrap();
        TimeRange {
            open: TimeOfDay::parse(open).unwrap(),
            close: TimeOfDay::parse(close).unwrap(),
        }
    }

    fn of_month(text: &str) -> OpeningDay {
        OpeningDay::OfMonth(WeekdayOfMonth::parse(text).unwrap())
    }

    fn office() -> Opening {
        let mut opening = Opening::new();
        for names in &WEEK[..5] {
            let day = OpeningDay::Weekday(names.weekday);
            opening.open(day, &[range("13:00-17:00"), range("09:00-12:00")]);
        }
        let saturday = Weekday::Saturday;
        opening.open(OpeningDay::Weekday(saturday), &[range("09:00-12:00")]);
        opening.close(of_month("3rd saturday"));
        opening.open(of_month("last sunday"), &[range("10:00-24:00")]);
        opening.close(OpeningDay::Holiday);
        opening
    }

    fn on(date: &str, calendar: &Calendar) -> String {
        let ranges = office().on(day(date), calendar).to_vec();
        let ranges: Vec<String> = ranges.iter().map(TimeRange::to_string).collect();
        ranges.join(" ")
    }

    #[test]
    fn the_more_particular_line_holds() {
        let calendar = Calendar::default();
        for (date, hours) in [
            ("2024-03-11", "09:00-12:00 13:00-17:00"),
            ("2024-03-09", "09:00-12:00"),
            // The third Saturday, and a Sunday.
            ("2024-03-16", ""),
            ("2024-03-10", ""),
            // A holiday in the week, and one on a Saturday.
            ("2024-03-20", ""),
            ("2024-11-23", ""),
            // The last Sunday of November, and the one before it.
            ("2024-11-24", "10:00-24:00"),
            ("2024-11-17", ""),
            // Holidays: the last Sunday of a December would be one of these by name only.
            ("2025-02-23", "10:00-24:00"),
        ] {
            assert_eq!(on(date, &calendar), hours, "{date}");
        }
    }

    #[test]
    fn a_closure_closes_and_the_calendar_opens() {
        let closed = vec![Closure {
            from: day("2024-03-11"),
            to: day("2024-03-12"),
            label: "棚卸し".to_owned(),
        }];
        let open = vec![day("2024-03-12"), day("2024-03-16"), day("2024-03-17")];
        let calendar = Calendar::new(closed, open);
        assert_eq!(on("2024-03-11", &calendar), "");
        assert_eq!(on("2024-03-12", &calendar), "09:00-12:00 13:00-17:00");
        assert_eq!(on("2024-03-16", &calendar), "09:00-12:00");
        // Never open on plain Sundays: as on the first day of the week.
        assert_eq!(on("2024-03-17", &calendar), "09:00-12:00 13:00-17:00");
    }

    #[test]
    fn quarters_begin_where_they_begin() {
        for (date, first) in [
            ("2024-01-01", "2024-01-01"),
            ("2024-03-31", "2024-01-01"),
            ("2024-05-15", "2024-04-01"),
            ("2024-12-31", "2024-10-01"),
        ] {
            assert_eq!(quarter_of(day(date)), day(first), "{date}");
        }
    }
}
