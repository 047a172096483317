//! References to facts become what they print.

use crate::content::{Phrase, Piece, Reference};
use crate::diag::{Diagnostic, Place, code, text};
use crate::facts::{Facts, Form, Found, Meaning, Part, Stated, plain_text};
use crate::language::Language;
use crate::source::SourceId;
use std::sync::Arc;

/// A fact as it is printed at one place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Printed {
    /// Its name in keys: `renewal.end`.
    pub name: String,
    /// What is printed.
    pub parts: Vec<Part>,
}

impl Printed {
    /// What is printed, as plain text.
    pub fn text(&self) -> String {
        plain_text(&self.parts)
    }
}

/// A use of a fact.
#[derive(Clone, Debug)]
pub struct Use {
    /// The key of the fact.
    pub key: String,
    /// The name of what is printed: the key, or that of a member.
    pub name: String,
    /// Where it is used.
    pub place: Place,
}

/// A line of text with the values of its facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Line {
    /// Its pieces, in order.
    pub parts: Vec<LinePart>,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LinePart {
    /// Words.
    Words(String),
    /// A fact.
    Fact(Arc<Printed>),
}

impl Line {
    /// The whole line as plain text.
    pub fn text(&self) -> String {
        let text = |part: &LinePart| match part {
            LinePart::Words(words) => words.clone(),
            LinePart::Fact(printed) => printed.text(),
        };
        self.parts.iter().map(text).collect()
    }

    /// Words without facts.
    pub fn plain(words: impl Into<String>) -> Self {
        Self {
            parts: vec![LinePart::Words(words.into())],
        }
    }
}

/// Prints the references of one file, and remembers what it saw.
pub(super) struct Printer<'a> {
    pub(super) facts: &'a Facts,
    /// The language that facts are printed in.
    pub(super) language: Language,
    /// The language of the site, in which every fact can be printed.
    own: Language,
    pub(super) source: &'a SourceId,
    pub(super) uses: Vec<Use>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Printer<'a> {
    pub(super) fn new(facts: &'a Facts, language: Language, source: &'a SourceId) -> Self {
        Self {
            facts,
            language,
            own: language,
            source,
            uses: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// What a reference prints; `None`, with a finding, where it leads nowhere.
    pub(super) fn print(&mut self, reference: &Reference) -> Option<Arc<Printed>> {
        let found = match self.facts.find(&reference.name) {
            Ok(found) => found,
            Err(missing) => {
                let place = Place::new(self.source, reference.name_span);
                self.diagnostics
                    .extend(missing.diagnostic(&reference.name, place));
                return None;
            }
        };
        self.uses.push(Use {
            key: found.stated.key.clone(),
            name: found.name.clone(),
            place: Place::new(self.source, reference.span),
        });
        if self.language != self.own && !found.fact.is_said_in(self.language) {
            let place = Place::new(self.source, reference.span);
            self.diagnostics
                .push(not_said(&found.stated, self.language, place));
            return None;
        }
        let form = match &reference.form {
            None => Some(Form::Default),
            Some(name) => Form::from_name(name),
        };
        let parts = form.and_then(|form| found.fact.print(form, self.language));
        let Some(parts) = parts else {
            let place = Place::new(self.source, reference.form_span);
            let form = reference.form.as_deref().unwrap_or_default();
            self.diagnostics.push(unknown_form(form, &found, place));
            return None;
        };
        Some(Arc::new(Printed {
            name: found.name,
            parts,
        }))
    }

    /// A phrase with the values of its facts. A reference that leads nowhere is left out; it
    /// has been reported.
    pub(super) fn line(&mut self, phrase: &Phrase) -> Line {
        let mut parts = Vec::new();
        for piece in &phrase.pieces {
            match piece {
                Piece::Words(words) => parts.push(LinePart::Words(words.text.clone())),
                Piece::Fact(reference) => {
                    parts.extend(self.print(reference).map(LinePart::Fact));
                }
            }
        }
        Line { parts }
    }

    /// The line with the telephone number. That of a fax is not one to call.
    pub(super) fn telephone(&mut self, phrase: &Phrase) -> Line {
        for reference in phrase.references() {
            let found = self.facts.find(&reference.name);
            let parts = found
                .ok()
                .and_then(|found| found.fact.print(Form::Default, self.language));
            let mut parts = parts.into_iter().flatten();
            if parts.any(|part| matches!(part.meaning, Meaning::Fax(_))) {
                let place = Place::new(self.source, reference.name_span);
                let name = &reference.name;
                self.diagnostics.push(
                    Diagnostic::new(
                        code::WRONG_KIND,
                        place,
                        text!(
                            "「{name}」はファクス番号です。ここには電話番号が入ります",
                            "`{name}` is a fax number; a telephone number belongs here"
                        ),
                    )
                    .help(text!(
                        "電話番号（phone）の事実の名前を書いてください",
                        "write the name of a fact of the kind `phone`"
                    )),
                );
            }
        }
        self.line(phrase)
    }

    /// A phrase as plain text.
    pub(super) fn text(&mut self, phrase: &Phrase) -> String {
        self.line(phrase).text()
    }
}

fn not_said(stated: &Stated, language: Language, place: Place) -> Diagnostic {
    let (key, label) = (&stated.key, &stated.label);
    let tag = language.tag();
    let (japanese, english) = language.names();
    Diagnostic::new(
        code::MISSING_KEY,
        place,
        text!(
            "「{label}」を{japanese}で何というかが、site.toml に書かれていません",
            "site.toml does not say what `{key}` is in {english}"
        ),
    )
    .help(text!(
        "site.toml の [facts.{key}] に「{tag} = \"…\"」の行を加えてください",
        "add a line `{tag} = \"…\"` to `[facts.{key}]` in site.toml"
    ))
}

fn unknown_form(form: &str, found: &Found, place: Place) -> Diagnostic {
    let name = &found.name;
    let forms: Vec<(&str, &str)> = found
        .fact
        .forms()
        .iter()
        .filter_map(|form| form.names())
        .collect();
    let diagnostic = Diagnostic::new(
        code::UNKNOWN_FORM,
        place,
        text!(
            "「{name}」に「{form}」という書き方はありません",
            "`{name}` cannot be printed as `{form}`"
        ),
    );
    if forms.is_empty() {
        return diagnostic.help(text!(
            "「| {form}」を消してください",
            "leave out `| {form}`"
        ));
    }
    let japanese: Vec<&str> = forms.iter().map(|(_, japanese)| *japanese).collect();
    let english: Vec<&str> = forms.iter().map(|(english, _)| *english).collect();
    let (japanese, english) = (japanese.join("・"), english.join(", "));
    diagnostic.help(text!(
        "書けるのは: {japanese}（{english}）",
        "it can be: {english}"
    ))
}
