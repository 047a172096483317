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
pub use self::variants::{Gallery, VERSION, Variant, has_variants};

use crate::diag::{Diagnostic, Place, code, text};
use crate::source::Source;

/// More pixels than any browser of an office computer shows without running out of memory.
const MAX_PIXELS: u64 = 100_000_000;

/// Whether browsers show a file of that name as a picture, if it is what its name says.
pub fn is_shown(name: &str) -> bool {
    Format::of_name(name).is_some()
}

/// The finding for a file that must not be published: a page that bypasses us, a drawing
/// that could run a program.
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
    is_svg(source).then(|| refused_svg(source, place()))?
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

fn refused_svg(source: &Source, place: Place) -> Option<Diagnostic> {
    let text = String::from_utf8_lossy(source.bytes());
    active_svg(&text).map(|found| {
        Diagnostic::new(
            code::RAW_HTML,
            place,
            text!(
                "SVG の中に、動くもの（{found}）が入っています",
                "this SVG holds something active ({found})"
            ),
        )
        .help(text!(
            "作図ソフトで「プレーン SVG」として保存し直してください",
            "save it as plain SVG"
        ))
    })
}

fn is_svg(source: &Source) -> bool {
    source.id().as_str().to_ascii_lowercase().ends_with(".svg")
}

/// From `width` and `height`, else from `viewBox`, of the root element.
fn svg_size(text: &str) -> Option<(u32, u32)> {
    let start = text.find("<svg")?;
    let root = &text[start..start + text[start..].find('>')?];
    let number = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok();
    let whole = |number: f64| {
        (1.0..=100_000.0)
            .contains(&number)
            .then_some(number.round() as u32)
    };
    let side = |name| attribute(root, name).and_then(number).and_then(whole);
    if let (Some(width), Some(height)) = (side("width"), side("height")) {
        return Some((width, height));
    }
    let view = attribute(root, "viewBox")?;
    let numbers: Vec<f64> = view
        .split([' ', ','])
        .filter(|part| !part.is_empty())
        .filter_map(number)
        .collect();
    match numbers[..] {
        [_, _, width, height] => Some((whole(width)?, whole(height)?)),
        _ => None,
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].trim_start();
        rest = &rest[at + name.len()..];
        if !before.is_some_and(char::is_whitespace) {
            continue;
        }
        let Some(value) = after.strip_prefix('=') else {
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| "\"'".contains(*c))?;
        return value[1..].split(quote).next();
    }
}

/// What in a drawing could run a program or load something from elsewhere.
fn active_svg(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    // It would be read as text here, and as a drawing by browsers.
    if lower.contains('\0') {
        return Some("UTF-16");
    }
    if let Some(word) = ["<!entity", "javascript:", "@import"]
        .into_iter()
        .find(|word| lower.contains(word))
    {
        return Some(word);
    }
    let elements = [
        "<script",
        "<foreignobject",
        "<iframe",
        "<set",
        "<animate",
        "<handler",
        "<style",
    ];
    let mut tags = lower.split('<').skip(1);
    let element = tags.find_map(|tag| {
        let name = tag.split(|c: char| c.is_whitespace() || c == '>' || c == '/');
        // Any prefix may stand for the namespace.
        let name = name.into_iter().next()?.rsplit(':').next()?;
        elements
            .into_iter()
            .find(|known| name.starts_with(&known[1..]))
    });
    if element.is_some() {
        return element;
    }
    let handler = lower.match_indices("on").any(|(at, _)| {
        let rest = lower[at + 2..].trim_start_matches(|c: char| c.is_ascii_lowercase());
        lower[..at].ends_with(|c: char| c.is_whitespace() || "\"'".contains(c))
            && rest.len() < lower.len() - at - 2
            && rest.trim_start().starts_with('=')
    });
    if handler {
        return Some("on…=");
    }
    let outside = lower.match_indices("href").any(|(at, _)| {
        let value = lower[at + 4..].trim_start().strip_prefix('=');
        let value = value.map(|value| value.trim_start().trim_start_matches(['"', '\'']));
        value.is_some_and(|value| !value.starts_with('#'))
    });
    outside.then_some("href")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn svg(text: &str) -> Source {
        Source::new(SourceId::new("content/a.svg"), text.as_bytes())
    }

    #[test]
    fn drawings_that_could_act_are_refused() {
        for text in [
            "<svg><script>x</script></svg>",
            "<svg onload=\"x\"/>",
            "<svg\nonload = 'x'/>",
            "<svg\tonload='x'/>",
            "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:script>x</s:script></s:svg>",
            "<\0s\0v\0g\0/\0>\0",
            "<svg><a href=\"https://evil.jp\"/></svg>",
            "<svg><image xlink:href='http://x'/></svg>",
            "<svg><foreignObject/></svg>",
            "<!DOCTYPE svg [<!ENTITY x \"y\">]><svg/>",
        ] {
            assert!(refused(&svg(text)).is_some(), "{text}");
        }
        assert!(refused(&svg("<svg><text>on time = on</text><use href='#a'/></svg>")).is_none());
    }

    #[test]
    fn sizes_are_read_from_the_root() {
        assert_eq!(
            svg_size("<svg width=\"480\" height='320px'/>"),
            Some((480, 320))
        );
        assert_eq!(
            svg_size("<svg viewBox=\"0 0 16 9\" stroke-width='3'/>"),
            Some((16, 9))
        );
        assert_eq!(svg_size("<svg/>"), None);
    }
}
