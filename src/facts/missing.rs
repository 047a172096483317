//! The finding for a name that leads nowhere.

use super::Missing;
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::near::{folded, near_misses};
use unicode_normalization::UnicodeNormalization;

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
            "「{name}」という名前は登録されていません",
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
            .help(as_it_is_written(only, name))
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

fn unknown_member(
    name: &str,
    members: &[(&'static str, &'static str)],
    place: Place,
) -> Diagnostic {
    let (fact, member) = name.split_once('.').unwrap_or((name, ""));
    if let Some(end) = open_end(member, members) {
        return no_end(fact, end, place);
    }
    let diagnostic = Diagnostic::new(
        code::UNKNOWN_FACT,
        place,
        text!(
            "「{name}」の「.」の後ろが、この事実にはない名前です",
            "`{name}`: the fact has no such member"
        ),
    );
    if members.is_empty() {
        return diagnostic.help(text!(
            "この事実には「.」を付けられません。「{fact}」とだけ書いてください",
            "this fact has no members: write only `{fact}`"
        ));
    }
    let names = members
        .iter()
        .flat_map(|(english, japanese)| [*english, *japanese]);
    if let [only] = near_misses(member, names)[..]
        && folded(only) == folded(member)
    {
        let right = format!("{fact}.{only}");
        return diagnostic
            .help(as_it_is_written(&right, name))
            .replace_with(right);
    }
    let (english, japanese): (Vec<&str>, Vec<&str>) = members.iter().copied().unzip();
    let (english, japanese) = (english.join(", "), japanese.join("・"));
    diagnostic.help(text!(
        "使えるのは: {japanese}（{english}）",
        "it has: {english}"
    ))
}

/// The names of the two ends of a period, in English and in Japanese.
const ENDS: [(&str, &str); 2] = [("start", "開始"), ("end", "終了")];

/// The end that is asked for of a fact that has only the other one.
fn open_end(
    member: &str,
    members: &[(&'static str, &'static str)],
) -> Option<(&'static str, &'static str)> {
    let is_asked = |(english, japanese): &(&str, &str)| [*english, *japanese].contains(&member);
    let asked = ENDS.into_iter().find(is_asked)?;
    let has_other = ENDS
        .iter()
        .any(|end| *end != asked && members.contains(end));
    (has_other && !members.contains(&asked)).then_some(asked)
}

fn no_end(fact: &str, (english, japanese): (&str, &str), place: Place) -> Diagnostic {
    Diagnostic::new(
        code::UNKNOWN_FACT,
        place,
        text!(
            "「{fact}」には{japanese}（{english}）が書かれていません",
            "`{fact}` has no {english}"
        ),
    )
    .help(text!(
        "決まっていれば site.toml の「{fact}」に書き足し、決まっていなければ、これを使わない文にしてください",
        "state it in site.toml if it is known; if not, write the text without it"
    ))
}

/// What to do about a name that is right but for the width or the case of its letters.
fn as_it_is_written(name: &str, typed: &str) -> Text {
    // In half width already, it is the case that differs.
    let is_narrow = typed.nfkc().eq(typed.chars());
    if is_narrow && name == typed.to_lowercase() {
        return text!(
            "小文字で「{name}」と書いてください",
            "write `{name}`, in small letters"
        );
    }
    if is_narrow {
        return text!(
            "大文字と小文字をそろえて「{name}」と書いてください",
            "write `{name}`, with these capitals and small letters"
        );
    }
    text!(
        "半角で「{name}」と書いてください",
        "write `{name}`, in half-width letters"
    )
}
