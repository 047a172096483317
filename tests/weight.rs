//! What a visitor's line has to carry before a page of the repository's own site can be read.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failure is a failed test"
)]

use annai::build::{Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::memo::Cache;
use annai::output::Outputs;
use annai::path::OutputPath;
use std::path::Path;

/// The most that HTML, styles and scripts of a page may weigh together, in bytes, as they are
/// before a server packs them; what the search needs comes on top, on its own page.
const MOST: usize = 60 * 1024;

fn site() -> Outputs {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let snapshot = annai::disk::load(root, &root.join("public")).unwrap();
    let as_of = AsOf::new(parse_iso("2024-03-10").unwrap());
    let built = build(&snapshot, &Options::new(as_of), &mut Cache::default());
    assert!(!built.has_errors(), "{:?}", built.diagnostics);
    built.outputs
}

fn pages(site: &Outputs) -> impl Iterator<Item = (&OutputPath, &str)> {
    let pages = site
        .iter()
        .filter(|(path, _)| path.as_str().ends_with(".html"));
    pages.map(|(path, output)| (path, std::str::from_utf8(output.bytes()).unwrap()))
}

/// The tags of a page with that name.
fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let tags = html.split('<').filter_map(|piece| piece.split_once('>'));
    let tags = tags.map(|(tag, _)| tag);
    tags.filter(|tag| tag.split([' ', '\n']).next() == Some(name))
        .collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    Some(value.split_once('"').unwrap().0)
}

/// What a page loads before it can be read: its styles and scripts.
fn loaded(html: &str) -> Vec<&str> {
    let links = tags(html, "link").into_iter();
    let styles = links.filter(|tag| attribute(tag, "rel") == Some("stylesheet"));
    let styles = styles.map(|tag| attribute(tag, "href").unwrap());
    let scripts = tags(html, "script").into_iter();
    let scripts = scripts.map(|tag| attribute(tag, "src").expect("no script in a page"));
    let all = styles.chain(scripts);
    all.filter(|address| !address.contains("assets/search."))
        .collect()
}

#[test]
fn no_page_weighs_more_than_it_may() {
    let site = site();
    let mut heavy = Vec::new();
    for (path, html) in pages(&site) {
        let own = loaded(html).into_iter().map(|address| {
            let file = address.trim_start_matches("../").trim_start_matches('/');
            site[&OutputPath::parse(file).unwrap()].bytes().len()
        });
        let own: Vec<usize> = own.collect();
        let weight = html.len() + own.iter().sum::<usize>();
        println!("{weight:>6} = {:>6} + {own:?} {path}", html.len());
        assert!(own.len() >= 2, "{path} has neither styles nor script");
        if weight > MOST {
            heavy.push(format!("{path}: {weight}"));
        }
    }
    assert_eq!(heavy, Vec::<String>::new());
}

#[test]
fn pages_ask_nothing_of_others() {
    for (path, html) in pages(&site()) {
        let sources = [
            "script", "img", "iframe", "source", "video", "audio", "embed",
        ];
        let sources = sources.iter().flat_map(|name| tags(html, name));
        let sources = sources.filter_map(|tag| attribute(tag, "src"));
        for address in sources.chain(loaded(html)) {
            assert!(!address.contains("//"), "{path} loads {address}");
        }
    }
}

#[test]
fn no_page_moves_when_its_pictures_come() {
    let mut seen = 0;
    for (path, html) in pages(&site()) {
        for tag in tags(html, "img") {
            seen += 1;
            let has_size = ["width", "height"]
                .iter()
                .all(|name| attribute(tag, name).is_some());
            assert!(has_size, "{path}: <{tag}>");
        }
    }
    assert!(seen > 10);
}

#[test]
fn folded_pictures_let_the_page_come_first() {
    let site = site();
    let html = site[&OutputPath::parse("faq/index.html").unwrap()].bytes();
    let html = std::str::from_utf8(html).unwrap();
    let (_, folded) = html.split_once("<details class=\"qa\"").unwrap();
    let pictures = tags(folded, "img");
    assert!(!pictures.is_empty());
    for picture in pictures {
        assert_eq!(attribute(picture, "loading"), Some("lazy"), "<{picture}>");
    }
}
