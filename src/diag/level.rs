//! How much findings of a code weigh, by themselves and for one site.

use super::{Code, Severity};
use std::collections::BTreeMap;

/// How much a code weighs: a severity, or nothing at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is not looked for.
    Off,
    /// [`Severity::Note`]
    Note,
    /// [`Severity::Warning`]
    Warning,
    /// [`Severity::Error`]
    Error,
}

impl Level {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Off, Self::Note, Self::Warning, Self::Error];

    /// Its names, as `[check]` in `site.toml` says it: in English, and in Japanese.
    pub const fn names(self) -> [&'static str; 2] {
        match self {
            Self::Off => ["off", "無視"],
            Self::Note => ["note", "参考"],
            Self::Warning => ["warning", "警告"],
            Self::Error => ["error", "エラー"],
        }
    }

    /// The level of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        let named = |level: &Self| level.names().contains(&name);
        Self::ALL.into_iter().find(named)
    }

    /// The severity of its findings; none where there are to be none.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// The levels of all codes, as one site has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Those that differ from the code's own.
    changed: BTreeMap<&'static str, Level>,
}

impl Levels {
    /// Gives a code another level than its own.
    pub fn set(&mut self, code: Code, level: Level) {
        self.changed.insert(code.name(), level);
    }

    /// How much findings of a code weigh.
    pub fn level(&self, code: Code) -> Level {
        self.changed(code).unwrap_or_else(|| code.level())
    }

    /// The level that a code was given.
    pub fn changed(&self, code: Code) -> Option<Level> {
        self.changed.get(code.name()).copied()
    }
}
