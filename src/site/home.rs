//! The home page, without which there is no site.

use super::address::Addresses;
use super::{Page, PageId, Resource};
use crate::diag::{Diagnostic, Place, code, text};
use crate::snapshot::Snapshot;
use crate::source::SourceId;

/// The file of the home page.
const HOME: &str = "content/index.md";

/// The home page; that there is none to publish is reported.
pub(super) fn find(
    snapshot: &Snapshot,
    addresses: &Addresses,
    pages: &[Page],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<PageId> {
    let home = SourceId::new(HOME);
    match addresses.of_source(&home) {
        Some(Resource::Page(id)) => {
            if pages[id.0].visibility.is_hidden() {
                diagnostics.push(draft_home(&home));
            }
            Some(id)
        }
        Some(Resource::Hidden(_)) => {
            diagnostics.push(draft_home(&home));
            None
        }
        Some(Resource::File(_)) | None => {
            diagnostics.push(missing_home(snapshot, &home));
            None
        }
    }
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
    let diagnostic = Diagnostic::new(
        code::MISSING_FILE,
        Place::file(home),
        text!(
            "トップページ（content/index.md）がありません",
            "there is no home page (content/index.md)"
        ),
    );
    if has_content {
        return diagnostic.help(text!(
            "content フォルダーに index.md を作ってください",
            "make a file `index.md` in the folder `content`"
        ));
    }
    diagnostic.help(text!(
        "content フォルダーがここにあるか確かめてください。新しく始めるときは annai new を使います",
        "look whether the folder `content` is here; `annai new` makes a new site"
    ))
}
