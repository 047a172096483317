//! A link that somebody meant to fill in later.

use super::each_lost;
use super::{Check, Rule};
use crate::diag::{Diagnostic, code, text};
use crate::site::Target;

pub(super) const RULE: Rule = Rule {
    code: code::PLACEHOLDER_LINK,
    check: Check::Site(|site, diagnostics| {
        each_lost(site, diagnostics, |place, target| {
            matches!(target, Target::Placeholder).then(|| {
                Diagnostic::new(
                    code::PLACEHOLDER_LINK,
                    place,
                    text!(
                        "リンク先が空のままです",
                        "this link leads nowhere yet"
                    ),
                )
                .help(text!(
                    "リンク先のファイルを「../contact/index.md」のように書くか、リンクを外してください",
                    "name the file it leads to, like `../contact/index.md`, or take the link out"
                ))
            })
        });
    }),
};
