//! The sheet that goes with a letter: its QR code can be read, and it prints on one page.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the tests look at the disk by themselves, and a failure is a failed test"
)]

#[path = "support/program.rs"]
mod program;

use annai::build::{Build, Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::memo::Cache;
use annai::path::OutputPath;
use annai::qr::Qr;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use std::env;
use std::fs;
use std::path::Path;
use std::process::Output;
use std::sync::Arc;
use tempfile::TempDir;

const CONFIG: &str = "[site]\ntitle = \"案内\"\nbase_url = \"https://support.example.jp\"\n";
const LEAFLET: &str = "+++\ntitle = \"手続きのご案内\"\nlayout = \"leaflet\"\n+++\n\n本文\n";

fn site(config: &str) -> Build {
    let files = [
        ("site.toml", config),
        (
            "content/index.md",
            "+++\ntitle = \"ホーム\"\n+++\n\n[ご案内](leaflet.md)\n",
        ),
        ("content/leaflet.md", LEAFLET),
    ];
    let sources =
        files.map(|(path, text)| Arc::new(Source::new(SourceId::new(path), text.as_bytes())));
    let as_of = AsOf::new(parse_iso("2024-03-10").unwrap());
    build(
        &Snapshot::new(sources, Vec::new()),
        &Options::new(as_of),
        &mut Cache::default(),
    )
}

fn html(build: &Build, path: &str) -> String {
    let path = OutputPath::parse(path).unwrap();
    String::from_utf8(build.outputs[&path].bytes().to_vec()).unwrap()
}

/// What a reader of QR codes sees in a drawing: the path is painted module by module, each some
/// pixels wide, and read as a camera would.
fn read(side: usize, path: &str) -> String {
    const PIXELS: usize = 4;
    let mut dark = vec![false; side * side];
    for run in path.split('M').skip(1) {
        let (start, rest) = run.split_once('h').unwrap();
        let (x, y) = start.split_once(' ').unwrap();
        let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
        let (length, rest) = rest.split_once('v').unwrap();
        let length: usize = length.parse().unwrap();
        assert_eq!(rest, format!("1h-{length}z"));
        dark[y * side + x..][..length].fill(true);
    }
    let shade = |x: usize, y: usize| {
        let is_dark = dark[y / PIXELS * side + x / PIXELS];
        if is_dark { 0 } else { 255 }
    };
    let size = side * PIXELS;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(size, size, shade);
    let codes = image.detect_grids();
    assert_eq!(codes.len(), 1);
    codes[0].decode().unwrap().1
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap();
    rest.split_once(after).unwrap().0
}

#[test]
fn the_code_on_the_sheet_leads_to_its_page() {
    let site = site(CONFIG);
    assert!(!site.has_errors(), "{:?}", site.diagnostics);
    let html = html(&site, "leaflet/index.html");
    let drawing = between(&html, "<div class=\"leaflet-qr\">", "</svg>");
    let side = between(drawing, "viewBox=\"0 0 ", " ").parse().unwrap();
    let path = between(drawing, " d=\"", "\"");
    assert_eq!(read(side, path), "https://support.example.jp/leaflet/");
    // And for those who cannot scan it, it stands there to be typed.
    assert!(html.contains(">https://support.example.jp/leaflet/</a>"));
}

#[test]
fn addresses_of_any_length_can_be_read() {
    for length in [1, 20, 34, 100, 500, 1_000, 2_000] {
        let address = format!("https://example.jp/{}", "a1-".repeat(length / 3 + 1));
        let qr = Qr::of(&address).unwrap();
        assert_eq!(read(qr.side.try_into().unwrap(), &qr.path), address);
    }
    assert_eq!(Qr::of(&"a".repeat(3_000)), None);
}

#[test]
fn other_pages_carry_no_code() {
    let site = site(CONFIG);
    let home = html(&site, "index.html");
    assert!(!home.contains("leaflet-qr") && !home.contains("leaflet.css"));
}

#[test]
fn a_site_without_an_address_has_no_leaflets() {
    let site = site("[site]\ntitle = \"案内\"\n");
    let errors: Vec<_> = site
        .diagnostics
        .iter()
        .filter(|one| one.is_error())
        .collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0].place.source.as_str(), "content/leaflet.md");
}

fn annai(root: &Path, arguments: &[&str]) -> Output {
    program::annai()
        .args(["leaflet", "--root", root.to_str().unwrap()])
        .args(["--as-of", "2024-03-10", "--lang", "en"])
        .args(arguments)
        .output()
        .unwrap()
}

fn folder(leaflet: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("site.toml"), CONFIG).unwrap();
    let home = "+++\ntitle = \"ホーム\"\n+++\n\n[ご案内](leaflet.md)\n";
    fs::write(folder.path().join("content/index.md"), home).unwrap();
    fs::write(folder.path().join("content/leaflet.md"), leaflet).unwrap();
    folder
}

#[test]
fn what_cannot_be_printed_is_told() {
    let site = folder(LEAFLET);
    let pdf = site.path().join("a.pdf");
    let pdf = pdf.to_str().unwrap();
    for (arguments, code, told) in [
        (&["leeflet.md"][..], 2, "did you mean: leaflet.md"),
        (
            &["leaflet.md", "--browser", "no-such-browser"],
            2,
            "cannot run `no-such-browser`",
        ),
        // A program that ends at once and prints nothing.
        (
            &["leaflet.md", "--browser", "true"],
            3,
            "`true` made no PDF",
        ),
    ] {
        let ran = annai(site.path(), &[arguments, &["-o", pdf]].concat());
        let said = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(code), "{said}");
        assert!(said.contains(told), "{said}");
    }
    assert!(!Path::new(pdf).exists());
}

#[test]
fn without_a_browser_there_is_a_word_about_it() {
    let site = folder(LEAFLET);
    let ran = program::annai()
        .args(["leaflet", "leaflet.md", "--lang", "en", "--root"])
        .arg(site.path())
        .env("PATH", site.path())
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(3), "{said}");
    assert!(
        said.contains("install one, or name the program with --browser"),
        "{said}"
    );
}

#[test]
fn a_leaflet_is_one_sheet_and_says_when_it_is_more() {
    let long = LEAFLET.to_owned() + &"\n段落です。\n".repeat(200);
    for (leaflet, told) in [(LEAFLET, "(one sheet)"), (&long, "shorten the text")] {
        let site = folder(leaflet);
        let pdf = site.path().join("a.pdf");
        let ran = annai(site.path(), &["/leaflet/", "-o", pdf.to_str().unwrap()]);
        let said = String::from_utf8(ran.stderr).unwrap();
        if said.contains("install one") && env::var_os("CI").is_none() {
            println!("skipped: {said}");
            return;
        }
        assert_eq!(ran.status.code(), Some(0), "{said}");
        assert!(said.contains(told), "{said}");
        assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    }
}
