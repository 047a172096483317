//! Categories of questions that are one to everybody but us: other spaces, other widths, another
//! spelling of the same word. They stand beside each other in the list of questions.

use super::{Check, Rule};
use crate::content::{PageKind, Phrase, Piece};
use crate::diag::{Diagnostic, Place, code, text};
use crate::japanese::fold::fold;
use crate::language::Language;
use crate::site::{Page, PageId, Site};
use crate::source::Span;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

pub(super) const RULE: Rule = Rule {
    code: code::CATEGORY_SPELLING,
    check: Check::Site(check),
};

/// What the categories of one list have in common that are one.
type Key = (Option<PageId>, Language, String);

/// The pages of each spelling, in their order.
type Spellings<'a> = BTreeMap<&'a str, Vec<&'a Page>>;

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut categories: BTreeMap<Key, Spellings<'_>> = BTreeMap::new();
    for page in site.pages.iter().filter(|page| page.kind == PageKind::Faq) {
        let Some(category) = page.category.as_deref() else {
            continue;
        };
        let folded = folded(category);
        if !folded.is_empty() {
            let key = (page.parent, page.language, folded);
            let spellings = categories.entry(key).or_default();
            spellings.entry(category).or_default().push(page);
        }
    }
    for spellings in categories.into_values().filter(|all| all.len() > 1) {
        let usual = usual(&spellings);
        for (spelling, pages) in spellings {
            if spelling != usual {
                diagnostics.extend(pages.into_iter().map(|page| finding(page, spelling, usual)));
            }
        }
    }
}

/// A category as a search reads it. Signs that make another name of it count: C, C++, C#.
fn folded(category: &str) -> String {
    let signs = category
        .nfkc()
        .filter(|c| matches!(c, '+' | '#' | '&' | '/'));
    let mut folded = fold(category).into_text();
    if !folded.is_empty() {
        folded.extend(signs);
    }
    folded
}

/// The spelling of most pages; of several the one that is tidy, or comes first.
fn usual<'a>(spellings: &Spellings<'a>) -> &'a str {
    let rank = |(spelling, pages): &(&&'a str, &Vec<&Page>)| {
        let is_tidy = tidy(spelling) == **spelling;
        let first = pages.first().map(|page| &page.document.source);
        (pages.len(), is_tidy, Reverse(first.cloned()))
    };
    let usual = spellings.iter().max_by_key(rank);
    usual.map_or("", |(spelling, _)| spelling)
}

/// Without other widths and spaces at the ends.
fn tidy(category: &str) -> String {
    category.nfkc().collect::<String>().trim().to_owned()
}

fn finding(page: &Page, spelling: &str, usual: &str) -> Diagnostic {
    let source = &page.document.source;
    let category = page.document.front.category.as_ref();
    let span = category.map_or(page.document.front.span, |category| {
        words(category).unwrap_or(category.span)
    });
    let diagnostic = Diagnostic::new(
        code::CATEGORY_SPELLING,
        Place::new(source, span),
        text!(
            "分類「{spelling}」は「{usual}」と別の分類として並びます。「{usual}」ではありませんか",
            "the category `{spelling}` stands beside `{usual}` as another one: is it not the same?"
        ),
    )
    .help(text!(
        "「{usual}」と書いてください。別の分類なら、違いが分かる名前に変えます",
        "write `{usual}`; if it is another category, give it a name that shows the difference"
    ));
    let is_plain = |c: char| !matches!(c, '"' | '\'' | '\\' | '{') && !c.is_control();
    if category.and_then(words).is_none() || !usual.chars().all(is_plain) {
        return diagnostic;
    }
    let without_spaces = |text: &str| tidy(text).split_whitespace().collect::<String>();
    if without_spaces(spelling) == without_spaces(usual) {
        diagnostic.replace_with(usual)
    } else {
        diagnostic.suggest(usual)
    }
}

/// The place of the words, where the category is nothing but words.
fn words(category: &Phrase) -> Option<Span> {
    match &category.pieces[..] {
        [Piece::Words(words)] => Some(words.span),
        _ => None,
    }
}
