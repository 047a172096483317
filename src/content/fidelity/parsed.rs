//! What the Markdown parser makes of a body, with what its events do not say: which
//! definitions of targets are used, and which references have none.

use crate::content::mask::Masked;
use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag};
use std::collections::HashSet;
use std::ops::Range;

/// The events of a body and what stands behind them. All ranges are of the masked text.
pub(in crate::content) struct Parsed<'a> {
    pub(in crate::content) events: Vec<(Event<'a>, Range<usize>)>,
    /// The definitions of targets, the first of each label.
    pub(super) definitions: Vec<Definition>,
    /// The links and pictures whose target is defined elsewhere, by their places, each with the
    /// place of its definition.
    pub(super) uses: Vec<(Range<usize>, Range<usize>)>,
    /// `[words][label]` and `[words][]` whose label has no definition.
    pub(super) undefined: Vec<Range<usize>>,
}

/// `[label]: target "title"`
pub(super) struct Definition {
    pub(super) label: String,
    pub(super) range: Range<usize>,
}

impl<'a> Parsed<'a> {
    /// Parses a masked text.
    pub(in crate::content) fn read(masked: &'a Masked<'_>) -> Self {
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
        let parser = Parser::new_with_broken_link_callback(&masked.text, options(), Some(broken));
        let mut iterator = parser.into_offset_iter();
        let mut events = Vec::new();
        let mut uses = Vec::new();
        while let Some((event, range)) = iterator.next() {
            if let Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) =
                &event
                && is_reference(*link_type)
                && let Some(definition) = iterator.reference_definitions().get(id)
            {
                uses.push((range.clone(), definition.span.clone()));
            }
            events.push((event, range));
        }
        let definitions = iterator.reference_definitions().iter();
        let mut definitions: Vec<Definition> = definitions
            .map(|(label, definition)| Definition {
                label: label.to_owned(),
                range: definition.span.clone(),
            })
            .collect();
        drop(iterator);
        // The parser keeps them without an order.
        definitions.sort_by_key(|definition| definition.range.start);
        undefined.sort_by_key(|range| range.start);
        Self {
            events,
            definitions,
            uses,
            undefined,
        }
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// Whether the target of such a link is defined elsewhere.
const fn is_reference(link_type: LinkType) -> bool {
    matches!(
        link_type,
        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
    )
}
