//! A drawing that is published without some of what is in it.

use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, code, text};
use crate::site::{File, Referrer, Site};

pub(super) const RULE: Rule = Rule {
    code: code::STRIPPED_SVG,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let files = site.files.iter();
    let files = files.filter(|file| file.referrer == Referrer::Shown);
    diagnostics.extend(files.filter_map(finding));
}

fn finding(file: &File) -> Option<Diagnostic> {
    let inspection = file.picture.as_ref()?;
    let drawing = &inspection.drawing;
    if drawing.left_out.is_empty() || inspection.flaw.is_some() {
        return None;
    }
    let (japanese, english) = (drawing.left_out.join("・"), drawing.left_out.join(", "));
    let finding = Diagnostic::new(
        code::STRIPPED_SVG,
        Place::new(file.source.id(), drawing.span),
        text!(
            "この SVG は、公開できない部分（{japanese}）を取り除いて公開します",
            "this SVG is published without what must not stand in one ({english})"
        ),
    );
    Some(finding.help(text!(
        "ページで図の見え方を確かめ、欠けた所があれば、作図ソフトで PNG に書き出して使ってください",
        "look at the drawing on the page; if something is missing, export it as PNG and use that instead"
    )))
}
