//! What was put where a picture belongs and cannot be shown as one: a film, a PDF, a page, the
//! picture of another site, a format that not every browser knows, a picture that is not whole.

use super::{Check, Rule};
use crate::check::Published;
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::picture::{self, Content, Flaw, Format, Inspection};
use crate::site::{File, Page, Referrer, Site, Target};
use crate::source::Span;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: code::UNSHOWABLE_PICTURE,
    check: Check::Site(check),
};

/// What only the theme leads to.
pub(super) const OF_THEME: Rule = Rule {
    code: code::UNSHOWABLE_PICTURE,
    check: Check::Published(check_theme),
};

/// The endings of pictures that only some browsers show, for files that say nothing else.
const PICTURES: [&str; 8] = ["heic", "heif", "tif", "tiff", "bmp", "jp2", "psd", "ico"];

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    // A picture that is not whole is one mistake, however many pages show it.
    let mut told = BTreeSet::new();
    for page in &site.pages {
        for (span, target) in page.targets() {
            let place = || place(page, span);
            match target {
                Target::NoPicture(None) => diagnostics.push(elsewhere(place())),
                Target::NoPicture(Some(file)) => {
                    diagnostics.push(no_picture(site.file(*file), place()));
                }
                Target::File { file, .. } => {
                    let file = site.file(*file);
                    let found = damaged(file);
                    if let Some((message, help)) = found.filter(|_| told.insert(file.source.id())) {
                        let found = Diagnostic::new(code::UNSHOWABLE_PICTURE, place(), message);
                        diagnostics.push(found.help(help));
                    }
                }
                Target::Page { .. }
                | Target::Here(_)
                | Target::Outside(_)
                | Target::Preview { .. }
                | Target::Broken { .. }
                | Target::MissingPicture { .. }
                | Target::Refused(_)
                | Target::Placeholder
                | Target::Unsafe(_)
                | Target::Hidden(_) => {}
            }
        }
    }
}

fn check_theme(published: &Published<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let files = published.site.files.iter();
    for file in files.filter(|file| file.referrer != Referrer::Shown) {
        if let Some((message, help)) = damaged(file)
            && file.is_published(published.theme)
        {
            let place = Place::file(file.source.id());
            let found = Diagnostic::new(code::UNSHOWABLE_PICTURE, place, message);
            diagnostics.push(found.help(help));
        }
    }
}

fn place(page: &Page, span: Span) -> Place {
    Place::new(&page.document.source, span)
}

fn elsewhere(place: Place) -> Diagnostic {
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
    ))
}

/// The finding for a file of which not even the name is that of a picture.
fn no_picture(file: &File, place: Place) -> Diagnostic {
    let name = name(file);
    let content = picture::content(file.source.bytes());
    let message = match content {
        Content::LfsPointer | Content::Empty => not_there(name, content),
        _ => text!(
            "「{name}」は、画像として表示できません",
            "`{name}` cannot be shown as a picture"
        ),
    };
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let by_name = PICTURES.iter().find(|one| ending.eq_ignore_ascii_case(one));
    let help = match (content, by_name) {
        (Content::Shown(format), _) => renamed(stem, format),
        (Content::Unshown(format), _) => converted(stem, format),
        (Content::LfsPointer | Content::Empty, _) => fetched(content),
        (Content::Unknown, Some(ending)) => converted(stem, &ending.to_uppercase()),
        _ => text!(
            "「!」を取って、「[説明]({name})」のようにリンクにしてください",
            "make it a link by taking away the `!`: `[what it is]({name})`"
        ),
    };
    Diagnostic::new(code::UNSHOWABLE_PICTURE, place, message).help(help)
}

/// What is wrong with a file that has the name of a picture, and what to do.
fn damaged(file: &File) -> Option<(Text, Text)> {
    let name = name(file);
    let Inspection { content, flaw, .. } = **file.picture.as_ref()?;
    let (stem, _) = name.rsplit_once('.').unwrap_or((name, ""));
    Some(match content {
        Content::Shown(format) if Some(format) != Format::of_name(name) => {
            let format_name = format.name();
            (
                text!(
                    "「{name}」の中身は {format_name} の画像で、名前と合っていません",
                    "`{name}` holds {format_name}, which its name does not say"
                ),
                renamed(stem, format),
            )
        }
        Content::Shown(format) => (flawed(name, flaw?), again(format)),
        Content::Unshown(format) => (
            text!(
                "「{name}」の中身は {format} 形式で、画像として表示できません",
                "`{name}` holds {format}, which cannot be shown as a picture"
            ),
            text!(
                "多くのブラウザーで表示されません。画像のソフトで開き、JPEG か PNG を選んで保存し直してください",
                "most browsers do not show it: open it in a program for pictures, and save it as JPEG or PNG"
            ),
        ),
        Content::LfsPointer | Content::Empty => (not_there(name, content), fetched(content)),
        Content::Html => (
            text!(
                "「{name}」の中身は画像ではなく、ウェブページです",
                "`{name}` is no picture but a web page"
            ),
            text!(
                "元のページで画像の上を右クリックし、「名前を付けて画像を保存」で保存し直してください",
                "right-click the picture on the page that it comes from, and save the picture"
            ),
        ),
        Content::Pdf | Content::Office(_) | Content::Film | Content::Sound => {
            other(name, stem, content)
        }
        Content::Unknown => (
            text!(
                "「{name}」は画像として読み取れません（壊れているか、画像ではありません）",
                "`{name}` is not a picture, or it is damaged"
            ),
            again_from_original(),
        ),
    })
}

/// A file of another kind under the name of a picture.
fn other(name: &str, stem: &str, content: Content) -> (Text, Text) {
    let (japanese, english, ending) = match content {
        Content::Pdf => ("PDF", "a PDF file", "pdf"),
        Content::Film => ("動画", "a film", "mp4"),
        Content::Sound => ("音声", "sound", "mp3"),
        Content::Office("Word") => ("Word の文書", "a Word document", "docx"),
        Content::Office("Excel") => ("Excel の表", "an Excel sheet", "xlsx"),
        Content::Office("PowerPoint") => ("PowerPoint の資料", "a PowerPoint file", "pptx"),
        Content::Office("ZIP") => ("ZIP", "a ZIP archive", "zip"),
        _ => ("Office の文書", "an office document", "doc"),
    };
    (
        text!(
            "「{name}」の中身は画像ではなく、{japanese}です",
            "`{name}` is no picture but {english}"
        ),
        text!(
            "名前を「{stem}.{ending}」に変えて、「[説明]({stem}.{ending})」のようにリンクにしてください",
            "call it `{stem}.{ending}`, and make it a link: `[what it is]({stem}.{ending})`"
        ),
    )
}

fn flawed(name: &str, flaw: Flaw) -> Text {
    match flaw {
        Flaw::CutOff => text!("「{name}」は途中で切れています", "`{name}` is cut off"),
        Flaw::Damaged => text!("「{name}」は壊れています", "`{name}` is damaged"),
    }
}

fn again(format: Format) -> Text {
    match format {
        Format::Svg => text!(
            "作図ソフトで開いて保存し直すか、元の図をコピーし直してください",
            "save it again with the program that it was drawn in, or copy the original once more"
        ),
        Format::Jpeg | Format::Png | Format::Gif | Format::WebP | Format::Avif => {
            again_from_original()
        }
    }
}

fn again_from_original() -> Text {
    text!(
        "元の画像を開いて見えることを確かめ、コピーし直すか、JPEG か PNG で保存し直してください",
        "look whether the original can be opened, and copy it once more or save it as JPEG or PNG"
    )
}

fn converted(stem: &str, format: &str) -> Text {
    text!(
        "{format} 形式の画像は、多くのブラウザーで表示されません。画像のソフトで JPEG か PNG に変換して、「![説明]({stem}.jpg)」のように書いてください",
        "most browsers do not show {format}: save it as JPEG or PNG, and write `![what it shows]({stem}.jpg)`"
    )
}

fn renamed(stem: &str, format: Format) -> Text {
    let ending = format.ending();
    text!(
        "ファイルの名前を「{stem}.{ending}」に変えて、「![説明]({stem}.{ending})」と書いてください",
        "call the file `{stem}.{ending}`, and write `![what it shows]({stem}.{ending})`"
    )
}

/// There is a file of that name, and nothing in it.
fn not_there(name: &str, content: Content) -> Text {
    if content == Content::Empty {
        text!("「{name}」の中身が空です", "`{name}` is empty")
    } else {
        text!(
            "「{name}」は画像そのものではなく、Git LFS の目印です",
            "`{name}` is not the picture but a pointer of Git LFS"
        )
    }
}

fn fetched(content: Content) -> Text {
    if content == Content::Empty {
        return again_from_original();
    }
    text!(
        "「git lfs pull」で画像を取り寄せてください。分からないときは、サイトを預かる担当者に頼んでください",
        "fetch the picture with `git lfs pull`"
    )
}

fn name(file: &File) -> &str {
    let path = file.source.id().as_str();
    path.rsplit('/').next().unwrap_or_default()
}
