//! A link to a machine that only its own network knows: it opens for whoever has typed it, and
//! for no visitor.

use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, Severity, code, text};
use crate::host;
use crate::site::Site;

pub(super) const RULE: Rule = Rule {
    code: code::BROKEN_LINK,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let own = site.config.base_url.as_deref().and_then(host::of_address);
    // Who reaches such a site reaches its network.
    if own.is_some_and(host::is_private) {
        return;
    }
    let private = site.outside_links().filter(|(address, _)| {
        let host = host::of_address(address);
        host.is_some_and(host::is_private)
    });
    diagnostics.extend(private.map(|(address, place)| finding(address, place)));
}

fn finding(address: &str, place: Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        code::BROKEN_LINK,
        place,
        text!(
            "リンク先「{address}」は組織の中だけの場所なので、外の方は開けません",
            "`{address}` is a place that only its own network can reach"
        ),
    );
    // It does open for those who are there.
    let severity = Severity::Warning;
    Diagnostic {
        severity,
        ..diagnostic
    }
    .help(text!(
        "外から開けるアドレスに書き換えるか、リンクを外してください",
        "write an address that everybody can reach, or take the link out"
    ))
}
