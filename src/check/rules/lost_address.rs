//! An address that the last publish had and this one has not: bookmarks and links of others lead
//! to nothing. Most pages that are gone have only been renamed.

use super::lone_translation::title;
use super::{Check, Rule};
use crate::check::Published;
use crate::content::OBJECT;
use crate::diag::{Applicability, Diagnostic, Fix, Place, code, text};
use crate::markup;
use crate::path::UrlPath;
use crate::site::{Page, Site};
use crate::source::Span;
use std::collections::{BTreeSet, HashSet};

pub(super) const RULE: Rule = Rule {
    code: code::LOST_ADDRESS,
    check: Check::Published(check),
};

/// Fewer bytes of text are too little to know a page by.
const MIN_BYTES: usize = 30;

/// So many new pages are compared with an old one.
const MAX_COMPARED: usize = 20;

/// A page that has so much of its text, in hundredths, from another is that one.
const ALIKE: usize = 60;

fn check(published: &Published<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let (site, last) = (published.site, published.last);
    // What keeps a page from having an address is told, and mended first.
    let is_page = |path: &str| path.ends_with(".md");
    let is_refused = site.refused.iter().any(|one| is_page(one.source.as_str()));
    if last.is_empty() || is_refused {
        return;
    }
    let there: HashSet<&str> = published
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    let known = left_out(site);
    let lost = last.pages().filter_map(|(path, html)| {
        let is_there = there.contains(path) || known.contains(path);
        let address = (!is_there).then(|| address(path)).flatten()?;
        (!is_part_of_list(site, &address)).then_some((address, html))
    });
    let new: Vec<&Page> = site
        .pages
        .iter()
        .filter(|page| !last.has(page.path.as_str()) && !page.visibility.is_hidden())
        .collect();
    for (address, html) in lost {
        diagnostics.push(match renamed(&address, html, &new) {
            Some((page, likeness)) => moved(&address, page, likeness),
            None => gone(&address, site),
        });
    }
}

/// The addresses that are away on purpose: of pages that are not shown, and those that the site
/// says are gone.
fn left_out(site: &Site) -> BTreeSet<String> {
    let hidden = site.hidden.iter().flat_map(|page| {
        let aliases = page.document.front.aliases.iter();
        let aliases = aliases.filter_map(|alias| UrlPath::parse(&alias.value).ok());
        page.url.clone().into_iter().chain(aliases)
    });
    let gone = site.config.gone.iter();
    let gone = gone.filter_map(|address| UrlPath::parse(&address.value).ok());
    let urls = hidden.chain(gone);
    urls.map(|url| url.output().as_str().to_owned()).collect()
}

/// The address at which a file answers as a page.
fn address(path: &str) -> Option<String> {
    let folder = path.strip_suffix("index.html")?;
    let is_page = folder.is_empty() || folder.ends_with('/');
    is_page.then(|| format!("/{folder}"))
}

/// Whether an address is that of a later page of a list, which goes away when the list is shorter.
fn is_part_of_list(site: &Site, address: &str) -> bool {
    let mut parts = address.trim_end_matches('/').rsplitn(3, '/');
    let (number, page, list) = (parts.next(), parts.next(), parts.next());
    let is_number = number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    let list = list.map(|list| format!("{list}/"));
    is_number
        && page == Some("page")
        && list.is_some_and(|list| site.pages.iter().any(|page| page.url.as_str() == list))
}

/// How sure it is that a page has had another address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// Something in common.
    Likely,
    /// The same title and the same words.
    Certain,
}

/// The page that was published at an address, under its new one.
fn renamed<'a>(
    address: &str,
    html: Option<&[u8]>,
    new: &[&'a Page],
) -> Option<(&'a Page, Likeness)> {
    let old = html.map(Old::read);
    let is_called_alike =
        |page: &Page| !name(address).is_empty() && name(address) == name(page.url.as_str());
    let has_title = |page: &Page| old.as_ref().is_some_and(|old| old.has_title(page));
    let mut candidates: Vec<&Page> = new
        .iter()
        .copied()
        .filter(|page| is_called_alike(page) || has_title(page))
        .take(MAX_COMPARED)
        .collect();
    if candidates.is_empty() && new.len() <= MAX_COMPARED {
        candidates = new.to_vec();
    }
    let ranked: Vec<_> = candidates
        .into_iter()
        .map(|page| {
            let share = old.as_ref().map_or(0, |old| old.share(page));
            ((has_title(page), share, is_called_alike(page)), page)
        })
        .collect();
    let best = ranked.iter().map(|(rank, _)| *rank).max()?;
    let (has_title, share, is_called_alike) = best;
    if !has_title && share < ALIKE && !is_called_alike {
        return None;
    }
    let mut equals = ranked.into_iter().filter(|(rank, _)| *rank == best);
    let (_, page) = equals.next()?;
    // Of two pages that are alike nobody knows which it was.
    let is_certain = has_title && share == 100 && equals.next().is_none();
    let likeness = if is_certain {
        Likeness::Certain
    } else {
        Likeness::Likely
    };
    Some((page, likeness))
}

/// The last part of an address.
fn name(address: &str) -> &str {
    let address = address.trim_end_matches('/');
    address.rsplit('/').next().unwrap_or_default()
}

/// A page as it was published last time.
struct Old {
    title: String,
    /// Its words without its tags, and with them, because a part of its words stands in these;
    /// both without spaces.
    words: [String; 2],
}

impl Old {
    fn read(html: &[u8]) -> Self {
        let html = String::from_utf8_lossy(html);
        let between = |(_, rest): (&str, &str)| Some(rest.split_once("</title>")?.0.to_owned());
        let title = html.split_once("<title>").and_then(between);
        let mut words = String::with_capacity(html.len());
        let mut rest = &*html;
        while let Some((text, tag)) = rest.split_once('<') {
            words.push_str(text);
            rest = tag.split_once('>').map_or("", |(_, behind)| behind);
        }
        words.push_str(rest);
        Self {
            title: without_spaces(&markup::decode(&title.unwrap_or_default())),
            words: [&*words, &*html].map(|text| without_spaces(&markup::decode(text))),
        }
    }

    /// Whether a page has its title.
    fn has_title(&self, page: &Page) -> bool {
        let title = without_spaces(&page.title.text());
        !title.is_empty() && self.title.starts_with(&title)
    }

    /// How much of a page's text is in it, in hundredths; none where there is too little to tell.
    fn share(&self, page: &Page) -> usize {
        let (mut all, mut found) = (0, 0);
        for run in page.document.runs() {
            for part in run.text.split(OBJECT) {
                let part = without_spaces(part);
                all += part.len();
                if self.words.iter().any(|words| words.contains(&part)) {
                    found += part.len();
                }
            }
        }
        if all < MIN_BYTES {
            0
        } else {
            found * 100 / all
        }
    }
}

fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

fn moved(address: &str, page: &Page, likeness: Likeness) -> Diagnostic {
    let url = &page.url;
    let message = match likeness {
        Likeness::Certain => text!(
            "このページのアドレスが「{address}」から「{url}」に変わり、前のアドレスを開いても何もありません",
            "this page has moved from `{address}` to `{url}`, and nothing is left at the address of the last publish"
        ),
        Likeness::Likely => text!(
            "前に公開したアドレス「{address}」がなくなりました。今の「{url}」ではありませんか",
            "the address `{address}` of the last publish is gone: is this the page, now at `{url}`?"
        ),
    };
    let help = match likeness {
        Likeness::Certain => text!(
            "「+++」の間に「aliases = [\"{address}\"]」と書くと、前のアドレスを開いた人をここへ案内します",
            "write `aliases = [\"{address}\"]` between the `+++` lines, which leads visitors here"
        ),
        Likeness::Likely => text!(
            "そうなら、「+++」の間に「aliases = [\"{address}\"]」と書くと、前のアドレスを開いた人をここへ案内します。別のページなら、site.toml の [site] に「gone = [\"{address}\"]」と書いてください",
            "if so, write `aliases = [\"{address}\"]` between the `+++` lines, which leads visitors here; if not, write `gone = [\"{address}\"]` below `[site]` in site.toml"
        ),
    };
    let diagnostic = Diagnostic::new(code::LOST_ADDRESS, title(page), message).help(help);
    let applicability = match likeness {
        Likeness::Certain => Applicability::Mechanical,
        Likeness::Likely => Applicability::Guess,
    };
    Diagnostic {
        fix: alias(page, address).map(|(place, replacement)| Fix {
            place,
            replacement,
            applicability,
        }),
        ..diagnostic
    }
}

/// Where a former address is to be written, and how: behind the others, or above the first key.
fn alias(page: &Page, address: &str) -> Option<(Place, String)> {
    let front = &page.document.front;
    let source = &page.document.source;
    let is_plain = |c: char| !matches!(c, '"' | '\\') && !c.is_control();
    if !address.chars().all(is_plain) {
        return None;
    }
    if let Some(last) = front.aliases.last() {
        let end = last.span.end;
        let place = Place::new(source, Span::new(end, end));
        return Some((place, format!(", \"{address}\"")));
    }
    if front.given.iter().any(|(key, _)| key == "aliases") {
        return None;
    }
    let first = front.given.iter().map(|(_, span)| span.start).min()?;
    let place = Place::new(source, Span::new(first, first));
    Some((place, format!("aliases = [\"{address}\"]\n")))
}

fn gone(address: &str, site: &Site) -> Diagnostic {
    let place = Place::new(&site.config.source, site.config.title.span);
    Diagnostic::new(
        code::LOST_ADDRESS,
        place,
        text!(
            "前に公開したアドレス「{address}」のページがなくなっています",
            "the page at `{address}` of the last publish is gone"
        ),
    )
    .help(text!(
        "代わりのページがあれば、その「+++」の間に「aliases = [\"{address}\"]」と書いてください。わざと消したときは、[site] の中に「gone = [\"{address}\"]」と書きます",
        "if another page takes its place, write `aliases = [\"{address}\"]` between the `+++` lines there; if it is meant to be gone, write `gone = [\"{address}\"]` below `[site]`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_have_addresses() {
        assert_eq!(address("index.html").as_deref(), Some("/"));
        assert_eq!(address("faq/fee/index.html").as_deref(), Some("/faq/fee/"));
        assert_eq!(address("404.html"), None);
        assert_eq!(address("faq/myindex.html"), None);
    }
}
