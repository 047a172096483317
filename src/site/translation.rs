//! Pages in other languages: `page.en.md` beside `page.md` says the same in English.

use super::address::Addressed;
use super::{Frame, Page, PageId, Site};
use crate::config::Config;
use crate::content::{Document, FrontMatter};
use crate::diag::{Diagnostic, Place, code, text};
use crate::language::{Language, name_and_tag};
use crate::near::near_misses;
use crate::source::SourceId;
use std::sync::Arc;

/// In which language a document is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edition {
    pub(super) language: Language,
    /// The document that it is a translation of: its place among the documents.
    pub(super) original: Option<usize>,
}

/// The languages of the documents, which are in the order of their files. None for one in a
/// language that the site does not have, which is reported.
pub(super) fn editions(
    config: &Config,
    documents: &[Arc<Document>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<Edition>> {
    let mut editions = Vec::with_capacity(documents.len());
    for document in documents {
        let source = &document.source;
        let path = without_ending(source);
        let (name, tag) = name_and_tag(path);
        let Some(tag) = tag else {
            editions.push(Some(Edition {
                language: config.language,
                original: None,
            }));
            continue;
        };
        let language = Language::from_tag(tag);
        let Some(language) = language.filter(|one| *one != config.language && config.speaks(*one))
        else {
            diagnostics.push(unknown(source, tag, config));
            editions.push(None);
            continue;
        };
        let wanted = SourceId::new(format!("{name}.md"));
        let original = documents.binary_search_by(|other| other.source.cmp(&wanted));
        editions.push(Some(Edition {
            language,
            original: original.ok(),
        }));
    }
    editions
}

/// The translation in a language of the page `id`, else the page itself.
pub(super) fn in_language(pages: &[Addressed], id: PageId, language: Language) -> PageId {
    let page = &pages[id.0];
    if page.language == language {
        return id;
    }
    let translations = page.translations.iter().copied();
    let mut ours = translations.filter(|other| pages[other.0].language == language);
    ours.next().unwrap_or(id)
}

impl Addressed {
    /// The document that it is a translation of.
    pub(super) fn original<'a>(&self, pages: &'a [Self]) -> Option<&'a Document> {
        self.original.map(|original| &*pages[original.0].document)
    }

    /// What its front matter says, else that of its original: a translation repeats nothing.
    pub(super) fn given<'a, T>(
        &'a self,
        pages: &'a [Self],
        key: impl Fn(&'a FrontMatter) -> Option<T>,
    ) -> Option<T> {
        let own = key(&self.document.front);
        own.or_else(|| key(&self.original(pages)?.front))
    }
}

impl Site {
    /// The home page.
    pub fn home(&self) -> Option<PageId> {
        self.home_in(self.config.language)
    }

    /// The home page of a language.
    pub fn home_in(&self, language: Language) -> Option<PageId> {
        let mut homes = self.homes.iter();
        homes.find(|(known, _)| *known == language)?.1
    }

    /// What surrounds every page in a language; what surrounds those of the site's own, where
    /// it does not have that language.
    pub fn frame_in(&self, language: Language) -> &Frame {
        let mut frames = self.frames.iter();
        let found = frames.find(|(known, _)| *known == language);
        found.map_or(&self.frame, |(_, frame)| frame)
    }

    /// The same page in a language.
    pub fn version(&self, id: PageId, language: Language) -> Option<PageId> {
        let original = self.page(id).original.unwrap_or(id);
        let translations = self.page(original).translations.iter().copied();
        let mut versions = std::iter::once(original).chain(translations);
        versions.find(|version| self.page(*version).language == language)
    }

    /// Of a section's page: the page that holds more of the section in the site's own
    /// language, where not all of it has been translated.
    pub fn untranslated(&self, page: &Page) -> Option<PageId> {
        let original = page.original.filter(|_| page.is_index)?;
        let children = self.page(original).children.iter();
        let mut missing = children.filter(|child| self.version(**child, page.language).is_none());
        missing.next().map(|_| original)
    }
}

/// The path of a Markdown file without `.md`.
fn without_ending(source: &SourceId) -> &str {
    let path = source.as_str();
    path.strip_suffix(".md").unwrap_or(path)
}

fn unknown(source: &SourceId, tag: &str, config: &Config) -> Diagnostic {
    let place = Place::file(source);
    let path = without_ending(source);
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.trim_end_matches(tag).trim_end_matches('.');
    let Some(language) = Language::from_tag(tag) else {
        let tags = Language::ALL.map(Language::tag);
        let near = near_misses(tag, tags);
        let diagnostic = Diagnostic::new(
            code::UNKNOWN_LANGUAGE,
            place,
            text!(
                "「{tag}」という言語は使えません（{name}.md）",
                "there is no language `{tag}`, which the name `{name}.md` ends with"
            ),
        );
        return match near.first() {
            Some(near) => diagnostic.help(text!(
                "「{stem}.{near}.md」ではありませんか（使える言語: ja, en）。言語ではないときは、「.」を使わない名前に変えてください",
                "did you mean `{stem}.{near}.md`? it can be ja or en; a name that is no language has no dot"
            )),
            None => diagnostic.help(text!(
                "「.」を使わない名前に変えてください。ほかの言語のページは「page.en.md」のように書きます（使える言語: ja, en）",
                "use a name without the dot; a page in another language is called like `page.en.md`, and it can be ja or en"
            )),
        };
    };
    let (japanese, english) = language.names();
    if language == config.language {
        return Diagnostic::new(
            code::UNKNOWN_LANGUAGE,
            place,
            text!(
                "{japanese}はこのサイトの言語なので、名前に「.{tag}」は要りません",
                "{english} is the site's own language, whose files have no `.{tag}` in their names"
            ),
        )
        .help(text!(
            "「{stem}.md」に変えてください",
            "call it `{stem}.md`"
        ));
    }
    Diagnostic::new(
        code::UNKNOWN_LANGUAGE,
        place,
        text!(
            "{japanese}のページですが、site.toml に [languages.{tag}] がありません",
            "this is a page in {english}, which site.toml does not state"
        ),
    )
    .help(text!(
        "site.toml に「[languages.{tag}]」の行と、その下に「title = \"…\"」（{japanese}でのサイトの名前）の行を加えてください",
        "add `[languages.{tag}]` to site.toml, and below it `title = \"…\"`, the name of the site in {english}"
    ))
}
