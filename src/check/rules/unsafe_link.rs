//! A link that could run a program, or that hides where it leads.

use super::each_lost;
use super::mistyped::Mistyped;
use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, code, text};
use crate::path::harmless_mail;
use crate::site::Target;

pub(super) const RULE: Rule = Rule {
    code: code::UNSAFE_LINK,
    check: Check::Site(|site, diagnostics| {
        each_lost(site, diagnostics, |place, target| match target {
            Target::Unsafe(typed) => {
                if let Some(finding) = of_scheme(&place, typed) {
                    return Some(finding);
                }
                let mistyped = Mistyped::read(typed);
                let typed = &visible(typed);
                let diagnostic = Diagnostic::new(
                    code::UNSAFE_LINK,
                    place,
                    text!(
                        "「{typed}」はリンク先にできません",
                        "`{typed}` cannot be the target of a link"
                    ),
                );
                if let Some(mistyped) = mistyped {
                    return Some(mistyped.finding(typed, diagnostic));
                }
                Some(diagnostic.help(text!(
                    "使えるのは https://・http://・mailto:・tel: で始まるアドレスと、このサイトのファイルです",
                    "it can begin with https://, http://, mailto: or tel:, or name a file of this site"
                )))
            }
            _ => None,
        });
    }),
};

/// The finding for a mail or a call that is more than one sees.
fn of_scheme(place: &Place, typed: &str) -> Option<Diagnostic> {
    let (scheme, rest) = typed.split_once(':')?;
    let is_readable = !rest
        .chars()
        .any(|c| c.is_control() || c.is_whitespace() || c == '\\');
    let unsafe_link = |message| Diagnostic::new(code::UNSAFE_LINK, place.clone(), message);
    match scheme.to_ascii_lowercase().as_str() {
        "mailto" if is_readable => {
            let harmless = harmless_mail(rest);
            let found = unsafe_link(text!(
                "「{typed}」は、読む人に見えない宛先などをメールに書き加えます",
                "`{typed}` adds to a mail what nobody sees in the link"
            ));
            // Of an address that is none, nothing is left.
            (harmless.contains('@') && harmless != rest).then(|| {
                found.help(text!(
                    "「mailto:{harmless}」と書いてください",
                    "write `mailto:{harmless}`"
                ))
            })
        }
        "tel" if is_readable => {
            let found = unsafe_link(text!(
                "「{typed}」は、かける電話番号ではありません",
                "`{typed}` is no telephone number to call"
            ));
            Some(found.help(text!(
                "「tel:」のあとに、電話番号だけを数字とハイフン（-）で書いてください（例: tel:0120-584-708）",
                "write the number alone behind `tel:`, in digits and hyphens, like `tel:0120-584-708`"
            )))
        }
        _ => None,
    }
}

/// A target with what nobody sees in it written out; all else as it was typed.
fn visible(typed: &str) -> String {
    let mut visible = String::with_capacity(typed.len());
    for c in typed.chars() {
        if c.is_control() {
            visible.extend(c.escape_debug());
        } else {
            visible.push(c);
        }
    }
    visible
}
