//! Links of the published pages that lead to nothing. Those that an editor typed have been
//! told where they stand; these are those of templates and of the theme's words.

use super::{Check, Rule};
use crate::check::Published;
use crate::diag::{Code, Diagnostic, Text, code, text};
use crate::site::{Page, Site, Target};
use crate::web::Lost;
use std::collections::BTreeSet;

/// To files that are not there.
pub(super) const BROKEN: Rule = Rule {
    code: code::BROKEN_LINK,
    check: Check::Published(|published, diagnostics| {
        let lost = published.survey.lost.iter();
        let broken = lost.filter(|lost| lost.part.is_none());
        diagnostics.extend(broken.map(|lost| {
            let (address, file) = (&lost.address, &lost.file);
            let message = text!(
                "できあがったページのリンク「{address}」の行き先（{file}）がありません",
                "`{address}` in the published page leads to `{file}`, which is not there"
            );
            finding(published, lost, code::BROKEN_LINK, message)
        }));
    }),
};

/// To parts that a page does not have.
pub(super) const DEAD: Rule = Rule {
    code: code::DEAD_ANCHOR,
    check: Check::Published(|published, diagnostics| {
        let lost = published.survey.lost.iter();
        let dead: Vec<(&Lost, &str)> = lost
            .filter_map(|lost| Some((lost, lost.part.as_deref()?)))
            .collect();
        if dead.is_empty() {
            return;
        }
        let told = told(published.site);
        let dead = dead.into_iter();
        let untold =
            dead.filter(|(lost, part)| !told.contains(&(lost.file.clone(), (*part).to_owned())));
        diagnostics.extend(untold.map(|(lost, part)| {
            let file = &lost.file;
            let message = text!(
                "できあがったページのリンクの行き先「#{part}」が、{file} にありません",
                "a link in the published page leads to `#{part}`, which {file} does not have"
            );
            finding(published, lost, code::DEAD_ANCHOR, message)
        }));
    }),
};

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
