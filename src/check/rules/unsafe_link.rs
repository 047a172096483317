//! A link that could run a program, or that hides where it leads.

use super::each_lost;
use super::mistyped::Mistyped;
use super::{Check, Rule};
use crate::diag::{Diagnostic, code, text};
use crate::site::Target;

pub(super) const RULE: Rule = Rule {
    code: code::UNSAFE_LINK,
    check: Check::Site(|site, diagnostics| {
        each_lost(site, diagnostics, |place, target| match target {
            Target::Unsafe(typed) => {
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
