//! What was put where a picture belongs and cannot be shown as one: a film, a PDF, a page, the
//! picture of another site, a format that not every browser knows.

use super::each_lost;
use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::site::{Site, Target};

pub(super) const RULE: Rule = Rule {
    code: code::UNSHOWABLE_PICTURE,
    check: Check::Site(|site, diagnostics| {
        each_lost(site, diagnostics, |place, target| {
            finding(site, place, target)
        });
    }),
};

/// The endings of pictures that only some browsers show.
const PICTURES: [&str; 8] = ["heic", "heif", "tif", "tiff", "bmp", "jp2", "psd", "ico"];

fn finding(site: &Site, place: Place, target: &Target) -> Option<Diagnostic> {
    let Target::NoPicture(file) = target else {
        return None;
    };
    let Some(file) = file else {
        return Some(
            Diagnostic::new(
                code::UNSHOWABLE_PICTURE,
                place,
                text!(
                    "画像として表示できるのは、このサイトの画像ファイルだけです",
                    "only a picture file of this site can be shown"
                ),
            )
            .help(text!(
                "画像を content フォルダーの中に置いて、「![説明](画像.png)」のように書いてください",
                "put the picture into `content` and write `![what it shows](picture.png)`"
            )),
        );
    };
    let path = site.file(*file).source.id().as_str();
    let name = path.rsplit('/').next().unwrap_or_default();
    Some(
        Diagnostic::new(
            code::UNSHOWABLE_PICTURE,
            place,
            text!(
                "「{name}」は、画像として表示できません",
                "`{name}` cannot be shown as a picture"
            ),
        )
        .help(way_out(name)),
    )
}

fn way_out(name: &str) -> Text {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let ending = ending.to_ascii_lowercase();
    if PICTURES.contains(&ending.as_str()) {
        let format = ending.to_uppercase();
        return text!(
            "{format} 形式の画像は、多くのブラウザーで表示されません。画像のソフトで JPEG か PNG に変換して、「![説明]({stem}.jpg)」のように書いてください",
            "most browsers do not show {format}: save it as JPEG or PNG, and write `![what it shows]({stem}.jpg)`"
        );
    }
    text!(
        "「!」を取って、「[説明]({name})」のようにリンクにしてください",
        "make it a link by taking away the `!`: `[what it is]({name})`"
    )
}
