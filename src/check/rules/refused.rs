//! What the Content Security Policy that is published with the pages keeps from working.

use super::{Check, Rule};
use crate::check::Published;
use crate::diag::{Diagnostic, Place, code, text};
use crate::markup::Refused;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: code::TEMPLATE_ERROR,
    check: Check::Published(check),
};

fn check(published: &Published<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut refused: BTreeMap<&Refused<'_>, (usize, &Place)> = BTreeMap::new();
    for (page, place) in published.pages() {
        for one in &page.refused {
            refused.entry(one).or_insert((0, place)).0 += 1;
        }
    }
    for (one, (count, place)) in refused {
        diagnostics.push(finding(published, one, count, place));
    }
}

fn finding(
    published: &Published<'_>,
    refused: &Refused<'_>,
    count: usize,
    first: &Place,
) -> Diagnostic {
    let (what, in_theme) = match refused {
        Refused::Script => ("<script>".to_owned(), vec!["<script>".to_owned()]),
        Refused::Style => ("<style>".to_owned(), vec!["<style".to_owned()]),
        Refused::Attribute(name) => (format!("{name}=…"), vec![format!(" {name}=")]),
        Refused::Foreign(address) => (address.to_string(), vec![address.to_string()]),
    };
    let place = published.in_theme(&in_theme);
    Diagnostic::new(
        code::TEMPLATE_ERROR,
        place.unwrap_or_else(|| first.clone()),
        text!(
            "「{what}」は、ブラウザーの安全の決まり（Content Security Policy）で動きません（{count} ページ）",
            "the Content Security Policy keeps `{what}` from working, in {count} of the pages"
        ),
    )
    .help(text!(
        "テーマの assets/ に置いたファイル（.js・.css・画像）を使ってください",
        "put it into a file in `assets/` of the theme"
    ))
}
