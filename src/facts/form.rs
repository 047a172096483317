//! The forms in which a fact can be printed.

/// How a value is printed: `{{ renewal.end | weekday }}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// As it is printed when no form is named.
    #[default]
    Default,
    /// Without the year: 4月9日.
    Short,
    /// With the day of the week: 2024年4月9日（火）.
    Weekday,
    /// Without the year, with the day of the week: 4月9日（火）.
    ShortWeekday,
    /// In the years of the Japanese era: 令和6年4月9日.
    Era,
    /// In digits: 2024/04/09.
    Numeric,
    /// As the international standards write it: 2024-04-09, +81120584708, P2D.
    Iso,
    /// With all that belongs to it: 9:00～17:00（土日祝日は除く）.
    Full,
    /// As a bound: 2営業日以内.
    Within,
}

/// Every form that has a name, with its names in English and Japanese.
const NAMES: [(Form, &str, &str); 8] = [
    (Form::Short, "short", "月日"),
    (Form::Weekday, "weekday", "曜日"),
    (Form::ShortWeekday, "short_weekday", "月日曜日"),
    (Form::Era, "era", "和暦"),
    (Form::Numeric, "numeric", "数字"),
    (Form::Iso, "iso", "国際標準"),
    (Form::Full, "full", "詳細"),
    (Form::Within, "within", "以内"),
];

impl Form {
    /// The form of that name, English or Japanese.
    pub fn from_name(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(_, english, japanese)| name == *english || name == *japanese)
            .map(|(form, _, _)| *form)
    }

    /// Its English and its Japanese name; the default form has none.
    pub fn names(self) -> Option<(&'static str, &'static str)> {
        NAMES
            .iter()
            .find(|(form, _, _)| *form == self)
            .map(|(_, english, japanese)| (*english, *japanese))
    }
}
