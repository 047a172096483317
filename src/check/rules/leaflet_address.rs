//! A leaflet whose QR code cannot be made, because its page has no address that fits into one.

use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, code, text};
use crate::qr::Qr;
use crate::site::Site;

pub(super) const RULE: Rule = Rule {
    code: code::MISSING_KEY,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for page in &site.pages {
        let Some(layout) = &page.document.front.layout else {
            continue;
        };
        let place = Place::new(&page.document.source, layout.span);
        match site.canonical(&page.url) {
            None => diagnostics.push(no_address(place)),
            Some(address) if Qr::of(&address).is_none() => diagnostics.push(too_long(place)),
            Some(_) => {}
        }
    }
}

fn no_address(place: Place) -> Diagnostic {
    let message = text!(
        "このご案内の QR コードを作れません。サイトのアドレスが決まっていないためです",
        "this leaflet can have no QR code, because the site has no address"
    );
    Diagnostic::new(code::MISSING_KEY, place, message).help(text!(
        "site.toml の [site] に「base_url = \"https://support.example.jp\"」のように書いてください",
        "write `base_url = \"https://support.example.jp\"` below `[site]` in site.toml"
    ))
}

fn too_long(place: Place) -> Diagnostic {
    let message = text!(
        "このページのアドレスは長すぎて、QR コードに入りません",
        "the address of this page is too long for a QR code"
    );
    Diagnostic::new(code::TOO_LARGE, place, message).help(text!(
        "フォルダーかファイルの名前を短くしてください",
        "give its folders or its file shorter names"
    ))
}
