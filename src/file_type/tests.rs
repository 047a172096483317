use super::*;
use crate::source::SourceId;

fn source(name: &str, bytes: &[u8]) -> Source {
    Source::new(SourceId::new(format!("content/{name}")), bytes)
}

/// Whether a file is published when a page leads to it.
fn passes(name: &str, bytes: &[u8]) -> bool {
    refused(&source(name, bytes), &[]).is_none()
}

fn boxed(brand: &str) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x10ftyp".to_vec();
    bytes.extend(brand.as_bytes());
    bytes.extend(b"\0\0\0\0\0\0\0\x08mdat");
    bytes
}

fn open_document(what: &str, more: &[&str]) -> Vec<u8> {
    let first = format!("mimetypeapplication/vnd.oasis.opendocument.{what}");
    archive::of_names(&[&[first.as_str()], more].concat())
}

fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.extend([0; 64]);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

/// A file of each kind that is published.
fn right() -> Vec<(&'static str, Vec<u8>)> {
    let plain = |bytes: &[u8]| bytes.to_vec();
    let office = |folder: &str| archive::of_names(&["[Content_Types].xml", folder]);
    let bmp = [&b"BM\x36\x10\0\0\0\0\0\0\x36\0\0\0"[..], &[0; 40]].concat();
    vec![
        ("a.ico", plain(b"\0\0\x01\0\x01\0\x10\x10")),
        ("a.bmp", bmp),
        ("a.pdf", plain(b"%PDF-1.7\n")),
        ("a.docx", office("word/document.xml")),
        ("locked.docx", compound("EncryptedPackage")),
        ("a.xlsx", office("xl/workbook.xml")),
        ("a.pptx", office("ppt/presentation.xml")),
        ("a.doc", compound("WordDocument")),
        ("rich.doc", plain(b"{\\rtf1}")),
        ("a.xls", compound("Workbook")),
        ("a.ppt", compound("PowerPoint Document")),
        ("a.odt", open_document("text", &["content.xml"])),
        ("a.ods", open_document("spreadsheet", &["content.xml"])),
        ("a.odp", open_document("presentation", &["content.xml"])),
        ("a.rtf", plain(b"{\\rtf1}")),
        ("a.jtd", compound("DocumentText")),
        ("a.zip", archive::of_names(&["a.exe"])),
        ("a.csv", plain("番号,名前\r\n1,<b>\r\n".as_bytes())),
        ("sjis.csv", plain(b"\x94\xD4\x8D\x86,\x96\xBC\x91\x4F\r\n")),
        ("jis.txt", plain(b"\x1B$BHV9f\x1B(B\r\n\x1A")),
        ("wide.txt", plain(b"\xFF\xFE\x6A\x75\x0A\x00")),
        ("a.tsv", plain(b"1\t2\n")),
        ("a.txt", plain("<重要> 番号 < 3\n".as_bytes())),
        (
            "a.ics",
            plain(b"\xEF\xBB\xBFBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        ),
        ("a.mp3", plain(b"ID3\x04\0")),
        ("frame.mp3", plain(b"\xFF\xFB\x90\0")),
        ("a.m4a", boxed("M4A ")),
        ("a.ogg", plain(b"OggS\0")),
        ("a.wav", plain(b"RIFF\x10\0\0\0WAVEfmt ")),
        ("a.flac", plain(b"fLaC\0")),
        ("a.mp4", boxed("mp42")),
        ("a.mov", boxed("qt  ")),
        ("old.mov", plain(b"\0\0\0\x08wide\0\0\0\x08mdat")),
        ("a.webm", plain(b"\x1A\x45\xDF\xA3\x01")),
        ("a.ogv", plain(b"OggS\0")),
        ("a.wmv", plain(b"\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9")),
        ("a.woff2", plain(b"wOF2\0\x01\0\0")),
        ("a.woff", plain(b"wOFF\0\x01\0\0")),
        ("a.ttf", plain(b"\0\x01\0\0\0\x10")),
        ("a.otf", plain(b"OTTO\0\x10")),
    ]
}

/// Files that no kind but text is.
const MARKUP: [&[u8]; 10] = [
    b"<html><script>alert(1)</script></html>",
    b"<!DOCTYPE html><p>",
    b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
    b"<!-- --><script>alert(1)</script>",
    b"\xEF\xBB\xBF\r\n\t <svg xmlns='http://www.w3.org/2000/svg'/>",
    b"</p><script>alert(1)</script>",
    b"<x:html xmlns:x='http://www.w3.org/1999/xhtml'/>",
    // In UTF-16 with and without a mark; in gzip.
    b"\xFE\xFF\0<\0h\0t\0m\0l\0>",
    b"<\0h\0t\0m\0l\0>\0",
    b"\x1F\x8B\x08\0\0\0\0\0\0\x03",
];

#[test]
fn a_file_of_each_kind_is_published() {
    for (name, bytes) in right() {
        assert!(passes(name, &bytes), "{name}");
        assert!(passes(&name.to_uppercase(), &bytes), "{name}");
    }
}

#[test]
fn no_kind_holds_markup_or_nothing() {
    for kind in kinds::KINDS {
        let name = format!("a.{}", kind.endings[0]);
        // Those who show pictures look into them.
        if Format::of_name(&name).is_some() {
            continue;
        }
        for bytes in MARKUP {
            // A mark of UTF-16 makes every browser take it for text.
            let is_marked = kind.media_type.starts_with("text/") && bytes.starts_with(b"\xFE\xFF");
            if !is_marked || kind.endings == ["ics"] {
                assert!(!passes(&name, bytes), "{name}: {}", bytes.escape_ascii());
            }
        }
        assert!(!passes(&name, b""), "{name}");
        assert!(!passes(&name, &[0; 64]), "{name}");
        assert!(!passes(&name, b"\x7FELF\x02\x01\x01\0"), "{name}");
    }
}

#[test]
fn a_file_that_holds_something_else_is_refused() {
    let word = archive::of_names(&["[Content_Types].xml", "word/document.xml"]);
    let cut = &word[..word.len() - 1];
    let text = open_document("text", &["content.xml"]);
    for (name, bytes) in [
        ("a.pdf", &word[..]),
        ("a.pdf", b" <html>%PDF-1.7"),
        ("a.docx", b"%PDF-1.7"),
        ("a.docx", cut),
        ("a.docx", &compound("WordDocument")),
        ("a.xlsx", &word),
        ("a.doc", &word),
        ("a.zip", cut),
        ("a.zip", b"PK"),
        ("a.odt", &word),
        ("a.ods", &text),
        ("a.ico", b"\x89PNG\r\n\x1a\n"),
        ("a.bmp", b"BM"),
        ("a.csv", b"1,2\0"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0"),
        ("a.ics", b"BEGIN:VCARD\r\n"),
        ("a.mp3", b"\xFF\xFE<\0h\0t\0m\0l\0"),
        ("a.mp4", &boxed("avif")),
        ("a.m4a", b"\0\0\0\x08wide"),
        ("a.wav", b"RIFF\x10\0\0\0AVI LIST"),
        ("a.ttf", b"OTTO"),
    ] {
        assert!(!passes(name, bytes), "{name}: {}", bytes.escape_ascii());
    }
}

#[test]
fn documents_with_macros_are_refused() {
    let vba = |folder: &str| {
        let project = format!("{folder}vbaProject.bin");
        archive::of_names(&["[Content_Types].xml", &format!("{folder}a.xml"), &project])
    };
    for (name, bytes) in [
        ("a.docx", vba("word/")),
        ("a.xlsx", vba("xl/")),
        ("a.pptx", vba("ppt/")),
        ("a.doc", compound("_VBA_PROJECT")),
        ("a.xls", compound("_VBA_PROJECT_CUR")),
        ("a.odt", open_document("text", &["Basic/script-lc.xml"])),
        (
            "a.ods",
            open_document("spreadsheet", &["Scripts/python/a.py"]),
        ),
        ("a.docm", vba("word/")),
        ("a.xlsm", vba("xl/")),
        ("a.xlsb", vba("xl/")),
        ("a.pptm", vba("ppt/")),
        ("a.dotm", vba("word/")),
    ] {
        let finding = refused(&source(name, &bytes), &[]).unwrap();
        assert!(finding.message.english.contains("macros"), "{name}");
    }
}

/// Names that no file beside the pages may have, whoever leads to it and whatever it holds.
const FORBIDDEN: &str = "a.xml a.xht a.xhtm a.xhtml a.xsl a.xslt a.svgz a.rss a.atom a.rdf a.mml \
    a.hta a.html5 a.phtml a.php a.php5 a.pht a.phar a.html a.htm a.shtml a.js a.css a.mjs a.wasm \
    a.mht a.mhtml a.swf a.jsp a.aspx a.ashx a.cgi a.pl a.cer a.vbs a.wsf a.htc a.dtd a.xsd \
    a.webmanifest a.appcache a.php.pdf a.PHTML.jpg \
    _redirects _headers web.config Web.Config a.config a.htaccess vercel.json netlify.toml \
    staticwebapp.config.json CNAME cname _worker.js _routes.json app.yaml firebase.json now.json \
    _config.yml php.ini nginx.conf wrangler.toml \
    id_rsa ID_RSA id_ed25519 server.key a.pem a.p12 a.pfx a.ppk prod.env a.kdbx credentials.json \
    backup.sql core core.core a.sqlite a.sqlite3 a.db a.mdb a.accdb a.dump a.dmp error.log";

#[test]
fn what_runs_steers_or_gives_away_is_forbidden_by_name() {
    for name in FORBIDDEN.split_whitespace() {
        for bytes in [&b"%PDF-1.7"[..], b"", b"words"] {
            let file = source(name, bytes);
            assert!(forbidden(&file, &[]).is_some(), "{name}");
            assert!(refused(&file, &[]).is_some(), "{name}");
            assert!(is_refused_by_name(&file, &[]), "{name}");
        }
        let below = format!(".well-known/{name}");
        assert!(
            forbidden(&source(&below, b"words"), &[]).is_some(),
            "{below}"
        );
    }
    for (name, bytes) in right() {
        assert!(forbidden(&source(name, &bytes), &[]).is_none(), "{name}");
        assert!(!is_refused_by_name(&source(name, &bytes), &[]), "{name}");
    }
}

#[test]
fn what_else_is_of_no_kind_is_refused_where_somebody_leads_to_it() {
    let names = "a a. LICENSE a.xyz a.exe a.json a.bak a.old a.orig a.save a.rej a.tmp a.part \
        a.crdownload a.pdf~ a.docm a.heic a.heif a.tif a.psd a.tar.gz a.7z a.iso a.apk a.pages \
        core.1234 a.pdf.xyz";
    for name in names.split_whitespace() {
        for bytes in [&b"%PDF-1.7"[..], b"", b"words"] {
            let file = source(name, bytes);
            assert!(refused(&file, &[]).is_some(), "{name}");
            assert!(is_refused_by_name(&file, &[]), "{name}");
            assert!(forbidden(&file, &[]).is_none(), "{name}");
        }
    }
}

#[test]
fn a_site_lets_in_what_nothing_runs() {
    let let_in = ["xyz", "exe", "sql", "html", "heic"].map(str::to_owned);
    let passes = |name, bytes: &[u8]| refused(&source(name, bytes), &let_in).is_none();
    assert!(passes("a.xyz", b"words") && passes("A.XYZ", b"\0\x01") && passes("a.exe", b"MZ"));
    assert!(passes("a.sql", b"select 1;"));
    for bytes in &MARKUP[..7] {
        assert!(!passes("a.xyz", bytes), "{}", bytes.escape_ascii());
    }
    assert!(!passes("a.xyz", b"-----BEGIN OPENSSH PRIVATE KEY-----\n"));
    assert!(!passes("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"));
    for name in ["a.html", "_redirects", "a.php.xyz", "a.exe.bin"] {
        assert!(!passes(name, b"words"), "{name}");
    }
    let active = "html xml js css svgz php wasm config ini conf htaccess xslt";
    for ending in active.split_whitespace() {
        assert!(refused_ending(ending).is_some(), "{ending}");
    }
    assert!(refused_ending("xyz").is_none() && refused_ending("json").is_none());
}

#[test]
fn a_key_is_known_by_what_it_says() {
    for bytes in [
        &b"-----BEGIN RSA PRIVATE KEY-----\nMII"[..],
        b"-----BEGIN PRIVATE KEY-----\nMII",
        b"Bag Attributes\n-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII",
        b"-----BEGIN PGP PRIVATE KEY BLOCK-----\n",
        b"PuTTY-User-Key-File-3: ssh-ed25519\n",
    ] {
        assert!(!passes("a.txt", bytes), "{}", bytes.escape_ascii());
        assert!(!passes(".well-known/a", bytes), "{}", bytes.escape_ascii());
    }
    assert!(passes("a.txt", b"-----BEGIN CERTIFICATE-----\nMII"));
}

#[test]
fn programs_ask_for_texts_without_an_ending() {
    for name in [
        "apple-app-site-association",
        "assetlinks.json",
        "acme-challenge/x1",
    ] {
        let name = format!(".well-known/{name}");
        assert!(passes(&name, b"{}"), "{name}");
        for bytes in &MARKUP[..7] {
            assert!(!passes(&name, bytes), "{name}: {}", bytes.escape_ascii());
        }
    }
}

#[test]
fn a_picture_is_no_other_file_in_disguise() {
    let held = |name: &str, bytes: &[u8]| is_disguised(name, picture::content(bytes));
    for name in ["a.png", "a.JPG", "a.gif", "a.webp", "a.avif", "a.svg"] {
        assert!(
            MARKUP
                .iter()
                .filter(|bytes| !bytes.ends_with(b"svg'/>"))
                .all(|bytes| held(name, bytes)),
            "{name}"
        );
        assert!(
            held(name, b"%PDF-1.7") && held(name, b"") && held(name, b"words"),
            "{name}"
        );
    }
    assert!(held("a.png", b"<svg/>") && held("a.svg", b"\xFF\xD8\xFF\xE0"));
    assert!(!held("a.svg", b"<svg/>") && !held("a.png", b"\xFF\xD8\xFF\xE0"));
    assert!(!held("a.pdf", b"<html>"));
}

#[test]
fn types_are_told_by_endings() {
    assert_eq!(media_type("a/b.PDF"), Some("application/pdf"));
    assert_eq!(media_type("a.b/c"), None);
    assert_eq!(media_type("a.xyz"), None);
}

#[test]
fn endings_are_told_once_and_run_nothing() {
    let mut known: Vec<&str> = kinds::KINDS
        .iter()
        .flat_map(|kind| kind.endings)
        .copied()
        .collect();
    let count = known.len();
    known.sort_unstable();
    known.dedup();
    assert_eq!(known.len(), count);
    for ending in known {
        assert!(
            ending
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        );
        assert!(refused_ending(ending).is_none(), "{ending}");
    }
}
