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
use crate::value::{FromNode, Node, Value};
use unicode_normalization::UnicodeNormalization;

/// A date that is stated or to be computed, as it stands in a file. What cannot be read of it is
/// kept, and told by who asks for the date.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// As it is written, and where.
    node: Node,
    read: Result<Formula, Problem>,
}

/// What is computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Formula {
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
    /// A day or a minute as such, and where it stands in the text.
    Point(Point, Span),
    /// A fact or a member of one.
    Name(Name),
}

/// A name and where it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The name.
    pub(super) name: String,
    /// Its bytes within the text.
    pub(super) span: Span,
}

/// Something added or taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// Added or taken away.
    pub(super) direction: Direction,
    /// How much.
    pub(super) amount: Amount,
    /// Its bytes within the text.
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

/// What could not be read, and where in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// It is no date: a number, a list.
    Type,
    /// It is nothing, which has been reported.
    Broken,
    /// There is no operand.
    Empty,
    /// It looks like a date, but no such day exists.
    ImpossibleDate(Span),
    /// Neither a number with a unit nor a name.
    Amount(Span),
    /// More than one word where one name is wanted.
    Words(Span),
}

impl Expression {
    /// The date that a value of TOML says: one of its own, or a text.
    pub fn of(node: Node) -> Self {
        let read = match &node.value {
            Value::String(text) => Formula::parse(text),
            Value::Broken => Err(Problem::Broken),
            _ => match Point::from_node(&node) {
                Some(point) => Ok(Formula::given(point)),
                None => Err(Problem::Type),
            },
        };
        Self { node, read }
    }

    /// The date that the text of a page says at `span`. With an escape in it, it stands otherwise
    /// there.
    pub fn in_text(text: String, span: Span) -> Self {
        let is_verbatim = span.end - span.start == text.len();
        Self::of(Node {
            value: Value::String(text),
            span,
            verbatim: is_verbatim.then_some(span.start),
        })
    }

    /// As it is written; nothing where it is a date of TOML.
    pub fn text(&self) -> &str {
        match &self.node.value {
            Value::String(text) => text,
            _ => "",
        }
    }

    /// Where it stands, quotes included.
    pub const fn span(&self) -> Span {
        self.node.span
    }

    /// Whether its text stands in the file as it is.
    pub const fn is_verbatim(&self) -> bool {
        self.node.verbatim.is_some()
    }

    /// Where some bytes of its text stand.
    pub fn part(&self, part: Span) -> Span {
        self.node.part(part)
    }

    /// What its names begin with: the keys or labels of facts. Nothing where it cannot be read.
    pub fn heads(&self) -> Vec<&str> {
        let Ok(formula) = &self.read else {
            return Vec::new();
        };
        let amounts = formula.steps.iter().filter_map(|step| match &step.amount {
            Amount::Name(name) => Some(name),
            Amount::Duration(_) => None,
        });
        let operand = match &formula.operand {
            Operand::Name(name) => Some(&name.name),
            Operand::Point(..) => None,
        };
        let names = operand.into_iter().chain(amounts);
        names.map(|name| head(name)).collect()
    }

    /// The day or minute as such that its text begins with, and where it stands there. Nothing
    /// where it begins with a name or cannot be read.
    pub fn point(&self) -> Option<(Point, Span)> {
        match self.read.as_ref().ok()?.operand {
            Operand::Point(point, span) => Some((point, span)),
            Operand::Name(_) => None,
        }
    }

    pub(super) const fn read(&self) -> Result<&Formula, Problem> {
        match &self.read {
            Ok(formula) => Ok(formula),
            Err(problem) => Err(*problem),
        }
    }
}

fn head(name: &str) -> &str {
    name.split_once('.').map_or(name, |(head, _)| head.trim())
}

const FUNCTIONS: [(&str, Function); 2] = [
    ("next business day after ", Function::NextBusinessDay),
    ("last day of month of ", Function::LastDayOfMonth),
];

impl Formula {
    /// A date as such.
    const fn given(point: Point) -> Self {
        Self {
            function: Function::Itself,
            operand: Operand::Point(point, Span::new(0, 0)),
            steps: Vec::new(),
        }
    }

    /// Reads an expression.
    ///
    /// # Errors
    /// The first thing in it that cannot be read.
    fn parse(text: &str) -> Result<Self, Problem> {
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

    fn parsed(text: &str) -> Formula {
        Formula::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"))
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
    fn what_it_names_is_told_without_being_read_again() {
        let at = |text: &str| Expression::in_text(text.to_owned(), Span::new(4, 4 + text.len()));
        assert_eq!(at("renewal.end + notice").heads(), ["renewal", "notice"]);
        assert_eq!(at("renewal.end + 1 dya").heads(), Vec::<&str>::new());
        let day = at("2024-04-09 + 1 day");
        let (point, span) = day.point().unwrap();
        assert_eq!(point.to_string(), "2024-04-09");
        assert_eq!(day.part(span), Span::new(4, 14));
        // Of a text with an escape in it, only the whole has a place.
        let escaped = Expression::in_text("2024-04-09".to_owned(), Span::new(4, 15));
        assert_eq!(escaped.part(span), Span::new(4, 15));
        assert!(!escaped.is_verbatim());
    }

    #[test]
    fn problems_say_where() {
        assert_eq!(
            Formula::parse("renewal.end + 1 dya"),
            Err(Problem::Amount(Span::new(14, 19)))
        );
        assert_eq!(
            Formula::parse("2024-02-30"),
            Err(Problem::ImpossibleDate(Span::new(0, 10)))
        );
        assert_eq!(Formula::parse("  "), Err(Problem::Empty));
        assert_eq!(
            Formula::parse("end of time"),
            Err(Problem::Words(Span::new(0, 11)))
        );
        assert!(Formula::parse("a + + 1 day").is_err());
    }
}
