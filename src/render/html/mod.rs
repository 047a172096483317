//! Bodies and lines as HTML. Every element and attribute is written here; nothing that an
//! editor typed becomes markup by itself.

mod blocks;
mod escape;
mod facts;
mod inlines;
mod paper;
mod phrases;

pub use self::escape::{attribute, escape, single_quoted};
pub use self::facts::{Links, line_html, printed_html, title_html};

use crate::language::Language;
use crate::path::UrlPath;
use crate::site::{Page, Site, Target};
use crate::theme::Theme;
use std::collections::BTreeSet;

/// Writes the body of one page into another, or into itself.
pub struct Writer<'a> {
    site: &'a Site,
    theme: &'a Theme,
    /// The page that the body belongs to.
    page: &'a Page,
    /// The page that it will stand in: links are relative to it.
    host: &'a UrlPath,
    /// What is put before ids, where bodies of several pages stand in one.
    prefix: String,
    /// How many levels its headings are put down.
    deeper: u8,
    out: String,
    in_link: bool,
    /// Whether the next picture is the first of the page.
    is_first_picture: bool,
    /// The footnotes that have been referred to.
    referred: BTreeSet<usize>,
}

impl<'a> Writer<'a> {
    /// The body of `page` as it stands in the page itself.
    pub fn page(site: &'a Site, theme: &'a Theme, page: &'a Page) -> String {
        Self::new(site, theme, page, &page.url, String::new()).body()
    }

    /// The body of `page` as it stands, among others, in the page at `host`.
    pub fn embedded(site: &'a Site, theme: &'a Theme, page: &'a Page, host: &'a UrlPath) -> String {
        let prefix = format!("{}-", page.name());
        let mut writer = Self::new(site, theme, page, host, prefix);
        // The page it stands in has a heading for its section and one for its title.
        writer.deeper = 2;
        // And it is folded.
        writer.is_first_picture = false;
        writer.body()
    }

    fn new(
        site: &'a Site,
        theme: &'a Theme,
        page: &'a Page,
        host: &'a UrlPath,
        prefix: String,
    ) -> Self {
        Self {
            site,
            theme,
            page,
            host,
            prefix,
            deeper: 0,
            out: String::new(),
            in_link: false,
            is_first_picture: true,
            referred: BTreeSet::new(),
        }
    }

    fn body(mut self) -> String {
        let document = &self.page.document;
        self.blocks(&document.body.blocks);
        self.footnotes(&document.body.footnotes);
        self.out
    }

    /// A word of the theme in the language of the page that the body belongs to.
    fn word(&self, key: &'static str) -> &'a str {
        self.theme.word(self.page.language, key)
    }

    /// The language of the page that a target leads to, where that is another one.
    fn other_language(&self, target: &Target) -> Option<Language> {
        let Target::Page { page, .. } = target else {
            return None;
        };
        let language = self.site.page(*page).language;
        (language != self.page.language).then_some(language)
    }

    /// The address of a target as it is written into the host; `None` where it leads nowhere.
    fn href(&self, target: &Target) -> Option<String> {
        href(self.site, self.host, target, &self.prefix)
    }
}

/// The address of `target` as it is written into the page at `host`, where `prefix` stands before
/// ids; `None` where it leads nowhere.
pub fn href(site: &Site, host: &UrlPath, target: &Target, prefix: &str) -> Option<String> {
    match target {
        Target::Page { page, fragment } => {
            let href = relative(host, &site.page(*page).url);
            Some(with_fragment(href, fragment.as_deref()))
        }
        Target::File { file, fragment } => {
            let href = relative(host, &site.file(*file).url);
            Some(with_fragment(href, fragment.as_deref()))
        }
        Target::Here(id) => Some(format!("#{prefix}{id}")),
        Target::Outside(address) => Some(address.clone()),
        Target::Placeholder
        | Target::Preview { .. }
        | Target::Unsafe(_)
        | Target::Hidden(_)
        | Target::Refused(_)
        | Target::NoPicture(_)
        | Target::MissingPicture { .. }
        | Target::Broken { .. } => None,
    }
}

fn with_fragment(mut address: String, fragment: Option<&str>) -> String {
    if let Some(fragment) = fragment {
        address.push('#');
        address.push_str(fragment);
    }
    address
}

/// What leads from the page at `from` to the root of the site: nothing, `../`, `../../`.
pub fn root(from: &UrlPath) -> String {
    "../".repeat(from.depth())
}

/// The address `to` as it is written into the page at `from`.
pub fn relative(from: &UrlPath, to: &UrlPath) -> String {
    let path = &to.as_str()[1..];
    match (from.depth(), path) {
        (0, "") => "./".to_owned(),
        (0, path) => path.to_owned(),
        (_, path) => format!("{}{path}", root(from)),
    }
}
