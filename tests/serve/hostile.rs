//! Those who must not get in, or get more than they should.

use crate::preview::{Client, Preview};
use crate::site::Site;
use std::fs;
use std::io::Write;

const SECRET: &str = "geheim-7391";

fn ask(client: &mut Client, host: &str, origin: Option<&str>, path: &str) -> u16 {
    let origin = origin.map_or_else(String::new, |origin| format!("Origin: {origin}\r\n"));
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{origin}\r\n");
    client
        .send(request.as_bytes())
        .map_or(0, |answer| answer.status)
}

#[test]
fn only_our_own_names_open_the_door() {
    let site = Site::new(1);
    let preview = Preview::start(&site.root());
    let port = preview.port;
    let own = ["localhost", "127.0.0.1", "[::1]", "127.0.0.2", "LocalHost"];
    let strange = [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "localhost.",
        "0.0.0.0",
        "192.168.0.10",
        "10.0.0.1",
        "169.254.169.254",
        "[::]",
        "[fe80::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "localhost@evil.example",
        "evil.example@localhost",
        "localhost,evil.example",
        "localhost/",
        "metadata",
        "::1",
        "xn--localhost",
        "rebind.network",
    ];
    let mut hosts: Vec<(String, bool)> = Vec::new();
    for (names, is_own) in [(&own[..], true), (&strange[..], false)] {
        for name in names {
            hosts.push((format!("{name}:{port}"), is_own));
            hosts.push((format!("{name}:{}", port ^ 1), false));
        }
    }
    hosts.extend(["", " "].map(|host| (host.to_owned(), false)));
    assert_eq!(hosts.len(), 60);
    let mut origins: Vec<(Option<String>, bool)> = vec![(None, true)];
    origins.extend(
        own.iter()
            .map(|name| (Some(format!("http://{name}:{port}")), true)),
    );
    origins.extend(
        strange
            .iter()
            .map(|name| (Some(format!("http://{name}:{port}")), false)),
    );
    let others = [
        "null".to_owned(),
        format!("https://localhost:{port}"),
        "file://".to_owned(),
    ];
    origins.extend(others.map(|origin| (Some(origin), false)));
    origins.truncate(33);
    assert!(origins.len() >= 30);
    let mut client = preview.connect();
    for (host, own_host) in &hosts {
        for (origin, own_origin) in &origins {
            let mut status = ask(&mut client, host, origin.as_deref(), "/");
            if status == 0 {
                // The server ends a connection after what it cannot read.
                client = preview.connect();
                status = ask(&mut client, host, origin.as_deref(), "/");
            }
            let is_let_in = *own_host && *own_origin;
            assert_eq!(status == 200, is_let_in, "{host:?} {origin:?}: {status}");
        }
    }
}

#[test]
fn nobody_else_may_include_what_is_shown() {
    let site = Site::new(1);
    let preview = Preview::start(&site.root());
    for path in [
        "/",
        "/nothing/",
        "/faq",
        "/.annai/preview.js",
        "/.annai/events",
        "/.annai/events?token=x",
    ] {
        let answer = preview.get(path);
        let header = |name: &str| answer.headers.get(name).map(String::as_str);
        assert_eq!(header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(
            header("cross-origin-resource-policy"),
            Some("same-origin"),
            "{path}"
        );
        assert_eq!(header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(header("access-control-allow-origin"), None, "{path}");
        assert_eq!(
            header("content-security-policy"),
            Some("form-action 'self'; frame-ancestors 'self'"),
            "{path}"
        );
    }
}

/// Ways to write a step up, and the things to step to.
fn traversals() -> Vec<String> {
    let ups = [
        "..",
        "%2e%2e",
        ".%2e",
        "%2e.",
        "%252e%252e",
        "%25%32%65%25%32%65",
        "%c0%ae%c0%ae",
        "%e0%80%ae%e0%80%ae",
        "%uff0e%uff0e",
        "..;",
        "..%00",
        "..%20",
        "....",
        "...",
        "%2e%2e%2e",
        "..%c1%9c",
        ".%00.",
        "～%2e%2e",
        "C:",
        "%5c%5c127.0.0.1%5cc$",
    ];
    let between = ["/", "%2f", "\\", "%5c", "//", "%252f", "%c0%af", "/./"];
    let ends = ["secret.txt", "site.toml", "public/secret.txt", "etc/passwd"];
    let mut paths = Vec::new();
    for up in ups {
        for slash in between {
            for end in ends {
                paths.push(format!("/{up}{slash}{end}"));
                paths.push(format!("/faq/{up}{slash}{up}{slash}{up}{slash}{end}"));
            }
        }
    }
    let more = [
        "/site.toml",
        "/content/index.md",
        "/index.md",
        "/secret.txt",
        "/public/secret.txt",
        "/index.html::$DATA",
        "/secret.txt::$DATA",
        "/SECRET~1.TXT",
        "/site.toml.",
        "/site.toml%20",
        "/secret.txt%00.html",
        "/con",
        "/nul.html",
        "//secret.txt",
        "///etc/passwd",
        "/%2fetc/passwd",
        "/.git/config",
        "/.env",
        "/file:///etc/passwd",
        "/%ff",
        "/%",
        "/%2",
        "/%zz",
        "/faq/..%2f..%2fsecret.txt",
        "/\u{202e}txt",
        "secret.txt",
        "../secret.txt",
        "*",
        "file:///etc/passwd",
        "http://127.0.0.1/../secret.txt",
    ];
    paths.extend(more.map(str::to_owned));
    paths
}

#[test]
fn no_way_of_writing_an_address_leads_to_the_disk() {
    let site = Site::new(1);
    for place in [
        "secret.txt",
        "public/secret.txt",
        ".env",
        ".git/config",
        "content/faq/.secret.txt",
    ] {
        site.write(place, SECRET);
    }
    fs::write(site.beside("secret.txt"), SECRET).unwrap();
    let preview = Preview::start(&site.root());
    let real: Vec<String> = ["/", "/404.html"].map(str::to_owned).to_vec();
    let home = preview.get("/").plain();
    let paths = traversals();
    assert!(paths.len() >= 500);
    for path in paths {
        for method in ["GET", "HEAD", "POST"] {
            let request = format!(
                "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
                preview.port
            );
            let mut client = preview.connect();
            client.stream.write_all(request.as_bytes()).unwrap();
            // The body of an answer to HEAD never comes: the connection ends.
            let Some(answer) = client.send(b"") else {
                continue;
            };
            let text = answer.text();
            assert!(!text.contains(SECRET), "{method} {path}");
            assert!(
                !text.contains("[facts.phone]") && !text.contains("root:"),
                "{method} {path}"
            );
            let is_home = answer.plain() == home;
            let is_real = real.contains(&path) || is_home;
            assert!(
                answer.status != 200 || is_real,
                "{method} {path}: {}",
                answer.status
            );
        }
    }
}

#[test]
fn malformed_requests_cost_nothing_but_their_connection() {
    let site = Site::new(1);
    let mut preview = Preview::start(&site.root());
    let host = format!("Host: 127.0.0.1:{}\r\n", preview.port);
    let long = "x".repeat(1 << 20);
    let many: String = (0..20_000)
        .map(|number| format!("X-{number}: y\r\n"))
        .collect();
    let get = format!("GET / HTTP/1.1\r\n{host}");
    let requests = [
        format!("{get}X-Long: {long}\r\n\r\n"),
        format!("GET /{long} HTTP/1.1\r\n{host}\r\n"),
        format!("{get}{many}\r\n"),
        format!("{get}Transfer-Encoding: chunked\r\n\r\nzz\r\nbad\r\n"),
        format!(
            "POST / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n"
        ),
        format!("{get}Content-Length: -1\r\n\r\n"),
        format!("{get}Content-Length: 99999999999999999999\r\n\r\n"),
        format!("{get}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        format!("{get}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        format!("{get}{host}\r\n"),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
        format!("OPTIONS * HTTP/1.1\r\n{host}\r\n"),
        format!("CONNECT evil.example:80 HTTP/1.1\r\n{host}\r\n"),
        format!("TRACE / HTTP/1.1\r\n{host}\r\n"),
        format!("{get}Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n"),
        format!("GET http://evil.example/ HTTP/1.1\r\n{host}\r\n"),
        "GET / HTTP/1.1\r\n\r\n".to_owned(),
        "GET / HTTP/1.0\r\n\r\n".to_owned(),
        "GET /\r\n".to_owned(),
        "\0\0\0\0".to_owned(),
        "\r\n\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}".to_owned(),
        format!("{get}Bad Header\r\n\r\n"),
        format!("{get}X: \0\r\n\r\n"),
    ];
    for request in &requests {
        let mut client = preview.connect();
        // Nothing more will come, so that nobody waits for it.
        let _ = client.stream.write_all(request.as_bytes());
        let _ = client.stream.shutdown(std::net::Shutdown::Write);
        if let Some(answer) = client.send(b"") {
            let start: String = request.chars().take(60).collect();
            assert_ne!(answer.status, 500, "{start:?}");
        }
        assert_eq!(preview.get("/").status, 200);
    }
    assert!(preview.is_alive());
}
