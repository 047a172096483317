//! A page in another language without the page that it would be a translation of.

use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, code, text};
use crate::language::name_and_tag;
use crate::site::{Page, Site};

pub(super) const RULE: Rule = Rule {
    code: code::LONE_TRANSLATION,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let lone = site.pages.iter().filter(|page| page.is_lone);
    diagnostics.extend(lone.map(finding));
}

fn finding(page: &Page) -> Diagnostic {
    let source = &page.document.source;
    let path = source.as_str();
    let path = path.strip_suffix(".md").unwrap_or(path);
    let wanted = format!("{}.md", name_and_tag(path).0);
    Diagnostic::new(
        code::LONE_TRANSLATION,
        title(page),
        text!(
            "もとのページ「{wanted}」がありません",
            "there is no `{wanted}` that this would be a translation of"
        ),
    )
    .help(text!(
        "ファイルの名前を、もとのページに合わせてください。この言語だけのページなら、上の行に「# allow: lone-translation 理由」と書きます",
        "give it the name of the page that it translates; if it is meant for this language only, write `# allow: lone-translation reason` above this line"
    ))
}

/// What a page is called, where its front matter says it: there a finding about the page as a
/// whole can be allowed.
pub(super) fn title(page: &Page) -> Place {
    let document = &page.document;
    let mut given = document.front.given.iter();
    match given.find(|(key, _)| key == "title" || key == "question") {
        Some((_, span)) => Place::new(&document.source, *span),
        None => Place::file(&document.source),
    }
}
