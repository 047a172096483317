//! The finding for a name that leads nowhere.

use super::Missing;
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::near::{folded, near_misses};

impl Missing {
    /// The finding for a `name` that leads nowhere; none where that has been reported.
    pub fn diagnostic(&self, name: &str, place: Place) -> Option<Diagnostic> {
        match self {
            Self::Fact(near) => Some(unknown_fact(name, near, place)),
            Self::Member(members) => Some(unknown_member(name, members, place)),
            Self::Failed => None,
        }
    }
}

fn unknown_fact(name: &str, near: &[String], place: Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        code::UNKNOWN_FACT,
        place,
        text!(
            "「{name}」という事実はありません",
            "there is no fact `{name}`"
        ),
    );
    // The member that was typed may well be right.
    let member = name.split_once('.').map(|(_, member)| member);
    let near: Vec<String> = near
        .iter()
        .map(|near| {
            member.map_or_else(
                || near.clone(),
                |member| format!("{near}.{}", folded(member)),
            )
        })
        .collect();
    if let [only] = &near[..]
        && folded(only) == folded(name)
    {
        return diagnostic
            .help(in_half_width(only))
            .replace_with(only.clone());
    }
    match &near[..] {
        [] => diagnostic.help(text!(
            "site.toml の [facts] にある名前か label を書いてください",
            "write a key or label that stands in `[facts]` of site.toml"
        )),
        [only] => diagnostic
            .help(text!(
                "「{only}」ではありませんか",
                "did you mean `{only}`?"
            ))
            .suggest(only.clone()),
        several => {
            let several = several.join(", ");
            diagnostic.help(text!(
                "次のどれかではありませんか: {several}",
                "did you mean one of: {several}?"
            ))
        }
    }
}

fn unknown_member(name: &str, members: &[String], place: Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        code::UNKNOWN_FACT,
        place,
        text!(
            "「{name}」の「.」より後ろに当たるものがありません",
            "`{name}`: the fact has no such member"
        ),
    );
    let (fact, member) = name.split_once('.').unwrap_or((name, ""));
    if members.is_empty() {
        return diagnostic.help(text!(
            "この事実には「.」を付けられません。「{fact}」とだけ書いてください",
            "this fact has no members: write only `{fact}`"
        ));
    }
    if let [only] = near_misses(member, members.iter().map(String::as_str))[..]
        && folded(only) == folded(member)
    {
        let right = format!("{fact}.{only}");
        return diagnostic.help(in_half_width(&right)).replace_with(right);
    }
    let members = members.join(", ");
    diagnostic.help(text!("使えるのは: {members}", "it has: {members}"))
}

/// What to do about a name that is right but for full-width letters.
fn in_half_width(name: &str) -> Text {
    text!(
        "半角で「{name}」と書いてください",
        "write `{name}`, in half-width letters"
    )
}
