//! What may stand in a table, said once: the reader obeys it, and editors are told by it.

/// The keys of a table.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The keys that have a meaning of their own.
    pub keys: &'static [Key],
    /// What stands under names that the author makes up; `None` where there are none.
    pub others: Option<Others>,
}

/// Keys that the author makes up.
#[derive(Clone, Copy, Debug)]
pub struct Others {
    /// A regular expression for their names, as JSON Schema has them.
    pub names: &'static str,
    /// What stands under them.
    pub values: Type,
}

/// A key that has a meaning.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// Whether a table without it is not complete.
    pub is_required: bool,
    /// What stands under it.
    pub values: Type,
    /// What it is for.
    pub about: About,
    /// Values, as TOML writes them; none for tables, whose keys have theirs.
    pub examples: &'static [&'static str],
}

/// What something is for, in both languages.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// 日本語
    pub japanese: &'static str,
    /// English
    pub english: &'static str,
}

/// What a value may be.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// Words.
    Text,
    /// A whole number.
    Integer,
    /// Yes or no.
    Boolean,
    /// A day, quoted or not.
    Date,
    /// A time of day, quoted or not.
    Time,
    /// A day, or an expression for one: `renewal.end + 30 days`.
    Day,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Any number of values.
    List(&'static Type),
    /// Keys with values.
    Table(&'static Shape),
    /// A value of one of these types.
    Either(&'static [Type]),
    /// A table of just one of these shapes.
    OneOf(&'static [Shape]),
    /// What cannot be told here.
    Anything,
}

impl Shape {
    /// These keys and no others.
    pub const fn of(keys: &'static [Key]) -> Self {
        Self { keys, others: None }
    }

    /// Keys that the author makes up, with these values.
    pub const fn open(names: &'static str, values: Type) -> Self {
        Self {
            keys: &[],
            others: Some(Others { names, values }),
        }
    }

    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

impl Key {
    /// A key that may be left out, and what it is for in both languages.
    pub const fn new(
        name: &'static str,
        values: Type,
        japanese: &'static str,
        english: &'static str,
        examples: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            is_required: false,
            values,
            about: About { japanese, english },
            examples,
        }
    }

    /// The same, but it must be there.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }
}
