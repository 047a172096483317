//! Links of the published pages that lead to nothing. Those that an editor typed have been
//! told where they stand; these are those of templates and of the theme's words.

use super::{Check, Rule};
use crate::check::Published;
use crate::diag::{Code, Diagnostic, Place, Text, code, text};
use crate::near::NearIndex;
use crate::path::OutputPath;
use crate::site::{Page, Site, Target, relative};
use crate::web::{Base, Lost};
use std::collections::{BTreeMap, BTreeSet};

/// To files that are not there.
pub(super) const BROKEN: Rule = Rule {
    code: code::BROKEN_LINK,
    check: Check::Published(|published, diagnostics| {
        let lost = published.survey.lost.iter();
        // Without a home page every page has a link that leads to none.
        let is_consequence = |lost: &Lost| {
            let file = OutputPath::parse(&lost.file);
            file.is_ok_and(|file| published.site.is_missing_home(&file))
        };
        // It has been told why it is withheld.
        let files = published.site.files.iter();
        let withheld = files.filter(|file| file.is_disguised());
        let withheld: BTreeSet<String> = withheld
            .map(|file| file.url.output().as_str().to_owned())
            .collect();
        let broken = lost.filter(|lost| {
            lost.part.is_none() && !is_consequence(lost) && !withheld.contains(&lost.file)
        });
        report(published, broken, code::BROKEN_LINK, diagnostics, |lost| {
            let (address, file) = (&lost.address, &lost.file);
            Some(text!(
                "できあがったページのリンク「{address}」の行き先（{file}）がありません",
                "`{address}` in the published page leads to `{file}`, which is not there"
            ))
        });
    }),
};

/// To parts that a page does not have.
pub(super) const DEAD: Rule = Rule {
    code: code::DEAD_ANCHOR,
    check: Check::Published(|published, diagnostics| {
        let dead = published.survey.lost.iter();
        let mut dead = dead.filter(|lost| lost.part.is_some()).peekable();
        if dead.peek().is_none() {
            return;
        }
        let told = told(published.site);
        report(published, dead, code::DEAD_ANCHOR, diagnostics, |lost| {
            let (file, part) = (&lost.file, lost.part.as_deref().unwrap_or_default());
            let is_told = told.contains(&(file.clone(), part.to_owned()));
            (!is_told).then(|| {
                text!(
                    "できあがったページのリンクの行き先「#{part}」が、{file} にありません",
                    "a link in the published page leads to `#{part}`, which {file} does not have"
                )
            })
        });
    }),
};

/// Reports links: each that somebody has typed as a full address where it is typed, the others as
/// those of the theme, with what `message` says of them; nothing, if they have been told.
fn report<'a>(
    published: &Published<'_>,
    lost: impl Iterator<Item = &'a Lost>,
    code: Code,
    diagnostics: &mut Vec<Diagnostic>,
    message: impl Fn(&Lost) -> Option<Text>,
) {
    let mut lost = lost.peekable();
    if lost.peek().is_none() {
        return;
    }
    let typed = typed(published.site);
    let near = NearPages::of(published.site);
    for lost in lost {
        let key = (lost.file.clone(), lost.part.clone());
        match typed.get(&key) {
            Some(places) => diagnostics.extend(
                places
                    .iter()
                    .map(|(place, address)| in_text(&near, lost, code, place, address)),
            ),
            None => {
                let message = message(lost);
                diagnostics.extend(message.map(|message| finding(published, lost, code, message)));
            }
        }
    }
}

/// The pages, of which an address may mean one.
struct NearPages<'a> {
    site: &'a Site,
    by_url: BTreeMap<&'a str, &'a Page>,
    urls: NearIndex,
}

impl<'a> NearPages<'a> {
    fn of(site: &'a Site) -> Self {
        let pages = site.pages.iter();
        let by_url: BTreeMap<_, _> = pages.map(|page| (page.url.as_str(), page)).collect();
        let urls = NearIndex::new(by_url.keys().copied());
        Self { site, by_url, urls }
    }

    /// The nearest page, but that on which the address stands.
    fn find(&self, wanted: &str, place: &Place) -> Option<&'a Page> {
        let near = self.urls.find(wanted).into_iter();
        let mut near = near.filter_map(|url| self.by_url.get(url).copied());
        near.find(|page| page.document.source != place.source)
    }
}

/// Where a full address of the site itself is typed, or stated as a fact, and as what.
type Typed<'a> = BTreeMap<(String, Option<String>), BTreeSet<(Place, &'a str)>>;

fn typed(site: &Site) -> Typed<'_> {
    let base = Base::new(site.config.base_url.as_deref());
    let mut typed = Typed::new();
    for (address, place) in site.outside_links() {
        if let Some(lead) = base.own(address) {
            typed.entry(lead).or_default().insert((place, address));
        }
    }
    typed
}

/// The finding for an address of the site itself that is typed at a place.
fn in_text(
    near: &NearPages<'_>,
    lost: &Lost,
    code: Code,
    place: &Place,
    address: &str,
) -> Diagnostic {
    let site = near.site;
    if let Some(part) = &lost.part {
        return Diagnostic::new(
            code,
            place.clone(),
            text!(
                "リンク先「{address}」のページに「#{part}」という見出しはありません",
                "the page at `{address}` has no part `#{part}`"
            ),
        )
        .help(text!(
            "「#」より後ろを、そのページの見出しに合わせて書き直すか、消してください",
            "write what stands behind `#` as the page has it, or take it off"
        ));
    }
    let diagnostic = Diagnostic::new(
        code,
        place.clone(),
        text!(
            "リンク先「{address}」のページは、このサイトにありません",
            "this site has no page at `{address}`"
        ),
    );
    let wanted = format!("/{}", lost.file.trim_end_matches("index.html"));
    let near = near.find(&wanted, place);
    // In site.toml the address is that of a fact.
    let is_fact = place.source == site.config.source;
    diagnostic.help(match near {
        Some(page) => {
            let file = relative(&place.source, page.document.source.as_str());
            let right = site.canonical(&page.url).filter(|_| is_fact);
            let right = right.unwrap_or(file);
            text!("「{right}」ではありませんか", "did you mean `{right}`?")
        }
        None if is_fact => text!(
            "このサイトにあるページのアドレスを書いてください",
            "write the address of a page that there is"
        ),
        None => text!(
            "なくしたページなら、リンクを外してください。あるページなら、このファイルから見た場所を「../contact/index.md」のように書いてください",
            "if the page is gone, take the link out; if not, name its file as seen from this one, like `../contact/index.md`"
        ),
    })
}

/// The dead links that have been told as those of an editor: file and part. In a page of
/// questions, the answers' own links carry the name of the question.
fn told(site: &Site) -> BTreeSet<(String, String)> {
    let mut told = BTreeSet::new();
    let file = |page: &Page| page.path.as_str().to_owned();
    for page in &site.pages {
        for (_, target) in page.targets() {
            match target {
                Target::Here(id) => {
                    if let Some(section) = page.parent {
                        let id = format!("{}-{id}", page.name());
                        told.insert((file(site.page(section)), id));
                    }
                    told.insert((file(page), id.clone()));
                }
                Target::Page {
                    page,
                    fragment: Some(id),
                } => {
                    told.insert((file(site.page(*page)), id.clone()));
                }
                _ => {}
            }
        }
    }
    told
}

fn finding(published: &Published<'_>, lost: &Lost, code: Code, message: Text) -> Diagnostic {
    let count = lost.pages.len();
    let first = lost.pages.first().copied().unwrap_or_default();
    let place = published.address_in_theme(&lost.address);
    let page = published.files[first].path.clone();
    let diagnostic = Diagnostic::new(
        code,
        place
            .clone()
            .unwrap_or_else(|| published.places[first].clone()),
        message,
    );
    diagnostic.help(match place {
        Some(_) => text!(
            "テンプレートのこのアドレスを直してください（{count} ページにあります。例: {page}）",
            "mend the address in the template; it stands in {count} of the pages, the first is {page}"
        ),
        None => text!(
            "このページのテンプレートか、テーマの言葉（theme.toml）を直してください（{count} ページにあります。例: {page}）",
            "mend the template of the page, or the words of the theme; it stands in {count} of the pages, the first is {page}"
        ),
    })
}
