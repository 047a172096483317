//! `renewal.end + 2 business days`: dates that follow from other facts.
//!
//! ```text
//! expression = "next business day after" operand
//!            | "last day of month of" operand
//!            | operand { ("+" | "-") duration }
//! operand    = a date (2024-04-09, 2024-04-09T17:00) | a name (renewal.end, 受付期間.終了)
//! duration   = a number and a unit (1 day, 2営業日) | the name of a duration fact
//! ```

use crate::calendar::{Direction, Duration, Point};
use crate::source::Span;
use unicode_normalization::UnicodeNormalization;

/// A date to be computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expression {
    /// What is done with the operand before anything is added.
    pub(super) function: Function,
    /// Where the computation starts.
    pub(super) operand: Operand,
    /// What is added or taken away, in order.
    pub(super) steps: Vec<Step>,
}

/// What is done with the operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    /// Nothing.
    Itself,
    /// `next business day after`
    NextBusinessDay,
    /// `last day of month of`
    LastDayOfMonth,
}

/// A day, given or named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operand {
    /// A day or a minute as such, and where it stands in the expression.
    Point(Point, Span),
    /// A fact or a member of one.
    Name(Name),
}

/// A name and where it stands in the expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The name.
    pub(super) name: String,
    /// Its bytes within the expression.
    pub(super) span: Span,
}

/// Something added or taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// Added or taken away.
    pub(super) direction: Direction,
    /// How much.
    pub(super) amount: Amount,
    /// Its bytes within the expression.
    pub(super) span: Span,
}

/// A duration, given or named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    /// A duration as such.
    Duration(Duration),
    /// A duration fact.
    Name(String),
}

/// What could not be read, and where in the expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// There is no operand.
    Empty,
    /// It looks like a date, but no such day exists.
    ImpossibleDate(Span),
    /// Neither a number with a unit nor a name.
    Amount(Span),
    /// More than one word where one name is wanted.
    Words(Span),
}

/// What the names in an expression begin with: the keys or labels of facts. Nothing where it
/// cannot be read.
pub fn heads(text: &str) -> Vec<String> {
    let Ok(expression) = Expression::parse(text) else {
        return Vec::new();
    };
    let amounts = expression.steps.into_iter().map(|step| step.amount);
    let mut names: Vec<String> = amounts
        .filter_map(|amount| match amount {
            Amount::Name(name) => Some(name),
            Amount::Duration(_) => None,
        })
        .collect();
    if let Operand::Name(name) = expression.operand {
        names.push(name.name);
    }
    let head = |name: String| match name.split_once('.') {
        Some((head, _)) => head.trim().to_owned(),
        None => name,
    };
    names.into_iter().map(head).collect()
}

/// The day or minute as such that an expression begins with, and where it stands there. Nothing where it
/// begins with a name or cannot be read.
pub fn point_in(text: &str) -> Option<(Point, Span)> {
    match Expression::parse(text).ok()?.operand {
        Operand::Point(point, span) => Some((point, span)),
        Operand::Name(_) => None,
    }
}

const FUNCTIONS: [(&str, Function); 2] = [
    ("next business day after ", Function::NextBusinessDay),
    ("last day of month of ", Function::LastDayOfMonth),
];

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// The first thing in it that cannot be read.
    pub(super) fn parse(text: &str) -> Result<Self, Problem> {
        let (start, function) = function(text);
        let mut terms = terms(text, start).into_iter();
        let (_, first) = terms.next().unwrap_or((Direction::After, Span::default()));
        let operand = operand(text, first)?;
        let steps = terms
            .map(|(direction, span)| step(text, direction, span))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            function,
            operand,
            steps,
        })
    }
}

fn function(text: &str) -> (usize, Function) {
    let lead = text.len() - text.trim_start().len();
    for (words, function) in FUNCTIONS {
        if text[lead..].starts_with(words) {
            return (lead + words.len(), function);
        }
    }
    (lead, Function::Itself)
}

/// Splits at `+`, and at a `-` that has space around it (a `-` without is part of a date).
/// Full-width signs count.
fn terms(text: &str, start: usize) -> Vec<(Direction, Span)> {
    let mut terms = Vec::new();
    let mut direction = Direction::After;
    let mut from = start;
    let mut before = ' ';
    let mut rest = text[start..].char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let after = rest.peek().map_or(' ', |&(_, c)| c);
        let spaced = before.is_whitespace() && after.is_whitespace();
        let sign = match c {
            '+' | '＋' => Some(Direction::After),
            '-' | '−' | '－' if spaced => Some(Direction::Before),
            _ => None,
        };
        if let Some(sign) = sign {
            terms.push((direction, trimmed(text, from, start + at)));
            direction = sign;
            from = start + at + c.len_utf8();
        }
        before = c;
    }
    terms.push((direction, trimmed(text, from, text.len())));
    terms
}

fn trimmed(text: &str, from: usize, to: usize) -> Span {
    let term = &text[from..to];
    let start = from + term.len() - term.trim_start().len();
    Span::new(start, start + term.trim().len())
}

fn operand(text: &str, span: Span) -> Result<Operand, Problem> {
    let term = span.slice(text);
    if term.is_empty() {
        return Err(Problem::Empty);
    }
    let folded: String = term.nfkc().collect();
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        return Point::parse(&folded)
            .map(|point| Operand::Point(point, span))
            .ok_or(Problem::ImpossibleDate(span));
    }
    if term.contains(char::is_whitespace) {
        return Err(Problem::Words(span));
    }
    Ok(Operand::Name(Name {
        name: term.to_owned(),
        span,
    }))
}

fn step(text: &str, direction: Direction, span: Span) -> Result<Step, Problem> {
    let term = span.slice(text);
    let starts_with_digit = term.nfkc().next().is_some_and(|c| c.is_ascii_digit());
    let is_name = !starts_with_digit && !term.is_empty() && !term.contains(char::is_whitespace);
    let amount = match Duration::parse(term) {
        Some(duration) => Amount::Duration(duration),
        None if is_name => Amount::Name(term.to_owned()),
        None => return Err(Problem::Amount(span)),
    };
    Ok(Step {
        direction,
        amount,
        span,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Expression {
        Expression::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"))
    }

    #[test]
    fn sums_are_read_in_both_languages() {
        let english = parsed("renewal.end + 1 day - 2 business days");
        assert_eq!(english.steps.len(), 2);
        assert_eq!(english.steps[1].direction, Direction::Before);
        let japanese = parsed("受付期間.終了＋１日");
        let Operand::Name(name) = &japanese.operand else {
            panic!("a name stands there");
        };
        assert_eq!(name.name, "受付期間.終了");
        assert_eq!(japanese.steps.len(), 1);
    }

    #[test]
    fn a_date_keeps_its_hyphens() {
        let expression = parsed("2024-04-26 + 2 business days");
        assert!(matches!(expression.operand, Operand::Point(..)));
    }

    #[test]
    fn functions_are_read() {
        assert_eq!(
            parsed("next business day after renewal.end").function,
            Function::NextBusinessDay
        );
        assert_eq!(
            parsed("last day of month of 2024-02-01 + 1 day").function,
            Function::LastDayOfMonth
        );
    }

    #[test]
    fn problems_say_where() {
        assert_eq!(
            Expression::parse("renewal.end + 1 dya"),
            Err(Problem::Amount(Span::new(14, 19)))
        );
        assert_eq!(
            Expression::parse("2024-02-30"),
            Err(Problem::ImpossibleDate(Span::new(0, 10)))
        );
        assert_eq!(Expression::parse("  "), Err(Problem::Empty));
        assert_eq!(
            Expression::parse("end of time"),
            Err(Problem::Words(Span::new(0, 11)))
        );
        assert!(Expression::parse("a + + 1 day").is_err());
    }
}
