//! Whether a file says the same after fixes, in the same structure or in the one that they are
//! there to make.

use super::edits::Edit;
use super::outline::{Field, Kind, Letter, Named, Outline, Shape, letters};
use crate::content::Reference;
use crate::content::body::AlertKind;
use crate::japanese::fold::fold;
use crate::literal;
use crate::markup;
use crate::source::Span;
use std::collections::BTreeMap;

/// Some bytes that fixes have changed, and what they were to bring.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub(super) edit: Edit,
    /// Whether a fact was to be named instead of what is typed.
    pub(super) is_copy: bool,
    /// Whether words were to become something else than running text.
    pub(super) is_markup: bool,
    /// Whether it was written in HTML.
    pub(super) is_html: bool,
    /// Whether characters were only taken out, so that nothing has to come of it.
    pub(super) is_removal: bool,
}

/// A file before or after.
pub(super) struct Side<'a> {
    pub(super) text: &'a str,
    pub(super) outline: &'a Outline,
}

/// What the facts print that a file names.
pub(super) trait Prints {
    /// What is printed for a reference.
    fn reference(&self, reference: &Reference) -> Option<String>;
    /// What is printed for a name that stands alone.
    fn name(&self, name: &str) -> Option<String>;
    /// Whether a site says that a spelling is a wrong one of what a reference prints.
    fn is_wrong(&self, reference: &Reference, spelling: &str) -> bool;
}

/// Fixes that take so many parts of a page away are none.
const MAX_LOST: usize = 1_000;

/// Whether a text says the same as before.
pub(super) fn is_kept(
    old: &Side<'_>,
    new: &Side<'_>,
    regions: &[Region],
    prints: &dyn Prints,
) -> bool {
    let Some(alignment) = Alignment::of(old, new, regions, prints) else {
        return false;
    };
    let lost = surplus(&old.outline.shapes, &alignment.shapes);
    let gained = surplus(&alignment.shapes, &old.outline.shapes);
    let is_empty = |shape: &Shape| shape.kind == Kind::Cell && shape.start == shape.end;
    let may_go = |shape: &Shape| {
        let is_mended = || alignment.touches(shape) && alignment.may_go(shape, old);
        is_empty(shape) || alignment.is_joined(shape) || is_mended()
    };
    let makes_table = gained.iter().any(|shape| shape.kind == Kind::Table);
    let may_come = |shape: &Shape| match shape.kind {
        Kind::Text => true,
        Kind::Row | Kind::Cell if makes_table => true,
        _ => alignment.touches(shape),
    };
    lost.len() <= MAX_LOST
        && lost.iter().all(may_go)
        && gained.iter().all(may_come)
        && alignment.is_as_promised(&lost, &gained)
}

/// Whether a field of the front matter that was changed, or read for the first time, says what
/// stands in the file; `text` is that after the fixes.
pub(super) fn is_said(old: Option<&Field>, new: &Field, text: &str, prints: &dyn Prints) -> bool {
    let said = plain(&new.outline.letters);
    let Some(old) = old.filter(|old| !old.is_garbled) else {
        return letters(new.span.slice(text)).eq(said);
    };
    let before = plain(&old.outline.letters);
    if before == said {
        return true;
    }
    let printed = printed(&new.outline, 0..new.outline.letters.len(), prints);
    is_same_value(&before, &printed)
}

/// The letters before that a fix has changed.
#[derive(Clone, Debug)]
struct Range<'a> {
    region: &'a Region,
    start: usize,
    end: usize,
    /// Whether other letters stand there after it.
    is_reworded: bool,
}

/// The letters that a fix has changed, and those that stand in their place: from `start` up to,
/// but without, `end`.
struct Moved<'a> {
    range: Range<'a>,
    start: usize,
    end: usize,
    /// Where each of them was, if they are others.
    places: Option<Vec<usize>>,
}

/// What stands where.
struct Alignment<'a> {
    /// The letters of each region, in their order.
    ranges: Vec<Range<'a>>,
    /// The parts of the new text, counted in letters of the old.
    shapes: Vec<Shape>,
}

impl<'a> Alignment<'a> {
    /// Nothing where letters are lost, or others have come.
    fn of(
        old: &Side<'_>,
        new: &Side<'_>,
        regions: &'a [Region],
        prints: &dyn Prints,
    ) -> Option<Self> {
        let (before, after) = (&old.outline.letters, &new.outline.letters);
        let (places, new_places) = (Places::of(before), Places::of(after));
        let mut ranges: Vec<Moved<'_>> = regions
            .iter()
            .map(|region| {
                let (start, end) = places.of_span(region.edit.old);
                let range = Range {
                    region,
                    start,
                    end,
                    is_reworded: false,
                };
                let (start, end) = new_places.of_span(region.edit.new);
                Moved {
                    range,
                    start,
                    end,
                    places: None,
                }
            })
            .collect();
        ranges.sort_by_key(|moved| (moved.range.start, moved.range.end));
        let is_same = equal(before, after);
        if !is_same {
            // Up to where the two have been compared.
            let (mut from, mut to) = (0, 0);
            for moved in &mut ranges {
                let (range, start, end) = (&mut moved.range, moved.start, moved.end);
                let between = before.get(from..range.start)?;
                if !equal(between, after.get(to..start)?) {
                    return None;
                }
                let (typed, said) = (before.get(range.start..range.end)?, after.get(start..end)?);
                range.is_reworded = !equal(typed, said);
                if range.is_reworded {
                    moved.places = Some(earlier_places(typed, said));
                    if !says_the_same(range, (start, end), old, new, prints) {
                        return None;
                    }
                }
                (from, to) = (range.end, end);
            }
            if !equal(&before[from..], &after[to..]) {
                return None;
            }
        }
        let moved = |at: usize, edge: Edge| match is_same {
            true => at,
            false => moved(&ranges, at, edge),
        };
        let shapes = new.outline.shapes.iter().map(|shape| Shape {
            kind: shape.kind.clone(),
            start: moved(shape.start, Edge::Start),
            end: moved(shape.end, Edge::End),
        });
        Some(Self {
            shapes: shapes.collect(),
            ranges: ranges.into_iter().map(|moved| moved.range).collect(),
        })
    }

    /// The ranges that a part has letters of, or stands beside.
    fn beside(&self, shape: &Shape) -> std::ops::Range<usize> {
        let first = self.ranges.partition_point(|range| range.end < shape.start);
        let behind = self
            .ranges
            .partition_point(|range| range.start <= shape.end);
        first..behind.max(first)
    }

    fn touches(&self, shape: &Shape) -> bool {
        !self.beside(shape).is_empty()
    }

    /// Whether a list goes on that ended, because what stood between is part of it now.
    fn is_joined(&self, shape: &Shape) -> bool {
        let is_it =
            |new: &Shape| new.kind == shape.kind && new.start < shape.start && shape.end <= new.end;
        matches!(shape.kind, Kind::List { .. })
            && self
                .shapes
                .iter()
                .any(|new| is_it(new) && self.touches(new))
    }

    /// Whether fixes that stand in a part, or beside it, may have made another of it. None may
    /// take anything out of what it stands in.
    fn may_go(&self, shape: &Shape, old: &Side<'_>) -> bool {
        let same = || {
            self.shapes
                .iter()
                .filter(|new| is_alike(&new.kind, &shape.kind))
        };
        let starts_alike = || same().any(|new| new.start == shape.start);
        let covers = |new: &Shape| new.start <= shape.start && shape.end <= new.end;
        let meets = |new: &Shape| new.start <= shape.end && shape.start <= new.end;
        match &shape.kind {
            Kind::Text
            | Kind::Cell
            | Kind::HardBreak
            | Kind::Task
            | Kind::FootnoteReference
            | Kind::Fact
            | Kind::Target
            | Kind::Id => true,
            Kind::Item => {
                let new = same().filter(|new| new.start == shape.start);
                let end = new.map(|new| new.end).max();
                end.is_some_and(|end| end >= shape.end || self.may_leave(shape, end, old))
            }
            Kind::List { .. } | Kind::Table | Kind::Row => starts_alike() || same().any(covers),
            Kind::Emphasis | Kind::Strong | Kind::Strikethrough | Kind::Element(_) | Kind::Code => {
                same().any(meets) || self.is_within(shape)
            }
            Kind::Link(_) | Kind::Image(_) => same().any(meets) || self.is_named(shape),
            Kind::CodeBlock => starts_alike() || self.is_within(shape) || self.is_words(shape),
            Kind::Heading(_)
            | Kind::Quote
            | Kind::Alert(_)
            | Kind::Period
            | Kind::Rule
            | Kind::Term
            | Kind::Meaning
            | Kind::Details
            | Kind::Figure
            | Kind::States
            | Kind::State
            | Kind::Footnote => starts_alike(),
        }
    }

    /// Whether a fix is about all of a part.
    fn is_within(&self, shape: &Shape) -> bool {
        let covers = |range: &Range<'_>| range.start <= shape.start && shape.end <= range.end;
        self.ranges[self.beside(shape)].iter().any(covers)
    }

    /// Whether all that was shown as code, and no more, is words now, which a fix was there to make.
    fn is_words(&self, shape: &Shape) -> bool {
        let is_markup = |range: &Range<'_>| range.region.is_markup;
        let blocks = || {
            let is_block = |new: &&Shape| !matches!(new.kind, Kind::List { .. } | Kind::Item);
            self.shapes.iter().filter(is_block)
        };
        self.ranges[self.beside(shape)].iter().any(is_markup)
            && blocks().any(|new| new.start == shape.start && new.end <= shape.end)
            && blocks().any(|new| new.end == shape.end && new.start >= shape.start)
    }

    /// Whether a fact stands for all of a part: it is shown as what it is.
    fn is_named(&self, shape: &Shape) -> bool {
        let covers = |range: &Range<'_>| range.start <= shape.start && shape.end <= range.end;
        let beside = &self.ranges[self.beside(shape)];
        beside
            .iter()
            .any(|range| range.region.is_copy && covers(range))
    }

    /// Whether the letters of an item from `start` on may come out of it: a line that is indented
    /// more than the item belongs to the item that stands above it.
    fn may_leave(&self, item: &Shape, start: usize, old: &Side<'_>) -> bool {
        let line_of = |at: usize| line_start(old.text, old.outline.letters[at].span.start);
        let depth = |shapes: &[Shape], at: usize| {
            let items = shapes.iter().filter(|shape| shape.kind == Kind::Item);
            items
                .filter(|item| (item.start..item.end).contains(&at))
                .count()
        };
        let is_as_deep = |at: usize| depth(&self.shapes, at) >= depth(&old.outline.shapes, at);
        let indentation = |at: usize| indentation(&old.text[line_of(at)..]);
        let mut last = line_of(start);
        indentation(start) <= indentation(item.start)
            && (indentation(start) == 0 || is_as_deep(start) && self.is_beside(item, start))
            && (start..item.end).all(|at| {
                let line = line_of(at);
                let is_next = line > last;
                last = line.max(last);
                !is_next || indentation(at) == 0 || is_as_deep(at)
            })
    }

    /// Whether what begins at a place stands in one list with an item.
    fn is_beside(&self, item: &Shape, at: usize) -> bool {
        let is_list = |shape: &&Shape| {
            matches!(shape.kind, Kind::List { .. }) && (shape.start..shape.end).contains(&at)
        };
        let list = self.shapes.iter().rfind(is_list);
        list.is_some_and(|list| list.start <= item.start)
    }

    /// Whether each fix that was to make something of running text has done so.
    fn is_as_promised(&self, lost: &[Shape], gained: &[Shape]) -> bool {
        // How many changes begin, and how many end, beside each range.
        let mut parts = vec![0_i64; self.ranges.len() + 1];
        let mut texts = parts.clone();
        for (shapes, weight) in [(lost, -1), (gained, 1)] {
            for shape in shapes {
                let (counts, weight) = match shape.kind {
                    Kind::Text => (&mut texts, weight),
                    _ => (&mut parts, 1),
                };
                let beside = self.beside(shape);
                counts[beside.start] += weight;
                counts[beside.end] -= weight;
            }
        }
        // In a target the signs themselves are what was wrong.
        let targets: Vec<&Shape> = self
            .shapes
            .iter()
            .filter(|one| one.kind == Kind::Target)
            .collect();
        let is_target = |range: &Range<'_>| {
            let behind = targets.partition_point(|target| target.start <= range.start);
            let target = behind.checked_sub(1).map(|at| targets[at]);
            target.is_some_and(|target| range.end <= target.end)
        };
        let (mut part, mut text) = (0, 0);
        self.ranges.iter().enumerate().all(|(at, range)| {
            (part, text) = (part + parts[at], text + texts[at]);
            // A paragraph that falls into two has come of it, too.
            let has_come = range.is_reworded || part > 0 || text > 0 || is_target(range);
            !range.region.is_markup || range.region.is_removal || has_come
        })
    }
}

/// How many columns of space a line begins with.
fn indentation(line: &str) -> usize {
    let columns = |c: char| match c {
        ' ' => Some(1),
        '\u{3000}' => Some(2),
        '\t' => Some(4),
        _ => None,
    };
    line.chars().map_while(columns).sum()
}

/// Where the line begins that a place is in.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}

/// Whether two parts are of one kind, wherever they lead.
fn is_alike(one: &Kind, other: &Kind) -> bool {
    match (one, other) {
        // A picture is what a link to one was to be.
        (Kind::Link(_) | Kind::Image(_), Kind::Link(_)) | (Kind::Image(_), Kind::Image(_)) => true,
        // A note that stands out is what a quotation with its sign was to be.
        (Kind::Alert(_), Kind::Quote) => true,
        _ => one == other,
    }
}

/// Whether other letters than before say the same.
fn says_the_same(
    range: &Range<'_>,
    (start, end): (usize, usize),
    old: &Side<'_>,
    new: &Side<'_>,
    prints: &dyn Prints,
) -> bool {
    let edit = range.region.edit;
    let typed = plain(&old.outline.letters[range.start..range.end]);
    let (source, replacement) = (edit.old.slice(old.text), edit.new.slice(new.text));
    if !range.region.is_copy {
        let said = &new.outline.letters[start..end];
        return is_more(&typed, said, source)
            || said.is_empty() && is_tag(replacement, &typed)
            || range.region.is_html && is_of_html(source, said)
            || range.region.is_markup
                && (is_of_list(&typed, said, old, edit.old)
                    || is_of_alert(&typed, said, source, replacement));
    }
    let printed = printed(new.outline, start..end, prints);
    let with_values = || printed_text(replacement, new.outline, edit.new, prints);
    is_same_value(&typed, &printed)
        || is_value(source, &with_values())
        || prints
            .name(replacement)
            .is_some_and(|value| is_value(source, &value))
        || is_wrong_name(source, new.outline, edit.new, prints)
}

/// Whether all that was shown is still, and what has come to it stood in the source, or is part of
/// a sign.
fn is_more(typed: &[char], said: &[Letter], source: &str) -> bool {
    let words = said.iter().filter(|letter| !letter.is_sign);
    is_subsequence(typed, &plain(said)) && is_part_of(words.map(|one| one.letter), source)
}

/// Whether what is said are the words of pasted HTML, whose tags and entities were shown.
fn is_of_html(source: &str, said: &[Letter]) -> bool {
    // An empty cell or paragraph holds one.
    let source = source.replace("&nbsp;", " ");
    let source = markup::decode(&source);
    let mut words = String::new();
    let mut rest = &*source;
    while let Some((before, tag)) = rest.split_once('<') {
        words += before;
        rest = tag.split_once('>').map_or("", |(_, behind)| behind);
    }
    words += rest;
    is_more(&letters(&words).collect::<Vec<_>>(), said, &source)
}

/// Whether only the letters `o` are gone that word processors set as the bullets of inner lists.
fn is_of_list(typed: &[char], said: &[Letter], old: &Side<'_>, span: Span) -> bool {
    let start = line_start(old.text, span.start);
    if !old.text[start..span.start].trim().is_empty() {
        return false;
    }
    let without_bullet = |line: &str| {
        let words = line.trim_start();
        let item = words.strip_prefix('o');
        let item = item.filter(|item| item.starts_with(char::is_whitespace));
        item.unwrap_or(words).to_owned()
    };
    let source = span.slice(old.text);
    let words: Vec<String> = source.lines().map(without_bullet).collect();
    letters(source).eq(typed.iter().copied()) && letters(&words.join("\n")).eq(plain(said))
}

/// Whether the sign of a note that stands out was given another of its names.
fn is_of_alert(typed: &[char], said: &[Letter], source: &str, replacement: &str) -> bool {
    let name = |text: &str| -> Option<String> {
        let inside = text.trim_start().strip_prefix(['[', '［'])?;
        let (name, _) = inside.split_once([']', '］'])?;
        Some(name.trim_start_matches(['!', '！']).to_owned())
    };
    let (Some(from), Some(to)) = (name(source), name(replacement)) else {
        return false;
    };
    let is_kind = AlertKind::meant(&from).is_some_and(|kind| kind.name().eq_ignore_ascii_case(&to));
    let (from, to): (Vec<char>, Vec<char>) = (letters(&from).collect(), letters(&to).collect());
    let behind = typed.strip_prefix(&from[..]);
    let is_sign = said.len() >= to.len() && plain(&said[..to.len()]) == to;
    is_kind && is_sign && behind.is_some_and(|behind| is_more(behind, &said[to.len()..], source))
}

/// Whether letters that were shown have become those of a tag or a comment.
fn is_tag(replacement: &str, typed: &[char]) -> bool {
    let is_tag = replacement.starts_with('<') && replacement.ends_with('>');
    is_tag && letters(replacement).eq(typed.iter().copied())
}

/// One end of a part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Start,
    End,
}

/// Where a place among the new letters is among the old.
fn moved(ranges: &[Moved<'_>], at: usize, edge: Edge) -> usize {
    let before = ranges.partition_point(|moved| match edge {
        Edge::Start => moved.start <= at,
        Edge::End => moved.start < at,
    });
    let Some(last) = before.checked_sub(1).map(|last| &ranges[last]) else {
        return at;
    };
    let (range, end) = (&last.range, last.end);
    if at >= end {
        at - end + range.end
    } else {
        let inside = at - last.start;
        let known = last.places.as_ref().map_or(inside, |places| places[inside]);
        range.end.min(range.start + known)
    }
}

/// How many of the letters that were there stand before each of those that are. What has come are
/// signs before words, or targets behind them.
fn earlier_places(old: &[Letter], new: &[Letter]) -> Vec<usize> {
    let pairs = old.iter().zip(new);
    let first = pairs
        .take_while(|(one, other)| one.letter == other.letter)
        .count();
    let mut places: Vec<usize> = (0..=new.len()).map(|at| at.min(first)).collect();
    let (mut left, mut at) = (old.len(), new.len());
    while left > first && at > first {
        places[at] = left;
        at -= 1;
        left -= usize::from(old[left - 1].letter == new[at].letter);
    }
    places[first..=at].fill(first);
    places
}

/// Letters by their place in the source, which need not be their order.
struct Places<'a> {
    letters: &'a [Letter],
    by_place: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(letters: &'a [Letter]) -> Self {
        let mut by_place: Vec<usize> = (0..letters.len()).collect();
        by_place.sort_by_key(|&at| (letters[at].span.start, at));
        Self { letters, by_place }
    }

    /// The letters that come from some bytes; where there is none, the place where they would be.
    fn of_span(&self, span: Span) -> (usize, usize) {
        let place = |at: &usize| self.letters[*at].span;
        let is_in = |at: &usize| {
            let place = place(at);
            let is_inside = place.start < span.end && span.start < place.end;
            let is_point = place.start == place.end;
            is_inside || is_point && span.start <= place.start && place.end <= span.end
        };
        let first = self
            .by_place
            .partition_point(|at| place(at).start < span.start);
        // What stands in the source otherwise than on the page comes from more bytes than its own.
        let before = self.by_place[..first].iter().rev();
        let before = before.take_while(|at| place(at).end > span.start);
        let behind = self.by_place[first..].iter();
        let behind = behind.take_while(|at| place(at).start <= span.end);
        let found = before.chain(behind).filter(|at| is_in(at));
        let ends = found.fold(None, |ends, &at| match ends {
            None => Some((at, at + 1)),
            Some((start, end)) => Some((at.min(start), end.max(at + 1))),
        });
        ends.unwrap_or_else(|| {
            let next = self
                .by_place
                .partition_point(|at| place(at).start < span.end);
            let at = self.by_place.get(next).copied();
            let at = at.unwrap_or(self.letters.len());
            (at, at)
        })
    }
}

fn plain(letters: &[Letter]) -> Vec<char> {
    letters.iter().map(|letter| letter.letter).collect()
}

fn equal(one: &[Letter], other: &[Letter]) -> bool {
    let of = |letters: &[Letter]| plain(letters);
    of(one) == of(other)
}

/// The letters of an outline with what the facts in it print.
fn printed(outline: &Outline, range: std::ops::Range<usize>, prints: &dyn Prints) -> Vec<char> {
    let mut all = Vec::new();
    let mut from = range.start;
    let is_in = |fact: &&Named| range.start <= fact.start && fact.end <= range.end;
    for fact in outline.facts.iter().filter(is_in) {
        let Some(value) = prints.reference(&fact.reference) else {
            continue;
        };
        all.extend(plain(&outline.letters[from..fact.start]));
        all.extend(letters(&value));
        from = fact.end;
    }
    all.extend(plain(&outline.letters[from..range.end]));
    all
}

/// Some bytes of a file with what the facts in it print.
fn printed_text(source: &str, outline: &Outline, span: Span, prints: &dyn Prints) -> String {
    let mut text = String::new();
    let mut from = 0;
    let is_in = |fact: &&Named| {
        span.start <= fact.reference.span.start && fact.reference.span.end <= span.end
    };
    for fact in outline.facts.iter().filter(is_in) {
        let place = fact.reference.span.shifted_back(span.start);
        let Some(value) = prints.reference(&fact.reference) else {
            continue;
        };
        text.push_str(source.get(from..place.start).unwrap_or_default());
        text.push_str(&value);
        from = place.end;
    }
    text + source.get(from..).unwrap_or_default()
}

/// Whether what is printed is what was typed, letter by letter or in another spelling.
fn is_same_value(typed: &[char], printed: &[char]) -> bool {
    let text = |letters: &[char]| fold(&letters.iter().collect::<String>()).into_text();
    typed == printed || text(typed) == text(printed)
}

/// Whether two texts hold the same values, written in whatever way.
fn is_value(typed: &str, printed: &str) -> bool {
    let values = |text: &str| -> Vec<literal::Value> {
        let found = literal::read_all(text);
        found.into_iter().map(|literal| literal.value).collect()
    };
    let (typed, printed) = (values(typed), values(printed));
    !typed.is_empty() && typed == printed
}

/// Whether a name is replaced of which the site says that it is wrong.
fn is_wrong_name(source: &str, outline: &Outline, span: Span, prints: &dyn Prints) -> bool {
    let is_it = |fact: &Named| fact.reference.span == span;
    let mut facts = outline.facts.iter().filter(|fact| is_it(fact));
    facts.any(|fact| prints.is_wrong(&fact.reference, source))
}

fn is_subsequence(few: &[char], many: &[char]) -> bool {
    let mut many = many.iter();
    few.iter().all(|one| many.any(|other| one == other))
}

/// Whether all letters stand in a text, in whatever order: what stands in an attribute may come
/// after what stands in a tag.
fn is_part_of(some: impl IntoIterator<Item = char>, source: &str) -> bool {
    let mut known: BTreeMap<char, usize> = BTreeMap::new();
    for letter in letters(source) {
        *known.entry(letter).or_default() += 1;
    }
    some.into_iter().all(|letter| match known.get_mut(&letter) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    })
}

/// The parts of `some` that are not among `others`.
fn surplus(some: &[Shape], others: &[Shape]) -> Vec<Shape> {
    let mut known: BTreeMap<&Shape, usize> = BTreeMap::new();
    for shape in others {
        *known.entry(shape).or_default() += 1;
    }
    let mut surplus = Vec::new();
    for shape in some {
        match known.get_mut(shape) {
            Some(count) if *count > 0 => *count -= 1,
            _ => surplus.push(shape.clone()),
        }
    }
    surplus
}
