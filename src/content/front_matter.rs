//! What stands between the `+++` lines at the top of a content file.

mod fences;
mod shape;
mod yaml;

pub(super) use self::fences::{Front, split};
pub use self::shape::SHAPE;

use super::form::{self, Form};
use super::layout::{self, Layout};
use super::page_kind::{self, PageKind};
use super::phrase::Phrase;
use crate::calendar::Date;
use crate::diag::{Diagnostic, Text, code, text};
use crate::facts::Expression;
use crate::hash::Hash;
use crate::near::near_misses;
use crate::source::{SourceId, Span};
use crate::value::{self, Reader, Spanned};

/// The front matter of a content file. What the page's kind requires is checked when the
/// kind is known, which may take the file of its section.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// What the page is called.
    pub title: Option<Phrase>,
    /// The question, which is what the page is called.
    pub question: Option<Phrase>,
    /// What the page is about, in a sentence.
    pub description: Option<Phrase>,
    /// The day of an announcement.
    pub date: Option<Date>,
    /// The day of the last change that matters to readers.
    pub updated: Option<Date>,
    /// The last part of the address, instead of the file's name.
    pub slug: Option<Spanned<String>>,
    /// Former addresses.
    pub aliases: Vec<Spanned<String>>,
    /// Whether it is not to be published yet.
    pub draft: bool,
    /// Its place among its neighbours.
    pub order: Option<i64>,
    /// The heading under which a question stands.
    pub category: Option<Phrase>,
    /// What people may search for.
    pub keywords: Vec<Spanned<String>>,
    /// The kind of page.
    pub kind: Option<PageKind>,
    /// How it is laid out, if not as its kind is.
    pub layout: Option<Spanned<Layout>>,
    /// For a section: the kind that its pages are of.
    pub children: Option<Spanned<PageKind>>,
    /// The form of a contact page.
    pub form: Option<Form>,
    /// The cycle it speaks of, whatever the day.
    pub cycle: Option<Spanned<String>>,
    /// The day from which it is shown: a date or an expression.
    pub publish_from: Option<Expression>,
    /// The last day on which it is not over: a date or an expression.
    pub publish_until: Option<Expression>,
    /// The day on which somebody has to look whether it is still true: a date or an expression.
    pub review_by: Option<Expression>,
    /// Where to say that something is missing.
    pub span: Span,
    /// The hash of its TOML.
    hash: Hash,
    /// The keys that are given, with their places.
    pub given: Vec<(String, Span)>,
}

impl FrontMatter {
    /// Whether it is the same text in the same place as `other`, and so says the same.
    pub fn is_written_as(&self, other: &Self) -> bool {
        self.hash == other.hash && self.span == other.span
    }

    /// Whether a page is shown and to be reviewed on the same days, has the same address, kind and
    /// place among others with this front matter as with `other`, and says so in the same places.
    pub fn stands_as(&self, other: &Self) -> bool {
        // All fields are named, so that a new one is thought of here.
        let Self {
            date,
            slug,
            aliases,
            draft,
            order,
            kind,
            children,
            layout,
            cycle,
            publish_from,
            publish_until,
            review_by,
            span,
            title: _,
            question: _,
            description: _,
            updated: _,
            category: _,
            keywords: _,
            form: _,
            given: _,
            hash: _,
        } = self;
        *date == other.date
            && *slug == other.slug
            && *aliases == other.aliases
            && *draft == other.draft
            && *order == other.order
            && *kind == other.kind
            && *children == other.children
            && *layout == other.layout
            && *cycle == other.cycle
            && *publish_from == other.publish_from
            && *publish_until == other.publish_until
            && *review_by == other.review_by
            && *span == other.span
    }
}

/// Reads front matter; `offset` is where its text starts in the file.
pub(super) fn read(
    source: &SourceId,
    front: Front<'_>,
    offset: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> FrontMatter {
    let at = front.start + offset;
    let node = value::parse(source, front.toml, at).unpack(diagnostics);
    let mut reader = Reader::new(source, &node, &SHAPE, diagnostics);
    let given = reader.entries().iter();
    let given = given
        .map(|entry| (entry.key.clone(), entry.key_span))
        .collect();
    let matter = FrontMatter {
        title: Phrase::optional(&mut reader, "title"),
        question: Phrase::optional(&mut reader, "question"),
        description: Phrase::optional(&mut reader, "description"),
        date: reader.get("date"),
        updated: reader.get("updated"),
        slug: reader.spanned("slug"),
        aliases: reader.list("aliases"),
        draft: reader.get("draft").unwrap_or(false),
        order: reader.get("order"),
        category: Phrase::optional(&mut reader, "category"),
        keywords: reader.list("keywords"),
        kind: kind(&mut reader, "kind").map(|kind| kind.value),
        children: kind(&mut reader, "children"),
        layout: layout(&mut reader),
        form: form::read(&mut reader),
        cycle: reader.spanned("cycle"),
        publish_from: day(&mut reader, "publish_from"),
        publish_until: day(&mut reader, "publish_until"),
        review_by: day(&mut reader, "review_by"),
        span: front.fence.shifted(offset),
        hash: Hash::of(front.toml.as_bytes()),
        given,
    };
    reader.finish();
    matter
}

fn day(reader: &mut Reader<'_, '_>, key: &'static str) -> Option<Expression> {
    reader.node(key).cloned().map(Expression::of)
}

fn kind(reader: &mut Reader<'_, '_>, key: &'static str) -> Option<Spanned<PageKind>> {
    let name = reader.spanned::<String>(key)?;
    let kind = PageKind::from_name(&name.value);
    let message = |typed: &str| {
        text!(
            "「{typed}」というページの種類（kind）はありません",
            "there is no kind of page `{typed}`"
        )
    };
    one_of(reader, &name, kind, &page_kind::NAMES, message)
}

fn layout(reader: &mut Reader<'_, '_>) -> Option<Spanned<Layout>> {
    let name = reader.spanned::<String>("layout")?;
    let layout = Layout::from_name(&name.value);
    let message = |typed: &str| {
        text!(
            "「{typed}」という割り付け（layout）はありません",
            "there is no layout `{typed}`"
        )
    };
    one_of(reader, &name, layout, &layout::NAMES, message)
}

/// The value that `name` stands for, which is one of `names`; otherwise says so.
pub(super) fn one_of<T>(
    reader: &mut Reader<'_, '_>,
    name: &Spanned<String>,
    value: Option<T>,
    names: &[&'static str],
    message: impl FnOnce(&str) -> Text,
) -> Option<Spanned<T>> {
    if let Some(value) = value {
        let span = name.span;
        return Some(Spanned { value, span });
    }
    let near = near_misses(&name.value, names.iter().copied());
    let offered = if near.is_empty() { names } else { &near }.join(", ");
    let place = reader.place(name.span);
    let diagnostic = Diagnostic::new(code::INVALID_VALUE, place, message(&name.value));
    reader.report(diagnostic.help(text!("書けるのは: {offered}", "it can be: {offered}")));
    None
}
