//! What a document mentions: collected once, when it is parsed, because every build asks.

use super::body::{
    Block, Body, Definition, Heading, Inline, Seen, State, visit_blocks, visit_inlines,
};
use super::front_matter::FrontMatter;
use super::phrase::{Phrase, Piece};
use super::reference::Reference;
use crate::source::Span;
use std::collections::{HashMap, HashSet};

/// What a document mentions, in reading order.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// The facts, in the front matter and in the body.
    pub facts: Vec<Reference>,
    /// The links and pictures of the body, and the link of a form.
    pub links: Vec<LinkMention>,
    /// The headings.
    pub headings: Vec<Heading>,
    /// The ids of the headings that stand in states: on some days they are not there.
    pub passing: HashSet<String>,
    /// The places of references and of the targets of links that stand in states, each with the
    /// groups of states around it. What stands in a period counts as in its states:
    /// they are one box.
    pub in_states: HashMap<Span, Vec<usize>>,
    /// The places of references that stand elsewhere than in running text, and where.
    pub roles: HashMap<Span, Role>,
    /// The groups of states, without what is in them.
    pub states: Vec<Vec<State>>,
    /// Where the footnotes are defined.
    pub footnotes: Vec<Span>,
}

/// What words are for that are no running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The title or the question: what the page is called.
    Title,
    /// Another line of the front matter: it is read without the page, in lists.
    Line,
    /// Part of the address that a link or a picture leads to.
    Address,
    /// They name something that follows or stands beside: a heading, a term with a definition,
    /// the first row of a table, the words of a figure.
    Name,
}

/// A link or picture.
#[derive(Clone, Debug)]
pub struct LinkMention {
    /// Where it leads, as it was typed.
    pub target: Vec<Piece>,
    /// The target.
    pub span: Span,
    /// Whether it is a picture.
    pub is_image: bool,
    /// The whole of a link that has no words to follow it by.
    pub wordless: Option<Span>,
}

pub(super) fn collect(front: &FrontMatter, body: &Body) -> Mentions {
    let mut mentions = Mentions::default();
    mentions.front(front);
    mentions.footnotes = body.footnotes.iter().map(|one| one.span).collect();
    let mut periods: Vec<&[Block]> = Vec::new();
    body.visit(&mut |seen| match seen {
        Seen::Heading(heading) => mentions.headings.push(heading.clone()),
        Seen::Image(image) => mentions.link(&image.target, &image.title, image.target_span, true),
        Seen::Inline(Inline::Link(link)) => {
            mentions.link(&link.target, &link.title, link.target_span, false);
            if let Some(mention) = mentions
                .links
                .last_mut()
                .filter(|_| is_blank(&link.content))
            {
                mention.wordless = Some(link.span);
            }
        }
        Seen::Inline(Inline::Fact(reference)) => mentions.facts.push(reference.clone()),
        Seen::States(states) => mentions.states(states),
        Seen::Block(block) => {
            if let Block::Period(blocks) = block {
                periods.push(blocks);
            }
            for names in names(block) {
                visit_inlines(names, &mut |seen| {
                    let references = references(seen).into_iter();
                    mentions
                        .roles
                        .extend(references.map(|one| (one.span, Role::Name)));
                });
            }
        }
        Seen::Inline(_) => {}
    });
    for blocks in periods {
        mentions.period(blocks);
    }
    mentions
}

/// Whether there is nothing in running text that one could read or hear. A picture has a text of
/// its own.
fn is_blank(content: &[Inline]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Text(words) => words.text.trim().is_empty(),
        Inline::SoftBreak | Inline::HardBreak | Inline::BreakOpportunity => true,
        Inline::Emphasis(inner)
        | Inline::Strong(inner)
        | Inline::Strikethrough(inner)
        | Inline::Element(_, inner) => is_blank(inner),
        Inline::Link(link) => is_blank(&link.content),
        Inline::Code(code) => code.trim().is_empty(),
        Inline::Fact(_)
        | Inline::Image(_)
        | Inline::States(_)
        | Inline::FootnoteReference(_)
        | Inline::Task { .. } => false,
    })
}

/// The references in a piece of a text itself, beside those in what is in it.
fn references(seen: Seen<'_>) -> Vec<&Reference> {
    let of_target = |target, title| {
        let pieces = <[Piece]>::iter(target).chain(<[Piece]>::iter(title));
        let references = pieces.filter_map(|piece| match piece {
            Piece::Fact(reference) => Some(reference),
            Piece::Words(_) => None,
        });
        references.collect()
    };
    match seen {
        Seen::Inline(Inline::Fact(reference)) => vec![reference],
        Seen::Inline(Inline::Link(link)) => of_target(&link.target, &link.title),
        Seen::Image(image) => of_target(&image.target, &image.title),
        Seen::Block(_) | Seen::States(_) | Seen::Heading(_) | Seen::Inline(_) => Vec::new(),
    }
}

/// The words of a block that name something.
fn names(block: &Block) -> Vec<&[Inline]> {
    match block {
        Block::Heading(heading) => vec![&heading.content],
        Block::Table(table) => table.head.iter().map(Vec::as_slice).collect(),
        Block::Details(details) => vec![&details.summary],
        Block::Definitions(definitions) => definitions
            .iter()
            .filter_map(|one| match one {
                Definition::Term(content) => Some(content.as_slice()),
                Definition::Meaning(_) => None,
            })
            .collect(),
        Block::Figure(figure) => {
            let callouts = figure.callouts.iter().map(|one| one.content.as_slice());
            let others = [figure.image.alt.as_slice(), &figure.caption];
            callouts.chain(others).collect()
        }
        Block::Paragraph(_)
        | Block::Plain(_)
        | Block::List(_)
        | Block::Quote(_)
        | Block::Period(_)
        | Block::Alert(..)
        | Block::Code(_)
        | Block::Rule
        | Block::States(_) => Vec::new(),
    }
}

impl Mentions {
    /// The part of the text that a place belongs to: what stands between one heading that is
    /// always there and the next, or in one footnote. The first part begins with the title.
    pub fn section(&self, place: Span) -> usize {
        let holds = |footnote: &Span| (footnote.start..footnote.end).contains(&place.start);
        if let Some(at) = self.footnotes.iter().position(holds) {
            return self.headings.len() + 1 + at;
        }
        let headings = self.headings.iter();
        headings
            .filter(|heading| heading.span.start <= place.start)
            .filter(|heading| !self.passing.contains(&heading.id))
            .count()
    }

    fn front(&mut self, front: &FrontMatter) {
        let titles = [&front.title, &front.question].into_iter().flatten();
        let lines = [&front.description, &front.category];
        for line in titles {
            self.phrase(line, Role::Title);
        }
        for line in lines.into_iter().flatten() {
            self.phrase(line, Role::Line);
        }
        if let Some(form) = &front.form {
            for phrase in form.phrases().chain(&form.mail) {
                self.phrase(phrase, Role::Line);
            }
            if let Some(privacy) = &form.privacy {
                self.link(&privacy.pieces, &[], privacy.span, false);
            }
        }
    }

    fn phrase(&mut self, phrase: &Phrase, role: Role) {
        for reference in phrase.references() {
            self.roles.insert(reference.span, role);
            self.facts.push(reference.clone());
        }
    }

    fn states(&mut self, states: &[State]) {
        let bare = |state: &State| State {
            blocks: Vec::new(),
            ..state.clone()
        };
        let group = self.states.len();
        self.states.push(states.iter().map(bare).collect());
        for state in states {
            visit_blocks(&state.blocks, &mut |seen| self.in_state(seen, group));
        }
    }

    /// Once all groups are known: what stands beside the states of a period.
    fn period(&mut self, blocks: &[Block]) {
        let groups: Vec<usize> = blocks
            .iter()
            .filter_map(|block| match block {
                Block::States(states) => states.first(),
                _ => None,
            })
            .filter_map(|first| {
                let mut known = self.states.iter();
                known.position(|group| group.first().is_some_and(|one| one.span == first.span))
            })
            .collect();
        let beside = blocks.iter().filter(|one| !matches!(one, Block::States(_)));
        for block in beside {
            visit_blocks(std::slice::from_ref(block), &mut |seen| {
                for reference in references(seen) {
                    for group in &groups {
                        self.put_in_state(reference.span, *group);
                    }
                }
            });
        }
    }

    fn in_state(&mut self, seen: Seen<'_>, group: usize) {
        match seen {
            Seen::Heading(heading) => {
                self.passing.insert(heading.id.clone());
            }
            Seen::Inline(Inline::Link(link)) => self.put_in_state(link.target_span, group),
            Seen::Image(image) => self.put_in_state(image.target_span, group),
            Seen::Block(_) | Seen::States(_) | Seen::Inline(_) => {}
        }
        for reference in references(seen) {
            self.put_in_state(reference.span, group);
        }
    }

    fn put_in_state(&mut self, span: Span, group: usize) {
        self.in_states.entry(span).or_default().push(group);
    }

    fn link(&mut self, target: &[Piece], title: &[Piece], span: Span, is_image: bool) {
        for piece in target.iter().chain(title) {
            if let Piece::Fact(reference) = piece {
                self.facts.push(reference.clone());
            }
        }
        for piece in target {
            if let Piece::Fact(reference) = piece {
                self.roles.insert(reference.span, Role::Address);
            }
        }
        self.links.push(LinkMention {
            target: target.to_vec(),
            span,
            is_image,
            wordless: None,
        });
    }
}
