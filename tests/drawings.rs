//! Drawings (SVG) that run something or ask other hosts, and ordinary ones: what is published of
//! each is looked at by another reader of XML, and by a browser that no policy holds back.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the tests look at the disk by themselves, and a failure is a failed test"
)]

#[allow(dead_code, reason = "the tests of pages need more of it")]
#[path = "browser/chromium.rs"]
mod chromium;
#[path = "support/installed.rs"]
mod installed;

use annai::build::{Build, Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::memo::Cache;
use annai::path::OutputPath;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use chromium::Chromium;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

type Drawings = BTreeMap<String, Vec<u8>>;

/// The host that hostile drawings ask.
const ELSEWHERE: &str = "elsewhere.test";

/// How long a browser may take for what it does at once.
const PATIENCE: Duration = Duration::from_secs(15);

/// The drawings of a folder by their names.
fn drawings(folder: &str) -> Drawings {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/svg")
        .join(folder);
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read(path).unwrap())
    };
    files.map(read).collect()
}

/// A site with a page that shows all of them.
fn built(drawings: &Drawings) -> Build {
    let shown = drawings.keys().map(|name| format!("![図の例]({name})\n\n"));
    let home = format!(
        "+++\ntitle = \"ホーム\"\n+++\n\n{}",
        shown.collect::<String>()
    );
    let config = "[site]\ntitle = \"t\"\n[check]\nunshowable-picture = \"off\"\n";
    let files = [
        ("site.toml".to_owned(), config.into()),
        ("content/index.md".to_owned(), home.into()),
    ];
    let pictures = drawings
        .iter()
        .map(|(name, bytes)| (format!("content/{name}"), bytes.clone()));
    let sources = files
        .into_iter()
        .chain(pictures)
        .map(|(path, bytes): (String, Vec<u8>)| Arc::new(Source::new(SourceId::new(path), bytes)));
    let options = Options::new(AsOf::new(parse_iso("2024-03-10").unwrap()));
    build(
        &Snapshot::new(sources, Vec::new()),
        &options,
        &mut Cache::default(),
    )
}

/// What would be published of them, be it that other findings keep the site from it.
fn published(build: &Build, drawings: &Drawings) -> Drawings {
    let output = |name: &String| {
        let output = build.outputs.get(&OutputPath::parse(name).unwrap())?;
        Some((name.clone(), output.bytes().to_vec()))
    };
    drawings.keys().filter_map(output).collect()
}

fn hostile() -> &'static (Drawings, Build) {
    static KNOWN: OnceLock<(Drawings, Build)> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let drawings = drawings("hostile");
        let build = built(&drawings);
        (drawings, build)
    })
}

fn ordinary() -> &'static (Drawings, Build) {
    static KNOWN: OnceLock<(Drawings, Build)> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let drawings = drawings("ordinary");
        let build = built(&drawings);
        (drawings, build)
    })
}

/// Answers every request with what `answer` makes of its path: a type and a body.
fn serve(answer: impl Fn(&str) -> (&'static str, Vec<u8>) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let respond = move |mut stream: TcpStream| -> std::io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let first = lines.next().unwrap_or(Ok(String::new()))?;
        while lines
            .next()
            .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
        {}
        let (kind, body) = answer(first.split(' ').nth(1).unwrap_or_default());
        let length = body.len();
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n"
        )?;
        stream.write_all(&body)
    };
    let respond = Arc::new(respond);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser opens connections that it does not use at once, or never.
            let respond = Arc::clone(&respond);
            thread::spawn(move || drop(respond(stream)));
        }
    });
    port
}

/// A browser, the host that it finds these drawings at, and the requests that reach the other.
struct Sight {
    chromium: Chromium,
    base: String,
    elsewhere: Receiver<String>,
}

impl Sight {
    fn new(drawings: Drawings) -> Option<Self> {
        let (sender, elsewhere) = channel();
        let other = serve(move |path| {
            if !path.is_empty() {
                let _ = sender.send(path.to_owned());
            }
            let kind = match path.rsplit_once('.') {
                Some((_, "css")) => "text/css",
                Some((_, "js")) => "text/javascript",
                Some((_, "svg")) => "image/svg+xml",
                _ => "text/plain",
            };
            (kind, Vec::new())
        });
        let own = serve(move |path| {
            let found = drawings.get(path.trim_start_matches('/'));
            ("image/svg+xml", found.cloned().unwrap_or_default())
        });
        let rule = format!("--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1:{other}");
        let chromium = Chromium::start_with(&[&rule])?;
        let base = format!("http://127.0.0.1:{own}/");
        Some(Self {
            chromium,
            base,
            elsewhere,
        })
    }

    /// Opens a drawing as a page of its own.
    fn open(&mut self, name: &str) {
        self.chromium.complaints(&self.base);
        while self.elsewhere.try_recv().is_ok() {}
        let url = format!("{}{name}", self.base);
        self.chromium.open(&url);
    }

    /// The same, and does there what a visitor may do.
    fn visit(&mut self, name: &str) {
        self.open(name);
        let mouse = [
            ("mouseMoved", "none", 5),
            ("mouseMoved", "none", 60),
            ("mousePressed", "left", 60),
            ("mouseReleased", "left", 60),
        ];
        for (kind, button, at) in mouse {
            let event =
                json!({ "type": kind, "x": at, "y": at, "button": button, "clickCount": 1 });
            self.chromium.call("Input.dispatchMouseEvent", event);
        }
    }

    /// Whether a drawing asks the other host.
    fn fires(&mut self, name: &str) -> bool {
        self.visit(name);
        let stem = name.trim_end_matches(".svg");
        loop {
            match self.elsewhere.recv_timeout(PATIENCE) {
                Ok(path) if path.starts_with(&format!("/{stem}")) => return true,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
    }
}

#[test]
fn what_is_published_of_hostile_drawings_holds_only_what_is_known_to_be_harmless() {
    let (drawings, build) = hostile();
    let published = published(build, drawings);
    for (name, bytes) in &published {
        assert_harmless(name, bytes);
    }
    let nothing = |bytes: &&Vec<u8>| ***bytes == *br#"<svg xmlns="http://www.w3.org/2000/svg"/>"#;
    let empty = published.values().filter(nothing).count();
    let counts = (drawings.len(), published.len(), empty);
    assert_eq!(counts, (77, 44, 1));
}

#[test]
fn hostile_drawings_are_told_each_with_its_place() {
    // Nobody sees what stands in them, nor that it is gone.
    const UNSEEN: [&str; 1] = ["xhtml-in-metadata.svg"];
    // Their findings are off here: nothing of them is published all the same.
    const NO_DRAWINGS: [&str; 2] = ["root-foreign.svg", "root-xhtml.svg"];
    let (drawings, build) = hostile();
    let mut untold: BTreeSet<&str> = drawings.keys().map(String::as_str).collect();
    for found in &build.diagnostics {
        let name = found.place.source.as_str().trim_start_matches("content/");
        let is_told = ["raw-html", "bad-encoding", "stripped-svg"].contains(&found.code.name());
        if is_told && drawings.contains_key(name) {
            assert!(untold.remove(name), "{name} is told twice");
        }
    }
    let expected: BTreeSet<&str> = UNSEEN.into_iter().chain(NO_DRAWINGS).collect();
    assert_eq!(untold, expected);
}

#[test]
fn ordinary_drawings_are_published_without_a_word() {
    let (drawings, build) = ordinary();
    let published = published(build, drawings);
    assert_eq!(published.len(), drawings.len());
    for (name, bytes) in &published {
        assert_harmless(name, bytes);
    }
    let told: Vec<_> = build.diagnostics.iter().collect();
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn no_mixture_of_drawings_is_harmful() {
    const PIECES: [&str; 24] = [
        "<script>x</script>",
        "<svg:g>",
        "</g>",
        "<g>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?x ?>",
        "&#x3c;",
        "&amp;",
        "&x;",
        "\"",
        "'",
        ">",
        "<",
        "/>",
        " xmlns=\"http://www.w3.org/1999/xhtml\"",
        " onload=\"x\"",
        " href=\"javascript:x\"",
        "url(http://x)",
        "}@import 'x';",
        "\\",
        "/*",
    ];
    let all: Vec<&Vec<u8>> = hostile().0.values().chain(ordinary().0.values()).collect();
    let mut state = 1_u64;
    let mut roll = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut whole = 0;
    for (at, drawing) in all.iter().enumerate() {
        for _ in 0..60 {
            let mut mixed = drawing.to_vec();
            for _ in 0..=roll(3) {
                let place = roll(mixed.len() + 1);
                let other = all[roll(all.len())];
                let from = roll(other.len());
                let length = roll(60).min(other.len() - from);
                match roll(3) {
                    0 => drop(mixed.splice(place..place, PIECES[roll(PIECES.len())].bytes())),
                    1 => drop(mixed.splice(place..place, other[from..from + length].to_vec())),
                    _ => drop(mixed.drain(place..mixed.len().min(place + length))),
                }
            }
            let inspection = annai::picture::inspect(&mixed);
            if inspection.content != annai::picture::Content::Shown(annai::picture::Format::Svg) {
                continue;
            }
            let published = inspection.published.as_deref().unwrap_or(&mixed);
            assert_harmless(
                &format!("{at}: {}", String::from_utf8_lossy(&mixed)),
                published,
            );
            whole += usize::from(inspection.flaw.is_none() && inspection.drawing.danger.is_none());
        }
    }
    assert!(whole > 400, "{whole}");
}

/// Looks at a published drawing with other eyes than those that wrote it.
fn assert_harmless(name: &str, bytes: &[u8]) {
    const SVG: &str = "http://www.w3.org/2000/svg";
    const XML: &str = "http://www.w3.org/XML/1998/namespace";
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(!text.contains("<!") && !text.contains("<?"), "{name}");
    let document = roxmltree::Document::parse(text).unwrap();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let element = node.tag_name();
        assert_eq!(element.namespace(), Some(SVG), "{name}");
        assert!(
            ELEMENTS.contains(&element.name()),
            "{name}: {}",
            element.name()
        );
        for attribute in node.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            let is_of_xml = attribute.namespace() == Some(XML) && ["space", "lang"].contains(&key);
            assert!(
                attribute.namespace().is_none() || is_of_xml,
                "{name}: {key}"
            );
            assert!(!key.to_ascii_lowercase().starts_with("on"), "{name}: {key}");
            assert!(
                !["src", "action", "data", "ping", "srcdoc"].contains(&key),
                "{name}: {key}"
            );
            match key {
                "href" => assert!(is_inside(value), "{name}: {value}"),
                "attributeName" => assert!(!value.contains("href"), "{name}: {value}"),
                // Words, which nothing is loaded from.
                key if is_of_xml || key.starts_with("aria-") || WORDS.contains(&key) => {}
                _ => assert_inside(name, value),
            }
        }
        if element.name() == "style" {
            assert!(node.children().all(|child| child.is_text()), "{name}");
            assert_inside(name, node.text().unwrap_or_default());
        }
    }
    let again = annai::picture::inspect(bytes);
    assert_eq!(
        (again.flaw, again.published),
        (None, None),
        "{name} is written otherwise again"
    );
}

/// Elements that a published drawing may have.
const ELEMENTS: [&str; 60] = [
    "a",
    "animate",
    "animateMotion",
    "animateTransform",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "mpath",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "set",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
];

/// Attributes that hold words, which nothing is ever made of.
const WORDS: [&str; 30] = [
    "accumulate",
    "additive",
    "attributeType",
    "baseProfile",
    "begin",
    "calcMode",
    "class",
    "dur",
    "end",
    "filterRes",
    "focusable",
    "id",
    "keyPoints",
    "keySplines",
    "keyTimes",
    "lang",
    "max",
    "media",
    "min",
    "origin",
    "path",
    "repeatCount",
    "repeatDur",
    "requiredExtensions",
    "requiredFeatures",
    "restart",
    "role",
    "systemLanguage",
    "type",
    "version",
];

/// Whether an address is a part of the same drawing, or embedded pixels.
fn is_inside(address: &str) -> bool {
    let kinds =
        ["png", "jpeg", "jpg", "gif", "webp"].map(|kind| format!("data:image/{kind};base64,"));
    address.starts_with('#') || kinds.iter().any(|start| address.starts_with(start))
}

/// A piece of CSS loads nothing.
fn assert_inside(name: &str, css: &str) {
    let mut quote = None;
    let is_bare = |c: &char| {
        let was = quote;
        match quote {
            None if matches!(c, '"' | '\'') => quote = Some(*c),
            Some(open) if open == *c => quote = None,
            _ => {}
        }
        was.is_none()
    };
    // Strings load nothing where the words below are missing.
    let bare: String = css.chars().filter(is_bare).collect();
    let small = bare.to_ascii_lowercase();
    for word in [
        "\\",
        "@import",
        "@font-face",
        "image-set",
        "image(",
        "src",
        "expression",
        "http",
        "//",
        "script:",
    ] {
        assert!(!small.contains(word), "{name}: {word}: {css}");
    }
    for (at, start) in small.match_indices("url(") {
        assert!(small[at + start.len()..].starts_with('#'), "{name}: {css}");
    }
}

#[test]
fn hostile_drawings_do_fire_in_a_browser_and_what_is_published_of_them_does_not() {
    let (drawings, build) = hostile();
    assert!(drawings.len() >= 40, "{}", drawings.len());
    let Some(mut sight) = Sight::new(drawings.clone()) else {
        return;
    };
    let tame: Vec<&String> = drawings
        .keys()
        .filter(|name| !(0..3).any(|_| sight.fires(name)))
        .collect();
    assert!(tame.is_empty(), "these show nothing: {tame:?}");

    let published = published(build, drawings);
    let Some(mut sight) = Sight::new(published.clone()) else {
        return;
    };
    for name in published.keys() {
        sight.visit(name);
        sight.chromium.settle();
        let complaints = sight.chromium.complaints(&sight.base);
        let asked = complaints.iter().find(|told| told.contains(ELSEWHERE));
        assert_eq!(asked, None, "{name}");
        assert_eq!(sight.elsewhere.try_recv().ok(), None, "{name}");
    }
}

#[test]
fn ordinary_drawings_look_the_same_in_a_browser() {
    let (drawings, build) = ordinary();
    assert!(drawings.len() >= 30, "{}", drawings.len());
    let Some(mut before) = Sight::new(drawings.clone()) else {
        return;
    };
    let Some(mut after) = Sight::new(published(build, drawings)) else {
        return;
    };
    for name in drawings.keys() {
        let look = |sight: &mut Sight| {
            sight.open(name);
            sight.chromium.settle();
            image::load_from_memory(&sight.chromium.picture())
                .unwrap()
                .to_rgba8()
        };
        let (first, second) = (look(&mut before), look(&mut after));
        let colours: BTreeSet<_> = first.pixels().map(|pixel| pixel.0).collect();
        assert!(colours.len() > 1, "{name} shows nothing");
        assert!(first == second, "{name} looks otherwise");
    }
}
