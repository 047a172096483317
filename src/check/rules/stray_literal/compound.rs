//! Facts of several parts that are typed as a whole: an event with its times and its place, an
//! address behind its postal code.

use super::context::Context;
use super::{Copy, Judge, best_first};
use crate::diag::Diagnostic;
use crate::facts::{Difference, Match};
use crate::literal::{Value, starts_alike};
use crate::source::Span;

impl<'a> Judge<'a> {
    /// A fact of several parts whose print stands at the literal, and where that ends.
    pub(super) fn compound(&self) -> Option<(Diagnostic, usize)> {
        let literal = self.literal().span;
        let text = &self.run.text[literal.start..];
        let context = Context::of(self.writing.runs, self.run, literal);
        let entries = self.lexicon().entries.iter();
        let mut copies: Vec<Copy<'a>> = Vec::new();
        for entry in entries.filter(|entry| entry.is_compound) {
            for (form, printed) in &entry.printed {
                let Some(length) = starts_alike(text, printed) else {
                    continue;
                };
                copies.push(Copy {
                    entry,
                    form: *form,
                    span: Span::new(literal.start, literal.start + length),
                    score: context.score(entry),
                    is_whole: true,
                });
            }
        }
        let longest = copies.iter().map(|copy| copy.span.end).max()?;
        if longest <= literal.end {
            return None;
        }
        copies.retain(|copy| copy.span.end == longest);
        copies.dedup_by_key(|copy| &copy.entry.name);
        best_first(&mut copies);
        Some((self.copy(&copies)?, longest))
    }

    /// What is typed of an address: the whole of it behind its postal code, or the text that
    /// ends with these numbers. Also where it ends.
    pub(super) fn address(&self) -> Option<(Diagnostic, usize)> {
        let is_code = matches!(self.literal().value, Value::Postal { .. });
        let at = if is_code { self.at + 1 } else { self.at };
        let lot = self.literals.get(at)?;
        let Value::Lot(numbers) = &lot.value else {
            return None;
        };
        let text = &self.run.text;
        let (before, behind) = (&text[..lot.span.start], &text[lot.span.end..]);
        let context = Context::of(self.writing.runs, self.run, lot.span);
        let (mut copies, mut close) = (Vec::new(), None);
        for entry in &self.lexicon().entries {
            let street = entry.fact.street();
            let Some(typed) = street.and_then(|one| one.compare(before, numbers, behind)) else {
                continue;
            };
            let start = lot.span.start - typed.before;
            let span = Span::new(start, lot.span.end + typed.behind);
            if !typed.is_same {
                close = close.or(Some((entry, span)));
                continue;
            }
            copies.push(Copy {
                entry,
                form: crate::facts::Form::Default,
                span,
                score: context.score(entry),
                is_whole: typed.is_whole,
            });
        }
        best_first(&mut copies);
        if is_code {
            let copies: Vec<_> = copies
                .iter()
                .filter_map(|copy| self.with_code(copy))
                .collect();
            let end = copies.first()?.span.end;
            return Some((self.copy(&copies)?, end));
        }
        if let Some(first) = copies.first() {
            let end = first.span.end;
            return Some((self.copy(&copies)?, end));
        }
        let (entry, span) = close?;
        Some((self.conflict(span, entry, Difference::Lot), span.end))
    }

    /// The whole address, where its code stands right before its text.
    fn with_code(&self, copy: &Copy<'a>) -> Option<Copy<'a>> {
        let code = self.literal();
        let between = Span::new(code.span.end, copy.span.start.max(code.span.end));
        let is_beside = between.slice(&self.run.text).trim().is_empty();
        let mut entries = self.lexicon().entries.iter();
        let is_its_code = entries.any(|entry| {
            entry.key == copy.entry.key && matches!(entry.fact.matches(code), Match::Same(_))
        });
        let mut entries = self.lexicon().entries.iter();
        let whole = entries.find(|entry| entry.name == copy.entry.key)?;
        (is_beside && is_its_code && copy.is_whole).then_some(Copy {
            entry: whole,
            span: Span::new(code.span.start, copy.span.end),
            ..*copy
        })
    }
}
