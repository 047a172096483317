//! Whether fixes keep the meaning of a site.

use super::attempt::{Attempt, Start};
use super::edits::{Edit, History, Made};
use super::meaning::{Prints, Region, Side, is_kept, is_said};
use super::outline;
use crate::build::Build;
use crate::calendar;
use crate::characters::mended;
use crate::config;
use crate::content::{self, Document, Reference};
use crate::diag::{Code, Diagnostic, Severity, code};
use crate::facts::{Facts, Form, Spelling, plain_text};
use crate::japanese::fold::fold;
use crate::language::Language;
use crate::memo::Cache;
use crate::site::{Page, Site};
use crate::source::{Source, SourceId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// The codes of running text that was to be something else: their fixes make it that.
const MARKUP: [Code; 5] = [
    code::IME_SLIP,
    code::LOST_EMPHASIS,
    code::LOST_MARKUP,
    code::RAW_HTML,
    code::UNKNOWN_DIRECTIVE,
];

/// The codes of what could not be read: what is wrong in it is found when it can be.
const UNREAD: [Code; 7] = [
    code::BAD_ENCODING,
    code::INVALID_EXPRESSION,
    code::INVALID_VALUE,
    code::SYNTAX,
    code::UNKNOWN_FACT,
    code::UNKNOWN_KEY,
    code::WRONG_TYPE,
];

/// The codes of what is only known of a fact that is named, and was as wrong while it was typed.
const OF_FACTS: [Code; 2] = [code::PAST_DATE, code::UNGUARDED_TERM];

/// The files in which fixes do not keep the meaning; `cache` is that of the attempt's build.
pub(super) fn guilty(
    start: &Start,
    attempt: &Attempt,
    build: &Build,
    cache: &Cache,
) -> BTreeSet<SourceId> {
    let changed = attempt.changed();
    let failed = changed.filter(|(id, history)| {
        !is_mended(history, &build.diagnostics) || !says_the_same(start, id, history, cache)
    });
    let mut guilty: BTreeSet<SourceId> = failed.map(|(id, _)| id.clone()).collect();
    for new in news(start, attempt, build) {
        match attempt.files.get(&new.place.source) {
            Some(history) if !history.edits().is_empty() => {
                guilty.insert(new.place.source.clone());
            }
            // Any of them may have brought it.
            _ => guilty.extend(attempt.changed().map(|(id, _)| id.clone())),
        }
    }
    guilty
}

/// What the facts of the site print that was built last, by key.
pub(super) fn values(cache: &Cache) -> BTreeMap<String, String> {
    let Some(site) = cache.site() else {
        return BTreeMap::new();
    };
    let facts = site.in_force().facts;
    let values = facts.iter().map(|stated| {
        let parts = stated.fact.print(Form::Default, Language::default());
        let value = parts.as_deref().map(plain_text);
        (stated.key.clone(), value.unwrap_or_default())
    });
    values.collect()
}

/// Whether the findings are gone whose fixes were made.
fn is_mended(history: &History, left: &[Diagnostic]) -> bool {
    let here = left
        .iter()
        .filter(|one| one.place.source == *history.first().id());
    let here: BTreeSet<(usize, &str)> = here
        .map(|one| (history.origin(one.place.span).start, one.code.name()))
        .collect();
    let is_left = |made: &Made| here.contains(&(made.found.start, made.code.name()));
    !history.made().iter().any(is_left)
}

/// The findings that have come with the fixes.
fn news<'a>(start: &Start, attempt: &Attempt, build: &'a Build) -> Vec<&'a Diagnostic> {
    let mut places = BTreeMap::new();
    let mut messages = BTreeMap::new();
    for one in &start.build.diagnostics {
        let (source, code) = (&one.place.source, one.code.name());
        *places
            .entry((source, code, one.place.span.start))
            .or_insert(0) += 1;
        *messages.entry((source, code, &one.message)).or_insert(0) += 1;
    }
    let now = build.diagnostics.iter();
    now.filter(|one| {
        let (source, code) = (&one.place.source, one.code.name());
        let at = attempt.origin(&one.place).start;
        let is_known = take(&mut places, &(source, code, at));
        let is_said = take(&mut messages, &(source, code, &one.message));
        !is_known && !is_said && !is_brought_to_light(one, attempt)
    })
    .collect()
}

fn take<K: Ord>(counts: &mut BTreeMap<K, usize>, key: &K) -> bool {
    match counts.get_mut(key) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

/// Whether a finding could not be made before: what it is about was not read. An error at the
/// very place of a fix is not that, unless it stands among several lines that were not: obeying
/// it would take a second round.
fn is_brought_to_light(one: &Diagnostic, attempt: &Attempt) -> bool {
    let source = &one.place.source;
    let history = attempt.files.get(source);
    let names_fact = |history: &History| history.has(code::STRAY_LITERAL);
    if OF_FACTS.contains(&one.code) && history.is_some_and(names_fact) {
        return true;
    }
    let place = attempt.origin(&one.place);
    // Of HTML, the words were read, but nothing else.
    let is_in = |made: &Made| made.replaced.start <= place.start && place.end <= made.replaced.end;
    let was_unread =
        |made: &Made| UNREAD.contains(&made.code) || made.code == code::RAW_HTML && is_in(made);
    let (mut is_unread, mut is_mistake) = (false, false);
    for made in history.iter().flat_map(|history| history.made_at(place)) {
        let unread = was_unread(made);
        is_unread |= unread;
        is_mistake |= unread && history.is_some_and(|history| !is_of_lines(history, made));
    }
    let files = attempt
        .changed()
        .filter(|(id, _)| *id == source || id.as_str() == config::FILE);
    for (_, history) in files {
        is_unread |= UNREAD.iter().any(|code| history.has(*code));
    }
    is_unread && !(one.severity == Severity::Error && is_mistake)
}

/// Whether a fix is that of several lines.
fn is_of_lines(history: &History, made: &Made) -> bool {
    let span = made.replaced;
    let lines = text(history.first()).and_then(|text| text.get(span.start..span.end));
    lines.is_some_and(|lines| lines.trim().contains('\n'))
}

/// Whether a file says the same as before.
fn says_the_same(start: &Start, id: &SourceId, history: &History, cache: &Cache) -> bool {
    if id.as_str() == config::FILE {
        let now = values(cache);
        let is_same = |new: &String, old: &String| new == old || mended(new) == mended(old);
        return start
            .values
            .iter()
            .all(|(key, value)| now.get(key).is_some_and(|new| is_same(new, value)));
    }
    if !cache
        .documents
        .iter()
        .any(|parsed| parsed.document.source == *id)
    {
        return true;
    }
    let (Some(old), Some(new)) = (text(history.first()), text(history.last())) else {
        return false;
    };
    let before = content::parse(history.first()).value;
    let after = content::parse(history.last()).value;
    let values = Values::of(cache, id);
    says_its_fields((&before, old), (&after, new), &values)
        && says_its_body((&before, old), (&after, new), history, &values)
}

fn text(source: &Source) -> Option<&str> {
    std::str::from_utf8(source.bytes()).ok()
}

/// Whether nothing is lost from the front matter, and what can be read now is what stands there.
fn says_its_fields(
    (before, old): (&Document, &str),
    (after, new): (&Document, &str),
    values: &Values<'_>,
) -> bool {
    let (known, now) = (outline::values(before, old), outline::values(after, new));
    let is_kept = |(name, value): &(&str, String)| {
        let mut now = now.iter().filter(|(other, _)| other == name);
        let day = calendar::guess(value).map(|day| day.to_string());
        now.any(|(_, now)| now == value || day.as_ref() == Some(now))
    };
    if !known.iter().all(is_kept) {
        return false;
    }
    let mut known = outline::fields(before, old);
    let now = outline::fields(after, new);
    let all_said = now.iter().all(|field| {
        let same = known.iter().position(|one| one.name == field.name);
        let same = same.map(|at| known.remove(at));
        is_said(same.as_ref(), field, new, values)
    });
    all_said && known.is_empty()
}

fn says_its_body(
    (before, old): (&Document, &str),
    (after, new): (&Document, &str),
    history: &History,
    values: &Values<'_>,
) -> bool {
    // Nothing was read of it.
    if !before.is_whole {
        return true;
    }
    let (was, is) = (outline::body(before, old), outline::body(after, new));
    let none = Span::default();
    if before.front.span == none && after.front.span != none {
        // What stood above it was read as part of it.
        return was.letters.len() >= is.letters.len()
            && was.letters[was.letters.len() - is.letters.len()..]
                .iter()
                .zip(&is.letters)
                .all(|(one, other)| one.letter == other.letter);
    }
    let front = front_end(old);
    let regions: Vec<Region> = with_comments(history, new)
        .into_iter()
        .map(|edit| region(edit, (old, new), front, history))
        .collect();
    let old = Side {
        text: old,
        outline: &was,
    };
    let new = Side {
        text: new,
        outline: &is,
    };
    is_kept(&old, &new, &regions, values)
}

/// Where the front matter of a file ends that has one.
fn front_end(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some((line, *end))
    });
    let mut next = || lines.find(|(line, _)| line.trim_end() == "+++");
    next().and_then(|_| next()).map_or(0, |(_, end)| end)
}

fn region(edit: Edit, (old, new): (&str, &str), body: usize, history: &History) -> Region {
    let made = history.made_at(edit.old).map(|made| made.code);
    let made: Vec<Code> = made.collect();
    let mut typed = edit.old.slice(old).chars();
    let mut left = edit.new.slice(new).chars();
    Region {
        edit,
        is_copy: made.contains(&code::STRAY_LITERAL),
        // The front matter is none of the text.
        is_markup: edit.old.end > body && made.iter().any(|code| MARKUP.contains(code)),
        is_html: made.contains(&code::RAW_HTML),
        is_removal: left.all(|left| typed.any(|typed| typed == left)),
    }
}

/// The edits of a file. Those that make a comment are one with it: nobody was to read the words
/// in it.
fn with_comments(history: &History, text: &str) -> Vec<Edit> {
    let comments = comments(text);
    let mut all: Vec<Edit> = Vec::new();
    for edit in history.edits() {
        let Edit { old, new } = *edit;
        let first = comments.partition_point(|comment| comment.end <= new.start);
        let comment = comments
            .get(first)
            .filter(|comment| comment.start < new.end);
        let mut edit = Edit { old, new };
        if let Some(comment) = comment {
            edit.new = Span::new(new.start.min(comment.start), new.end.max(comment.end));
            edit.old = history.origin(edit.new);
        }
        match all.last_mut() {
            Some(last) if edit.new.start <= last.new.end => {
                last.new.end = last.new.end.max(edit.new.end);
                last.old.end = last.old.end.max(edit.old.end);
            }
            _ => all.push(edit),
        }
    }
    all
}

fn comments(text: &str) -> Vec<Span> {
    let (open, close) = ("<!--", "-->");
    let mut comments = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(open).map(|at| from + at) {
        let Some(end) = text[start..].find(close).map(|at| start + at + close.len()) else {
            break;
        };
        comments.push(Span::new(start, end));
        from = end;
    }
    comments
}

/// What the facts print that a file names.
struct Values<'a> {
    page: Option<&'a Page>,
    facts: Option<&'a Facts>,
    language: Language,
}

impl<'a> Values<'a> {
    fn of(cache: &'a Cache, id: &SourceId) -> Self {
        let site: Option<&Site> = cache.site();
        let page = site.and_then(|site| Some(site.page(site.page_of(id)?)));
        Self {
            page,
            facts: site.map(|site| &**site.in_force().facts),
            language: page.map_or_else(Language::default, |page| page.language),
        }
    }
}

impl Prints for Values<'_> {
    fn reference(&self, reference: &Reference) -> Option<String> {
        if let Some(printed) = self.page.and_then(|page| page.fact(reference.span)) {
            return Some(printed.text());
        }
        let form = reference.form.as_deref().map(Form::from_name);
        self.print(&reference.name, form.unwrap_or(Some(Form::Default))?)
    }

    fn name(&self, name: &str) -> Option<String> {
        self.print(name, Form::Default)
    }

    fn is_wrong(&self, reference: &Reference, spelling: &str) -> bool {
        let found = self
            .facts
            .and_then(|facts| facts.find(&reference.name).ok());
        let is_wrong = |known: Spelling<'_>| {
            let wrong = known.wrong.iter();
            wrong
                .map(|one| fold(one).into_text())
                .any(|one| one == fold(spelling).into_text())
        };
        found.is_some_and(|found| found.fact.spelling(self.language).is_some_and(is_wrong))
    }
}

impl Values<'_> {
    fn print(&self, name: &str, form: Form) -> Option<String> {
        let found = self.facts?.find(name).ok()?;
        let parts = found.fact.print(form, self.language)?;
        Some(plain_text(&parts))
    }
}
