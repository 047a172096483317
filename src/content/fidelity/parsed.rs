//! What the Markdown parser makes of a body, with what its events do not say: which
//! definitions of targets are used, and which references have none.

use crate::content::mask::Masked;
use crate::near::folded;
use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, HashSet};
use std::mem;
use std::ops::Range;

/// A page of more events is not read: a table of that many cells is no page that anybody reads, and
/// each of them takes some hundred bytes of memory.
pub(in crate::content) const MAX_EVENTS: usize = 200_000;
/// The endings of files and of domains are no longer.
const MAX_ENDING_BYTES: usize = 5;

/// The events of a body and what stands behind them. All ranges are of the masked text.
pub(in crate::content) struct Parsed<'a> {
    /// A link whose target is defined by what cannot be one is text here.
    pub(in crate::content) events: Vec<(Event<'a>, Range<usize>)>,
    /// The definitions of targets, the first of each label.
    pub(super) definitions: Vec<Definition>,
    /// Their labels, folded.
    pub(super) labels: HashSet<String>,
    /// `[words][label]` and `[words][]` whose label has no definition.
    pub(super) undefined: Vec<Range<usize>>,
    /// Where a page has more than [`MAX_EVENTS`]; it has none then.
    pub(in crate::content) excess: Option<usize>,
}

/// `[label]: target "title"`
pub(super) struct Definition {
    pub(super) label: String,
    pub(super) range: Range<usize>,
    /// Whether it leads somewhere: `0120-111-222` is no target.
    pub(super) has_target: bool,
    /// Whether a fact is in it, which may be an address.
    has_fact: bool,
    /// Whether a link or a picture uses it.
    pub(super) is_used: bool,
}

impl Definition {
    /// Whether a link that uses it may lead somewhere.
    pub(super) const fn leads(&self) -> bool {
        self.has_target || self.has_fact
    }
}

impl<'a> Parsed<'a> {
    /// Parses a masked text.
    pub(in crate::content) fn read(masked: &'a Masked<'_>) -> Self {
        let text = masked.text.as_str();
        let mut undefined = Vec::new();
        let mut seen = HashSet::new();
        let broken = |link: BrokenLink<'a>| -> Option<(CowStr<'a>, CowStr<'a>)> {
            let end = match link.link_type {
                LinkType::Reference => Some(link.span.end),
                // The place is that of the words.
                LinkType::Collapsed => Some(link.span.end + "[]".len()),
                _ => None,
            };
            if let Some(end) = end
                && seen.insert(link.span.start)
            {
                undefined.push(link.span.start..end);
            }
            None
        };
        let parser = Parser::new_with_broken_link_callback(text, options(), Some(broken));
        let mut iterator = parser.into_offset_iter();
        let mut definitions = BTreeMap::new();
        for (label, definition) in iterator.reference_definitions().iter() {
            let one = Definition {
                label: label.to_owned(),
                range: definition.span.clone(),
                has_target: has_target(&definition.dest),
                has_fact: definition.dest.chars().any(|c| masked.token(c).is_some()),
                is_used: false,
            };
            definitions.insert(definition.span.start, one);
        }
        let mut links = Links::new(text);
        let mut excess = None;
        while let Some((event, range)) = iterator.next() {
            if links.events.len() == MAX_EVENTS {
                excess = Some(range.start);
                links.events = Vec::new();
                break;
            }
            let used = defined_elsewhere(&event)
                .and_then(|label| iterator.reference_definitions().get(label))
                .and_then(|definition| definitions.get_mut(&definition.span.start));
            if let Some(used) = used {
                // Of a link in an alternative text, only the words are read.
                used.is_used |= links.pictures == 0;
                links.is_text = !used.leads();
            }
            links.push(event, range);
        }
        drop(iterator);
        undefined.sort_by_key(|range| range.start);
        let labels = definitions.values().map(|one| folded(&one.label));
        Self {
            events: links.events,
            labels: labels.collect(),
            definitions: definitions.into_values().collect(),
            undefined,
            excess,
        }
    }
}

/// Turns links that lead nowhere into text.
struct Links<'a> {
    text: &'a str,
    events: Vec<(Event<'a>, Range<usize>)>,
    /// Whether the link that begins is text.
    is_text: bool,
    /// The links and pictures that are open, and whether each is text.
    open: Vec<bool>,
    /// How many pictures are open.
    pictures: usize,
}

impl<'a> Links<'a> {
    const fn new(text: &'a str) -> Self {
        Self {
            text,
            events: Vec::new(),
            is_text: false,
            open: Vec::new(),
            pictures: 0,
        }
    }

    fn push(&mut self, event: Event<'a>, range: Range<usize>) {
        match &event {
            Event::Start(Tag::Image { .. }) => self.pictures += 1,
            Event::End(TagEnd::Image) => self.pictures -= 1,
            _ => {}
        }
        let is_text = match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                self.open.push(self.is_text);
                mem::take(&mut self.is_text)
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.open.pop().unwrap_or(false),
            _ => false,
        };
        if !is_text {
            self.events.push((event, range));
            return;
        }
        let part = match event {
            Event::Start(_) => {
                let signs = self.text[range.clone()].find('[').map_or(0, |at| at + 1);
                range.start..range.start + signs
            }
            _ => {
                let before = self.events.last().map_or(0, |(_, range)| range.end);
                before.clamp(range.start, range.end)..range.end
            }
        };
        let text = &self.text[part.clone()];
        self.events.push((Event::Text(text.into()), part));
    }
}

/// The label of a link or a picture whose target is defined elsewhere.
fn defined_elsewhere<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    let Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) = event
    else {
        return None;
    };
    let is_elsewhere = matches!(
        link_type,
        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
    );
    is_elsewhere.then_some(&**id)
}

/// Whether a target has the form of an address or of a file.
fn has_target(target: &str) -> bool {
    let target = folded(target);
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
    };
    let has_scheme = target
        .split_once(':')
        .is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.is_empty());
    let path = target.split(['#', '?']).next().unwrap_or_default();
    let has_ending = path.rsplit_once('.').is_some_and(|(name, ending)| {
        !name.is_empty()
            && (1..=MAX_ENDING_BYTES).contains(&ending.len())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
            && ending.contains(|c: char| c.is_ascii_alphabetic())
    });
    has_scheme || has_ending || target.starts_with('#') || target.contains('/')
}

/// What the parser knows beside plain CommonMark.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}
