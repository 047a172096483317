//! What is folded before an input is compared: one step each, as code and as what a script or
//! server has to do.

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

/// A step of folding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Full-width letters and digits become ordinary ones, and whatever else NFKC unites.
    Width,
    /// Half-width kana become ordinary ones. Nothing else changes: names are written with
    /// characters that NFKC would replace.
    Kana,
    /// Characters that cannot be seen go.
    Clean,
    /// Line breaks and tabs become spaces.
    Line,
    /// Line breaks are of one kind.
    Lines,
    /// What looks like a hyphen becomes one, the long vowel mark included.
    Dashes,
    /// Spaces go.
    NoSpaces,
    /// Spaces at both ends go.
    Trim,
    /// Hyphens go.
    NoDashes,
    /// Hyphens, brackets and dots go.
    NoMarks,
    /// Japan's number for calls from abroad becomes 0.
    International,
    /// Small letters become capitals.
    Upper,
}

/// All steps.
pub const STEPS: [Step; 12] = [
    Step::Width,
    Step::Kana,
    Step::Clean,
    Step::Line,
    Step::Lines,
    Step::Dashes,
    Step::NoSpaces,
    Step::Trim,
    Step::NoDashes,
    Step::NoMarks,
    Step::International,
    Step::Upper,
];

/// What a step does, for those who read the rules.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Every match of the regular expression is normalised: `NFKC`.
    Normalize {
        /// What is normalised.
        #[serde(rename = "match")]
        pattern: &'static str,
        /// The normalisation form of Unicode.
        form: &'static str,
    },
    /// Every match of the regular expression is replaced.
    Replace {
        /// What is replaced.
        #[serde(rename = "match")]
        pattern: &'static str,
        /// What it is replaced with, as it stands here.
        with: &'static str,
    },
    /// Letters a–z become A–Z.
    Uppercase,
}

impl Step {
    /// Its name in the rules.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Width => "width",
            Self::Kana => "kana",
            Self::Clean => "clean",
            Self::Line => "line",
            Self::Lines => "lines",
            Self::Dashes => "dashes",
            Self::NoSpaces => "no-spaces",
            Self::Trim => "trim",
            Self::NoDashes => "no-dashes",
            Self::NoMarks => "no-marks",
            Self::International => "international",
            Self::Upper => "upper",
        }
    }

    /// What it does, for those who read the rules.
    pub const fn change(self) -> Change {
        let (pattern, with) = match self {
            Self::Width => {
                let (pattern, form) = (r"^[\s\S]+$", "NFKC");
                return Change::Normalize { pattern, form };
            }
            Self::Kana => {
                let (pattern, form) = (r"[\uFF61-\uFF9F]+", "NFKC");
                return Change::Normalize { pattern, form };
            }
            Self::Upper => return Change::Uppercase,
            Self::Clean => (
                r"[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]",
                "",
            ),
            Self::Line => (r"[\t\n\r\u2028\u2029]+", " "),
            Self::Lines => (r"\r\n|[\r\u2028\u2029]", "\n"),
            Self::Dashes => (r"[\u2010-\u2015\u2212\u2500\u2501\u30FC]", "-"),
            Self::NoSpaces => (
                r"[\t\n\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+",
                "",
            ),
            Self::Trim => (
                r"^[\t\n\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+|[\t\n\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+$",
                "",
            ),
            Self::NoDashes => ("-", ""),
            Self::NoMarks => (r"[-().]", ""),
            Self::International => (r"^\+810?", "0"),
        };
        Change::Replace { pattern, with }
    }

    /// Does it.
    pub fn apply(self, text: &str) -> String {
        match self {
            Self::Width => text.nfkc().collect(),
            Self::Kana => kana(text),
            Self::Clean => text.chars().filter(|c| !is_unseen(*c)).collect(),
            Self::Line => line(text),
            Self::Lines => text
                .replace("\r\n", "\n")
                .replace(['\r', '\u{2028}', '\u{2029}'], "\n"),
            Self::Dashes => text.replace(is_dash, "-"),
            Self::NoSpaces => text.replace(is_space, ""),
            Self::Trim => text.trim_matches(is_space).to_owned(),
            Self::NoDashes => text.replace('-', ""),
            Self::NoMarks => text.replace(['-', '(', ')', '.'], ""),
            Self::International => match text.strip_prefix("+81") {
                Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
                None => text.to_owned(),
            },
            Self::Upper => text.to_ascii_uppercase(),
        }
    }
}

fn kana(text: &str) -> String {
    let is_half = |c: char| ('\u{FF61}'..='\u{FF9F}').contains(&c);
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_half) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !is_half(c)).unwrap_or(from.len());
        folded.push_str(before);
        folded.extend(from[..end].nfkc());
        rest = &from[end..];
    }
    folded + rest
}

fn line(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut is_inside = false;
    for c in text.chars() {
        let is_break = matches!(c, '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}');
        match (is_break, is_inside) {
            (true, true) => {}
            (true, false) => folded.push(' '),
            (false, _) => folded.push(c),
        }
        is_inside = is_break;
    }
    folded
}

/// Controls but tabs and line breaks, zero-width characters, marks of direction.
fn is_unseen(c: char) -> bool {
    let is_control = c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    is_control
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

fn is_dash(c: char) -> bool {
    matches!(
        c,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{2501}' | '\u{30FC}'
    )
}

fn is_space(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\r' | ' ' | '\u{A0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}
