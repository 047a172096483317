//! A site as a web server shows it, for a browser to look at.

use annai::build::{Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::memo::Cache;
use annai::output::Outputs;
use annai::path::OutputPath;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;

/// A site that can be visited.
pub(crate) struct Served {
    /// Its address, with a `/` at the end.
    pub(crate) base: String,
    pub(crate) outputs: Arc<Outputs>,
}

/// The repository's own site on a day, with more at the end of its `site.toml`.
pub(crate) fn real_site(as_of: &str, more: &str) -> Served {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let snapshot = annai::disk::load(root, &root.join("public")).unwrap();
    let config = snapshot.get("site.toml").unwrap();
    let config = [config.bytes(), more.as_bytes()].concat();
    let config = Source::new(SourceId::new("site.toml"), config);
    let sources = snapshot.sources().map(Arc::clone);
    let snapshot = Snapshot::new(sources.chain([Arc::new(config)]), Vec::new());
    let as_of = AsOf::new(parse_iso(as_of).unwrap());
    let built = build(&snapshot, &Options::new(as_of), &mut Cache::default());
    assert!(!built.has_errors(), "{:?}", built.diagnostics);
    serve(built.outputs)
}

fn serve(outputs: Outputs) -> Served {
    let outputs = Arc::new(outputs);
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap());
    let shown = Arc::clone(&outputs);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let shown = Arc::clone(&shown);
            // A browser that closes a connection early has what it wants.
            thread::spawn(move || answer(stream, &shown));
        }
    });
    Served { base, outputs }
}

impl Served {
    /// The addresses of all pages below the base, beginning with the home page.
    pub(crate) fn pages(&self) -> Vec<String> {
        let paths = self.outputs.keys().map(OutputPath::as_str);
        let pages = paths.filter(|path| path.ends_with(".html"));
        let mut pages: Vec<String> = pages
            .map(|path| path.strip_suffix("index.html").unwrap_or(path).to_owned())
            .collect();
        pages.sort();
        pages
    }
}

fn file<'a>(outputs: &'a Outputs, address: &str) -> Option<&'a [u8]> {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let index = if address.is_empty() || address.ends_with('/') {
        "index.html"
    } else {
        ""
    };
    let path = OutputPath::parse(&format!("{address}{index}")).ok()?;
    Some(outputs.get(&path)?.bytes())
}

fn answer(mut stream: TcpStream, outputs: &Outputs) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let first = lines.next()?.ok()?;
    while lines.next()?.ok()?.as_str() != "" {}
    let address = first.split(' ').nth(1)?.trim_start_matches('/');
    let (status, body) = match file(outputs, address) {
        Some(body) => ("200 OK", body),
        None => ("404 Not Found", file(outputs, "404.html")?),
    };
    let kind = match address.rsplit_once('.') {
        Some((_, "css")) => "text/css",
        Some((_, "js")) => "text/javascript",
        Some((_, "svg")) => "image/svg+xml",
        Some((_, "json")) => "application/json",
        _ => "text/html; charset=utf-8",
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()
}
