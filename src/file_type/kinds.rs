//! The kinds of files that are published, and how each is known.

use super::archive;
use crate::picture::{self, Content};

/// A kind of files. A new one is one entry in [`KINDS`].
#[derive(Debug)]
pub(super) struct Kind {
    /// The endings of their names, in small letters.
    pub(super) endings: &'static [&'static str],
    /// Their media type.
    pub(super) media_type: &'static str,
    /// What one is called, in Japanese and in English.
    pub(super) names: [&'static str; 2],
    /// What is to be said of one by what is in it.
    pub(super) look: fn(&[u8]) -> Look,
}

/// What is to be said of a file by what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// It holds what its name says.
    Right,
    /// It holds something else.
    Wrong,
    /// It holds macros.
    Macros,
    /// It is a text that begins like a page.
    Markup,
}

const fn kind(
    endings: &'static [&'static str],
    media_type: &'static str,
    names: [&'static str; 2],
    look: fn(&[u8]) -> Look,
) -> Kind {
    Kind {
        endings,
        media_type,
        names,
        look,
    }
}

/// The names of the kinds that have the same.
const PICTURE: [&str; 2] = ["画像", "a picture"];
const WORD: [&str; 2] = ["Word の文書", "a Word document"];
const EXCEL: [&str; 2] = ["Excel の表", "an Excel sheet"];
const POWERPOINT: [&str; 2] = ["PowerPoint の資料", "a PowerPoint file"];
const TEXT: [&str; 2] = ["テキスト", "text"];
const SOUND: [&str; 2] = ["音声", "sound"];
const FILM: [&str; 2] = ["動画", "a film"];
const FONT: [&str; 2] = ["フォント", "a font"];

/// Every kind. Where a host says nothing of the type, browsers never take one that begins as
/// these do for a page.
pub(super) const KINDS: &[Kind] = &[
    // Those who show a picture look into it by themselves, and say more of it.
    kind(&["png"], "image/png", PICTURE, |_| Look::Right),
    kind(&["jpg", "jpeg"], "image/jpeg", PICTURE, |_| Look::Right),
    kind(&["gif"], "image/gif", PICTURE, |_| Look::Right),
    kind(&["webp"], "image/webp", PICTURE, |_| Look::Right),
    kind(&["avif"], "image/avif", PICTURE, |_| Look::Right),
    kind(&["svg"], "image/svg+xml", PICTURE, |_| Look::Right),
    kind(&["ico"], "image/x-icon", PICTURE, |bytes| {
        right_if(picture::content(bytes) == Content::Unshown("ICO"))
    }),
    kind(&["bmp"], "image/bmp", PICTURE, |bytes| {
        right_if(picture::content(bytes) == Content::Unshown("BMP"))
    }),
    kind(
        &["pdf"],
        "application/pdf",
        ["PDF", "a PDF file"],
        |bytes| right_if(bytes.starts_with(b"%PDF")),
    ),
    kind(
        &["docx"],
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        WORD,
        |bytes| open_xml(bytes, b"word/"),
    ),
    kind(
        &["xlsx"],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        EXCEL,
        |bytes| open_xml(bytes, b"xl/"),
    ),
    kind(
        &["pptx"],
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        POWERPOINT,
        |bytes| open_xml(bytes, b"ppt/"),
    ),
    kind(&["doc"], "application/msword", WORD, compound),
    kind(&["xls"], "application/vnd.ms-excel", EXCEL, compound),
    kind(
        &["ppt"],
        "application/vnd.ms-powerpoint",
        POWERPOINT,
        compound,
    ),
    kind(
        &["odt"],
        "application/vnd.oasis.opendocument.text",
        ["OpenDocument の文書", "an OpenDocument text"],
        |bytes| open_document(bytes, "text"),
    ),
    kind(
        &["ods"],
        "application/vnd.oasis.opendocument.spreadsheet",
        ["OpenDocument の表", "an OpenDocument sheet"],
        |bytes| open_document(bytes, "spreadsheet"),
    ),
    kind(
        &["odp"],
        "application/vnd.oasis.opendocument.presentation",
        ["OpenDocument の資料", "an OpenDocument presentation"],
        |bytes| open_document(bytes, "presentation"),
    ),
    kind(
        &["rtf"],
        "application/rtf",
        ["リッチテキスト", "rich text"],
        |bytes| right_if(bytes.starts_with(b"{\\rtf")),
    ),
    kind(
        &["jtd"],
        "application/x-js-taro",
        ["一太郎の文書", "an Ichitaro document"],
        compound,
    ),
    kind(
        &["zip"],
        "application/zip",
        ["ZIP", "a ZIP archive"],
        |bytes| right_if(archive::is_whole(bytes)),
    ),
    kind(&["csv"], "text/csv; charset=utf-8", ["CSV", "CSV"], text),
    kind(
        &["tsv"],
        "text/tab-separated-values; charset=utf-8",
        TEXT,
        text,
    ),
    kind(&["txt"], "text/plain; charset=utf-8", TEXT, text),
    kind(
        &["ics"],
        "text/calendar; charset=utf-8",
        ["カレンダー", "a calendar"],
        |bytes| match without_mark(bytes).starts_with(b"BEGIN:VCALENDAR") {
            true => text(bytes),
            false => Look::Wrong,
        },
    ),
    kind(&["mp3"], "audio/mpeg", SOUND, |bytes| {
        right_if(bytes.starts_with(b"ID3") || is_layer_3(bytes))
    }),
    kind(&["m4a"], "audio/mp4", SOUND, |bytes| {
        right_if(is_boxed(bytes))
    }),
    kind(&["ogg", "oga", "opus"], "audio/ogg", SOUND, |bytes| {
        right_if(bytes.starts_with(b"OggS"))
    }),
    kind(&["wav"], "audio/wav", SOUND, |bytes| {
        right_if(bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WAVE"))
    }),
    kind(&["flac"], "audio/flac", SOUND, |bytes| {
        right_if(bytes.starts_with(b"fLaC"))
    }),
    kind(&["mp4", "m4v"], "video/mp4", FILM, |bytes| {
        right_if(is_boxed(bytes))
    }),
    kind(&["mov"], "video/quicktime", FILM, |bytes| {
        right_if(is_boxed(bytes) || picture::content(bytes) == Content::Film)
    }),
    kind(&["webm"], "video/webm", FILM, |bytes| {
        right_if(bytes.starts_with(b"\x1A\x45\xDF\xA3"))
    }),
    kind(&["ogv"], "video/ogg", FILM, |bytes| {
        right_if(bytes.starts_with(b"OggS"))
    }),
    kind(&["wmv"], "video/x-ms-wmv", FILM, |bytes| {
        right_if(bytes.starts_with(b"\x30\x26\xB2\x75\x8E\x66\xCF\x11"))
    }),
    kind(&["woff2"], "font/woff2", FONT, |bytes| {
        right_if(bytes.starts_with(b"wOF2"))
    }),
    kind(&["woff"], "font/woff", FONT, |bytes| {
        right_if(bytes.starts_with(b"wOFF"))
    }),
    kind(&["ttf"], "font/ttf", FONT, |bytes| {
        right_if(bytes.starts_with(b"\0\x01\0\0") || bytes.starts_with(b"true"))
    }),
    kind(&["otf"], "font/otf", FONT, |bytes| {
        right_if(bytes.starts_with(b"OTTO"))
    }),
];

/// How a file of many streams begins: the documents of Office before 2007, and later ones that
/// ask for a password ([MS-CFB], 2.2).
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The kind of files whose names end so, whatever the case.
pub(super) fn of_ending(ending: &str) -> Option<&'static Kind> {
    let is_own = |known: &&str| known.eq_ignore_ascii_case(ending);
    KINDS.iter().find(|kind| kind.endings.iter().any(is_own))
}

/// Whether a browser that is told no type takes a file for a page (WHATWG MIME Sniffing, 7.1): it
/// begins with a tag, a comment or a declaration.
pub(super) fn begins_like_markup(bytes: &[u8]) -> bool {
    let text = without_mark(bytes).trim_ascii_start();
    let next = text.strip_prefix(b"<").and_then(<[u8]>::first);
    next.is_some_and(|next| next.is_ascii_alphabetic() || b"!?/".contains(next))
}

const fn right_if(is_right: bool) -> Look {
    if is_right { Look::Right } else { Look::Wrong }
}

/// A document of Office (ECMA-376) whose main part stands in `folder`.
fn open_xml(bytes: &[u8], folder: &[u8]) -> Look {
    if bytes.starts_with(COMPOUND) {
        return right_if(has_stream(bytes, "EncryptedPackage"));
    }
    if !archive::is_whole(bytes) {
        return Look::Wrong;
    }
    let names = archive::names(bytes);
    let has = |is_it: &dyn Fn(&[u8]) -> bool| names.iter().any(|name| is_it(name));
    if has(&|name| name.to_ascii_lowercase().ends_with(b"vbaproject.bin")) {
        return Look::Macros;
    }
    right_if(has(&|name| name == b"[Content_Types].xml") && has(&|name| name.starts_with(folder)))
}

/// A document of Office before 2007, or one of a program that writes such files. Some programs
/// give rich text the ending of Word, which opens both.
fn compound(bytes: &[u8]) -> Look {
    if bytes.starts_with(b"{\\rtf") {
        return Look::Right;
    }
    if !bytes.starts_with(COMPOUND) {
        return Look::Wrong;
    }
    if has_stream(bytes, "_VBA_PROJECT") {
        return Look::Macros;
    }
    Look::Right
}

/// Whether a compound file has a stream whose name begins so: names stand in it in UTF-16.
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|part| part == name)
}

/// An OpenDocument (ISO/IEC 26300, 3.3): its first file says what it is.
fn open_document(bytes: &[u8], what: &str) -> Look {
    let begins = format!("mimetypeapplication/vnd.oasis.opendocument.{what}");
    let head = bytes.get(30..).unwrap_or_default();
    if !archive::is_whole(bytes) || !head.starts_with(begins.as_bytes()) {
        return Look::Wrong;
    }
    let names = archive::names(bytes);
    let is_macro = |name: &&[u8]| name.starts_with(b"Basic/") || name.starts_with(b"Scripts/");
    if names.iter().any(is_macro) {
        return Look::Macros;
    }
    Look::Right
}

/// A text in any encoding: in none of them do people write control characters but those that part
/// lines and columns, what switches characters in ISO-2022-JP, and what DOS ends a file with.
fn text(bytes: &[u8]) -> Look {
    if begins_like_markup(bytes) {
        return Look::Markup;
    }
    let is_utf_16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let is_control = |byte: &u8| byte.is_ascii_control() && !b"\t\n\x0C\r\x1A\x1B".contains(byte);
    right_if(!bytes.is_empty() && (is_utf_16 || !bytes.iter().any(is_control)))
}

/// A text without the mark of UTF-8.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// Whether a file begins with a frame of MPEG audio, layer III (ISO/IEC 11172-3, 2.4.1.3).
fn is_layer_3(bytes: &[u8]) -> bool {
    matches!(bytes, [0xFF, second, ..] if second & 0xE0 == 0xE0 && second & 0x06 == 0x02)
}

/// Whether a file is one of boxes (ISO/IEC 14496-12) and no picture.
fn is_boxed(bytes: &[u8]) -> bool {
    let is_media = matches!(picture::content(bytes), Content::Film | Content::Sound);
    is_media && bytes.get(4..8) == Some(b"ftyp")
}
