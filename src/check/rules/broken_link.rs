//! A link or picture that leads to no page and no file.

use super::each_lost;
use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::site::{Refusal, Site, Target, Visibility};

pub(super) const RULE: Rule = Rule {
    code: code::BROKEN_LINK,
    check: Check::Site(|site, diagnostics| {
        each_lost(site, diagnostics, |place, target| {
            finding(site, place, target)
        });
    }),
};

fn finding(site: &Site, place: Place, target: &Target) -> Option<Diagnostic> {
    match target {
        Target::Broken { wanted, near } => Some(broken(place, wanted, near)),
        Target::MissingPicture { wanted, near } => Some(missing_picture(place, wanted, near)),
        // A page that will come by itself gets its link when it comes.
        Target::Hidden(page) if site.hidden(*page).visibility == Visibility::Draft => {
            Some(draft(place))
        }
        // Of the links that lead somewhere, only those to drafts are asked about.
        Target::Page { .. } => Some(draft(place)),
        // What is wrong with any other file is told where it is.
        Target::Refused(file) => match site.refused(*file).why {
            Refusal::Unwanted => Some(unwanted(place)),
            Refusal::Name { .. } | Refusal::Error => None,
        },
        _ => None,
    }
}

fn unwanted(place: Place) -> Diagnostic {
    Diagnostic::new(
        code::BROKEN_LINK,
        place,
        text!(
            "リンク先のファイルは公開されません",
            "this leads to a file that is not published"
        ),
    )
    .help(text!(
        "そのファイルについての指摘を見て、もとのファイルへのリンクに変えてください",
        "see what is said of that file, and link to the original"
    ))
}

fn draft(place: Place) -> Diagnostic {
    Diagnostic::new(
        code::BROKEN_LINK,
        place,
        text!(
            "リンク先は下書きで、公開されません",
            "this leads to a draft, which is not published"
        ),
    )
    .help(text!(
        "リンク先の draft = true を消すか、リンクを外してください",
        "take `draft = true` out of it, or take the link out"
    ))
}

fn missing_picture(place: Place, wanted: &str, near: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        code::BROKEN_LINK,
        place,
        text!(
            "画像「{wanted}」がありません",
            "there is no picture `{wanted}`"
        ),
    );
    if !near.is_empty() {
        return diagnostic.help(meant(near));
    }
    let name = wanted.rsplit('/').next().unwrap_or_default();
    diagnostic.help(text!(
        "画像のファイルをこの文章と同じフォルダーに置いて、「![説明]({name})」のように書いてください",
        "put the file into the folder of this one and write `![what it shows]({name})`"
    ))
}

fn meant(near: &[String]) -> Text {
    let several = near.join(", ");
    match near {
        [only] => text!("「{only}」ではありませんか", "did you mean `{only}`?"),
        _ => text!(
            "次のどれかではありませんか: {several}",
            "did you mean one of: {several}?"
        ),
    }
}

fn broken(place: Place, wanted: &str, near: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        code::BROKEN_LINK,
        place,
        text!(
            "リンク先「{wanted}」がありません",
            "`{wanted}` leads to nothing"
        ),
    );
    diagnostic.help(if near.is_empty() {
        text!(
            "このファイルから見た場所を「../contact/index.md」のように書いてください",
            "name a file as seen from this one, like `../contact/index.md`"
        )
    } else {
        meant(near)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{Options, build};
    use crate::calendar::{AsOf, parse_iso};
    use crate::diag::Severity;
    use crate::memo::Cache;
    use crate::snapshot::Snapshot;
    use crate::source::{Source, SourceId};
    use std::sync::Arc;

    /// What is found in a site with a link to a file that could not be read, and why.
    fn found(severity: Severity) -> Vec<String> {
        let files = [
            ("site.toml", "[site]\ntitle = \"a\"\n"),
            (
                "content/index.md",
                "+++\ntitle = \"a\"\n+++\n\n[甲](a.pdf)\n",
            ),
        ];
        let source = |(path, text): (&str, &str)| {
            Arc::new(Source::new(SourceId::new(path), text.as_bytes()))
        };
        let place = Place::file(&SourceId::new("content/a.pdf"));
        let mut unread = Diagnostic::new(code::UNREADABLE_FILE, place, text!("", ""));
        unread.severity = severity;
        let snapshot = Snapshot::new(files.map(source), vec![unread]);
        let options = Options::new(AsOf::new(parse_iso("2024-03-15").unwrap()));
        let built = build(&snapshot, &options, &mut Cache::default());
        let diagnostics = built.diagnostics.iter();
        diagnostics.map(|one| one.code.name().to_owned()).collect()
    }

    #[test]
    fn a_file_that_could_not_be_read_is_not_called_missing() {
        assert_eq!(found(Severity::Error), ["unreadable-file"]);
        // A warning lets the site be published, where the link would be lost.
        assert_eq!(found(Severity::Warning), ["unreadable-file", "broken-link"]);
    }
}
