//! What has become of one file: its edits, round by round, as edits of the text it had first.

use crate::diag::{Code, Diagnostic, Fix};
use crate::source::{Source, Span};
use std::sync::Arc;

/// Bytes of a text, and those that stand in their place in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) old: Span,
    pub(super) new: Span,
}

/// A fix that was made.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) code: Code,
    /// What it replaced, in the first text.
    pub(super) replaced: Span,
    /// Where its finding was, in the first text.
    pub(super) found: Span,
}

/// What has become of one file so far.
#[derive(Debug)]
pub(super) struct History {
    /// Every text it has had, the first one first. None is to come back.
    texts: Vec<Arc<Source>>,
    /// The edits from the first text to the last.
    edits: Vec<Edit>,
    /// By place.
    made: Vec<Made>,
    /// For each of them, the furthest end of what it and those before it replaced.
    reach: Vec<usize>,
    /// The codes that occur among them.
    codes: Vec<Code>,
    is_circle: bool,
}

impl History {
    pub(super) fn new(source: &Arc<Source>) -> Self {
        Self {
            texts: vec![Arc::clone(source)],
            edits: Vec::new(),
            made: Vec::new(),
            reach: Vec::new(),
            codes: Vec::new(),
            is_circle: false,
        }
    }

    /// Whether the fixes lead round in a circle.
    pub(super) fn is_circle(&self) -> bool {
        self.is_circle
    }

    /// Makes fixes of findings in the last text; gives the file as it is to be then, nothing
    /// where it stays as it is.
    pub(super) fn make(&mut self, findings: Vec<&Diagnostic>) -> Option<Arc<Source>> {
        let last = self.last();
        let (new, edits, made) = replaced(last.bytes(), findings);
        let made = made.into_iter().filter_map(|one| {
            Some(Made {
                code: one.code,
                replaced: self.origin(one.fix.as_ref()?.place.span),
                found: self.origin(one.place.span),
            })
        });
        let made: Vec<Made> = made.collect();
        let first = &self.texts[0];
        let source = Arc::new(Source::new(first.id().clone(), new));
        if self.texts.iter().any(|text| text.bytes() == source.bytes()) {
            self.is_circle = true;
            let is_changed = self.texts.len() > 1;
            return is_changed.then(|| Arc::clone(first));
        }
        self.texts.push(Arc::clone(&source));
        self.edits = composed(&self.edits, &edits);
        self.add(made);
        Some(source)
    }

    fn add(&mut self, made: Vec<Made>) {
        for one in &made {
            if !self.codes.contains(&one.code) {
                self.codes.push(one.code);
            }
        }
        self.made.extend(made);
        self.made.sort_by_key(|one| one.replaced.start);
        let mut end = 0;
        let ends = self.made.iter().map(|one| {
            end = end.max(one.replaced.end);
            end
        });
        self.reach = ends.collect();
    }

    pub(super) fn first(&self) -> &Arc<Source> {
        &self.texts[0]
    }

    pub(super) fn last(&self) -> &Arc<Source> {
        let texts = &self.texts;
        let last = if self.is_circle {
            texts.first()
        } else {
            texts.last()
        };
        last.unwrap_or(&texts[0])
    }

    /// The edits from the first text to the last, by place; none touches the next.
    pub(super) fn edits(&self) -> &[Edit] {
        if self.is_circle { &[] } else { &self.edits }
    }

    pub(super) fn made(&self) -> &[Made] {
        if self.is_circle { &[] } else { &self.made }
    }

    /// Whether a fix of such a finding was made.
    pub(super) fn has(&self, code: Code) -> bool {
        !self.is_circle && self.codes.contains(&code)
    }

    /// The fixes that replaced what touches a place of the first text.
    pub(super) fn made_at(&self, place: Span) -> impl Iterator<Item = &Made> {
        let made = self.made();
        let behind = made.partition_point(|one| one.replaced.start <= place.end);
        let before = made[..behind].iter().zip(&self.reach).rev();
        before
            .take_while(move |(_, reach)| **reach >= place.start)
            .map(|(one, _)| one)
            .filter(move |one| one.replaced.end >= place.start)
    }

    /// The bytes of the first text that some of the last come from.
    pub(super) fn origin(&self, span: Span) -> Span {
        let edits = self.edits();
        let start = origin(edits, span.start, |edit| edit.old.start);
        let end = origin(edits, span.end, |edit| edit.old.end);
        Span::new(start, end.max(start))
    }
}

/// Where a place of the last text was in the first; `inside` says it for those in an edit.
fn origin(edits: &[Edit], at: usize, inside: impl Fn(&Edit) -> usize) -> usize {
    let before = edits.partition_point(|edit| edit.new.end < at);
    match edits.get(before) {
        Some(edit) if edit.new.start <= at => match at {
            at if at == edit.new.start => edit.old.start,
            at if at == edit.new.end => edit.old.end,
            _ => inside(edit),
        },
        _ => match before.checked_sub(1).map(|last| &edits[last]) {
            Some(edit) => at - edit.new.end + edit.old.end,
            None => at,
        },
    }
}

/// A text with fixes made, the edits that make it, and the findings they are of. Of fixes that
/// overlap the first by place is made.
pub(super) fn replaced<'a>(
    old: &[u8],
    findings: Vec<&'a Diagnostic>,
) -> (Vec<u8>, Vec<Edit>, Vec<&'a Diagnostic>) {
    let fix_of = |one: &'a Diagnostic| Some((one.fix.as_ref()?, one));
    let mut fixes: Vec<(&Fix, &Diagnostic)> = findings.into_iter().filter_map(fix_of).collect();
    // The order of those at one place must not depend on which finding came first.
    fixes.sort_by_key(|(fix, _)| (fix.place.span, &fix.replacement));
    let mut new = Vec::with_capacity(old.len());
    let (mut edits, mut made) = (Vec::new(), Vec::new());
    let mut done = 0;
    let mut last = None;
    for (fix, finding) in fixes {
        let span = fix.place.span;
        // What two insertions at one place would make is nobody's intention.
        if span.start < done || last == Some(span) {
            continue;
        }
        new.extend_from_slice(&old[done..span.start]);
        let start = new.len();
        new.extend_from_slice(fix.replacement.as_bytes());
        edits.push(Edit {
            old: span,
            new: Span::new(start, new.len()),
        });
        made.push(finding);
        done = span.end;
        last = Some(span);
    }
    new.extend_from_slice(&old[done..]);
    (new, edits, made)
}

/// Edits of a text, and edits of what they make, as edits of the first text.
fn composed(first: &[Edit], second: &[Edit]) -> Vec<Edit> {
    let (mut first, mut second) = (first.iter().peekable(), second.iter().peekable());
    let mut all = Vec::new();
    // How places behind the last edit are counted in the text before and in the text after,
    // seen from the one between.
    let (mut before, mut after) = ((0, 0), (0, 0));
    loop {
        let starts = [
            first.peek().map(|edit| edit.new.start),
            second.peek().map(|edit| edit.old.start),
        ];
        let Some(start) = starts.into_iter().flatten().min() else {
            return all;
        };
        let mut end = start;
        let old = start - before.0 + before.1;
        let new = start - after.0 + after.1;
        loop {
            if let Some(edit) = first.next_if(|edit| edit.new.start <= end) {
                end = end.max(edit.new.end);
                before = (edit.new.end, edit.old.end);
            } else if let Some(edit) = second.next_if(|edit| edit.old.start <= end) {
                end = end.max(edit.old.end);
                after = (edit.old.end, edit.new.end);
            } else {
                break;
            }
        }
        all.push(Edit {
            old: Span::new(old, end - before.0 + before.1),
            new: Span::new(new, end - after.0 + after.1),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Place, Text, code};
    use crate::source::SourceId;

    fn finding(start: usize, end: usize, replacement: &str) -> Diagnostic {
        let place = Place::new(&SourceId::new("content/a.md"), Span::new(start, end));
        Diagnostic::new(code::RAW_HTML, place, Text::same("x")).replace_with(replacement)
    }

    fn history(text: &str) -> History {
        let id = SourceId::new("content/a.md");
        History::new(&Arc::new(Source::new(id, text.as_bytes())))
    }

    fn text(history: &History) -> &str {
        std::str::from_utf8(history.last().bytes()).unwrap()
    }

    #[test]
    fn of_overlapping_fixes_the_first_is_made() {
        let findings = [finding(2, 4, "X"), finding(1, 3, "Y"), finding(3, 5, "Z")];
        let (new, _, made) = replaced(b"abcdef", findings.iter().collect());
        assert_eq!((&new[..], made.len()), (&b"aYZf"[..], 2));
        let findings = [finding(1, 3, "Y"), finding(3, 3, "+"), finding(3, 5, "Z")];
        let (new, _, made) = replaced(b"abcdef", findings.iter().collect());
        assert_eq!((&new[..], made.len()), (&b"aY+Zf"[..], 3));
    }

    #[test]
    fn of_fixes_at_one_place_one_is_made_whatever_their_order() {
        let (a, b) = (finding(1, 1, "1"), finding(1, 1, "2"));
        for findings in [[&a, &b], [&b, &a], [&a, &a]] {
            let (new, _, made) = replaced(b"xy", findings.to_vec());
            assert_eq!((&new[..], made.len()), (&b"x1y"[..], 1));
        }
    }

    #[test]
    fn a_circle_leaves_a_file_as_it_was() {
        let mut history = history("a");
        let next = history.make(vec![&finding(0, 1, "b")]).unwrap();
        assert_eq!(&**next.bytes(), b"b");
        let back = history.make(vec![&finding(0, 1, "a")]).unwrap();
        assert_eq!(&**back.bytes(), b"a");
        assert!(history.is_circle() && history.edits().is_empty());
        assert_eq!(text(&history), "a");
    }

    #[test]
    fn edits_of_edits_are_edits_of_the_first_text() {
        let mut history = history("0123456789");
        history.make(vec![&finding(1, 3, "abc"), &finding(6, 7, "")]);
        assert_eq!(text(&history), "0abc345789");
        history.make(vec![&finding(3, 5, "X"), &finding(8, 8, "YY")]);
        assert_eq!(text(&history), "0abX457YY89");
        let span = Span::new;
        let edits = [
            Edit {
                old: span(1, 4),
                new: span(1, 4),
            },
            Edit {
                old: span(6, 7),
                new: span(6, 6),
            },
            Edit {
                old: span(8, 8),
                new: span(7, 9),
            },
        ];
        assert_eq!(history.edits(), edits);
        for (now, then) in [
            ((0, 1), (0, 1)),
            ((2, 3), (1, 4)),
            ((4, 5), (4, 5)),
            ((9, 11), (8, 10)),
        ] {
            let (now, then) = (span(now.0, now.1), span(then.0, then.1));
            assert_eq!(history.origin(now), then, "{now:?}");
        }
    }
}
