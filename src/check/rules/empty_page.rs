//! A page with nothing in it.

use super::{Check, Rule};
use crate::content::Document;
use crate::diag::{Diagnostic, Place, code, text};
use crate::language::name_and_tag;

pub(super) const RULE: Rule = Rule {
    code: code::EMPTY_PAGE,
    check: Check::Document(check),
};

fn check(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    // The page of a section shows what is in the section.
    let path = document.source.as_str();
    let path = path.strip_suffix(".md").unwrap_or(path);
    let is_index = name_and_tag(path).0.ends_with("/index");
    if is_index || !document.body.is_empty() || document.front.draft {
        return;
    }
    diagnostics.push(
        Diagnostic::new(
            code::EMPTY_PAGE,
            Place::file(&document.source),
            text!("本文がありません", "this page has no text"),
        )
        .help(text!(
            "「+++」の下に本文を書くか、公開しないときは draft = true を加えてください",
            "write it below the `+++` lines; `draft = true` keeps the page from being published"
        )),
    );
}
