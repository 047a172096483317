mod manners;
mod server;

use super::address::Address;
use super::client::Client;
use super::memory::Memory;
use super::visit::{Answer, Dead, Unclear, Visitor};
use super::{Looked, look};
use annai::build::{Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::diag;
use annai::diag::print::{Color, Format, Style};
use annai::language::Language;
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use server::{Names, Script, Server};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

/// Long enough for a loaded machine; only a test that waits for nothing gives less.
const PATIENT: Duration = Duration::from_secs(20);

fn is_this_machine(ip: IpAddr) -> bool {
    ip.is_loopback()
}

fn visitor(names: Names, patience: Duration) -> Visitor {
    let client = Client::new(names, is_this_machine, patience);
    Visitor::new(client, Duration::ZERO, Box::new(|_| {}))
}

/// A web in which some names lead to a server.
fn web(script: Script) -> (Server, Visitor) {
    let server = Server::start(script);
    let names = names_of(&server);
    (server, visitor(names, PATIENT))
}

fn names_of(server: &Server) -> Names {
    let names = ["a.example", "b.example", "xn--wgv71a119e.jp"];
    names.iter().fold(Names::default(), |names, name| {
        names.with(name, &[server.place])
    })
}

fn visit(visitor: &Visitor, address: &str) -> Answer {
    visitor.visit(&Address::parse(address).unwrap())
}

/// A site with this home page and these facts.
struct Sources {
    snapshot: Snapshot,
}

impl Sources {
    fn new(facts: &str, home: &str) -> Self {
        let config = format!("[site]\ntitle = \"x\"\ntheme = \"helpdesk\"\n{facts}");
        let home = format!("+++\ntitle = \"x\"\n+++\n{home}");
        let files = [("site.toml", config), ("content/index.md", home)];
        let sources =
            files.map(|(path, text)| Arc::new(Source::new(SourceId::new(path), text.into_bytes())));
        Self {
            snapshot: Snapshot::new(sources, Vec::new()),
        }
    }

    /// Looks at its links `now`, with what was remembered. What is found, in one line each.
    fn look(
        &self,
        kept: &[u8],
        now: i64,
        visitor: &Visitor,
    ) -> Result<(Vec<String>, Vec<u8>), Vec<String>> {
        let mut cache = Cache::default();
        let day = AsOf::new(parse_iso("2024-03-10").unwrap());
        let built = build(&self.snapshot, &Options::new(day), &mut cache);
        assert!(!built.has_errors(), "{:?}", built.diagnostics);
        let site = cache.site().unwrap();
        let Looked {
            mut diagnostics,
            memory,
        } = look(site, Memory::read(kept, now), now, visitor, &|_, _| {})?;
        diag::sort(&mut diagnostics);
        let read = |id: &SourceId| self.snapshot.get(id.as_str()).map(|one| &**one.bytes());
        let style = Style {
            language: Language::English,
            color: Color::Off,
            width: 80,
        };
        let lines = Format::Short.print(&diagnostics, &read, &style);
        Ok((
            lines.as_str().lines().map(str::to_owned).collect(),
            memory.write(),
        ))
    }
}

#[test]
fn a_dead_link_is_told_at_each_place_and_asked_once() {
    let (server, visitor) = web(|_, _, path| {
        let status = match path {
            "/fine" => "200 OK",
            "/gone" => "410 Gone",
            "/closed" => "403 Forbidden",
            "/broken" => "500 Internal Server Error",
            _ => "404 Not Found",
        };
        status.to_owned()
    });
    let site = Sources::new(
        "",
        "[x](http://a.example/fine) [x](http://a.example/gone)\n\
         [x](http://a.example/none) [x](http://a.example/none#part)\n\
         [x](http://a.example/closed) [x](http://a.example/broken)\n\
         [x](mailto:a@a.example) [x](tel:0120-000-000)\n",
    );
    let (found, _) = site.look(b"", 0, &visitor).unwrap();
    let expected = [
        "content/index.md:4:32: warning[dead-external-link]: `http://a.example/gone` is not there: the server answers 410",
        "content/index.md:5:5: warning[dead-external-link]: `http://a.example/none` is not there: the server answers 404",
        "content/index.md:5:32: warning[dead-external-link]: `http://a.example/none#part` is not there: the server answers 404",
        "content/index.md:6:5: note[dead-external-link]: it cannot be told whether `http://a.example/closed` is there: the server answers 403",
        "content/index.md:6:34: note[dead-external-link]: it cannot be told whether `http://a.example/broken` is there: the server answers 500",
    ];
    assert_eq!(found, expected);
    // What is refused to HEAD may be given to GET; what is answered is not asked again.
    let expected = [
        "GET a.example/closed",
        "GET a.example/none",
        "HEAD a.example/broken",
        "HEAD a.example/closed",
        "HEAD a.example/fine",
        "HEAD a.example/gone",
        "HEAD a.example/none",
    ];
    assert_eq!(server.asked(), expected);
}

#[test]
fn what_is_refused_to_head_is_given_to_get() {
    for status in ["403 Forbidden", "404 Not Found", "405 No", "501 No"] {
        let (_server, visitor) = match status {
            "403 Forbidden" => web(|method, _, _| only_get(method, "403 Forbidden")),
            "404 Not Found" => web(|method, _, _| only_get(method, "404 Not Found")),
            "405 No" => web(|method, _, _| only_get(method, "405 No")),
            _ => web(|method, _, _| only_get(method, "501 No")),
        };
        assert_eq!(
            visit(&visitor, "http://a.example/"),
            Answer::Fine,
            "{status}"
        );
    }
}

fn only_get(method: &str, else_status: &str) -> String {
    let status = if method == "GET" {
        "200 OK"
    } else {
        else_status
    };
    status.to_owned()
}

fn redirects(_: &str, host: &str, path: &str) -> String {
    let to = |status: &str, location: &str| format!("{status} x\r\nLocation: {location}");
    match (host, path) {
        ("a.example", "/moved") => to("301", "/new"),
        ("a.example", "/afar") => to("308", "http://b.example/"),
        ("a.example", "/for-now") => to("302", "/new"),
        ("a.example", "/moved-then-for-now") => to("301", "/for-now"),
        ("a.example", "/for-now-then-moved") => to("307", "/moved"),
        ("a.example", "/moved-and-gone") => to("301", "/gone"),
        ("a.example", "/round") => to("302", "/round"),
        ("a.example", "/raw") => to("301", "/案内"),
        ("a.example", "/mail") => to("302", "mailto:a@a.example"),
        ("a.example", "/user") => to("302", "http://bank@b.example/"),
        ("a.example", "/self") => to("302", "http://localhost/"),
        ("a.example", "/machine") => to("302", "http://169.254.169.254/latest"),
        ("a.example", "/nowhere") => to("302", "http://c.example/"),
        ("a.example", "/silent") => "302 x".to_owned(),
        ("a.example", "/gone") => "404 x".to_owned(),
        _ => "200 OK".to_owned(),
    }
}

#[test]
fn redirects_are_followed_as_far_as_they_may_lead() {
    let (server, visitor) = web(redirects);
    let moved = |to: &str| Answer::Moved(to.to_owned());
    let astray = |to: &str| Answer::Dead(Dead::Astray(to.to_owned()));
    for (path, answer) in [
        ("/moved", moved("http://a.example/new")),
        ("/raw", moved("http://a.example/%E6%A1%88%E5%86%85")),
        ("/afar", moved("http://b.example/")),
        ("/for-now", Answer::Fine),
        ("/moved-then-for-now", moved("http://a.example/for-now")),
        ("/for-now-then-moved", Answer::Fine),
        ("/moved-and-gone", Answer::Dead(Dead::Gone(404))),
        ("/mail", astray("mailto:a@a.example")),
        ("/user", astray("http://bank@b.example/")),
        ("/self", Answer::Unclear(Unclear::Withheld)),
        ("/machine", Answer::Unclear(Unclear::Withheld)),
        (
            "/nowhere",
            Answer::Dead(Dead::Unnamed("c.example".to_owned())),
        ),
        ("/silent", Answer::Unclear(Unclear::Status(302))),
    ] {
        let address = format!("http://a.example{path}");
        assert_eq!(visit(&visitor, &address), answer, "{path}");
    }
    server.asked();
    let circling = Answer::Dead(Dead::Circling);
    assert_eq!(visit(&visitor, "http://a.example/round"), circling);
    assert_eq!(server.asked(), ["HEAD a.example/round"; 6]);
}

#[test]
fn a_moved_page_is_a_note_with_its_new_address() {
    let (_server, visitor) = web(redirects);
    let site = Sources::new("", "[x](http://a.example/moved#part)\n");
    let (found, _) = site.look(b"", 0, &visitor).unwrap();
    let expected = "content/index.md:4:5: note[moved-external-link]: `http://a.example/moved#part` has moved for good";
    assert_eq!(found, [expected]);
}

#[test]
fn no_private_place_is_ever_asked() {
    let server = Server::start(|_, _, _| "404 Not Found".to_owned());
    let private = SocketAddr::from((Ipv4Addr::new(10, 0, 0, 1), 80));
    let names = Names::default()
        .with("inside.example", &[private])
        .with("both.example", &[private, server.place])
        // It is another place by the time of the second request.
        .with("turning.example", &[server.place])
        .then("turning.example", &[private]);
    let visitor = visitor(names, PATIENT);
    let withheld = Answer::Unclear(Unclear::Withheld);
    assert_eq!(visit(&visitor, "http://inside.example/"), withheld);
    assert_eq!(visit(&visitor, "http://turning.example/"), withheld);
    assert_eq!(server.asked(), ["HEAD turning.example/"]);
    let gone = Answer::Dead(Dead::Gone(404));
    assert_eq!(visit(&visitor, "http://both.example/"), gone);
    let inside = Answer::Dead(Dead::Inside);
    for numbers in [
        "192.168.0.1",
        "0x0a.1",
        "167772161",
        "[fd00::1]",
        "[::ffff:10.0.0.1]",
    ] {
        let address = format!("http://{numbers}/");
        assert_eq!(visit(&visitor, &address), inside, "{numbers}");
    }
}

#[test]
fn japanese_addresses_are_asked_as_browsers_do() {
    let (server, visitor) = web(|_, _, _| "200 OK".to_owned());
    for address in [
        "http://日本語.jp/案内?種別=更新",
        "http://日本語。ＪＰ/案内?種別=更新",
    ] {
        assert_eq!(visit(&visitor, address), Answer::Fine, "{address}");
        let asked =
            "HEAD xn--wgv71a119e.jp/%E6%A1%88%E5%86%85?%E7%A8%AE%E5%88%A5=%E6%9B%B4%E6%96%B0";
        assert_eq!(server.asked(), [asked]);
    }
}

#[test]
fn the_address_of_a_fact_is_told_where_it_is_stated() {
    let (_server, visitor) = web(|_, _, _| "404 Not Found".to_owned());
    let site = Sources::new(
        "[facts.portal]\nlabel = \"申請サイト\"\nurl = \"http://a.example/portal\"\n",
        "[x]({{ portal }}) {{ portal }} [x]({{ portal }}/a) [x](http://a.example/other)\n",
    );
    let (found, _) = site.look(b"", 0, &visitor).unwrap();
    let expected = [
        "content/index.md:4:36: warning[dead-external-link]: `http://a.example/portal/a` is not there: the server answers 404",
        "content/index.md:4:56: warning[dead-external-link]: `http://a.example/other` is not there: the server answers 404",
        "site.toml:4:8: warning[dead-external-link]: `http://a.example/portal` is not there: the server answers 404",
    ];
    assert_eq!(found, expected);
}

#[test]
fn answers_are_remembered_for_a_week_or_an_hour() {
    let (server, visitor) = web(|_, _, path| {
        let status = if path == "/gone" {
            "410 Gone"
        } else {
            "200 OK"
        };
        status.to_owned()
    });
    let site = Sources::new("", "[x](http://a.example/) [x](http://a.example/gone)\n");
    let (hour, week) = (60 * 60, 7 * 24 * 60 * 60);
    let start = 1_700_000_000;
    let (found, kept) = site.look(b"", start, &visitor).unwrap();
    assert_eq!(found.len(), 1);
    let both = ["HEAD a.example/", "HEAD a.example/gone"];
    assert_eq!(server.asked(), both);
    let (again, kept_again) = site.look(&kept, start + hour - 1, &visitor).unwrap();
    assert_eq!((again, kept_again), (found.clone(), kept.clone()));
    assert_eq!(server.asked(), [""; 0]);
    let (again, _) = site.look(&kept, start + hour, &visitor).unwrap();
    assert_eq!(again, found);
    assert_eq!(server.asked(), ["HEAD a.example/gone"]);
    for now in [start + week, start - 1] {
        site.look(&kept, now, &visitor).unwrap();
        assert_eq!(server.asked(), both, "{now}");
    }
    let text = String::from_utf8(kept).unwrap();
    let newer = text.replace("\"version\": 1", "\"version\": 2");
    assert_ne!(text, newer);
    for broken in [&newer, &text[..text.len() / 2], "", "[]", "\u{0}"] {
        site.look(broken.as_bytes(), start, &visitor).unwrap();
        assert_eq!(server.asked(), both, "{broken}");
    }
    let (_, kept) = Sources::new("", "x\n")
        .look(text.as_bytes(), start, &visitor)
        .unwrap();
    assert!(!String::from_utf8(kept).unwrap().contains("a.example"));
}

#[test]
fn no_network_is_told_once_and_not_remembered() {
    let (server, online) = web(|_, _, _| "200 OK".to_owned());
    let site = Sources::new(
        "",
        "[x](http://a.example/) [x](http://c.example/) [x](http://c.example/2)\n",
    );
    let offline = || visitor(Names::default(), PATIENT);
    let hosts = site.look(b"", 0, &offline()).unwrap_err();
    assert_eq!(hosts, ["a.example", "c.example"]);
    let (found, kept) = site.look(b"", 0, &online).unwrap();
    assert_eq!(found.len(), 2);
    let why = "nothing has the name `c.example`";
    assert!(found.iter().all(|line| line.contains(why)), "{found:?}");
    // Two hours later only what was not there is asked. Whether that says anything of the
    // network, one tells that was there.
    server.asked();
    let online = visitor(names_of(&server), PATIENT);
    let (again, _) = site.look(&kept, 7200, &online).unwrap();
    assert_eq!(again, found);
    assert_eq!(server.asked(), ["HEAD a.example/"]);
    let hosts = site.look(&kept, 7200, &offline()).unwrap_err();
    assert_eq!(hosts, ["c.example"]);
}

#[test]
fn one_missing_host_may_be_gone() {
    let site = Sources::new("", "[x](http://c.example/) [x](http://c.example/2)\n");
    let (found, _) = site
        .look(b"", 0, &visitor(Names::default(), PATIENT))
        .unwrap();
    assert_eq!(found.len(), 2);
}
