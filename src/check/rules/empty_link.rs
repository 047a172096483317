//! A link without words: nobody sees it, and who listens to the page hears an address.

use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::site::{Page, Site, Target};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: code::EMPTY_LINK,
    check: Check::Site(|site, diagnostics| {
        for page in &site.pages {
            let links = page.document.mentions.links.iter();
            let wordless = links.filter_map(|link| Some((link.span, link.wordless?)));
            diagnostics.extend(wordless.map(|(target, link)| finding(site, page, target, link)));
        }
    }),
};

fn finding(site: &Site, page: &Page, target: Span, link: Span) -> Diagnostic {
    let place = Place::new(&page.document.source, link);
    let diagnostic = Diagnostic::new(
        code::EMPTY_LINK,
        place,
        text!(
            "リンクに言葉がないため、押すところがありません",
            "this link has no words, so there is nothing to follow it by"
        ),
    );
    diagnostic.help(cure(site, page.target(target)))
}

/// To write what is there between the brackets.
fn cure(site: &Site, target: Option<&Target>) -> Text {
    let words = match target {
        Some(Target::Page { page, .. }) => site.page(*page).title.text(),
        Some(Target::File { file, .. }) => {
            let path = site.file(*file).source.id().as_str();
            path.rsplit('/').next().unwrap_or_default().to_owned()
        }
        _ => String::new(),
    };
    if words.trim().is_empty() {
        return text!(
            "「[」と「]」の間に、行き先が分かる言葉を書いてください。リンクが要らなければ消してください",
            "say between `[` and `]` where it leads, or take the link out"
        );
    }
    text!(
        "「[」と「]」の間に「{words}」のように、行き先が分かる言葉を書いてください。リンクが要らなければ消してください",
        "say between `[` and `]` where it leads, like `{words}`, or take the link out"
    )
}
