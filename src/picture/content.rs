//! What a file is, by what is in it. Its name may say anything.

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A picture that every browser shows.
    Shown(Format),
    /// A picture in a format that most browsers do not show, by the name of the format.
    Unshown(&'static str),
    /// A PDF document.
    Pdf,
    /// A document of an office program, by the name of the program.
    Office(&'static str),
    /// A film.
    Film,
    /// Sound.
    Sound,
    /// A page of a web site.
    Html,
    /// What Git LFS keeps in the place of a file that it has not fetched.
    LfsPointer,
    /// Nothing.
    Empty,
    /// Something else.
    Unknown,
}

/// A format of pictures that every browser shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JPEG
    Jpeg,
    /// PNG
    Png,
    /// GIF
    Gif,
    /// WebP
    WebP,
    /// AVIF
    Avif,
    /// SVG
    Svg,
}

impl Format {
    /// What the format is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
            Self::Avif => "AVIF",
            Self::Svg => "SVG",
        }
    }

    /// The ending that names of such files have.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Avif => "avif",
            Self::Svg => "svg",
        }
    }

    /// The format that the ending of a name speaks of.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        Some(match ending.to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" => Self::Jpeg,
            "png" => Self::Png,
            "gif" => Self::Gif,
            "webp" => Self::WebP,
            "avif" => Self::Avif,
            "svg" => Self::Svg,
            _ => return None,
        })
    }
}

/// How files of a kind begin.
const BEGINNINGS: &[(&[u8], Content)] = &[
    (b"\xFF\xD8\xFF", Content::Shown(Format::Jpeg)),
    (b"\x89PNG\r\n\x1A\n", Content::Shown(Format::Png)),
    (b"GIF87a", Content::Shown(Format::Gif)),
    (b"GIF89a", Content::Shown(Format::Gif)),
    (b"II*\0", Content::Unshown("TIFF")),
    (b"MM\0*", Content::Unshown("TIFF")),
    (b"8BPS", Content::Unshown("PSD")),
    (b"%!PS", Content::Unshown("EPS")),
    (b"\xC5\xD0\xD3\xC6", Content::Unshown("EPS")),
    (b"\0\0\x01\0", Content::Unshown("ICO")),
    (b"\0\0\0\x0CjP  ", Content::Unshown("JPEG 2000")),
    (b"\xFF\x4F\xFF\x51", Content::Unshown("JPEG 2000")),
    (b"\0\0\0\x0CJXL ", Content::Unshown("JPEG XL")),
    (b"\xFF\x0A", Content::Unshown("JPEG XL")),
    (b"II\xBC\x01", Content::Unshown("JPEG XR")),
    (b"\xD7\xCD\xC6\x9A", Content::Unshown("WMF")),
    (b"%PDF-", Content::Pdf),
    (b"{\\rtf", Content::Office("Word")),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        Content::Office("Office"),
    ),
    (b"\x1A\x45\xDF\xA3", Content::Film),
    (b"FLV\x01", Content::Film),
    (b"\0\0\x01\xBA", Content::Film),
    (b"\0\0\x01\xB3", Content::Film),
    (b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", Content::Film),
    (b"OggS", Content::Film),
    (b"ID3", Content::Sound),
    (b"fLaC", Content::Sound),
    (
        b"version https://git-lfs.github.com/spec/",
        Content::LfsPointer,
    ),
];

/// So many bytes at the beginning of a file tell what it is.
const HEAD_BYTES: usize = 4096;

/// As many of a text.
const TEXT_HEAD_BYTES: usize = 65_536;

/// What a file holds.
pub fn of(bytes: &[u8]) -> Content {
    if bytes.is_empty() {
        return Content::Empty;
    }
    let known = BEGINNINGS
        .iter()
        .find(|(start, _)| bytes.starts_with(start));
    if let Some((_, content)) = known {
        return *content;
    }
    if let Some(content) = riff(bytes).or_else(|| boxed(bytes)) {
        return content;
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Content::Office(archive(bytes));
    }
    if bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
        return Content::Unshown("BMP");
    }
    if bytes.get(40..44) == Some(b" EMF") {
        return Content::Unshown("EMF");
    }
    text(bytes)
}

/// What a RIFF file holds (its form type stands behind its length).
fn riff(bytes: &[u8]) -> Option<Content> {
    if !bytes.starts_with(b"RIFF") {
        return None;
    }
    match bytes.get(8..12)? {
        b"WEBP" => Some(Content::Shown(Format::WebP)),
        b"AVI " => Some(Content::Film),
        b"WAVE" => Some(Content::Sound),
        _ => None,
    }
}

/// What a file of boxes holds (ISO/IEC 14496-12): its brand tells, and where that is one for all
/// still pictures, those that it is compatible with.
fn boxed(bytes: &[u8]) -> Option<Content> {
    let kind = bytes.get(4..8)?;
    if matches!(kind, b"moov" | b"mdat" | b"wide" | b"free") {
        return Some(Content::Film);
    }
    if kind != b"ftyp" {
        return None;
    }
    let length = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?);
    let end = usize::try_from(length)
        .ok()?
        .clamp(8, bytes.len().min(HEAD_BYTES));
    let brands = bytes[8..end.max(8)].chunks_exact(4);
    let mut is_still = false;
    for brand in brands {
        match brand {
            b"avif" | b"avis" => return Some(Content::Shown(Format::Avif)),
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" => {
                return Some(Content::Unshown("HEIC"));
            }
            b"crx " => return Some(Content::Unshown("RAW")),
            b"mif1" | b"msf1" => is_still = true,
            b"M4A " => return Some(Content::Sound),
            _ => {}
        }
    }
    Some(if is_still {
        Content::Unshown("HEIF")
    } else {
        Content::Film
    })
}

/// Which program makes archives with such folders in them.
fn archive(bytes: &[u8]) -> &'static str {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let has = |part: &[u8]| head.windows(part.len()).any(|window| window == part);
    match () {
        () if has(b"word/") => "Word",
        () if has(b"xl/") => "Excel",
        () if has(b"ppt/") => "PowerPoint",
        () if has(b"[Content_Types].xml") => "Office",
        () => "ZIP",
    }
}

/// What a text holds: a page or a drawing, before which there may be a long comment.
fn text(bytes: &[u8]) -> Content {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let head = &bytes[..bytes.len().min(TEXT_HEAD_BYTES)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let tag = |name: &str| {
        let mut places = head.match_indices(name);
        places.any(|(at, _)| {
            let next = head[at + name.len()..].chars().next();
            next.is_none_or(|c| !c.is_ascii_alphanumeric())
        })
    };
    if !head.trim_start().starts_with('<') {
        return Content::Unknown;
    }
    let svg = head.find("<svg").or_else(|| head.find(":svg"));
    match head.find("<html").or_else(|| head.find("<!doctype html")) {
        Some(html) if svg.is_none_or(|svg| html < svg) => Content::Html,
        _ if svg.is_some() => Content::Shown(Format::Svg),
        _ if ["<body", "<head", "<div", "<p", "<table"]
            .into_iter()
            .any(tag) =>
        {
            Content::Html
        }
        _ => Content::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_what_is_in_them() {
        let heif = |brands: &str| {
            let mut bytes = (8 + brands.len() as u32).to_be_bytes().to_vec();
            bytes.extend(b"ftyp");
            bytes.extend(brands.as_bytes());
            bytes
        };
        let bmp = [&b"BM\x36\x10\0\0\0\0\0\0\x36\0\0\0"[..], &[0; 40]].concat();
        for (bytes, content) in [
            (&b"\xFF\xD8\xFF\xE0"[..], Content::Shown(Format::Jpeg)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Content::Shown(Format::WebP)),
            (b"RIFF\x10\0\0\0AVI LIST", Content::Film),
            (&heif("heic\0\0\0\0mif1heic"), Content::Unshown("HEIC")),
            (&heif("mif1\0\0\0\0mif1heix"), Content::Unshown("HEIC")),
            (&heif("mif1\0\0\0\0mif1miaf"), Content::Unshown("HEIF")),
            (&heif("mif1\0\0\0\0avifmiaf"), Content::Shown(Format::Avif)),
            (&heif("qt  \0\0\0\0qt  "), Content::Film),
            (&heif("isom\0\0\0\0mp41"), Content::Film),
            (b"MM\0*\0\0\0\x08", Content::Unshown("TIFF")),
            (&bmp, Content::Unshown("BMP")),
            (b"%PDF-1.7\n", Content::Pdf),
            (
                b"PK\x03\x04..[Content_Types].xml..word/document.xml",
                Content::Office("Word"),
            ),
            (b"PK\x03\x04..photo.jpg", Content::Office("ZIP")),
            (
                b"version https://git-lfs.github.com/spec/v1\noid sha256:0",
                Content::LfsPointer,
            ),
            (b"\xEF\xBB\xBF <!DOCTYPE html><html>", Content::Html),
            (b"<div>404</div>", Content::Html),
            (
                b"<?xml version='1.0'?><!-- a --><svg>",
                Content::Shown(Format::Svg),
            ),
            (b"<html><body><svg></svg>", Content::Html),
            (b"", Content::Empty),
            (b"Hello", Content::Unknown),
            (b"<", Content::Unknown),
        ] {
            assert_eq!(of(bytes), content, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn beginnings_cut_short_are_no_trouble() {
        for (start, _) in BEGINNINGS {
            for length in 0..=start.len() {
                let _ = of(&start[..length]);
            }
        }
        for length in 0..16 {
            let _ = (
                of(&b"\0\0\0\x18ftypheic\0\0\0\0"[..length]),
                of(&b"RIFF\0\0\0\0WEBP"[..length.min(12)]),
            );
        }
    }
}
