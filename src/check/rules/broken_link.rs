//! A link or picture that leads to no page and no file.

use super::each_lost;
use super::mistyped::Mistyped;
use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::site::{Refusal, Site, Target, Visibility, path_from};
use crate::source::SourceId;

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
        Target::Broken { wanted, near } => Some(broken(site, place, wanted, near)),
        Target::Preview { address, near } => Some(preview(place, address, near.as_deref())),
        Target::MissingPicture { wanted, near } => Some(missing_picture(site, place, wanted, near)),
        // A page that will come by itself gets its link when it comes.
        Target::Hidden(page) if site.hidden(*page).visibility == Visibility::Draft => {
            Some(draft(place, &site.hidden(*page).document.source))
        }
        // Of the links that lead somewhere, only those to drafts are asked about.
        Target::Page { page, .. } => Some(draft(place, &site.page(*page).document.source)),
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

fn draft(place: Place, source: &SourceId) -> Diagnostic {
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
    .caused_by(source.as_str())
}

fn missing_picture(site: &Site, place: Place, wanted: &str, near: &[String]) -> Diagnostic {
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
    let cause = missing(site, &diagnostic.place, wanted);
    let diagnostic = diagnostic.caused_by(cause);
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

fn broken(site: &Site, place: Place, wanted: &str, near: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        code::BROKEN_LINK,
        place,
        text!(
            "リンク先「{wanted}」がありません",
            "`{wanted}` leads to nothing"
        ),
    );
    if let Some(mistyped) = Mistyped::read(wanted) {
        return mistyped.finding(wanted, diagnostic);
    }
    if !near.is_empty() {
        return diagnostic.help(meant(near));
    }
    let cause = missing(site, &diagnostic.place, wanted);
    diagnostic.caused_by(cause).help(text!(
        "なくしたページなら、リンクを外してください。あるページなら、このファイルから見た場所を「../contact/index.md」のように書いてください",
        "if the page is gone, take the link out; if not, name its file as seen from this one, like `../contact/index.md`"
    ))
}

/// What is missing, as all say who lead there.
fn missing(site: &Site, place: &Place, wanted: &str) -> String {
    match path_from(&place.source, wanted) {
        Some(path) => site.missing_part(&path).to_owned(),
        None => wanted.to_owned(),
    }
}

fn preview(place: Place, address: &str, near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        code::BROKEN_LINK,
        place,
        text!(
            "リンク先「{address}」は、お使いのパソコンでだけ開くアドレスです",
            "`{address}` opens on your own computer alone"
        ),
    );
    diagnostic.help(match near {
        Some(near) => text!(
            "このサイトのページなら、「{near}」と書いてください",
            "if it is a page of this site, write `{near}`"
        ),
        None => text!(
            "このサイトのページなら、ファイルの場所を「../contact/index.md」のように書き、ほかのサイトなら、公開されているアドレスを書いてください",
            "name the file of a page of this site, like `../contact/index.md`; for another site, write its public address"
        ),
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
    use crate::source::Source;
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
