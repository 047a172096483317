//! What may be typed into the fields of a form, said once: the browser's script and whoever
//! receives the form read the same rules as JSON. It knows no pages and no HTML.

mod describe;
mod fold;
mod format;

pub use self::describe::{Description, ELAPSED, Field, TRAP, describe, doubt, message};
pub use self::fold::{Change, STEPS, Step};

/// A kind of field.
#[derive(Debug)]
pub struct Kind {
    /// What `type` calls it.
    pub name: &'static str,
    /// What is folded before anything is compared, in this order.
    pub steps: &'static [Step],
    /// What an input must then look like.
    pub format: Option<Format>,
    /// The most characters that it takes where the form does not say.
    pub max_length: usize,
    /// The keyboard that a phone shows, in the words of HTML's `inputmode`: by the type of the
    /// field where one is as lenient as `text`, else by script.
    pub keyboard: &'static str,
    /// What browsers fill in, in the words of HTML's `autocomplete`.
    pub fills: &'static str,
}

/// What a text must look like.
#[derive(Debug)]
pub struct Format {
    /// As a regular expression that browsers and servers read alike.
    pub pattern: &'static str,
    /// The same.
    pub fits: fn(&str) -> bool,
    /// Whether the last digit can be computed from those before it, where all are digits.
    pub has_check_digit: bool,
}

use crate::mail::is_mail_address;
use Step::{Clean, Dashes, International, Kana, Line, Lines, NoDashes, NoMarks, NoSpaces};
use Step::{Trim, Upper, Width};

/// A line of words, which browsers fill in with `fills`.
const fn words(name: &'static str, fills: &'static str) -> Kind {
    Kind {
        name,
        steps: &[Clean, Line, Kana, Trim],
        format: None,
        max_length: 100,
        keyboard: "text",
        fills,
    }
}

const SELECT: &str = "select";

/// All kinds.
pub const KINDS: &[Kind] = &[
    words("text", "on"),
    words("person", "name"),
    words("organization", "organization"),
    Kind {
        name: "multiline",
        steps: &[Clean, Lines, Kana, Trim],
        format: None,
        max_length: 2000,
        keyboard: "text",
        fills: "off",
    },
    Kind {
        name: SELECT,
        steps: &[Clean, Line, Trim],
        format: None,
        max_length: 100,
        keyboard: "text",
        fills: "off",
    },
    Kind {
        name: "office-number",
        steps: &[Width, Clean, Dashes, NoSpaces, NoDashes, Upper],
        format: Some(Format {
            // 介護保険事業者番号: prefecture, kind (I, O and Q are not used), number, check digit.
            pattern: "^[0-9]{2}[0-9A-HJ-NPR-Z][0-9]{7}$",
            fits: format::is_office_number,
            has_check_digit: true,
        }),
        max_length: 20,
        keyboard: "text",
        // Browsers give what was typed back to who returns, unless this is "off".
        fills: "on",
    },
    Kind {
        name: "phone",
        steps: &[Width, Clean, Dashes, NoSpaces, NoMarks, International],
        format: Some(Format {
            // 電気通信番号計画: ten digits, or eleven after 0x0.
            pattern: "^0(?:[1-9][1-9][0-9]{7}|[2-9]0[0-9]{8})$",
            fits: format::is_phone,
            has_check_digit: false,
        }),
        max_length: 20,
        keyboard: "tel",
        fills: "tel",
    },
    Kind {
        name: "email",
        steps: &[Width, Clean, Line, Trim],
        format: Some(Format {
            // See `is_mail_address`.
            pattern: "^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}\
                      [a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$",
            fits: is_mail_address,
            has_check_digit: false,
        }),
        max_length: 254,
        keyboard: "email",
        fills: "email",
    },
];

/// The names of all kinds.
pub const NAMES: [&str; KINDS.len()] = {
    let mut names = [""; KINDS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = KINDS[at].name;
        at += 1;
    }
    names
};

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Kind {
    /// Whether one of some options is selected.
    pub fn has_options(&self) -> bool {
        self.name == SELECT
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// What becomes of `input` before it is compared and sent.
    pub fn fold(&self, input: &str) -> String {
        let fold = |text: String, step: &Step| step.apply(&text);
        self.steps.iter().fold(input.to_owned(), fold)
    }
}

/// What one field asks for.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The kind of field.
    pub kind: &'static Kind,
    /// Whether it must not be left empty.
    pub is_required: bool,
    /// The most characters (Unicode scalar values) after folding.
    pub max_length: usize,
    /// Of a selection: what it can be.
    pub options: &'a [String],
}

/// What is wrong with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is nothing in it.
    Required,
    /// It has too many characters.
    TooLong,
    /// It does not look like what it should be.
    Pattern,
    /// It is none of the options.
    Option,
}

/// All problems.
pub const PROBLEMS: [Problem; 4] = [
    Problem::Required,
    Problem::TooLong,
    Problem::Pattern,
    Problem::Option,
];

/// What may be worth a second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// The check digit does not fit the other digits.
    Checksum,
}

/// What is to be said of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What is sent.
    pub value: String,
    /// Why it cannot be sent.
    pub problem: Option<Problem>,
    /// What may be worth a second look, where nothing is wrong.
    pub hint: Option<Hint>,
}

impl Problem {
    /// Its name in the rules.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong => "too-long",
            Self::Pattern => "pattern",
            Self::Option => "option",
        }
    }
}

impl Hint {
    /// Its name in the rules.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Checksum => "checksum",
        }
    }
}

impl Rules<'_> {
    /// What is to be said of `input`.
    pub fn judge(&self, input: &str) -> Verdict {
        let value = self.kind.fold(input);
        let problem = self.problem(&value);
        let format = self.kind.format.as_ref();
        let doubt = format.is_some_and(|format| {
            problem.is_none() && format.has_check_digit && !format::check_digit_fits(&value)
        });
        let hint = doubt.then_some(Hint::Checksum);
        Verdict {
            value,
            problem,
            hint,
        }
    }

    fn problem(&self, value: &str) -> Option<Problem> {
        if value.is_empty() {
            return self.is_required.then_some(Problem::Required);
        }
        if value.chars().count() > self.max_length {
            return Some(Problem::TooLong);
        }
        let format = self.kind.format.as_ref();
        if format.is_some_and(|format| !(format.fits)(value)) {
            return Some(Problem::Pattern);
        }
        let has_options = self.kind.has_options();
        (has_options && !self.options.iter().any(|option| option == value))
            .then_some(Problem::Option)
    }
}
