//! The pages that only those who write them see, and why.

use annai::calendar::format::Dated;
use annai::diag::Text;
use annai::language::Language;
use annai::path::OutputPath;
use annai::site::{Page, Site, Visibility};
use annai::text;
use std::collections::BTreeMap;

/// For each page that visitors do not see: why not.
pub(crate) fn marks(site: &Site, language: Language) -> BTreeMap<OutputPath, String> {
    let hidden = site.pages.iter().filter_map(|page| {
        let words = reason(page)?.in_language(language).to_owned();
        Some((page.path.clone(), words))
    });
    hidden.collect()
}

fn reason(page: &Page) -> Option<Text> {
    match page.visibility {
        Visibility::Draft => Some(text!(
            "下書きです（draft = true）。公開されるサイトには出ません",
            "a draft (draft = true), which visitors do not see"
        )),
        Visibility::From(day) => {
            let day = Dated::from(day);
            Some(text!(
                "{day:#}から公開されます（publish_from）。それまで、公開されるサイトには出ません",
                "visitors will see this from {day} on (publish_from)"
            ))
        }
        Visibility::Shown | Visibility::Over(_) => None,
    }
}
