//! What templates see of a form, and what is sent of it.

use super::html::{Links, href, printed_html, single_quoted};
use super::policy_but_forms;
use crate::content::{Phrase, Piece};
use crate::facts::Meaning;
use crate::form::{ELAPSED, Field, TRAP, describe};
use crate::language::Language;
use crate::path::{encoded, mailto};
use crate::site::{Page, Site};
use serde::Serialize;

/// The file with the rules, in the folder of the page.
pub(super) const RULES: &str = "form.json";

/// A form.
#[derive(Debug, Serialize)]
pub(super) struct FormView<'a> {
    /// Where it is sent to, if it can be sent.
    pub endpoint: Option<&'a str>,
    /// The policy of its page, where it can be sent.
    pub policy: Option<String>,
    /// The address of the page on personal data.
    pub privacy: Option<String>,
    /// Where to mail what it asks for, where it cannot be sent.
    pub mail: Option<MailView>,
    /// The rules for its fields, as JSON.
    pub rules: String,
    /// The same for the script, as HTML to stand in single quotes: without what is nothing.
    pub rules_html: String,
    /// The name of the field that people cannot see.
    pub trap: &'static str,
    /// The name of the field in which the script tells how long it took.
    pub elapsed: &'static str,
    /// Its fields.
    pub fields: Vec<FieldView<'a>>,
}

/// Where to mail to.
#[derive(Debug, Serialize)]
pub(super) struct MailView {
    /// The address as a link, as HTML.
    pub html: String,
    /// The link to a mail about the page; ends where its text begins, percent-encoded.
    pub letter: String,
}

/// A field.
#[derive(Debug, Serialize)]
pub(super) struct FieldView<'a> {
    /// The name under which it is sent.
    pub name: &'a str,
    /// What it is called.
    pub label: String,
    /// The name of its kind.
    pub kind: &'static str,
    /// Whether it must not be left empty.
    pub required: bool,
    /// What helps to fill it in.
    pub help: Option<String>,
    /// Of a selection: what it can be.
    pub options: Vec<String>,
    /// The keyboard of a phone, in the words of HTML's `inputmode`.
    pub keyboard: &'static str,
    /// What browsers fill in: HTML's `autocomplete`.
    pub fills: &'static str,
}

impl<'a> FormView<'a> {
    /// The form of a page.
    pub(super) fn of(site: &Site, page: &'a Page) -> Option<Self> {
        let form = page.document.front.form.as_ref()?;
        let fields = fields(page);
        let rules = describe(&fields, page.language);
        let rules = serde_json::to_string(&rules).expect("rules are strings and lists only");
        let endpoint = form.endpoint.as_deref();
        let privacy = form.privacy.as_ref();
        let shown = form.fields.iter().zip(&fields);
        Some(Self {
            endpoint,
            policy: endpoint.map(|endpoint| {
                let policy = policy_but_forms();
                format!("{policy}; form-action 'self' {}", origin(endpoint))
            }),
            privacy: privacy.and_then(|link| href(site, &page.url, page.target(link.span)?, "")),
            mail: mail(page).filter(|_| endpoint.is_none()),
            rules_html: single_quoted(&without_nothing(&rules)),
            rules,
            trap: TRAP,
            elapsed: ELAPSED,
            fields: shown
                .map(|(declared, field)| FieldView {
                    name: &declared.name.value,
                    label: field.label.clone(),
                    kind: field.kind.name,
                    required: field.is_required,
                    help: declared.help.as_ref().map(|help| text(page, help)),
                    options: field.options.clone(),
                    keyboard: field.kind.keyboard,
                    fills: field.kind.fills,
                })
                .collect(),
        })
    }
}

/// The rules without keys that say nothing, which the script does not miss. Within a text, quotes
/// are escaped, so that none of these is ever a part of one.
fn without_nothing(rules: &str) -> String {
    let empty = [",\"pattern\":null", ",\"checksum\":null", ",\"options\":[]"];
    empty
        .iter()
        .fold(rules.to_owned(), |rules, empty| rules.replace(empty, ""))
}

fn mail(page: &Page) -> Option<MailView> {
    let mail = page.document.front.form.as_ref()?.mail.as_ref()?;
    let printed = page.fact(mail.references().next()?.span)?;
    // What is no address has been reported.
    let address = printed.parts.iter().find_map(|part| match &part.meaning {
        Meaning::Email(address) => Some(address),
        _ => None,
    })?;
    let mut html = String::new();
    printed_html(printed, page.language, Links::Allowed, &mut html);
    let (mailto, subject) = (mailto(address), encoded(&page.title.text(), ""));
    Some(MailView {
        html,
        letter: format!("{mailto}?subject={subject}&body="),
    })
}

/// A form that is sent somewhere, as its page shows it.
#[derive(Clone, Debug)]
pub struct SentForm {
    /// Where it is sent to.
    pub endpoint: String,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// The language of its page.
    pub language: Language,
}

impl SentForm {
    /// The form of a page, where it is sent somewhere.
    pub fn of(page: &Page) -> Option<Self> {
        let form = page.document.front.form.as_ref()?;
        Some(Self {
            endpoint: form.endpoint.clone()?,
            fields: fields(page),
            language: page.language,
        })
    }
}

/// The fields of a page's form, with the values of the facts that they speak of.
fn fields(page: &Page) -> Vec<Field> {
    let form = page.document.front.form.as_ref();
    let fields = form.into_iter().flat_map(|form| &form.fields);
    let field = |field: &crate::content::Field| Field {
        name: field.name.value.clone(),
        label: text(page, &field.label),
        kind: field.kind,
        is_required: field.is_required,
        max_length: field.max_length,
        options: field.options.iter().map(|one| text(page, one)).collect(),
    };
    fields.map(field).collect()
}

fn text(page: &Page, phrase: &Phrase) -> String {
    let pieces = phrase.pieces.iter();
    let printed = pieces.map(|piece| match piece {
        Piece::Words(words) => words.text.clone(),
        Piece::Fact(reference) => {
            let fact = page.fact(reference.span);
            fact.map(|fact| fact.text()).unwrap_or_default()
        }
    });
    printed.collect()
}

/// Scheme, host and port of an address.
fn origin(address: &str) -> &str {
    let host = "https://".len();
    let end = address[host..].find(['/', '?', '#']);
    end.map_or(address, |end| &address[..host + end])
}
