//! A page in another language without the page that it would be a translation of.

use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, code, text};
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
    let path = source.as_str().trim_end_matches(".md");
    let wanted = path.trim_end_matches(page.language.tag());
    let wanted = format!("{wanted}md");
    // Where it can be allowed: at what the page is called.
    let given = page.document.front.given.iter();
    let mut names = given.filter(|(key, _)| key == "title" || key == "question");
    let place = match names.next() {
        Some((_, span)) => Place::new(source, *span),
        None => Place::file(source),
    };
    Diagnostic::new(
        code::LONE_TRANSLATION,
        place,
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
