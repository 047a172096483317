//! The finding for a name that leads nowhere.

use super::Missing;
use crate::diag::{Diagnostic, Place, code, text};

impl Missing {
    /// The finding for a `name` that leads nowhere.
    pub fn diagnostic(&self, name: &str, place: Place) -> Diagnostic {
        let (message, near) = match self {
            Self::Fact(near) => (
                text!(
                    "「{name}」という事実はありません",
                    "there is no fact `{name}`"
                ),
                near,
            ),
            Self::Member(members) => (
                text!(
                    "「{name}」の「.」より後ろに当たるものがありません",
                    "`{name}`: the fact has no such member"
                ),
                members,
            ),
        };
        let diagnostic = Diagnostic::new(code::UNKNOWN_FACT, place, message);
        let names = near.join(", ");
        match (self, near.is_empty()) {
            (Self::Fact(_), true) => diagnostic.help(text!(
                "site.toml の [facts] にある名前か label を書いてください",
                "write a key or label that stands in `[facts]` of site.toml"
            )),
            (Self::Fact(_), false) => {
                diagnostic.help(text!("もしかして: {names}", "did you mean {names}?"))
            }
            (Self::Member(_), true) => diagnostic.help(text!(
                "この事実には「.」を付けられません",
                "this fact has no members"
            )),
            (Self::Member(_), false) => {
                diagnostic.help(text!("使えるのは: {names}", "it has: {names}"))
            }
        }
    }
}
