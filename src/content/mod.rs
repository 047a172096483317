//! Content files: front matter and Markdown into documents.
//!
//! Parsing sees one file and never fails. It knows the names of facts, not their values, so
//! a document stays as it is when a fact changes. The only module that knows the
//! `pulldown-cmark` crate.

pub mod body;
mod character_references;
mod directives;
mod fidelity;
mod form;
mod front_matter;
mod layout;
mod mask;
mod mentions;
mod page_kind;
mod phrase;
mod reference;
mod ruby;
mod runs;
mod typos;
mod when;

pub use self::body::Body;
pub use self::directives::DIRECTIVES;
pub use self::form::{Field, Form};
pub use self::front_matter::{FrontMatter, SHAPE as FRONT_MATTER};
pub use self::layout::Layout;
pub use self::mentions::{LinkMention, Mentions, Role};
pub use self::page_kind::PageKind;
pub use self::phrase::{Phrase, Piece};
pub use self::reference::Reference;
pub use self::runs::{OBJECT, Run};

use crate::diag::{Allowance, Checked, code};
use crate::encoding::decode;
use crate::facts::Expression;
use crate::hash::Hash;
use crate::source::{Source, SourceId};
use crate::value;

/// A parsed content file.
#[derive(Clone, Debug)]
pub struct Document {
    /// Which file it is.
    pub source: SourceId,
    /// The hash of the file.
    pub hash: Hash,
    /// What stands between its `+++` lines.
    pub front: FrontMatter,
    /// What stands below them.
    pub body: Body,
    /// What the two mention.
    pub mentions: Mentions,
    /// What its comments allow.
    pub allowances: Vec<Allowance>,
    /// Whether the file could be cut into the two. If not, nothing is missing from them.
    pub is_whole: bool,
}

impl Document {
    /// The days that it names: of its front matter and of its states.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let front = &self.front;
        let days = [&front.publish_from, &front.publish_until, &front.review_by];
        let states = self.mentions.states.iter().flatten();
        let subjects = states.filter_map(|state| state.subject.as_ref());
        subjects.chain(days.into_iter().flatten())
    }

    /// What the names in it begin with: the keys or labels of facts.
    pub fn heads(&self) -> impl Iterator<Item = &str> {
        let references = self.mentions.facts.iter();
        let heads = references.filter_map(|reference| reference.name.split('.').next());
        let heads = heads.map(str::trim_end);
        heads.chain(self.expressions().flat_map(Expression::heads))
    }
}

/// Parses a content file. Never fails: what is wrong is a finding beside the document.
pub fn parse(source: &Source) -> Checked<Document> {
    let mut diagnostics = Vec::new();
    let id = source.id();
    let mut document = Document {
        source: id.clone(),
        hash: source.hash(),
        front: FrontMatter::default(),
        body: Body::default(),
        mentions: Mentions::default(),
        allowances: Vec::new(),
        is_whole: false,
    };
    let Some(decoded) = decode(source, &mut diagnostics) else {
        return Checked::new(document, diagnostics);
    };
    let text: &str = &decoded.text;
    let split = front_matter::split(id, text, decoded.offset, &mut diagnostics);
    document.is_whole = split.is_whole;
    if let Some(front) = split.front {
        document.front = front_matter::read(id, front, decoded.offset, &mut diagnostics);
        let file = (text, decoded.offset);
        diagnostics.extend(fidelity::find_in_front(id, file, &document.front));
        let at = front.start + decoded.offset;
        document.allowances = value::allowances(id, front.toml, at, &mut diagnostics);
    }
    if let Some(start) = split.body {
        let (markdown, at) = (&text[start..], start + decoded.offset);
        let (body, allowances) = body::parse(id, markdown, at).unpack(&mut diagnostics);
        document.body = body;
        document.allowances.extend(allowances);
        // Of a page that is too long, not all was read.
        document.is_whole &= !diagnostics.iter().any(|one| one.code == code::TOO_LARGE);
    }
    document.mentions = mentions::collect(&document.front, &document.body);
    Checked::new(document, diagnostics)
}
