//! A file that no page leads to. It is not published, and nobody would miss it there; whoever put
//! it into `content/` may not know that, or may have thought of something else.

use super::{Check, Rule};
use crate::check::Published;
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::file_type;
use crate::picture;
use crate::site::{NameUse, Referrer, Refusal};
use crate::source::SourceId;

pub(super) const RULE: Rule = Rule {
    code: code::UNLINKED_FILE,
    check: Check::Published(check),
};

fn check(published: &Published<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let (site, theme) = (published.site, published.theme);
    let files = site.files.iter();
    let unlinked =
        files.filter(|file| file.referrer == Referrer::Nobody && !file.is_published(theme));
    diagnostics.extend(unlinked.map(|file| {
        let is_refused = file_type::is_refused_by_name(&file.source, &site.config.files);
        let name = if is_refused {
            Name::Refused
        } else {
            Name::Good
        };
        finding(file.source.id(), None, name)
    }));
    for refused in &site.refused {
        let Refusal::Name {
            use_of: NameUse::OfFile { copy_of },
            ..
        } = &refused.why
        else {
            continue;
        };
        if refused.referrer == Referrer::Nobody {
            diagnostics.push(finding(&refused.source, copy_of.as_ref(), Name::Unusable));
        }
    }
}

/// What the name of a file tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    /// That it can be published.
    Good,
    /// That it is of no kind that is published.
    Refused,
    /// Nothing yet: it cannot be part of an address.
    Unusable,
}

fn finding(source: &SourceId, copy_of: Option<&SourceId>, tells: Name) -> Diagnostic {
    let name = name(source);
    let (message, help) = if let Some(original) = copy_of {
        copy(name, self::name(original))
    } else if file_type::is_unfinished(name) {
        backup(name)
    } else {
        (
            text!(
                "「{name}」は、どのページからもリンクされていないため、公開しません",
                "no page leads to `{name}`, so it is not published"
            ),
            way_out(name, tells),
        )
    };
    Diagnostic::new(code::UNLINKED_FILE, Place::file(source), message).help(help)
}

fn copy(name: &str, original: &str) -> (Text, Text) {
    (
        text!(
            "「{name}」は「{original}」のコピーのようです。公開しません",
            "`{name}` looks like a copy of `{original}`; it is not published"
        ),
        text!(
            "要らなければ削除し、残すときは content フォルダーの外へ移してください。公開するものなら、半角の英小文字・数字・ハイフン（-）の名前に変えてください",
            "delete it, or move it out of `content`; if it is to be published, give it a name of small letters, digits and hyphens"
        ),
    )
}

fn backup(name: &str) -> (Text, Text) {
    (
        text!(
            "「{name}」は控えか書きかけのファイルのようです。公開しません",
            "`{name}` looks like a backup or an unfinished file; it is not published"
        ),
        put_away(),
    )
}

fn put_away() -> Text {
    text!(
        "要らなければ削除し、残すときは content フォルダーの外へ移してください",
        "delete it, or move it out of `content`"
    )
}

fn way_out(name: &str, tells: Name) -> Text {
    match (tells, picture::is_shown(name)) {
        (Name::Good, true) => text!(
            "見せる画像なら、ページの文章に「![説明]({name})」のように書き、そうでなければ content フォルダーの外へ移してください",
            "write `![what it shows]({name})` in a page if visitors should see it, else move it out of `content`"
        ),
        (Name::Good, false) => text!(
            "訪れる人に渡すものなら、ページから「[説明]({name})」のようにリンクし、そうでなければ content フォルダーの外へ移してください",
            "link to it from a page, like `[what it is]({name})`, if visitors should get it, else move it out of `content`"
        ),
        (Name::Refused, _) => put_away(),
        (Name::Unusable, _) => text!(
            "公開しないものなら、content フォルダーの外へ移してください。公開するものなら、半角の英小文字・数字・ハイフン（-）の名前に変えて、ページからリンクしてください",
            "move it out of `content`; if visitors should get it, give it a name of small letters, digits and hyphens, and link to it from a page"
        ),
    }
}

fn name(source: &SourceId) -> &str {
    source.as_str().rsplit('/').next().unwrap_or_default()
}
