//! The home page, without which there is no site.

use super::address::Addresses;
use super::{Page, PageId, Resource};
use crate::config::Config;
use crate::content::Document;
use crate::diag::{Diagnostic, Place, code, text};
use crate::language::Language;
use crate::snapshot::Snapshot;
use crate::source::SourceId;

/// The file of the home page in the language of the site.
const HOME: &str = "content/index.md";

/// The home page of each language, that of the site's own first; that there is none to publish
/// is reported.
pub(super) fn find_all(
    snapshot: &Snapshot,
    config: &Config,
    addresses: &Addresses,
    pages: &[Page],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Language, Option<PageId>)> {
    let languages = config.languages().map(|language| {
        let home = if language == config.language {
            SourceId::new(HOME)
        } else {
            SourceId::new(format!("content/index.{}.md", language.tag()))
        };
        let found = find(snapshot, &home, addresses, pages, diagnostics);
        (language, found)
    });
    languages.collect()
}

fn find(
    snapshot: &Snapshot,
    home: &SourceId,
    addresses: &Addresses,
    pages: &[Page],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<PageId> {
    match addresses.of_source(home) {
        Some(Resource::Page(id)) => {
            let page = &pages[id.0];
            if page.visibility.is_hidden() && !is_told(&page.document, home) {
                diagnostics.push(draft_home(home));
            }
            Some(id)
        }
        Some(Resource::Hidden(id)) => {
            if !is_told(&addresses.hidden[id.0].document, home) {
                diagnostics.push(draft_home(home));
            }
            None
        }
        // It is there, and what is wrong with it has been told.
        None if addresses.refused(home.as_str()).is_some() => None,
        Some(Resource::File(_)) | None => {
            diagnostics.push(missing_home(snapshot, home));
            None
        }
    }
}

/// Whether a home page is hidden with that of the site's own language, of which that is said.
fn is_told(document: &Document, home: &SourceId) -> bool {
    let front = &document.front;
    home.as_str() != HOME && !front.draft && front.publish_from.is_none()
}

fn draft_home(home: &SourceId) -> Diagnostic {
    Diagnostic::new(
        code::MISSING_FILE,
        Place::file(home),
        text!(
            "トップページが下書きのため、公開されません",
            "the home page is a draft, so there is none"
        ),
    )
    .help(text!(
        "draft = true の行を消してください",
        "take `draft = true` out of it"
    ))
}

fn missing_home(snapshot: &Snapshot, home: &SourceId) -> Diagnostic {
    let has_content = snapshot.below("content/").next().is_some();
    let name = home.as_str().rsplit('/').next().unwrap_or_default();
    let diagnostic = Diagnostic::new(
        code::MISSING_FILE,
        Place::file(home),
        text!(
            "トップページ（{home}）がありません",
            "there is no home page ({home})"
        ),
    );
    if has_content {
        return diagnostic.help(text!(
            "content フォルダーに {name} を作ってください",
            "make a file `{name}` in the folder `content`"
        ));
    }
    diagnostic.help(text!(
        "content フォルダーがここにあるか確かめてください。新しく始めるときは annai new を使います",
        "look whether the folder `content` is here; `annai new` makes a new site"
    ))
}
