//! `[languages]`: what the site is called in other languages than its own.

use super::Config;
use crate::content::Phrase;
use crate::diag::{Diagnostic, code, text};
use crate::language::Language;
use crate::source::Span;
use crate::value::Reader;

/// What the site says of itself in one language.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// What the site is called.
    pub title: Phrase,
    /// What it is about.
    pub description: Option<Phrase>,
    /// Who is responsible for it.
    pub operator: Option<Phrase>,
    /// The telephone number that every page shows.
    pub phone: Option<Phrase>,
    /// The hours that every page shows.
    pub hours: Option<Phrase>,
}

/// Another language in which the site speaks.
#[derive(Clone, Debug)]
pub struct OtherLanguage {
    /// The language.
    pub language: Language,
    /// Where it is stated.
    pub span: Span,
    /// What the site says of itself in it.
    pub words: Words,
}

impl Config {
    /// Whether there are pages in that language: the site's own, or another one that it states.
    pub fn speaks(&self, language: Language) -> bool {
        self.languages().any(|known| known == language)
    }

    /// The languages of the site, its own first.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        let others = self.others.iter().map(|other| other.language);
        std::iter::once(self.language).chain(others)
    }

    /// The folder that pages of a language stand in; none for the site's own.
    pub fn folder(&self, language: Language) -> Option<&'static str> {
        (language != self.language).then(|| language.tag())
    }
}

/// Reads what the words of one language are.
fn words(mut reader: Reader<'_, '_>) -> Words {
    let words = Words {
        title: Phrase::optional(&mut reader, "title").unwrap_or_default(),
        description: Phrase::optional(&mut reader, "description"),
        operator: Phrase::optional(&mut reader, "operator"),
        phone: Phrase::optional(&mut reader, "phone"),
        hours: Phrase::optional(&mut reader, "hours"),
    };
    reader.finish();
    words
}

/// Reads `[languages]`. Its own language the site states in `[site]`.
pub(super) fn read(mut reader: Reader<'_, '_>, own: Language) -> Vec<OtherLanguage> {
    let mut others = Vec::new();
    for language in Language::ALL {
        let mut entries = reader.entries().iter();
        let key = entries.find(|entry| entry.key == language.tag());
        let span = key.map_or_else(Span::default, |entry| entry.key_span);
        let Some(words) = reader.table(language.tag()).map(words) else {
            continue;
        };
        if language == own {
            report_own(language, span, &mut reader);
            continue;
        }
        others.push(OtherLanguage {
            language,
            span,
            words,
        });
    }
    reader.finish();
    others
}

fn report_own(language: Language, span: Span, reader: &mut Reader<'_, '_>) {
    let tag = language.tag();
    let (japanese, english) = language.names();
    let place = reader.place(span);
    reader.report(
        Diagnostic::new(
            code::UNKNOWN_LANGUAGE,
            place,
            text!(
                "{japanese}は、もともとこのサイトの言語です",
                "{english} is the site's own language"
            ),
        )
        .help(text!(
            "[languages.{tag}] を消してください。サイトの名前などは [site] に書きます",
            "take `[languages.{tag}]` out: what the site is called stands in `[site]`"
        )),
    );
}
