//! What a document mentions: collected once, when it is parsed, because every build asks.

use super::body::{Body, Heading, Inline, Seen, State, visit_blocks};
use super::front_matter::FrontMatter;
use super::phrase::{Phrase, Piece};
use super::reference::Reference;
use crate::source::Span;
use std::collections::HashSet;

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
    /// The places of references and of the targets of links that stand in states.
    pub in_states: HashSet<Span>,
    /// The groups of states, without what is in them.
    pub states: Vec<Vec<State>>,
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
}

pub(super) fn collect(front: &FrontMatter, body: &Body) -> Mentions {
    let mut mentions = Mentions::default();
    let lines = [
        &front.title,
        &front.question,
        &front.description,
        &front.category,
    ];
    for line in lines.into_iter().flatten() {
        mentions.facts.extend(line.references().cloned());
    }
    if let Some(form) = &front.form {
        let references = form.phrases().chain(&form.mail);
        let references = references.flat_map(Phrase::references);
        mentions.facts.extend(references.cloned());
        if let Some(privacy) = &form.privacy {
            mentions.link(&privacy.pieces, &[], privacy.span, false);
        }
    }
    body.visit(&mut |seen| match seen {
        Seen::Heading(heading) => mentions.headings.push(heading.clone()),
        Seen::Image(image) => mentions.link(&image.target, &image.title, image.target_span, true),
        Seen::Inline(Inline::Link(link)) => {
            mentions.link(&link.target, &link.title, link.target_span, false);
        }
        Seen::Inline(Inline::Fact(reference)) => mentions.facts.push(reference.clone()),
        Seen::States(states) => {
            let bare = |state: &State| State {
                blocks: Vec::new(),
                ..state.clone()
            };
            mentions.states.push(states.iter().map(bare).collect());
            for state in states {
                visit_blocks(&state.blocks, &mut |seen| mentions.in_state(seen));
            }
        }
        Seen::Block | Seen::Inline(_) => {}
    });
    mentions
}

impl Mentions {
    fn in_state(&mut self, seen: Seen<'_>) {
        match seen {
            Seen::Heading(heading) => {
                self.passing.insert(heading.id.clone());
            }
            Seen::Inline(Inline::Fact(reference)) => {
                self.in_states.insert(reference.span);
            }
            Seen::Inline(Inline::Link(link)) => {
                self.target_in_state(&link.target, &link.title, link.target_span);
            }
            Seen::Image(image) => {
                self.target_in_state(&image.target, &image.title, image.target_span);
            }
            Seen::Block | Seen::States(_) | Seen::Inline(_) => {}
        }
    }

    fn target_in_state(&mut self, target: &[Piece], title: &[Piece], span: Span) {
        self.in_states.insert(span);
        for piece in target.iter().chain(title) {
            if let Piece::Fact(reference) = piece {
                self.in_states.insert(reference.span);
            }
        }
    }

    fn link(&mut self, target: &[Piece], title: &[Piece], span: Span, is_image: bool) {
        for piece in target.iter().chain(title) {
            if let Piece::Fact(reference) = piece {
                self.facts.push(reference.clone());
            }
        }
        self.links.push(LinkMention {
            target: target.to_vec(),
            span,
            is_image,
        });
    }
}
