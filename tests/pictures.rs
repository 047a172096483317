//! Large pictures are published in fewer pixels, too, and nothing else changes.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the tests look at the disk by themselves, and a failure is a failed test"
)]

#[path = "support/installed.rs"]
mod installed;
#[path = "support/program.rs"]
mod program;

use annai::build::{Build, Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::memo::Cache;
use annai::path::OutputPath;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ImageEncoder, RgbImage};
use std::fs;
use std::process::Command;
use std::sync::Arc;

/// Which corner of a picture is red: the other three are blue.
const TOP_LEFT: (f64, f64) = (0.1, 0.1);
const TOP_RIGHT: (f64, f64) = (0.9, 0.1);

/// A photo, as far as an encoder is concerned: it has many colours, and a red corner.
fn photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise = (x.wrapping_mul(7919) ^ y.wrapping_mul(104_729)).wrapping_mul(2_654_435_761);
        let noise = (noise >> 27) as u8;
        if x < width / 4 && y < height / 4 {
            image::Rgb([224 + noise, 0, noise])
        } else {
            image::Rgb([noise, 0, 224 + noise])
        }
    })
}

/// `orientation` as a camera writes it (Exif 2.3, tag 0x0112).
fn jpeg(picture: &RgbImage, orientation: Option<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    if let Some(orientation) = orientation {
        let exif = [
            &b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"[..],
            &[orientation, 0, 0, 0, 0, 0, 0, 0],
        ];
        encoder.set_exif_metadata(exif.concat()).unwrap();
    }
    picture.write_with_encoder(encoder).unwrap();
    bytes
}

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture
        .write_with_encoder(PngEncoder::new(&mut bytes))
        .unwrap();
    bytes
}

/// The same PNG as a film of one picture: an `acTL` chunk stands behind the header.
fn moving(png: &[u8]) -> Vec<u8> {
    const HEADER: usize = 8 + 25;
    let mut chunk = b"acTL\0\0\0\x01\0\0\0\0".to_vec();
    let crc = !chunk.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    });
    chunk.splice(..0, 8_u32.to_be_bytes());
    chunk.extend(crc.to_be_bytes());
    [&png[..HEADER], &chunk, &png[HEADER..]].concat()
}

fn snapshot(name: &str, picture: &[u8]) -> Snapshot {
    let home = format!("+++\ntitle = \"ホーム\"\n+++\n\n![窓口の写真]({name})\n");
    let files = [
        ("site.toml".to_owned(), b"[site]\ntitle = \"t\"\n".to_vec()),
        ("content/index.md".to_owned(), home.into_bytes()),
        (format!("content/{name}"), picture.to_vec()),
    ];
    let sources = files.map(|(path, bytes)| Arc::new(Source::new(SourceId::new(path), bytes)));
    Snapshot::new(sources, Vec::new())
}

fn built(snapshot: &Snapshot, cache: &mut Cache) -> Build {
    let options = Options::new(AsOf::new(parse_iso("2024-03-10").unwrap()));
    let build = build(snapshot, &options, cache);
    assert!(!build.has_errors(), "{:?}", build.diagnostics);
    build
}

fn bytes<'a>(build: &'a Build, path: &str) -> &'a [u8] {
    build.outputs[&OutputPath::parse(path).unwrap()].bytes()
}

/// The `img` of the home page.
fn tag(build: &Build) -> String {
    let html = String::from_utf8(bytes(build, "index.html").to_vec()).unwrap();
    let (_, rest) = html.split_once("alt=\"窓口の写真\"").unwrap();
    let start = html.len() - rest.len();
    let from = html[..start].rfind("<img").unwrap();
    html[from..start + rest.find('>').unwrap()].to_owned()
}

/// What can be chosen from: the files, with their widths.
fn choice(tag: &str) -> Vec<(String, u32)> {
    let Some((_, rest)) = tag.split_once("srcset=\"") else {
        return Vec::new();
    };
    let (choice, _) = rest.split_once('"').unwrap();
    let one = |one: &str| {
        let (file, width) = one.split_once(' ').unwrap();
        let width = width.strip_suffix('w').unwrap();
        (file.to_owned(), width.parse().unwrap())
    };
    choice.split(", ").map(one).collect()
}

fn is_red(picture: &RgbImage, (left, top): (f64, f64)) -> bool {
    let at = |part: f64, whole: u32| (part * f64::from(whole)) as u32;
    let pixel = picture.get_pixel(at(left, picture.width()), at(top, picture.height()));
    pixel[0] > 180 && pixel[2] < 80
}

#[test]
fn a_large_picture_can_be_had_in_fewer_pixels() {
    for (name, picture) in [
        ("a.jpg", jpeg(&photo(1900, 380), None)),
        ("a.png", png(&photo(1900, 380))),
    ] {
        let build = built(&snapshot(name, &picture), &mut Cache::default());
        let tag = tag(&build);
        assert!(tag.contains(&format!("src=\"{name}\"")), "{tag}");
        assert!(tag.contains("width=\"1900\" height=\"380\""), "{tag}");
        assert!(tag.contains("sizes="), "{tag}");
        let choice = choice(&tag);
        let widths: Vec<u32> = choice.iter().map(|(_, width)| *width).collect();
        assert_eq!(widths, [480, 800, 1440, 1900]);
        assert_eq!(bytes(&build, name), picture);
        for pair in choice.windows(2) {
            let (smaller, larger) = (bytes(&build, &pair[0].0), bytes(&build, &pair[1].0));
            assert!(smaller.len() * 10 <= larger.len() * 8, "{pair:?}");
            let read = image::load_from_memory(smaller).unwrap().into_rgb8();
            assert_eq!(read.dimensions(), (pair[0].1, pair[0].1 / 5));
            assert!(is_red(&read, TOP_LEFT) && !is_red(&read, TOP_RIGHT));
        }
    }
}

#[test]
fn what_is_small_or_moves_stays_as_it_is() {
    let large = png(&photo(700, 200));
    for (name, picture) in [
        ("a.jpg", jpeg(&photo(590, 400), None)),
        ("a.png", png(&photo(590, 400))),
        ("a.png", moving(&large)),
        // One colour: fewer pixels need no fewer bytes to speak of.
        (
            "a.png",
            png(&RgbImage::from_pixel(700, 2, image::Rgb([9, 9, 9]))),
        ),
    ] {
        let build = built(&snapshot(name, &picture), &mut Cache::default());
        assert_eq!(choice(&tag(&build)), Vec::new());
        let pictures = build
            .outputs
            .keys()
            .filter(|path| path.as_str().starts_with("a."));
        assert_eq!(pictures.count(), 1);
    }
    // The same without the chunk that makes it move.
    let build = built(&snapshot("a.png", &large), &mut Cache::default());
    assert_ne!(choice(&tag(&build)), Vec::new());
}

#[test]
fn a_photo_is_shown_as_the_camera_was_held() {
    // 6: the camera was turned to the left, so the top of the picture is its right side.
    let picture = jpeg(&photo(900, 700), Some(6));
    let build = built(&snapshot("a.jpg", &picture), &mut Cache::default());
    let tag = tag(&build);
    assert!(tag.contains("width=\"700\" height=\"900\""), "{tag}");
    let choice = choice(&tag);
    let read = image::load_from_memory(bytes(&build, &choice[0].0)).unwrap();
    let read = read.into_rgb8();
    assert_eq!(read.dimensions(), (480, 617));
    assert!(is_red(&read, TOP_RIGHT) && !is_red(&read, TOP_LEFT));
}

#[test]
fn a_build_that_knows_pictures_equals_one_that_does_not() {
    let first = snapshot("a.png", &png(&photo(700, 300)));
    let second = snapshot("a.png", &png(&photo(700, 301)));
    let mut cache = Cache::default();
    for snapshot in [&first, &second, &second, &first] {
        let warm = built(snapshot, &mut cache);
        let cold = built(snapshot, &mut Cache::default());
        assert_eq!(warm.outputs, cold.outputs);
        let mut told = Cache::with_pictures(cache.pictures().clone());
        assert_eq!(built(snapshot, &mut told).outputs, cold.outputs);
    }
}

#[test]
fn pictures_are_remembered_beside_the_site_and_no_output_depends_on_it() {
    let site = tempfile::tempdir().unwrap();
    let root = site.path();
    fs::create_dir(root.join("content")).unwrap();
    for source in snapshot("a.png", &png(&photo(700, 300))).sources() {
        fs::write(root.join(source.id().as_str()), source.bytes()).unwrap();
    }
    let run = || {
        let ran = program::annai()
            .args(["build", "--as-of", "2024-03-10", "--root"])
            .arg(root)
            .output()
            .unwrap();
        assert!(
            ran.status.success(),
            "{}",
            String::from_utf8_lossy(&ran.stderr)
        );
        let mut published: Vec<_> = fs::read_dir(root.join("public"))
            .unwrap()
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "png"))
            .map(|path| (fs::read(&path).unwrap(), path))
            .collect();
        published.sort();
        published
    };
    let remembered = || {
        let files = fs::read_dir(root.join(".annai")).unwrap();
        let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        files.retain(|path| path.to_str().unwrap().contains("picture-"));
        assert_eq!(files.len(), 1, "{files:?}");
        files.remove(0)
    };
    let first = run();
    assert!(first.len() > 1);
    let whole = fs::read(remembered()).unwrap();
    assert!(whole.len() > 1_000);
    assert_eq!(run(), first);

    fs::write(remembered(), &whole[..whole.len() / 2]).unwrap();
    assert_eq!(run(), first);
    assert_eq!(fs::read(remembered()).unwrap(), whole);
}

#[test]
fn pictures_that_come_later_do_not_wait_until_they_are_seen() {
    let Some(browser) = installed::chromium() else {
        return;
    };
    let picture = png(&photo(40, 30));
    let home = "+++\ntitle = \"ホーム\"\n+++\n\n![甲](a.png)\n\n![乙](a.png)\n\n![丙](a.png)\n";
    let files = [
        ("site.toml", &b"[site]\ntitle = \"t\"\n"[..]),
        ("content/index.md", home.as_bytes()),
        ("content/a.png", &picture),
    ];
    let sources = files.map(|(path, bytes)| Arc::new(Source::new(SourceId::new(path), bytes)));
    let snapshot = Snapshot::new(sources, Vec::new());
    let build = built(&snapshot, &mut Cache::default());
    let html = String::from_utf8(bytes(&build, "index.html").to_vec()).unwrap();
    assert_eq!(html.matches(" loading=\"lazy\"").count(), 2);

    let folder = tempfile::tempdir().unwrap();
    for (path, output) in &build.outputs {
        let path = folder.path().join(path.as_str());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, output.bytes()).unwrap();
    }
    let ran = Command::new(browser)
        .env("HOME", folder.path())
        .args(["--headless", "--no-sandbox", "--disable-gpu"])
        .args(["--disable-dev-shm-usage", "--no-first-run"])
        .args(["--virtual-time-budget=10000", "--dump-dom"])
        .arg(format!(
            "--user-data-dir={}",
            folder.path().join("profile").display()
        ))
        .arg(format!("file://{}/index.html", folder.path().display()))
        .output()
        .unwrap();
    let dom = String::from_utf8(ran.stdout).unwrap();
    // With the sign of the site.
    assert_eq!(dom.matches(" loading=\"eager\"").count(), 4, "{dom}");
    assert!(!dom.contains(" loading=\"lazy\""));
}

/// What a camera writes: how it was held, its name, and where it was (Exif 2.3, tags 0x0112, 0x010F
/// and 0x8825).
fn camera_exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x03".to_vec();
    exif.extend(b"\x01\x0F\0\x02\0\0\0\x08\0\0\0\x32");
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x3A");
    exif.extend(b"\0\0\0\0Camera1\0GPS 35.68 139.76");
    exif
}

/// A segment of JPEG behind the first marker.
fn with_segments(jpeg: &[u8], segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut bytes = jpeg[..2].to_vec();
    for (marker, payload) in segments {
        bytes.extend([0xFF, *marker]);
        bytes.extend(u16::try_from(payload.len() + 2).unwrap().to_be_bytes());
        bytes.extend(*payload);
    }
    bytes.extend(&jpeg[2..]);
    bytes
}

fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(data.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(data);
    let crc = !chunk[4..].iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    });
    chunk.extend(crc.to_be_bytes());
    chunk
}

fn has(bytes: &[u8], words: &str) -> bool {
    let words = words.as_bytes();
    bytes.windows(words.len()).any(|window| window == words)
}

/// What is published of a picture.
fn published(name: &str, picture: &[u8]) -> Vec<u8> {
    let build = built(&snapshot(name, picture), &mut Cache::default());
    assert!(!build.has_errors(), "{:?}", build.diagnostics);
    bytes(&build, name).to_vec()
}

#[test]
fn a_photo_is_published_without_its_place_and_its_camera() {
    let plain = jpeg(&photo(300, 400), None);
    let exif = [&b"Exif\0\0"[..], &camera_exif(6)].concat();
    let profile = [&b"ICC_PROFILE\0\x01\x01"[..], b"colours"].concat();
    let picture = with_segments(
        &plain,
        &[
            (0xE1, &exif),
            (0xE1, b"http://ns.adobe.com/xap/1.0/\0GPS in XMP"),
            (0xE2, &profile),
            (0xE2, b"MPF\0GPS in another"),
            (0xED, b"Photoshop 3.0\0GPS in IPTC"),
            (0xFE, b"GPS in a comment"),
        ],
    );
    let picture = [&picture[..], b"\xFF\xD8GPS behind the end\xFF\xD9"].concat();
    let out = published("a.jpg", &picture);
    assert!(!has(&out, "GPS") && !has(&out, "Camera"));
    assert!(has(&out, "colours") && has(&out, "ICC_PROFILE"));
    let decoder = |bytes: &[u8]| {
        use image::ImageDecoder;
        let mut decoder =
            image::codecs::jpeg::JpegDecoder::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
        (
            decoder.orientation().unwrap().to_exif(),
            image::DynamicImage::from_decoder(decoder).unwrap(),
        )
    };
    let ((before, seen), (after, shown)) = (decoder(&picture), decoder(&out));
    assert_eq!((before, after), (6, 6));
    assert!(seen == shown, "other pixels");
    assert_eq!(published("a.jpg", &out), out);
    // Who held the camera upright needs no word about it.
    let upright = with_segments(
        &plain,
        &[(0xE1, &[&b"Exif\0\0"[..], &camera_exif(1)].concat())],
    );
    assert_eq!(published("a.jpg", &upright), plain);
    assert_eq!(published("a.jpg", &plain), plain);
}

#[test]
fn other_pictures_lose_what_is_not_to_be_seen_too() {
    let plain = png(&photo(30, 40));
    let (head, tail) = plain.split_at(8 + 25);
    let private = [
        png_chunk(b"eXIf", &camera_exif(6)),
        png_chunk(b"tEXt", b"Author\0GPS Tanaka"),
        png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0GPS"),
        png_chunk(b"tIME", b"\x07\xE8\x01\x01\0\0\0"),
    ]
    .concat();
    let out = published("a.png", &[head, &private, tail, b"GPS cropped"].concat());
    assert!(!has(&out, "GPS") && !has(&out, "Camera") && !has(&out, "tIME"));
    assert!(has(&out, "eXIf"), "how it was held");
    assert_eq!(published("a.png", &plain), plain);
    assert!(image::load_from_memory(&out).unwrap() == image::load_from_memory(&plain).unwrap());

    let mut webp = Vec::new();
    photo(30, 40)
        .write_with_encoder(image::codecs::webp::WebPEncoder::new_lossless(&mut webp))
        .unwrap();
    assert_eq!(published("a.webp", &webp), webp);
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let length = u32::try_from(data.len()).unwrap().to_le_bytes();
        [kind, &length[..], data, &vec![0; data.len() % 2][..]].concat()
    };
    let extended = [
        &b"WEBP"[..],
        &chunk(b"VP8X", &[0x0C, 0, 0, 0, 29, 0, 0, 39, 0, 0]),
        &webp[12..],
        &chunk(b"EXIF", &camera_exif(6)),
        &chunk(b"XMP ", b"GPS in XMP"),
    ]
    .concat();
    let extended = [
        b"RIFF",
        &u32::try_from(extended.len()).unwrap().to_le_bytes()[..],
        &extended,
    ]
    .concat();
    let out = published("a.webp", &extended);
    assert!(!has(&out, "GPS") && !has(&out, "Camera") && !has(&out, "XMP "));
    assert_eq!((out[20], has(&out, "EXIF")), (0x08, true));
    assert_eq!(out.len() % 2, 0);
    assert!(image::load_from_memory(&out).unwrap() == image::load_from_memory(&webp).unwrap());

    let gif = b"GIF89a\x10\0\x10\0\0\0\0!\xFE\x03GPS\0!\xFF\x0BXMP DataXMP\x03GPS\0,\0\0\0\0\x10\0\x10\0\0\x02\x01a\0;GPS";
    let out = published("a.gif", gif);
    assert_eq!(
        out,
        b"GIF89a\x10\0\x10\0\0\0\0,\0\0\0\0\x10\0\x10\0\0\x02\x01a\0;"
    );
}

#[test]
fn a_picture_that_ends_too_early_is_told_wherever_it_ends() {
    let jpeg = jpeg(&photo(40, 30), Some(6));
    let png = png(&photo(40, 30));
    let mut webp = Vec::new();
    photo(40, 30)
        .write_with_encoder(image::codecs::webp::WebPEncoder::new_lossless(&mut webp))
        .unwrap();
    for (name, whole) in [("a.jpg", &jpeg), ("a.png", &png), ("a.webp", &webp)] {
        let inspected = annai::picture::inspect(whole);
        assert_eq!(inspected.flaw, None, "{name}");
        assert_eq!(
            inspected.size.unwrap().0 + inspected.size.unwrap().1,
            70,
            "{name}"
        );
        for length in 16..whole.len() {
            let cut = annai::picture::inspect(&whole[..length]);
            assert!(cut.flaw.is_some(), "{name} of {length} bytes");
            assert_eq!(cut.published, None);
        }
        // No byte makes the parsers fail.
        for at in 0..whole.len().min(700) {
            for byte in [0x00, 0xFF, whole[at] ^ 0x80] {
                let mut damaged = whole.clone();
                damaged[at] = byte;
                let _ = annai::picture::inspect(&damaged);
            }
        }
    }
}

/// The picture of an AVIF with these items, each of which lies where `place` says: 0 in the file
/// behind all boxes, 1 in a box of its own.
fn avif(items: &[(&[u8; 4], &[u8])], place: u16, more: &[u8]) -> Vec<u8> {
    let boxed = |kind: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [&length[..], kind, content].concat()
    };
    let count = u16::try_from(items.len()).unwrap();
    let mut infos = [&[0; 4][..], &count.to_be_bytes()].concat();
    for (number, (kind, _)) in (1_u16..).zip(items) {
        let name = if *kind == b"mime" {
            &b"\0application/rdf+xml\0"[..]
        } else {
            b"\0"
        };
        let info = [
            &[2, 0, 0, 0][..],
            &number.to_be_bytes(),
            &[0, 0],
            &kind[..],
            name,
        ]
        .concat();
        infos.extend(boxed(b"infe", &info));
    }
    let data: Vec<u8> = items.iter().flat_map(|(_, data)| data.to_vec()).collect();
    let head = boxed(b"ftyp", b"avif\0\0\0\0mif1");
    // The table has the same length wherever the items lie.
    let table = |start: usize| {
        let mut table = [&[1, 0, 0, 0, 0x44, 0][..], &count.to_be_bytes()].concat();
        let mut at = start;
        for (number, (_, data)) in (1_u16..).zip(items) {
            table.extend(number.to_be_bytes());
            table.extend(place.to_be_bytes());
            table.extend([0, 0, 0, 1]);
            table.extend(u32::try_from(at).unwrap().to_be_bytes());
            table.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
            at += data.len();
        }
        let idat = if place == 1 {
            boxed(b"idat", &data)
        } else {
            Vec::new()
        };
        let content = [
            &[0; 4][..],
            &boxed(b"iinf", &infos),
            &boxed(b"iloc", &table),
            &idat,
        ]
        .concat();
        boxed(b"meta", &content)
    };
    let start = if place == 1 {
        0
    } else {
        head.len() + table(0).len() + more.len() + 8
    };
    let rest = if place == 1 {
        Vec::new()
    } else {
        boxed(b"mdat", &data)
    };
    [head, table(start), more.to_vec(), rest].concat()
}

#[test]
fn avif_loses_what_is_not_to_be_seen_and_nothing_moves() {
    let items: [(&[u8; 4], &[u8]); 4] = [
        (b"av01", b"the picture itself"),
        (b"Exif", b"\0\0\0\0II*\0\x08\0\0\0GPS 35.6 Camera"),
        (b"mime", b"<x:xmpmeta>GPS in XMP</x:xmpmeta>"),
        (b"Exif", b"GPS"),
    ];
    let uuid = b"\0\0\0\x1Buuid0123456789abcdefGPS";
    for place in [0, 1] {
        for more in [&b""[..], uuid] {
            let whole = avif(&items, place, more);
            let out = published("a.avif", &whole);
            assert_eq!(out.len(), whole.len());
            assert!(has(&out, "the picture itself"));
            assert!(!has(&out, "GPS") && !has(&out, "Camera") && !has(&out, "xmpmeta"));
            let inspected = annai::picture::inspect(&out);
            assert_eq!((inspected.flaw, inspected.published), (None, None));
        }
    }
    let plain = avif(&items[..1], 0, b"");
    assert_eq!(published("a.avif", &plain), plain);
    // What cannot be found is not published.
    for place in [2, 3] {
        let strange = annai::picture::inspect(&avif(&items, place, b""));
        assert!(strange.flaw.is_some() && strange.published.is_none());
    }
    for at in 0..plain.len() + 40 {
        let whole = avif(&items, 1, uuid);
        for byte in [0, 1, 0x7F, 0xFF] {
            let mut damaged = whole.clone();
            damaged[at] = byte;
            let _ = annai::picture::inspect(&damaged);
            let _ = annai::picture::inspect(&whole[..at]);
        }
    }
}

#[test]
fn a_png_with_a_wrong_checksum_or_no_extent_is_told() {
    let whole = png(&photo(40, 30));
    // In the header, in the pixels, in the end.
    for at in [8 + 8 + 13, 8 + 25 + 20, whole.len() - 1] {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        let flaw = annai::picture::inspect(&damaged).flaw;
        assert_eq!(flaw, Some(annai::picture::Flaw::Damaged), "{at}");
    }
    let header = |width: u8, height: u8| {
        let sizes = [0, 0, 0, width, 0, 0, 0, height, 8, 2, 0, 0, 0];
        let head = png_chunk(b"IHDR", &sizes);
        annai::picture::inspect(&[&whole[..8], &head, &whole[8 + 25..]].concat()).flaw
    };
    assert_eq!(header(40, 30), None);
    for (width, height) in [(0, 0), (0, 30), (40, 0)] {
        let flaw = header(width, height);
        assert_eq!(
            flaw,
            Some(annai::picture::Flaw::Damaged),
            "{width}x{height}"
        );
    }
}
