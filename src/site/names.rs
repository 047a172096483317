//! What the name of a file in `content/` tells: whether it can be part of an address, whether a
//! page is meant, and whether it is only a copy of another file.

use super::address::nfc;
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::near::folded;
use crate::path::PathProblem;
use crate::snapshot::Snapshot;
use crate::source::SourceId;

/// The endings under which other programs know Markdown.
const OTHER_MARKDOWN: [&str; 11] = [
    ".md.txt",
    ".markdown",
    ".mdown",
    ".mdx",
    ".mkd",
    ".mkdn",
    ".mkdown",
    ".mdwn",
    ".mdtxt",
    ".mdtext",
    ".md",
];

/// What Windows, macOS and Google Drive put behind the name of a copy.
const BEHIND_COPY: [&str; 7] = [
    " - コピー",
    "-コピー",
    " のコピー",
    "のコピー",
    " - Copy",
    " - copy",
    " copy",
];

/// What they put before it.
const BEFORE_COPY: [&str; 4] = ["コピー ～ ", "コピー ~ ", "Copy of ", "copy of "];

/// Whether a file of `content/` is parsed rather than published as it is. A copy of a page is no
/// page.
pub fn is_page(source: &SourceId, snapshot: &Snapshot) -> bool {
    source.as_str().ends_with(".md") && original(source, snapshot).is_none()
}

/// The file beside it that a file is a copy of, by the name that systems give to copies. A name
/// like that alone does not make a copy: files come from mail programs as `form (1).pdf`.
pub fn original<'a>(source: &SourceId, snapshot: &'a Snapshot) -> Option<&'a SourceId> {
    let (folder, name) = source.as_str().rsplit_once('/')?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if name.chars().all(is_plain) {
        return None;
    }
    let mut name = nfc(name);
    // Copies are copied, too.
    while let Some(shorter) = without_copy_mark(&name) {
        if let Some(found) = snapshot.get(&format!("{folder}/{shorter}")) {
            return Some(found.id());
        }
        name = shorter;
    }
    None
}

fn without_copy_mark(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let numbered = without_number(stem);
    let behind = [Some(stem), numbered]
        .into_iter()
        .flatten()
        .find_map(|stem| {
            let mut marks = BEHIND_COPY.iter();
            marks.find_map(|mark| stem.strip_suffix(mark))
        });
    let before = || {
        let mut marks = BEFORE_COPY.iter();
        marks.find_map(|mark| stem.strip_prefix(mark))
    };
    let shorter = behind.or_else(before).or(numbered)?;
    (!shorter.is_empty()).then(|| format!("{shorter}.{ending}"))
}

/// A name without the number in brackets behind it: `fee (2)`, `fee（2）`.
fn without_number(stem: &str) -> Option<&str> {
    let rest = stem.strip_suffix([')', '）'])?;
    let rest = rest.trim_end_matches(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let is_numbered = !rest.is_empty() && rest.len() + 1 < stem.len();
    let rest = rest.strip_suffix(['(', '（'])?;
    is_numbered.then(|| rest.trim_end())
}

/// The finding for a file that was meant to be a page and has the name of something else.
pub(super) fn meant_as_page(source: &SourceId, snapshot: &Snapshot) -> Option<Diagnostic> {
    let (folder, name) = source.as_str().rsplit_once('/')?;
    let lower = name.to_ascii_lowercase();
    let ending = OTHER_MARKDOWN.iter().find(|one| lower.ends_with(**one))?;
    let stem = &lower[..lower.len() - ending.len()];
    // What else is wrong with the name is told with it.
    if stem.is_empty() || name.ends_with(".md") {
        return None;
    }
    let page = format!("{stem}.md");
    let last = &name[name.rfind('.')?..];
    let diagnostic = Diagnostic::new(
        code::UNPORTABLE_NAME,
        Place::file(source),
        text!(
            "「{name}」は「{last}」で終わるため、ページになりません",
            "`{name}` ends with `{last}`, so it is no page"
        ),
    );
    let there = format!("{folder}/{page}");
    // On a system that does not tell `A.MD` from `a.md`, they would be one.
    if snapshot.get(&there).is_some() {
        return Some(diagnostic.help(text!(
            "「{page}」がすでにあります。見比べて、要らないほうを削除してください",
            "there is a file `{page}` already: compare them, and delete the one that is not needed"
        )));
    }
    Some(diagnostic.help(if last.eq_ignore_ascii_case(".txt") {
        text!(
            "「{page}」に変えてください（Windows では「ファイル名拡張子」を表示すると見えます）",
            "call it `{page}`"
        )
    } else {
        text!("「{page}」に変えてください", "call it `{page}`")
    }))
}

/// The finding for a name that cannot be part of an address.
pub(super) fn unusable(name: &str, place: Place) -> Option<Diagnostic> {
    if is_usable(name) {
        return None;
    }
    let diagnostic = Diagnostic::new(
        code::UNPORTABLE_NAME,
        place,
        text!(
            "名前「{name}」はアドレスに使えません",
            "the name `{name}` cannot be part of an address"
        ),
    );
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    Some(
        diagnostic.help(if let Some(portable) = portable(name) {
            text!("「{portable}」に変えてください", "call it `{portable}`")
        } else if let Some(ending) = ending.filter(|one| is_ending(one)) {
            text!(
                "半角の英小文字・数字・ハイフン（-）の名前に変えてください（例: application-form.{ending}）。空白や日本語は使えません",
                "use small letters, digits and hyphens, and no spaces, like `application-form.{ending}`"
            )
        } else {
            text!(
                "半角の英小文字・数字・ハイフン（-）の名前に変えてください（例: renewal-deadline）。日本語の題名は title に書けます",
                "use small letters, digits and hyphens, like `renewal-deadline`; `title` takes any words"
            )
        }),
    )
}

/// The path of a source once its names can be part of an address, where that is not what it is;
/// none where that takes a translation.
pub(super) fn mended(path: &str) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in path.split('/') {
        parts.push(if is_usable(part) {
            part.to_owned()
        } else {
            portable(part)?
        });
    }
    let mended = parts.join("/");
    let stem = OTHER_MARKDOWN
        .iter()
        .find_map(|ending| mended.strip_suffix(ending));
    let mended = stem.map_or(mended.clone(), |stem| format!("{stem}.md"));
    (mended != path).then_some(mended)
}

/// The first folder of a path whose name cannot be part of an address.
pub(super) fn bad_folder(path: &str) -> Option<&str> {
    let slashes = path.match_indices('/').map(|(at, _)| at);
    let mut folders = slashes.map(|at| &path[..at]);
    folders.find(|folder| !is_usable(folder.rsplit('/').next().unwrap_or_default()))
}

/// The name that is nearest to one and can be part of an address; none where that takes a
/// translation.
pub fn portable(name: &str) -> Option<String> {
    let mut portable = String::new();
    for c in folded(name).chars() {
        match c {
            c if is_plain(c) => portable.push(c),
            // Half of a name would name something else.
            c if c.is_alphanumeric() => return None,
            _ if portable.ends_with('-') => {}
            _ => portable.push('-'),
        }
    }
    let (stem, ending) = match portable.rsplit_once('.') {
        Some((stem, ending)) => (stem, format!(".{ending}")),
        None => (portable.as_str(), String::new()),
    };
    let stem = stem.trim_matches(['-', '.']);
    (!stem.is_empty()).then(|| format!("{stem}{ending}"))
}

fn is_usable(name: &str) -> bool {
    let is_good = !name.is_empty() && name.chars().all(is_plain) && !name.starts_with(['.', '-']);
    // `.well-known` is the one name with a dot that has a meaning on the web (RFC 8615).
    is_good || name == ".well-known"
}

const fn is_plain(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.')
}

fn is_ending(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The finding for an address that cannot be stored on every system.
pub(super) fn unportable(place: Place, problem: &PathProblem) -> Diagnostic {
    let message: Text = match problem {
        PathProblem::Empty => text!("アドレスが空です", "the address is empty"),
        PathProblem::Escapes => text!(
            "アドレスは「/」で始まり、「..」を含まない形にしてください",
            "an address begins with `/` and has no `..` in it"
        ),
        PathProblem::Character(bad) => text!(
            "「{bad}」はアドレスに使えません",
            "`{bad}` cannot be part of an address",
            bad = bad.escape_debug()
        ),
        PathProblem::Reserved => text!(
            "Windows が別の用途に使う名前（con・nul など）が入っています",
            "Windows keeps this name for a device (con, nul, …)"
        ),
        PathProblem::TooLong => text!(
            "アドレスが長すぎます（200 バイトまで）",
            "the address is too long (at most 200 bytes)"
        ),
        PathProblem::Percent => text!(
            "アドレスの中の「%」が、使える文字を表していません",
            "a `%` in the address stands for no character that can be part of one"
        ),
    };
    Diagnostic::new(code::UNPORTABLE_NAME, place, message).help(text!(
        "「/news/renewal/」のように、半角の英小文字・数字・ハイフン（-）で書いてください",
        "use small letters, digits and hyphens, like `/news/renewal/`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;
    use std::sync::Arc;

    fn original_of(name: &str) -> Option<String> {
        let source = |name| Arc::new(Source::new(SourceId::new(name), &b""[..]));
        let files = [
            "content/a/fee.md",
            "content/a/fee (2).pdf",
            "content/fee.md",
        ];
        let snapshot = Snapshot::new(files.map(source), Vec::new());
        let found = original(&SourceId::new(format!("content/a/{name}")), &snapshot);
        found.map(ToString::to_string)
    }

    #[test]
    fn copies_are_known_by_the_original_beside_them() {
        for name in [
            "fee - コピー.md",
            "fee - コピー (2).md",
            "fee - コピー - コピー.md",
            "feeのコヒ\u{309a}ー.md",
            "fee - Copy.md",
            "fee copy (3).md",
            "fee (1).md",
            "fee（１）.md",
            "Copy of fee.md",
            "コピー ～ fee.md",
        ] {
            assert_eq!(
                original_of(name).as_deref(),
                Some("content/a/fee.md"),
                "{name}"
            );
        }
        for name in [
            "fee.md",
            "fee (2).pdf",
            "form (1).md",
            "(1).md",
            "fee ().md",
            "fee-copy.md",
        ] {
            assert_eq!(original_of(name), None, "{name}");
        }
    }
}
