//! What has to be known of pictures and other files: their size, and whether they are safe
//! to publish; and large pictures in fewer pixels.

mod content;
mod exif;
mod gif;
mod inspect;
mod isobmff;
mod items;
mod jpeg;
mod png;
mod svg;
mod variants;
mod webp;

pub use self::content::{Content, Format, of as content};
pub use self::inspect::{Flaw, Inspection, inspect};
pub use self::svg::{Danger, Drawing};
pub use self::variants::{Gallery, VERSION, Variant, has_variants};

use crate::diag::{Diagnostic, Place, code, text};
use crate::source::Source;
use std::sync::Arc;

/// More pixels than any browser of an office computer shows without running out of memory.
const MAX_PIXELS: u64 = 100_000_000;

/// Whether browsers show a file of that name as a picture, if it is what its name says.
pub fn is_shown(name: &str) -> bool {
    Format::of_name(name).is_some()
}

/// The finding for a file that must not be published: a page that bypasses us.
pub fn refused(source: &Source) -> Option<Diagnostic> {
    let place = || Place::file(source.id());
    let name = source.id().as_str().to_ascii_lowercase();
    if [".html", ".htm", ".xhtml", ".shtml"]
        .iter()
        .any(|end| name.ends_with(end))
    {
        return Some(
            Diagnostic::new(
                code::RAW_HTML,
                place(),
                text!(
                    "HTML ファイルは content に置けません",
                    "an HTML file cannot stand in `content`"
                ),
            )
            .help(text!(
                "Markdown（.md）で書き直してください",
                "write it as Markdown (`.md`)"
            )),
        );
    }
    None
}

/// The finding for a drawing that must not be published: it could run a program, or browsers could
/// read something else in it than we do.
pub fn dangerous(source: &Source, inspection: &Inspection) -> Option<Diagnostic> {
    if !is_svg(source) {
        return None;
    }
    let is_other = inspection.content == Content::Unknown && is_utf16(source.bytes());
    let unread = is_other.then_some(Danger::Encoding(None));
    let danger = inspection.drawing.danger.clone().or(unread)?;
    let place = Place::new(source.id(), inspection.drawing.span);
    Some(match danger {
        Danger::Active(found) => Diagnostic::new(
            code::RAW_HTML,
            place,
            text!(
                "SVG の中に、動くもの（{found}）が入っています",
                "this SVG holds something active ({found})"
            ),
        )
        .help(text!(
            "作図ソフトで開き、PNG に書き出して、SVG の代わりに使ってください",
            "open it in a drawing program, export it as PNG, and use that instead"
        )),
        Danger::Declarations => Diagnostic::new(
            code::RAW_HTML,
            place,
            text!(
                "SVG の初めに、図の読み方を変える宣言（<!DOCTYPE … [ … ]>）があります",
                "this SVG begins with declarations that change how it is read (<!DOCTYPE … [ … ]>)"
            ),
        )
        .help(text!(
            "作図ソフトで「プレーン SVG」か、編集機能を残さない設定を選んで保存し直してください",
            "save it as plain SVG, or without what the drawing program needs for editing"
        )),
        Danger::Encoding(name) => encoding(place, name),
    })
}

fn encoding(place: Place, name: Option<String>) -> Diagnostic {
    match name {
        Some(name) => Diagnostic::new(
            code::BAD_ENCODING,
            place,
            text!(
                "SVG の文字コードが {name} と書かれています。使えるのは UTF-8 だけです",
                "this SVG says that it is in {name}; it has to be UTF-8"
            ),
        )
        .help(text!(
            "ここを「UTF-8」と書きかえてください。文字化けするときは、作図ソフトで開いて保存し直してください",
            "write `UTF-8` here; if signs come out wrong, open it in a drawing program and save it again"
        )),
        None => Diagnostic::new(
            code::BAD_ENCODING,
            place,
            text!("SVG の文字コードが UTF-8 ではありません", "this SVG is not UTF-8"),
        )
        .help(text!(
            "作図ソフトで開き、SVG で保存し直してください",
            "open it in a drawing program, and save it as SVG again"
        )),
    }
}

/// What is published in the place of a file: of a picture, no more than what is to be seen. Where
/// something else has the name of a drawing that is nothing, for browsers run what it holds.
pub fn published(source: &Source, inspection: Option<&Inspection>) -> Option<Arc<[u8]>> {
    let is_drawing = inspection.is_some_and(|one| one.content == Content::Shown(Format::Svg));
    if is_svg(source) && !is_drawing {
        return Some(Arc::from(svg::nothing()));
    }
    inspection?.published.clone()
}

/// Whether a text may be UTF-16 or UTF-32: it begins with their mark, or half of it is zeros.
fn is_utf16(bytes: &[u8]) -> bool {
    let is_marked = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    is_marked || bytes.iter().take(4).any(|byte| *byte == 0)
}

/// The finding for a picture that no browser has the memory for.
pub fn too_large(source: &Source, inspection: &Inspection) -> Option<Diagnostic> {
    let (width, height) = inspection.size.filter(|_| is_huge(inspection))?;
    let diagnostic = Diagnostic::new(
        code::TOO_LARGE,
        Place::file(source.id()),
        text!(
            "画像が大きすぎます（{width}×{height} ピクセル）",
            "this picture is too large ({width} by {height} pixels)"
        ),
    );
    Some(diagnostic.help(text!(
        "画像のソフトで、幅が 3000 ピクセルより小さくなるように縮めて保存し直してください",
        "scale it down to fewer than 3000 pixels in width, and save it again"
    )))
}

/// Whether a picture has so many pixels that nobody should open it.
fn is_huge(inspection: &Inspection) -> bool {
    let is_drawing = inspection.content == Content::Shown(Format::Svg);
    let (width, height) = inspection.size.unwrap_or_default();
    !is_drawing && u64::from(width) * u64::from(height) > MAX_PIXELS
}

fn is_svg(source: &Source) -> bool {
    source.id().as_str().to_ascii_lowercase().ends_with(".svg")
}
