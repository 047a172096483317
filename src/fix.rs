//! Makes the mechanical fixes of findings in the texts of a snapshot, in memory.
//!
//! A fix may bring the next one to light, so a site is built and mended in rounds, until
//! nothing mechanical is left. All that no fix covers stays as it is, byte for byte: marks,
//! line ends, a missing one at the end.

use crate::build::{self, Build, Options};
use crate::diag::{Diagnostic, Fix};
use crate::memo::Cache;
use crate::snapshot::Snapshot;
use crate::source::{Source, SourceId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// More rounds than any site of fixes within fixes needs.
const ROUNDS: usize = 10;

/// A file that fixes have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedFile {
    /// Which one.
    pub source: SourceId,
    /// Its bytes as the snapshot had them.
    pub old: Arc<[u8]>,
    /// Its bytes now.
    pub new: Arc<[u8]>,
    /// How many fixes were made.
    pub fixes: usize,
}

/// A site with its fixes made.
#[derive(Debug)]
pub struct Fixed {
    /// The files that differ, by path.
    pub files: Vec<FixedFile>,
    /// The sources with all fixes made.
    pub snapshot: Snapshot,
    /// What is built from these, with the findings that remain.
    pub build: Build,
}

/// Builds the site and makes the mechanical fixes of what is found, until none is left.
///
/// Of fixes that overlap the first by place is made; the others come in the next round, if
/// they still make sense. A file that fixes lead round in a circle stays as it was, and the
/// findings with it.
pub fn fix(snapshot: Snapshot, options: &Options, cache: &mut Cache) -> Fixed {
    let build = build::build(&snapshot, options, cache);
    let mut files = BTreeMap::new();
    let mut fixed = Fixed {
        files: Vec::new(),
        snapshot,
        build,
    };
    for _ in 0..ROUNDS {
        let changed = round(&fixed, &mut files);
        if changed.is_empty() {
            break;
        }
        fixed.snapshot = with(&fixed.snapshot, changed);
        fixed.build = build::build(&fixed.snapshot, options, cache);
    }
    fixed.files = files.into_values().filter_map(History::result).collect();
    fixed
}

/// How many findings have a fix that [`fix`] would make.
pub fn count(snapshot: &Snapshot, diagnostics: &[Diagnostic]) -> usize {
    let files = by_file(snapshot, diagnostics);
    files.values().map(Vec::len).sum()
}

/// The mechanical fixes by file, as far as there is something to replace: the file is one of
/// the site (a theme that is built in is not), it is UTF-8, and it has these bytes.
fn by_file<'a>(
    snapshot: &Snapshot,
    diagnostics: &'a [Diagnostic],
) -> BTreeMap<&'a SourceId, Vec<&'a Fix>> {
    let mut files: BTreeMap<_, Vec<&Fix>> = BTreeMap::new();
    for fix in diagnostics.iter().filter_map(Diagnostic::mechanical_fix) {
        files.entry(&fix.place.source).or_default().push(fix);
    }
    files.retain(|id, fixes| {
        let source = snapshot.get(id.as_str());
        let text = source.and_then(|source| std::str::from_utf8(source.bytes()).ok());
        // One that changes nothing would come again in every round.
        fixes.retain(|fix| {
            let span = fix.place.span;
            let old = text.and_then(|text| text.get(span.start..span.end));
            old.is_some_and(|old| old != fix.replacement)
        });
        !fixes.is_empty()
    });
    files
}

/// What has become of one file so far.
struct History {
    /// Every text it has had, the first one first. None is to come back.
    texts: Vec<Arc<Source>>,
    fixes: usize,
    is_circle: bool,
}

impl History {
    fn new(source: &Arc<Source>) -> Self {
        Self {
            texts: vec![Arc::clone(source)],
            fixes: 0,
            is_circle: false,
        }
    }

    /// The file with another text; nothing where it stays as it is.
    fn take(&mut self, new: Vec<u8>, fixes: usize) -> Option<Arc<Source>> {
        let first = &self.texts[0];
        let source = Arc::new(Source::new(first.id().clone(), new));
        if self.texts.iter().any(|text| text.bytes() == source.bytes()) {
            self.is_circle = true;
            let is_changed = self.texts.len() > 1;
            return is_changed.then(|| Arc::clone(first));
        }
        self.texts.push(Arc::clone(&source));
        self.fixes += fixes;
        Some(source)
    }

    fn result(self) -> Option<FixedFile> {
        let (old, new) = (self.texts.first()?, self.texts.last()?);
        let is_changed = !self.is_circle && old.bytes() != new.bytes();
        is_changed.then(|| FixedFile {
            source: old.id().clone(),
            old: Arc::clone(old.bytes()),
            new: Arc::clone(new.bytes()),
            fixes: self.fixes,
        })
    }
}

/// Makes the fixes of one build; gives the files that are to change.
fn round(fixed: &Fixed, files: &mut BTreeMap<SourceId, History>) -> Vec<Arc<Source>> {
    let fixes = by_file(&fixed.snapshot, &fixed.build.diagnostics).into_iter();
    let changed = fixes.filter_map(|(id, fixes)| {
        let source = fixed.snapshot.get(id.as_str())?;
        let history = files
            .entry(id.clone())
            .or_insert_with(|| History::new(source));
        if history.is_circle {
            return None;
        }
        let (new, count) = replaced(source.bytes(), fixes);
        history.take(new, count)
    });
    changed.collect()
}

/// A text with fixes made, and how many were made.
fn replaced(old: &[u8], mut fixes: Vec<&Fix>) -> (Vec<u8>, usize) {
    // The order of those at one place must not depend on which finding came first.
    fixes.sort_by_key(|fix| (fix.place.span, &fix.replacement));
    let mut new = Vec::with_capacity(old.len());
    let mut count = 0;
    let mut done = 0;
    let mut last = None;
    for fix in fixes {
        let span = fix.place.span;
        // What two insertions at one place would make is nobody's intention.
        if span.start < done || last == Some(span) {
            continue;
        }
        new.extend_from_slice(&old[done..span.start]);
        new.extend_from_slice(fix.replacement.as_bytes());
        done = span.end;
        last = Some(span);
        count += 1;
    }
    new.extend_from_slice(&old[done..]);
    (new, count)
}

/// A snapshot with some of its files changed.
fn with(snapshot: &Snapshot, changed: Vec<Arc<Source>>) -> Snapshot {
    snapshot.with(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Place, Text, code};
    use crate::source::Span;

    const PAGE: &str = "content/a.md";

    fn finding(start: usize, end: usize, replacement: &str) -> Diagnostic {
        let place = Place::new(&SourceId::new(PAGE), Span::new(start, end));
        Diagnostic::new(code::RAW_HTML, place, Text::same("x")).replace_with(replacement)
    }

    fn snapshot(text: &str) -> Snapshot {
        let source = Source::new(SourceId::new(PAGE), text.as_bytes());
        Snapshot::new([Arc::new(source)], Vec::new())
    }

    /// A text with one round of fixes, and how many were made.
    fn fixed(text: &str, findings: &[Diagnostic]) -> (String, usize) {
        let files = by_file(&snapshot(text), findings);
        let fixes = files.into_values().next().unwrap_or_default();
        let (new, count) = replaced(text.as_bytes(), fixes);
        (String::from_utf8(new).unwrap(), count)
    }

    #[test]
    fn of_overlapping_fixes_the_first_is_made() {
        let findings = [finding(2, 4, "X"), finding(1, 3, "Y"), finding(3, 5, "Z")];
        assert_eq!(fixed("abcdef", &findings), ("aYZf".to_owned(), 2));
        let findings = [finding(1, 3, "Y"), finding(3, 3, "+"), finding(3, 5, "Z")];
        assert_eq!(fixed("abcdef", &findings), ("aY+Zf".to_owned(), 3));
    }

    #[test]
    fn of_fixes_at_one_place_one_is_made_whatever_their_order() {
        let (a, b) = (finding(1, 1, "1"), finding(1, 1, "2"));
        let once = ("x1y".to_owned(), 1);
        assert_eq!(fixed("xy", &[a.clone(), b.clone()]), once);
        assert_eq!(fixed("xy", &[b, a.clone()]), once);
        assert_eq!(fixed("xy", &[a.clone(), a]), once);
    }

    #[test]
    fn what_does_not_fit_is_no_fix() {
        let inside = finding(1, 2, "x");
        let outside = finding(4, 9, "x");
        let nothing = finding(0, 3, "あ");
        let guess = finding(0, 3, "x");
        let guess = Diagnostic { fix: None, ..guess }.suggest("い");
        let findings = [inside, outside, nothing, guess];
        assert_eq!(fixed("あb", &findings), ("あb".to_owned(), 0));
        assert_eq!(count(&snapshot("あb"), &findings), 0);
        assert_eq!(count(&snapshot("あbc"), &[finding(3, 4, "")]), 1);
    }

    #[test]
    fn a_circle_leaves_a_file_as_it_was() {
        let first = Arc::new(Source::new(SourceId::new(PAGE), &b"a"[..]));
        let mut history = History::new(&first);
        let next = history.take(b"b".to_vec(), 1).unwrap();
        assert_eq!(&**next.bytes(), b"b");
        let back = history.take(b"a".to_vec(), 1).unwrap();
        assert_eq!(&**back.bytes(), b"a");
        assert_eq!(history.result(), None);
    }
}
