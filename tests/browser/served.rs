//! A site as a web server shows it, for a browser to look at.

use annai::build::{Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::memo::Cache;
use annai::output::Outputs;
use annai::path::OutputPath;
use annai::source::{Source, SourceId};
use std::fs;
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
    serve(built(
        as_of,
        &[("site.toml", &|text| text.to_owned() + more)],
    ))
}

/// What the repository's own site is on a day.
pub(crate) fn outputs(as_of: &str) -> Outputs {
    built(as_of, &[])
}

/// Where the form of [`site_that_sends`] is sent to.
pub(crate) const ENDPOINT: &str = "https://example.jp/send";

const PRIVACY: &str =
    "+++\ntitle = \"個人情報の取扱い\"\n+++\n\nお問い合わせへの回答のためにだけ使います。\n";

/// The repository's own site with a form that can be sent, and the page that this asks for.
pub(crate) fn site_that_sends(as_of: &str) -> Served {
    serve(sending(as_of))
}

/// The repository's own site with a form whose text can be mailed.
pub(crate) fn site_that_mails(as_of: &str) -> Served {
    let config = |text: &str| {
        text.to_owned() + "\n[facts.mail]\nlabel = \"宛先\"\nemail = \"help@example.jp\"\n"
    };
    let contact = |text: &str| {
        let mails = text.replace("\n[form]\n", "\n[form]\nmail = \"{{ mail }}\"\n");
        assert_ne!(mails, text, "the contact page has no form");
        mails
    };
    serve(built(
        as_of,
        &[
            ("site.toml", &config),
            ("content/contact/index.md", &contact),
        ],
    ))
}

fn sending(as_of: &str) -> Outputs {
    let contact = |text: &str| {
        let sends = format!("\n[form]\nendpoint = \"{ENDPOINT}\"\nprivacy = \"../privacy.md\"\n");
        let sent = text.replace("\n[form]\n", &sends);
        assert!(sent.contains(&sends), "the contact page has no form");
        sent
    };
    let privacy = |_: &str| PRIVACY.to_owned();
    built(
        as_of,
        &[
            ("content/contact/index.md", &contact),
            ("content/privacy.md", &privacy),
        ],
    )
}

/// A file and what becomes of it.
type Change<'a> = (&'a str, &'a dyn Fn(&str) -> String);

fn built(as_of: &str, changes: &[Change<'_>]) -> Outputs {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let snapshot = annai::disk::load(root, &root.join("public")).unwrap();
    let changed = changes.iter().map(|(path, change)| {
        let text = snapshot.get(path).map(|source| source.bytes().to_vec());
        let text = String::from_utf8(text.unwrap_or_default()).unwrap();
        Arc::new(Source::new(
            SourceId::new(*path),
            change(&text).into_bytes(),
        ))
    });
    let snapshot = snapshot.with(changed);
    let as_of = AsOf::new(parse_iso(as_of).unwrap());
    let built = build(&snapshot, &Options::new(as_of), &mut Cache::default());
    assert!(!built.has_errors(), "{:?}", built.diagnostics);
    built.outputs
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

/// Writes a site into a folder, from which its pages can be opened by a double click.
pub(crate) fn write(outputs: &Outputs, folder: &Path) {
    for (path, output) in outputs {
        let path = folder.join(path.as_str());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, output.bytes()).unwrap();
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
